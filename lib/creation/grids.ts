/** Grids of coordinates, and matrices of powers. */
import { expectBoolean, expectInteger, expectOneOf, isNone, isOptions, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { broadcastView } from '../core/broadcast'
import { copyInto } from '../core/copy'
import { INT64 } from '../core/dtype'
import { rangeError } from '../core/errors'
import { type NDArray, newArray, shapeSize, sliceAxis, view } from '../core/ndarray'
import { type Promote, promoteTypes } from '../core/promotion'
import type { ArrayLike, DTypeOf } from '../core/types'
import { ravel } from '../manipulation/shapes'
import { multiply } from '../ufuncs'

export interface MeshgridOptions {
  /** Whether the results own their memory (true), or are views of the arguments. */
  readonly copy?: boolean
  /** Whether results keep length 1 along the other axes. */
  readonly sparse?: boolean
  /** `'xy'`: the first two axes are swapped, as in a plot; `'ij'`: axes in the arguments' order. */
  readonly indexing?: 'xy' | 'ij'
}

/**
 * Coordinates of the places of a grid: one array per vector of coordinates, all of the grid's shape.
 * @example np.meshgrid([1, 2], [3, 4]) // [ array([[1., 2.], [1., 2.]]), array([[3., 3.], [4., 4.]]) ]
 */
export function meshgrid(...xi: [...ArrayLike[], MeshgridOptions] | ArrayLike[]): NDArray[] {
  const options = isOptions(xi[xi.length - 1]) ? [xi[xi.length - 1]] : []
  const vectors = xi.slice(0, xi.length - options.length).map((one) => ravel(toArray(one, 'meshgrid')))
  const named = keywords('meshgrid', ['copy', 'sparse', 'indexing'], options)
  const copies = expectBoolean('meshgrid', 'copy', named.copy, true)
  const sparse = expectBoolean('meshgrid', 'sparse', named.sparse, false)
  const indexing = named.indexing ?? 'xy'
  if (typeof indexing === 'string' && indexing !== 'xy' && indexing !== 'ij') {
    throw rangeError(`meshgrid: expected indexing to be 'xy' or 'ij', received the string '${indexing}'`)
  }
  const ndim = vectors.length
  const swaps = expectOneOf('meshgrid', 'indexing', indexing, ['xy', 'ij']) === 'xy' && ndim > 1
  const axisOf = (i: number): number => (swaps && i < 2 ? 1 - i : i)
  const shape = new Array<number>(ndim)
  for (const [i, vector] of vectors.entries()) shape[axisOf(i)] = vector._size
  return vectors.map((vector, i) => {
    const axis = axisOf(i)
    const line = view(
      vector,
      shape.map((length, d) => (d === axis ? length : 1)),
      shape.map((_, d) => (d === axis ? vector._strides[0] : 0)),
      vector.offset,
    )
    const grid = sparse ? line : broadcastView('meshgrid', line, shape)
    return copies ? grid.copy('C') : grid
  })
}

export interface VanderOptions {
  readonly N?: number | null
  readonly increasing?: boolean
}

/**
 * A Vandermonde matrix: each row the powers of one element, from the highest down, or up with `increasing`. Integers
 * compute in int64.
 * @example np.vander([1, 2, 3], 2) // array([[1., 1.], [2., 1.], [3., 1.]])
 */
export function vander<const X extends ArrayLike>(
  x: X,
  N?: number | null | VanderOptions,
  increasing?: boolean | VanderOptions,
): NDArray<Promote<DTypeOf<X>, 'int64'>>
export function vander(x: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('vander', ['N', 'increasing'], args)
  const array = toArray(x, 'vander')
  if (array._shape.length !== 1) {
    throw rangeError(`vander: expected 1 dimension, received ${array._shape.length}`, 'ERR_SHAPE_MISMATCH')
  }
  const rows = array._size
  const columns = isNone(named.N) ? rows : expectInteger('vander', 'N', named.N)
  const increasing = expectBoolean('vander', 'increasing', named.increasing, false)
  const info = promoteTypes(array.info, INT64)
  const shape = [rows, columns]
  const result = newArray(info, shape, shapeSize(shape, 'vander'), false)
  if (result._size === 0) return result
  const upward = increasing ? result : sliceAxis(result, 1, columns - 1, columns, -1)
  sliceAxis(upward, 1, 0, 1).fill(1)
  if (columns > 1) {
    const powers = sliceAxis(upward, 1, 1, columns - 1)
    copyInto(powers, view(array, [rows, columns - 1], [array._strides[0], 0], array.offset))
    multiply.accumulate(powers, { axis: 1, out: powers })
  }
  return result
}
