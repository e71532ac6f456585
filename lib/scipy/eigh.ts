/** Eigenvalues of symmetric and Hermitian matrices and pencils, all or some, and of tridiagonal matrices. */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { copyInto } from '../core/copy'
import { describe, formatShape, LinAlgError, rangeError, typeError } from '../core/errors'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { copyColumns } from '../lapack/call'
import {
  type Range,
  stebz,
  stein,
  stemr,
  sterf,
  stev,
  stevd,
  syev,
  syevd,
  syevr,
  syevx,
  sygv,
  sygvd,
  sygvx,
} from '../lapack/symmetric'
import { expectReal, expectSquare, finiteArray, lapackInfo, oneOf, overStack, realInfo } from './arguments'
import { part } from './matrix'

/** QR iteration, divide and conquer, robust representations, bisection; the g ones for pencils. */
export type EighDriver = 'ev' | 'evd' | 'evr' | 'evx' | 'gv' | 'gvd' | 'gvx'

const DRIVERS: readonly EighDriver[] = ['ev', 'evd', 'evr', 'evx', 'gv', 'gvd', 'gvx']

export interface EighOptions {
  readonly b?: ArrayLike | null
  /** Whether the lower triangle is read (default). */
  readonly lower?: boolean
  readonly eigvals_only?: boolean
  readonly overwrite_a?: boolean
  readonly overwrite_b?: boolean
  /** The pencil: 1 for a v = w b v, 2 for a b v = w v, 3 for b a v = w v. */
  readonly type?: 1 | 2 | 3
  readonly check_finite?: boolean
  /** The first and the last eigenvalue wanted, from 0. */
  readonly subset_by_index?: readonly [number, number] | null
  /** Eigenvalues in (low, high]. */
  readonly subset_by_value?: readonly [number, number] | null
  readonly driver?: EighDriver | null
}

const NAMES = [
  'b', 'lower', 'eigvals_only', 'overwrite_a', 'overwrite_b', 'type', 'check_finite', 'subset_by_index',
  'subset_by_value', 'driver',
] as const // biome-ignore format: SciPy's order

/**
 * Eigenvalues, ascending, and eigenvectors of a Hermitian a or of a pencil with a positive definite b: [w, v], or w with
 * `eigvals_only`. All of them, or those by number or value; evr for one matrix, gvd (gvx for some) for two unless
 * `driver` says otherwise. Throws `LinAlgError` where it does not converge or b is not positive definite.
 * @example linalg.eigh([[2, 1], [1, 2]], { subset_by_index: [1, 1], eigvals_only: true }) // array([3.])
 */
export function eigh(
  a: ArrayLike,
  b: ArrayLike | null | undefined,
  options: EighOptions & { readonly eigvals_only: true },
): NDArray
export function eigh(a: ArrayLike, options: EighOptions & { readonly eigvals_only: true }): NDArray
export function eigh(a: ArrayLike, b?: ArrayLike | null, options?: EighOptions): [w: NDArray, v: NDArray]
export function eigh(a: ArrayLike, options?: EighOptions): [w: NDArray, v: NDArray]
export function eigh(a: ArrayLike, ...args: unknown[]): unknown {
  return decompose('linalg.eigh', a, keywords('linalg.eigh', NAMES, args))
}

/**
 * Eigenvalues alone, with `eigh`'s arguments.
 * @example linalg.eigvalsh([[2, 1], [1, 2]]) // array([1., 3.])
 */
export function eigvalsh(a: ArrayLike, b?: ArrayLike | null, options?: Omit<EighOptions, 'eigvals_only'>): NDArray
export function eigvalsh(a: ArrayLike, options?: Omit<EighOptions, 'eigvals_only'>): NDArray
export function eigvalsh(a: ArrayLike, ...args: unknown[]): unknown {
  const named = keywords('linalg.eigvalsh', NAMES, args)
  return decompose('linalg.eigvalsh', a, { ...named, eigvals_only: true })
}

