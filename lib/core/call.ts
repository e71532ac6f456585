/** Native calls: shapes, strides and addresses written into the call frame as `DecodeFrame` (binding/call.h) reads it, then run. */
import { frame, frameAddress, run, SCRATCH_WORD, watching } from '../native'
import type { Complex } from './complex'
import type { DTypeInfo } from './dtype'
import { writeRaw } from './elements'
import type { NDArray } from './ndarray'
import type { Loop, Operation } from './operation'

export const METHOD_CALL = 0
export const METHOD_REDUCE = 1
export const METHOD_ACCUMULATE = 2
export const METHOD_REDUCEAT = 3
export const METHOD_EVALUATE = 5
export const METHOD_AT = 4

// The words of the frame's head that not every method sets, and the first word behind it.
const CORE_DIMS = 6
const PARAMS = 7
const LENGTHS = 8

/** Writes everything up to the lengths and operands; returns the next free word. */
export function header(
  op: Operation,
  loop: Loop,
  method: number,
  masked: boolean,
  operands: number,
  ndim: number,
): number {
  const f = frame
  f[0] = op.index
  f[1] = loop.index
  f[2] = method
  f[3] = (masked ? 1 : 0) + watching
  f[4] = operands
  f[5] = ndim
  f[CORE_DIMS] = 0
  f[PARAMS] = 0
  return LENGTHS
}

// An operand's memory and dtype; one stride for each dimension follows.
function place(at: number, array: NDArray): number {
  const f = frame
  f[at] = array.storage.address
  f[at + 1] = array.storage.bytes.length
  f[at + 2] = array.offset
  f[at + 3] = array.info.code
  return at + 4
}

// An operand as one run of elements.
function flat(at: number, array: NDArray): number {
  const next = place(at, array)
  frame[next] = array.info.itemsize
  return next + 1
}

// A stride for each dimension of `shape`, to which the array's first `ndim` dimensions broadcast.
function broadcastStrides(at: number, array: NDArray, ndim: number, shape: readonly number[]): number {
  const f = frame
  const own = array._shape
  const strides = array._strides
  const shift = shape.length - ndim
  let i = at
  for (let d = 0; d < shape.length; d++, i++) {
    const from = d - shift
    f[i] = from < 0 || (own[from] === 1 && shape[d] !== 1) ? 0 : strides[from]
  }
  return i
}

/** Writes an operand broadcast to the loop's shape. */
export function strided(at: number, array: NDArray, shape: readonly number[]): number {
  return broadcastStrides(place(at, array), array, array._shape.length, shape)
}

// The array's own strides from a dimension on.
function ownStrides(at: number, array: NDArray, from: number): number {
  const f = frame
  const strides = array._strides
  let i = at
  for (let d = from; d < strides.length; d++, i++) f[i] = strides[d]
  return i
}

/** Runs an elementwise loop over operands (inputs, outputs, mask) that broadcast to `shape`. */
export function runElementwise(
  op: Operation,
  loop: Loop,
  operands: readonly NDArray[],
  shape: readonly number[],
  masked: boolean,
): void {
  const f = frame
  let at = header(op, loop, METHOD_CALL, masked, operands.length, shape.length)
  for (let d = 0; d < shape.length; d++) f[at++] = shape[d]
  for (let i = 0; i < operands.length; i++) at = strided(at, operands[i], shape)
  run()
}

/** The same for operands that are all contiguous and of one shape. */
export function runFlat(op: Operation, loop: Loop, a: NDArray, b: NDArray, c: NDArray | undefined): void {
  const f = frame
  let at = header(op, loop, METHOD_CALL, false, c === undefined ? 2 : 3, 1)
  f[at++] = a._size
  at = flat(at, a)
  at = flat(at, b)
  if (c !== undefined) flat(at, c)
  run()
}

/** How a reduction's accumulators start (binding/iterate/reduce.cc). */
export type Start = 0 | 1 | 2
export const START_EXISTING: Start = 0
export const START_FIRST: Start = 1
export const START_IDENTITY: Start = 2

/**
 * Folds `input` into `accumulators`, whose shape is the input's without the reduced axes (given as a flag per axis), and
 * whose dtype is the loop's. `center` has the accumulators' shape (squared deviations).
 */
export function runReduce(
  op: Operation,
  loop: Loop,
  input: NDArray,
  accumulators: NDArray,
  reduced: readonly boolean[] | undefined,
  mask: NDArray | undefined,
  start: Start,
  center?: NDArray,
): void {
  const f = frame
  const shape = input._shape
  const flatInput = reduced === undefined && mask === undefined && input.contiguous
  const operands = 2 + (center === undefined ? 0 : 1) + (mask === undefined ? 0 : 1)
  let at = header(op, loop, METHOD_REDUCE, mask !== undefined, operands, flatInput ? 1 : shape.length)
  f[PARAMS] = 1
  if (flatInput) {
    f[at++] = input._size
    f[at++] = start
    at = flat(at, input)
    at = flat(at, accumulators)
    f[at - 1] = 0
    if (center !== undefined) {
      at = flat(at, center)
      f[at - 1] = 0
    }
  } else {
    for (let d = 0; d < shape.length; d++) f[at++] = shape[d]
    f[at++] = start
    at = strided(at, input, shape)
    at = folded(at, accumulators, shape.length, reduced)
    if (center !== undefined) at = folded(at, center, shape.length, reduced)
    if (mask !== undefined) strided(at, mask, shape)
  }
  run()
}

