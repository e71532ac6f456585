/** Singular values and least squares. */
import { INT64 } from '../core/dtype'
import { rangeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import { Call, count, expectFinite, letter, numberOf, real } from './call'
import type { Info } from './solvers'

export interface Singular extends Info {
  /** Singular values, falling. */
  readonly s: NDArray
  readonly u: NDArray
  readonly vt: NDArray
}

// The columns of u and rows of vt for a job: all ('A'), as many as there are singular values ('S'), none.
const columns = (job: string, all: number, k: number): number => (job === 'A' ? all : job === 'S' ? k : 1)

/**
 * Singular value decomposition by divide and conquer; a (m,n) is destroyed. jobz: 'A' (square u and vt), 'S' (thin) or
 * 'N'. Throws `RangeError` for NaN and Inf, on which it may not end. info > 0 where it did not converge.
 * @example lapack.gesdd('N', np.array([[3, 0], [0, 4]])).s // array([4., 3.])
 */
export function gesdd(jobz: string, a: NDArray): Singular {
  const call = new Call('gesdd', a)
  const job = letter(call.name, 'jobz', jobz, 'ASN')
  const [m, n] = call.inout('a', a)._shape
  expectFinite(call.name, a)
  const k = Math.min(m, n)
  const s = call.vector(k, call.real)
  const u = call.matrix(job === 'N' ? 1 : m, columns(job, m, k))
  const vt = call.matrix(columns(job, n, k), job === 'N' ? 1 : n)
  return { s, u, vt, info: call.run(job) }
}

/**
 * The same by QR iteration, with jobs of their own for u and vt ('A', 'S', 'N').
 * @example lapack.gesvd('N', 'N', np.array([[3, 0], [0, 4]])).s // array([4., 3.])
 */
export function gesvd(jobu: string, jobvt: string, a: NDArray): Singular {
  const call = new Call('gesvd', a)
  const [left, right] = [letter(call.name, 'jobu', jobu, 'ASN'), letter(call.name, 'jobvt', jobvt, 'ASN')]
  const [m, n] = call.inout('a', a)._shape
  expectFinite(call.name, a)
  const k = Math.min(m, n)
  const s = call.vector(k, call.real)
  const u = call.matrix(left === 'N' ? 1 : m, columns(left, m, k))
  const vt = call.matrix(columns(right, n, k), right === 'N' ? 1 : n)
  return { s, u, vt, info: call.run(left, right) }
}

export interface Jacobi extends Info {
  /** The singular values are scale times these, falling. */
  readonly sva: NDArray
  readonly u: NDArray
  /** Right singular vectors by columns (not transposed). */
  readonly v: NDArray
  readonly scale: number
}

function expectTall(call: Call, m: number, n: number): void {
  if (m < n)
    throw rangeError(
      `${call.name}: expected at least as many rows as columns, received shape (${m}, ${n})`,
      'ERR_SHAPE_MISMATCH',
    )
}

/**
 * Singular value decomposition by one-sided Jacobi rotations, for m >= n: high relative accuracy. joba: 'G', 'L' or 'U'
 * (general, triangular); jobu: 'U' (left vectors replace a) or 'N'; jobv: 'V' or 'N'.
 * @example lapack.gesvj('G', 'N', 'N', np.array([[3, 0], [0, 4]])).sva // array([4., 3.])
 */
export function gesvj(joba: string, jobu: string, jobv: string, a: NDArray): Omit<Jacobi, 'u'> {
  const call = new Call('gesvj', a)
  const letters = [
    letter(call.name, 'joba', joba, 'GLU'),
    letter(call.name, 'jobu', jobu, 'UN'),
    letter(call.name, 'jobv', jobv, 'VN'),
  ]
  const [m, n] = call.inout('a', a)._shape
  expectTall(call, m, n)
  expectFinite(call.name, a)
  const sva = call.vector(n, call.real)
  const v = call.matrix(letters[2] === 'V' ? n : 1, letters[2] === 'V' ? n : 1)
  const scale = call.scalar()
  const info = call.run(...letters)
  return { sva, v, scale: numberOf(scale), info }
}

/**
 * Singular value decomposition by QR with pivoting and Jacobi rotations, for m >= n: small singular values come out with
 * high relative accuracy. joba: 'C', 'E', 'F', 'G', 'A' or 'R'; jobu: 'U' (n columns), 'F' (m columns) or 'N'; jobv: 'V'
 * or 'N'. a is destroyed.
 * @example lapack.gejsv('C', 'N', 'N', np.array([[3, 0], [0, 4]])).sva // array([4., 3.])
 */
export function gejsv(joba: string, jobu: string, jobv: string, a: NDArray): Jacobi {
  const call = new Call('gejsv', a)
  const letters = [
    letter(call.name, 'joba', joba, 'CEFGAR'),
    letter(call.name, 'jobu', jobu, 'UFN'),
    letter(call.name, 'jobv', jobv, 'VN'),
  ]
  const [m, n] = call.inout('a', a)._shape
  expectTall(call, m, n)
  expectFinite(call.name, a)
  const sva = call.vector(n, call.real)
  const u = call.matrix(letters[1] === 'N' ? 1 : m, letters[1] === 'N' ? 1 : letters[1] === 'F' ? m : n)
  const v = call.matrix(letters[2] === 'V' ? n : 1, letters[2] === 'V' ? n : 1)
  const scale = call.scalar()
  const info = call.run(...letters, 'R', 'N', 'N')
  return { sva, u, v, scale: numberOf(scale), info }
}

export interface LeastSquares extends Info {
  readonly rank: number
  /** Singular values of a. */
  readonly s: NDArray
}

// b has max(m, n) rows, so that x finds room.
function rightHand(call: Call, b: NDArray, m: number, n: number): void {
  const rows = call.inout('b', b)._shape[0]
  count(call.name, 'the number of rows of b', rows, Math.max(m, n), Number.MAX_SAFE_INTEGER)
}

function bySingularValues(routine: string, a: NDArray, b: NDArray, rcond: number): LeastSquares {
  const call = new Call(routine, a)
  const [m, n] = call.inout('a', a)._shape
  expectFinite(call.name, a)
  rightHand(call, b, m, n)
  const s = call.vector(Math.min(m, n), call.real)
  const rank = call.scalar(INT64)
  const info = call.run(real(call.name, 'rcond', rcond))
  return { rank: numberOf(rank), s, info }
}

/**
 * Least squares of least norm by divide and conquer on the singular values: x replaces the first n rows of b, which has
 * max(m, n). Singular values up to rcond times the largest count as zero (negative rcond: machine precision).
 * @example lapack.gelsd(np.array([[1], [1]]), np.array([[1], [3]]), -1).rank // 1
 */
export function gelsd(a: NDArray, b: NDArray, rcond: number): LeastSquares {
  return bySingularValues('gelsd', a, b, rcond)
}

/**
 * The same by QR iteration.
 * @example lapack.gelss(np.array([[1], [1]]), np.array([[1], [3]]), -1).rank // 1
 */
export function gelss(a: NDArray, b: NDArray, rcond: number): LeastSquares {
  return bySingularValues('gelss', a, b, rcond)
}

export interface RankRevealing extends Info {
  readonly rank: number
  readonly jpvt: NDArray<'int64'>
}

/**
 * Least squares of least norm by a complete orthogonal factorisation with column pivoting.
 * @example lapack.gelsy(np.array([[1], [1]]), np.array([[1], [3]]), 1e-12).rank // 1
 */
export function gelsy(a: NDArray, b: NDArray, rcond: number): RankRevealing {
  const call = new Call('gelsy', a)
  const [m, n] = call.inout('a', a)._shape
  rightHand(call, b, m, n)
  const jpvt = call.integers(n) as NDArray<'int64'>
  const rank = call.scalar(INT64)
  const info = call.run(real(call.name, 'rcond', rcond))
  return { rank: numberOf(rank), jpvt, info }
}
