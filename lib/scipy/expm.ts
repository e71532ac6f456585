/** The exponential of a matrix, and functions that are sums of exponentials. */

import { toArray } from '../core/array'
import { Complex } from '../core/complex'
import { copyInto } from '../core/copy'
import { FLOAT32, FLOAT64 } from '../core/dtype'
import { formatShape, LinAlgError } from '../core/errors'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike, DTypeOf, FloatOf } from '../core/types'
import { eye } from '../creation/creation'
import { tril, triu } from '../creation/diagonals'
import { where } from '../indexing/selection'
import { solve as solveGeneral } from '../linalg/solve'
import { matmul } from '../products/products'
import { max, sum } from '../reductions/reductions'
import { absolute, add, divide, equal, exp, multiply, negative, subtract } from '../ufuncs'
import { expectSquare, inexactInfo, overStack } from './arguments'
import { cast, copyVector, diagonalOf, product, zeroMatrix } from './matrix'
import { solve } from './solve'
import { structureOf } from './structure'

/** The coefficients of the diagonal Padé approximants to exp, lowest degree first, by their degree. */
const PADE: Readonly<Record<number, readonly number[]>> = {
  3: [120, 60, 12, 1],
  5: [30240, 15120, 3360, 420, 30, 1],
  7: [17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1],
  9: [17643225600, 8821612800, 2075673600, 302702400, 30270240, 2162160, 110880, 3960, 90, 1],
  13: [
    64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
    670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
  ],
} // biome-ignore format: a table

/** The norms up to which each degree is exact to double precision. */
const THETA: Readonly<Record<number, number>> = {
  3: 1.495585217958292e-2,
  5: 2.53939833006323e-1,
  7: 9.504178996162932e-1,
  9: 2.097847961257068,
  13: 4.25,
}

/** The reciprocals of the leading coefficients of the backward error. */
const ERROR_RECIPROCAL: Readonly<Record<number, number>> = {
  3: 100800,
  5: 10059033600,
  7: 4487938430976000,
  9: 5.914384781877412e21,
  13: 1.1325077560602111e35,
}

const plus = (a: unknown, b: unknown): NDArray => add(a as NDArray, b as NDArray) as NDArray
const times = (a: unknown, b: unknown): NDArray => multiply(a as NDArray, b as number) as NDArray

/** The largest column sum of magnitudes. */
export function oneNorm(a: NDArray): number {
  return a._size === 0 ? 0 : (max(sum(absolute(a) as NDArray, { axis: 0 }) as NDArray) as number)
}

// How often A must be halved more, so that rounding in the approximant of degree m does no harm.
function extraHalvings(a: NDArray, m: number): number {
  const size = absolute(a) as NDArray
  let columns = sum(size, { axis: 0 }) as NDArray
  for (let power = 1; power < 2 * m + 1; power++) columns = matmul(columns, size) as NDArray
  const alpha = (max(columns) as number) / (oneNorm(a) * ERROR_RECIPROCAL[m])
  return alpha === 0 ? 0 : Math.max(0, Math.ceil(Math.log2(alpha / 2 ** -53) / (2 * m)))
}

/** Even powers of a matrix, each computed once. */
class Powers {
  private readonly known = new Map<number, NDArray>()
  constructor(a: NDArray) {
    this.known.set(2, product(a, a))
  }
  get(power: number): NDArray {
    const found = this.known.get(power)
    if (found !== undefined) return found
    const half = power === 6 || power === 10 ? power - 4 : power / 2
    const made = product(this.get(half), this.get(power - half))
    this.known.set(power, made)
    return made
  }
  /** The power's 1-norm as that of a factor. */
  root(power: number): number {
    return oneNorm(this.get(power)) ** (1 / power)
  }
}

// The degree and the number of halvings (Al-Mohy and Higham, 2009).
function plan(a: NDArray, powers: Powers): { m: number; s: number } {
  const low = Math.max(powers.root(4), powers.root(6))
  for (const m of [3, 5]) if (low < THETA[m] && extraHalvings(a, m) === 0) return { m, s: 0 }
  const middle = Math.max(powers.root(6), powers.root(8))
  for (const m of [7, 9]) if (middle < THETA[m] && extraHalvings(a, m) === 0) return { m, s: 0 }
  const high = Math.max(powers.root(8), powers.root(10))
  const eta = Math.min(middle, high)
  const s = eta === 0 ? 0 : Math.max(0, Math.ceil(Math.log2(eta / THETA[13])))
  return { m: 13, s: s + extraHalvings(times(a, 2 ** -s), 13) }
}

