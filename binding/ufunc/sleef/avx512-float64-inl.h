// Exponentials, logarithms, hyperbolic functions and cube roots in float64 for AVX-512; see avx512-powers-inl.h.

static inline ExpParts ExpPartsOf(D x) {
  const D shifted = MUL_ADD(x, V(0x1.71547652b82fep+0), V(SIXTEENTHS));
  const D n = MINUS(shifted, V(SIXTEENTHS));
  D r = NEGATIVE_MUL_ADD(n, V(0x1.62e42fefa39efp-1), x);
  r = NEGATIVE_MUL_ADD(n, V(0x1.abc9e3b39803fp-56), r);
  return ExpOfReduced(n, _mm512_castpd_si512(shifted), r, 0);
}

static inline ExpParts Exp2PartsOf(D x) {
  const D shifted = PLUS(x, V(SIXTEENTHS));
  const D n = MINUS(shifted, V(SIXTEENTHS));
  return ExpOfReduced(n, _mm512_castpd_si512(shifted), TIMES(MINUS(x, n), V(0x1.62e42fefa39efp-1)), 0);
}

// The same less 2^-floor(n), so exp(x) - 1 before its power of 2; `inverse` receives 2^-floor(n).
static inline D MantissaLessOne(ExpParts e, D* inverse) {
  const D whole = _mm512_roundscale_pd(e.n, _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC);
  *inverse = SCALE(V(1), MINUS(V(0), whole));
  return PLUS(MINUS(e.table, *inverse), MUL_ADD(e.table, PLUS(e.r, e.tail), e.table_low));
}

static inline D Exp(D x) {
  const ExpParts e = ExpPartsOf(AtLeast(V(-800), AtMost(V(800), x)));
  return SCALE(Mantissa(e), e.n);
}
static inline D Exp2(D x) {
  const ExpParts e = Exp2PartsOf(AtLeast(V(-1100), AtMost(V(1100), x)));
  return SCALE(Mantissa(e), e.n);
}
static inline D Expm1(D x) {
  const ExpParts e = ExpPartsOf(AtLeast(V(-50), AtMost(V(800), x)));
  D inverse;
  return WithSign(SIZE(SCALE(MantissaLessOne(e, &inverse), e.n)), x);
}

// 1/x for positive normal x by Newton's method from 14 binary digits: to 28, and to 52.
static inline D HalfInverse(D x) {
  const D estimate = _mm512_rcp14_pd(x);
  return MUL_ADD(estimate, NEGATIVE_MUL_ADD(x, estimate, V(1)), estimate);
}
static inline D Inverse(D x) {
  const D half = HalfInverse(x);
  return MUL_ADD(half, NEGATIVE_MUL_ADD(x, half, V(1)), half);
}
#define LARGEST_INVERTED 0x1p1000

// With h = (e^|x| - 1)/2: sinh |x| = h + h/(2h + 1).
static inline D Sinh(D x) {
  const ExpParts e = ExpPartsOf(AtMost(V(800), SIZE(x)));
  D inverse;
  const D half = SCALE(MantissaLessOne(e, &inverse), MINUS(e.n, V(1)));
  const D finite = AtMost(V(LARGEST_INVERTED), half);
  return WithSign(MUL_ADD(finite, Inverse(PLUS(PLUS(finite, finite), V(1))), half), x);
}
// With h = e^|x|/2: cosh x = h + 1/(4h).
static inline D Cosh(D x) {
  const ExpParts e = ExpPartsOf(AtMost(V(800), SIZE(x)));
  const D half = SCALE(Mantissa(e), MINUS(e.n, V(1)));
  return MUL_ADD(V(0.25), Inverse(AtMost(V(LARGEST_INVERTED), half)), half);
}

