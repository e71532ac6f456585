// The vectorised core of sorting: signed integer keys, sorted by Highway's vqsort for this machine's instruction set.
// Everything else maps its elements to such keys (keys.h), so that vqsort is compiled for two types alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace numblas {

// How elements become keys.
enum class Encoding : int { kPlain, kFloat, kUnsigned };
inline constexpr int kEncodings = 3;

// What was met among the elements.
enum KeyFlags : int { kHasNaN = 1, kHasNegativeZero = 2 };

// Where split() left elements: `below` at the beginning, `above` at the end, `middle` apart.
struct Split {
  size_t below;
  size_t above;
  size_t middle;
  bool nan;
};

template <class K>
struct KeyKernels {
  void (*sort)(K* keys, size_t n);
  // Puts the key that sorting would put at k there, smaller ones before it, larger ones behind it.
  void (*select)(K* keys, size_t n, size_t k);
  // Moves keys up to the pivot before the others; returns how many they are.
  size_t (*partition)(K* keys, size_t n, K pivot);
  // Keys of n floats' bits, or bits of their keys; returns KeyFlags. Both may be the same memory.
  int (*encode)(const K* bits, K* keys, size_t n);
  // The same with one key for all NaN, the greatest, and one for both zeros; returns whether there is a NaN.
  bool (*encode_equal)(const K* bits, K* keys, size_t n);
  // Copies elements, as they are, whose keys lie below `low` to the beginning of `out`, those above `high` to its end,
  // the others to `middle`; `out` has room for n elements, `middle` for n and a vector.
  Split (*split[kEncodings])(const K* in, size_t n, K low, K high, K* out, K* middle);
};

template <class K>
const KeyKernels<K>& KeyKernelsOf();
template <>
const KeyKernels<int32_t>& KeyKernelsOf();
template <>
const KeyKernels<int64_t>& KeyKernelsOf();

}  // namespace numblas
