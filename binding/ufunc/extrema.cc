// maximum and minimum (a NaN wins), fmax and fmin (a NaN loses).
#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/extrema.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

// Complex numbers are ordered by real part, then imaginary part.
template <class T>
HWY_INLINE bool AtLeast(T a, T b) {
  if constexpr (kComplex<T>) {
    return (a.real() > b.real() && a.imag() == a.imag() && b.imag() == b.imag()) ||
           (a.real() == b.real() && a.imag() >= b.imag());
  } else {
    return a >= b;
  }
}

struct Maximum {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return AtLeast(a, b) || HasNaN(a) ? a : b;
  }
};

struct Minimum {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return AtLeast(b, a) || HasNaN(a) ? a : b;
  }
};

struct FMax {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return AtLeast(a, b) || HasNaN(b) ? a : b;
  }
};

struct FMin {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return AtLeast(b, a) || HasNaN(b) ? a : b;
  }
};

void Fill(OpTable& table) {
  BinaryLoops<Maximum, true>(table.Row("maximum", 2, 1, Identity::kReorderable), kAll);
  BinaryLoops<Minimum, true>(table.Row("minimum", 2, 1, Identity::kReorderable), kAll);
  // Without NaN the same: the integer loops are those of the rows above.
  for (const auto& [name, from] : {std::pair{"fmax", "maximum"}, {"fmin", "minimum"}}) {
    Op& op = table.Row(name, 2, 1, Identity::kReorderable);
    for (const Loop& loop : table.Row(from, 2, 1).loops) {
      if (DTypeOf(loop.types[0]) < DType::k_float16) op.loops.push_back(loop);
    }
  }
  BinaryLoops<FMax, true>(table.Row("fmax", 2, 1), kFloats + kComplexes);
  BinaryLoops<FMin, true>(table.Row("fmin", 2, 1), kFloats + kComplexes);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddExtremaRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
