/** Making arrays: from values, filled, as ranges. */
import {
  allowDevice,
  expectBoolean,
  expectCopyRule,
  expectInteger,
  expectOneOf,
  expectOrder,
  expectShape,
  isNone,
  keywords,
} from '../core/arguments'
import { makeArray, scalarArray, scalarInfo, toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { broadcastView } from '../core/broadcast'
import { runElementwise } from '../core/call'
import { copyInto, emptyOrdered, type Order } from '../core/copy'
import { type DType, type DTypeInfo, type DTypeLike, dtypeInfo, FLOAT64, INT64 } from '../core/dtype'
import { isScalarLike, writeElement } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { isContiguous, NDArray, newArray, newStrided, shapeSize, stridesF } from '../core/ndarray'
import { operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike, DTypeOf } from '../core/types'
import { callBinary, callUnary, castArray, coerceOperands } from '../core/ufunc'

export interface ArrayOptions<D extends DType = DType> {
  readonly dtype?: DTypeLike<D>
  /** Whether to copy where the value is an array already: `true`, `false` (an error if a copy is needed), `null` (as needed). */
  readonly copy?: boolean | null
  readonly order?: Order
  /** The least number of dimensions; missing ones are put first. */
  readonly ndmin?: number
}

/** Keyword arguments of `asarray`. */
export interface AsArrayOptions<D extends DType = DType> extends Omit<ArrayOptions<D>, 'ndmin'> {
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

export interface FillOptions<D extends DType = DType> {
  readonly dtype?: DTypeLike<D>
  readonly order?: 'C' | 'F'
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

export type ShapeLike = number | readonly number[]

/**
 * An array of nested lists, numbers, a typed array or another array; always a copy unless `copy` says otherwise.
 * Lists must be of one shape (`RangeError`) and hold numbers, bigints, booleans or complex values (`TypeError`).
 * @example np.array([[3, 1], [1, 2]]) // array([[3., 1.], [1., 2.]])
 */
export function array<D extends DType>(object: unknown, dtype: D, options?: ArrayOptions<D>): NDArray<D>
export function array<D extends DType>(
  object: unknown,
  options: ArrayOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function array<const X>(object: X, options?: ArrayOptions): NDArray<DTypeOf<X>>
export function array(object: unknown, ...args: unknown[]): NDArray {
  const { dtype, copy, order, ndmin } = keywords('array', ['dtype', 'copy', 'order', 'ndmin'], args)
  const least = ndmin === undefined ? 0 : expectInteger('array', 'ndmin', ndmin)
  if (least < 0 || least > 64) throw rangeError(`array: expected ndmin between 0 and 64, received ${least}`)
  return makeArray('array', object, dtype, order, expectCopyRule('array', copy, 'always'), least)
}

/**
 * An array without a copy where the value is an array or typed array of the wanted dtype already.
 * @example np.asarray(new Float32Array([1, 2])) // array([1., 2.], dtype=float32)
 */
export function asarray<D extends DType>(object: unknown, dtype: D, options?: AsArrayOptions<D>): NDArray<D>
export function asarray<D extends DType>(
  object: unknown,
  options: AsArrayOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function asarray<const X>(object: X, options?: AsArrayOptions): NDArray<DTypeOf<X>>
export function asarray(object: unknown, ...args: unknown[]): NDArray {
  const { dtype, order, device, copy } = keywords('asarray', ['dtype', 'order', 'device', 'copy'], args)
  allowDevice('asarray', device)
  return makeArray('asarray', object, dtype, order, expectCopyRule('asarray', copy, 'if needed'))
}

function filled(name: string, shape: unknown, args: readonly unknown[], zeroed: boolean): NDArray {
  const { dtype, order, device } = args.length === 0 ? NO_OPTIONS : keywords(name, ['dtype', 'order', 'device'], args)
  allowDevice(name, device)
  const dims = expectShape(name, shape)
  const info = isNone(dtype) ? FLOAT64 : dtypeInfo(dtype)
  const size = shapeSize(dims, name)
  if (order === undefined || expectOneOf(name, 'order', order, ['C', 'F']) === 'C')
    return newArray(info, dims, size, zeroed)
  const result = newStrided(info, dims, stridesF(dims, info.itemsize), size)
  if (zeroed) copyInto(result, scalarArray(0, info))
  return result
}

const NO_OPTIONS: { dtype?: unknown; order?: unknown; device?: unknown } = Object.freeze(Object.create(null))

/**
 * An array of zeros.
 * @example np.zeros([2, 2]) // array([[0., 0.], [0., 0.]])
 */
export function zeros(shape: ShapeLike): NDArray<'float64'>
export function zeros<D extends DType = 'float64'>(shape: ShapeLike, dtype: D, order?: 'C' | 'F'): NDArray<D>
export function zeros<D extends DType = 'float64'>(shape: ShapeLike, options: FillOptions<D>): NDArray<D>
export function zeros(shape: ShapeLike, ...args: unknown[]): NDArray {
  if (args.length === 0 && typeof shape === 'number' && Number.isInteger(shape) && shape >= 0 && shape <= 2 ** 49) {
    return newArray(FLOAT64, [shape], shape, true)
  }
  return filled('zeros', shape, args, true)
}

/**
 * An array with any content, for code that writes every element itself.
 * @example np.empty([2, 3]).shape // [2, 3]
 */
export function empty(shape: ShapeLike): NDArray<'float64'>
export function empty<D extends DType = 'float64'>(shape: ShapeLike, dtype: D, order?: 'C' | 'F'): NDArray<D>
export function empty<D extends DType = 'float64'>(shape: ShapeLike, options: FillOptions<D>): NDArray<D>
export function empty(shape: ShapeLike, ...args: unknown[]): NDArray {
  return filled('empty', shape, args, false)
}

/**
 * An array of ones.
 * @example np.ones(3, 'int32') // array([1, 1, 1], dtype=int32)
 */
export function ones(shape: ShapeLike): NDArray<'float64'>
export function ones<D extends DType = 'float64'>(shape: ShapeLike, dtype: D, order?: 'C' | 'F'): NDArray<D>
export function ones<D extends DType = 'float64'>(shape: ShapeLike, options: FillOptions<D>): NDArray<D>
export function ones(shape: ShapeLike, ...args: unknown[]): NDArray {
  const result = filled('ones', shape, args, false)
  if (result.size > 0) copyInto(result, scalarArray(1, result.info))
  return result
}

/**
 * An array filled with a value, which may be an array that broadcasts to the shape.
 * @example np.full([2, 2], 7) // array([[7., 7.], [7., 7.]])
 */
export function full<D extends DType>(shape: ShapeLike, fill_value: ArrayLike, dtype: D, order?: 'C' | 'F'): NDArray<D>
export function full<D extends DType>(
  shape: ShapeLike,
  fill_value: ArrayLike,
  options: FillOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function full<const X extends ArrayLike>(
  shape: ShapeLike,
  fill_value: X,
  options?: FillOptions,
): NDArray<DTypeOf<X>>
export function full(shape: ShapeLike, fill_value: ArrayLike, ...args: unknown[]): NDArray {
  const { dtype, order, device } = keywords('full', ['dtype', 'order', 'device'], args)
  const value = isScalarLike(fill_value) ? undefined : toArray(fill_value, 'full')
  const info = isNone(dtype) ? (value?.info ?? scalarInfo(fill_value)) : dtypeInfo(dtype)
  const result = filled('full', shape, [{ dtype: info.name, order: order ?? 'C', device }], false)
  return fillWith('full', result, value ?? scalarArray(fill_value, info))
}

export interface LikeOptions<D extends DType = DType> {
  readonly dtype?: DTypeLike<D>
  readonly order?: Order
  readonly shape?: ShapeLike
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

function filledLike(name: string, prototype: ArrayLike, args: readonly unknown[]): NDArray {
  const { dtype, order, shape, device } = keywords(name, ['dtype', 'order', 'shape', 'device'], args)
  allowDevice(name, device)
  const model = toArray(prototype, name)
  const dims = isNone(shape) ? [...model.shape] : expectShape(name, shape)
  const info = isNone(dtype) ? model.info : dtypeInfo(dtype)
  const layout = expectOrder(name, order, 'K')
  const usesModel = dims.length === model.shape.length
  return emptyOrdered(info, dims, shapeSize(dims, name), usesModel || layout === 'F' ? layout : 'C', model)
}

type Like<X extends ArrayLike> = NDArray<DTypeOf<X>>

/**
 * An array with any content, with the shape, dtype and layout of another.
 * @example np.empty_like(np.zeros([2, 3], 'int8')).dtype // 'int8'
 */
export function empty_like<D extends DType>(prototype: ArrayLike, dtype: D, options?: LikeOptions<D>): NDArray<D>
export function empty_like<D extends DType>(
  prototype: ArrayLike,
  options: LikeOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function empty_like<const X extends ArrayLike>(prototype: X, options?: LikeOptions): Like<X>
export function empty_like(prototype: ArrayLike, ...args: unknown[]): NDArray {
  return filledLike('empty_like', prototype, args)
}

/**
 * An array of zeros with the shape, dtype and layout of another.
 * @example np.zeros_like([1, 2]) // array([0., 0.])
 */
export function zeros_like<D extends DType>(a: ArrayLike, dtype: D, options?: LikeOptions<D>): NDArray<D>
export function zeros_like<D extends DType>(
  a: ArrayLike,
  options: LikeOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function zeros_like<const X extends ArrayLike>(a: X, options?: LikeOptions): Like<X>
export function zeros_like(a: ArrayLike, ...args: unknown[]): NDArray {
  return fill(filledLike('zeros_like', a, args), 0)
}

/**
 * An array of ones with the shape, dtype and layout of another.
 * @example np.ones_like([1, 2]) // array([1., 1.])
 */
export function ones_like<D extends DType>(a: ArrayLike, dtype: D, options?: LikeOptions<D>): NDArray<D>
export function ones_like<D extends DType>(
  a: ArrayLike,
  options: LikeOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function ones_like<const X extends ArrayLike>(a: X, options?: LikeOptions): Like<X>
export function ones_like(a: ArrayLike, ...args: unknown[]): NDArray {
  return fill(filledLike('ones_like', a, args), 1)
}

/**
 * An array filled with a value, with the shape, dtype and layout of another.
 * @example np.full_like([1, 2], 5) // array([5., 5.])
 */
export function full_like<D extends DType>(
  a: ArrayLike,
  fill_value: ArrayLike,
  dtype: D,
  options?: LikeOptions<D>,
): NDArray<D>
export function full_like<D extends DType>(
  a: ArrayLike,
  fill_value: ArrayLike,
  options: LikeOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function full_like<const X extends ArrayLike>(a: X, fill_value: ArrayLike, options?: LikeOptions): Like<X>
export function full_like(a: ArrayLike, fill_value: ArrayLike, ...args: unknown[]): NDArray {
  return fill(filledLike('full_like', a, args), fill_value)
}

function fill(target: NDArray, value: ArrayLike): NDArray {
  return fillWith(
    'full_like',
    target,
    isScalarLike(value) ? scalarArray(value, target.info) : toArray(value, 'full_like'),
  )
}

function fillWith(name: string, target: NDArray, value: NDArray): NDArray {
  const source = broadcastView(name, value, target.shape)
  if (target.size > 0) copyInto(target, source)
  return target
}

/** Keyword arguments of `arange`. */
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
  if (isNone(named.stop)) {
    named.stop = named.start
    named.start = undefined
  }
  const parts = [named.start ?? 0, named.stop, named.step ?? 1]
  for (const part of parts) {
    if (typeof part !== 'number' && typeof part !== 'bigint') {
      throw typeError(`arange: expected numbers, received ${describe(part)}`)
    }
  }
  const big = [named.start, named.stop, named.step].every(
    (part) => part === undefined || part === null || typeof part === 'bigint',
  )
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
  const [first, last] = coerceOperands(operation('subtract'), [start, stop], 'linspace').arrays
  const both = promoteTypes(first.info, last.info)
  const common = both.kind === 'f' || both.kind === 'c' ? both : FLOAT64
  const info = isNone(named.dtype) ? common : dtypeInfo(named.dtype)
  const result =
    first.shape.length === 0 && last.shape.length === 0 && common === FLOAT64
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
    const cast = newArray(info, samples.shape, samples.size, false)
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
  const column = newArray(FLOAT64, [num, ...delta.shape.map(() => 1)], num, false)
  const data = new Float64Array(column.storage.buffer, column.offset, num)
  for (let i = 0; i < num; i++) data[i] = i
  const places = castArray(column, common)
  const step = intervals > 0 ? (callBinary(operation('divide'), delta, intervals, []) as NDArray) : Number.NaN
  const scaled = callBinary(operation('multiply'), places, step instanceof NDArray ? step : delta, [])
  const samples = callBinary(operation('add'), scaled, origin, []) as NDArray
  if (endpoint && num > 1) {
    const row = new NDArray(samples.storage, samples.info, samples.shape.slice(1), samples.strides.slice(1),
      samples.offset + (num - 1) * samples.strides[0], samples.size / num, false, samples, true) // biome-ignore format: nine fields
    const op = operation('copy')
    runElementwise(op, op.typed[row.info.code], [last, row], row.shape, false)
  }
  return { samples: moveFirstAxis(samples, axis), step }
}

function moveFirstAxis(array: NDArray, axis: number): NDArray {
  const to = normalizeAxis('linspace', axis, array.shape.length)
  const shape = array.shape.slice(1)
  const strides = array.strides.slice(1)
  shape.splice(to, 0, array.shape[0])
  strides.splice(to, 0, array.strides[0])
  const contiguous = isContiguous(shape, strides, array.size, array.itemsize)
  return new NDArray(array.storage, array.info, shape, strides, array.offset, array.size, contiguous, undefined, true)
}

export interface EyeOptions<D extends DType = DType> {
  readonly M?: number | null
  readonly k?: number
  readonly dtype?: DTypeLike<D>
  readonly order?: 'C' | 'F'
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

/**
 * An N×M array with ones on the k-th diagonal and zeros elsewhere.
 * @example np.eye(2) // array([[1., 0.], [0., 1.]])
 */
export function eye<D extends DType = 'float64'>(
  N: number,
  M?: number | null,
  k?: number,
  dtype?: DTypeLike<D>,
): NDArray<D>
export function eye<D extends DType = 'float64'>(N: number, options: EyeOptions<D>): NDArray<D>
export function eye<D extends DType = 'float64'>(N: number, M: number | null, options: EyeOptions<D>): NDArray<D>
export function eye(N: number, ...args: unknown[]): NDArray {
  const { M, k, dtype, order, device } = keywords('eye', ['M', 'k', 'dtype', 'order', 'device'], args)
  const rows = expectInteger('eye', 'N', N)
  const columns = isNone(M) ? rows : expectInteger('eye', 'M', M)
  const shift = k === undefined ? 0 : expectInteger('eye', 'k', k)
  const info = isNone(dtype) ? FLOAT64 : dtypeInfo(dtype)
  const result = filled('eye', [rows, columns], [{ dtype: info.name, order: order ?? 'C', device }], true)
  const length = Math.min(rows - Math.max(0, -shift), columns - Math.max(0, shift))
  if (length > 0) {
    const [down, right] = result.strides
    const at = result.offset + Math.max(0, -shift) * down + Math.max(0, shift) * right
    const diagonal = new NDArray(result.storage, info, [length], [down + right], at, length, false, result, true)
    copyInto(diagonal, scalarArray(1, info))
  }
  return result
}

/** The n×n identity matrix. @example np.identity(2) // array([[1., 0.], [0., 1.]]) */
export function identity<D extends DType = 'float64'>(n: number, dtype?: DTypeLike<D>): NDArray<D> {
  return eye<D>(n, n, 0, dtype)
}
