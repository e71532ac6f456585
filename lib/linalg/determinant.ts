/** Determinants. */

import type { DType, Scalar } from '../core/dtype'
import { NamedResult } from '../core/named-result'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf, LinalgOf, RealOf } from '../core/types'
import { elementOrStack, matrices, runRow } from './routine'

type ElementsOf<D extends DType> = Scalar<D> | NDArray<D>

/** The parts of a determinant: det = sign · exp(logabsdet). */
export class SlogdetResult<D extends DType = DType> extends NamedResult<ElementsOf<D> | ElementsOf<RealOf<D>>> {
  constructor(
    readonly sign: ElementsOf<D>,
    readonly logabsdet: ElementsOf<RealOf<D>>,
  ) {
    super()
  }
}

/**
 * Determinant of a square matrix, or of each matrix of a stack, by LU factorisation (LAPACK getrf). Exponents are summed
 * apart, so that it overflows only where the determinant itself does. Throws `LinAlgError` for matrices that are not square.
 * @example np.linalg.det([[1, 2], [3, 4]]).toFixed(12) // '-2.000000000000'
 */
export function det<const X extends readonly (readonly number[])[]>(a: X): number
export function det<const X extends ArrayLike>(a: X): ElementsOf<LinalgOf<DTypeOf<X>>>
export function det(a: ArrayLike): NDArray | Scalar {
  const array = matrices('linalg.det', a, true)
  const { _shape: shape } = array
  return elementOrStack(runRow(operation('det'), [array], shape.slice(0, -2), [[]], [shape[shape.length - 1]])[0])
}

/**
 * Sign and logarithm of the absolute value of a determinant, for those that overflow: 0 and -Infinity for a singular
 * matrix. The sign of a complex determinant has modulus 1.
 * @example np.linalg.slogdet([[0, 1], [1, 0]]).sign // -1
 */
export function slogdet<const X extends ArrayLike>(a: X): SlogdetResult<LinalgOf<DTypeOf<X>>>
export function slogdet(a: ArrayLike): SlogdetResult {
  const array = matrices('linalg.slogdet', a, true)
  const { _shape: shape } = array
  const n = shape[shape.length - 1]
  const [sign, logabsdet] = runRow(operation('slogdet'), [array], shape.slice(0, -2), [[], []], [n])
  return new SlogdetResult(elementOrStack(sign), elementOrStack(logabsdet) as number)
}
