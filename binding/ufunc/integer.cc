// gcd, lcm, integer power: data-dependent loops that no instruction set speeds up.
#include <bit>
#include <type_traits>

#include "../status.h"
#include "rows.h"
#include "scalar_loops.h"
#include "types.h"

namespace numblas {
namespace {

template <class T>
using Magnitude = std::make_unsigned_t<T>;

template <class T>
Magnitude<T> AbsoluteValue(T a) {
  return static_cast<Magnitude<T>>(a < T(0) ? Magnitude<T>(0) - static_cast<Magnitude<T>>(a)
                                            : static_cast<Magnitude<T>>(a));
}

// Stein's binary algorithm: shifts and subtractions instead of divisions.
template <class U>
U BinaryGcd(U a, U b) {
  if (a == 0 || b == 0) return a | b;
  const int shift = std::countr_zero(static_cast<U>(a | b));
  a >>= std::countr_zero(a);
  do {
    b >>= std::countr_zero(b);
    const U smaller = a < b ? a : b;
    b = a < b ? b - a : a - b;
    a = smaller;
  } while (b != 0);
  return static_cast<U>(a << shift);
}

struct Gcd {
  template <class T>
  static T Apply(T a, T b) {
    return static_cast<T>(BinaryGcd(AbsoluteValue(a), AbsoluteValue(b)));
  }
};

struct Lcm {
  template <class T>
  static T Apply(T a, T b) {
    const auto x = AbsoluteValue(a);
    const auto y = AbsoluteValue(b);
    const auto divisor = BinaryGcd(x, y);
    return divisor == 0 ? T(0) : static_cast<T>(static_cast<Magnitude<T>>(x / divisor) * uint64_t{y});
  }
};

// By squaring, modulo 2^bits. Throws for a negative exponent, whose result is no integer.
struct Power {
  template <class T>
  static T Apply(T base, T exponent) {
    if (exponent < T(0)) {
      throw Error(
          "ERR_OUT_OF_RANGE",
          "power: expected exponents of integers to be 0 or more, received a negative one; give a floating-point "
          "operand or use np.float_power");
    }
    uint64_t result = 1;
    auto square = static_cast<uint64_t>(base);
    for (auto left = static_cast<uint64_t>(exponent); left != 0; left >>= 1) {
      if (left & 1) result *= square;
      square *= square;
    }
    return static_cast<T>(result);
  }
};

}  // namespace

void AddIntegerRows(OpTable& table) {
  Op& gcd = table.Row("gcd", 2, 1, Identity::kZero, 20);
  Refuse(gcd, "??");
  ScalarBinaryLoops<Gcd>(gcd, kIntegers);
  Op& lcm = table.Row("lcm", 2, 1, Identity::kNone, 25);
  Refuse(lcm, "??");
  ScalarBinaryLoops<Lcm>(lcm, kIntegers);
  ScalarBinaryLoops<Power>(table.Row("power", 2, 1, Identity::kNone, 5), kIntegers);
}

}  // namespace numblas
