/**
 * The one road of every operation: choose the typed loop, broadcast, allocate the output, write the call frame, run.
 */

import { frame, frameAddress, type NativeOp, nativeOp, run, SCRATCH_WORD, watching } from '../native'
import type { Complex } from './complex'
import { DTYPES, type DTypeInfo, dtypeOfCharacter } from './dtype'
import { writeRaw } from './elements'
import { typeError } from './errors'
import { isFortranContiguous, type NDArray, newArray, newStrided, sameShape, stridesF } from './ndarray'
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
  /** Loops found before, by the dtypes of the inputs. */
  readonly chosen: (Loop | undefined)[]
  /** Names of the core dimensions of each operand (gufuncs). */
  readonly core: readonly (readonly string[])[]
}

export const METHOD_CALL = 0
export const METHOD_REDUCE = 1
export const METHOD_ACCUMULATE = 2
export const METHOD_REDUCEAT = 3
export const METHOD_EVALUATE = 5
export const METHOD_AT = 4

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
    found = { ...row, typed, chosen: [], core }
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

// Writes everything up to the operands; returns the next free word.
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
  f[6] = 0
  f[7] = 0
  return 8
}

// An operand as one run of elements.
function flat(at: number, array: NDArray): number {
  const f = frame
  f[at] = array.storage.address
  f[at + 1] = array.storage.bytes.length
  f[at + 2] = array.offset
  f[at + 3] = array.info.code
  f[at + 4] = array.info.itemsize
  return at + 5
}

