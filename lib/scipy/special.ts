/** Matrices of a known form. */
import { expectBoolean, expectInteger, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { broadcastShape, broadcastView } from '../core/broadcast'
import { copyAs, copyInto } from '../core/copy'
import { dtypeInfo, FLOAT64 } from '../core/dtype'
import { rangeError } from '../core/errors'
import { type NDArray, newArray, shapeSize, view } from '../core/ndarray'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike, DTypeOf, QuotientOf } from '../core/types'
import { tril } from '../creation/diagonals'
import { arange } from '../creation/ranges'
import { concatenate } from '../manipulation/joining'
import { atleast_1d, atleast_2d, ravel } from '../manipulation/shapes'
import { matmul } from '../products/products'
import { cumsum } from '../reductions/cumulative'
import { all } from '../reductions/reductions'
import { divide, multiply, negative, not_equal } from '../ufuncs'
import { oneOf, overStack } from './arguments'
import { conjugated, diagonalOf, part, transposed, zeroMatrix } from './matrix'

// A copy of the matrix whose rows start at `first` in a vector and move by `down` elements.
function windowed(values: NDArray, rows: number, columns: number, first: number, down: number): NDArray {
  const { itemsize } = values.info
  const offset = rows === 0 || columns === 0 ? values.offset : values.offset + first * itemsize
  return copyAs(view(values, [rows, columns], [down * itemsize, itemsize], offset), values.info)
}

const joined = (...parts: NDArray[]): NDArray => concatenate(parts) as NDArray
const backwards = (x: NDArray): NDArray => x.get('::-1') as NDArray

/**
 * The Toeplitz matrix of a first column c and a first row r (conj(c) unless given; r[0] is not read): diagonals are
 * constant. Stacks of vectors give stacks.
 * @example linalg.toeplitz([1, 2], [1, 3, 4]) // array([[1., 3., 4.], [2., 1., 3.]])
 */
export function toeplitz<const C extends ArrayLike>(
  c: C,
  r?: ArrayLike | null | { readonly r?: ArrayLike | null },
): NDArray<DTypeOf<C>>
export function toeplitz(c: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.toeplitz'
  const { r } = keywords(name, ['r'], args)
  const column = atleast_1d(toArray(c, name)) as NDArray
  const row = isNone(r) ? conjugated(column) : (atleast_1d(toArray(r)) as NDArray)
  return overStack(name, [column, row], [1, 1], (first, across) =>
    windowed(joined(backwards(first), across.get('1:') as NDArray), first._size, across._size, first._size - 1, -1),
  )
}

/**
 * The Hankel matrix of a first column c and a last row r (zeros unless given; r[0] is not read): anti-diagonals are
 * constant.
 * @example linalg.hankel([1, 2], [2, 3, 4]) // array([[1., 2., 3.], [2., 3., 4.]])
 */
export function hankel<const C extends ArrayLike>(
  c: C,
  r?: ArrayLike | null | { readonly r?: ArrayLike | null },
): NDArray<DTypeOf<C>>
export function hankel(c: ArrayLike, ...args: unknown[]): NDArray {
  const { r } = keywords('linalg.hankel', ['r'], args)
  const column = ravel(toArray(c, 'linalg.hankel')) as NDArray
  const row = isNone(r)
    ? newArray(column.info, [column._size], column._size, true)
    : (ravel(toArray(r, 'linalg.hankel')) as NDArray)
  return windowed(joined(column, row.get('1:') as NDArray), column._size, row._size, 0, 1)
}

/**
 * The circulant matrix of a first column c. Stacks of vectors give stacks.
 * @example linalg.circulant([1, 2, 3]) // array([[1., 3., 2.], [2., 1., 3.], [3., 2., 1.]])
 */
export function circulant<const C extends ArrayLike>(c: C): NDArray<DTypeOf<C>>
export function circulant(c: ArrayLike): NDArray {
  return overStack('linalg.circulant', [atleast_1d(toArray(c, 'linalg.circulant')) as NDArray], [1], (column) => {
    const n = column._size
    return windowed(joined(backwards(column), backwards(column.get('1:') as NDArray)), n, n, n - 1, -1)
  })
}

/**
 * A matrix with the given ones along its diagonal and zeros elsewhere. Vectors count as rows; stacks broadcast.
 * @example linalg.block_diag([[1, 2]], [[3], [4]]) // array([[1., 2., 0.], [0., 0., 3.], [0., 0., 4.]])
 */
export function block_diag(...arrs: ArrayLike[]): NDArray {
  const name = 'linalg.block_diag'
  const blocks = (arrs.length === 0 ? [[]] : arrs).map((arr) => atleast_2d(toArray(arr, name)) as NDArray)
  const stack = broadcastShape(
    name,
    blocks.map((block) => block._shape.slice(0, -2)),
  )
  const cores = blocks.map((block) => block._shape.slice(-2))
  const [rows, columns] = [0, 1].map((d) => cores.reduce((total, core) => total + core[d], 0))
  const info = blocks.map((block) => block.info).reduce(promoteTypes)
  const shape = [...stack, rows, columns]
  const result = newArray(info, shape, shapeSize(shape, name), true)
  let [top, left] = [0, 0]
  for (const [i, block] of blocks.entries()) {
    const wide = [...stack, ...cores[i]]
    const [down, across] = result._strides.slice(-2)
    const target = view(result, wide, result._strides, result.offset + top * down + left * across)
    if (target._size > 0) copyInto(target, broadcastView(name, block, wide))
    top += cores[i][0]
    left += cores[i][1]
  }
  return result
}

