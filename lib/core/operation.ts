/** The native table's rows, and the choice of a typed loop among a row's. */

import { type NativeOp, nativeOp } from '../native'
import { DTYPES, type DTypeInfo, dtypeOfCharacter } from './dtype'
import { typeError } from './errors'
import { type Casting, canCast } from './promotion'

/** A typed loop of an operation. */
export interface Loop {
  readonly index: number
  readonly inputs: readonly DTypeInfo[]
  readonly outputs: readonly DTypeInfo[]
}

/** An operation of the native table, prepared for calls. */
export interface Operation extends NativeOp {
  readonly index: number
  readonly typed: readonly Loop[]
  /** Whether there are loops for booleans and integers alone. */
  readonly integral: boolean
  /** Loops found before, by the dtypes of the inputs. */
  readonly chosen: (Loop | undefined)[]
  /** Names of the core dimensions of each operand (gufuncs). */
  readonly core: readonly (readonly string[])[]
}

const operations = new Map<string, Operation>()

/** The named operation. */
export function operation(name: string): Operation {
  let found = operations.get(name)
  if (found === undefined) {
    const row = nativeOp(name)
    const typed = row.loops.map((types, index) => {
      // Without an arrow: operands that NumPy refuses though a later loop could take them.
      const [inputs, outputs = []] = types.split('->').map((side) => [...side].map(dtypeOfCharacter))
      return { index, inputs, outputs }
    })
    const core = [...row.signature.matchAll(/\(([^)]*)\)/g)].map((match) => match[1].split(',').filter(Boolean))
    const integral = typed.every((loop) => loop.inputs.every((info) => info.kind !== 'f' && info.kind !== 'c'))
    found = { ...row, typed, integral, chosen: [], core }
    operations.set(name, found)
  }
  return found
}

/**
 * The first loop that all inputs cast to safely, as NumPy searches.
 * Throws `TypeError` when there is none.
 */
export function chooseLoop(op: Operation, inputs: readonly DTypeInfo[]): Loop {
  let key = 0
  for (const info of inputs) key = key * DTYPES.length + info.code
  const known = op.chosen[key]
  if (known !== undefined) return known
  const loop = op.typed.find((candidate) => inputs.every((info, i) => canCast(info, candidate.inputs[i])))
  if (loop === undefined || loop.outputs.length === 0) {
    throw typeError(
      `${op.name}: expected ${supported(op)}, received ${inputs.map((info) => info.name).join(', ')}`,
      'ERR_DTYPE',
    )
  }
  op.chosen[key] = loop
  return loop
}

/**
 * The loop whose output is `dtype`, given that inputs and output may cast under the rule.
 * Throws `TypeError` when there is none.
 */
export function chooseLoopFor(op: Operation, inputs: readonly DTypeInfo[], dtype: DTypeInfo, casting: Casting): Loop {
  const giving = op.typed.filter((candidate) => candidate.outputs[0] === dtype)
  // The loop that works in this dtype throughout, or else the first that the inputs cast to safely.
  const loop =
    giving.find((candidate) => candidate.inputs.every((info) => info === dtype)) ??
    giving.find((candidate) => inputs.every((info, i) => canCast(info, candidate.inputs[i]))) ??
    giving[0]
  if (loop === undefined) {
    throw typeError(
      `${op.name}: expected a dtype among its outputs (${supported(op)}), received ${dtype.name}`,
      'ERR_DTYPE',
    )
  }
  for (const [i, info] of inputs.entries()) {
    if (!canCast(info, loop.inputs[i], casting)) {
      throw typeError(
        `${op.name}: expected input ${i} to cast to ${loop.inputs[i].name} by the rule '${casting}', received ${info.name}`,
        'ERR_CASTING',
      )
    }
  }
  return loop
}

function supported(op: Operation): string {
  const taken = op.typed.filter((loop) => loop.outputs.length > 0)
  const inputs = new Set(taken.map((loop) => loop.inputs.map((info) => info.name).join(' and ')))
  return [...inputs].join('; ')
}
