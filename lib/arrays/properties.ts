/** Questions about values: how many dimensions, which shape, which parts. */

import { expectArray, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { listAxes, normalizeAxis } from '../core/axis'
import type { Scalar } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { isFortranContiguous, NDArray } from '../core/ndarray'
import type { ArrayLike, DTypeOf, RealOf } from '../core/types'

/**
 * The number of dimensions.
 * @example np.ndim([[1, 2]]) // 2
 */
export function ndim(a: ArrayLike): number {
  return a instanceof NDArray ? a._shape.length : toArray(a, 'ndim')._shape.length
}

/**
 * The length of each dimension.
 * @example np.shape([[1, 2]]) // [1, 2]
 */
export function shape(a: ArrayLike): number[] {
  return [...toArray(a, 'shape')._shape]
}

/**
 * The number of elements, in all or along an axis or several.
 * @example np.size([[1, 2], [3, 4]], 0) // 2
 */
export function size(
  a: ArrayLike,
  axis?: number | readonly number[] | null | { readonly axis?: number | readonly number[] | null },
): number
export function size(a: ArrayLike, ...args: unknown[]): number {
  const array = toArray(a, 'size')
  const { axis } = keywords('size', ['axis'], args)
  if (isNone(axis)) return array._size
  const axes = listAxes('size', axis).map((one) => normalizeAxis('size', one, array._shape.length))
  return axes.reduce((product, d) => product * array._shape[d], 1)
}

/** A scalar's part as a scalar, an array's as a view. */
type Part<X extends ArrayLike> = [X] extends [number | bigint | boolean | { readonly re: number; readonly im: number }]
  ? Scalar<RealOf<DTypeOf<X>>>
  : NDArray<RealOf<DTypeOf<X>>>

/**
 * The real parts: a view for arrays, the array itself where it is real.
 * @example np.real([np.complex(1, 2), 3]) // array([1., 3.])
 */
export function real<const X extends ArrayLike>(val: X): Part<X> {
  const parts = toArray(val, 'real').real
  return (isScalarLike(val) ? parts.item() : parts) as Part<X>
}

/**
 * The imaginary parts: a view for complex arrays, zeros for real ones.
 * @example np.imag([np.complex(1, 2), 3]) // array([2., 0.])
 */
export function imag<const X extends ArrayLike>(val: X): Part<X> {
  const parts = toArray(val, 'imag').imag
  return (isScalarLike(val) ? parts.item() : parts) as Part<X>
}

/**
 * Whether elements lie in column-major order without gaps, and not in row-major order too.
 * @example np.isfortran(np.zeros([2, 3], { order: 'F' })) // true
 */
export function isfortran(a: NDArray): boolean {
  const array = expectArray('isfortran', 'a', a)
  return !array.contiguous && isFortranContiguous(array)
}

/**
 * Whether a value can be iterated over.
 * @example np.iterable([1, 2]) // true
 */
export function iterable(y: unknown): boolean {
  if (y instanceof NDArray) return y._shape.length > 0
  return typeof (y as Iterable<unknown> | null | undefined)?.[Symbol.iterator] === 'function'
}

/**
 * Whether a value is a scalar: a number, bigint, boolean, complex value or string. Arrays of 0 dimensions are none.
 * @example np.isscalar(3.5) // true
 */
export function isscalar(element: unknown): boolean {
  return isScalarLike(element) || typeof element === 'string'
}
