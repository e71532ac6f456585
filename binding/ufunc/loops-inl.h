// Inner loops from functors, for whichever instruction set is being compiled (see hwy/foreach_target.h).
// A functor has `static R Apply(T a)` or `static R Apply(T a, T b)`; these templates give it every layout, and the
// compiler vectorises them. A functor may say, to share or to save instances:
//   kSignless     signed and unsigned integers of one size have the same bits as result
//   kCommutative  the operands may be swapped
#if defined(NUMBLAS_LOOPS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef NUMBLAS_LOOPS_INL_H_
#undef NUMBLAS_LOOPS_INL_H_
#else
#define NUMBLAS_LOOPS_INL_H_
#endif

#include <algorithm>
#include <complex>
#include <cstdint>
#include <type_traits>

#include "hwy/highway.h"
#include "op.h"
#include "ufunc/half.h"
#include "ufunc/types.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

template <class T>
inline constexpr bool kComplex = std::is_same_v<T, complex64_t> || std::is_same_v<T, complex128_t>;
template <class T>
inline constexpr bool kHalf = std::is_same_v<T, float16_t>;
template <class T>
inline constexpr bool kInteger = std::is_integral_v<T> && !std::is_same_v<T, bool>;

template <class T>
HWY_INLINE bool HasNaN(T a) {
  if constexpr (kComplex<T>) {
    return a.real() != a.real() || a.imag() != a.imag();
  } else {
    return a != a;
  }
}

// Signed integers wrap as in NumPy, which C++ grants to unsigned ones only.
template <class T>
HWY_INLINE auto Unsigned(T value) {
  if constexpr (kInteger<T>) {
    // Narrow types would be promoted to (signed) int.
    using U = std::conditional_t<(sizeof(T) < sizeof(unsigned)), unsigned, std::make_unsigned_t<T>>;
    return static_cast<U>(value);
  } else {
    return value;
  }
}
template <class T, class U>
HWY_INLINE T Wrapping(U value) {
  return static_cast<T>(value);
}

// The type that a functor computes T in: float16 is stored as bits and widened to float32.
template <class F, class T>
constexpr auto CarrierOf() {
  if constexpr (kHalf<T>) {
    return float{};
  } else if constexpr (kInteger<T> && requires { F::kSignless; }) {
    return std::make_unsigned_t<T>{};
  } else {
    return T{};
  }
}
template <class F, class T>
using Carrier = decltype(CarrierOf<F, T>());

template <class T>
HWY_INLINE const T& At(const char* at) {
  return *reinterpret_cast<const T*>(at);
}
template <class T>
HWY_INLINE T& At(char* at) {
  return *reinterpret_cast<T*>(at);
}

template <class F, class T>
void Unary(char* const* args, const intptr_t* strides, intptr_t n) {
  using R = decltype(F::Apply(T{}));
  const char* a = args[0];
  char* out = args[1];
  if (strides[0] == sizeof(T) && strides[1] == sizeof(R)) {
    const T* in = reinterpret_cast<const T*>(a);
    R* to = reinterpret_cast<R*>(out);
#pragma GCC ivdep
    for (intptr_t i = 0; i < n; i++) to[i] = F::Apply(in[i]);
    return;
  }
  for (intptr_t i = 0; i < n; i++, a += strides[0], out += strides[1]) At<R>(out) = F::Apply(At<T>(a));
}

