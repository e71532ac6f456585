/** Systems of linear equations by the structure of the matrix. */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { copyInto } from '../core/copy'
import type { DTypeInfo } from '../core/dtype'
import { describe, formatShape, LinAlgError, rangeError, typeError } from '../core/errors'
import { type NDArray, newArray, shapeSize } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { gbcon, gbtrf, gbtrs, gtcon, gttrf, gttrs, langb } from '../lapack/banded'
import { asColumns, copyColumns, newColumns } from '../lapack/call'
import {
  gecon,
  getrf,
  getrs,
  hecon,
  hetrf,
  hetrs,
  lange,
  pocon,
  potrf,
  potrs,
  sycon,
  sytrf,
  sytrs,
  trcon,
  trtrs,
} from '../lapack/solvers'
import { atleast_1d, atleast_2d } from '../manipulation/shapes'
import { all, max, min } from '../reductions/reductions'
import { absolute, divide, not_equal } from '../ufuncs'
import { epsilon, expectRows, expectSquare, finiteArray, inexactInfo, lapackInfo, overStack, warn } from './arguments'
import { transposition } from './lu'
import { asColumn, cast, copyVector, diagonalOf, part, shapedLike, transposed } from './matrix'
import { structureOf } from './structure'

/** The structures that `solve` knows, by SciPy's names for them. */
const STRUCTURES = {
  general: 'general',
  gen: 'general',
  diagonal: 'diagonal',
  tridiagonal: 'tridiagonal',
  banded: 'banded',
  'upper triangular': 'upper triangular',
  'lower triangular': 'lower triangular',
  pos: 'positive definite',
  'positive definite': 'positive definite',
  sym: 'symmetric',
  symmetric: 'symmetric',
  her: 'hermitian',
  hermitian: 'hermitian',
} as const

type Structure = (typeof STRUCTURES)[keyof typeof STRUCTURES]

export interface SolveOptions {
  /** Which triangle is read where `assume_a` is symmetric, Hermitian or positive definite; the upper one by default. */
  readonly lower?: boolean
  readonly overwrite_a?: boolean
  readonly overwrite_b?: boolean
  readonly check_finite?: boolean
  /** The structure of a; looked for where it is not given. */
  readonly assume_a?: keyof typeof STRUCTURES | null
  /** Whether to solve a^T x = b (real a). */
  readonly transposed?: boolean
}

/** What a structure's solver gives: the solution and the reciprocal condition number. */
interface Solved {
  readonly x: NDArray
  readonly rcond: number
}

const singular = (name: string): LinAlgError =>
  new LinAlgError(`${name}: expected a matrix that is not singular, received one with a zero pivot`)

/**
 * Solves a x = b for square a by LAPACK's routine for its structure: given by `assume_a`, or looked for (diagonal,
 * tridiagonal, triangular; symmetric and Hermitian ones by Cholesky first; LU otherwise). b is a vector or a matrix of
 * right-hand sides; stacks broadcast. Throws `LinAlgError` where a is singular, warns where it nearly is.
 * @example linalg.solve([[4, 2], [2, 5]], [8, 8], { assume_a: 'pos' }) // array([1.5, 1. ])
 */
export function solve(a: ArrayLike, b: ArrayLike, options?: SolveOptions): NDArray
export function solve(a: ArrayLike, b: ArrayLike, ...args: unknown[]): NDArray {
  return solveFor('linalg.solve', a, b, args)
}

