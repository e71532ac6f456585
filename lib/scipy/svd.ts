/** Singular values, and the subspaces and factors that follow from them. */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { copyInto } from '../core/copy'
import { LinAlgError } from '../core/errors'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike, RealOf } from '../core/types'
import { eye } from '../creation/creation'
import { copyColumns, newColumns } from '../lapack/call'
import { geqrf, orgqr } from '../lapack/orthogonal'
import { gejsv, gesdd, gesvd, gesvj } from '../lapack/singular'
import { count_nonzero, max } from '../reductions/reductions'
import { greater, multiply } from '../ufuncs'
import { epsilon, expectMatrix, finiteArray, lapackInfo, oneOf, overStack, realInfo } from './arguments'
import { adjoint, part, product, zeroMatrix } from './matrix'
import type { Lapack } from './types'

/** Divide and conquer, QR iteration, Jacobi rotations after QR with pivoting, Jacobi rotations alone. */
export type SvdDriver = 'gesdd' | 'gesvd' | 'gejsv' | 'gesvj'

const DRIVERS: readonly SvdDriver[] = ['gesdd', 'gesvd', 'gejsv', 'gesvj']

export interface SvdOptions {
  /** Whether u and vh are square (default), or as thin as the matrix allows. */
  readonly full_matrices?: boolean
  readonly compute_uv?: boolean
  readonly overwrite_a?: boolean
  readonly check_finite?: boolean
  /** The Jacobi drivers, which SciPy has not, give small singular values to high relative accuracy. */
  readonly lapack_driver?: SvdDriver
}

/**
 * Singular value decomposition a = u diag(s) vh: [u, s, vh], or s alone without `compute_uv`. Stacks are done one by one.
 * Throws `LinAlgError` where it does not converge.
 * @example linalg.svd([[3, 0], [0, 4]], { compute_uv: false, lapack_driver: 'gejsv' }) // array([4., 3.])
 */
export function svd<const A extends ArrayLike>(
  a: A,
  options: SvdOptions & { readonly compute_uv: false },
): NDArray<RealOf<Lapack<A>>>
export function svd<const A extends ArrayLike>(
  a: A,
  options?: SvdOptions,
): [u: NDArray<Lapack<A>>, s: NDArray<RealOf<Lapack<A>>>, vh: NDArray<Lapack<A>>]
export function svd(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.svd'
  const names = ['full_matrices', 'compute_uv', 'overwrite_a', 'check_finite', 'lapack_driver'] as const
  const named = keywords(name, names, args)
  const full = expectBoolean(name, 'full_matrices', named.full_matrices, true)
  const vectors = expectBoolean(name, 'compute_uv', named.compute_uv, true)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const driver = oneOf(name, 'lapack_driver', named.lapack_driver ?? 'gesdd', DRIVERS)
  const matrix = finiteArray(name, 'a', a, check)
  return overStack(name, [matrix], [2], (one) => {
    const { u, s, vh } = decompose(name, expectMatrix(name, 'a', one), vectors ? (full ? 'A' : 'S') : 'N', driver)
    return vectors ? [u, s, vh] : s
  })
}

interface Decomposition {
  readonly u: NDArray
  readonly s: NDArray
  readonly vh: NDArray
}

function decompose(name: string, a: NDArray, job: string, driver: SvdDriver): Decomposition {
  const info = lapackInfo(a)
  const [m, n] = a._shape
  if (a._size === 0) {
    const square = (size: number): NDArray => eye(size, { dtype: info.name }) as NDArray
    const s = newArray(realInfo(info), [0], 0, true)
    return job === 'A'
      ? { u: square(m), s, vh: square(n) }
      : { u: zeroMatrix(info, m, 0), s, vh: zeroMatrix(info, 0, n) }
  }
  const columns = copyColumns(a, info)
  if (driver === 'gejsv' || driver === 'gesvj') return jacobi(name, columns, job, driver)
  const { u, s, vt, info: failed } = driver === 'gesdd' ? gesdd(job, columns) : gesvd(job, job, columns)
  if (failed > 0) throw new LinAlgError(`${name}: expected convergence, received a matrix on which ${driver} fails`)
  return { u, s, vh: vt }
}

// The Jacobi drivers take tall matrices: a wide one is the adjoint of one.
function jacobi(name: string, a: NDArray, job: string, driver: 'gejsv' | 'gesvj'): Decomposition {
  const [m, n] = a._shape
  if (m < n) {
    const { u, s, vh } = jacobi(name, copyColumns(adjoint(a)), job, driver)
    return job === 'N' ? { u, s, vh } : { u: adjoint(vh), s, vh: adjoint(u) }
  }
  const wanted = job === 'N' ? 'N' : 'V'
  if (driver === 'gejsv') {
    const { sva, u, v, scale, info } = gejsv('F', job === 'N' ? 'N' : job === 'A' ? 'F' : 'U', wanted, a)
    expectConverged(name, driver, info)
    return { u, s: multiply(sva, scale) as NDArray, vh: adjoint(v) }
  }
  const { sva, v, scale, info } = gesvj('G', job === 'N' ? 'N' : 'U', wanted, a)
  expectConverged(name, driver, info)
  const s = multiply(sva, scale) as NDArray
  if (job === 'N') return { u: a, s, vh: v }
  // Left vectors of zero singular values are not computed: any orthogonal complement serves.
  const rank = count_nonzero(sva) as number
  const u = completed(part(a, 0, m, 0, rank), job === 'A' ? m : n)
  return { u, s, vh: adjoint(v) }
}

