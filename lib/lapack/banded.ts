/** Banded and tridiagonal systems. */
import { INT64 } from '../core/dtype'
import type { NDArray } from '../core/ndarray'
import { Call, count, letter, numberOf, real } from './call'
import type { Condition, Info, Pivots } from './solvers'

// Row r of the band storage of (b,n) holds a diagonal; the first kl rows are room for what pivoting fills in.
function bands(call: Call, kl: number, ku: number, rows: number): [number, number] {
  const low = count(call.name, 'kl', kl, 0, rows)
  return [low, count(call.name, `ku (2 kl + ku + 1 rows of ab, which has ${rows})`, ku, 0, rows - 2 * low - 1)]
}

/**
 * LU factorisation of a banded matrix in band storage ab (at least 2 kl + ku + 1 rows, the first kl for fill-in), in
 * place. info: i > 0 where the i-th pivot is zero.
 * @example lapack.gbtrf(1, 0, np.array([[0, 0], [2, 3], [1, 0]])).ipiv // array([1, 2])
 */
export function gbtrf(kl: number, ku: number, ab: NDArray): Pivots {
  const call = new Call('gbtrf', ab)
  const [rows, n] = call.inout('ab', ab)._shape
  const width = bands(call, kl, ku, rows)
  const ipiv = call.integers(n) as NDArray<'int64'>
  return { ipiv, info: call.run(...width) }
}

// Pivots stay within the band below the diagonal: elsewhere LAPACK would leave the array.
function bandPivots(call: Call, value: NDArray, kl: number): void {
  const list = call.input('ipiv', value, 1, INT64).tolist() as number[]
  for (const [i, pivot] of list.entries()) {
    count(call.name, `element ${i} of ipiv`, pivot, i + 1, Math.min(list.length, i + 1 + kl))
  }
}

/**
 * Solves op(a) x = b by gbtrf's factors; x replaces b (n,k).
 * @example
 * const ab = np.array([[0, 0], [2, 3], [1, 0]]), b = np.array([[2], [4]])
 * lapack.gbtrs('N', 1, 0, ab, lapack.gbtrf(1, 0, ab).ipiv, b).info // 0
 */
export function gbtrs(trans: string, kl: number, ku: number, ab: NDArray, ipiv: NDArray, b: NDArray): Info {
  const call = new Call('gbtrs', ab)
  const op = letter(call.name, 'trans', trans, 'NTC')
  const width = bands(call, kl, ku, call.input('ab', ab)._shape[0])
  bandPivots(call, ipiv, kl)
  call.inout('b', b)
  return { info: call.run(...width, op) }
}

/**
 * Estimates the reciprocal condition number from gbtrf's factors and the norm ('1' or 'I') of the matrix.
 * @example
 * const ab = np.array([[0, 0], [2, 4], [0, 0]])
 * lapack.gbcon('1', 1, 0, ab, lapack.gbtrf(1, 0, ab).ipiv, 4).rcond // 0.5
 */
export function gbcon(norm: string, kl: number, ku: number, ab: NDArray, ipiv: NDArray, anorm: number): Condition {
  const call = new Call('gbcon', ab)
  const which = letter(call.name, 'norm', norm, '1OI')
  const width = bands(call, kl, ku, call.input('ab', ab)._shape[0])
  bandPivots(call, ipiv, kl)
  const rcond = call.scalar()
  const info = call.run(...width, which, real(call.name, 'anorm', anorm))
  return { rcond: numberOf(rcond), info }
}

/**
 * The norm of a banded matrix (kl + ku + 1 rows of ab).
 * @example lapack.langb('1', 1, 0, np.array([[2, 3], [1, 0]])) // 3
 */
export function langb(norm: string, kl: number, ku: number, ab: NDArray): number {
  const call = new Call('langb', ab)
  const which = letter(call.name, 'norm', norm, 'M1OIFE')
  const rows = call.input('ab', ab)._shape[0]
  const low = count(call.name, 'kl', kl, 0, rows - 1)
  const high = count(call.name, 'ku', ku, 0, rows - 1 - low)
  const value = call.scalar()
  call.run(low, high, which)
  return numberOf(value)
}

/**
 * Cholesky factorisation of a positive definite matrix in band storage ab, in place: the diagonals of the triangle uplo,
 * the main one last for 'U' and first for 'L'. info: i > 0 where the leading minor of order i is not positive.
 * @example lapack.pbtrf('L', np.array([[4, 5], [2, 0]])).info // 0
 */
export function pbtrf(uplo: string, ab: NDArray): Info {
  const call = new Call('pbtrf', ab)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  count(call.name, 'the number of rows of ab', call.inout('ab', ab)._shape[0], 1, Number.MAX_SAFE_INTEGER)
  return { info: call.run(triangle) }
}

/**
 * Solves a x = b by pbtrf's factor; x replaces b (n,k).
 * @example lapack.pbtrs('L', np.array([[2, 2], [1, 0]]), np.array([[8], [14]])).info // 0
 */
export function pbtrs(uplo: string, ab: NDArray, b: NDArray): Info {
  const call = new Call('pbtrs', ab)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  count(call.name, 'the number of rows of ab', call.input('ab', ab)._shape[0], 1, Number.MAX_SAFE_INTEGER)
  call.inout('b', b)
  return { info: call.run(triangle) }
}

