// Powers for AVX-512, and what the functions of avx512-float64-inl.h share with them: a permutation of two registers
// looks 8 arguments up at once in a table of 16, which allows shorter polynomials than SLEEF's and needs no gathers.
// The schemes are those of Tang's table-driven algorithms and of Arm's Optimized Routines; polynomials were fitted by
// Lawson's iteration, tables made with 80 decimal digits.
#include <immintrin.h>

typedef __m512d D;
typedef struct {
  D high, low;
} Pair;

#define V(value) _mm512_set1_pd(value)
#define MUL_ADD _mm512_fmadd_pd
#define NEGATIVE_MUL_ADD _mm512_fnmadd_pd
#define PLUS _mm512_add_pd
#define MINUS _mm512_sub_pd
#define TIMES _mm512_mul_pd
#define OVER _mm512_div_pd
#define SCALE _mm512_scalef_pd
#define SIZE _mm512_abs_pd
#define BLEND _mm512_mask_blend_pd
#define COMPARE _mm512_cmp_pd_mask

// 2^(i/16): to 53 digits, and the rest.
static const double kRoots[16] = {0x1.0p+0,
                                  0x1.0b5586cf9890fp+0,
                                  0x1.172b83c7d517bp+0,
                                  0x1.2387a6e756238p+0,
                                  0x1.306fe0a31b715p+0,
                                  0x1.3dea64c123422p+0,
                                  0x1.4bfdad5362a27p+0,
                                  0x1.5ab07dd485429p+0,
                                  0x1.6a09e667f3bcdp+0,
                                  0x1.7a11473eb0187p+0,
                                  0x1.8ace5422aa0dbp+0,
                                  0x1.9c49182a3f090p+0,
                                  0x1.ae89f995ad3adp+0,
                                  0x1.c199bdd85529cp+0,
                                  0x1.d5818dcfba487p+0,
                                  0x1.ea4afa2a490dap+0};
static const double kRootsLow[16] = {0,
                                     0x1.8a62e4adc610bp-54,
                                     -0x1.19041b9d78a76p-55,
                                     0x1.9b07eb6c70573p-54,
                                     0x1.6f46ad23182e4p-55,
                                     0x1.ada0911f09ebcp-55,
                                     0x1.d4397afec42e2p-56,
                                     0x1.6324c054647adp-54,
                                     -0x1.bdd3413b26456p-54,
                                     -0x1.41577ee04992fp-55,
                                     0x1.6e9f156864b27p-54,
                                     0x1.c7c46b071f2bep-56,
                                     0x1.7a1cd345dcc81p-54,
                                     0x1.11065895048ddp-55,
                                     0x1.2ed02d75b3707p-55,
                                     -0x1.e9c23179c2893p-54};
// -log(i/16) at i mod 16, for i from 8 to 21: to 42 binary places, and the rest.
static const double kLogs16[16] = {0,
                                   -0x1.f0a30c0118000p-5,
                                   -0x1.e27076e2b0000p-4,
                                   -0x1.5ff3070a7a000p-3,
                                   -0x1.c8ff7c79aa000p-3,
                                   -0x1.1675cababa000p-2,
                                   0,
                                   0,
                                   0x1.62e42fefa3800p-1,
                                   0x1.269621134d800p-1,
                                   0x1.e148a1a272000p-2,
                                   0x1.7fafa3bd81000p-2,
                                   0x1.269621134e000p-2,
                                   0x1.a93ed3c8ae000p-3,
                                   0x1.1178e8227e000p-3,
                                   0x1.08598b59e4000p-4};
static const double kLogs16Low[16] = {0,
                                      0x1.d599e83368e91p-45,
                                      0x1.a342c2af0003cp-45,
                                      0x1.8586f183bebf2p-44,
                                      0x1.7794f689f8434p-45,
                                      -0x1.8380e731f55c4p-44,
                                      0,
                                      0,
                                      0x1.ef35793c76730p-45,
                                      0x1.c93c1df5bb3b6p-44,
                                      0x1.b36537e3375b2p-44,
                                      0x1.46fb79bf6d4cbp-44,
                                      -0x1.1b61f10522625p-44,
                                      -0x1.8724350562169p-45,
                                      0x1.1ef78ce2d07f2p-45,
                                      -0x1.7e5dd7009902cp-46};
