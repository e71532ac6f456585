// Every reduction family's rows.
#pragma once

#include "../op.h"

namespace numblas {

void AddReduceRows(OpTable& table);

void AddSumRows(OpTable& table);
void AddExtremaReduceRows(OpTable& table);
void AddTruthRows(OpTable& table);
void AddArgRows(OpTable& table);
void AddCumulativeRows(OpTable& table);
void AddSumProductRow(OpTable& table);

// A row for folding alone. Its signature says so to lib/, though the loop walks all dimensions itself.
inline Op& ReduceRow(OpTable& table, const char* name, int nin, Identity identity, double cost) {
  Op& op = table.Row(name, nin, 1, identity, cost);
  op.signature = nin == 1 ? "(...)->()" : "(...),()->()";
  return op;
}

}  // namespace numblas
