/** Products of arrays of any number of dimensions: tensordot, inner, Kronecker and cross products. */
import { expectArray, expectInteger, isNone, keywords, listItems } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { broadcastShape } from '../core/broadcast'
import type { Scalar } from '../core/dtype'
import { formatShape, rangeError } from '../core/errors'
import { type NDArray, newArray, shapeSize, view } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, Promoted } from '../core/types'
import { callGeneral } from '../core/ufunc'
import { moveaxis, ravel, reshapeArray } from '../manipulation/shapes'
import { multiply, negative, subtract } from '../ufuncs'
import { Contraction, plannedBefore, rememberPlan } from './contraction'
import { dot, promoted, vectorProduct } from './products'

type Product<A, B> = Scalar<Promoted<A, B>> | NDArray<Promoted<A, B>>

function expectSameLength(name: string, x: NDArray, y: NDArray, matches: boolean): void {
  if (matches) return
  throw rangeError(
    `${name}: expected summed axes of the same lengths, received shapes ${formatShape(x._shape)} and ${formatShape(y._shape)}`,
    'ERR_SHAPE_MISMATCH',
  )
}

/**
 * The sum of products over the last axes of both; vectors give a scalar, a scalar operand multiplies. Matrices go to BLAS
 * as `a @ b.T`. Throws `RangeError` where the last axes differ.
 * @example np.inner([[1, 2], [3, 4]], [1, 10]) // array([21., 43.])
 */
export function inner<const A extends ArrayLike, const B extends ArrayLike>(a: A, b: B): Product<A, B>
export function inner(a: ArrayLike, b: ArrayLike): Scalar | NDArray {
  const [x, y] = promoted('inner', a, b)
  const m = x._shape.length
  const n = y._shape.length
  if (m === 0 || n === 0 || (m === 1 && n === 1)) return dot(x, y)
  expectSameLength('inner', x, y, x._shape[m - 1] === y._shape[n - 1])
  return tensorProduct('inner', x, y, [m - 1], [n - 1])
}

/**
 * The scalar product of all elements in row-major order, those of the first conjugated. Throws `RangeError` where the sizes
 * differ. Floats and complex go to BLAS (dot, dotc).
 * @example np.vdot([np.complex(1, 1)], [np.complex(0, 1)]) // (1+1j)
 */
export function vdot<const A extends ArrayLike, const B extends ArrayLike>(a: A, b: B): Scalar<Promoted<A, B>>
export function vdot(a: ArrayLike, b: ArrayLike): Scalar {
  const [x, y] = promoted('vdot', a, b)
  expectSameLength('vdot', x, y, x._size === y._size)
  return vectorProduct(operation('vecdot'), ravel(x), ravel(y))
}

/**
 * All products of the elements of two flattened arrays: one row for each of the first.
 * @example np.outer([1, 2], [3, 4]) // array([[3., 4.], [6., 8.]])
 */
export function outer<const A extends ArrayLike, const B extends ArrayLike>(
  a: A,
  b: B,
  out?: NDArray | null | { readonly out?: NDArray | null },
): NDArray<Promoted<A, B>>
export function outer(a: ArrayLike, b: ArrayLike, ...args: unknown[]): NDArray {
  const { out } = keywords('outer', ['out'], args)
  const column = ravel(toArray(a, 'outer'))
  const row = ravel(toArray(b, 'outer'))
  const rows = view(column, [column._size, 1], [column._strides[0], 0], column.offset)
  const target = isNone(out) ? undefined : { out: expectArray('outer', 'out', out) }
  return callGeneral(
    operation('multiply'),
    [rows, view(row, [1, row._size], [0, row._strides[0]], row.offset)],
    target,
  ) as NDArray
}

