/** Elements put into and taken out of an array along an axis: copies of the runs that stay together. */
import { keywords } from './arguments'
import { scalarArray, toArray } from './array'
import { normalizeAxis } from './axis'
import { broadcastView } from './broadcast'
import { copyInto, emptyOrdered } from './call'
import { type DTypeInfo, dtypeInfo } from './dtype'
import { isScalarLike } from './elements'
import { describe, formatShape, rangeError } from './errors'
import { getItem, parseString, Slice, setItem, sliceRange } from './indexing'
import { moveaxis, ravel } from './manipulation'
import { type NDArray, newArray, shapeSize, sliceAxis, view } from './ndarray'
import type { ArrayLike, DTypeOf } from './types'

/** Places along an axis: an index, several, a mask, or a slice. */
export type Places = number | bigint | string | Slice | ArrayLike

type Axis = number | null

/** The array to work on, flattened where no axis is named. */
function operand(name: string, arr: ArrayLike, args: readonly unknown[]): [array: NDArray, axis: number] {
  const { axis } = keywords(name, ['axis'], args)
  const array = toArray(arr)
  if (axis !== undefined && axis !== null) return [array, normalizeAxis(name, axis, array.shape.length)]
  return [array.shape.length === 1 ? array : ravel(array), 0]
}

/** The indices that places stand for, not yet checked against the length; whether they are one index alone. */
function indicesOf(name: string, obj: Places, length: number): { indices: number[]; single: boolean; mask: boolean } {
  const place = typeof obj === 'string' ? parseString(obj) : obj
  if (place instanceof Slice) {
    const { start, count, step } = sliceRange(place, length)
    return { indices: Array.from({ length: count }, (_, i) => start + i * step), single: false, mask: false }
  }
  if (typeof place === 'number' || typeof place === 'bigint') {
    return { indices: [expectIndex(name, place)], single: true, mask: false }
  }
  const array = toArray(place)
  if (array.info.kind === 'b') {
    if (array.shape.length !== 1) {
      throw rangeError(
        `${name}: expected a mask of 1 dimension, received the shape ${formatShape(array.shape)}`,
        'ERR_INDEX',
      )
    }
    const flags = array.tolist() as unknown[]
    return { indices: flags.flatMap((flag, i) => (flag ? [i] : [])), single: false, mask: true }
  }
  if (array.info.kind === 'c' || (array.info.kind === 'f' && array === place && array.size > 0)) {
    throw rangeError(`${name}: expected integers or a mask as places, received ${array.info.name}`, 'ERR_INDEX')
  }
  const indices = (ravel(array).tolist() as unknown[]).map((index) => expectIndex(name, index))
  return { indices, single: array.shape.length === 0, mask: false }
}

function expectIndex(name: string, value: unknown): number {
  const index = Number(value)
  if (Number.isSafeInteger(index)) return index
  throw rangeError(`${name}: expected integers as places, received ${describe(value)}`, 'ERR_INDEX')
}

function outOfBounds(name: string, index: number, axis: number, length: number): Error {
  return rangeError(
    `${name}: expected places between ${-length} and ${length} along axis ${axis}, received ${index}`,
    'ERR_INDEX',
  )
}

function resultLike(name: string, array: NDArray, axis: number, length: number): NDArray {
  const shape = array.shape.slice()
  shape[axis] = length
  return emptyOrdered(array.info, shape, shapeSize(shape, name), 'A', array)
}

function copyRun(target: NDArray, at: number, source: NDArray, start: number, count: number, axis: number): void {
  const run = sliceAxis(target, axis, at, count)
  if (run.size > 0) copyInto(run, sliceAxis(source, axis, start, count))
}

/**
 * A copy without the places along an axis: an index, several, a mask or a slice; without an axis the array is flattened.
 * Throws `RangeError` for places that the axis does not have.
 * @example np.delete([1, 2, 3, 4], [0, 2]) // array([2., 4.])
 */
function remove<const X extends ArrayLike>(
  arr: X,
  obj: Places,
  axis?: Axis | { readonly axis?: Axis },
): NDArray<DTypeOf<X>>
function remove(arr: ArrayLike, obj: Places, ...args: unknown[]): NDArray {
  const [array, axis] = operand('delete', arr, args)
  const length = array.shape[axis]
  const { indices, mask } = indicesOf('delete', obj, length)
  if (mask && toArray(obj).size !== length) {
    throw rangeError(`delete: expected a mask of ${length}, received ${toArray(obj).size}`, 'ERR_SHAPE_MISMATCH')
  }
  const gone = new Uint8Array(length)
  for (const index of indices) {
    if (index < -length || index >= length) throw outOfBounds('delete', index, axis, length)
    gone[index < 0 ? index + length : index] = 1
  }
  if (indices.length > MANY) return getItem(array, [...wholeAxes(axis), maskOf(gone, 0)]) as NDArray
  let kept = length
  for (let i = gone.indexOf(1); i >= 0; i = gone.indexOf(1, i + 1)) kept--
  const result = resultLike('delete', array, axis, kept)
  for (let at = 0, start = gone.indexOf(0); start >= 0; ) {
    const next = gone.indexOf(1, start)
    const end = next < 0 ? length : next
    copyRun(result, at, array, start, end - start, axis)
    at += end - start
    start = gone.indexOf(0, end)
  }
  return result
}

