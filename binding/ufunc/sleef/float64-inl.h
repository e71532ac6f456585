// Float64 functions of our own where SLEEF's 1-ulp versions are slow: double-double only where a digit would be lost.
// They need a fused multiply-add; without one SLEEF's stay.
#ifdef ENABLE_FMA_DP

#include "log_table.h"

#define FMA vfma_vd_vd_vd_vd

// exp(r) = 1 + r + r*r*ExpTail(r) for |r| <= ln(2)/2, by Taylor up to r^13 in Estrin's order, which waits least.
static inline Vector ExpTail(Vector r) {
  const Vector r2 = MULTIPLY(r, r), r4 = MULTIPLY(r2, r2);
  const Vector low = FMA(FMA(FILL(1.0 / 120), r, FILL(1.0 / 24)), r2, FMA(FILL(1.0 / 6), r, FILL(0.5)));
  const Vector middle =
      FMA(FMA(FILL(1.0 / 362880), r, FILL(1.0 / 40320)), r2, FMA(FILL(1.0 / 5040), r, FILL(1.0 / 720)));
  const Vector high =
      FMA(FMA(FILL(1.0 / 6227020800), r, FILL(1.0 / 479001600)), r2, FMA(FILL(1.0 / 39916800), r, FILL(1.0 / 3628800)));
  return FMA(MULTIPLY(r4, r4), high, FMA(r4, middle, low));
}

// tanh. Below 0.625 by the rational function x + x^3 P(x^2)/Q(x^2) of the Cephes library (Moshier), above by 1 -
// 2/(e^2x + 1) with the denominator and the quotient's remainder carried in two parts. Both share the one division.
static inline Vector Tanh(Vector x) {
  const Vector size = vabs_vd_vd(x);
  const Vector z = MULTIPLY(x, x);
  const Vector p = FMA(FMA(FILL(-9.64399179425052238628e-1), z, FILL(-9.92877231001918586564e1)), z,
                       FILL(-1.61468768441708447952e3));
  const Vector q = FMA(FMA(ADD(z, FILL(1.12811678491632931402e2)), z, FILL(2.23548839060100448583e3)), z,
                       FILL(4.84406305325125486048e3));

  // e^2x = 2^n (high + low)
  const Vector y = vmin_vd_vd_vd(ADD(size, size), FILL(44));
  const Vector n = vrint_vd_vd(MULTIPLY(y, FILL(1.4426950408889634074)));
  const Vector partly = FMA(n, FILL(-0x1.62e42fefa3000p-1), y);  // 41 bits: exact
  const Vector r = FMA(n, FILL(-0x1.3de6af278ece6p-42), partly);
  const Vector one = FILL(1);
  const Vector u = FMA(MULTIPLY(r, r), ExpTail(r), r);
  const Vector high = ADD(one, u);
  const Vector low = ADD(SUBTRACT(one, high), u);
  const Vector scale = vldexp3_vd_vd_vi(one, vrint_vi_vd(n));
  const Vector d = FMA(high, scale, one);
  const Vector d_low = FMA(low, scale, ADD(FMA(high, scale, vneg_vd_vd(d)), one));

  const vopmask small = vlt_vo_vd_vd(size, FILL(0.625));
  const Vector divisor = SELECT(small, q, d);
  const Vector quotient = vdiv_vd_vd_vd(SELECT(small, p, FILL(2)), divisor);
  const Vector rest = vfmanp_vd_vd_vd_vd(quotient, d_low, vfmanp_vd_vd_vd_vd(quotient, d, FILL(2)));
  const Vector correction = MULTIPLY(MULTIPLY(rest, quotient), FILL(0.5));
  const Vector result = SUBTRACT(one, quotient);
  const Vector result_low = SUBTRACT(SUBTRACT(one, result), quotient);
  const Vector large = ADD(result, SUBTRACT(result_low, correction));
  const Vector near_zero = FMA(MULTIPLY(size, z), quotient, size);
  const Vector known = SELECT(small, near_zero, large);
  return vmulsign_vd_vd_vd(SELECT(EQUAL(x, x), known, x), x);
}

// Out of line, for its registers would be the fast path's too.
static __attribute__((noinline)) Vector PowerOfAny(Vector x, Vector y) { return xpow(x, y); }

