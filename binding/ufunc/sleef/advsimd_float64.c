// SLEEF for float64 on Advanced SIMD.
#ifdef __aarch64__
#define ENABLE_ADVSIMD
#define NUMBLAS_MATH_TABLE numblas_math_advsimd_float64
#include "loops-inl.h"
#endif