export { remove as delete }

/** Above so many places runs are short: one native call by mask or index moves all elements. */
const MANY = 16
const BOOL = dtypeInfo('bool')
const INT64 = dtypeInfo('int64')

const wholeAxes = (count: number): Slice[] => new Array<Slice>(count).fill(new Slice(null, null, null))

/** True where flags have the value. */
function maskOf(flags: Uint8Array, value: 0 | 1): NDArray {
  const mask = newArray(BOOL, [flags.length], flags.length, false)
  const data = new Uint8Array(mask.storage.buffer, mask.offset, flags.length)
  for (let i = 0; i < flags.length; i++) data[i] = flags[i] === value ? 1 : 0
  return mask
}

/**
 * A copy with values put before the places along an axis, which count in the old array; without an axis the array is
 * flattened. Values are cast to the array's dtype and broadcast.
 * @example np.insert([1, 2, 3], 1, 9) // array([1., 9., 2., 3.])
 */
export function insert<const X extends ArrayLike>(
  arr: X,
  obj: Places,
  values: ArrayLike,
  axis?: Axis | { readonly axis?: Axis },
): NDArray<DTypeOf<X>>
export function insert(arr: ArrayLike, obj: Places, values: ArrayLike, ...args: unknown[]): NDArray {
  const [array, axis] = operand('insert', arr, args)
  const length = array.shape[axis]
  const { indices, single } = indicesOf('insert', obj, length)
  const places = indices.map((index) => {
    if (index < -length || index > length) throw outOfBounds('insert', index, axis, length)
    return index < 0 ? index + length : index
  })
  if (places.length === 1)
    return insertAt(array, axis, places[0], valuesOf(values, array.info, array.shape.length), single)
  const count = places.length
  const shape = array.shape.slice()
  shape[axis] = count
  const source = broadcastView('insert', droppingOnes(valuesOf(values, array.info, 0), shape.length), shape)
  const result = resultLike('insert', array, axis, length + count)
  // Values in the order of their places; those for one place in their own order.
  const order = places.map((_, j) => j).sort((i, j) => places[i] - places[j] || i - j)
  if (count > MANY) {
    const isNew = new Uint8Array(length + count)
    const targets = newArray(INT64, [count], count, false)
    const data = new BigInt64Array(targets.storage.buffer, targets.offset, count)
    for (const [k, j] of order.entries()) {
      data[j] = BigInt(places[j] + k)
      isNew[places[j] + k] = 1
    }
    setItem(result, [...wholeAxes(axis), targets], source)
    setItem(result, [...wholeAxes(axis), maskOf(isNew, 0)], array)
    return result
  }
  let from = 0
  for (const [k, j] of order.entries()) {
    copyRun(result, from + k, array, from, places[j] - from, axis)
    from = places[j]
    copyRun(result, from + k, source, j, 1, axis)
  }
  copyRun(result, from + count, array, from, length - from, axis)
  return result
}

// Scalars are checked against the dtype, as elements of the array would be.
function valuesOf(values: ArrayLike, info: DTypeInfo, ndim: number): NDArray {
  const array = isScalarLike(values) ? scalarArray(values, info) : toArray(values)
  const missing = Math.max(0, ndim - array.shape.length)
  const ones = new Array<number>(missing)
  return view(array, [...ones.fill(1), ...array.shape], [...ones.fill(0), ...array.strides], array.offset)
}

function droppingOnes(array: NDArray, ndim: number): NDArray {
  let result = array
  while (result.shape.length > ndim && result.shape[0] === 1) {
    result = view(result, result.shape.slice(1), result.strides.slice(1), result.offset)
  }
  return result
}

function insertAt(array: NDArray, axis: number, place: number, values: NDArray, single: boolean): NDArray {
  // At one index the values' first axis is the one that goes along.
  const source = single ? moveaxis(values, 0, axis) : values
  const count = source.shape[axis]
  const length = array.shape[axis]
  const result = resultLike('insert', array, axis, length + count)
  copyRun(result, 0, array, 0, place, axis)
  const gap = sliceAxis(result, axis, place, count)
  const fitting = broadcastView('insert', droppingOnes(source, gap.shape.length), gap.shape)
  if (gap.size > 0) copyInto(gap, fitting)
  copyRun(result, place + count, array, place, length - place, axis)
  return result
}
