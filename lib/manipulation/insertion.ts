/** Elements put into and taken out of an array along an axis: copies of the runs that stay together. */
import { isNone, keywords } from '../core/arguments'
import { scalarArray, toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { broadcastView } from '../core/broadcast'
import { copyInto, emptyOrdered } from '../core/copy'
import { type DTypeInfo, INT64 } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { describe, formatShape, rangeError } from '../core/errors'
import { type NDArray, shapeSize, sliceAxis, view, withLeadingAxes } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf } from '../core/types'
import { callBinary, callUnary, castArray } from '../core/ufunc'
import { ones } from '../creation/creation'
import { arange } from '../creation/ranges'
import { getItem, parseString, Slice, setItem, sliceRange } from '../indexing/indexing'
import { flatnonzero, where } from '../indexing/selection'
import { max, min } from '../reductions/reductions'
import { argsort } from '../sorting/sorting'
import { moveaxis, ravel } from './shapes'

/** Places along an axis: an index, several, a mask, or a slice. */
export type Places = number | bigint | string | Slice | ArrayLike

type Axis = number | null

/** The array to work on, flattened where no axis is named. */
function operand(name: string, arr: ArrayLike, args: readonly unknown[]): [array: NDArray, axis: number] {
  const array = toArray(arr, name)
  const axis = args.length === 0 ? undefined : keywords(name, ['axis'], args).axis
  if (!isNone(axis)) return [array, normalizeAxis(name, axis, array._shape.length)]
  return [array._shape.length === 1 ? array : ravel(array), 0]
}

function expectIndex(name: string, value: unknown): number {
  const index = Number(value)
  if (Number.isSafeInteger(index)) return index
  throw rangeError(`${name}: expected integers as places, received ${describe(value)}`, 'ERR_INDEX')
}

function expectVector(name: string, mask: NDArray): NDArray {
  if (mask._shape.length === 1) return mask
  throw rangeError(
    `${name}: expected a mask of 1 dimension, received the shape ${formatShape(mask._shape)}`,
    'ERR_INDEX',
  )
}

/** Integers as int64, in one dimension. */
function indexVector(name: string, obj: unknown, array: NDArray): NDArray {
  const { kind } = array.info
  if (kind === 'c' || (kind === 'f' && array === obj && array._size > 0)) {
    throw rangeError(`${name}: expected integers or a mask as places, received ${array.info.name}`, 'ERR_INDEX')
  }
  const vector = ravel(array)
  // Numbers of a list come as float64, and must be whole.
  if (kind === 'f') for (const index of vector.tolist() as unknown[]) expectIndex(name, index)
  return castArray(vector, INT64)
}

/** A place counted from the first, which may be the axis's length where `last` says so. */
function within(name: string, index: number, axis: number, length: number, last: number): number {
  if (index < -length || index > last) {
    throw rangeError(
      `${name}: expected places between ${-length} and ${length} along axis ${axis}, received ${index}`,
      'ERR_INDEX',
    )
  }
  return index < 0 ? index + length : index
}

function expectWithin(name: string, indices: NDArray, axis: number, length: number, last: number): void {
  if (indices._size === 0) return
  within(name, min(indices) as number, axis, length, last)
  within(name, max(indices) as number, axis, length, last)
}

function resultLike(name: string, array: NDArray, axis: number, length: number): NDArray {
  const shape = array._shape.slice()
  shape[axis] = length
  return emptyOrdered(array.info, shape, shapeSize(shape, name), 'A', array)
}

function copyRun(target: NDArray, at: number, source: NDArray, start: number, count: number, axis: number): void {
  if (count === 0) return
  const run = sliceAxis(target, axis, at, count)
  if (run._size > 0) copyInto(run, sliceAxis(source, axis, start, count))
}

const wholeAxes = (count: number): Slice[] => new Array<Slice>(count).fill(new Slice(null, null, null))

const invert = (mask: NDArray): NDArray => callUnary(operation('logical_not'), mask, []) as NDArray

/** The elements along an axis where the mask is true. */
const kept = (array: NDArray, axis: number, mask: NDArray): NDArray =>
  getItem(array, [...wholeAxes(axis), mask]) as NDArray

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
  const name = 'delete'
  const [array, axis] = operand(name, arr, args)
  const length = array._shape[axis]
  if (typeof obj === 'number')
    return withoutRun(array, axis, within(name, expectIndex(name, obj), axis, length, length - 1), 1)
  const place = typeof obj === 'string' ? parseString(obj) : obj
  if (place instanceof Slice) {
    const { start, count, step } = sliceRange(place, length)
    if (count < 2 || step === 1) return withoutRun(array, axis, start, count)
    return withoutPlaces(array, axis, place)
  }
  const places = toArray(place as ArrayLike)
  if (places.info.kind === 'b') {
    if (expectVector(name, places)._size === length) return kept(array, axis, invert(places))
    throw rangeError(`${name}: expected a mask of ${length}, received ${places._size}`, 'ERR_SHAPE_MISMATCH')
  }
  const indices = indexVector(name, obj, places)
  expectWithin(name, indices, axis, length, length - 1)
  if (indices._size > 1) return withoutPlaces(array, axis, indices)
  const only = indices._size === 0 ? 0 : (indices.item() as number)
  return withoutRun(array, axis, only < 0 ? only + length : only, indices._size)
}

