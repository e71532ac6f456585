/** Elements by index arrays and masks: the frames of the rows of binding/index. */
import { isWholeList, toArray } from '../core/array'
import { header, METHOD_CALL, runCore, runElementwise, strided } from '../core/call'
import { copyAs } from '../core/copy'
import { dtypeInfo } from '../core/dtype'
import { NumblasRangeError, typeError } from '../core/errors'
import { mayShareMemory } from '../core/memory'
import { type NDArray, newArray, shapeSize } from '../core/ndarray'
import { operation } from '../core/operation'
import { foldToScalar, type Plan } from '../core/reduction'
import { callBinary, castArray } from '../core/ufunc'
import { frame, frameAddress, run, SCRATCH_WORD } from '../native'
import { count_nonzero } from '../reductions/reductions'

const BOOL = dtypeInfo('bool')
const INT64 = dtypeInfo('int64')

/** What becomes of an index outside its axis (binding/index/gather.cc). */
export type Outside = 0 | 1 | 2
export const RAISE: Outside = 0
export const WRAP: Outside = 1
export const CLIP: Outside = 2

/** Places in an array that index arrays name. */
export interface Places {
  readonly array: NDArray
  /** Byte position of the element that all indices 0 name. */
  readonly offset: number
  /** How the places are arranged: the result's shape. */
  readonly shape: readonly number[]
  /** The array's strides along it, 0 where indices alone move. */
  readonly strides: readonly number[]
  /** Length, stride and number of each indexed axis. */
  readonly sizes: readonly number[]
  readonly steps: readonly number[]
  readonly axes: readonly number[]
  /** For each indexed axis an int64 array that broadcasts to shape[at], …, shape[at + span - 1]. */
  readonly indices: readonly NDArray[]
  readonly at: number
  readonly span: number
}

/** The native rows take up to this many index arrays. */
const MAX_INDICES = 4
const GATHER = [1, 2, 3, 4].map((count) => operation(`gather${count}`))
const SCATTER = [1, 2, 3, 4].map((count) => operation(`scatter${count}`))
const COMPRESS = operation('compress')
const COUNT = operation('count_nonzero')
const NONZERO = operation('nonzero')

/**
 * Integers that index, as int64: an array of an integer dtype (or bool: 0 and 1), or lists of whole numbers. Throws
 * `TypeError` for others.
 */
export function indexArray(name: string, value: unknown): NDArray<'int64'> {
  const array = toArray(value, name)
  const { kind } = array.info
  if (kind === 'i' || kind === 'u' || kind === 'b') return castArray(array, INT64) as NDArray<'int64'>
  if (!isWholeList(value, array)) {
    const listed = Array.isArray(value) && kind === 'f'
    throw typeError(
      `${name}: expected integer indices, received ${listed ? 'fractions' : array.info.name}`,
      'ERR_INDEX',
    )
  }
  return castArray(array, INT64) as NDArray<'int64'>
}

/** The places that one index array names along an axis. */
export function placesAlong(array: NDArray, axis: number, index: NDArray): Places {
  const { _shape: shape, _strides: strides } = array
  const single = shape.length === 1 && index._shape.length === 1
  return {
    array,
    offset: array.offset,
    shape: single ? index._shape : [...shape.slice(0, axis), ...index._shape, ...shape.slice(axis + 1)],
    strides: single ? [0] : [...strides.slice(0, axis), ...index._shape.map(() => 0), ...strides.slice(axis + 1)],
    sizes: [shape[axis]],
    steps: [strides[axis]],
    axes: [axis],
    indices: [index],
    at: axis,
    span: index._shape.length,
  }
}

