/** Reductions: sum, mean and their kin. */
import { toArray } from './array'
import { operation, reducedAxes } from './call'
import { type DType, type DTypeInfo, type DTypeLike, dtypeInfo, type Scalar } from './dtype'
import { broadcastView } from './broadcast'
import { NDArray, newArray } from './ndarray'
import { accumulateInfo, type ReduceOptions, reduceBy, reducedCount, reduceOptions } from './reduction'
import type { ArrayLike, DTypeOf, QuotientOf, SumOf } from './types'
import { callBinary } from './ufunc'

type Axis = number | readonly number[]

/** What a reduction answers: a scalar for all axes, an array where an axis is named or dimensions are kept. */
export interface Reduction<Keys extends keyof ReduceOptions, Kind extends 'sum' | 'mean'> {
  <D extends DType>(a: ArrayLike, options: Pick<ReduceOptions<D>, Keys> & { readonly dtype: D; readonly axis?: null }): Scalar<D>
  <O extends NDArray>(a: ArrayLike, options: Pick<ReduceOptions, Keys> & { readonly out: O }): O
  <const X extends ArrayLike>(a: X, options: Pick<ReduceOptions, Keys> & { readonly keepdims: true }): NDArray<Kinds<DTypeOf<X>>[Kind]>
  <const X extends ArrayLike>(a: X, options: Pick<ReduceOptions, Keys> & { readonly axis: Axis }): NDArray<Kinds<DTypeOf<X>>[Kind]>
  <const X extends ArrayLike>(a: X, axis: Axis, options?: Pick<ReduceOptions, Keys>): NDArray<Kinds<DTypeOf<X>>[Kind]>
  <D extends DType>(a: ArrayLike, axis: Axis, dtype: D, options?: Pick<ReduceOptions, Keys>): NDArray<D>
  <const X extends ArrayLike>(a: X, options?: Pick<ReduceOptions, Keys>): Scalar<Kinds<DTypeOf<X>>[Kind]>
  <const X extends ArrayLike>(a: X, axis: null, options?: Pick<ReduceOptions, Keys>): Scalar<Kinds<DTypeOf<X>>[Kind]>
}

interface Kinds<D extends DType> {
  sum: SumOf<D>
  mean: QuotientOf<D>
}

const FLOAT64 = dtypeInfo('float64')
const FLOAT32 = dtypeInfo('float32')
const FLOAT16 = dtypeInfo('float16')

function wantedInfo(dtype: DTypeLike | null | undefined, otherwise: DTypeInfo): DTypeInfo {
  return dtype === undefined || dtype === null ? otherwise : dtypeInfo(dtype)
}

/**
 * Sum of the elements, over all axes or those given. Small integers and booleans add up as int64 or uint64; floats add
 * pairwise.
 * @example np.sum([[1, 2], [3, 4]], 0) // array([4., 6.])
 */
export const sum = ((a: ArrayLike, ...args: unknown[]) => {
  const array = toArray(a)
  const options = reduceOptions('sum', args)
  return reduceBy('sum', operation('add'), array, wantedInfo(options.dtype, accumulateInfo(array.info)), options)
}) as Reduction<'axis' | 'dtype' | 'out' | 'keepdims' | 'initial' | 'where', 'sum'>

/**
 * Arithmetic mean of the elements, over all axes or those given; integers average in float64. NaN for no elements.
 * @example np.mean([[1, 2], [3, 4]]) // 2.5
 */
export const mean = ((a: ArrayLike, ...args: unknown[]) => {
  const array = toArray(a)
  const options = reduceOptions('mean', args, ['axis', 'dtype', 'out', 'keepdims', 'where'])
  const exact = array.info.kind === 'b' || array.info.kind === 'i' || array.info.kind === 'u'
  const result = wantedInfo(options.dtype, exact ? FLOAT64 : array.info)
  // Halves would lose the sum's digits: NumPy adds them in float32.
  const compute = result === FLOAT16 ? FLOAT32 : result
  const { out, ...rest } = options
  const total = reduceBy('mean', operation('add'), array, compute, { ...rest, dtype: undefined, keepdims: options.keepdims })
  const count =
    options.where === undefined
      ? reducedCount(array.shape, reducedAxes('mean', options.axis, array.shape.length))
      : (reduceBy('mean', operation('add'), broadcastView('mean', toArray(options.where), array.shape), dtypeInfo('int64'), { axis: options.axis, keepdims: options.keepdims }) as NDArray)
  return divideBy(total, count, result, out)
}) as Reduction<'axis' | 'dtype' | 'out' | 'keepdims' | 'where', 'mean'>

function divideBy(total: NDArray | Scalar, count: number | NDArray, info: DTypeInfo, out: NDArray | null | undefined): unknown {
  if (typeof total === 'number' && typeof count === 'number' && !out && info === FLOAT64) return total / count
  const options = out ? [{ out, casting: 'unsafe' }] : total instanceof NDArray ? [{ out: newArray(info, total.shape, total.size, false), casting: 'unsafe' }] : []
  return callBinary(operation('divide'), total, count, options)
}