// Below 0.625 by the rational function x + x^3 P(x^2)/Q(x^2) of the Cephes library (Moshier), above by 1 - 2/(e^2x + 1)
// with what rounding loses of the denominator, the quotient and the difference. Both share the division.
static inline D Tanh(D x) {
  const D size = SIZE(x);
  const D z = TIMES(x, x);
  const D p =
      MUL_ADD(MUL_ADD(V(-9.64399179425052238628e-1), z, V(-9.92877231001918586564e1)), z, V(-1.61468768441708447952e3));
  const D q = MUL_ADD(MUL_ADD(PLUS(z, V(1.12811678491632931402e2)), z, V(2.23548839060100448583e3)), z,
                      V(4.84406305325125486048e3));
  const ExpParts e = ExpPartsOf(AtMost(V(44), PLUS(size, size)));
  const D power = SCALE(Mantissa(e), e.n);
  const D sum = PLUS(power, V(1));
  const D sum_low = MINUS(power, MINUS(sum, V(1)));

  const __mmask8 small = COMPARE(size, V(0.625), _CMP_LT_OQ);
  const D divisor = BLEND(small, sum, q);
  const D dividend = BLEND(small, V(2), p);
  const D inverse = HalfInverse(divisor);
  const D quotient = TIMES(dividend, inverse);
  D rest = NEGATIVE_MUL_ADD(quotient, divisor, dividend);
  rest = _mm512_mask3_fnmadd_pd(quotient, sum_low, rest, (__mmask8)~small);
  const D factor = BLEND(small, V(-1), TIMES(size, z));
  const D base = BLEND(small, V(1), size);
  const D result = MUL_ADD(factor, quotient, base);
  const D lost = MUL_ADD(factor, quotient, MINUS(base, result));
  return WithSign(PLUS(result, MUL_ADD(factor, TIMES(rest, inverse), lost)), x);
}

// (log1p(r) - r + r^2/2)/r^3 for |r| < 0.0485.
static inline D LogSeries(D r, D square) {
  const D a = MUL_ADD(V(-0x1.fffffffffbc38p-3), r, V(0x1.55555555547ddp-2));
  const D b = MUL_ADD(V(-0x1.55555584c6c6ep-3), r, V(0x1.999999b505fe1p-3));
  const D c = MUL_ADD(V(-0x1.fffe91bca5fc5p-4), r, V(0x1.2491beff3b1d6p-3));
  const D d = MUL_ADD(V(-0x1.9be8ea7f12c3cp-4), r, V(0x1.c93f9bc4f2855p-4));
  const D fourth = TIMES(square, square);
  return MUL_ADD(fourth, MUL_ADD(square, d, c), MUL_ADD(square, b, a));
}

// log(x + x_low) = exponent log(2) + high + low for positive x; without x_low where `exact`. The exponent's part is
// added here where `whole`.
static inline Pair LogOf(D x, D x_low, int exact, int whole, D* exponent) {
  const D m = _mm512_getmant_pd(x, _MM_MANT_NORM_p75_1p5, _MM_MANT_SIGN_src);
  const D k = MINUS(_mm512_getexp_pd(x), _mm512_getexp_pd(m));
  *exponent = k;
  // 1/m to 4 binary digits, so that r is exact.
  const D shifted = MUL_ADD(_mm512_rcp14_pd(m), V(16), V(INTEGERS));
  const __m512i index = _mm512_castpd_si512(shifted);
  const D c = TIMES(MINUS(shifted, V(INTEGERS)), V(1.0 / 16));
  D r = _mm512_fmsub_pd(m, c, V(1));
  if (!exact) r = MUL_ADD(SCALE(x_low, MINUS(V(0), k)), c, r);
  D high = LookUp(kLogs16, index);
  D low = LookUp(kLogs16Low, index);
  if (whole) {
    high = MUL_ADD(k, V(0x1.62e42fefa3800p-1), high);
    low = MUL_ADD(k, V(0x1.ef35793c76730p-45), low);
  }
  const D square = TIMES(r, r);
  const D rest = MUL_ADD(TIMES(square, r), LogSeries(r, square), TIMES(square, V(-0.5)));
  const Pair sum = FastSum(high, r);
  return (Pair){sum.high, PLUS(PLUS(sum.low, low), rest)};
}

static inline D LogOfSum(D x, D x_low) {
  D exponent;
  const Pair log = LogOf(x, x_low, 0, 1, &exponent);
  return PLUS(log.high, log.low);
}

// NaN, zeros, negative numbers and +infinity.
#define NOT_LOGARITHMIC 0xdf
static inline __mmask8 Unlogarithmic(D x) { return _mm512_fpclass_pd_mask(x, NOT_LOGARITHMIC); }
static __attribute__((noinline, cold)) D LogOfOthers(D x, D result) {
  result = BLEND(Unlogarithmic(x), result, V(__builtin_nan("")));
  result = BLEND(COMPARE(x, V(0), _CMP_EQ_OQ), result, V(-__builtin_inf()));
  result = BLEND(COMPARE(x, V(__builtin_inf()), _CMP_EQ_OQ), result, x);
  return BLEND(COMPARE(x, x, _CMP_UNORD_Q), result, x);
}
#define WITH_OTHERS(x, result) (__builtin_expect(Unlogarithmic(x) != 0, 0) ? LogOfOthers(x, result) : (result))

