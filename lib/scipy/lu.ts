/** LU factorisation and what it solves. */
import { expectBoolean, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { copyInto } from '../core/copy'
import { INT32, INT64 } from '../core/dtype'
import { formatShape, rangeError } from '../core/errors'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { tril, triu } from '../creation/diagonals'
import { copyColumns } from '../lapack/call'
import { getrf, getrs } from '../lapack/solvers'
import { subtract } from '../ufuncs'
import {
  expectMatrix,
  expectPair,
  expectRows,
  expectSquare,
  finiteArray,
  lapackInfo,
  overStack,
  realInfo,
  warn,
} from './arguments'
import { asColumn, cast, diagonalOf, part, shapedLike, zeroMatrix } from './matrix'
import type { Lapack } from './types'

export interface FactorOptions {
  /** Accepted for SciPy's sake; arguments are never overwritten. */
  readonly overwrite_a?: boolean
  /** Whether to refuse NaN and Inf (default). */
  readonly check_finite?: boolean
}

/**
 * LU factorisation with partial pivoting (getrf): [lu, piv], with L below the diagonal and U on and above it, and the row
 * that each row was swapped with. Warns where a pivot is zero. Stacks of matrices are done one by one.
 * @example linalg.lu_factor([[2, 1], [4, 4]])[1] // array([1, 1], dtype=int32)
 */
export function lu_factor<const A extends ArrayLike>(
  a: A,
  options?: FactorOptions,
): [lu: NDArray<Lapack<A>>, piv: NDArray<'int32'>]
export function lu_factor(a: ArrayLike, ...args: unknown[]): [NDArray, NDArray] {
  const name = 'linalg.lu_factor'
  const named = keywords(name, ['overwrite_a', 'check_finite'], args)
  const matrix = finiteArray(name, 'a', a, expectBoolean(name, 'check_finite', named.check_finite, true))
  return overStack(name, [matrix], [2], (one): [NDArray, NDArray] => {
    const lu = copyColumns(expectMatrix(name, 'a', one), lapackInfo(one))
    const { ipiv, info } = getrf(lu)
    if (info > 0) warn(name, `diagonal element ${info} is exactly zero: the matrix is singular`)
    return [lu, cast(subtract(ipiv, 1) as NDArray, INT32)]
  })
}

const TRANSPOSITIONS = ['N', 'T', 'C']

/** The letter of trans: 0, 1, 2 or 'N', 'T', 'C'. */
export function transposition(name: string, value: unknown): string {
  const letter = typeof value === 'number' ? TRANSPOSITIONS[value] : value === undefined ? 'N' : value
  if (TRANSPOSITIONS.includes(letter as string)) return letter as string
  throw rangeError(`${name}: expected trans to be 0, 1, 2, 'N', 'T' or 'C', received ${String(value)}`)
}

export interface LuSolveOptions {
  /** 0 for a x = b, 1 for the transpose, 2 for the conjugate transpose. */
  readonly trans?: 0 | 1 | 2
  readonly overwrite_b?: boolean
  readonly check_finite?: boolean
}

/**
 * Solves a x = b by `lu_factor`'s factors (getrs). b is a vector or a matrix of right-hand sides.
 * @example linalg.lu_solve(linalg.lu_factor([[2, 0], [0, 4]]), [2, 8]) // array([1., 2.])
 */
export function lu_solve(
  lu_and_piv: readonly [lu: ArrayLike, piv: ArrayLike],
  b: ArrayLike,
  options?: LuSolveOptions,
): NDArray
export function lu_solve(lu_and_piv: readonly [ArrayLike, ArrayLike], b: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.lu_solve'
  const named = keywords(name, ['trans', 'overwrite_b', 'check_finite'], args)
  const trans = transposition(name, named.trans)
  const right = finiteArray(name, 'b', b, expectBoolean(name, 'check_finite', named.check_finite, true))
  const [factors, pivots] = expectPair(name, 'a factor and its pivots', lu_and_piv).map((one) => toArray(one, name))
  return overStack(name, [factors, pivots, right], [2, 1, 'right'], (lu, piv, y) => {
    expectSquare(name, 'lu', lu)
    expectRows(name, lu._shape[0], y)
    const info = lapackInfo(lu, y)
    const x = copyColumns(asColumn(y), info)
    const ipiv = newArray(INT64, [piv._size], piv._size, false)
    copyInto(ipiv, subtract(piv, -1) as NDArray)
    if (x._size > 0) getrs(trans, cast(lu, info), ipiv, x)
    return shapedLike(x, y)
  })
}

export interface LuOptions extends FactorOptions {
  /** Whether to give P L as one matrix. */
  readonly permute_l?: boolean
  /** Whether to give P as the row indices that undo it: a = L[p, :] U. */
  readonly p_indices?: boolean
}

/**
 * LU factorisation a = P L U with partial pivoting (getrf), for matrices of any shape: [P, L, U], or [P L, U] where
 * `permute_l`. Stacks are done one by one.
 * @example linalg.lu([[2, 1], [4, 4]])[2] // array([[ 4., 4.], [ 0., -1.]])
 */
export function lu<const A extends ArrayLike>(
  a: A,
  options: LuOptions & { readonly permute_l: true },
): [PL: NDArray<Lapack<A>>, U: NDArray<Lapack<A>>]
export function lu<const A extends ArrayLike>(
  a: A,
  options: LuOptions & { readonly p_indices: true },
): [p: NDArray<'int32'>, L: NDArray<Lapack<A>>, U: NDArray<Lapack<A>>]
export function lu<const A extends ArrayLike>(
  a: A,
  options?: LuOptions,
): [P: NDArray, L: NDArray<Lapack<A>>, U: NDArray<Lapack<A>>]
export function lu(a: ArrayLike, ...args: unknown[]): NDArray[] {
  const name = 'linalg.lu'
  const named = keywords(name, ['permute_l', 'overwrite_a', 'check_finite', 'p_indices'], args)
  const permuted = expectBoolean(name, 'permute_l', named.permute_l, false)
  const indices = expectBoolean(name, 'p_indices', named.p_indices, false)
  const matrix = finiteArray(name, 'a', a, expectBoolean(name, 'check_finite', named.check_finite, true))
  if (matrix._shape.length < 2) {
    throw rangeError(
      `${name}: expected a of at least 2 dimensions, received shape ${formatShape(matrix._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return overStack(name, [matrix], [2], (one) => {
    const info = lapackInfo(one)
    const [m, n] = one._shape
    const k = Math.min(m, n)
    const factors = copyColumns(one, info)
    const rows = k === 0 ? [] : rowOrder(getrf(factors).ipiv, m)
    const L = tril(part(factors, 0, m, 0, k), -1) as NDArray
    fillDiagonal(L, 1)
    const U = triu(part(factors, 0, k)) as NDArray
    // Row i of the product is row rows[i] of a.
    if (permuted) return [gatherRows(L, inverseOrder(rows)), U]
    if (indices) return [indexArray(k === 0 ? [] : inverseOrder(rows)), L, U]
    const P = zeroMatrix(realInfo(info), rows.length, rows.length)
    const { buffer } = P.storage
    const ones =
      P.dtype === 'float32' ? new Float32Array(buffer, P.offset, P._size) : new Float64Array(buffer, P.offset, P._size)
    for (const [i, row] of rows.entries()) ones[row * rows.length + i] = 1
    return [P, L, U]
  })
}

/** Sets the diagonal to a number. */
export function fillDiagonal(a: NDArray, value: number): void {
  copyInto(diagonalOf(a), toArray(value))
}

/** Where each row comes from after getrf's swaps. */
export function rowOrder(ipiv: NDArray, rows: number): number[] {
  const order = Array.from({ length: rows }, (_, i) => i)
  for (const [i, pivot] of (ipiv.tolist() as number[]).entries()) {
    ;[order[i], order[pivot - 1]] = [order[pivot - 1], order[i]]
  }
  return order
}

export function inverseOrder(order: readonly number[]): number[] {
  const inverse = new Array<number>(order.length)
  for (const [i, from] of order.entries()) inverse[from] = i
  return inverse
}

function indexArray(order: readonly number[]): NDArray {
  const array = newArray(INT32, [order.length], order.length, false)
  new Int32Array(array.storage.buffer, array.offset, order.length).set(order)
  return array
}

function gatherRows(a: NDArray, order: readonly number[]): NDArray {
  return order.length === 0 ? a : (a.get([...order]) as NDArray)
}
