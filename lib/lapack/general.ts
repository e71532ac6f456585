/** Eigenvalues and Schur forms of general matrices and pencils, and what is done with them. */
import { INT64 } from '../core/dtype'
import type { NDArray } from '../core/ndarray'
import { Call, count, letter, numberOf } from './call'
import type { Info } from './solvers'

export interface Eigen extends Info {
  /** Eigenvalues, complex whatever the matrix is. */
  readonly w: NDArray
  /** Left eigenvectors by columns. A real matrix's complex pair shares two columns: real parts, imaginary parts. */
  readonly vl: NDArray
  /** Right eigenvectors likewise. */
  readonly vr: NDArray
}

// A matrix of n columns where it is wanted; LAPACK asks for one of at least one row otherwise.
const vectors = (call: Call, job: string, n: number): NDArray => call.matrix(job === 'V' ? n : 1, job === 'V' ? n : 1)

/**
 * Eigenvalues of a general matrix and the eigenvectors that jobvl and jobvr ('N', 'V') ask for; a is destroyed. info > 0
 * where QR iteration did not converge.
 * @example lapack.geev('N', 'N', np.array([[0, 1], [-1, 0]])).w // array([0.+1.j, 0.-1.j])
 */
export function geev(jobvl: string, jobvr: string, a: NDArray): Eigen {
  const call = new Call('geev', a)
  const [left, right] = [letter(call.name, 'jobvl', jobvl, 'NV'), letter(call.name, 'jobvr', jobvr, 'NV')]
  const n = call.inout('a', a)._shape[0]
  const w = call.vector(n, call.complexInfo)
  const vl = vectors(call, left, n)
  const vr = vectors(call, right, n)
  return { w, vl, vr, info: call.run(left, right) }
}

export interface GeneralizedEigen extends Info {
  /** Eigenvalues are alpha / beta. */
  readonly alpha: NDArray
  readonly beta: NDArray
  readonly vl: NDArray
  readonly vr: NDArray
}

/**
 * Eigenvalues alpha / beta of a x = w b x and the eigenvectors asked for; a and b are destroyed.
 * @example lapack.ggev('N', 'N', np.array([[2, 0], [0, 3]]), np.array([[1, 0], [0, 1]])).beta // array([1., 1.])
 */
export function ggev(jobvl: string, jobvr: string, a: NDArray, b: NDArray): GeneralizedEigen {
  const call = new Call('ggev', a)
  const [left, right] = [letter(call.name, 'jobvl', jobvl, 'NV'), letter(call.name, 'jobvr', jobvr, 'NV')]
  const n = call.inout('a', a)._shape[0]
  call.inout('b', b)
  const alpha = call.vector(n, call.complexInfo)
  const beta = call.vector(n)
  const vl = vectors(call, left, n)
  const vr = vectors(call, right, n)
  return { alpha, beta, vl, vr, info: call.run(left, right) }
}

export interface Schur extends Info {
  readonly w: NDArray
  /** The Schur vectors. */
  readonly vs: NDArray
}

/**
 * Schur form T (in a's place), eigenvalues and, where jobvs is 'V', Schur vectors; trsen sorts them.
 * @example lapack.gees('V', np.array([[1, 2], [0, 3]])).w // array([1.+0.j, 3.+0.j])
 */
export function gees(jobvs: string, a: NDArray): Schur {
  const call = new Call('gees', a)
  const job = letter(call.name, 'jobvs', jobvs, 'NV')
  const n = call.inout('a', a)._shape[0]
  const w = call.vector(n, call.complexInfo)
  const vs = vectors(call, job, n)
  return { w, vs, info: call.run(job) }
}

export interface GeneralizedSchur extends Info {
  readonly alpha: NDArray
  readonly beta: NDArray
  readonly vsl: NDArray
  readonly vsr: NDArray
}

/**
 * Generalised Schur form of a pencil: S replaces a and T replaces b, with a = vsl S vsr^H; tgsen sorts them.
 * @example lapack.gges('V', 'V', np.array([[1, 2], [0, 3]]), np.array([[1, 0], [0, 1]])).info // 0
 */
export function gges(jobvsl: string, jobvsr: string, a: NDArray, b: NDArray): GeneralizedSchur {
  const call = new Call('gges', a)
  const [left, right] = [letter(call.name, 'jobvsl', jobvsl, 'NV'), letter(call.name, 'jobvsr', jobvsr, 'NV')]
  const n = call.inout('a', a)._shape[0]
  call.inout('b', b)
  const alpha = call.vector(n, call.complexInfo)
  const beta = call.vector(n)
  const vsl = vectors(call, left, n)
  const vsr = vectors(call, right, n)
  return { alpha, beta, vsl, vsr, info: call.run(left, right) }
}

export interface Sorted extends Info {
  /** The eigenvalues in their new order. */
  readonly w: NDArray
  /** The dimension of the invariant subspace that the selected eigenvalues span. */
  readonly m: number
}

/**
 * Moves the eigenvalues that select (int64, 0 or 1) names to the top of a Schur form t with its vectors q, in place.
 * @example lapack.trsen(np.array([0, 1], 'int64'), np.array([[1, 0], [0, 3]]), np.eye(2)).m // 1
 */
