/** The machinery of reductions: axes, dtypes, starting values, masks, outputs. */
import { expectArray, expectBoolean, isNone, keywords } from './arguments'
import { scalarArray, toArray } from './array'
import { reducedAxes } from './axis'
import { broadcastView } from './broadcast'
import { foldAll, runReduce, START_EXISTING, START_FIRST, START_IDENTITY, type Start } from './call'
import { copyInto } from './copy'
import {
  BOOL,
  DTYPES,
  type DType,
  type DTypeInfo,
  type DTypeLike,
  dtypeInfo,
  FLOAT16,
  FLOAT32,
  INT64,
  type Scalar,
  UINT64,
} from './dtype'
import { isScalarLike, readElement, readRaw, safeScalar } from './elements'
import { rangeError, typeError } from './errors'
import { NDArray, newArray, view } from './ndarray'
import { chooseLoop, type Loop, type Operation, operation } from './operation'
import { canCast } from './promotion'
import type { ArrayLike } from './types'
import { castArray, checkOutput } from './ufunc'

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
/** What a call without options has. Own properties, so that neither a polluted prototype is seen nor a slow object read. */
export const NO_OPTIONS: ReduceOptions = Object.freeze(
  Object.fromEntries(KEYWORDS.map((name) => [name, undefined])) as ReduceOptions,
)

/** Reads a reduction's arguments in NumPy's order. */
export function reduceOptions(
  name: string,
  args: readonly unknown[],
  names: readonly (keyof ReduceOptions)[] = KEYWORDS,
): ReduceOptions {
  return args.length === 0 ? NO_OPTIONS : (keywords(name, names, args) as ReduceOptions)
}

/** The native rows that fold what a ufunc combines (binding/reduce). */
const KERNEL_ROWS: Readonly<Record<string, string>> = {
  add: 'sum',
  multiply: 'prod',
  maximum: 'max',
  minimum: 'min',
  fmax: 'nanmax',
  fmin: 'nanmin',
  logical_or: 'any',
  logical_and: 'all',
}

/** How a reduction is computed: the row, its loop (whose output the accumulators are), the result's dtype. */
export interface Plan {
  readonly op: Operation
  readonly loop: Loop
  readonly info: DTypeInfo
}

/** The loop of a kernel row that folds `input` into `accumulator`; the native layer casts where there is none for `input`. */
export function kernelLoop(row: Operation, input: DTypeInfo, accumulator: DTypeInfo): Loop | undefined {
  return (
    row.typed.find((loop) => loop.inputs[0] === input && loop.outputs[0] === accumulator) ??
    row.typed.find((loop) => loop.inputs[0] === accumulator)
  )
}

const plans = new Map<number, Plan>()

/** The plan for folding `input` by a ufunc in the dtype `info`. Throws `TypeError` where the ufunc has no such loop. */
export function planFor(op: Operation, input: DTypeInfo, info: DTypeInfo): Plan {
  const key = (op.index * DTYPES.length + input.code) * DTYPES.length + info.code
  let plan = plans.get(key)
  if (plan === undefined) {
    plan = makePlan(op, input, info)
    plans.set(key, plan)
  }
  return plan
}

function makePlan(op: Operation, input: DTypeInfo, info: DTypeInfo): Plan {
  let name = KERNEL_ROWS[op.name]
  // In booleans, sums are 'or' and products are 'and'.
  if (info === BOOL && op.name === 'add') name = 'any'
  if (info === BOOL && op.name === 'multiply') name = 'all'
  if (name === 'any' || name === 'all') {
    const row = operation(name)
    return { op: row, loop: row.typed[input.code], info: BOOL }
  }
  if (op.name.startsWith('f') && info.kind !== 'f' && info.kind !== 'c') name = name?.replace('nan', '')
  if (name !== undefined) {
    const row = operation(name)
    const loop = kernelLoop(row, input, info)
    if (loop !== undefined) return { op: row, loop, info }
  }
  const loop = loopOf(op, info)
  return { op, loop, info: loop.outputs[0] }
}

/** The typed loop of an operation whose operands all have the dtype; `TypeError` when there is none. */
export function loopOf(op: Operation, info: DTypeInfo): Loop {
  if (op.nin !== 2 || op.nout !== 1) {
    throw rangeError(
      `${op.name}: expected a ufunc of two inputs and one output to reduce by, received ${op.nin} and ${op.nout}`,
    )
  }
  if (op.name.startsWith('logical_')) return op.typed[BOOL.code]
  const loop = chooseLoop(op, [info, info])
  if (loop.outputs[0] !== loop.inputs[0] || loop.inputs[1] !== loop.inputs[0]) {
    throw typeError(`${op.name}: expected a dtype that it folds into itself, received ${info.name}`, 'ERR_DTYPE')
  }
  return loop
}