function decompose(name: string, a: ArrayLike, named: { [key in (typeof NAMES)[number]]?: unknown }): unknown {
  const uplo = expectBoolean(name, 'lower', named.lower, true) ? 'L' : 'U'
  const valuesOnly = expectBoolean(name, 'eigvals_only', named.eigvals_only, false)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const itype = named.type === undefined ? 1 : (named.type as number)
  const matrix = finiteArray(name, 'a', a, check)
  const given = isNone(named.b) ? undefined : finiteArray(name, 'b', named.b, check)
  const wanted = isNone(named.driver) ? undefined : oneOf(name, 'driver', named.driver, DRIVERS)
  const results = overStack(name, [matrix, given], [2, 2], (one, other) => {
    expectSquare(name, 'a', one)
    const n = one._shape[0]
    const info = other === undefined ? lapackInfo(one) : lapackInfo(one, other)
    if (n === 0) return [newArray(realInfo(info), [0], 0, true), copyColumns(one, info)]
    if (other !== undefined) {
      expectSquare(name, 'b', other)
      if (other._shape[0] !== n) {
        throw rangeError(
          `${name}: expected b of the shape ${formatShape(one._shape)}, received ${formatShape(other._shape)}`,
          'ERR_SHAPE_MISMATCH',
        )
      }
      if (itype !== 1 && itype !== 2 && itype !== 3) {
        throw rangeError(`${name}: expected type 1, 2 or 3, received ${describe(named.type)}`)
      }
    }
    const range = rangeOf(name, named.subset_by_index, named.subset_by_value, n)
    const driver = chooseDriver(name, wanted, other !== undefined, range !== undefined)
    const job = valuesOnly ? 'N' : 'V'
    const x = copyColumns(one, info)
    const y = other === undefined ? undefined : copyColumns(other, info)
    const found = run(driver, itype, job, uplo, x, y, range ?? {})
    if (found.info > 0) throw failure(name, found.info, n)
    const count = 'm' in found ? (found.m as number) : n
    const v = 'z' in found ? part(found.z as NDArray, 0, n, 0, valuesOnly ? 0 : count) : x
    return [count === n ? found.w : (found.w.get(`:${count}`) as NDArray), v]
  })
  return valuesOnly ? results[0] : results
}

interface Found {
  readonly w: NDArray
  readonly info: number
}

function run(
  driver: EighDriver,
  itype: number,
  job: string,
  uplo: string,
  a: NDArray,
  b: NDArray | undefined,
  range: Range,
): Found {
  switch (driver) {
    case 'ev':
      return syev(job, uplo, a)
    case 'evd':
      return syevd(job, uplo, a)
    case 'evr':
      return syevr(job, uplo, a, range)
    case 'evx':
      return syevx(job, uplo, a, range)
    case 'gv':
      return sygv(itype, job, uplo, a, b!)
    case 'gvd':
      return sygvd(itype, job, uplo, a, b!)
    default:
      return sygvx(itype, job, uplo, a, b!, range)
  }
}

function chooseDriver(name: string, wanted: EighDriver | undefined, pencil: boolean, some: boolean): EighDriver {
  if (wanted === undefined) return pencil ? (some ? 'gvx' : 'gvd') : 'evr'
  if (wanted.startsWith('g') !== pencil) {
    throw rangeError(`${name}: expected a driver for ${pencil ? 'two matrices' : 'one matrix'}, received '${wanted}'`)
  }
  if (some && ['ev', 'evd', 'gv', 'gvd'].includes(wanted)) {
    throw rangeError(`${name}: expected a driver that finds some eigenvalues, received '${wanted}'`)
  }
  return wanted
}

function rangeOf(name: string, byIndex: unknown, byValue: unknown, n: number): Range | undefined {
  const index = isNone(byIndex) ? undefined : pair(name, 'subset_by_index', byIndex)
  const value = isNone(byValue) ? undefined : pair(name, 'subset_by_value', byValue)
  if (index !== undefined && value !== undefined) {
    throw rangeError(`${name}: expected one of subset_by_index and subset_by_value, received both`)
  }
  if (index !== undefined) {
    const [lo, hi] = index.map(Math.trunc)
    if (!(lo >= 0 && lo <= hi && hi < n)) {
      throw rangeError(`${name}: expected indices from 0 to ${n - 1} in order, received ${lo} and ${hi}`)
    }
    return { range: 'I', il: lo + 1, iu: hi + 1 }
  }
  if (value === undefined) return undefined
  const [vl, vu] = value
  if (!(vl < vu)) throw rangeError(`${name}: expected bounds with low < high, received ${vl} and ${vu}`)
  return { range: 'V', vl, vu }
}

