/** `a.get(...)` and `a.set([...], value)`: NumPy's `a[...]`. Integers, slices, `'...'` and `null` here. */

import { expectInteger } from '../core/arguments'
import { makeArray, scalarArray, type TypedArray, toArray } from '../core/array'
import { copyInto } from '../core/copy'
import type { DType, DTypeInfo, Scalar } from '../core/dtype'
import { isScalarLike, readElement, writeElement } from '../core/elements'
import { describe, formatShape, rangeError, typeError } from '../core/errors'
import { MAX_NDIM, NDArray, view } from '../core/ndarray'
import { expectWriteable } from '../core/ufunc'
import { getAdvanced, setAdvanced } from './advanced-indexing'

/** A slice as Python's `slice(start, stop, step)`; `null` stands for left out. */
export class Slice {
  constructor(
    readonly start: number | null,
    readonly stop: number | null,
    readonly step: number | null,
  ) {}

  toString(): string {
    const part = (value: number | null): string => (value === null ? '' : String(value))
    return `${part(this.start)}:${part(this.stop)}${this.step === null ? '' : `:${this.step}`}`
  }
}

/**
 * Makes a slice for `get` and `set`: `np.slice(1, 7, 2)` is `'1:7:2'`, `np.slice(3)` is `':3'`.
 * @example np.arange(10).get(np.slice(1, 7, 2)) // array([1., 3., 5.])
 */
export function slice(stop: number | bigint | null): Slice
export function slice(start: number | bigint | null, stop: number | bigint | null, step?: number | bigint | null): Slice
export function slice(first: unknown, ...rest: unknown[]): Slice {
  const given = rest.length === 0 ? [null, first, null] : [first, rest[0] ?? null, rest[1] ?? null]
  const [start, stop, step] = given.map((part) => (part === null ? null : expectInteger('slice', 'each part', part)))
  return new Slice(start, stop, step)
}

/** Nested lists of integers or of truth values. */
export type IndexList = readonly (number | bigint | boolean | IndexList)[]

/** One item of an index. */
export type IndexItem = number | bigint | string | null | Slice | NDArray | TypedArray | boolean | IndexList

/** Stands for a new axis of length 1 in an index. */
export const newaxis = null

export const ELLIPSIS = Symbol('ellipsis')
export type Parsed = number | Slice | null | typeof ELLIPSIS

const parsedStrings = new Map<string, Parsed>()

/** Reads `'1:7:2'`, `'...'`, `'-1'`. Throws `TypeError` with the text for anything else. */
export function parseString(text: string): Parsed {
  const known = parsedStrings.get(text)
  if (known !== undefined) return known
  const trimmed = text.trim()
  let parsed: Parsed
  if (trimmed === '...') {
    parsed = ELLIPSIS
  } else {
    const parts = trimmed.split(':').map((part) => part.trim())
    if (parts.length > 3 || parts.some((part) => !/^([+-]?\d+)?$/.test(part)) || trimmed === '') {
      throw typeError(
        `index: expected an integer, a slice such as '1:7:2' or '...', received the string '${text}'`,
        'ERR_INDEX',
      )
    }
    const numbers = parts.map((part) => (part === '' ? null : Number(part)))
    parsed = parts.length === 1 ? numbers[0]! : new Slice(numbers[0], numbers[1], numbers[2] ?? null)
  }
  if (parsedStrings.size < 1000) parsedStrings.set(text, parsed)
  return parsed
}

function clamp(value: number, length: number, low: number, high: number): number {
  const index = value < 0 ? value + length : value
  return Math.max(low, Math.min(index, high))
}