// An operand that stands still along reduced axes.
function folded(at: number, array: NDArray, ndim: number, reduced: readonly boolean[] | undefined): number {
  const f = frame
  let kept = 0
  let i = place(at, array)
  for (let d = 0; d < ndim; d++, i++) f[i] = reduced === undefined || reduced[d] ? 0 : array._strides[kept++]
  return i
}

const SCRATCH_OFFSET = SCRATCH_WORD * 8
const FRAME_BYTES = frame.byteLength
const scratchView = new DataView(frame.buffer, SCRATCH_OFFSET, 16)

// A scalar in the frame's own memory as an operand that stands still.
function still(at: number, info: DTypeInfo): number {
  const f = frame
  f[at] = frameAddress
  f[at + 1] = FRAME_BYTES
  f[at + 2] = SCRATCH_OFFSET
  f[at + 3] = info.code
  f[at + 4] = 0
  return at + 5
}

/** A binary loop over a contiguous array and a scalar (as `checkScalar` gives it, of dtype `info`), on either side. */
export function runFlatScalar(
  op: Operation,
  loop: Loop,
  array: NDArray,
  info: DTypeInfo,
  scalar: number | bigint | Complex,
  scalarFirst: boolean,
  out: NDArray,
): void {
  writeRaw(info, scratchView, 0, scalar)
  let at = header(op, loop, METHOD_CALL, false, 3, 1)
  frame[at++] = array._size
  at = scalarFirst ? flat(still(at, info), array) : still(flat(at, array), info)
  flat(at, out)
  run()
}

/** Folds a contiguous array into one element, which `read` takes from the frame: no accumulator array is made. */
export function foldAll<T>(op: Operation, loop: Loop, input: NDArray, start: Start, read: (element: DataView) => T): T {
  const f = frame
  let at = header(op, loop, METHOD_REDUCE, false, 2, 1)
  f[PARAMS] = 1
  f[at++] = input._size
  f[at++] = start
  still(flat(at, input), loop.outputs[0])
  run()
  return read(scratchView)
}

/** Runs a "(n,k)->(k)" row over a whole contiguous array, whose one position (int64) the frame takes. */
export function positionInAll(op: Operation, loop: Loop, input: NDArray): number {
  const f = frame
  let at = header(op, loop, METHOD_CALL, false, 2, 0)
  f[CORE_DIMS] = 2
  f[at++] = input._size
  f[at++] = 1 // k
  at = flat(at, input)
  f[at++] = input.info.itemsize
  still(at, loop.outputs[0])
  run()
  return scratchView.getInt32(4, true) * 4294967296 + scratchView.getUint32(0, true)
}

/**
 * Runs an accumulation (1 input, 1 output of its shape), `reduceat` or `at` by the ufunc's own loop; see
 * binding/iterate/accumulate.cc for the operands.
 */
export function runMethod(
  op: Operation,
  loop: Loop,
  method: number,
  operands: readonly NDArray[],
  strides: readonly (readonly number[])[],
  shape: readonly number[],
): void {
  const f = frame
  let at = header(op, loop, method, false, operands.length, shape.length)
  for (let d = 0; d < shape.length; d++) f[at++] = shape[d]
  for (let i = 0; i < operands.length; i++) {
    at = place(at, operands[i])
    for (let d = 0; d < shape.length; d++) f[at++] = strides[i][d]
  }
  run()
}

/**
 * Runs a gufunc: each operand's last dimensions are its core dimensions, the others broadcast to `loopShape`.
 * `dims` holds the core sizes in the signature's order.
 */
export function runCore(
  op: Operation,
  loop: Loop,
  operands: readonly NDArray[],
  loopShape: readonly number[],
  dims: readonly number[],
  params: readonly number[] = [],
): void {
  const f = frame
  let at = header(op, loop, METHOD_CALL, false, operands.length, loopShape.length)
  f[CORE_DIMS] = dims.length
  f[PARAMS] = params.length
  for (let d = 0; d < loopShape.length; d++) f[at++] = loopShape[d]
  for (let d = 0; d < dims.length; d++) f[at++] = dims[d]
  for (let d = 0; d < params.length; d++) f[at++] = params[d]
  for (let i = 0; i < operands.length; i++) {
    const array = operands[i]
    const outer = array._shape.length - op.core[i].length
    at = broadcastStrides(place(at, array), array, outer, loopShape)
    at = ownStrides(at, array, outer)
  }
  run()
}

// An operand whose dimensions are all core dimensions.
function core(at: number, array: NDArray): number {
  return ownStrides(place(at, array), array, 0)
}

/** One matrix product (m,k),(k,n)->(m,n): `runCore` without a stack and without arrays of its arguments. */
export function runMatrixProduct(op: Operation, loop: Loop, x: NDArray, y: NDArray, out: NDArray): void {
  const f = frame
  let at = header(op, loop, METHOD_CALL, false, 3, 0)
  f[CORE_DIMS] = 3
  f[at++] = x._shape[0]
  f[at++] = x._shape[1]
  f[at++] = y._shape[1]
  core(core(core(at, x), y), out)
  run()
}

/** One vector product (n),(n)->(), whose result `read` takes from the frame: no array is made. */
export function runVectorProduct<T>(
  op: Operation,
  loop: Loop,
  x: NDArray,
  y: NDArray,
  read: (element: DataView) => T,
): T {
  const f = frame
  let at = header(op, loop, METHOD_CALL, false, 3, 0)
  f[CORE_DIMS] = 1
  f[at++] = x._size
  still(core(core(at, x), y), loop.outputs[0])
  run()
  return read(scratchView)
}
