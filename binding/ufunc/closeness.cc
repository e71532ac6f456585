// isclose(x, y, rtol, atol) and rounding to decimals, each in one pass with the roundings of NumPy's several ufuncs.
#include <cmath>

#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/closeness.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

template <class T, bool kEqualNaN>
HWY_INLINE bool Close(T x, T y, T rtol, T atol) {
  const T distance = std::abs(x - y);
  const T size = std::abs(y);
  const bool near = (distance <= atol + rtol * size) & (size < static_cast<T>(HUGE_VAL));
  return near | (x == y) | (kEqualNaN & (x != x) & (y != y));
}

template <class T, bool kEqualNaN>
void IsClose(char* const* args, const intptr_t* strides, intptr_t n) {
  constexpr auto kSize = static_cast<intptr_t>(sizeof(T));
  const T* x = reinterpret_cast<const T*>(args[0]);
  const T* y = reinterpret_cast<const T*>(args[1]);
  bool* to = reinterpret_cast<bool*>(args[4]);
  if (strides[0] == kSize && strides[2] == 0 && strides[3] == 0 && strides[4] == 1) {
    const T rtol = At<T>(args[2]);
    const T atol = At<T>(args[3]);
    if (strides[1] == kSize) {
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) to[i] = Close<T, kEqualNaN>(x[i], y[i], rtol, atol);
      return;
    }
    if (strides[1] == 0) {
      const T value = *y;
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) to[i] = Close<T, kEqualNaN>(x[i], value, rtol, atol);
      return;
    }
  }
  char* at[5] = {args[0], args[1], args[2], args[3], args[4]};
  for (intptr_t i = 0; i < n; i++) {
    At<bool>(at[4]) = Close<T, kEqualNaN>(At<T>(at[0]), At<T>(at[1]), At<T>(at[2]), At<T>(at[3]));
    for (int k = 0; k < 5; k++) at[k] += strides[k];
  }
}

// Whole multiples of 1/scale, and of scale.
struct RoundFractions {
  template <class T>
  static HWY_INLINE T Apply(T x, T scale) {
    return std::rint(x * scale) / scale;
  }
};

struct RoundMultiples {
  template <class T>
  static HWY_INLINE T Apply(T x, T scale) {
    return std::rint(x / scale) * scale;
  }
};

template <bool kEqualNaN, class... Ts>
void CloseLoops(Op& op, Types<Ts...>) {
  (op.loops.push_back({.types = kSignature<Ts, Ts, Ts, Ts, To, bool>, .inner = IsClose<Ts, kEqualNaN>}), ...);
}

void Fill(OpTable& table) {
  CloseLoops<false>(table.Row("isclose", 4, 1), kSingleDouble);
  CloseLoops<true>(table.Row("isclose_nan", 4, 1), kSingleDouble);
  BinaryLoops<RoundFractions>(table.Row("round_fractions", 2, 1), kSingleDouble);
  BinaryLoops<RoundMultiples>(table.Row("round_multiples", 2, 1), kSingleDouble);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddClosenessRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
