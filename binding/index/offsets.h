// Byte offsets of indices.
#pragma once

#include <cstdint>

namespace numblas {

inline constexpr int64_t kOffsetBlock = 512;  // offsets made at a time: they stay in L1

// What becomes of an index outside its axis.
enum class Outside { kRaise, kWrap, kClip };

// n indices (int64) along an axis of `size`, where neighbours lie `stride` bytes apart.
struct IndexRun {
  const char* index;
  intptr_t step;
  int64_t n;  // up to kOffsetBlock
  int64_t size;
  int64_t stride;
};

// Each returns whether an index lay outside; what it gives is worth something only where none did or Outside mends it.
struct OffsetKernels {
  bool (*check)(const IndexRun& run);
  bool (*start)(const IndexRun& run, Outside outside, int64_t* to);  // to = offsets
  bool (*add)(const IndexRun& run, Outside outside, int64_t* to);    // to += offsets
};

// This machine's.
const OffsetKernels& OffsetKernelsHere();

}  // namespace numblas
