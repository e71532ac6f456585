// Exponentials, logarithms, trigonometric and hyperbolic functions, power, arctan2, logaddexp: SLEEF's, for float16 (by
// way of float32), float32 and float64. Which function stands behind which ufunc is in sleef/functions.h.
#include "ufunc/rows.h"
#include "ufunc/sleef/loops.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "ufunc/transcendental.cc"
#include "hwy/foreach_target.h"
// foreach_target must come first
#include "hwy/highway.h"
#include "ufunc/loops-inl.h"

HWY_BEFORE_NAMESPACE();
namespace numblas {
namespace HWY_NAMESPACE {
namespace {

#if HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX3  // better targets have smaller numbers
#define NUMBLAS_TABLE(precision) numblas_math_avx512_##precision
#elif HWY_ARCH_X86 && HWY_TARGET <= HWY_AVX2
#define NUMBLAS_TABLE(precision) numblas_math_avx2_##precision
#elif HWY_ARCH_X86
#define NUMBLAS_TABLE(precision) numblas_math_sse2_##precision
#else
#define NUMBLAS_TABLE(precision) numblas_math_advsimd_##precision
#endif

void Fill(OpTable& table) {
  const NumblasMathRow* wide = NUMBLAS_TABLE(float64);
  for (const NumblasMathRow* row = NUMBLAS_TABLE(float32); row->name != nullptr; row++, wide++) {
    Op& op = table.Row(row->name, row->inputs, 1, Identity::kNone, row->cost);
    const bool unary = row->inputs == 1;
    op.loops.push_back({.types = unary ? "e->e" : "ee->e", .inner = row->half});
    op.loops.push_back({.types = unary ? "f->f" : "ff->f", .inner = row->loop});
    op.loops.push_back({.types = unary ? "d->d" : "dd->d", .inner = wide->loop});
  }
  Op& float_power = table.Row("float_power", 2, 1, Identity::kNone, table.Row("power", 2, 1).cost);
  float_power.loops.push_back(table.Row("power", 2, 1).loops.back());
}

#undef NUMBLAS_TABLE

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace numblas
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace numblas {

HWY_EXPORT(Fill);

void AddTranscendentalRows(OpTable& table) { HWY_DYNAMIC_DISPATCH(Fill)(table); }

}  // namespace numblas
#endif  // HWY_ONCE
