// SLEEF for float32 on SSE2.
#ifdef __x86_64__
#pragma GCC target("sse2")
#define ENABLE_SSE2
#define NUMBLAS_FLOAT32
#define NUMBLAS_MATH_TABLE numblas_math_sse2_float32
#include "loops-inl.h"
#endif