/** The shape left when the flagged axes are reduced. */
export function reducedShape(
  shape: readonly number[],
  reduced: readonly boolean[] | undefined,
  keepdims: boolean,
): number[] {
  if (reduced === undefined) return keepdims ? shape.map(() => 1) : []
  const result: number[] = []
  for (let d = 0; d < shape.length; d++) {
    if (!reduced[d]) result.push(shape[d])
    else if (keepdims) result.push(1)
  }
  return result
}

/** An uninitialised array for one result per kept position. */
export function newAccumulators(array: NDArray, reduced: readonly boolean[] | undefined, info: DTypeInfo): NDArray {
  const shape = reducedShape(array._shape, reduced, false)
  let size = 1
  for (const length of shape) size *= length
  return newArray(info, shape, size, false)
}

/**
 * Reduces an array by a ufunc: the road of sum, prod, max, any and of every ufunc's `.reduce`.
 * `info` is the dtype of the result, which is a scalar when all axes are reduced without naming one, an array otherwise.
 */
export function reduceBy(
  name: string,
  op: Operation,
  array: NDArray,
  info: DTypeInfo,
  options: ReduceOptions,
): NDArray | Scalar {
  const wanted = wantedInfo(options, info)
  const plan = planFor(op, array.info, wanted)
  if (options === NO_OPTIONS && array.contiguous && array._size > 0) return foldToScalar(plan, array)
  const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
  const reduced = reducedAxes(name, options.axis, array._shape.length)
  const accumulators = fold(name, plan, array, reduced, reduceMask(name, options.where, array), options.initial)
  return finishReduction(name, accumulators, array, reduced, keepdims, options.out)
}

/** The dtype asked for: by name, else by `out`, else the one given. */
export function wantedInfo(options: ReduceOptions, otherwise: DTypeInfo): DTypeInfo {
  if (!isNone(options.dtype)) return dtypeInfo(options.dtype)
  return options.out instanceof NDArray ? options.out.info : otherwise
}

/** One element of everything in a contiguous array. */
export function foldToScalar(plan: Plan, array: NDArray): Scalar {
  const { op, loop, info } = plan
  const start = op.identity === 'none' || op.identity === 'reorderable' ? START_FIRST : START_IDENTITY
  if (loop.outputs[0] === info && op.identity !== 'none') return foldAll(op, loop, array, start, READERS[info.code])
  const accumulators = fold(op.name, plan, array, undefined, undefined, undefined)
  return readElement(accumulators.info, accumulators.storage, accumulators.offset)
}

type Reader = (element: DataView) => Scalar

const READERS: readonly Reader[] = makeReaders()

function makeReaders(): Reader[] {
  const readers: Reader[] = []
  for (let code = 0; code < DTYPES.length; code++)
    readers.push((element) => safeScalar(readRaw(DTYPES[code], element, 0)) as Scalar)
  readers[dtypeInfo('float64').code] = (element) => element.getFloat64(0, true)
  readers[INT64.code] = (element) => {
    // Without a bigint where the value allows.
    const number = element.getInt32(4, true) * 4294967296 + element.getUint32(0, true)
    return Number.isSafeInteger(number) ? number : (safeScalar(element.getBigInt64(0, true)) as number)
  }
  return readers
}

/** Identities that the native layer has no word for. */
const IDENTITIES: Readonly<Record<string, number>> = {
  logaddexp: Number.NEGATIVE_INFINITY,
  logaddexp2: Number.NEGATIVE_INFINITY,
}

/** Folds into new accumulators of the plan's dtype; reduced axes are left out of their shape. */
export function fold(
  name: string,
  plan: Plan,
  array: NDArray,
  reduced: readonly boolean[] | undefined,
  mask: NDArray | undefined,
  initial?: ArrayLike | null,
  center?: NDArray,
): NDArray {
  const { op, loop, info } = plan
  const accumulators = newAccumulators(array, reduced, loop.outputs[0])
  let input = array
  let start = startOf(name, op, array, reduced, initial ?? IDENTITIES[op.name], mask, accumulators)
  if (op.identity === 'none' && IDENTITIES[op.name] === undefined) {
    const axes = reduced === undefined ? array._shape.length : reduced.filter(Boolean).length
    if (axes > 1)
      throw rangeError(`${name}: expected one axis, for the order of elements matters, received ${axes}`, 'ERR_AXIS')
    if (start === START_FIRST && axes === 1 && accumulators._size > 0) {
      // The first elements start the accumulators; what follows is folded into them.
      const axis = reduced === undefined ? 0 : reduced.indexOf(true)
      copyInto(accumulators, firstAlong(array, axis))
      input = restAlong(array, axis)
      start = START_EXISTING
    } else if (start === START_FIRST) {
      copyInto(accumulators, array)
      return accumulators
    }
  }
  if (accumulators._size > 0) runReduce(op, loop, input, accumulators, reduced, mask, start, center)
  return castArray(accumulators, info)
}

