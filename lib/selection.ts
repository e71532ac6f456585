/** Choosing elements by conditions: where, nonzero and their kin. */
import { toArray } from './array'
import { broadcastShape } from './broadcast'
import { newLike, operation, runElementwise } from './call'
import { dtypeInfo } from './dtype'
import { rangeError, typeError } from './errors'
import { transposeArray } from './manipulation'
import { type NDArray, newArray, shapeSize } from './ndarray'
import { promoteTypes } from './promotion'
import type { ArrayLike, Promoted } from './types'
import { castArray, coerceOperands } from './ufunc'

const BOOL = dtypeInfo('bool')
const INT64 = dtypeInfo('int64')

/**
 * Elements of `x` where the condition holds, of `y` elsewhere; the three broadcast. With the condition alone, what
 * `nonzero` gives.
 * @example np.where([true, false, true], [1, 2, 3], 0) // array([1., 0., 3.])
 */
export function where(condition: ArrayLike): NDArray<'int64'>[]
export function where<const A extends ArrayLike, const B extends ArrayLike>(
  condition: ArrayLike,
  x: A,
  y: B,
): NDArray<Promoted<A, B>>
export function where(condition: ArrayLike, x?: ArrayLike, y?: ArrayLike): NDArray | NDArray[] {
  if (x === undefined && y === undefined) return nonzero(condition)
  if (x === undefined || y === undefined) throw typeError('where: expected both x and y or neither, received one')
  const op = operation('where')
  const mask = castArray(toArray(condition), BOOL)
  const { arrays } = coerceOperands(op, [x, y])
  const info = promoteTypes(arrays[0].info, arrays[1].info)
  const shape = broadcastShape('where', [mask.shape, arrays[0].shape, arrays[1].shape])
  const result = newLike([mask, ...arrays], info, shape, shapeSize(shape, 'where'))
  if (result.size > 0) runElementwise(op, op.typed[info.code], [mask, ...arrays, result], shape, false)
  return result
}

/**
 * The indices of the elements that are not zero, one array per axis, in row-major order. Throws `RangeError` for a 0-d
 * array.
 * @example np.nonzero([0, 5, 0, 7]) // [ array([1, 3]) ]
 */
export function nonzero(a: ArrayLike): NDArray<'int64'>[] {
  return indicesOfNonzero('nonzero', a).indices
}

/**
 * The indices of the elements that are not zero, one row each.
 * @example np.argwhere([[0, 1], [1, 0]]) // array([[0, 1], [1, 0]])
 */
export function argwhere(a: ArrayLike): NDArray<'int64'> {
  const array = toArray(a)
  if (array.shape.length === 0) {
    const hit = array.size > 0 && castArray(array, BOOL).item() === true
    return newArray(INT64, [hit ? 1 : 0, 0], 0, true) as NDArray<'int64'>
  }
  const { table } = indicesOfNonzero('argwhere', array)
  return transposeArray(table) as NDArray<'int64'>
}

/**
 * The positions in row-major order of the elements that are not zero.
 * @example np.flatnonzero([[0, 1], [1, 0]]) // array([1, 2])
 */
export function flatnonzero(a: ArrayLike): NDArray<'int64'> {
  return nonzero(toArray(a).ravel())[0]
}

// One row of int64 indices per axis, and the same rows as arrays.
function indicesOfNonzero(name: string, a: ArrayLike): { table: NDArray; indices: NDArray<'int64'>[] } {
  const array = toArray(a)
  const ndim = array.shape.length
  if (ndim === 0) {
    throw rangeError(`${name}: expected at least 1 dimension, received a 0-d array`, 'ERR_SHAPE_MISMATCH')
  }
  const cast = castArray(array, BOOL)
  const mask = cast.contiguous ? cast : cast.copy('C')
  const flags = new Uint8Array(mask.storage.buffer, mask.offset, mask.size)
  let count = 0
  for (let i = 0; i < flags.length; i++) count += flags[i]
  const table = newArray(INT64, [ndim, count], ndim * count, true)
  // Little-endian int64: an index below 2^53 as its low and high words.
  const words = new Uint32Array(table.storage.buffer, table.offset, 2 * ndim * count)
  let column = 0
  for (let i = flags.indexOf(1); i >= 0; i = flags.indexOf(1, i + 1), column++) {
    let rest = i
    for (let d = ndim - 1; d >= 0; d--) {
      const index = rest % array.shape[d]
      rest = (rest - index) / array.shape[d]
      const at = 2 * (d * count + column)
      words[at] = index
      words[at + 1] = index / 2 ** 32
    }
  }
  const indices = Array.from({ length: ndim }, (_, d) => table.get(d) as NDArray<'int64'>)
  return { table, indices }
}
