// add, subtract, multiply, divide, sqrt.
#include <cmath>

#include "rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/arithmetic.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

struct Add {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    if constexpr (std::is_same_v<T, bool>) {
      return a | b;
    } else {
      return Wrapping<T>(Unsigned(a) + Unsigned(b));
    }
  }
};

struct Subtract {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return Wrapping<T>(Unsigned(a) - Unsigned(b));
  }
};

struct Multiply {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    if constexpr (std::is_same_v<T, bool>) {
      return a & b;
    } else if constexpr (kComplex<T>) {
      // NumPy multiplies by the textbook formula, without C's recovery of infinities.
      return T(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
    } else {
      return Wrapping<T>(Unsigned(a) * Unsigned(b));
    }
  }
};

struct Divide {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    if constexpr (kComplex<T>) {
      return SmithDivide(a, b);
    } else {
      return a / b;
    }
  }

  // Smith's algorithm (1962), as NumPy's loops use it, so that overflow happens where NumPy's does.
  template <class T>
  static HWY_INLINE T SmithDivide(T a, T b) {
    using Part = typename T::value_type;
    const Part abs_real = std::abs(b.real());
    const Part abs_imag = std::abs(b.imag());
    if (abs_real >= abs_imag) {
      if (abs_real == 0 && abs_imag == 0) return T(a.real() / abs_real, a.imag() / abs_real);
      const Part ratio = b.imag() / b.real();
      const Part scale = Part(1) / (b.real() + b.imag() * ratio);
      return T((a.real() + a.imag() * ratio) * scale, (a.imag() - a.real() * ratio) * scale);
    }
    const Part ratio = b.real() / b.imag();
    const Part scale = Part(1) / (b.imag() + b.real() * ratio);
    return T((a.real() * ratio + a.imag()) * scale, (a.imag() * ratio - a.real()) * scale);
  }
};

struct Sqrt {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    return std::sqrt(a);
  }
};

void FillArithmetic(OpTable& table) {
  BinaryLoops<Add, bool, int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t, float16_t, float,
              double, complex64_t, complex128_t>(table.Row("add", 2, 1, Identity::kZero), kSum);
  BinaryLoops<Subtract, int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t, float16_t, float,
              double, complex64_t, complex128_t>(table.Row("subtract", 2, 1));
  BinaryLoops<Multiply, bool, int8_t, uint8_t, int16_t, uint16_t, int32_t, uint32_t, int64_t, uint64_t, float16_t,
              float, double, complex64_t, complex128_t>(table.Row("multiply", 2, 1, Identity::kOne), kProduct);
  BinaryLoops<Divide, float16_t, float, double, complex64_t, complex128_t>(table.Row("divide", 2, 1));
  UnaryLoops<Sqrt, float16_t, float, double, complex64_t, complex128_t>(table.Row("sqrt", 1, 1));
}

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(FillArithmetic);

void AddArithmeticRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(FillArithmetic)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
