// The element types, declared once: the addon exports this list and lib/core/dtype.ts checks itself against it at load.
#pragma once

#include <complex>
#include <cstddef>
#include <cstdint>

namespace numblas {

// A 16-bit IEEE float travels as its bits; arithmetic on it widens to float32 (binding/ufunc/half.h).
struct float16_t {
  uint16_t bits;
};

using complex64_t = std::complex<float>;
using complex128_t = std::complex<double>;

// name, C++ type, NumPy's type character (used in loop signatures such as "dd->d")
#define NUMBLAS_DTYPES(X)        \
  X(bool, bool, '?')             \
  X(int8, int8_t, 'b')           \
  X(uint8, uint8_t, 'B')         \
  X(int16, int16_t, 'h')         \
  X(uint16, uint16_t, 'H')       \
  X(int32, int32_t, 'i')         \
  X(uint32, uint32_t, 'I')       \
  X(int64, int64_t, 'l')         \
  X(uint64, uint64_t, 'L')       \
  X(float16, float16_t, 'e')     \
  X(float32, float, 'f')         \
  X(float64, double, 'd')        \
  X(complex64, complex64_t, 'F') \
  X(complex128, complex128_t, 'D')

enum class DType : uint8_t {
#define X(name, type, character) k_##name,
  NUMBLAS_DTYPES(X)
#undef X
};

struct DTypeInfo {
  const char* name;
  char character;
  size_t itemsize;
};

inline constexpr DTypeInfo kDTypes[] = {
#define X(name, type, character) {#name, character, sizeof(type)},
    NUMBLAS_DTYPES(X)
#undef X
};

inline constexpr int kDTypeCount = sizeof(kDTypes) / sizeof(kDTypes[0]);

inline constexpr size_t ItemSize(DType dtype) { return kDTypes[static_cast<int>(dtype)].itemsize; }

constexpr DType DTypeOf(char character) {
  for (int i = 0; i < kDTypeCount; i++) {
    if (kDTypes[i].character == character) return static_cast<DType>(i);
  }
  throw "no dtype has this character";
}

}  // namespace numblas
