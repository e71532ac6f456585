/** Orthogonal factorisations: QR with and without pivoting, RQ, the products of reflectors. */
import type { NDArray } from '../core/ndarray'
import { Call, count, letter } from './call'
import type { Info } from './solvers'

export interface Reflectors extends Info {
  /** The factors of the elementary reflectors. */
  readonly tau: NDArray
}

function factor(routine: string, a: NDArray): Reflectors {
  const call = new Call(routine, a)
  const [m, n] = call.inout('a', a)._shape
  const tau = call.vector(Math.min(m, n))
  return { tau, info: call.run() }
}

/**
 * QR factorisation: R on and above the diagonal of a (m,n), the reflectors of Q below.
 * @example lapack.geqrf(np.array([[3], [4]])).tau // array([1.6])
 */
export function geqrf(a: NDArray): Reflectors {
  return factor('geqrf', a)
}

/**
 * RQ factorisation: R in the last columns or rows of a (m,n), the reflectors of Q beside.
 * @example lapack.gerqf(np.array([[3, 4]])).tau // array([1.8])
 */
export function gerqf(a: NDArray): Reflectors {
  return factor('gerqf', a)
}

export interface PivotedReflectors extends Reflectors {
  /** The column of a that stands in each place, counted from 1. */
  readonly jpvt: NDArray<'int64'>
}

/**
 * QR factorisation with column pivoting: a P = Q R, with |r_ii| falling.
 * @example lapack.geqp3(np.array([[1, 3], [0, 4]])).jpvt // array([2, 1])
 */
export function geqp3(a: NDArray): PivotedReflectors {
  const call = new Call('geqp3', a)
  const [m, n] = call.inout('a', a)._shape
  const jpvt = call.integers(n) as NDArray<'int64'>
  const tau = call.vector(Math.min(m, n))
  return { jpvt, tau, info: call.run() }
}

/**
 * The first n columns of Q (m,n) from geqrf's reflectors, in a's place.
 * @example
 * const a = np.array([[3], [4]])
 * lapack.orgqr(a, lapack.geqrf(a).tau).info // 0
 */
export function orgqr(a: NDArray, tau: NDArray): Info {
  const call = new Call('orgqr', a)
  const [m, n] = call.inout('a', a)._shape
  count(call.name, `the number of columns of a (${m} rows)`, n, 0, m)
  count(call.name, 'the length of tau', call.input('tau', tau, 1)._shape[0], 0, n)
  return { info: call.run() }
}

/**
 * The last m rows of Q (m,n) from gerqf's reflectors, in a's place.
 * @example
 * const a = np.array([[3, 4]])
 * lapack.orgrq(a, lapack.gerqf(a).tau).info // 0
 */
export function orgrq(a: NDArray, tau: NDArray): Info {
  const call = new Call('orgrq', a)
  const [m, n] = call.inout('a', a)._shape
  count(call.name, `the number of rows of a (${n} columns)`, m, 0, n)
  count(call.name, 'the length of tau', call.input('tau', tau, 1)._shape[0], 0, m)
  return { info: call.run() }
}

/**
 * Multiplies c (m,n) by Q or its adjoint ('N', or 'T'/'C') from the left ('L') or right ('R'), in place, with Q as
 * geqrf's reflectors.
 * @example
 * const a = np.array([[3], [4]]), c = np.array([[5], [0]])
 * lapack.ormqr('L', 'N', a, lapack.geqrf(a).tau, c).info // 0
 */
export function ormqr(side: string, trans: string, a: NDArray, tau: NDArray, c: NDArray): Info {
  const call = new Call('ormqr', a)
  const from = letter(call.name, 'side', side, 'LR')
  const op = letter(call.name, 'trans', trans, 'NTC') === 'N' ? 'N' : call.complex ? 'C' : 'T'
  const [rows, k] = call.input('a', a)._shape
  call.input('tau', tau, 1)
  const length = call.inout('c', c)._shape[from === 'L' ? 0 : 1]
  count(call.name, `the number of rows of a (${length} in c)`, rows, length, length)
  count(call.name, 'the number of reflectors', k, 0, length)
  return { info: call.run(from, op) }
}
