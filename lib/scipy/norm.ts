/** Norms as SciPy has them: NumPy's, of finite elements. */
import { expectBoolean, keywords } from '../core/arguments'
import type { NDArray } from '../core/ndarray'
import type { ArrayLike, DTypeOf, QuotientOf, RealOf } from '../core/types'
import { type NormOrder, norm as normOf, type NormOptions as Options } from '../linalg/norm'
import { finiteArray } from './arguments'

export interface NormOptions extends Options {
  readonly check_finite?: boolean
}

/**
 * Norm of a vector, a matrix or of those along axes: `np.linalg.norm`, which throws `RangeError` for NaN and Inf unless
 * `check_finite` is false.
 * @example linalg.norm([3, 4]) // 5
 */
export function norm<const A extends ArrayLike>(
  a: A,
  options: NormOptions & ({ readonly axis: number | readonly number[] } | { readonly keepdims: true }),
): NDArray<RealOf<QuotientOf<DTypeOf<A>>>>
export function norm<const A extends ArrayLike>(
  a: A,
  ord: NormOrder | undefined,
  axis: number | readonly number[],
  keepdims?: boolean,
): NDArray<RealOf<QuotientOf<DTypeOf<A>>>>
export function norm(a: ArrayLike, ord?: NormOrder | NormOptions): number
export function norm(a: ArrayLike, ...args: unknown[]): unknown {
  const name = 'linalg.norm'
  const { check_finite, ...rest } = keywords(name, ['ord', 'axis', 'keepdims', 'check_finite'], args)
  return normOf(finiteArray(name, 'a', a, expectBoolean(name, 'check_finite', check_finite, true)), rest as Options)
}
