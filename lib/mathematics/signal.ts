/** Sliding products of two sequences. */
import { keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { runCore } from '../core/call'
import { describe, formatShape, rangeError } from '../core/errors'
import { type NDArray, newArray, view } from '../core/ndarray'
import { operation } from '../core/operation'
import type { Promote } from '../core/promotion'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike, DTypeOf } from '../core/types'
import { callUnary, castArray } from '../core/ufunc'
import { ravel } from '../manipulation/shapes'

/** Which overlaps count: all, as many as the longer sequence has elements, or whole ones. */
export type CorrelateMode = 'full' | 'same' | 'valid'

const MODES: readonly CorrelateMode[] = ['full', 'same', 'valid']

function sequence(name: string, what: string, value: ArrayLike, least: 0 | 1): NDArray {
  const array = toArray(value, name)
  if (array._shape.length > 1 || array._shape.length < least) {
    throw rangeError(
      `${name}: expected 1 dimension for ${what}, received the shape ${formatShape(array._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (array._size === 0)
    throw rangeError(`${name}: expected at least one element for ${what}, received none`, 'ERR_SIZE')
  return array
}

function modeOf(name: string, args: readonly unknown[], otherwise: CorrelateMode): CorrelateMode {
  const { mode = otherwise } = keywords(name, ['mode'], args)
  if (MODES.includes(mode as CorrelateMode)) return mode as CorrelateMode
  throw rangeError(`${name}: expected mode to be 'full', 'same' or 'valid', received ${describe(mode)}`)
}

function reversed(array: NDArray): NDArray {
  const [n] = array._shape
  return view(array, array._shape, [-array._strides[0]], array.offset + (n - 1) * array._strides[0])
}

// Sums of products of `a` with `v` at every place that the mode asks for; `a` is not the shorter one.
function slide(a: NDArray, v: NDArray, mode: CorrelateMode): NDArray {
  const info = promoteTypes(a.info, v.info)
  const op = operation('correlate')
  const loop = op.typed[info.code]
  const n = a._size
  const m = v._size
  const shift = mode === 'full' ? m - 1 : mode === 'same' ? Math.floor(m / 2) : 0
  const k = mode === 'full' ? n + m - 1 : mode === 'same' ? n : n - m + 1
  const result = newArray(info, [k], k, false)
  runCore(op, loop, [castArray(a, info), castArray(v, info), result], [], [n, m, k], [shift])
  return result
}

/**
 * Discrete convolution of two sequences, in any order. Throws `RangeError` for empty ones.
 * @example np.convolve([1, 2, 3], [0, 1, 0.5]) // array([0. , 1. , 2.5, 4. , 1.5])
 */
export function convolve<const A extends ArrayLike, const V extends ArrayLike>(
  a: A,
  v: V,
  mode?: CorrelateMode | { readonly mode?: CorrelateMode },
): NDArray<Promote<DTypeOf<A>, DTypeOf<V>>>
export function convolve(a: ArrayLike, v: ArrayLike, ...args: unknown[]): NDArray {
  const mode = modeOf('convolve', args, 'full')
  let x = ravel(sequence('convolve', 'a', a, 0))
  let y = ravel(sequence('convolve', 'v', v, 0))
  if (y._size > x._size) [x, y] = [y, x]
  return slide(x, reversed(y), mode)
}

/**
 * Cross-correlation of two sequences: sums of `a[n + k] * conj(v[n])` for each lag k. Throws `RangeError` for empty ones.
 * @example np.correlate([1, 2, 3], [0, 1, 0.5], 'same') // array([2. , 3.5, 3. ])
 */
export function correlate<const A extends ArrayLike, const V extends ArrayLike>(
  a: A,
  v: V,
  mode?: CorrelateMode | { readonly mode?: CorrelateMode },
): NDArray<Promote<DTypeOf<A>, DTypeOf<V>>>
export function correlate(a: ArrayLike, v: ArrayLike, ...args: unknown[]): NDArray {
  const mode = modeOf('correlate', args, 'valid')
  const x = sequence('correlate', 'a', a, 1)
  const y = sequence('correlate', 'v', v, 1)
  const conjugated = y.info.kind === 'c' ? (callUnary(operation('conjugate'), y, []) as NDArray) : y
  if (y._size <= x._size) return slide(x, conjugated, mode)
  const result = slide(conjugated, x, mode)
  return reversed(result)
}
