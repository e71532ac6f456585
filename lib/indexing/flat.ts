/** `a.flat`: an array's elements as one dimension, read and written in place whatever the memory's layout. */
import { copyAs } from '../core/copy'
import { type DType, dtypeInfo, type Scalar } from '../core/dtype'
import { describe, typeError } from '../core/errors'
import { NDArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { castArray, expectWriteable } from '../core/ufunc'
import { arange } from '../creation/ranges'
import { ravel } from '../manipulation/shapes'
import { indexArray, RAISE } from './gather'
import { ELLIPSIS, getItem, type IndexItem, parseString, Slice, sliceRange, valueArray } from './indexing'
import { putFlat } from './take'

const BOOL = dtypeInfo('bool')

/** An array's elements in row-major order (NumPy's `flatiter`). */
export class FlatIterator<out D extends DType = DType> {
  /** The array. */
  readonly base: NDArray<D>

  /** @internal */
  constructor(base: NDArray<D>) {
    this.base = base
  }

  /** The number of elements. */
  get length(): number {
    return this.base._size
  }

  /** NumPy's `a.flat[...]`: an element for an integer; a copy for a slice, integers or a mask. */
  get(index: number | bigint): Scalar<D>
  get(index: IndexItem): NDArray<D>
  get(index: IndexItem): Scalar<D> | NDArray<D> {
    const item = readIndex(index)
    if (typeof item === 'number') return getItem(ravel(this.base), [item]) as Scalar<D>
    const found = getItem(ravel(this.base), [item === ELLIPSIS ? '...' : item]) as NDArray<D>
    return item instanceof Slice || item === ELLIPSIS ? (copyAs(found, found.info) as NDArray<D>) : found
  }

  /** NumPy's `a.flat[...] = value`: values start again where they are fewer than the places. */
  set(index: IndexItem, value: ArrayLike): this {
    const array: NDArray = this.base
    expectWriteable('set', array)
    putFlat('set', array, positionsOf(readIndex(index), array._size), valueArray('set', value, array.info), RAISE)
    return this
  }

  /** The elements as a new array of one dimension. */
  copy(): NDArray<D> {
    return copyAs(ravel(this.base), this.base.info) as NDArray<D>
  }

  *[Symbol.iterator](): IterableIterator<Scalar<D>> {
    const line = ravel(this.base)
    for (let i = 0; i < line._size; i++) yield getItem(line, [i]) as Scalar<D>
  }
}

// One item: an integer, a slice, an ellipsis, an array of integers or a mask.
function readIndex(index: unknown): unknown {
  const item = typeof index === 'string' ? parseString(index) : typeof index === 'bigint' ? Number(index) : index
  if (typeof item === 'number' || item instanceof Slice || item === ELLIPSIS) return item
  if (item instanceof NDArray || Array.isArray(item) || ArrayBuffer.isView(item)) return item
  throw typeError(`flat: expected an integer, a slice, integers or a mask, received ${describe(index)}`, 'ERR_INDEX')
}

function positionsOf(item: unknown, size: number): NDArray {
  if (item === ELLIPSIS) return arange(BigInt(size))
  if (item instanceof Slice) {
    const { start, count, step } = sliceRange(item, size)
    return arange(BigInt(start), BigInt(start + count * step), BigInt(step))
  }
  const mask = item instanceof NDArray && item.info === BOOL
  if (mask || (Array.isArray(item) && typeof item[0] === 'boolean')) {
    return getItem(arange(BigInt(size)), [item]) as NDArray
  }
  return castArray(indexArray('index', item), dtypeInfo('int64'))
}
