/** Arrays split along an axis, into views. */
import { expectInteger, keywords, listItems } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { describe, rangeError, typeError } from '../core/errors'
import { NDArray, sliceAxis, view } from '../core/ndarray'
import type { ArrayLike, DTypeOf } from '../core/types'

/** A number of sections, or the places to split at. */
export type Sections = number | readonly number[] | NDArray

type Views<X extends ArrayLike> = NDArray<DTypeOf<X>>[]

// Python's slice bounds [start, stop) over an axis.
function bound(index: number, length: number): number {
  return Math.max(0, Math.min(length, index < 0 ? index + length : index))
}

function splitAt(array: NDArray, places: readonly number[], axis: number): NDArray[] {
  const length = array._shape[axis]
  const starts = [0, ...places]
  return starts.map((start, i) => {
    const from = bound(start, length)
    const to = i + 1 < starts.length ? bound(starts[i + 1], length) : length
    return sliceAxis(array, axis, from, Math.max(0, to - from))
  })
}

function splitArray(name: string, array: NDArray, sections: unknown, axis: number, equal: boolean): NDArray[] {
  if (Array.isArray(sections) || sections instanceof NDArray || ArrayBuffer.isView(sections)) {
    const list = Array.isArray(sections) ? listItems(name, sections) : (toArray(sections, name).tolist() as unknown[])
    if (Array.isArray(list)) {
      return splitAt(
        array,
        list.map((place) => expectInteger(name, 'each place', place)),
        axis,
      )
    }
    sections = list
  }
  if (typeof sections !== 'number' && typeof sections !== 'bigint') {
    throw typeError(`${name}: expected a number of sections or a list of places, received ${describe(sections)}`)
  }
  const count = expectInteger(name, 'sections', sections)
  if (count <= 0) throw rangeError(`${name}: expected at least one section, received ${count}`)
  const length = array._shape[axis]
  const rest = length % count
  if (equal && rest !== 0) {
    throw rangeError(
      `${name}: expected sections of one length, received ${count} sections for an axis of ${length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  // The first `rest` sections take one element more.
  const each = (length - rest) / count
  return Array.from({ length: count }, (_, i) =>
    sliceAxis(array, axis, i * each + Math.min(i, rest), each + (i < rest ? 1 : 0)),
  )
}

function splitAlong(name: string, ary: ArrayLike, sections: Sections, args: readonly unknown[], equal: boolean) {
  const array = toArray(ary, name)
  const { axis } = keywords(name, ['axis'], args)
  const along = normalizeAxis(name, axis === undefined ? 0 : axis, array._shape.length)
  return splitArray(name, array, sections, along, equal)
}

/**
 * The array in sections of one length along an axis (0), or split at the given places; views. Throws `RangeError` where the
 * length does not divide.
 * @example np.split([1, 2, 3, 4], 2) // [ array([1., 2.]), array([3., 4.]) ]
 */
export function split<const X extends ArrayLike>(
  ary: X,
  indices_or_sections: Sections,
  axis?: number | { readonly axis?: number },
): Views<X>
export function split(ary: ArrayLike, sections: Sections, ...args: unknown[]): NDArray[] {
  return splitAlong('split', ary, sections, args, true)
}

/**
 * As `split`, but a length that does not divide makes the first sections longer by one.
 * @example np.array_split([1, 2, 3], 2) // [ array([1., 2.]), array([3.]) ]
 */
export function array_split<const X extends ArrayLike>(
  ary: X,
  indices_or_sections: Sections,
  axis?: number | { readonly axis?: number },
): Views<X>
export function array_split(ary: ArrayLike, sections: Sections, ...args: unknown[]): NDArray[] {
  return splitAlong('array_split', ary, sections, args, false)
}

function splitOf(name: string, ary: ArrayLike, sections: Sections, least: number, axis: number): NDArray[] {
  const array = toArray(ary, name)
  if (array._shape.length < least) {
    throw rangeError(
      `${name}: expected at least ${least} dimension${least > 1 ? 's' : ''}, received ${array._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return splitArray(name, array, sections, Math.min(axis, array._shape.length - 1), true)
}

/**
 * The array split into columns: along axis 1, vectors along axis 0.
 * @example np.hsplit([[1, 2]], 2) // [ array([[1.]]), array([[2.]]) ]
 */
export function hsplit<const X extends ArrayLike>(ary: X, indices_or_sections: Sections): Views<X> {
  return splitOf('hsplit', ary, indices_or_sections, 1, 1) as Views<X>
}

/**
 * The array split into rows, along axis 0. Throws `RangeError` for fewer than 2 dimensions.
 * @example np.vsplit([[1], [2]], 2) // [ array([[1.]]), array([[2.]]) ]
 */
export function vsplit<const X extends ArrayLike>(ary: X, indices_or_sections: Sections): Views<X> {
  return splitOf('vsplit', ary, indices_or_sections, 2, 0) as Views<X>
}

/**
 * The array split along axis 2. Throws `RangeError` for fewer than 3 dimensions.
 * @example np.dsplit([[[1, 2]]], 2) // [ array([[[1.]]]), array([[[2.]]]) ]
 */
export function dsplit<const X extends ArrayLike>(ary: X, indices_or_sections: Sections): Views<X> {
  return splitOf('dsplit', ary, indices_or_sections, 3, 2) as Views<X>
}

/**
 * The array's views along an axis (0), which they no longer have.
 * @example np.unstack([[1, 2], [3, 4]]) // [ array([1., 2.]), array([3., 4.]) ]
 */
export function unstack<const X extends ArrayLike>(x: X, options?: { readonly axis?: number }): Views<X>
export function unstack(x: ArrayLike, ...args: unknown[]): NDArray[] {
  const array = toArray(x, 'unstack')
  const { axis } = keywords('unstack', ['axis'], args)
  if (array._shape.length === 0) {
    throw rangeError('unstack: expected at least 1 dimension, received a 0-d array', 'ERR_SHAPE_MISMATCH')
  }
  const along = normalizeAxis('unstack', axis === undefined ? 0 : axis, array._shape.length)
  const shape = array._shape.filter((_, d) => d !== along)
  const strides = array._strides.filter((_, d) => d !== along)
  return Array.from({ length: array._shape[along] }, (_, i) =>
    view(array, shape, strides, array.offset + i * array._strides[along]),
  )
}
