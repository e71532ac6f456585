// divide, floor_divide, remainder, fmod, divmod. Integers divided by zero give 0; floor_divide and remainder have the
// divisor's sign, fmod has the dividend's.
#include <cmath>

#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/quotients.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

struct Divide {
  template <class T>
  static HWY_INLINE auto Apply(T a, T b) {
    if constexpr (kComplex<T>) {
      return Smith(a, b);
    } else if constexpr (kInteger<T>) {
      return static_cast<double>(a) / static_cast<double>(b);
    } else {
      return a / b;
    }
  }

  // Smith's algorithm (1962), as NumPy's loops use it, so that overflow happens where NumPy's does.
  template <class T>
  static HWY_INLINE T Smith(T a, T b) {
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

template <class T>
struct Quotient {
  T quotient;
  T remainder;
};

// Truncated division. Up to 32 bits the quotient of the operands as floating-point numbers truncates to the exact one,
// and such divisions vectorise; so do 64-bit ones below 2^51, which are the usual ones and a fifth of the time.
template <class T>
HWY_INLINE Quotient<T> Truncated(T a, T b) {
  bool special = b == T(0);
  if constexpr (std::is_signed_v<T>) special |= b == T(-1);
  const T divisor = special ? T(1) : b;
  T quotient;
  if constexpr (sizeof(T) < 4) {
    quotient = static_cast<T>(static_cast<int32_t>(static_cast<float>(a) / static_cast<float>(divisor)));
  } else if constexpr (sizeof(T) == 4) {
    quotient = static_cast<T>(static_cast<double>(a) / static_cast<double>(divisor));
  } else {
    constexpr uint64_t kRange = uint64_t{1} << 51;
    constexpr uint64_t kBias = std::is_signed_v<T> ? kRange / 2 : 0;
    if (((static_cast<uint64_t>(a) + kBias) | (static_cast<uint64_t>(divisor) + kBias)) < kRange) {
      quotient = static_cast<T>(static_cast<int64_t>(static_cast<double>(static_cast<int64_t>(a)) /
                                                     static_cast<double>(static_cast<int64_t>(divisor))));
    } else {
      quotient = a / divisor;
    }
  }
  T remainder = Wrapping<T>(Unsigned(a) - Unsigned(quotient) * Unsigned(divisor));
  if (special) {
    quotient = b == T(0) ? T(0) : Wrapping<T>(0 - Unsigned(a));
    remainder = 0;
  }
  return {quotient, remainder};
}

template <class T>
HWY_INLINE Quotient<T> Floored(T a, T b) {
  Quotient<T> result = Truncated(a, b);
  if constexpr (std::is_signed_v<T>) {
    const bool adjust = (result.remainder != 0) & ((result.remainder ^ b) < 0);
    result.quotient = Wrapping<T>(Unsigned(result.quotient) - adjust);
    result.remainder = static_cast<T>(result.remainder + (adjust ? b : T(0)));
  }
  return result;
}

struct FloorDivide {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return Floored(a, b).quotient;
  }
};

struct Remainder {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return Floored(a, b).remainder;
  }
};

struct Fmod {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return Truncated(a, b).remainder;
  }
};

template <class T>
void IntegerDivmod(char* const* args, const intptr_t* strides, intptr_t n) {
  for (intptr_t i = 0; i < n; i++) {
    const Quotient<T> result = Floored(At<T>(args[0] + i * strides[0]), At<T>(args[1] + i * strides[1]));
    At<T>(args[2] + i * strides[2]) = result.quotient;
    At<T>(args[3] + i * strides[3]) = result.remainder;
  }
}

inline constexpr intptr_t kBlock = 256;

// C's fmod. With a fused multiply-add, a - trunc(a/b)*b is exact while the quotient has no more bits than the mantissa;
// it is off by at most one divisor, for a/b may round up to an integer. Other lanes take the library's long division.
template <class T>
HWY_INLINE void FmodBlock(const T* a, const T* b, T* out, intptr_t n) {
#if HWY_NATIVE_FMA
  int64_t inexact = 0;  // as wide as the lanes, or the loop would not vectorise
  for (intptr_t i = 0; i < n; i++) {
    const double x = a[i];
    const double y = b[i];
    const double ratio = x / y;
    const double rest = __builtin_fma(-std::trunc(ratio), y, x);
    const bool over = rest != 0 && (rest < 0) != (x < 0);
    const double fixed = over ? rest + std::copysign(y, x) : rest;
    out[i] = static_cast<T>(std::copysign(fixed, x));
    inexact |= std::abs(ratio) < 0x1p52 && std::abs(y) <= std::numeric_limits<double>::max() ? 0 : 1;
  }
  if (inexact == 0) return;
#endif
  for (intptr_t i = 0; i < n; i++) out[i] = std::fmod(a[i], b[i]);
}