/** A slice's first index, length and step over an axis, by Python's rules. */
export function sliceRange(slice: Slice, length: number): { start: number; count: number; step: number } {
  const step = slice.step ?? 1
  if (step === 0) throw rangeError('index: expected a slice step other than 0, received 0', 'ERR_INDEX')
  if (step > 0) {
    const start = slice.start === null ? 0 : clamp(slice.start, length, 0, length)
    const stop = slice.stop === null ? length : clamp(slice.stop, length, 0, length)
    return { start, count: Math.max(0, Math.ceil((stop - start) / step)), step }
  }
  const start = slice.start === null ? length - 1 : clamp(slice.start, length, -1, length - 1)
  const stop = slice.stop === null ? -1 : clamp(slice.stop, length, -1, length - 1)
  return { start, count: Math.max(0, Math.ceil((stop - start) / step)), step }
}

/** What a basic index selects: a view, or an element's byte position when all items are integers. */
export interface Selection {
  readonly shape: number[]
  readonly strides: number[]
  /** Dimensions that `shape` and `strides` hold so far. */
  ndim: number
  offset: number
  scalar: boolean
}

/** Whether an item needs advanced indexing: integer arrays, masks, truth values. */
function isAdvanced(item: unknown): boolean {
  if (typeof item !== 'object') return typeof item === 'boolean'
  return item instanceof NDArray || Array.isArray(item) || ArrayBuffer.isView(item)
}

export function tooManyIndices(array: NDArray, taken: number): Error {
  return rangeError(
    `index: expected at most ${array._shape.length} indices for the shape ${formatShape(array._shape)}, received ${taken}`,
    'ERR_INDEX',
  )
}

/** Refuses the second of two ellipses; gives the place of the one there is. */
export function onlyEllipsis(known: number, found: number): number {
  if (known >= 0) throw rangeError("index: expected at most one '...', received two", 'ERR_INDEX')
  return found
}

// `undefined` where an item needs advanced indexing.
function select(array: NDArray, index: readonly unknown[]): Selection | undefined {
  const ndim = array._shape.length
  // Before anything is made of its length: each item takes an axis, adds one, or is the one '...'.
  if (index.length > 2 * MAX_NDIM + 1) throw tooManyIndices(array, index.length)
  const items = new Array<unknown>(index.length)
  let taken = 0
  let kept = 0
  let ellipsis = -1
  for (let i = 0; i < index.length; i++) {
    const given = index[i]
    const item = typeof given === 'string' ? parseString(given) : typeof given === 'bigint' ? Number(given) : given
    items[i] = item
    if (typeof item === 'number') {
      taken++
    } else if (item === ELLIPSIS) {
      ellipsis = onlyEllipsis(ellipsis, i)
    } else {
      if (item !== null) {
        if (isAdvanced(item)) return undefined
        taken++
      }
      kept++
    }
  }
  if (taken > ndim) throw tooManyIndices(array, taken)
  const dimensions = kept + ndim - taken
  const result: Selection = {
    shape: new Array<number>(dimensions),
    strides: new Array<number>(dimensions),
    ndim: 0,
    offset: array.offset,
    scalar: taken === ndim && ellipsis < 0,
  }
  let axis = 0
  for (let i = 0; i < items.length; i++) axis = selectItem(result, array, items[i], axis, ndim - taken)
  selectWhole(result, array, axis, ndim)
  return result
}

/** Takes axes [first, last) as they are. */
export function selectWhole(result: Selection, array: NDArray, first: number, last: number): void {
  for (let axis = first; axis < last; axis++) append(result, array._shape[axis], array._strides[axis])
}

function append(result: Selection, length: number, stride: number): void {
  result.shape[result.ndim] = length
  result.strides[result.ndim++] = stride
}

