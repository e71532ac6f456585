// The parts of floating-point numbers: copysign, heaviside, nextafter, spacing, frexp, modf, ldexp; and hypot.
#include <bit>
#include <cmath>
#include <limits>

#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/floating.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

// The bits of a floating-point type. float16 elements are handled as their bits.
template <class T>
struct Format;
template <>
struct Format<double> {
  using Bits = int64_t;
  static constexpr int kMantissa = 52;
};
template <>
struct Format<float> {
  using Bits = int32_t;
  static constexpr int kMantissa = 23;
};
template <>
struct Format<uint16_t> {
  using Bits = int16_t;
  static constexpr int kMantissa = 10;
};
template <class T>
using Bits = typename Format<T>::Bits;
template <class T>
inline constexpr Bits<T> kSignBit = std::numeric_limits<Bits<T>>::min();
template <class T>
inline constexpr Bits<T> kMagnitude = std::numeric_limits<Bits<T>>::max();
template <class T>
inline constexpr Bits<T> kInfinity = kMagnitude<T> >> Format<T>::kMantissa << Format<T>::kMantissa;

struct CopySign {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    using B = Bits<T>;
    return std::bit_cast<T>(
        static_cast<B>((std::bit_cast<B>(a) & kMagnitude<T>) | (std::bit_cast<B>(b) & kSignBit<T>)));
  }
};

struct Heaviside {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return a == 0 ? b : a < 0 ? T(0) : a > 0 ? T(1) : a;
  }
};

// Neighbours are neighbours as integers, but for the step across zero.
struct NextAfter {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    using B = Bits<T>;
    const B from = std::bit_cast<B>(a);
    const B to = std::bit_cast<B>(b);
    const B from_size = from & kMagnitude<T>;
    const B to_size = to & kMagnitude<T>;
    // Sign and magnitude to a number line on which -0 and +0 are one point.
    const B from_order = from < 0 ? static_cast<B>(-from_size) : from_size;
    const B to_order = to < 0 ? static_cast<B>(-to_size) : to_size;
    const bool up = from_order < to_order;
    const bool away = up == (from >= 0);
    B next = static_cast<B>(from + (away ? 1 : -1));
    next = from_size == 0 ? static_cast<B>((up ? 0 : kSignBit<T>) | 1) : next;
    next = from_order == to_order ? to : next;
    next = to_size > kInfinity<T> ? to : next;
    next = from_size > kInfinity<T> ? from : next;
    return std::bit_cast<T>(next);
  }
};

// The distance to the neighbour away from zero, with the number's sign.
struct Spacing {
  template <class T>
  static HWY_INLINE T Apply(T a) {
    using B = Bits<T>;
    const B bits = std::bit_cast<B>(a);
    const T next = std::bit_cast<T>(static_cast<B>((bits & kMagnitude<T>) == 0 ? 1 : bits + 1));
    const T gap = next - a;
    return std::isfinite(a) ? gap : std::numeric_limits<T>::quiet_NaN();
  }
};

// NumPy's float16 version has no sign and looks upwards, so a negative power of 2 has the smaller gap towards zero.
struct HalfSpacing {
  static HWY_INLINE uint16_t Apply(uint16_t a) {
    const int exponent = a >> 10 & 31;
    if (exponent == 31) return 0x7e00;
    if (a == 0x7bff) return 0x7c00;
    const int last = exponent - ((a & 0x8000) != 0 && (a & 0x3ff) == 0 ? 1 : 0);  // the gap is 2^(last - 25)
    return static_cast<uint16_t>(last > 10 ? (last - 10) << 10 : last > 1 ? 1 << (last - 1) : 1);
  }
};

template <class T>
HWY_INLINE T Mantissa(T a, int32_t& exponent) {
  using B = Bits<T>;
  constexpr int kMantissa = Format<T>::kMantissa;
  constexpr B kBias = std::numeric_limits<T>::max_exponent - 2;  // of a mantissa in [0.5, 1)
  const B size = std::bit_cast<B>(a) & kMagnitude<T>;
  const bool tiny = size < (B(1) << kMantissa);
  const T scaled = tiny ? a * T(B(1) << (kMantissa + 1)) : a;
  const B bits = std::bit_cast<B>(scaled);
  const bool plain = size != 0 && size < kInfinity<T>;
  const B found = (bits & kInfinity<T>) >> kMantissa;
  exponent = plain ? static_cast<int32_t>(found - kBias - (tiny ? kMantissa + 1 : 0)) : 0;
  const T mantissa = std::bit_cast<T>(static_cast<B>((bits & ~kInfinity<T>) | kBias << kMantissa));
  return plain ? mantissa : a;
}

