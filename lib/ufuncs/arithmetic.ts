/** Sums, differences, products, quotients and powers. */
import { binary, binaryPair, unary } from './declare'

/**
 * Sum of the operands, element by element.
 * @example np.add([1, 2], 10) // array([11., 12.])
 */
export const add = binary<'promoted'>('add')

/**
 * Difference of the operands, element by element; throws `TypeError` for two booleans, as NumPy does.
 * @example np.subtract([1, 2], 10) // array([-9., -8.])
 */
export const subtract = binary<'promoted'>('subtract')

/**
 * Product of the operands, element by element.
 * @example np.multiply([1, 2], 10) // array([10., 20.])
 */
export const multiply = binary<'promoted'>('multiply')

/**
 * Quotient of the operands, element by element; integers divide to float64.
 * @example np.divide([1, 2], 4) // array([0.25, 0.5 ])
 */
export const divide = binary<'quotient'>('divide')
export { divide as true_divide }

/**
 * Largest whole number not above the quotient; integers divided by 0 give 0.
 * @example np.floor_divide([7, -7], 2) // array([ 3., -4.])
 */
export const floor_divide = binary<'integral'>('floor_divide')

/**
 * What is left after `floor_divide`, with the sign of the divisor; integers divided by 0 leave 0.
 * @example np.remainder([7, -7], 3) // array([1., 2.])
 */
export const remainder = binary<'integral'>('remainder')
export { remainder as mod }

/**
 * What is left after a division that rounds towards 0, with the sign of the dividend, as C's `fmod`.
 * @example np.fmod([7, -7], 3) // array([ 1., -1.])
 */
export const fmod = binary<'integral'>('fmod')

/**
 * `floor_divide` and `remainder` in one call, as a pair.
 * @example np.divmod([7, -7], 3) // [array([ 2., -3.]), array([1., 2.])]
 */
export const divmod = binaryPair<'integral', 'integral'>('divmod')

/**
 * First operand raised to the second; throws `RangeError` when an integer has a negative integer exponent.
 * @example np.power([1, 2, 3], 2) // array([1., 4., 9.])
 */
export const power = binary<'integral'>('power')
export { power as pow }

/**
 * Powers computed in float64 or complex128 whatever the operands are, so that negative exponents of integers work.
 * @example np.float_power([1, 2, 4], -1) // array([1.  , 0.5 , 0.25])
 */
export const float_power = binary<'wide'>('float_power')

/**
 * The number with its sign changed; throws `TypeError` for booleans.
 * @example np.negative([1, -2]) // array([-1.,  2.])
 */
export const negative = unary<'promoted'>('negative')

/**
 * A copy of the numbers; throws `TypeError` for booleans.
 * @example np.positive([1, -2]) // array([ 1., -2.])
 */
export const positive = unary<'promoted'>('positive')

/**
 * Distance from 0; for complex numbers their modulus.
 * @example np.absolute([-1.5, 2]) // array([1.5, 2. ])
 */
export const absolute = unary<'real'>('absolute')
export { absolute as abs }

/**
 * Absolute value of real numbers, as floating-point numbers.
 * @example np.fabs([-1.5, 2]) // array([1.5, 2. ])
 */
export const fabs = unary<'float'>('fabs')

/**
 * -1, 0 or 1 by the sign; complex numbers divided by their modulus.
 * @example np.sign([-1.5, 0, 2]) // array([-1.,  0.,  1.])
 */
export const sign = unary<'promoted'>('sign')

/**
 * The number times itself.
 * @example np.square([1, -2, 3]) // array([1., 4., 9.])
 */
export const square = unary<'integral'>('square')

/**
 * Non-negative square root, element by element; NaN for negative real numbers.
 * @example np.sqrt([1, 4, 9]) // array([1., 2., 3.])
 */
export const sqrt = unary<'float'>('sqrt')

/**
 * Cube root of real numbers, negative ones too.
 * @example np.cbrt([1, 8, -27]) // array([ 1.,  2., -3.])
 */
export const cbrt = unary<'float'>('cbrt')

/**
 * 1 divided by the number; of integers rounded towards 0.
 * @example np.reciprocal([1, 2, 4]) // array([1.  , 0.5 , 0.25])
 */
export const reciprocal = unary<'integral'>('reciprocal')

/**
 * The number with its imaginary part's sign changed.
 * @example np.conjugate([np.complex(1, 2)]) // array([1.-2.j])
 */
export const conjugate = unary<'integral'>('conjugate')
export { conjugate as conj }

/**
 * Length of the hypotenuse, sqrt(x1² + x2²), without overflow on the way.
 * @example np.hypot([3, 5], [4, 12]) // array([ 5., 13.])
 */
export const hypot = binary<'float'>('hypot')

/**
 * Greatest common divisor of integers.
 * @example np.gcd(np.array([12, 20], 'int32'), 8) // array([4, 4], dtype=int32)
 */
export const gcd = binary<'count'>('gcd')

/**
 * Lowest common multiple of integers.
 * @example np.lcm(np.array([12, 20], 'int32'), 8) // array([24, 40], dtype=int32)
 */
export const lcm = binary<'count'>('lcm')
