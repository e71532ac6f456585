/** Comparison of whole arrays, exact and within tolerances. */
import { expectBoolean, keywords } from './core/arguments'
import { toArray } from './core/array'
import { broadcastShape } from './core/broadcast'
import { type DTypeInfo, FLOAT32, FLOAT64 } from './core/dtype'
import { isScalarLike } from './core/elements'
import { NDArray, sameShape } from './core/ndarray'
import { operation } from './core/operation'
import { promoteTypes } from './core/promotion'
import type { ArrayLike, Result } from './core/types'
import { callBinary, callGeneral, callUnary, castArray, weakInfo } from './core/ufunc'

/** Keyword arguments of `isclose` and `allclose`. */
export interface CloseOptions {
  /** How far apart in proportion to the second operand. */
  readonly rtol?: ArrayLike
  /** How far apart in any case. */
  readonly atol?: ArrayLike
  /** Whether NaN is close to NaN. */
  readonly equal_nan?: boolean
}

function call(name: string, x: unknown, y?: unknown): unknown {
  return y === undefined ? callUnary(operation(name), x, []) : callBinary(operation(name), x, y, [])
}

// The dtype that the whole formula is computed in, where that is one of those that have a loop for it.
function fusedInfo(x: unknown, y: unknown): DTypeInfo | undefined {
  if (x instanceof NDArray && y instanceof NDArray) {
    const exact = x.info.kind === 'b' || x.info.kind === 'i' || x.info.kind === 'u'
    if (exact && y.info === FLOAT64) return FLOAT64
    return x.info === y.info && (x.info === FLOAT64 || x.info === FLOAT32) ? x.info : undefined
  }
  const array = x instanceof NDArray ? x : y
  const scalar = x instanceof NDArray ? y : x
  if (!(array instanceof NDArray)) return typeof x === 'object' || typeof y === 'object' ? undefined : FLOAT64
  const info = promoteTypes(array.info, weakInfo(scalar, array.info))
  if (info.kind === 'b' || info.kind === 'i' || info.kind === 'u') return FLOAT64
  return info === FLOAT64 || info === FLOAT32 ? info : undefined
}

/** The road of isclose and allclose. */
function closeness(name: string, a: ArrayLike, b: ArrayLike, args: readonly unknown[]): unknown {
  const named = keywords(name, ['rtol', 'atol', 'equal_nan'], args) as CloseOptions
  const equalNaN = expectBoolean(name, 'equal_nan', named.equal_nan, false)
  const operand = (value: ArrayLike): unknown => (isScalarLike(value) ? value : toArray(value, name))
  const x = operand(a)
  let y = operand(b)
  let rtol = operand(named.rtol ?? 1e-5)
  let atol = operand(named.atol ?? 1e-8)
  if (y instanceof NDArray) y = castArray(y, promoteTypes(y.info, weakInfo(0.5, y.info)))
  const info = fusedInfo(x, y)
  if (info !== undefined && typeof rtol === 'number' && typeof atol === 'number') {
    if (info === FLOAT32 && typeof y === 'number') {
      // The tolerance of a scalar is one number, rounded to float32 at the end.
      atol += rtol * Math.abs(y)
      rtol = 0
    }
    const one = (value: unknown): unknown => (value instanceof NDArray ? castArray(value, info) : Number(value))
    return callGeneral(operation(equalNaN ? 'isclose_nan' : 'isclose'), [one(x), one(y), rtol, atol], undefined)
  }
  const tolerance = call('add', atol, call('multiply', rtol, call('absolute', y)))
  const near = call('less_equal', call('absolute', call('subtract', x, y)), tolerance)
  const close = call('logical_or', call('logical_and', near, call('isfinite', y)), call('equal', x, y))
  return equalNaN ? call('logical_or', close, call('logical_and', call('isnan', x), call('isnan', y))) : close
}

/**
 * Whether elements are as close as |a - b| <= atol + rtol |b|; infinities of one sign are close.
 * @example np.isclose([1, 1e-9], [1.000001, 0]) // array([ True,  True])
 */
export function isclose<const A extends ArrayLike, const B extends ArrayLike>(
  a: A,
  b: B,
  rtol?: ArrayLike | CloseOptions,
  atol?: ArrayLike | CloseOptions,
  options?: boolean | CloseOptions,
): Result<'bool', A | B>
export function isclose(a: ArrayLike, b: ArrayLike, ...args: unknown[]): unknown {
  return closeness('isclose', a, b, args)
}

/**
 * Whether all elements are close, as `isclose` has it.
 * @example np.allclose([1, 2], [1, 2.0000001]) // true
 */
export function allclose(
  a: ArrayLike,
  b: ArrayLike,
  rtol?: ArrayLike | CloseOptions,
  atol?: ArrayLike | CloseOptions,
  options?: boolean | CloseOptions,
): boolean
export function allclose(a: ArrayLike, b: ArrayLike, ...args: unknown[]): boolean {
  const close = closeness('allclose', a, b, args)
  return typeof close === 'boolean' ? close : ((close as NDArray).all() as boolean)
}

function arraysOf(a1: unknown, a2: unknown): [NDArray, NDArray] | undefined {
  try {
    return [toArray(a1), toArray(a2)]
  } catch {
    return undefined
  }
}

const allOf = (array: unknown): boolean => (array as NDArray).all() as boolean

/**
 * Whether two arrays have one shape and equal elements.
 * @example np.array_equal([1, NaN], [1, NaN], { equal_nan: true }) // true
 */
export function array_equal(
  a1: ArrayLike,
  a2: ArrayLike,
  equal_nan?: boolean | { readonly equal_nan?: boolean },
): boolean
export function array_equal(a1: ArrayLike, a2: ArrayLike, ...args: unknown[]): boolean {
  const named = keywords('array_equal', ['equal_nan'], args)
  const equalNaN = expectBoolean('array_equal', 'equal_nan', named.equal_nan, false)
  const arrays = arraysOf(a1, a2)
  if (arrays === undefined || !sameShape(arrays[0]._shape, arrays[1]._shape)) return false
  const [x, y] = arrays
  const equal = call('equal', x, y)
  if (!equalNaN || allOf(equal)) return allOf(equal)
  return allOf(call('logical_or', equal, call('logical_and', call('isnan', x), call('isnan', y))))
}

/**
 * Whether two arrays broadcast to one shape and have equal elements then.
 * @example np.array_equiv([1, 2], [[1, 2], [1, 2]]) // true
 */
export function array_equiv(a1: ArrayLike, a2: ArrayLike): boolean {
  const arrays = arraysOf(a1, a2)
  if (arrays === undefined) return false
  try {
    broadcastShape('array_equiv', [arrays[0]._shape, arrays[1]._shape])
  } catch {
    return false
  }
  return allOf(call('equal', ...arrays))
}