// dl, d, du of a tridiagonal matrix: the outer diagonals are one element shorter.
function diagonals(call: Call, dl: NDArray, d: NDArray, du: NDArray, add: 'input' | 'inout'): number {
  const below = call[add]('dl', dl, 1)._shape[0]
  const n = call[add]('d', d, 1)._shape[0]
  call[add]('du', du, 1)
  count(call.name, 'the length of dl and du', below, Math.max(0, n - 1), Math.max(0, n - 1))
  return n
}

/**
 * Solves a tridiagonal system; x replaces b (n,k), and the diagonals dl, d, du are overwritten.
 * @example lapack.gtsv(np.array([1.0]), np.array([2.0, 3.0]), np.array([0.0]), np.array([[2.0], [4.0]])).info // 0
 */
export function gtsv(dl: NDArray, d: NDArray, du: NDArray, b: NDArray): Info {
  const call = new Call('gtsv', d)
  diagonals(call, dl, d, du, 'inout')
  call.inout('b', b)
  return { info: call.run() }
}

export interface TridiagonalFactors extends Pivots {
  /** The second superdiagonal of U (n elements, of which n - 2 count). */
  readonly du2: NDArray
}

/**
 * LU factorisation of a tridiagonal matrix, in place. info: i > 0 where the i-th pivot is zero.
 * @example lapack.gttrf(np.array([1.0]), np.array([2.0, 3.0]), np.array([0.0])).ipiv // array([1, 2])
 */
export function gttrf(dl: NDArray, d: NDArray, du: NDArray): TridiagonalFactors {
  const call = new Call('gttrf', d)
  const n = diagonals(call, dl, d, du, 'inout')
  const du2 = call.vector(n)
  const ipiv = call.integers(n) as NDArray<'int64'>
  return { du2, ipiv, info: call.run() }
}

function tridiagonalFactors(call: Call, dl: NDArray, d: NDArray, du: NDArray, du2: NDArray, ipiv: NDArray): void {
  diagonals(call, dl, d, du, 'input')
  call.input('du2', du2, 1)
  bandPivots(call, ipiv, 1)
}

/**
 * Solves op(a) x = b by gttrf's factors; x replaces b (n,k).
 * @example
 * const dl = np.array([1.0]), d = np.array([2.0, 3.0]), du = np.array([0.0]), b = np.array([[2.0], [4.0]])
 * const { du2, ipiv } = lapack.gttrf(dl, d, du)
 * lapack.gttrs('N', dl, d, du, du2, ipiv, b).info // 0
 */
export function gttrs(
  trans: string,
  dl: NDArray,
  d: NDArray,
  du: NDArray,
  du2: NDArray,
  ipiv: NDArray,
  b: NDArray,
): Info {
  const call = new Call('gttrs', d)
  const op = letter(call.name, 'trans', trans, 'NTC')
  tridiagonalFactors(call, dl, d, du, du2, ipiv)
  call.inout('b', b)
  return { info: call.run(op) }
}

/**
 * Estimates the reciprocal condition number from gttrf's factors and the norm ('1' or 'I') of the matrix.
 * @example
 * const dl = np.array([0.0]), d = np.array([2.0, 4.0]), du = np.array([0.0])
 * const { du2, ipiv } = lapack.gttrf(dl, d, du)
 * lapack.gtcon('1', dl, d, du, du2, ipiv, 4).rcond // 0.5
 */
export function gtcon(
  norm: string,
  dl: NDArray,
  d: NDArray,
  du: NDArray,
  du2: NDArray,
  ipiv: NDArray,
  anorm: number,
): Condition {
  const call = new Call('gtcon', d)
  const which = letter(call.name, 'norm', norm, '1OI')
  tridiagonalFactors(call, dl, d, du, du2, ipiv)
  const rcond = call.scalar()
  const info = call.run(which, real(call.name, 'anorm', anorm))
  return { rcond: numberOf(rcond), info }
}

function definite(call: Call, d: NDArray, e: NDArray, add: 'input' | 'inout'): void {
  const n = call[add]('d', d, 1, call.real)._shape[0]
  const length = call[add]('e', e, 1)._shape[0]
  count(call.name, 'the length of e', length, Math.max(0, n - 1), Math.max(0, n - 1))
}

/**
 * L D L^H factorisation of a positive definite tridiagonal matrix with the real diagonal d and the subdiagonal e, in
 * place. info: i > 0 where the leading minor of order i is not positive.
 * @example lapack.pttrf(np.array([4.0, 5.0]), np.array([2.0])).info // 0
 */
export function pttrf(d: NDArray, e: NDArray): Info {
  const call = new Call('pttrf', e)
  definite(call, d, e, 'inout')
  return { info: call.run() }
}

/**
 * Solves a x = b by pttrf's factors; x replaces b (n,k).
 * @example lapack.pttrs(np.array([4.0, 4.0]), np.array([0.5]), np.array([[8.0], [14.0]])).info // 0
 */
export function pttrs(d: NDArray, e: NDArray, b: NDArray): Info {
  const call = new Call('pttrs', e)
  definite(call, d, e, 'input')
  call.inout('b', b)
  return { info: call.run() }
}
