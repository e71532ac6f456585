/** Products of vectors and diagonals of matrices, with the axes that np.linalg gives them. */
import { expectInteger, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import type { DType, DTypeLike, Scalar } from '../core/dtype'
import { formatShape, rangeError } from '../core/errors'
import { callGufunc } from '../core/gufunc'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf, Promoted, SumOf } from '../core/types'
import { diagonal as diagonalOf, trace as traceOf } from '../creation/diagonals'
import { cross as crossOf, outer as outerOf } from '../products/tensor-products'

export interface VecdotOptions {
  /** The axis of the vectors, the last by default. */
  readonly axis?: number
}

/**
 * Dot products of vectors along an axis; the first is conjugated where it is complex.
 * @example np.linalg.vecdot([[1, 2], [3, 4]], [[1, 1], [10, 10]], { axis: 0 }) // array([31., 42.])
 */
export function vecdot<const A extends ArrayLike, const B extends ArrayLike>(
  x1: A,
  x2: B,
  options?: VecdotOptions,
): Scalar<Promoted<A, B>> | NDArray<Promoted<A, B>>
export function vecdot(x1: ArrayLike, x2: ArrayLike, ...args: unknown[]): NDArray | Scalar {
  const { axis = -1 } = keywords('linalg.vecdot', ['axis'], args)
  return callGufunc(operation('vecdot'), [x1, x2], [{ axis }])
}

/**
 * All products of the elements of two vectors: one row for each of the first. Throws `RangeError` for other dimensions.
 * @example np.linalg.outer([1, 2], [3, 4]) // array([[3., 4.], [6., 8.]])
 */
export function outer<const A extends ArrayLike, const B extends ArrayLike>(x1: A, x2: B): NDArray<Promoted<A, B>>
export function outer(x1: ArrayLike, x2: ArrayLike): NDArray {
  const [x, y] = [toArray(x1, 'outer'), toArray(x2, 'outer')]
  if (x._shape.length === 1 && y._shape.length === 1) return outerOf(x, y)
  throw rangeError(
    `linalg.outer: expected arrays of 1 dimension, received shapes ${formatShape(x._shape)} and ${formatShape(y._shape)}`,
    'ERR_SHAPE_MISMATCH',
  )
}

export interface CrossOptions {
  /** The axis of the vectors, the last by default. */
  readonly axis?: number
}

/**
 * The cross product of vectors of 3 components along an axis. Throws `RangeError` for other lengths.
 * @example np.linalg.cross([1, 2, 3], [4, 5, 6]) // array([-3.,  6., -3.])
 */
export function cross<const A extends ArrayLike, const B extends ArrayLike>(
  x1: A,
  x2: B,
  options?: CrossOptions,
): NDArray<Promoted<A, B>>
export function cross(x1: ArrayLike, x2: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.cross'
  const axis = expectInteger(name, 'axis', keywords(name, ['axis'], args).axis ?? -1)
  const [x, y] = [toArray(x1, name), toArray(x2, name)]
  const [m, n] = [x, y].map((array) => array._shape[normalizeAxis(name, axis, array._shape.length)])
  if (m === 3 && n === 3) return crossOf(x, y, { axis })
  throw rangeError(`${name}: expected vectors of 3 components, received ${m} and ${n}`, 'ERR_SHAPE_MISMATCH')
}

export interface DiagonalOptions {
  /** Which diagonal: above the main one (0) where positive. */
  readonly offset?: number
}

/**
 * A read-only view of the diagonal of a matrix, or of each matrix of a stack.
 * @example np.linalg.diagonal([[1, 2], [3, 4]]) // array([1., 4.])
 */
export function diagonal<const X extends ArrayLike>(x: X, options?: DiagonalOptions): NDArray<DTypeOf<X>>
export function diagonal(x: ArrayLike, ...args: unknown[]): NDArray {
  const { offset = 0 } = keywords('linalg.diagonal', ['offset'], args)
  return diagonalOf(x, { offset: offset as number, axis1: -2, axis2: -1 })
}

export interface TraceOptions<D extends DType = DType> extends DiagonalOptions {
  readonly dtype?: DTypeLike<D> | null
}

/**
 * The sum along the diagonal of a matrix, or of each matrix of a stack; small integers add up as int64 or uint64.
 * @example np.linalg.trace([[1, 2], [3, 4]]) // 5
 */
export function trace<const X extends readonly (readonly number[])[]>(x: X, options?: TraceOptions): number
export function trace<D extends DType>(
  x: ArrayLike,
  options: TraceOptions<D> & { readonly dtype: DTypeLike<D> },
): Scalar<D> | NDArray<D>
export function trace<const X extends ArrayLike>(
  x: X,
  options?: TraceOptions,
): Scalar<SumOf<DTypeOf<X>>> | NDArray<SumOf<DTypeOf<X>>>
export function trace(x: ArrayLike, ...args: unknown[]): Scalar | NDArray {
  const { offset = 0, dtype } = keywords('linalg.trace', ['offset', 'dtype'], args) as TraceOptions
  return traceOf(x, { offset, axis1: -2, axis2: -1, dtype })
}
