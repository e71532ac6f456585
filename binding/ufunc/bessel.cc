// i0: the modified Bessel function of the first kind and order 0, by Clenshaw's Chebyshev series on [0, 8] and (8, inf)
// with the coefficients of Cephes.
#include <cmath>

#include "ufunc/rows.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/bessel.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

// exp(-x) I0(x) in x/2 - 2 for x up to 8.
constexpr double kNear[] = {
    -4.41534164647933937950e-18, 3.33079451882223809783e-17, -2.43127984654795469359e-16, 1.71539128555513303061e-15,
    -1.16853328779934516808e-14, 7.67618549860493561688e-14, -4.85644678311192946090e-13, 2.95505266312963983461e-12,
    -1.72682629144155570723e-11, 9.67580903537323691224e-11, -5.18979560163526290666e-10, 2.65982372468238665035e-9,
    -1.30002500998624804212e-8,  6.04699502254191894932e-8,  -2.67079385394061173391e-7,  1.11738753912010371815e-6,
    -4.41673835845875056359e-6,  1.64484480707288970893e-5,  -5.75419501008210370398e-5,  1.88502885095841655729e-4,
    -5.76375574538582365885e-4,  1.63947561694133579842e-3,  -4.32430999505057594430e-3,  1.05464603945949983183e-2,
    -2.37374148058994688156e-2,  4.93052842396707084878e-2,  -9.49010970480476444210e-2,  1.71620901522208775349e-1,
    -3.04682672343198398683e-1,  6.76795274409476084995e-1,
};

// exp(-x) sqrt(x) I0(x) in 32/x - 2 for x above 8.
constexpr double kFar[] = {
    -7.23318048787475395456e-18, -4.83050448594418207126e-18, 4.46562142029675999901e-17,  3.46122286769746109310e-17,
    -2.82762398051658348494e-16, -3.42548561967721913462e-16, 1.77256013305652638360e-15,  3.81168066935262242075e-15,
    -9.55484669882830764870e-15, -4.15056934728722208663e-14, 1.54008621752140982691e-14,  3.85277838274214270114e-13,
    7.18012445138366623367e-13,  -1.79417853150680611778e-12, -1.32158118404477131188e-11, -3.14991652796324136454e-11,
    1.18891471078464383424e-11,  4.94060238822496958910e-10,  3.39623202570838634515e-9,   2.26666899049817806459e-8,
    2.04891858946906374183e-7,   2.89137052083475648297e-6,   6.88975834691682398426e-5,   3.36911647825569408990e-3,
    8.04490411014108831608e-1,
};

inline constexpr intptr_t kBlock = 64;  // points whose recurrences run side by side

// The series at each of a block's points, by Clenshaw's recurrence.
template <class T, int kTerms>
void Chebyshev(const T* HWY_RESTRICT x, const double (&terms)[kTerms], T* HWY_RESTRICT out) {
  T b0[kBlock];
  T b1[kBlock];
  T b2[kBlock];
  for (intptr_t i = 0; i < kBlock; i++) {
    b0[i] = static_cast<T>(terms[0]);
    b1[i] = b2[i] = 0;
  }
  for (int k = 1; k < kTerms; k++) {
    const T term = static_cast<T>(terms[k]);
    for (intptr_t i = 0; i < kBlock; i++) {
      b2[i] = b1[i];
      b1[i] = b0[i];
      b0[i] = x[i] * b1[i] - b2[i] + term;
    }
  }
  for (intptr_t i = 0; i < kBlock; i++) out[i] = T(0.5) * (b0[i] - b2[i]);
}

template <class T>
InnerLoop exponential = nullptr;

template <class T>
void BesselI0(char* const* args, const intptr_t* strides, intptr_t n) {
  T x[kBlock] = {};
  T grown[kBlock] = {};
  T at[kBlock];
  T near[kBlock];
  T far[kBlock];
  for (intptr_t done = 0; done < n; done += kBlock) {
    const intptr_t count = std::min(kBlock, n - done);
    const char* in = args[0] + done * strides[0];
    char* out = args[1] + done * strides[1];
    for (intptr_t i = 0; i < count; i++) x[i] = std::abs(At<T>(in + i * strides[0]));
    char* const operands[2] = {reinterpret_cast<char*>(x), reinterpret_cast<char*>(grown)};
    const intptr_t steps[2] = {sizeof(T), sizeof(T)};
    exponential<T>(operands, steps, count);
    bool any_near = false;
    bool any_far = false;
    for (intptr_t i = 0; i < count; i++) {
      any_near |= x[i] <= T(8);
      any_far |= !(x[i] <= T(8));
    }
    if (any_near) {
      for (intptr_t i = 0; i < kBlock; i++) at[i] = x[i] / T(2) - T(2);
      Chebyshev(at, kNear, near);
    }
    if (any_far) {
      for (intptr_t i = 0; i < kBlock; i++) at[i] = T(32) / x[i] - T(2);
      Chebyshev(at, kFar, far);
      for (intptr_t i = 0; i < kBlock; i++) far[i] = grown[i] * far[i] / std::sqrt(x[i]);
    }
    for (intptr_t i = 0; i < count; i++) {
      At<T>(out + i * strides[1]) = x[i] <= T(8) ? grown[i] * near[i] : far[i];
    }
  }
}

void Fill(OpTable& table) {
  for (const Loop& loop : table.Row("exp", 1, 1).loops) {
    if (loop.types[0] == 'f') exponential<float> = loop.inner;
    if (loop.types[0] == 'd') exponential<double> = loop.inner;
  }
  Op& op = table.Row("i0", 1, 1, Identity::kNone, 8);
  op.loops.push_back({.types = "e->e", .inner = ViaFloat<BesselI0<float>, 1>});
  op.loops.push_back({.types = "f->f", .inner = BesselI0<float>});
  op.loops.push_back({.types = "d->d", .inner = BesselI0<double>});
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddBesselRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
