/** Complex numbers and their parts. */

import { finfo } from '../casting'
import { expectBoolean, keywords } from '../core/arguments'
import { scalarInfo, toArray } from '../core/array'
import { Complex } from '../core/complex'
import { dtypeInfo } from '../core/dtype'
import { isScalarLike, readElement } from '../core/elements'
import { type NDArray, newArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike, DTypeOf, FloatOf, RealOf, Result } from '../core/types'
import { callBinary, callUnary } from '../core/ufunc'

/** A real array itself; a complex one as its real and its imaginary parts, as views. */
export function partsOf(array: NDArray): NDArray[] {
  return array.info.kind === 'c' ? [array.real, array.imag] : [array]
}

/**
 * The angle of complex numbers, counterclockwise from the positive real axis in (-pi, pi], in radians or degrees.
 * @example np.angle([1, np.complex(0, 1), -1], { deg: true }) // array([  0.,  90., 180.])
 */
export function angle<const X extends ArrayLike>(
  z: X,
  deg?: boolean | { readonly deg?: boolean },
): Result<FloatOf<RealOf<DTypeOf<X>>>, X>
export function angle(z: ArrayLike, ...args: unknown[]): unknown {
  const deg = expectBoolean('angle', 'deg', keywords('angle', ['deg'], args).deg, false)
  const array = toArray(z, 'angle')
  const imaginary = array.info.kind === 'c' ? array.imag : 0
  const angles = callBinary(operation('arctan2'), imaginary, array.real, []) as NDArray
  if (deg) callBinary(operation('multiply'), angles, 180 / Math.PI, [{ out: angles }])
  return isScalarLike(z) ? readElement(angles.info, angles.storage, angles.offset) : angles
}

/**
 * The real parts where all imaginary parts are nearly 0 (below `tol` epsilons, or `tol` itself if it is at most 1), else
 * the array.
 * @example np.real_if_close(np.array([np.complex(2, 4e-15), 3])) // array([2., 3.])
 */
export function real_if_close<const X extends ArrayLike>(
  a: X,
  tol?: number | { readonly tol?: number },
): NDArray<DTypeOf<X>> | NDArray<RealOf<DTypeOf<X>>>
export function real_if_close(a: ArrayLike, ...args: unknown[]): NDArray {
  let tol = (keywords('real_if_close', ['tol'], args).tol ?? 100) as number
  const array = toArray(a, 'real_if_close')
  if (array.info.kind !== 'c') return array
  if (tol > 1) tol *= finfo(array.dtype).eps
  const size = callUnary(operation('absolute'), array.imag, [])
  return (callBinary(operation('less'), size, tol, []) as NDArray).all() ? array.real : array
}

/**
 * Whether the element has an imaginary part other than 0.
 * @example np.iscomplex([np.complex(1, 1), 2]) // array([ True, False])
 */
export function iscomplex<const X extends ArrayLike>(x: X): Result<'bool', X>
export function iscomplex(x: ArrayLike): unknown {
  if (isScalarLike(x)) return typeof x === 'object' && x.im !== 0
  const array = toArray(x, 'iscomplex')
  if (array.info.kind === 'c') return callBinary(operation('not_equal'), array.imag, 0, [])
  return newArray(dtypeInfo('bool'), array._shape, array._size, true)
}

/**
 * Whether the element has no imaginary part, or one of 0.
 * @example np.isreal([np.complex(1, 1), 2]) // array([False,  True])
 */
export function isreal<const X extends ArrayLike>(x: X): Result<'bool', X>
export function isreal(x: ArrayLike): unknown {
  if (isScalarLike(x)) return !(typeof x === 'object' && x.im !== 0)
  return callBinary(operation('equal'), toArray(x, 'isreal').imag, 0, [])
}

/**
 * Whether the dtype is complex, whatever the elements are.
 * @example np.iscomplexobj([np.complex(1, 0)]) // true
 */
export function iscomplexobj(x: ArrayLike): boolean {
  if (x instanceof Complex) return true
  return (isScalarLike(x) ? scalarInfo(x) : toArray(x, 'iscomplexobj').info).kind === 'c'
}

/**
 * Whether the dtype is not complex, whatever the elements are.
 * @example np.isrealobj([1, 2]) // true
 */
export function isrealobj(x: ArrayLike): boolean {
  return !iscomplexobj(x)
}
