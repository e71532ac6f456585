#include "rows.h"

namespace numblas {

void AddReduceRows(OpTable& table) {
  AddSumRows(table);
  AddExtremaReduceRows(table);
  AddTruthRows(table);
  AddArgRows(table);  // uses the rows of max and min
  AddCumulativeRows(table);
  AddSumProductRow(table);
}

}  // namespace numblas
