#include "rows.h"

namespace numblas {

void AddIndexRows(OpTable& table) {
  AddGatherRows(table);
  AddMaskRows(table);
  AddRepeatRows(table);
}

}  // namespace numblas
