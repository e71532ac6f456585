/** Windows that taper a signal's ends. */
import { keywords } from '../core/arguments'
import { describe, typeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import { callBinary, callUnary } from '../core/ufunc'
import { ones, zeros } from '../creation/creation'
import { arange } from '../creation/ranges'

type Window = NDArray<'float64'>

const binary = (name: string, a: unknown, b: unknown): Window => callBinary(operation(name), a, b, []) as Window
const unary = (name: string, a: unknown): Window => callUnary(operation(name), a, []) as Window

function points(name: string, M: unknown): number {
  if (typeof M === 'number') return M
  if (typeof M === 'bigint') return Number(M)
  throw typeError(`${name}: expected a number of points, received ${describe(M)}`)
}

// The window at the odd numbers from 1 - M to M - 1; nothing for no points, 1 for a single one.
function window(name: string, M: unknown, shape: (n: Window, m: number) => Window): Window {
  const count = points(name, M)
  if (Number.isNaN(count) || count < 1) return zeros(0)
  if (count === 1) return ones(1)
  return shape(arange(1 - count, count, 2) as Window, count)
}

const cosine = (n: Window, m: number, times: number): Window =>
  unary('cos', binary('divide', binary('multiply', n, times * Math.PI), m - 1))

/**
 * The Bartlett window of M points: a triangle with zeros at its ends.
 * @example np.bartlett(5) // array([0. , 0.5, 1. , 0.5, 0. ])
 */
export function bartlett(M: number): Window {
  return window('bartlett', M, (n, m) => binary('subtract', 1, binary('divide', unary('absolute', n), m - 1)))
}

/**
 * The Blackman window of M points: three cosine terms.
 * @example np.blackman(3) // array([-1.38777878e-17,  1.00000000e+00, -1.38777878e-17])
 */
export function blackman(M: number): Window {
  return window('blackman', M, (n, m) => {
    const wide = binary('add', 0.42, binary('multiply', 0.5, cosine(n, m, 1)))
    return binary('add', wide, binary('multiply', 0.08, cosine(n, m, 2)))
  })
}

/**
 * The Hamming window of M points: a raised cosine that ends at 0.08.
 * @example np.hamming(3) // array([0.08, 1.  , 0.08])
 */
export function hamming(M: number): Window {
  return window('hamming', M, (n, m) => binary('add', 0.54, binary('multiply', 0.46, cosine(n, m, 1))))
}

/**
 * The Hann window of M points: a raised cosine that ends at 0.
 * @example np.hanning(3) // array([0., 1., 0.])
 */
export function hanning(M: number): Window {
  return window('hanning', M, (n, m) => binary('add', 0.5, binary('multiply', 0.5, cosine(n, m, 1))))
}

/**
 * The Kaiser window of M points, a quotient of modified Bessel functions: the larger `beta`, the narrower.
 * @example np.kaiser(3, 0) // array([1., 1., 1.])
 */
export function kaiser(M: number, beta: number): Window
export function kaiser(...args: unknown[]): Window {
  const named = keywords('kaiser', ['M', 'beta'], args)
  const count = points('kaiser', named.M)
  const beta = points('kaiser', named.beta)
  if (count === 1) return ones(1)
  const alpha = (count - 1) / 2
  const n = arange(0, count) as Window
  const place = binary('divide', binary('subtract', n, alpha), alpha)
  const height = unary('sqrt', binary('subtract', 1, unary('square', place)))
  return binary('divide', unary('i0', binary('multiply', beta, height)), unary('i0', beta))
}
