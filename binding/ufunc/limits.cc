// clip(x, low, high) and nan_to_num(x, nan, posinf, neginf).
#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/limits.cc"
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
HWY_INLINE bool Above(T a, T b) {
  if constexpr (kComplex<T>) {
    return a.real() == b.real() ? a.imag() > b.imag() : a.real() > b.real();
  } else {
    return a > b;
  }
}

// A NaN of the element or of a bound wins.
struct Clip {
  template <class T>
  static HWY_INLINE T Apply(T x, T low, T high) {
    const T raised = Above(x, low) || HasNaN(x) ? x : low;
    return Above(high, raised) || HasNaN(raised) ? raised : high;
  }
};

struct NanToNum {
  template <class T>
  static HWY_INLINE T Apply(T x, T nan, T above, T below) {
    const T finite = x == HUGE_VAL ? above : x == -HUGE_VAL ? below : x;
    return x != x ? nan : finite;
  }
};

// An element and its limits; limits that stand still are the usual case.
template <class F, class T>
void Limit3(char* const* args, const intptr_t* strides, intptr_t n) {
  constexpr auto kSize = static_cast<intptr_t>(sizeof(T));
  const T* x = reinterpret_cast<const T*>(args[0]);
  T* to = reinterpret_cast<T*>(args[3]);
  if (strides[0] == kSize && strides[3] == kSize) {
    const T* low = reinterpret_cast<const T*>(args[1]);
    const T* high = reinterpret_cast<const T*>(args[2]);
    if (strides[1] == 0 && strides[2] == 0) {
      const T a = *low;
      const T b = *high;
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) to[i] = F::Apply(x[i], a, b);
      return;
    }
    if (strides[1] == kSize && strides[2] == kSize) {
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) to[i] = F::Apply(x[i], low[i], high[i]);
      return;
    }
  }
  char* at[4] = {args[0], args[1], args[2], args[3]};
  for (intptr_t i = 0; i < n; i++) {
    At<T>(at[3]) = F::Apply(At<T>(at[0]), At<T>(at[1]), At<T>(at[2]));
    for (int k = 0; k < 4; k++) at[k] += strides[k];
  }
}

template <class F, class T>
void Limit4(char* const* args, const intptr_t* strides, intptr_t n) {
  constexpr auto kSize = static_cast<intptr_t>(sizeof(T));
  if (strides[0] == kSize && strides[4] == kSize && strides[1] == 0 && strides[2] == 0 && strides[3] == 0) {
    const T* x = reinterpret_cast<const T*>(args[0]);
    T* to = reinterpret_cast<T*>(args[4]);
    const T a = At<T>(args[1]);
    const T b = At<T>(args[2]);
    const T c = At<T>(args[3]);
#pragma GCC ivdep
    for (intptr_t i = 0; i < n; i++) to[i] = F::Apply(x[i], a, b, c);
    return;
  }
  char* at[5] = {args[0], args[1], args[2], args[3], args[4]};
  for (intptr_t i = 0; i < n; i++) {
    At<T>(at[4]) = F::Apply(At<T>(at[0]), At<T>(at[1]), At<T>(at[2]), At<T>(at[3]));
    for (int k = 0; k < 5; k++) at[k] += strides[k];
  }
}

template <class... Ts>
void ClipLoops(Op& op, Types<Ts...>) {
  const auto loop = []<class T>(T) {
    if constexpr (kHalf<T>) {
      return Loop{.types = kSignature<T, T, T, To, T>, .inner = ViaFloat<Limit3<Clip, float>, 3>};
    } else {
      return Loop{.types = kSignature<T, T, T, To, T>, .inner = Limit3<Clip, T>};
    }
  };
  (op.loops.push_back(loop(Ts{})), ...);
}

template <class... Ts>
void NanToNumLoops(Op& op, Types<Ts...>) {
  const auto loop = []<class T>(T) {
    if constexpr (kHalf<T>) {
      return Loop{.types = kSignature<T, T, T, T, To, T>, .inner = ViaFloat<Limit4<NanToNum, float>, 4>};
    } else {
      return Loop{.types = kSignature<T, T, T, T, To, T>, .inner = Limit4<NanToNum, T>};
    }
  };
  (op.loops.push_back(loop(Ts{})), ...);
}

void Fill(OpTable& table) {
  ClipLoops(table.Row("clip", 3, 1), kAll);
  NanToNumLoops(table.Row("nan_to_num", 4, 1), kFloats);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddLimitRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
