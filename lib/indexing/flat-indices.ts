/** Positions in the flattened array, and the indices that they stand for. */
import { expectOneOf, keywords, listIntegers } from '../core/arguments'
import { toArray } from '../core/array'
import { broadcastShape, broadcastView } from '../core/broadcast'
import type { Scalar } from '../core/dtype'
import { readElement } from '../core/elements'
import { formatShape, rangeError } from '../core/errors'
import { type NDArray, shapeSize } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike } from '../core/types'
import { callBinary } from '../core/ufunc'
import type { ShapeLike } from '../creation/creation'
import { max, min } from '../reductions/reductions'
import { CLIP, indexArray, type Outside, type Places, RAISE } from './gather'

const call = (op: string, x: unknown, y: unknown): NDArray => callBinary(operation(op), x, y, []) as NDArray

/** The places of flat positions (1-D int64) in an array of any layout; the array has elements. */
export function flatPlaces(name: string, array: NDArray, positions: NDArray, outside: Outside): Places {
  const { offset, contiguous, _size: size, info } = array
  const indices = contiguous ? [positions] : unravel(settle(name, positions, size, outside), array._shape, 'C')
  return {
    array,
    offset,
    shape: positions._shape,
    strides: [0],
    sizes: contiguous ? [size] : array._shape,
    steps: contiguous ? [info.itemsize] : array._strides,
    axes: contiguous ? [0] : array._shape.map((_, d) => d),
    indices,
    at: 0,
    span: 1,
  }
}

// Positions below the size: negative ones count from the end, others outside are refused, wrapped or clipped.
function settle(name: string, positions: NDArray, size: number, outside: Outside): NDArray {
  if (outside === CLIP) return call('minimum', call('maximum', positions, 0), size - 1)
  if (outside === RAISE) {
    const low = min(positions) as number
    const high = max(positions) as number
    if (low < -size || high >= size) {
      throw rangeError(
        `${name}: expected indices between ${-size} and ${size - 1}, received ${low < -size ? low : high}`,
        'ERR_INDEX',
      )
    }
    if (low >= 0) return positions
  }
  return call('remainder', positions, size)
}

// One index array per axis of positions that lie inside the shape.
function unravel(positions: NDArray, shape: readonly number[], order: 'C' | 'F'): NDArray[] {
  const found = new Array<NDArray>(shape.length)
  const axes = shape.map((_, d) => d)
  if (order === 'C') axes.reverse()
  let rest = positions
  for (const [k, d] of axes.entries()) {
    const last = k === axes.length - 1
    found[d] = last ? rest : call('remainder', rest, shape[d])
    if (!last) rest = call('floor_divide', rest, shape[d])
  }
  return found
}

const ORDERS = ['C', 'F'] as const

/** Indices of each axis: scalars for a scalar. */
function scalars(arrays: readonly NDArray[]): (NDArray | Scalar)[] {
  return arrays.map((one) => (one._shape.length === 0 ? readElement(one.info, one.storage, one.offset) : one))
}

/**
 * The indices along each axis of positions in the flattened array: a list of arrays, or of numbers for one position. Throws
 * `RangeError` for positions that the shape has not.
 * @example np.unravel_index([2, 5], [2, 3]) // [ array([0, 1]), array([2, 2]) ]
 */
