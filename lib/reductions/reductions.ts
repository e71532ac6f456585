/** Reductions: sums, products, extremes, truth, positions of extremes, counts. */
import { expectArray, expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis, reducedAxes } from '../core/axis'
import { positionInAll, runCore } from '../core/call'
import { copyInto } from '../core/copy'
import { BOOL, type DType, type DTypeInfo, INT64, type Scalar } from '../core/dtype'
import { readElement } from '../core/elements'
import { rangeError, typeError } from '../core/errors'
import { coreRows } from '../core/lanes'
import type { NDArray } from '../core/ndarray'
import { type Operation, operation } from '../core/operation'
import { canCast } from '../core/promotion'
import {
  accumulateInfo,
  finishReduction,
  fold,
  foldToScalar,
  NO_OPTIONS,
  type Plan,
  type ReduceOptions,
  reduceBy,
  reducedShape,
  reduceMask,
  reduceOptions,
  reshaped,
} from '../core/reduction'
import type { ArrayLike, DTypeOf, QuotientOf, RealOf, SumOf } from '../core/types'
import { callBinary, checkOutput } from '../core/ufunc'
import { ravel } from '../manipulation/shapes'

export type Axis = number | readonly number[]

/** What a reduction's result dtype is, for the compiler: by the dtype of its input. */
export interface ReductionKinds<D extends DType> {
  same: D
  sum: SumOf<D>
  mean: QuotientOf<D>
  deviation: RealOf<QuotientOf<D>>
  bool: 'bool'
  count: 'int64'
}

export type ReductionKind = keyof ReductionKinds<DType>

type Of<X, K extends ReductionKind> = ReductionKinds<DTypeOf<X>>[K]

/** What a reduction answers: a scalar for all axes, an array where an axis is named or dimensions are kept. */
export interface Reduction<O extends object, K extends ReductionKind> {
  <T extends NDArray>(a: ArrayLike, options: O & { readonly out: T }): T
  <const X extends ArrayLike>(a: X, options: O & { readonly keepdims: true }): NDArray<Of<X, K>>
  <const X extends ArrayLike>(a: X, options: O & { readonly axis: Axis }): NDArray<Of<X, K>>
  <const X extends ArrayLike>(a: X, axis: Axis, options?: O): NDArray<Of<X, K>>
  <T extends NDArray>(a: ArrayLike, axis: Axis | null, out: T, options?: O): T
  <const X extends ArrayLike>(a: X, options?: O): Scalar<Of<X, K>>
  <const X extends ArrayLike>(a: X, axis: null, options?: O): Scalar<Of<X, K>>
}

/** The same where the dtype to compute in can be named. */
export interface TypedReduction<O extends object, K extends ReductionKind> {
  <T extends NDArray>(a: ArrayLike, options: O & { readonly out: T }): T
  <D extends DType>(a: ArrayLike, options: O & { readonly dtype: D; readonly axis: Axis }): NDArray<D>
  <D extends DType>(a: ArrayLike, options: O & { readonly dtype: D; readonly keepdims: true }): NDArray<D>
  <D extends DType>(a: ArrayLike, options: O & { readonly dtype: D }): Scalar<D>
  <const X extends ArrayLike>(a: X, options: O & { readonly keepdims: true }): NDArray<Of<X, K>>
  <const X extends ArrayLike>(a: X, options: O & { readonly axis: Axis }): NDArray<Of<X, K>>
  <const X extends ArrayLike>(a: X, axis: Axis, options?: O): NDArray<Of<X, K>>
  <D extends DType>(a: ArrayLike, axis: Axis, dtype: D, options?: O): NDArray<D>
  <D extends DType>(a: ArrayLike, axis: null, dtype: D, options?: O): Scalar<D>
  <const X extends ArrayLike>(a: X, options?: O): Scalar<Of<X, K>>
  <const X extends ArrayLike>(a: X, axis: null, options?: O): Scalar<Of<X, K>>
}

type Keys<K extends keyof ReduceOptions> = Pick<ReduceOptions, K>

/** Keyword arguments of sums and products. */
export type SumOptions = ReduceOptions
/** Keyword arguments of extremes. */
export type ExtremumOptions = Keys<'axis' | 'out' | 'keepdims' | 'initial' | 'where'>
/** Keyword arguments of `any` and `all`. */
export type TruthOptions = Keys<'axis' | 'out' | 'keepdims' | 'where'>
/** Keyword arguments of `argmax` and `argmin`, which take one axis. */
export interface ArgOptions extends Keys<'out' | 'keepdims'> {
  readonly axis?: number | null
}

