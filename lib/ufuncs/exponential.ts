/** Exponentials and logarithms. */
import { binary, unary } from './declare'

/**
 * e to the power of the number.
 * @example np.exp([0, 1]) // array([1.        , 2.71828183])
 */
export const exp = unary<'float'>('exp')

/**
 * 2 to the power of the number.
 * @example np.exp2([0, 3, -1]) // array([1. , 8. , 0.5])
 */
export const exp2 = unary<'float'>('exp2')

/**
 * exp(x) - 1, accurate for small x.
 * @example np.expm1([0, 1e-10]) // array([0.e+00, 1.e-10])
 */
export const expm1 = unary<'float'>('expm1')

/**
 * Natural logarithm; -Infinity for 0 and NaN for negative real numbers.
 * @example np.log([1, Math.E]) // array([0., 1.])
 */
export const log = unary<'float'>('log')

/**
 * Logarithm to base 2.
 * @example np.log2([1, 8, 0.5]) // array([ 0.,  3., -1.])
 */
export const log2 = unary<'float'>('log2')

/**
 * Logarithm to base 10.
 * @example np.log10([1, 1000]) // array([0., 3.])
 */
export const log10 = unary<'float'>('log10')

/**
 * log(1 + x), accurate for small x.
 * @example np.log1p([0, 1e-10]) // array([0.e+00, 1.e-10])
 */
export const log1p = unary<'float'>('log1p')

/**
 * log(exp(x1) + exp(x2)) without overflow or underflow on the way.
 * @example np.logaddexp([-1000, 0], -1000) // array([-999.30685282,    0.        ])
 */
export const logaddexp = binary<'float'>('logaddexp')

/**
 * log2(2**x1 + 2**x2) without overflow or underflow on the way.
 * @example np.logaddexp2([-2000, 0], [-2000, 0]) // array([-1.999e+03,  1.000e+00])
 */
export const logaddexp2 = binary<'float'>('logaddexp2')
