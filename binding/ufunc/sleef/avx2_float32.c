// SLEEF for float32 on AVX2.
#ifdef __x86_64__
#pragma GCC target("avx2,fma,f16c")
#define ENABLE_AVX2
#define NUMBLAS_FLOAT32
#define NUMBLAS_MATH_TABLE numblas_math_avx2_float32
#include "loops-inl.h"
#endif
