/**
 * The same digits as `dragon4` gives, by the engine's own conversions where these are certain to agree: `toExponential`
 * is exact and rounds to nearest, so only its ties (it rounds them up) and the neighbours of narrower formats need care.
 */
import { BINARY64, type BinaryFormat, type Cutoff, type Decimal, decompose, dragon4 } from './dragon4'

const SHORTEST: Cutoff = { unique: true, counts: 'total', max: -1, min: -1 }
const ZERO: Decimal = { digits: '0', exponent: 0 }

/** What `toExponential` can give after the first digit. */
const MAX_FRACTION = 100

function parseExponential(text: string): Decimal {
  const e = text.indexOf('e')
  return { digits: e === 1 ? text[0] : text[0] + text.slice(2, e), exponent: Number(text.slice(e + 1)) }
}

function stripZeros(digits: string): string {
  let end = digits.length
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--
  return end === digits.length ? digits : digits.slice(0, end)
}

/** Whether a number lies exactly between two neighbours in a decimal place. */
function isTie(value: number, place: number): boolean {
  if (place <= 0) {
    // A binary fraction of j bits has exactly j decimals, the last of them a 5.
    const doubled = value * 2 ** (1 - place)
    return Number.isInteger(doubled) && doubled % 2 === 1
  }
  return Number.isInteger(value) && BigInt(value) % 10n ** BigInt(place) === 5n * 10n ** BigInt(place - 1)
}

/** Rounds half to even to `count` digits after the first. */
function roundDigits(value: number, count: number): Decimal {
  const rounded = parseExponential(value.toExponential(count))
  const { digits, exponent } = rounded
  const last = digits.charCodeAt(count) - 48
  // An odd last digit may come from a tie that went up; a carry to 1000… never does.
  if (last % 2 === 1 && !(last === 1 && isPowerOfTen(digits)) && isTie(value, exponent - count)) {
    return { digits: digits.slice(0, count) + (last - 1), exponent }
  }
  return rounded
}

const isPowerOfTen = (digits: string): boolean => stripZeros(digits) === '1'

/** The shortest digits that identify a positive number among those of its format, nearest to it. */
export function shortestDigits(value: number, format: BinaryFormat): Decimal {
  if (format === BINARY64) return parseExponential(value.toExponential())
  const { significand, exponent, unequalGaps } = decompose(value, format)
  const subnormal = significand < 2 ** format.fractionBits
  const half = 2 ** (exponent - (unequalGaps ? 2 : 1))
  for (let count = subnormal ? 0 : format.safeDigits - 1; count < format.maxDigits; count++) {
    const candidate = roundDigits(value, count)
    const distance = Math.abs(Number(`${candidate.digits}e${candidate.exponent - count}`) - value)
    if (distance < half * 0.999999) return { digits: stripZeros(candidate.digits), exponent: candidate.exponent }
    // Too near to the boundary for double precision, or a boundary that differs above and below.
    if (unequalGaps || distance < half * 1.000001) break
  }
  return dragon4(value, format, SHORTEST)
}

// The exponent of the number's own first digit, where the shortest digits were rounded up to a power of ten.
function trueExponent(value: number, shortest: Decimal): number {
  const roundedUp = shortest.digits === '1' && value.toExponential(20).startsWith('9')
  return roundedUp ? shortest.exponent - 1 : shortest.exponent
}

function roundAtPlace(value: number, format: BinaryFormat, exponent: number, place: number, cutoff: Cutoff): Decimal {
  const count = exponent - place
  if (count < -1) return { digits: '0', exponent: place }
  if (count < 0 || count > MAX_FRACTION) return dragon4(value, format, cutoff)
  const rounded = roundDigits(value, count)
  // Digits that a carry turned to zeros are not given, so that padding decides about them.
  const carried = rounded.digits.endsWith('0') && Number(`${rounded.digits}e${rounded.exponent - count}`) > value
  return carried ? { digits: stripZeros(rounded.digits), exponent: rounded.exponent } : rounded
}

/**
 * Digits of a number without its sign. Trailing zeros may be missing where the cut-off is not `unique`: whoever lays
 * the digits out pads or trims them.
 */
export function floatDigits(value: number, format: BinaryFormat, cutoff: Cutoff): Decimal {
  if (value === 0) return ZERO
  const shortest = shortestDigits(value, format)
  const { counts, max, min } = cutoff
  if (cutoff.unique && max < 0 && min < 0) return shortest
  const exponent = trueExponent(value, shortest)
  const base = counts === 'total' ? exponent + 1 : 0
  const lastPlace = max >= 0 ? base - max : Number.NEGATIVE_INFINITY
  if (!cutoff.unique) return roundAtPlace(value, format, exponent, lastPlace, cutoff)
  const shortestPlace = shortest.exponent - shortest.digits.length + 1
  const wantedPlace = Math.min(shortestPlace, min >= 0 ? base - min : Number.POSITIVE_INFINITY)
  const place = Math.max(wantedPlace, lastPlace)
  if (place === shortestPlace) return shortest
  // Past the shortest digits a power of two rounds by its unequal gaps, unless nothing is left to round.
  if (place < shortestPlace && !isExact(value, shortest) && decompose(value, format).unequalGaps) {
    return dragon4(value, format, cutoff)
  }
  return roundAtPlace(value, format, exponent, place, cutoff)
}

// Up to 15 digits a decimal is the double itself if that is an integer or a short binary fraction.
function isExact(value: number, { digits, exponent }: Decimal): boolean {
  const decimals = Math.max(0, digits.length - 1 - exponent)
  return digits.length <= 15 && Math.abs(exponent) <= 15 && Number.isInteger(value * 2 ** decimals)
}
