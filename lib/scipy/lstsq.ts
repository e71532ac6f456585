/** Least squares by LAPACK's drivers. */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { copyInto } from '../core/copy'
import { formatShape, LinAlgError, rangeError } from '../core/errors'
import { type NDArray, newArray, shapeSize } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { copyColumns, newColumns } from '../lapack/call'
import { gelsd, gelss, gelsy } from '../lapack/singular'
import { norm } from '../linalg/norm'
import { sum } from '../reductions/reductions'
import { absolute, multiply } from '../ufuncs'
import { epsilon, expectMatrix, expectRows, finiteArray, lapackInfo, oneOf, overStack } from './arguments'
import { asColumn, cast, part, shapedLike } from './matrix'

/** Divide and conquer on singular values, complete orthogonal factorisation, QR iteration on singular values. */
export type LstsqDriver = 'gelsd' | 'gelsy' | 'gelss'

const DRIVERS: readonly LstsqDriver[] = ['gelsd', 'gelsy', 'gelss']

export interface LstsqOptions {
  /** Singular values up to this times the largest count as zero; machine precision unless given. */
  readonly cond?: number | null
  readonly overwrite_a?: boolean
  readonly overwrite_b?: boolean
  readonly check_finite?: boolean
  readonly lapack_driver?: LstsqDriver | null
}

/**
 * Least squares of least norm: [x, residues, rank, s]. residues are the squared lengths of b - a x (empty unless a has
 * full column rank and more rows), s the singular values of a (null for gelsy). Stacks are done one by one.
 * @example linalg.lstsq([[1], [1]], [1, 3])[0] // array([2.])
 */
export function lstsq(
  a: ArrayLike,
  b: ArrayLike,
  options?: LstsqOptions,
): [x: NDArray, residues: NDArray | number, rank: number, s: NDArray | null]
export function lstsq(a: ArrayLike, b: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.lstsq'
  const named = keywords(name, ['cond', 'overwrite_a', 'overwrite_b', 'check_finite', 'lapack_driver'], args)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const driver = oneOf(name, 'lapack_driver', named.lapack_driver ?? 'gelsd', DRIVERS)
  const cond = isNone(named.cond) ? undefined : (toArray(named.cond, name).item() as number)
  const [matrix, right] = [finiteArray(name, 'a', a, check), finiteArray(name, 'b', b, check)]
  return overStack(name, [matrix, right], [2, 'right'], (one, y) => {
    const [m, n] = expectMatrix(name, 'a', one)._shape
    expectRows(name, m, y)
    const info = lapackInfo(one, y)
    // Two of the drivers refuse a right-hand side of no columns.
    if (y._size === 0 && m > 0 && n > 0 && driver !== 'gelss') {
      throw rangeError(
        `${name}: expected b of at least one column, received shape ${formatShape(y._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    if (m === 0 || n === 0) return nothing(one, y, n)
    const columns = asColumn(y)
    const x = newColumns(info, Math.max(m, n), columns._shape[1])
    new Uint8Array(x.storage.buffer, x.offset, x.nbytes).fill(0)
    copyInto(part(x, 0, m), columns)
    const copy = copyColumns(one, info)
    const rcond = cond ?? epsilon(info)
    const empty = newArray(info, [0], 0, true)
    const solution = (): NDArray => shapedLike(part(x, 0, n), y)
    if (driver === 'gelsy') {
      const { rank } = gelsy(copy, x, rcond)
      return [solution(), empty, rank, null]
    }
    const { rank, s, info: failed } = (driver === 'gelsd' ? gelsd : gelss)(copy, x, rcond)
    if (failed > 0) throw new LinAlgError(`${name}: expected convergence, received a matrix on which ${driver} fails`)
    const residues = m > n && rank === n ? residueOf(shapedLike(part(x, n, m), y)) : empty
    return [solution(), residues, rank, s]
  })
}

function residueOf(rest: NDArray): unknown {
  const size = absolute(rest) as NDArray
  return sum(multiply(size, size), { axis: 0 })
}

function nothing(a: NDArray, b: NDArray, n: number): unknown[] {
  const info = lapackInfo(a, b)
  const shape = [n, ...b._shape.slice(1)]
  const x = newArray(info, shape, shapeSize(shape), true)
  const none = (): NDArray => toArray(new Float64Array(0))
  const lengths = n === 0 ? norm(cast(b, info), { axis: 0 }) : undefined
  return [x, lengths === undefined ? none() : multiply(lengths as NDArray, lengths as NDArray), 0, none()]
}