static inline D Log(D x) {
  D exponent;
  const Pair log = LogOf(x, x, 1, 1, &exponent);
  const D result = PLUS(log.high, log.low);
  return WITH_OTHERS(x, result);
}

// A logarithm to another base: the mantissa's times log_base(e), and the exponent's share.
static inline D LogToBase(D x, double of_e, double of_e_low, double of_2, double of_2_low) {
  D exponent;
  const Pair parts = LogOf(x, x, 1, 0, &exponent);
  const Pair log = FastSum(parts.high, parts.low);
  const D product = TIMES(log.high, V(of_e));
  const D product_low =
      PLUS(_mm512_fmsub_pd(log.high, V(of_e), product), MUL_ADD(log.low, V(of_e), TIMES(log.high, V(of_e_low))));
  const Pair sum = FastSum(TIMES(exponent, V(of_2)), product);
  const D result = PLUS(sum.high, PLUS(sum.low, MUL_ADD(exponent, V(of_2_low), product_low)));
  return WITH_OTHERS(x, result);
}
static inline D Log2(D x) { return LogToBase(x, 0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56, 1, 0); }
static inline D Log10(D x) {
  return LogToBase(x, 0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57, 0x1.34413509f8000p-2, -0x1.80433b83b532ap-44);
}

static inline D Log1p(D x) {
  const Pair sum = Sum(V(1), x);
  const D result = WithSign(SIZE(LogOfSum(sum.high, sum.low)), x);
  return WITH_OTHERS(sum.high, result);
}

// (log(1 + x) - log(1 - x))/2: the terms have opposite signs, so nothing cancels.
static inline D Arctanh(D x) {
  const D size = SIZE(x);
  const Pair above = FastSum(V(1), size);
  const Pair below = FastSum(V(1), MINUS(V(0), size));
  const D twice = MINUS(LogOfSum(above.high, above.low), LogOfSum(below.high, below.low));
  D result = TIMES(twice, V(0.5));
  const __mmask8 outside = COMPARE(size, V(1), _CMP_NLT_UQ);
  if (__builtin_expect(outside != 0, 0)) {
    result = BLEND(outside, result, V(__builtin_nan("")));
    result = BLEND(COMPARE(size, V(1), _CMP_EQ_OQ), result, V(__builtin_inf()));
  }
  return WithSign(result, x);
}

// The square root of a positive number in two parts, for half the time of the machine's: Newton's method from 14
// digits.
static inline Pair Root(Pair a) {
  const D estimate = _mm512_rsqrt14_pd(a.high);
  D root = TIMES(a.high, estimate);
  D half = TIMES(estimate, V(0.5));  // of the inverse root
  for (int i = 0; i < 2; i++) {
    const D error = NEGATIVE_MUL_ADD(half, root, V(0.5));
    root = MUL_ADD(root, error, root);
    half = MUL_ADD(half, error, half);
  }
  const D left = PLUS(NEGATIVE_MUL_ADD(root, root, a.high), a.low);
  return (Pair){root, TIMES(left, half)};
}

// log(x + sqrt(x^2 + 1)) for x >= 0 and below 2^500, or with - 1 for x > 1.
static inline D LogOfRoot(D x, double one) {
  const D square = TIMES(x, x);
  Pair a = Sum(square, V(one));
  a.low = PLUS(a.low, _mm512_fmsub_pd(x, x, square));
  const Pair root = Root(FastSum(a.high, a.low));
  const Pair sum = Sum(root.high, x);
  return LogOfSum(sum.high, PLUS(sum.low, root.low));
}
#define LARGE_ROOT 0x1p500

static inline D Arcsinh(D x) {
  const D size = SIZE(x);
  D result = LogOfRoot(size, 1);
  const __mmask8 large = COMPARE(size, V(LARGE_ROOT), _CMP_NLT_UQ);
  if (__builtin_expect(large != 0, 0)) {
    result = BLEND(large, result, PLUS(Log(size), V(0x1.62e42fefa39efp-1)));
  }
  return WithSign(result, x);
}

static inline D Arccosh(D x) {
  D result = LogOfRoot(x, -1);
  const __mmask8 large = COMPARE(x, V(LARGE_ROOT), _CMP_NLT_UQ);
  const __mmask8 low = COMPARE(x, V(1), _CMP_NGT_UQ);
  if (__builtin_expect((large | low) != 0, 0)) {
    result = BLEND(large, result, PLUS(Log(x), V(0x1.62e42fefa39efp-1)));
    result = BLEND(low, result, V(__builtin_nan("")));
    result = BLEND(COMPARE(x, V(1), _CMP_EQ_OQ), result, V(0));
  }
  return result;
}

