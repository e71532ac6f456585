/** Eigenvalues of general matrices and pencils. */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { Complex } from '../core/complex'
import { copyInto } from '../core/copy'
import type { DTypeInfo } from '../core/dtype'
import { LinAlgError, rangeError } from '../core/errors'
import { type NDArray, newArray, viewAs } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { ones_like } from '../creation/creation'
import { copyColumns, newColumns } from '../lapack/call'
import { geev, ggev } from '../lapack/general'
import { norm } from '../linalg/norm'
import { vstack } from '../manipulation/joining'
import { divide } from '../ufuncs'
import { complexInfo, expectSquare, finiteArray, lapackInfo, overStack, realInfo } from './arguments'
import { cast, part } from './matrix'

export interface EigOptions {
  /** Whether to give left eigenvectors. */
  readonly left?: boolean
  /** Whether to give right eigenvectors (default). */
  readonly right?: boolean
  readonly overwrite_a?: boolean
  readonly overwrite_b?: boolean
  readonly check_finite?: boolean
  /** Whether eigenvalues come as two rows, alpha and beta, whose quotients they are. */
  readonly homogeneous_eigvals?: boolean
}

type Eigenvalues = NDArray<'complex64' | 'complex128'>

/**
 * Eigenvalues and eigenvectors of a, or of the pencil a x = w b x (geev, ggev): [w, vr]; [w, vl, vr] or [w, vl] with
 * `left`; w alone without `right` and `left`. w is complex; the vectors of a real problem with real eigenvalues are real.
 * @example linalg.eig([[2, 0], [0, 3]], [[1, 0], [0, 3]])[0] // array([2.+0.j, 1.+0.j])
 */
export function eig(
  a: ArrayLike,
  b: ArrayLike | null | undefined,
  options: EigOptions & { readonly left: true },
): [w: Eigenvalues, vl: NDArray, vr: NDArray]
export function eig(
  a: ArrayLike,
  b: ArrayLike | null | undefined,
  options: EigOptions & { readonly right: false },
): Eigenvalues
export function eig(a: ArrayLike, b?: ArrayLike | null, options?: EigOptions): [w: Eigenvalues, vr: NDArray]
export function eig(
  a: ArrayLike,
  options?: EigOptions & { readonly b?: ArrayLike | null },
): [w: Eigenvalues, vr: NDArray]
export function eig(a: ArrayLike, ...args: unknown[]): unknown {
  return decompose('linalg.eig', a, args)
}

const NAMES = ['b', 'left', 'right', 'overwrite_a', 'overwrite_b', 'check_finite', 'homogeneous_eigvals'] as const

function decompose(name: string, a: ArrayLike, args: readonly unknown[]): unknown {
  const named = keywords(name, NAMES, args)
  const left = expectBoolean(name, 'left', named.left, false)
  const right = expectBoolean(name, 'right', named.right, true)
  const pairs = expectBoolean(name, 'homogeneous_eigvals', named.homogeneous_eigvals, false)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const matrix = finiteArray(name, 'a', a, check)
  const given = isNone(named.b) ? undefined : finiteArray(name, 'b', named.b, check)
  const results = overStack(name, [matrix, given], [2, 2], (one, other) => {
    expectSquare(name, 'a', one)
    const found = other === undefined ? standard(name, one, left, right) : generalized(name, one, other, left, right)
    const w = eigenvalues(found.alpha, found.beta, pairs)
    return [w, ...(left ? [found.vl] : []), ...(right ? [found.vr] : [])]
  })
  return left || right ? results : results[0]
}

interface Found {
  readonly alpha: NDArray
  readonly beta?: NDArray
  readonly vl: NDArray
  readonly vr: NDArray
}

const job = (wanted: boolean): string => (wanted ? 'V' : 'N')

function standard(name: string, a: NDArray, left: boolean, right: boolean): Found {
  const info = lapackInfo(a)
  const n = a._shape[0]
  if (n === 0) {
    const none = newColumns(info, 0, 0)
    return { alpha: newArray(complexInfo(info), [0], 0, true), vl: none, vr: none }
  }
  const { w, vl, vr, info: failed } = geev(job(left), job(right), copyColumns(a, info))
  if (failed > 0) throw new LinAlgError(`${name}: expected the QR iteration to converge, received info ${failed}`)
  return { alpha: w, vl: unpacked(w, vl, left), vr: unpacked(w, vr, right) }
}

