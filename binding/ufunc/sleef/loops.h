// Inner loops around SLEEF's vector functions, one table per instruction set and precision.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef void (*NumblasInnerLoop)(char* const* args, const intptr_t* strides, intptr_t n);

struct NumblasMathRow {
  const char* name;  // NULL ends a table
  int inputs;
  double cost;  // ns per element
  NumblasInnerLoop loop;
  NumblasInnerLoop half;  // float16 by way of float32, in the tables of float32
};

#define NUMBLAS_MATH_TABLES(INSTRUCTIONS)                                     \
  extern const struct NumblasMathRow numblas_math_##INSTRUCTIONS##_float32[]; \
  extern const struct NumblasMathRow numblas_math_##INSTRUCTIONS##_float64[];
NUMBLAS_MATH_TABLES(avx512)
NUMBLAS_MATH_TABLES(avx2)
NUMBLAS_MATH_TABLES(sse2)
NUMBLAS_MATH_TABLES(advsimd)

// binding/ufunc/half.cc
void numblas_widen_halves(const char* from, intptr_t stride, float* to, intptr_t n);
void numblas_narrow_halves(const float* from, char* to, intptr_t stride, intptr_t n);

#ifdef __cplusplus
}
#endif
