// Functions of complex numbers, by the C library's (C99, Annex G), as NumPy's are, and by NumPy's formulas where C has
// none. One element costs tens of nanoseconds, so no instruction set would help the loops around them.
#include <cmath>
#include <complex>

#include "rows.h"
#include "scalar_loops.h"

namespace numblas {
namespace {

template <class T>
using Part = typename T::value_type;

template <class T>
inline constexpr Part<T> kLog2E = Part<T>(1.442695040888963407359924681001892137L);
template <class T>
inline constexpr Part<T> kLog10E = Part<T>(0.434294481903251827651128918916605082L);
template <class T>
inline constexpr Part<T> kLn2 = Part<T>(0.693147180559945309417232121458176568L);

// A row whose function is one of the C library's.
#define NUMBLAS_FUNCTION(Name, function) \
  struct Name {                          \
    template <class T>                   \
    static T Apply(T a) {                \
      return std::function(a);           \
    }                                    \
  };
NUMBLAS_FUNCTION(Sqrt, sqrt)
NUMBLAS_FUNCTION(Exp, exp)
NUMBLAS_FUNCTION(Log, log)
NUMBLAS_FUNCTION(Sin, sin)
NUMBLAS_FUNCTION(Cos, cos)
NUMBLAS_FUNCTION(Tan, tan)
NUMBLAS_FUNCTION(Sinh, sinh)
NUMBLAS_FUNCTION(Cosh, cosh)
NUMBLAS_FUNCTION(Tanh, tanh)
NUMBLAS_FUNCTION(Arcsin, asin)
NUMBLAS_FUNCTION(Arccos, acos)
NUMBLAS_FUNCTION(Arctan, atan)
NUMBLAS_FUNCTION(Arcsinh, asinh)
NUMBLAS_FUNCTION(Arccosh, acosh)
NUMBLAS_FUNCTION(Arctanh, atanh)
#undef NUMBLAS_FUNCTION

struct Exp2 {
  template <class T>
  static T Apply(T a) {
    return std::exp(T(a.real() * kLn2<T>, a.imag() * kLn2<T>));
  }
};

struct Expm1 {
  template <class T>
  static T Apply(T a) {
    const Part<T> half = std::sin(a.imag() / 2);
    return T(std::expm1(a.real()) * std::cos(a.imag()) - 2 * half * half, std::exp(a.real()) * std::sin(a.imag()));
  }
};

struct Log2 {
  template <class T>
  static T Apply(T a) {
    const T log = std::log(a);
    return T(log.real() * kLog2E<T>, log.imag() * kLog2E<T>);
  }
};

struct Log10 {
  template <class T>
  static T Apply(T a) {
    const T log = std::log(a);
    return T(log.real() * kLog10E<T>, log.imag() * kLog10E<T>);
  }
};

struct Log1p {
  template <class T>
  static T Apply(T a) {
    return T(std::log(std::hypot(a.real() + 1, a.imag())), std::atan2(a.imag(), a.real() + 1));
  }
};

template <class T>
T Multiply(T a, T b) {
  return T(a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real());
}

// Small whole exponents by repeated multiplication, others by the C library; powers of 0 by what they tend to.
struct Power {
  template <class T>
  static T Apply(T base, T exponent) {
    if constexpr (sizeof(T) < sizeof(complex128_t)) {
      // In float32 repeated multiplication and the C library's cpow lose digits.
      return static_cast<T>(Apply(static_cast<complex128_t>(base), static_cast<complex128_t>(exponent)));
    }
    const Part<T> real = exponent.real();
    const Part<T> imag = exponent.imag();
    if (real == 0 && imag == 0) return T(1, 0);
    if (base.real() == 0 && base.imag() == 0) return real > 0 ? T(0, 0) : T(NAN, NAN);
    if (imag == 0 && real > -100 && real < 100 && real == std::trunc(real)) return Whole(base, static_cast<int>(real));
    return std::pow(base, exponent);
  }

  template <class T>
  static T Whole(T base, int exponent) {
    if (exponent == 1) return base;
    if (exponent == 2) return Multiply(base, base);
    if (exponent == 3) return Multiply(base, Multiply(base, base));
    T result(1, 0);
    T square = base;
    for (int left = exponent < 0 ? -exponent : exponent;;) {
      if (left & 1) result = Multiply(result, square);
      left >>= 1;
      if (left == 0) break;
      square = Multiply(square, square);
    }
    return exponent < 0 ? Inverse(result) : result;
  }

  // Smith's division of 1.
  template <class T>
  static T Inverse(T a) {
    const bool by_real = std::abs(a.real()) >= std::abs(a.imag());
    if (a.real() == 0 && a.imag() == 0) return T(1 / std::abs(a.real()), 0 / std::abs(a.real()));
    const Part<T> ratio = by_real ? a.imag() / a.real() : a.real() / a.imag();
    const Part<T> scale = 1 / (by_real ? a.real() + a.imag() * ratio : a.imag() + a.real() * ratio);
    return by_real ? T((1 + 0 * ratio) * scale, (0 - ratio) * scale) : T((ratio + 0) * scale, (0 * ratio - 1) * scale);
  }
};

template <class F>
void Row(OpTable& table, const char* name) {
  ScalarUnaryLoops<F>(table.Row(name, 1, 1), kComplexes);
}

}  // namespace

void AddComplexRows(OpTable& table) {
  Row<Sqrt>(table, "sqrt");
  Row<Exp>(table, "exp");
  Row<Exp2>(table, "exp2");
  Row<Expm1>(table, "expm1");
  Row<Log>(table, "log");
  Row<Log2>(table, "log2");
  Row<Log10>(table, "log10");
  Row<Log1p>(table, "log1p");
  Row<Sin>(table, "sin");
  Row<Cos>(table, "cos");
  Row<Tan>(table, "tan");
  Row<Sinh>(table, "sinh");
  Row<Cosh>(table, "cosh");
  Row<Tanh>(table, "tanh");
  Row<Arcsin>(table, "arcsin");
  Row<Arccos>(table, "arccos");
  Row<Arctan>(table, "arctan");
  Row<Arcsinh>(table, "arcsinh");
  Row<Arccosh>(table, "arccosh");
  Row<Arctanh>(table, "arctanh");
  ScalarBinaryLoops<Power>(table.Row("power", 2, 1), kComplexes);
  Op& float_power = table.Row("float_power", 2, 1);
  float_power.loops.push_back({.types = "DD->D", .inner = ScalarBinary<Power, complex128_t>});
}

}  // namespace numblas