/** The elements at the places, as a new array. Throws `RangeError` for an index outside its axis. */
export function gather(name: string, places: Places, outside: Outside = RAISE): NDArray {
  if (places.indices.length > MAX_INDICES) return gather(name, foldIndices(name, places), outside)
  const { shape, array } = places
  const result = newArray(array.info, shape, shapeSize(shape, name), false)
  if (result._size === 0) {
    checkIndices(name, places, outside)
    return result
  }
  const row = GATHER[places.indices.length - 1]
  let at = begin(row, places, outside)
  at = indexed(at, places)
  at = indexWords(at, places)
  strided(at, result, shape)
  start(name)
  return result
}

/**
 * Writes values, of the array's dtype and broadcasting to the places' shape, to the places; of equal places the last value
 * stays. Throws `RangeError` for an index outside its axis, before anything is written.
 */
export function scatter(name: string, places: Places, values: NDArray, outside: Outside = RAISE): void {
  const { shape, array } = places
  if (places.indices.length > MAX_INDICES) {
    scatter(name, foldIndices(name, places), values, outside)
    return
  }
  if (shape.includes(0)) {
    checkIndices(name, places, outside)
    return
  }
  const apart = mayShareMemory(values, array) ? copyAs(values, values.info) : values
  const own = places.indices.some((index) => mayShareMemory(index, array))
    ? { ...places, indices: places.indices.map((index) => copyAs(index, INT64)) }
    : places
  const row = SCATTER[own.indices.length - 1]
  let at = begin(row, own, outside)
  at = strided(at, apart, shape)
  at = indexWords(at, own)
  indexed(at, own)
  start(name)
}

function begin(row: ReturnType<typeof operation>, places: Places, outside: Outside): number {
  const { shape, sizes, axes } = places
  const f = frame
  let at = header(row, row.typed[places.array.info.code], METHOD_CALL, false, sizes.length + 2, shape.length)
  f[6] = sizes.length
  f[7] = sizes.length + 1
  for (let d = 0; d < shape.length; d++) f[at++] = shape[d]
  for (let k = 0; k < sizes.length; k++) f[at++] = sizes[k]
  f[at++] = outside
  for (let k = 0; k < axes.length; k++) f[at++] = axes[k]
  return at
}

function indexed(at: number, { array, offset, strides, steps }: Places): number {
  const f = frame
  f[at++] = array.storage.address
  f[at++] = array.storage.bytes.length
  f[at++] = offset
  f[at++] = array.info.code
  for (let d = 0; d < strides.length; d++) f[at++] = strides[d]
  for (let k = 0; k < steps.length; k++) f[at++] = steps[k]
  return at
}

function indexWords(at: number, { indices, shape, at: first, span }: Places): number {
  const f = frame
  for (const index of indices) {
    f[at++] = index.storage.address
    f[at++] = index.storage.bytes.length
    f[at++] = index.offset
    f[at++] = index.info.code
    const own = index._shape
    const shift = first + span - own.length
    for (let d = 0; d < shape.length; d++) {
      const from = d - shift
      const moves = from >= 0 && from < own.length && (own[from] !== 1 || shape[d] === 1)
      f[at++] = moves ? index._strides[from] : 0
    }
  }
  return at
}

// Runs the frame; the native layer tells of an index in the words of `a.get`.
function start(name: string): void {
  try {
    run()
  } catch (error) {
    if (error instanceof NumblasRangeError && name !== 'index') error.message = error.message.replace(/^index/, name)
    throw error
  }
}

// For results without elements: reads a word of the frame at every index.
function checkIndices(name: string, places: Places, outside: Outside): void {
  const f = frame
  const row = GATHER[0]
  for (const [k, index] of places.indices.entries()) {
    if (places.shape.slice(places.at, places.at + places.span).includes(0)) return
    let at = header(row, row.typed[BOOL.code], METHOD_CALL, false, 3, index._shape.length)
    f[6] = 1
    f[7] = 2
    for (const length of index._shape) f[at++] = length
    f[at++] = places.sizes[k]
    f[at++] = outside
    f[at++] = places.axes[k]
    at = frameWord(at, index._shape.length)
    f[at++] = 0
    at = strided(at, index, index._shape)
    frameWord(at, index._shape.length)
    start(name)
  }
}

