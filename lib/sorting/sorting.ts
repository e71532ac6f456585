/** Sorting, order, partitions and searching in sorted arrays. */
import { expectBoolean, expectOneOf, keywords, listItems } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { runCore } from '../core/call'
import { copyAs, emptyOrdered } from '../core/copy'
import { type DTypeInfo, dtypeInfo, type Scalar } from '../core/dtype'
import { readElement, writeRaw } from '../core/elements'
import { describe, formatShape, rangeError, typeError } from '../core/errors'
import { NDArray, newArray, sameShape, shapeSize, sliceAxis, view } from '../core/ndarray'
import { type Operation, operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike, DTypeOf } from '../core/types'
import { callBinary, castArray, expectWriteable } from '../core/ufunc'
import { moveaxis, ravel } from '../manipulation/shapes'

const INT64 = dtypeInfo('int64')
const UINT64 = dtypeInfo('uint64')

/** Sorting algorithms by NumPy's names. They all give what the stable one gives. */
export type SortKind = 'quicksort' | 'heapsort' | 'mergesort' | 'stable'

/** Keyword arguments of sorting. */
export interface SortOptions {
  /** The axis to sort along: the last one when left out, the flattened array when `null`. */
  readonly axis?: number | null
  readonly kind?: SortKind | null
  /** NumPy's fields to sort by, which no array here has. */
  readonly order?: null
  readonly stable?: boolean | null
  /** Whether larger elements come first, and so NaN before all: the array API standard's option, not NumPy's. */
  readonly descending?: boolean
}

const SORT_KINDS: readonly SortKind[] = ['quicksort', 'heapsort', 'mergesort', 'stable']
const SORT_KEYWORDS = ['axis', 'kind', 'order', 'stable', 'descending'] as const

/** Checks the arguments that change nothing here, since every sort is stable. Returns the others. */
function sortArguments(name: string, args: readonly unknown[]): { axis: unknown; descending: boolean } {
  if (args.length === 0) return { axis: -1, descending: false }
  const { axis, kind, order, stable, descending } = keywords(name, SORT_KEYWORDS, args)
  if (kind !== undefined && kind !== null) {
    if (typeof kind === 'string' && !SORT_KINDS.includes(kind as SortKind)) {
      throw rangeError(`${name}: expected kind to be one of ${SORT_KINDS.join(', ')}, received ${describe(kind)}`)
    }
    expectOneOf(name, 'kind', kind, SORT_KINDS)
    if (stable !== undefined && stable !== null)
      throw rangeError(`${name}: expected kind or stable, received both`, 'ERR_OUT_OF_RANGE')
  }
  if (stable !== null) expectBoolean(name, 'stable', stable, false)
  if (order !== undefined && order !== null)
    throw rangeError(`${name}: expected no order for an array without fields, received ${describe(order)}`)
  return {
    axis: axis === undefined ? -1 : axis,
    descending: expectBoolean(name, 'descending', descending, false),
  }
}

/** The array with an axis from its last place to its first where `descending` says so, as a view. */
function inDirection(array: NDArray, axis: number, descending: boolean): NDArray {
  const length = array._shape[axis]
  return descending ? sliceAxis(array, axis, length - 1, length, -1) : array
}

/** An array with the worked axis last, as a view. */
const axisLast = (array: NDArray, axis: number): NDArray =>
  axis === array._shape.length - 1 ? array : moveaxis(array, axis, -1)

/** Runs a "(n)->(n)" row along an axis, from one array into another of its shape (or into itself). */
function runAlong(op: Operation, input: NDArray, output: NDArray, axis: number): void {
  if (input._size === 0) return
  const { _shape: shape } = input
  const n = shape[axis]
  const lanes = axisLast(input, axis)
  runCore(
    op,
    op.typed[input.info.code],
    [lanes, output === input ? lanes : axisLast(output, axis)],
    lanes._shape.slice(0, -1),
    [n],
  )
}

