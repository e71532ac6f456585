/** Arrays through `postMessage`, `workerData`, `structuredClone` and `BroadcastChannel`, which keep no classes. */
import { expectBoolean, isOptions, keywords, listIntegers, listItems } from '../core/arguments'
import { wrapBuffer } from '../core/array'
import { copyInto } from '../core/copy'
import { type DType, type DTypeInfo, dtypeInfo } from '../core/dtype'
import { describe, formatShape, rangeError, typeError } from '../core/errors'
import { expectMemory, memoryExtent } from '../core/memory'
import { NDArray, shapeSize, stridesC, view } from '../core/ndarray'
import { ownStorage } from '../core/storage'

/** What stands for an array in a message: plain data, which any structured clone carries. */
export interface ArrayMessage {
  readonly ndarray: DType
  readonly shape: readonly number[]
  readonly strides: readonly number[]
  readonly offset: number
  readonly buffer: ArrayBufferLike
}

export interface MessageOptions {
  /** Whether arrays that fill their memory are moved instead of copied. They are detached here when the message is sent. */
  readonly transfer?: boolean
}

/**
 * A value for `postMessage` with every array in it (in lists and plain objects, too) as plain data, and the list of what is
 * transferred: both of its arguments. `from_message` makes arrays of it again, in whatever thread. An array is copied once,
 * a view without the rest of its memory; with `{ transfer: true }` memory that an array fills is moved instead, and the
 * array here is detached. A SharedArrayBuffer is neither copied nor moved: both sides see it.
 * @example np.from_message(structuredClone(np.to_message({ x: np.arange(3) })[0])) // { x: array([0., 1., 2.]) }
 */
export function to_message(value: unknown, options?: MessageOptions): [message: unknown, transfer: ArrayBuffer[]]
export function to_message(value: unknown, ...args: unknown[]): [message: unknown, transfer: ArrayBuffer[]] {
  const named = keywords('to_message', ['transfer'], args)
  const transfer = expectBoolean('to_message', 'transfer', named.transfer, false)
  const moved = new Set<ArrayBuffer>()
  const message = converted('to_message', value, 0, (one) =>
    one instanceof NDArray ? toData(one, transfer, moved) : undefined,
  )
  return [message, [...moved]]
}

/**
 * What `to_message` was given, from what came of it in this thread: arrays over the memory that came, without a copy.
 * Throws `TypeError` or `RangeError` for descriptions of arrays that don't fit their memory.
 * @example np.from_message(structuredClone(np.to_message(np.eye(2))[0])) // array([[1., 0.], [0., 1.]])
 */
export function from_message(message: unknown): unknown {
  return converted('from_message', message, 0, (one) => (isOptions(one) && isData(one) ? fromData(one) : undefined))
}

/** Levels of lists and objects in a message, more than any sensible one has and fewer than a stack holds. */
const MAX_LEVELS = 500

// A value with what `replace` gives in the place of its parts, at any depth.
function converted(name: string, value: unknown, level: number, replace: (one: unknown) => unknown): unknown {
  const replaced = replace(value)
  if (replaced !== undefined) return replaced
  if (!Array.isArray(value) && !isOptions(value)) return value
  if (level === MAX_LEVELS) {
    throw rangeError(`${name}: expected at most ${MAX_LEVELS} levels of lists and objects, received more`, 'ERR_SIZE')
  }
  const inside = (one: unknown): unknown => converted(name, one, level + 1, replace)
  if (Array.isArray(value)) return listItems(name, value).map(inside)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]))
}

function toData(array: NDArray, transfer: boolean, moved: Set<ArrayBuffer>): ArrayMessage {
  expectMemory('to_message', array)
  const { buffer, bytes, padding } = array.storage
  const shared = !(buffer instanceof ArrayBuffer)
  const whole = array.contiguous && array.nbytes === bytes.length - padding
  let sent = array
  if (!shared && !(whole && !transfer)) {
    if (!whole) sent = alone(array)
    moved.add(sent.storage.buffer as ArrayBuffer)
  }
  const { info, _shape: shape, _strides: strides, offset } = sent
  return { ndarray: info.name, shape: [...shape], strides: [...strides], offset, buffer: sent.storage.buffer }
}

// A copy with memory of its own, which may then be transferred.
function alone(array: NDArray): NDArray {
  const { info, _shape: shape, _size: size } = array
  const strides = stridesC(shape, info.itemsize)
  const storage = ownStorage(size * info.itemsize, false)
  const copy = new NDArray(storage, info, shape, strides, 0, size, true, undefined, true)
  if (size > 0) copyInto(copy, array)
  return copy
}

const isData = (value: Record<string, unknown>): boolean =>
  Object.hasOwn(value, 'ndarray') && Object.hasOwn(value, 'buffer') && Object.hasOwn(value, 'strides')

function fromData({ ndarray, shape, strides, offset, buffer }: Record<string, unknown>): NDArray {
  const info: DTypeInfo = dtypeInfo(ndarray as DType)
  if (!(buffer instanceof ArrayBuffer || buffer instanceof SharedArrayBuffer)) {
    throw typeError(`from_message: expected an array's memory as an ArrayBuffer, received ${describe(buffer)}`)
  }
  const lengths = integers('shape', shape)
  const steps = integers('strides', strides)
  const [start] = integers('offset', [offset])
  const size = shapeSize(lengths, 'from_message')
  if (steps.length !== lengths.length) {
    throw rangeError(
      `from_message: expected a stride for each of ${lengths.length} dimensions, received ${steps.length}`,
    )
  }
  const array = view(wrapBuffer(buffer, info, [0], 0, 0), lengths, steps, start)
  const [low, high] = size === 0 ? [0, 0] : memoryExtent(array)
  if (low < 0 || high > buffer.byteLength || start < 0) {
    throw rangeError(
      `from_message: expected an array inside its buffer of ${buffer.byteLength} bytes, received the shape ` +
        `${formatShape(lengths)} and strides ${formatShape(steps)} at byte ${start}`,
      'ERR_OUT_OF_BOUNDS',
    )
  }
  return new NDArray(array.storage, info, lengths, steps, start, size, array.contiguous, undefined, true)
}

function integers(what: string, value: unknown): number[] {
  if (Array.isArray(value)) return listIntegers('from_message', what, value)
  throw typeError(`from_message: expected integers for ${what}, received ${describe(value)}`)
}
