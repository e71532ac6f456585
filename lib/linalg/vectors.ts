/** Products of vectors, as np.linalg has them. */
import { keywords } from '../arguments'
import { operation } from '../call'
import type { Scalar } from '../dtype'
import { callGufunc } from '../gufunc'
import type { NDArray } from '../ndarray'
import type { ArrayLike, Promoted } from '../types'

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
