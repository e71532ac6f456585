/** The LDL factorisation of symmetric and Hermitian matrices that need not be definite. */

import { swap } from '../blas/level1'
import { expectBoolean, keywords } from '../core/arguments'
import { copyInto } from '../core/copy'
import { dtypeInfo } from '../core/dtype'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { tril, triu } from '../creation/diagonals'
import { copyColumns } from '../lapack/call'
import { hetrf, sytrf } from '../lapack/solvers'
import { atleast_2d } from '../manipulation/shapes'
import { expectSquare, finiteArray, lapackInfo, overStack } from './arguments'
import { type FactorOptions, fillDiagonal, inverseOrder } from './lu'
import { conjugated, diagonalOf, part, zeroMatrix } from './matrix'
import type { Lapack } from './types'

export interface LdlOptions extends FactorOptions {
  /** Whether the lower triangle is read and L is lower triangular (default). */
  readonly lower?: boolean
  /** Whether a complex matrix is Hermitian (default) or symmetric. */
  readonly hermitian?: boolean
}

/**
 * a = L D L^H (L^T unless `hermitian`) with D of blocks of one and two (hetrf, sytrf): [lu, d, perm], where lu[perm, :] is
 * triangular.
 * @example linalg.ldl([[0, 1], [1, 0]])[1] // array([[0., 1.], [1., 0.]])
 */
export function ldl<const A extends ArrayLike>(
  A: A,
  options?: LdlOptions,
): [lu: NDArray<Lapack<A>>, d: NDArray<Lapack<A>>, perm: NDArray<'int64'>]
export function ldl(A: ArrayLike, ...args: unknown[]): NDArray[] {
  const name = 'linalg.ldl'
  const named = keywords(name, ['lower', 'hermitian', 'overwrite_a', 'check_finite'], args)
  const lower = expectBoolean(name, 'lower', named.lower, true)
  const hermitian = expectBoolean(name, 'hermitian', named.hermitian, true)
  const check = expectBoolean(name, 'check_finite', named.check_finite, true)
  const matrix = atleast_2d(finiteArray(name, 'A', A, check)) as NDArray
  return overStack(name, [matrix], [2], (one) => factor(expectSquare(name, 'A', one), lower, hermitian))
}

function factor(a: NDArray, lower: boolean, hermitian: boolean): NDArray[] {
  const n = a._shape[0]
  const ldu = copyColumns(a, lapackInfo(a))
  const conjugate = hermitian && ldu.info.kind === 'c'
  const pivots = n === 0 ? [] : ((conjugate ? hetrf : sytrf)(lower ? 'L' : 'U', ldu).ipiv.tolist() as number[])
  const lu = (lower ? tril(ldu, -1) : triu(ldu, 1)) as NDArray
  fillDiagonal(lu, 1)
  const d = zeroMatrix(ldu.info, n, n)
  copyInto(diagonalOf(d), diagonalOf(ldu))
  // Blocks of two: the element beside the diagonal belongs to D. Negative pivots stand in pairs.
  const blocks = pivots.map(() => 1)
  for (let i = 0; i < n; i++) {
    if (pivots[i] >= 0) continue
    const [row, column] = lower ? [i + 1, i] : [i, i + 1]
    const element = part(ldu, row, row + 1, column, column + 1)
    copyInto(part(d, row, row + 1, column, column + 1), element)
    copyInto(part(d, column, column + 1, row, row + 1), conjugate ? conjugated(element) : element)
    copyInto(part(lu, row, row + 1, column, column + 1), zeroMatrix(d.info, 1, 1))
    blocks[i] = blocks[i + 1] = 2
    i++
  }
  return [lu, d, unpermuted(lu, pivots, blocks, lower)]
}

// LAPACK's L is a product of swaps and triangles: the swaps are carried out on the rows of the triangles, from the last
// one found to the first, and what they do to the rows is returned.
function unpermuted(lu: NDArray, pivots: readonly number[], blocks: readonly number[], lower: boolean): NDArray {
  const n = pivots.length
  const order = pivots.map((_, i) => i)
  for (let step = 0; step < n; step++) {
    const i = lower ? n - 1 - step : step
    // In a block of two it is the second row ('L') or the first ('U') that is swapped.
    const paired = blocks[i] === 2
    const second = paired && isSecond(pivots, i)
    if (paired && second !== lower) continue
    const other = Math.abs(pivots[i]) - 1
    if (other === i) continue
    const [from, to] = lower ? [paired ? i - 1 : i, n] : [0, (paired ? i + 1 : i) + 1]
    const row = (k: number): NDArray => part(lu, k, k + 1, from, to).get(0) as NDArray
    swap(row(other), row(i))
    ;[order[i], order[other]] = [order[other], order[i]]
  }
  const perm = newArray(dtypeInfo('int64'), [n], n, false)
  new BigInt64Array(perm.storage.buffer, perm.offset, n).set(inverseOrder(order).map(BigInt))
  return perm
}

// Whether row i is the second of its block of two.
function isSecond(pivots: readonly number[], i: number): boolean {
  let run = 0
  while (i - run - 1 >= 0 && pivots[i - run - 1] < 0) run++
  return run % 2 === 1
}
