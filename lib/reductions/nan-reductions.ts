/** Reductions that leave NaN out. */

import { expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { reducedAxes } from '../core/axis'
import { copyAs } from '../core/copy'
import { BOOL, type DTypeInfo, dtypeInfo, type Scalar } from '../core/dtype'
import { rangeError, typeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import { type Operation, operation } from '../core/operation'
import {
  accumulateInfo,
  finishReduction,
  fold,
  kernelLoop,
  type Plan,
  planFor,
  type ReduceOptions,
  reduceMask,
  reduceOptions,
  wantedInfo,
} from '../core/reduction'
import type { ArrayLike } from '../core/types'
import { callBinary, callUnary } from '../core/ufunc'
import { copyWhere, type MeanOptions, meanOf, type VarOptions, varianceOf, varOptions } from '../statistics/statistics'
import { type Cumulation, type CumulativeOptions, cumulate } from './cumulative'
import {
  type ArgOptions,
  type ExtremumOptions,
  type Reduction,
  reduceToPosition,
  type SumOptions,
  type TypedReduction,
} from './reductions'

const hasNaN = (info: DTypeInfo): boolean => info.kind === 'f' || info.kind === 'c'
const isNaNs = (array: NDArray): NDArray => callUnary(operation('isnan'), array, []) as NDArray

// A copy with another value in NaN's place.
function replaced(array: NDArray, value: number): NDArray {
  const copy = copyAs(array, array.info)
  copyWhere(copy, value, isNaNs(array))
  return copy
}

// Floats have rows that skip NaN as they read; complex arrays are copied first.
function skippingPlan(row: string, ufunc: Operation, array: NDArray, info: DTypeInfo): Plan | undefined {
  if (array.info.kind !== 'f') return undefined
  const op = operation(row)
  const loop = kernelLoop(op, array.info, info)
  return loop === undefined || ufunc.nin !== 2 ? undefined : { op, loop, info }
}

function skipping(
  name: string,
  ufunc: string,
  nothing: number,
): (a: ArrayLike, ...args: unknown[]) => NDArray | Scalar {
  const op = operation(ufunc)
  return (a, ...args) => {
    const options = reduceOptions(name, args)
    let array = toArray(a, name)
    const info = wantedInfo(options, accumulateInfo(array.info))
    let plan = skippingPlan(name, op, array, info)
    if (plan === undefined && hasNaN(array.info)) array = replaced(array, nothing)
    plan ??= planFor(op, array.info, info)
    const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
    const reduced = reducedAxes(name, options.axis, array._shape.length)
    const result = fold(name, plan, array, reduced, reduceMask(name, options.where, array), options.initial)
    return finishReduction(name, result, array, reduced, keepdims, options.out)
  }
}

/**
 * Sum of the elements that are not NaN, over all axes or those given; 0 for none.
 * @example np.nansum([1, NaN, 3]) // 4
 */
export const nansum = skipping('nansum', 'add', 0) as TypedReduction<SumOptions, 'sum'>

/**
 * Product of the elements that are not NaN, over all axes or those given; 1 for none.
 * @example np.nanprod([2, NaN, 3]) // 6
 */
export const nanprod = skipping('nanprod', 'multiply', 1) as TypedReduction<SumOptions, 'sum'>

function extremum(name: string, ufunc: string): (a: ArrayLike, ...args: unknown[]) => NDArray | Scalar {
  const op = operation(ufunc)
  return (a, ...args) => {
    const options = reduceOptions(name, args, ['axis', 'out', 'keepdims', 'initial', 'where'])
    const array = toArray(a, name)
    const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
    const reduced = reducedAxes(name, options.axis, array._shape.length)
    const plan = planFor(op, array.info, wantedInfo(options, array.info))
    const result = fold(name, plan, array, reduced, reduceMask(name, options.where, array), options.initial)
    return finishReduction(name, result, array, reduced, keepdims, options.out)
  }
}

/**
 * The greatest element that is not NaN, over all axes or those given; NaN where all are. Throws `RangeError` for no
 * elements without `initial`.
 * @example np.nanmax([1, NaN, 3]) // 3
 */
export const nanmax = extremum('nanmax', 'fmax') as Reduction<ExtremumOptions, 'same'>

/**
 * The least element that is not NaN, over all axes or those given; NaN where all are. Throws `RangeError` for no elements
 * without `initial`.
 * @example np.nanmin([1, NaN, 3]) // 1
 */
export const nanmin = extremum('nanmin', 'fmin') as Reduction<ExtremumOptions, 'same'>

function position(name: string, row: string, worst: number): (a: ArrayLike, ...args: unknown[]) => NDArray | Scalar {
  return (a, ...args) => {
    const array = toArray(a, name)
    if (!hasNaN(array.info)) return reduceToPosition(name, operation(row), array, args)
    const { axis } = keywords(name, ['axis', 'out', 'keepdims'], args) as ArgOptions
    const nan = isNaNs(array)
    const reduced = reducedAxes(name, axis, array._shape.length)
    if (array._size > 0) {
      const none = fold(name, planFor(operation('logical_and'), BOOL, BOOL), nan, reduced, undefined)
      const found = fold(name, planFor(operation('logical_or'), BOOL, BOOL), none, undefined, undefined)
      if (found.storage.bytes[found.offset] !== 0) {
        throw rangeError(`${name}: expected a number in every slice, received one of NaN alone`)
      }
    }
    return reduceToPosition(name, operation(row), replaced(array, worst), args)
  }
}

/**
 * The position of the greatest element that is not NaN. Throws `RangeError` where all are.
 * @example np.nanargmax([1, NaN, 3]) // 2
 */
export const nanargmax = position('nanargmax', 'argmax', Number.NEGATIVE_INFINITY) as Reduction<ArgOptions, 'count'>

/**
 * The position of the least element that is not NaN. Throws `RangeError` where all are.
 * @example np.nanargmin([NaN, 4, 3]) // 2
 */
export const nanargmin = position('nanargmin', 'argmin', Number.POSITIVE_INFINITY) as Reduction<ArgOptions, 'count'>

/**
 * Arithmetic mean of the elements that are not NaN, over all axes or those given; NaN where all are.
 * @example np.nanmean([1, NaN, 3]) // 2
 */
export const nanmean = ((a: ArrayLike, ...args: unknown[]) => {
  let array = toArray(a, 'nanmean')
  let options: MeanOptions = reduceOptions('nanmean', args, ['axis', 'dtype', 'out', 'keepdims', 'where'])
  expectInexact('nanmean', array, options)
  let nans: 'skipped' | 'taken' = hasNaN(array.info) ? 'skipped' : 'taken'
  if (array.info.kind === 'c') {
    options = { ...options, where: validWhere(array, options) }
    array = replaced(array, 0)
    nans = 'taken'
  }
  return meanOf('nanmean', array, options, nans)
}) as TypedReduction<MeanOptions, 'mean'>

// Where elements can be NaN so can results: NumPy refuses dtypes that can't say so.
function expectInexact(name: string, array: NDArray, { dtype, out }: MeanOptions): void {
  if (!hasNaN(array.info)) return
  for (const info of [dtype, out].map((one) => (isNone(one) ? undefined : dtypeInfo(one)))) {
    if (info === undefined || hasNaN(info)) continue
    throw typeError(
      `${name}: expected dtype and out to be floating or complex as the array is, received ${info.name}`,
      'ERR_DTYPE',
    )
  }
}

function validWhere(array: NDArray, options: ReduceOptions): NDArray {
  const valid = callUnary(operation('logical_not'), isNaNs(array), []) as NDArray
  if (options.where === undefined) return valid
  return callBinary(operation('logical_and'), valid, options.where, []) as NDArray
}

const variance =
  (name: string, root: boolean) =>
  (a: ArrayLike, ...args: unknown[]): NDArray | Scalar => {
    const array = toArray(a, name)
    const options = varOptions(name, args)
    expectInexact(name, array, options)
    return varianceOf(name, array, options, hasNaN(array.info) ? 'skipped' : 'taken', root)
  }

/**
 * Variance of the elements that are not NaN, over all axes or those given; NaN where `ddof` leaves no degree of freedom.
 * @example np.nanvar([1, NaN, 3]) // 1
 */
export const nanvar = variance('nanvar', false) as TypedReduction<VarOptions, 'deviation'>

/**
 * Standard deviation of the elements that are not NaN, over all axes or those given.
 * @example np.nanstd([1, NaN, 3]) // 1
 */
export const nanstd = variance('nanstd', true) as TypedReduction<VarOptions, 'deviation'>

function running(name: string, row: string, nothing: number): (a: ArrayLike, ...args: unknown[]) => NDArray {
  return (a, ...args) => {
    const array = toArray(a, name)
    const options = keywords(name, ['axis', 'dtype', 'out'], args) as CumulativeOptions
    return cumulate(name, row, hasNaN(array.info) ? replaced(array, nothing) : array, options)
  }
}

/**
 * Running sum that takes NaN as 0, along an axis or of the flattened array.
 * @example np.nancumsum([1, NaN, 3]) // array([1., 1., 4.])
 */
export const nancumsum = running('nancumsum', 'cumsum', 0) as Cumulation<CumulativeOptions>

/**
 * Running product that takes NaN as 1, along an axis or of the flattened array.
 * @example np.nancumprod([2, NaN, 3]) // array([2., 2., 6.])
 */
export const nancumprod = running('nancumprod', 'cumprod', 1) as Cumulation<CumulativeOptions>