export function trsen(select: NDArray, t: NDArray, q: NDArray): Sorted {
  const call = new Call('trsen', t)
  call.input('select', select, 1, INT64)
  const n = call.inout('t', t)._shape[0]
  call.inout('q', q)
  const w = call.vector(n, call.complexInfo)
  const m = call.scalar(INT64)
  const info = call.run()
  return { w, m: numberOf(m), info }
}

export interface SortedPencil extends Info {
  readonly alpha: NDArray
  readonly beta: NDArray
  readonly m: number
}

/**
 * The same for a generalised Schur form a, b with its vectors q, z. info 1 where the problem is too ill-conditioned.
 * @example lapack.tgsen(np.array([0, 1], 'int64'), np.array([[1, 0], [0, 3]]), np.eye(2), np.eye(2), np.eye(2)).m // 1
 */
export function tgsen(select: NDArray, a: NDArray, b: NDArray, q: NDArray, z: NDArray): SortedPencil {
  const call = new Call('tgsen', a)
  call.input('select', select, 1, INT64)
  const n = call.inout('a', a)._shape[0]
  call.inout('b', b)
  const alpha = call.vector(n, call.complexInfo)
  const beta = call.vector(n)
  call.inout('q', q)
  call.inout('z', z)
  const m = call.scalar(INT64)
  const info = call.run()
  return { alpha, beta, m: numberOf(m), info }
}

export interface Sylvester extends Info {
  /** What the right-hand side was scaled by, at most 1. */
  readonly scale: number
}

/**
 * Solves op(a) x + isgn x op(b) = scale c for Schur forms a and b; x replaces c (m,n). By recursion, so that nearly all
 * of it is gemm. info 1 where a and b have close eigenvalues and were perturbed.
 * @example lapack.trsyl('N', 'N', 1, np.array([[1]]), np.array([[2]]), np.array([[6]])).scale // 1
 */
export function trsyl(trana: string, tranb: string, isgn: number, a: NDArray, b: NDArray, c: NDArray): Sylvester {
  const call = new Call('trsyl', a)
  // For complex types LAPACK knows no plain transposition.
  const known = call.complex ? 'NC' : 'NTC'
  const params = [
    letter(call.name, 'trana', trana, known),
    letter(call.name, 'tranb', tranb, known),
    isgn === -1 ? -1 : count(call.name, 'isgn', isgn, 1, 1),
  ]
  call.input('a', a)
  call.input('b', b)
  call.inout('c', c)
  const scale = call.scalar()
  const info = call.run(...params)
  return { scale: numberOf(scale), info }
}

export interface Balance extends Info {
  /** Rows and columns ilo to ihi, from 1, are what is not triangular already. */
  readonly ilo: number
  readonly ihi: number
  /** Permutations (outside ilo…ihi, from 1) and scaling factors. */
  readonly scale: NDArray
}

/**
 * Balances a matrix in place: permutes ('P'), scales ('S'), both ('B') or neither ('N').
 * @example lapack.gebal('S', np.array([[1, 1024], [0.0009765625, 1]])).ihi // 2
 */
export function gebal(job: string, a: NDArray): Balance {
  const call = new Call('gebal', a)
  const which = letter(call.name, 'job', job, 'NPSB')
  const n = call.inout('a', a)._shape[0]
  const ilo = call.scalar(INT64)
  const ihi = call.scalar(INT64)
  const scale = call.vector(n, call.real)
  const info = call.run(which)
  return { ilo: numberOf(ilo), ihi: numberOf(ihi), scale, info }
}

export interface HessenbergReflectors extends Info {
  readonly tau: NDArray
}

function limits(call: Call, ilo: number, ihi: number, n: number): number[] {
  const low = count(call.name, 'ilo', ilo, 1, Math.max(1, n))
  return [low, count(call.name, 'ihi', ihi, Math.min(low, n), n)]
}

/**
 * Reduces a matrix to upper Hessenberg form, in place; the reflectors lie below.
 * @example lapack.gehrd(1, 2, np.array([[1, 2], [3, 4]])).tau // array([0.])
 */
export function gehrd(ilo: number, ihi: number, a: NDArray): HessenbergReflectors {
  const call = new Call('gehrd', a)
  const n = call.inout('a', a)._shape[0]
  const params = limits(call, ilo, ihi, n)
  const tau = call.vector(Math.max(0, n - 1))
  return { tau, info: call.run(...params) }
}

/**
 * The orthogonal matrix of gehrd's reflectors, in a's place.
 * @example
 * const a = np.array([[1, 2], [3, 4]])
 * lapack.orghr(1, 2, a, lapack.gehrd(1, 2, a).tau).info // 0
 */
export function orghr(ilo: number, ihi: number, a: NDArray, tau: NDArray): Info {
  const call = new Call('orghr', a)
  const n = call.inout('a', a)._shape[0]
  const params = limits(call, ilo, ihi, n)
  const length = call.input('tau', tau, 1)._shape[0]
  count(call.name, 'the length of tau', length, Math.max(0, n - 1), Math.max(0, n - 1))
  return { info: call.run(...params) }
}
