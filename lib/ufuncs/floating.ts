/** Parts and kinds of floating-point numbers, and rounding to whole ones. */
import { binary, unary, unaryPair } from './declare'

/**
 * Whether the element is NaN.
 * @example np.isnan([1, NaN]) // array([False,  True])
 */
export const isnan = unary<'bool'>('isnan')

/**
 * Whether the element is infinite.
 * @example np.isinf([1, -Infinity]) // array([False,  True])
 */
export const isinf = unary<'bool'>('isinf')

/**
 * Whether the element is neither infinite nor NaN.
 * @example np.isfinite([1, NaN]) // array([ True, False])
 */
export const isfinite = unary<'bool'>('isfinite')

/**
 * Whether the sign bit is set: of negative numbers and of -0.
 * @example np.signbit([1, -0]) // array([False,  True])
 */
export const signbit = unary<'bool'>('signbit')

/**
 * The first operand with the sign of the second.
 * @example np.copysign([1, 2], -1) // array([-1., -2.])
 */
export const copysign = binary<'float'>('copysign')

/**
 * The next representable number from the first operand towards the second.
 * @example np.nextafter(np.array([1], 'float32'), 2) // array([1.0000001], dtype=float32)
 */
export const nextafter = binary<'float'>('nextafter')

/**
 * Distance to the next representable number away from 0.
 * @example np.spacing([1, 1e10]) // array([2.22044605e-16, 1.90734863e-06])
 */
export const spacing = unary<'float'>('spacing')

/**
 * 0 below zero, 1 above, and the second operand at zero.
 * @example np.heaviside([-1, 0, 2], 0.5) // array([0. , 0.5, 1. ])
 */
export const heaviside = binary<'float'>('heaviside')

/**
 * Rounds to the nearest whole number, halves to the even one.
 * @example np.rint([0.5, 1.5, -1.2]) // array([ 0.,  2., -1.])
 */
export const rint = unary<'float'>('rint')

/**
 * Largest whole number not above.
 * @example np.floor([1.7, -1.7]) // array([ 1., -2.])
 */
export const floor = unary<'promoted'>('floor')

/**
 * Smallest whole number not below.
 * @example np.ceil([1.2, -1.7]) // array([ 2., -1.])
 */
export const ceil = unary<'promoted'>('ceil')

/**
 * Whole number next towards 0.
 * @example np.trunc([1.7, -1.7]) // array([ 1., -1.])
 */
export const trunc = unary<'promoted'>('trunc')

/**
 * Fractional and whole part, both with the number's sign, as a pair.
 * @example np.modf([1.5, -2.25]) // [array([ 0.5 , -0.25]), array([ 1., -2.])]
 */
export const modf = unaryPair<'float', 'float'>('modf')

/**
 * Mantissa in [0.5, 1) and exponent of 2, as a pair.
 * @example np.frexp([4, 0.75]) // [array([0.5 , 0.75]), array([3, 0], dtype=int32)]
 */
export const frexp = unaryPair<'float', 'int32'>('frexp')

/**
 * x1 * 2**x2 for integer x2.
 * @example np.ldexp([1, 3], np.array([4, -1], 'int32')) // array([16. ,  1.5])
 */
export const ldexp = binary<'first'>('ldexp')