template <class T>
void Frexp(char* const* args, const intptr_t* strides, intptr_t n) {
  if (strides[0] == sizeof(T) && strides[1] == sizeof(T) && strides[2] == sizeof(int32_t)) {
    const T* in = reinterpret_cast<const T*>(args[0]);
    T* mantissas = reinterpret_cast<T*>(args[1]);
    int32_t* exponents = reinterpret_cast<int32_t*>(args[2]);
#pragma GCC ivdep
    for (intptr_t i = 0; i < n; i++) mantissas[i] = Mantissa(in[i], exponents[i]);
    return;
  }
  for (intptr_t i = 0; i < n; i++) {
    At<T>(args[1] + i * strides[1]) = Mantissa(At<T>(args[0] + i * strides[0]), At<int32_t>(args[2] + i * strides[2]));
  }
}

template <class T>
void Modf(char* const* args, const intptr_t* strides, intptr_t n) {
  const auto split = [](T a, T& whole) HWY_ATTR {
    whole = std::trunc(a);
    const T rest = std::abs(a) <= std::numeric_limits<T>::max() ? a - whole : a != a ? a : T(0);
    return std::copysign(rest, a);
  };
  if (strides[0] == sizeof(T) && strides[1] == sizeof(T) && strides[2] == sizeof(T)) {
    const T* in = reinterpret_cast<const T*>(args[0]);
    T* fractions = reinterpret_cast<T*>(args[1]);
    T* wholes = reinterpret_cast<T*>(args[2]);
#pragma GCC ivdep
    for (intptr_t i = 0; i < n; i++) fractions[i] = split(in[i], wholes[i]);
    return;
  }
  for (intptr_t i = 0; i < n; i++) {
    At<T>(args[1] + i * strides[1]) = split(At<T>(args[0] + i * strides[0]), At<T>(args[2] + i * strides[2]));
  }
}

// a * 2^exponent: the power is applied in three factors, of which only the last may round or overflow.
template <class T>
HWY_INLINE T Scale(T a, int32_t exponent) {
  using B = Bits<T>;
  constexpr int kMantissa = Format<T>::kMantissa;
  constexpr int kBias = std::numeric_limits<T>::max_exponent - 1;
  constexpr int kMost = 4 * kBias + 2 * kMantissa;
  int32_t left = exponent < -kMost ? -kMost : exponent > kMost ? kMost : exponent;
  const auto power = [](int32_t e) HWY_ATTR { return std::bit_cast<T>(static_cast<B>(B(e + kBias) << kMantissa)); };
  // Down in steps that leave a normal number, so that nothing rounds twice.
  constexpr int kDown = kBias - 1 - (kMantissa + 1);
  T result = a;
  for (int step = 0; step < 3; step++) {
    const int32_t part = left < -kDown ? -kDown : left > kBias ? kBias : left;
    result *= power(part);
    left -= part;
  }
  return result * power(left < -kDown ? -kDown : left > kBias ? kBias : left);
}

// sqrt(a*a + b*b), both scaled by a power of 2 that brings the greater one near 1: no overflow, no lost subnormals.
struct Hypot {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    using B = Bits<T>;
    constexpr int kMantissa = Format<T>::kMantissa;
    constexpr int kBias = std::numeric_limits<T>::max_exponent - 1;
    const T x = std::abs(a);
    const T y = std::abs(b);
    const T high = x > y ? x : y;
    const T low = x > y ? y : x;
    const B exponent = std::bit_cast<B>(high) >> kMantissa;
    // 2^(bias - exponent), kept within the normal numbers at both ends.
    const B scale_bits = exponent < 1 ? B(2 * kBias - 1) : exponent > 2 * kBias - 1 ? B(1) : B(2 * kBias - exponent);
    const T scale = std::bit_cast<T>(static_cast<B>(scale_bits << kMantissa));
    const T inverse = std::bit_cast<T>(static_cast<B>((2 * kBias - scale_bits) << kMantissa));
    const T u = high * scale;
    const T v = low * scale;
    const T length = std::sqrt(u * u + v * v) * inverse;
    // Beside a zero the other operand is the result, which a scaled subnormal would not give exactly.
    const T finite = low == 0 ? high : length;
    return x == std::numeric_limits<T>::infinity() || y == std::numeric_limits<T>::infinity()
               ? std::numeric_limits<T>::infinity()
           : a != a || b != b ? x + y
                              : finite;
  }
};

