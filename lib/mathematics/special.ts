/** Functions between elementary and special: sinc and a Bessel function. */

import { finfo } from '../casting'
import { toArray } from '../core/array'
import { FLOAT64 } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { typeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf, QuotientOf, Result } from '../core/types'
import { callBinary, callUnary, castArray } from '../core/ufunc'
import { where } from '../indexing/selection'

/**
 * The modified Bessel function of the first kind and order 0, by Clenshaw's Chebyshev series. Throws `TypeError` for
 * complex numbers.
 * @example np.i0([0, 1]) // array([1.        , 1.26606588])
 */
export function i0<const X extends ArrayLike>(x: X): NDArray<QuotientOf<DTypeOf<X>>>
export function i0(x: ArrayLike): NDArray {
  const array = toArray(x, 'i0')
  const { info } = array
  if (info.kind === 'c') throw typeError(`i0: expected real numbers, received ${info.name}`, 'ERR_DTYPE')
  return callUnary(operation('i0'), info.kind === 'f' ? array : castArray(array, FLOAT64), []) as NDArray
}

/**
 * The normalised sinc, sin(pi x) / (pi x), which is 1 at 0.
 * @example np.sinc([0, 0.5, 1.5]) // array([ 1.        ,  0.63661977, -0.21220659])
 */
export function sinc<const X extends ArrayLike>(x: X): Result<QuotientOf<DTypeOf<X>>, X>
export function sinc(x: ArrayLike): unknown {
  const scaled = callBinary(operation('multiply'), isScalarLike(x) ? x : toArray(x, 'sinc'), Math.PI, [])
  if (isScalarLike(scaled)) {
    const y = scaled === 0 ? finfo('float64').eps : scaled
    return callBinary(operation('divide'), callUnary(operation('sin'), y, []), y, [])
  }
  const array = scaled as NDArray
  const tiny = array.info.kind === 'f' ? finfo(array.dtype).eps : 1e-20
  const y = where(array, array, tiny) as NDArray
  return callBinary(operation('divide'), callUnary(operation('sin'), y, []), y, [{ out: y }])
}
