/** Schur and Hessenberg forms. */
import { expectBoolean, keywords } from '../core/arguments'

import type { Complex } from '../core/complex'
import { COMPLEX64, COMPLEX128, dtypeInfo, FLOAT64 } from '../core/dtype'
import { describe, formatShape, LinAlgError, rangeError } from '../core/errors'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike, DTypeOf } from '../core/types'
import { eye } from '../creation/creation'
import { triu } from '../creation/diagonals'
import { Call, copyColumns } from '../lapack/call'
import { gebal, gees, gehrd, orghr, trsen } from '../lapack/general'
import { complexInfo, expectSquare, finiteArray, lapackInfo, oneOf, overStack } from './arguments'
import type { FactorOptions } from './lu'
import type { Lapack } from './types'

/** Which eigenvalues come first: the left or right half-plane, inside or outside the unit circle, or a rule. */
export type EigenvalueSort =
  | 'lhp'
  | 'rhp'
  | 'iuc'
  | 'ouc'
  | ((eigenvalue: Complex) => boolean)
  | ((re: number, im: number) => boolean)

export interface SchurOptions extends FactorOptions {
  /** 'real' (default: a real matrix's T has 2x2 blocks for complex pairs) or 'complex' (T is triangular). */
  readonly output?: 'real' | 'complex' | 'r' | 'c'
  readonly lwork?: number | null
  readonly sort?: EigenvalueSort | null
}

const OUTPUTS = ['real', 'complex', 'r', 'c'] as const

/** Whether the complex form is asked for. */
export function wantsComplex(name: string, output: unknown): boolean {
  return oneOf(name, 'output', output ?? 'real', OUTPUTS).startsWith('c')
}

const SORTS: Readonly<Record<string, (re: number, im: number) => boolean>> = {
  lhp: (re) => re < 0,
  rhp: (re) => re >= 0,
  iuc: (re, im) => Math.hypot(re, im) <= 1,
  ouc: (re, im) => Math.hypot(re, im) > 1,
}

/**
 * Schur form a = Z T Z^H (gees): [T, Z]; with `sort` also the number of eigenvalues that come first (a rule is given the
 * eigenvalue, or its real and imaginary part where T is real). Throws `LinAlgError` where the QR iteration fails.
 * @example linalg.schur([[1, 2], [0, 3]])[0] // array([[1., 2.], [0., 3.]])
 */
export function schur<const A extends ArrayLike>(
  a: A,
  options: SchurOptions & { readonly sort: EigenvalueSort },
): [T: NDArray, Z: NDArray, sdim: number]
export function schur<const A extends ArrayLike>(
  a: A,
  options: SchurOptions & { readonly output: 'complex' },
): [T: NDArray<'complex64' | 'complex128'>, Z: NDArray<'complex64' | 'complex128'>]
export function schur<const A extends ArrayLike>(a: A, options?: SchurOptions): [T: NDArray, Z: NDArray]
export function schur(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.schur'
  const named = keywords(name, ['output', 'lwork', 'overwrite_a', 'sort', 'check_finite'], args)
  const complex = wantsComplex(name, named.output)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const sort = named.sort ?? undefined
  const rule = typeof sort === 'string' ? SORTS[sort] : sort
  if (sort !== undefined && typeof rule !== 'function') {
    throw rangeError(`${name}: expected sort to be a function or one of lhp, rhp, iuc, ouc, received ${describe(sort)}`)
  }
  const matrix = finiteArray(name, 'a', a, check)
  return overStack(name, [matrix], [2], (one) => {
    expectSquare(name, 'a', one)
    const base = one.info.kind === 'i' || one.info.kind === 'u' ? FLOAT64 : lapackInfo(one)
    const T = copyColumns(one, complex ? complexInfo(base) : base)
    const n = T._shape[0]
    const { w, vs, info } = n === 0 ? { w: T, vs: T, info: 0 } : gees('V', T)
    if (info > 0) throw new LinAlgError(`${name}: expected the QR iteration to converge, received info ${info}`)
    if (rule === undefined) return [T, vs]
    if (n === 0) return [T, vs, 0]
    const real = T.info.kind !== 'c' || typeof sort === 'string'
    const chosen = (w.tolist() as Complex[]).map((value) =>
      real
        ? (rule as (re: number, im: number) => boolean)(value.re, value.im)
        : (rule as (value: Complex) => boolean)(value),
    )
    return [T, vs, sortForm(name, T, vs, chosen)]
  })
}

