/** Least squares. */

import { finfo } from '../casting'
import { isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import type { DType } from '../core/dtype'
import { describe, formatShape, LinAlgError, typeError } from '../core/errors'
import { type NDArray, newArray, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike, LinalgOf, Promoted, RealOf } from '../core/types'
import { castArray } from '../core/ufunc'
import { elementOrStack, linalgInfo, runRoutine } from './routine'

export interface LstsqOptions {
  /** Singular values up to this times the largest count as zero; by default the dtype's precision times max(m, n). */
  readonly rcond?: number | null
}

/** The solution, the squared lengths of b - a·x (none unless a has full rank and m > n), a's rank, a's singular values. */
type Solution<D extends DType> = [
  x: NDArray<D>,
  residuals: NDArray<RealOf<D>>,
  rank: number,
  singularValues: NDArray<RealOf<D>>,
]

/**
 * The x of least length that makes the length of b - a·x least, by singular values (LAPACK gelsd). A 2-d b holds several
 * right-hand sides. Gives [x, residuals, rank, singular values]. Throws `LinAlgError` where `a` is not a matrix, where
 * rows don't match and for NaN or infinite elements of `a`.
 * @example np.linalg.lstsq([[1, 0], [0, 2], [0, 0]], [3, 4, 5])[1] // array([25.])
 */
export function lstsq<const A extends ArrayLike, const B extends ArrayLike>(
  a: A,
  b: B,
  rcond?: number | null | LstsqOptions,
): Solution<LinalgOf<Promoted<A, B>>>
export function lstsq(a: ArrayLike, b: ArrayLike, ...args: unknown[]): [NDArray, NDArray, number, NDArray] {
  const name = 'linalg.lstsq'
  const { rcond } = keywords(name, ['rcond'], args)
  const left = toArray(a, name)
  const right = toArray(b, name)
  const vector = right._shape.length === 1
  const matrix = vector ? view(right, [right._shape[0], 1], [right._strides[0], 0], right.offset) : right
  for (const array of [left, matrix]) {
    if (array._shape.length !== 2) {
      throw new LinAlgError(`${name}: expected arrays of 2 dimensions, received shape ${formatShape(array._shape)}`)
    }
  }
  const [m, n] = left._shape
  if (matrix._shape[0] !== m) {
    throw new LinAlgError(
      `${name}: expected b to have ${m} rows, received shape ${formatShape(right._shape)} for a of shape ${formatShape(left._shape)}`,
    )
  }
  const info = promoteTypes(linalgInfo(name, left), linalgInfo(name, matrix))
  const k = matrix._shape[1]
  const p = Math.min(m, n)
  const cutoff = isNone(rcond) ? finfo(info.name).eps * Math.max(m, n) : rcond
  if (typeof cutoff !== 'number') throw typeError(`${name}: expected a number for rcond, received ${describe(rcond)}`)
  const failure = `${name}: expected finite elements and convergence, received NaN, Inf or a matrix on which gelsd fails`
  const inputs = [castArray(left, info), castArray(matrix, info)]
  const shapes = [[n, k], [k], [], [p]]
  const [x, residuals, rank, values] = runRoutine(operation('lstsq'), inputs, [], shapes, [m, n, k, p], failure, [
    cutoff,
  ])
  const found = elementOrStack(rank) as number
  return [
    vector ? view(x, [n], [x._strides[0]], x.offset) : x,
    found === n && m > n ? residuals : newArray(residuals.info, [0], 0, false),
    found,
    values,
  ]
}