const EXTREMUM_KEYWORDS = ['axis', 'out', 'keepdims', 'initial', 'where'] as const
const TRUTH_KEYWORDS = ['axis', 'out', 'keepdims', 'where'] as const

function summing(name: string, ufunc: string): (a: ArrayLike, ...args: unknown[]) => NDArray | Scalar {
  const op = operation(ufunc)
  return (a, ...args) => {
    const array = toArray(a, name)
    return reduceBy(name, op, array, accumulateInfo(array.info), reduceOptions(name, args))
  }
}

/**
 * Sum of the elements, over all axes or those given. Small integers and booleans add up as int64 or uint64; floats add
 * pairwise, so that the rounding error grows with the logarithm of their number.
 * @example np.sum([[1, 2], [3, 4]], 0) // array([4., 6.])
 */
export const sum = summing('sum', 'add') as TypedReduction<SumOptions, 'sum'>

/**
 * Product of the elements, over all axes or those given. Small integers and booleans multiply as int64 or uint64.
 * @example np.prod([[1, 2], [3, 4]], 1) // array([ 2., 12.])
 */
export const prod = summing('prod', 'multiply') as TypedReduction<SumOptions, 'sum'>

function extremum(name: string, ufunc: string): (a: ArrayLike, ...args: unknown[]) => NDArray | Scalar {
  const op = operation(ufunc)
  return (a, ...args) => {
    const array = toArray(a, name)
    return reduceBy(name, op, array, array.info, reduceOptions(name, args, EXTREMUM_KEYWORDS))
  }
}

/**
 * The greatest element, over all axes or those given; NaN if there is one. Complex numbers are ordered by their real, then
 * their imaginary part. Throws `RangeError` for no elements without `initial`.
 * @example np.max([[1, 5], [3, 4]], 1) // array([5., 4.])
 */
export const max = extremum('max', 'maximum') as Reduction<ExtremumOptions, 'same'>

/**
 * The least element, over all axes or those given; NaN if there is one. Throws `RangeError` for no elements without
 * `initial`.
 * @example np.min([[1, 5], [3, 4]], 1) // array([1., 3.])
 */
export const min = extremum('min', 'minimum') as Reduction<ExtremumOptions, 'same'>

/**
 * Another name of `max`.
 * @example np.amax([1, 5, 3]) // 5
 */
export const amax = max

/**
 * Another name of `min`.
 * @example np.amin([1, 5, 3]) // 1
 */
export const amin = min

/**
 * The range of the elements, from the least to the greatest, over all axes or those given. Throws `TypeError` for booleans.
 * @example np.ptp([[1, 5], [3, 4]], 1) // array([4., 1.])
 */
export const ptp = ((a: ArrayLike, ...args: unknown[]) => {
  const array = toArray(a, 'ptp')
  const { out, ...options } = reduceOptions('ptp', args, ['axis', 'out', 'keepdims'])
  const high = reduceBy('ptp', operation('maximum'), array, array.info, { ...options, keepdims: true }) as NDArray
  if (array.info === BOOL) throw typeError('ptp: expected numbers, received bool', 'ERR_DTYPE')
  const low = reduceBy('ptp', operation('minimum'), array, array.info, { ...options, keepdims: true }) as NDArray
  const range = callBinary(operation('subtract'), high, low, []) as NDArray
  const reduced = reducedAxes('ptp', options.axis, array._shape.length)
  return finishReduction(
    'ptp',
    reshaped(range, reducedShape(array._shape, reduced, false)),
    array,
    reduced,
    options.keepdims === true,
    out,
  )
}) as Reduction<Keys<'axis' | 'out' | 'keepdims'>, 'same'>

function truth(name: string): (a: ArrayLike, ...args: unknown[]) => NDArray | Scalar {
  const plans = plansOf(name, BOOL)
  return (a, ...args) => {
    const array = toArray(a, name)
    return byRow(name, plans[array.info.code], array, reduceOptions(name, args, TRUTH_KEYWORDS))
  }
}

/** How a row with a loop for every dtype reduces each of them. */
function plansOf(name: string, info: DTypeInfo): Plan[] {
  const op = operation(name)
  return op.typed.map((loop) => ({ op, loop, info }))
}

const COUNT_PLANS = plansOf('count_nonzero', INT64)

