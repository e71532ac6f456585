/** Elements within limits: clip, and what stands for NaN and infinities. */

import { finfo } from '../casting'
import { expectBoolean, isNone, isOptions, keywords } from '../core/arguments'
import { scalarArray, toArray } from '../core/array'
import { broadcastView } from '../core/broadcast'
import { runElementwise } from '../core/call'
import { copyAs, newLike } from '../core/copy'
import type { DType, DTypeInfo, DTypeLike } from '../core/dtype'
import { isScalarLike, readElement } from '../core/elements'
import { rangeError, typeError } from '../core/errors'
import { NDArray } from '../core/ndarray'
import { operation } from '../core/operation'
import type { Casting } from '../core/promotion'
import { canCast } from '../core/promotion'
import type { ArrayLike, DTypeOf, Joined, Result, ScalarLike } from '../core/types'
import { callBinary, callGeneral, callUnary, expectWriteable, type UfuncOptions, weakInfo } from '../core/ufunc'
import { partsOf } from './parts'

/** Keyword arguments of `clip`. */
export interface ClipOptions<D extends DType = DType> {
  readonly out?: NDArray | null
  /** Another name of `a_min`. */
  readonly min?: ArrayLike | null
  /** Another name of `a_max`. */
  readonly max?: ArrayLike | null
  readonly where?: ArrayLike
  readonly dtype?: DTypeLike<D>
  readonly casting?: Casting
}

const INTEGER_LIMITS = new Map<DTypeInfo, readonly [low: number, high: number]>()

function limitsOf(info: DTypeInfo): readonly [number, number] {
  let limits = INTEGER_LIMITS.get(info)
  if (limits === undefined) {
    const bits = info.itemsize * 8
    limits = info.kind === 'u' ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1]
    INTEGER_LIMITS.set(info, limits)
  }
  return limits
}

const isWhole = (value: unknown): value is number | bigint => typeof value === 'bigint' || Number.isInteger(value)

/** The road of clip as a function and as a method. A bound of `null` is none. */
export function clipArray(a: unknown, low: unknown, high: unknown, options: UfuncOptions): unknown {
  let min = low ?? null
  let max = high ?? null
  if (a instanceof NDArray && (a.info.kind === 'i' || a.info.kind === 'u')) {
    // A whole number beyond the dtype is no bound.
    const [least, greatest] = limitsOf(a.info)
    if (isWhole(min) && min <= least) min = null
    if (isWhole(max) && max >= greatest) max = null
  }
  if (min === null && max === null) return callUnary(operation('positive'), a, [options])
  if (min === null) return callBinary(operation('minimum'), a, max, [options])
  if (max === null) return callBinary(operation('maximum'), a, min, [options])
  return callGeneral(operation('clip'), [a, min, max], options)
}

const CLIP_KEYWORDS = ['a_min', 'a_max', 'out', 'min', 'max', 'where', 'dtype', 'casting'] as const

/**
 * Elements kept between two bounds, which broadcast; `null` is no bound. A NaN, of an element or a bound, stays NaN.
 * Throws `TypeError` for one bound given by position without the other.
 * @example np.clip([1, 5, 9], 2, 6) // array([2., 5., 6.])
 */
export function clip<O extends NDArray>(
  a: ArrayLike,
  a_min: ArrayLike | null,
  a_max: ArrayLike | null,
  out: O,
  options?: ClipOptions,
): O
export function clip<D extends DType>(
  a: ArrayLike,
  a_min: ArrayLike | null,
  a_max: ArrayLike | null,
  options: ClipOptions<D> & { readonly dtype: D },
): NDArray<D>
export function clip<const X extends ArrayLike, const L extends ArrayLike, const H extends ArrayLike>(
  a: X,
  a_min: L,
  a_max: H,
  options?: ClipOptions,
): Result<Joined<Joined<DTypeOf<X>, L>, H>, X | L | H>
export function clip<const X extends ArrayLike>(
  a: X,
  a_min: ArrayLike | null,
  a_max: ArrayLike | null,
  options?: ClipOptions,
): Result<DTypeOf<X>, X>
export function clip<const X extends ArrayLike>(a: X, options?: ClipOptions): Result<DTypeOf<X>, X>
export function clip(a: ArrayLike, ...args: unknown[]): unknown {
  const positional = isOptions(args[args.length - 1]) ? args.length - 1 : args.length
  if (positional > 3) {
    throw typeError(`clip: expected a_min, a_max and out by position, received ${positional} arguments`)
  }
  const { a_min, a_max, min, max, ...rest } = keywords('clip', CLIP_KEYWORDS, args)
  const value = isScalarLike(a) ? a : toArray(a, 'clip')
  if (a_min === undefined && a_max === undefined) return clipArray(value, min, max, rest as UfuncOptions)
  if (a_min === undefined || a_max === undefined) {
    throw typeError('clip: expected a_min and a_max (null for none), received one of them')
  }
  if (min !== undefined || max !== undefined) {
    throw rangeError('clip: expected a_min and a_max or min and max, received both')
  }
  return clipArray(value, a_min, a_max, rest as UfuncOptions)
}

