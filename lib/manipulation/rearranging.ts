/** Elements in another order or repeated: flips and rotations are views, the others copy slices natively. */
import { expectInteger, expectOneOf, isNone, keywords, listIntegers } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxes, normalizeAxis } from '../core/axis'
import { copyInto, newLike } from '../core/copy'
import { BOOL } from '../core/dtype'
import { describe, rangeError } from '../core/errors'
import { type NDArray, newArray, shapeSize, sliceAxis, view } from '../core/ndarray'
import type { ArrayLike, DTypeOf } from '../core/types'
import { castArray } from '../core/ufunc'
import { any } from '../reductions/reductions'
import { ravel, reshapeArray, transposeArray } from './shapes'

type Same<X extends ArrayLike> = NDArray<DTypeOf<X>>
type Axis = number | readonly number[]

/** A view with the elements along the flagged axes in reverse order. */
function reversed(array: NDArray, flags: readonly boolean[]): NDArray {
  let { offset } = array
  const strides = array._strides.map((stride, d) => {
    if (!flags[d]) return stride
    if (array._size > 0) offset += (array._shape[d] - 1) * stride
    return -stride
  })
  return view(array, array._shape, strides, offset)
}

/**
 * A view with the elements along an axis, several or all of them in reverse order.
 * @example np.flip([[1, 2], [3, 4]], 1) // array([[2., 1.], [4., 3.]])
 */
export function flip<const X extends ArrayLike>(m: X, axis?: Axis | null | { readonly axis?: Axis | null }): Same<X>
export function flip(m: ArrayLike, ...args: unknown[]): NDArray {
  const array = toArray(m, 'flip')
  const { axis } = keywords('flip', ['axis'], args)
  const axes = isNone(axis) ? undefined : normalizeAxes('flip', axis, array._shape.length)
  return reversed(
    array,
    array._shape.map((_, d) => axes === undefined || axes.includes(d)),
  )
}

