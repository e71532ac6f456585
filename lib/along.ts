/** Functions of vectors applied along an array's axes. */
import { toArray } from './core/array'
import { listAxes, normalizeAxis } from './core/axis'
import { copyInto } from './core/copy'
import { describe, formatShape, rangeError, typeError } from './core/errors'
import { type NDArray, newArray, sameShape, shapeSize, view } from './core/ndarray'
import type { ArrayLike } from './core/types'
import { expand_dims, transposeArray } from './manipulation/shapes'

type Along = (line: NDArray, ...args: never[]) => unknown

function expectFunction(name: string, value: unknown): void {
  if (typeof value !== 'function') throw typeError(`${name}: expected a function, received ${describe(value)}`)
}

/**
 * Calls a function with every line of elements along an axis. What it gives, scalars or arrays of one shape, stands in the
 * axis's place; the dtype is that of its first result. Further arguments go to the function.
 * @example np.apply_along_axis((line) => np.max(line), 1, [[1, 2], [3, 4]]) // array([2., 4.])
 */
export function apply_along_axis(func1d: Along, axis: number, arr: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'apply_along_axis'
  expectFunction(name, func1d)
  const array = toArray(arr, name)
  const along = normalizeAxis(name, axis, array._shape.length)
  const outer = array._shape.filter((_, d) => d !== along)
  const steps = array._strides.filter((_, d) => d !== along)
  const count = outer.reduce((product, length) => product * length, 1)
  if (count === 0) {
    throw rangeError(`${name}: expected a line of elements at least, received the shape ${formatShape(array._shape)}`)
  }
  const index = new Array<number>(outer.length).fill(0)
  let offset = array.offset
  const call = (): NDArray => {
    const line = view(array, [array._shape[along]], [array._strides[along]], offset)
    return toArray((func1d as (...all: unknown[]) => unknown)(line, ...args))
  }
  const first = call()
  const shape = [...outer, ...first._shape]
  const result = newArray(first.info, shape, shapeSize(shape, name), true)
  const bytes = first._size * first.info.itemsize
  const strides = result._strides.slice(outer.length)
  for (let i = 0; i < count; i++) {
    const value = i === 0 ? first : call()
    if (!sameShape(value._shape, first._shape)) {
      throw rangeError(
        `${name}: expected results of one shape, received ${formatShape(first._shape)} and ${formatShape(value._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    if (value._size > 0) copyInto(view(result, first._shape, strides, result.offset + i * bytes), value)
    for (let d = outer.length - 1; d >= 0; d--) {
      offset += steps[d]
      if (++index[d] < outer[d]) break
      offset -= outer[d] * steps[d]
      index[d] = 0
    }
  }
  // The function's own axes go where the axis was.
  const axes = outer.map((_, d) => d)
  axes.splice(along, 0, ...first._shape.map((_, d) => outer.length + d))
  return transposeArray(result, axes)
}

/**
 * Calls a function `func(a, axis)`, such as a reduction, for one axis after the other; the axes stay, with length 1.
 * Throws `RangeError` where a result's shape is no array with that axis reduced.
 * @example np.apply_over_axes(np.sum, [[1, 2], [3, 4]], [0, 1]) // array([[10.]])
 */
export function apply_over_axes(
  func: (a: NDArray, axis: number) => unknown,
  a: ArrayLike,
  axes: number | readonly number[],
): NDArray {
  const name = 'apply_over_axes'
  expectFunction(name, func)
  let array = toArray(a, name)
  for (const one of listAxes(name, axes)) {
    const axis = normalizeAxis(name, one, array._shape.length)
    const ndim = array._shape.length
    let result = toArray(func(array, axis))
    if (result._shape.length === ndim - 1) result = expand_dims(result, axis)
    if (result._shape.length !== ndim) {
      throw rangeError(
        `${name}: expected results of ${ndim} or ${ndim - 1} dimensions, received ${result._shape.length}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    array = result
  }
  return array
}
