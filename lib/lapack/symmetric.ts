/** Eigenvalues of symmetric and Hermitian matrices, pencils of them, and tridiagonal matrices. */
import { INT64 } from '../core/dtype'
import { rangeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import { Call, count, letter, numberOf, real } from './call'
import type { Info } from './solvers'

export interface Spectrum extends Info {
  /** Eigenvalues, ascending. */
  readonly w: NDArray
}

/** Which eigenvalues: all ('A'), those in (vl, vu] ('V'), numbers il to iu from 1 ('I'). */
export interface Range {
  readonly range?: string
  readonly vl?: number
  readonly vu?: number
  readonly il?: number
  readonly iu?: number
  readonly abstol?: number
}

export interface PartialSpectrum extends Info {
  /** How many eigenvalues were found. */
  readonly m: number
  /** n elements, the first m of which count. */
  readonly w: NDArray
  /** Eigenvectors by columns, of which the first m count. */
  readonly z: NDArray
}

function expectFinite(call: Call, ...values: number[]): void {
  if (values.some(Number.isNaN)) throw rangeError(`${call.name}: expected vl and vu to be numbers, received NaN`)
}

// Letters and numbers of a range, and the columns that its eigenvectors may need.
function readRange(call: Call, options: Range, n: number): { params: (string | number)[]; most: number } {
  const range = letter(call.name, 'range', options.range ?? 'A', 'AVI')
  const vl = real(call.name, 'vl', options.vl ?? 0)
  const vu = real(call.name, 'vu', options.vu ?? (range === 'V' ? Number.POSITIVE_INFINITY : 1))
  expectFinite(call, vl, vu)
  if (range === 'V' && vl >= vu && n > 0) throw rangeError(`${call.name}: expected vl < vu, received ${vl} and ${vu}`)
  const il = range === 'I' ? count(call.name, 'il', options.il, Math.min(1, n), n) : 1
  const iu = range === 'I' ? count(call.name, 'iu', options.iu, n === 0 ? 0 : il, n) : 1
  return { params: [range, vl, vu, il, iu], most: range === 'I' ? iu - il + 1 : n }
}

function whole(routine: string, jobz: string, uplo: string, a: NDArray): Spectrum {
  const call = new Call(routine, a)
  const letters = [letter(call.name, 'jobz', jobz, 'NV'), letter(call.name, 'uplo', uplo, 'UL')]
  const n = call.inout('a', a)._shape[0]
  const w = call.vector(n, call.real)
  return { w, info: call.run(...letters) }
}

/**
 * Eigenvalues and, where jobz is 'V', eigenvectors (in a's place) of a symmetric or Hermitian matrix, by QR iteration.
 * info > 0 where it did not converge. For complex types LAPACK's name is heev.
 * @example lapack.syev('N', 'L', np.array([[2, 1], [1, 2]])).w // array([1., 3.])
 */
export function syev(jobz: string, uplo: string, a: NDArray): Spectrum {
  return whole('heev', jobz, uplo, a)
}

/**
 * The same by divide and conquer (heevd).
 * @example lapack.syevd('N', 'L', np.array([[2, 1], [1, 2]])).w // array([1., 3.])
 */
export function syevd(jobz: string, uplo: string, a: NDArray): Spectrum {
  return whole('heevd', jobz, uplo, a)
}

function part(routine: string, jobz: string, uplo: string, a: NDArray, options: Range): PartialSpectrum {
  const call = new Call(routine, a)
  const [job, triangle] = [letter(call.name, 'jobz', jobz, 'NV'), letter(call.name, 'uplo', uplo, 'UL')]
  const n = call.inout('a', a)._shape[0]
  const { params, most } = readRange(call, options, n)
  const w = call.vector(n, call.real)
  const z = call.matrix(n, job === 'V' ? most : 0)
  const m = call.scalar(INT64)
  const [range, ...limits] = params
  const info = call.run(job, range, triangle, ...limits, options.abstol ?? 0)
  return { m: numberOf(m), w, z, info }
}

/**
 * All or some eigenvalues and eigenvectors, by relatively robust representations (heevr); a is destroyed.
 * @example lapack.syevr('N', 'L', np.array([[2, 1], [1, 2]]), { range: 'I', il: 2, iu: 2 }).m // 1
 */
export function syevr(jobz: string, uplo: string, a: NDArray, options: Range = {}): PartialSpectrum {
  return part('heevr', jobz, uplo, a, options)
}

/**
 * The same by bisection and inverse iteration (heevx).
 * @example lapack.syevx('N', 'L', np.array([[2, 1], [1, 2]]), { range: 'V', vl: 2, vu: 4 }).m // 1
 */
export function syevx(jobz: string, uplo: string, a: NDArray, options: Range = {}): PartialSpectrum {
  return part('heevx', jobz, uplo, a, options)
}

function pencil(routine: string, itype: number, jobz: string, uplo: string, a: NDArray, b: NDArray): Spectrum {
  const call = new Call(routine, a)
  const params = [
    count(call.name, 'itype', itype, 1, 3),
    letter(call.name, 'jobz', jobz, 'NV'),
    letter(call.name, 'uplo', uplo, 'UL'),
  ]
  const n = call.inout('a', a)._shape[0]
  call.inout('b', b)
  const w = call.vector(n, call.real)
  return { w, info: call.run(...params) }
}

/**
 * Eigenvalues of a x = w b x (itype 1), a b x = w x (2) or b a x = w x (3) with b positive definite; eigenvectors replace
 * a, the Cholesky factor b. info > n where b is not positive definite. For complex types LAPACK's name is hegv.
 * @example lapack.sygv(1, 'N', 'L', np.array([[2, 0], [0, 3]]), np.array([[1, 0], [0, 3]])).w // array([1., 2.])
 */
export function sygv(itype: number, jobz: string, uplo: string, a: NDArray, b: NDArray): Spectrum {
  return pencil('hegv', itype, jobz, uplo, a, b)
}

/**
 * The same by divide and conquer (hegvd).
 * @example lapack.sygvd(1, 'N', 'L', np.array([[2, 0], [0, 3]]), np.array([[1, 0], [0, 3]])).w // array([1., 2.])
 */
export function sygvd(itype: number, jobz: string, uplo: string, a: NDArray, b: NDArray): Spectrum {
  return pencil('hegvd', itype, jobz, uplo, a, b)
}

/**
 * All or some eigenvalues of a pencil (hegvx); a and b are overwritten.
 * @example lapack.sygvx(1, 'N', 'L', np.array([[2, 0], [0, 3]]), np.array([[1, 0], [0, 3]])).m // 2
 */
export function sygvx(
  itype: number,
  jobz: string,
  uplo: string,
  a: NDArray,
  b: NDArray,
  options: Range = {},
): PartialSpectrum {
  const call = new Call('hegvx', a)
  const kind = count(call.name, 'itype', itype, 1, 3)
  const [job, triangle] = [letter(call.name, 'jobz', jobz, 'NV'), letter(call.name, 'uplo', uplo, 'UL')]
  const n = call.inout('a', a)._shape[0]
  call.inout('b', b)
  const { params, most } = readRange(call, options, n)
  const w = call.vector(n, call.real)
  const z = call.matrix(n, job === 'V' ? most : 0)
  const m = call.scalar(INT64)
  const [range, ...limits] = params
  const info = call.run(kind, job, range, triangle, ...limits, options.abstol ?? 0)
  return { m: numberOf(m), w, z, info }
}

/**
 * Reduces a pencil to standard form by potrf's factor of b, in a's place (hegst).
 * @example lapack.sygst(1, 'L', np.array([[4, 0], [0, 9]]), np.array([[2, 0], [0, 3]])).info // 0
 */
export function sygst(itype: number, uplo: string, a: NDArray, b: NDArray): Info {
  const call = new Call('hegst', a)
  const params = [count(call.name, 'itype', itype, 1, 3), letter(call.name, 'uplo', uplo, 'UL')]
  call.inout('a', a)
  call.input('b', b)
  return { info: call.run(...params) }
}

/** The diagonal d (n) becomes the eigenvalues; e has n elements, of which n - 1 count. */
function tridiagonal(call: Call, d: NDArray, e: NDArray): number {
  const n = call.inout('d', d, 1)._shape[0]
  call.inout('e', e, 1)
  return n
}

/**
 * Eigenvalues of a symmetric tridiagonal matrix by QR iteration without square roots: they replace d (n). e has n
 * elements, of which n - 1 count, and is destroyed.
 * @example lapack.sterf(np.array([2, 2]), np.array([1, 0])).info // 0
 */
export function sterf(d: NDArray, e: NDArray): Info {
  const call = new Call('sterf', d)
  tridiagonal(call, d, e)
  return { info: call.run() }
}

export interface Vectors extends Info {
  /** Eigenvectors by columns; empty unless asked for. */
  readonly z: NDArray
}

function tridiagonalVectors(routine: string, jobz: string, d: NDArray, e: NDArray): Vectors {
  const call = new Call(routine, d)
  const job = letter(call.name, 'jobz', jobz, 'NV')
  const n = tridiagonal(call, d, e)
  const z = call.matrix(n, n)
  const info = call.run(job)
  return { z, info }
}

/**
 * Eigenvalues (in d) and eigenvectors of a symmetric tridiagonal matrix by QR iteration.
 * @example lapack.stev('V', np.array([2, 2]), np.array([1, 0])).z.shape // [2, 2]
 */
export function stev(jobz: string, d: NDArray, e: NDArray): Vectors {
  return tridiagonalVectors('stev', jobz, d, e)
}

/**
 * The same by divide and conquer.
 * @example lapack.stevd('V', np.array([2, 2]), np.array([1, 0])).z.shape // [2, 2]
 */
export function stevd(jobz: string, d: NDArray, e: NDArray): Vectors {
  return tridiagonalVectors('stevd', jobz, d, e)
}

/**
 * All or some eigenvalues of a symmetric tridiagonal matrix by relatively robust representations; d and e (n elements
 * each) are destroyed.
 * @example lapack.stemr('N', np.array([2, 2]), np.array([1, 0])).m // 2
 */
export function stemr(jobz: string, d: NDArray, e: NDArray, options: Range = {}): PartialSpectrum {
  const call = new Call('stemr', d)
  const job = letter(call.name, 'jobz', jobz, 'NV')
  const n = tridiagonal(call, d, e)
  const { params, most } = readRange(call, options, n)
  const w = call.vector(n)
  const z = call.matrix(n, job === 'V' ? Math.max(1, most) : 1)
  const m = call.scalar(INT64)
  const info = call.run(job, ...params)
  return { m: numberOf(m), w, z, info }
}

export interface Bisection extends Info {
  readonly m: number
  readonly nsplit: number
  readonly w: NDArray
  readonly iblock: NDArray<'int64'>
  readonly isplit: NDArray<'int64'>
}

/**
 * All or some eigenvalues of a symmetric tridiagonal matrix by bisection, in the order of the blocks ('B', for stein) or
 * of the whole ('E'). d and e have n elements each.
 * @example lapack.stebz('E', np.array([2, 2]), np.array([1, 0])).w // array([1., 3.])
 */
export function stebz(order: string, d: NDArray, e: NDArray, options: Range = {}): Bisection {
  const call = new Call('stebz', d)
  const sorted = letter(call.name, 'order', order, 'BE')
  const n = call.input('d', d, 1)._shape[0]
  call.input('e', e, 1)
  const [range, ...limits] = readRange(call, options, n).params
  const m = call.scalar(INT64)
  const nsplit = call.scalar(INT64)
  const w = call.vector(n)
  const iblock = call.integers(n) as NDArray<'int64'>
  const isplit = call.integers(n) as NDArray<'int64'>
  const info = call.run(range, sorted, ...limits, options.abstol ?? 0)
  return { m: numberOf(m), nsplit: numberOf(nsplit), w, iblock, isplit, info }
}

/**
 * Eigenvectors of a symmetric tridiagonal matrix for the first m of stebz's eigenvalues, by inverse iteration. info: how
 * many did not converge.
 * @example
 * const d = np.array([2, 2]), e = np.array([1, 0])
 * const { m, w, iblock, isplit } = lapack.stebz('B', d, e)
 * lapack.stein(d, e, m, w, iblock, isplit).z.shape // [2, 2]
 */
export function stein(d: NDArray, e: NDArray, m: number, w: NDArray, iblock: NDArray, isplit: NDArray): Vectors {
  const call = new Call('stein', d)
  const n = call.input('d', d, 1)._shape[0]
  call.input('e', e, 1)
  count(call.name, 'm', m, 0, n)
  call.input('w', w, 1)
  const blocks = call.input('iblock', iblock, 1, INT64).tolist() as number[]
  const ends = call.input('isplit', isplit, 1, INT64).tolist() as number[]
  for (const [i, block] of blocks.slice(0, m).entries()) {
    count(call.name, 'every element of iblock', block, i === 0 ? 1 : blocks[i - 1], n)
    for (let j = 0; j < block; j++) {
      count(call.name, 'every element of isplit', ends[j], j === 0 ? 1 : ends[j - 1] + 1, n)
    }
  }
  const z = call.matrix(n, m)
  return { z, info: call.run() }
}