// r(A) = (V - U)^-1 (V + U) for the odd part U and the even part V of the approximant.
function pade(a: NDArray, powers: Powers, m: number, s: number): NDArray {
  const b = PADE[m]
  const scaled = s === 0 ? a : times(a, 2 ** -s)
  const even = (power: number): NDArray =>
    power === 0
      ? (eye(a._shape[0], { dtype: a.dtype }) as NDArray)
      : s === 0
        ? powers.get(power)
        : times(powers.get(power), 2 ** (-s * power))
  const series = (from: number, to: number, first: number): NDArray => {
    let total = times(even(0), b[first])
    for (let power = from; power <= to; power += 2) total = plus(total, times(even(power), b[first + power]))
    return total
  }
  let U: NDArray
  let V: NDArray
  if (m === 13) {
    const six = even(6)
    const high = (first: number): NDArray =>
      [2, 4, 6].map((power) => times(even(power), b[first + 6 + power])).reduce(plus)
    U = product(scaled, plus(product(six, high(1)), series(2, 6, 1)))
    V = plus(product(six, high(0)), series(2, 6, 0))
  } else {
    U = product(scaled, series(2, m - 1, 1))
    V = series(2, m - 1, 0)
  }
  return solveGeneral(subtract(V, U) as NDArray, plus(V, U)) as NDArray
}

// The divided differences of exp at neighbouring diagonal elements.
function neighbours(d: NDArray): NDArray {
  const n = d._size
  const [left, right] = [d.get(`:${n - 1}`) as NDArray, d.get('1:') as NDArray]
  const gap = subtract(right, left) as NDArray
  const same = equal(gap, 0) as NDArray
  const quotient = divide(subtract(exp(right), exp(left)) as NDArray, where(same, 1, gap) as NDArray) as NDArray
  return cast(where(same, exp(left) as NDArray, quotient) as NDArray, d.info)
}

function exponential(a: NDArray): NDArray {
  const n = a._shape[0]
  const { below, above } = structureOf(a)
  if (below === 0 && above === 0) {
    const result = zeroMatrix(a.info, n, n)
    copyInto(diagonalOf(result), exp(copyVector(diagonalOf(a), a.info)) as NDArray)
    return result
  }
  const powers = new Powers(a)
  const { m, s } = plan(a, powers)
  if (!Number.isFinite(s)) return times(a, Number.NaN)
  let result = pade(a, powers, m, s)
  const triangular = below === 0 || above === 0
  const d = copyVector(diagonalOf(a), a.info)
  const beside = copyVector(diagonalOf(a, below === 0 ? 1 : -1), a.info)
  // The diagonals of a triangular matrix's exponential are known: written at each step they stop errors from growing.
  const exact = (power: number): void => {
    const scaled = cast(times(d, 2 ** -power), a.info)
    copyInto(diagonalOf(result), exp(scaled) as NDArray)
    const slope = times(beside, 2 ** -power)
    if (power < s) copyInto(diagonalOf(result, below === 0 ? 1 : -1), multiply(neighbours(scaled), slope) as NDArray)
  }
  if (triangular && s > 0) exact(s)
  for (let power = s - 1; power >= 0; power--) {
    result = product(result, result)
    if (triangular) exact(power)
  }
  if (!triangular) return result
  return (below === 0 ? triu(result) : tril(result)) as NDArray
}

/**
 * The exponential of a square matrix, by Padé approximants with scaling and squaring (Al-Mohy and Higham, 2009). Stacks
 * are done one by one. Throws `LinAlgError` unless the matrices are square.
 * @example linalg.expm([[0, 1], [0, 0]]) // array([[1., 1.], [0., 1.]])
 */
export function expm<const A extends ArrayLike>(A: A): NDArray<FloatOf<DTypeOf<A>>>
export function expm(A: ArrayLike): NDArray {
  const name = 'linalg.expm'
  const a = toArray(A, name)
  if (a._size === 1 && a._shape.length < 2) return exp(a.reshape([1, 1])) as NDArray
  const [m, n] = a._shape.slice(-2)
  if (a._shape.length < 2 || m !== n) {
    throw new LinAlgError(`${name}: expected square matrices, received shape ${formatShape(a._shape)}`)
  }
  const info = a.info.kind === 'f' && a.info.itemsize === 2 ? FLOAT32 : inexactInfo(a)
  if (a._size === 0) return newArray(info, a._shape, 0, true)
  if (n === 1) return exp(a) as NDArray
  return overStack(name, [cast(a, info)], [2], exponential)
}

