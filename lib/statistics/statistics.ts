/** Means, variances and averages. */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { countedAxes, normalizeAxes, reducedAxes } from '../core/axis'
import { broadcastView } from '../core/broadcast'
import { foldAll, START_IDENTITY } from '../core/call'
import { copyAs } from '../core/copy'
import { BOOL, COMPLEX128, type DTypeInfo, dtypeInfo, FLOAT32, FLOAT64, INT64, type Scalar } from '../core/dtype'
import { formatShape, rangeError, typeError } from '../core/errors'
import { NDArray, newArray, sameShape, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import {
  accumulateInfo,
  computeInfo,
  finishReduction,
  fold,
  kernelLoop,
  type Plan,
  planFor,
  type ReduceOptions,
  reduceBy,
  reducedCount,
  reducedShape,
  reduceMask,
  reduceOptions,
  reshaped,
} from '../core/reduction'
import type { ArrayLike } from '../core/types'
import { callBinary, callUnary, castArray, checkOutput } from '../core/ufunc'
import type { Axis, Reduction, TypedReduction } from '../reductions/reductions'

const REAL: Readonly<Record<string, DTypeInfo>> = { complex64: FLOAT32, complex128: FLOAT64 }

/** Keyword arguments of a mean. */
export type MeanOptions = Pick<ReduceOptions, 'axis' | 'dtype' | 'out' | 'keepdims' | 'where'>

/** Keyword arguments of variances and standard deviations. */
export interface VarOptions extends MeanOptions {
  /** Delta degrees of freedom: the divisor is the number of elements less this. */
  readonly ddof?: number
  /** Another name of `ddof` (not both). */
  readonly correction?: number
  /** The mean, if it is known, with reduced axes kept as length 1. */
  readonly mean?: ArrayLike
}

/** Whether NaN elements are left out. */
export type NaNs = 'taken' | 'skipped'

const isExact = (info: DTypeInfo): boolean => info.kind === 'b' || info.kind === 'i' || info.kind === 'u'

function meanInfo(array: NDArray, options: MeanOptions): DTypeInfo {
  if (!isNone(options.dtype)) return dtypeInfo(options.dtype)
  return isExact(array.info) ? FLOAT64 : array.info
}

// Small integers add up exactly in 64 bits, which is both faster and more accurate than in float64.
function meanPlan(array: NDArray, compute: DTypeInfo, skip: boolean): Plan {
  if (skip) {
    const row = operation('nansum')
    const loop = kernelLoop(row, array.info, compute)
    if (loop !== undefined) return { op: row, loop, info: compute }
  }
  const add = operation('add')
  if (compute === FLOAT64 && isExact(array.info) && array.info.itemsize < 8) {
    return planFor(add, array.info, accumulateInfo(array.info))
  }
  return planFor(add, array.info, compute)
}

/** How many elements each result takes in: a number, or an array where that differs. */
export function countTaken(
  name: string,
  array: NDArray,
  reduced: readonly boolean[] | undefined,
  mask: NDArray | undefined,
  nans: NaNs,
): number | NDArray {
  if (nans === 'skipped' && !isExact(array.info)) {
    const row = operation('count_valid')
    const loop = row.typed.find((one) => one.inputs[0] === array.info)!
    return fold(name, { op: row, loop, info: INT64 }, array, reduced, mask)
  }
  if (mask === undefined) return reducedCount(array._shape, reduced)
  return fold(name, planFor(operation('add'), BOOL, INT64), mask, reduced, undefined)
}

// Quotients in a dtype of choice, whatever division would give.
function quotient(total: NDArray, count: number | NDArray, info: DTypeInfo): NDArray {
  const out = newArray(info, total._shape, total._size, false)
  return callBinary(operation('divide'), total, count, [{ out, casting: 'unsafe' }]) as NDArray
}

/** Means without the reduced axes, in the dtype that they are computed in, and the counts that they were divided by. */
export function means(
  name: string,
  array: NDArray,
  compute: DTypeInfo,
  reduced: readonly boolean[] | undefined,
  mask: NDArray | undefined,
  nans: NaNs,
): { mean: NDArray; count: number | NDArray } {
  const total = fold(name, meanPlan(array, compute, nans === 'skipped'), array, reduced, mask)
  const count = countTaken(name, array, reduced, mask, nans)
  return { mean: quotient(total, count, compute), count }
}

/** The road of mean and nanmean. */
export function meanOf(name: string, array: NDArray, options: MeanOptions, nans: NaNs): NDArray | Scalar {
  const info = meanInfo(array, options)
  const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
  const reduced = (nans === 'taken' ? countedAxes : reducedAxes)(name, options.axis, array._shape.length)
  const mask = reduceMask(name, options.where, array)
  const { mean } = means(name, array, computeInfo(info), reduced, mask, nans)
  return finishReduction(name, castArray(mean, info), array, reduced, keepdims, options.out)
}

const readFloat = (element: DataView): number => element.getFloat64(0, true)
// Rounded where it is beyond 2^53, as a conversion to float64 rounds.
const readInteger = (element: DataView): number => Number(element.getBigInt64(0, true))

/**
 * Arithmetic mean of the elements, over all axes or those given; integers average in float64, float16 in float32. NaN for
 * no elements.
 * @example np.mean([[1, 2], [3, 4]]) // 2.5
 */
export const mean = ((a: ArrayLike, ...args: unknown[]) => {
  const array = toArray(a, 'mean')
  if (
    args.length === 0 &&
    array.contiguous &&
    (array.info === FLOAT64 || (isExact(array.info) && array.info.itemsize < 8))
  ) {
    const { op, loop } = meanPlan(array, FLOAT64, false)
    return foldAll(op, loop, array, START_IDENTITY, array.info === FLOAT64 ? readFloat : readInteger) / array._size
  }
  return meanOf('mean', array, reduceOptions('mean', args, ['axis', 'dtype', 'out', 'keepdims', 'where']), 'taken')
}) as TypedReduction<MeanOptions, 'mean'>

const VAR_KEYWORDS = ['axis', 'dtype', 'out', 'ddof', 'keepdims', 'where', 'mean', 'correction'] as const

/** Reads the arguments of var and std. */
export function varOptions(name: string, args: readonly unknown[]): VarOptions {
  return keywords(name, VAR_KEYWORDS, args) as VarOptions
}

function degrees(name: string, options: VarOptions): number {
  if (options.correction !== undefined && options.ddof !== undefined && options.ddof !== 0) {
    throw rangeError(`${name}: expected one of ddof and correction, received both`)
  }
  const ddof = options.correction ?? options.ddof ?? 0
  if (typeof ddof !== 'number') throw typeError(`${name}: expected a number for ddof, received ${typeof ddof}`)
  return ddof
}

// A given mean, which has reduced axes kept, without them.
function givenMean(
  name: string,
  value: ArrayLike,
  array: NDArray,
  reduced: readonly boolean[] | undefined,
  info: DTypeInfo,
): NDArray {
  const shape = reducedShape(array._shape, reduced, true)
  const whole = copyAs(broadcastView(name, toArray(value, name), shape), info)
  return reshaped(whole, reducedShape(array._shape, reduced, false))
}

/** The road of var, std and their nan-versions. */
export function varianceOf(
  name: string,
  array: NDArray,
  options: VarOptions,
  nans: NaNs,
  root: boolean,
): NDArray | Scalar {
  const ddof = degrees(name, options)
  const info = meanInfo(array, options)
  const compute = computeInfo(info)
  const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
  const reduced = (nans === 'taken' ? countedAxes : reducedAxes)(name, options.axis, array._shape.length)
  let mask = reduceMask(name, options.where, array)
  let skipped = nans
  if (nans === 'skipped' && (array.info.kind === 'c' || info.kind === 'c')) {
    // No kernel skips complex NaN: a mask does.
    const valid = callUnary(operation('logical_not'), callUnary(operation('isnan'), array, []), []) as NDArray
    mask = mask === undefined ? valid : (callBinary(operation('logical_and'), valid, mask, []) as NDArray)
    skipped = 'taken'
  }
  const known = !isNone(options.mean)
  const found = known ? undefined : means(name, array, compute, reduced, mask, skipped)
  const center = found?.mean ?? givenMean(name, options.mean as ArrayLike, array, reduced, compute)
  const count = found?.count ?? countTaken(name, array, reduced, mask, skipped)
  const row = operation(skipped === 'skipped' && !isExact(array.info) ? 'nan_squared_deviations' : 'squared_deviations')
  const loop = kernelLoopFor(row, array.info, compute)
  const centered = castArray(center, computeInfo(loop.inputs[0]))
  const squares = fold(name, { op: row, loop, info: loop.outputs[0] }, array, reduced, mask, undefined, centered)
  const divisor = divisorOf(count, ddof, nans)
  // Real, unless a complex dtype is asked for.
  const asked = !isNone(options.dtype)
  const result = asked ? info : (REAL[info.name] ?? info)
  let variance = quotient(squares, divisor, squares.info)
  if (root) {
    // NumPy takes the roots inside `out`, whose dtype must hold them.
    if (options.out instanceof NDArray) checkOutput(name, options.out, squares.info, options.out._shape)
    variance = callUnary(operation('sqrt'), variance, []) as NDArray
  }
  return finishReduction(name, castArray(variance, result), array, reduced, keepdims, options.out)
}

// The deviations' loop of the dtype computed in; complex input has its own, whose squares are real, and so has float16.
function kernelLoopFor(row: ReturnType<typeof operation>, input: DTypeInfo, compute: DTypeInfo): Plan['loop'] {
  const output = REAL[compute.name] ?? compute
  const complex = output === FLOAT64 ? COMPLEX128 : input
  const loop =
    input.kind === 'c'
      ? row.typed.find((one) => one.inputs[0] === complex)
      : (row.typed.find((one) => one.inputs[0] === input && one.outputs[0] === output && compute === output) ??
        row.typed.find((one) => one.inputs[0] === compute))
  if (loop === undefined)
    throw typeError(`var: expected a floating dtype to compute in, received ${compute.name}`, 'ERR_DTYPE')
  return loop
}

// NumPy divides by no less than 0; the nan-versions give NaN where no degree of freedom is left.
function divisorOf(count: number | NDArray, ddof: number, nans: NaNs): number | NDArray {
  if (typeof count === 'number') return nans === 'skipped' && count <= ddof ? Number.NaN : Math.max(count - ddof, 0)
  const rest = callBinary(operation('subtract'), castArray(count, FLOAT64), ddof, []) as NDArray
  if (nans === 'taken') return callBinary(operation('maximum'), rest, 0, []) as NDArray
  const none = callBinary(operation('less_equal'), rest, 0, []) as NDArray
  copyWhere(rest, Number.NaN, none)
  return rest
}

/** `target[mask] = value` for a scalar. */
export function copyWhere(target: NDArray, value: number, mask: NDArray): void {
  callUnary(operation('positive'), value, [{ out: target, where: mask, casting: 'unsafe' }])
}

const variance =
  (name: string, root: boolean) =>
  (a: ArrayLike, ...args: unknown[]): NDArray | Scalar =>
    varianceOf(name, toArray(a, name), varOptions(name, args), 'taken', root)

const var_ = variance('var', false) as TypedReduction<VarOptions, 'deviation'>

/**
 * Standard deviation of the elements, over all axes or those given: the root of the mean squared distance from the mean.
 * `ddof` (or `correction`) is taken off the number of elements that is divided by.
 * @example np.std([1, 2, 3, 4], { ddof: 1 }) // 1.2909944487358056
 */
export const std = variance('std', true) as TypedReduction<VarOptions, 'deviation'>

export {
  /**
   * Variance of the elements, over all axes or those given: the mean squared distance from the mean, which two passes find.
   * `ddof` (or `correction`) is taken off the number of elements that is divided by.
   * @example np.var([1, 2, 3, 4]) // 1.25
   */
  var_ as var,
}

/** Keyword arguments of `average`. */
export interface AverageOptions {
  readonly axis?: Axis | null
  /** The weights: of the array's shape, or of the axes' lengths. */
  readonly weights?: ArrayLike | null
  /** Whether to answer the sum of the weights too. */
  readonly returned?: boolean
  readonly keepdims?: boolean
}

type Averaged = Reduction<AverageOptions, 'mean'> &
  ((a: ArrayLike, options: AverageOptions & { readonly returned: true }) => [NDArray | Scalar, NDArray | Scalar])

/**
 * Weighted average, over all axes or those given. Throws `RangeError` when weights sum to zero or do not fit.
 * @example np.average([1, 2, 3], { weights: [3, 1, 0] }) // 1.25
 */
export const average = ((a: ArrayLike, ...args: unknown[]) => {
  const options = keywords('average', ['axis', 'weights', 'returned', 'keepdims'], args) as AverageOptions
  const array = toArray(a, 'average')
  const keepdims = expectBoolean('average', 'keepdims', options.keepdims, false)
  const returned = expectBoolean('average', 'returned', options.returned, false)
  const reduced = countedAxes('average', options.axis, array._shape.length)
  let result: NDArray
  let weight: NDArray
  if (isNone(options.weights)) {
    const info = isExact(array.info) ? FLOAT64 : array.info
    result = castArray(means('average', array, computeInfo(info), reduced, undefined, 'taken').mean, info)
    weight = copyAs(broadcastView('average', toArray(reducedCount(array._shape, reduced)), result._shape), info)
  } else {
    const weights = weightsFor('average', toArray(options.weights, 'average'), array, options.axis)
    let info = promoteTypes(array.info, weights.info)
    if (isExact(array.info)) info = promoteTypes(info, FLOAT64)
    const total = fold(
      'average',
      planFor(operation('add'), weights.info, info),
      broadcastView('average', weights, array._shape),
      reduced,
      undefined,
    )
    const zero = callBinary(operation('equal'), total, 0, []) as NDArray
    if (reduceBy('average', operation('logical_or'), zero, BOOL, {}) === true) {
      throw rangeError('average: expected weights that do not sum to zero, received such')
    }
    const product = callBinary(operation('multiply'), array, weights, [{ dtype: info.name }]) as NDArray
    const sum = fold('average', planFor(operation('add'), product.info, info), product, reduced, undefined)
    result = quotient(sum, total, info)
    weight = total
  }
  const finish = (one: NDArray): NDArray | Scalar =>
    finishReduction('average', one, array, reduced, keepdims, undefined)
  return returned ? [finish(result), finish(weight)] : finish(result)
}) as Averaged

/** Weights made to broadcast against the array. Throws where shapes do not fit. */
export function weightsFor(name: string, weights: NDArray, array: NDArray, axis: Axis | null | undefined): NDArray {
  if (sameShape(weights._shape, array._shape)) return weights
  if (isNone(axis)) {
    throw typeError(
      `${name}: expected an axis for weights of another shape than the array's, received none`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const axes = normalizeAxes(name, axis, array._shape.length)
  const wanted = axes.map((d) => array._shape[d])
  if (!sameShape(weights._shape, wanted)) {
    throw rangeError(
      `${name}: expected weights of the shape ${formatShape(wanted)} along the axes, received ${formatShape(weights._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const shape = array._shape.map((length, d) => (axes.includes(d) ? length : 1))
  const strides = array._shape.map((_, d) => (axes.includes(d) ? weights._strides[axes.indexOf(d)] : 0))
  return view(weights, shape, strides, weights.offset)
}
