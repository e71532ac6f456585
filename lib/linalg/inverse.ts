/** Inverses: of square matrices, of any matrix (Moore and Penrose's), of tensors; linear systems of tensors. */

import { finfo } from '../casting'
import { expectBoolean, expectInteger, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { broadcastShape } from '../core/broadcast'
import { describe, formatShape, LinAlgError, rangeError, typeError } from '../core/errors'
import { type NDArray, newArray, shapeSize } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf, LinalgOf, Promoted } from '../core/types'
import { castArray } from '../core/ufunc'
import { ravel, reshapeArray, transposeArray } from '../manipulation/shapes'
import { matrices, runRoutine } from './routine'
import { solve } from './solve'

/**
 * Inverse of a square matrix, or of each matrix of a stack, by LU factorisation (LAPACK getrf and getri). Throws
 * `LinAlgError` for matrices that are singular or not square.
 * @example np.linalg.inv([[2, 0], [0, 4]]) // array([[0.5 , 0.  ], [0.  , 0.25]])
 */
export function inv<const X extends ArrayLike>(a: X): NDArray<LinalgOf<DTypeOf<X>>>
export function inv(a: ArrayLike): NDArray {
  const name = 'linalg.inv'
  const array = matrices(name, a, true)
  const n = array._shape[array._shape.length - 1]
  const failure = `${name}: expected a matrix that is not singular, received one with a zero pivot`
  return runRoutine(operation('inv'), [array], array._shape.slice(0, -2), [[n, n]], [n], failure)[0]
}

export interface PinvOptions {
  /** Singular values up to this times the largest count as zero (1e-15); one for each matrix of a stack. */
  readonly rcond?: ArrayLike | null
  /** Whether the matrix is Hermitian (only its lower triangle is read): a faster way. */
  readonly hermitian?: boolean
  /** The same as `rcond`; `null` stands for the dtype's precision times max(m, n). */
  readonly rtol?: ArrayLike | null
}

/**
 * Moore and Penrose's pseudo-inverse of a matrix, or of each matrix of a stack, by singular values (LAPACK gesdd). Throws
 * `LinAlgError` for NaN or infinite elements.
 * @example np.linalg.pinv([[2, 0], [0, 0], [0, 0]]) // array([[0.5, 0. , 0. ], [0. , 0. , 0. ]])
 */
