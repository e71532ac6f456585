/** The Cholesky factorisation. */
import { expectBoolean, keywords } from '../core/arguments'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf, LinalgOf } from '../core/types'
import { LOWER, matrices, runRoutine, UPPER } from './routine'

export interface CholeskyOptions {
  /** Whether to give the upper factor U (a = Uᴴ·U) instead of the lower one. */
  readonly upper?: boolean
}

/**
 * Cholesky factor of a symmetric or Hermitian positive definite matrix (LAPACK potrf): the lower triangular L with
 * a = L·Lᴴ. Only the lower triangle of `a` is read (the upper one for `upper`). Throws `LinAlgError` for a matrix that is
 * not positive definite.
 * @example np.linalg.cholesky([[4, 2], [2, 5]]) // array([[2., 0.], [1., 2.]])
 */
export function cholesky<const X extends ArrayLike>(a: X, options?: CholeskyOptions): NDArray<LinalgOf<DTypeOf<X>>>
export function cholesky(a: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.cholesky'
  const upper = expectBoolean(name, 'upper', keywords(name, ['upper'], args).upper, false)
  const array = matrices(name, a, true)
  const { _shape: shape } = array
  const n = shape[shape.length - 1]
  const failure = `${name}: expected a positive definite matrix, received one with a leading minor that is not positive`
  const triangle = upper ? UPPER : LOWER
  return runRoutine(operation('cholesky'), [array], shape.slice(0, -2), [[n, n]], [n], failure, [triangle])[0]
}
