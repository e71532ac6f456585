/** Text of elements inside arrays: one function per array, which knows how wide its elements are. */
import type { Complex } from '../complex'
import type { DTypeInfo } from '../dtype'
import { halfToNumber, numberToHalf } from '../elements'
import { describe, typeError } from '../errors'
import { BINARY16, BINARY32, type BinaryFormat } from './dragon4'
import { binaryFormat, isNegative, type PositionalLayout, positional, type ScientificLayout, scientific } from './float'
import { currentOptions, type Formatter, type PrintOptions } from './options'

/** An element as it lies in memory: 64-bit integers are bigints. */
export type RawElement = number | bigint | boolean | Complex

type Format<T> = (value: T) => string

/** The function that gives the text of each of the elements, `scalar` if they are one that stands alone. */
export function elementFormat(
  info: DTypeInfo,
  values: readonly RawElement[],
  scalar: boolean,
  options: PrintOptions,
): Format<RawElement> {
  const custom = customFormat(info, options.formatter)
  if (custom !== undefined) return custom
  switch (info.kind) {
    case 'b':
      return (value) => (value ? (scalar ? 'True' : ' True') : 'False')
    case 'f':
      return floatFormat(values as number[], binaryFormat(info.name), options, options.sign) as Format<RawElement>
    case 'c':
      return complexFormat(values as Complex[], binaryFormat(info.name), options) as Format<RawElement>
    default:
      return integerFormat(values as (number | bigint)[], options.sign) as Format<RawElement>
  }
}

const FORMATTER_KEYS: Record<DTypeInfo['kind'], readonly (keyof Formatter)[]> = {
  b: ['bool', 'all'],
  i: ['int', 'int_kind', 'all'],
  u: ['int', 'int_kind', 'all'],
  f: ['float', 'float_kind', 'all'],
  c: ['complexfloat', 'complex_kind', 'all'],
}

