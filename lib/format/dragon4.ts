/**
 * Decimal digits of binary floating-point numbers, exactly, on big integers.
 *
 * Steele and White's algorithm in the form of Burger and Dybvig, "Printing Floating-Point Numbers Quickly and
 * Accurately" (PLDI 1996), figure 3, with cut-offs by digit count and by decimal place.
 */

/** An IEEE binary format: what decides where a number's neighbours are. */
export interface BinaryFormat {
  /** Bits of the significand after its leading bit. */
  readonly fractionBits: number
  /** Exponent of the smallest normal number. */
  readonly minExponent: number
  /** Decimals of this many digits always survive a round trip. */
  readonly safeDigits: number
  /** This many digits always identify a number. */
  readonly maxDigits: number
}

export const BINARY16: BinaryFormat = { fractionBits: 10, minExponent: -14, safeDigits: 3, maxDigits: 5 }
export const BINARY32: BinaryFormat = { fractionBits: 23, minExponent: -126, safeDigits: 6, maxDigits: 9 }
export const BINARY64: BinaryFormat = { fractionBits: 52, minExponent: -1022, safeDigits: 15, maxDigits: 17 }

/** A positive decimal: its digits and the exponent of ten of the first one. */
export interface Decimal {
  readonly digits: string
  readonly exponent: number
}

/** How many digits to give. */
export interface Cutoff {
  /** Stop where the digits identify the number; otherwise go on to `max`. */
  readonly unique: boolean
  /** What `max` and `min` count: digits after the decimal point, or all. */
  readonly counts: 'fraction' | 'total'
  /** At most so many digits; -1 for no limit. */
  readonly max: number
  /** At least so many digits where `unique`; -1 for no limit. */
  readonly min: number
}

/** A positive number as `significand * 2 ** exponent`. */
export interface Parts {
  readonly significand: number
  readonly exponent: number
  /** A power of two: its lower neighbour is half as far away as its upper one. */
  readonly unequalGaps: boolean
}

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)

/** Takes a positive finite number apart into integers. */
export function decompose(value: number, format: BinaryFormat): Parts {
  double[0] = value
  const exponent = Math.max(((words[1] >>> 20) & 0x7ff) - 1023, format.minExponent)
  const lastBit = exponent - format.fractionBits
  const significand = value / 2 ** lastBit
  const unequalGaps = significand === 2 ** format.fractionBits && exponent > format.minExponent
  return { significand, exponent: lastBit, unequalGaps }
}

// The number and half the gaps to its neighbours, all as integers over one scale.
interface Scaled {
  value: bigint
  scale: bigint
  low: bigint
  high: bigint
}

function scaled({ significand, exponent, unequalGaps }: Parts): Scaled {
  const extra = unequalGaps ? 2n : 1n
  const up = exponent > 0 ? 1n << BigInt(exponent) : 1n
  const down = exponent < 0 ? 1n << BigInt(-exponent) : 1n
  return { value: BigInt(significand) * 2n * extra * up, scale: 2n * extra * down, low: up, high: up * extra }
}

// At most floor(log10(value)) + 1, and less by at most one.
function estimatePlaces({ significand, exponent }: Parts): number {
  return Math.ceil((Math.floor(Math.log2(significand)) + exponent) * Math.LOG10E * Math.LN2 - 0.69)
}

// Brings value / scale into [0, 10) and gives the number of places before the decimal point.
function normalise(n: Scaled, parts: Parts, cutoff: Cutoff): number {
  let places = estimatePlaces(parts)
  // Below the last place that may be printed the number only rounds, to 0 or to 1 in that place.
  if (cutoff.max >= 0 && cutoff.counts === 'fraction') places = Math.max(places, 1 - cutoff.max)
  if (places > 0) n.scale *= 10n ** BigInt(places)
  else if (places < 0) enlarge(n, 10n ** BigInt(-places))
  if (n.value >= n.scale) return places + 1
  enlarge(n, 10n)
  return places
}

function enlarge(n: Scaled, factor: bigint): void {
  n.value *= factor
  n.low *= factor
  n.high *= factor
}

/** More digits than NumPy's buffer holds are never printed. */
const MAX_DIGITS = 16384

/** The digits of a positive finite number, the last one rounded half to even. */
export function dragon4(value: number, format: BinaryFormat, cutoff: Cutoff): Decimal {
  const parts = decompose(value, format)
  const n = scaled(parts)
  const places = normalise(n, parts, cutoff)
  const base = cutoff.counts === 'total' ? places : 0
  const lastPlace = Math.max(places - MAX_DIGITS, cutoff.max >= 0 ? base - cutoff.max : Number.NEGATIVE_INFINITY)
  const firstStop = Math.min(places, cutoff.min >= 0 ? base - cutoff.min : places)
  const even = parts.significand % 2 === 0
  const digits: number[] = []
  let low = false
  let high = false
  for (let place = places - 1; ; place--) {
    const digit = n.value / n.scale
    n.value -= digit * n.scale
    digits.push(Number(digit))
    if (cutoff.unique) {
      const above = n.value + n.high
      low = even ? n.value <= n.low : n.value < n.low
      high = even ? above >= n.scale : above > n.scale
      if ((low || high) && place <= firstStop) break
    } else if (n.value === 0n) break
    if (place === lastPlace) break
    enlarge(n, 10n)
  }
  const up = low === high ? roundsUp(n, digits[digits.length - 1]) : high
  const carried = up ? increment(digits) : 0
  return { digits: digits.join(''), exponent: places - 1 + carried }
}

function roundsUp(n: Scaled, digit: number): boolean {
  const twice = n.value * 2n
  return twice > n.scale || (twice === n.scale && digit % 2 === 1)
}

// Adds one in the last place; nines that carry are dropped. Gives 1 where the carry made a new first digit.
function increment(digits: number[]): number {
  while (digits.length > 0 && digits[digits.length - 1] === 9) digits.pop()
  if (digits.length === 0) return digits.push(1)
  digits[digits.length - 1]++
  return 0
}
