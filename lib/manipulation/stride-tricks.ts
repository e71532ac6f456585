/** NumPy's `lib.stride_tricks`: views with other shapes and strides over an array's memory. */
import { expectBoolean, expectShape, isNone, keywords, listIntegers } from '../core/arguments'
import { toArray } from '../core/array'
import { listAxes, normalizeAxis } from '../core/axis'
import { formatShape, rangeError } from '../core/errors'
import { expectMemory, memoryExtent } from '../core/memory'
import { type NDArray, shapeSize, view } from '../core/ndarray'
import type { ArrayLike, DTypeOf } from '../core/types'

export { broadcast_arrays, broadcast_shapes, broadcast_to } from './shapes'

type Same<X extends ArrayLike> = NDArray<DTypeOf<X>>

export interface StridedOptions {
  readonly shape?: readonly number[]
  /** Bytes from one element to the next along each axis. */
  readonly strides?: readonly number[]
  readonly writeable?: boolean
}

/**
 * A view of any shape and strides (in bytes) over the array's memory. Throws `RangeError` where it would leave the memory.
 * @example np.lib.stride_tricks.as_strided(np.arange(4), [2, 3], [8, 8]) // array([[0., 1., 2.], [1., 2., 3.]])
 */
export function as_strided<const X extends ArrayLike>(
  x: X,
  shape?: readonly number[] | StridedOptions | null,
  strides?: readonly number[] | StridedOptions | null,
): Same<X>
export function as_strided(x: ArrayLike, ...args: unknown[]): NDArray {
  const array = toArray(x, 'as_strided')
  const named = keywords('as_strided', ['shape', 'strides', 'subok', 'writeable'], args)
  const shape = isNone(named.shape) ? array._shape : expectShape('as_strided', named.shape)
  const strides = isNone(named.strides) ? array._strides : expectShape('as_strided', named.strides)
  shapeSize(shape, 'as_strided')
  if (shape.length !== strides.length) {
    throw rangeError(
      `as_strided: expected as many strides as lengths, received ${strides.length} for the shape ${formatShape(shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const writeable = expectBoolean('as_strided', 'writeable', named.writeable, true) && array.writeable
  const result = view(array, shape, strides, array.offset, writeable)
  const [low, high] = memoryExtent(result)
  if (result._size > 0 && (low < 0 || high > array.storage.bytes.length)) {
    expectMemory('as_strided', array)
    throw rangeError(
      `as_strided: expected a view inside the memory of ${array.storage.bytes.length} bytes, received bytes ${low} to ${high}`,
      'ERR_OUT_OF_BOUNDS',
    )
  }
  return result
}

export interface WindowOptions {
  readonly axis?: number | readonly number[] | null
  readonly writeable?: boolean
}

/**
 * A read-only view of every window of a shape that slides over the array: the windows' places are the first axes, the
 * windows the last. Throws `RangeError` for windows longer than the array.
 * @example np.lib.stride_tricks.sliding_window_view([1, 2, 3], 2) // array([[1., 2.], [2., 3.]])
 */
export function sliding_window_view<const X extends ArrayLike>(
  x: X,
  window_shape: number | readonly number[],
  axis?: number | readonly number[] | null | WindowOptions,
): Same<X>
export function sliding_window_view(x: ArrayLike, window_shape: unknown, ...args: unknown[]): NDArray {
  const name = 'sliding_window_view'
  const array = toArray(x, name)
  const named = keywords(name, ['axis', 'subok', 'writeable'], args)
  const window = listIntegers(name, 'window_shape', window_shape)
  const axes = isNone(named.axis)
    ? array._shape.map((_, d) => d)
    : listAxes(name, named.axis).map((axis) => normalizeAxis(name, axis, array._shape.length))
  if (window.length !== axes.length) {
    throw rangeError(
      `${name}: expected a window length for each of ${axes.length} axes, received ${window.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const shape = [...array._shape]
  for (const [i, d] of axes.entries()) {
    if (window[i] < 0 || window[i] > shape[d]) {
      throw rangeError(
        `${name}: expected windows of at most ${shape[d]} along axis ${d}, received ${window[i]}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    shape[d] -= window[i] - 1
  }
  const writeable = expectBoolean(name, 'writeable', named.writeable, false) && array.writeable
  const strides = [...array._strides, ...axes.map((d) => array._strides[d])]
  return view(array, [...shape, ...window], strides, array.offset, writeable)
}
