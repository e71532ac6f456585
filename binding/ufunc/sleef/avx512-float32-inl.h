// Exponentials, logarithms, hyperbolic functions and cube roots in float32 for AVX-512: 16 lanes, plain polynomials
// (fitted by Lawson's iteration), and scalings that take care of overflow and subnormals by themselves.

#define FILL16(value) _mm512_set1_ps(value)
#define FUSED _mm512_fmadd_ps
#define FUSED_LESS _mm512_fnmadd_ps
#define TIMES_2_TO _mm512_scalef_ps

static inline Vector LimitedTo(float limit, Vector x) { return _mm512_min_ps(FILL16(limit), x); }  // keeps NaN
static inline Vector LimitedFrom(float limit, Vector x) { return _mm512_max_ps(FILL16(limit), x); }
static inline Vector SignedAs(Vector size, Vector x) { return _mm512_or_ps(size, _mm512_and_ps(x, FILL16(-0.0f))); }

// 1/x for positive normal x, nearly rounded.
static inline Vector Reciprocal(Vector x) {
  const Vector estimate = _mm512_rcp14_ps(x);
  return FUSED(estimate, FUSED_LESS(x, estimate, FILL16(1)), estimate);
}

#define INTEGERS16 0x1.8p23f  // what is added to it is rounded to an integer

// exp(r) - 1 for |r| <= log(2)/2
static inline Vector ExpLessOne(Vector r) {
  const Vector square = r * r;
  const Vector low = FUSED(FILL16(0x1.5554aep-3f), r, FILL16(0.5f));
  const Vector high = FUSED(FILL16(0x1.12290ep-7f), r, FILL16(0x1.555486p-5f));
  const Vector series = FUSED(square, FUSED(square, FILL16(0x1.6d9a80p-10f), high), low);
  return FUSED(square, series, r);
}

// x = n log(2) + r
static inline Vector ReducedByLog2(Vector x, Vector* n) {
  *n = FUSED(x, FILL16(0x1.715476p+0f), FILL16(INTEGERS16)) - FILL16(INTEGERS16);
  return FUSED_LESS(*n, FILL16(-0x1.05c610p-29f), FUSED_LESS(*n, FILL16(0x1.62e430p-1f), x));
}

static inline Vector Exp(Vector x) {
  Vector n;
  const Vector r = ReducedByLog2(LimitedFrom(-120, LimitedTo(120, x)), &n);
  return TIMES_2_TO(FILL16(1) + ExpLessOne(r), n);
}

static inline Vector Exp2(Vector x) {
  const Vector limited = LimitedFrom(-200, LimitedTo(200, x));
  const Vector n = (limited + FILL16(INTEGERS16)) - FILL16(INTEGERS16);
  return TIMES_2_TO(FILL16(1) + ExpLessOne((limited - n) * FILL16(0x1.62e430p-1f)), n);
}

// (exp(x) - 1) 2^-n and 2^-n.
static inline Vector ExpLessOneScaled(Vector x, Vector* n, Vector* inverse) {
  const Vector r = ReducedByLog2(x, n);
  *inverse = TIMES_2_TO(FILL16(1), -*n);
  return (FILL16(1) - *inverse) + ExpLessOne(r);
}

static inline Vector Expm1(Vector x) {
  Vector n, inverse;
  const Vector scaled = ExpLessOneScaled(LimitedFrom(-30, LimitedTo(120, x)), &n, &inverse);
  return SignedAs(_mm512_abs_ps(TIMES_2_TO(scaled, n)), x);
}

// The formulas of avx512-float64-inl.h.
static inline Vector Sinh(Vector x) {
  Vector n, inverse;
  const Vector scaled = ExpLessOneScaled(LimitedTo(120, _mm512_abs_ps(x)), &n, &inverse);
  const Vector half = TIMES_2_TO(scaled, n - FILL16(1));
  const Vector finite = LimitedTo(0x1p100f, half);
  return SignedAs(FUSED(finite, Reciprocal(finite + finite + FILL16(1)), half), x);
}
static inline Vector Cosh(Vector x) {
  Vector n;
  const Vector r = ReducedByLog2(LimitedTo(120, _mm512_abs_ps(x)), &n);
  const Vector half = TIMES_2_TO(FILL16(1) + ExpLessOne(r), n - FILL16(1));
  return FUSED(FILL16(0.25f), Reciprocal(LimitedTo(0x1p100f, half)), half);
}
static inline Vector Tanh(Vector x) {
  const Vector size = _mm512_abs_ps(x);
  Vector n, inverse;
  const Vector scaled = ExpLessOneScaled(LimitedTo(20, size + size), &n, &inverse);
  const Vector denominator = scaled + (inverse + inverse);
  const Vector reciprocal = Reciprocal(denominator);
  const Vector quotient = scaled * reciprocal;
  return SignedAs(FUSED(FUSED_LESS(quotient, denominator, scaled), reciprocal, quotient), x);
}

