// The vectorised core of sorting: signed integer keys, sorted by Highway's vqsort for this machine's instruction set.
// Everything else maps its elements to such keys (keys.h), so that vqsort is compiled for two types alone.
#pragma once

#include <cstddef>
#include <cstdint>

namespace numblas {

template <class K>
struct KeyKernels {
  void (*sort)(K* keys, size_t n);
  // Puts the key that sorting would put at k there, smaller ones before it, larger ones behind it.
  void (*select)(K* keys, size_t n, size_t k);
  // Moves keys up to the pivot before the others; returns how many they are.
  size_t (*partition)(K* keys, size_t n, K pivot);
};

template <class K>
const KeyKernels<K>& KeyKernelsOf();
template <>
const KeyKernels<int32_t>& KeyKernelsOf();
template <>
const KeyKernels<int64_t>& KeyKernelsOf();

}  // namespace numblas
