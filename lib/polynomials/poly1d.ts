/** The polynomial class: coefficients that can be called. */
import { inspect } from 'node:util'
import { expectBoolean, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { Complex } from '../core/complex'
import type { Scalar } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { describe, rangeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, ScalarLike } from '../core/types'
import { callBinary, callUnary } from '../core/ufunc'
import { array_repr } from '../format'
import {
  antiderivative,
  coefficientsOf,
  combined,
  derivative,
  division,
  fromRoots,
  product,
  rootsOf,
  trimmed,
  values,
} from './arithmetic'

/** Keyword arguments of `poly1d`. */
export interface Poly1dOptions {
  /** Whether the first argument holds roots and not coefficients. */
  readonly r?: boolean
  /** What the polynomial is printed in. */
  readonly variable?: string | null
}

/** What a polynomial takes for another one. */
export type Polynomial = Poly1d | ArrayLike

/** A polynomial of one variable, which can be called with points, or with another polynomial to compose them. */
export interface Poly1d {
  (x: Poly1d): Poly1d
  (x: ScalarLike): Scalar
  (x: ArrayLike): NDArray
  /** The coefficients, the highest power's first. */
  readonly coeffs: NDArray
  readonly c: NDArray
  readonly coef: NDArray
  readonly coefficients: NDArray
  /** The degree. */
  readonly order: number
  readonly o: number
  /** Where the polynomial is 0. */
  readonly roots: NDArray
  readonly r: NDArray
  readonly variable: string
  /** The derivative, m times. */
  deriv(m?: number): Poly1d
  /** The antiderivative, m times, with constants of integration. */
  integ(m?: number, k?: ArrayLike | null): Poly1d
  add(other: Polynomial): Poly1d
  subtract(other: Polynomial): Poly1d
  multiply(other: Polynomial): Poly1d
  /** By a scalar; by a polynomial the quotient and the remainder. */
  divide(other: ScalarLike): Poly1d
  divide(other: Poly1d | readonly ScalarLike[] | NDArray): [quotient: Poly1d, remainder: Poly1d]
  power(exponent: number): Poly1d
  negative(): Poly1d
  equals(other: unknown): boolean
  /** The coefficient of a power; 0 for powers above the degree. */
  at(power: number): Scalar
  /** The coefficients: what a function of arrays takes the polynomial for. */
  __array__(): NDArray
  toString(): string
}

/**
 * A polynomial from its coefficients, the highest power's first, or from its roots.
 * @example np.poly1d([1, 2, 3])(2) // 11
 */
export function poly1d(
  c_or_r: Polynomial,
  r?: boolean | Poly1dOptions,
  variable?: string | null | Poly1dOptions,
): Poly1d
export function poly1d(c_or_r: Polynomial, ...args: unknown[]): Poly1d {
  const named = keywords('poly1d', ['r', 'variable'], args)
  const fromR = expectBoolean('poly1d', 'r', named.r, false)
  const variable = (named.variable ?? (isPoly1d(c_or_r) ? c_or_r.variable : 'x')) as string
  if (isPoly1d(c_or_r)) return polynomial(c_or_r.coeffs, variable)
  const given = coefficientsOf('poly1d', c_or_r)
  return polynomial(trimmed(fromR ? fromRoots(given) : given), variable)
}

/** Whether a value is a polynomial of `poly1d`. */
export function isPoly1d(value: unknown): value is Poly1d {
  return typeof value === 'function' && value instanceof poly1d
}

function polynomial(coeffs: NDArray, variable = 'x'): Poly1d {
  const call = (x: Polynomial): unknown => evaluated(coeffs, x)
  Object.setPrototypeOf(call, poly1d.prototype)
  return Object.defineProperties(call, {
    coeffs: { value: coeffs, enumerable: true },
    variable: { value: variable, enumerable: true },
  }) as unknown as Poly1d
}

/** A polynomial's values, scalars at scalars; composed with a polynomial another one. */
export function evaluated(coeffs: NDArray, x: Polynomial): NDArray | Scalar | Poly1d {
  if (isPoly1d(x)) {
    let y = poly1d(0)
    for (let i = 0; i < coeffs._size; i++) y = y.multiply(x).add(coeffs.get(`${i}:${i + 1}`))
    return y
  }
  const result = values(coeffs, toArray(x))
  return isScalarLike(x) && coeffs._size > 0 ? (result.item() as Scalar) : result
}

const coefficients = (value: Polynomial): NDArray => poly1d(value).coeffs

const methods: Record<string | symbol, unknown> & ThisType<Poly1d> = {
  deriv(m = 1) {
    return poly1d(derivative(this.coeffs, expectOrder('deriv', m)))
  },
  integ(m = 1, k: ArrayLike | null = 0) {
    const times = expectOrder('integ', m)
    return poly1d(antiderivative(this.coeffs, times, constantsOf('integ', k, times)))
  },
  add(other: Polynomial) {
    return poly1d(combined('add', this.coeffs, coefficients(other)))
  },
  subtract(other: Polynomial) {
    return poly1d(combined('subtract', this.coeffs, coefficients(other)))
  },
  multiply(other: Polynomial) {
    if (isScalarLike(other)) return poly1d(callBinary(operation('multiply'), this.coeffs, other, []) as NDArray)
    return poly1d(product(this.coeffs, coefficients(other)))
  },
  divide(other: Polynomial) {
    if (isScalarLike(other)) return poly1d(callBinary(operation('divide'), this.coeffs, other, []) as NDArray)
    return division('poly1d.divide', this.coeffs, coefficients(other)).map((part) => poly1d(part))
  },
  power(exponent: number) {
    if (!Number.isInteger(exponent) || exponent < 0) {
      throw rangeError(`poly1d.power: expected a non-negative integer, received ${describe(exponent)}`)
    }
    let result = poly1d(1)
    for (let i = 0; i < exponent; i++) result = this.multiply(result)
    return result
  },
  negative() {
    return poly1d(callUnary(operation('negative'), this.coeffs, []) as NDArray)
  },
  equals(other: unknown) {
    if (!isPoly1d(other) || other.coeffs._size !== this.coeffs._size) return false
    return (callBinary(operation('equal'), this.coeffs, other.coeffs, []) as NDArray).all()
  },
  at(power: number) {
    return power < 0 || power > this.order ? 0 : this.coeffs.get(this.order - power)
  },
  __array__() {
    return this.coeffs
  },
  toString() {
    return text(this)
  },
  [inspect.custom]() {
    const list = array_repr(this.coeffs)
    return `poly1d(${list.slice('array('.length, -1)})`
  },
}

for (const key of Reflect.ownKeys(methods)) {
  Object.defineProperty(poly1d.prototype, key, { value: methods[key], configurable: true, writable: true })
}
const getters: Record<string, (p: Poly1d) => unknown> = {
  c: (p) => p.coeffs,
  coef: (p) => p.coeffs,
  coefficients: (p) => p.coeffs,
  order: (p) => p.coeffs._size - 1,
  o: (p) => p.coeffs._size - 1,
  roots: (p) => rootsOf(p.coeffs),
  r: (p) => rootsOf(p.coeffs),
}
for (const [key, get] of Object.entries(getters)) {
  Object.defineProperty(poly1d.prototype, key, {
    configurable: true,
    get(this: Poly1d) {
      return get(this)
    },
  })
}

/** No polynomial is differentiated or integrated more often; a larger m would run for ever. */
const MOST_ORDERS = 10_000

/** How often to derive or integrate. */
export function expectOrder(name: string, m: unknown): number {
  if (typeof m !== 'number' || Number.isNaN(m)) {
    throw rangeError(`${name}: expected a number of times, received ${describe(m)}`)
  }
  const order = Math.trunc(m)
  if (order < 0 || order > MOST_ORDERS) {
    throw rangeError(`${name}: expected an order from 0 to ${MOST_ORDERS}, received ${m}`)
  }
  return order
}

/** Constants of integration, one for each time. */
export function constantsOf(name: string, k: unknown, times: number): NDArray {
  const given = coefficientsOf(name, (k ?? 0) as ArrayLike)
  if (given._size === 1 && times > 1) {
    const ones = toArray(new Array<number>(times).fill(1))
    return callBinary(operation('multiply'), ones, given, []) as NDArray
  }
  if (given._size < times) {
    throw rangeError(`${name}: expected one constant or ${times}, received ${given._size}`, 'ERR_SHAPE_MISMATCH')
  }
  return given
}

// Python's '%.4g'.
function fourDigits(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [digits, exponent] = value.toExponential(3).split('e')
  const power = Number(exponent)
  const trim = (number: string): string => (number.includes('.') ? number.replace(/\.?0+$/, '') : number)
  if (power >= -4 && power < 4) return trim(value.toFixed(3 - power))
  return `${trim(digits)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

function coefficientText(value: Scalar): string {
  if (!(value instanceof Complex)) return fourDigits(Number(value))
  if (value.im === 0) return fourDigits(value.re)
  if (value.re === 0) return `${fourDigits(value.im)}j`
  return `(${fourDigits(value.re)} + ${fourDigits(value.im)}j)`
}

// NumPy's form: exponents stand on a line of their own above the terms.
function text(p: Poly1d): string {
  const list = trimmed(p.coeffs).tolist() as Scalar[]
  let terms = ''
  for (const [k, value] of list.entries()) {
    const power = list.length - 1 - k
    const coefficient = coefficientText(value)
    let term = ''
    if (power === 0) term = coefficient !== '0' || k === 0 ? coefficient : ''
    else if (coefficient !== '0') term = `${coefficient} ${p.variable}${power === 1 ? '' : `**${power}`}`
    if (k === 0) terms = term
    else if (term !== '') terms += term.startsWith('-') ? ` - ${term.slice(1)}` : ` + ${term}`
  }
  return withRaisedPowers(terms, 70)
}

function withRaisedPowers(terms: string, width: number): string {
  let upper = ''
  let lower = ''
  let output = ' '
  let last = 0
  for (const match of terms.matchAll(/\*\*([0-9]*)/g)) {
    const part = terms.slice(last, match.index)
    const power = match[1]
    last = match.index + match[0].length
    const below = part + ' '.repeat(Math.max(0, power.length - 1))
    const above = ' '.repeat(Math.max(0, part.length - 1)) + power
    if (lower.length + below.length > width || upper.length + above.length > width) {
      output += `${upper}\n${lower}\n `
      upper = above
      lower = below
    } else {
      lower += below
      upper += above
    }
  }
  return `${output}${upper}\n${lower}${terms.slice(last)}`
}