// log1p(f) - f for -1/4 <= f < 1/2
static inline Vector LogBeyondLinear(Vector f) {
  const Vector square = f * f;
  const Vector a = FUSED(FILL16(-0x1.000082p-2f), f, FILL16(0x1.5555a2p-2f));
  const Vector b = FUSED(FILL16(-0x1.54dd26p-3f), f, FILL16(0x1.996ae2p-3f));
  const Vector c = FUSED(FILL16(-0x1.0e114cp-3f), f, FILL16(0x1.284c80p-3f));
  const Vector d = FUSED(FILL16(-0x1.7a3248p-5f), f, FILL16(0x1.b177a6p-4f));
  const Vector series = FUSED(square * square, FUSED(square, d, c), FUSED(square, b, a));
  return FUSED(square * f, series, FILL16(-0.5f) * square);
}

// x = 2^exponent (1 + f), -1/4 <= f < 1/2
static inline Vector Decomposed(Vector x, Vector* exponent) {
  const Vector m = _mm512_getmant_ps(x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_src);
  *exponent = _mm512_getexp_ps(x) - _mm512_getexp_ps(m);
  return m - FILL16(1);
}

// NaN, zeros, negative numbers and +infinity.
static inline __mmask16 Unlogarithmic(Vector x) { return _mm512_fpclass_ps_mask(x, 0xdf); }
static __attribute__((noinline, cold)) Vector LogOfOthers(Vector x, Vector result) {
  result = _mm512_mask_blend_ps(Unlogarithmic(x), result, FILL16(__builtin_nanf("")));
  result = _mm512_mask_blend_ps(_mm512_cmp_ps_mask(x, FILL16(0), _CMP_EQ_OQ), result, FILL16(-__builtin_inff()));
  result = _mm512_mask_blend_ps(_mm512_cmp_ps_mask(x, FILL16(__builtin_inff()), _CMP_EQ_OQ), result, x);
  return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(x, x, _CMP_UNORD_Q), result, x);
}
#define WITH_OTHERS(x, result) (__builtin_expect(Unlogarithmic(x) != 0, 0) ? LogOfOthers(x, result) : (result))

// k log(2) + f + rest
static inline Vector LogOfParts(Vector k, Vector f, Vector rest) {
  const Vector large = k * FILL16(0x1.62e400p-1f);  // 15 digits: exact
  const Vector sum = large + f;
  const Vector low = (large - sum) + f;
  return sum + (low + FUSED(k, FILL16(0x1.7f7d1cp-20f), rest));
}

static inline Vector Log(Vector x) {
  Vector k;
  const Vector f = Decomposed(x, &k);
  const Vector result = LogOfParts(k, f, LogBeyondLinear(f));
  return WITH_OTHERS(x, result);
}

// A logarithm to another base: log(1 + f) times log_base(e), and the exponent's share.
static inline Vector LogToBase(Vector x, float of_e, float of_e_low, float of_2, float of_2_low) {
  Vector k;
  const Vector f = Decomposed(x, &k);
  const Vector rest = LogBeyondLinear(f);
  const Vector product = f * FILL16(of_e);
  const Vector product_low =
      _mm512_fmsub_ps(f, FILL16(of_e), product) + FUSED(f, FILL16(of_e_low), rest * FILL16(of_e));
  const Vector large = k * FILL16(of_2);
  const Vector sum = large + product;
  const Vector low = (large - sum) + product;
  const Vector result = sum + (low + FUSED(k, FILL16(of_2_low), product_low));
  return WITH_OTHERS(x, result);
}
static inline Vector Log2(Vector x) { return LogToBase(x, 0x1.715476p+0f, 0x1.4ae0c0p-26f, 1, 0); }
static inline Vector Log10(Vector x) {
  return LogToBase(x, 0x1.bcb7b2p-2f, -0x1.5b235ep-27f, 0x1.344000p-2f, 0x1.3509f8p-18f);
}

// log(1 + x) for x > -1: what rounding 1 + x loses is added to f.
static inline Vector LogOfOneMore(Vector x) {
  const Vector sum = FILL16(1) + x;
  const Vector of_x = sum - FILL16(1);
  const Vector low = (FILL16(1) - (sum - of_x)) + (x - of_x);
  Vector k;
  const Vector f = Decomposed(sum, &k) + TIMES_2_TO(low, -k);
  return LogOfParts(k, f, LogBeyondLinear(f));
}

static inline Vector Log1p(Vector x) {
  const Vector result = SignedAs(_mm512_abs_ps(LogOfOneMore(x)), x);
  const Vector sum = FILL16(1) + x;
  return WITH_OTHERS(sum, result);
}

// The inverse hyperbolic functions by log1p (Kahan); log(x) + log(2) for large numbers.
static inline Vector Arcsinh(Vector x) {
  const Vector size = _mm512_abs_ps(x);
  const Vector square = size * size;
  const __mmask16 large = _mm512_cmp_ps_mask(size, FILL16(0x1p25f), _CMP_NLT_UQ);
  const Vector root = _mm512_sqrt_ps(FILL16(1) + square);
  Vector result = LogOfOneMore(size + square / (FILL16(1) + root));
  if (__builtin_expect(large != 0, 0)) {
    result = _mm512_mask_blend_ps(large, result, Log(size) + FILL16(0x1.62e430p-1f));
  }
  return SignedAs(result, x);
}