/** int64 flags, as LAPACK's LOGICAL. */
export function selection(flags: readonly boolean[]): NDArray {
  const select = newArray(dtypeInfo('int64'), [flags.length], flags.length, false)
  new BigInt64Array(select.storage.buffer, select.offset, flags.length).set(flags.map((flag) => (flag ? 1n : 0n)))
  return select
}

function sortForm(name: string, T: NDArray, Z: NDArray, chosen: readonly boolean[]): number {
  const { m, info } = trsen(selection(chosen), T, Z)
  if (info > 0)
    throw new LinAlgError(`${name}: expected eigenvalues that can be reordered, received some that are too close`)
  return m
}

/**
 * The complex Schur form of a real one: [T, Z] with T triangular, by a rotation for each 2x2 block.
 * @example linalg.rsf2csf([[0, 1], [-1, 0]], [[1, 0], [0, 1]])[0].get(0, 0).im.toFixed(3) // '1.000'
 */
export function rsf2csf<const A extends ArrayLike, const B extends ArrayLike>(
  T: A,
  Z: B,
  options?: { readonly check_finite?: boolean },
): [T: NDArray<'complex64' | 'complex128'>, Z: NDArray<'complex64' | 'complex128'>]
export function rsf2csf(T: ArrayLike, Z: ArrayLike, ...args: unknown[]): NDArray[] {
  const name = 'linalg.rsf2csf'
  const named = keywords(name, ['check_finite'], args)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const [form, vectors] = [finiteArray(name, 'T', T, check), finiteArray(name, 'Z', Z, check)]
  return overStack(name, [form, vectors], [2, 2], (t, z) => {
    expectSquare(name, 'Z', z)
    expectSquare(name, 'T', t)
    if (t._shape[0] !== z._shape[0]) {
      throw rangeError(
        `${name}: expected Z of the shape ${formatShape(t._shape)}, received ${formatShape(z._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    const double = [t, z].some((one) => ['int32', 'int64', 'float64', 'complex128'].includes(one.dtype))
    return complexForm(t, z, double ? COMPLEX128 : COMPLEX64)
  })
}

/** Complex copies of a real Schur form, triangularised. */
export function complexForm(t: NDArray, z: NDArray, info = complexInfo(t.info)): [NDArray, NDArray] {
  const [T, Z] = [copyColumns(t, info), copyColumns(z, info)]
  const call = new Call('complex_schur', T)
  call.inout('T', T)
  call.inout('Z', Z)
  if (T._size > 0) call.run()
  return [T, Z]
}

export interface HessenbergOptions extends FactorOptions {
  /** Whether to give Q as well. */
  readonly calc_q?: boolean
}

/**
 * Hessenberg form a = Q H Q^H (gebal, gehrd): H, or [H, Q] where `calc_q`.
 * @example linalg.hessenberg([[1, 2], [3, 4]]) // array([[1., 2.], [3., 4.]])
 */
export function hessenberg<const A extends ArrayLike>(
  a: A,
  options: HessenbergOptions & { readonly calc_q: true },
): [H: NDArray<Lapack<A>>, Q: NDArray<Lapack<A>>]
export function hessenberg<const A extends ArrayLike>(
  a: A,
  options?: HessenbergOptions,
): NDArray<Lapack<A> | DTypeOf<A>>
export function hessenberg(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.hessenberg'
  const named = keywords(name, ['calc_q', 'overwrite_a', 'check_finite'], args)
  const vectors = expectBoolean(name, 'calc_q', named.calc_q, false)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const matrix = finiteArray(name, 'a', a, check)
  const results = overStack(name, [matrix], [2], (one) => {
    expectSquare(name, 'a', one)
    const n = one._shape[0]
    // As SciPy has it: what is in Hessenberg form already is given back, whatever its dtype.
    if (n > 0 && n <= 2) {
      const same = copyColumns(one)
      return vectors ? [same, eye(n) as NDArray] : [same]
    }
    const H = copyColumns(one, lapackInfo(one))
    if (n === 0) return vectors ? [H, copyColumns(H)] : [H]
    const { ilo, ihi } = gebal('N', H)
    const { tau } = gehrd(ilo, ihi, H)
    const form = triu(H, -1) as NDArray
    if (!vectors) return [form]
    orghr(ilo, ihi, H, tau)
    return [form, H]
  })
  return vectors ? results : results[0]
}
