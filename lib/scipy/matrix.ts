/** Small operations on matrices that several functions share. */
import { copyInto } from '../core/copy'
import type { DTypeInfo } from '../core/dtype'
import { type NDArray, newArray, shapeSize, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { callUnary, castArray } from '../core/ufunc'
import { newColumns } from '../lapack/call'
import { matmul } from '../products/products'

/** The elements of some rows and columns, as a view. */
export function part(a: NDArray, top: number, bottom: number, left = 0, right = a._shape[1]): NDArray {
  const shape = [Math.max(0, bottom - top), Math.max(0, right - left)]
  return view(a, shape, a._strides, a.offset + top * a._strides[0] + left * a._strides[1])
}

export function transposed(a: NDArray): NDArray {
  return view(a, [a._shape[1], a._shape[0]], [a._strides[1], a._strides[0]], a.offset)
}

export function conjugated(a: NDArray): NDArray {
  return a.info.kind === 'c' ? (callUnary(operation('conjugate'), a, []) as NDArray) : a
}

/** The conjugate transpose. */
export function adjoint(a: NDArray): NDArray {
  return conjugated(transposed(a))
}

/** The product of matrices, from the left. */
export function product(...factors: readonly NDArray[]): NDArray {
  return factors.reduce((a, b) => matmul(a, b) as NDArray)
}

/** A vector as a matrix of one column, without a copy. */
export function asColumn(x: NDArray): NDArray {
  return x._shape.length === 2 ? x : view(x, [x._shape[0], 1], [x._strides[0], x.info.itemsize], x.offset)
}

/** The first column of a matrix as a vector, where `like` is one. */
export function shapedLike(x: NDArray, like: NDArray): NDArray {
  return like._shape.length === 2 ? x : view(x, [x._shape[0]], [x._strides[0]], x.offset)
}

/** The diagonal number k, as a view. */
export function diagonalOf(a: NDArray, k = 0): NDArray {
  const [m, n] = a._shape
  const length = Math.max(0, k < 0 ? Math.min(m + k, n) : Math.min(m, n - k))
  const offset = a.offset + (k < 0 ? -k * a._strides[0] : k * a._strides[1])
  return view(a, [length], [a._strides[0] + a._strides[1]], length === 0 ? a.offset : offset)
}

/** A new matrix of zeros in row-major order. */
export function zeroMatrix(info: DTypeInfo, rows: number, columns: number): NDArray {
  return newArray(info, [rows, columns], shapeSize([rows, columns]), true)
}

/** A copy in column-major order with more room, the rest zero. */
export function padded(info: DTypeInfo, rows: number, columns: number, from: NDArray): NDArray {
  const to = newColumns(info, rows, columns)
  new Uint8Array(to.storage.buffer, to.offset, to.nbytes).fill(0)
  copyInto(part(to, 0, from._shape[0], 0, from._shape[1]), from)
  return to
}

/** A contiguous copy of a vector. */
export function copyVector(x: NDArray, info: DTypeInfo): NDArray {
  const copy = newArray(info, [x._size], x._size, false)
  copyInto(copy, x)
  return copy
}

/** A copy with another dtype, or the array itself. */
export { castArray as cast }
