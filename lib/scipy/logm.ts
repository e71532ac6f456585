/** The logarithm of a matrix, by inverse scaling and squaring (Al-Mohy and Higham, 2012). */

import { toArray } from '../core/array'
import { Complex } from '../core/complex'
import { copyInto } from '../core/copy'
import { COMPLEX64, COMPLEX128, FLOAT64 } from '../core/dtype'
import type { NDArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { eye } from '../creation/creation'
import { where } from '../indexing/selection'
import { Call, copyColumns } from '../lapack/call'
import { gees } from '../lapack/general'
import { trtrs } from '../lapack/solvers'
import { stevd } from '../lapack/symmetric'
import { all, any, max, min } from '../reductions/reductions'
import {
  absolute, add, arctanh, ceil, divide, equal, exp, greater, less, log, logical_or, multiply, not_equal, power, sinh,
  sqrt, subtract,
} from '../ufuncs' // biome-ignore format: a list
import { expectSquare, overStack, warn } from './arguments'
import { expm, oneNorm } from './expm'
import { adjoint, cast, copyVector, diagonalOf, part, product } from './matrix'
import { complexForm } from './schur'
import { structureOf } from './structure'

/** The norms up to which each degree of the Padé approximants to log(1 + x) is exact to double precision. */
const THETA = [0, 1.59e-5, 2.31e-3, 1.94e-2, 6.21e-2, 1.28e-1, 2.06e-1, 2.88e-1]

const array = (value: unknown): NDArray => value as NDArray

/** R R = t for an upper triangular t. */
export function triangularRoot(t: NDArray): NDArray {
  const root = copyColumns(t)
  const call = new Call('square_root', root)
  call.inout('t', root)
  call.run()
  return root
}

// ((t - 1)^p)'s norm as that of a factor.
function powerNorm(t: NDArray, p: number): number {
  const r = array(subtract(t, eye(t._shape[0])))
  let result = r
  for (let i = 1; i < p; i++) result = product(result, r)
  return oneNorm(result) ** (1 / p)
}

// Roots are taken until log(1 + x) is near enough, then the degree that is cheapest.
function rootsAndDegree(t0: NDArray): { t: NDArray; s: number; m: number } {
  let t = t0
  let s = 0
  const root = (): void => {
    t = triangularRoot(t)
    s++
  }
  let d = copyVector(diagonalOf(t0), t0.info)
  while ((max(absolute(array(subtract(d, 1)))) as number) > THETA[7]) {
    d = array(sqrt(d))
    root()
  }
  const start = s
  let d3 = powerNorm(t, 3)
  const a2 = Math.max(powerNorm(t, 2), d3)
  for (const m of [1, 2]) if (a2 <= THETA[m]) return { t, s, m }
  for (let retried = 0; ; ) {
    if (s > start) d3 = powerNorm(t, 3)
    const d4 = powerNorm(t, 4)
    const a3 = Math.max(d3, d4)
    if (!Number.isFinite(a3)) return { t, s, m: 7 }
    if (a3 <= THETA[7]) {
      const m = THETA.findIndex((theta, i) => i >= 3 && a3 <= theta)
      if (m <= 6) return { t, s, m }
      if (a3 / 2 <= THETA[5] && retried < 2) {
        retried++
        root()
        continue
      }
    }
    const eta = Math.min(a3, Math.max(d4, powerNorm(t, 5)))
    for (const m of [6, 7]) if (eta <= THETA[m]) return { t, s, m }
    root()
  }
}

// a^(1/2^k) - 1 without cancellation (Al-Mohy, 2012), elementwise.
function rootLessOne(a: NDArray, k: number): NDArray {
  if (k === 0) return array(subtract(a, 1))
  if (k === 1) return array(subtract(sqrt(a), 1))
  const quotient = (from: NDArray, steps: number): NDArray => {
    let root = array(sqrt(from))
    let denominator = array(add(root, 1))
    for (let j = 1; j < steps; j++) {
      root = array(sqrt(root))
      denominator = array(multiply(denominator, add(root, 1)))
    }
    return array(divide(subtract(from, 1), denominator))
  }
  const plain = quotient(a, k)
  if (a.info.kind !== 'c') return plain
  // Left of the imaginary axis the first root comes first.
  const behind = array(less(array(a.real), 0))
  return array(where(behind, quotient(array(sqrt(a)), k - 1), plain))
}

interface Neighbours {
  readonly l1: NDArray
  readonly l2: NDArray
  readonly t12: NDArray
  readonly same: NDArray
  readonly far: NDArray
  readonly gap: NDArray
  /** arctanh((l2 - l1) / (l2 + l1)), unwound. */
  readonly angle: NDArray
}

function neighbours(t: NDArray): Neighbours {
  const n = t._shape[0]
  const d = copyVector(diagonalOf(t), t.info)
  const [l1, l2] = [array(d.get(`:${n - 1}`)), array(d.get('1:'))]
  const t12 = copyVector(diagonalOf(t, 1), t.info)
  const same = array(equal(l1, l2))
  const difference = array(subtract(l2, l1))
  const total = array(add(l2, l1))
  const far = array(greater(absolute(difference), multiply(absolute(total), 0.5)))
  const gap = array(where(same, 1, difference))
  const z = array(
    where(array(logical_or(same, far)), 0, divide(difference, array(where(equal(total, 0) as NDArray, 1, total)))),
  )
  let angle = array(arctanh(z))
  if (t.info.kind === 'c') {
    const turn = array((subtract(log(l2), log(l1)) as NDArray).imag)
    const unwinding = ceil(divide(subtract(turn, Math.PI), 2 * Math.PI) as NDArray)
    angle = array(add(angle, multiply(unwinding, new Complex(0, Math.PI))))
  }
  return { l1, l2, t12, same, far, gap, angle }
}

const chosen = (by: Neighbours, same: unknown, far: unknown, near: unknown): NDArray =>
  array(where(by.same, array(same), array(where(by.far, array(far), array(near)))))

// The superdiagonal of t^p.
function powerBeside(by: Neighbours, p: number): NDArray {
  const { l1, l2, t12, gap, angle } = by
  const same = multiply(multiply(t12, p), power(l1, p - 1))
  const far = divide(multiply(t12, subtract(power(l2, p), power(l1, p))), gap)
  const middle = exp(multiply(add(log(l2), log(l1)), p / 2))
  const near = divide(multiply(multiply(t12, middle), multiply(sinh(multiply(angle, p)), 2)), gap)
  return chosen(by, same, far, near)
}

// The superdiagonal of log(t).
function logarithmBeside(by: Neighbours): NDArray {
  const { l1, l2, t12, gap, angle } = by
  const far = divide(multiply(t12, subtract(log(l2), log(l1))), gap)
  return chosen(by, divide(t12, l1), far, divide(multiply(multiply(t12, 2), angle), gap))
}

// Nodes and weights of Gauss-Legendre quadrature on [0, 1] (Golub and Welsch, 1969).
function gaussLegendre(m: number): [node: number, weight: number][] {
  const d = toArray(new Float64Array(m))
  const e = toArray(Float64Array.from({ length: m }, (_, i) => (i + 1) / Math.sqrt(4 * (i + 1) ** 2 - 1)))
  const { z } = stevd('V', d, e)
  const first = part(z, 0, 1).get(0) as NDArray
  const [nodes, leading] = [d.tolist() as number[], first.tolist() as number[]]
  return nodes.map((node, i) => [0.5 + 0.5 * node, leading[i] ** 2])
}

/** The logarithm of an upper triangular matrix of double precision. */
function logarithm(t0: NDArray): NDArray {
  const n = t0._shape[0]
  const d = diagonalOf(t0)
  const principal =
    t0.info.kind === 'c'
      ? all(array(logical_or(greater(array(d.real), 0), not_equal(array(d.imag), 0)))) === true
      : (min(d) as number) > 0
  const { t, s, m } = rootsAndDegree(t0)
  const r = array(subtract(t, eye(n)))
  const by = n > 1 && principal ? neighbours(t0) : undefined
  if (principal) {
    copyInto(diagonalOf(r), rootLessOne(copyVector(d, t0.info), s))
    if (by !== undefined) copyInto(diagonalOf(r, 1), powerBeside(by, 2 ** -s))
  }
  const identity = eye(n, { dtype: t0.dtype }) as NDArray
  let u: NDArray | undefined
  for (const [node, weight] of gaussLegendre(m)) {
    const term = copyColumns(array(multiply(r, weight)))
    trtrs('U', 'N', 'N', array(add(identity, multiply(r, node))), term)
    u = u === undefined ? term : array(add(u, term))
  }
  const result = array(multiply(u!, 2 ** s))
  if (principal) {
    copyInto(diagonalOf(result), array(log(copyVector(d, t0.info))))
    if (by !== undefined) copyInto(diagonalOf(result, 1), logarithmBeside(by))
  }
  return result
}

// A zero on the diagonal has no logarithm: a tiny number stands for it.
function regular(name: string, t: NDArray): NDArray {
  const d = diagonalOf(t)
  const zero = array(equal(d, 0))
  if (any(zero) === true) {
    warn(name, 'the matrix is singular')
    copyInto(d, array(where(zero, 1e-20, d)))
  } else if (any(array(less(absolute(d), 1e-20))) === true) warn(name, 'the matrix may be nearly singular')
  return t
}

function logOf(name: string, given: NDArray): NDArray {
  const complex = given.info.kind === 'c'
  const a = cast(given, complex ? COMPLEX128 : FLOAT64)
  if (a._size === 0) return a
  const positive = (t: NDArray): NDArray =>
    t.info.kind !== 'c' && (min(diagonalOf(t)) as number) < 0 ? cast(t, COMPLEX128) : t
  if (structureOf(a).below === 0) return logarithm(positive(regular(name, copyColumns(a))))
  let t = copyColumns(a)
  let z = gees('V', t).vs
  if (!complex && structureOf(t).below > 0) [t, z] = complexForm(t, z)
  const u = logarithm(positive(regular(name, t)))
  return product(z, u, adjoint(z))
}

/** The real part of a result, where the matrix was real and the imaginary part is rounding. */
export function realWhereSmall(a: NDArray, result: NDArray): NDArray {
  if (a.info.kind === 'c' || result.info.kind !== 'c') return result
  const tolerance = result.info === COMPLEX64 ? 2 ** -23 * 1e3 : 2 ** -52 * 1e6
  const imaginary = array(absolute(array(result.imag)))
  return !((max(imaginary) as number) > tolerance) ? copyColumns(array(result.real)) : result
}

/**
 * The principal logarithm of a square matrix: expm(logm(A)) is A. Real where A is real and the result is; in double
 * precision always. Warns where A is singular or the result is inaccurate. Stacks are done one by one.
 * @example linalg.logm([[1, 1], [0, 1]]) // array([[0., 1.], [0., 0.]])
 */
export function logm<const A extends ArrayLike>(A: A): NDArray<'float64' | 'complex128'>
export function logm(A: ArrayLike): NDArray {
  const name = 'linalg.logm'
  return overStack(name, [toArray(A, name)], [2], (a) => {
    expectSquare(name, 'A', a)
    const result = realWhereSmall(a, logOf(name, a))
    const size = oneNorm(a)
    const error = oneNorm(array(subtract(expm(result) as NDArray, a))) / size
    if (a._size > 0 && !(error < 1000 * 2 ** -52)) warn(name, `the result may be inaccurate (estimated error ${error})`)
    return result
  })
}