function pair(name: string, what: string, value: unknown): [number, number] {
  const list = toArray(value, name).tolist() as unknown
  if (Array.isArray(list) && list.length === 2 && list.every((one) => typeof one === 'number')) {
    return list as [number, number]
  }
  throw typeError(`${name}: expected a pair of numbers for ${what}, received ${describe(value)}`)
}

function failure(name: string, info: number, n: number): LinAlgError {
  return new LinAlgError(
    info > n
      ? `${name}: expected a positive definite b, received one whose leading minor of order ${info - n} is not positive`
      : `${name}: expected convergence, received info ${info}`,
  )
}

export type TridiagonalDriver = 'auto' | 'stemr' | 'sterf' | 'stebz' | 'stev' | 'stevd'

const TRIDIAGONAL_DRIVERS: readonly TridiagonalDriver[] = ['auto', 'stemr', 'sterf', 'stebz', 'stev', 'stevd']

export interface EighTridiagonalOptions {
  readonly eigvals_only?: boolean
  /** 'a' (all), 'v' (in (min, max]) or 'i' (from number min to max). */
  readonly select?: 'a' | 'v' | 'i'
  readonly select_range?: readonly [number, number] | null
  readonly check_finite?: boolean
  /** The absolute tolerance of stebz. */
  readonly tol?: number
  readonly lapack_driver?: TridiagonalDriver
}

const TRIDIAGONAL_NAMES = ['eigvals_only', 'select', 'select_range', 'check_finite', 'tol', 'lapack_driver'] as const

/**
 * Eigenvalues, ascending, and eigenvectors of the real symmetric matrix with the diagonal d and the off-diagonal e:
 * [w, v], or w with `eigvals_only` (stevd; stebz and stein for some, unless `lapack_driver` says otherwise).
 * @example linalg.eigh_tridiagonal([2, 2], [1], { eigvals_only: true }) // array([1., 3.])
 */
export function eigh_tridiagonal(
  d: ArrayLike,
  e: ArrayLike,
  options: EighTridiagonalOptions & { readonly eigvals_only: true },
): NDArray<'float32' | 'float64'>
export function eigh_tridiagonal(
  d: ArrayLike,
  e: ArrayLike,
  options?: EighTridiagonalOptions,
): [w: NDArray<'float32' | 'float64'>, v: NDArray<'float32' | 'float64'>]
export function eigh_tridiagonal(d: ArrayLike, e: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.eigh_tridiagonal'
  return tridiagonal(name, d, e, keywords(name, TRIDIAGONAL_NAMES, args))
}

/**
 * Eigenvalues alone, with `eigh_tridiagonal`'s arguments.
 * @example linalg.eigvalsh_tridiagonal([2, 2], [1], { select: 'i', select_range: [0, 0] }) // array([1.])
 */
export function eigvalsh_tridiagonal(
  d: ArrayLike,
  e: ArrayLike,
  options?: Omit<EighTridiagonalOptions, 'eigvals_only'>,
): NDArray<'float32' | 'float64'>
export function eigvalsh_tridiagonal(d: ArrayLike, e: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.eigvalsh_tridiagonal'
  const named = keywords(name, ['select', 'select_range', 'check_finite', 'tol', 'lapack_driver'], args)
  return tridiagonal(name, d, e, { ...named, eigvals_only: true })
}

const SELECTS: Readonly<Record<string, 'a' | 'v' | 'i'>> = {
  a: 'a', all: 'a', v: 'v', value: 'v', i: 'i', index: 'i',
} // biome-ignore format: a table

