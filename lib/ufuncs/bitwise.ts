/** Bits of integers. JavaScript's numbers and lists of them are int64 here, where they are whole. */
import { binary, unary } from './declare'

/**
 * Bits that both integers have; `and` of booleans.
 * @example np.bitwise_and([12, 10], 6) // array([4, 2])
 */
export const bitwise_and = binary<'bits'>('bitwise_and')

/**
 * Bits that either integer has; `or` of booleans.
 * @example np.bitwise_or(np.array([12, 10], 'int32'), 6) // array([14, 14], dtype=int32)
 */
export const bitwise_or = binary<'bits'>('bitwise_or')

/**
 * Bits that only one of the integers has.
 * @example np.bitwise_xor(np.array([12, 10], 'int32'), 6) // array([10, 12], dtype=int32)
 */
export const bitwise_xor = binary<'bits'>('bitwise_xor')

/**
 * All bits inverted; `not` of booleans.
 * @example np.invert(np.array([0, 5], 'int32')) // array([-1, -6], dtype=int32)
 */
export const invert = unary<'bits'>('invert')
export { invert as bitwise_invert, invert as bitwise_not }

/**
 * Bits moved up by a count; 0 once everything is moved out.
 * @example np.left_shift(np.array([1, 3], 'int32'), 2) // array([ 4, 12], dtype=int32)
 */
export const left_shift = binary<'count'>('left_shift')
export { left_shift as bitwise_left_shift }

/**
 * Bits moved down by a count; signed integers keep their sign.
 * @example np.right_shift(np.array([12, -8], 'int32'), 2) // array([ 3, -2], dtype=int32)
 */
export const right_shift = binary<'count'>('right_shift')
export { right_shift as bitwise_right_shift }

/**
 * How many bits the absolute value has, as uint8.
 * @example np.bitwise_count(np.array([7, -8], 'int32')) // array([3, 1], dtype=uint8)
 */
export const bitwise_count = unary<'uint8'>('bitwise_count')
