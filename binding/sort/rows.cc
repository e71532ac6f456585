#include "rows.h"

namespace numblas {

void AddSortRows(OpTable& table) {
  AddWholeSortRows(table);
  AddPartitionRows(table);
  AddSearchRows(table);
  AddUniqueRows(table);
  AddHistogramRows(table);
}

}  // namespace numblas
