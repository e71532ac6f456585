/** What a matrix looks like: bandwidths, symmetry. */

import { allclose } from '../closeness'
import { isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { runCore } from '../core/call'
import { INT64 } from '../core/dtype'
import { type NDArray, newArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike } from '../core/types'
import { fill_diagonal } from '../indexing/diagonal-indices'
import { numberOf } from '../lapack/call'
import { any } from '../reductions/reductions'
import { not_equal } from '../ufuncs/comparison'
import { countsOverStack, expectMatrix, expectSquare, lapackInfo, overStack } from './arguments'
import { adjoint, cast, transposed } from './matrix'

export interface Structure {
  /** The number of diagonals below and above the main one that have elements other than 0. */
  readonly below: number
  readonly above: number
  readonly symmetric: boolean
  readonly hermitian: boolean
}

/** The structure of a matrix of LAPACK's dtypes. */
export function structureOf(a: NDArray): Structure {
  const op = operation('structure')
  const loop = op.typed.find((candidate) => candidate.inputs[0] === a.info)!
  const results = [0, 1, 2, 3].map(() => newArray(INT64, [], 1, true))
  runCore(op, loop, [a, ...results], [], a._shape)
  const [below, above, symmetric, hermitian] = results.map(numberOf)
  return { below, above, symmetric: symmetric === 1, hermitian: hermitian === 1 }
}

/**
 * The number of diagonals below and above the main one that have elements other than 0: [lower, upper]. Stacks give arrays.
 * @example linalg.bandwidth([[1, 0, 0], [2, 3, 0], [0, 0, 4]]) // [ 1, 0 ]
 */
export function bandwidth(a: readonly (readonly number[])[]): [lower: number, upper: number]
export function bandwidth(a: ArrayLike): [lower: number | NDArray<'int64'>, upper: number | NDArray<'int64'>]
export function bandwidth(a: ArrayLike): unknown {
  const name = 'linalg.bandwidth'
  return countsOverStack(name, [toArray(a, name)], [2], (one) => {
    // No cast makes 0 of another number here.
    const { below, above } = structureOf(cast(expectMatrix(name, 'a', one), lapackInfo(one)))
    return one._size === 0 ? [0n, 0n] : [BigInt(below), BigInt(above)]
  })
}

/** How far elements may lie apart; exactly equal without both. */
export interface SymmetryOptions {
  readonly atol?: number | null
  readonly rtol?: number | null
}

function mirrors(name: string, a: ArrayLike, args: readonly unknown[], hermitian: boolean): unknown {
  const { atol, rtol } = keywords(name, ['atol', 'rtol'], args) as SymmetryOptions
  const exact = isNone(atol) && isNone(rtol)
  return overStack(name, [toArray(a, name)], [2], (one) => {
    expectSquare(name, 'a', one)
    const mirrored = hermitian ? adjoint(one) : transposed(one)
    // Integers have no tolerance.
    if (!exact && (one.info.kind === 'f' || one.info.kind === 'c'))
      return [allclose(one, mirrored, { atol: atol ?? 0, rtol: rtol ?? 0 })]
    const differ = not_equal(one, mirrored) as NDArray
    // The diagonal is its own mirror image, NaN too, unless conjugation turns it.
    if (one._size > 0 && !(hermitian && one.info.kind === 'c')) fill_diagonal(differ, false)
    return [!any(differ)]
  })[0]
}

/**
 * Whether a square matrix equals its transpose, exactly or within tolerances. Stacks give arrays.
 * @example linalg.issymmetric([[1, 2], [2, 1]]) // true
 */
export function issymmetric(
  a: readonly (readonly number[])[],
  atol?: number | null | SymmetryOptions,
  rtol?: number | null,
): boolean
export function issymmetric(
  a: ArrayLike,
  atol?: number | null | SymmetryOptions,
  rtol?: number | null,
): boolean | NDArray<'bool'>
export function issymmetric(a: ArrayLike, ...args: unknown[]): unknown {
  return mirrors('linalg.issymmetric', a, args, false)
}

/**
 * Whether a square matrix equals its conjugate transpose, exactly or within tolerances. Stacks give arrays.
 * @example linalg.ishermitian([[1, np.complex(0, 2)], [np.complex(0, -2), 1]]) // true
 */
export function ishermitian(
  a: readonly (readonly number[])[],
  atol?: number | null | SymmetryOptions,
  rtol?: number | null,
): boolean
export function ishermitian(
  a: ArrayLike,
  atol?: number | null | SymmetryOptions,
  rtol?: number | null,
): boolean | NDArray<'bool'>
export function ishermitian(a: ArrayLike, ...args: unknown[]): unknown {
  return mirrors('linalg.ishermitian', a, args, true)
}