function expectConverged(name: string, driver: string, info: number): void {
  if (info > 0) throw new LinAlgError(`${name}: expected convergence, received a matrix on which ${driver} fails`)
}

// Orthonormal columns and as many more as are missing.
function completed(columns: NDArray, count: number): NDArray {
  const [m, k] = columns._shape
  if (k === count) return columns
  const q = newColumns(columns.info, m, count)
  const packed = copyColumns(columns)
  const { tau } = k === 0 ? { tau: newArray(columns.info, [0], 0, true) } : geqrf(packed)
  copyInto(part(q, 0, m, 0, k), packed)
  orgqr(q, tau)
  copyInto(part(q, 0, m, 0, k), columns)
  return q
}

/**
 * Singular values (gesdd), falling.
 * @example linalg.svdvals([[3, 0], [0, 4]]) // array([4., 3.])
 */
export function svdvals<const A extends ArrayLike>(
  a: A,
  options?: { readonly overwrite_a?: boolean; readonly check_finite?: boolean },
): NDArray<RealOf<Lapack<A>>>
export function svdvals(a: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('linalg.svdvals', ['overwrite_a', 'check_finite'], args)
  return svd(a, { compute_uv: false, check_finite: named.check_finite as boolean | undefined }) as NDArray
}

// How many singular values count: above rcond times the largest.
function rankOf(s: NDArray, size: number, rcond: unknown): number {
  if (s._size === 0) return 0
  const factor = isNone(rcond) ? epsilon(s.info) * size : (toArray(rcond).item() as number)
  return count_nonzero(greater(s, (max(s) as number) * factor)) as number
}

/**
 * An orthonormal basis of a matrix's range, by its singular values above `rcond` times the largest (machine precision
 * times its longer side).
 * @example linalg.orth([[2, 0], [0, 0]]).shape // [2, 1]
 */
export function orth<const A extends ArrayLike>(A: A, options?: { readonly rcond?: number | null }): NDArray<Lapack<A>>
export function orth(A: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.orth'
  const { rcond } = keywords(name, ['rcond'], args)
  const matrix = finiteArray(name, 'A', A, true)
  return overStack(name, [matrix], [2], (one) => {
    const { u, s } = decompose(name, expectMatrix(name, 'A', one), 'S', 'gesdd')
    return part(u, 0, u._shape[0], 0, rankOf(s, Math.max(...one._shape), rcond))
  })
}

export interface NullSpaceOptions {
  readonly rcond?: number | null
  readonly overwrite_a?: boolean
  readonly check_finite?: boolean
  readonly lapack_driver?: SvdDriver
}

/**
 * An orthonormal basis of a matrix's null space, by columns.
 * @example linalg.null_space([[1, 0], [0, 0]]) // array([[0.], [1.]])
 */
export function null_space<const A extends ArrayLike>(A: A, options?: NullSpaceOptions): NDArray<Lapack<A>>
export function null_space(A: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.null_space'
  const named = keywords(name, ['rcond', 'overwrite_a', 'check_finite', 'lapack_driver'], args)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const driver = oneOf(name, 'lapack_driver', named.lapack_driver ?? 'gesdd', DRIVERS)
  const matrix = finiteArray(name, 'A', A, check)
  return overStack(name, [matrix], [2], (one) => {
    const { s, vh } = decompose(name, expectMatrix(name, 'A', one), 'A', driver)
    return adjoint(part(vh, rankOf(s, Math.max(...one._shape), named.rcond), vh._shape[0]))
  })
}

/**
 * Polar decomposition a = u p (or p u where side is 'left') by the singular values: [u, p], u with orthonormal columns or
 * rows, p Hermitian and positive semidefinite.
 * @example linalg.polar([[0, -2], [3, 0]])[1] // array([[3., 0.], [0., 2.]])
 */
export function polar<const A extends ArrayLike>(
  a: A,
  side?: 'right' | 'left' | { readonly side?: 'right' | 'left' },
): [u: NDArray<Lapack<A>>, p: NDArray<Lapack<A>>]
export function polar(a: ArrayLike, ...args: unknown[]): NDArray[] {
  const name = 'linalg.polar'
  const { side } = keywords(name, ['side'], args)
  const right = oneOf(name, 'side', side ?? 'right', ['right', 'left'] as const) === 'right'
  const matrix = finiteArray(name, 'a', a, true)
  return overStack(name, [matrix], [2], (one) => {
    const { u: w, s, vh } = decompose(name, expectMatrix(name, 'a', one), 'S', 'gesdd')
    const scaled = (columns: NDArray): NDArray => multiply(columns, s) as NDArray
    const p = right ? product(scaled(adjoint(vh)), vh) : product(scaled(w), adjoint(w))
    return [product(w, vh), p]
  })
}
