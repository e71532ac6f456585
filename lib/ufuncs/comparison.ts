/** Comparisons, extrema and logic. */
import { binary, unary } from './declare'

/**
 * Whether the operands are equal.
 * @example np.equal([1, 2, 3], [1, 0, 3]) // array([ True, False,  True])
 */
export const equal = binary<'bool'>('equal')

/**
 * Whether the operands differ.
 * @example np.not_equal([1, 2, 3], [1, 0, 3]) // array([False,  True, False])
 */
export const not_equal = binary<'bool'>('not_equal')

/**
 * Whether the first operand is less; complex numbers compare by real part, then imaginary part.
 * @example np.less([1, 2, 3], 2) // array([ True, False, False])
 */
export const less = binary<'bool'>('less')

/**
 * Whether the first operand is less or equal.
 * @example np.less_equal([1, 2, 3], 2) // array([ True,  True, False])
 */
export const less_equal = binary<'bool'>('less_equal')

/**
 * Whether the first operand is greater.
 * @example np.greater([1, 2, 3], 2) // array([False, False,  True])
 */
export const greater = binary<'bool'>('greater')

/**
 * Whether the first operand is greater or equal.
 * @example np.greater_equal([1, 2, 3], 2) // array([False,  True,  True])
 */
export const greater_equal = binary<'bool'>('greater_equal')

/**
 * The greater operand; NaN where either is NaN.
 * @example np.maximum([1, 5, NaN], 3) // array([ 3.,  5., nan])
 */
export const maximum = binary<'promoted'>('maximum')

/**
 * The lesser operand; NaN where either is NaN.
 * @example np.minimum([1, 5, NaN], 3) // array([ 1.,  3., nan])
 */
export const minimum = binary<'promoted'>('minimum')

/**
 * The greater operand, or the one that is not NaN.
 * @example np.fmax([1, 5, NaN], 3) // array([3., 5., 3.])
 */
export const fmax = binary<'promoted'>('fmax')

/**
 * The lesser operand, or the one that is not NaN.
 * @example np.fmin([1, 5, NaN], 3) // array([1., 3., 3.])
 */
export const fmin = binary<'promoted'>('fmin')

/**
 * Whether both operands are true (not 0).
 * @example np.logical_and([true, true], [true, false]) // array([ True, False])
 */
export const logical_and = binary<'bool'>('logical_and')

/**
 * Whether an operand is true (not 0).
 * @example np.logical_or([true, false], false) // array([ True, False])
 */
export const logical_or = binary<'bool'>('logical_or')

/**
 * Whether exactly one operand is true (not 0).
 * @example np.logical_xor([true, false], true) // array([False,  True])
 */
export const logical_xor = binary<'bool'>('logical_xor')

/**
 * Whether the operand is false (0).
 * @example np.logical_not([0, 2]) // array([ True, False])
 */
export const logical_not = unary<'bool'>('logical_not')
