/** Making arrays: from values, filled, the identity. */
import {
  allowDevice,
  expectCopyRule,
  expectInteger,
  expectOneOf,
  expectOrder,
  expectShape,
  isNone,
  keywords,
} from '../core/arguments'
import { makeArray, scalarArray, scalarInfo, toArray } from '../core/array'
import { broadcastView } from '../core/broadcast'
import { copyInto, emptyOrdered, type Order } from '../core/copy'
import { type DType, type DTypeLike, dtypeInfo, FLOAT64 } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { rangeError } from '../core/errors'
import { NDArray, newArray, newStrided, shapeSize, stridesF } from '../core/ndarray'
import type { ArrayLike, DTypeOf } from '../core/types'

export interface ArrayOptions<D extends DType = DType> {
  readonly dtype?: DTypeLike<D>
  /** Whether to copy where the value is an array already: `true`, `false` (an error if a copy is needed), `null` (as needed). */
  readonly copy?: boolean | null
  readonly order?: Order
  /** The least number of dimensions; missing ones are put first. */
  readonly ndmin?: number
}

/** Keyword arguments of `asarray`. */
export interface AsArrayOptions<D extends DType = DType> extends Omit<ArrayOptions<D>, 'ndmin'> {
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

export interface FillOptions<D extends DType = DType> {
  readonly dtype?: DTypeLike<D>
  readonly order?: 'C' | 'F'
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

export type ShapeLike = number | readonly number[]

/**
 * An array of nested lists, numbers, a typed array or another array; always a copy unless `copy` says otherwise.
 * Lists must be of one shape (`RangeError`) and hold numbers, bigints, booleans or complex values (`TypeError`).
 * @example np.array([[3, 1], [1, 2]]) // array([[3., 1.], [1., 2.]])
 */
export function array<D extends DType>(object: unknown, dtype: D, options?: ArrayOptions<D>): NDArray<D>
export function array<D extends DType>(
  object: unknown,
  options: ArrayOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function array<const X>(object: X, options?: ArrayOptions): NDArray<DTypeOf<X>>
export function array(object: unknown, ...args: unknown[]): NDArray {
  const { dtype, copy, order, ndmin } = keywords('array', ['dtype', 'copy', 'order', 'ndmin'], args)
  const least = ndmin === undefined ? 0 : expectInteger('array', 'ndmin', ndmin)
  if (least < 0 || least > 64) throw rangeError(`array: expected ndmin between 0 and 64, received ${least}`)
  return makeArray('array', object, dtype, order, expectCopyRule('array', copy, 'always'), least)
}

/**
 * An array without a copy where the value is an array or typed array of the wanted dtype already.
 * @example np.asarray(new Float32Array([1, 2])) // array([1., 2.], dtype=float32)
 */
export function asarray<D extends DType>(object: unknown, dtype: D, options?: AsArrayOptions<D>): NDArray<D>
export function asarray<D extends DType>(
  object: unknown,
  options: AsArrayOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function asarray<const X>(object: X, options?: AsArrayOptions): NDArray<DTypeOf<X>>
export function asarray(object: unknown, ...args: unknown[]): NDArray {
  const { dtype, order, device, copy } = keywords('asarray', ['dtype', 'order', 'device', 'copy'], args)
  allowDevice('asarray', device)
  return makeArray('asarray', object, dtype, order, expectCopyRule('asarray', copy, 'if needed'))
}

function filled(name: string, shape: unknown, args: readonly unknown[], zeroed: boolean): NDArray {
  const { dtype, order, device } = args.length === 0 ? NO_OPTIONS : keywords(name, ['dtype', 'order', 'device'], args)
  allowDevice(name, device)
  const dims = expectShape(name, shape)
  const info = isNone(dtype) ? FLOAT64 : dtypeInfo(dtype)
  const size = shapeSize(dims, name)
  if (order === undefined || expectOneOf(name, 'order', order, ['C', 'F']) === 'C')
    return newArray(info, dims, size, zeroed)
  const result = newStrided(info, dims, stridesF(dims, info.itemsize), size)
  if (zeroed) copyInto(result, scalarArray(0, info))
  return result
}

const NO_OPTIONS: { dtype?: unknown; order?: unknown; device?: unknown } = Object.freeze(Object.create(null))

/**
 * An array of zeros.
 * @example np.zeros([2, 2]) // array([[0., 0.], [0., 0.]])
 */
export function zeros(shape: ShapeLike): NDArray<'float64'>
export function zeros<D extends DType = 'float64'>(shape: ShapeLike, dtype: D, order?: 'C' | 'F'): NDArray<D>
export function zeros<D extends DType = 'float64'>(shape: ShapeLike, options: FillOptions<D>): NDArray<D>
export function zeros(shape: ShapeLike, ...args: unknown[]): NDArray {
  if (args.length === 0 && typeof shape === 'number' && Number.isInteger(shape) && shape >= 0 && shape <= 2 ** 49) {
    return newArray(FLOAT64, [shape], shape, true)
  }
  return filled('zeros', shape, args, true)
}

/**
 * An array with any content, for code that writes every element itself.
 * @example np.empty([2, 3]).shape // [2, 3]
 */
export function empty(shape: ShapeLike): NDArray<'float64'>
export function empty<D extends DType = 'float64'>(shape: ShapeLike, dtype: D, order?: 'C' | 'F'): NDArray<D>
export function empty<D extends DType = 'float64'>(shape: ShapeLike, options: FillOptions<D>): NDArray<D>
export function empty(shape: ShapeLike, ...args: unknown[]): NDArray {
  return filled('empty', shape, args, false)
}

/**
 * An array of ones.
 * @example np.ones(3, 'int32') // array([1, 1, 1], dtype=int32)
 */
export function ones(shape: ShapeLike): NDArray<'float64'>
export function ones<D extends DType = 'float64'>(shape: ShapeLike, dtype: D, order?: 'C' | 'F'): NDArray<D>
export function ones<D extends DType = 'float64'>(shape: ShapeLike, options: FillOptions<D>): NDArray<D>
export function ones(shape: ShapeLike, ...args: unknown[]): NDArray {
  const result = filled('ones', shape, args, false)
  if (result._size > 0) copyInto(result, scalarArray(1, result.info))
  return result
}

/**
 * An array filled with a value, which may be an array that broadcasts to the shape.
 * @example np.full([2, 2], 7) // array([[7., 7.], [7., 7.]])
 */
export function full<D extends DType>(shape: ShapeLike, fill_value: ArrayLike, dtype: D, order?: 'C' | 'F'): NDArray<D>
export function full<D extends DType>(
  shape: ShapeLike,
  fill_value: ArrayLike,
  options: FillOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function full<const X extends ArrayLike>(
  shape: ShapeLike,
  fill_value: X,
  options?: FillOptions,
): NDArray<DTypeOf<X>>
export function full(shape: ShapeLike, fill_value: ArrayLike, ...args: unknown[]): NDArray {
  const { dtype, order, device } = keywords('full', ['dtype', 'order', 'device'], args)
  const value = isScalarLike(fill_value) ? undefined : toArray(fill_value, 'full')
  const info = isNone(dtype) ? (value?.info ?? scalarInfo(fill_value)) : dtypeInfo(dtype)
  const result = filled('full', shape, [{ dtype: info.name, order: order ?? 'C', device }], false)
  return fillWith('full', result, value ?? scalarArray(fill_value, info))
}

export interface LikeOptions<D extends DType = DType> {
  readonly dtype?: DTypeLike<D>
  readonly order?: Order
  readonly shape?: ShapeLike
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

function filledLike(name: string, prototype: ArrayLike, args: readonly unknown[]): NDArray {
  const { dtype, order, shape, device } = keywords(name, ['dtype', 'order', 'shape', 'device'], args)
  allowDevice(name, device)
  const model = toArray(prototype, name)
  const dims = isNone(shape) ? [...model._shape] : expectShape(name, shape)
  const info = isNone(dtype) ? model.info : dtypeInfo(dtype)
  const layout = expectOrder(name, order, 'K')
  const usesModel = dims.length === model._shape.length
  return emptyOrdered(info, dims, shapeSize(dims, name), usesModel || layout === 'F' ? layout : 'C', model)
}

type Like<X extends ArrayLike> = NDArray<DTypeOf<X>>

/**
 * An array with any content, with the shape, dtype and layout of another.
 * @example np.empty_like(np.zeros([2, 3], 'int8')).dtype // 'int8'
 */
export function empty_like<D extends DType>(prototype: ArrayLike, dtype: D, options?: LikeOptions<D>): NDArray<D>
export function empty_like<D extends DType>(
  prototype: ArrayLike,
  options: LikeOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function empty_like<const X extends ArrayLike>(prototype: X, options?: LikeOptions): Like<X>
export function empty_like(prototype: ArrayLike, ...args: unknown[]): NDArray {
  return filledLike('empty_like', prototype, args)
}

/**
 * An array of zeros with the shape, dtype and layout of another.
 * @example np.zeros_like([1, 2]) // array([0., 0.])
 */
export function zeros_like<D extends DType>(a: ArrayLike, dtype: D, options?: LikeOptions<D>): NDArray<D>
export function zeros_like<D extends DType>(
  a: ArrayLike,
  options: LikeOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function zeros_like<const X extends ArrayLike>(a: X, options?: LikeOptions): Like<X>
export function zeros_like(a: ArrayLike, ...args: unknown[]): NDArray {
  return fill(filledLike('zeros_like', a, args), 0)
}

/**
 * An array of ones with the shape, dtype and layout of another.
 * @example np.ones_like([1, 2]) // array([1., 1.])
 */
export function ones_like<D extends DType>(a: ArrayLike, dtype: D, options?: LikeOptions<D>): NDArray<D>
export function ones_like<D extends DType>(
  a: ArrayLike,
  options: LikeOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function ones_like<const X extends ArrayLike>(a: X, options?: LikeOptions): Like<X>
export function ones_like(a: ArrayLike, ...args: unknown[]): NDArray {
  return fill(filledLike('ones_like', a, args), 1)
}

/**
 * An array filled with a value, with the shape, dtype and layout of another.
 * @example np.full_like([1, 2], 5) // array([5., 5.])
 */
export function full_like<D extends DType>(
  a: ArrayLike,
  fill_value: ArrayLike,
  dtype: D,
  options?: LikeOptions<D>,
): NDArray<D>
export function full_like<D extends DType>(
  a: ArrayLike,
  fill_value: ArrayLike,
  options: LikeOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function full_like<const X extends ArrayLike>(a: X, fill_value: ArrayLike, options?: LikeOptions): Like<X>
export function full_like(a: ArrayLike, fill_value: ArrayLike, ...args: unknown[]): NDArray {
  return fill(filledLike('full_like', a, args), fill_value)
}

function fill(target: NDArray, value: ArrayLike): NDArray {
  return fillWith(
    'full_like',
    target,
    isScalarLike(value) ? scalarArray(value, target.info) : toArray(value, 'full_like'),
  )
}

function fillWith(name: string, target: NDArray, value: NDArray): NDArray {
  const source = broadcastView(name, value, target._shape)
  if (target._size > 0) copyInto(target, source)
  return target
}

/** Keyword arguments of `arange`. */
export interface EyeOptions<D extends DType = DType> {
  readonly M?: number | null
  readonly k?: number
  readonly dtype?: DTypeLike<D>
  readonly order?: 'C' | 'F'
  /** Where the array should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

/**
 * An N×M array with ones on the k-th diagonal and zeros elsewhere.
 * @example np.eye(2) // array([[1., 0.], [0., 1.]])
 */
export function eye<D extends DType = 'float64'>(
  N: number,
  M?: number | null,
  k?: number,
  dtype?: DTypeLike<D>,
): NDArray<D>
export function eye<D extends DType = 'float64'>(N: number, options: EyeOptions<D>): NDArray<D>
export function eye<D extends DType = 'float64'>(N: number, M: number | null, options: EyeOptions<D>): NDArray<D>
export function eye(N: number, ...args: unknown[]): NDArray {
  const { M, k, dtype, order, device } = keywords('eye', ['M', 'k', 'dtype', 'order', 'device'], args)
  const rows = expectInteger('eye', 'N', N)
  const columns = isNone(M) ? rows : expectInteger('eye', 'M', M)
  const shift = k === undefined ? 0 : expectInteger('eye', 'k', k)
  const info = isNone(dtype) ? FLOAT64 : dtypeInfo(dtype)
  const result = filled('eye', [rows, columns], [{ dtype: info.name, order: order ?? 'C', device }], true)
  const length = Math.min(rows - Math.max(0, -shift), columns - Math.max(0, shift))
  if (length > 0) {
    const [down, right] = result._strides
    const at = result.offset + Math.max(0, -shift) * down + Math.max(0, shift) * right
    const diagonal = new NDArray(result.storage, info, [length], [down + right], at, length, false, result, true)
    copyInto(diagonal, scalarArray(1, info))
  }
  return result
}

/** The n×n identity matrix. @example np.identity(2) // array([[1., 0.], [0., 1.]]) */
export function identity<D extends DType = 'float64'>(n: number, dtype?: DTypeLike<D>): NDArray<D> {
  return eye<D>(n, n, 0, dtype)
}
