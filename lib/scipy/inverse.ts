/** Inverses, pseudo-inverses and determinants. */

import { expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { COMPLEX128, FLOAT64, type Scalar } from '../core/dtype'
import { formatShape, rangeError } from '../core/errors'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { eye } from '../creation/creation'
import { det as determinant } from '../linalg/determinant'
import { count_nonzero, max } from '../reductions/reductions'
import { absolute, divide, greater } from '../ufuncs'
import { countsOverStack, epsilon, expectMatrix, expectSquare, finiteArray, lapackInfo, oneOf } from './arguments'
import { eigh } from './eigh'
import { adjoint, cast, part, product } from './matrix'
import { solveFor } from './solve'
import { svd } from './svd'
import type { Lapack } from './types'

const STRUCTURES = [
  'general', 'gen', 'diagonal', 'upper triangular', 'lower triangular', 'pos', 'sym', 'her',
] as const // biome-ignore format: a list of names

export interface InvOptions {
  readonly overwrite_a?: boolean
  readonly check_finite?: boolean
  /** The structure of a; looked for where it is not given. */
  readonly assume_a?: (typeof STRUCTURES)[number] | null
  /** Which triangle is read where `assume_a` is symmetric, Hermitian or positive definite; the upper one by default. */
  readonly lower?: boolean
}

// An argument as one or more square matrices.
function squares(name: string, a: unknown, check: boolean): NDArray {
  const array = finiteArray(name, 'a', a, check)
  const [m, n] = array._shape.slice(-2)
  if (array._shape.length >= 2 && m === n) return array
  throw rangeError(
    `${name}: expected square matrices, received shape ${formatShape(array._shape)}`,
    'ERR_SHAPE_MISMATCH',
  )
}

/**
 * Inverse of a square matrix, or of each matrix of a stack, by the factorisation that suits its structure. Throws
 * `LinAlgError` for singular matrices and warns of ill-conditioned ones.
 * @example linalg.inv([[2, 0], [0, 4]]) // array([[0.5 , 0.  ], [0.  , 0.25]])
 */
export function inv<const A extends ArrayLike>(a: A, options?: InvOptions): NDArray<Lapack<A>>
export function inv(a: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.inv'
  const named = keywords(name, ['overwrite_a', 'check_finite', 'assume_a', 'lower'], args)
  const lower = expectBoolean(name, 'lower', named.lower, false)
  const matrix = squares(name, a, expectBoolean(name, 'check_finite', named.check_finite, true))
  const assume_a = isNone(named.assume_a) ? undefined : oneOf(name, 'assume_a', named.assume_a, STRUCTURES)
  const info = lapackInfo(matrix)
  if (matrix._size === 0) return newArray(info, [...matrix._shape], 0, true)
  const identity = eye(matrix._shape[matrix._shape.length - 1], { dtype: info.name })
  return solveFor(name, cast(matrix, info), identity, [{ assume_a, lower, check_finite: false }])
}

/**
 * Determinant of a square matrix, or of each matrix of a stack, in double precision, so that single precision's does not
 * overflow.
 * @example linalg.det([[2, 0], [0, 4]]) // 8
 */
export function det<const A extends readonly (readonly number[])[]>(a: A, options?: DetOptions): number
export function det<const A extends ArrayLike>(
  a: A,
  options?: DetOptions,
): Scalar<'float64' | 'complex128'> | NDArray<'float64' | 'complex128'>
export function det(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.det'
  const named = keywords(name, ['overwrite_a', 'check_finite'], args)
  const matrix = squares(name, a, expectBoolean(name, 'check_finite', named.check_finite, true))
  return determinant(cast(matrix, matrix.info.kind === 'c' ? COMPLEX128 : FLOAT64))
}

export interface DetOptions {
  readonly overwrite_a?: boolean
  readonly check_finite?: boolean
}

export interface PinvOptions {
  /** Singular values (eigenvalues for `pinvh`) up to `atol + rtol * max` count as zero: 0, and precision times the longer side. */
  readonly atol?: number | null
  readonly rtol?: number | null
  /** Whether to give the rank, too: the number of values that count. */
  readonly return_rank?: boolean
  readonly check_finite?: boolean
}

// Below which values count as zero.
function cutoff(name: string, named: PinvOptions, values: NDArray, side: number): number {
  const [atol, rtol] = [named.atol ?? 0, named.rtol ?? side * epsilon(values.info)].map(
    (value) => toArray(value).item() as number,
  )
  if (atol < 0 || rtol < 0) {
    throw rangeError(`${name}: expected atol and rtol of at least 0, received ${atol} and ${rtol}`)
  }
  return atol + (values._size === 0 ? 0 : (max(values) as number)) * rtol
}

/**
 * Moore and Penrose's pseudo-inverse by singular values (LAPACK gesdd), with `return_rank` [pseudo-inverse, rank]. Stacks
 * are done one by one.
 * @example linalg.pinv([[2, 0], [0, 0], [0, 0]]) // array([[0.5, 0. , 0. ], [0. , 0. , 0. ]])
 */
export function pinv<const A extends ArrayLike>(
  a: A,
  options: PinvOptions & { readonly return_rank: true },
): [pinv: NDArray<Lapack<A>>, rank: number]
export function pinv<const A extends ArrayLike>(a: A, options?: PinvOptions): NDArray<Lapack<A>>
export function pinv(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.pinv'
  const named = keywords(name, ['atol', 'rtol', 'return_rank', 'check_finite'], args) as PinvOptions
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const ranked = expectBoolean(name, 'return_rank', named.return_rank, false)
  const found = countsOverStack(name, [finiteArray(name, 'a', a, check)], [2], (one) => {
    const { _shape: shape } = expectMatrix(name, 'a', one)
    const [u, s, vh]: NDArray[] = svd(one, { full_matrices: false, check_finite: false })
    const rank = count_nonzero(greater(s, cutoff(name, named, s, Math.max(...shape)))) as number
    const scaled = divide(part(u, 0, u._shape[0], 0, rank), s.get(`:${rank}`)) as NDArray
    const inverse = adjoint(product(scaled, part(vh, 0, rank)))
    return [inverse, BigInt(rank)]
  })
  return ranked ? found : found[0]
}

/** Keyword arguments of `pinvh`. */
export interface PinvhOptions extends PinvOptions {
  /** Which triangle is read; the lower one by default. */
  readonly lower?: boolean
}

/**
 * Pseudo-inverse of a Hermitian matrix by eigenvalues (LAPACK heev), with `return_rank` [pseudo-inverse, rank].
 * @example linalg.pinvh([[2, 0], [0, 0]]) // array([[0.5, 0. ], [0. , 0. ]])
 */
export function pinvh<const A extends ArrayLike>(
  a: A,
  options: PinvhOptions & { readonly return_rank: true },
): [pinv: NDArray<Lapack<A>>, rank: number]
export function pinvh<const A extends ArrayLike>(a: A, options?: PinvhOptions): NDArray<Lapack<A>>
export function pinvh(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.pinvh'
  const named = keywords(name, ['atol', 'rtol', 'lower', 'return_rank', 'check_finite'], args) as PinvhOptions
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const lower = expectBoolean(name, 'lower', named.lower, true)
  const ranked = expectBoolean(name, 'return_rank', named.return_rank, false)
  const found = countsOverStack(name, [finiteArray(name, 'a', a, check)], [2], (one) => {
    const { _shape: shape } = expectSquare(name, 'a', one)
    const [w, v] = eigh(one, { lower, check_finite: false, driver: 'ev' })
    const sizes = absolute(w) as NDArray
    const counted = greater(sizes, cutoff(name, named, sizes, shape[0])) as NDArray
    const vectors = v.get(':', counted) as NDArray
    const inverse = product(divide(vectors, w.get(counted)) as NDArray, adjoint(vectors))
    return [inverse, BigInt(count_nonzero(counted) as number)]
  })
  return ranked ? found : found[0]
}
