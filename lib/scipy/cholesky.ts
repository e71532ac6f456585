/** Cholesky factorisation and what it solves. */
import { expectBoolean, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { LinAlgError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { tril, triu } from '../creation/diagonals'
import { copyColumns } from '../lapack/call'
import { potrf, potrs } from '../lapack/solvers'
import { atleast_2d } from '../manipulation/shapes'
import { expectPair, expectRows, expectSquare, finiteArray, lapackInfo, overStack } from './arguments'
import type { FactorOptions } from './lu'
import { asColumn, cast, shapedLike } from './matrix'
import type { Lapack } from './types'

export interface CholeskyOptions extends FactorOptions {
  /** Whether to read and give the lower triangle; the upper one otherwise (default). */
  readonly lower?: boolean
}

function factor(name: string, a: ArrayLike, args: readonly unknown[], clean: boolean): [c: NDArray, lower: boolean] {
  const named = keywords(name, ['lower', 'overwrite_a', 'check_finite'], args)
  const lower = expectBoolean(name, 'lower', named.lower, false)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const matrix = atleast_2d(finiteArray(name, 'a', a, check)) as NDArray
  const c = overStack(name, [matrix], [2], (one) => {
    const columns = copyColumns(expectSquare(name, 'a', one), lapackInfo(one))
    const info = columns._size === 0 ? 0 : potrf(lower ? 'L' : 'U', columns).info
    if (info > 0) {
      throw new LinAlgError(
        `${name}: expected a positive definite matrix, received one whose leading minor of order ${info} is not positive`,
      )
    }
    return clean ? ((lower ? tril(columns) : triu(columns)) as NDArray) : columns
  })
  return [c, lower]
}

/**
 * Cholesky factor (potrf): a = U^H U, or L L^H where `lower`. Throws `LinAlgError` unless a is positive definite.
 * @example linalg.cholesky([[4, 2], [2, 5]]) // array([[2., 1.], [0., 2.]])
 */
export function cholesky<const A extends ArrayLike>(a: A, options?: CholeskyOptions): NDArray<Lapack<A>>
export function cholesky(a: ArrayLike, ...args: unknown[]): NDArray {
  return factor('linalg.cholesky', a, args, true)[0]
}

/**
 * Cholesky factor for `cho_solve` (potrf): [c, lower]. The other triangle of c is what a has there.
 * @example linalg.cho_factor([[4, 2], [2, 5]])[0] // array([[2., 1.], [2., 2.]])
 */
export function cho_factor<const A extends ArrayLike>(
  a: A,
  options?: CholeskyOptions,
): [c: NDArray<Lapack<A>>, lower: boolean]
export function cho_factor(a: ArrayLike, ...args: unknown[]): [NDArray, boolean] {
  return factor('linalg.cho_factor', a, args, false)
}

export interface ChoSolveOptions {
  readonly overwrite_b?: boolean
  readonly check_finite?: boolean
}

/**
 * Solves a x = b by `cho_factor`'s factor (potrs). b is a vector or a matrix of right-hand sides.
 * @example linalg.cho_solve(linalg.cho_factor([[4, 2], [2, 5]]), [8, 8]) // array([1.5, 1. ])
 */
export function cho_solve(
  c_and_lower: readonly [c: ArrayLike, lower: boolean],
  b: ArrayLike,
  options?: ChoSolveOptions,
): NDArray
export function cho_solve(c_and_lower: readonly [ArrayLike, boolean], b: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.cho_solve'
  const named = keywords(name, ['overwrite_b', 'check_finite'], args)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const [factor, isLower] = expectPair(name, 'a factor and whether it is lower', c_and_lower)
  const lower = toArray(isLower, name).item() ? 'L' : 'U'
  const [factors, right] = [finiteArray(name, 'c', factor, check), finiteArray(name, 'b', b, check)]
  return overStack(name, [factors, right], [2, 'right'], (c, y) => {
    expectSquare(name, 'c', c)
    expectRows(name, c._shape[0], y)
    const info = lapackInfo(c, y)
    const x = copyColumns(asColumn(y), info)
    if (x._size > 0) potrs(lower, cast(c, info), x)
    return shapedLike(x, y)
  })
}
