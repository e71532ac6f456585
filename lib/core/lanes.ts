/** Views for gufuncs that work along one axis: "(n,k)->(k)" and "(n,k)->(n,k)", with the last other axis as k. */
import type { DTypeInfo } from './dtype'
import { type NDArray, newArray, view } from './ndarray'

export interface CoreRows {
  /** The input, its last two axes the worked axis and k. */
  readonly input: NDArray
  /** The new result, of the shape asked for. */
  readonly result: NDArray
  /** The result as the core call's operand. */
  readonly output: NDArray
  readonly loopShape: readonly number[]
  /** n and k. */
  readonly dims: readonly [number, number]
}

/**
 * Prepares an array and a new result for a core call along `axis`. The result has `shape`: the array's own, or the array's
 * without the axis.
 */
export function coreRows(array: NDArray, axis: number, shape: readonly number[], info: DTypeInfo): CoreRows {
  let size = 1
  for (const length of shape) size *= length
  const result = newArray(info, shape, size, false)
  if (array.contiguous) return contiguousRows(array, axis, result)
  const keeps = shape.length === array._shape.length
  const { input, loopShape, dims, order } = rowsOf(array, axis)
  const strides = order.map((d) =>
    d < 0 ? info.itemsize : keeps ? result._strides[d] : result._strides[d < axis ? d : d - 1],
  )
  const outShape = keeps ? [...loopShape, ...dims] : [...loopShape, dims[1]]
  const outStrides = keeps ? [...strides.slice(0, -1), result._strides[axis], strides[strides.length - 1]] : strides
  return { input, result, output: view(result, outShape, outStrides, result.offset), loopShape, dims }
}

// Axes before and behind the worked one are each one axis.
function contiguousRows(array: NDArray, axis: number, result: NDArray): CoreRows {
  const n = array._shape[axis]
  let k = 1
  for (let d = axis + 1; d < array._shape.length; d++) k *= array._shape[d]
  let outer = 1
  for (let d = 0; d < axis; d++) outer *= array._shape[d]
  const { itemsize } = array
  const out = result.info.itemsize
  const input = view(array, [outer, n, k], [n * k * itemsize, k * itemsize, itemsize], array.offset)
  const output =
    result._shape.length === array._shape.length
      ? view(result, [outer, n, k], [n * k * out, k * out, out], result.offset)
      : view(result, [outer, k], [k * out, out], result.offset)
  return { input, result, output, loopShape: [outer], dims: [n, k] }
}

// The other axes in order, the last of them k (or none, as -1).
function rowsOf(
  array: NDArray,
  axis: number,
): { input: NDArray; loopShape: number[]; dims: [number, number]; order: number[] } {
  const others = array._shape.map((_, d) => d).filter((d) => d !== axis)
  // Along the last axis each run stands alone: k is 1.
  const alone = axis === array._shape.length - 1
  const order = alone ? [...others, -1] : others
  const length = (d: number): number => (d < 0 ? 1 : array._shape[d])
  const stride = (d: number): number => (d < 0 ? array.info.itemsize : array._strides[d])
  const loop = order.slice(0, -1)
  const k = order[order.length - 1]
  const dims: [number, number] = [array._shape[axis], length(k)]
  const loopShape = loop.map(length)
  const input = view(
    array,
    [...loopShape, ...dims],
    [...loop.map(stride), array._strides[axis], stride(k)],
    array.offset,
  )
  return { input, loopShape, dims, order }
}