// log(1 + x) for 0 <= x <= 1: as LogOf, without an exponent.
static inline D Log1pOfFraction(D x) {
  const Pair sum = FastSum(V(1), x);
  const D shifted = MUL_ADD(_mm512_rcp14_pd(sum.high), V(16), V(INTEGERS));
  const __m512i index = _mm512_castpd_si512(shifted);
  const D c = TIMES(MINUS(shifted, V(INTEGERS)), V(1.0 / 16));
  const D r = MUL_ADD(sum.low, c, _mm512_fmsub_pd(sum.high, c, V(1)));
  const D square = TIMES(r, r);
  const D rest = MUL_ADD(TIMES(square, r), LogSeries(r, square), TIMES(square, V(-0.5)));
  return PLUS(LookUp(kLogs16, index), PLUS(r, PLUS(LookUp(kLogs16Low, index), rest)));
}

// The greater operand and log(1 + e) of the other's share e; equal operands (infinities too) have no difference.
static inline D AddLogsOf(D x, D y, D share, double unit, double log_of_2) {
  const D added = TIMES(Log1pOfFraction(share), V(unit));
  const D difference = MINUS(x, y);
  D result = PLUS(_mm512_max_pd(x, y), added);
  const __mmask8 odd = COMPARE(x, y, _CMP_EQ_UQ) | COMPARE(difference, difference, _CMP_UNORD_Q);
  if (__builtin_expect(odd != 0, 0)) {
    result = BLEND(COMPARE(difference, difference, _CMP_UNORD_Q), result, PLUS(x, y));
    result = BLEND(COMPARE(x, y, _CMP_EQ_OQ), result, PLUS(x, V(log_of_2)));
  }
  return result;
}
static inline D LogAddExp(D x, D y) {
  const D share = Exp(MINUS(V(0), SIZE(MINUS(x, y))));
  return AddLogsOf(x, y, share, 1, 0x1.62e42fefa39efp-1);
}
static inline D LogAddExp2(D x, D y) {
  const D share = Exp2(MINUS(V(0), SIZE(MINUS(x, y))));
  return AddLogsOf(x, y, share, 0x1.71547652b82fep+0, 1);
}

// The inverse cube root of the mantissa, scaled to [1, 8), by Householder's method from a polynomial, then x^(1/3) =
// m (m^(-1/3))^2 and one correction.
static inline D Cbrt(D x) {
  const int down = _MM_FROUND_TO_NEG_INF | _MM_FROUND_NO_EXC;
  const D exponent = _mm512_getexp_pd(x);
  const D third = _mm512_roundscale_pd(TIMES(PLUS(exponent, V(0.5)), V(1.0 / 3)), down);
  const D left = NEGATIVE_MUL_ADD(V(3), third, exponent);  // 0, 1 or 2
  const D m = _mm512_getmant_pd(x, _MM_MANT_NORM_1_2, _MM_MANT_SIGN_zero);
  const D scaled = SCALE(m, left);
  const D square = TIMES(m, m);
  const D low = MUL_ADD(V(-0x1.2c4195b31abedp+0), m, V(0x1.ab85753e2254bp+0));
  const D middle = MUL_ADD(V(-0x1.c5174006b43d8p-3), m, V(0x1.6415b10786271p-1));
  const D estimate = MUL_ADD(square, MUL_ADD(square, V(0x1.d46dfb5865214p-6), middle), low);
  const D roots = _mm512_setr_pd(1, 0x1.965fea53d6e3dp-1, 0x1.428a2f98d728bp-1, 1, 1, 1, 1, 1);
  const D y = TIMES(estimate, _mm512_permutexvar_pd(_mm512_castpd_si512(PLUS(left, V(INTEGERS))), roots));
  const D h = NEGATIVE_MUL_ADD(TIMES(scaled, y), TIMES(y, y), V(1));
  const D inverse = MUL_ADD(TIMES(y, h), MUL_ADD(h, V(2.0 / 9), V(1.0 / 3)), y);
  const D inverse_square = TIMES(inverse, inverse);
  const D root = TIMES(scaled, inverse_square);
  const D of_root = TIMES(root, root);
  const D cube_less = MUL_ADD(_mm512_fmsub_pd(root, root, of_root), root, _mm512_fmsub_pd(of_root, root, scaled));
  const D corrected = NEGATIVE_MUL_ADD(TIMES(cube_less, V(1.0 / 3)), inverse_square, root);
  const __mmask8 others = _mm512_fpclass_pd_mask(x, 0x9f);  // NaN, infinities, zeros: themselves
  return BLEND(others, WithSign(SCALE(corrected, third), x), x);
}
