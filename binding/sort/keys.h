// Elements as signed integers of the same order, so that one sort serves all real dtypes.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "sort/vector.h"
#include "threads/pool.h"
#include "ufunc/types.h"

namespace numblas {

template <class T>
inline constexpr bool kIsComplex = std::is_same_v<T, complex64_t> || std::is_same_v<T, complex128_t>;
template <class T>
inline constexpr bool kIsFloat = std::is_same_v<T, float16_t> || std::is_floating_point_v<T>;

// The element's bits as a signed integer: keys and elements may share memory without aliasing rules in the way.
template <class T>
using BitsOf = std::conditional_t<
    sizeof(T) == 1, int8_t,
    std::conditional_t<sizeof(T) == 2, int16_t, std::conditional_t<sizeof(T) == 4, int32_t, int64_t>>>;

// Narrow elements are sorted as 32-bit keys.
template <class T>
using KeyOf = std::conditional_t<sizeof(T) == 8, int64_t, int32_t>;

inline constexpr int64_t kNaNKey = std::numeric_limits<int64_t>::max();

// A real dtype's keys. Encode and Decode are inverse to each other; NaN keys lie outside [-kInfinity - 1, kInfinity].
template <class T>
struct Keys {
  using Bits = BitsOf<T>;
  using UBits = std::make_unsigned_t<Bits>;
  using Key = KeyOf<T>;
  static constexpr bool kUnsigned = std::is_unsigned_v<T>;  // bool among them
  static constexpr bool kFloat = kIsFloat<T>;
  static constexpr Bits kMost = std::numeric_limits<Bits>::max();
  static constexpr Key kInfinity = std::is_same_v<T, float16_t> ? 0x7c00
                                   : sizeof(T) == 4             ? 0x7f800000
                                                                : static_cast<Key>(0x7ff0000000000000);

  static Key Encode(Bits bits) {
    if constexpr (kFloat) {
      return static_cast<Bits>(bits ^ ((bits >> (sizeof(Bits) * 8 - 1)) & kMost));
    } else if constexpr (!kUnsigned) {
      return bits;
    } else if constexpr (sizeof(T) < 4) {
      return static_cast<UBits>(bits);
    } else {
      return bits ^ std::numeric_limits<Bits>::min();
    }
  }
  static Bits Decode(Key key) {
    if constexpr (kFloat) {
      const auto bits = static_cast<Bits>(key);
      return static_cast<Bits>(bits ^ ((bits >> (sizeof(Bits) * 8 - 1)) & kMost));
    } else if constexpr (!kUnsigned || sizeof(T) < 4) {
      return static_cast<Bits>(key);
    } else {
      return key ^ std::numeric_limits<Bits>::min();
    }
  }
  static bool IsNaN(Key key) { return kFloat && ((key > kInfinity) | (key < ~kInfinity)); }
  static bool IsNegativeZero(Key key) { return kFloat && key == -1; }

