/** Rounding to decimals. */
import { expectArray, expectInteger, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { copyAs, copyInto, newLike } from '../core/copy'
import { FLOAT64 } from '../core/dtype'
import { isScalarLike, readElement } from '../core/elements'
import type { NDArray } from '../core/ndarray'
import { type Operation, operation } from '../core/operation'
import type { ArrayLike, DTypeOf, Result } from '../core/types'
import { callBinary, callUnary, castArray, checkOutput } from '../core/ufunc'
import { partsOf } from './parts'

/** Keyword arguments of `round`. */
export interface RoundOptions {
  /** Decimal places to keep; negative ones round to tens, hundreds, … */
  readonly decimals?: number
  readonly out?: NDArray | null
}

// By multiplication, as NumPy makes it.
function powerOfTen(exponent: number): number {
  if (exponent <= 22) return 10 ** exponent
  let power = 1e9
  for (let n = exponent; n > 9 && power < Number.POSITIVE_INFINITY; n--) power *= 10
  return power
}

/** The road of round, around and the method. */
export function roundArray(array: NDArray, decimals: number, out: NDArray | undefined): NDArray {
  const { kind } = array.info
  const exact = kind === 'i' || kind === 'u'
  if (kind === 'c') {
    const target =
      out === undefined
        ? newLike([array], array.info, array._shape, array._size)
        : checkOutput('round', out, array.info, array._shape)
    if (target.info.kind !== 'c') return target
    const targets = partsOf(target)
    for (const [i, part] of partsOf(array).entries()) roundArray(part, decimals, targets[i])
    return target
  }
  if (decimals >= 0 && exact) {
    if (out === undefined) return copyAs(array, array.info, 'K')
    copyInto(checkOutput('round', out, array.info, array._shape), array)
    return out
  }
  if (decimals === 0) return callUnary(operation('rint'), array, out === undefined ? [] : [{ out }]) as NDArray
  const scale = powerOfTen(Math.abs(decimals))
  const info = exact ? FLOAT64 : array.info
  if ((info.name === 'float32' || info.name === 'float64') && (out === undefined || out.info === info)) {
    // One pass with the roundings of three.
    const op = operation(decimals > 0 ? 'round_fractions' : 'round_multiples')
    const source = castArray(array, info)
    const result = callBinary(op, source, scale, out === undefined ? [] : [{ out }]) as NDArray
    return out === undefined ? castArray(result, array.info) : out
  }
  const [first, second] = ['multiply', 'divide'].map(operation) as [Operation, Operation]
  const target = out ?? newLike([array], info, array._shape, array._size)
  callBinary(decimals > 0 ? first : second, array, scale, [{ out: target }])
  callUnary(operation('rint'), target, [{ out: target }])
  callBinary(decimals > 0 ? second : first, target, scale, [{ out: target }])
  return out ?? castArray(target, array.info)
}

function rounding(name: string, a: ArrayLike, args: readonly unknown[]): unknown {
  const named = keywords(name, ['decimals', 'out'], args)
  const decimals = named.decimals === undefined ? 0 : expectInteger(name, 'decimals', named.decimals)
  const out = isNone(named.out) ? undefined : expectArray(name, 'out', named.out)
  const result = roundArray(toArray(a, name), decimals, out)
  return isScalarLike(a) && out === undefined ? readElement(result.info, result.storage, result.offset) : result
}

/**
 * Rounds to a number of decimals, halves to the even neighbour; integers only to tens and above (negative decimals).
 * @example np.round([1.234, 5.675], 2) // array([1.23, 5.68])
 */
export function round<O extends NDArray>(a: ArrayLike, decimals: number, out: O): O
export function round<const X extends ArrayLike>(
  a: X,
  decimals?: number | RoundOptions,
  options?: RoundOptions,
): Result<DTypeOf<X>, X>
export function round(a: ArrayLike, ...args: unknown[]): unknown {
  return rounding('round', a, args)
}

/**
 * Rounds to a number of decimals, as `round`.
 * @example np.around([15, 25], -1) // array([20., 20.])
 */
export function around<O extends NDArray>(a: ArrayLike, decimals: number, out: O): O
export function around<const X extends ArrayLike>(
  a: X,
  decimals?: number | RoundOptions,
  options?: RoundOptions,
): Result<DTypeOf<X>, X>
export function around(a: ArrayLike, ...args: unknown[]): unknown {
  return rounding('around', a, args)
}

/**
 * Rounds to the whole number next towards 0.
 * @example np.fix([2.7, -2.7]) // array([ 2., -2.])
 */
export function fix<O extends NDArray>(x: ArrayLike, out: O): O
export function fix<const X extends ArrayLike>(x: X, options?: { readonly out?: NDArray | null }): Result<DTypeOf<X>, X>
export function fix(x: ArrayLike, ...args: unknown[]): unknown {
  const { out } = keywords('fix', ['out'], args)
  return callUnary(operation('trunc'), x, isNone(out) ? [] : [{ out }])
}
