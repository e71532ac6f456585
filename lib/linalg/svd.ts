/** The singular value decomposition. */
import { expectBoolean, keywords } from '../core/arguments'
import { NamedResult } from '../core/named-result'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf, LinalgOf, RealOf } from '../core/types'
import { matrices, runRoutine } from './routine'

/** The factors of `svd`: a = U · diag(S) · Vh. */
export class SVDResult extends NamedResult<NDArray> {
  constructor(
    readonly U: NDArray,
    readonly S: NDArray,
    readonly Vh: NDArray,
  ) {
    super()
  }
}

export interface SvdOptions {
  /** Whether U and Vh are square (default), or as thin as the matrix allows. */
  readonly full_matrices?: boolean
  /** Whether to compute U and Vh (default) or singular values alone. */
  readonly compute_uv?: boolean
  /** Whether the matrix is Hermitian (only its lower triangle is read): a faster way. */
  readonly hermitian?: boolean
}

type SvdOf<X extends ArrayLike> = Iterable<NDArray> & {
  readonly U: NDArray<LinalgOf<DTypeOf<X>>>
  readonly S: NDArray<RealOf<LinalgOf<DTypeOf<X>>>>
  readonly Vh: NDArray<LinalgOf<DTypeOf<X>>>
}

/**
 * Singular value decomposition by divide and conquer (LAPACK gesdd; syevd or heevd where `hermitian`): singular values
 * fall from first to last. Throws `LinAlgError` for NaN or infinite elements and where the algorithm doesn't converge.
 * @example np.linalg.svd([[3, 0], [0, 4]]).S // array([4., 3.])
 */
export function svd<const X extends ArrayLike>(
  a: X,
  options: SvdOptions & { readonly compute_uv: false },
): NDArray<RealOf<LinalgOf<DTypeOf<X>>>>
export function svd<const X extends ArrayLike>(
  a: X,
  full_matrices: boolean,
  compute_uv: false,
  hermitian?: boolean,
): NDArray<RealOf<LinalgOf<DTypeOf<X>>>>
export function svd<const X extends ArrayLike>(a: X, options?: SvdOptions): SvdOf<X>
export function svd<const X extends ArrayLike>(
  a: X,
  full_matrices: boolean,
  compute_uv?: true,
  hermitian?: boolean,
): SvdOf<X>
export function svd(a: ArrayLike, ...args: unknown[]): NDArray | SVDResult {
  const name = 'linalg.svd'
  const named = keywords(name, ['full_matrices', 'compute_uv', 'hermitian'], args)
  const full = expectBoolean(name, 'full_matrices', named.full_matrices, true)
  const vectors = expectBoolean(name, 'compute_uv', named.compute_uv, true)
  const hermitian = expectBoolean(name, 'hermitian', named.hermitian, false)
  return singular(name, matrices(name, a, hermitian), { full, vectors, hermitian })
}

/**
 * Singular values of a matrix, or of each matrix of a stack, from the largest to the smallest (LAPACK gesdd).
 * @example np.linalg.svdvals([[3, 0], [0, 4]]) // array([4., 3.])
 */
export function svdvals<const X extends ArrayLike>(x: X): NDArray<RealOf<LinalgOf<DTypeOf<X>>>>
export function svdvals(x: ArrayLike): NDArray {
  const name = 'linalg.svdvals'
  return generalSvd(name, matrices(name, x, false), false, false) as NDArray
}

/** Singular values of a stack of matrices, with vectors as a result of three arrays. */
export function singular(
  name: string,
  array: NDArray,
  { full = false, vectors = false, hermitian = false },
): NDArray | SVDResult {
  return hermitian ? hermitianSvd(name, array, vectors) : generalSvd(name, array, full, vectors)
}

/** The SVD of a stack of matrices by gesdd. */
export function generalSvd(name: string, array: NDArray, full: boolean, vectors: boolean): NDArray | SVDResult {
  const { _shape: shape } = array
  const stack = shape.slice(0, -2)
  const m = shape[shape.length - 2]
  const n = shape[shape.length - 1]
  const k = Math.min(m, n)
  const failure = `${name}: expected finite elements and convergence, received NaN, Inf or a matrix on which gesdd fails`
  if (!vectors) return runRoutine(operation('svd_n'), [array], stack, [[k]], [m, n, k], failure)[0]
  const [rows, columns] = full ? [m, n] : [k, k]
  const shapes = [[m, rows], [k], [columns, n]]
  const [U, S, Vh] = runRoutine(operation(full ? 'svd_f' : 'svd_s'), [array], stack, shapes, [m, n, k], failure)
  return new SVDResult(U, S, Vh)
}

// By the eigendecomposition of the lower triangle: singular values are the eigenvalues' magnitudes; their signs go to Vh.
function hermitianSvd(name: string, array: NDArray, vectors: boolean): NDArray | SVDResult {
  const stack = array._shape.slice(0, -2)
  const n = array._shape[array._shape.length - 1]
  const failure = `${name}: expected finite elements and convergence, received NaN, Inf or a matrix on which syevd fails`
  if (!vectors) return runRoutine(operation('svdvals_h'), [array], stack, [[n]], [n], failure)[0]
  const shapes = [[n, n], [n], [n, n]]
  const [U, S, Vh] = runRoutine(operation('svd_h'), [array], stack, shapes, [n], failure)
  return new SVDResult(U, S, Vh)
}
