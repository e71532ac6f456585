/** `a.get(...)` and `a.set([...], value)`: NumPy's `a[...]`. */

import { scalarArray, toArray } from './array'
import { broadcastShape } from './broadcast'
import { copyInto } from './call'
import type { DType, DTypeInfo, Scalar } from './dtype'
import { isScalarLike, readElement, writeElement } from './elements'
import { describe, formatShape, rangeError, typeError } from './errors'
import { NDArray, sameShape, view } from './ndarray'
import { expectWriteable } from './ufunc'

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
export function slice(stop: number | null): Slice
export function slice(start: number | null, stop: number | null, step?: number | null): Slice
export function slice(first: number | null, ...rest: (number | null | undefined)[]): Slice {
  const [start, stop, step] = rest.length === 0 ? [null, first, null] : [first, rest[0] ?? null, rest[1] ?? null]
  for (const part of [start, stop, step]) {
    if (part !== null && !Number.isSafeInteger(part))
      throw typeError(`slice: expected integers or null, received ${describe(part)}`)
  }
  return new Slice(start, stop, step)
}

/** One item of an index. */
export type IndexItem =
  | number
  | string
  | null
  | Slice
  | NDArray
  | boolean
  | readonly (number | boolean | readonly number[])[]

/** Stands for a new axis of length 1 in an index. */
export const newaxis = null

const ELLIPSIS = Symbol('ellipsis')
type Parsed = number | Slice | null | typeof ELLIPSIS

const parsedStrings = new Map<string, Parsed>()

/** Reads `'1:7:2'`, `'...'`, `'-1'`. Throws `RangeError` with the text for anything else. */
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
interface Selection {
  shape: number[]
  strides: number[]
  offset: number
  scalar: boolean
}

/** Whether an item needs advanced indexing: integer arrays and masks. */
export function isAdvanced(item: unknown): boolean {
  return item instanceof NDArray || Array.isArray(item) || typeof item === 'boolean' || ArrayBuffer.isView(item)
}

function select(array: NDArray, index: readonly unknown[]): Selection {
  const { shape, strides } = array
  const ndim = shape.length
  let taken = 0
  let ellipsis = -1
  for (let i = 0; i < index.length; i++) {
    const item = index[i]
    if (item === '...') {
      if (ellipsis >= 0) throw rangeError("index: expected at most one '...', received two", 'ERR_INDEX')
      ellipsis = i
    } else if (item !== null) taken++
  }
  if (taken > ndim) {
    throw rangeError(
      `index: expected at most ${ndim} indices for the shape ${formatShape(shape)}, received ${taken}`,
      'ERR_INDEX',
    )
  }
  const result: Selection = { shape: [], strides: [], offset: array.offset, scalar: taken === ndim && ellipsis < 0 }
  let axis = 0
  for (let i = 0; i < index.length; i++) {
    let item: unknown = index[i]
    if (typeof item === 'string') item = parseString(item)
    if (typeof item === 'number') {
      const length = shape[axis]
      if (!Number.isInteger(item)) throw typeError(`index: expected integers, received ${item}`, 'ERR_INDEX')
      if (item < -length || item >= length) {
        throw rangeError(
          `index: expected an index between ${-length} and ${length - 1} for axis ${axis}, received ${item}`,
          'ERR_INDEX',
        )
      }
      result.offset += (item < 0 ? item + length : item) * strides[axis]
      axis++
    } else if (item === null) {
      result.shape.push(1)
      result.strides.push(0)
      result.scalar = false
    } else if (item instanceof Slice) {
      const { start, count, step } = sliceRange(item, shape[axis])
      if (count > 0) result.offset += start * strides[axis]
      result.shape.push(count)
      result.strides.push(strides[axis] * step)
      result.scalar = false
      axis++
    } else if (item === ELLIPSIS) {
      for (let rest = ndim - taken; rest > 0; rest--, axis++) {
        result.shape.push(shape[axis])
        result.strides.push(strides[axis])
      }
    } else {
      throw typeError(
        `index: expected integers, slices, '...', null, integer arrays or boolean masks, received ${describe(item)}`,
        'ERR_INDEX',
      )
    }
  }
  for (; axis < ndim; axis++) {
    result.shape.push(shape[axis])
    result.strides.push(strides[axis])
  }
  return result
}

/** `a[...]` with integers, slices, `'...'` and `null`: an element, or a view. */
export function getBasic<D extends DType>(array: NDArray<D>, index: readonly unknown[]): Scalar<D> | NDArray<D> {
  const selection = select(array, index)
  if (selection.scalar) return readElement(array.info as DTypeInfo<D>, array.storage, selection.offset)
  return view(array, selection.shape, selection.strides, selection.offset)
}

/** `a[...] = value` with integers, slices, `'...'` and `null`. */
export function setBasic(array: NDArray, index: readonly unknown[], value: unknown): void {
  expectWriteable('set', array)
  const selection = select(array, index)
  if (selection.scalar && isScalarLike(value)) {
    writeElement(array, selection.offset, value, 'set')
    return
  }
  // An element takes one value, not an array of one.
  const source = selection.scalar ? toArray(value) : value
  if (selection.scalar && (source as NDArray).shape.length > 0) {
    throw rangeError(
      `set: expected a scalar for one element, received the shape ${formatShape((source as NDArray).shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  assign(view(array, selection.shape, selection.strides, selection.offset), source)
}

/** Copies a value into a view, with broadcasting; the value's leading axes of length 1 are dropped, as NumPy does. */
export function assign(target: NDArray, value: unknown): void {
  expectWriteable('set', target)
  let source = isScalarLike(value) ? scalarArray(value, target.info) : toArray(value)
  if (source.info.kind === 'c' && target.info.kind !== 'c') {
    throw typeError(`set: expected a real value for ${target.info.name}, received ${source.info.name}`, 'ERR_CASTING')
  }
  while (source.shape.length > target.shape.length && source.shape[0] === 1) {
    source = view(source, source.shape.slice(1), source.strides.slice(1), source.offset)
  }
  const fits = source.shape.length <= target.shape.length
  if (!fits || !sameShape(broadcastShape('set', [source.shape, target.shape]), target.shape)) {
    throw rangeError(
      `set: expected a value that broadcasts to ${formatShape(target.shape)}, received the shape ${formatShape(source.shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (target.size > 0) copyInto(target, source)
}
