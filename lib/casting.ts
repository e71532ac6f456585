/** Questions about dtypes: what casts to what, what a result's dtype is, what a dtype can hold. */
import { inspect } from 'node:util'
import { allowDevice, expectBoolean, expectCasting, keywords, listItems } from './core/arguments'
import { scalarInfo, toArray } from './core/array'
import { DTYPES, type DType, type DTypeInfo, type DTypeLike, dtypeInfo, type Kind, type ScalarLike } from './core/dtype'
import { isScalarLike } from './core/elements'
import { describe, rangeError, typeError } from './core/errors'
import { NDArray } from './core/ndarray'
import { type Casting, canCast, type Promote, promoteAll, promoteTypes } from './core/promotion'
import { weakInfo } from './core/ufunc'

function infoOf(name: string, value: unknown): DTypeInfo {
  if (value instanceof NDArray) return value.info
  if (ArrayBuffer.isView(value)) return toArray(value, name).info
  try {
    return dtypeInfo(value)
  } catch {
    throw typeError(`${name}: expected a dtype or an array, received ${describe(value)}`, 'ERR_DTYPE')
  }
}

/**
 * Whether a dtype (or an array's) may become another by a casting rule. Throws `TypeError` for JavaScript scalars, which
 * have no dtype of their own.
 * @example np.can_cast('int32', 'float64') // true
 */
export function can_cast(from_: DTypeLike | NDArray, to: DTypeLike, casting: Casting = 'safe'): boolean {
  if (isScalarLike(from_)) throw typeError(`can_cast: expected a dtype or an array, received ${describe(from_)}`)
  const rule = expectCasting('can_cast', casting, 'safe')
  return canCast(infoOf('can_cast', from_), infoOf('can_cast', to), rule)
}

/**
 * The smallest dtype that both cast to safely.
 * @example np.promote_types('int32', 'float32') // 'float64'
 */
export function promote_types<A extends DType, B extends DType>(
  type1: DTypeLike<A>,
  type2: DTypeLike<B>,
): Promote<A, B> {
  return promoteTypes(infoOf('promote_types', type1), infoOf('promote_types', type2)).name as Promote<A, B>
}

/**
 * The dtype that an operation on these arrays, dtypes and JavaScript scalars gives; scalars beside arrays or dtypes count
 * by their kind alone (NEP 50).
 * @example np.result_type('int8', 3) // 'int8'
 */
export function result_type(...arrays_and_dtypes: readonly (NDArray | DTypeLike | ScalarLike)[]): DType {
  if (arrays_and_dtypes.length === 0)
    throw rangeError('result_type: expected at least one array or dtype, received none')
  const scalars = arrays_and_dtypes.filter((one) => isScalarLike(one))
  const infos = arrays_and_dtypes.filter((one) => !isScalarLike(one)).map((one) => infoOf('result_type', one))
  let info = infos.length === 0 ? undefined : promoteAll(infos)
  for (const scalar of scalars) {
    const next: DTypeInfo = info === undefined ? scalarInfo(scalar) : weakInfo(scalar, info)
    info = info === undefined ? next : promoteTypes(info, next)
  }
  return info!.name
}

const UNSIGNED = ['uint8', 'uint16', 'uint32', 'uint64'] as const
const SIGNED = ['int8', 'int16', 'int32', 'int64'] as const

/**
 * The smallest dtype that holds a scalar's value; an array's own dtype if it has dimensions. Whole numbers count as integers.
 * @example np.min_scalar_type(260) // 'uint16'
 */
export function min_scalar_type(a: NDArray | ScalarLike): DType {
  let value: unknown = a
  if (!(a instanceof NDArray) && !isScalarLike(a)) {
    throw typeError(`min_scalar_type: expected an array or a scalar, received ${describe(a)}`)
  }
  if (a instanceof NDArray) {
    if (a._shape.length > 0) return a.dtype
    if (a.info.kind === 'i' || a.info.kind === 'u') value = a.tolist({ bigint: true })
    else if (a.info.kind !== 'b') value = { float: a.item(), kind: a.info.kind }
    else return 'bool'
  }
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return smallestFloat(value, 'f')
  if (typeof value === 'number' || typeof value === 'bigint') return smallestInteger(BigInt(value))
  if (isScalarLike(value)) return smallestComplex(value as { re: number; im: number })
  const { float, kind } = value as { float: number | { re: number; im: number }; kind: Kind }
  if (kind === 'c') return smallestComplex(float as { re: number; im: number })
  return smallestFloat(float as number, 'f')
}

