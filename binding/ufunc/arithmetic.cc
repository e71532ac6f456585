// add, subtract, multiply.
#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/arithmetic.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

struct Add {
  static constexpr bool kSignless = true, kCommutative = true;
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
  static constexpr bool kSignless = true;
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return Wrapping<T>(Unsigned(a) - Unsigned(b));
  }
};

struct Multiply {
  static constexpr bool kSignless = true, kCommutative = true;
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    if constexpr (std::is_same_v<T, bool>) {
      return a & b;
    } else if constexpr (kComplex<T>) {
      // NumPy multiplies by the textbook formula, without C's recovery of infinities. Two sums, not a difference and a
      // sum: of these GCC 12 makes fused vfmaddsub in spite of -ffp-contract=off, and elements would differ by their
      // position.
      const auto negative = -a.imag();
      return T(a.real() * b.real() + negative * b.imag(), a.real() * b.imag() + a.imag() * b.real());
    } else {
      return Wrapping<T>(Unsigned(a) * Unsigned(b));
    }
  }
};

void Fill(OpTable& table) {
  BinaryLoops<Add, true>(table.Row("add", 2, 1, Identity::kZero), kAll);
  Op& subtract = table.Row("subtract", 2, 1);
  Refuse(subtract, "??");
  BinaryLoops<Subtract>(subtract, kNumbers);
  BinaryLoops<Multiply, true>(table.Row("multiply", 2, 1, Identity::kOne), kAll);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddArithmeticRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
