/** Measures of how near a matrix is to a singular one. */

import { finfo } from '../casting'
import { expectBoolean, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { dtypeInfo, type Scalar } from '../core/dtype'
import { formatShape, LinAlgError, rangeError } from '../core/errors'
import { type NDArray, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { reduceBy } from '../core/reduction'
import type { ArrayLike, DTypeOf, LinalgOf, RealOf } from '../core/types'
import { callBinary, callUnary } from '../core/ufunc'
import { expand_dims } from '../manipulation/shapes'
import { count_nonzero } from '../reductions/reductions'
import { type NormOrder, normAlong } from './norm'
import { elementOrStack, matrices, runRow } from './routine'
import { singular } from './svd'

export interface RankOptions {
  /** Singular values up to this count as zero; one for each matrix of a stack. */
  readonly tol?: ArrayLike | null
  /** Whether the matrix is Hermitian (only its lower triangle is read): a faster way. */
  readonly hermitian?: boolean
  /** Singular values up to this times the largest count as zero; by default the dtype's precision times max(m, n). */
  readonly rtol?: ArrayLike | null
}

/**
 * Rank of a matrix, or of each matrix of a stack: how many singular values are not nearly zero. A scalar or vector has rank
 * 1 unless it is all zeros.
 * @example np.linalg.matrix_rank([[1, 2], [2, 4]]) // 1
 */
export function matrix_rank<const X extends readonly (readonly number[])[]>(
  A: X,
  tol?: ArrayLike | null | RankOptions,
  hermitian?: boolean | RankOptions,
): number
export function matrix_rank(
  A: ArrayLike,
  tol?: ArrayLike | null | RankOptions,
  hermitian?: boolean | RankOptions,
): number | NDArray<'int64'>
export function matrix_rank(A: ArrayLike, ...args: unknown[]): number | NDArray {
  const name = 'linalg.matrix_rank'
  const named = keywords(name, ['tol', 'hermitian', 'rtol'], args)
  const hermitian = expectBoolean(name, 'hermitian', named.hermitian, false)
  const { tol = null, rtol = null } = named as RankOptions
  if (tol !== null && rtol !== null) throw rangeError(`${name}: expected tol or rtol, received both`)
  const given = toArray(A, name)
  if (given._shape.length < 2) return (count_nonzero(given) as number) > 0 ? 1 : 0
  const array = matrices(name, given, hermitian)
  const values = singular(name, array, { hermitian }) as NDArray
  let limit: unknown = tol === null ? undefined : perMatrix(tol)
  if (limit === undefined) {
    const options = { axis: -1, keepdims: true, initial: 0 }
    const largest = reduceBy(name, operation('maximum'), values, values.info, options)
    const share = rtol === null ? Math.max(...array._shape.slice(-2)) * finfo(values.info.name).eps : perMatrix(rtol)
    limit = callBinary(operation('multiply'), largest, share, [])
  }
  const large = callBinary(operation('greater'), values, limit, []) as NDArray
  return large._shape.length === 1 ? (count_nonzero(large) as number) : (count_nonzero(large, -1) as NDArray)
}

// A tolerance beside a stack of lists of singular values.
function perMatrix(tolerance: ArrayLike): ArrayLike {
  return typeof tolerance === 'number' ? tolerance : expand_dims(toArray(tolerance), -1)
}

export interface CondOptions {
  /** The norm: 2 (default), -2, 1, -1, Infinity, -Infinity, 'fro' or 'nuc'. */
  readonly p?: NormOrder
}

/**
 * Condition number of a matrix, or of each matrix of a stack: how much solving with it can magnify errors. By default the
 * ratio of the largest to the smallest singular value, otherwise the norm of the matrix times that of its inverse; Infinity
 * for a singular matrix. Throws `LinAlgError` for empty matrices, and for those not square with other norms.
 * @example np.linalg.cond([[1, 0], [0, 4]]) // 4
 */
export function cond<const X extends readonly (readonly number[])[]>(x: X, p?: NormOrder | CondOptions): number
export function cond<const X extends ArrayLike>(
  x: X,
  p?: NormOrder | CondOptions,
): number | NDArray<RealOf<LinalgOf<DTypeOf<X>>>>
export function cond(x: ArrayLike, ...args: unknown[]): NDArray | Scalar {
  const name = 'linalg.cond'
  const p = (keywords(name, ['p'], args).p ?? 2) as NormOrder
  const given = toArray(x, name)
  const { _shape: shape } = given
  if (given._size === 0 && shape.slice(-2).includes(0)) {
    throw new LinAlgError(`${name}: expected a matrix with elements, received shape ${formatShape(shape)}`)
  }
  const bySingular = p === 2 || p === -2
  const array = matrices(name, given, !bySingular)
  const ratio = bySingular ? singularRatio(name, array, p === -2) : normProduct(name, array, p)
  const nan = callUnary(operation('isnan'), ratio, []) as NDArray
  if ((count_nonzero(nan) as number) === 0) return elementOrStack(ratio)
  // A matrix without NaN whose inverse or singular values can't be had is singular.
  const spoilt = callUnary(operation('isnan'), array, [])
  const keep = reduceBy(name, operation('logical_or'), spoilt as NDArray, dtypeInfo('bool'), { axis: [-2, -1] })
  const singularOnes = callBinary(operation('greater'), nan, keep, [])
  callBinary(operation('add'), Number.POSITIVE_INFINITY, 0, [{ out: ratio, where: singularOnes }])
  return elementOrStack(ratio)
}

function singularRatio(name: string, array: NDArray, inverted: boolean): NDArray {
  const [m, n] = array._shape.slice(-2)
  const k = Math.min(m, n)
  const [values, info] = runRow(operation('svd_n'), [array], array._shape.slice(0, -2), [[k], []], [m, n, k])
  // Infinite elements make NaN of the values; for NaN, NumPy says that the SVD did not converge.
  const anyNaN = (): boolean => (count_nonzero(callUnary(operation('isnan'), array, []) as NDArray) as number) > 0
  if ((count_nonzero(info) as number) > 0 && anyNaN()) {
    throw new LinAlgError(`${name}: expected a matrix without NaN, received one with NaN`)
  }
  const at = (index: number): NDArray => {
    const offset = values.offset + index * values._strides[values._strides.length - 1]
    return view(values, values._shape.slice(0, -1), values._strides.slice(0, -1), offset)
  }
  const [first, last] = inverted ? [at(k - 1), at(0)] : [at(0), at(k - 1)]
  return toArray(callBinary(operation('divide'), first, last, []))
}

function normProduct(name: string, array: NDArray, p: NormOrder): NDArray {
  const n = array._shape[array._shape.length - 1]
  const norm = (of: NDArray): NDArray => toArray(normAlong(name, of, p, [-2, -1]) as ArrayLike)
  const [inverse] = runRow(operation('inv'), [array], array._shape.slice(0, -2), [[n, n], []], [n])
  return toArray(callBinary(operation('multiply'), norm(array), norm(inverse), []))
}
