/** The machinery of reductions: axes, dtypes, starting values, masks, outputs. */
import { expectArray, expectBoolean, keywords } from './arguments'
import { scalarArray, toArray } from './array'
import {
  copyInto,
  type Loop,
  type Operation,
  reducedAxes,
  runReduce,
  START_EXISTING,
  START_FIRST,
  START_IDENTITY,
} from './call'
import { type DType, type DTypeInfo, type DTypeLike, dtypeInfo, type Scalar } from './dtype'
import { isScalarLike, readElement } from './elements'
import { rangeError, typeError } from './errors'
import { NDArray, newArray } from './ndarray'
import { broadcastView } from './broadcast'
import { canCast } from './promotion'
import type { ArrayLike } from './types'
import { checkOutput } from './ufunc'

/** NumPy's keyword arguments of a reduction. */
export interface ReduceOptions<D extends DType = DType> {
  /** The axis or axes to reduce; all of them when left out or `null`. */
  readonly axis?: number | readonly number[] | null
  /** The dtype to compute and answer in. */
  readonly dtype?: DTypeLike<D> | null
  readonly out?: NDArray | null
  /** Whether reduced axes stay, with length 1. */
  readonly keepdims?: boolean
  /** What to start from. */
  readonly initial?: ArrayLike
  /** Elements to take in; broadcasts to the array's shape. */
  readonly where?: ArrayLike
}

const KEYWORDS = ['axis', 'dtype', 'out', 'keepdims', 'initial', 'where'] as const

/** Reads a reduction's arguments in NumPy's order. */
export function reduceOptions(name: string, args: readonly unknown[], names: readonly (keyof ReduceOptions)[] = KEYWORDS): ReduceOptions {
  return args.length === 0 ? NO_OPTIONS : (keywords(name, names, args) as ReduceOptions)
}

const NO_OPTIONS: ReduceOptions = {}

/** The typed loop of an operation whose operands all have the dtype; `TypeError` when there is none. */
export function loopOf(op: Operation, info: DTypeInfo): Loop {
  const loop = op.typed.find((candidate) => candidate.inputs.every((input) => input === info))
  if (loop === undefined) throw typeError(`${op.name}: expected a dtype with a reduction loop, received ${info.name}`, 'ERR_DTYPE')
  return loop
}

/** The shape left when the flagged axes are reduced. */
export function reducedShape(shape: readonly number[], reduced: readonly boolean[] | undefined, keepdims: boolean): number[] {
  if (reduced === undefined) return keepdims ? shape.map(() => 1) : []
  const result: number[] = []
  for (let d = 0; d < shape.length; d++) {
    if (!reduced[d]) result.push(shape[d])
    else if (keepdims) result.push(1)
  }
  return result
}

/**
 * Reduces an array by a binary operation: the road of sum, prod, max, any and of every ufunc's `.reduce`.
 * `info` is the dtype of the loop; the result is a scalar when all axes are reduced without naming one, an array otherwise.
 */
export function reduceBy(
  name: string,
  op: Operation,
  array: NDArray,
  info: DTypeInfo,
  options: ReduceOptions,
): NDArray | Scalar {
  const loop = loopOf(op, info)
  const reduced = reducedAxes(name, options.axis, array.shape.length)
  const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
  const mask = options.where === undefined || options.where === true ? undefined : reduceMask(name, options.where, array)
  const shape = reducedShape(array.shape, reduced, false)
  let size = 1
  for (const length of shape) size *= length
  const accumulators = newArray(loop.outputs[0], shape, size, false)
  const start = startOf(name, op, array, reduced, options.initial, mask, accumulators)
  runReduce(op, loop, array, accumulators, reduced, mask, start)
  return finishReduction(name, accumulators, array, reduced, keepdims, options)
}

/** Gives accumulators the result's shape: `out`, kept dimensions, or a scalar. */
export function finishReduction(
  name: string,
  accumulators: NDArray,
  array: NDArray,
  reduced: readonly boolean[] | undefined,
  keepdims: boolean,
  options: ReduceOptions,
): NDArray | Scalar {
  if (options.out === undefined || options.out === null) {
    if (keepdims) return reshaped(accumulators, reducedShape(array.shape, reduced, true))
    if (reduced === undefined) return readElement(accumulators.info, accumulators.storage, accumulators.offset)
    return accumulators
  }
  const out = expectArray(name, 'out', options.out)
  const shape = reducedShape(array.shape, reduced, keepdims)
  checkOutput(name, out, accumulators.info, shape)
  copyInto(out, keepdims ? reshaped(accumulators, shape) : accumulators)
  return out
}

// Accumulators are contiguous, so axes of length 1 can be put in freely.
function reshaped(array: NDArray, shape: readonly number[]): NDArray {
  const strides = new Array<number>(shape.length)
  let stride = array.info.itemsize
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride
    stride *= Math.max(1, shape[d])
  }
  return new NDArray(array.storage, array.info, shape, strides, array.offset, array.size, true, undefined, true)
}

function startOf(
  name: string,
  op: Operation,
  array: NDArray,
  reduced: readonly boolean[] | undefined,
  initial: ArrayLike | undefined,
  mask: NDArray | undefined,
  accumulators: NDArray,
): 0 | 1 | 2 {
  if (initial !== undefined && initial !== null) {
    const value = isScalarLike(initial) ? scalarArray(initial, accumulators.info) : toArray(initial)
    if (value.shape.length !== 0) throw rangeError(`${name}: expected a scalar for initial, received ${value.shape.length} dimensions`, 'ERR_SHAPE_MISMATCH')
    if (!canCast(value.info, accumulators.info, 'same_kind')) {
      throw typeError(`${name}: expected initial to cast to ${accumulators.info.name}, received ${value.info.name}`, 'ERR_CASTING')
    }
    if (accumulators.size > 0) copyInto(accumulators, broadcastView(name, value, accumulators.shape))
    return START_EXISTING
  }
  if (op.identity !== 'none' && op.identity !== 'reorderable') return START_IDENTITY
  if (mask !== undefined) throw rangeError(`${name}: expected initial beside where, for ${op.name} has no identity`, 'ERR_SHAPE_MISMATCH')
  const count = array.shape.reduce((product, length, d) => (reduced === undefined || reduced[d] ? product * length : product), 1)
  if (count === 0 && accumulators.size > 0) {
    throw rangeError(`${name}: expected at least one element along the reduced axes, received none (${op.name} has no identity)`, 'ERR_SHAPE_MISMATCH')
  }
  return START_FIRST
}

function reduceMask(name: string, where: ArrayLike, array: NDArray): NDArray {
  const mask = toArray(where)
  if (mask.info.kind !== 'b') throw typeError(`${name}: expected where to be boolean, received ${mask.info.name}`, 'ERR_CASTING')
  return broadcastView(name, mask, array.shape)
}

/** How many elements each result took in (as NumPy's `_count_reduce_items` without a mask). */
export function reducedCount(shape: readonly number[], reduced: readonly boolean[] | undefined): number {
  let count = 1
  for (let d = 0; d < shape.length; d++) if (reduced === undefined || reduced[d]) count *= shape[d]
  return count
}

const INT64 = dtypeInfo('int64')
const UINT64 = dtypeInfo('uint64')

/** The dtype that sums and products of small integers grow to. */
export function accumulateInfo(info: DTypeInfo): DTypeInfo {
  if (info.kind === 'b' || info.kind === 'i') return info.itemsize < 8 ? INT64 : info
  if (info.kind === 'u') return info.itemsize < 8 ? UINT64 : info
  return info
}
