// Sorting of narrow elements by counting.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "sort/keys.h"

namespace numblas {

// Sorts narrow elements by counting each value. Float16's NaN come last, and its zeros keep the order they had.
template <class T>
void SortByCounting(const char* in, intptr_t stride, int64_t n, char* out, intptr_t out_stride) {
  using Bits = BitsOf<T>;
  using UBits = std::make_unsigned_t<Bits>;
  constexpr int64_t kValues = int64_t{1} << (8 * sizeof(T));
  constexpr int64_t kTables = sizeof(T) == 1 ? 4 : 1;  // equal neighbours would wait for each other's count
  const int64_t parts = n < 1 << 18 ? 1 : std::min<int64_t>(8, Pool::Get().threads());
  std::vector<int64_t> totals(parts * kValues);
  Pool::Get().For(parts, [&](int64_t part) {
    std::vector<uint32_t> counts(kTables * kValues);
    int64_t* to = totals.data() + part * kValues;
    const int64_t last = n * (part + 1) / parts;
    for (int64_t begin = n * part / parts; begin < last; begin += int64_t{1} << 30) {
      const int64_t end = std::min(last, begin + (int64_t{1} << 30));
      WithStride<T>(stride, [&](auto step) {
        for (int64_t i = begin; i < end; i++) {
          counts[(i & (kTables - 1)) * kValues + static_cast<UBits>(BitsAt<T>(in, step, i))]++;
        }
      });
      for (int64_t v = 0; v < kTables * kValues; v++) to[v & (kValues - 1)] += std::exchange(counts[v], 0);
    }
  });
  std::vector<Bits> zeros;
  if constexpr (kIsFloat<T>) {
    for (int64_t i = 0; i < n; i++) {
      const Bits bits = BitsAt<T>(in, stride, i);
      if ((bits & 0x7fff) == 0) zeros.push_back(bits);
    }
  }
  const auto write = [&](int64_t key) {
    const Bits bits = Keys<T>::Decode(static_cast<KeyOf<T>>(key));
    int64_t count = 0;
    for (int64_t part = 0; part < parts; part++) count += totals[part * kValues + static_cast<UBits>(bits)];
    if (out_stride == static_cast<intptr_t>(sizeof(T))) {
      std::fill_n(reinterpret_cast<Bits*>(out), count, bits);
      out += count * static_cast<intptr_t>(sizeof(T));
    } else {
      for (int64_t i = 0; i < count; i++, out += out_stride) *reinterpret_cast<Bits*>(out) = bits;
    }
  };
  const int64_t low = Keys<T>::kUnsigned ? 0 : -kValues / 2;
  if constexpr (!kIsFloat<T>) {
    for (int64_t key = low; key < low + kValues; key++) write(key);
  } else {
    constexpr int64_t kInfinity = Keys<T>::kInfinity;
    for (int64_t key = ~kInfinity; key < -1; key++) write(key);
    for (const Bits zero : zeros) {
      *reinterpret_cast<Bits*>(out) = zero;
      out += out_stride;
    }
    for (int64_t key = 1; key <= kInfinity; key++) write(key);
    for (int64_t key = kInfinity + 1; key < low + kValues; key++) write(key);
    for (int64_t key = low; key < ~kInfinity; key++) write(key);
  }
}

}  // namespace numblas