export { remove as delete }

function withoutRun(array: NDArray, axis: number, start: number, count: number): NDArray {
  const length = array._shape[axis]
  const result = resultLike('delete', array, axis, length - count)
  copyRun(result, 0, array, 0, start, axis)
  copyRun(result, start, array, start + count, length - start - count, axis)
  return result
}

function withoutPlaces(array: NDArray, axis: number, places: Slice | NDArray): NDArray {
  const mask = ones(array._shape[axis], 'bool')
  setItem(mask, [places], false)
  return kept(array, axis, mask)
}

/** Above so many places runs are short: one native call by mask or index moves all elements. */
const MANY = 16

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
  const name = 'insert'
  const [array, axis] = operand(name, arr, args)
  const length = array._shape[axis]
  const [indices, single] = insertPlaces(name, obj, length)
  if (typeof indices === 'number') {
    const place = within(name, indices, axis, length, length)
    return insertAt(array, axis, place, valuesOf(name, values, array.info, array._shape.length), single)
  }
  expectWithin(name, indices, axis, length, length)
  const count = indices._size
  const shape = array._shape.slice()
  shape[axis] = count
  const source = broadcastView(name, droppingOnes(valuesOf(name, values, array.info, 0), shape.length), shape)
  const result = resultLike(name, array, axis, length + count)
  if (count > MANY) {
    const targets = newPlaces(indices, length)
    const old = ones(length + count, 'bool')
    setItem(old, [targets], false)
    setItem(result, [...wholeAxes(axis), targets], source)
    setItem(result, [...wholeAxes(axis), old], array)
    return result
  }
  const places = (indices.tolist() as number[]).map((index) => (index < 0 ? index + length : index))
  // Values in the order of their places; those for one place in their own order.
  const order = places.map((_, j) => j).sort((i, j) => places[i] - places[j] || i - j)
  let from = 0
  for (const [k, j] of order.entries()) {
    copyRun(result, from + k, array, from, places[j] - from, axis)
    from = places[j]
    copyRun(result, from + k, source, j, 1, axis)
  }
  copyRun(result, from + count, array, from, length - from, axis)
  return result
}

/** One index, or int64 indices; whether the index stood alone, not in a list. */
function insertPlaces(name: string, obj: Places, length: number): [indices: number | NDArray, single: boolean] {
  const place = typeof obj === 'string' ? parseString(obj) : obj
  if (typeof place === 'number') return [expectIndex(name, place), true]
  let indices: NDArray
  let single = false
  if (place instanceof Slice) {
    const { start, count, step } = sliceRange(place, length)
    indices = arange(start, start + count * step, step, INT64.name)
  } else {
    const array = toArray(place as ArrayLike)
    single = array._shape.length === 0 && array.info.kind !== 'b'
    indices = array.info.kind === 'b' ? flatnonzero(expectVector(name, array)) : indexVector(name, obj, array)
  }
  return indices._size === 1 ? [indices.item() as number, single] : [indices, single]
}

/** Where in the result the values for places of the old array stand. */
function newPlaces(indices: NDArray, length: number): NDArray {
  const add = (x: unknown, y: unknown): NDArray => callBinary(operation('add'), x, y, []) as NDArray
  const negative = callBinary(operation('less'), indices, 0, []) as NDArray
  const places = where(negative, add(indices, length), indices)
  const order = argsort(places, { kind: 'stable' })
  const result = castArray(places, INT64).copy()
  setItem(result, [order], add(getItem(places, [order]), arange(indices._size, { dtype: INT64.name })))
  return result
}

// Scalars are checked against the dtype, as elements of the array would be.
function valuesOf(name: string, values: ArrayLike, info: DTypeInfo, ndim: number): NDArray {
  return withLeadingAxes(isScalarLike(values) ? scalarArray(values, info) : toArray(values, name), ndim)
}

function droppingOnes(array: NDArray, ndim: number): NDArray {
  let result = array
  while (result._shape.length > ndim && result._shape[0] === 1) {
    result = view(result, result._shape.slice(1), result._strides.slice(1), result.offset)
  }
  return result
}

function insertAt(array: NDArray, axis: number, place: number, values: NDArray, single: boolean): NDArray {
  // At one index the values' first axis is the one that goes along.
  const source = single ? moveaxis(values, 0, axis) : values
  const count = source._shape[axis]
  const length = array._shape[axis]
  const result = resultLike('insert', array, axis, length + count)
  copyRun(result, 0, array, 0, place, axis)
  const gap = sliceAxis(result, axis, place, count)
  const fitting = broadcastView('insert', droppingOnes(source, gap._shape.length), gap._shape)
  if (gap._size > 0) copyInto(gap, fitting)
  copyRun(result, place + count, array, place, length - place, axis)
  return result
}