function tridiagonal(
  name: string,
  d: ArrayLike,
  e: ArrayLike,
  named: { [key in (typeof TRIDIAGONAL_NAMES)[number]]?: unknown },
): unknown {
  const valuesOnly = expectBoolean(name, 'eigvals_only', named.eigvals_only, false)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const wanted = typeof named.select === 'string' ? named.select.toLowerCase() : (named.select ?? 'a')
  const select = typeof wanted === 'string' && Object.hasOwn(SELECTS, wanted) ? SELECTS[wanted] : undefined
  if (select === undefined)
    throw rangeError(`${name}: expected select to be a, v or i, received ${describe(named.select)}`)
  const driver = named.lapack_driver ?? 'auto'
  if (typeof driver !== 'string')
    throw typeError(`${name}: expected a string for lapack_driver, received ${describe(driver)}`)
  if (!TRIDIAGONAL_DRIVERS.includes(driver as TridiagonalDriver)) {
    throw rangeError(
      `${name}: expected lapack_driver to be one of ${TRIDIAGONAL_DRIVERS.join(', ')}, received '${driver}'`,
    )
  }
  const tol = named.tol === undefined ? 0 : (toArray(named.tol, name).item() as number)
  const [diagonal, beside] = [finiteArray(name, 'd', d, check), finiteArray(name, 'e', e, check)]
  const results = overStack(name, [diagonal, beside], [1, 1], (main, off) => {
    expectReal(name, 'd', main)
    expectReal(name, 'e', off)
    const n = main._size
    if (main._shape.length !== 1 || off._shape.length !== 1 || off._size !== n - 1) {
      throw rangeError(
        `${name}: expected e to have one element less than d, received shapes ${formatShape(main._shape)} and ${formatShape(off._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    const range = tridiagonalRange(name, select, named.select_range, n)
    const info = lapackInfo(main, off)
    const values = newArray(info, [n], n, false)
    copyInto(values, main)
    // LAPACK wants room for n elements.
    const others = newArray(info, [n], n, true)
    if (n > 1) copyInto(others.get(`:${n - 1}`) as NDArray, off)
    const found = decomposeTridiagonal(name, driver as TridiagonalDriver, values, others, range, valuesOnly, tol)
    return valuesOnly ? [found[0]] : found
  })
  return valuesOnly ? results[0] : results
}

function tridiagonalRange(name: string, select: string, given: unknown, n: number): Range | undefined {
  if (select === 'a') return undefined
  const [lo, hi] = pair(name, 'select_range', given)
  if (!(lo <= hi)) throw rangeError(`${name}: expected select_range in order, received ${lo} and ${hi}`)
  if (select === 'v') return { range: 'V', vl: lo, vu: hi }
  if (!Number.isInteger(lo) || !Number.isInteger(hi) || lo < 0 || hi >= n) {
    throw rangeError(`${name}: expected indices from 0 to ${n - 1} in select_range, received ${lo} and ${hi}`)
  }
  return { range: 'I', il: lo + 1, iu: hi + 1 }
}

function decomposeTridiagonal(
  name: string,
  given: TridiagonalDriver,
  d: NDArray,
  e: NDArray,
  range: Range | undefined,
  valuesOnly: boolean,
  tol: number,
): NDArray[] {
  const n = d._size
  const driver = given === 'auto' ? (range === undefined ? 'stevd' : 'stebz') : given
  const job = valuesOnly ? 'N' : 'V'
  const success = (info: number): void => {
    if (info > 0) throw new LinAlgError(`${name}: expected ${driver} to converge, received info ${info}`)
  }
  if (driver === 'stemr') {
    const { m, w, z, info } = stemr(job, d, e, range ?? {})
    success(info)
    return [w.get(`:${m}`) as NDArray, part(z, 0, n, 0, valuesOnly ? 0 : m)]
  }
  if (driver === 'stebz') {
    const { m, w, iblock, isplit, info } = stebz(valuesOnly ? 'E' : 'B', d, e, { ...range, abstol: tol })
    success(info)
    const values = w.get(`:${m}`) as NDArray
    if (valuesOnly) return [values]
    const vectors = stein(d, e, m, w, iblock, isplit)
    success(vectors.info)
    const list = values.tolist() as number[]
    const order = list.map((_, i) => i).sort((i, j) => list[i] - list[j])
    return m === 0 ? [values, vectors.z] : [values.get(order) as NDArray, vectors.z.get(':', order) as NDArray]
  }
  if (range !== undefined) throw rangeError(`${name}: expected select 'a' with ${driver}, received a range`)
  if (driver === 'sterf') {
    if (!valuesOnly) throw rangeError(`${name}: expected eigvals_only with sterf, received false`)
    success(sterf(d, e).info)
    return [d]
  }
  const { z, info } = (driver === 'stev' ? stev : stevd)(job, d, e)
  success(info)
  return [d, z]
}