// The sum over pairs of axes; the other axes stay, those of x first.
function tensorProduct(
  name: string,
  x: NDArray,
  y: NDArray,
  xAxes: readonly number[],
  yAxes: readonly number[],
): NDArray {
  const key = `${name}(${xAxes};${yAxes})`
  const operands = [x, y]
  const known = plannedBefore(key, operands)
  if (known !== undefined) return known(operands)
  const xLabels = x._shape.map((_, d) => d)
  const yLabels = y._shape.map((_, d) => (yAxes.includes(d) ? xAxes[yAxes.indexOf(d)] : x._shape.length + d))
  const out = [...xLabels.filter((d) => !xAxes.includes(d)), ...yLabels.filter((label) => label >= x._shape.length)]
  const [left, right] = operands.map(({ _shape: shape, _strides: strides }, source) => ({
    source,
    labels: [xLabels, yLabels][source],
    shape,
    strides,
  }))
  const contraction = new Contraction(name, operands)
  const run = contraction.finish(contraction.product(left, right, out))
  return rememberPlan(key, operands, run)(operands)
}

/** How many axes to sum over, or which of each operand. */
export type TensordotAxes = number | readonly [number | readonly number[], number | readonly number[]]

/**
 * The sum of products over several axes: over the last `axes` (2) of `a` with the first of `b`, or over pairs from two lists of
 * axes. One matrix product through views where the axes lie so, of copies otherwise. Throws `RangeError` where lengths differ.
 * @example np.tensordot(np.ones([2, 3, 4]), np.ones([3, 4, 5])).shape // [2, 5]
 */
export function tensordot<const A extends ArrayLike, const B extends ArrayLike>(
  a: A,
  b: B,
  axes?: TensordotAxes | { readonly axes?: TensordotAxes },
): NDArray<Promoted<A, B>>
export function tensordot(a: ArrayLike, b: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'tensordot'
  const [x, y] = promoted(name, a, b)
  const [xAxes, yAxes] = axisLists(keywords(name, ['axes'], args).axes ?? 2)
  expectSameLength(name, x, y, xAxes.length === yAxes.length)
  const settle = (axes: readonly unknown[], array: NDArray): number[] => {
    const found = axes.map((axis) => normalizeAxis(name, axis, array._shape.length))
    if (new Set(found).size === found.length) return found
    throw rangeError(`${name}: expected different axes, received ${formatShape(found)}`, 'ERR_AXIS')
  }
  const from = settle(xAxes, x)
  const to = settle(yAxes, y)
  expectSameLength(
    name,
    x,
    y,
    from.every((d, i) => x._shape[d] === y._shape[to[i]]),
  )
  return tensorProduct(name, x, y, from, to)
}

function axisLists(axes: unknown): [readonly unknown[], readonly unknown[]] {
  if (!Array.isArray(axes)) {
    const count = expectInteger('tensordot', 'axes', axes)
    return [
      Array.from({ length: Math.max(0, count) }, (_, i) => i - count),
      Array.from({ length: Math.max(0, count) }, (_, i) => i),
    ]
  }
  if (axes.length !== 2)
    throw rangeError(`tensordot: expected a list of axes for each operand, received ${axes.length}`)
  const [first, second] = axes.map((list) => (Array.isArray(list) ? listItems('tensordot', list) : [list]))
  return [first, second]
}

/**
 * The Kronecker product: the second array scaled by every element of the first, block by block; the shape with fewer
 * dimensions is filled up with ones in front.
 * @example np.kron([1, 10], [1, 2]) // array([ 1.,  2., 10., 20.])
 */
export function kron<const A extends ArrayLike, const B extends ArrayLike>(a: A, b: B): Product<A, B>
export function kron(a: ArrayLike, b: ArrayLike): Scalar | NDArray {
  const [x, y] = promoted('kron', a, b)
  const ndim = Math.max(x._shape.length, y._shape.length)
  if (x._shape.length === 0 || y._shape.length === 0) return dot(x, y)
  // Axes of both in turns: (m1, 1, m2, 1, …) times (1, n1, 1, n2, …).
  const spread = (array: NDArray, second: 0 | 1): NDArray => {
    const shape = new Array<number>(2 * ndim).fill(1)
    const strides = new Array<number>(2 * ndim).fill(0)
    const shift = ndim - array._shape.length
    for (let d = 0; d < array._shape.length; d++) {
      shape[2 * (shift + d) + second] = array._shape[d]
      strides[2 * (shift + d) + second] = array._strides[d]
    }
    return view(array, shape, strides, array.offset)
  }
  const [left, right] = [spread(x, 0), spread(y, 1)]
  const product = multiply(left, right, { out: newProduct(left, right) })
  return reshapeArray(
    'kron',
    product,
    left._shape.flatMap((length, i) => (i % 2 === 0 ? [length * right._shape[i + 1]] : [])),
  )
}

