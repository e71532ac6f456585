// Runs of float16 to and from float32, by the machine's conversion where it has one (F16C, AVX-512, Arm).
#include "ufunc/half.h"

#include "ufunc/sleef/loops.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/half.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_ARCH_X86 && HWY_TARGET > HWY_AVX2
#define NUMBLAS_CONVERTS_HALVES 0  // without F16C, Highway converts by bits as we do
#else
#define NUMBLAS_CONVERTS_HALVES 1
#endif

void WidenHalves(const char* from, intptr_t stride, float* to, intptr_t n) {
  intptr_t i = 0;
#if NUMBLAS_CONVERTS_HALVES
  if (stride == sizeof(float16_t)) {
    const hn::ScalableTag<float> floats;
    const hn::Rebind<hwy::float16_t, decltype(floats)> halves;
    const auto lanes = static_cast<intptr_t>(hn::Lanes(floats));
    const auto* in = reinterpret_cast<const hwy::float16_t*>(from);
    for (; i + lanes <= n; i += lanes) hn::StoreU(hn::PromoteTo(floats, hn::LoadU(halves, in + i)), floats, to + i);
  }
#endif
  for (; i < n; i++) to[i] = HalfToFloat(At<float16_t>(from + i * stride));
}

void NarrowHalves(const float* from, char* to, intptr_t stride, intptr_t n) {
  intptr_t i = 0;
#if NUMBLAS_CONVERTS_HALVES
  if (stride == sizeof(float16_t)) {
    const hn::ScalableTag<float> floats;
    const hn::Rebind<hwy::float16_t, decltype(floats)> halves;
    const auto lanes = static_cast<intptr_t>(hn::Lanes(floats));
    auto* out = reinterpret_cast<hwy::float16_t*>(to);
    for (; i + lanes <= n; i += lanes) hn::StoreU(hn::DemoteTo(halves, hn::LoadU(floats, from + i)), halves, out + i);
  }
#endif
  for (; i < n; i++) At<float16_t>(to + i * stride) = FloatToHalf(from[i]);
}

#undef NUMBLAS_CONVERTS_HALVES

}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {
namespace {

HWY_EXPORT(WidenHalves);
HWY_EXPORT(NarrowHalves);

}  // namespace
}  // namespace numblas

void numblas_widen_halves(const char* from, intptr_t stride, float* to, intptr_t n) {
  using namespace numblas;
  HWY_DYNAMIC_DISPATCH(WidenHalves)(from, stride, to, n);
}

void numblas_narrow_halves(const float* from, char* to, intptr_t stride, intptr_t n) {
  using namespace numblas;
  HWY_DYNAMIC_DISPATCH(NarrowHalves)(from, to, stride, n);
}
#endif  // HWY_ONCE
