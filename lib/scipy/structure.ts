/** What a matrix looks like: bandwidths, symmetry. */

import { runCore } from '../core/call'
import { INT64 } from '../core/dtype'
import { type NDArray, newArray } from '../core/ndarray'
import { operation } from '../core/operation'
import { numberOf } from '../lapack/call'

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
  runCore(op, loop, [a, ...results], [], a.shape)
  const [below, above, symmetric, hermitian] = results.map(numberOf)
  return { below, above, symmetric: symmetric === 1, hermitian: hermitian === 1 }
}