function smallestInteger(value: bigint): DType {
  const names = value >= 0n ? UNSIGNED : SIGNED
  const found = names.find((name) => {
    const { min, max } = iinfo(name)
    return value >= BigInt(min) && value <= BigInt(max)
  })
  if (found === undefined)
    throw rangeError(`min_scalar_type: expected an integer of at most 64 bits, received ${value}`)
  return found
}

// NumPy's own bounds, a little inside the dtypes'.
function smallestFloat(value: number, kind: 'f' | 'c'): DType {
  const magnitude = Math.abs(value)
  const finite = Number.isFinite(value)
  if (kind === 'f' && (!finite || magnitude < 65000)) return 'float16'
  if (!finite || magnitude < 3.4e38) return kind === 'f' ? 'float32' : 'complex64'
  return kind === 'f' ? 'float64' : 'complex128'
}

const smallestComplex = ({ re, im }: { re: number; im: number }): DType =>
  smallestFloat(re, 'c') === 'complex128' ? 'complex128' : smallestFloat(im, 'c')

/** NumPy's abstract kinds of dtypes, by name. */
export type AbstractDType =
  | 'generic'
  | 'number'
  | 'integer'
  | 'signedinteger'
  | 'unsignedinteger'
  | 'inexact'
  | 'floating'
  | 'complexfloating'

const ABSTRACT: Readonly<Record<AbstractDType, string>> = {
  generic: 'biufc',
  number: 'iufc',
  integer: 'iu',
  signedinteger: 'i',
  unsignedinteger: 'u',
  inexact: 'fc',
  floating: 'f',
  complexfloating: 'c',
}

/**
 * Whether a dtype is another, or of an abstract kind such as `'floating'`.
 * @example np.issubdtype('float32', 'floating') // true
 */
export function issubdtype(arg1: DTypeLike | NDArray, arg2: DTypeLike | AbstractDType): boolean {
  const info = infoOf('issubdtype', arg1)
  if (typeof arg2 === 'string' && Object.hasOwn(ABSTRACT, arg2))
    return ABSTRACT[arg2 as AbstractDType].includes(info.kind)
  return infoOf('issubdtype', arg2) === info
}

/** The array API standard's kinds of dtypes. */
export type DTypeKind =
  | 'bool'
  | 'signed integer'
  | 'unsigned integer'
  | 'integral'
  | 'real floating'
  | 'complex floating'
  | 'numeric'

/** The kind letters of each kind. */
export const DTYPE_KINDS: Readonly<Record<DTypeKind, string>> = {
  bool: 'b',
  'signed integer': 'i',
  'unsigned integer': 'u',
  integral: 'iu',
  'real floating': 'f',
  'complex floating': 'c',
  numeric: 'iufc',
}

/**
 * Whether a dtype is of a kind, such as `'real floating'`, or is another dtype, or any of several.
 * @example np.isdtype('int8', ['signed integer', 'bool']) // true
 */
export function isdtype(dtype: DTypeLike, kind: DTypeKind | DTypeLike | readonly (DTypeKind | DTypeLike)[]): boolean {
  const info = infoOf('isdtype', dtype)
  const list: readonly unknown[] = Array.isArray(kind) ? listItems('isdtype', kind) : [kind]
  return list.some((one) => {
    if (typeof one === 'string' && Object.hasOwn(DTYPE_KINDS, one))
      return DTYPE_KINDS[one as DTypeKind].includes(info.kind)
    const other = DTYPES.find(
      (known) => known.name === one || (typeof one === 'object' && known.name === dtypeInfo(one).name),
    )
    if (other === undefined) {
      throw rangeError(
        `isdtype: expected a dtype or one of ${Object.keys(DTYPE_KINDS).join(', ')}, received ${describe(one)}`,
      )
    }
    return other === info
  })
}