/**
 * A sorted copy, along the last axis or the one given; `axis: null` sorts the flattened array. NaN come last; complex
 * numbers are ordered by their real, then their imaginary part. Equal elements keep their order, whatever the `kind`
 * (vqsort: Blacher et al., "Vectorized and performance-portable Quicksort", 2022).
 * @example np.sort([[3, 1, 2], [9, 8, 7]]) // array([[1., 2., 3.], [7., 8., 9.]])
 */
export function sort<const X extends ArrayLike>(
  a: X,
  axis?: number | null | SortOptions,
  ...rest: [(SortKind | null | SortOptions)?, null?, (boolean | null)?]
): NDArray<DTypeOf<X>>
export function sort(a: ArrayLike, ...args: unknown[]): NDArray {
  const { axis, descending } = sortArguments('sort', args)
  const given = toArray(a)
  const array = axis === null ? ravel(given) : given
  const along = normalizeAxis('sort', axis ?? -1, array._shape.length)
  const result = emptyOrdered(array.info, array._shape, array._size, 'K', array)
  runAlong(operation('sort'), array, inDirection(result, along, descending), along)
  return result
}

/** Sorts an array in its own memory (`ndarray.sort`). */
export function sortInPlace(array: NDArray, args: readonly unknown[]): void {
  const { axis, descending } = sortArguments('sort', args)
  const along = normalizeAxis('sort', axis, array._shape.length)
  expectWriteable('sort', array)
  const lanes = inDirection(array, along, descending)
  runAlong(operation('sort'), lanes, lanes, along)
}

/** What argsort and argpartition work on: a 0-d array counts as one of one element. */
function orderedAxis(name: string, a: ArrayLike, axis: unknown): { array: NDArray; along: number } {
  const given = toArray(a)
  const array = axis === null || given._shape.length === 0 ? ravel(given) : given
  return { array, along: normalizeAxis(name, axis ?? -1, array._shape.length) }
}

/**
 * The positions that sort the elements, along the last axis or the one given; `axis: null` takes the flattened array.
 * Positions of equal elements rise, whatever the `kind` and the direction.
 * @example np.argsort([30, 10, 20]) // array([1, 2, 0])
 */
export function argsort(
  a: ArrayLike,
  axis?: number | null | SortOptions,
  ...rest: [(SortKind | null | SortOptions)?, null?, (boolean | null)?]
): NDArray<'int64'>
export function argsort(a: ArrayLike, ...args: unknown[]): NDArray {
  const { axis, descending } = sortArguments('argsort', args)
  const { array, along } = orderedAxis('argsort', a, axis)
  const result = newArray(INT64, array._shape, array._size, false)
  // From behind, both in and out, equal elements keep their order; the positions count from behind then, too.
  const [input, output] = [array, result].map((one) => inDirection(one, along, descending))
  runAlong(operation('argsort'), input, output, along)
  if (descending) callBinary(operation('subtract'), array._shape[along] - 1, result, [{ out: result }])
  return result
}

/**
 * A copy as complex numbers, sorted along the last axis.
 * @example np.sort_complex([3, 1]) // array([1.+0.j, 3.+0.j])
 */
export function sort_complex(a: ArrayLike): NDArray<'complex64' | 'complex128'> {
  const array = toArray(a)
  const single = array.info.kind !== 'f' && array.info.kind !== 'c' && array.info.kind !== 'b' && array.itemsize <= 2
  const info = array.info.kind === 'c' ? array.info : dtypeInfo(single ? 'complex64' : 'complex128')
  const result = copyAs(array, info)
  sortInPlace(result, [])
  return result as NDArray<'complex64' | 'complex128'>
}

/** Keyword arguments of partitioning. */
export interface PartitionOptions {
  /** The axis to partition along: the last one when left out, the flattened array when `null`. */
  readonly axis?: number | null
  readonly kind?: 'introselect'
  readonly order?: null
}

