/** Elements along an axis by their indices: take, put and their kin. */
import { expectArray, expectOneOf, keywords, listItems } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { broadcastShape, broadcastStrides, broadcastView } from '../core/broadcast'
import { runCore } from '../core/call'
import { copyInto } from '../core/copy'
import type { DType, DTypeInfo, Scalar } from '../core/dtype'
import { readElement } from '../core/elements'
import { formatShape, rangeError, typeError } from '../core/errors'
import { NDArray, newArray, sameShape, shapeSize, stridesC, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { canCast, promoteTypes } from '../core/promotion'
import type { ArrayLike, DTypeOf, ScalarLike } from '../core/types'
import { castArray, coerceOperands, expectWriteable } from '../core/ufunc'
import { resizeCopy } from '../manipulation/rearranging'
import { ravel } from '../manipulation/shapes'
import { min, sum } from '../reductions/reductions'
import { flatPlaces } from './flat-indices'
import { CLIP, gather, indexArray, type Outside, type Places, placesAlong, RAISE, scatter, WRAP } from './gather'
import { fitted, valueArray } from './indexing'

/** What becomes of an index outside its axis: an error, counting round, or the nearest index that there is. */
export type IndexMode = 'raise' | 'wrap' | 'clip'

export interface TakeOptions {
  /** The axis to take along; left out, the array counts as flattened. */
  readonly axis?: number | null
  readonly out?: NDArray | null
  readonly mode?: IndexMode
}

const MODES: Readonly<Record<IndexMode, Outside>> = { raise: RAISE, wrap: WRAP, clip: CLIP }

/** Reads a mode argument. */
export function outsideOf(name: string, mode: unknown): Outside {
  if (mode === undefined) return RAISE
  return MODES[expectOneOf(name, 'mode', mode, ['raise', 'wrap', 'clip'])]
}

// The array and the axis to work along: flattened where none is named. NumPy lets axis 0 of a scalar pass.
function alongAxis(name: string, array: NDArray, axis: unknown): [array: NDArray, axis: number] {
  const whole = axis === undefined || axis === null
  if (whole || array._shape.length === 0) {
    return [array._shape.length === 1 ? array : ravel(array), whole ? 0 : normalizeAxis(name, axis, 1)]
  }
  return [array, normalizeAxis(name, axis, array._shape.length)]
}

/** Puts a result where `out` says, by NumPy's rule that `out` casts to the array's dtype; an element of no dimensions is a scalar. */
function delivered(name: string, result: NDArray, given: unknown): NDArray | Scalar {
  if (given === undefined || given === null) {
    return result._shape.length === 0 ? readElement(result.info, result.storage, result.offset) : result
  }
  const out = expectArray(name, 'out', given)
  if (!sameShape(out._shape, result._shape)) {
    throw rangeError(
      `${name}: expected out to have the shape ${formatShape(result._shape)}, received ${formatShape(out._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (!canCast(out.info, result.info)) {
    throw typeError(
      `${name}: expected out of a dtype that casts safely to ${result.info.name}, received ${out.info.name}`,
      'ERR_CASTING',
    )
  }
  expectWriteable(name, out)
  if (out._size > 0) copyInto(out, result)
  return out
}

/** The elements at indices along an axis. */
export function takeAlong(
  name: string,
  array: NDArray,
  index: NDArray,
  axis: number,
  outside: Outside = RAISE,
): NDArray {
  if (array._shape[axis] === 0 && index._size > 0) {
    throw rangeError(`${name}: expected no indices for an axis of length 0, received ${index._size}`, 'ERR_INDEX')
  }
  const places = placesAlong(array, axis, index)
  // NumPy looks at no index where there is nothing to walk before the axis.
  return array._shape.slice(0, axis).includes(0)
    ? newArray(array.info, places.shape, 0, false)
    : gather(name, places, outside)
}

/**
 * The elements at indices along an axis, in their place in the shape; without an axis of the flattened array. Throws
 * `RangeError` for an index outside the axis unless `mode` says otherwise. One index gives an element or a slice.
 * @example np.take([[1, 2, 3], [4, 5, 6]], [2, 0], 1) // array([[3., 1.], [6., 4.]])
 */
export function take<T extends NDArray>(a: ArrayLike, indices: ArrayLike, options: TakeOptions & { readonly out: T }): T
export function take<const X extends ArrayLike>(a: X, indices: number): Scalar<DTypeOf<X>>
export function take<const X extends ArrayLike>(
  a: X,
  indices: Exclude<ArrayLike, ScalarLike>,
  axis?: number | null | TakeOptions,
  out?: NDArray | null | TakeOptions,
  mode?: IndexMode | TakeOptions,
): NDArray<DTypeOf<X>>
export function take<const X extends ArrayLike>(
  a: X,
  indices: ArrayLike,
  axis?: number | null | TakeOptions,
  out?: NDArray | null | TakeOptions,
  mode?: IndexMode | TakeOptions,
): Scalar<DTypeOf<X>> | NDArray<DTypeOf<X>>
export function take(a: ArrayLike, indices: ArrayLike, ...args: unknown[]): Scalar | NDArray {
  if (args.length === 0 && a instanceof NDArray && a._shape.length === 1) {
    const index = indexArray('take', indices)
    if (index._shape.length > 0) return takeAlong('take', a, index, 0)
  }
  const named = keywords('take', ['axis', 'out', 'mode'], args)
  const [array, axis] = alongAxis('take', toArray(a, 'take'), named.axis)
  const result = takeAlong('take', array, indexArray('take', indices), axis, outsideOf('take', named.mode))
  return delivered('take', result, named.out)
}

/**
 * Writes values to the places of the flattened array that indices name, in the array itself; values are repeated where they
 * are fewer. Throws `RangeError` for an index outside, before anything is written.
 * @example const a = np.zeros(4); np.put(a, [0, 2], [7, 8]); a // array([7., 0., 8., 0.])
 */
export function put(a: NDArray, ind: ArrayLike, v: ArrayLike, mode?: IndexMode | { readonly mode?: IndexMode }): void
export function put(a: unknown, ind: unknown, v: unknown, ...args: unknown[]): void {
  const array = expectArray('put', 'a', a)
  const outside = outsideOf('put', keywords('put', ['mode'], args).mode)
  expectWriteable('put', array)
  putFlat('put', array, indexArray('put', ind), valueArray('put', v, array.info), outside)
}

/** Writes values, again from the first when they end, to flat places. */
export function putFlat(name: string, array: NDArray, index: NDArray, values: NDArray, outside: Outside): void {
  if (index._size === 0 || values._size === 0) return
  if (array._size === 0) {
    throw rangeError(`${name}: expected no indices for an array without elements, received ${index._size}`, 'ERR_INDEX')
  }
  const positions = ravel(index)
  const source = castArray(values, array.info)
  const each =
    source._size === 1 || source._size === positions._size ? ravel(source) : resizeCopy(name, source, [positions._size])
  scatter(name, flatPlaces(name, array, positions, outside), each, outside)
}

/**
 * The elements at indices along an axis, an index array for every line of elements: where `argsort` or `argmax` point. The
 * other axes broadcast.
 * @example np.take_along_axis([[3, 1, 2]], [[1, 2, 0]], 1) // array([[1., 2., 3.]])
 */
export function take_along_axis<const X extends ArrayLike>(
  arr: X,
  indices: ArrayLike,
  axis?: number | null | { readonly axis?: number | null },
): NDArray<DTypeOf<X>>
export function take_along_axis(arr: ArrayLike, indices: ArrayLike, ...args: unknown[]): NDArray {
  const { axis } = keywords('take_along_axis', ['axis'], args)
  return gather(
    'take_along_axis',
    linePlaces('take_along_axis', toArray(arr, 'take_along_axis'), indices, axis === undefined ? -1 : axis),
  )
}

/**
 * Writes values to the places along an axis that an index array names for every line of elements, in the array itself.
 * @example const a = np.zeros([2, 3]); np.put_along_axis(a, [[1], [2]], 9, 1); a // array([[0., 9., 0.], [0., 0., 9.]])
 */
export function put_along_axis(
  arr: NDArray,
  indices: ArrayLike,
  values: ArrayLike,
  axis: number | null | { readonly axis: number | null },
): void
export function put_along_axis(arr: unknown, indices: ArrayLike, values: unknown, ...args: unknown[]): void {
  const name = 'put_along_axis'
  const array = expectArray(name, 'arr', arr)
  const { axis } = keywords(name, ['axis'], args)
  if (axis === undefined) throw typeError(`${name}: expected an axis or null, received none`)
  expectWriteable(name, array)
  const source = valueArray(name, values, array.info)
  if (axis === null) {
    const index = lineIndices(name, indices, 1)
    putFlat(name, array, index, broadcastView(name, source, index._shape), RAISE)
    return
  }
  const places = linePlaces(name, array, indices, axis)
  scatter(name, places, castArray(fitted(name, source, places.shape), array.info))
}

function lineIndices(name: string, indices: ArrayLike, ndim: number): NDArray {
  const given = toArray(indices, name)
  if (given.info.kind === 'b') {
    throw typeError(`${name}: expected integer indices, received bool`, 'ERR_INDEX')
  }
  const index = indexArray(name, indices)
  if (index._shape.length !== ndim) {
    throw rangeError(
      `${name}: expected indices of ${ndim} dimensions, received ${index._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return index
}

function linePlaces(name: string, given: NDArray, indices: ArrayLike, along: unknown): Places {
  const array = along === null ? ravel(given) : given
  const axis = along === null ? 0 : normalizeAxis(name, along, array._shape.length)
  const index = lineIndices(name, indices, array._shape.length)
  const own = array._shape.map((length, d) => (d === axis ? 1 : length))
  const strides = array._strides.map((stride, d) => (d === axis ? 0 : stride))
  const shape = broadcastShape(name, [own, index._shape])
  return {
    array,
    offset: array.offset,
    shape,
    strides: broadcastStrides(own, strides, shape),
    sizes: [array._shape[axis]],
    steps: [array._strides[axis]],
    axes: [axis],
    indices: [index],
    at: 0,
    span: shape.length,
  }
}

export interface ChooseOptions {
  readonly out?: NDArray | null
  readonly mode?: IndexMode
}

/**
 * For each place the element of the choice that `a` names there: `choices[a[i]][i]`, all broadcast together. `choices` is a
 * list of arrays, or an array whose rows are the choices.
 * @example np.choose([0, 1, 0], [[1, 2, 3], [10, 20, 30]]) // array([1., 20., 3.])
 */
export function choose<D extends DType>(
  a: ArrayLike,
  choices: NDArray<D> | readonly NDArray<D>[],
  out?: NDArray | null | ChooseOptions,
  mode?: IndexMode | ChooseOptions,
): NDArray<D>
export function choose<const C extends readonly ArrayLike[]>(
  a: ArrayLike,
  choices: C,
  out?: NDArray | null | ChooseOptions,
  mode?: IndexMode | ChooseOptions,
): NDArray<DTypeOf<C>>
export function choose(a: ArrayLike, choices: NDArray | readonly ArrayLike[], ...args: unknown[]): NDArray | Scalar {
  const named = keywords('choose', ['out', 'mode'], args)
  const outside = outsideOf('choose', named.mode)
  const index = indexArray('choose', a)
  if (outside === RAISE && index._size > 0 && (min(index) as number) < 0) {
    throw rangeError(`choose: expected indices of choices from 0 on, received ${min(index)}`, 'ERR_INDEX')
  }
  const rows = stackedChoices(choices)
  const shape = broadcastShape('choose', [index._shape, rows._shape.slice(1)])
  const places: Places = {
    array: rows,
    offset: rows.offset,
    shape,
    strides: broadcastStrides(rows._shape.slice(1), rows._strides.slice(1), shape),
    sizes: [rows._shape[0]],
    steps: [rows._strides[0]],
    axes: [0],
    indices: [index],
    at: 0,
    span: shape.length,
  }
  return delivered('choose', gather('choose', places, outside), named.out)
}

// The choices as rows of one array.
function stackedChoices(choices: unknown): NDArray {
  if (!Array.isArray(choices)) {
    const rows = toArray(choices, 'choose')
    if (rows._shape.length > 0 && rows._shape[0] > 0) return rows
    throw rangeError(`choose: expected at least one choice, received the shape ${formatShape(rows._shape)}`)
  }
  if (choices.length === 0) throw rangeError('choose: expected at least one choice, received none')
  const arrays = coerceOperands(operation('where'), listItems('choose', choices), 'choose')
  const info = arrays.reduce((found: DTypeInfo, one) => promoteTypes(found, one.info), arrays[0].info)
  const shape = broadcastShape(
    'choose',
    arrays.map((one) => one._shape),
  )
  const full = [arrays.length, ...shape]
  const rows = newArray(info, full, shapeSize(full, 'choose'), false)
  for (const [k, one] of arrays.entries()) {
    if (rows._size > 0) copyInto(view(rows, shape, rows._strides.slice(1), rows.offset + k * rows._strides[0]), one)
  }
  return rows
}

/**
 * Each element, or slice along an axis, as often as `repeats` says: one number, or one for each. Without an axis the array
 * counts as flattened.
 * @example np.repeat([1, 2], [2, 1]) // array([1., 1., 2.])
 */
export function repeat<const X extends ArrayLike>(
  a: X,
  repeats: ArrayLike,
  axis?: number | null | { readonly axis?: number | null },
): NDArray<DTypeOf<X>>
export function repeat(a: ArrayLike, repeats: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'repeat'
  const [array, axis] = alongAxis(name, toArray(a, name), keywords(name, ['axis'], args).axis)
  const counts = indexArray(name, typeof repeats === 'number' && Number.isInteger(repeats) ? BigInt(repeats) : repeats)
  const n = array._shape[axis]
  if (counts._shape.length > 1 || (counts._size !== 1 && counts._size !== n)) {
    throw rangeError(
      `${name}: expected one number of repeats or ${n}, received the shape ${formatShape(counts._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const total = counts._size === 1 ? (counts.item() as number) * n : counts._size === 0 ? 0 : (sum(counts) as number)
  // Where there is something to copy, the native row looks at every count.
  if (total <= 0 || array._size === 0) {
    const low = counts._size === 0 ? 0 : (min(counts) as number)
    if (low < 0) throw rangeError(`${name}: expected repeats of at least 0, received ${low}`)
  }
  const shape = array._shape.map((length, d) => (d === axis ? total : length))
  const result = newArray(array.info, shape, shapeSize(shape, name), false)
  if (result._size === 0) return result
  const source = array.contiguous ? array : array.copy('C')
  const { itemsize } = array
  const k = source._shape.slice(axis + 1).reduce((product, length) => product * length, 1)
  const outer = source._size / (n * k)
  const rows = (of: NDArray, count: number): NDArray => {
    const lines = [outer, count, k]
    return view(of, lines, stridesC(lines, itemsize), of.offset)
  }
  const each = view(counts, [n], [counts._size === 1 ? 0 : counts._strides[0]], counts.offset)
  const row = operation('repeat')
  runCore(row, row.typed[array.info.code], [rows(source, n), each, rows(result, total)], [outer], [n, k, total])
  return result
}
