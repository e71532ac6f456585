/** Numbers spaced evenly on a logarithmic scale. */
import { expectInteger, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { type DType, type DTypeLike, dtypeInfo, FLOAT64 } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { rangeError } from '../core/errors'
import { type NDArray, withLeadingAxes } from '../core/ndarray'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike } from '../core/types'
import { callBinary, castArray, operation } from '../core/ufunc'
import { expand_dims, moveaxis } from '../manipulation/shapes'
import { any } from '../reductions/reductions'
import { divide, equal, log10, multiply, sign } from '../ufuncs'
import { linspace } from './creation'

export interface LogspaceOptions<D extends DType = DType> {
  readonly num?: number
  readonly endpoint?: boolean
  readonly base?: ArrayLike
  readonly dtype?: DTypeLike<D> | null
  readonly axis?: number
}

/**
 * `num` (50) powers of `base` (10) whose exponents are evenly spaced from `start` to `stop`, as `linspace` spaces them. Start,
 * stop and base may be arrays, which broadcast; samples then run along `axis`.
 * @example np.logspace(0, 3, 4) // array([   1.,   10.,  100., 1000.])
 */
export function logspace<D extends DType = 'float64'>(
  start: ArrayLike,
  stop: ArrayLike,
  num?: number | LogspaceOptions<D>,
  endpoint?: boolean | LogspaceOptions<D>,
  base?: ArrayLike | LogspaceOptions<D>,
): NDArray<D>
export function logspace(start: ArrayLike, stop: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('logspace', ['num', 'endpoint', 'base', 'dtype', 'axis'], args)
  const axis = named.axis === undefined ? 0 : expectInteger('logspace', 'axis', named.axis)
  let base = (named.base === undefined ? 10 : named.base) as ArrayLike
  let ends = [start, stop]
  if (!isScalarLike(base) && toArray(base, 'logspace').shape.length > 0) {
    const ndim = Math.max(...[start, stop, base].map((one) => toArray(one, 'logspace').shape.length))
    ends = ends.map((end) => withLeadingAxes(toArray(end, 'logspace'), ndim))
    base = expand_dims(withLeadingAxes(toArray(base), ndim), axis)
  }
  const exponents = linspace(ends[0], ends[1], {
    num: named.num as number | undefined,
    endpoint: named.endpoint as boolean | undefined,
    axis,
  })
  const result = callBinary(operation('power'), base, exponents, []) as NDArray
  return isNone(named.dtype) ? result : castArray(result, dtypeInfo(named.dtype))
}

export interface GeomspaceOptions<D extends DType = DType> {
  readonly num?: number
  readonly endpoint?: boolean
  readonly dtype?: DTypeLike<D> | null
  readonly axis?: number
}

/**
 * `num` (50) numbers from `start` to `stop`, each the same multiple of the one before. Both may be negative or complex, and
 * arrays, which broadcast; neither 0 (`RangeError`).
 * @example np.geomspace(1, 8, 4) // array([1., 2., 4., 8.])
 */
export function geomspace<D extends DType = 'float64'>(
  start: ArrayLike,
  stop: ArrayLike,
  num?: number | GeomspaceOptions<D>,
  endpoint?: boolean | GeomspaceOptions<D>,
): NDArray<D>
export function geomspace(start: ArrayLike, stop: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('geomspace', ['num', 'endpoint', 'dtype', 'axis'], args)
  const num = named.num === undefined ? 50 : expectInteger('geomspace', 'num', named.num)
  const axis = named.axis === undefined ? 0 : expectInteger('geomspace', 'axis', named.axis)
  const wanted = isNone(named.dtype) ? undefined : dtypeInfo(named.dtype)
  const ends = [toArray(start, 'geomspace'), toArray(stop, 'geomspace')]
  for (const end of ends) {
    if (any(equal(end, 0))) throw rangeError('geomspace: expected a start and stop other than 0, received 0')
  }
  const common = [ends[0].info, ends[1].info, wanted ?? FLOAT64].reduce(promoteTypes)
  // Integers compute in float64, as the number of samples does.
  const info = common.kind === 'f' || common.kind === 'c' ? common : FLOAT64
  const [first, last] = ends.map((end) => castArray(end, info))
  // Turned so that the start is a positive real number, computed, turned back: no stray imaginary parts.
  const turn = toArray(sign(first))
  const from = toArray(divide(first, turn))
  const to = toArray(divide(last, turn))
  const result = logspace(log10(from), log10(to), {
    num,
    endpoint: named.endpoint as boolean | undefined,
    dtype: info.name,
  })
  // The ends as given, for powers of logarithms are rounded.
  if (num > 0) result.set([0, '...'], from)
  if (num > 1 && named.endpoint !== false) result.set([-1, '...'], to)
  multiply(result, turn, { out: result })
  return castArray(axis === 0 ? result : moveaxis(result, 0, axis), wanted ?? info)
}