/**
 * The companion matrix of a polynomial's coefficients, highest first. Throws `RangeError` for fewer than two of them or a
 * leading zero. Stacks of vectors give stacks.
 * @example linalg.companion([1, -10, 31]) // array([[ 10., -31.], [ 1., 0.]])
 */
export function companion<const A extends ArrayLike>(a: A): NDArray<QuotientOf<DTypeOf<A>>>
export function companion(a: ArrayLike): NDArray {
  const name = 'linalg.companion'
  return overStack(name, [atleast_1d(toArray(a, name)) as NDArray], [1], (coefficients) => {
    const n = coefficients._size
    if (n < 2) throw rangeError(`${name}: expected at least 2 coefficients, received ${n}`, 'ERR_SHAPE_MISMATCH')
    const leading = coefficients.get(':1') as NDArray
    if (all(not_equal(leading, 0) as NDArray) !== true) {
      throw rangeError(`${name}: expected a leading coefficient other than 0, received 0`)
    }
    const row = divide(negative(coefficients.get('1:') as NDArray), multiply(leading, 1.0)) as NDArray
    const c = zeroMatrix(row.info, n - 1, n - 1)
    copyInto(part(c, 0, 1), row)
    copyInto(diagonalOf(c, -1), toArray(1))
    return c
  })
}

function size(name: string, n: unknown): number {
  const length = expectInteger(name, 'n', n)
  if (length < 0) throw rangeError(`${name}: expected n to be at least 0, received ${length}`)
  return length
}

/**
 * The Hilbert matrix of order n: element (i, j) is 1 / (i + j + 1).
 * @example linalg.hilbert(2) // array([[1. , 0.5 ], [0.5 , 0.33333333]])
 */
export function hilbert(n: number): NDArray<'float64'> {
  const order = size('linalg.hilbert', n)
  const values = divide(1, arange(1, Math.max(1, 2 * order), 1, { dtype: 'float64' }) as NDArray) as NDArray
  return windowed(values, order, order, 0, 1) as NDArray<'float64'>
}

export interface PascalOptions {
  /** The whole matrix (default) or one of its triangular factors. */
  readonly kind?: 'symmetric' | 'lower' | 'upper'
  /** Whether elements are uint64 (default, n below 35) or float64. */
  readonly exact?: boolean
}

/**
 * The Pascal matrix of order n: binomial coefficients. Exact ones are uint64, for n below 35 (`RangeError` beyond); with
 * `exact: false` they are float64.
 * @example linalg.pascal(3) // array([[1, 1, 1], [1, 2, 3], [1, 3, 6]], dtype=uint64)
 */
export function pascal(n: number, options: PascalOptions & { readonly exact: false }): NDArray<'float64'>
export function pascal(n: number, options?: PascalOptions): NDArray<'uint64'>
export function pascal(n: number, ...args: unknown[]): NDArray {
  const name = 'linalg.pascal'
  const named = keywords(name, ['kind', 'exact'], args)
  const order = size(name, n)
  const kind = oneOf(name, 'kind', named.kind ?? 'symmetric', ['symmetric', 'lower', 'upper'] as const)
  const exact = expectBoolean(name, 'exact', named.exact, true)
  if (exact && order >= 35)
    throw rangeError(`${name}: expected n below 35 with exact (use exact: false), received ${order}`)
  const info = exact ? dtypeInfo('uint64') : FLOAT64
  // Rows are running sums of the row before; above them zeros, where the triangle's diagonals run out.
  const sums = zeroMatrix(info, Math.max(0, 2 * order - 1), order)
  if (order > 0) copyInto(part(sums, order - 1, order), toArray(1))
  for (let i = order; i < 2 * order - 1; i++) {
    copyInto(part(sums, i, i + 1), cumsum(part(sums, i - 1, i), { axis: 1 }) as NDArray)
  }
  if (kind === 'symmetric' && !exact) return copyAs(part(sums, Math.max(0, order - 1), 2 * order - 1), info)
  // Element (i, j) of the lower factor stands in row i - j of the sums.
  const { itemsize } = info
  const strides = [order * itemsize, (1 - order) * itemsize]
  const start = sums.offset + Math.max(0, order - 1) * order * itemsize
  const lower = copyAs(tril(view(sums, [order, order], strides, order === 0 ? sums.offset : start)) as NDArray, info)
  if (kind === 'lower') return lower
  if (kind === 'upper') return copyAs(transposed(lower), info)
  return matmul(lower, transposed(lower)) as NDArray
}
