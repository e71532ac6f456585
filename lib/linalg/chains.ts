/** Powers of a matrix and products of several. */
import { expectArray, expectInteger, isNone, keywords, listItems } from '../core/arguments'
import { toArray } from '../core/array'
import { copyInto } from '../core/copy'
import type { Scalar } from '../core/dtype'
import { formatShape, LinAlgError, rangeError, typeError } from '../core/errors'
import { type NDArray, newArray, view } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf, LinalgOf } from '../core/types'
import { ravel } from '../manipulation/shapes'
import { dot } from '../products/products'
import { inv } from './inverse'
import { runRow } from './routine'

const POWER = operation('matrix_power')

/**
 * A square matrix, or each matrix of a stack, to an integer power, by repeated squaring; a negative power is one of the
 * inverse. Throws `LinAlgError` for matrices that are not square.
 * @example np.linalg.matrix_power([[1, 1], [0, 1]], 5) // array([[1., 5.], [0., 1.]])
 */
export function matrix_power<const X extends ArrayLike>(
  a: X,
  n: number | bigint,
): NDArray<DTypeOf<X> | LinalgOf<DTypeOf<X>>> {
  const name = 'linalg.matrix_power'
  const array = toArray(a, name)
  const { _shape: shape } = array
  if (shape.length < 2 || shape[shape.length - 1] !== shape[shape.length - 2]) {
    throw new LinAlgError(
      `${name}: expected square matrices in the last 2 dimensions, received shape ${formatShape(shape)}`,
    )
  }
  const exponent = expectInteger(name, 'n', n)
  return power(exponent < 0 ? inv(array) : array, Math.abs(exponent)) as NDArray<never>
}

function power(array: NDArray, exponent: number): NDArray {
  if (exponent === 0) return identities(array)
  if (exponent === 1) return array
  const stack = array._shape.slice(0, -2)
  const order = array._shape[stack.length]
  return runRow(POWER, [array], stack, [[order, order]], [order], [exponent])[0]
}

function identities(array: NDArray): NDArray {
  const result = newArray(array.info, array._shape, array._size, true)
  const n = array._shape[array._shape.length - 1]
  const stack = array._shape.length - 2
  const step = result._strides[stack] + result._strides[stack + 1]
  const diagonals = view(
    result,
    [...array._shape.slice(0, -2), n],
    [...result._strides.slice(0, -2), step],
    result.offset,
  )
  if (diagonals._size > 0) copyInto(diagonals, toArray(true))
  return result
}

export interface MultiDotOptions {
  readonly out?: NDArray | null
}

/**
 * Product of several matrices in the order that takes the fewest multiplications (Cormen's matrix-chain dynamic programme).
 * The first may be a vector (a row), and so may the last (a column). Throws `LinAlgError` where another is not a matrix and
 * `RangeError` where lengths don't match.
 * @example np.linalg.multi_dot([[[1, 2]], [[3], [4]], [[5, 6]]]) // array([[55., 66.]])
 */
export function multi_dot(arrays: readonly ArrayLike[], options?: MultiDotOptions): NDArray | Scalar
export function multi_dot(arrays: readonly ArrayLike[], ...args: unknown[]): NDArray | Scalar {
  const name = 'linalg.multi_dot'
  const { out } = keywords(name, ['out'], args)
  const target = isNone(out) ? undefined : expectArray(name, 'out', out)
  if (!Array.isArray(arrays)) throw typeError(`${name}: expected a list of arrays, received ${typeof arrays}`)
  if (arrays.length < 2) throw rangeError(`${name}: expected at least 2 arrays, received ${arrays.length}`)
  const given = listItems(name, arrays).map((one) => toArray(one, name))
  if (given.length === 2) return product(given[0], given[1], target)
  const row = given[0]._shape.length === 1
  const column = given[given.length - 1]._shape.length === 1
  const matrices = given.map((array, i) => {
    if (i === 0 && row) return view(array, [1, array._size], [0, array._strides[0]], array.offset)
    if (i === given.length - 1 && column) return view(array, [array._size, 1], [array._strides[0], 0], array.offset)
    if (array._shape.length === 2) return array
    throw new LinAlgError(`${name}: expected arrays of 2 dimensions, received shape ${formatShape(array._shape)}`)
  })
  const order = chainOrder(matrices)
  const multiply = (i: number, j: number, into?: NDArray): NDArray =>
    i === j ? matrices[i] : (product(multiply(i, order[i][j]), multiply(order[i][j] + 1, j), into) as NDArray)
  const result = multiply(0, matrices.length - 1, target)
  if (row && column) return result.item()
  return row || column ? ravel(result) : result
}

const product = (a: ArrayLike, b: ArrayLike, out: NDArray | undefined): NDArray | Scalar =>
  out === undefined ? dot(a, b) : dot(a, b, { out })

// Where to split the product of matrices i to j, for all i < j: the least number of multiplications.
function chainOrder(matrices: readonly NDArray[]): number[][] {
  const count = matrices.length
  const lengths = [...matrices.map((matrix) => matrix._shape[0]), matrices[count - 1]._shape[1]]
  const costs = matrices.map(() => new Array<number>(count).fill(0))
  const splits = matrices.map(() => new Array<number>(count).fill(0))
  for (let span = 1; span < count; span++) {
    for (let i = 0; i + span < count; i++) {
      const j = i + span
      costs[i][j] = Number.POSITIVE_INFINITY
      for (let k = i; k < j; k++) {
        const cost = costs[i][k] + costs[k + 1][j] + lengths[i] * lengths[k + 1] * lengths[j + 1]
        // Of equal costs of three matrices NumPy takes the last, of more the first.
        if (cost < costs[i][j] || (count === 3 && cost === costs[i][j])) {
          costs[i][j] = cost
          splits[i][j] = k
        }
      }
    }
  }
  return splits
}