enum class Want { kFmod, kRemainder, kFloorDivide, kDivmod };

// NumPy's float divmod (Python's), from fmod.
template <class T>
HWY_INLINE void FlooredBlock(const T* a, const T* b, const T* mods, T* quotients, T* remainders, intptr_t n) {
  for (intptr_t i = 0; i < n; i++) {
    const T x = a[i];
    const T y = b[i];
    const T mod = mods[i];
    const T ratio = x / y;
    const bool adjust = mod != 0 && (y < 0) != (mod < 0);
    const T remainder = mod == 0 ? std::copysign(T(0), y) : adjust ? mod + y : mod;
    const T exact = (x - mod) / y - (adjust ? T(1) : T(0));
    const T floored = std::floor(exact);
    const T rounded = exact - floored > T(0.5) ? floored + T(1) : floored;
    const T quotient = exact != 0 ? rounded : std::copysign(T(0), ratio);
    quotients[i] = y == 0 ? ratio : quotient;
    remainders[i] = y == 0 ? mod : remainder;
  }
}

template <Want kWant, class T>
void FloatQuotients(char* const* args, const intptr_t* strides, intptr_t n) {
  T a[kBlock], b[kBlock], mods[kBlock], quotients[kBlock], remainders[kBlock];
  // An output that stands still is an accumulator: one element after the other.
  const intptr_t step = strides[2] == 0 ? 1 : kBlock;
  for (intptr_t done = 0; done < n; done += step) {
    const intptr_t count = std::min(step, n - done);
    const char* from_a = args[0] + done * strides[0];
    const char* from_b = args[1] + done * strides[1];
    for (intptr_t i = 0; i < count; i++) a[i] = At<T>(from_a + i * strides[0]);
    for (intptr_t i = 0; i < count; i++) b[i] = At<T>(from_b + i * strides[1]);
    FmodBlock(a, b, mods, count);
    if (kWant != Want::kFmod) FlooredBlock(a, b, mods, quotients, remainders, count);
    const T* first = kWant == Want::kFmod ? mods : kWant == Want::kRemainder ? remainders : quotients;
    char* to = args[2] + done * strides[2];
    for (intptr_t i = 0; i < count; i++) At<T>(to + i * strides[2]) = first[i];
    if constexpr (kWant == Want::kDivmod) {
      char* second = args[3] + done * strides[3];
      for (intptr_t i = 0; i < count; i++) At<T>(second + i * strides[3]) = remainders[i];
    }
  }
}

template <Want kWant>
void FloatLoops(Op& op) {
  op.loops.push_back({.types = "ee->e", .inner = ViaFloat<FloatQuotients<kWant, float>, 2>});
  op.loops.push_back({.types = "ff->f", .inner = FloatQuotients<kWant, float>});
  op.loops.push_back({.types = "dd->d", .inner = FloatQuotients<kWant, double>});
}

template <class... Ts>
void IntegerDivmods(Op& op, Types<Ts...>) {
  (op.loops.push_back({.types = kSignature<Ts, Ts, To, Ts, Ts>, .inner = IntegerDivmod<Ts>}), ...);
}

// Integers divide to float64.
template <class... Ts>
void IntegerDivides(Op& op, Types<Ts...>) {
  (op.loops.push_back({.types = kSignature<Ts, Ts, To, double>, .inner = Binary<Divide, Ts>}), ...);
}

void Fill(OpTable& table) {
  Op& divide = table.Row("divide", 2, 1);
  IntegerDivides(divide, kIntegers);
  BinaryLoops<Divide>(divide, kFloats + kComplexes);

  Op& floor_divide = table.Row("floor_divide", 2, 1, Identity::kNone, 3);
  BinaryLoops<FloorDivide>(floor_divide, kIntegers);
  FloatLoops<Want::kFloorDivide>(floor_divide);

  Op& remainder = table.Row("remainder", 2, 1, Identity::kNone, 3);
  BinaryLoops<Remainder>(remainder, kIntegers);
  FloatLoops<Want::kRemainder>(remainder);

  Op& fmod = table.Row("fmod", 2, 1, Identity::kNone, 3);
  BinaryLoops<Fmod>(fmod, kIntegers);
  FloatLoops<Want::kFmod>(fmod);

  Op& divmod = table.Row("divmod", 2, 2, Identity::kNone, 4);
  IntegerDivmods(divmod, kIntegers);
  divmod.loops.push_back({.types = "ee->ee", .inner = ViaFloat<FloatQuotients<Want::kDivmod, float>, 2, 'e', 'e', 2>});
  divmod.loops.push_back({.types = "ff->ff", .inner = FloatQuotients<Want::kDivmod, float>});
  divmod.loops.push_back({.types = "dd->dd", .inner = FloatQuotients<Want::kDivmod, double>});
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddQuotientRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
