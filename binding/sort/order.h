// Stable orders: which positions sorting by keys visits. Keys are 64-bit integers, equal for equal elements (keys.h).
#pragma once

#include <cstdint>

namespace numblas {

// Writes to `order` the positions 0 … n - 1 in the order of rows of several keys, the first one the most significant,
// ties in the order of positions; column c starts at keys + c * n.
void OrderRows(const int64_t* keys, int64_t columns, int64_t n, int64_t* order);

// Writes positions in an order in which those at the ascending `ranks` are right, with smaller keys before them.
void OrderAtRanks(const int64_t* keys, int64_t n, const int64_t* ranks, int64_t count, int64_t* order);

}  // namespace numblas
