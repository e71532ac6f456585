/** Algebraic Riccati equations, by deflating subspaces of extended pencils (Van Dooren, 1981; Benner, 1999). */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { copyInto } from '../core/copy'
import { COMPLEX128, type DTypeInfo, FLOAT64 } from '../core/dtype'
import { formatShape, LinAlgError, rangeError } from '../core/errors'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { eye } from '../creation/creation'
import { copyColumns } from '../lapack/call'
import { gebal } from '../lapack/general'
import { cond } from '../linalg/rank'
import { vstack } from '../manipulation/joining'
import { atleast_2d } from '../manipulation/shapes'
import { absolute, add, divide, multiply, negative, subtract } from '../ufuncs'
import { expectSquare, finiteArray, overStack } from './arguments'
import { oneNorm } from './expm'
import { fillDiagonal, lu } from './lu'
import { adjoint, cast, part, product, zeroMatrix } from './matrix'
import { qr } from './qr'
import { ordqz } from './qz'
import { solve_triangular } from './solve'
import { svdvals } from './svd'

export interface RiccatiOptions {
  /** The matrix before the derivative, regular; the identity unless given. */
  readonly e?: ArrayLike | null
  /** The cross term. */
  readonly s?: ArrayLike | null
  /** Whether to balance the pencil (default). */
  readonly balanced?: boolean
}

interface Problem {
  readonly a: NDArray
  readonly b: NDArray
  readonly q: NDArray
  readonly r: NDArray
  readonly e: NDArray | undefined
  readonly s: NDArray | undefined
  readonly info: DTypeInfo
}

const EPSILON = 2 ** -52

function mismatch(name: string, what: string, shape: readonly number[], wanted: readonly number[]): Error {
  return rangeError(
    `${name}: expected ${what} of shape ${formatShape(wanted)}, received ${formatShape(shape)}`,
    'ERR_SHAPE_MISMATCH',
  )
}

function expectShape(name: string, what: string, array: NDArray, ...wanted: number[]): void {
  if (array._shape[0] !== wanted[0] || array._shape[1] !== wanted[1]) throw mismatch(name, what, array._shape, wanted)
}

// The distance from a number to the next larger one.
const spacing = (x: number): number => (x === 0 ? Number.MIN_VALUE : 2 ** Math.floor(Math.log2(x)) * EPSILON)

function expectRegular(name: string, what: string, a: NDArray): void {
  const values = svdvals(a).tolist() as number[]
  const least = values[values.length - 1] ?? 1
  if (least === 0 || least < EPSILON * oneNorm(a)) {
    throw rangeError(`${name}: expected ${what} that is not singular, received one that is numerically`)
  }
}

function checked(name: string, arrays: readonly (NDArray | undefined)[], continuous: boolean): Problem {
  const [a, b, q, r, e, s] = arrays
  const present = arrays.filter((array) => array !== undefined)
  const info = present.some((array) => array.info.kind === 'c') ? COMPLEX128 : FLOAT64
  const [m, n] = b!._shape
  for (const [what, array] of [
    ['a', a!],
    ['q', q!],
    ['r', r!],
  ] as const) {
    expectSquare(name, what, array)
  }
  expectShape(name, 'a', a!, m, m)
  expectShape(name, 'q', q!, m, m)
  expectShape(name, 'r', r!, n, n)
  for (const [what, array] of [
    ['q', q!],
    ['r', r!],
  ] as const) {
    if (oneNorm(subtract(array, adjoint(array)) as NDArray) > spacing(oneNorm(array)) * 100) {
      throw rangeError(`${name}: expected ${what} to be symmetric or Hermitian, received one that is not`)
    }
  }
  if (continuous) expectRegular(name, 'r', r!)
  if (e !== undefined) {
    expectShape(name, 'e', e, m, m)
    expectRegular(name, 'e', e)
  }
  if (s !== undefined) expectShape(name, 's', s, m, n)
  const given = (array: NDArray): NDArray => cast(array, info)
  return {
    a: given(a!),
    b: given(b!),
    q: given(q!),
    r: given(r!),
    e: e && given(e),
    s: s && given(s),
    info,
  }
}