/** Keyword arguments of `nan_to_num`. */
export interface NanToNumOptions {
  /** Whether to write into a copy and not into `x` itself. */
  readonly copy?: boolean
  /** What stands for NaN. */
  readonly nan?: ArrayLike
  /** What stands for infinity; the greatest number of the dtype by default. */
  readonly posinf?: ArrayLike | null
  /** What stands for negative infinity; the least number of the dtype by default. */
  readonly neginf?: ArrayLike | null
}

/**
 * Numbers for NaN (0 unless told otherwise) and infinities (the dtype's extremes); of complex numbers for each part.
 * @example np.nan_to_num([NaN, 1, -Infinity], { neginf: -1 }) // array([ 0.,  1., -1.])
 */
export function nan_to_num<const X extends ArrayLike>(
  x: X,
  copy?: boolean | NanToNumOptions,
  options?: NanToNumOptions,
): Result<DTypeOf<X>, X>
export function nan_to_num(x: ArrayLike, ...args: unknown[]): unknown {
  const named = keywords('nan_to_num', ['copy', 'nan', 'posinf', 'neginf'], args)
  const array = toArray(x, 'nan_to_num')
  const apart = expectBoolean('nan_to_num', 'copy', named.copy, true) || !(x instanceof NDArray)
  const { kind } = array.info
  const inexact = kind === 'f' || kind === 'c'
  if (!apart && inexact) expectWriteable('nan_to_num', array)
  let result = array
  if (apart) result = inexact ? newLike([array], array.info, array._shape, array._size) : copyAs(array, array.info, 'K')
  if (inexact) {
    const targets = partsOf(result)
    for (const [i, source] of partsOf(array).entries()) {
      const { info } = source
      const { max, min } = finfo(info.name)
      const values = [named.nan ?? 0, named.posinf ?? max, named.neginf ?? min].map((value) =>
        replacement(value, info, source._shape),
      )
      const op = operation('nan_to_num')
      const loop = op.typed.find((one) => one.inputs[0] === info)!
      runElementwise(op, loop, [source, ...values, targets[i]], source._shape, false)
    }
  }
  return isScalarLike(x) ? readElement(result.info, result.storage, result.offset) : result
}

// A stand-in as an operand: it must cast to the dtype and broadcast to the shape.
function replacement(value: unknown, info: DTypeInfo, shape: readonly number[]): NDArray {
  const array = isScalarLike(value) ? scalarArray(value, weakInfo(value, info)) : toArray(value, 'nan_to_num')
  if (!canCast(array.info, info, 'same_kind')) {
    throw typeError(
      `nan_to_num: expected replacements that cast to ${info.name}, received ${array.info.name}`,
      'ERR_CASTING',
    )
  }
  return broadcastView('nan_to_num', array, shape)
}

const infinities =
  (name: string, infinity: number) =>
  (x: ArrayLike, ...args: unknown[]): unknown => {
    const { out } = keywords(name, ['out'], args)
    const value = isScalarLike(x) ? x : toArray(x, name)
    const complex = value instanceof NDArray ? value.info.kind === 'c' : typeof value === 'object'
    if (complex) throw typeError(`${name}: expected real numbers, received complex ones`, 'ERR_DTYPE')
    return callBinary(operation('equal'), value, infinity, isNone(out) ? [] : [{ out }])
  }

interface Predicate {
  <O extends NDArray>(x: ArrayLike, out: O): O
  <const X extends ArrayLike>(x: X, options?: { readonly out?: NDArray | null }): Result<'bool', X>
}

/**
 * Whether the element is positive infinity. Throws `TypeError` for complex numbers.
 * @example np.isposinf([Infinity, -Infinity, 1]) // array([ True, False, False])
 */
export const isposinf = infinities('isposinf', Number.POSITIVE_INFINITY) as Predicate

/**
 * Whether the element is negative infinity. Throws `TypeError` for complex numbers.
 * @example np.isneginf([Infinity, -Infinity, 1]) // array([False,  True, False])
 */
export const isneginf = infinities('isneginf', Number.NEGATIVE_INFINITY) as Predicate

export type { ScalarLike }
