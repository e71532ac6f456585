/** Shapes and axes: views wherever the memory allows. */
import { expectCopyRule, expectInteger, expectOrder, expectShape, isNone, isOptions, keywords } from '../core/arguments'
import { type CopyRule, toArray } from '../core/array'
import { listAxes, normalizeAxes, normalizeAxis, SCALAR_AXES } from '../core/axis'
import { broadcastShape, broadcastView } from '../core/broadcast'
import { copyAs, type Order } from '../core/copy'
import type { DType } from '../core/dtype'
import { formatShape, rangeError, typeError } from '../core/errors'
import { isFortranContiguous, NDArray, shapeSize, stridesC, stridesF, view } from '../core/ndarray'
import type { ArrayLike, DTypeOf } from '../core/types'

type Axis = number | readonly number[]
type Same<X extends ArrayLike> = NDArray<DTypeOf<X>>

/** Strides of `array` seen in another shape of the same size, or `undefined` where only a copy has them. */
export function reshapeStrides(array: NDArray, shape: readonly number[], order: 'C' | 'F'): number[] | undefined {
  const itemsize = array.info.itemsize
  if (array._size === 0) return order === 'C' ? stridesC(shape, itemsize) : stridesF(shape, itemsize)
  if (order === 'C' && array.contiguous) return stridesC(shape, itemsize)
  if (order === 'F' && isFortranContiguous(array)) return stridesF(shape, itemsize)
  // Match groups of old axes with groups of new ones of the same product; each old group must be one run.
  const old: [length: number, stride: number][] = []
  for (let d = 0; d < array._shape.length; d++)
    if (array._shape[d] !== 1) old.push([array._shape[d], array._strides[d]])
  const target = shape.map((length, d) => [length, d] as const).filter(([length]) => length !== 1)
  if (order === 'F') {
    old.reverse()
    target.reverse()
  }
  const strides = new Array<number>(shape.length).fill(0)
  let i = 0
  let j = 0
  while (i < old.length) {
    let oldProduct = old[i][0]
    let newProduct = target[j][0]
    let oldEnd = i + 1
    let newEnd = j + 1
    while (oldProduct !== newProduct) {
      if (newProduct < oldProduct) newProduct *= target[newEnd++][0]
      else oldProduct *= old[oldEnd++][0]
    }
    for (let k = i; k < oldEnd - 1; k++) if (old[k][1] !== old[k + 1][1] * old[k + 1][0]) return undefined
    let stride = old[oldEnd - 1][1]
    for (let k = newEnd - 1; k >= j; k--) {
      strides[target[k][1]] = stride
      stride *= target[k][0]
    }
    i = oldEnd
    j = newEnd
  }
  // An axis of length 1 gets the stride that it would have in a contiguous array.
  const places = order === 'C' ? shape.map((_, d) => shape.length - 1 - d) : shape.map((_, d) => d)
  let next = itemsize
  for (const d of places) {
    if (shape[d] === 1) strides[d] = next
    else next = strides[d] * shape[d]
  }
  return strides
}