// Reductions that have a loop for every dtype of their own.
function byRow(name: string, plan: Plan, array: NDArray, options: ReduceOptions): NDArray | Scalar {
  if (options === NO_OPTIONS && array.contiguous) return foldToScalar(plan, array)
  const { axis, keepdims, out, where } = options
  const keep = expectBoolean(name, 'keepdims', keepdims, false)
  const reduced = reducedAxes(name, axis, array._shape.length)
  const accumulators = fold(name, plan, array, reduced, reduceMask(name, where, array))
  return finishReduction(name, accumulators, array, reduced, keep, out)
}

/**
 * Whether any element is true (not zero), over all axes or those given. NaN is true.
 * @example np.any([[0, 1], [0, 0]], 1) // array([ True, False])
 */
export const any = truth('any') as Reduction<TruthOptions, 'bool'>

/**
 * Whether all elements are true (not zero), over all axes or those given; true for no elements.
 * @example np.all([[1, 1], [0, 1]], 1) // array([ True, False])
 */
export const all = truth('all') as Reduction<TruthOptions, 'bool'>

/**
 * The number of elements that are not zero, over all axes or those given.
 * @example np.count_nonzero([[0, 1], [2, 3]], 0) // array([1, 2])
 */
export const count_nonzero = ((a: ArrayLike, ...args: unknown[]) => {
  const array = toArray(a, 'count_nonzero')
  const options = reduceOptions('count_nonzero', args, ['axis', 'keepdims'])
  return byRow('count_nonzero', COUNT_PLANS[array.info.code], array, options)
}) as Reduction<Keys<'axis' | 'keepdims'>, 'count'>

/** The road of argmax and argmin: positions along one axis, or in the flattened array. */
export function reduceToPosition(
  name: string,
  op: Operation,
  array: NDArray,
  args: readonly unknown[],
): NDArray | Scalar {
  if (args.length === 0 && array.contiguous && array._size > 0)
    return positionInAll(op, op.typed[array.info.code], array)
  const options = keywords(name, ['axis', 'out', 'keepdims'], args) as ArgOptions
  const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
  const whole = isNone(options.axis)
  const ndim = array._shape.length
  const source = whole || ndim === 0 ? ravel(array) : array
  const axis =
    whole || ndim === 0
      ? whole
        ? 0
        : normalizeAxis(name, options.axis as number, 1) * 0
      : normalizeAxis(name, options.axis as number, ndim)
  const reduced = whole || ndim === 0 ? undefined : array._shape.map((_, d) => d === axis)
  const shape = reducedShape(array._shape, reduced, false)
  const { input, result, output, loopShape, dims } = coreRows(source, axis, shape, INT64)
  if (dims[0] === 0 && result._size > 0) {
    throw rangeError(`${name}: expected at least one element to look at, received none`, 'ERR_SHAPE_MISMATCH')
  }
  if (result._size > 0) runCore(op, op.typed[array.info.code], [input, output], loopShape, dims)
  if (isNone(options.out)) {
    if (keepdims) return reshaped(result, reducedShape(array._shape, reduced, true))
    return whole ? readElement(result.info, result.storage, result.offset) : result
  }
  const out = expectArray(name, 'out', options.out)
  if (!canCast(out.info, INT64)) {
    throw typeError(`${name}: expected out of an integer dtype, received ${out.info.name}`, 'ERR_CASTING')
  }
  const final = reducedShape(array._shape, reduced, keepdims)
  checkOutput(name, out, INT64, final, 'unsafe')
  copyInto(out, reshaped(result, final))
  return out
}

/**
 * The position of the greatest element along an axis, or in the flattened array; the first of several, or the first NaN.
 * Throws `RangeError` for no elements.
 * @example np.argmax([[1, 5], [7, 4]], 1) // array([1, 0])
 */
export const argmax = ((a: ArrayLike, ...args: unknown[]) =>
  reduceToPosition('argmax', operation('argmax'), toArray(a, 'argmax'), args)) as Reduction<ArgOptions, 'count'>

/**
 * The position of the least element along an axis, or in the flattened array; the first of several, or the first NaN.
 * Throws `RangeError` for no elements.
 * @example np.argmin([[1, 5], [7, 4]], 1) // array([0, 1])
 */
export const argmin = ((a: ArrayLike, ...args: unknown[]) =>
  reduceToPosition('argmin', operation('argmin'), toArray(a, 'argmin'), args)) as Reduction<ArgOptions, 'count'>
