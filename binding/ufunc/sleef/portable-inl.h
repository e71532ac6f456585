// The functions for instruction sets without AVX-512: SLEEF's, and some built on them.
#define Exp SLEEF(xexpf, xexp)
#define Exp2 SLEEF(xexp2f, xexp2)
#define Expm1 SLEEF(xexpm1f, xexpm1)
#define Log SLEEF(xlogf_u1, xlog_u1)
#define Log2 SLEEF(xlog2f, xlog2)
#define Log10 SLEEF(xlog10f, xlog10)
#define Log1p SLEEF(xlog1pf, xlog1p)
#define Cbrt SLEEF(xcbrtf, xcbrt)
#ifdef NUMBLAS_FLOAT32
#define Tanh xtanhf_u35
#define Power xpowf
#else
#include "float64-inl.h"
#endif

// The greater operand and what the other one adds to it; equal operands (infinities too) have no difference.
static inline Vector AddLogs(Vector x, Vector y, Vector difference, Vector added, double log_of_2) {
  const Vector sum = ADD(MAXIMUM(x, y), added);
  return SELECT(EQUAL(x, y), ADD(x, FILL(log_of_2)), SELECT(EQUAL(difference, difference), sum, difference));
}

// log(exp(x) + exp(y))
static inline Vector LogAddExp(Vector x, Vector y) {
  const Vector difference = SUBTRACT(x, y);
  const Vector part = Exp(NEGATIVE(ABSOLUTE(difference)));
  return AddLogs(x, y, difference, Log1p(part), 0.693147180559945309417);
}

// log2(2^x + 2^y)
static inline Vector LogAddExp2(Vector x, Vector y) {
  const Vector difference = SUBTRACT(x, y);
  const Vector part = Exp2(NEGATIVE(ABSOLUTE(difference)));
  const Vector added = MULTIPLY(Log1p(part), FILL(1.44269504088896340736));
  return AddLogs(x, y, difference, added, 1);
}

// log(1 + x) for x >= 0 and what rounding 1 + x lost; as large as x may be.
static inline Vector Log1pOf(Vector x) {
  const Vector sum = ADD(FILL(1), x);
  const Vector lost = DIVIDE(SUBTRACT(x, SUBTRACT(sum, FILL(1))), sum);
  const Vector log = Log(sum);
  return SELECT(LESS(x, FILL((double)(1LL << MANTISSA_BITS))), ADD(log, lost), log);
}

// The inverse hyperbolic functions by log1p (Kahan): 3 ulp at most, for half of what SLEEF's 1-ulp versions cost, and
// right up to the largest numbers, where the square in the formula would overflow and log(x) + log(2) takes over.
static inline Vector Arcsinh(Vector x) {
  const Vector size = ABSOLUTE(x);
  const Vector square = MULTIPLY(size, size);
  const Vector formula = ADD(size, DIVIDE(square, ADD(FILL(1), SQRT(ADD(FILL(1), square)))));
  const Vector limit = FILL((double)(2LL << MANTISSA_BITS));
  const Vector log = Log1pOf(SELECT(LESS(size, limit), formula, size));
  const Vector result = ADD(log, SELECT(LESS(size, limit), FILL(0), FILL(0.693147180559945309417)));
  return WITH_SIGN_OF(result, x);
}

static inline Vector Arccosh(Vector x) {
  const Vector above = SUBTRACT(x, FILL(1));
  const Vector formula = ADD(above, SQRT(MULTIPLY(above, ADD(above, FILL(2)))));
  const Vector limit = FILL((double)(2LL << MANTISSA_BITS));
  const Vector log = Log1pOf(SELECT(LESS(x, limit), formula, x));
  const Vector result = ADD(log, SELECT(LESS(x, limit), FILL(0), FILL(0.693147180559945309417)));
  return SELECT(LESS(x, FILL(1)), FILL(__builtin_nan("")), result);
}

static inline Vector Arctanh(Vector x) {
  const Vector size = ABSOLUTE(x);
  const Vector ratio = DIVIDE(ADD(size, size), SUBTRACT(FILL(1), size));
  const Vector result = SELECT(LESS(FILL(1), size), FILL(__builtin_nan("")), MULTIPLY(Log1pOf(ratio), FILL(0.5)));
  return WITH_SIGN_OF(result, x);
}

// exp(x)/2 where exp(x) itself would overflow though its half does not: the end of sinh and cosh.
static __attribute__((noinline)) Vector HalfOfExp(Vector x) {
  const Vector root = Exp(MULTIPLY(x, FILL(0.5)));
  return MULTIPLY(MULTIPLY(root, FILL(0.5)), root);
}

static inline Vector Sinh(Vector x) {
  const Vector size = ABSOLUTE(x);
  const Vector result = SLEEF(xsinhf_u35, xsinh_u35)(x);
  const vopmask inside = LESS(size, FILL(LARGEST_EXPONENT));
  if (ALL(inside)) return result;
  return SELECT(inside, result, WITH_SIGN_OF(HalfOfExp(size), x));
}

static inline Vector Cosh(Vector x) {
  const Vector size = ABSOLUTE(x);
  const Vector result = SLEEF(xcoshf_u35, xcosh_u35)(x);
  const vopmask inside = LESS(size, FILL(LARGEST_EXPONENT));
  if (ALL(inside)) return result;
  return SELECT(inside, result, HalfOfExp(size));
}