const minus = (a: NDArray): NDArray => negative(a) as NDArray

// Writes blocks into a matrix of zeros, row by row; undefined ones stay zero.
function assembled(
  info: DTypeInfo,
  sizes: readonly number[],
  rows: readonly (readonly (NDArray | undefined)[])[],
): NDArray {
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((x, y) => x + y, 0))
  const size = sizes.reduce((x, y) => x + y, 0)
  const matrix = zeroMatrix(info, size, size)
  for (const [i, row] of rows.entries()) {
    for (const [j, block] of row.entries()) {
      if (block === undefined) continue
      copyInto(part(matrix, starts[i], starts[i] + sizes[i], starts[j], starts[j] + sizes[j]), block)
    }
  }
  return matrix
}

interface Pencil {
  readonly H: NDArray
  readonly J: NDArray
}

function continuousPencil({ a, b, q, r, e, s, info }: Problem): Pencil {
  const [m, n] = b._shape
  const identity = eye(m)
  const H = assembled(
    info,
    [m, m, n],
    [
      [a, undefined, b],
      [minus(q), minus(adjoint(a)), s && minus(s)],
      [s && adjoint(s), adjoint(b), r],
    ],
  )
  const J = assembled(info, [m, m, n], [[e ?? identity], [undefined, e === undefined ? identity : adjoint(e)], []])
  return { H, J }
}

function discretePencil({ a, b, q, r, e, s, info }: Problem): Pencil {
  const [m, n] = b._shape
  const identity = eye(m)
  const H = assembled(
    info,
    [m, m, n],
    [
      [a, undefined, b],
      [minus(q), e === undefined ? identity : adjoint(e), s && minus(s)],
      [s && adjoint(s), undefined, r],
    ],
  )
  const J = assembled(info, [m, m, n], [[e ?? identity], [undefined, adjoint(a)], [undefined, minus(adjoint(b))]])
  return { H, J }
}

// Scales the pencil by powers of two that keep its symplectic or Hamiltonian structure; returns the factors.
function balance(pencil: Pencil, m: number): { pencil: Pencil; factors: number[] | undefined } {
  const sizes = copyColumns(add(absolute(pencil.H), absolute(pencil.J)) as NDArray)
  fillDiagonal(sizes, 0)
  const scale = gebal('S', sizes).scale.tolist() as number[]
  if (scale.every((factor) => Math.abs(factor - 1) <= 1e-8 + 1e-5)) return { pencil, factors: undefined }
  const logs = scale.map(Math.log2)
  const half = Array.from({ length: m }, (_, i) => roundHalfEven((logs[m + i] - logs[i]) / 2))
  const factors = [...half, ...half.map((x) => -x), ...logs.slice(2 * m)].map((x) => 2 ** x)
  const across = newArray(FLOAT64, [factors.length], factors.length, false)
  new Float64Array(across.storage.buffer, across.offset, factors.length).set(factors)
  const ratio = divide(across.reshape(factors.length, 1) as NDArray, across)
  const scaled = (x: NDArray): NDArray => cast(multiply(x, ratio) as NDArray, x.info)
  return { pencil: { H: scaled(pencil.H), J: scaled(pencil.J) }, factors }
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x)
  const rest = x - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor
}

function solveProblem(name: string, problem: Problem, continuous: boolean, balanced: boolean): NDArray {
  const [m, n] = problem.b._shape
  const made = continuous ? continuousPencil(problem) : discretePencil(problem)
  const { pencil, factors } = balanced ? balance(made, m) : { pencil: made, factors: undefined }
  // The last block is deflated by a QR factorisation of its columns.
  const size = 2 * m + n
  const [Q] = qr(part(pencil.H, 0, size, 2 * m, size))
  const rest = adjoint(part(Q, 0, size, n, size))
  const H = product(rest, part(pencil.H, 0, size, 0, 2 * m))
  const J = product(rest, part(pencil.J, 0, size, 0, 2 * m))
  const output = problem.info === COMPLEX128 ? 'complex' : 'real'
  let u = ordqz(H, J, { sort: continuous ? 'lhp' : 'iuc', check_finite: false, output })[5]
  const block = (top: number, bottom: number): NDArray => part(u, top, bottom, 0, m)
  if (problem.e !== undefined) {
    u = qr(vstack([product(problem.e, block(0, m)), block(m, 2 * m)]) as NDArray)[0] as NDArray
  }
  return solutionOf(name, block(0, m), block(m, 2 * m), factors, m)
}

