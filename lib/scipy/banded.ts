/** Banded and Toeplitz systems. */

import { expectBoolean, expectInteger, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { copyInto } from '../core/copy'
import { COMPLEX128, FLOAT64 } from '../core/dtype'
import { describe, formatShape, LinAlgError, rangeError, typeError } from '../core/errors'
import { NDArray, newArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { gbtrf, gbtrs, gtsv, pbtrf, pbtrs, pttrf, pttrs } from '../lapack/banded'
import { Call, copyColumns } from '../lapack/call'
import { concatenate } from '../manipulation/joining'
import { conjugate, divide } from '../ufuncs'
import { expectMatrix, expectRows, finiteArray, lapackInfo, overStack, realInfo } from './arguments'
import { asColumn, cast, conjugated, copyVector, padded, part, shapedLike } from './matrix'

export interface BandedOptions {
  readonly overwrite_ab?: boolean
  readonly overwrite_b?: boolean
  readonly check_finite?: boolean
}

/** Integers as float64, as this function alone has it. */
const inexact = (a: NDArray): NDArray => (a.info.kind === 'f' || a.info.kind === 'c' ? a : cast(a, FLOAT64))

/** A row of a matrix as a vector of its own. */
const rowOf = (a: NDArray, row: number, from: number, to: number): NDArray =>
  copyVector(part(a, row, row + 1, from, to).get(0) as NDArray, a.info)

/**
 * Solves a x = b for a banded a with l diagonals below and u above the main one, given by rows of ab: element (i, j) is
 * ab[u + i - j, j] (gbtrf; gtsv where l = u = 1). Throws `LinAlgError` where a is singular.
 * @example linalg.solve_banded([1, 0], [[2, 4], [1, 0]], [2, 9]) // array([1., 2.])
 */
export function solve_banded(
  l_and_u: readonly [l: number, u: number],
  ab: ArrayLike,
  b: ArrayLike,
  options?: BandedOptions,
): NDArray
export function solve_banded(
  l_and_u: readonly [number, number],
  ab: ArrayLike,
  b: ArrayLike,
  ...args: unknown[]
): NDArray {
  const name = 'linalg.solve_banded'
  const named = keywords(name, ['overwrite_ab', 'overwrite_b', 'check_finite'], args)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  if (!Array.isArray(l_and_u) || l_and_u.length !== 2) {
    throw typeError(`${name}: expected a pair of integers for l_and_u, received ${describe(l_and_u)}`)
  }
  const [l, u] = [expectInteger(name, 'l', l_and_u[0]), expectInteger(name, 'u', l_and_u[1])]
  const [bands, right] = [finiteArray(name, 'ab', ab, check), finiteArray(name, 'b', b, check)]
  return overStack(name, [bands, right], [2, 'right'], (one, y) => {
    expectMatrix(name, 'ab', one)
    expectRows(name, one._shape[1], y)
    if (l < 0 || u < 0 || l + u + 1 !== one._shape[0]) {
      throw rangeError(
        `${name}: expected l + u + 1 to be the number of rows of ab, received ${l} and ${u} for ${one._shape[0]} rows`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    const info = lapackInfo(inexact(one), inexact(y))
    const a = cast(one, info)
    const n = a._shape[1]
    if (n === 1) return divide(cast(y, info), part(a, u, u + 1).get(0, 0)) as NDArray
    const x = copyColumns(asColumn(y), info)
    if (x._size === 0) return shapedLike(x, y)
    let failed: number
    if (l === 1 && u === 1) {
      failed = gtsv(rowOf(a, 2, 0, n - 1), rowOf(a, 1, 0, n), rowOf(a, 0, 1, n), x).info
    } else {
      const lu = padded(info, 2 * l + u + 1, n, part(a, 0, 0))
      copyInto(part(lu, l, 2 * l + u + 1), a)
      const factors = gbtrf(l, u, lu)
      failed = factors.info
      if (failed === 0) gbtrs('N', l, u, lu, factors.ipiv, x)
    }
    if (failed > 0)
      throw new LinAlgError(`${name}: expected a matrix that is not singular, received one with a zero pivot`)
    return shapedLike(x, y)
  })
}

export interface HermitianBandedOptions extends BandedOptions {
  /** Whether ab holds the diagonals of the lower triangle, the main one first; of the upper one, the main one last, otherwise. */
  readonly lower?: boolean
}

/**
 * Solves a x = b for a positive definite banded a, of which ab holds the diagonals of one triangle (pbtrf; pttrf for
 * two). Throws `LinAlgError` unless a is positive definite.
 * @example linalg.solveh_banded([[4, 5], [2, 0]], [8, 9], { lower: true }) // array([1.375, 1.25 ])
 */
export function solveh_banded(ab: ArrayLike, b: ArrayLike, options?: HermitianBandedOptions): NDArray
export function solveh_banded(ab: ArrayLike, b: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.solveh_banded'
  const named = keywords(name, ['overwrite_ab', 'overwrite_b', 'lower', 'check_finite'], args)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const lower = expectBoolean(name, 'lower', named.lower, false)
  const [bands, right] = [finiteArray(name, 'ab', ab, check), finiteArray(name, 'b', b, check)]
  return overStack(name, [bands, right], [2, 'right'], (one, y) => {
    expectMatrix(name, 'ab', one)
    expectRows(name, one._shape[1], y)
    const info = lapackInfo(one, y)
    const x = copyColumns(asColumn(y), info)
    if (x._size === 0 || one._size === 0) return shapedLike(x, y)
    const a = cast(one, info)
    const n = a._shape[1]
    const failed = a._shape[0] === 2 ? twoDiagonals(a, x, lower, n) : manyDiagonals(a, x, lower)
    if (failed > 0) {
      throw new LinAlgError(
        `${name}: expected a positive definite matrix, received one whose leading minor of order ${failed} is not positive`,
      )
    }
    return shapedLike(x, y)
  })
}

function twoDiagonals(a: NDArray, x: NDArray, lower: boolean, n: number): number {
  const main = rowOf(a, lower ? 0 : 1, 0, n)
  const d = copyVector(main.info.kind === 'c' ? (main.real as NDArray) : main, realInfo(a.info))
  const e = lower ? rowOf(a, 1, 0, n - 1) : copyVector(conjugated(rowOf(a, 0, 1, n)), a.info)
  const { info } = pttrf(d, e)
  if (info === 0) pttrs(d, e, x)
  return info
}

function manyDiagonals(a: NDArray, x: NDArray, lower: boolean): number {
  const uplo = lower ? 'L' : 'U'
  const c = copyColumns(a)
  const { info } = pbtrf(uplo, c)
  if (info === 0) pbtrs(uplo, c, x)
  return info
}

export interface ToeplitzOptions {
  readonly check_finite?: boolean
}

/** A first column, or a first column and a first row, as a pair of arrays. */
export type ToeplitzLike = ArrayLike | readonly [c: ArrayLike, r: ArrayLike]

// A pair is a list of two that are no scalars.
function columnAndRow(name: string, value: unknown, check: boolean): [NDArray, NDArray] {
  const isVector = (one: unknown): boolean => one instanceof NDArray || Array.isArray(one) || ArrayBuffer.isView(one)
  if (Array.isArray(value) && value.length === 2 && value.every(isVector)) {
    return [finiteArray(name, 'c', value[0], check), finiteArray(name, 'r', value[1], check)]
  }
  const c = finiteArray(name, 'c', value, check)
  return [c, conjugate(c) as NDArray]
}

/**
 * Solves t x = b for the Toeplitz matrix of a first column c and a first row r (conj(c) where it is not given; r[0] is
 * not read), by Levinson's recursion in n^2 steps. Throws `LinAlgError` where a leading submatrix is singular.
 * @example linalg.solve_toeplitz([2, 1], [4, 5]) // array([1., 2.])
 */
export function solve_toeplitz(c_or_cr: ToeplitzLike, b: ArrayLike, options?: ToeplitzOptions): NDArray
export function solve_toeplitz(c_or_cr: unknown, b: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'linalg.solve_toeplitz'
  const named = keywords(name, ['check_finite'], args)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const [columns, rows] = columnAndRow(name, c_or_cr, check)
  const right = finiteArray(name, 'b', toArray(b, name), check)
  return overStack(name, [columns, rows, right], [1, 1, 'right'], (c, r, y) => {
    const n = c._shape[0]
    if (c._shape.length !== 1 || r._shape[0] !== n || y._shape[0] !== n) {
      throw rangeError(
        `${name}: expected c, r and b of one length, received shapes ${formatShape(c._shape)}, ${formatShape(r._shape)}, ${formatShape(y._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    const info = [c, r, y].some((array) => array.info.kind === 'c') ? COMPLEX128 : FLOAT64
    const x = copyColumns(asColumn(y), info)
    if (x._size === 0) return shapedLike(x, y)
    const values = newArray(info, [2 * n - 1], 2 * n - 1, false)
    copyInto(values, concatenate([r.get('1:').get('::-1') as NDArray, c]) as NDArray)
    const call = new Call('levinson', values)
    call.input('values', values, 1)
    call.inout('b', x)
    if (call.run() !== 0) {
      throw new LinAlgError(`${name}: expected leading submatrices that are not singular, received one that is`)
    }
    return shapedLike(x, y)
  })
}
