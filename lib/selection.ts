/** Choosing elements by conditions: where, nonzero and their kin. */
import { toArray } from './array'
import { broadcastShape } from './broadcast'
import { newLike, operation, runElementwise } from './call'
import { type DType, dtypeInfo } from './dtype'
import { rangeError, typeError } from './errors'
import { nonzeroTable } from './gather'
import { transposeArray } from './manipulation'
import { type NDArray, newArray, shapeSize, view } from './ndarray'
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
  return rowsOf(nonzeroRows('nonzero', a))
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
  return transposeArray(nonzeroRows('argwhere', array))
}

/**
 * The positions in row-major order of the elements that are not zero.
 * @example np.flatnonzero([[0, 1], [1, 0]]) // array([1, 2])
 */
export function flatnonzero(a: ArrayLike): NDArray<'int64'> {
  return nonzero(toArray(a).ravel())[0]
}

// One row of int64 indices per axis.
function nonzeroRows(name: string, a: ArrayLike): NDArray<'int64'> {
  const array = toArray(a)
  if (array.shape.length === 0) {
    throw rangeError(`${name}: expected at least 1 dimension, received a 0-d array`, 'ERR_SHAPE_MISMATCH')
  }
  return nonzeroTable(castArray(array, BOOL))
}

/** The rows of an array of two dimensions. */
export function rowsOf<D extends DType>(table: NDArray<D>): NDArray<D>[] {
  const [count, length] = table.shape
  const [step, stride] = table.strides
  return Array.from({ length: count }, (_, d) => view(table, [length], [stride], table.offset + d * step))
}