// x = u10 u00^-1, made Hermitian, with the checks that it is one at all.
function solutionOf(
  name: string,
  u00: NDArray,
  u10: NDArray,
  factors: readonly number[] | undefined,
  m: number,
): NDArray {
  const [P, L, U] = lu(u00)
  if (1 / (cond(U as NDArray) as number) < EPSILON) {
    throw new LinAlgError(`${name}: expected a problem with a finite solution, received one without`)
  }
  const inner = solve_triangular(adjoint(U), adjoint(u10), { lower: true })
  let x = product(adjoint(solve_triangular(adjoint(L), inner, { unit_diagonal: true })), adjoint(P))
  if (factors !== undefined) {
    const d = newArray(FLOAT64, [m], m, false)
    new Float64Array(d.storage.buffer, d.offset, m).set(factors.slice(0, m))
    x = multiply(x, multiply(d.reshape(m, 1) as NDArray, d) as NDArray) as NDArray
  }
  const symmetric = product(adjoint(u00), u10)
  const asymmetry = oneNorm(subtract(symmetric, adjoint(symmetric)) as NDArray)
  if (asymmetry > Math.max(spacing(1000), 0.1 * oneNorm(symmetric))) {
    throw new LinAlgError(
      `${name}: expected a pencil without eigenvalues on the boundary of stability, received one with some`,
    )
  }
  return multiply(add(x, adjoint(x)), 0.5) as NDArray
}

function equation(name: string, continuous: boolean, given: readonly ArrayLike[], args: readonly unknown[]): NDArray {
  const named = keywords(name, ['e', 's', 'balanced'], args)
  const balanced = expectBoolean(name, 'balanced', named.balanced, true)
  const letters = ['a', 'b', 'q', 'r', 'e', 's']
  const arrays = [...given, named.e, named.s].map((value, i) =>
    i >= given.length && isNone(value)
      ? undefined
      : (atleast_2d(finiteArray(name, letters[i], value, true)) as NDArray),
  )
  return overStack(name, arrays, [2, 2, 2, 2, 2, 2], (...problem) =>
    solveProblem(name, checked(name, problem, continuous), continuous, balanced),
  )
}

/**
 * The stabilising solution of x a + a^H x - x b r^-1 b^H x + q = 0, or of the generalised equation with `e` and `s`.
 * Throws `LinAlgError` where there is none.
 * @example linalg.solve_continuous_are([[0]], [[1]], [[4]], [[1]]) // array([[2.]])
 */
export function solve_continuous_are(
  a: ArrayLike,
  b: ArrayLike,
  q: ArrayLike,
  r: ArrayLike,
  options?: RiccatiOptions,
): NDArray<'float64' | 'complex128'>
export function solve_continuous_are(
  a: ArrayLike,
  b: ArrayLike,
  q: ArrayLike,
  r: ArrayLike,
  ...args: unknown[]
): NDArray {
  return equation('linalg.solve_continuous_are', true, [a, b, q, r], args)
}

/**
 * The stabilising solution of a^H x a - x - a^H x b (r + b^H x b)^-1 b^H x a + q = 0, or of the generalised equation with
 * `e` and `s`. Throws `LinAlgError` where there is none.
 * @example linalg.solve_discrete_are([[0]], [[1]], [[4]], [[1]]) // array([[4.]])
 */
export function solve_discrete_are(
  a: ArrayLike,
  b: ArrayLike,
  q: ArrayLike,
  r: ArrayLike,
  options?: RiccatiOptions,
): NDArray<'float64' | 'complex128'>
export function solve_discrete_are(
  a: ArrayLike,
  b: ArrayLike,
  q: ArrayLike,
  r: ArrayLike,
  ...args: unknown[]
): NDArray {
  return equation('linalg.solve_discrete_are', false, [a, b, q, r], args)
}
