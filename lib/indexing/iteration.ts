/** Going over places and elements one by one. */

import { expectInteger, listItems } from '../core/arguments'
import { toArray } from '../core/array'
import type { Scalar } from '../core/dtype'
import { shapeSize } from '../core/ndarray'
import type { ArrayLike, DTypeOf } from '../core/types'
import { getItem } from './indexing'

/**
 * Every index of a shape, the last axis fastest.
 * @example [...np.ndindex(2, 2)] // [[0, 0], [0, 1], [1, 0], [1, 1]]
 */
export function ndindex(...shape: number[] | [shape: readonly number[]]): IterableIterator<number[]> {
  const list = shape.length === 1 && Array.isArray(shape[0]) ? listItems('ndindex', shape[0]) : shape
  const lengths = list.map((length) => expectInteger('ndindex', 'shape', length))
  shapeSize(lengths, 'ndindex')
  return indicesOf(lengths)
}

function* indicesOf(shape: readonly number[]): IterableIterator<number[]> {
  if (shape.includes(0)) return
  const index = shape.map(() => 0)
  for (;;) {
    yield [...index]
    let d = shape.length - 1
    while (d >= 0 && ++index[d] === shape[d]) index[d--] = 0
    if (d < 0) return
  }
}

/**
 * Every element with its index, the last axis fastest.
 * @example [...np.ndenumerate([[1, 2], [3, 4]])][2] // [[1, 0], 3]
 */
export function ndenumerate<const X extends ArrayLike>(
  arr: X,
): IterableIterator<[index: number[], value: Scalar<DTypeOf<X>>]>
export function ndenumerate(arr: ArrayLike): IterableIterator<[number[], Scalar]> {
  return elementsOf(arr)
}

function* elementsOf(arr: ArrayLike): IterableIterator<[number[], Scalar]> {
  const array = toArray(arr, 'ndenumerate')
  for (const index of indicesOf(array._shape)) yield [index, getItem(array, index) as Scalar]
}