/** A view in another shape, or a copy where the memory can't be seen so; `RangeError` where none is allowed then. */
export function reshapeArray<D extends DType>(
  name: string,
  array: NDArray<D>,
  wanted: readonly number[],
  order: Order = 'C',
  rule: CopyRule = 'if needed',
): NDArray<D> {
  const shape = [...wanted]
  const unknown = shape.indexOf(-1)
  if (unknown >= 0) {
    if (wanted.indexOf(-1, unknown + 1) >= 0) throw cannotReshape(name, array, wanted)
    shape[unknown] = 1
    const known = shapeSize(shape, name)
    shape[unknown] = known === 0 ? Number.NaN : array._size / known
    if (!Number.isInteger(shape[unknown])) throw cannotReshape(name, array, wanted)
  }
  if (shapeSize(shape, name) !== array._size) throw cannotReshape(name, array, wanted)
  const layout = order === 'F' || (order === 'A' && !array.contiguous && isFortranContiguous(array)) ? 'F' : 'C'
  const strides = reshapeStrides(array, shape, layout)
  if (strides !== undefined && rule !== 'always') return view(array, shape, strides, array.offset)
  if (rule === 'never') {
    throw rangeError(
      `${name}: expected a shape that needs no copy (copy: false), received ${formatShape(wanted)} for the shape ${formatShape(array._shape)} with strides ${formatShape(array._strides)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const copy = copyAs(array, array.info, layout) as NDArray<D>
  return new NDArray(
    copy.storage,
    copy.info,
    shape,
    reshapeStrides(copy, shape, layout)!,
    copy.offset,
    copy._size,
    layout === 'C',
    undefined,
    true,
  )
}

function cannotReshape(name: string, array: NDArray, wanted: readonly number[]): Error {
  return rangeError(
    `${name}: expected a shape of ${array._size} elements (one length may be -1), received ${formatShape(wanted)} for an array of shape ${formatShape(array._shape)}`,
    'ERR_SHAPE_MISMATCH',
  )
}

/**
 * The array in another shape, as a view where its memory allows. One length may be -1: it follows from the size.
 * @example np.reshape(np.arange(6), [2, 3]) // array([[0., 1., 2.], [3., 4., 5.]])
 */
export function reshape<const X extends ArrayLike>(
  a: X,
  shape: number | readonly number[],
  order?: Order | ReshapeOptions,
  copy?: boolean | null | ReshapeOptions,
): Same<X>
export function reshape(a: ArrayLike, ...args: unknown[]): NDArray {
  const { shape, order, copy } = keywords('reshape', ['shape', 'order', 'copy'], args)
  return reshapeWith(toArray(a, 'reshape'), expectShape('reshape', shape), order, copy)
}

/** Keyword arguments of `reshape`. */
export interface ReshapeOptions {
  readonly order?: Order
  /** Whether to copy: where needed when left out, always, or never (`RangeError` instead). */
  readonly copy?: boolean | null
}

/** The array in another shape, as `reshape`'s optional arguments ask for. */
export function reshapeWith<D extends DType>(
  array: NDArray<D>,
  shape: readonly number[],
  order: unknown,
  copy: unknown,
): NDArray<D> {
  return reshapeArray(
    'reshape',
    array,
    shape,
    expectOrder('reshape', order, 'C'),
    expectCopyRule('reshape', copy, 'if needed'),
  )
}

type Axes = readonly number[] | null

/** The array's axes in another order. */
export function transposeArray<D extends DType>(array: NDArray<D>, axes?: unknown): NDArray<D> {
  const ndim = array._shape.length
  if (isNone(axes)) {
    return view(array, [...array._shape].reverse(), [...array._strides].reverse(), array.offset)
  }
  const order = normalizeAxes('transpose', axes, ndim)
  if (order.length !== ndim) {
    throw rangeError(`transpose: expected ${ndim} axes, received ${order.length}`, 'ERR_AXIS')
  }
  return view(
    array,
    order.map((d) => array._shape[d]),
    order.map((d) => array._strides[d]),
    array.offset,
  )
}

/**
 * A view with the axes reversed, or in the order that `axes` gives.
 * @example np.transpose([[1, 2, 3]]).shape // [3, 1]
 */
export function transpose<const X extends ArrayLike>(a: X, axes?: Axes | { readonly axes?: Axes }): Same<X>
export function transpose(a: ArrayLike, ...args: unknown[]): NDArray {
  return transposeArray(toArray(a, 'transpose'), keywords('transpose', ['axes'], args).axes)
}

/**
 * NumPy 2's other name for `transpose`.
 * @example np.permute_dims([[1, 2, 3]], [1, 0]).shape // [3, 1]
 */
export const permute_dims = transpose

/**
 * A view with the last two axes swapped. Throws `RangeError` for fewer than two dimensions.
 * @example np.matrix_transpose([[1, 2, 3]]).shape // [3, 1]
 */
export function matrix_transpose<const X extends ArrayLike>(x: X): Same<X> {
  const array = toArray(x, 'matrix_transpose')
  if (array._shape.length < 2) {
    throw rangeError(
      `matrix_transpose: expected at least 2 dimensions, received ${array._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return swapaxes(array, -1, -2) as Same<X>
}

/**
 * A view with two axes swapped.
 * @example np.swapaxes(np.zeros([2, 3, 4]), 0, 2).shape // [4, 3, 2]
 */
export function swapaxes<const X extends ArrayLike>(a: X, axis1: number, axis2: number): Same<X> {
  const array = toArray(a, 'swapaxes')
  const order = array._shape.map((_, d) => d)
  const i = normalizeAxis('swapaxes', axis1, order.length)
  const j = normalizeAxis('swapaxes', axis2, order.length)
  ;[order[i], order[j]] = [order[j], order[i]]
  return transposeArray(array, order) as Same<X>
}

/**
 * A view with axes moved to other places; the others keep their order.
 * @example np.moveaxis(np.zeros([2, 3, 4]), 0, -1).shape // [3, 4, 2]
 */
export function moveaxis<const X extends ArrayLike>(
  a: X,
  source: number | readonly number[],
  destination: number | readonly number[],
): Same<X> {
  const array = toArray(a, 'moveaxis')
  const ndim = array._shape.length
  if (typeof source === 'number' && typeof destination === 'number') {
    const from = normalizeAxis('moveaxis', source, ndim)
    return moveOne(array, from, normalizeAxis('moveaxis', destination, ndim)) as Same<X>
  }
  const from = normalizeAxes('moveaxis', source, ndim)
  const to = normalizeAxes('moveaxis', destination, ndim)
  if (from.length !== to.length) {
    throw rangeError(
      `moveaxis: expected as many destinations as sources, received ${to.length} for ${from.length}`,
      'ERR_AXIS',
    )
  }
  const order = array._shape.map((_, d) => d).filter((d) => !from.includes(d))
  for (const [place, axis] of to.map((place, i) => [place, from[i]] as const).sort((p, q) => p[0] - q[0]))
    order.splice(place, 0, axis)
  return transposeArray(array, order) as Same<X>
}

// The common case, which sorting along an axis meets in every call.
function moveOne(array: NDArray, from: number, to: number): NDArray {
  const shape = array._shape.slice()
  const strides = array._strides.slice()
  for (const list of [shape, strides]) {
    const [one] = list.splice(from, 1)
    list.splice(to, 0, one)
  }
  return view(array, shape, strides, array.offset)
}

/**
 * A read-only view stretched to a shape by broadcasting. Throws `RangeError` where the shape does not fit.
 * @example np.broadcast_to([1, 2], [2, 2]) // array([[1., 2.], [1., 2.]])
 */
export function broadcast_to<const X extends ArrayLike>(array: X, shape: number | readonly number[]): Same<X> {
  return broadcastView('broadcast_to', toArray(array, 'broadcast_to'), expectShape('broadcast_to', shape)) as Same<X>
}

/**
 * Arrays stretched to their common shape, as read-only views. Throws `RangeError` where there is none.
 * @example np.broadcast_arrays([1, 2], [[3], [4]]) // [ array([[1., 2.], [1., 2.]]), array([[3., 3.], [4., 4.]]) ]
 */
export function broadcast_arrays<const A extends readonly ArrayLike[]>(
  ...args: A
): { -readonly [K in keyof A]: Same<A[K]> } {
  const arrays = args.map((one) => toArray(one, 'broadcast_arrays'))
  const shape = broadcastShape(
    'broadcast_arrays',
    arrays.map((array) => array._shape),
  )
  return arrays.map((array) => broadcastView('broadcast_arrays', array, shape)) as never
}

/**
 * The shape that shapes broadcast to. Throws `RangeError` where there is none.
 * @example np.broadcast_shapes([6, 7], [5, 6, 1], 7) // [5, 6, 7]
 */
export function broadcast_shapes(...shapes: (number | readonly number[])[]): number[] {
  const lists = shapes.map((shape) => expectShape('broadcast_shapes', shape))
  for (const shape of lists) shapeSize(shape, 'broadcast_shapes')
  return broadcastShape('broadcast_shapes', lists)
}

/** A view of at least so many dimensions, with axes of length 1 where NumPy's atleast functions put them. */
export function atLeast<D extends DType>(array: NDArray<D>, ndim: 1 | 2 | 3): NDArray<D> {
  const { _shape: shape, _strides: strides, offset } = array
  if (shape.length >= ndim) return array
  if (shape.length === 0) return view(array, new Array(ndim).fill(1), new Array(ndim).fill(0), offset)
  if (ndim === 2) return view(array, [1, shape[0]], [0, strides[0]], offset)
  if (shape.length === 1) return view(array, [1, shape[0], 1], [0, strides[0], 0], offset)
  return view(array, [...shape, 1], [...strides, 0], offset)
}

function atLeastAll(arrays: readonly ArrayLike[], ndim: 1 | 2 | 3): unknown {
  const views = arrays.map((array) => atLeast(toArray(array, `atleast_${ndim}d`), ndim))
  return views.length === 1 ? views[0] : views
}

/** One array of the dtype of one argument, or a list of them. */
type OneOrAll<A extends readonly ArrayLike[]> = A extends readonly [infer X extends ArrayLike]
  ? Same<X>
  : { -readonly [K in keyof A]: Same<A[K]> }

/**
 * Views of at least 1 dimension: scalars become arrays of one element. Several arguments give a list.
 * @example np.atleast_1d(3) // array([3.])
 */
export function atleast_1d<const A extends readonly ArrayLike[]>(...arys: A): OneOrAll<A> {
  return atLeastAll(arys, 1) as OneOrAll<A>
}

/**
 * Views of at least 2 dimensions: vectors become rows. Several arguments give a list.
 * @example np.atleast_2d([1, 2]).shape // [1, 2]
 */
export function atleast_2d<const A extends readonly ArrayLike[]>(...arys: A): OneOrAll<A> {
  return atLeastAll(arys, 2) as OneOrAll<A>
}

/**
 * Views of at least 3 dimensions: (N) becomes (1, N, 1), (M, N) becomes (M, N, 1). Several arguments give a list.
 * @example np.atleast_3d([1, 2]).shape // [1, 2, 1]
 */
export function atleast_3d<const A extends readonly ArrayLike[]>(...arys: A): OneOrAll<A> {
  return atLeastAll(arys, 3) as OneOrAll<A>
}

/**
 * The array as one dimension: a view where its memory allows, a copy otherwise.
 * @example np.ravel([[1, 2], [3, 4]]) // array([1., 2., 3., 4.])
 */
export function ravel<const X extends ArrayLike>(a: X, order?: Order | { readonly order?: Order }): Same<X>
export function ravel(a: ArrayLike, ...args: unknown[]): NDArray {
  const array = toArray(a, 'ravel')
  const order = expectOrder('ravel', keywords('ravel', ['order'], args).order, 'C')
  if (order === 'K' && !array.contiguous) {
    // Memory order: axes by falling stride, as they lie.
    const axes = array._shape.map((_, d) => d).sort((i, j) => Math.abs(array._strides[j]) - Math.abs(array._strides[i]))
    return reshapeArray('ravel', transposeArray(array, axes), [array._size])
  }
  return reshapeArray('ravel', array, [array._size], order === 'K' ? 'C' : order)
}

/**
 * A view with new axes of length 1 at the given places of the result.
 * @example np.expand_dims([1, 2], 0).shape // [1, 2]
 */
export function expand_dims<const X extends ArrayLike>(a: X, axis: Axis | { readonly axis: Axis }): Same<X>
export function expand_dims(a: ArrayLike, ...args: unknown[]): NDArray {
  const array = toArray(a, 'expand_dims')
  const { axis } = keywords('expand_dims', ['axis'], args)
  const count = listAxes('expand_dims', axis).length
  const places = normalizeAxes('expand_dims', axis, array._shape.length + count)
  const shape: number[] = []
  const strides: number[] = []
  for (let d = 0, from = 0; d < array._shape.length + count; d++) {
    const isNew = places.includes(d)
    shape.push(isNew ? 1 : array._shape[from])
    strides.push(isNew ? 0 : array._strides[from++])
  }
  return view(array, shape, strides, array.offset)
}

/**
 * A view without axes of length 1: all of them, or those named (`RangeError` where one is longer).
 * @example np.squeeze([[[1], [2]]]).shape // [2]
 */
export function squeeze<const X extends ArrayLike>(a: X, axis?: Axis | null | { readonly axis?: Axis | null }): Same<X>
export function squeeze(a: ArrayLike, ...args: unknown[]): NDArray {
  const array = toArray(a, 'squeeze')
  const { axis } = keywords('squeeze', ['axis'], args)
  const slips = array._shape.length === 0 && SCALAR_AXES.includes(axis)
  const gone = isNone(axis) || slips ? undefined : normalizeAxes('squeeze', axis, array._shape.length)
  for (const d of gone ?? []) {
    if (array._shape[d] !== 1) {
      throw rangeError(
        `squeeze: expected axes of length 1, received axis ${d} of length ${array._shape[d]}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
  }
  const kept = array._shape
    .map((_, d) => d)
    .filter((d) => (gone === undefined ? array._shape[d] !== 1 : !gone.includes(d)))
  return view(
    array,
    kept.map((d) => array._shape[d]),
    kept.map((d) => array._strides[d]),
    array.offset,
  )
}

/**
 * A copy of an array.
 * @example np.copy([1, 2]) // array([1., 2.])
 */
export function copy<const X extends ArrayLike>(a: X, order?: Order | { readonly order?: Order }): Same<X>
export function copy(a: ArrayLike, ...args: unknown[]): NDArray {
  const array = toArray(a, 'copy')
  return copyAs(array, array.info, expectOrder('copy', keywords('copy', ['order'], args).order, 'K'))
}

/** Reads the numbers of `a.transpose(1, 0)`, `a.transpose([1, 0])`, `a.reshape(2, 3)`: one list or many of them. */
export function listOrRest(name: string, args: readonly unknown[]): number[] {
  if (args.length === 1 && Array.isArray(args[0])) return expectShape(name, args[0])
  if (args.length === 0) throw typeError(`${name}: expected a list of integers, received none`)
  return args.map((arg) => expectInteger(name, 'each length or axis', arg))
}

/** A method's numbers and its options, which stand last. */
export function withOptions(args: readonly unknown[]): [rest: readonly unknown[], options: readonly unknown[]] {
  return isOptions(args[args.length - 1]) ? [args.slice(0, -1), args.slice(-1)] : [args, []]
}