function newProduct(x: NDArray, y: NDArray): NDArray {
  const shape = broadcastShape('kron', [x._shape, y._shape])
  return newArray(x.info, shape, shapeSize(shape, 'kron'), false)
}

export interface CrossOptions {
  readonly axisa?: number
  readonly axisb?: number
  readonly axisc?: number
  /** Instead of the other three: the axis of the vectors in both and in the result. */
  readonly axis?: number | null
}

/**
 * The cross product of vectors of 3 components along the last axes, or those named; a missing third component is 0, and two
 * such vectors give the third component alone. Throws `RangeError` for other lengths.
 * @example np.cross([1, 2, 3], [4, 5, 6]) // array([-3.,  6., -3.])
 */
export function cross<const A extends ArrayLike, const B extends ArrayLike>(
  a: A,
  b: B,
  axisa?: number | CrossOptions,
  axisb?: number | CrossOptions,
  axisc?: number | CrossOptions,
  axis?: number | null,
): NDArray<Promoted<A, B>>
export function cross(a: ArrayLike, b: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('cross', ['axisa', 'axisb', 'axisc', 'axis'], args)
  const all = named.axis === null ? undefined : named.axis
  const along = (value: unknown): number => expectInteger('cross', 'axis', all ?? value ?? -1)
  const [p, q] = promoted('cross', a, b)
  if (p._shape.length === 0 || q._shape.length === 0) {
    throw rangeError('cross: expected arrays of at least 1 dimension, received a 0-d array', 'ERR_SHAPE_MISMATCH')
  }
  const x = moveaxis(p, normalizeAxis('cross', along(named.axisa), p._shape.length), -1)
  const y = moveaxis(q, normalizeAxis('cross', along(named.axisb), q._shape.length), -1)
  const [m, n] = [x, y].map((one) => one._shape[one._shape.length - 1])
  if ((m !== 2 && m !== 3) || (n !== 2 && n !== 3)) {
    throw rangeError(`cross: expected vectors of 2 or 3 components, received ${m} and ${n}`, 'ERR_SHAPE_MISMATCH')
  }
  const shape = broadcastShape('cross', [x._shape.slice(0, -1), y._shape.slice(0, -1)])
  const component = (array: NDArray, i: number): NDArray =>
    view(
      array,
      array._shape.slice(0, -1),
      array._strides.slice(0, -1),
      array.offset + i * array._strides[array._strides.length - 1],
    )
  // out = x[i] y[j] - x[j] y[i], where a missing component leaves one product.
  const minor = (i: number, j: number, out: NDArray): void => {
    if (j < n && i < m) multiply(component(x, i), component(y, j), { out })
    if (j >= m || i >= n) return
    if (j < n && i < m) subtract(out, multiply(component(x, j), component(y, i)), { out })
    else negative(multiply(component(x, j), component(y, i), { out }), { out })
  }
  if (m === 2 && n === 2) {
    const result = newArray(x.info, shape, shapeSize(shape, 'cross'), false)
    minor(0, 1, result)
    return result
  }
  const full = [...shape, 3]
  const place = normalizeAxis('cross', along(named.axisc), full.length)
  const result = newArray(x.info, full, shapeSize(full, 'cross'), false)
  minor(1, 2, component(result, 0))
  minor(2, 0, component(result, 1))
  minor(0, 1, component(result, 2))
  return moveaxis(result, -1, place)
}
