#include "rows.h"

namespace numblas {

void AddUfuncRows(OpTable& table) {
  AddArithmeticRows(table);
}

}  // namespace numblas
