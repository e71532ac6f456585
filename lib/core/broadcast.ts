/** Broadcasting rules: shapes meet from their last dimension on; 1 stretches. */
import type { DType } from './dtype'
import { formatShape, rangeError } from './errors'
import { type NDArray, shapeSize, view } from './ndarray'

/** The common shape. Throws `RangeError` naming all shapes when there is none. */
export function broadcastShape(name: string, shapes: readonly (readonly number[])[]): number[] {
  let ndim = 0
  for (const shape of shapes) if (shape.length > ndim) ndim = shape.length
  const result = new Array<number>(ndim).fill(1)
  for (const shape of shapes) {
    const shift = ndim - shape.length
    for (let d = 0; d < shape.length; d++) {
      const length = shape[d]
      if (length === 1 || length === result[shift + d]) continue
      if (result[shift + d] !== 1) {
        throw rangeError(
          `${name}: expected shapes that broadcast together, received ${shapes.map(formatShape).join(', ')}`,
          'ERR_SHAPE_MISMATCH',
        )
      }
      result[shift + d] = length
    }
  }
  return result
}

/** The strides that walk an array of `shape` as if it had the (already broadcast) shape `to`. */
export function broadcastStrides(
  shape: readonly number[],
  strides: readonly number[],
  to: readonly number[],
): number[] {
  const shift = to.length - shape.length
  const result = new Array<number>(to.length)
  for (let d = 0; d < to.length; d++) {
    const from = d - shift
    result[d] = from < 0 || (shape[from] === 1 && to[d] !== 1) ? 0 : strides[from]
  }
  return result
}

/** A read-only view of the array stretched to the shape; `RangeError` when it does not broadcast to it. */
export function broadcastView<D extends DType>(name: string, array: NDArray<D>, shape: readonly number[]): NDArray<D> {
  const shift = shape.length - array._shape.length
  let fits = shift >= 0
  for (let d = 0; fits && d < array._shape.length; d++) {
    fits = array._shape[d] === 1 || array._shape[d] === shape[shift + d]
  }
  if (!fits) {
    throw rangeError(
      `${name}: expected an array that broadcasts to ${formatShape(shape)}, received the shape ${formatShape(array._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  shapeSize(shape, name)
  return view(array, shape, broadcastStrides(array._shape, array._strides, shape), array.offset, false)
}
