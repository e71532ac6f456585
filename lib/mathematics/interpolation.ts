/** One-dimensional interpolation. */
import { isNone, keywords } from '../core/arguments'
import { scalarArray, toArray } from '../core/array'
import { runCore } from '../core/call'
import { COMPLEX128, type DTypeInfo, FLOAT64, type Scalar } from '../core/dtype'
import { isScalarLike, readElement } from '../core/elements'
import { formatShape, rangeError, typeError } from '../core/errors'
import { type NDArray, newArray, sliceAxis } from '../core/ndarray'
import { operation } from '../core/operation'
import { reshaped } from '../core/reduction'
import type { ArrayLike, ScalarLike } from '../core/types'
import { callBinary, castArray } from '../core/ufunc'
import { take } from '../indexing/take'
import { joinArrays } from '../manipulation/joining'
import { ravel } from '../manipulation/shapes'
import { argsort } from '../sorting/sorting'

/** Keyword arguments of `interp`. */
export interface InterpOptions {
  /** The value left of the first coordinate; the first of `fp` by default. */
  readonly left?: ScalarLike | null
  /** The value right of the last coordinate; the last of `fp` by default. */
  readonly right?: ScalarLike | null
  /** The period of the coordinates, which need no order then; `left` and `right` count no more. */
  readonly period?: number | null
}

function realNumbers(what: string, value: ArrayLike): NDArray {
  const array = toArray(value, 'interp')
  if (array.info.kind === 'c') {
    throw typeError(`interp: expected real numbers for ${what}, received ${array.dtype}`, 'ERR_CASTING')
  }
  return castArray(array, FLOAT64)
}

function points(what: string, array: NDArray): NDArray {
  if (array._shape.length === 1) return array
  throw rangeError(
    `interp: expected 1 dimension for ${what}, received the shape ${formatShape(array._shape)}`,
    'ERR_SHAPE_MISMATCH',
  )
}

/**
 * Straight lines between the points (xp, fp), `xp` increasing, at the coordinates `x`; `fp` may be complex. Throws
 * `RangeError` for no points or different numbers of coordinates and values.
 * @example np.interp([0, 1, 1.5, 4], [1, 2, 3], [3, 2, 0]) // array([3. , 3. , 2.5, 0. ])
 */
export function interp<const X extends ArrayLike>(
  x: X,
  xp: ArrayLike,
  fp: ArrayLike,
  left?: ScalarLike | null | InterpOptions,
  right?: ScalarLike | null | InterpOptions,
  period?: number | null | InterpOptions,
): X extends ScalarLike ? Scalar<'float64'> | Scalar<'complex128'> : NDArray<'float64'> | NDArray<'complex128'>
export function interp(x: ArrayLike, xp: ArrayLike, fp: ArrayLike, ...args: unknown[]): NDArray | Scalar {
  const named = keywords('interp', ['left', 'right', 'period'], args) as InterpOptions
  const given = toArray(fp, 'interp')
  const info: DTypeInfo = given.info.kind === 'c' ? COMPLEX128 : FLOAT64
  let at = realNumbers('x', x)
  let coordinates = points('xp', realNumbers('xp', xp))
  let values = points('fp', castArray(given, info))
  const n = coordinates._size
  if (n !== values._size) {
    throw rangeError(
      `interp: expected fp and xp of one length, received ${values._size} and ${n}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (n === 0) throw rangeError('interp: expected at least one point, received none', 'ERR_SIZE')
  let { left, right } = named
  if (!isNone(named.period)) {
    if (typeof named.period !== 'number' || named.period === 0) {
      throw rangeError(`interp: expected a period other than 0, received ${named.period}`)
    }
    const period = Math.abs(named.period)
    left = right = undefined
    const inPeriod = (array: NDArray): NDArray => callBinary(operation('remainder'), array, period, []) as NDArray
    at = inPeriod(at)
    ;[coordinates, values] = unrolled(inPeriod(coordinates), values, period)
  }
  const limits = newArray(info, [2], 2, false)
  limits.set(0, isNone(left) ? values.get(0) : scalarArray(left, info))
  limits.set(1, isNone(right) ? values.get(-1) : scalarArray(right, info))
  const flat = ravel(at)
  const result = newArray(info, [flat._size], flat._size, false)
  const op = operation('interp')
  const loop = op.typed.find((one) => one.outputs[0] === info)!
  const dims = [flat._size, coordinates._size, 2]
  if (flat._size > 0) runCore(op, loop, [flat, coordinates, values, limits, result], [], dims)
  if (isScalarLike(x)) return readElement(info, result.storage, result.offset)
  return reshaped(result, at._shape)
}

// Coordinates in order, with one point of the neighbouring periods at each end.
function unrolled(xp: NDArray, fp: NDArray, period: number): [NDArray, NDArray] {
  const order = argsort(xp)
  const [x, y] = [take(xp, order), take(fp, order)] as [NDArray, NDArray]
  const n = x._size
  const ends = (array: NDArray): [NDArray, NDArray] => [sliceAxis(array, 0, n - 1, 1), sliceAxis(array, 0, 0, 1)]
  const [last, first] = ends(x)
  const before = callBinary(operation('subtract'), last, period, []) as NDArray
  const after = callBinary(operation('add'), first, period, []) as NDArray
  const [lastValue, firstValue] = ends(y)
  return [joinArrays('interp', [before, x, after], 0), joinArrays('interp', [lastValue, y, firstValue], 0)]
}
