// Included once per instruction set and precision (avx512_float64.c, …), which define NUMBLAS_MATH_TABLE, the table to
// be defined here, and NUMBLAS_FLOAT32 for float32. SLEEF's source is part of the same unit, so its functions inline
// into the loops.
#include <stddef.h>

#include "functions.h"
#include "loops.h"

#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wunused-variable"

#include "misc.h"
#undef EXPORT
#define EXPORT static inline

#ifdef NUMBLAS_FLOAT32
#include "sleefsimdsp.c"
typedef float Number;
typedef vfloat Vector;
#define LANES VECTLENSP
#define LOAD vloadu_vf_p
#define STORE vstoreu_v_p_vf
#define FILL vcast_vf_f
#define ADD vadd_vf_vf_vf
#define SUBTRACT vsub_vf_vf_vf
#define MULTIPLY vmul_vf_vf_vf
#define MAXIMUM vmax_vf_vf_vf
#define NEGATIVE vneg_vf_vf
#define ABSOLUTE vabs_vf_vf
#define EQUAL veq_vo_vf_vf
#define SELECT vsel_vf_vo_vf_vf
#define LESS vlt_vo_vf_vf
#define DIVIDE vdiv_vf_vf_vf
#define SQRT vsqrt_vf_vf
#define WITH_SIGN_OF vmulsign_vf_vf_vf
#define MANTISSA_BITS 24
#define ALL vtestallones_i_vo32
#define LARGEST_EXPONENT 88
#define SLEEF(SINGLE, DOUBLE) SINGLE
#else
#include "sleefsimddp.c"
typedef double Number;
typedef vdouble Vector;
#define LANES VECTLENDP
#define LOAD vloadu_vd_p
#define STORE vstoreu_v_p_vd
#define FILL vcast_vd_d
#define ADD vadd_vd_vd_vd
#define SUBTRACT vsub_vd_vd_vd
#define MULTIPLY vmul_vd_vd_vd
#define MAXIMUM vmax_vd_vd_vd
#define NEGATIVE vneg_vd_vd
#define ABSOLUTE vabs_vd_vd
#define EQUAL veq_vo_vd_vd
#define SELECT vsel_vd_vo_vd_vd
#define LESS vlt_vo_vd_vd
#define DIVIDE vdiv_vd_vd_vd
#define SQRT vsqrt_vd_vd
#define WITH_SIGN_OF vmulsign_vd_vd_vd
#define MANTISSA_BITS 53
#define ALL vtestallones_i_vo64
#define LARGEST_EXPONENT 709
#define SLEEF(SINGLE, DOUBLE) DOUBLE
#endif

#define Sin SLEEF(xsinf_u1, xsin_u1)
#define Cos SLEEF(xcosf_u1, xcos_u1)
#define Tan SLEEF(xtanf, xtan)
#define Arcsin SLEEF(xasinf, xasin)
#define Arccos SLEEF(xacosf, xacos)
#define Arctan SLEEF(xatanf, xatan)
#define Arctan2 SLEEF(xatan2f, xatan2)
#ifdef ENABLE_AVX512F
#include "avx512-powers-inl.h"
#ifdef NUMBLAS_FLOAT32
#include "avx512-float32-inl.h"
#else
#include "avx512-float64-inl.h"
#endif
#else
#include "portable-inl.h"
#endif

enum { kBlock = 256 };

// Copies n elements that lie `stride` bytes apart into a contiguous block, and back.
static inline void Gather(const char* from, intptr_t stride, Number* to, intptr_t n) {
  for (intptr_t i = 0; i < n; i++) to[i] = *(const Number*)(from + i * stride);
}
static inline void Scatter(const Number* from, char* to, intptr_t stride, intptr_t n) {
  for (intptr_t i = 0; i < n; i++) *(Number*)(to + i * stride) = from[i];
}

// Contiguous runs go through the vector function directly; anything else, and the last few elements, through a block.
#define UNARY_LOOP(NAME, F)                                                                       \
  static void Loop_##NAME(char* const* args, const intptr_t* strides, intptr_t n) {               \
    const char* in = args[0];                                                                     \
    char* out = args[1];                                                                          \
    Number block[kBlock];                                                                         \
    intptr_t i = 0;                                                                               \
    if (strides[0] == sizeof(Number) && strides[1] == sizeof(Number)) {                           \
      for (; i + LANES <= n; i += LANES) STORE((Number*)out + i, F(LOAD((const Number*)in + i))); \
    }                                                                                             \
    for (intptr_t count; i < n; i += count) {                                                     \
      count = n - i < kBlock ? n - i : kBlock;                                                    \
      Gather(in + i * strides[0], strides[0], block, count);                                      \
      for (intptr_t k = count; k % LANES != 0; k++) block[k] = 1;                                 \
      for (intptr_t k = 0; k < count; k += LANES) STORE(block + k, F(LOAD(block + k)));           \
      Scatter(block, out + i * strides[1], strides[1], count);                                    \
    }                                                                                             \
  }

