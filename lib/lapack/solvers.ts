/** Systems of linear equations: LU, Cholesky and LDL factorisations, triangular and banded matrices. */
import { dtypeInfo } from '../core/dtype'
import { rangeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import { Call, count, letter, numberOf, real } from './call'

/** What every routine reports: 0, or what its documentation says a positive number means. */
export interface Info {
  readonly info: number
}

export interface Pivots extends Info {
  /** The row that each row was swapped with, counted from 1. */
  readonly ipiv: NDArray<'int64'>
}

export interface Condition extends Info {
  /** The reciprocal of the estimated condition number. */
  readonly rcond: number
}

const int64Info = dtypeInfo('int64')
const int64 = (array: NDArray): NDArray<'int64'> => array as NDArray<'int64'>

/**
 * LU factorisation with partial pivoting; L and U replace a (m,n). info: i > 0 where the i-th pivot is zero.
 * @example lapack.getrf(np.array([[1, 2], [3, 4]])).ipiv // array([2, 2])
 */
export function getrf(a: NDArray): Pivots {
  const call = new Call('getrf', a)
  const [m, n] = call.inout('a', a)._shape
  const ipiv = int64(call.integers(Math.min(m, n)))
  return { ipiv, info: call.run() }
}

/**
 * Solves op(a) x = b by getrf's factors; x replaces b (n,k). trans: 'N', 'T' or 'C' (conjugated).
 * @example
 * const a = np.array([[1, 2], [3, 4]]), b = np.array([[5], [11]])
 * lapack.getrs('N', a, lapack.getrf(a).ipiv, b).info // 0
 */
export function getrs(trans: string, a: NDArray, ipiv: NDArray, b: NDArray): Info {
  const call = new Call('getrs', a)
  const op = letter(call.name, 'trans', trans, 'NTC')
  call.input('a', a)
  pivots(call, ipiv)
  call.inout('b', b)
  return { info: call.run(op) }
}

// LAPACK swaps rows by these numbers unseen: out of range they would swap memory that is not the array's.
function pivots(call: Call, value: NDArray, signed = false): void {
  const array = call.input('ipiv', value, 1, int64Info)
  const list = array.tolist() as number[]
  for (let i = 0; i < list.length; i++) {
    count(call.name, 'every element of ipiv', signed ? Math.abs(list[i]) : list[i], 1, list.length)
    // Negative ones stand in pairs, one for each row of a block of two.
    if (list[i] < 0 && list[i] !== list[++i]) {
      throw rangeError(`${call.name}: expected negative elements of ipiv in equal pairs, received one alone`)
    }
  }
}

/**
 * The inverse by getrf's factors, in a's place. info: i > 0 where the i-th pivot is zero.
 * @example
 * const a = np.array([[0, 2], [4, 0]])
 * lapack.getri(a, lapack.getrf(a).ipiv).info // 0
 */
export function getri(a: NDArray, ipiv: NDArray): Info {
  const call = new Call('getri', a)
  call.inout('a', a)
  pivots(call, ipiv)
  return { info: call.run() }
}

/**
 * Estimates the reciprocal condition number from getrf's factors and the norm of the matrix that they came from ('1' or 'I').
 * @example lapack.gecon('1', np.array([[4, 2], [0, 1]]), 4).rcond.toFixed(3) // '0.167'
 */
export function gecon(norm: string, a: NDArray, anorm: number): Condition {
  const call = new Call('gecon', a)
  const which = letter(call.name, 'norm', norm, '1OI')
  call.input('a', a)
  const rcond = call.scalar()
  const info = call.run(which, real(call.name, 'anorm', anorm))
  return { rcond: numberOf(rcond), info }
}

/**
 * Cholesky factorisation of the triangle uplo ('U' or 'L'), in place; the other triangle is not touched. info: i > 0
 * where the leading minor of order i is not positive.
 * @example lapack.potrf('L', np.array([[4, 0], [2, 5]])).info // 0
 */
export function potrf(uplo: string, a: NDArray): Info {
  const call = new Call('potrf', a)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  call.inout('a', a)
  return { info: call.run(triangle) }
}

/**
 * Solves a x = b by potrf's factor; x replaces b (n,k).
 * @example lapack.potrs('L', np.array([[2, 0], [1, 2]]), np.array([[8], [14]])).info // 0
 */
export function potrs(uplo: string, a: NDArray, b: NDArray): Info {
  const call = new Call('potrs', a)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  call.input('a', a)
  call.inout('b', b)
  return { info: call.run(triangle) }
}

/**
 * The inverse by potrf's factor: its triangle uplo, in a's place.
 * @example lapack.potri('L', np.array([[2, 0], [1, 2]])).info // 0
 */
export function potri(uplo: string, a: NDArray): Info {
  const call = new Call('potri', a)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  call.inout('a', a)
  return { info: call.run(triangle) }
}

/**
 * Estimates the reciprocal condition number from potrf's factor and the matrix's 1-norm.
 * @example lapack.pocon('L', np.array([[2, 0], [0, 1]]), 4).rcond // 0.25
 */
export function pocon(uplo: string, a: NDArray, anorm: number): Condition {
  const call = new Call('pocon', a)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  call.input('a', a)
  const rcond = call.scalar()
  const info = call.run(triangle, real(call.name, 'anorm', anorm))
  return { rcond: numberOf(rcond), info }
}

function indefiniteFactor(routine: string, uplo: string, a: NDArray): Pivots {
  const call = new Call(routine, a)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  const n = call.inout('a', a)._shape[0]
  const ipiv = int64(call.integers(n))
  return { ipiv, info: call.run(triangle) }
}

/**
 * Bunch-Kaufman factorisation of a symmetric matrix, in place; negative pivots mark blocks of two. info: i > 0 where the
 * i-th diagonal block is singular.
 * @example lapack.sytrf('L', np.array([[0, 1], [1, 0]])).ipiv // array([-2, -2])
 */
export function sytrf(uplo: string, a: NDArray): Pivots {
  return indefiniteFactor('sytrf', uplo, a)
}

/**
 * The same for a Hermitian matrix (real ones: sytrf).
 * @example lapack.hetrf('L', np.array([[0, 1], [1, 0]])).ipiv // array([-2, -2])
 */
export function hetrf(uplo: string, a: NDArray): Pivots {
  return indefiniteFactor('hetrf', uplo, a)
}

function indefiniteSolve(routine: string, uplo: string, a: NDArray, ipiv: NDArray, b: NDArray): Info {
  const call = new Call(routine, a)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  call.input('a', a)
  pivots(call, ipiv, true)
  call.inout('b', b)
  return { info: call.run(triangle) }
}

/**
 * Solves a x = b by sytrf's factors; x replaces b (n,k).
 * @example
 * const a = np.array([[0, 1], [1, 0]]), b = np.array([[1], [2]])
 * lapack.sytrs('L', a, lapack.sytrf('L', a).ipiv, b).info // 0
 */
export function sytrs(uplo: string, a: NDArray, ipiv: NDArray, b: NDArray): Info {
  return indefiniteSolve('sytrs', uplo, a, ipiv, b)
}

/**
 * The same by hetrf's factors.
 * @example
 * const a = np.array([[0, 1], [1, 0]]), b = np.array([[1], [2]])
 * lapack.hetrs('L', a, lapack.hetrf('L', a).ipiv, b).info // 0
 */
export function hetrs(uplo: string, a: NDArray, ipiv: NDArray, b: NDArray): Info {
  return indefiniteSolve('hetrs', uplo, a, ipiv, b)
}

function indefiniteCondition(routine: string, uplo: string, a: NDArray, ipiv: NDArray, anorm: number): Condition {
  const call = new Call(routine, a)
  const triangle = letter(call.name, 'uplo', uplo, 'UL')
  call.input('a', a)
  pivots(call, ipiv, true)
  const rcond = call.scalar()
  const info = call.run(triangle, real(call.name, 'anorm', anorm))
  return { rcond: numberOf(rcond), info }
}

/**
 * Estimates the reciprocal condition number from sytrf's factors and the matrix's 1-norm.
 * @example
 * const a = np.array([[0, 1], [1, 0]])
 * lapack.sycon('L', a, lapack.sytrf('L', a).ipiv, 1).rcond // 1
 */
export function sycon(uplo: string, a: NDArray, ipiv: NDArray, anorm: number): Condition {
  return indefiniteCondition('sycon', uplo, a, ipiv, anorm)
}

/**
 * The same from hetrf's factors.
 * @example
 * const a = np.array([[0, 1], [1, 0]])
 * lapack.hecon('L', a, lapack.hetrf('L', a).ipiv, 1).rcond // 1
 */
export function hecon(uplo: string, a: NDArray, ipiv: NDArray, anorm: number): Condition {
  return indefiniteCondition('hecon', uplo, a, ipiv, anorm)
}

/**
 * Solves op(a) x = b for a triangle of a; x replaces b (n,k). diag 'U' takes the diagonal as ones. info: i > 0 where the
 * i-th diagonal element is zero.
 * @example lapack.trtrs('L', 'N', 'N', np.array([[2, 0], [1, 1]]), np.array([[2], [3]])).info // 0
 */
export function trtrs(uplo: string, trans: string, diag: string, a: NDArray, b: NDArray): Info {
  const call = new Call('trtrs', a)
  const letters = [
    letter(call.name, 'uplo', uplo, 'UL'),
    letter(call.name, 'trans', trans, 'NTC'),
    letter(call.name, 'diag', diag, 'NU'),
  ]
  call.input('a', a)
  call.inout('b', b)
  return { info: call.run(...letters) }
}

/**
 * The inverse of a triangle, in place. info: i > 0 where the i-th diagonal element is zero.
 * @example lapack.trtri('L', 'N', np.array([[2, 0], [1, 1]])).info // 0
 */
export function trtri(uplo: string, diag: string, a: NDArray): Info {
  const call = new Call('trtri', a)
  const letters = [letter(call.name, 'uplo', uplo, 'UL'), letter(call.name, 'diag', diag, 'NU')]
  call.inout('a', a)
  return { info: call.run(...letters) }
}

/**
 * Estimates the reciprocal condition number of a triangle.
 * @example lapack.trcon('1', 'L', 'N', np.array([[2, 0], [0, 1]])).rcond // 0.5
 */
export function trcon(norm: string, uplo: string, diag: string, a: NDArray): Condition {
  const call = new Call('trcon', a)
  const letters = [
    letter(call.name, 'norm', norm, '1OI'),
    letter(call.name, 'uplo', uplo, 'UL'),
    letter(call.name, 'diag', diag, 'NU'),
  ]
  call.input('a', a)
  const rcond = call.scalar()
  const info = call.run(...letters)
  return { rcond: numberOf(rcond), info }
}

const NORMS = 'M1OIFE'

/**
 * The norm of a matrix: 'M' (largest element), '1', 'I' (infinity) or 'F' (Frobenius).
 * @example lapack.lange('1', np.array([[1, 2], [3, 4]])) // 6
 */
export function lange(norm: string, a: NDArray): number {
  const call = new Call('lange', a)
  const which = letter(call.name, 'norm', norm, NORMS)
  call.input('a', a)
  const value = call.scalar()
  call.run(which)
  return numberOf(value)
}

/**
 * The norm of a triangular matrix.
 * @example lapack.lantr('1', 'L', 'N', np.array([[1, 2], [3, 4]])) // 4
 */
export function lantr(norm: string, uplo: string, diag: string, a: NDArray): number {
  const call = new Call('lantr', a)
  const letters = [
    letter(call.name, 'norm', norm, NORMS),
    letter(call.name, 'uplo', uplo, 'UL'),
    letter(call.name, 'diag', diag, 'NU'),
  ]
  call.input('a', a)
  const value = call.scalar()
  call.run(...letters)
  return numberOf(value)
}
