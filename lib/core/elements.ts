/** Single elements: reading them from memory as JavaScript values and writing such values with NumPy's checks. */
import { Complex, isComplexLike } from './complex'
import { DTYPES, type DTypeInfo, type Scalar, type ScalarLike } from './dtype'
import { describe, rangeError, typeError } from './errors'
import type { NDArray } from './ndarray'
import type { Storage } from './storage'

interface Codec {
  read(view: DataView, at: number): number | bigint | boolean | Complex
  write(view: DataView, at: number, value: number | bigint | Complex): void
}

const integers = (bits: number, signed: boolean): [low: bigint, high: bigint] =>
  signed ? [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n] : [0n, (1n << BigInt(bits)) - 1n]

const float = new Float32Array(1)
const floatBits = new Uint32Array(float.buffer)
const double = new Float64Array(1)
const doubleBits = new BigUint64Array(double.buffer)

/** The value of IEEE binary16 bits. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}

/** IEEE binary16 bits of a number, rounded once to nearest even. */
export function numberToHalf(value: number): number {
  double[0] = value
  const sign = Number(doubleBits[0] >> 48n) & 0x8000
  const magnitude = Math.abs(value)
  if (Number.isNaN(value)) return sign | 0x7e00
  if (magnitude >= 65520) return sign | 0x7c00
  // Scale so that one unit is the last place, then round half to even.
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude || 2 ** -24)))
  float[0] = magnitude
  const exact = magnitude === 0 ? -14 : Math.max(-14, ((floatBits[0] >>> 23) & 0xff) - 127, exponent - 1)
  const units = magnitude / 2 ** (exact - 10)
  const floor = Math.floor(units)
  const rest = units - floor
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
  // A subnormal has no implicit bit; a carry past 2047 runs into the exponent by itself.
  return sign | (exact === -14 && rounded < 1024 ? rounded : ((exact + 14) << 10) + rounded)
}

const CODECS: Record<string, Codec> = {
  bool: { read: (v, at) => v.getUint8(at) !== 0, write: (v, at, x) => v.setUint8(at, isTrue(x) ? 1 : 0) },
  int8: { read: (v, at) => v.getInt8(at), write: (v, at, x) => v.setInt8(at, Number(x)) },
  uint8: { read: (v, at) => v.getUint8(at), write: (v, at, x) => v.setUint8(at, Number(x)) },
  int16: { read: (v, at) => v.getInt16(at, true), write: (v, at, x) => v.setInt16(at, Number(x), true) },
  uint16: { read: (v, at) => v.getUint16(at, true), write: (v, at, x) => v.setUint16(at, Number(x), true) },
  int32: { read: (v, at) => v.getInt32(at, true), write: (v, at, x) => v.setInt32(at, Number(x), true) },
  uint32: { read: (v, at) => v.getUint32(at, true), write: (v, at, x) => v.setUint32(at, Number(x), true) },
  int64: { read: (v, at) => v.getBigInt64(at, true), write: (v, at, x) => v.setBigInt64(at, toBigInt(x), true) },
  uint64: { read: (v, at) => v.getBigUint64(at, true), write: (v, at, x) => v.setBigUint64(at, toBigInt(x), true) },
  float16: {
    read: (v, at) => halfToNumber(v.getUint16(at, true)),
    write: (v, at, x) => v.setUint16(at, numberToHalf(Number(x)), true),
  },
  float32: { read: (v, at) => v.getFloat32(at, true), write: (v, at, x) => v.setFloat32(at, Number(x), true) },
  float64: { read: (v, at) => v.getFloat64(at, true), write: (v, at, x) => v.setFloat64(at, Number(x), true) },
  complex64: {
    read: (v, at) => new Complex(v.getFloat32(at, true), v.getFloat32(at + 4, true)),
    write: (v, at, x) => {
      v.setFloat32(at, real(x), true)
      v.setFloat32(at + 4, imaginary(x), true)
    },
  },
  complex128: {
    read: (v, at) => new Complex(v.getFloat64(at, true), v.getFloat64(at + 8, true)),
    write: (v, at, x) => {
      v.setFloat64(at, real(x), true)
      v.setFloat64(at + 8, imaginary(x), true)
    },
  },
}

const BY_CODE = DTYPES.map((info) => CODECS[info.name])
const LIMITS = DTYPES.map((info) =>
  info.kind === 'i' || info.kind === 'u' ? integers(info.itemsize * 8, info.kind === 'i') : undefined,
)

