/** Text of elements inside arrays. */
import type { Complex } from '../core/complex'
import type { DTypeInfo } from '../core/dtype'
import { describe, typeError } from '../core/errors'
import { floatTexts } from './columns'
import type { BinaryFormat } from './dragon4'
import { binaryFormat } from './float'
import type { Formatter, PrintOptions } from './options'

/** An element as it lies in memory: 64-bit integers are bigints. */
export type RawElement = number | bigint | boolean | Complex

type Format<T> = (value: T) => string

/** The texts of the elements, as wide as each other; `scalar` where there is one that stands alone. */
export function elementTexts(
  info: DTypeInfo,
  values: readonly RawElement[],
  scalar: boolean,
  options: PrintOptions,
): string[] {
  switch (info.kind) {
    case 'b':
      return values.map((value) => (value ? (scalar ? 'True' : ' True') : 'False'))
    case 'f':
      return floatTexts(values as number[], binaryFormat(info.name), options, options.sign)
    case 'c':
      return complexTexts(values as Complex[], binaryFormat(info.name), options)
    default:
      return integerTexts(values as (number | bigint)[], options.sign)
  }
}

const FORMATTER_KEYS: Record<DTypeInfo['kind'], readonly (keyof Formatter)[]> = {
  b: ['bool', 'all'],
  i: ['int', 'int_kind', 'all'],
  u: ['int', 'int_kind', 'all'],
  f: ['float', 'float_kind', 'all'],
  c: ['complexfloat', 'complex_kind', 'all'],
}

/** The user's function for elements of a dtype, if there is one. */
export function customFormat(info: DTypeInfo, formatter: Formatter | null): Format<RawElement> | undefined {
  if (formatter === null) return undefined
  const key = FORMATTER_KEYS[info.kind].find((name) => Object.hasOwn(formatter, name) && formatter[name] != null)
  if (key === undefined) return undefined
  const format = formatter[key] as Format<unknown>
  return (value) => {
    const text = format(typeof value === 'bigint' ? numberWhereSafe(value) : value)
    if (typeof text === 'string') return text
    throw typeError(`array2string: expected formatter.${key} to give a string, received ${describe(text)}`)
  }
}

function numberWhereSafe(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function integerTexts(values: readonly (number | bigint)[], sign: PrintOptions['sign']): string[] {
  let max = values[0]
  let min = values[0]
  for (const value of values) {
    if (value > max) max = value
    if (value < min) min = value
  }
  const mark = sign === '-' || (sign === ' ' && min < 0) ? '' : sign
  const width = Math.max(String(max).length + (max >= 0 ? mark.length : 0), String(min).length)
  return values.map((value) => (value >= 0 ? mark + value : String(value)).padStart(width))
}

function complexTexts(values: readonly Complex[], format: BinaryFormat, options: PrintOptions): string[] {
  const real = values.map((value) => value.re)
  const imaginary = values.map((value) => value.im)
  const after = floatTexts(imaginary, format, options, '+')
  return floatTexts(real, format, options, options.sign).map((before, i) => {
    const number = after[i].trimEnd()
    return `${before}${number}j${after[i].slice(number.length)}`
  })
}