function frameWord(at: number, ndim: number): number {
  const f = frame
  f[at++] = frameAddress
  f[at++] = f.byteLength
  f[at++] = SCRATCH_WORD * 8
  f[at++] = BOOL.code
  for (let d = 0; d < ndim; d++) f[at++] = 0
  return at
}

/**
 * The same places by as many index arrays as the native rows take: the last ones become one, which counts along an axis that
 * stands for theirs together.
 */
function foldIndices(name: string, places: Places): Places {
  checkIndices(name, places, RAISE)
  const kept = MAX_INDICES - 1
  const folded = places.sizes.map((_, k) => k).slice(kept)
  const unit = folded.reduce((divisor, k) => gcd(divisor, Math.abs(places.steps[k])), 0) || places.array.info.itemsize
  const call = (op: string, x: unknown, y: unknown): NDArray => callBinary(operation(op), x, y, []) as NDArray
  let { offset } = places
  let size = 1
  let index: NDArray | undefined
  for (const k of folded) {
    const length = places.sizes[k]
    const step = places.steps[k] / unit
    let part = call('remainder', places.indices[k], length)
    // Backwards: from the other end, so that counts only grow.
    if (step < 0) {
      part = call('subtract', length - 1, part)
      offset += (length - 1) * places.steps[k]
    }
    part = call('multiply', part, Math.abs(step))
    index = index === undefined ? part : call('add', index, part)
    size += (length - 1) * Math.abs(step)
  }
  const first = <T>(list: readonly T[], last: T): T[] => [...list.slice(0, kept), last]
  return {
    ...places,
    offset,
    sizes: first(places.sizes, size),
    steps: first(places.steps, unit),
    axes: first(places.axes, places.axes[kept]),
    indices: first(places.indices, index!),
  }
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}

const COUNT_TRUE: Plan = { op: COUNT, loop: COUNT.typed[BOOL.code], info: INT64 }

/** How many elements of a bool array are true. */
export function countTrue(mask: NDArray): number {
  return (mask.contiguous && mask._size > 0 ? foldToScalar(COUNT_TRUE, mask) : count_nonzero(mask)) as number
}

/** The elements where the mask, of the array's shape, is true, in row-major order. */
export function compressArray(array: NDArray, mask: NDArray): NDArray {
  const count = countTrue(mask)
  const result = newArray(array.info, [count], count, false)
  if (count > 0) {
    runCore(COMPRESS, COMPRESS.typed[array.info.code], [array, mask, result], array._shape, [count])
  }
  return result
}

/**
 * Writes values (1-D, of the array's dtype) in turn where the mask is true, in row-major order, again from the first when
 * they end.
 */
export function expandInto(array: NDArray, mask: NDArray, values: NDArray): void {
  if (array._size === 0 || values._size === 0) return
  const row = operation('expand')
  const apart = (one: NDArray): NDArray => (mayShareMemory(one, array) ? copyAs(one, one.info) : one)
  runCore(row, row.typed[array.info.code], [apart(values), apart(mask), array], array._shape, [values._size])
}

/** Writes values that broadcast to the array's shape, of its dtype, where the mask (broadcast too) is true. */
export function writeWhere(array: NDArray, mask: NDArray, values: NDArray): void {
  if (array._size === 0) return
  const op = operation('where')
  runElementwise(op, op.typed[array.info.code], [mask, values, array, array], array._shape, false)
}

/** The indices of true elements of a bool array with dimensions: one row of int64 per axis. */
export function nonzeroTable(mask: NDArray): NDArray<'int64'> {
  const ndim = mask._shape.length
  const count = countTrue(mask)
  const table = newArray(INT64, [ndim, count], ndim * count, false) as NDArray<'int64'>
  if (count > 0) {
    runCore(NONZERO, NONZERO.typed[0], [mask, table], mask._shape, [ndim, count])
  }
  return table
}
