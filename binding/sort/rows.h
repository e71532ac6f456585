// Sorting's and searching's rows.
#pragma once

#include "../op.h"

namespace numblas {

void AddSortRows(OpTable& table);

void AddWholeSortRows(OpTable& table);
void AddPartitionRows(OpTable& table);
void AddSearchRows(OpTable& table);
void AddUniqueRows(OpTable& table);
void AddHistogramRows(OpTable& table);

}  // namespace numblas