// x^y = exp(y log(x)) with log(x) in two parts (the scheme of Arm's Optimized Routines): log(x) = k log(2) + log(c) +
// log1p(m/c - 1) from a table of 87 values 1/c. Bases that are not positive normal numbers and results that may
// overflow or underflow are SLEEF's.
static inline Vector Power(Vector x, Vector y) {
  const vint e = vilogb2k_vi_vd(MULTIPLY(x, FILL(1.0 / 0.75)));
  const Vector k = vcast_vd_vi(e);
  const Vector m = vldexp3_vd_vd_vi(x, vneg_vi_vi(e));
  const vopmask plain = vand_vo_vo_vo(vand_vo_vo_vo(vge_vo_vd_vd(x, FILL(0x1p-1022)), vle_vo_vd_vd(x, FILL(0x1p1023))),
                                      vlt_vo_vd_vd(vabs_vd_vd(y), FILL(0x1p1000)));
  // 1/m to 7 binary digits, so that r is exact.
  const Vector near_inverse = vdiv_vd_vd_vd(FILL(1), SELECT(plain, m, FILL(1)));
  const Vector steps = vrint_vd_vd(MULTIPLY(near_inverse, FILL(128)));
  const vint row = vsub_vi_vi_vi(vrint_vi_vd(steps), vcast_vi_i(85));
  const vint at = vadd_vi_vi_vi(row, row);
  const Vector log_c = vgather_vd_p_vi(&kLogTable[0][0], at);
  const Vector log_c_low = vgather_vd_p_vi(&kLogTable[0][1], at);
  const Vector r = FMA(m, MULTIPLY(steps, FILL(1.0 / 128)), FILL(-1));

  // t = k log(2) + log(c) is exact; then r - r^2/2 in two parts, and the rest of the series in one.
  const Vector t = FMA(k, FILL(0x1.62e42fefa3800p-1), log_c);
  const Vector t_low = FMA(k, FILL(0x1.ef35793c76730p-45), log_c_low);
  const Vector first = ADD(t, r);
  const Vector first_low = ADD(SUBTRACT(t, first), r);
  const Vector half = MULTIPLY(r, FILL(-0.5));
  const Vector square = MULTIPLY(r, half);
  const Vector square_low = vfmapn_vd_vd_vd_vd(r, half, square);
  const Vector high = ADD(first, square);
  const Vector high_low = ADD(SUBTRACT(first, high), square);
  const Vector r2 = MULTIPLY(r, r);
  const Vector series_low = FMA(FMA(FILL(-1.0 / 6), r, FILL(1.0 / 5)), r2, FMA(FILL(-1.0 / 4), r, FILL(1.0 / 3)));
  const Vector series_high = FMA(FILL(1.0 / 9), r2, FMA(FILL(-1.0 / 8), r, FILL(1.0 / 7)));
  const Vector series = FMA(MULTIPLY(r2, r2), series_high, series_low);
  const Vector cubic = MULTIPLY(r2, r);
  const Vector rest = FMA(cubic, series, ADD(ADD(t_low, first_low), ADD(square_low, high_low)));
  const Vector log = ADD(high, rest);
  const Vector log_low = ADD(SUBTRACT(high, log), rest);

  const Vector z = MULTIPLY(y, log);
  const Vector z_low = FMA(y, log_low, vfmapn_vd_vd_vd_vd(y, log, z));
  const vopmask good = vand_vo_vo_vo(plain, vlt_vo_vd_vd(vabs_vd_vd(z), FILL(708)));
  const Vector n = vrint_vd_vd(MULTIPLY(SELECT(good, z, FILL(0)), FILL(1.4426950408889634074)));
  const Vector u = FMA(n, FILL(-0x1.3de6af278ece6p-42), FMA(n, FILL(-0x1.62e42fefa3000p-1), z));
  const Vector v = ADD(u, z_low);
  const Vector high_e = ADD(FILL(1), u);
  const Vector low_e = ADD(SUBTRACT(FILL(1), high_e), u);
  const Vector e_v = ADD(high_e, ADD(low_e, FMA(MULTIPLY(v, v), ExpTail(v), z_low)));
  const Vector result = vldexp3_vd_vd_vi(e_v, vrint_vi_vd(n));
  if (vtestallones_i_vo64(good)) return result;
  return SELECT(good, result, PowerOfAny(x, y));
}

#else
#define Tanh xtanh
#define Power xpow
#endif