function partitionAxis(name: string, args: readonly unknown[]): unknown {
  const { axis, kind, order } = keywords(name, ['axis', 'kind', 'order'], args)
  if (kind !== undefined && kind !== 'introselect') {
    if (typeof kind !== 'string') throw typeError(`${name}: expected kind 'introselect', received ${describe(kind)}`)
    throw rangeError(`${name}: expected kind 'introselect', received ${describe(kind)}`)
  }
  if (order !== undefined && order !== null)
    throw rangeError(`${name}: expected no order for an array without fields, received ${describe(order)}`)
  return axis === undefined ? -1 : axis
}

/** A rank among n elements, counted from the start. */
function rankOf(name: string, kth: unknown, n: number): number {
  if (typeof kth !== 'number' || !Number.isInteger(kth))
    throw typeError(`${name}: expected integers for kth, received ${describe(kth)}`, 'ERR_INDEX')
  const rank = kth < 0 ? kth + n : kth
  if (n > 0 && (rank < 0 || rank >= n))
    throw rangeError(`${name}: expected kth between ${-n} and ${n - 1}, received ${kth}`, 'ERR_INDEX')
  return rank
}

/** The ranks that `kth` names among n elements, each once and ascending, as int64. */
function ranksOf(name: string, kth: unknown, n: number): NDArray {
  if (typeof kth === 'number') {
    const one = newArray(INT64, [1], 1, false)
    writeRaw(INT64, one.storage.dataView, one.offset, BigInt(rankOf(name, kth, n)))
    return one
  }
  const array = toArray(kth)
  const { kind } = array.info
  if (array._shape.length > 1) {
    throw rangeError(
      `${name}: expected kth of at most 1 dimension, received ${array._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (kind === 'b') throw rangeError(`${name}: expected integers for kth, received booleans`, 'ERR_INDEX')
  if (kind === 'c' || (kind === 'f' && (kth instanceof NDArray || array._size === 0)))
    throw typeError(`${name}: expected integers for kth, received ${describe(kth)}`, 'ERR_INDEX')
  const list = [array.tolist()].flat()
  const ranks = new Set(list.map((one) => rankOf(name, one, n)))
  return toArray(BigInt64Array.from([...ranks].sort((x, y) => x - y).map(BigInt)))
}

function runPartition(name: string, input: NDArray, output: NDArray, axis: number, kth: unknown): void {
  const ranks = ranksOf(name, kth, input._shape[axis])
  if (input._size === 0) return
  const op = operation(name)
  const lanes = axisLast(input, axis)
  runCore(
    op,
    op.typed[input.info.code],
    [lanes, ranks, output === input ? lanes : axisLast(output, axis)],
    lanes._shape.slice(0, -1),
    [input._shape[axis], ranks._size],
  )
}

/** Which elements sorting would put at these positions: one or several. */
export type Ranks = number | readonly number[] | NDArray

/**
 * A copy in which the element that sorting would put at position `kth` is there, smaller ones before it and larger ones
 * behind it, in any order; several positions at once likewise.
 * @example np.partition([3, 1, 2, 0], 2).get(2) // 2
 */
export function partition<const X extends ArrayLike>(
  a: X,
  kth: Ranks,
  axis?: number | null | PartitionOptions,
  ...rest: ['introselect'?, null?]
): NDArray<DTypeOf<X>>
export function partition(a: ArrayLike, kth: Ranks, ...args: unknown[]): NDArray {
  const axis = partitionAxis('partition', args)
  const given = toArray(a)
  const array = axis === null ? ravel(given) : given
  const along = normalizeAxis('partition', axis ?? -1, array._shape.length)
  const result = emptyOrdered(array.info, array._shape, array._size, 'K', array)
  runPartition('partition', array, result, along, kth)
  return result
}

/** Partitions an array in its own memory (`ndarray.partition`). */
export function partitionInPlace(array: NDArray, kth: Ranks, args: readonly unknown[]): void {
  const axis = normalizeAxis('partition', partitionAxis('partition', args), array._shape.length)
  expectWriteable('partition', array)
  runPartition('partition', array, array, axis, kth)
}

/**
 * The positions of a partition: the one at `kth` is of the element that sorting would put there, those before it are of
 * smaller elements.
 * @example np.argpartition([30, 10, 20], 0).get(0) // 1
 */
export function argpartition(
  a: ArrayLike,
  kth: Ranks,
  axis?: number | null | PartitionOptions,
  ...rest: ['introselect'?, null?]
): NDArray<'int64'>
export function argpartition(a: ArrayLike, kth: Ranks, ...args: unknown[]): NDArray {
  const { array, along } = orderedAxis('argpartition', a, partitionAxis('argpartition', args))
  const result = newArray(INT64, array._shape, array._size, false)
  runPartition('argpartition', array, result, along, kth)
  return result
}

/** How many integer columns stand for an element of a dtype (binding/sort/unique.cc). */
const columnsOf = (info: DTypeInfo): number => (info.kind === 'c' ? 3 : 1)

/**
 * Integers that are ordered as the elements are, and equal where those are: one column of n for each of the arrays, or
 * three where it is complex. All arrays are one-dimensional, or lanes along their last axis in one common shape.
 */
export function orderKeys(arrays: readonly NDArray[]): NDArray<'int64'> {
  const { _shape: shape } = arrays[0]
  const n = shape[shape.length - 1]
  const outer = shape.slice(0, -1)
  const columns = arrays.reduce((sum, array) => sum + columnsOf(array.info), 0)
  const keysShape = [...outer, columns, n]
  const keys = newArray(INT64, keysShape, shapeSize(keysShape), false)
  const op = operation('order_keys')
  let first = 0
  for (const array of arrays) {
    const count = columnsOf(array.info)
    const offset = keys.offset + first * n * INT64.itemsize
    const part = view(keys, [...outer, count, n], keys._strides, offset)
    if (part._size > 0) runCore(op, op.typed[array.info.code], [array, part], outer, [n, count])
    first += count
  }
  return keys
}

/** The stable order of rows of integer columns (`orderKeys`). */
export function orderRows(keys: NDArray): NDArray<'int64'> {
  const [columns, n] = keys._shape.slice(-2)
  const outer = keys._shape.slice(0, -2)
  const shape = [...outer, n]
  const order = newArray(INT64, shape, shapeSize(shape), false)
  const op = operation('lexsort')
  if (order._size > 0) runCore(op, op.typed[0], [keys, order], outer, [columns, n])
  return order
}

/**
 * The positions that sort by several keys, the last one first: where it is equal the one before it decides, and so on.
 * Keys are arrays of one shape, or the rows of an array.
 * @example np.lexsort([[1, 0, 2], [5, 5, 4]]) // array([2, 1, 0])
 */
export function lexsort(
  keys: readonly ArrayLike[] | NDArray,
  axis?: number | { readonly axis?: number },
): NDArray<'int64'> | number
export function lexsort(keys: readonly ArrayLike[] | NDArray, ...args: unknown[]): NDArray<'int64'> | Scalar {
  const { axis = -1 } = keywords('lexsort', ['axis'], args)
  const list =
    keys instanceof NDArray
      ? keyRows(keys)
      : Array.isArray(keys)
        ? listItems('lexsort', keys).map((key) => toArray(key, 'lexsort'))
        : []
  if (list.length === 0) throw typeError(`lexsort: expected a list of at least one key, received ${describe(keys)}`)
  const { _shape: shape } = list[0]
  for (const key of list) {
    if (!sameShape(key._shape, shape)) {
      throw rangeError(
        `lexsort: expected keys of one shape, received ${formatShape(shape)} and ${formatShape(key._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
  }
  if (shape.length === 0) {
    normalizeAxis('lexsort', axis, 1)
    return 0
  }
  const along = normalizeAxis('lexsort', axis, shape.length)
  // The most significant key comes first here.
  const order = orderRows(orderKeys(list.reverse().map((key) => axisLast(key, along))))
  return along === shape.length - 1 ? order : (moveaxis(order, -1, along) as NDArray<'int64'>)
}

function keyRows(keys: NDArray): NDArray[] {
  if (keys._shape.length === 0) return []
  return Array.from({ length: keys._shape[0] }, (_, i) => keys.get(i, '...') as NDArray)
}

/** Keyword arguments of `searchsorted`. */
export interface SearchOptions {
  /** Whether an element goes before the equal ones in `a` (`'left'`, default) or behind them. */
  readonly side?: 'left' | 'right'
  /** The positions that sort `a`, as `argsort` gives them. */
  readonly sorter?: ArrayLike | null
}

/**
 * Where elements would have to go into a sorted array, so that it stays sorted. With `sorter` the array need not be sorted
 * itself. Throws `RangeError` for an array that is not one-dimensional.
 * @example np.searchsorted([1, 3, 5], [0, 3, 4]) // array([0, 1, 2])
 */
export function searchsorted(a: ArrayLike, v: number | bigint | boolean, options?: SearchOptions): number
export function searchsorted(
  a: ArrayLike,
  v: number | bigint | boolean,
  side: 'left' | 'right',
  sorter?: ArrayLike,
): number
export function searchsorted(
  a: ArrayLike,
  v: ArrayLike,
  side?: 'left' | 'right' | SearchOptions,
  sorter?: ArrayLike,
): NDArray<'int64'>
export function searchsorted(a: ArrayLike, v: ArrayLike, ...args: unknown[]): NDArray<'int64'> | Scalar {
  const name = 'searchsorted'
  const { side = 'left', sorter } = keywords(name, ['side', 'sorter'], args)
  if (typeof side === 'string' && side !== 'left' && side !== 'right')
    throw rangeError(`${name}: expected side to be 'left' or 'right', received ${describe(side)}`)
  const right = expectOneOf(name, 'side', side, ['left', 'right']) === 'right'
  const array = toArray(a)
  if (array._shape.length !== 1) {
    throw rangeError(
      `${name}: expected a 1-dimensional array, received ${array._shape.length} dimensions`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const needles = toArray(v)
  const info = searchInfo(array.info, needles, v)
  const order = sorter === undefined || sorter === null ? undefined : sorterOf(name, sorter, array._size)
  const result = searchPositions(castArray(array, info), castArray(needles, info), right, order)
  return needles._shape.length === 0 ? readElement(result.info, result.storage, result.offset) : result
}

/** Positions of needles in an array of the same dtype. */
export function searchPositions(array: NDArray, needles: NDArray, right: boolean, order?: NDArray): NDArray<'int64'> {
  const flat = needles._shape.length === 1 ? needles : ravel(needles)
  const result = newArray(INT64, needles._shape, needles._size, false)
  if (result._size === 0) return result
  const op = operation(order === undefined ? 'searchsorted' : 'searchsorted_by')
  const positions = result._shape.length === 1 ? result : ravel(result)
  const operands = order === undefined ? [array, flat, positions] : [array, order, flat, positions]
  runCore(op, op.typed[array.info.code], operands, [], [array._size, flat._size], [right ? 1 : 0])
  return result
}

// A whole number stays an integer beside integers, as it does for Python.
function searchInfo(info: DTypeInfo, needles: NDArray, value: unknown): DTypeInfo {
  if ((info.kind === 'i' || info.kind === 'u') && typeof value === 'number' && Number.isSafeInteger(value))
    return info === UINT64 && value >= 0 ? UINT64 : promoteTypes(info, INT64)
  return promoteTypes(info, needles.info)
}

function sorterOf(name: string, sorter: unknown, n: number): NDArray {
  const array = toArray(sorter)
  const { kind } = array.info
  const listed = kind === 'f' && Array.isArray(sorter) && sorter.every(Number.isInteger)
  if ((kind !== 'i' && kind !== 'u' && !listed) || array._shape.length !== 1)
    throw typeError(`${name}: expected 1-dimensional integers for sorter, received ${describe(sorter)}`, 'ERR_DTYPE')
  if (array._size !== n) {
    throw rangeError(`${name}: expected a sorter of ${n} positions, received ${array._size}`, 'ERR_SHAPE_MISMATCH')
  }
  return castArray(array, INT64)
}
