/** Random matrices and measures of them, in plain JavaScript. */
import * as np from '../../../lib'
import { Complex } from '../../../lib/core/complex'
import type { NDArray } from '../../../lib/core/ndarray'
import { randomFrom } from '../../../scripts/random.mjs'

export const LINALG_DTYPES = ['float32', 'float64', 'complex64', 'complex128'] as const
export type LinalgDType = (typeof LINALG_DTYPES)[number]

/** Independent standard normal elements. */
export function normalMatrix<D extends LinalgDType>(shape: readonly number[], dtype: D, seed: number): NDArray<D> {
  const next = randomFrom(seed)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const size = shape.reduce((product, length) => product * length, 1)
  const complex = dtype.startsWith('complex')
  const elements = Array.from({ length: size }, () => (complex ? np.complex(normal(), normal()) : normal()))
  return np.array(elements, dtype).reshape(shape)
}

/** The largest absolute value. */
export function largest(array: NDArray): number {
  let result = 0
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk)
    else {
      const size = node instanceof Complex ? Math.hypot(node.re, node.im) : Math.abs(Number(node))
      if (!(size <= result)) result = size
    }
  }
  walk(array.tolist())
  return result
}

export const array = (x: unknown): NDArray => x as NDArray

/** The largest distance of two elements. */
export const apart = (a: NDArray, b: NDArray): number => largest(array(np.subtract(a, b)))

/** A copy by columns, as LAPACK's routines take matrices. */
export const columns = (x: NDArray): NDArray => array(np.asfortranarray(x.copy()))

/** The conjugate transpose of the last two axes. */
export function adjoint(array: NDArray): NDArray {
  const turned = array.mT.copy()
  if (turned.dtype.startsWith('complex')) np.multiply(turned.imag, -1, { out: turned.imag })
  return turned
}

/** The largest distance of a product with its own adjoint from the identity. */
export function distanceFromOrthogonal(u: NDArray): number {
  const n = u.shape[u.ndim - 1]
  return n === 0 ? 0 : largest(np.subtract(np.matmul(adjoint(u), u), np.eye(n)) as NDArray)
}
