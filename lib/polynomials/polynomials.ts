/** Polynomials by their coefficients, the highest power's first. Where an operand is a `poly1d`, so is the result. */

import { finfo } from '../casting'
import { expectBoolean, expectInteger, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { FLOAT64, type Scalar } from '../core/dtype'
import { formatShape, rangeError, typeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, Promoted, ScalarLike } from '../core/types'
import { callBinary, callUnary, castArray } from '../core/ufunc'
import { vander } from '../creation/grids'
import { eigvals } from '../linalg/eig'
import { inv } from '../linalg/inverse'
import { lstsq } from '../linalg/lstsq'
import { transposeArray } from '../manipulation/shapes'
import { matmul } from '../products/products'
import {
  antiderivative,
  coefficientsOf,
  combined,
  derivative,
  division,
  fromRoots,
  product,
  rootsOf,
} from './arithmetic'
import { constantsOf, evaluated, expectOrder, isPoly1d, type Poly1d, type Polynomial, poly1d } from './poly1d'

export { type Poly1d, type Poly1dOptions, type Polynomial, poly1d } from './poly1d'

const array = (name: string, p: Polynomial): NDArray => (isPoly1d(p) ? p.coeffs : coefficientsOf(name, p))

const binary = (name: string, a: unknown, b: unknown, out?: NDArray): NDArray =>
  callBinary(operation(name), a, b, out === undefined ? [] : [{ out }]) as NDArray

/** A polynomial of the class where an operand was one, else coefficients. */
type Combined<A, B> = A extends Poly1d ? Poly1d : B extends Poly1d ? Poly1d : NDArray<Promoted<A, B>>
type Changed<P> = P extends Poly1d ? Poly1d : NDArray

const wrapped = (coeffs: NDArray, ...operands: unknown[]): unknown =>
  operands.some(isPoly1d) ? poly1d(coeffs) : coeffs

/**
 * The sum of two polynomials.
 * @example np.polyadd([1, 2], [9, 5, 4]) // array([9., 6., 6.])
 */
export function polyadd<const A extends Polynomial, const B extends Polynomial>(a1: A, a2: B): Combined<A, B> {
  return wrapped(combined('add', array('polyadd', a1), array('polyadd', a2)), a1, a2) as Combined<A, B>
}

/**
 * The difference of two polynomials.
 * @example np.polysub([2, 10, -2], [3, 10, -4]) // array([-1.,  0.,  2.])
 */
export function polysub<const A extends Polynomial, const B extends Polynomial>(a1: A, a2: B): Combined<A, B> {
  return wrapped(combined('subtract', array('polysub', a1), array('polysub', a2)), a1, a2) as Combined<A, B>
}

/**
 * The product of two polynomials.
 * @example np.polymul([1, 2, 3], [9, 5, 1]) // array([ 9., 23., 38., 17.,  3.])
 */
export function polymul<const A extends Polynomial, const B extends Polynomial>(a1: A, a2: B): Combined<A, B> {
  return wrapped(product(array('polymul', a1), array('polymul', a2)), a1, a2) as Combined<A, B>
}

/**
 * Quotient and remainder of two polynomials.
 * @example np.polydiv([3, 5, 2], [2, 1]) // [array([1.5 , 1.75]), array([0.25])]
 */
export function polydiv<const A extends Polynomial, const B extends Polynomial>(
  u: A,
  v: B,
): [q: Combined<A, B>, r: Combined<A, B>] {
  const parts = division('polydiv', array('polydiv', u), array('polydiv', v))
  return parts.map((part) => wrapped(part, u, v)) as [Combined<A, B>, Combined<A, B>]
}

/**
 * The polynomial's values at points, by Horner's rule; another polynomial (`poly1d`) as `x` composes the two.
 * @example np.polyval([3, 0, 1], 5) // 76
 */
export function polyval(p: Polynomial, x: Poly1d): Poly1d
export function polyval<const P extends Polynomial, const X extends ScalarLike>(
  p: P,
  x: X,
): Scalar<Promoted<X, P extends ArrayLike ? P : NDArray>>
export function polyval<const P extends Polynomial, const X extends ArrayLike>(
  p: P,
  x: X,
): NDArray<Promoted<X, P extends ArrayLike ? P : NDArray>>
export function polyval(p: Polynomial, x: Polynomial): unknown {
  return evaluated(isPoly1d(p) ? p.coeffs : toArray(p, 'polyval'), x)
}

function oneDimension(name: string, p: Polynomial): NDArray {
  if (isPoly1d(p)) return p.coeffs
  const given = toArray(p, name)
  if (given._shape.length === 0) throw typeError(`${name}: expected a list of coefficients, received a scalar`)
  return coefficientsOf(name, given)
}

/**
 * The derivative of order m (1).
 * @example np.polyder([1, 1, 1, 1]) // array([3., 2., 1.])
 */
export function polyder<const P extends Polynomial>(p: P, m?: number | { readonly m?: number }): Changed<P>
export function polyder(p: Polynomial, ...args: unknown[]): unknown {
  const m = expectOrder('polyder', keywords('polyder', ['m'], args).m ?? 1)
  return wrapped(derivative(oneDimension('polyder', p), m), p)
}

/** Keyword arguments of `polyint`. */
export interface PolyintOptions {
  /** How often to integrate. */
  readonly m?: number
  /** Constants of integration: one for all times, or one for each; zeros by default. */
  readonly k?: ArrayLike | null
}

/**
 * The antiderivative of order m (1), with constants of integration.
 * @example np.polyint([6, 4, 2]) // array([2., 2., 2., 0.])
 */
export function polyint<const P extends Polynomial>(
  p: P,
  m?: number | PolyintOptions,
  k?: ArrayLike | null | PolyintOptions,
): Changed<P>
export function polyint(p: Polynomial, ...args: unknown[]): unknown {
  const named = keywords('polyint', ['m', 'k'], args)
  const m = expectOrder('polyint', named.m ?? 1)
  const constants = constantsOf('polyint', named.k, m)
  if (m === 0) return isPoly1d(p) ? p : toArray(p, 'polyint')
  return wrapped(antiderivative(oneDimension('polyint', p), m, constants), p)
}

/**
 * The roots, as eigenvalues of the companion matrix. Throws `RangeError` for more than 1 dimension, `LinAlgError` for NaN
 * and infinite coefficients.
 * @example np.roots([1, -3, 2]) // array([2., 1.])
 */
export function roots(p: Polynomial): NDArray {
  return rootsOf(array('roots', p))
}

/**
 * The coefficients of the polynomial with given roots, or a square matrix's characteristic polynomial; 1 for no roots.
 * @example np.poly([1, 2]) // array([ 1., -3.,  2.])
 */
export function poly(seq_of_zeros: ArrayLike): NDArray | number {
  let zeros = toArray(seq_of_zeros, 'poly')
  if (zeros._shape.length === 0) zeros = zeros.reshape(1)
  const [rows, columns] = zeros._shape
  if (zeros._shape.length === 2 && rows === columns && rows > 0) {
    zeros = eigvals(zeros)
  } else if (zeros._shape.length !== 1) {
    throw rangeError(
      `poly: expected 1 dimension or a square matrix, received the shape ${formatShape(zeros._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return zeros._size === 0 ? 1 : fromRoots(zeros)
}

/** Keyword arguments of `polyfit`. */
export interface PolyfitOptions {
  /** Singular values below this share of the largest one count as 0. */
  readonly rcond?: number | null
  /** Whether to give residuals, rank, singular values and `rcond` too. */
  readonly full?: boolean
  /** Weights of the observations' residuals (not of their squares). */
  readonly w?: ArrayLike | null
  /** Whether to give the covariance matrix of the coefficients too; `'unscaled'` for weights that are exact. */
  readonly cov?: boolean | 'unscaled'
}

type Fit = [p: NDArray, residuals: NDArray, rank: number, singular_values: NDArray, rcond: number]

function sample(name: string, what: string, value: ArrayLike, most: 1 | 2): NDArray {
  const given = toArray(value, name)
  const float = given.info.kind === 'f' || given.info.kind === 'c' ? given : castArray(given, FLOAT64)
  const ndim = float._shape.length
  if (ndim >= 1 && ndim <= most) return float
  throw typeError(
    `${name}: expected ${most === 1 ? '1 dimension' : '1 or 2 dimensions'} for ${what}, received ${ndim}`,
    'ERR_SHAPE_MISMATCH',
  )
}

/**
 * The polynomial of degree `deg` that fits points best by least squares (LAPACK gelsd on a scaled Vandermonde matrix);
 * several sets of points in columns of a 2-d `y`. With `full` also [residuals, rank, singular values, rcond], with `cov`
 * also the covariance matrix. Throws `TypeError` for shapes that don't fit, `RangeError` for a negative degree.
 * @example np.polyfit([0, 1, 2], [1, 3, 5], 1).round(6) // array([2., 1.])
 */
export function polyfit(x: ArrayLike, y: ArrayLike, deg: number, options: PolyfitOptions & { readonly full: true }): Fit
export function polyfit(
  x: ArrayLike,
  y: ArrayLike,
  deg: number,
  options: PolyfitOptions & { readonly cov: true | 'unscaled' },
): [p: NDArray, V: NDArray]
export function polyfit<const Y extends ArrayLike>(
  x: ArrayLike,
  y: Y,
  deg: number,
  rcond?: number | null | PolyfitOptions,
): NDArray
export function polyfit(
  x: ArrayLike,
  y: ArrayLike,
  deg: number,
  rcond: number | null | undefined,
  full: boolean | undefined,
  ...rest: unknown[]
): NDArray | Fit | [NDArray, NDArray]
export function polyfit(x: ArrayLike, y: ArrayLike, deg: number, ...args: unknown[]): unknown {
  const name = 'polyfit'
  const named = keywords(name, ['rcond', 'full', 'w', 'cov'], args) as PolyfitOptions
  const full = expectBoolean(name, 'full', named.full, false)
  const degree = expectInteger(name, 'deg', deg)
  if (degree < 0) throw rangeError(`${name}: expected a non-negative degree, received ${degree}`)
  const points = sample(name, 'x', x, 1)
  const n = points._size
  if (n === 0) throw typeError(`${name}: expected at least one point, received none`, 'ERR_SIZE')
  const heights = sample(name, 'y', y, 2)
  if (heights._shape[0] !== n) {
    throw typeError(
      `${name}: expected as many rows of y as points (${n}), received ${heights._shape[0]}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const order = degree + 1
  const rcond = named.rcond ?? n * finfo(points.dtype).eps
  const matrix = vander(points, order) as NDArray
  let right = heights
  if (!isNone(named.w)) {
    const w = sample(name, 'w', named.w, 1)
    if (w._size !== n) {
      throw typeError(`${name}: expected a weight per point (${n}), received ${w._size}`, 'ERR_SHAPE_MISMATCH')
    }
    const column = w.reshape(-1, 1)
    binary('multiply', matrix, column, matrix)
    right = binary('multiply', heights.copy(), heights._shape.length === 2 ? column : w)
  }
  // Columns of one length: a better condition.
  const scale = callUnary(operation('sqrt'), binary('multiply', matrix, matrix).sum(0), []) as NDArray
  binary('divide', matrix, scale, matrix)
  const [scaled, residuals, rank, singular] = lstsq(matrix, right, rcond)
  const p = binary('divide', scaled, scaled._shape.length === 2 ? scale.reshape(-1, 1) : scale)
  if (full) return [p, residuals, rank, singular, rcond]
  if (named.cov === undefined || named.cov === false) return p
  return [p, covariance(matrix, scale, residuals, n - order, named.cov, heights._shape.length)]
}

function covariance(
  matrix: NDArray,
  scale: NDArray,
  residuals: NDArray,
  freedom: number,
  cov: true | 'unscaled',
  ndim: number,
): NDArray {
  const base = inv(matmul(transposeArray(matrix), matrix)) as NDArray
  const unscaled = binary('divide', base, binary('multiply', scale.reshape(-1, 1), scale))
  if (cov === 'unscaled') return ndim === 1 ? unscaled : unscaled.reshape(...unscaled._shape, 1)
  if (freedom <= 0) {
    throw rangeError(
      'polyfit: expected more points than coefficients to scale the covariance matrix, received too few',
      'ERR_SHAPE_MISMATCH',
    )
  }
  const factor = binary('divide', residuals, freedom)
  return binary('multiply', ndim === 1 ? unscaled : unscaled.reshape(...unscaled._shape, 1), factor)
}
