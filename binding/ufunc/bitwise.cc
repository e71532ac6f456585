// bitwise_and, bitwise_or, bitwise_xor, invert, left_shift, right_shift, bitwise_count.
#include <bit>
#include <climits>

#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/bitwise.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

struct And {
  static constexpr bool kSignless = true, kCommutative = true;
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return a & b;
  }
};

struct Or {
  static constexpr bool kSignless = true, kCommutative = true;
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return a | b;
  }
};

struct Xor {
  static constexpr bool kSignless = true, kCommutative = true;
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    return a ^ b;
  }
};

struct Invert {
  static constexpr bool kSignless = true;
  template <class T>
  static HWY_INLINE T Apply(T a) {
    if constexpr (std::is_same_v<T, bool>) {
      return !a;
    } else {
      return static_cast<T>(~a);
    }
  }
};

// A count that is negative or not less than the width shifts everything out.
struct LeftShift {
  static constexpr bool kSignless = true;
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    constexpr T kWidth = sizeof(T) * CHAR_BIT;
    return b < kWidth ? Wrapping<T>(Unsigned(a) << (b & (kWidth - 1))) : T(0);
  }
};

struct RightShift {
  template <class T>
  static HWY_INLINE T Apply(T a, T b) {
    constexpr std::make_unsigned_t<T> kWidth = sizeof(T) * CHAR_BIT;
    const bool inside = static_cast<std::make_unsigned_t<T>>(b) < kWidth;
    if constexpr (std::is_signed_v<T>) {
      return static_cast<T>(a >> (inside ? b : static_cast<T>(kWidth - 1)));
    } else {
      return inside ? static_cast<T>(a >> (b & (kWidth - 1))) : T(0);
    }
  }
};

// Of the absolute value, as Python's int.bit_count.
struct BitCount {
  template <class T>
  static HWY_INLINE uint8_t Apply(T a) {
    using U = std::make_unsigned_t<T>;
    const U magnitude = a < T(0) ? static_cast<U>(-static_cast<U>(a)) : static_cast<U>(a);
    return static_cast<uint8_t>(std::popcount(magnitude));
  }
};

template <class... Ts>
void CountLoops(Op& op, Types<Ts...>) {
  (op.loops.push_back({.types = kSignature<Ts, To, uint8_t>, .inner = Unary<BitCount, Ts>}), ...);
}

void Fill(OpTable& table) {
  BinaryLoops<And, true>(table.Row("bitwise_and", 2, 1, Identity::kAllBits), kBool + kIntegers);
  BinaryLoops<Or, true>(table.Row("bitwise_or", 2, 1, Identity::kZero), kBool + kIntegers);
  BinaryLoops<Xor, true>(table.Row("bitwise_xor", 2, 1, Identity::kZero), kBool + kIntegers);
  UnaryLoops<Invert>(table.Row("invert", 1, 1), kBool + kIntegers);
  BinaryLoops<LeftShift>(table.Row("left_shift", 2, 1), kIntegers);
  BinaryLoops<RightShift>(table.Row("right_shift", 2, 1), kIntegers);
  CountLoops(table.Row("bitwise_count", 1, 1), kIntegers);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddBitwiseRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