/**
 * The floating dtype that arrays have in common; integers count as float64. Throws `TypeError` for booleans.
 * @example np.common_type(np.zeros(2, 'int32'), np.zeros(2, 'float32')) // 'float64'
 */
export function common_type(...arrays: readonly NDArray[]): DType {
  let info: DTypeInfo = dtypeInfo('float16')
  let complex = false
  for (const array of arrays) {
    const own = infoOf('common_type', array)
    if (own.kind === 'b') throw typeError('common_type: expected arrays of numbers, received bool', 'ERR_DTYPE')
    complex ||= own.kind === 'c'
    const real =
      own.kind === 'i' || own.kind === 'u'
        ? 'float64'
        : own.name.replace('complex128', 'float64').replace('complex64', 'float32')
    info = promoteTypes(info, dtypeInfo(real))
  }
  if (!complex) return info.name
  return info.name === 'float64' ? 'complex128' : 'complex64'
}

/** What a floating dtype can hold: NumPy's names. */
export class FloatInfo {
  readonly dtype: DType
  readonly bits: number
  /** The distance from 1 to the next larger number. */
  readonly eps: number
  /** The distance from 1 to the next smaller number. */
  readonly epsneg: number
  readonly iexp: number
  readonly machep: number
  readonly negep: number
  readonly max: number
  readonly min: number
  readonly maxexp: number
  readonly minexp: number
  readonly nexp: number
  readonly nmant: number
  /** Decimal digits that a number surely has. */
  readonly precision: number
  readonly resolution: number
  /** The smallest number of full precision. */
  readonly tiny: number
  readonly smallest_normal: number
  readonly smallest_subnormal: number

  /** @internal */
  constructor(dtype: DType, bits: number, nmant: number) {
    const nexp = bits - 1 - nmant
    this.dtype = dtype
    this.bits = bits
    this.nmant = nmant
    this.iexp = this.nexp = nexp
    this.maxexp = 2 ** (nexp - 1)
    this.minexp = 2 - this.maxexp
    this.machep = -nmant
    this.negep = -nmant - 1
    this.eps = 2 ** this.machep
    this.epsneg = 2 ** this.negep
    this.max = (2 - this.eps) * 2 ** (this.maxexp - 1)
    this.min = -this.max
    this.tiny = this.smallest_normal = 2 ** this.minexp
    this.smallest_subnormal = 2 ** (this.minexp - nmant)
    this.precision = Math.floor(nmant * Math.log10(2))
    this.resolution = Number(`1e-${this.precision}`)
    Object.freeze(this)
  }

