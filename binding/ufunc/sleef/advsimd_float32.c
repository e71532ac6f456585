// SLEEF for float32 on Advanced SIMD.
#ifdef __aarch64__
#define ENABLE_ADVSIMD
#define NUMBLAS_FLOAT32
#define NUMBLAS_MATH_TABLE numblas_math_advsimd_float32
#include "loops-inl.h"
#endif
