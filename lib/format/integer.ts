/** Text of single integers in other bases. */
import { describe, rangeError, typeError } from '../core/errors'

function toBigInt(name: string, what: string, value: unknown): bigint {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  throw typeError(`${name}: expected an integer for ${what}, received ${describe(value)}`)
}

function toCount(name: string, what: string, value: unknown): number {
  const count = Number(toBigInt(name, what, value))
  return Math.max(0, count)
}

/**
 * An integer in a base from 2 to 36, with `padding` zeros before it.
 *
 * @example base_repr(10, 16) // 'A'
 */
export function base_repr(number: number | bigint, base = 2, padding = 0): string {
  const value = toBigInt('base_repr', 'number', number)
  const radix = Number(toBigInt('base_repr', 'base', base))
  if (radix < 2 || radix > 36) throw rangeError(`base_repr: expected a base from 2 to 36, received ${radix}`)
  const zeros = '0'.repeat(toCount('base_repr', 'padding', padding))
  const magnitude = value < 0n ? -value : value
  const digits = magnitude === 0n ? '' : magnitude.toString(radix).toUpperCase()
  return `${value < 0n ? '-' : ''}${zeros}${digits}` || '0'
}

/**
 * An integer in base 2. With a `width`, zeros pad it and a negative number is its two's complement of that many bits.
 * Throws `RangeError` when the width has too few bits.
 *
 * @example binary_repr(-3, 5) // '11101'
 */
export function binary_repr(num: number | bigint, width: number | null = null): string {
  const value = toBigInt('binary_repr', 'num', num)
  const bits = width === null ? undefined : toCount('binary_repr', 'width', width)
  if (bits !== undefined && bits > MAX_WIDTH) {
    throw rangeError(`binary_repr: expected a width of at most ${MAX_WIDTH}, received ${width}`)
  }
  if (value === 0n) return '0'.repeat(bits || 1)
  if (bits === undefined) return value.toString(2)
  if (value > 0n) return checkWidth(value.toString(2), bits).padStart(bits, '0')
  // A power of two's complement needs no bit more than the power itself.
  const length = (-value - 1n).toString(2).length
  const needed = value === -1n ? 1n : BigInt(length) + 1n
  return checkWidth((2n ** needed + value).toString(2), bits).padStart(bits, '1')
}

/** Far below the engine's longest string. */
const MAX_WIDTH = 2 ** 24

function checkWidth(digits: string, width: number): string {
  if (digits.length <= width) return digits
  throw rangeError(`binary_repr: expected a width of at least ${digits.length}, received ${width}`)
}