/** The same for functions that solve: errors speak of the one that was called. */
export function solveFor(name: string, a: ArrayLike, b: ArrayLike, args: readonly unknown[]): NDArray {
  const names = ['lower', 'overwrite_a', 'overwrite_b', 'check_finite', 'assume_a', 'transposed'] as const
  const named = keywords(name, names, args)
  const lower = expectBoolean(name, 'lower', named.lower, false)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const turn = expectBoolean(name, 'transposed', named.transposed, false)
  const given = named.assume_a
  const assumed = isNone(given) ? undefined : STRUCTURES[given as keyof typeof STRUCTURES]
  if (!isNone(given) && assumed === undefined) {
    throw rangeError(
      `${name}: expected assume_a to be one of ${Object.keys(STRUCTURES).join(', ')}, received ${describe(given)}`,
    )
  }
  const matrix = atleast_2d(finiteArray(name, 'a', a, check)) as NDArray
  const right = atleast_1d(finiteArray(name, 'b', b, check)) as NDArray
  const info = inexactInfo(matrix, right)
  if (turn && info.kind === 'c') {
    throw typeError(`${name}: expected a real matrix with transposed, received ${info.name}`, 'ERR_DTYPE')
  }
  const core = matrix._shape.slice(-2)
  if (core[0] !== core[1]) {
    throw rangeError(
      `${name}: expected square matrices, received shape ${formatShape(matrix._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (matrix._size === 1) return divideByScalar(name, cast(matrix, info), cast(right, info))
  return overStack(name, [cast(matrix, info), cast(right, info)], [2, 'right'], (one, y) => {
    const n = one._shape[0]
    expectRows(name, n, y)
    if (one._size === 0 || y._size === 0) return newArray(info, y._shape, shapeSize(y._shape), true)
    const solved = solveOne(name, one, asColumn(y), assumed, lower, turn)
    if (solved.rcond === 0) throw singular(name)
    if (!(solved.rcond >= epsilon(info) / 2)) {
      warn(name, `the matrix is ill-conditioned (rcond ${solved.rcond.toExponential(2)}), the result may be inaccurate`)
    }
    return shapedLike(solved.x, y)
  })
}

function divideByScalar(name: string, a: NDArray, b: NDArray): NDArray {
  if (all(not_equal(a, 0) as NDArray) !== true) throw singular(name)
  // One row is all that a matrix of one element can solve for; more rows are so many systems, as SciPy has it.
  const scalar = copyVector(diagonalOf(a._shape.length === 2 ? a : (a.reshape(1, 1) as NDArray)), a.info)
  return divide(b, scalar) as NDArray
}

function detected(a: NDArray): { structure: Structure; attempt: boolean } {
  const { below, above, symmetric, hermitian } = structureOf(a)
  if (below === 0 && above === 0) return { structure: 'diagonal', attempt: false }
  if (above === 0) return { structure: 'lower triangular', attempt: false }
  if (below === 0) return { structure: 'upper triangular', attempt: false }
  if (below <= 1 && above <= 1 && a._shape[0] > 3) return { structure: 'tridiagonal', attempt: false }
  if (hermitian) return { structure: 'hermitian', attempt: true }
  if (symmetric) return { structure: 'symmetric', attempt: false }
  return { structure: 'general', attempt: false }
}

function solveOne(
  name: string,
  a: NDArray,
  b: NDArray,
  assumed: Structure | undefined,
  lower: boolean,
  turn: boolean,
): Solved {
  const found = assumed === undefined ? detected(a) : { structure: assumed, attempt: false }
  if (found.attempt) {
    const solved = definite(a, b, lower)
    if (solved !== undefined) return solved
  }
  switch (found.structure) {
    case 'diagonal':
      return diagonal(a, b)
    case 'tridiagonal':
      return tridiagonal(turn ? transposed(a) : a, b)
    case 'banded':
      return banded(turn ? transposed(a) : a, b)
    case 'upper triangular':
    case 'lower triangular':
      return triangle(a, b, found.structure === 'lower triangular', turn)
    case 'positive definite': {
      const solved = definite(a, b, lower)
      if (solved === undefined) {
        throw new LinAlgError(`${name}: expected a positive definite matrix, received one that is not`)
      }
      return solved
    }
    case 'symmetric':
      return indefinite(a, b, lower, false)
    case 'hermitian':
      return indefinite(a, b, lower, a.info.kind === 'c')
    default:
      return general(a, b, turn)
  }
}

// Without a solution: a pivot is zero.
const unsolved = (b: NDArray): Solved => ({ x: b, rcond: 0 })

function general(a: NDArray, b: NDArray, turn: boolean): Solved {
  const lu = copyColumns(a)
  const norm = turn ? 'I' : '1'
  const size = lange(norm, lu)
  const { ipiv, info } = getrf(lu)
  if (info > 0) return unsolved(b)
  const x = copyColumns(b)
  getrs(turn ? 'T' : 'N', lu, ipiv, x)
  return { x, rcond: gecon(norm, lu, size).rcond }
}

function definite(a: NDArray, b: NDArray, lower: boolean): Solved | undefined {
  const uplo = lower ? 'L' : 'U'
  const c = copyColumns(a)
  const size = lange('1', c)
  if (potrf(uplo, c).info > 0) return undefined
  const x = copyColumns(b)
  potrs(uplo, c, x)
  return { x, rcond: pocon(uplo, c, size).rcond }
}

function indefinite(a: NDArray, b: NDArray, lower: boolean, hermitian: boolean): Solved {
  const uplo = lower ? 'L' : 'U'
  const ldu = copyColumns(a)
  const size = lange('1', ldu)
  const { ipiv, info } = (hermitian ? hetrf : sytrf)(uplo, ldu)
  if (info > 0) return unsolved(b)
  const x = copyColumns(b)
  ;(hermitian ? hetrs : sytrs)(uplo, ldu, ipiv, x)
  return { x, rcond: (hermitian ? hecon : sycon)(uplo, ldu, ipiv, size).rcond }
}

function diagonal(a: NDArray, b: NDArray): Solved {
  const d = diagonalOf(a)
  const sizes = absolute(d) as NDArray
  const least = min(sizes) as number
  return { x: divide(b, asColumn(d)) as NDArray, rcond: least === 0 ? 0 : least / (max(sizes) as number) }
}

function tridiagonal(a: NDArray, b: NDArray): Solved {
  const [dl, d, du] = [-1, 0, 1].map((k) => copyVector(diagonalOf(a, k), a.info))
  const size = langb('1', 1, 1, bandsOf(a, 1, 1, 0))
  const { du2, ipiv, info } = gttrf(dl, d, du)
  if (info > 0) return unsolved(b)
  const x = copyColumns(b)
  gttrs('N', dl, d, du, du2, ipiv, x)
  return { x, rcond: gtcon('1', dl, d, du, du2, ipiv, size).rcond }
}

function banded(a: NDArray, b: NDArray): Solved {
  const { below, above } = structureOf(a)
  const ab = bandsOf(a, below, above, below)
  const size = langb('1', below, above, part(ab, below, ab._shape[0]))
  const { ipiv, info } = gbtrf(below, above, ab)
  if (info > 0) return unsolved(b)
  const x = copyColumns(b)
  gbtrs('N', below, above, ab, ipiv, x)
  return { x, rcond: gbcon('1', below, above, ab, ipiv, size).rcond }
}

// Band storage of a square matrix below `room` rows of zeros.
function bandsOf(a: NDArray, below: number, above: number, room: number): NDArray {
  const n = a._shape[0]
  const ab = newColumns(a.info, room + below + above + 1, n)
  new Uint8Array(ab.storage.buffer, ab.offset, ab.nbytes).fill(0)
  for (let k = -below; k <= above; k++) {
    const row = room + above - k
    const from = Math.max(0, k)
    const band = diagonalOf(a, k)
    copyInto(part(ab, row, row + 1, from, from + band._size), band)
  }
  return ab
}

function triangle(a: NDArray, b: NDArray, lower: boolean, turn: boolean): Solved {
  const x = copyColumns(b)
  const info = solveTriangle(a, x, lower, turn ? 'T' : 'N', false)
  if (info > 0) return unsolved(b)
  return { x, rcond: trcon('1', lower ? 'L' : 'U', 'N', a).rcond }
}

// Row-major triangles are column-major ones of the transpose: no copy.
function solveTriangle(a: NDArray, x: NDArray, lower: boolean, trans: string, unit: boolean): number {
  const diag = unit ? 'U' : 'N'
  if (trans !== 'C' && asColumns(a) === undefined) {
    return trtrs(lower ? 'U' : 'L', trans === 'N' ? 'T' : 'N', diag, transposed(a), x).info
  }
  return trtrs(lower ? 'L' : 'U', trans, diag, a, x).info
}

export interface SolveTriangularOptions {
  /** 0 or 'N' for a x = b, 1 or 'T' for the transpose, 2 or 'C' for the conjugate transpose. */
  readonly trans?: 0 | 1 | 2 | 'N' | 'T' | 'C'
  /** Whether a's lower triangle is meant; the upper one otherwise (default). */
  readonly lower?: boolean
  /** Whether to take a's diagonal as ones. */
  readonly unit_diagonal?: boolean
  readonly overwrite_b?: boolean
  readonly check_finite?: boolean
}

/**
 * Solves a x = b for a triangular a (trtrs); what lies in the other triangle is not looked at. Stacks broadcast. Throws
 * `LinAlgError` where a diagonal element is zero.
 * @example linalg.solve_triangular([[2, 0], [1, 4]], [2, 9], { lower: true }) // array([1., 2.])
 */
export function solve_triangular(a: ArrayLike, b: ArrayLike, options?: SolveTriangularOptions): NDArray
export function solve_triangular(a: ArrayLike, b: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.solve_triangular'
  const named = keywords(name, ['trans', 'lower', 'unit_diagonal', 'overwrite_b', 'check_finite'], args)
  const trans = transposition(name, named.trans)
  const lower = expectBoolean(name, 'lower', named.lower, false)
  const unit = expectBoolean(name, 'unit_diagonal', named.unit_diagonal, false)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const [matrix, right] = [finiteArray(name, 'a', a, check), finiteArray(name, 'b', b, check)]
  return overStack(name, [matrix, right], [2, 'right'], (one, y) => {
    expectSquare(name, 'a', one)
    expectRows(name, one._shape[0], y)
    const info: DTypeInfo = lapackInfo(one, y)
    const x = copyColumns(asColumn(y), info)
    const failed = x._size === 0 ? 0 : solveTriangle(cast(one, info), x, lower, trans, unit)
    if (failed > 0) {
      throw new LinAlgError(`${name}: expected a diagonal without zeros, received one with a zero at ${failed - 1}`)
    }
    return shapedLike(x, y)
  })
}
