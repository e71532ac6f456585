/** Systems of linear equations. */
import { toArray } from '../core/array'
import { broadcastShape } from '../core/broadcast'
import { formatShape, rangeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike, LinalgOf, Promoted } from '../core/types'
import { castArray } from '../core/ufunc'
import { linalgInfo, matrices, runRoutine } from './routine'

/**
 * Solves a·x = b for square a by LU factorisation (LAPACK gesv). A 1-d b is one right-hand side; otherwise b's last two
 * axes hold a matrix of them. Stacks broadcast. Throws `LinAlgError` for singular or non-square a and `RangeError`
 * where shapes don't match.
 * @example np.linalg.solve([[3, 1], [1, 2]], [9, 8]) // array([2., 3.])
 */
export function solve<const A extends ArrayLike, const B extends ArrayLike>(
  a: A,
  b: B,
): NDArray<LinalgOf<Promoted<A, B>>>
export function solve(a: ArrayLike, b: ArrayLike): NDArray {
  const name = 'linalg.solve'
  const matrix = matrices(name, a, true)
  const right = toArray(b, name)
  if (right._shape.length === 0) {
    throw rangeError(`${name}: expected b of at least 1 dimension, received a scalar`, 'ERR_SHAPE_MISMATCH')
  }
  const info = promoteTypes(matrix.info, linalgInfo(name, right))
  const x = castArray(matrix, info)
  const y = castArray(right, info)
  const vector = y._shape.length === 1
  const n = x._shape[x._shape.length - 1]
  const rows = y._shape[y._shape.length - (vector ? 1 : 2)]
  if (rows !== n) {
    throw rangeError(
      `${name}: expected b to have ${n} rows, received shape ${formatShape(y._shape)} for a of shape ${formatShape(x._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const stack = x._shape.slice(0, -2)
  const failure = `${name}: expected a matrix of finite elements that is not singular, received one with a zero pivot`
  if (vector) return runRoutine(operation('solve1'), [x, y], stack, [[n]], [n], failure)[0]
  const columns = y._shape[y._shape.length - 1]
  const loopShape =
    y._shape.length === 2 && stack.length === 0 ? stack : broadcastShape(name, [stack, y._shape.slice(0, -2)])
  return runRoutine(operation('solve'), [x, y], loopShape, [[n, columns]], [n, columns], failure)[0]
}
