/**
 * NumPy's objects that are written with square brackets there, as functions of the same names: slices are strings or
 * `np.slice`s, and a step such as `5j` is a number of points.
 */
import { expectBoolean, expectShape, keywords } from '../core/arguments'
import { makeArray, toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { copyInto } from '../core/copy'
import { type DType, type DTypeInfo, type DTypeLike, dtypeInfo } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { type NDArray, newArray, shapeSize, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike } from '../core/types'
import { castArray, coerceOperands } from '../core/ufunc'
import type { ShapeLike } from '../creation/creation'
import { arange, linspace } from '../creation/ranges'
import { joinArrays } from '../manipulation/joining'
import { swapaxes, transposeArray } from '../manipulation/shapes'
import { add, multiply } from '../ufuncs'
import { indexArray } from './gather'
import { type IndexItem, parseString, Slice } from './indexing'
import { flatnonzero } from './selection'

const INT64 = dtypeInfo('int64')
const FLOAT64 = dtypeInfo('float64')

/**
 * The items of an index as they are, strings read: for an index that is used more than once. One item alone is given as it is.
 * @example np.arange(6).get(np.s_('1::2')) // array([1., 3., 5.])
 */
export function s_(item: IndexItem): IndexItem
export function s_(...items: IndexItem[]): IndexItem[]
export function s_(...items: IndexItem[]): IndexItem | IndexItem[] {
  const read = index_exp(...items)
  return read.length === 1 ? read[0] : read
}

/**
 * The items of an index as a list, strings read.
 * @example np.arange(6).get(...np.index_exp('1::2')) // array([1., 3., 5.])
 */
export function index_exp(...items: IndexItem[]): IndexItem[] {
  return items.map((item) => {
    if (typeof item !== 'string' || item.trim() === '...') return item
    return parseString(item) as IndexItem
  })
}

/**
 * Index arrays that together name the rows, columns, … of a grid: each sequence of indices (or mask) along an axis of its own.
 * @example np.arange(9).reshape(3, 3).get(...np.ix_([0, 2], [1, 2])) // array([[1., 2.], [7., 8.]])
 */
export function ix_(...args: ArrayLike[]): NDArray[] {
  return args.map((arg, axis) => {
    const given = toArray(arg, 'ix_')
    if (given._shape.length !== 1) {
      throw rangeError(`ix_: expected sequences of 1 dimension, received ${given._shape.length}`, 'ERR_SHAPE_MISMATCH')
    }
    const listed = Array.isArray(arg) || given._size === 0
    const line = given.info.kind === 'b' ? flatnonzero(given) : listed ? indexArray('ix_', arg) : given
    return alongAxis(line, axis, args.length)
  })
}

// A vector as an array of `ndim` dimensions, along one of them.
function alongAxis(line: NDArray, axis: number, ndim: number): NDArray {
  const shape = new Array<number>(ndim).fill(1)
  const strides = new Array<number>(ndim).fill(0)
  shape[axis] = line._shape[0]
  strides[axis] = line._strides[0]
  return view(line, shape, strides, line.offset)
}

// Vectors along their own axes, each spread over all: one array of them.
function grid(name: string, lines: readonly NDArray[], info: DTypeInfo): NDArray {
  const shape = [lines.length, ...lines.map((line) => line._size)]
  const result = newArray(info, shape, shapeSize(shape, name), false)
  if (result._size === 0) return result
  for (const [axis, line] of lines.entries()) {
    const part = view(result, shape.slice(1), result._strides.slice(1), result.offset + axis * result._strides[0])
    copyInto(part, alongAxis(line, axis, lines.length))
  }
  return result
}

const counting = (length: number): NDArray => arange(BigInt(length))

export interface IndicesOptions<D extends DType = DType> {
  readonly dtype?: DTypeLike<D>
  /** Whether to give one array per axis that is 1 long along the others, instead of one full array. */
  readonly sparse?: boolean
}

/**
 * The index along each axis of every place of a shape, as one array of them.
 * @example np.indices([2, 2]) // array([[[0, 0], [1, 1]], [[0, 1], [0, 1]]])
 */
export function indices(dimensions: ShapeLike, options: IndicesOptions & { readonly sparse: true }): NDArray[]
export function indices<D extends DType = 'int64'>(dimensions: ShapeLike, dtype?: D | IndicesOptions<D>): NDArray<D>
export function indices(dimensions: ShapeLike, ...args: unknown[]): NDArray | NDArray[] {
  const named = keywords('indices', ['dtype', 'sparse'], args)
  const info = named.dtype === undefined || named.dtype === null ? INT64 : dtypeInfo(named.dtype)
  const shape = expectShape('indices', dimensions)
  shapeSize(shape, 'indices')
  const lines = shape.map((length) => castArray(counting(length), info))
  if (!expectBoolean('indices', 'sparse', named.sparse, false)) return grid('indices', lines, info)
  return lines.map((line, axis) => alongAxis(line, axis, lines.length))
}

/** A slice as a range of numbers: with a step, or with a number of points. */
interface Range {
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly points: number | undefined
  /** Whether its values are integers. */
  readonly whole: boolean
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const INTEGER = /^[+-]?\d+$/

function rangeOf(name: string, item: unknown): Range {
  const parts = item instanceof Slice ? [item.start, item.stop, item.step] : splitSlice(item)
  if (parts === undefined) {
    throw typeError(`${name}: expected slices such as '0:5' or '0:1:5j', received ${describe(item)}`)
  }
  const texts = parts.map((part) => (part === null ? '' : String(part)))
  const counts = texts[2].endsWith('j') || texts[2].endsWith('J')
  if (counts) texts[2] = texts[2].slice(0, -1)
  if (texts[1] === '' || texts.some((text) => text !== '' && !NUMBER.test(text))) {
    throw typeError(`${name}: expected numbers and an end in a slice, received ${describe(item)}`)
  }
  const [start, stop, step] = texts.map((text, i) => (text === '' ? (i === 2 ? 1 : 0) : Number(text)))
  if (step === 0 && !counts) throw rangeError(`${name}: expected a step other than 0, received 0`)
  const whole = !counts && texts.every((text) => text === '' || INTEGER.test(text))
  return { start, stop, step, points: counts ? Math.trunc(Math.abs(step)) : undefined, whole }
}

function splitSlice(item: unknown): (string | null)[] | undefined {
  if (typeof item !== 'string' || !item.includes(':')) return undefined
  const parts = item.split(':').map((part) => part.trim())
  return parts.length > 3 ? undefined : [parts[0], parts[1], parts[2] ?? '']
}

// The values of a range as start + i·step.
function ramp({ start, stop, step, points }: Range, info: DTypeInfo): NDArray {
  const length = points ?? Math.max(0, Math.ceil((stop - start) / step))
  const apart = points === undefined ? step : points === 1 ? 1 : (stop - start) / (points - 1)
  shapeSize([length], 'mgrid')
  return add(multiply(castArray(counting(length), info), apart), start) as NDArray
}

function ramps(name: string, slices: readonly unknown[]): { lines: NDArray[]; info: DTypeInfo } {
  const ranges = slices.map((one) => rangeOf(name, one))
  const info = ranges.every((range) => range.whole) ? INT64 : FLOAT64
  return { lines: ranges.map((range) => ramp(range, info)), info }
}

/** A range of a grid's axis: `'start:stop:step'`, `'start:stop:5j'` for five points, or `np.slice(start, stop, step)`. */
export type GridSlice = string | Slice

/**
 * The coordinates of every place of a grid, as one array of them; for one slice its values. Slices of integers make int64,
 * others float64; `'0:1:5j'` is five points with both ends.
 * @example np.mgrid('0:2', '0:2') // array([[[0, 0], [1, 1]], [[0, 1], [0, 1]]])
 */
export function mgrid(...slices: GridSlice[]): NDArray<'int64' | 'float64'> {
  const { lines, info } = ramps('mgrid', slices)
  return (lines.length === 1 ? lines[0] : grid('mgrid', lines, info)) as NDArray<'int64' | 'float64'>
}

/**
 * The coordinates of a grid along each axis, 1 long along the others; for one slice its values.
 * @example np.ogrid('0:2', '0:1:3j') // [ array([[0.], [1.]]), array([[0. , 0.5, 1. ]]) ]
 */
export function ogrid(slice: GridSlice): NDArray<'int64' | 'float64'>
export function ogrid(...slices: GridSlice[]): NDArray<'int64' | 'float64'>[]
export function ogrid(...slices: GridSlice[]): NDArray | NDArray[] {
  const { lines } = ramps('ogrid', slices)
  return lines.length === 1 ? lines[0] : lines.map((line, axis) => alongAxis(line, axis, lines.length))
}

/** One part of `r_` and `c_`: a slice as a range of numbers, a number, or an array. */
export type JoinItem = GridSlice | ArrayLike

/**
 * Joins ranges (`'0:3'`, `'0:1:5j'`), numbers and arrays along an axis. A first text without a colon holds up to three
 * integers: the axis (0), the least number of dimensions, and where the dimensions of arrays that have fewer begin.
 * @example np.r_('0:3', 10, [7, 8]) // array([0., 1., 2., 10., 7., 8.])
 */
export function r_(...items: JoinItem[]): NDArray {
  return joinItems('r_', items, 0, 1, -1)
}

/**
 * Joins ranges, numbers and arrays as columns: `r_` with vectors standing upright.
 * @example np.c_([1, 2], [3, 4]) // array([[1., 3.], [2., 4.]])
 */
export function c_(...items: JoinItem[]): NDArray {
  return joinItems('c_', items, -1, 2, 0)
}

function joinItems(
  name: string,
  given: readonly unknown[],
  alongAxis_: number,
  ndmin: number,
  upright: number,
): NDArray {
  let items = given
  let [axis, least, place] = [alongAxis_, ndmin, upright]
  if (typeof items[0] === 'string' && !items[0].includes(':')) {
    const numbers = items[0].split(',').map((part) => part.trim())
    if (numbers.length > 3 || numbers.some((part) => !INTEGER.test(part))) {
      throw rangeError(`${name}: expected a text of up to three integers, received ${describe(items[0])}`)
    }
    ;[axis = axis, least = least, place = place] = numbers.map(Number)
    items = items.slice(1)
  }
  if (items.length === 0) throw rangeError(`${name}: expected at least one array, received none`, 'ERR_SHAPE_MISMATCH')
  const parts = items.map((item) =>
    typeof item === 'string' || item instanceof Slice
      ? range(name, item)
      : isScalarLike(item)
        ? item
        : toArray(item, name),
  )
  const arrays = coerceOperands(operation('where'), parts, name)
  const info = arrays.reduce((found: DTypeInfo, one) => promoteTypes(found, one.info), arrays[0].info)
  const shaped = arrays.map((one, i) => {
    const ranged = typeof items[i] === 'string' || items[i] instanceof Slice
    return castArray(withLeast(one, least, place, ranged, isScalarLike(items[i])), info)
  })
  return joinArrays(name, shaped, normalizeAxis(name, axis, shaped[0]._shape.length))
}

function range(name: string, item: unknown): NDArray {
  const found = rangeOf(name, item)
  if (found.points === undefined) return ramp(found, found.whole ? INT64 : FLOAT64)
  return linspace(found.start, found.stop, found.points)
}

// The array with at least so many dimensions: new ones in front, or its own from `place` on.
function withLeast(array: NDArray, least: number, place: number, ranged: boolean, scalar: boolean): NDArray {
  const missing = least - array._shape.length
  if (missing <= 0) return array
  const grown = makeArray('r_', array, undefined, undefined, 'if needed', least)
  if (place === -1 || scalar) return grown
  if (ranged) return least > 1 ? swapaxes(grown, -1, place) : grown
  const first = place < 0 ? place + missing + 1 : place
  const axes = Array.from({ length: least }, (_, d) => d)
  return transposeArray(grown, [...axes.slice(0, first), ...axes.slice(missing), ...axes.slice(first, missing)])
}