// An output that stands still is an accumulator: one element after the other.
#define BINARY_LOOP(NAME, F)                                                                           \
  static void Loop_##NAME(char* const* args, const intptr_t* strides, intptr_t n) {                    \
    const char *a = args[0], *b = args[1];                                                             \
    char* out = args[2];                                                                               \
    Number left[kBlock], right[kBlock];                                                                \
    intptr_t i = 0;                                                                                    \
    if (strides[2] == sizeof(Number) && (strides[0] == 0 || strides[0] == sizeof(Number)) &&           \
        (strides[1] == 0 || strides[1] == sizeof(Number))) {                                           \
      const Vector x = FILL(*(const Number*)a), y = FILL(*(const Number*)b);                           \
      for (; i + LANES <= n; i += LANES) {                                                             \
        const Vector u = strides[0] == 0 ? x : LOAD((const Number*)a + i);                             \
        const Vector v = strides[1] == 0 ? y : LOAD((const Number*)b + i);                             \
        STORE((Number*)out + i, F(u, v));                                                              \
      }                                                                                                \
    }                                                                                                  \
    for (intptr_t count; i < n; i += count) {                                                          \
      count = strides[2] == 0 ? 1 : n - i < kBlock ? n - i : kBlock;                                   \
      Gather(a + i * strides[0], strides[0], left, count);                                             \
      Gather(b + i * strides[1], strides[1], right, count);                                            \
      for (intptr_t k = count; k % LANES != 0; k++) left[k] = right[k] = 1;                            \
      for (intptr_t k = 0; k < count; k += LANES) STORE(left + k, F(LOAD(left + k), LOAD(right + k))); \
      Scatter(left, out + i * strides[2], strides[2], count);                                          \
    }                                                                                                  \
  }

#ifdef NUMBLAS_FLOAT32
static void ViaFloat(NumblasInnerLoop inner, int inputs, char* const* args, const intptr_t* strides, intptr_t n) {
  enum { kHalves = 512 };
  float buffer[3][kHalves];
  static const intptr_t steps[3] = {sizeof(float), sizeof(float), sizeof(float)};
  char* const floats[3] = {(char*)buffer[0], (char*)buffer[1], (char*)buffer[2]};
  const intptr_t block = strides[inputs] == 0 ? 1 : kHalves;
  for (intptr_t done = 0; done < n; done += block) {
    const intptr_t count = n - done < block ? n - done : block;
    for (int k = 0; k < inputs; k++) numblas_widen_halves(args[k] + done * strides[k], strides[k], buffer[k], count);
    inner(floats, steps, count);
    numblas_narrow_halves(buffer[inputs], args[inputs] + done * strides[inputs], strides[inputs], count);
  }
}
#define HALF_LOOP(NAME, INPUTS)                                                     \
  static void Half_##NAME(char* const* args, const intptr_t* strides, intptr_t n) { \
    ViaFloat(Loop_##NAME, INPUTS, args, strides, n);                                \
  }
#define HALF_ENTRY(NAME) Half_##NAME
#else
#define HALF_LOOP(NAME, INPUTS)
#define HALF_ENTRY(NAME) NULL
#endif

#define UNARY_ROW(NAME, FUNCTION, COST) UNARY_LOOP(NAME, FUNCTION) HALF_LOOP(NAME, 1)
#define BINARY_ROW(NAME, FUNCTION, COST) BINARY_LOOP(NAME, FUNCTION) HALF_LOOP(NAME, 2)
NUMBLAS_MATH_ROWS(UNARY_ROW, BINARY_ROW)

#define UNARY_ENTRY(NAME, FUNCTION, COST) {#NAME, 1, COST, Loop_##NAME, HALF_ENTRY(NAME)},
#define BINARY_ENTRY(NAME, FUNCTION, COST) {#NAME, 2, COST, Loop_##NAME, HALF_ENTRY(NAME)},
const struct NumblasMathRow NUMBLAS_MATH_TABLE[] = {
    NUMBLAS_MATH_ROWS(UNARY_ENTRY, BINARY_ENTRY){NULL, 0, 0, NULL, NULL}};
