// SLEEF for float64 on SSE2.
#ifdef __x86_64__
#pragma GCC target("sse2")
#define ENABLE_SSE2
#define NUMBLAS_MATH_TABLE numblas_math_sse2_float64
#include "loops-inl.h"
#endif
