// Inner loops from functors, for whichever instruction set is being compiled (see hwy/foreach_target.h).
// A functor has `static T Apply(T a, T b)`; these templates give it every layout, and the compiler vectorises them.
#if defined(NUMBLAS_LOOPS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef NUMBLAS_LOOPS_INL_H_
#undef NUMBLAS_LOOPS_INL_H_
#else
#define NUMBLAS_LOOPS_INL_H_
#endif

#include <complex>
#include <cstdint>
#include <type_traits>

#include "hwy/highway.h"
#include "op.h"
#include "ufunc/half.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

template <class T>
inline constexpr bool kComplex = std::is_same_v<T, complex64_t> || std::is_same_v<T, complex128_t>;
template <class T>
inline constexpr bool kHalf = std::is_same_v<T, float16_t>;
template <class T>
inline constexpr bool kInteger = std::is_integral_v<T> && !std::is_same_v<T, bool>;

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

// float16 is stored as bits and computed in float32.
template <class T>
struct ComputeType {
  using type = T;
};
template <>
struct ComputeType<float16_t> {
  using type = float;
};
template <class T>
using Compute = typename ComputeType<T>::type;

template <class T>
HWY_INLINE Compute<T> Load(const char* at) {
  if constexpr (kHalf<T>) {
    return HalfToFloat(*reinterpret_cast<const float16_t*>(at));
  } else {
    return *reinterpret_cast<const T*>(at);
  }
}

template <class T, class C>
HWY_INLINE void Store(char* at, C value) {
  if constexpr (kHalf<T>) {
    *reinterpret_cast<float16_t*>(at) = FloatToHalf(value);
  } else {
    *reinterpret_cast<T*>(at) = value;
  }
}

template <class F, class T, class R>
void Unary(char* const* args, const intptr_t* strides, intptr_t n) {
  constexpr auto kT = static_cast<intptr_t>(sizeof(T));
  constexpr auto kR = static_cast<intptr_t>(sizeof(R));
  const char* a = args[0];
  char* out = args[1];
  if (strides[0] == kT && strides[1] == kR) {
#pragma GCC ivdep
    for (intptr_t i = 0; i < n; i++) Store<R>(out + i * kR, F::Apply(Load<T>(a + i * kT)));
    return;
  }
  for (intptr_t i = 0; i < n; i++, a += strides[0], out += strides[1]) Store<R>(out, F::Apply(Load<T>(a)));
}

template <class F, class A, class B, class R>
void Binary(char* const* args, const intptr_t* strides, intptr_t n) {
  constexpr auto kA = static_cast<intptr_t>(sizeof(A));
  constexpr auto kB = static_cast<intptr_t>(sizeof(B));
  constexpr auto kR = static_cast<intptr_t>(sizeof(R));
  const char* a = args[0];
  const char* b = args[1];
  char* out = args[2];
  if (strides[2] == kR) {
    if (strides[0] == kA && strides[1] == kB) {
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) Store<R>(out + i * kR, F::Apply(Load<A>(a + i * kA), Load<B>(b + i * kB)));
      return;
    }
    if (strides[0] == 0 && strides[1] == kB) {
      const auto left = Load<A>(a);
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) Store<R>(out + i * kR, F::Apply(left, Load<B>(b + i * kB)));
      return;
    }
    if (strides[0] == kA && strides[1] == 0) {
      const auto right = Load<B>(b);
#pragma GCC ivdep
      for (intptr_t i = 0; i < n; i++) Store<R>(out + i * kR, F::Apply(Load<A>(a + i * kA), right));
      return;
    }
  }
  for (intptr_t i = 0; i < n; i++, a += strides[0], b += strides[1], out += strides[2]) {
    Store<R>(out, F::Apply(Load<A>(a), Load<B>(b)));
  }
}

// Folds a run in a tree: eight interleaved sums over leaves of 128, halves above that (NumPy's pairwise scheme), so the
// rounding error grows with log n.
template <class F, class T>
HWY_INLINE Compute<T> Pairwise(const char* in, intptr_t stride, intptr_t n) {
  using C = Compute<T>;
  if (n < 8) {
    C sum = Load<T>(in);
    for (intptr_t i = 1; i < n; i++) sum = F::Apply(sum, Load<T>(in + i * stride));
    return sum;
  }
  C lanes[8];
  for (int k = 0; k < 8; k++) lanes[k] = Load<T>(in + k * stride);
  intptr_t i = 8;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 8; k++) lanes[k] = F::Apply(lanes[k], Load<T>(in + (i + k) * stride));
  }
  C sum = F::Apply(F::Apply(F::Apply(lanes[0], lanes[1]), F::Apply(lanes[2], lanes[3])),
                   F::Apply(F::Apply(lanes[4], lanes[5]), F::Apply(lanes[6], lanes[7])));
  for (; i < n; i++) sum = F::Apply(sum, Load<T>(in + i * stride));
  return sum;
}

template <class F, class T>
Compute<T> PairwiseTree(const char* in, intptr_t stride, intptr_t n) {
  if (n <= 128) return Pairwise<F, T>(in, stride, n);
  const intptr_t half = n / 2 - n / 2 % 8;
  return F::Apply(PairwiseTree<F, T>(in, stride, half), PairwiseTree<F, T>(in + half * stride, stride, n - half));
}

template <class F, class T>
void Reduce(const char* in, intptr_t stride, intptr_t n, char* acc) {
  if (n <= 0) return;
  Store<T>(acc, F::Apply(Load<T>(acc), PairwiseTree<F, T>(in, stride, n)));
}

enum Reduction { kNoReduction, kSum, kProduct };

template <class T>
constexpr char Character() {
#define X(name, type, character) \
  if (std::is_same_v<T, type>) return character;
  NUMBLAS_DTYPES(X)
#undef X
}

template <char... characters>
inline constexpr char kTypes[] = {characters..., 0};

// One loop per type: T,T->T.
template <class F, class... Ts>
void BinaryLoops(Op& op, Reduction reduction = kNoReduction) {
  (op.loops.push_back({.types = kTypes<Character<Ts>(), Character<Ts>(), '-', '>', Character<Ts>()>,
                       .inner = Binary<F, Ts, Ts, Ts>,
                       .reduce = reduction == kNoReduction ? nullptr : Reduce<F, Ts>}),
   ...);
}

// T->T
template <class F, class... Ts>
void UnaryLoops(Op& op) {
  (op.loops.push_back({.types = kTypes<Character<Ts>(), '-', '>', Character<Ts>()>, .inner = Unary<F, Ts, Ts>}), ...);
}

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#endif  // NUMBLAS_LOOPS_INL_H_
