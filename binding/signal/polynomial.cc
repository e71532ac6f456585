// polyval: "(m),(n)->(m)", Horner's rule with n coefficients, the highest power's first, at m points.
#include "signal/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "signal/polynomial.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "threads/pool.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

inline constexpr intptr_t kBlock = 512;  // points per block: what is computed stays in L1

// y x + c, rounded twice as two ufuncs do.
template <class T>
HWY_INLINE T Step(T y, T x, T c) {
  if constexpr (std::is_same_v<T, bool>) {
    return (y && x) || c;
  } else if constexpr (kHalf<T>) {
    const float16_t product = FloatToHalf(HalfToFloat(y) * HalfToFloat(x));
    return FloatToHalf(HalfToFloat(product) + HalfToFloat(c));
  } else if constexpr (kComplex<T>) {
    return {(y.real() * x.real() - y.imag() * x.imag()) + c.real(),
            (y.real() * x.imag() + y.imag() * x.real()) + c.imag()};
  } else {
    return Wrapping<T>(Unsigned(y) * Unsigned(x) + Unsigned(c));
  }
}

template <class T>
void Horner(const CoreCall& call) {
  const int64_t m = call.dims[0];
  const int64_t n = call.dims[1];
  const auto run = [&](int64_t block) HWY_ATTR {
    T x[kBlock];
    T y[kBlock];
    const int64_t start = block * kBlock;
    const int64_t count = std::min<int64_t>(kBlock, m - start);
    const char* in = call.args[0] + start * call.strides[0][0];
    for (int64_t i = 0; i < count; i++) {
      x[i] = At<T>(in + i * call.strides[0][0]);
      y[i] = T{};
    }
    for (int64_t j = 0; j < n; j++) {
      const T c = At<T>(call.args[1] + j * call.strides[1][0]);
      for (int64_t i = 0; i < count; i++) y[i] = Step(y[i], x[i], c);
    }
    char* out = call.args[2] + start * call.strides[2][0];
    for (int64_t i = 0; i < count; i++) At<T>(out + i * call.strides[2][0]) = y[i];
  };
  const int64_t blocks = (m + kBlock - 1) / kBlock;
  if (m * n < 1 << 17) {
    for (int64_t b = 0; b < blocks; b++) run(b);
  } else {
    Pool::Get().For(blocks, run);
  }
}

template <class... Ts>
void AddLoops(Op& op, Types<Ts...>) {
  (op.loops.push_back({.types = kSignature<Ts, Ts, To, Ts>, .core = Horner<Ts>}), ...);
}

void Fill(OpTable& table) { AddLoops(table.CoreRow("polyval", "(m),(n)->(m)", 0.5), kAll); }

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddPolynomialRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
