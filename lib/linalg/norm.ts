/** Vector and matrix norms (NumPy's `linalg.norm`). */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxes } from '../core/axis'
import { dtypeInfo, FLOAT16, type Scalar } from '../core/dtype'
import { describe, rangeError, typeError } from '../core/errors'
import { type NDArray, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { reduceBy } from '../core/reduction'
import type { ArrayLike, DTypeOf, QuotientOf, RealOf } from '../core/types'
import { callBinary, callUnary, castArray } from '../core/ufunc'
import { moveaxis, ravel, reshapeArray } from '../manipulation/shapes'
import { dot } from '../products/products'
import { elementOrStack, matrices, runRow } from './routine'
import { generalSvd } from './svd'

/** The order of a norm: a number, ±Infinity, 'fro' (Frobenius) or 'nuc' (nuclear). */
export type NormOrder = number | 'fro' | 'nuc' | null

export interface NormOptions {
  readonly ord?: NormOrder
  readonly axis?: number | readonly number[] | null
  readonly keepdims?: boolean
}

type NormOf<X extends ArrayLike> = NDArray<RealOf<QuotientOf<DTypeOf<X>>>>

/**
 * Norm of a vector, a matrix or of those along axes. Without `ord` the 2-norm of all elements. Matrices: 1, -1, ±Infinity
 * (sums of absolute values), 2, -2 and 'nuc' (by singular values), 'fro'. Throws `RangeError` for other orders of
 * matrices and where `axis` names neither one axis nor two.
 * @example np.linalg.norm([3, 4]) // 5
 */
export function norm<const X extends ArrayLike>(
  x: X,
  ord: NormOrder | undefined,
  axis: number | readonly number[],
  keepdims?: boolean,
): NormOf<X>
export function norm<const X extends ArrayLike>(
  x: X,
  options: NormOptions & { readonly axis: number | readonly number[] },
): NormOf<X>
export function norm<const X extends ArrayLike>(x: X, options: NormOptions & { readonly keepdims: true }): NormOf<X>
export function norm(x: ArrayLike, ord?: NormOrder | NormOptions): number
export function norm(x: ArrayLike, ...args: unknown[]): NDArray | Scalar {
  const name = 'linalg.norm'
  const named = keywords(name, ['ord', 'axis', 'keepdims'], args)
  const ord = isNone(named.ord) ? undefined : expectOrder(name, named.ord)
  const keepdims = expectBoolean(name, 'keepdims', named.keepdims, false)
  const array = inexact(name, x)
  const ndim = array._shape.length
  const given = isNone(named.axis) ? undefined : (named.axis as number | readonly number[])
  if (given === undefined && (ord === undefined || (ord === 'fro' && ndim === 2) || (ord === 2 && ndim === 1))) {
    const whole = frobenius(array)
    return keepdims
      ? reshapeArray(
          name,
          toArrayAs(whole, array),
          array._shape.map(() => 1),
        )
      : whole
  }
  const axes = normalizeAxes(name, given ?? array._shape.map((_, d) => d), ndim)
  const result = normOver(name, array, ord, axes, keepdims)
  return given === undefined && !keepdims ? result.item() : result
}

/** The norms of vectors or matrices along the given axes, one or two, as an array. */
export function normAlong(name: string, array: NDArray, order: unknown, axis: number | readonly number[]): NDArray {
  const ord = isNone(order) ? undefined : expectOrder(name, order)
  return normOver(name, array, ord, normalizeAxes(name, axis, array._shape.length), false)
}

function normOver(name: string, array: NDArray, ord: Order, axes: number[], keepdims: boolean): NDArray {
  if (axes.length === 1) return vectorNorm(name, array, ord, axes, keepdims)
  if (axes.length === 2) return matrixNorm(name, array, ord, axes, keepdims)
  throw rangeError(`${name}: expected one axis or two, received ${axes.length}`, 'ERR_AXIS')
}

// An array of a floating dtype.
function inexact(name: string, x: ArrayLike): NDArray {
  const array = toArray(x, name)
  return array.info.kind === 'f' || array.info.kind === 'c' ? array : castArray(array, dtypeInfo('float64'))
}

export interface MatrixNormOptions {
  readonly keepdims?: boolean
  readonly ord?: NormOrder
}

/**
 * Norm of a matrix, or of each matrix of a stack: the Frobenius norm unless `ord` names another (see `norm`).
 * @example np.linalg.matrix_norm([[3, 0], [0, 4]]) // 5
 */
export function matrix_norm<const X extends ArrayLike>(
  x: X,
  options: MatrixNormOptions & { readonly keepdims: true },
): NormOf<X>
export function matrix_norm<const X extends readonly (readonly number[])[]>(x: X, options?: MatrixNormOptions): number
export function matrix_norm<const X extends ArrayLike>(x: X, options?: MatrixNormOptions): number | NormOf<X>
export function matrix_norm(x: ArrayLike, ...args: unknown[]): NDArray | Scalar {
  const name = 'linalg.matrix_norm'
  const named = keywords(name, ['keepdims', 'ord'], args)
  const keepdims = expectBoolean(name, 'keepdims', named.keepdims, false)
  const ord = isNone(named.ord) ? undefined : expectOrder(name, named.ord)
  const array = inexact(name, x)
  const axes = normalizeAxes(name, [-2, -1], array._shape.length)
  return elementOrStack(matrixNorm(name, array, ord, axes, keepdims))
}

export interface VectorNormOptions {
  readonly axis?: number | readonly number[] | null
  readonly keepdims?: boolean
  readonly ord?: number | null
}

/**
 * Norm of all elements seen as one vector, or along an axis or several that count as one: the 2-norm unless `ord` names
 * another (see `norm`).
 * @example np.linalg.vector_norm([[3, 0], [0, 4]]) // 5
 */
export function vector_norm<const X extends ArrayLike>(
  x: X,
  options: VectorNormOptions & { readonly axis: number | readonly number[] },
): NormOf<X>
export function vector_norm<const X extends ArrayLike>(
  x: X,
  options: VectorNormOptions & { readonly keepdims: true },
): NormOf<X>
export function vector_norm(x: ArrayLike, options?: VectorNormOptions): number
export function vector_norm(x: ArrayLike, ...args: unknown[]): NDArray | Scalar {
  const name = 'linalg.vector_norm'
  const named = keywords(name, ['axis', 'keepdims', 'ord'], args)
  const keepdims = expectBoolean(name, 'keepdims', named.keepdims, false)
  const ord = isNone(named.ord) ? undefined : expectOrder(name, named.ord)
  const array = inexact(name, x)
  const whole = isNone(named.axis)
  if (whole && !keepdims && (ord === undefined || ord === 2)) return frobenius(array)
  const axes = whole ? array._shape.map((_, d) => d) : normalizeAxes(name, named.axis, array._shape.length)
  const result = vectorNorm(name, array, ord, axes, keepdims)
  return whole && !keepdims ? result.item() : result
}

type Order = number | 'fro' | 'nuc' | undefined

// Whether BLAS can walk the vectors along one axis at full speed: dense ones, or few elements.
function isDense(array: NDArray, axes: readonly number[]): boolean {
  if (axes.length !== 1 || array.info === FLOAT16) return false
  return Math.abs(array._strides[axes[0]]) === array.info.itemsize || array._size <= 4096
}

function expectOrder(name: string, ord: unknown): number | 'fro' | 'nuc' {
  if (ord === 'f') return 'fro'
  if (typeof ord === 'number' || ord === 'fro' || ord === 'nuc') return ord
  throw typeError(`${name}: expected a number, 'fro' or 'nuc' for ord, received ${describe(ord)}`)
}

// The square root of the sum of squares, by BLAS's dot.
function frobenius(array: NDArray): number {
  const flat = ravel(array, 'K')
  const square = (part: NDArray): number => dot(part, part) as number
  const sum = array.info.kind === 'c' ? square(flat.real) + square(flat.imag) : square(flat)
  // The dtype's own rounding: a float32 norm is a float32 value.
  return Number(callUnary(operation('sqrt'), toArrayAs(sum, array), [])) as number
}

function toArrayAs(value: number, model: NDArray): NDArray {
  return castArray(
    toArray(value),
    model.info.kind === 'c'
      ? model.info.name === 'complex64'
        ? dtypeInfo('float32')
        : dtypeInfo('float64')
      : model.info,
  )
}

const absolute = (array: NDArray): NDArray => callUnary(operation('absolute'), array, []) as NDArray

function squares(array: NDArray): NDArray {
  const product = (part: NDArray): NDArray => callBinary(operation('multiply'), part, part, []) as NDArray
  return array.info.kind === 'c'
    ? (callBinary(operation('add'), product(array.real), product(array.imag), []) as NDArray)
    : product(array)
}

type By = 'add' | 'maximum' | 'minimum'

function reduce(name: string, by: By, array: NDArray, axis: number | readonly number[], keepdims: boolean): NDArray {
  // NumPy starts its maxima of absolute values from 0, so that empty arrays have a norm.
  const initial = by === 'maximum' ? 0 : undefined
  return reduceBy(name, operation(by), array, array.info, { axis, keepdims, initial }) as NDArray
}

function vectorNorm(name: string, array: NDArray, ord: Order, axes: number[], keepdims: boolean): NDArray {
  if (typeof ord === 'string')
    throw rangeError(`${name}: expected a number for the order of a vector norm, received '${ord}'`)
  const sum = (terms: NDArray): NDArray => reduce(name, 'add', terms, axes, keepdims)
  let result: NDArray
  if ((ord === undefined || ord === 2) && isDense(array, axes)) {
    const [axis] = axes
    const lanes = moveaxis(array, axis, -1)
    const [lengths] = runRow(operation('vector_norm2'), [lanes], lanes._shape.slice(0, -1), [[]], [array._shape[axis]])
    if (!keepdims) return lengths
    result = reshapeArray(
      name,
      lengths,
      array._shape.map((length, d) => (d === axis ? 1 : length)),
    )
  } else if (ord === undefined || ord === 2) result = callUnary(operation('sqrt'), sum(squares(array)), []) as NDArray
  else if (ord === Number.POSITIVE_INFINITY) result = reduce(name, 'maximum', absolute(array), axes, keepdims)
  else if (ord === Number.NEGATIVE_INFINITY) result = reduce(name, 'minimum', absolute(array), axes, keepdims)
  else if (ord === 0) {
    const magnitudes = absolute(array)
    result = sum(castArray(callBinary(operation('not_equal'), magnitudes, 0, []) as NDArray, magnitudes.info))
  } else if (ord === 1) result = sum(absolute(array))
  else {
    const powers = callBinary(operation('power'), absolute(array), ord, []) as NDArray
    result = callBinary(operation('power'), sum(powers), 1 / ord, []) as NDArray
  }
  return result
}

function matrixNorm(name: string, array: NDArray, ord: Order, axes: number[], keepdims: boolean): NDArray {
  const [row, column] = axes
  const sumThen = (by: By, sumAxis: number, thenAxis: number): NDArray => {
    const sums = reduce(name, 'add', absolute(array), sumAxis, true)
    return reduce(name, by, sums, thenAxis, true)
  }
  let kept: NDArray
  const row1 = ord === 1 || ord === -1
  if (array.info !== FLOAT16 && array._size > 0 && (row1 || Math.abs(ord as number) === Number.POSITIVE_INFINITY)) {
    const stack = moveaxis(array, axes, [-2, -1])
    const params = [row1 ? 0 : 1, (ord as number) > 0 ? 0 : 1]
    const [sums] = runRow(
      operation('sum_norm'),
      [stack],
      stack._shape.slice(0, -2),
      [[]],
      stack._shape.slice(-2),
      params,
    )
    const shape = array._shape.map((length, d) => (axes.includes(d) ? 1 : length))
    return keepdims ? reshapeArray(name, sums, shape) : sums
  }
  if (ord === undefined || ord === 'fro')
    kept = callUnary(operation('sqrt'), reduce(name, 'add', squares(array), axes, true), []) as NDArray
  else if (ord === 1) kept = sumThen('maximum', row, column)
  else if (ord === -1) kept = sumThen('minimum', row, column)
  else if (ord === Number.POSITIVE_INFINITY) kept = sumThen('maximum', column, row)
  else if (ord === Number.NEGATIVE_INFINITY) kept = sumThen('minimum', column, row)
  else if (ord === 2 || ord === -2 || ord === 'nuc') {
    const values = generalSvd(name, matrices(name, moveaxis(array, axes, [-2, -1]), false), false, false) as NDArray
    const by: By = ord === 'nuc' ? 'add' : ord === 2 ? 'maximum' : 'minimum'
    const reduced = reduce(name, by, values, -1, false)
    const shape = array._shape.map((length, d) => (axes.includes(d) ? 1 : length))
    kept = reshapeArray(name, reduced, shape)
  } else {
    throw rangeError(
      `${name}: expected 1, -1, 2, -2, Infinity, -Infinity, 'fro' or 'nuc' for a matrix, received ${ord}`,
    )
  }
  if (keepdims) return kept
  const keep = (_: number, d: number): boolean => !axes.includes(d)
  return view(kept, kept._shape.filter(keep), kept._strides.filter(keep), kept.offset)
}
