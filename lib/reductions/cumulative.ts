/** Running sums and products. */
import { expectArray, expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { runCore } from '../core/call'
import { copyInto } from '../core/copy'
import { type DType, type DTypeInfo, type DTypeLike, dtypeInfo, type Scalar } from '../core/dtype'
import { rangeError, typeError } from '../core/errors'
import { coreRows } from '../core/lanes'
import { type NDArray, newArray, view } from '../core/ndarray'
import { type Operation, operation } from '../core/operation'
import { accumulateInfo } from '../core/reduction'
import type { ArrayLike, DTypeOf, SumOf } from '../core/types'
import { castArray, checkOutput } from '../core/ufunc'
import { ravel } from '../manipulation/shapes'

/** Keyword arguments of running sums and products. */
export interface CumulativeOptions<D extends DType = DType> {
  /** The axis to run along; without it the flattened array. */
  readonly axis?: number | null
  readonly dtype?: DTypeLike<D> | null
  readonly out?: NDArray | null
}

/** The same with a start. */
export interface CumulativeStartOptions<D extends DType = DType> extends CumulativeOptions<D> {
  /** Whether the result begins with the start (0 or 1). */
  readonly include_initial?: boolean
}

/** A running sum or product. */
export interface Cumulation<O extends object> {
  <T extends NDArray>(a: ArrayLike, options: O & { readonly out: T }): T
  <D extends DType>(a: ArrayLike, options: O & { readonly dtype: D }): NDArray<D>
  <D extends DType>(a: ArrayLike, axis: number | null, dtype: D, options?: O): NDArray<D>
  <const X extends ArrayLike>(a: X, axis?: number | null | O, options?: O): NDArray<SumOf<DTypeOf<X>>>
}

/** Runs an accumulation row along an axis, into a new array of dtype `info`. */
export function accumulateRow(op: Operation, array: NDArray, axis: number, info: DTypeInfo): NDArray {
  const loop =
    op.typed.find((one) => one.inputs[0] === array.info && one.outputs[0] === info) ??
    op.typed.find((one) => one.inputs[0] === info && one.outputs[0] === info)
  if (loop === undefined) throw typeError(`${op.name}: expected a numeric dtype, received ${info.name}`, 'ERR_DTYPE')
  const source = castArray(array, loop.inputs[0])
  const { input, result, output, loopShape, dims } = coreRows(source, axis, source._shape, info)
  if (result._size > 0) runCore(op, loop, [input, output], loopShape, dims)
  return result
}

/** The road of running sums and products. */
export function cumulate(name: string, row: string, array: NDArray, options: CumulativeOptions): NDArray {
  const whole = isNone(options.axis)
  const flat = whole || array._shape.length === 0
  const source = flat ? ravel(array) : array
  const axis = whole ? 0 : normalizeAxis(name, options.axis as number, source._shape.length)
  const out = isNone(options.out) ? undefined : expectArray(name, 'out', options.out)
  const info = !isNone(options.dtype) ? dtypeInfo(options.dtype) : (out?.info ?? accumulateInfo(array.info))
  const result = accumulateRow(operation(row), source, axis, info)
  if (out === undefined) return result
  checkOutput(name, out, info, result._shape, 'unsafe')
  copyInto(out, result)
  return out
}

const cumulation =
  (name: string, row: string) =>
  (a: ArrayLike, ...args: unknown[]): NDArray | Scalar =>
    cumulate(name, row, toArray(a, name), keywords(name, ['axis', 'dtype', 'out'], args) as CumulativeOptions)

/**
 * Running sum along an axis, or of the flattened array. Small integers and booleans add up as int64 or uint64.
 * @example np.cumsum([[1, 2], [3, 4]], 1) // array([[1., 3.], [3., 7.]])
 */
export const cumsum = cumulation('cumsum', 'cumsum') as Cumulation<CumulativeOptions>

/**
 * Running product along an axis, or of the flattened array. Small integers and booleans multiply as int64 or uint64.
 * @example np.cumprod([1, 2, 3, 4]) // array([ 1.,  2.,  6., 24.])
 */
export const cumprod = cumulation('cumprod', 'cumprod') as Cumulation<CumulativeOptions>

function cumulative(name: string, row: string, start: number): (x: ArrayLike, ...args: unknown[]) => NDArray {
  return (x, ...args) => {
    const given = keywords(name, ['axis', 'dtype', 'out', 'include_initial'], args) as CumulativeStartOptions
    const include = expectBoolean(name, 'include_initial', given.include_initial, false)
    let array = toArray(x, name)
    if (array._shape.length === 0) array = ravel(array)
    const ndim = array._shape.length
    if (isNone(given.axis)) {
      if (ndim > 1)
        throw rangeError(`${name}: expected an axis for an array of ${ndim} dimensions, received none`, 'ERR_AXIS')
    }
    const axis = normalizeAxis(name, given.axis ?? 0, ndim)
    if (!include) return cumulate(name, row, array, { axis, dtype: given.dtype, out: given.out })
    const out = isNone(given.out) ? undefined : expectArray(name, 'out', given.out)
    const info = given.dtype ? dtypeInfo(given.dtype) : (out?.info ?? accumulateInfo(array.info))
    const shape = array._shape.map((length, d) => (d === axis ? length + 1 : length))
    const size = shape.reduce((product, length) => product * length, 1)
    const result =
      out === undefined ? newArray(info, shape, size, false) : checkOutput(name, out, info, shape, 'unsafe')
    const part = (from: number, length: number): NDArray => {
      const partShape = shape.map((whole, d) => (d === axis ? length : whole))
      return view(result, partShape, result._strides, result.offset + from * result._strides[axis])
    }
    if (size > 0) copyInto(part(0, 1), toArray(start, name))
    copyInto(part(1, shape[axis] - 1), cumulate(name, row, array, { axis, dtype: info.name }))
    return result
  }
}

/**
 * Running sum along an axis, which an array of several dimensions needs; `include_initial` puts a 0 before it.
 * @example np.cumulative_sum([1, 2, 3], { include_initial: true }) // array([0., 1., 3., 6.])
 */
export const cumulative_sum = cumulative('cumulative_sum', 'cumsum', 0) as Cumulation<CumulativeStartOptions>

/**
 * Running product along an axis, which an array of several dimensions needs; `include_initial` puts a 1 before it.
 * @example np.cumulative_prod([1, 2, 3], { include_initial: true }) // array([1., 1., 2., 6.])
 */
export const cumulative_prod = cumulative('cumulative_prod', 'cumprod', 1) as Cumulation<CumulativeStartOptions>