export function unravel_index(
  indices: number,
  shape: ShapeLike,
  order?: 'C' | 'F' | { readonly order?: 'C' | 'F' },
): number[]
export function unravel_index(
  indices: ArrayLike,
  shape: ShapeLike,
  order?: 'C' | 'F' | { readonly order?: 'C' | 'F' },
): NDArray<'int64'>[]
export function unravel_index(indices: ArrayLike, ...args: unknown[]): unknown {
  const name = 'unravel_index'
  const named = keywords(name, ['shape', 'order'], args)
  const order = named.order === undefined ? 'C' : expectOneOf(name, 'order', named.order, ORDERS)
  const dims = listIntegers(name, 'shape', named.shape)
  const positions = indexArray(name, indices)
  const size = shapeSize(dims, name)
  if (positions._size > 0) {
    if (dims.length === 0 && positions._shape.length > 0) {
      throw rangeError(`${name}: expected one position for the shape (), received ${positions._size}`)
    }
    const low = min(positions) as number
    const high = max(positions) as number
    if (low < 0 || high >= size) {
      throw rangeError(
        `${name}: expected positions between 0 and ${size - 1} for the shape ${formatShape(dims)}, received ${low < 0 ? low : high}`,
      )
    }
  }
  return scalars(size === 0 ? dims.map(() => positions) : unravel(positions, dims, order))
}

type Mode = 'raise' | 'wrap' | 'clip'

export interface RavelOptions {
  /** What becomes of indices outside their axis, for all axes or each. */
  readonly mode?: Mode | readonly Mode[]
  readonly order?: 'C' | 'F'
}

/**
 * Positions in the flattened array of indices along each axis: an array for each axis, which broadcast. Throws `RangeError`
 * for indices outside, unless `mode` says otherwise.
 * @example np.ravel_multi_index([[0, 1], [2, 2]], [2, 3]) // array([2, 5])
 */
export function ravel_multi_index(
  multi_index: readonly number[],
  dims: ShapeLike,
  mode?: Mode | readonly Mode[] | RavelOptions,
  order?: 'C' | 'F' | RavelOptions,
): number
export function ravel_multi_index(
  multi_index: readonly ArrayLike[] | NDArray,
  dims: ShapeLike,
  mode?: Mode | readonly Mode[] | RavelOptions,
  order?: 'C' | 'F' | RavelOptions,
): NDArray<'int64'>
export function ravel_multi_index(multi_index: readonly ArrayLike[] | NDArray, ...args: unknown[]): unknown {
  const name = 'ravel_multi_index'
  const named = keywords(name, ['dims', 'mode', 'order'], args)
  const order = named.order === undefined ? 'C' : expectOneOf(name, 'order', named.order, ORDERS)
  const shape = listIntegers(name, 'dims', named.dims)
  shapeSize(shape, name)
  const parts = Array.isArray(multi_index) ? multi_index : [...toArray(multi_index, name)]
  if (parts.length !== shape.length) {
    throw rangeError(
      `${name}: expected an index array for each of ${shape.length} axes, received ${parts.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const modes = Array.isArray(named.mode) ? named.mode : shape.map(() => named.mode ?? 'raise')
  if (modes.length !== shape.length) {
    throw rangeError(`${name}: expected a mode for each of ${shape.length} axes, received ${modes.length}`)
  }
  const indices = parts.map((part, d) => settleAxis(name, indexArray(name, part), shape[d], d, modes[d]))
  const axes = shape.map((_, d) => d)
  if (order === 'F') axes.reverse()
  const common = broadcastShape(
    name,
    indices.map((one) => one._shape),
  )
  let result: NDArray | undefined
  for (const d of axes) {
    result = result === undefined ? indices[d] : call('add', call('multiply', result, shape[d]), indices[d])
  }
  if (result === undefined) return 0
  return scalars([broadcastView(name, result, common)])[0]
}

function settleAxis(name: string, index: NDArray, length: number, axis: number, mode: unknown): NDArray {
  const known = expectOneOf(name, 'mode', mode, ['raise', 'wrap', 'clip'])
  if (index._size === 0) return index
  if (known === 'wrap' && length > 0) return call('remainder', index, length)
  if (known === 'clip' && length > 0) return call('minimum', call('maximum', index, 0), length - 1)
  const low = min(index) as number
  const high = max(index) as number
  if (low < 0 || high >= length) {
    throw rangeError(
      `${name}: expected indices between 0 and ${length - 1} for axis ${axis}, received ${low < 0 ? low : high}`,
    )
  }
  return index
}
