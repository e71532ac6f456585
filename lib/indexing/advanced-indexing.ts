/** Integer arrays and masks in an index, mixed with the rest: NumPy's advanced indexing. */
import { toArray } from '../core/array'
import { broadcastShape } from '../core/broadcast'
import { copyAs } from '../core/copy'
import { dtypeInfo } from '../core/dtype'
import { readElement, readRaw } from '../core/elements'
import { formatShape, rangeError, typeError } from '../core/errors'
import { NDArray, view } from '../core/ndarray'
import { castArray } from '../core/ufunc'
import {
  compressArray,
  countTrue,
  expandInto,
  gather,
  indexArray,
  nonzeroTable,
  type Places,
  placesAlong,
  scatter,
  writeWhere,
} from './gather'
import {
  assign,
  ELLIPSIS,
  fitted,
  onlyEllipsis,
  parseString,
  type Selection,
  selectItem,
  selectWhole,
  setSelection,
  tooManyIndices,
  valueArray,
} from './indexing'

const BOOL = dtypeInfo('bool')
const INT64 = dtypeInfo('int64')

/** `a[...]` where an item is an integer array, a mask or a truth value: a new array, or an element. */
export function getAdvanced(array: NDArray, index: readonly unknown[]): unknown {
  const first = index[0]
  // The common case: one integer array along the first axis.
  if (index.length === 1 && first instanceof NDArray && first.info === INT64 && first._shape.length > 0) {
    if (array._shape.length > 0) return gather('index', placesAlong(array, 0, first))
  }
  const items = index.map(asIndexer)
  if (isFullMask(array, items)) return compressArray(array, checkMask(array, items[0] as NDArray, 0, true))
  const { basic, places } = locate(array, items)
  if (places !== undefined) return gather('index', places)
  if (basic.scalar) return readElement(array.info, array.storage, basic.offset)
  return copyAs(view(array, basic.shape, basic.strides, basic.offset), array.info)
}

/** `a[...] = value` where an item is an integer array, a mask or a truth value. */
export function setAdvanced(array: NDArray, index: readonly unknown[], value: unknown): void {
  const items = index.map(asIndexer)
  if (isFullMask(array, items)) {
    setMasked(array, checkMask(array, items[0] as NDArray, 0, true), value)
    return
  }
  const { basic, places } = locate(array, items)
  if (places === undefined) {
    if (basic.scalar) setSelection(array, basic, value)
    else assign(view(array, basic.shape, basic.strides, basic.offset), value)
    return
  }
  const source = fitted('set', valueArray('set', value, array.info), places.shape)
  scatter('index', places, castArray(source, array.info))
}

// Lists and typed arrays as arrays of int64 or bool, strings read, integer arrays without dimensions as integers.
function asIndexer(item: unknown): unknown {
  if (typeof item === 'string') return parseString(item)
  if (typeof item === 'bigint') return Number(item)
  if (typeof item === 'boolean') return toArray(item)
  if (!(item instanceof NDArray || Array.isArray(item) || ArrayBuffer.isView(item))) return item
  const given = toArray(item)
  if (given.info === BOOL) return given
  const array = indexArray('index', Array.isArray(item) ? item : given)
  return array._shape.length > 0 ? array : Number(readRaw(array.info, array.storage.dataView, array.offset))
}

function isFullMask(array: NDArray, items: readonly unknown[]): boolean {
  if (items.length !== 1) return false
  const [item] = items
  return (
    item instanceof NDArray &&
    item.info === BOOL &&
    item._shape.length === array._shape.length &&
    item._shape.length > 0
  )
}

