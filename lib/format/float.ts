/** Text of single floating-point numbers, positional and scientific. */
import { rangeError, typeError } from '../core/errors'
import { floatDigits } from './digits'
import { BINARY16, BINARY32, BINARY64, type BinaryFormat, type Cutoff, type Decimal, dragon4 } from './dragon4'

/**
 * What happens to trailing zeros: `'k'` keeps them and the point, `'.'` trims them and keeps the point, `'0'` trims all
 * but one zero after the point, `'-'` trims them and the point.
 */
export type Trim = 'k' | '.' | '0' | '-'

/** Layout of one number; -1 stands for "not asked for". */
export interface FloatLayout {
  readonly precision: number
  readonly unique: boolean
  readonly trim: Trim
  /** Whether positive numbers show a sign. */
  readonly sign: boolean
  readonly padLeft: number
  readonly minDigits: number
}

export interface PositionalLayout extends FloatLayout {
  readonly fractional: boolean
  readonly padRight: number
}

export interface ScientificLayout extends FloatLayout {
  readonly exponentDigits: number
}

/** The format of a dtype's numbers, or of a complex dtype's parts. */
export function binaryFormat(dtype: string): BinaryFormat {
  if (dtype === 'float16') return BINARY16
  return dtype === 'float32' || dtype === 'complex64' ? BINARY32 : BINARY64
}

export const isNegative = (value: number): boolean => value < 0 || Object.is(value, -0)

function signOf(value: number, shown: boolean): string {
  if (isNegative(value)) return '-'
  return shown ? '+' : ''
}

function nonFinite(value: number, sign: boolean): string {
  return Number.isNaN(value) ? 'nan' : `${signOf(value, sign)}inf`
}

const repeat = (text: string, count: number): string => (count > 0 ? text.repeat(count) : '')

function trimZeros(fraction: string): string {
  let end = fraction.length
  while (end > 0 && fraction.charCodeAt(end - 1) === 48) end--
  return fraction.slice(0, end)
}

/** `ddd.ddd` */
export function positional(value: number, format: BinaryFormat, layout: PositionalLayout): string {
  if (!Number.isFinite(value)) return nonFinite(value, layout.sign)
  const sign = signOf(value, layout.sign)
  const [whole, digits] = splitAtPoint(positionalDigits(Math.abs(value), format, layout))
  let fraction = digits
  if (layout.trim === 'k') {
    const count = layout.unique ? layout.minDigits : layout.precision
    const wanted = layout.fractional ? count : count - whole.length
    fraction += repeat('0', wanted - fraction.length)
  } else {
    fraction = trimZeros(fraction)
    if (layout.trim === '0' && fraction === '') fraction = '0'
  }
  const point = layout.trim === '-' && fraction === '' ? (layout.padRight >= 0 ? ' ' : '') : '.'
  const left = repeat(' ', layout.padLeft - whole.length - sign.length)
  return `${left}${sign}${whole}${point}${fraction}${repeat(' ', layout.padRight - fraction.length)}`
}

function positionalDigits(value: number, format: BinaryFormat, layout: PositionalLayout): Decimal {
  const { unique, precision: max, minDigits: min, fractional } = layout
  const cutoff: Cutoff = { unique, counts: fractional ? 'fraction' : 'total', max, min }
  // Counting all digits, NumPy's padding depends on which zeros were generated.
  return fractional || value === 0 ? floatDigits(value, format, cutoff) : dragon4(value, format, cutoff)
}

function splitAtPoint({ digits, exponent }: Decimal): [whole: string, fraction: string] {
  if (exponent < 0) return ['0', repeat('0', -exponent - 1) + digits]
  const places = exponent + 1
  return [digits.slice(0, places).padEnd(places, '0'), digits.slice(places)]
}

/** `d.ddde±dd` */
export function scientific(value: number, format: BinaryFormat, layout: ScientificLayout): string {
  if (!Number.isFinite(value)) return nonFinite(value, layout.sign)
  const sign = signOf(value, layout.sign)
  const { digits, exponent } = scientificDigits(Math.abs(value), format, layout)
  let fraction = digits.slice(1)
  const point = layout.trim === '-' && fraction === '' ? '' : '.'
  if (layout.trim === 'k') {
    fraction += repeat('0', (layout.unique ? layout.minDigits : layout.precision) - fraction.length)
  } else {
    fraction = trimZeros(fraction)
    if (layout.trim === '0' && fraction === '') fraction = '0'
  }
  const left = repeat(' ', layout.padLeft - 1 - sign.length)
  return `${left}${sign}${digits[0]}${point}${fraction}${exponentText(exponent, layout.exponentDigits)}`
}

function scientificDigits(value: number, format: BinaryFormat, layout: ScientificLayout): Decimal {
  const { unique, precision, minDigits } = layout
  const max = precision < 0 ? -1 : precision + 1
  const min = minDigits < 0 ? -1 : minDigits + 1
  const cutoff: Cutoff = { unique, counts: 'total', max, min }
  // With '-' the point goes only where no zeros were generated after it.
  return layout.trim === '-' && value !== 0 ? dragon4(value, format, cutoff) : floatDigits(value, format, cutoff)
}

function exponentText(exponent: number, wanted: number): string {
  const digits = wanted < 0 ? 2 : Math.min(wanted, 5)
  const magnitude = exponent === 0 && digits === 0 ? '' : String(Math.abs(exponent))
  return `e${exponent < 0 ? '-' : '+'}${magnitude.padStart(digits, '0')}`
}

const SCALAR = { precision: -1, unique: true, sign: false, padLeft: -1, minDigits: -1 } as const
const POSITIONAL = { ...SCALAR, fractional: true, padRight: -1 } as const
const SCIENTIFIC: ScientificLayout = { ...SCALAR, trim: '-', exponentDigits: -1 }

/** From here on a scalar is printed with an exponent: where its digits no longer say all places. */
const SCALAR_LIMITS = new Map<BinaryFormat, number>([
  [BINARY16, 1e3],
  [BINARY32, 1e6],
  [BINARY64, 1e16],
])

/** A number as `str` of NumPy's scalar prints it: shortest, with an exponent when large or small. */
export function scalarText(value: number, format: BinaryFormat, trim: Trim = '0'): string {
  const magnitude = Math.abs(value)
  const plain = magnitude === 0 || (magnitude >= 1e-4 && magnitude < SCALAR_LIMITS.get(format)!)
  return plain ? positional(value, format, { ...POSITIONAL, trim }) : scientific(value, format, SCIENTIFIC)
}

/** A complex number as `str` of NumPy's scalar prints it: `(1+2j)`, `2j`. */
export function complexText(re: number, im: number, format: BinaryFormat): string {
  const imaginary = scalarText(im, format, '-')
  if (Object.is(re, 0)) return `${imaginary}j`
  const plus = Number.isNaN(im) || !isNegative(im) ? '+' : ''
  return `(${scalarText(re, format, '-')}${plus}${imaginary}j)`
}

/** NumPy's checks of `format_float_*` arguments. */
export function checkLayout(name: string, layout: PositionalLayout | ScientificLayout): void {
  const { precision, minDigits } = layout
  if (!layout.unique && precision < 0) {
    throw typeError(`${name}: expected a precision where unique is false, received none`)
  }
  if ('fractional' in layout && !layout.fractional && precision === 0) {
    throw rangeError(`${name}: expected a precision above 0 where fractional is false, received 0`)
  }
  if (minDigits > 0 && precision > 0 && minDigits > precision) {
    throw rangeError(`${name}: expected min_digits of at most the precision, ${precision}, received ${minDigits}`)
  }
}
