/** QR and RQ factorisations. */
import { expectBoolean, keywords } from '../core/arguments'
import { copyInto } from '../core/copy'
import { INT32 } from '../core/dtype'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { eye } from '../creation/creation'
import { triu } from '../creation/diagonals'
import { copyColumns, newColumns } from '../lapack/call'
import { geqp3, geqrf, gerqf, orgqr, orgrq } from '../lapack/orthogonal'
import { subtract } from '../ufuncs'
import { expectMatrix, finiteArray, lapackInfo, oneOf, overStack } from './arguments'
import type { FactorOptions } from './lu'
import { cast, part, zeroMatrix } from './matrix'
import type { Lapack } from './types'

export interface QrOptions extends FactorOptions {
  readonly lwork?: number | null
  /** 'full' (square Q), 'economic' (as many columns as the matrix allows), 'r' (no Q), 'raw' (reflectors and tau). */
  readonly mode?: 'full' | 'economic' | 'r' | 'raw' | 'qr'
  /** Whether columns are permuted so that the diagonal of R falls: a[:, P] = Q R. */
  readonly pivoting?: boolean
}

type Result<A extends ArrayLike> = NDArray<Lapack<A>>

/**
 * QR factorisation a = Q R (geqrf; geqp3 where `pivoting`): [Q, R], with the permutation P as a third result where
 * `pivoting`; [R] or [R, P] in mode 'r'; [[qr, tau], R, …] in mode 'raw'. Stacks are done one by one.
 * @example linalg.qr([[0, 2], [1, 0]], { pivoting: true })[2] // array([1, 0], dtype=int32)
 */
export function qr<const A extends ArrayLike>(
  a: A,
  options: QrOptions & { readonly mode: 'raw' },
): [raw: [qr: Result<A>, tau: Result<A>], R: Result<A>, P?: NDArray<'int32'>]
export function qr<const A extends ArrayLike>(
  a: A,
  options: QrOptions & { readonly mode: 'r'; readonly pivoting: true },
): [R: Result<A>, P: NDArray<'int32'>]
export function qr<const A extends ArrayLike>(a: A, options: QrOptions & { readonly mode: 'r' }): [R: Result<A>]
export function qr<const A extends ArrayLike>(
  a: A,
  options: QrOptions & { readonly pivoting: true },
): [Q: Result<A>, R: Result<A>, P: NDArray<'int32'>]
export function qr<const A extends ArrayLike>(a: A, options?: QrOptions): [Q: Result<A>, R: Result<A>]
export function qr(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.qr'
  const named = keywords(name, ['overwrite_a', 'lwork', 'mode', 'pivoting', 'check_finite'], args)
  const modes = ['full', 'qr', 'r', 'economic', 'raw'] as const
  const mode = oneOf(name, 'mode', named.mode ?? 'full', modes)
  const pivoting = expectBoolean(name, 'pivoting', named.pivoting, false)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const matrix = finiteArray(name, 'a', a, check)
  // The raw factors travel side by side through a stack.
  const results = overStack(name, [matrix], [2], (one) => factor(expectMatrix(name, 'a', one), mode, pivoting))
  return mode === 'raw' ? [[results[0], results[1]], ...results.slice(2)] : results
}

function factor(a: NDArray, mode: string, pivoting: boolean): NDArray[] {
  const info = lapackInfo(a)
  const [m, n] = a._shape
  const k = Math.min(m, n)
  const packed = copyColumns(a, info)
  if (a._size === 0) return emptyFactors(packed, mode, pivoting)
  const factored = pivoting ? geqp3(packed) : geqrf(packed)
  const thin = mode === 'economic' || mode === 'raw'
  const R = triu(thin && m >= n ? part(packed, 0, n) : packed) as NDArray
  const tail = 'jpvt' in factored ? [R, permutation(factored.jpvt as NDArray)] : [R]
  if (mode === 'r') return tail
  if (mode === 'raw') return [packed, factored.tau, ...tail]
  if (m < n || mode === 'economic') {
    const q = m < n ? part(packed, 0, m, 0, m) : packed
    orgqr(q, factored.tau)
    return [q, ...tail]
  }
  const q = newColumns(info, m, m)
  copyInto(part(q, 0, m, 0, k), packed)
  orgqr(q, factored.tau)
  return [q, ...tail]
}

/** LAPACK's permutation from 0. */
const permutation = (jpvt: NDArray): NDArray => cast(subtract(jpvt, 1) as NDArray, INT32)

function emptyFactors(a: NDArray, mode: string, pivoting: boolean): NDArray[] {
  const [m, n] = a._shape
  const k = Math.min(m, n)
  const thin = mode === 'economic' || mode === 'raw'
  const R = zeroMatrix(a.info, thin ? k : m, n)
  const order = newArray(INT32, [n], n, true)
  new Int32Array(order.storage.buffer, order.offset, n).set(Array.from({ length: n }, (_, i) => i))
  const tail = pivoting ? [R, order] : [R]
  if (mode === 'r') return tail
  if (mode === 'raw') return [a, newArray(a.info, [k], k, true), ...tail]
  return [thin ? zeroMatrix(a.info, m, k) : (eye(m, { dtype: a.dtype }) as NDArray), ...tail]
}

export interface RqOptions extends FactorOptions {
  readonly lwork?: number | null
  /** 'full' (square Q), 'economic' (as many rows as the matrix allows), 'r' (no Q). */
  readonly mode?: 'full' | 'economic' | 'r'
}

/**
 * RQ factorisation a = R Q (gerqf): [R, Q], or R alone in mode 'r'. Stacks are done one by one.
 * @example linalg.rq([[3, 4]], { mode: 'r' }) // array([[ 0., -5.]])
 */
export function rq<const A extends ArrayLike>(a: A, options: RqOptions & { readonly mode: 'r' }): Result<A>
export function rq<const A extends ArrayLike>(a: A, options?: RqOptions): [R: Result<A>, Q: Result<A>]
export function rq(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.rq'
  const named = keywords(name, ['overwrite_a', 'lwork', 'mode', 'check_finite'], args)
  const mode = oneOf(name, 'mode', named.mode ?? 'full', ['full', 'r', 'economic'] as const)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const matrix = finiteArray(name, 'a', a, check)
  const results = overStack(name, [matrix], [2], (one) => reversed(expectMatrix(name, 'a', one), mode))
  return mode === 'r' ? results[0] : results
}

function reversed(a: NDArray, mode: string): NDArray[] {
  const info = lapackInfo(a)
  const [m, n] = a._shape
  const k = Math.min(m, n)
  const packed = copyColumns(a, info)
  if (a._size === 0) {
    const R = zeroMatrix(info, m, mode === 'economic' ? k : n)
    if (mode === 'r') return [R]
    return [R, mode === 'economic' ? zeroMatrix(info, k, n) : (eye(n, { dtype: info.name }) as NDArray)]
  }
  const { tau } = gerqf(packed)
  const R = triu(
    mode === 'economic' && n >= m ? part(packed, 0, m, n - m) : packed,
    mode === 'economic' && n >= m ? 0 : n - m,
  ) as NDArray
  if (mode === 'r') return [R]
  if (n < m || mode === 'economic') {
    const q = n < m ? part(packed, m - n, m) : packed
    orgrq(q, tau)
    return [R, q]
  }
  const q = newColumns(info, n, n)
  copyInto(part(q, n - m, n), packed)
  orgrq(q, tau)
  return [R, q]
}
