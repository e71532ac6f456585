/** Numbers spaced evenly, by steps or by ratios. */
import { allowDevice, expectBoolean, expectInteger, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { runElementwise } from '../core/call'
import { copyInto } from '../core/copy'
import { type DType, type DTypeInfo, type DTypeLike, dtypeInfo, FLOAT64, INT64 } from '../core/dtype'
import { isScalarLike, writeElement } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { isContiguous, NDArray, newArray, shapeSize, withLeadingAxes } from '../core/ndarray'
import { operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike } from '../core/types'
import { callBinary, callUnary, castArray, operandsFor } from '../core/ufunc'
import { expand_dims, moveaxis } from '../manipulation/shapes'
import { any } from '../reductions/reductions'
import { divide, equal, log10, multiply, sign } from '../ufuncs'

export interface RangeOptions<D extends DType = DType> {
  readonly dtype?: DTypeLike<D>
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

/**
 * Evenly spaced values from `start` (0) up to, not including, `stop`. JavaScript numbers make float64, bigints int64.
 * Throws `RangeError` when the step is 0 or the length is beyond memory.
 * @example np.arange(1, 7, 2) // array([1., 3., 5.])
 */
export function arange<D extends DType = 'float64'>(stop: number | bigint, options?: RangeOptions<D>): NDArray<D>
export function arange<D extends DType = 'float64'>(
  start: number | bigint,
  stop: number | bigint,
  options?: RangeOptions<D>,
): NDArray<D>
export function arange<D extends DType = 'float64'>(
  start: number | bigint,
  stop: number | bigint,
  step: number | bigint,
  dtype?: DTypeLike<D> | RangeOptions<D>,
): NDArray<D>
export function arange(...args: unknown[]): NDArray {
  const named = keywords('arange', ['start', 'stop', 'step', 'dtype', 'device'], args)
  allowDevice('arange', named.device)
  const [from, to] = isNone(named.stop) ? [undefined, named.start] : [named.start, named.stop]
  const parts = [from ?? 0, to, named.step ?? 1]
  for (const part of parts) {
    if (typeof part !== 'number' && typeof part !== 'bigint') {
      throw typeError(`arange: expected numbers, received ${describe(part)}`)
    }
  }
  const big = [from, to, named.step].every((part) => part === undefined || part === null || typeof part === 'bigint')
  const info = isNone(named.dtype) ? (big ? INT64 : FLOAT64) : dtypeInfo(named.dtype)
  if (big) {
    const [start, stop, step] = parts.map((part) => BigInt(part as number | bigint))
    return bigRamp(info, start, stop, step)
  }
  const [start, stop, step] = parts.map(Number)
  if (step === 0) throw rangeError('arange: expected a step other than 0, received 0')
  const count = Math.ceil((stop - start) / step)
  if (!Number.isFinite(count) && !(count < 0)) {
    throw rangeError(`arange: expected finite bounds, received ${start}, ${stop}, ${step}`, 'ERR_SIZE')
  }
  return ramp('arange', Math.max(0, count), info, start, step)
}

// Bigints count exactly; beyond 2^53 element by element, within it as doubles, which is faster.
function bigRamp(info: DTypeInfo, start: bigint, stop: bigint, step: bigint): NDArray {
  if (step === 0n) throw rangeError('arange: expected a step other than 0, received 0')
  const span = stop - start
  const whole = span / step
  const count = Number(span <= 0n === step < 0n || span === 0n ? (whole * step === span ? whole : whole + 1n) : 0n)
  const size = shapeSize([count], 'arange')
  const safe = [start, stop, step].every((part) => Number.isSafeInteger(Number(part)))
  if (safe) return ramp('arange', count, info, Number(start), Number(step))
  const result = newArray(info, [size], size, false)
  for (let i = 0, value = start; i < size; i++, value += step)
    writeElement(result, result.offset + i * info.itemsize, value, 'arange')
  return result
}

// start + i·step. Integer dtypes take the first two values cast, then add their difference, as NumPy fills.
function ramp(name: string, count: number, info: DTypeInfo, start: number, step: number): NDArray {
  const size = shapeSize([count], name)
  if (info.kind === 'i' || info.kind === 'u') {
    const first = Math.trunc(start)
    const delta = Math.trunc(start + step) - first
    start = first
    step = delta
  }
  const values = newArray(FLOAT64, [size], size, false)
  const data = new Float64Array(values.storage.buffer, values.offset, size)
  for (let i = 0; i < size; i++) data[i] = start + i * step
  if (info === FLOAT64) return values
  const result = newArray(info, [size], size, false)
  copyInto(result, values)
  return result
}

export interface LinspaceOptions<D extends DType = DType> {
  readonly num?: number
  readonly endpoint?: boolean
  readonly retstep?: boolean
  readonly dtype?: DTypeLike<D>
  readonly axis?: number
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

/**
 * `num` (50) evenly spaced values from `start` to `stop`, both included unless `endpoint` is false. Start and stop may be
 * arrays, which broadcast; samples then run along `axis`. With `retstep` the result is `[samples, step]`.
 * @example np.linspace(0, 1, 5) // array([0.  , 0.25, 0.5 , 0.75, 1.  ])
 */
export function linspace(
  start: ArrayLike,
  stop: ArrayLike,
  num: number | LinspaceOptions,
  options: LinspaceOptions & { readonly retstep: true },
): [NDArray, NDArray | number]
export function linspace<D extends DType = 'float64'>(
  start: ArrayLike,
  stop: ArrayLike,
  num?: number,
  options?: LinspaceOptions<D>,
): NDArray<D>
export function linspace<D extends DType = 'float64'>(
  start: ArrayLike,
  stop: ArrayLike,
  options?: LinspaceOptions<D>,
): NDArray<D>
export function linspace(start: ArrayLike, stop: ArrayLike, ...args: unknown[]): unknown {
  const named = keywords('linspace', ['num', 'endpoint', 'retstep', 'dtype', 'axis', 'device'], args)
  allowDevice('linspace', named.device)
  const num = named.num === undefined ? 50 : expectInteger('linspace', 'num', named.num)
  if (num < 0) throw rangeError(`linspace: expected a non-negative number of samples, received ${num}`, 'ERR_SIZE')
  const endpoint = expectBoolean('linspace', 'endpoint', named.endpoint, true)
  const intervals = endpoint ? num - 1 : num
  // Bounds are floats where they take part.
  const [first, last] = operandsFor(operation('divide'), [start, stop], undefined, 'linspace').arrays
  const both = promoteTypes(first.info, last.info)
  const common = both.kind === 'f' || both.kind === 'c' ? both : FLOAT64
  const info = isNone(named.dtype) ? common : dtypeInfo(named.dtype)
  const result =
    first._shape.length === 0 && last._shape.length === 0 && common === FLOAT64
      ? linspaceNumbers(Number(start), Number(stop), num, intervals, endpoint)
      : linspaceArrays(
          common,
          first,
          last,
          num,
          intervals,
          endpoint,
          named.axis === undefined ? 0 : expectInteger('linspace', 'axis', named.axis),
        )
  let samples = result.samples
  if (info !== samples.info) {
    if (info.kind === 'i' || info.kind === 'u') samples = callUnary(operation('floor'), samples, []) as NDArray
    const cast = newArray(info, samples._shape, samples._size, false)
    copyInto(cast, samples)
    samples = cast
  }
  return named.retstep === true ? [samples, result.step] : samples
}

function linspaceNumbers(start: number, stop: number, num: number, intervals: number, endpoint: boolean) {
  const samples = newArray(FLOAT64, [num], shapeSize([num], 'linspace'), false)
  const data = new Float64Array(samples.storage.buffer, samples.offset, num)
  const delta = stop - start
  const step = intervals > 0 ? delta / intervals : Number.NaN
  // NumPy multiplies by the step, unless the step underflows to 0.
  if (intervals > 0 && step === 0) for (let i = 0; i < num; i++) data[i] = (i / intervals) * delta + start
  else if (intervals > 0) for (let i = 0; i < num; i++) data[i] = i * step + start
  else for (let i = 0; i < num; i++) data[i] = i * delta + start
  if (endpoint && num > 1) data[num - 1] = stop
  return { samples, step }
}

function linspaceArrays(
  common: DTypeInfo,
  first: NDArray,
  last: NDArray,
  num: number,
  intervals: number,
  endpoint: boolean,
  axis: number,
) {
  const origin = castArray(first, common)
  const delta = callBinary(operation('subtract'), castArray(last, common), origin, []) as NDArray
  const column = newArray(FLOAT64, [num, ...delta._shape.map(() => 1)], num, false)
  const data = new Float64Array(column.storage.buffer, column.offset, num)
  for (let i = 0; i < num; i++) data[i] = i
  const places = castArray(column, common)
  const step = intervals > 0 ? (callBinary(operation('divide'), delta, intervals, []) as NDArray) : Number.NaN
  const scaled = callBinary(operation('multiply'), places, step instanceof NDArray ? step : delta, [])
  const samples = callBinary(operation('add'), scaled, origin, []) as NDArray
  if (endpoint && num > 1) {
    const row = new NDArray(samples.storage, samples.info, samples._shape.slice(1), samples._strides.slice(1),
      samples.offset + (num - 1) * samples._strides[0], samples._size / num, false, samples, true) // biome-ignore format: nine fields
    const op = operation('copy')
    runElementwise(op, op.typed[row.info.code], [last, row], row._shape, false)
  }
  return { samples: moveFirstAxis(samples, axis), step }
}

function moveFirstAxis(array: NDArray, axis: number): NDArray {
  const to = normalizeAxis('linspace', axis, array._shape.length)
  const shape = array._shape.slice(1)
  const strides = array._strides.slice(1)
  shape.splice(to, 0, array._shape[0])
  strides.splice(to, 0, array._strides[0])
  const contiguous = isContiguous(shape, strides, array._size, array.itemsize)
  return new NDArray(array.storage, array.info, shape, strides, array.offset, array._size, contiguous, undefined, true)
}

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
  if (!isScalarLike(base) && toArray(base, 'logspace')._shape.length > 0) {
    const ndim = Math.max(...[start, stop, base].map((one) => toArray(one, 'logspace')._shape.length))
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
