#include "rows.h"

namespace numblas {

void AddSignalRows(OpTable& table) {
  AddCorrelateRows(table);
  AddInterpolateRows(table);
  AddPolynomialRows(table);
}

}  // namespace numblas