function flipAxis(name: string, m: ArrayLike, axis: number): NDArray {
  const array = toArray(m, name)
  if (array._shape.length <= axis) {
    throw rangeError(
      `${name}: expected at least ${axis + 1} dimension${axis > 0 ? 's' : ''}, received ${array._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return reversed(
    array,
    array._shape.map((_, d) => d === axis),
  )
}

/**
 * A view with the columns in reverse order (axis 1).
 * @example np.fliplr([[1, 2], [3, 4]]) // array([[2., 1.], [4., 3.]])
 */
export function fliplr<const X extends ArrayLike>(m: X): Same<X> {
  return flipAxis('fliplr', m, 1) as Same<X>
}

/**
 * A view with the rows in reverse order (axis 0).
 * @example np.flipud([[1, 2], [3, 4]]) // array([[3., 4.], [1., 2.]])
 */
export function flipud<const X extends ArrayLike>(m: X): Same<X> {
  return flipAxis('flipud', m, 0) as Same<X>
}

/**
 * A view turned `k` (1) times by 90 degrees in the plane of two axes, from the first towards the second.
 * @example np.rot90([[1, 2], [3, 4]]) // array([[2., 4.], [1., 3.]])
 */
export function rot90<const X extends ArrayLike>(
  m: X,
  k?: number | { readonly k?: number; readonly axes?: readonly number[] },
  axes?: readonly number[] | { readonly axes?: readonly number[] },
): Same<X>
export function rot90(m: ArrayLike, ...args: unknown[]): NDArray {
  const array = toArray(m, 'rot90')
  const ndim = array._shape.length
  const named = keywords('rot90', ['k', 'axes'], args)
  const turns = named.k === undefined ? 1 : expectInteger('rot90', 'k', named.k)
  const axes = normalizeAxes('rot90', named.axes === undefined ? [0, 1] : named.axes, ndim)
  if (axes.length !== 2) throw rangeError(`rot90: expected two axes, received ${axes.length}`, 'ERR_AXIS')
  const [from, to] = axes
  const quarter = ((turns % 4) + 4) % 4
  const order = array._shape.map((_, d) => d)
  if (quarter % 2 === 1) {
    order[from] = to
    order[to] = from
  }
  const flags = new Array<boolean>(ndim).fill(false)
  if (quarter === 1 || quarter === 2) flags[to] = true
  if (quarter === 2 || quarter === 3) flags[from] = true
  return transposeArray(reversed(array, flags), order)
}

/**
 * A view with one axis moved before another. `moveaxis` is the clearer way to say it.
 * @example np.rollaxis(np.zeros([2, 3, 4]), 2).shape // [4, 2, 3]
 */
export function rollaxis<const X extends ArrayLike>(
  a: X,
  axis: number,
  start?: number | { readonly start?: number },
): Same<X>
export function rollaxis(a: ArrayLike, axis: number, ...args: unknown[]): NDArray {
  const array = toArray(a, 'rollaxis')
  const ndim = array._shape.length
  const named = keywords('rollaxis', ['start'], args)
  const from = normalizeAxis('rollaxis', axis, ndim)
  // The place before which the axis goes: up to ndim, for the end.
  let to = normalizeAxis('rollaxis', startOf(named.start, ndim), ndim + 1)
  if (from < to) to--
  const order = array._shape.map((_, d) => d).filter((d) => d !== from)
  order.splice(to, 0, from)
  return transposeArray(array, order)
}

function startOf(start: unknown, ndim: number): number {
  const place = start === undefined ? 0 : expectInteger('rollaxis', 'start', start)
  return place < 0 ? (place + ndim < 0 ? -ndim - 2 : place + ndim) : place
}

/**
 * A copy with the elements moved on along axes, those past the end coming back at the start; without an axis in row-major
 * order over the whole array.
 * @example np.roll([1, 2, 3, 4], 1) // array([4., 1., 2., 3.])
 */
export function roll<const X extends ArrayLike>(
  a: X,
  shift: Axis,
  axis?: Axis | null | { readonly axis?: Axis | null },
): Same<X>
export function roll(a: ArrayLike, shift: Axis, ...args: unknown[]): NDArray {
  const array = toArray(a, 'roll')
  const { axis } = keywords('roll', ['axis'], args)
  const shifts = listIntegers('roll', 'shift', shift)
  if (isNone(axis)) {
    const total = shifts.reduce((sum, one) => sum + one, 0)
    const flat = rollBy(ravel(array), [total])
    return reshapeArray('roll', flat, array._shape)
  }
  const axes = listIntegers('roll', 'axis', axis).map((one) => normalizeAxis('roll', one, array._shape.length))
  if (axes.length !== shifts.length && axes.length !== 1 && shifts.length !== 1) {
    throw rangeError(
      `roll: expected as many shifts as axes, received ${shifts.length} for ${axes.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const by = new Array<number>(array._shape.length).fill(0)
  for (let i = 0; i < Math.max(axes.length, shifts.length); i++) {
    by[axes[axes.length === 1 ? 0 : i]] += shifts[shifts.length === 1 ? 0 : i]
  }
  return rollBy(array, by)
}

// Along each axis at most two runs of elements stay together: every combination of them is one copy.
function rollBy(array: NDArray, by: readonly number[]): NDArray {
  const result = newLike([array], array.info, array._shape, array._size)
  if (array._size === 0) return result
  const copy = (d: number, target: NDArray, source: NDArray): void => {
    while (d < by.length && by[d] % array._shape[d] === 0) d++
    if (d === by.length) {
      copyInto(target, source)
      return
    }
    const length = array._shape[d]
    const shift = ((by[d] % length) + length) % length
    copy(d + 1, sliceAxis(target, d, shift, length - shift), sliceAxis(source, d, 0, length - shift))
    copy(d + 1, sliceAxis(target, d, 0, shift), sliceAxis(source, d, length - shift, shift))
  }
  copy(0, result, array)
  return result
}

/**
 * Fills `target` along `axis` from its first `filled` places, doubling what is there: each copy is one native call.
 * `extent` limits the other axes.
 */
export function repeatFilled(target: NDArray, axis: number, filled: number): void {
  const length = target._shape[axis]
  while (filled < length) {
    const count = Math.min(filled, length - filled)
    copyInto(sliceAxis(target, axis, filled, count), sliceAxis(target, axis, 0, count))
    filled += count
  }
}

/**
 * The array repeated along each axis as often as `reps` says; `reps` and the shape are filled up with ones in front.
 * @example np.tile([1, 2], [2, 2]) // array([[1., 2., 1., 2.], [1., 2., 1., 2.]])
 */
export function tile<const X extends ArrayLike>(A: X, reps: Axis): Same<X> {
  const array = toArray(A, 'tile')
  const times = listIntegers('tile', 'reps', reps)
  const ndim = Math.max(times.length, array._shape.length)
  while (times.length < ndim) times.unshift(1)
  const own = [...new Array<number>(ndim - array._shape.length).fill(1), ...array._shape]
  const shape = own.map((length, d) => length * times[d])
  const size = shapeSize(shape, 'tile')
  const result = newArray(array.info, shape, size, false)
  if (size > 0) {
    let region = own.reduce((part: NDArray, length, d) => sliceAxis(part, d, 0, length), result)
    copyInto(region, array)
    for (let d = ndim - 1; d >= 0; d--) {
      if (times[d] === 1) continue
      const grown = region._shape.map((length, i) => (i === d ? shape[d] : length))
      region = view(result, grown, result._strides, result.offset)
      repeatFilled(region, d, own[d])
    }
  }
  return result as Same<X>
}

/** An array of a new shape that takes the elements in row-major order, and again from the first where they run out. */
export function resizeCopy(name: string, array: NDArray, shape: readonly number[]): NDArray {
  const size = shapeSize(shape, name)
  const result = newArray(array.info, shape, size, array._size === 0)
  if (size > 0 && array._size > 0) {
    const line = view(result, [size], [array.info.itemsize], result.offset)
    const flat = ravel(array)
    const count = Math.min(size, array._size)
    copyInto(sliceAxis(line, 0, 0, count), sliceAxis(flat, 0, 0, count))
    repeatFilled(line, 0, count)
  }
  return result
}

/**
 * A copy of another shape: elements in row-major order, again from the first where they run out (the method `resize` fills up
 * with zeros instead).
 * @example np.resize([1, 2, 3], [2, 2]) // array([[1., 2.], [3., 1.]])
 */
export function resize<const X extends ArrayLike>(a: X, new_shape: Axis): Same<X> {
  return resizeCopy('resize', toArray(a, 'resize'), listIntegers('resize', 'new_shape', new_shape)) as Same<X>
}

export type Trim = 'fb' | 'bf' | 'f' | 'b'

/**
 * A view without the zeros at the front ('f') and back ('b') of an axis, several or all of them.
 * @example np.trim_zeros([0, 1, 0, 2, 0]) // array([1., 0., 2.])
 */
export function trim_zeros<const X extends ArrayLike>(
  filt: X,
  trim?: Trim | { readonly trim?: Trim; readonly axis?: Axis | null },
  axis?: Axis | null | { readonly axis?: Axis | null },
): Same<X>
export function trim_zeros(filt: ArrayLike, ...args: unknown[]): NDArray {
  const array = toArray(filt, 'trim_zeros')
  const ndim = array._shape.length
  const named = keywords('trim_zeros', ['trim', 'axis'], args)
  const text = typeof named.trim === 'string' ? named.trim.toLowerCase() : named.trim
  if (typeof text === 'string' && !TRIMS.includes(text as Trim)) {
    throw rangeError(`trim_zeros: expected trim to be one of 'fb', 'f', 'b', received ${describe(named.trim)}`)
  }
  const trim = text === undefined ? 'fb' : expectOneOf('trim_zeros', 'trim', text, TRIMS)
  const axes = isNone(named.axis) ? array._shape.map((_, d) => d) : normalizeAxes('trim_zeros', named.axis, ndim)
  let result = array
  for (const d of axes) {
    const others = array._shape.map((_, i) => i).filter((i) => i !== d)
    const line = others.length === 0 ? castArray(array, BOOL) : (any(array, others) as NDArray)
    const flags = line.contiguous ? line : line.copy('C')
    const bytes = new Uint8Array(flags.storage.buffer, flags.offset, flags._size)
    const first = bytes.indexOf(1)
    const start = first < 0 || !trim.includes('f') ? 0 : first
    const stop = first < 0 ? 0 : trim.includes('b') ? bytes.lastIndexOf(1) + 1 : bytes.length
    result = sliceAxis(result, d, start, stop - start)
  }
  return result
}

const TRIMS: readonly Trim[] = ['fb', 'bf', 'f', 'b']
