/** Order statistics: medians, percentiles, quantiles, with and without NaN. */

import { expectArray, expectBoolean, expectOneOf, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { countedAxes } from '../core/axis'
import { broadcastView } from '../core/broadcast'
import { runCore } from '../core/call'
import { copyAs, copyInto } from '../core/copy'
import { BOOL, type DTypeInfo, FLOAT16, FLOAT32, FLOAT64, INT64, type Scalar } from '../core/dtype'
import { halfToNumber, numberToHalf, readElement } from '../core/elements'
import { rangeError, typeError } from '../core/errors'
import { type NDArray, newArray, shapeSize, sliceAxis, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { fold, reducedShape, reshaped } from '../core/reduction'
import type { ArrayLike } from '../core/types'
import { callBinary, callUnary, castArray, checkOutput } from '../core/ufunc'
import { getItem } from '../indexing/indexing'
import { cumsum } from '../reductions/cumulative'
import { type Axis, min, type Reduction, sum } from '../reductions/reductions'
import { argsort, searchPositions } from '../sorting/sorting'
import { copyWhere, means, weightsFor } from './statistics'

/** How a quantile is found between two elements: NumPy's methods. */
export type QuantileMethod =
  | 'inverted_cdf'
  | 'averaged_inverted_cdf'
  | 'closest_observation'
  | 'interpolated_inverted_cdf'
  | 'hazen'
  | 'weibull'
  | 'linear'
  | 'median_unbiased'
  | 'normal_unbiased'
  | 'lower'
  | 'higher'
  | 'midpoint'
  | 'nearest'

/** Keyword arguments of medians. */
export interface MedianOptions {
  readonly axis?: Axis | null
  readonly out?: NDArray | null
  /** Accepted as NumPy's; the input is never changed. */
  readonly overwrite_input?: boolean
  readonly keepdims?: boolean
}

/** Keyword arguments of percentiles and quantiles. */
export interface QuantileOptions extends MedianOptions {
  readonly method?: QuantileMethod
  /** Weights of the elements (method `'inverted_cdf'` alone). */
  readonly weights?: ArrayLike | null
}

/** Rounds a number to what the arithmetic of the quantile's dtype would give. */
type Rounding = (x: number) => number

interface Method {
  /** The position among n sorted elements that the quantile q falls on. */
  position(n: number, q: number, round: Rounding): number
  /** The weight of the upper neighbour; discrete methods have positions of elements instead. */
  readonly gamma?: (fraction: number, position: number) => number
}

const continuous = (alpha: number, beta: number): Method => ({
  position: (n, q, round) => round(round(round(n * q) + round(alpha + round(q * (1 - alpha - beta)))) - 1),
  gamma: (fraction) => fraction,
})

// Halves round to even, as NumPy's around.
const roundEven = (x: number): number => {
  const floor = Math.floor(x)
  const rest = x - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor
}

const discrete = (position: number, down: (fraction: number, floor: number) => boolean): number => {
  const floor = Math.floor(position)
  return Math.max(0, down(position - floor, floor) ? floor : floor + 1)
}

const last = (n: number, q: number, round: Rounding): number => round((n - 1) * q)

const METHODS: Readonly<Record<QuantileMethod, Method>> = {
  inverted_cdf: { position: (n, q, round) => discrete(round(round(n * q) - 1), (fraction) => fraction === 0) },
  averaged_inverted_cdf: {
    position: (n, q, round) => round(round(n * q) - 1),
    gamma: (fraction) => (fraction === 0 ? 0.5 : 1),
  },
  closest_observation: {
    position: (n, q, round) =>
      discrete(round(round(n * q) - 1 - 0.5), (fraction, floor) => fraction === 0 && Math.abs(floor % 2) === 1),
  },
  interpolated_inverted_cdf: continuous(0, 1),
  hazen: continuous(0.5, 0.5),
  weibull: continuous(0, 0),
  linear: { position: last, gamma: (fraction) => fraction },
  median_unbiased: continuous(1 / 3, 1 / 3),
  normal_unbiased: continuous(3 / 8, 3 / 8),
  lower: { position: (n, q, round) => Math.floor(last(n, q, round)) },
  higher: { position: (n, q, round) => Math.ceil(last(n, q, round)) },
  midpoint: {
    position: (n, q, round) => 0.5 * (Math.floor(last(n, q, round)) + Math.ceil(last(n, q, round))),
    gamma: (_, position) => (position % 1 === 0 ? 0 : 0.5),
  },
  nearest: { position: (n, q, round) => roundEven(last(n, q, round)) },
}

/** One quantile among n sorted elements: its neighbours' ranks and the upper one's weight (none for discrete methods). */
interface Place {
  readonly lower: number
  readonly upper: number
  readonly gamma: number
}

function placeOf(method: Method, n: number, q: number, round: Rounding): Place {
  const position = method.position(n, q, round)
  if (method.gamma === undefined) {
    const rank = Math.min(position, n - 1)
    return { lower: rank, upper: rank, gamma: 0 }
  }
  if (position >= n - 1) return { lower: n - 1, upper: n - 1, gamma: gammaOf(method, position, -1, round) }
  if (position < 0) return { lower: 0, upper: 0, gamma: gammaOf(method, position, 0, round) }
  const lower = Math.floor(position)
  return { lower, upper: lower + 1, gamma: gammaOf(method, position, lower, round) }
}

const gammaOf = (method: Method, position: number, lower: number, round: Rounding): number =>
  method.gamma!(round(position - lower), position)

/** The array with the reduced axes put together as the last one. */
function axesLast(array: NDArray, reduced: readonly boolean[] | undefined): NDArray {
  const kept: number[] = []
  const folded: number[] = []
  for (let d = 0; d < array._shape.length; d++) (reduced === undefined || reduced[d] ? folded : kept).push(d)
  const order = [...kept, ...folded]
  const length = folded.reduce((product, d) => product * array._shape[d], 1)
  const shape = [...kept.map((d) => array._shape[d]), length]
  if (folded.length === 1) {
    return view(
      array,
      shape,
      order.map((d) => array._strides[d]),
      array.offset,
    )
  }
  const permuted = view(
    array,
    order.map((d) => array._shape[d]),
    order.map((d) => array._strides[d]),
    array.offset,
  )
  const whole = permuted.contiguous ? permuted : copyAs(permuted, array.info)
  return reshapedView(whole, shape)
}

function reshapedView(array: NDArray, shape: readonly number[]): NDArray {
  const flat = reshaped(array, shape)
  return view(array, shape, flat._strides, array.offset)
}

/** The elements that sorting each run would put at `ranks` (shape: the runs' and one more axis), and where a NaN is. */
function orderStatistics(runs: NDArray, ranks: readonly number[]): { values: NDArray; nan: NDArray } {
  const op = operation('order_statistics')
  const outer = runs._shape.slice(0, -1)
  const size = outer.reduce((product, length) => product * length, 1)
  const values = newArray(runs.info, [...outer, ranks.length], size * ranks.length, false)
  const nan = newArray(BOOL, outer, size, false)
  const positions = toArray(BigInt64Array.from(ranks, BigInt))
  const n = runs._shape[runs._shape.length - 1]
  if (size > 0) runCore(op, op.typed[runs.info.code], [runs, positions, values, nan], outer, [n, ranks.length])
  return { values, nan }
}

const column = (values: NDArray, i: number): NDArray =>
  view(values, values._shape.slice(0, -1), values._strides.slice(0, -1), values.offset + i * values.info.itemsize)

const call = (name: string, x: unknown, y: unknown): NDArray => toArray(callBinary(operation(name), x, y, []))

// NumPy's interpolation, which meets both ends exactly.
function interpolate(a: NDArray, b: NDArray, gamma: number, info: DTypeInfo): NDArray {
  const difference = call('subtract', b, a)
  const weigh = (weight: number): NDArray =>
    toArray(callBinary(operation('multiply'), difference, castArray(toArray(weight), info), []))
  const result = gamma >= 0.5 ? call('subtract', b, weigh(1 - gamma)) : call('add', a, weigh(gamma))
  return castArray(result, info)
}

/** Quantiles of each run without NaN handling: the first axis counts the quantiles. */
function quantilesOf(
  runs: NDArray,
  places: readonly Place[],
  info: DTypeInfo,
  discreteMethod: boolean,
): { result: NDArray; nan: NDArray } {
  const ranks = [...new Set(places.flatMap(({ lower, upper }) => [lower, upper]))].sort((a, b) => a - b)
  const { values, nan } = orderStatistics(runs, ranks)
  const outer = runs._shape.slice(0, -1)
  const size = outer.reduce((product, length) => product * length, 1)
  const result = newArray(info, [places.length, ...outer], size * places.length, false)
  for (const [i, { lower, upper, gamma }] of places.entries()) {
    const a = column(values, ranks.indexOf(lower))
    const target = view(result, outer, result._strides.slice(1), result.offset + i * size * info.itemsize)
    copyInto(target, discreteMethod ? a : interpolate(a, column(values, ranks.indexOf(upper)), gamma, info))
  }
  return { result, nan }
}

const NAME_OF_METHODS = Object.keys(METHODS) as QuantileMethod[]

interface Request {
  readonly name: string
  readonly array: NDArray
  /** Quantiles, 0 to 1. */
  readonly q: readonly number[]
  readonly qShape: readonly number[]
  readonly info: DTypeInfo
  readonly method: QuantileMethod
  readonly round: Rounding
  readonly skipNaN: boolean
  readonly options: QuantileOptions
}

function answer(request: Request): NDArray | Scalar {
  const { name, array, qShape, info, options } = request
  const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
  const reduced = countedAxes(name, options.axis, array._shape.length)
  const runs = axesLast(array, reduced)
  const result = isNone(options.weights) ? unweighted(request, runs) : weighted(request, runs, reduced)
  const shape = [...qShape, ...reducedShape(array._shape, reduced, keepdims)]
  const shaped = reshaped(castArray(result, info), shape)
  if (!isNone(options.out)) {
    const out = expectArray(name, 'out', options.out)
    checkOutput(name, out, info, shape)
    copyInto(out, shaped)
    return out
  }
  const alone = reduced === undefined && !keepdims && qShape.length === 0
  return alone ? readElement(shaped.info, shaped.storage, shaped.offset) : shaped
}

function unweighted({ name, q, info, method, round, skipNaN }: Request, runs: NDArray): NDArray {
  const rule = METHODS[method]
  const n = runs._shape[runs._shape.length - 1]
  const discreteMethod = rule.gamma === undefined
  if (
    n === 0 &&
    !skipNaN &&
    runs._size === 0 &&
    q.length > 0 &&
    runs._shape.slice(0, -1).every((length) => length > 0)
  ) {
    throw rangeError(
      `${name}: expected at least one element along the reduced axes, received none`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const places = (count: number): Place[] => q.map((one) => placeOf(rule, count, one, round))
  if (!skipNaN || runs.info.kind !== 'f') {
    const { result, nan } = quantilesOf(runs, places(n), info, discreteMethod)
    if (info.kind === 'f' || info.kind === 'c') copyWhere(result, Number.NaN, broadcastView(name, nan, result._shape))
    return result
  }
  return withoutNaN(
    name,
    runs,
    q.length,
    info,
    (some, count) => quantilesOf(some, places(count), info, discreteMethod).result,
  )
}

// Runs with as many numbers as each other are answered together; `results` has one row for each of `rows`.
function withoutNaN(
  name: string,
  runs: NDArray,
  rows: number,
  info: DTypeInfo,
  results: (some: NDArray, count: number) => NDArray,
): NDArray {
  const n = runs._shape[runs._shape.length - 1]
  const row = operation('count_valid')
  const loop = row.typed.find((one) => one.inputs[0] === runs.info)!
  const length = runs._shape.slice(0, -1).reduce((product, one) => product * one, 1)
  const flat = reshapedView(runs.contiguous ? runs : copyAs(runs, runs.info), [length, n])
  const counts = fold(name, { op: row, loop, info: INT64 }, flat, [false, true], undefined)
  const numbers = new BigInt64Array(counts.storage.buffer as ArrayBuffer, counts.offset, counts._size)
  const result = newArray(info, [rows, ...runs._shape.slice(0, -1)], rows * length, false)
  const lanes = reshaped(result, [rows, length])
  for (let from = 0; from < length; ) {
    let to = from + 1
    while (to < length && numbers[to] === numbers[from]) to++
    const part = view(lanes, [rows, to - from], lanes._strides, lanes.offset + from * info.itemsize)
    const some = view(flat, [to - from, n], flat._strides, flat.offset + from * flat._strides[0])
    copyInto(part, numbers[from] === 0n ? toArray(Number.NaN) : results(some, Number(numbers[from])))
    from = to
  }
  return result
}

// The inverted distribution function over weights, run by run.
function weighted(
  { name, array, q, info, method, skipNaN, options }: Request,
  runs: NDArray,
  reduced: readonly boolean[] | undefined,
): NDArray {
  if (method !== 'inverted_cdf') {
    throw rangeError(`${name}: expected the method 'inverted_cdf' with weights, received '${method}'`)
  }
  const given = weightsFor(name, toArray(options.weights, name), array, options.axis)
  const weights = copyAs(axesLast(broadcastView(name, given, array._shape), reduced), FLOAT64)
  const data = copyAs(runs, FLOAT64)
  const n = runs._shape[runs._shape.length - 1]
  const outer = runs._shape.slice(0, -1)
  const count = shapeSize(outer)
  if (weights._size > 0 && (min(weights) as number) < 0)
    throw rangeError(`${name}: expected weights of at least 0, received a negative one`)
  const result = newArray(FLOAT64, [q.length, ...outer], q.length * count, false)
  const columns = reshaped(result, [q.length, count])
  for (let r = 0; r < count; r++) {
    const row = (of: NDArray): NDArray => view(of, [n], [FLOAT64.itemsize], of.offset + r * n * FLOAT64.itemsize)
    const found = weightedQuantiles(name, row(data), row(weights), q, skipNaN)
    copyInto(view(columns, [q.length], [columns._strides[0]], columns.offset + r * FLOAT64.itemsize), found)
  }
  return castArray(result, info)
}

function weightedQuantiles(
  name: string,
  data: NDArray,
  weights: NDArray,
  q: readonly number[],
  skipNaN: boolean,
): NDArray {
  const nans = Number(sum(callUnary(operation('isnan'), data, []) as NDArray))
  const taken = skipNaN ? data._size - nans : data._size
  if (taken === 0) return toArray(q.map(() => Number.NaN))
  const order = sliceAxis(argsort(data), 0, 0, taken)
  const cdf = cumsum(getItem(weights, [order]) as NDArray)
  const total = cdf.item(taken - 1) as number
  if (!(total > 0 && Number.isFinite(total)))
    throw rangeError(`${name}: expected finite weights that do not sum to zero, received a sum of ${total}`)
  if (nans > 0 && !skipNaN) return toArray(q.map(() => Number.NaN))
  const shares = callBinary(operation('divide'), cdf, total, []) as NDArray
  // Elements without weight at the start do not count.
  copyWhere(shares, -1, callBinary(operation('equal'), cdf, 0, []) as NDArray)
  const positions = searchPositions(shares, toArray(q, name), false)
  const inside = callBinary(operation('minimum'), positions, taken - 1, [])
  return getItem(data, [getItem(order, [inside])]) as NDArray
}

function readQ(
  name: string,
  value: ArrayLike,
  scale: number,
  array: NDArray,
): Pick<Request, 'q' | 'qShape' | 'round'> & { weak: boolean; qInfo: DTypeInfo } {
  const weak = typeof value === 'number' || typeof value === 'bigint'
  const given = weak ? undefined : toArray(value, name)
  if (given !== undefined && given._shape.length > 2)
    throw rangeError(
      `${name}: expected q of at most 2 dimensions, received ${given._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  const real = array.info.kind === 'f' ? array.info : FLOAT64
  // A number beside a float array is of the array's precision (NEP 50).
  const round: Rounding =
    !weak || real === FLOAT64 ? (x) => x : real === FLOAT32 ? Math.fround : (x) => halfToNumber(numberToHalf(x))
  const list = weak ? [Number(value)] : [...new Float64Array(copyAs(given!, FLOAT64).tobytes().buffer as ArrayBuffer)]
  const q = list.map((one) => (scale === 1 ? one : round(round(one) / scale)))
  for (const [i, one] of q.entries()) {
    if (!(one >= 0 && one <= 1)) throw rangeError(`${name}: expected q between 0 and ${scale}, received ${list[i]}`)
  }
  const qInfo = given === undefined ? real : given.info.kind === 'f' ? given.info : FLOAT64
  return { q, qShape: given?._shape ?? [], round, weak, qInfo }
}

function quantile_(name: string, scale: number, skipNaN: boolean) {
  return (a: ArrayLike, q: ArrayLike, ...args: unknown[]): NDArray | Scalar => {
    const names = ['axis', 'out', 'overwrite_input', 'method', 'keepdims', 'weights'] as const
    const options = keywords(name, names, args) as QuantileOptions
    const array = toArray(a, name)
    if (array.info.kind === 'c')
      throw typeError(`${name}: expected real numbers, received ${array.info.name}`, 'ERR_DTYPE')
    const method = expectOneOf(name, 'method', options.method ?? 'linear', NAME_OF_METHODS)
    const { weak, qInfo, ...read } = readQ(name, q, scale, array)
    const discreteMethod = METHODS[method].gamma === undefined
    if (!discreteMethod && array.info === BOOL) {
      throw typeError(`${name}: expected numbers for the method '${method}', received bool`, 'ERR_DTYPE')
    }
    const real = array.info.kind === 'f' ? array.info : FLOAT64
    const info = discreteMethod ? array.info : weak ? real : wider(real, qInfo)
    return answer({ name, array, ...read, info, method, skipNaN, options })
  }
}

const wider = (a: DTypeInfo, b: DTypeInfo): DTypeInfo => (a.itemsize >= b.itemsize ? a : b)

/** A percentile or quantile. */
export interface Quantile {
  <O extends NDArray>(a: ArrayLike, q: ArrayLike, options: QuantileOptions & { readonly out: O }): O
  (a: ArrayLike, q: number, options: QuantileOptions & { readonly axis: Axis }): NDArray
  (a: ArrayLike, q: number, options: QuantileOptions & { readonly keepdims: true }): NDArray
  (a: ArrayLike, q: number, options?: QuantileOptions): number
  (a: ArrayLike, q: number, axis: Axis, options?: QuantileOptions): NDArray
  (a: ArrayLike, q: ArrayLike, axis?: Axis | null | QuantileOptions, options?: QuantileOptions): NDArray
}

/**
 * Percentiles (0 to 100) of the elements, over all axes or those given; several percentiles make a new first axis. NaN if
 * an element is.
 * @example np.percentile([1, 2, 3, 4], [25, 50]) // array([1.75, 2.5 ])
 */
export const percentile = quantile_('percentile', 100, false) as Quantile

/**
 * Quantiles (0 to 1) of the elements, over all axes or those given; several quantiles make a new first axis. NaN if an
 * element is.
 * @example np.quantile([1, 2, 3, 4], 0.5, { method: 'lower' }) // 2
 */
export const quantile = quantile_('quantile', 1, false) as Quantile

/**
 * Percentiles (0 to 100) of the elements that are not NaN.
 * @example np.nanpercentile([1, NaN, 3], 50) // 2
 */
export const nanpercentile = quantile_('nanpercentile', 100, true) as Quantile

/**
 * Quantiles (0 to 1) of the elements that are not NaN.
 * @example np.nanquantile([1, NaN, 3], 0.5) // 2
 */
export const nanquantile = quantile_('nanquantile', 1, true) as Quantile

function median_(name: string, skipNaN: boolean) {
  return (a: ArrayLike, ...args: unknown[]): NDArray | Scalar => {
    const options = keywords(name, ['axis', 'out', 'overwrite_input', 'keepdims'], args) as MedianOptions
    const array = toArray(a, name)
    const info = array.info.kind === 'f' || array.info.kind === 'c' ? array.info : FLOAT64
    const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
    const reduced = countedAxes(name, options.axis, array._shape.length)
    const runs = axesLast(array, reduced)
    const n = runs._shape[runs._shape.length - 1]
    const shape = reducedShape(array._shape, reduced, keepdims)
    let result: NDArray
    if (n === 0) {
      result = newArray(
        info,
        runs._shape.slice(0, -1),
        runs._shape.slice(0, -1).reduce((x, y) => x * y, 1),
        false,
      )
      copyInto(result, toArray(Number.NaN))
    } else if (skipNaN && array.info.kind === info.kind) {
      result = withoutNaN(name, runs, 1, info, (some, count) => middle(some, count, info, true))
    } else {
      result = middle(runs, n, info)
    }
    const shaped = reshaped(result, shape)
    if (!isNone(options.out)) {
      const out = expectArray(name, 'out', options.out)
      checkOutput(name, out, info, shape)
      copyInto(out, shaped)
      return out
    }
    return reduced === undefined && !keepdims ? readElement(info, shaped.storage, shaped.offset) : shaped
  }
}

// The mean of the middle one or two of n numbers, which a run's NaN come after.
function middle(runs: NDArray, n: number, info: DTypeInfo, skipNaN = false): NDArray {
  const ranks = n % 2 === 1 ? [(n - 1) / 2] : [n / 2 - 1, n / 2]
  const { values, nan } = orderStatistics(runs, ranks)
  const compute = info === FLOAT16 ? FLOAT32 : info
  const reduced = values._shape.map((_, d) => d === values._shape.length - 1)
  const result = castArray(means('median', values, compute, reduced, undefined, 'taken').mean, info)
  if (!skipNaN) copyWhere(result, Number.NaN, nan)
  return result
}

/**
 * Median of the elements, over all axes or those given: the middle one of the sorted, or the mean of the middle two. NaN if
 * an element is, and for no elements.
 * @example np.median([[1, 7], [3, 4]], 1) // array([4. , 3.5])
 */
export const median = median_('median', false) as Reduction<MedianOptions, 'mean'>

/**
 * Median of the elements that are not NaN; NaN where all are.
 * @example np.nanmedian([1, NaN, 3, 8]) // 3
 */
export const nanmedian = median_('nanmedian', true) as Reduction<MedianOptions, 'mean'>
