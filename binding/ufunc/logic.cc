// logical_and, logical_or, logical_xor, logical_not; isnan, isinf, isfinite, signbit.
#include <bit>
#include <limits>

#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/logic.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

template <class T>
HWY_INLINE bool Truth(T a) {
  if constexpr (kComplex<T>) {
    return (a.real() != 0) | (a.imag() != 0);
  } else {
    return a != T(0);
  }
}

struct And {
  static constexpr bool kSignless = true, kCommutative = true;
  template <class T>
  static HWY_INLINE bool Apply(T a, T b) {
    return Truth(a) & Truth(b);
  }
};

struct Or {
  static constexpr bool kSignless = true, kCommutative = true;
  template <class T>
  static HWY_INLINE bool Apply(T a, T b) {
    return Truth(a) | Truth(b);
  }
};

struct Xor {
  static constexpr bool kSignless = true, kCommutative = true;
  template <class T>
  static HWY_INLINE bool Apply(T a, T b) {
    return Truth(a) != Truth(b);
  }
};

struct Not {
  static constexpr bool kSignless = true;
  template <class T>
  static HWY_INLINE bool Apply(T a) {
    return !Truth(a);
  }
};

struct IsNaN {
  template <class T>
  static HWY_INLINE bool Apply(T a) {
    if constexpr (kComplex<T>) {
      return (a.real() != a.real()) | (a.imag() != a.imag());
    } else {
      return a != a;
    }
  }
};

struct IsInf {
  template <class T>
  static HWY_INLINE bool Apply(T a) {
    if constexpr (kComplex<T>) {
      return Apply(a.real()) | Apply(a.imag());
    } else {
      return std::abs(a) == std::numeric_limits<T>::infinity();
    }
  }
};

struct IsFinite {
  template <class T>
  static HWY_INLINE bool Apply(T a) {
    if constexpr (kComplex<T>) {
      return Apply(a.real()) & Apply(a.imag());
    } else {
      return std::abs(a) <= std::numeric_limits<T>::max();
    }
  }
};

struct SignBit {
  template <class T>
  static HWY_INLINE bool Apply(T a) {
    using Bits = std::conditional_t<sizeof(T) == 4, int32_t, int64_t>;
    return std::bit_cast<Bits>(a) < 0;
  }
};

// Integers are all finite: what they are told is known without looking.
template <bool kValue>
void Constant(char* const* args, const intptr_t* strides, intptr_t n) {
  char* out = args[1];
  if (strides[1] == 1) {
    __builtin_memset(out, kValue, n);
  } else {
    for (intptr_t i = 0; i < n; i++, out += strides[1]) *out = kValue;
  }
}

template <bool kValue, class... Ts>
void ConstantLoops(Op& op, Types<Ts...>) {
  (op.loops.push_back({.types = kSignature<Ts, To, bool>, .inner = Constant<kValue>}), ...);
}

template <class F>
void Logical(Op& op) {
  RelationLoops<F>(op, kAll);
  // Reductions run in bool.
  op.loops[0].reduce = Reduce<F, bool>;
}

void Fill(OpTable& table) {
  Logical<And>(table.Row("logical_and", 2, 1, Identity::kOne));
  Logical<Or>(table.Row("logical_or", 2, 1, Identity::kZero));
  Logical<Xor>(table.Row("logical_xor", 2, 1, Identity::kZero));
  PredicateLoops<Not>(table.Row("logical_not", 1, 1), kAll);
  ConstantLoops<false>(table.Row("isnan", 1, 1), kBool + kIntegers);
  PredicateLoops<IsNaN>(table.Row("isnan", 1, 1), kFloats + kComplexes);
  ConstantLoops<false>(table.Row("isinf", 1, 1), kBool + kIntegers);
  PredicateLoops<IsInf>(table.Row("isinf", 1, 1), kFloats + kComplexes);
  ConstantLoops<true>(table.Row("isfinite", 1, 1), kBool + kIntegers);
  PredicateLoops<IsFinite>(table.Row("isfinite", 1, 1), kFloats + kComplexes);
  PredicateLoops<SignBit>(table.Row("signbit", 1, 1), kFloats);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddLogicRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
