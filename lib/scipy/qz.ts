/** The generalised Schur form of a pencil. */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { Complex } from '../core/complex'
import { describe, formatShape, LinAlgError, rangeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { copyColumns } from '../lapack/call'
import { gges, tgsen } from '../lapack/general'
import { complexInfo, expectSquare, finiteArray, lapackInfo, overStack, warn } from './arguments'
import { selection, wantsComplex } from './schur'

export interface QzOptions {
  /** 'real' (default) or 'complex'. */
  readonly output?: 'real' | 'complex' | 'r' | 'c'
  readonly lwork?: number | null
  readonly sort?: null
  readonly overwrite_a?: boolean
  readonly overwrite_b?: boolean
  readonly check_finite?: boolean
}

interface Form {
  readonly AA: NDArray
  readonly BB: NDArray
  readonly alpha: NDArray
  readonly beta: NDArray
  readonly Q: NDArray
  readonly Z: NDArray
}

function form(name: string, a: NDArray, b: NDArray, complex: boolean): Form {
  expectSquare(name, 'A', a)
  if (b._shape.length !== 2 || b._shape[0] !== a._shape[0] || b._shape[1] !== a._shape[0]) {
    throw rangeError(
      `${name}: expected B of the shape ${formatShape(a._shape)}, received ${formatShape(b._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  // Each operand goes to the complex dtype of its own precision; the two then share one.
  const base = lapackInfo(a, b)
  const info = complex ? complexInfo(base) : base
  const [AA, BB] = [copyColumns(a, info), copyColumns(b, info)]
  const { alpha, beta, vsl, vsr, info: failed } = gges('V', 'V', AA, BB)
  const n = a._shape[0]
  if (failed > n) throw new LinAlgError(`${name}: expected the QZ iteration to end, received info ${failed}`)
  if (failed > 0) warn(name, `the QZ iteration failed; eigenvalues from number ${failed + 1} on should be right`)
  return { AA, BB, alpha, beta, Q: vsl, Z: vsr }
}

/**
 * Generalised Schur form (gges): [AA, BB, Q, Z] with A = Q AA Z^H and B = Q BB Z^H, AA (quasi-)triangular and BB
 * triangular.
 * @example linalg.qz([[1, 2], [0, 3]], [[1, 0], [0, 1]])[0] // array([[1., 2.], [0., 3.]])
 */
export function qz(A: ArrayLike, B: ArrayLike, options?: QzOptions): [AA: NDArray, BB: NDArray, Q: NDArray, Z: NDArray]
export function qz(A: ArrayLike, B: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.qz'
  const names = ['output', 'lwork', 'sort', 'overwrite_a', 'overwrite_b', 'check_finite'] as const
  const named = keywords(name, names, args)
  if (!isNone(named.sort)) {
    throw rangeError(`${name}: expected no sort (ordqz sorts), received ${describe(named.sort)}`)
  }
  const complex = wantsComplex(name, named.output)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const arrays = [finiteArray(name, 'A', A, check), finiteArray(name, 'B', B, check)]
  return overStack(name, arrays, [2, 2], (a, b) => {
    const { AA, BB, Q, Z } = form(name, a, b, complex)
    return [AA, BB, Q, Z]
  })
}

/** Which eigenvalues alpha / beta come first. A rule is given arrays and answers with booleans. */
export type PencilSort =
  | 'lhp'
  | 'rhp'
  | 'iuc'
  | 'ouc'
  | ((alpha: NDArray, beta: NDArray) => NDArray | readonly boolean[])

export interface OrdqzOptions {
  readonly sort?: PencilSort
  readonly output?: 'real' | 'complex' | 'r' | 'c'
  readonly overwrite_a?: boolean
  readonly overwrite_b?: boolean
  readonly check_finite?: boolean
}

const SORTS: Readonly<Record<string, (ratio: Complex) => boolean>> = {
  lhp: ({ re }) => re < 0,
  rhp: ({ re }) => re > 0,
  iuc: ({ re, im }) => Math.hypot(re, im) < 1,
  ouc: ({ re, im }) => Math.hypot(re, im) > 1,
}

function chosen(name: string, sort: unknown, alpha: NDArray, beta: NDArray): boolean[] {
  if (typeof sort === 'function') {
    const answer = (sort as (alpha: NDArray, beta: NDArray) => Iterable<unknown>)(alpha, beta)
    return [...answer].map(Boolean)
  }
  const rule = SORTS[sort as string]
  if (rule === undefined) {
    throw rangeError(`${name}: expected sort to be a function or one of lhp, rhp, iuc, ouc, received ${describe(sort)}`)
  }
  const betas = (beta.tolist() as (number | Complex)[]).map((value) =>
    value instanceof Complex ? value : new Complex(value, 0),
  )
  return (alpha.tolist() as Complex[]).map((a, i) => {
    const { re, im } = betas[i]
    if (re === 0 && im === 0) return sort === 'ouc' && !(a.re === 0 && a.im === 0)
    const size = re * re + im * im
    return rule(new Complex((a.re * re + a.im * im) / size, (a.im * re - a.re * im) / size))
  })
}

/**
 * Generalised Schur form with the chosen eigenvalues first (gges, tgsen): [AA, BB, alpha, beta, Q, Z]. `sort` is the left
 * half-plane unless given.
 * @example linalg.ordqz([[1, 2], [0, -3]], [[1, 0], [0, 1]])[2] // array([-3.+0.j, 1.+0.j])
 */
export function ordqz(
  A: ArrayLike,
  B: ArrayLike,
  options?: OrdqzOptions,
): [AA: NDArray, BB: NDArray, alpha: NDArray, beta: NDArray, Q: NDArray, Z: NDArray]
export function ordqz(A: ArrayLike, B: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.ordqz'
  const named = keywords(name, ['sort', 'output', 'overwrite_a', 'overwrite_b', 'check_finite'], args)
  const complex = wantsComplex(name, named.output)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const arrays = [finiteArray(name, 'A', A, check), finiteArray(name, 'B', B, check)]
  return overStack(name, arrays, [2, 2], (a, b) => {
    const { AA, BB, alpha, beta, Q, Z } = form(name, a, b, complex)
    const flags = chosen(name, named.sort ?? 'lhp', alpha, beta)
    const sorted = tgsen(selection(flags), AA, BB, Q, Z)
    if (sorted.info === 1) {
      throw rangeError(`${name}: expected a pencil that can be reordered, received one that is too ill-conditioned`)
    }
    return [AA, BB, sorted.alpha, sorted.beta, Q, Z]
  })
}
