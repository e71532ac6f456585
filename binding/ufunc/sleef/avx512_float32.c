// SLEEF for float32 on AVX-512.
#ifdef __x86_64__
#pragma GCC target("avx512f,avx512dq,avx512bw,avx512vl,avx512cd,avx2,fma,f16c")
#define ENABLE_AVX512F
#define NUMBLAS_FLOAT32
#define NUMBLAS_MATH_TABLE numblas_math_avx512_float32
#include "loops-inl.h"
#endif