export function pinv<const X extends ArrayLike>(
  a: X,
  rcond?: ArrayLike | null | PinvOptions,
  hermitian?: boolean | PinvOptions,
): NDArray<LinalgOf<DTypeOf<X>>>
export function pinv(a: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.pinv'
  const named = keywords(name, ['rcond', 'hermitian', 'rtol'], args)
  const hermitian = expectBoolean(name, 'hermitian', named.hermitian, false)
  const given = toArray(a, name)
  const { _shape: shape } = given
  const [m, n] = shape.slice(-2)
  const hasRcond = !isNone(named.rcond)
  if (hasRcond && named.rtol !== undefined)
    throw rangeError(`${name}: expected rcond or rtol, received both`, 'ERR_OUT_OF_RANGE')
  if (shape.length >= 2 && m * n === 0) {
    // NumPy keeps even an integer dtype here.
    const empty = [...shape.slice(0, -2), n, m]
    return newArray(given.info, empty, shapeSize(empty, name), true)
  }
  const array = matrices(name, given, hermitian)
  let cutoff: ArrayLike = 1e-15
  if (hasRcond) cutoff = named.rcond as ArrayLike
  else if (named.rtol === null) cutoff = Math.max(m, n) * finfo(array.info.name).eps
  else if (named.rtol !== undefined) cutoff = named.rtol as ArrayLike
  const stack = shape.slice(0, -2)
  const shares = castArray(toArray(cutoff, name), array.info.kind === 'c' ? array.real.info : array.info)
  const failure = `${name}: expected finite elements and convergence, received NaN, Inf or a matrix on which gesdd fails`
  if (broadcastShape(name, [stack, shares._shape]).length !== stack.length) {
    throw rangeError(
      `${name}: expected one tolerance for each matrix, received the shape ${formatShape(shares._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return runRoutine(operation('pinv'), [array, shares], stack, [[n, m]], [m, n], failure, [hermitian ? 1 : 0])[0]
}

export interface TensorinvOptions {
  /** How many leading axes count as rows; 2 by default. */
  readonly ind?: number
}

/**
 * Inverse of a tensor seen as a square matrix: its first `ind` axes are rows, the others columns. Undoes
 * `tensordot(a, x, x.ndim)`. Throws `LinAlgError` where the two products of lengths differ.
 * @example np.linalg.tensorinv(np.reshape(np.eye(6), [6, 2, 3]), 1).shape // [2, 3, 6]
 */
export function tensorinv<const X extends ArrayLike>(
  a: X,
  ind?: number | TensorinvOptions,
): NDArray<LinalgOf<DTypeOf<X>>>
export function tensorinv(a: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.tensorinv'
  const given = keywords(name, ['ind'], args).ind
  const ind = given === undefined ? 2 : expectInteger(name, 'ind', given)
  if (ind <= 0) throw rangeError(`${name}: expected ind above 0, received ${ind}`)
  const array = toArray(a, name)
  const columns = array._shape.slice(ind)
  const rows = array._shape.slice(0, ind)
  const n = columns.reduce((product, length) => product * length, 1)
  const m = rows.reduce((product, length) => product * length, 1)
  if (m !== n) {
    throw new LinAlgError(
      `${name}: expected the first ${ind} lengths and the others to have one product, received shape ${formatShape(array._shape)}`,
    )
  }
  return reshapeArray(name, inv(reshapeArray(name, array, [n, n])), [...columns, ...rows])
}

export interface TensorsolveOptions {
  /** Axes of `a` to move to the end first. */
  readonly axes?: readonly number[] | null
}

/**
 * Solves `tensordot(a, x, x.ndim)` = b for x: a's first axes are those of b, its others those of x. Throws `LinAlgError`
 * where `a` is not square in this sense or is singular.
 * @example np.linalg.tensorsolve(np.reshape(np.eye(6), [6, 2, 3]), np.ones(6)).shape // [2, 3]
 */
export function tensorsolve<const A extends ArrayLike, const B extends ArrayLike>(
  a: A,
  b: B,
  axes?: readonly number[] | null | TensorsolveOptions,
): NDArray<LinalgOf<Promoted<A, B>>>
export function tensorsolve(a: ArrayLike, b: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.tensorsolve'
  const { axes } = keywords(name, ['axes'], args)
  const right = toArray(b, name)
  const array = toArray(a, name)
  const ndim = array._shape.length
  const moved = isNone(axes) ? array : lastAxes(name, array, axes)
  // Python's slice [-0:] is the whole shape.
  const shape = moved._shape.slice(ndim === right._shape.length ? 0 : right._shape.length - ndim)
  const n = shape.reduce((product, length) => product * length, 1)
  if (array._size !== n ** 2) {
    throw new LinAlgError(
      `${name}: expected a whose axes beyond b's have the product of b's lengths, received shapes ${formatShape(array._shape)} and ${formatShape(right._shape)}`,
    )
  }
  return reshapeArray(name, solve(reshapeArray(name, moved, [n, n]), ravel(right)), shape)
}

// The array with the given axes moved to the end, one after the other.
function lastAxes(name: string, array: NDArray, axes: unknown): NDArray {
  if (!Array.isArray(axes)) throw typeError(`${name}: expected a list of axes, received ${describe(axes)}`)
  const order = array._shape.map((_, d) => d)
  for (const axis of axes) {
    const d = order.indexOf(expectInteger(name, 'axes', axis))
    if (d < 0) {
      throw rangeError(
        `${name}: expected different axes between 0 and ${order.length - 1}, received ${axis}`,
        'ERR_AXIS',
      )
    }
    order.push(...order.splice(d, 1))
  }
  return transposeArray(array, order)
}