template <class F, class T>
void Binary(char* const* args, const intptr_t* strides, intptr_t n) {
  using R = decltype(F::Apply(T{}, T{}));
  const char* a = args[0];
  const char* b = args[1];
  char* out = args[2];
  if (strides[2] == sizeof(R)) {
    const T* left = reinterpret_cast<const T*>(a);
    const T* right = reinterpret_cast<const T*>(b);
    R* to = reinterpret_cast<R*>(out);
    if (strides[0] == sizeof(T) && strides[1] == sizeof(T)) {
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) to[i] = F::Apply(left[i], right[i]);
      return;
    }
    const bool scalar_left = strides[0] == 0 && strides[1] == sizeof(T);
    if (strides[1] == 0 && strides[0] == sizeof(T)) {
      const T value = *right;
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) to[i] = F::Apply(left[i], value);
      return;
    }
    if (scalar_left) {
      const T value = *left;
      if constexpr (requires { F::kCommutative; }) {
        char* const swapped[3] = {args[1], args[0], args[2]};
        const intptr_t steps[3] = {strides[1], strides[0], strides[2]};
        Binary<F, T>(swapped, steps, n);
      } else {
#pragma GCC ivdep
        for (intptr_t i = 0; i < n; i++) to[i] = F::Apply(value, right[i]);
      }
      return;
    }
  }
  for (intptr_t i = 0; i < n; i++, a += strides[0], b += strides[1], out += strides[2]) {
    At<R>(out) = F::Apply(At<T>(a), At<T>(b));
  }
}

// Folds a run in a tree: interleaved sums over leaves of 128, halves above that (NumPy's pairwise scheme), so the
// rounding error grows with log n. The order of operations does not depend on the stride.
template <class F, class T, bool kContiguous>
HWY_INLINE Carrier<F, T> Leaf(const char* in, intptr_t stride, intptr_t n) {
  using C = Carrier<F, T>;
  constexpr intptr_t kLanes = sizeof(C) >= 8 ? 16 : sizeof(C) == 4 ? 32 : 64;
  const auto load = [in, stride](intptr_t i) HWY_ATTR -> C {
    const char* at = kContiguous ? in + i * static_cast<intptr_t>(sizeof(T)) : in + i * stride;
    if constexpr (kHalf<T>) {
      return HalfToFloat(At<float16_t>(at));
    } else {
      return At<C>(at);
    }
  };
  C result = load(0);
  intptr_t i = 1;
  if (n >= kLanes) {
    C lanes[kLanes];
    for (intptr_t k = 0; k < kLanes; k++) lanes[k] = load(k);
    for (i = kLanes; i + kLanes <= n; i += kLanes) {
      for (intptr_t k = 0; k < kLanes; k++) lanes[k] = F::Apply(lanes[k], load(i + k));
    }
    for (intptr_t width = kLanes / 2; width > 0; width /= 2) {
      for (intptr_t k = 0; k < width; k++) lanes[k] = F::Apply(lanes[k], lanes[k + width]);
    }
    result = lanes[0];
  }
  for (; i < n; i++) result = F::Apply(result, load(i));
  return result;
}

template <class F, class T, bool kContiguous>
Carrier<F, T> Tree(const char* in, intptr_t stride, intptr_t n) {
  constexpr intptr_t kLeaf = 256;
  if (n <= kLeaf) return Leaf<F, T, kContiguous>(in, stride, n);
  const intptr_t half = (n / 2 + kLeaf - 1) / kLeaf * kLeaf;
  return F::Apply(Tree<F, T, kContiguous>(in, stride, half),
                  Tree<F, T, kContiguous>(in + half * stride, stride, n - half));
}

template <class F, class T>
void Reduce(const char* in, intptr_t stride, intptr_t n, char* acc) {
  if (n <= 0) return;
  const auto folded = stride == sizeof(T) ? Tree<F, T, true>(in, stride, n) : Tree<F, T, false>(in, stride, n);
  if constexpr (kHalf<T>) {
    At<float16_t>(acc) = FloatToHalf(F::Apply(HalfToFloat(At<float16_t>(acc)), folded));
  } else {
    using C = Carrier<F, T>;
    At<C>(acc) = F::Apply(At<C>(acc), folded);
  }
}

template <class F, class T>
void Scatter(const ScatterBlock& b) {
  const char* position = b.positions;
  const char* other = b.other;
  for (intptr_t i = 0; i < b.n; i++, position += b.position_step, other += b.other_step) {
    int64_t at = At<int64_t>(position);
    at += at < 0 ? b.size : 0;
    T& target = At<T>(b.target + at * b.step);
    target = F::Apply(target, At<T>(other));
  }
}

// float16 loops run a float32 loop block by block. kOut: 'e' for a float16 result, 0 for one that is stored as it is.
void WidenHalves(const char* from, intptr_t stride, float* to, intptr_t n);
void NarrowHalves(const float* from, char* to, intptr_t stride, intptr_t n);