static inline Vector Arccosh(Vector x) {
  const Vector above = x - FILL16(1);
  Vector result = LogOfOneMore(above + _mm512_sqrt_ps(above * (above + FILL16(2))));
  const __mmask16 large = _mm512_cmp_ps_mask(x, FILL16(0x1p25f), _CMP_NLT_UQ);
  const __mmask16 low = _mm512_cmp_ps_mask(x, FILL16(1), _CMP_LT_OQ);
  if (__builtin_expect((large | low) != 0, 0)) {
    result = _mm512_mask_blend_ps(large, result, Log(x) + FILL16(0x1.62e430p-1f));
    result = _mm512_mask_blend_ps(low, result, FILL16(__builtin_nanf("")));
  }
  return result;
}

static inline Vector Arctanh(Vector x) {
  const Vector size = _mm512_abs_ps(x);
  const Vector denominator = FILL16(1) - size;
  const __mmask16 outside = _mm512_cmp_ps_mask(size, FILL16(1), _CMP_NLT_UQ);
  Vector result = LogOfOneMore((size + size) / denominator) * FILL16(0.5f);
  if (__builtin_expect(outside != 0, 0)) {
    result = _mm512_mask_blend_ps(outside, result, FILL16(__builtin_nanf("")));
    const __mmask16 one = _mm512_cmp_ps_mask(size, FILL16(1), _CMP_EQ_OQ);
    result = _mm512_mask_blend_ps(one, result, FILL16(__builtin_inff()));
  }
  return SignedAs(result, x);
}

// The greater operand and log(1 + share); equal operands (infinities too) have no difference.
static inline Vector WithShare(Vector x, Vector y, Vector added, float log_of_2) {
  const Vector difference = x - y;
  Vector result = _mm512_max_ps(x, y) + added;
  const __mmask16 unordered = _mm512_cmp_ps_mask(difference, difference, _CMP_UNORD_Q);
  const __mmask16 equal = _mm512_cmp_ps_mask(x, y, _CMP_EQ_OQ);
  if (__builtin_expect((equal | unordered) != 0, 0)) {
    result = _mm512_mask_blend_ps(unordered, result, x + y);
    result = _mm512_mask_blend_ps(equal, result, x + FILL16(log_of_2));
  }
  return result;
}
static inline Vector LogAddExp(Vector x, Vector y) {
  const Vector share = Exp(-_mm512_abs_ps(x - y));
  return WithShare(x, y, LogOfOneMore(share), 0x1.62e430p-1f);
}
static inline Vector LogAddExp2(Vector x, Vector y) {
  const Vector share = Exp2(-_mm512_abs_ps(x - y));
  return WithShare(x, y, LogOfOneMore(share) * FILL16(0x1.715476p+0f), 1);
}

// As in float64, by one step fewer.
static inline Vector Cbrt(Vector x) {
  const int down = _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC;
  const Vector exponent = _mm512_getexp_ps(x);
  const Vector third = _mm512_roundscale_ps((exponent + FILL16(0.5f)) * FILL16(1.0f / 3), down);
  const Vector left = FUSED_LESS(FILL16(3), third, exponent);  // 0, 1 or 2
  const Vector m = _mm512_getmant_ps(x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_zero);
  const Vector scaled = TIMES_2_TO(m, left);
  const Vector square = m * m;
  const Vector low = FUSED(FILL16(-0x1.2c4196p+0f), m, FILL16(0x1.ab8576p+0f));
  const Vector middle = FUSED(FILL16(-0x1.c51740p-3f), m, FILL16(0x1.6415b2p-1f));
  const Vector estimate = FUSED(square, FUSED(square, FILL16(0x1.d46dfcp-6f), middle), low);
  const Vector roots = _mm512_setr_ps(1, 0x1.965feap-1f, 0x1.428a30p-1f, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  const Vector y = estimate * _mm512_permutexvar_ps(_mm512_cvtps_epi32(left), roots);
  const Vector h = FUSED_LESS(scaled * y, y * y, FILL16(1));
  const Vector inverse = FUSED(y * h, FILL16(1.0f / 3), y);
  const Vector inverse_square = inverse * inverse;
  const Vector root = scaled * inverse_square;
  const Vector of_root = root * root;
  const Vector cube_less = FUSED(_mm512_fmsub_ps(root, root, of_root), root, _mm512_fmsub_ps(of_root, root, scaled));
  const Vector corrected = FUSED_LESS(cube_less * FILL16(1.0f / 3), inverse_square, root);
  const __mmask16 others = _mm512_fpclass_ps_mask(x, 0x9f);  // NaN, infinities, zeros: themselves
  return _mm512_mask_blend_ps(others, SignedAs(TIMES_2_TO(corrected, third), x), x);
}