function firstAlong(array: NDArray, axis: number): NDArray {
  const without = (list: readonly number[]): number[] => list.filter((_, d) => d !== axis)
  return view(array, without(array._shape), without(array._strides), array.offset)
}

function restAlong(array: NDArray, axis: number): NDArray {
  const shape = array._shape.map((length, d) => (d === axis ? length - 1 : length))
  return view(array, shape, array._strides, array.offset + array._strides[axis])
}

/** Gives accumulators the result's shape: `out`, kept dimensions, or a scalar. */
export function finishReduction(
  name: string,
  accumulators: NDArray,
  array: NDArray,
  reduced: readonly boolean[] | undefined,
  keepdims: boolean,
  out: unknown,
): NDArray | Scalar {
  if (isNone(out)) {
    if (keepdims) return reshaped(accumulators, reducedShape(array._shape, reduced, true))
    if (reduced === undefined) return readElement(accumulators.info, accumulators.storage, accumulators.offset)
    return accumulators
  }
  const target = expectArray(name, 'out', out)
  const shape = reducedShape(array._shape, reduced, keepdims)
  checkOutput(name, target, accumulators.info, shape, 'unsafe')
  copyInto(target, keepdims ? reshaped(accumulators, shape) : accumulators)
  return target
}

/** A contiguous array in another shape of the same size. */
export function reshaped(array: NDArray, shape: readonly number[]): NDArray {
  const strides = new Array<number>(shape.length)
  let stride = array.info.itemsize
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride
    stride *= Math.max(1, shape[d])
  }
  return new NDArray(array.storage, array.info, shape, strides, array.offset, array._size, true, undefined, true)
}

function startOf(
  name: string,
  op: Operation,
  array: NDArray,
  reduced: readonly boolean[] | undefined,
  initial: ArrayLike | null | undefined,
  mask: NDArray | undefined,
  accumulators: NDArray,
): Start {
  if (!isNone(initial)) {
    const value = isScalarLike(initial) ? scalarArray(initial, accumulators.info) : toArray(initial, name)
    if (value._shape.length !== 0) {
      throw rangeError(
        `${name}: expected a scalar for initial, received ${value._shape.length} dimensions`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    if (!canCast(value.info, accumulators.info, 'same_kind')) {
      throw typeError(
        `${name}: expected initial to cast to ${accumulators.info.name}, received ${value.info.name}`,
        'ERR_CASTING',
      )
    }
    if (accumulators._size > 0) copyInto(accumulators, broadcastView(name, value, accumulators._shape))
    return START_EXISTING
  }
  if (op.identity !== 'none' && op.identity !== 'reorderable') return START_IDENTITY
  if (mask !== undefined) {
    throw rangeError(
      `${name}: expected initial beside where, for the reduction has no identity, received none`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (accumulators._size > 0 && reducedCount(array._shape, reduced) === 0) {
    throw rangeError(
      `${name}: expected at least one element along the reduced axes, received none (the reduction has no identity)`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return START_FIRST
}

/** The mask of a reduction, stretched to the array's shape; `undefined` when all elements take part. */
export function reduceMask(name: string, where: ArrayLike | undefined, array: NDArray): NDArray | undefined {
  if (where === undefined || where === true) return undefined
  const mask = toArray(where, name)
  if (mask.info.kind !== 'b') {
    throw typeError(`${name}: expected where to be boolean, received ${mask.info.name}`, 'ERR_CASTING')
  }
  return broadcastView(name, mask, array._shape)
}

/** How many elements each result took in (without a mask). */
export function reducedCount(shape: readonly number[], reduced: readonly boolean[] | undefined): number {
  let count = 1
  for (let d = 0; d < shape.length; d++) if (reduced === undefined || reduced[d]) count *= shape[d]
  return count
}

/** The dtype that sums and products of small integers grow to. */
export function accumulateInfo(info: DTypeInfo): DTypeInfo {
  if (info.kind === 'b' || info.kind === 'i') return info.itemsize < 8 ? INT64 : info
  if (info.kind === 'u') return info.itemsize < 8 ? UINT64 : info
  return info
}

/** The dtype that a floating sum is computed in: halves would lose its digits. */
export function computeInfo(info: DTypeInfo): DTypeInfo {
  return info === FLOAT16 ? FLOAT32 : info
}
