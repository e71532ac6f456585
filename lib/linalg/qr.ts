/** The QR factorisation. */
import { expectOneOf, keywords } from '../core/arguments'
import type { DType } from '../core/dtype'
import { rangeError } from '../core/errors'
import { NamedResult } from '../core/named-result'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf, LinalgOf } from '../core/types'
import { matrix_transpose } from '../manipulation/shapes'
import { matrices, runRow } from './routine'

/** The factors of `qr`: a = Q · R. */
export class QRResult<D extends DType = DType> extends NamedResult<NDArray<D>> {
  constructor(
    readonly Q: NDArray<D>,
    readonly R: NDArray<D>,
  ) {
    super()
  }
}

/** What `qr` gives: factors as thin as the matrix allows, a square Q, R alone, or LAPACK's reflectors and their scales. */
export type QRMode = 'reduced' | 'complete' | 'r' | 'raw'

type MatrixOf<X extends ArrayLike> = NDArray<LinalgOf<DTypeOf<X>>>

const MODES = ['reduced', 'complete', 'r', 'raw'] as const
/** Names that NumPy has deprecated. */
const OLD_MODES = ['f', 'full', 'e', 'economic'] as const

/**
 * QR factorisation by Householder reflections (LAPACK geqrf and orgqr or ungqr): orthonormal columns Q and upper triangular
 * R with a = Q·R. Mode 'reduced' gives min(m, n) columns, 'complete' m; 'r' gives R alone; 'raw' the pair [h, tau] of
 * geqrf, h transposed as Fortran stores it.
 * @example np.linalg.qr([[3, 1], [4, 2]], 'r').shape // [2, 2]
 */
export function qr<const X extends ArrayLike>(a: X, mode: 'r' | { readonly mode: 'r' }): MatrixOf<X>
export function qr<const X extends ArrayLike>(
  a: X,
  mode: 'raw' | { readonly mode: 'raw' },
): [h: MatrixOf<X>, tau: MatrixOf<X>]
export function qr<const X extends ArrayLike>(
  a: X,
  mode?: 'reduced' | 'complete' | { readonly mode?: 'reduced' | 'complete' },
): QRResult<LinalgOf<DTypeOf<X>>>
export function qr(a: ArrayLike, ...args: unknown[]): NDArray | [h: NDArray, tau: NDArray] | QRResult {
  const name = 'linalg.qr'
  const mode = modeOf(name, keywords(name, ['mode'], args).mode)
  const array = matrices(name, a, false)
  const stack = array._shape.slice(0, -2)
  const [m, n] = array._shape.slice(-2)
  const k = Math.min(m, n)
  const run = (row: string, shapes: number[][]): NDArray[] =>
    runRow(operation(row), [array], stack, shapes, row === 'qr_complete' ? [m, n] : [m, n, k])
  if (mode === 'r') return run('qr_r', [[k, n]])[0]
  if (mode === 'raw' || mode === 'economic') {
    const [h, tau] = run('qr_raw', [[n, m], [k]])
    return mode === 'raw' ? [h, tau] : matrix_transpose(h)
  }
  const [Q, R] =
    mode === 'complete' && m > n
      ? run('qr_complete', [
          [m, m],
          [m, n],
        ])
      : run('qr_reduced', [
          [m, k],
          [k, n],
        ])
  return new QRResult(Q, R)
}

function modeOf(name: string, given: unknown): QRMode | 'economic' {
  if (given === undefined) return 'reduced'
  const old = OLD_MODES.indexOf(given as 'f')
  if (old >= 0) return old < 2 ? 'reduced' : 'economic'
  if (typeof given === 'string' && !(MODES as readonly string[]).includes(given)) {
    throw rangeError(`${name}: expected mode to be one of 'reduced', 'complete', 'r', 'raw', received '${given}'`)
  }
  return expectOneOf(name, 'mode', given, MODES)
}
