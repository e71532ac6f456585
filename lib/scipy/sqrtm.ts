/** The square root of a matrix. */

import { toArray } from '../core/array'
import type { Complex } from '../core/complex'
import { FLOAT32 } from '../core/dtype'
import { formatShape, LinAlgError } from '../core/errors'
import { type NDArray, newArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'
import { copyColumns } from '../lapack/call'
import { gees } from '../lapack/general'
import { any, max, min } from '../reductions/reductions'
import { absolute, equal } from '../ufuncs'
import { complexInfo, epsilon, expectSquare, inexactInfo, overStack, warn } from './arguments'
import { triangularRoot } from './logm'
import { adjoint, cast, diagonalOf, product } from './matrix'
import { complexForm } from './schur'

function squareRoot(name: string, a: NDArray): NDArray {
  let t = copyColumns(a)
  let { w, vs: z, info } = gees('V', t)
  if (info > 0) throw new LinAlgError(`${name}: expected the QR iteration to converge, received info ${info}`)
  // A negative eigenvalue has no real root.
  const negative = (w.tolist() as Complex[]).some(({ re, im }) => im === 0 && re < 0)
  if (t.info.kind !== 'c' && negative) [t, z] = complexForm(t, z, complexInfo(t.info))
  const root = triangularRoot(t)
  const sizes = absolute(diagonalOf(t)) as NDArray
  if (any(equal(sizes, 0) as NDArray) === true) {
    warn(name, 'the matrix is singular; the result may be inaccurate, or the matrix may have no square root')
  } else if ((min(sizes) as number) < epsilon(t.info) * (max(sizes) as number)) {
    warn(name, 'the matrix is ill-conditioned; the result may be inaccurate')
  }
  return product(z, root, adjoint(z))
}

/**
 * The principal square root of a square matrix, by its Schur form (Björck and Hammarling, 1983; Higham, 1987), in
 * recursive blocks. Complex where A is, and where it has negative eigenvalues. Warns where A is singular. Stacks are done
 * one by one.
 * @example linalg.sqrtm([[4, 0], [0, 9]]) // array([[2., 0.], [0., 3.]])
 */
export function sqrtm<const A extends ArrayLike>(A: A): NDArray<'float32' | 'float64' | 'complex64' | 'complex128'>
export function sqrtm(A: ArrayLike): NDArray {
  const name = 'linalg.sqrtm'
  const a = toArray(A, name)
  const [m, n] = a._shape.slice(-2)
  if (a._shape.length < 2 || m !== n) {
    throw new LinAlgError(`${name}: expected square matrices, received shape ${formatShape(a._shape)}`)
  }
  const info = a.info.kind === 'f' && a.info.itemsize === 2 ? FLOAT32 : inexactInfo(a)
  if (a._size === 0) return newArray(info, a._shape, 0, true)
  return overStack(name, [cast(a, info)], [2], (one) => squareRoot(name, expectSquare(name, 'A', one)))
}