function customFormat(info: DTypeInfo, formatter: Formatter | null): Format<RawElement> | undefined {
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

function integerFormat(values: readonly (number | bigint)[], sign: PrintOptions['sign']): Format<number | bigint> {
  let max = values[0]
  let min = values[0]
  for (const value of values) {
    if (value > max) max = value
    if (value < min) min = value
  }
  const mark = sign === '-' || (sign === ' ' && min < 0) ? '' : sign
  const width = Math.max(String(max).length + (max >= 0 ? mark.length : 0), String(min).length)
  return (value) => (value >= 0 ? mark + value : String(value)).padStart(width)
}

function complexFormat(values: readonly Complex[], format: BinaryFormat, options: PrintOptions): Format<Complex> {
  const real = floatFormat(
    values.map((value) => value.re),
    format,
    options,
    options.sign,
  )
  const imaginary = floatFormat(
    values.map((value) => value.im),
    format,
    options,
    '+',
  )
  return (value) => {
    const text = imaginary(value.im)
    const number = text.trimEnd()
    return `${real(value.re)}${number}j${text.slice(number.length)}`
  }
}

function floatFormat(
  values: readonly number[],
  format: BinaryFormat,
  options: PrintOptions,
  sign: PrintOptions['sign'],
): Format<number> {
  const finite = values.filter((value) => Number.isFinite(value))
  const inner =
    finite.length === 0
      ? EMPTY
      : usesExponent(finite, format, options.suppress)
        ? scientificFormat(finite, format, options, sign)
        : positionalFormat(finite, format, options, sign)
  let left = inner.left
  if (sign === ' ' && !finite.some(isNegative)) left++
  if (finite.length < values.length) {
    const { nanstr, infstr } = currentOptions()
    const signed = sign !== '-' || values.includes(Number.NEGATIVE_INFINITY) ? 1 : 0
    const right = inner.right + 1
    left = Math.max(left, nanstr.length - right, infstr.length + signed - right)
  }
  const width = left + inner.right + 1
  const finiteText = inner.text(left)
  return (value) => (Number.isFinite(value) ? finiteText(value) : nonFiniteText(value, sign).padStart(width))
}

function nonFiniteText(value: number, sign: PrintOptions['sign']): string {
  const { nanstr, infstr } = currentOptions()
  const plus = sign === '+' ? '+' : ''
  if (Number.isNaN(value)) return plus + nanstr
  return (value < 0 ? '-' : plus) + infstr
}

// Widths before and after the decimal point, and the text of a finite number padded to them.
interface Columns {
  readonly left: number
  readonly right: number
  text(left: number): Format<number>
}

const EMPTY: Columns = { left: 0, right: 0, text: () => String }

const EXPONENT_FROM = new Map<BinaryFormat, number>([
  [BINARY16, 1e3],
  [BINARY32, 1e6],
])

/** Whether exponents are clearer: for large numbers, for small ones, and for a wide range. */
function usesExponent(finite: readonly number[], format: BinaryFormat, suppress: boolean): boolean {
  let max = 0
  let min = Number.POSITIVE_INFINITY
  for (const value of finite) {
    const magnitude = Math.abs(value)
    if (magnitude === 0) continue
    if (magnitude > max) max = magnitude
    if (magnitude < min) min = magnitude
  }
  if (max === 0) return false
  if (max >= (EXPONENT_FROM.get(format) ?? 1e8)) return true
  if (suppress) return false
  // NumPy compares in the array's own precision: 0.0001 and the quotient are rounded to it.
  return min < roundTo(0.0001, format) || roundTo(max / min, format) > 1000
}

function roundTo(value: number, format: BinaryFormat): number {
  if (format === BINARY32) return Math.fround(value)
  return format === BINARY16 ? halfToNumber(numberToHalf(value)) : value
}

function scientificFormat(
  finite: readonly number[],
  format: BinaryFormat,
  options: PrintOptions,
  sign: PrintOptions['sign'],
): Columns {
  const fixed = options.floatmode === 'fixed'
  const layout: ScientificLayout = {
    precision: options.floatmode === 'unique' ? -1 : options.precision,
    unique: !fixed,
    trim: fixed ? 'k' : '.',
    sign: sign === '+',
    padLeft: -1,
    minDigits: -1,
    exponentDigits: -1,
  }
  let left = 0
  let digits = 0
  let exponentDigits = 0
  for (const value of finite) {
    const text = scientific(value, format, layout)
    const point = text.indexOf('.')
    const e = text.indexOf('e')
    left = Math.max(left, point)
    digits = Math.max(digits, e - point - 1)
    exponentDigits = Math.max(exponentDigits, text.length - e - 2)
  }
  const final = { ...layout, precision: digits, minDigits: digits, trim: 'k', exponentDigits } as const
  return {
    left,
    right: exponentDigits + 2 + digits,
    text: (padLeft) => {
      const padded = { ...final, padLeft }
      return (value) => scientific(value, format, padded)
    },
  }
}

function positionalFormat(
  finite: readonly number[],
  format: BinaryFormat,
  options: PrintOptions,
  sign: PrintOptions['sign'],
): Columns {
  const { floatmode } = options
  const fixed = floatmode === 'fixed'
  const layout: PositionalLayout = {
    precision: floatmode === 'unique' ? -1 : options.precision,
    unique: !fixed,
    fractional: true,
    trim: fixed ? 'k' : '.',
    sign: sign === '+',
    padLeft: -1,
    padRight: -1,
    minDigits: -1,
  }
  let left = 0
  let right = 0
  for (const value of finite) {
    const text = positional(value, format, layout)
    const point = text.indexOf('.')
    left = Math.max(left, point)
    right = Math.max(right, text.length - point - 1)
  }
  const equal = fixed || floatmode === 'maxprec_equal'
  const final = equal
    ? ({ ...layout, precision: right, minDigits: right, trim: 'k', padRight: right } as const)
    : ({ ...layout, minDigits: 0, trim: '.', padRight: right } as const)
  return {
    left,
    right,
    text: (padLeft) => {
      const padded = { ...final, padLeft }
      return (value) => positional(value, format, padded)
    },
  }
}