// -log(i/32) at i mod 32, for i from 21 to 43.
static const double kLogs32[32] = {0,
                                   -0x1.f829b0e780000p-6,
                                   -0x1.f0a30c0118000p-5,
                                   -0x1.6f0d28ae58000p-4,
                                   -0x1.e27076e2b0000p-4,
                                   -0x1.29552f8200000p-3,
                                   -0x1.5ff3070a7a000p-3,
                                   -0x1.9525a9cf46000p-3,
                                   -0x1.c8ff7c79aa000p-3,
                                   -0x1.fb9186d5e4000p-3,
                                   -0x1.1675cababa000p-2,
                                   -0x1.2e8e2bae12000p-2,
                                   0,
                                   0,
                                   0,
                                   0,
                                   0,
                                   0,
                                   0,
                                   0,
                                   0,
                                   0x1.af5295248d000p-2,
                                   0x1.7fafa3bd81000p-2,
                                   0x1.522ae0738a000p-2,
                                   0x1.269621134e000p-2,
                                   0x1.f991c6cb3c000p-3,
                                   0x1.a93ed3c8ae000p-3,
                                   0x1.5bf406b544000p-3,
                                   0x1.1178e8227e000p-3,
                                   0x1.9335e5d594000p-4,
                                   0x1.08598b59e4000p-4,
                                   0x1.0415d89e78000p-5};
static const double kLogs32Low[32] = {0,
                                      -0x1.980267c7e09e4p-45,
                                      0x1.d599e83368e91p-45,
                                      0x1.4b4641b664613p-44,
                                      0x1.a342c2af0003cp-45,
                                      0x1.5b967f4471dfcp-44,
                                      0x1.8586f183bebf2p-44,
                                      0x1.297137d9f158fp-44,
                                      0x1.7794f689f8434p-45,
                                      0x1.d572aab993c87p-47,
                                      -0x1.8380e731f55c4p-44,
                                      0x1.67b1e99b72bd8p-45,
                                      0,
                                      0,
                                      0,
                                      0,
                                      0,
                                      0,
                                      0,
                                      0,
                                      0,
                                      -0x1.17cc552774458p-45,
                                      0x1.46fb79bf6d4cbp-44,
                                      0x1.ebe708164c759p-45,
                                      -0x1.1b61f10522625p-44,
                                      -0x1.90d04cd7cc834p-44,
                                      -0x1.8724350562169p-45,
                                      -0x1.27023eb68981cp-46,
                                      0x1.1ef78ce2d07f2p-45,
                                      0x1.3115c3abd47dap-45,
                                      -0x1.7e5dd7009902cp-46,
                                      -0x1.dddc7f461c516p-44};

static inline D LookUp(const double* table, __m512i index) {
  return _mm512_permutex2var_pd(_mm512_loadu_pd(table), index, _mm512_loadu_pd(table + 8));
}
static inline D LookUp32(const double* table, __m512i index) {
  return BLEND(_mm512_test_epi64_mask(index, _mm512_set1_epi64(16)), LookUp(table, index), LookUp(table + 16, index));
}

// The sum of a number and a smaller one (or of 0 and any), with what rounding lost.
static inline Pair FastSum(D large, D small) {
  const D high = PLUS(large, small);
  return (Pair){high, PLUS(MINUS(large, high), small)};
}
// The same for any two.
static inline Pair Sum(D a, D b) {
  const D high = PLUS(a, b);
  const D of_b = MINUS(high, a);
  return (Pair){high, PLUS(MINUS(a, MINUS(high, of_b)), MINUS(b, of_b))};
}