const isTrue = (x: number | bigint | Complex): boolean =>
  x instanceof Complex ? x.re !== 0 || x.im !== 0 : Boolean(x) || Number.isNaN(x)
const toBigInt = (x: number | bigint | Complex): bigint => (typeof x === 'bigint' ? x : BigInt(Number(x)))
const real = (x: number | bigint | Complex): number => (x instanceof Complex ? x.re : Number(x))
const imaginary = (x: number | bigint | Complex): number => (x instanceof Complex ? x.im : 0)

/** Reads the element at a byte position; 64-bit integers come as bigints. */
export function readRaw(info: DTypeInfo, view: DataView, at: number): number | bigint | boolean | Complex {
  return BY_CODE[info.code].read(view, at)
}

/**
 * Reads the element at a byte position as a user gets it.
 * Throws `RangeError` for a 64-bit integer that a number can't hold exactly.
 */
export function readElement<D extends DTypeInfo>(info: D, storage: Storage, at: number): Scalar<D['name']> {
  checkAttached(storage, at)
  return safeScalar(BY_CODE[info.code].read(storage.dataView, at)) as Scalar<D['name']>
}

/** A bigint as a number where that is exact. */
export function safeScalar(value: number | bigint | boolean | Complex): number | boolean | Complex {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw rangeError(
    `item: expected an integer of at most 2^53 - 1 in magnitude, received ${value}; ` +
      'read it as a bigint by .tolist({ bigint: true }) or .data',
    'ERR_UNSAFE_INTEGER',
  )
}

function checkAttached(storage: Storage, at: number): void {
  if (at >= storage.bytes.length) {
    throw typeError(
      `array: expected its memory at byte ${at}, received a buffer of ${storage.bytes.length} bytes ` +
        '(was the ArrayBuffer transferred or detached?)',
      'ERR_DETACHED_BUFFER',
    )
  }
}

/**
 * Checks that a JavaScript value can become an element of the dtype and gives it in the form that `writeRaw` takes.
 * Integers must be in range, as NumPy 2 asks of Python integers; fractions are cut for integer dtypes; complex values
 * need a complex dtype.
 */
export function checkScalar(info: DTypeInfo, value: unknown, name = 'array'): number | bigint | Complex {
  if (typeof value === 'number') {
    if (LIMITS[info.code] === undefined) return value
    const whole = Math.trunc(value)
    if (fits(info, whole)) return whole
    if (!Number.isFinite(value)) {
      throw rangeError(`${name}: expected a finite number for ${info.name}, received ${value}`)
    }
  } else if (typeof value === 'bigint') {
    if (fits(info, value)) return value
  } else if (typeof value === 'boolean') {
    return value ? 1 : 0
  } else if (isComplexLike(value)) {
    if (info.kind === 'c' || info.kind === 'b') return new Complex(value.re, value.im)
    throw typeError(`${name}: expected a real number for ${info.name}, received a complex one`, 'ERR_CASTING')
  } else {
    throw typeError(`${name}: expected a number, bigint, boolean or complex, received ${describe(value)}`)
  }
  const [low, high] = LIMITS[info.code]!
  throw rangeError(`${name}: expected an integer between ${low} and ${high} for ${info.name}, received ${value}`)
}

/** Whether an integer dtype has a place for a number or bigint; other dtypes take any. */
export function fits(info: DTypeInfo, value: unknown): boolean {
  const limits = LIMITS[info.code]
  if (limits === undefined) return true
  if (typeof value === 'bigint') return value >= limits[0] && value <= limits[1]
  if (typeof value !== 'number') return true
  return value >= Number(limits[0]) && (info.itemsize === 8 ? value < Number(limits[1]) : value <= Number(limits[1]))
}

/** Writes a value that `checkScalar` passed. */
export function writeRaw(info: DTypeInfo, view: DataView, at: number, value: number | bigint | Complex): void {
  BY_CODE[info.code].write(view, at, value)
}

/** Writes a JavaScript value into the element at a byte position. */
export function writeElement(array: NDArray, at: number, value: unknown, name: string): void {
  const checked = checkScalar(array.info, value, name)
  checkAttached(array.storage, at)
  writeRaw(array.info, array.storage.dataView, at, checked)
}

/** Whether a value is a JavaScript stand-in for an element. */
export function isScalarLike(value: unknown): value is ScalarLike {
  const type = typeof value
  return type === 'number' || type === 'boolean' || type === 'bigint' || isComplexLike(value)
}
