// One operand, exact or correctly rounded: negative, positive, conjugate, absolute, fabs, sign, square, reciprocal,
// sqrt, rounding to integers, degrees and radians.
#include <cmath>

#include "ufunc/cast.h"
#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/elementary.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

struct Negative {
  static constexpr bool kSignless = true;
  template <class T>
  static HWY_INLINE T Apply(T a) {
    if constexpr (kInteger<T>) {
      return Wrapping<T>(0 - Unsigned(a));
    } else {
      return -a;
    }
  }
};

struct Conjugate {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    return std::conj(a);
  }
};

struct Absolute {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    if constexpr (kInteger<T>) {
      return a < 0 ? Wrapping<T>(0 - Unsigned(a)) : a;
    } else {
      return std::abs(a);
    }
  }
};

// float16 signs are one bit of the element.
struct HalfNegative {
  static HWY_INLINE uint16_t Apply(uint16_t a) { return a ^ 0x8000; }
};
struct HalfAbsolute {
  static HWY_INLINE uint16_t Apply(uint16_t a) { return a & 0x7fff; }
};

struct Sign {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    if constexpr (kInteger<T>) {
      return static_cast<T>((a > T(0)) - (a < T(0)));
    } else if constexpr (kComplex<T>) {
      return OfComplex(a);
    } else {
      return a > 0 ? T(1) : a < 0 ? T(-1) : a == 0 ? T(0) : a;
    }
  }

  // a / |a|, with the direction of an infinite part (NumPy 2).
  template <class T>
  static HWY_INLINE T OfComplex(T a) {
    using Part = typename T::value_type;
    const Part size = std::hypot(a.real(), a.imag());
    if (size != size) return T(size, size);
    if (std::isinf(size)) {
      const bool real = std::isinf(a.real());
      if (real && std::isinf(a.imag())) return T(std::nan(""), std::nan(""));
      return real ? T(a.real() > 0 ? 1 : -1, 0) : T(0, a.imag() > 0 ? 1 : -1);
    }
    return size == 0 ? T(0, 0) : T(a.real() / size, a.imag() / size);
  }
};

struct Square {
  static constexpr bool kSignless = true;
  template <class T>
  static HWY_INLINE T Apply(T a) {
    if constexpr (kComplex<T>) {
      return T(a.real() * a.real() - a.imag() * a.imag(), a.real() * a.imag() + a.imag() * a.real());
    } else {
      return Wrapping<T>(Unsigned(a) * Unsigned(a));
    }
  }
};

struct Reciprocal {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    if constexpr (kInteger<T>) {
      // Only 1 and -1 have one; what 1/0 gives is the converted infinity of NumPy on x86-64.
      constexpr T kOfZero = std::is_signed_v<T> && sizeof(T) >= 4 ? T(T(1) << (sizeof(T) * 8 - 1)) : T(0);
      if constexpr (std::is_signed_v<T>) {
        return a == 1 || a == -1 ? a : a == 0 ? kOfZero : T(0);
      } else {
        return a == 1 ? a : a == 0 ? kOfZero : T(0);
      }
    } else if constexpr (kComplex<T>) {
      using Part = typename T::value_type;
      if (std::abs(a.imag()) <= std::abs(a.real())) {
        const Part ratio = a.imag() / a.real();
        const Part scale = a.real() + a.imag() * ratio;
        return T(1 / scale, -ratio / scale);
      }
      const Part ratio = a.real() / a.imag();
      const Part scale = a.real() * ratio + a.imag();
      return T(ratio / scale, -1 / scale);
    } else {
      return 1 / a;
    }
  }
};

struct Sqrt {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    return std::sqrt(a);
  }
};

struct Rint {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    if constexpr (kComplex<T>) {
      return T(std::rint(a.real()), std::rint(a.imag()));
    } else {
      return std::rint(a);
    }
  }
};

struct Floor {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    return std::floor(a);
  }
};

struct Ceil {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    return std::ceil(a);
  }
};

struct Trunc {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    return std::trunc(a);
  }
};

struct Radians {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    return a * (T(3.141592653589793238462643383279502884L) / T(180));
  }
};

struct Degrees {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    return a * (T(180) / T(3.141592653589793238462643383279502884L));
  }
};

// Elements that stay as they are.
template <class... Ts>
void Identities(Op& op, Types<Ts...>) {
  (op.loops.push_back(
       {.types = kSignature<Ts, To, Ts>, .inner = CastLoop(DTypeOf(Character<Ts>()), DTypeOf(Character<Ts>()))}),
   ...);
}

template <class F>
void HalfBits(Op& op) {
  op.loops.push_back({.types = "e->e", .inner = Unary<F, uint16_t>});
}

void Fill(OpTable& table) {
  Op& negative = table.Row("negative", 1, 1);
  Refuse(negative, "?");
  UnaryLoops<Negative>(negative, kIntegers);
  HalfBits<HalfNegative>(negative);
  UnaryLoops<Negative>(negative, kSingleDouble + kComplexes);

  Op& positive = table.Row("positive", 1, 1);
  Refuse(positive, "?");
  Identities(positive, kNumbers);

  Op& conjugate = table.Row("conjugate", 1, 1);
  Identities(conjugate, kReals);
  UnaryLoops<Conjugate>(conjugate, kComplexes);

  Op& absolute = table.Row("absolute", 1, 1);
  Identities(absolute, kBool);
  const auto integer = [&]<class T>(T) {
    if constexpr (std::is_signed_v<T>) {
      UnaryLoops<Absolute>(absolute, Types<T>{});
    } else {
      Identities(absolute, Types<T>{});
    }
  };
  [&]<class... Ts>(Types<Ts...>) { (integer(Ts{}), ...); }(kIntegers);
  HalfBits<HalfAbsolute>(absolute);
  UnaryLoops<Absolute>(absolute, kSingleDouble);

  Op& fabs = table.Row("fabs", 1, 1);
  HalfBits<HalfAbsolute>(fabs);
  UnaryLoops<Absolute>(fabs, kSingleDouble);

  Op& sign = table.Row("sign", 1, 1);
  Refuse(sign, "?");
  UnaryLoops<Sign>(sign, kNumbers);
  UnaryLoops<Square>(table.Row("square", 1, 1), kNumbers);
  UnaryLoops<Reciprocal>(table.Row("reciprocal", 1, 1), kNumbers);
  UnaryLoops<Sqrt>(table.Row("sqrt", 1, 1), kFloats);
  UnaryLoops<Rint>(table.Row("rint", 1, 1), kFloats + kComplexes);
  Identities(table.Row("floor", 1, 1), kBool + kIntegers);
  UnaryLoops<Floor>(table.Row("floor", 1, 1), kFloats);
  Identities(table.Row("ceil", 1, 1), kBool + kIntegers);
  UnaryLoops<Ceil>(table.Row("ceil", 1, 1), kFloats);
  Identities(table.Row("trunc", 1, 1), kBool + kIntegers);
  UnaryLoops<Trunc>(table.Row("trunc", 1, 1), kFloats);
  for (const char* name : {"deg2rad", "radians"}) UnaryLoops<Radians>(table.Row(name, 1, 1), kFloats);
  for (const char* name : {"rad2deg", "degrees"}) UnaryLoops<Degrees>(table.Row(name, 1, 1), kFloats);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddElementaryRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