static inline D WithSign(D size, D signed_as) { return _mm512_or_pd(size, _mm512_and_pd(signed_as, V(-0.0))); }
// Clamps, and keeps NaN.
static inline D AtMost(D limit, D x) { return _mm512_min_pd(limit, x); }
static inline D AtLeast(D limit, D x) { return _mm512_max_pd(limit, x); }

// exp(x) = 2^floor(n) (table + table_low) (1 + r + tail), |r| <= log(2)/32, with n in sixteenths.
typedef struct {
  D n, r, tail, table, table_low;
} ExpParts;

static inline ExpParts ExpOfReduced(D n, __m512i index, D r, int single) {
  const D square = TIMES(r, r);
  const D low = MUL_ADD(V(0x1.5555555555557p-3), r, V(0x1.0000000000004p-1));
  D series;
  if (single) {
    series = MUL_ADD(square, V(0x1.5555555555555p-5), low);
  } else {
    const D middle = MUL_ADD(V(0x1.11111110a60e3p-7), r, V(0x1.555555547e841p-5));
    const D high = MUL_ADD(V(0x1.a01b691244d76p-13), r, V(0x1.6c18424541e7cp-10));
    series = MUL_ADD(square, MUL_ADD(square, high, middle), low);
  }
  return (ExpParts){n, r, TIMES(square, series), LookUp(kRoots, index), single ? V(0) : LookUp(kRootsLow, index)};
}

// (table + table_low) (1 + r + tail): exp(x) before its power of 2.
static inline D Mantissa(ExpParts e) { return PLUS(e.table, MUL_ADD(e.table, PLUS(e.r, e.tail), e.table_low)); }

#define SIXTEENTHS 0x1.8p48  // what is added to it is rounded to sixteenths, counted by its last digits
#define INTEGERS 0x1.8p52    // what is added to it is rounded to an integer, counted by its last digits

