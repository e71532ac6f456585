/** Sylvester's and Lyapunov's equations. */
import { isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { describe, formatShape, rangeError } from '../core/errors'
import { type NDArray, newArray, shapeSize } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { eye } from '../creation/creation'
import { copyColumns } from '../lapack/call'
import { gees, trsyl } from '../lapack/general'
import { inv } from '../linalg/inverse'
import { atleast_2d } from '../manipulation/shapes'
import { add, divide, multiply, negative, subtract } from '../ufuncs'
import { expectSquare, finiteArray, lapackInfo, overStack, warn } from './arguments'
import { adjoint, cast, conjugated, product } from './matrix'
import { solve } from './solve'

// The Schur form of a matrix in the given dtype: real ones may keep 2x2 blocks, complex ones are triangular.
function schurOf(a: NDArray, info: ReturnType<typeof lapackInfo>): [form: NDArray, vectors: NDArray] {
  const form = copyColumns(a, info)
  return [form, gees('V', form).vs]
}

/**
 * Solves a x + x b = q by the Schur forms of a and b (Bartels and Stewart, 1972; trsyl). Stacks are done one by one.
 * @example linalg.solve_sylvester([[1]], [[2]], [[6]]) // array([[2.]])
 */
export function solve_sylvester(a: ArrayLike, b: ArrayLike, q: ArrayLike): NDArray {
  const name = 'linalg.solve_sylvester'
  const arrays = [finiteArray(name, 'a', a, true), finiteArray(name, 'b', b, true), finiteArray(name, 'q', q, true)]
  return overStack(name, arrays, [2, 2, 2], (one, other, right) => {
    expectSquare(name, 'a', one)
    expectSquare(name, 'b', other)
    const shape = [one._shape[0], other._shape[0]]
    if (right._shape[0] !== shape[0] || right._shape[1] !== shape[1]) {
      throw rangeError(
        `${name}: expected q of shape ${formatShape(shape)}, received ${formatShape(right._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    const info = lapackInfo(one, other, right)
    if (one._size === 0 || other._size === 0) return newArray(info, shape, shapeSize(shape), true)
    const [r, u] = schurOf(one, info)
    const [s, v] = schurOf(adjoint(cast(other, info)), info)
    const y = copyColumns(product(adjoint(u), cast(right, info), v))
    const { scale } = trsyl('N', 'C', 1, r, s, y)
    return product(u, scale === 1 ? y : (divide(y, scale) as NDArray), adjoint(v))
  })
}

// Both arguments as square matrices of one shape.
function pairOf(name: string, a: ArrayLike, q: ArrayLike): NDArray[] {
  return [
    atleast_2d(finiteArray(name, 'a', a, true)) as NDArray,
    atleast_2d(finiteArray(name, 'q', q, true)) as NDArray,
  ]
}

function expectSame(name: string, a: NDArray, q: NDArray): void {
  expectSquare(name, 'a', a)
  expectSquare(name, 'q', q)
  if (a._shape[0] !== q._shape[0]) {
    throw rangeError(
      `${name}: expected q of the shape ${formatShape(a._shape)}, received ${formatShape(q._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
}

/**
 * Solves a x + x a^H = q by the Schur form of a. Warns where eigenvalues of a add up to nearly zero. Stacks are done one by
 * one.
 * @example linalg.solve_continuous_lyapunov([[-1]], [[4]]) // array([[-2.]])
 */
export function solve_continuous_lyapunov(a: ArrayLike, q: ArrayLike): NDArray {
  const name = 'linalg.solve_continuous_lyapunov'
  return overStack(name, pairOf(name, a, q), [2, 2], (one, right) => {
    expectSame(name, one, right)
    return continuous(name, one, right)
  })
}

function continuous(name: string, a: NDArray, q: NDArray): NDArray {
  const info = lapackInfo(a, q)
  if (a._size === 0) return copyColumns(a, info)
  const [r, u] = schurOf(a, info)
  const y = copyColumns(product(adjoint(u), cast(q, info), u))
  const { scale, info: close } = trsyl('N', 'C', 1, r, copyColumns(r), y)
  if (close === 1) warn(name, 'eigenvalues of a add up to nearly zero: the equation was perturbed')
  return product(u, scale === 1 ? y : (divide(y, scale) as NDArray), adjoint(u))
}

/** SciPy's other name for `solve_continuous_lyapunov`. */
export const solve_lyapunov = solve_continuous_lyapunov

/**
 * Solves a x a^H - x + q = 0: directly as one system of n^2 equations ('direct', the default below n = 10), or by a
 * bilinear transformation to a continuous equation ('bilinear').
 * @example linalg.solve_discrete_lyapunov([[0.5]], [[3]]) // array([[4.]])
 */
export function solve_discrete_lyapunov(
  a: ArrayLike,
  q: ArrayLike,
  method?: 'direct' | 'bilinear' | null | { readonly method?: 'direct' | 'bilinear' | null },
): NDArray
export function solve_discrete_lyapunov(a: ArrayLike, q: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.solve_discrete_lyapunov'
  const { method } = keywords(name, ['method'], args)
  const given = typeof method === 'string' ? method.toLowerCase() : undefined
  if (!isNone(method) && given !== 'direct' && given !== 'bilinear') {
    throw rangeError(`${name}: expected method to be direct or bilinear, received ${describe(method)}`)
  }
  const arrays = [toArray(a, name), toArray(q, name)]
  return overStack(name, arrays, [2, 2], (one, right) => {
    expectSame(name, one, right)
    const chosen = given ?? (one._shape[0] >= 10 ? 'bilinear' : 'direct')
    return chosen === 'direct' ? direct(one, right) : bilinear(name, one, right)
  })
}

function direct(a: NDArray, q: NDArray): NDArray {
  const n = a._shape[0]
  // The Kronecker product of a and conj(a).
  const product4 = multiply(a.reshape(n, 1, n, 1) as NDArray, conjugated(a).reshape(1, n, 1, n) as NDArray) as NDArray
  const left = subtract(eye(n * n), product4.reshape(n * n, n * n) as NDArray) as NDArray
  const x = solve(left, q.reshape([n * n]) as NDArray)
  return x.reshape(n, n) as NDArray
}

function bilinear(name: string, a: NDArray, q: NDArray): NDArray {
  const identity = eye(a._shape[0])
  const adjointA = adjoint(a)
  const inverse = inv(add(adjointA, identity) as NDArray) as NDArray
  const b = product(subtract(adjointA, identity) as NDArray, inverse)
  const c = multiply(product(inv(add(a, identity) as NDArray) as NDArray, q, inverse), 2) as NDArray
  return continuous(name, adjoint(b), negative(c) as NDArray)
}
