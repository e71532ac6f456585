/** Vector by vector. */

import type { Complex } from '../core/complex'
import { copyAs } from '../core/copy'
import { dtypeInfo } from '../core/dtype'
import { NDArray, newArray } from '../core/ndarray'
import { Call, type Factor, scalarOf, setScalar } from './call'

function inner(routine: string, x: NDArray, y: NDArray): number | Complex {
  const call = new Call(routine, x)
  const n = call.vector('x', x)
  call.expectShape('y', [call.vector('y', y)], n)
  const result = call.result()
  call.run()
  return scalarOf(result)
}

/**
 * The dot product of two real vectors.
 * @example blas.dot(np.array([1, 2]), np.array([3, 4])) // 11
 */
export function dot(x: NDArray, y: NDArray): number {
  return inner('dot', x, y) as number
}

/**
 * The sum of x times y, complex dtypes, nothing conjugated.
 * @example blas.dotu(np.array([np.complex(0, 1)]), np.array([np.complex(0, 1)])) // (-1+0j)
 */
export function dotu(x: NDArray, y: NDArray): Complex {
  return inner('dotu', x, y) as Complex
}

/**
 * The sum of conj(x) times y, complex dtypes.
 * @example blas.dotc(np.array([np.complex(0, 1)]), np.array([np.complex(0, 1)])) // (1+0j)
 */
export function dotc(x: NDArray, y: NDArray): Complex {
  return inner('dotc', x, y) as Complex
}

function size(routine: string, x: NDArray): number {
  const call = new Call(routine, x)
  call.vector('x', x)
  const result = call.result(call.real)
  call.run()
  return scalarOf(result) as number
}

/**
 * The Euclidean norm, without overflow on the way.
 * @example blas.nrm2(np.array([3, 4])) // 5
 */
export function nrm2(x: NDArray): number {
  return size('nrm2', x)
}

/**
 * The sum of magnitudes; a complex element's is |re| + |im|.
 * @example blas.asum(np.array([3, -4])) // 7
 */
export function asum(x: NDArray): number {
  return size('asum', x)
}

/**
 * The index, from 0, of the first element of largest magnitude (|re| + |im| for complex); -1 where there is none.
 * @example blas.iamax(np.array([3, -4, 4])) // 1
 */
export function iamax(x: NDArray): number {
  const call = new Call('iamax', x)
  // BLAS knows no maximum of a vector that runs backwards.
  if (call.vector('x', x instanceof NDArray && x._strides[0] < 0 ? copyAs(x, x.info) : x) === 0) return -1
  const result = call.result(dtypeInfo('int64'))
  call.run()
  return scalarOf(result) as number
}

/**
 * y = alpha x + y.
 * @example blas.axpy(2, np.array([1, 2]), np.array([3, 4])) // array([5., 8.])
 */
export function axpy<A extends NDArray>(alpha: Factor, x: NDArray, y: A): A {
  const call = new Call('axpy', x)
  const n = call.vector('x', x)
  call.expectShape('y', [call.outVector('y', y)], n)
  call.run(...call.factor('alpha', alpha))
  return y
}

/**
 * x = alpha x.
 * @example blas.scal(2, np.array([1, 2])) // array([2., 4.])
 */
export function scal<A extends NDArray>(alpha: Factor, x: A): A {
  const call = new Call('scal', x)
  call.outVector('x', x)
  call.run(...call.factor('alpha', alpha))
  return x
}

/**
 * y = x.
 * @example blas.copy(np.array([1, 2]), np.zeros(2)) // array([1., 2.])
 */
export function copy<A extends NDArray>(x: NDArray, y: A): A {
  const call = new Call('copy', x)
  const n = call.vector('x', x)
  call.expectShape('y', [call.outVector('y', y)], n)
  call.run()
  return y
}

/**
 * Exchanges the elements of x and y.
 * @example
 * const x = np.array([1, 2])
 * blas.swap(x, np.array([3, 4])); x // array([3., 4.])
 */
export function swap(x: NDArray, y: NDArray): void {
  const call = new Call('swap', x)
  const n = call.outVector('x', x)
  call.expectShape('y', [call.outVector('y', y)], n)
  call.run()
}

/**
 * Plane rotation: x = c x + s y and y = c y - s x, with real c and s.
 * @example
 * const x = np.array([1, 0])
 * blas.rot(x, np.array([0, 1]), 0, 1); x // array([0., 1.])
 */
export function rot(x: NDArray, y: NDArray, c: number, s: number): void {
  const call = new Call('rot', x)
  const n = call.outVector('x', x)
  call.expectShape('y', [call.outVector('y', y)], n)
  call.run(call.factor('c', c, false)[0], call.factor('s', s, false)[0])
}

export interface Rotation {
  /** What (a, b) is turned into: (r, 0). */
  readonly r: number | Complex
  /** Enough to find c and s again (real rotations). */
  readonly z: number | Complex
  readonly c: number
  readonly s: number | Complex
}

/**
 * The rotation that turns (a, b) into (r, 0); float64, or complex128 where a or b is complex.
 * @example blas.rotg(0, 4).r // 4
 */
export function rotg(a: Factor, b: Factor): Rotation {
  const info = dtypeInfo(typeof a === 'number' && typeof b === 'number' ? 'float64' : 'complex128')
  const call = new Call('rotg', newArray(info, [], 1, true))
  const [r, z, c, s] = [call.result(), call.result(), call.result(call.real), call.result()]
  setScalar(r, call.factor('a', a))
  setScalar(z, call.factor('b', b))
  call.run()
  return { r: scalarOf(r), z: scalarOf(z), c: scalarOf(c) as number, s: scalarOf(s) }
}

/**
 * Modified plane rotation of x and y, real dtypes, by the five parameters that rotmg gives.
 * @example
 * const x = np.array([1, 2])
 * blas.rotm(x, np.array([3, 4]), np.array([-2, 0, 0, 0, 0])); x // array([1., 2.])
 */
export function rotm(x: NDArray, y: NDArray, param: NDArray): void {
  const call = new Call('rotm', x)
  const n = call.outVector('x', x)
  call.expectShape('y', [call.outVector('y', y)], n)
  // The native row reads five elements side by side.
  const copied = newArray(call.info, [5], 5, true)
  call.expectShape('param', param?._shape ?? [], 5)
  copy(param, copied)
  call.vector('param', copied)
  call.run()
}

export interface ModifiedRotation {
  readonly d1: number
  readonly d2: number
  readonly x1: number
  /** The flag and the four elements of H, for rotm. */
  readonly param: NDArray<'float64'>
}

/**
 * The modified rotation that makes the second component of (sqrt(d1) x1, sqrt(d2) y1) zero.
 * @example blas.rotmg(1, 1, 1, 0).x1 // 1
 */
export function rotmg(d1: number, d2: number, x1: number, y1: number): ModifiedRotation {
  const info = dtypeInfo('float64')
  const call = new Call('rotmg', newArray(info, [], 1, true))
  const scalars = [call.result(), call.result(), call.result(), call.result()]
  for (const [i, value] of [d1, d2, x1, y1].entries())
    setScalar(scalars[i], call.factor(['d1', 'd2', 'x1', 'y1'][i], value))
  const param = newArray(info, [5], 5, true) as NDArray<'float64'>
  call.outVector('param', param)
  call.run()
  return {
    d1: scalarOf(scalars[0]) as number,
    d2: scalarOf(scalars[1]) as number,
    x1: scalarOf(scalars[2]) as number,
    param,
  }
}