  toString(): string {
    return `finfo(resolution=${this.resolution}, min=${this.min}, max=${this.max}, dtype=${this.dtype})`
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

const FLOATS: Readonly<Record<string, FloatInfo>> = {
  float16: new FloatInfo('float16', 16, 10),
  float32: new FloatInfo('float32', 32, 23),
  float64: new FloatInfo('float64', 64, 52),
}

/**
 * What a floating dtype can hold; a complex dtype's parts. Throws `TypeError` for other dtypes.
 * @example np.finfo('float32').eps // 1.1920928955078125e-7
 */
export function finfo(dtype: DTypeLike | NDArray | number): FloatInfo {
  const { name } = typeof dtype === 'number' ? dtypeInfo('float64') : infoOf('finfo', dtype)
  const info = FLOATS[name === 'complex64' ? 'float32' : name === 'complex128' ? 'float64' : name]
  if (info === undefined) throw typeError(`finfo: expected a floating dtype, received ${name}`, 'ERR_DTYPE')
  return info
}

/** What an integer dtype can hold: numbers, and bigints for 64 bits. */
export class IntegerInfo<T extends number | bigint = number | bigint> {
  readonly dtype: DType
  readonly bits: number
  readonly kind: 'i' | 'u'
  readonly min: T
  readonly max: T

  /** @internal */
  constructor(dtype: DType, bits: number, kind: 'i' | 'u') {
    const exact = (value: bigint): T => (bits === 64 ? value : Number(value)) as T
    this.dtype = dtype
    this.bits = bits
    this.kind = kind
    this.min = exact(kind === 'u' ? 0n : -(1n << BigInt(bits - 1)))
    this.max = exact((1n << BigInt(kind === 'u' ? bits : bits - 1)) - 1n)
    Object.freeze(this)
  }

  toString(): string {
    return `iinfo(min=${this.min}, max=${this.max}, dtype=${this.dtype})`
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

const INTEGERS: Readonly<Record<string, IntegerInfo>> = Object.fromEntries(
  DTYPES.filter(({ kind }) => kind === 'i' || kind === 'u').map(({ name, itemsize, kind }) => [
    name,
    new IntegerInfo(name, itemsize * 8, kind as 'i' | 'u'),
  ]),
)

/**
 * What an integer dtype can hold; the bounds of 64-bit ones are bigints. Throws `TypeError` for other dtypes.
 * @example np.iinfo('int16').max // 32767
 */
export function iinfo(type: DTypeLike<'int64' | 'uint64'>): IntegerInfo<bigint>
export function iinfo(type: DTypeLike<'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32'>): IntegerInfo<number>
export function iinfo(type: DTypeLike | NDArray): IntegerInfo
export function iinfo(type: DTypeLike | NDArray): IntegerInfo {
  const { name } = infoOf('iinfo', type)
  const info = INTEGERS[name]
  if (info === undefined) throw typeError(`iinfo: expected an integer dtype, received ${name}`, 'ERR_DTYPE')
  return info
}

// NumPy's type numbers, in the order of DTYPES.
const NUMBERS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 23, 11, 12, 14, 15]

/** A dtype described: NumPy's attributes. Functions that take a dtype take this too. */
export class DTypeObject<D extends DType = DType> {
  readonly name: D
  /** NumPy's character. */
  readonly char: string
  readonly kind: Kind
  readonly itemsize: number
  readonly alignment: number
  readonly num: number
  /** The array protocol's name: byte order, kind, bytes. */
  readonly str: string
  readonly byteorder: '=' | '|'

  /** @internal */
  constructor(info: DTypeInfo<D>) {
    this.name = info.name
    this.char = info.character
    this.kind = info.kind
    this.itemsize = info.itemsize
    this.alignment = info.kind === 'c' ? info.itemsize / 2 : info.itemsize
    this.num = NUMBERS[info.code]
    this.str = `${info.itemsize === 1 ? '|' : '<'}${info.kind}${info.itemsize}`
    this.byteorder = info.itemsize === 1 ? '|' : '='
    Object.freeze(this)
  }

  /** The name again, so that this object stands wherever an array's dtype does. */
  get dtype(): D {
    return this.name
  }

  toString(): string {
    return this.name
  }

  toJSON(): string {
    return this.name
  }

  [inspect.custom](): string {
    return `dtype('${this.name}')`
  }
}

const OBJECTS = DTYPES.map((info) => new DTypeObject(info))

/**
 * The dtype of a name, an alias, NumPy's character or an array, described.
 * @example np.dtype('f4').itemsize // 4
 */
export function dtype<D extends DType>(dtype: DTypeLike<D>): DTypeObject<D>
export function dtype(dtype: unknown): DTypeObject
export function dtype(dtype: unknown): DTypeObject {
  return OBJECTS[dtypeInfo(dtype).code]
}

/** Keyword arguments of `astype`. */
export interface AsTypeOptions {
  /** Whether to copy even where the dtype is the same. */
  readonly copy?: boolean
  /** Where the result should be: `'cpu'`, as there is no other place. */
  readonly device?: 'cpu' | null
}

/**
 * A copy of an array in another dtype. Throws `TypeError` for what is not an array.
 * @example np.astype(np.array([1.7, -2.2]), 'int32') // array([ 1, -2], dtype=int32)
 */
export function astype<D extends DType>(x: NDArray, dtype: DTypeLike<D>, options?: AsTypeOptions): NDArray<D> {
  if (!(x instanceof NDArray)) throw typeError(`astype: expected an array, received ${describe(x)}`)
  const { copy, device } = keywords('astype', ['copy', 'device'], options === undefined ? [] : [options])
  allowDevice('astype', device)
  return x.astype(dtype, { copy: expectBoolean('astype', 'copy', copy, true) })
}