const IMAGINARY = new Complex(0, 1)

// A function of each matrix of a stack, in floating point.
function overMatrices(name: string, A: ArrayLike, body: (a: NDArray) => NDArray): NDArray {
  const array = toArray(A, name)
  const info = array.info.kind === 'f' || array.info.kind === 'c' ? array.info : FLOAT64
  return overStack(name, [cast(array, info)], [2], (a) => body(expectSquare(name, 'A', a)))
}

const rotated = (a: NDArray, by: Complex): NDArray => expm(multiply(a, by) as NDArray) as NDArray
const half = (a: unknown, factor: number | Complex = 0.5): NDArray =>
  multiply(a as NDArray, factor as number) as NDArray

/**
 * The cosine of a square matrix, by exponentials.
 * @example linalg.cosm([[0, 0], [0, 0]]) // array([[1., 0.], [0., 1.]])
 */
export function cosm<const A extends ArrayLike>(A: A): NDArray<FloatOf<DTypeOf<A>>>
export function cosm(A: ArrayLike): NDArray {
  return overMatrices('linalg.cosm', A, (a) =>
    a.info.kind === 'c'
      ? half(plus(rotated(a, IMAGINARY), rotated(a, new Complex(0, -1))))
      : (rotated(a, IMAGINARY).real as NDArray),
  )
}

/**
 * The sine of a square matrix, by exponentials.
 * @example linalg.sinm([[0, 1], [0, 0]]) // array([[0., 1.], [0., 0.]])
 */
export function sinm<const A extends ArrayLike>(A: A): NDArray<FloatOf<DTypeOf<A>>>
export function sinm(A: ArrayLike): NDArray {
  return overMatrices('linalg.sinm', A, (a) =>
    a.info.kind === 'c'
      ? half(subtract(rotated(a, IMAGINARY), rotated(a, new Complex(0, -1))), new Complex(0, -0.5))
      : (rotated(a, IMAGINARY).imag as NDArray),
  )
}

/**
 * The tangent of a square matrix: cosm(A)^-1 sinm(A).
 * @example linalg.tanm([[0, 1], [0, 0]]) // array([[0., 1.], [0., 0.]])
 */
export function tanm<const A extends ArrayLike>(A: A): NDArray<FloatOf<DTypeOf<A>>>
export function tanm(A: ArrayLike): NDArray {
  return overMatrices('linalg.tanm', A, (a) => solve(cosm(a) as NDArray, sinm(a) as NDArray))
}

const hyperbolic = (a: NDArray, join: typeof add | typeof subtract): NDArray =>
  half(join(expm(a) as NDArray, expm(negative(a) as NDArray) as NDArray))

/**
 * The hyperbolic cosine of a square matrix, by exponentials.
 * @example linalg.coshm([[0, 0], [0, 0]]) // array([[1., 0.], [0., 1.]])
 */
export function coshm<const A extends ArrayLike>(A: A): NDArray<FloatOf<DTypeOf<A>>>
export function coshm(A: ArrayLike): NDArray {
  return overMatrices('linalg.coshm', A, (a) => hyperbolic(a, add))
}

/**
 * The hyperbolic sine of a square matrix, by exponentials.
 * @example linalg.sinhm([[0, 1], [0, 0]]) // array([[0., 1.], [0., 0.]])
 */
export function sinhm<const A extends ArrayLike>(A: A): NDArray<FloatOf<DTypeOf<A>>>
export function sinhm(A: ArrayLike): NDArray {
  return overMatrices('linalg.sinhm', A, (a) => hyperbolic(a, subtract))
}

/**
 * The hyperbolic tangent of a square matrix: coshm(A)^-1 sinhm(A).
 * @example linalg.tanhm([[0, 1], [0, 0]]) // array([[0., 1.], [0., 0.]])
 */
export function tanhm<const A extends ArrayLike>(A: A): NDArray<FloatOf<DTypeOf<A>>>
export function tanhm(A: ArrayLike): NDArray {
  return overMatrices('linalg.tanhm', A, (a) => solve(hyperbolic(a, add), hyperbolic(a, subtract)))
}