// An operand broadcast to the loop's shape.
export function strided(at: number, array: NDArray, shape: readonly number[]): number {
  const f = frame
  f[at] = array.storage.address
  f[at + 1] = array.storage.bytes.length
  f[at + 2] = array.offset
  f[at + 3] = array.info.code
  const own = array.shape
  const strides = array.strides
  const shift = shape.length - own.length
  let i = at + 4
  for (let d = 0; d < shape.length; d++, i++) {
    const from = d - shift
    f[i] = from < 0 || (own[from] === 1 && shape[d] !== 1) ? 0 : strides[from]
  }
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
  f[at++] = a.size
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
  const shape = input.shape
  const flatInput = reduced === undefined && mask === undefined && input.contiguous
  const operands = 2 + (center === undefined ? 0 : 1) + (mask === undefined ? 0 : 1)
  let at = header(op, loop, METHOD_REDUCE, mask !== undefined, operands, flatInput ? 1 : shape.length)
  f[7] = 1
  if (flatInput) {
    f[at++] = input.size
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
  f[at] = array.storage.address
  f[at + 1] = array.storage.bytes.length
  f[at + 2] = array.offset
  f[at + 3] = array.info.code
  let kept = 0
  let i = at + 4
  for (let d = 0; d < ndim; d++, i++) f[i] = reduced === undefined || reduced[d] ? 0 : array.strides[kept++]
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
  frame[at++] = array.size
  at = scalarFirst ? flat(still(at, info), array) : still(flat(at, array), info)
  flat(at, out)
  run()
}

/** Folds a contiguous array into one element, which `read` takes from the frame: no accumulator array is made. */
export function foldAll<T>(op: Operation, loop: Loop, input: NDArray, start: Start, read: (element: DataView) => T): T {
  const f = frame
  header(op, loop, METHOD_REDUCE, false, 2, 1)
  f[7] = 1
  f[8] = input.size
  f[9] = start
  still(flat(10, input), loop.outputs[0])
  run()
  return read(scratchView)
}

/** Runs a "(n,k)->(k)" row over a whole contiguous array, whose one position (int64) the frame takes. */
export function positionInAll(op: Operation, loop: Loop, input: NDArray): number {
  const f = frame
  header(op, loop, METHOD_CALL, false, 2, 0)
  f[6] = 2
  f[8] = input.size
  f[9] = 1
  flat(10, input)
  f[15] = input.info.itemsize
  f[16] = frameAddress
  f[17] = frame.byteLength
  f[18] = SCRATCH_OFFSET
  f[19] = loop.outputs[0].code
  f[20] = 8
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
    const array = operands[i]
    f[at++] = array.storage.address
    f[at++] = array.storage.bytes.length
    f[at++] = array.offset
    f[at++] = array.info.code
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
  f[6] = dims.length
  f[7] = params.length
  for (let d = 0; d < loopShape.length; d++) f[at++] = loopShape[d]
  for (let d = 0; d < dims.length; d++) f[at++] = dims[d]
  for (let d = 0; d < params.length; d++) f[at++] = params[d]
  for (let i = 0; i < operands.length; i++) {
    const array = operands[i]
    const outer = array.shape.length - op.core[i].length
    f[at++] = array.storage.address
    f[at++] = array.storage.bytes.length
    f[at++] = array.offset
    f[at++] = array.info.code
    const shift = loopShape.length - outer
    for (let d = 0; d < loopShape.length; d++) {
      const from = d - shift
      f[at++] = from < 0 || (array.shape[from] === 1 && loopShape[d] !== 1) ? 0 : array.strides[from]
    }
    for (let d = outer; d < array.shape.length; d++) f[at++] = array.strides[d]
  }
  run()
}

// An operand whose dimensions are all core dimensions.
function core(at: number, array: NDArray): number {
  const f = frame
  f[at] = array.storage.address
  f[at + 1] = array.storage.bytes.length
  f[at + 2] = array.offset
  f[at + 3] = array.info.code
  const strides = array.strides
  let i = at + 4
  for (let d = 0; d < strides.length; d++, i++) f[i] = strides[d]
  return i
}

/** One matrix product (m,k),(k,n)->(m,n): `runCore` without a stack and without arrays of its arguments. */
export function runMatrixProduct(op: Operation, loop: Loop, x: NDArray, y: NDArray, out: NDArray): void {
  const f = frame
  header(op, loop, METHOD_CALL, false, 3, 0)
  f[6] = 3
  f[8] = x.shape[0]
  f[9] = x.shape[1]
  f[10] = y.shape[1]
  core(core(core(11, x), y), out)
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
  header(op, loop, METHOD_CALL, false, 3, 0)
  f[6] = 1
  f[8] = x.size
  still(core(core(9, x), y), loop.outputs[0])
  run()
  return read(scratchView)
}

/** Copies `source`, broadcast and cast without a check, into `target`. Overlapping memory is handled. */
export function copyInto(target: NDArray, source: NDArray): void {
  const op = operation('copy')
  const loop = op.typed[target.info.code]
  if (source.contiguous && target.contiguous && sameShape(source.shape, target.shape)) {
    runFlat(op, loop, source, target, undefined)
  } else {
    runElementwise(op, loop, [source, target], target.shape, false)
  }
}

/** How the elements of a new array are laid out: rows first, columns first, any (F only if the source is), as the source. */
export type Order = 'C' | 'F' | 'A' | 'K'

/** A new array with a copy of the elements, cast to `info`. */
export function copyAs(source: NDArray, info: DTypeInfo, order: Order = 'C'): NDArray {
  const target = emptyOrdered(info, source.shape, source.size, order, source)
  copyInto(target, source)
  return target
}

/** A new uninitialised array; orders A and K look at `source`. */
export function emptyOrdered(
  info: DTypeInfo,
  shape: readonly number[],
  size: number,
  order: Order,
  source: NDArray,
): NDArray {
  if (order === 'F' || (order === 'A' && !source.contiguous && isFortranContiguous(source))) {
    return newStrided(info, shape, stridesF(shape, info.itemsize), size)
  }
  if (order === 'K' && !source.contiguous) return newLike([source], info, shape, size)
  return newArray(info, shape, size, false)
}

/**
 * An uninitialised output laid out like the inputs (NumPy's 'K' order): axes sorted by the first input that tells them
 * apart.
 */
export function newLike(inputs: readonly NDArray[], info: DTypeInfo, shape: readonly number[], size: number): NDArray {
  const ndim = shape.length
  let rowMajor = true
  for (const input of inputs) if (!input.contiguous && input.shape.length > 1) rowMajor = false
  if (ndim < 2 || rowMajor) return newArray(info, shape, size, false)
  const axes = shape.map((_, d) => d)
  const reach = (input: NDArray, d: number): number => {
    const from = d - (ndim - input.shape.length)
    return from < 0 || input.shape[from] === 1 ? 0 : Math.abs(input.strides[from])
  }
  // Insertion sort towards larger reach first; axes that no input tells apart keep their order.
  for (let i = 1; i < ndim; i++) {
    for (let j = i; j > 0; j--) {
      let swap = false
      for (const input of inputs) {
        const outer = reach(input, axes[j - 1])
        const inner = reach(input, axes[j])
        if (outer === 0 || inner === 0 || outer === inner) continue
        swap = inner > outer
        break
      }
      if (!swap) break
      ;[axes[j - 1], axes[j]] = [axes[j], axes[j - 1]]
    }
  }
  const strides = new Array<number>(ndim)
  let stride = info.itemsize
  for (let i = ndim - 1; i >= 0; i--) {
    strides[axes[i]] = stride
    if (shape[axes[i]] > 1) stride *= shape[axes[i]]
  }
  return newStrided(info, shape, strides, size)
}