// |x|^y = exp(y log |x|) with the logarithm in two parts; a negative base's sign is y's parity. `good` receives the
// lanes that this is right for: finite normal bases, results that neither overflow nor underflow, whole exponents of
// negative bases.
static inline D PowerOf(D x, D y, int single, __mmask8* good) {
  const D size = SIZE(x);
  const D m = _mm512_getmant_pd(size, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_src);
  const D k = MINUS(_mm512_getexp_pd(size), _mm512_getexp_pd(m));
  // 1/m to 4 or 5 binary digits, so that r is exact.
  const double rows = single ? 16 : 32;
  const D shifted = MUL_ADD(_mm512_rcp14_pd(m), V(rows), V(INTEGERS));
  const __m512i index = _mm512_castpd_si512(shifted);
  const D r = _mm512_fmsub_pd(m, TIMES(MINUS(shifted, V(INTEGERS)), V(1 / rows)), V(1));
  const D square = TIMES(r, r);
  D z, z_low;
  if (single) {
    const D low = MUL_ADD(V(1.0 / 3), r, V(-1.0 / 2));
    const D high = MUL_ADD(square, V(1.0 / 7), MUL_ADD(V(-1.0 / 6), r, V(1.0 / 5)));
    const D series = MUL_ADD(square, MUL_ADD(r, high, V(-1.0 / 4)), low);
    const D table = MUL_ADD(k, V(0x1.62e42fefa39efp-1), LookUp(kLogs16, index));
    z = TIMES(y, PLUS(table, MUL_ADD(square, series, r)));
    z_low = V(0);
  } else {
    const D table = MUL_ADD(k, V(0x1.62e42fefa3800p-1), LookUp32(kLogs32, index));
    const D table_low = MUL_ADD(k, V(0x1.ef35793c76730p-45), LookUp32(kLogs32Low, index));
    const D a = MUL_ADD(V(-0x1.fffffffffffa9p-3), r, V(0x1.555555555553fp-2));
    const D b = MUL_ADD(V(-0x1.5555555635abap-3), r, V(0x1.9999999a30a37p-3));
    const D c = MUL_ADD(V(-0x1.ffffe6b81755ap-4), r, V(0x1.24923eca83665p-3));
    const D d = MUL_ADD(V(-0x1.9a34274ce1dacp-4), r, V(0x1.c7b0831cd951dp-4));
    const D series = MUL_ADD(TIMES(square, square), MUL_ADD(square, d, c), MUL_ADD(square, b, a));
    const Pair linear = FastSum(table, r);
    const D half = TIMES(r, V(-0.5));
    const D quadratic = TIMES(r, half);
    const Pair sum = FastSum(linear.high, quadratic);
    const D low = PLUS(PLUS(table_low, linear.low), PLUS(_mm512_fmsub_pd(r, half, quadratic), sum.low));
    const Pair log = FastSum(sum.high, MUL_ADD(TIMES(square, r), series, low));
    z = TIMES(y, log.high);
    z_low = MUL_ADD(y, log.low, _mm512_fmsub_pd(y, log.high, z));
  }
  ExpParts e;
  {
    const D limited = _mm512_min_pd(_mm512_max_pd(z, V(-800)), V(800));
    const D steps = MUL_ADD(limited, V(0x1.71547652b82fep+0), V(SIXTEENTHS));
    const D n = MINUS(steps, V(SIXTEENTHS));
    D reduced = NEGATIVE_MUL_ADD(n, V(0x1.62e42fefa39efp-1), limited);
    if (!single) reduced = PLUS(NEGATIVE_MUL_ADD(n, V(0x1.abc9e3b39803fp-56), reduced), z_low);
    e = ExpOfReduced(n, _mm512_castpd_si512(steps), reduced, single);
  }
  const D result = SCALE(Mantissa(e), e.n);
  // 0x81 | 0x10 | 0x08 | 0x06 | 0x20: NaN, infinities, zeros, subnormals.
  *good = (__mmask8)(~_mm512_fpclass_pd_mask(size, 0xbf) & COMPARE(SIZE(z), V(708), _CMP_LT_OQ) &
                     COMPARE(SIZE(y), V(0x1p1000), _CMP_LT_OQ));
  const __mmask8 negative = COMPARE(x, V(0), _CMP_LT_OQ);
  if (negative == 0) return result;
  const int down = _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC;
  const D halved = TIMES(y, V(0.5));
  const __mmask8 whole = COMPARE(_mm512_roundscale_pd(y, down), y, _CMP_EQ_OQ);
  const __mmask8 even = COMPARE(_mm512_roundscale_pd(halved, down), halved, _CMP_EQ_OQ);
  *good &= (__mmask8)(whole | ~negative);
  return _mm512_mask_xor_pd(result, negative & ~even, result, V(-0.0));
}

// Out of line, for its registers would be the fast path's too.
static __attribute__((noinline, cold)) Vector PowerOfAny(Vector x, Vector y) { return SLEEF(xpowf, xpow)(x, y); }

#ifdef NUMBLAS_FLOAT32
static inline __m512d LowHalf(__m512 x) { return _mm512_cvtps_pd(_mm512_castps512_ps256(x)); }
static inline __m512d HighHalf(__m512 x) { return _mm512_cvtps_pd(_mm512_extractf32x8_ps(x, 1)); }

static inline Vector Power(Vector x, Vector y) {
  __mmask8 good_low, good_high;
  const __m256 low = _mm512_cvtpd_ps(PowerOf(LowHalf(x), LowHalf(y), 1, &good_low));
  const __m256 high = _mm512_cvtpd_ps(PowerOf(HighHalf(x), HighHalf(y), 1, &good_high));
  const __m512 result = _mm512_insertf32x8(_mm512_castps256_ps512(low), high, 1);
  const __mmask16 good = (__mmask16)(good_low | (good_high << 8));
  if (__builtin_expect(good == 0xffff, 1)) return result;
  return _mm512_mask_blend_ps(good, PowerOfAny(x, y), result);
}
#else
static inline Vector Power(Vector x, Vector y) {
  __mmask8 good;
  const Vector result = PowerOf(x, y, 0, &good);
  if (__builtin_expect(good == 0xff, 1)) return result;
  return _mm512_mask_blend_pd(good, PowerOfAny(x, y), result);
}
#endif