// A mask must have the lengths of the axes that it stands at; NumPy lets a length of 0 pass beside other items.
function checkMask(array: NDArray, mask: NDArray, axis: number, whole: boolean): NDArray {
  const shape = array._shape.slice(axis, axis + mask._shape.length)
  if (mask._shape.every((length, d) => length === shape[d] || (length === 0 && !whole))) return mask
  throw rangeError(
    `index: expected a mask of the shape ${formatShape(shape)} for the array's shape ${formatShape(array._shape)} from axis ${axis} on, received ${formatShape(mask._shape)}`,
    'ERR_INDEX',
  )
}

interface Located {
  /** What the integers, slices and new axes select. */
  readonly basic: Selection
  /** The places of index arrays in that; none where there are no index arrays. */
  readonly places?: Places
}

function locate(array: NDArray, items: readonly unknown[]): Located {
  const ndim = array._shape.length
  let taken = 0
  let ellipsis = -1
  let advanced = false
  for (const [i, item] of items.entries()) {
    if (item instanceof NDArray) {
      advanced = true
      taken += item.info === BOOL ? item._shape.length : 1
    } else if (item === ELLIPSIS) ellipsis = onlyEllipsis(ellipsis, i)
    else if (item !== null) taken++
  }
  if (taken > ndim) throw tooManyIndices(array, taken)
  const basic: Selection = {
    shape: [],
    strides: [],
    ndim: 0,
    offset: array.offset,
    scalar: !advanced && taken === ndim && ellipsis < 0,
  }
  const axes: number[] = []
  const indices: NDArray[] = []
  const shapes: (readonly number[])[] = []
  const add = (index: NDArray, axis: number): void => {
    axes.push(axis)
    indices.push(index)
    shapes.push(index._shape)
  }
  let axis = 0
  // Where the index arrays' dimensions stand in the result: in their place if they stand together (integers beside them
  // count as theirs), else first.
  let at = -1
  let together = true
  let before = false
  for (const item of items) {
    const joins = item instanceof NDArray || typeof item === 'number'
    if (joins && at < 0) at = basic.shape.length
    else if (joins && !before) together = false
    before = joins
    if (!(item instanceof NDArray)) {
      axis = selectItem(basic, array, item, axis, ndim - taken)
    } else if (item.info !== BOOL) {
      add(item, axis++)
    } else if (item._shape.length === 0) {
      // A truth value takes no axis, and adds one of length 1 or 0.
      shapes.push([readElement(item.info, item.storage, item.offset) ? 1 : 0])
    } else {
      const table = nonzeroTable(checkMask(array, item, axis, false))
      const [, count] = table._shape
      for (let d = 0; d < item._shape.length; d++) {
        add(view(table, [count], [8], table.offset + d * table._strides[0]), axis++)
      }
    }
  }
  selectWhole(basic, array, axis, ndim)
  if (!advanced) return { basic }
  const first = together ? at : 0
  const spread = broadcastShape('index', shapes)
  basic.shape.splice(first, 0, ...spread)
  basic.strides.splice(first, 0, ...spread.map(() => 0))
  if (indices.length === 0) return { basic }
  const places: Places = {
    array,
    offset: basic.offset,
    shape: basic.shape,
    strides: basic.strides,
    sizes: axes.map((d) => array._shape[d]),
    steps: axes.map((d) => array._strides[d]),
    axes,
    indices,
    at: first,
    span: spread.length,
  }
  return { basic, places }
}

// `a[mask] = value` for a mask of the whole array: one value, or one for each true element.
function setMasked(array: NDArray, mask: NDArray, value: unknown): void {
  const values = castArray(valueArray('set', value, array.info), array.info)
  if (values._shape.length <= 1 && values._size === 1) {
    writeWhere(array, mask, values)
    return
  }
  if (values._shape.length > 1) {
    throw typeError(
      `set: expected a value of at most 1 dimension for a mask of the whole array, received the shape ${formatShape(values._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const count = countTrue(mask)
  if (values._shape.length !== 1 || values._size !== count) {
    throw rangeError(
      `set: expected one value or a value for each of ${count} true elements, received the shape ${formatShape(values._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  expandInto(array, mask, values)
}
