/** Polynomials as arrays of coefficients, the highest power's first: arithmetic, values, roots, calculus. */

import { allclose } from '../closeness'
import { toArray } from '../core/array'
import { runCore } from '../core/call'
import { copyAs, copyInto } from '../core/copy'
import { COMPLEX128, FLOAT64 } from '../core/dtype'
import { formatShape, rangeError, typeError } from '../core/errors'
import { type NDArray, newArray, sliceAxis, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import { reshaped } from '../core/reduction'
import type { ArrayLike } from '../core/types'
import { callBinary, callUnary, castArray } from '../core/ufunc'
import { arange } from '../creation/ranges'
import { eigvals } from '../linalg/eig'
import { joinArrays } from '../manipulation/joining'
import { atleast_1d, ravel } from '../manipulation/shapes'
import { convolve } from '../mathematics/signal'

const binary = (name: string, a: unknown, b: unknown, out?: NDArray): NDArray =>
  callBinary(operation(name), a, b, out === undefined ? [] : [{ out }]) as NDArray

/** Coefficients as an array of 1 dimension. Throws `RangeError` for more. */
export function coefficientsOf(name: string, value: ArrayLike): NDArray {
  const array = atleast_1d(toArray(value, name)) as NDArray
  if (array._shape.length === 1) return array
  throw rangeError(
    `${name}: expected coefficients of 1 dimension, received the shape ${formatShape(array._shape)}`,
    'ERR_SHAPE_MISMATCH',
  )
}

/** The positions of the first and the last coefficient that is not 0; `undefined` if all are. */
function support(p: NDArray): [first: number, last: number] | undefined {
  const positions = binary('not_equal', p, 0).tolist() as boolean[]
  const first = positions.indexOf(true)
  return first < 0 ? undefined : [first, positions.lastIndexOf(true)]
}

/** Without leading zeros, but with one coefficient at least. */
export function trimmed(p: NDArray): NDArray {
  const found = support(p)
  if (found !== undefined) return sliceAxis(p, 0, found[0], p._size - found[0])
  return newArray(p.info, [1], 1, true)
}

/** a + b or a - b, the shorter one filled with leading zeros. */
export function combined(name: 'add' | 'subtract', a: NDArray, b: NDArray): NDArray {
  const padded = (p: NDArray): NDArray => {
    const missing = Math.max(a._size, b._size) - p._size
    return missing === 0 ? p : joinArrays(name, [newArray(p.info, [missing], missing, true), p], 0)
  }
  return binary(name, padded(a), padded(b))
}

export function product(a: NDArray, b: NDArray): NDArray {
  return convolve(trimmed(a), trimmed(b)) as NDArray
}

// Floating-point as NumPy's `+ 0.0` makes it.
function floating(p: NDArray): NDArray {
  return p.info.kind === 'f' || p.info.kind === 'c' ? p : castArray(p, FLOAT64)
}

/** Quotient and remainder, by long division. */
export function division(name: string, dividend: NDArray, divisor: NDArray): [quotient: NDArray, remainder: NDArray] {
  if (dividend._size === 0 || divisor._size === 0) {
    throw rangeError(`${name}: expected at least one coefficient, received none`, 'ERR_INDEX')
  }
  const u = floating(dividend)
  const v = floating(divisor)
  const info = promoteTypes(u.info, v.info)
  const m = u._size - 1
  const n = v._size - 1
  const scale = binary('divide', 1, sliceAxis(v, 0, 0, 1))
  const length = Math.max(m - n + 1, 1)
  const quotient = newArray(info, [length], length, true)
  let remainder = copyAs(u, info)
  for (let k = 0; k <= m - n; k++) {
    const d = sliceAxis(quotient, 0, k, 1)
    binary('multiply', scale, sliceAxis(remainder, 0, k, 1), d)
    const rest = sliceAxis(remainder, 0, k, n + 1)
    binary('subtract', rest, binary('multiply', d, v), rest)
  }
  while (remainder._size > 1 && allclose(sliceAxis(remainder, 0, 0, 1), 0, 1e-14)) {
    remainder = sliceAxis(remainder, 0, 1, remainder._size - 1)
  }
  return [quotient, remainder]
}

/** Values at the points of an array of any shape, by Horner's rule. */
export function values(p: NDArray, x: NDArray): NDArray {
  if (p._shape.length === 0) throw typeError('polyval: expected a list of coefficients, received a scalar')
  if (p._shape.length > 1) {
    // A row of coefficients for each power: they broadcast with the points.
    let y: NDArray = newArray(x.info, x._shape, x._size, true)
    for (let i = 0; i < p._shape[0]; i++) {
      const row = view(p, p._shape.slice(1), p._strides.slice(1), p.offset + i * p._strides[0])
      y = binary('add', binary('multiply', y, x), row)
    }
    return y
  }
  const info = p._size === 0 ? x.info : promoteTypes(x.info, p.info)
  const op = operation('polyval')
  const at = ravel(castArray(x, info))
  const result = newArray(info, [at._size], at._size, true)
  if (at._size > 0 && p._size > 0) {
    runCore(op, op.typed[info.code], [at, castArray(p, info), result], [], [at._size, p._size])
  }
  return reshaped(result, x._shape)
}

const falling = (n: number): NDArray => arange(n, 0, -1, 'int64') as NDArray

/** The derivative, m times. */
export function derivative(p: NDArray, m: number): NDArray {
  let result = p
  for (let i = 0; i < m; i++) {
    const n = Math.max(0, result._size - 1)
    result = binary('multiply', sliceAxis(result, 0, 0, n), falling(n))
  }
  return result
}

/** The antiderivative, m times, with one constant for each. */
export function antiderivative(p: NDArray, m: number, constants: NDArray): NDArray {
  let result = p
  for (let i = 0; i < m; i++) {
    const terms = binary('divide', result, falling(result._size))
    result = joinArrays('polyint', [terms, sliceAxis(constants, 0, i, 1)], 0)
  }
  return result
}

/** The roots: eigenvalues of the companion matrix, and a zero for each trailing zero. */
export function rootsOf(given: NDArray): NDArray {
  const found = support(given)
  if (found === undefined) return newArray(FLOAT64, [0], 0, true)
  const [first, last] = found
  const zeros = given._size - last - 1
  const p = floating(sliceAxis(given, 0, first, last - first + 1))
  const n = p._size - 1
  let roots: NDArray = newArray(FLOAT64, [0], 0, true)
  if (n > 0) {
    const companion = newArray(p.info, [n, n], n * n, true)
    const below = view(
      companion,
      [n - 1],
      [companion._strides[0] + companion._strides[1]],
      companion.offset + companion._strides[0] * (n > 1 ? 1 : 0),
    )
    if (n > 1) copyInto(below, toArray(1))
    const negative = callUnary(operation('negative'), sliceAxis(p, 0, 1, n), [])
    binary('divide', negative, sliceAxis(p, 0, 0, 1), view(companion, [n], [companion._strides[1]], companion.offset))
    roots = eigvals(companion)
  }
  return zeros === 0 ? roots : joinArrays('roots', [roots, newArray(roots.info, [zeros], zeros, true)], 0)
}

/** The polynomial 1·x^n + … with these roots. */
export function fromRoots(given: NDArray): NDArray {
  const kept: readonly string[] = ['float32', 'float64', 'complex64', 'complex128']
  const roots = kept.includes(given.dtype) ? given : castArray(given, FLOAT64)
  const { info } = roots
  let p: NDArray = newArray(info, [1], 1, false)
  p.fill(1)
  for (let i = 0; i < roots._size; i++) {
    const factor = newArray(info, [2], 2, false)
    factor.fill(1)
    copyInto(sliceAxis(factor, 0, 1, 1), callUnary(operation('negative'), sliceAxis(roots, 0, i, 1), []) as NDArray)
    p = convolve(p, factor) as NDArray
  }
  return info.kind === 'c' && inPairs(roots) ? (p.real as NDArray).copy() : p
}

// Whether each root's conjugate is a root too, so that the coefficients are real.
function inPairs(roots: NDArray): boolean {
  const list = castArray(roots, COMPLEX128).tolist() as { re: number; im: number }[]
  const order = (sign: 1 | -1): { re: number; im: number }[] =>
    list.map(({ re, im }) => ({ re, im: sign * im })).sort((a, b) => a.re - b.re || a.im - b.im)
  const mirrored = order(-1)
  return order(1).every(({ re, im }, i) => re === mirrored[i].re && im === mirrored[i].im)
}