/** Applies an integer, slice, ellipsis (of `rest` axes) or `null` at an axis; gives the next axis. */
export function selectItem(result: Selection, array: NDArray, item: unknown, axis: number, rest: number): number {
  if (typeof item === 'number') {
    const length = array._shape[axis]
    if (!Number.isInteger(item)) throw typeError(`index: expected integers, received ${item}`, 'ERR_INDEX')
    if (item < -length || item >= length) {
      throw rangeError(
        `index: expected an index between ${-length} and ${length - 1} for axis ${axis}, received ${item}`,
        'ERR_INDEX',
      )
    }
    result.offset += (item < 0 ? item + length : item) * array._strides[axis]
    return axis + 1
  }
  if (item instanceof Slice) {
    const { start, count, step } = sliceRange(item, array._shape[axis])
    if (count > 0) result.offset += start * array._strides[axis]
    append(result, count, array._strides[axis] * step)
    result.scalar = false
    return axis + 1
  }
  if (item === ELLIPSIS) {
    selectWhole(result, array, axis, axis + rest)
    return axis + rest
  }
  if (item === null) {
    append(result, 1, 0)
    result.scalar = false
    return axis
  }
  throw typeError(
    `index: expected integers, slices, '...', null, integer arrays or boolean masks, received ${describe(item)}`,
    'ERR_INDEX',
  )
}

/** `a[...]`: an element, a view, or for integer arrays and masks a new array. */
export function getItem<D extends DType>(array: NDArray<D>, index: readonly unknown[]): Scalar<D> | NDArray<D> {
  const selection = select(array, index)
  if (selection === undefined) return getAdvanced(array, index) as Scalar<D> | NDArray<D>
  if (selection.scalar) return readElement(array.info as DTypeInfo<D>, array.storage, selection.offset)
  return view(array, selection.shape, selection.strides, selection.offset)
}

/** `a[...] = value`. */
export function setItem(array: NDArray, index: readonly unknown[], value: unknown): void {
  expectWriteable('set', array)
  const selection = select(array, index)
  if (selection === undefined) setAdvanced(array, index, value)
  else setSelection(array, selection, value)
}

/** Writes a value to what a basic index selects. */
export function setSelection(array: NDArray, selection: Selection, value: unknown): void {
  if (selection.scalar && isScalarLike(value)) {
    writeElement(array, selection.offset, value, 'set')
    return
  }
  // An element takes one value, not an array of one.
  const source = selection.scalar ? toArray(value) : value
  if (selection.scalar && (source as NDArray)._shape.length > 0) {
    throw rangeError(
      `set: expected a scalar for one element, received the shape ${formatShape((source as NDArray)._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  assign(view(array, selection.shape, selection.strides, selection.offset), source)
}

/** Copies a value into a view, with broadcasting. */
export function assign(target: NDArray, value: unknown): void {
  expectWriteable('set', target)
  const source = fitted('set', valueArray('set', value, target.info), target._shape)
  if (target._size > 0) copyInto(target, source)
}

/** A value to be written to elements of a dtype, as an array. Throws `TypeError` for complex values of real elements. */
export function valueArray(name: string, value: unknown, info: DTypeInfo): NDArray {
  if (isScalarLike(value)) return scalarArray(value, info)
  // Integers of a list must be in range, as single ones.
  const listed = Array.isArray(value) && (info.kind === 'i' || info.kind === 'u')
  const source = listed ? makeArray(name, value, info, undefined, 'if needed') : toArray(value)
  if (source.info.kind === 'c' && info.kind !== 'c') {
    throw typeError(`${name}: expected a real value for ${info.name}, received ${source.info.name}`, 'ERR_CASTING')
  }
  return source
}

/** The value without leading axes of length 1 that the shape has not, as NumPy drops them; it must broadcast to the shape. */
export function fitted(name: string, value: NDArray, shape: readonly number[]): NDArray {
  let source = value
  while (source._shape.length > shape.length && source._shape[0] === 1) {
    source = view(source, source._shape.slice(1), source._strides.slice(1), source.offset)
  }
  let fits = source._shape.length <= shape.length
  const shift = shape.length - source._shape.length
  for (let d = 0; fits && d < source._shape.length; d++)
    fits = source._shape[d] === 1 || source._shape[d] === shape[shift + d]
  if (!fits) {
    throw rangeError(
      `${name}: expected a value that broadcasts to ${formatShape(shape)}, received the shape ${formatShape(value._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return source
}
