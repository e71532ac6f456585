/** Eigenvalues and eigenvectors. */
import { keywords } from '../core/arguments'
import { copyAs } from '../core/copy'
import { BOOL, type DType } from '../core/dtype'
import { describe, rangeError, typeError } from '../core/errors'
import { NamedResult } from '../core/named-result'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import { reduceBy } from '../core/reduction'
import type { ArrayLike, DTypeOf, LinalgOf, RealOf } from '../core/types'
import { LOWER, matrices, runRoutine, UPPER } from './routine'

/** What `eig` gives: a · eigenvectors = eigenvectors · diag(eigenvalues). */
export class EigResult<W extends DType = DType, V extends DType = W> extends NamedResult<NDArray<W> | NDArray<V>> {
  constructor(
    readonly eigenvalues: NDArray<W>,
    readonly eigenvectors: NDArray<V>,
  ) {
    super()
  }
}

/** What `eigh` gives: real eigenvalues, rising, and orthonormal eigenvectors. */
export class EighResult<D extends DType = DType> extends EigResult<RealOf<D>, D> {}

/** The real dtype of eigenvalues that are all real, or its complex one. */
type EigenOf<X extends ArrayLike> =
  LinalgOf<DTypeOf<X>> extends 'float32' | 'complex64' ? 'float32' | 'complex64' : 'float64' | 'complex128'

/**
 * Eigenvalues and right eigenvectors (columns of length 1) of a square matrix, in no particular order (LAPACK geev). Those
 * of a real matrix are complex only where an eigenvalue is. Throws `LinAlgError` for NaN or infinite elements and where the
 * algorithm doesn't converge.
 * @example np.linalg.eig([[2, 0], [0, 3]]).eigenvalues // array([2., 3.])
 */
export function eig<const X extends ArrayLike>(a: X): EigResult<EigenOf<X>> {
  const name = 'linalg.eig'
  const array = matrices(name, a, true)
  const stack = array._shape.slice(0, -2)
  const n = array._shape[array._shape.length - 1]
  const [w, v] = runRoutine(operation('eig'), [array], stack, [[n], [n, n]], [n], failureOf(name, 'geev'))
  const result = isReal(name, array, w) ? new EigResult(realPart(w), realPart(v)) : new EigResult(w, v)
  return result as EigResult<EigenOf<X>>
}

/**
 * Eigenvalues of a square matrix, in no particular order (LAPACK geev). Those of a real matrix are complex only where one of
 * them is.
 * @example np.linalg.eigvals([[0, 1], [-1, 0]]) // array([0.+1.j, 0.-1.j])
 */
export function eigvals<const X extends ArrayLike>(a: X): NDArray<EigenOf<X>> {
  const name = 'linalg.eigvals'
  const array = matrices(name, a, true)
  const stack = array._shape.slice(0, -2)
  const n = array._shape[array._shape.length - 1]
  const [w] = runRoutine(operation('eigvals'), [array], stack, [[n]], [n], failureOf(name, 'geev'))
  return (isReal(name, array, w) ? realPart(w) : w) as NDArray<EigenOf<X>>
}

const failureOf = (name: string, routine: string): string =>
  `${name}: expected finite elements and convergence, received NaN, Inf or a matrix on which ${routine} fails`

function isReal(name: string, array: NDArray, eigenvalues: NDArray): boolean {
  if (array.info.kind === 'c') return false
  if (eigenvalues._size > 64) return !reduceBy(name, operation('logical_or'), eigenvalues.imag, BOOL, {})
  const { dataView } = eigenvalues.storage
  const step = eigenvalues.info.itemsize
  for (let at = eigenvalues.offset + step / 2, i = 0; i < eigenvalues._size; at += step, i++) {
    if ((step === 16 ? dataView.getFloat64(at, true) : dataView.getFloat32(at, true)) !== 0) return false
  }
  return true
}

// Eigenvalues and vectors as arrays of their own: a view would keep the zeros of the other half.
const realPart = (array: NDArray): NDArray => copyAs(array.real, array.real.info)

export interface EighOptions {
  /** The triangle that is read: 'L' (lower, the default) or 'U'. */
  readonly UPLO?: 'L' | 'U' | 'l' | 'u'
}

/**
 * Eigenvalues, rising, and orthonormal eigenvectors (columns) of a symmetric or Hermitian matrix, of which one triangle is
 * read, by divide and conquer (LAPACK syevd or heevd). Throws `LinAlgError` for NaN or infinite elements and where the
 * algorithm doesn't converge.
 * @example np.linalg.eigh([[2, 1], [1, 2]]).eigenvalues // array([1., 3.])
 */
export function eigh<const X extends ArrayLike>(
  a: X,
  UPLO?: EighOptions['UPLO'] | EighOptions,
): EighResult<LinalgOf<DTypeOf<X>>>
export function eigh(a: ArrayLike, ...args: unknown[]): EighResult {
  const name = 'linalg.eigh'
  const triangle = triangleOf(name, keywords(name, ['UPLO'], args).UPLO)
  const [w, v] = hermitianEig(name, matrices(name, a, true), triangle)
  return new EighResult(w as NDArray<RealOf<DType>>, v)
}

/** Eigenvalues and eigenvectors of a stack of Hermitian matrices. */
export function hermitianEig(name: string, array: NDArray, triangle: number): NDArray[] {
  const stack = array._shape.slice(0, -2)
  const n = array._shape[array._shape.length - 1]
  return runRoutine(operation('eigh'), [array], stack, [[n], [n, n]], [n], failureOf(name, 'syevd'), [triangle])
}

/**
 * Eigenvalues, rising, of a symmetric or Hermitian matrix, of which one triangle is read (LAPACK syevd or heevd).
 * @example np.linalg.eigvalsh([[2, 1], [1, 2]]) // array([1., 3.])
 */
export function eigvalsh<const X extends ArrayLike>(
  a: X,
  UPLO?: EighOptions['UPLO'] | EighOptions,
): NDArray<RealOf<LinalgOf<DTypeOf<X>>>>
export function eigvalsh(a: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.eigvalsh'
  const triangle = triangleOf(name, keywords(name, ['UPLO'], args).UPLO)
  const array = matrices(name, a, true)
  const stack = array._shape.slice(0, -2)
  const n = array._shape[array._shape.length - 1]
  return runRoutine(operation('eigvalsh'), [array], stack, [[n]], [n], failureOf(name, 'syevd'), [triangle])[0]
}

function triangleOf(name: string, given: unknown): number {
  if (given === undefined) return LOWER
  if (typeof given !== 'string') throw typeError(`${name}: expected 'L' or 'U' for UPLO, received ${describe(given)}`)
  const letter = given.toUpperCase()
  if (letter !== 'L' && letter !== 'U') throw rangeError(`${name}: expected 'L' or 'U' for UPLO, received '${given}'`)
  return letter === 'L' ? LOWER : UPPER
}
