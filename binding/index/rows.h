// Rows that move elements by index arrays, masks and counts. They look at an element's size alone, so one kernel per
// size serves every dtype.
#pragma once

#include "../linalg/rows.h"
#include "../op.h"

namespace numblas {

void AddIndexRows(OpTable& table);

void AddGatherRows(OpTable& table);
void AddMaskRows(OpTable& table);
void AddRepeatRows(OpTable& table);

// Declares a row with one loop per dtype, each completed by `set(loop, itemsize)`; x in the pattern stands for the
// dtype.
template <class Set>
void AddMovingRow(OpTable& table, const char* name, const char* signature, const char* pattern, double cost, Set set) {
  Op& op = table.CoreRow(name, signature, cost);
  for (const DTypeInfo& info : kDTypes) {
    Loop& loop = op.loops.emplace_back();
    loop.types = LoopTypes(pattern, info.character);
    set(loop, info.itemsize);
  }
}

}  // namespace numblas
