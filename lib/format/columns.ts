/** Text of floating-point numbers inside arrays: one notation and one column width for all. */
import { halfToNumber, numberToHalf } from '../core/elements'
import { BINARY16, BINARY32, type BinaryFormat } from './dragon4'
import { isNegative, type PositionalLayout, positional, type ScientificLayout, scientific } from './float'
import { currentOptions, type PrintOptions } from './options'

// Finite numbers' texts, all as wide before the decimal point and after it.
interface Column {
  readonly texts: string[]
  readonly left: number
  readonly right: number
}

/** The texts of numbers, aligned at the decimal point; `sign` is the options' or, for imaginary parts, its own. */
export function floatTexts(
  values: readonly number[],
  format: BinaryFormat,
  options: PrintOptions,
  sign: PrintOptions['sign'],
): string[] {
  const finite = values.filter((value) => Number.isFinite(value))
  const extra = sign === ' ' && !finite.some(isNegative) ? 1 : 0
  if (finite.length === 0) return nonFiniteTexts(values, { texts: [], left: extra, right: 0 }, sign)
  const column = usesExponent(finite, format, options.suppress)
    ? scientificColumn(finite, format, options, sign)
    : positionalColumn(finite, format, options, sign)
  if (finite.length < values.length) return nonFiniteTexts(values, { ...column, left: column.left + extra }, sign)
  return extra === 0 ? column.texts : column.texts.map((text) => ` ${text}`)
}

// Puts nan and inf between the finite numbers; where they are wider, all get wider.
function nonFiniteTexts(values: readonly number[], column: Column, sign: PrintOptions['sign']): string[] {
  const { nanstr, infstr } = currentOptions()
  const plus = sign === '+' ? '+' : ''
  const signed = sign !== '-' || values.includes(Number.NEGATIVE_INFINITY) ? 1 : 0
  const right = column.right + 1
  const left = Math.max(column.left, nanstr.length - right, infstr.length + signed - right)
  let next = 0
  return values.map((value) => {
    if (Number.isFinite(value)) return column.texts[next++].padStart(left + right)
    const text = Number.isNaN(value) ? plus + nanstr : (value < 0 ? '-' : plus) + infstr
    return text.padStart(left + right)
  })
}

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

const BARE = { padLeft: -1, minDigits: -1 } as const

function baseLayout(options: PrintOptions, sign: PrintOptions['sign']) {
  const fixed = options.floatmode === 'fixed'
  return {
    ...BARE,
    precision: options.floatmode === 'unique' ? -1 : options.precision,
    unique: !fixed,
    trim: fixed ? 'k' : '.',
    sign: sign === '+',
  } as const
}

function scientificColumn(
  finite: readonly number[],
  format: BinaryFormat,
  options: PrintOptions,
  sign: PrintOptions['sign'],
): Column {
  const layout: ScientificLayout = { ...baseLayout(options, sign), exponentDigits: -1 }
  const bare = finite.map((value) => scientific(value, format, layout))
  let left = 0
  let digits = 0
  let exponentDigits = 0
  for (const text of bare) {
    const point = text.indexOf('.')
    const e = text.indexOf('e')
    left = Math.max(left, point)
    digits = Math.max(digits, e - point - 1)
    exponentDigits = Math.max(exponentDigits, text.length - e - 2)
  }
  const width = left + 1 + digits + 2 + exponentDigits
  const final = { ...layout, precision: digits, minDigits: digits, trim: 'k', padLeft: left, exponentDigits } as const
  // A text that has all its digits already stays; others get theirs from the number, not as zeros.
  const texts = bare.map((text, i) => {
    const full = text.length - text.indexOf('.') === width - left
    return full ? text.padStart(width) : scientific(finite[i], format, final)
  })
  return { texts, left, right: exponentDigits + 2 + digits }
}

function positionalColumn(
  finite: readonly number[],
  format: BinaryFormat,
  options: PrintOptions,
  sign: PrintOptions['sign'],
): Column {
  const layout: PositionalLayout = { ...baseLayout(options, sign), fractional: true, padRight: -1 }
  const bare = finite.map((value) => positional(value, format, layout))
  let left = 0
  let right = 0
  for (const text of bare) {
    const point = text.indexOf('.')
    left = Math.max(left, point)
    right = Math.max(right, text.length - point - 1)
  }
  const final = { ...layout, precision: right, minDigits: right, trim: 'k', padLeft: left } as const
  const extend = options.floatmode === 'maxprec_equal'
  const texts = bare.map((text, i) => {
    const missing = right - (text.length - text.indexOf('.') - 1)
    if (missing > 0 && extend) return positional(finite[i], format, final)
    return (missing > 0 ? text + ' '.repeat(missing) : text).padStart(left + 1 + right)
  })
  return { texts, left, right }
}
