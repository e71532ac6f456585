/** Diagonals and triangles. */
import { expectArray, expectInteger, isNone, keywords } from '../core/arguments'
import { scalarArray, toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { runElementwise } from '../core/call'
import { copyInto, newLike } from '../core/copy'
import { BOOL, type DType, type DTypeLike, dtypeInfo, INT64, type Scalar } from '../core/dtype'
import { rangeError } from '../core/errors'
import { type NDArray, newArray, shapeSize, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { accumulateInfo, type ReduceOptions, reduceBy } from '../core/reduction'
import type { ArrayLike, DTypeOf, SumOf } from '../core/types'
import { ravel } from '../manipulation/shapes'

export interface DiagonalOptions {
  /** Which diagonal: above the main one (0) where positive. */
  readonly offset?: number
  readonly axis1?: number
  readonly axis2?: number
}

/** A view of the diagonal of two axes, as a last axis. */
export function diagonalView(name: string, array: NDArray, offset: number, axis1: unknown, axis2: unknown): NDArray {
  const ndim = array._shape.length
  if (ndim < 2) {
    throw rangeError(`${name}: expected at least 2 dimensions, received ${ndim}`, 'ERR_SHAPE_MISMATCH')
  }
  const row = normalizeAxis(name, axis1, ndim)
  const column = normalizeAxis(name, axis2, ndim)
  if (row === column)
    throw rangeError(`${name}: expected two different axes, received ${axis1} and ${axis2}`, 'ERR_AXIS')
  const down = Math.max(0, -offset)
  const right = Math.max(0, offset)
  const length = Math.max(0, Math.min(array._shape[row] - down, array._shape[column] - right))
  const keep = (_: number, d: number): boolean => d !== row && d !== column
  const start = length > 0 ? array.offset + down * array._strides[row] + right * array._strides[column] : array.offset
  return view(
    array,
    [...array._shape.filter(keep), length],
    [...array._strides.filter(keep), array._strides[row] + array._strides[column]],
    start,
  )
}

const DIAGONAL = ['offset', 'axis1', 'axis2'] as const

function offsetOf(name: string, offset: unknown): number {
  return offset === undefined ? 0 : expectInteger(name, 'offset', offset)
}

/**
 * A read-only view of the diagonal of two axes (0 and 1), which stands as the last axis of the result.
 * @example np.diagonal([[1, 2], [3, 4]]) // array([1., 4.])
 */
export function diagonal<const X extends ArrayLike>(
  a: X,
  offset?: number | DiagonalOptions,
  axis1?: number | DiagonalOptions,
  axis2?: number | DiagonalOptions,
): NDArray<DTypeOf<X>>
export function diagonal(a: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('diagonal', DIAGONAL, args)
  const found = diagonalView(
    'diagonal',
    toArray(a, 'diagonal'),
    offsetOf('diagonal', named.offset),
    named.axis1 ?? 0,
    named.axis2 ?? 1,
  )
  return view(found, found._shape, found._strides, found.offset, false)
}

export interface TraceOptions extends DiagonalOptions {
  readonly dtype?: DTypeLike | null
  readonly out?: NDArray | null
}

/**
 * The sum along the diagonal of two axes (0 and 1); small integers add up as int64 or uint64.
 * @example np.trace([[1, 2], [3, 4]]) // 5
 */
export function trace<const X extends ArrayLike>(
  a: X,
  offset?: number | TraceOptions,
  axis1?: number | TraceOptions,
  axis2?: number | TraceOptions,
  dtype?: DTypeLike | null | TraceOptions,
): Scalar<SumOf<DTypeOf<X>>> | NDArray<SumOf<DTypeOf<X>>>
export function trace(a: ArrayLike, ...args: unknown[]): Scalar | NDArray {
  const named = keywords('trace', [...DIAGONAL, 'dtype', 'out'], args)
  const found = diagonalView(
    'trace',
    toArray(a, 'trace'),
    offsetOf('trace', named.offset),
    named.axis1 ?? 0,
    named.axis2 ?? 1,
  )
  const out = isNone(named.out) ? undefined : expectArray('trace', 'out', named.out)
  const last = found._shape.length - 1
  const options = { dtype: named.dtype, out } as ReduceOptions
  // Without other axes the sum of all is a scalar.
  return reduceBy(
    'trace',
    operation('add'),
    found,
    accumulateInfo(found.info),
    last === 0 ? options : { ...options, axis: last },
  )
}

/**
 * The k-th diagonal of a matrix, as a read-only view, or a matrix with the vector on its k-th diagonal.
 * @example np.diag([1, 2]) // array([[1., 0.], [0., 2.]])
 */
export function diag<const X extends ArrayLike>(v: X, k?: number | { readonly k?: number }): NDArray<DTypeOf<X>>
export function diag(v: ArrayLike, ...args: unknown[]): NDArray {
  const array = toArray(v, 'diag')
  const shift = kOf('diag', args)
  if (array._shape.length === 1) return onDiagonal('diag', array, shift)
  if (array._shape.length === 2) {
    const found = diagonalView('diag', array, shift, 0, 1)
    return view(found, found._shape, found._strides, found.offset, false)
  }
  throw rangeError(`diag: expected 1 or 2 dimensions, received ${array._shape.length}`, 'ERR_SHAPE_MISMATCH')
}

function kOf(name: string, args: readonly unknown[]): number {
  const { k } = keywords(name, ['k'], args)
  return k === undefined ? 0 : expectInteger(name, 'k', k)
}

function onDiagonal(name: string, array: NDArray, shift: number): NDArray {
  const n = array._size + Math.abs(shift)
  const shape = [n, n]
  const result = newArray(array.info, shape, shapeSize(shape, name), true)
  if (array._size > 0) copyInto(diagonalView(name, result, shift, 0, 1), array)
  return result
}

/**
 * A matrix with the flattened array on its k-th diagonal.
 * @example np.diagflat([[1, 2]]) // array([[1., 0.], [0., 2.]])
 */
export function diagflat<const X extends ArrayLike>(v: X, k?: number | { readonly k?: number }): NDArray<DTypeOf<X>>
export function diagflat(v: ArrayLike, ...args: unknown[]): NDArray {
  return onDiagonal('diagflat', ravel(toArray(v, 'diagflat')), kOf('diagflat', args))
}

export interface TriOptions<D extends DType = DType> {
  readonly M?: number | null
  readonly k?: number
  readonly dtype?: DTypeLike<D>
}
const GREATER_EQUAL = operation('greater_equal')

/** Whether each place of a matrix lies on or below the k-th diagonal: row + k >= column. */
export function below(rows: number, columns: number, k: number): NDArray {
  const shape = [Math.max(0, rows), Math.max(0, columns)]
  const mask = newArray(BOOL, shape, shapeSize(shape, 'tri'), false)
  if (mask._size === 0) return mask
  const down = counting(shape[0], k)
  const places = [view(down, [shape[0], 1], [8, 0], down.offset), counting(shape[1], 0), mask]
  runElementwise(GREATER_EQUAL, GREATER_EQUAL.typed.find((loop) => loop.inputs[0] === INT64)!, places, shape, false)
  return mask
}

function counting(length: number, start: number): NDArray {
  const result = newArray(INT64, [length], length, false)
  const data = new BigInt64Array(result.storage.buffer, result.offset, length)
  for (let i = 0; i < length; i++) data[i] = BigInt(i + start)
  return result
}

/**
 * An N×M array of ones on and below the k-th diagonal and zeros above it.
 * @example np.tri(2, 3) // array([[1., 0., 0.], [1., 1., 0.]])
 */
export function tri<D extends DType = 'float64'>(
  N: number,
  M?: number | null | TriOptions<D>,
  k?: number | TriOptions<D>,
  dtype?: DTypeLike<D>,
): NDArray<D>
export function tri(N: number, ...args: unknown[]): NDArray {
  const named = keywords('tri', ['M', 'k', 'dtype'], args)
  const rows = expectInteger('tri', 'N', N)
  const columns = isNone(named.M) ? rows : expectInteger('tri', 'M', named.M)
  const info = dtypeInfo(isNone(named.dtype) ? 'float64' : named.dtype)
  const mask = below(rows, columns, named.k === undefined ? 0 : expectInteger('tri', 'k', named.k))
  const result = newArray(info, mask._shape, mask._size, false)
  if (mask._size > 0) copyInto(result, mask)
  return result
}

// The elements on one side of a diagonal, zeros on the other.
function triangle(name: string, m: ArrayLike, shift: number, lower: boolean): NDArray {
  let array = toArray(m, name)
  // NumPy lays a vector out as every row of a matrix.
  if (array._shape.length === 1)
    array = view(array, [array._size, array._size], [0, array._strides[0]], array.offset, false)
  if (array._shape.length < 2) {
    throw rangeError(`${name}: expected at least 1 dimension, received a 0-d array`, 'ERR_SHAPE_MISMATCH')
  }
  const [rows, columns] = array._shape.slice(-2)
  const mask = below(rows, columns, lower ? shift : shift - 1)
  const zero = scalarArray(0, array.info)
  const result = newLike([array], array.info, array._shape, array._size)
  const op = operation('where')
  const sides = lower ? [array, zero] : [zero, array]
  if (array._size > 0) runElementwise(op, op.typed[array.info.code], [mask, ...sides, result], array._shape, false)
  return result
}

/**
 * A copy with zeros above the k-th diagonal of the last two axes.
 * @example np.tril([[1, 2], [3, 4]]) // array([[1., 0.], [3., 4.]])
 */
export function tril<const X extends ArrayLike>(m: X, k?: number | { readonly k?: number }): NDArray<DTypeOf<X>>
export function tril(m: ArrayLike, ...args: unknown[]): NDArray {
  return triangle('tril', m, kOf('tril', args), true)
}

/**
 * A copy with zeros below the k-th diagonal of the last two axes.
 * @example np.triu([[1, 2], [3, 4]]) // array([[1., 2.], [0., 4.]])
 */
export function triu<const X extends ArrayLike>(m: X, k?: number | { readonly k?: number }): NDArray<DTypeOf<X>>
export function triu(m: ArrayLike, ...args: unknown[]): NDArray {
  return triangle('triu', m, kOf('triu', args), false)
}
