#include "rows.h"

namespace numblas {

void AddUfuncRows(OpTable& table) {
  AddCastRows(table);
  AddArithmeticRows(table);
}

}  // namespace numblas