function generalized(name: string, a: NDArray, b: NDArray, left: boolean, right: boolean): Found {
  expectSquare(name, 'b', b)
  if (b._shape[0] !== a._shape[0]) {
    throw rangeError(
      `${name}: expected a and b of one shape, received sizes ${a._shape[0]} and ${b._shape[0]}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (a._size === 0) return standard(name, a, left, right)
  const info = lapackInfo(a, b)
  const { alpha, beta, vl, vr, info: failed } = ggev(job(left), job(right), copyColumns(a, info), copyColumns(b, info))
  if (failed > 0) throw new LinAlgError(`${name}: expected the QZ iteration to converge, received info ${failed}`)
  return {
    alpha,
    beta,
    vl: left ? unitColumns(unpacked(alpha, vl, true)) : vl,
    vr: right ? unitColumns(unpacked(alpha, vr, true)) : vr,
  }
}

const unitColumns = (v: NDArray): NDArray =>
  cast(divide(v, norm(v, { axis: 0, keepdims: true }) as NDArray) as NDArray, v.info)

function eigenvalues(alpha: NDArray, beta: NDArray | undefined, pairs: boolean): NDArray {
  if (pairs) return vstack([alpha, beta === undefined ? ones_like(alpha) : beta]) as NDArray
  if (beta === undefined) return alpha
  const w = cast(divide(alpha, beta) as NDArray, alpha.info)
  // Where beta is zero: infinite, or nothing at all.
  const bottoms = beta.tolist() as (number | Complex)[]
  const tops = alpha.tolist() as Complex[]
  const real = tops.every(({ im }) => im === 0)
  for (const [i, bottom] of bottoms.entries()) {
    const zero = bottom instanceof Complex ? bottom.re === 0 && bottom.im === 0 : bottom === 0
    if (!zero) continue
    const nothing = tops[i].re === 0 && tops[i].im === 0
    const value = nothing ? new Complex(Number.NaN, real ? 0 : Number.NaN) : new Complex(Number.POSITIVE_INFINITY, 0)
    copyInto(viewAs(w, w.info, [], [], w.offset + i * w.info.itemsize), toArray(value))
  }
  return w
}

// A real matrix's complex pair shares two columns: real parts, then imaginary parts.
function unpacked(w: NDArray, v: NDArray, wanted: boolean): NDArray {
  if (!wanted || v.info.kind === 'c') return v
  const values = w.tolist() as Complex[]
  if (values.every(({ im }) => im === 0)) return v
  const n = v._shape[0]
  const info: DTypeInfo = complexInfo(v.info)
  const to = copyColumns(v, info)
  for (let j = 0; j + 1 < n; j++) {
    if (values[j].im === 0) continue
    const [re, im] = [part(v, 0, n, j, j + 1), part(v, 0, n, j + 1, j + 2)]
    for (const [k, sign] of [
      [j, 1],
      [j + 1, -1],
    ]) {
      const column = part(to, 0, n, k, k + 1)
      const half = realInfo(info)
      const parts = (offset: number): NDArray =>
        viewAs(column, half, column._shape, column._strides, column.offset + offset)
      copyInto(parts(0), re)
      copyInto(parts(half.itemsize), sign === 1 ? im : (negated(im) as NDArray))
    }
    j++
  }
  return to
}

const negated = (a: NDArray): unknown => divide(a, -1)

export interface EigvalsOptions {
  readonly overwrite_a?: boolean
  readonly check_finite?: boolean
  readonly homogeneous_eigvals?: boolean
}

/**
 * Eigenvalues of a, or of the pencil a x = w b x.
 * @example linalg.eigvals([[0, 1], [-1, 0]]) // array([0.+1.j, 0.-1.j])
 */
export function eigvals(a: ArrayLike, b?: ArrayLike | null, options?: EigvalsOptions): Eigenvalues
export function eigvals(a: ArrayLike, options?: EigvalsOptions): Eigenvalues
export function eigvals(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.eigvals'
  const named = keywords(name, ['b', 'overwrite_a', 'check_finite', 'homogeneous_eigvals'], args)
  return decompose(name, a, [{ ...named, left: false, right: false }])
}