template <InnerLoop kInner, int kIn, char kOut0 = 'e', char kOut1 = 0, int kOuts = 1>
void ViaFloat(char* const* args, const intptr_t* strides, intptr_t n) {
  constexpr intptr_t kBlock = 512;
  constexpr int kOperands = kIn + kOuts;
  constexpr char kOut[2] = {kOut0, kOut1};
  HWY_ALIGN float buffer[kOperands][kBlock];
  // An output that stands still is an accumulator: one element after the other.
  const intptr_t step = strides[kIn] == 0 ? 1 : kBlock;
  for (intptr_t done = 0; done < n; done += step) {
    const intptr_t count = std::min(step, n - done);
    char* block[kOperands];
    intptr_t steps[kOperands];
    for (int i = 0; i < kOperands; i++) {
      const bool half = i < kIn || kOut[i - kIn] == 'e';
      block[i] = half ? reinterpret_cast<char*>(buffer[i]) : args[i] + done * strides[i];
      steps[i] = half ? static_cast<intptr_t>(sizeof(float)) : strides[i];
      if (i >= kIn) continue;
      if (strides[i] == 0) steps[i] = 0;
      if (strides[i] != 0 || done == 0 || step == 1) {
        WidenHalves(args[i] + done * strides[i], strides[i], buffer[i], strides[i] == 0 ? 1 : count);
      }
    }
    kInner(block, steps, count);
    for (int i = kIn; i < kOperands; i++) {
      if (kOut[i - kIn] == 'e') NarrowHalves(buffer[i], args[i] + done * strides[i], strides[i], count);
    }
  }
}

// Rows. Each adds one loop per type, in the order of the types.

// T,T->T; with `reduces`, a loop for folding too.
template <class F, bool kReduces = false, class... Ts>
void BinaryLoops(Op& op, Types<Ts...>) {
  const auto loop = []<class T>(T) {
    Loop row{.types = kSignature<T, T, To, T>};
    if constexpr (kHalf<T>) {
      row.inner = ViaFloat<Binary<F, float>, 2>;
    } else {
      row.inner = Binary<F, Carrier<F, T>>;
      row.scatter = Scatter<F, Carrier<F, T>>;
    }
    if constexpr (kReduces) row.reduce = kHalf<T> ? Reduce<F, T> : Reduce<F, Carrier<F, T>>;
    return row;
  };
  (op.loops.push_back(loop(Ts{})), ...);
}

// T->T
template <class F, class... Ts>
void UnaryLoops(Op& op, Types<Ts...>) {
  const auto loop = []<class T>(T) {
    if constexpr (kHalf<T>) {
      return Loop{.types = kSignature<T, To, T>, .inner = ViaFloat<Unary<F, float>, 1>};
    } else {
      return Loop{.types = kSignature<T, To, T>, .inner = Unary<F, Carrier<F, T>>};
    }
  };
  (op.loops.push_back(loop(Ts{})), ...);
}

// T,T->bool
template <class F, class... Ts>
void RelationLoops(Op& op, Types<Ts...>) {
  const auto loop = []<class T>(T) {
    if constexpr (kHalf<T>) {
      return Loop{.types = kSignature<T, T, To, bool>, .inner = ViaFloat<Binary<F, float>, 2, 0>};
    } else {
      return Loop{.types = kSignature<T, T, To, bool>, .inner = Binary<F, Carrier<F, T>>};
    }
  };
  (op.loops.push_back(loop(Ts{})), ...);
}

// T->bool
template <class F, class... Ts>
void PredicateLoops(Op& op, Types<Ts...>) {
  const auto loop = []<class T>(T) {
    if constexpr (kHalf<T>) {
      return Loop{.types = kSignature<T, To, bool>, .inner = ViaFloat<Unary<F, float>, 1, 0>};
    } else {
      return Loop{.types = kSignature<T, To, bool>, .inner = Unary<F, Carrier<F, T>>};
    }
  };
  (op.loops.push_back(loop(Ts{})), ...);
}

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#endif  // NUMBLAS_LOOPS_INL_H_