  // A key that is equal for equal elements: one zero, one NaN (the greatest key).
  static Key Comparable(Bits bits) {
    const Key key = Encode(bits);
    if constexpr (!kFloat) {
      return key;
    } else {
      return IsNaN(key) ? std::numeric_limits<Key>::max() : key + static_cast<Key>(key == -1);
    }
  }
  // The same as 64 bits, whose greatest is NaN.
  static int64_t Ordered(Bits bits) {
    const Key key = Comparable(bits);
    return kFloat && key == std::numeric_limits<Key>::max() ? kNaNKey : key;
  }
};

template <class T>
inline constexpr Encoding kEncodingOf = kIsFloat<T>                               ? Encoding::kFloat
                                        : std::is_unsigned_v<T> && sizeof(T) >= 4 ? Encoding::kUnsigned
                                                                                  : Encoding::kPlain;

template <class T>
BitsOf<T> BitsAt(const char* in, intptr_t stride, int64_t i) {
  return *reinterpret_cast<const BitsOf<T>*>(in + i * stride);
}

// Calls body(begin, end) for parts of n elements, on the pool where there are many. The parts depend on n alone.
template <class F>
void ForParts(int64_t n, const F& body) {
  constexpr int64_t kPart = 1 << 17;
  const int64_t parts = (n + kPart - 1) / kPart;
  if (parts <= 1) {
    if (n > 0) body(int64_t{0}, n);
    return;
  }
  Pool::Get().For(parts, [&](int64_t i) { body(i * kPart, std::min(n, (i + 1) * kPart)); });
}

// The same with the stride as a constant where elements are neighbours, so that loops over them are vectorised.
template <class T, class F>
void WithStride(intptr_t stride, const F& body) {
  if (stride == static_cast<intptr_t>(sizeof(T))) {
    body(std::integral_constant<intptr_t, sizeof(T)>{});
  } else {
    body(stride);
  }
}

// The least and the greatest of n integers, of which there are some.
std::pair<int64_t, int64_t> ExtentOf(const char* in, intptr_t stride, int64_t n);

// Writes the keys of n elements, which may lie in the same memory; returns KeyFlags.
template <class T>
int EncodeKeys(const char* in, intptr_t stride, int64_t n, KeyOf<T>* keys) {
  std::atomic<int> flags{0};
  ForParts(n, [&](int64_t begin, int64_t end) {
    if constexpr (std::is_floating_point_v<T>) {
      if (stride == static_cast<intptr_t>(sizeof(T))) {
        const auto* bits = reinterpret_cast<const KeyOf<T>*>(in) + begin;
        flags.fetch_or(KeyKernelsOf<KeyOf<T>>().encode(bits, keys + begin, end - begin), std::memory_order_relaxed);
        return;
      }
    }
    WithStride<T>(stride, [&](auto step) {
      KeyOf<T> nan = 0;
      KeyOf<T> zero = 0;
      for (int64_t i = begin; i < end; i++) {
        const KeyOf<T> key = Keys<T>::Encode(BitsAt<T>(in, step, i));
        nan |= Keys<T>::IsNaN(key);
        zero |= Keys<T>::IsNegativeZero(key);
        keys[i] = key;
      }
      if ((nan | zero) != 0) {
        flags.fetch_or((nan != 0 ? kHasNaN : 0) | (zero != 0 ? kHasNegativeZero : 0), std::memory_order_relaxed);
      }
    });
  });
  return flags;
}

// Elements back from keys, which may lie in the same memory.
template <class T>
void DecodeKeys(const KeyOf<T>* keys, int64_t n, char* out, intptr_t stride) {
  ForParts(n, [&](int64_t begin, int64_t end) {
    if constexpr (std::is_floating_point_v<T>) {
      if (stride == static_cast<intptr_t>(sizeof(T))) {
        KeyKernelsOf<KeyOf<T>>().encode(keys + begin, reinterpret_cast<KeyOf<T>*>(out) + begin, end - begin);
        return;
      }
    }
    WithStride<T>(stride, [&](auto step) {
      for (int64_t i = begin; i < end; i++) {
        *reinterpret_cast<BitsOf<T>*>(out + i * step) = Keys<T>::Decode(keys[i]);
      }
    });
  });
}

// Writes 64-bit keys that are equal for equal elements; returns whether there is a NaN.
template <class T>
bool OrderedKeys(const char* in, intptr_t stride, int64_t n, int64_t* keys) {
  std::atomic<bool> found{false};
  ForParts(n, [&](int64_t begin, int64_t end) {
    if constexpr (std::is_same_v<T, double>) {
      if (stride == static_cast<intptr_t>(sizeof(T))) {
        const auto* bits = reinterpret_cast<const int64_t*>(in) + begin;
        if (KeyKernelsOf<int64_t>().encode_equal(bits, keys + begin, end - begin)) {
          found.store(true, std::memory_order_relaxed);
        }
        return;
      }
    }
    WithStride<T>(stride, [&](auto step) {
      int64_t most = std::numeric_limits<int64_t>::min();
      for (int64_t i = begin; i < end; i++) {
        const int64_t key = Keys<T>::Ordered(BitsAt<T>(in, step, i));
        most = std::max(most, key);
        keys[i] = key;
      }
      if (Keys<T>::kFloat && most == kNaNKey) found.store(true, std::memory_order_relaxed);
    });
  });
  return found;
}

// Sorts keys in place, on the pool where there are many.
template <class K>
void SortKeys(K* keys, int64_t n);
extern template void SortKeys(int32_t*, int64_t);
extern template void SortKeys(int64_t*, int64_t);

// Puts the keys that sorting would put at the ascending and different `ranks` there, and the others on the right sides
// of them.
template <class K>
void SelectKeys(K* keys, int64_t n, const int64_t* ranks, int64_t count);
extern template void SelectKeys(int32_t*, int64_t, const int64_t*, int64_t);
extern template void SelectKeys(int64_t*, int64_t, const int64_t*, int64_t);

// Copies n elements of 4 or 8 bytes so that the one at `rank` is where sorting would put it, smaller ones before it,
// larger ones behind it. Returns false, with any content in `out`, where that takes another way: there are few
// elements, or NaN among them, or a sample misled.
template <class T>
bool SelectApart(const BitsOf<T>* in, int64_t n, int64_t rank, BitsOf<T>* out);

}  // namespace numblas
