/** Indices of diagonals and triangles, for reading and writing them by `get` and `set`. */
import { expectArray, expectBoolean, expectInteger, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { describe, formatShape, rangeError, typeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { expectWriteable } from '../core/ufunc'
import { ones } from '../creation/creation'
import { below } from '../creation/diagonals'
import { arange } from '../creation/ranges'
import { logical_not, not_equal } from '../ufuncs'
import { nonzeroTable, RAISE } from './gather'
import { valueArray } from './indexing'
import { nonzero, rowsOf } from './selection'
import { putFlat } from './take'

type Indices = NDArray<'int64'>[]

const count = (length: number): NDArray<'int64'> => arange(BigInt(length)) as NDArray as NDArray<'int64'>

/**
 * Writes a value, or values in turn, to the main diagonal of an array in itself. Arrays of more than two dimensions must have
 * one length; `wrap` lets the diagonal of a tall matrix begin again after a row's gap.
 * @example const a = np.zeros([2, 2]); np.fill_diagonal(a, 5); a // array([[5., 0.], [0., 5.]])
 */
export function fill_diagonal(a: NDArray, val: ArrayLike, wrap?: boolean | { readonly wrap?: boolean }): void
export function fill_diagonal(a: unknown, val: unknown, ...args: unknown[]): void {
  const name = 'fill_diagonal'
  const array = expectArray(name, 'a', a)
  const wrap = expectBoolean(name, 'wrap', keywords(name, ['wrap'], args).wrap, false)
  const { _shape: shape } = array
  if (shape.length < 2) {
    throw rangeError(`${name}: expected at least 2 dimensions, received ${shape.length}`, 'ERR_SHAPE_MISMATCH')
  }
  let step = shape[1] + 1
  let end = wrap ? array._size : Math.min(array._size, shape[1] * shape[1])
  if (shape.length > 2) {
    equalLengths(name, shape)
    step = 0
    for (let d = 0, across = 1; d < shape.length; d++, across *= shape[0]) step += across
    end = array._size
  }
  expectWriteable(name, array)
  const positions = arange(0n, BigInt(end), BigInt(step))
  putFlat(name, array, positions, valueArray(name, val, array.info), RAISE)
}

function equalLengths(name: string, shape: readonly number[]): void {
  if (shape.some((length) => length !== shape[0])) {
    throw rangeError(
      `${name}: expected axes of one length, received the shape ${formatShape(shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
}

/**
 * The indices of the main diagonal of an array of `ndim` (2) dimensions of length n.
 * @example np.diag_indices(2) // [ array([0, 1]), array([0, 1]) ]
 */
export function diag_indices(n: number, ndim?: number | { readonly ndim?: number }): Indices
export function diag_indices(n: unknown, ...args: unknown[]): Indices {
  const { ndim } = keywords('diag_indices', ['ndim'], args)
  const dimensions = ndim === undefined ? 2 : expectInteger('diag_indices', 'ndim', ndim)
  const length = Math.max(0, expectInteger('diag_indices', 'n', n))
  return Array.from({ length: Math.max(0, dimensions) }, () => count(length))
}

/**
 * The indices of the main diagonal of an array whose axes have one length.
 * @example np.diag_indices_from(np.zeros([2, 2])) // [ array([0, 1]), array([0, 1]) ]
 */
export function diag_indices_from(arr: ArrayLike): Indices {
  const { _shape: shape } = toArray(arr, 'diag_indices_from')
  if (shape.length < 2) {
    throw rangeError(
      `diag_indices_from: expected at least 2 dimensions, received ${shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  equalLengths('diag_indices_from', shape)
  return diag_indices(shape[0], shape.length)
}

export interface TriangleOptions {
  /** The diagonal that bounds the triangle: above the main one where positive. */
  readonly k?: number
  /** The number of columns (n). */
  readonly m?: number | null
}

function triangle(name: string, n: unknown, args: readonly unknown[], lower: boolean): Indices {
  const named = keywords(name, ['k', 'm'], args)
  const rows = expectInteger(name, 'n', n)
  const columns = named.m === undefined || named.m === null ? rows : expectInteger(name, 'm', named.m)
  const k = named.k === undefined ? 0 : expectInteger(name, 'k', named.k)
  const mask = lower ? below(rows, columns, k) : (logical_not(below(rows, columns, k - 1)) as NDArray)
  return rowsOf(nonzeroTable(mask))
}

function matrixShape(name: string, arr: ArrayLike): readonly number[] {
  const { _shape: shape } = toArray(arr, name)
  if (shape.length === 2) return shape
  throw rangeError(`${name}: expected 2 dimensions, received ${shape.length}`, 'ERR_SHAPE_MISMATCH')
}

/**
 * The indices of an n×m matrix's lower triangle, up to the k-th diagonal.
 * @example np.tril_indices(2) // [ array([0, 1, 1]), array([0, 0, 1]) ]
 */
export function tril_indices(n: number, k?: number | TriangleOptions, m?: number | null | TriangleOptions): Indices
export function tril_indices(n: unknown, ...args: unknown[]): Indices {
  return triangle('tril_indices', n, args, true)
}

/**
 * The indices of an n×m matrix's upper triangle, from the k-th diagonal on.
 * @example np.triu_indices(2) // [ array([0, 0, 1]), array([0, 1, 1]) ]
 */
export function triu_indices(n: number, k?: number | TriangleOptions, m?: number | null | TriangleOptions): Indices
export function triu_indices(n: unknown, ...args: unknown[]): Indices {
  return triangle('triu_indices', n, args, false)
}

/**
 * The indices of a matrix's lower triangle, up to the k-th diagonal.
 * @example np.tril_indices_from([[1, 2], [3, 4]], -1) // [ array([1]), array([0]) ]
 */
export function tril_indices_from(arr: ArrayLike, k?: number | { readonly k?: number }): Indices
export function tril_indices_from(arr: ArrayLike, ...args: unknown[]): Indices {
  const [rows, m] = matrixShape('tril_indices_from', arr)
  return tril_indices(rows, { m, ...keywords('tril_indices_from', ['k'], args) } as TriangleOptions)
}

/**
 * The indices of a matrix's upper triangle, from the k-th diagonal on.
 * @example np.triu_indices_from([[1, 2], [3, 4]], 1) // [ array([0]), array([1]) ]
 */
export function triu_indices_from(arr: ArrayLike, k?: number | { readonly k?: number }): Indices
export function triu_indices_from(arr: ArrayLike, ...args: unknown[]): Indices {
  const [rows, m] = matrixShape('triu_indices_from', arr)
  return triu_indices(rows, { m, ...keywords('triu_indices_from', ['k'], args) } as TriangleOptions)
}

/**
 * The indices of an n×n matrix that a function of a matrix and `k`, such as `triu`, leaves not zero.
 * @example np.mask_indices(2, np.triu) // [ array([0, 0, 1]), array([0, 1, 1]) ]
 */
export function mask_indices(n: number, mask_func: (m: NDArray<'int64'>, k: number) => ArrayLike, k = 0): Indices {
  if (typeof mask_func !== 'function') {
    throw typeError(`mask_indices: expected a function, received ${describe(mask_func)}`)
  }
  const length = expectInteger('mask_indices', 'n', n)
  return nonzero(not_equal(toArray(mask_func(ones([length, length], 'int64'), k)), 0))
}