// The size of complex numbers.
template <class T>
void ComplexAbsolute(char* const* args, const intptr_t* strides, intptr_t n) {
  using Part = typename T::value_type;
  const char* a = args[0];
  char* out = args[1];
  if (strides[0] == sizeof(T) && strides[1] == sizeof(Part)) {
    const Part* in = reinterpret_cast<const Part*>(a);
    Part* to = reinterpret_cast<Part*>(out);
#pragma GCC ivdep
    for (intptr_t i = 0; i < n; i++) to[i] = Hypot::Apply(in[2 * i], in[2 * i + 1]);
    return;
  }
  for (intptr_t i = 0; i < n; i++, a += strides[0], out += strides[1]) {
    At<Part>(out) = Hypot::Apply(At<T>(a).real(), At<T>(a).imag());
  }
}

template <class T, class E>
void Ldexp(char* const* args, const intptr_t* strides, intptr_t n) {
  constexpr E kLow = std::numeric_limits<int32_t>::min();
  constexpr E kHigh = std::numeric_limits<int32_t>::max();
  for (intptr_t i = 0; i < n; i++) {
    const E exponent = At<E>(args[1] + i * strides[1]);
    const auto clamped = static_cast<int32_t>(exponent < kLow ? kLow : exponent > kHigh ? kHigh : exponent);
    At<T>(args[2] + i * strides[2]) = Scale(At<T>(args[0] + i * strides[0]), clamped);
  }
}

template <class E>
void HalfLdexp(char* const* args, const intptr_t* strides, intptr_t n) {
  for (intptr_t i = 0; i < n; i++) {
    const E exponent = At<E>(args[1] + i * strides[1]);
    const auto clamped = static_cast<int32_t>(exponent < -200 ? -200 : exponent > 200 ? 200 : exponent);
    const float value = HalfToFloat(At<float16_t>(args[0] + i * strides[0]));
    // float64 holds every result before its one rounding to float16.
    At<float16_t>(args[2] + i * strides[2]) = DoubleToHalf(Scale<double>(value, clamped));
  }
}

void Fill(OpTable& table) {
  Op& copysign = table.Row("copysign", 2, 1);
  copysign.loops.push_back({.types = "ee->e", .inner = Binary<CopySign, uint16_t>});
  BinaryLoops<CopySign>(copysign, kSingleDouble);
  BinaryLoops<Heaviside>(table.Row("heaviside", 2, 1), kFloats);
  Op& nextafter = table.Row("nextafter", 2, 1);
  nextafter.loops.push_back({.types = "ee->e", .inner = Binary<NextAfter, uint16_t>});
  BinaryLoops<NextAfter>(nextafter, kSingleDouble);
  Op& spacing = table.Row("spacing", 1, 1);
  spacing.loops.push_back({.types = "e->e", .inner = Unary<HalfSpacing, uint16_t>});
  UnaryLoops<Spacing>(spacing, kSingleDouble);

  BinaryLoops<Hypot>(table.Row("hypot", 2, 1, Identity::kZero, 2), kFloats);

  Op& absolute = table.Row("absolute", 1, 1);
  absolute.loops.push_back({.types = "F->f", .inner = ComplexAbsolute<complex64_t>});
  absolute.loops.push_back({.types = "D->d", .inner = ComplexAbsolute<complex128_t>});

  Op& frexp = table.Row("frexp", 1, 2);
  frexp.loops.push_back({.types = "e->ei", .inner = ViaFloat<Frexp<float>, 1, 'e', 0, 2>});
  frexp.loops.push_back({.types = "f->fi", .inner = Frexp<float>});
  frexp.loops.push_back({.types = "d->di", .inner = Frexp<double>});
  Op& modf = table.Row("modf", 1, 2);
  modf.loops.push_back({.types = "e->ee", .inner = ViaFloat<Modf<float>, 1, 'e', 'e', 2>});
  modf.loops.push_back({.types = "f->ff", .inner = Modf<float>});
  modf.loops.push_back({.types = "d->dd", .inner = Modf<double>});
  Op& ldexp = table.Row("ldexp", 2, 1, Identity::kNone, 2);
  ldexp.loops.push_back({.types = "ei->e", .inner = HalfLdexp<int32_t>});
  ldexp.loops.push_back({.types = "fi->f", .inner = Ldexp<float, int32_t>});
  ldexp.loops.push_back({.types = "el->e", .inner = HalfLdexp<int64_t>});
  ldexp.loops.push_back({.types = "fl->f", .inner = Ldexp<float, int64_t>});
  ldexp.loops.push_back({.types = "di->d", .inner = Ldexp<double, int32_t>});
  ldexp.loops.push_back({.types = "dl->d", .inner = Ldexp<double, int64_t>});
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddFloatingRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
