/**
 * The dtypes: one table that the run time, the native layer (checked at load) and the TypeScript types read.
 */
import type { Complex } from './complex'
import { describe, typeError } from './errors'

/** Kind letters as NumPy's: boolean, signed, unsigned, floating, complex. */
export type Kind = 'b' | 'i' | 'u' | 'f' | 'c'

// name, NumPy's character, kind, bytes. The order is the native layer's (binding/dtype.h).
const ROWS = [
  ['bool', '?', 'b', 1],
  ['int8', 'b', 'i', 1],
  ['uint8', 'B', 'u', 1],
  ['int16', 'h', 'i', 2],
  ['uint16', 'H', 'u', 2],
  ['int32', 'i', 'i', 4],
  ['uint32', 'I', 'u', 4],
  ['int64', 'l', 'i', 8],
  ['uint64', 'L', 'u', 8],
  ['float16', 'e', 'f', 2],
  ['float32', 'f', 'f', 4],
  ['float64', 'd', 'f', 8],
  ['complex64', 'F', 'c', 8],
  ['complex128', 'D', 'c', 16],
] as const

/** The name of a dtype, as NumPy's. */
export type DType = (typeof ROWS)[number][0]

export interface DTypeInfo<D extends DType = DType> {
  readonly name: D
  /** Index in the table; the native layer's enum value. */
  readonly code: number
  readonly character: string
  readonly kind: Kind
  readonly itemsize: number
}

/** All dtypes in the native layer's order. */
export const DTYPES: readonly DTypeInfo[] = ROWS.map(([name, character, kind, itemsize], code) =>
  Object.freeze({ name, code, character, kind, itemsize }),
)

const BY_NAME = new Map<string, DTypeInfo>(DTYPES.map((info) => [info.name, info]))
const BY_CHARACTER = new Map<string, DTypeInfo>(DTYPES.map((info) => [info.character, info]))

/** NumPy's other spellings that people know. */
const ALIASES: Readonly<Record<string, DType>> = {
  bool_: 'bool', boolean: 'bool', int: 'int64', intp: 'int64', int_: 'int64', uint: 'uint64', uintp: 'uint64',
  byte: 'int8', ubyte: 'uint8', short: 'int16', ushort: 'uint16', intc: 'int32', uintc: 'uint32', long: 'int64',
  ulong: 'uint64', longlong: 'int64', ulonglong: 'uint64', half: 'float16', single: 'float32', float: 'float64',
  double: 'float64', csingle: 'complex64', complex: 'complex128', cdouble: 'complex128',
  b1: 'bool', i1: 'int8', u1: 'uint8', i2: 'int16', u2: 'uint16', i4: 'int32', u4: 'uint32', i8: 'int64', u8: 'uint64',
  f2: 'float16', f4: 'float32', f8: 'float64', c8: 'complex64', c16: 'complex128',
  q: 'int64', Q: 'uint64', p: 'int64', P: 'uint64', n: 'int64', N: 'uint64',
} // biome-ignore format: a table

for (const [alias, name] of Object.entries(ALIASES)) BY_NAME.set(alias, BY_NAME.get(name)!)

// A short name may say how its bytes lie in memory first: little-endian, as the machine has them, or one alone.
function named(name: string): DTypeInfo | undefined {
  const short = /^[<>=|](\w|[a-z]\d+|\?)$/.exec(name)?.[1]
  if (short === undefined) return BY_NAME.get(name) ?? BY_CHARACTER.get(name)
  const info = BY_NAME.get(short) ?? BY_CHARACTER.get(short)
  return name[0] === '>' && info?.itemsize !== 1 ? undefined : info
}

/** A dtype as an argument: its name, NumPy's character or alias, or anything that has a `dtype`. */
export type DTypeLike<D extends DType = DType> = D | { readonly dtype: D }

/** Looks a dtype up. Throws `TypeError` for what names none. */
export function dtypeInfo<D extends DType>(like: DTypeLike<D>): DTypeInfo<D>
export function dtypeInfo(like: unknown): DTypeInfo
export function dtypeInfo(like: unknown): DTypeInfo {
  const name =
    typeof like === 'object' && like !== null
      ? ((like as { dtype?: unknown }).dtype ?? (like as { name?: unknown }).name)
      : like
  if (typeof name === 'string') {
    const info = BY_NAME.get(name) ?? named(name)
    if (info !== undefined) return info
  }
  throw typeError(
    `dtype: expected one of ${DTYPES.map((info) => info.name).join(', ')}, received ${describe(like)}`,
    'ERR_DTYPE',
  )
}

/** The dtypes that the code itself speaks of. */
export const BOOL = dtypeInfo('bool')
export const UINT8 = dtypeInfo('uint8')
export const INT32 = dtypeInfo('int32')
export const INT64 = dtypeInfo('int64')
export const UINT64 = dtypeInfo('uint64')
export const FLOAT16 = dtypeInfo('float16')
export const FLOAT32 = dtypeInfo('float32')
export const FLOAT64 = dtypeInfo('float64')
export const COMPLEX64 = dtypeInfo('complex64')
export const COMPLEX128 = dtypeInfo('complex128')

/** The dtype of NumPy's type character (loop signatures). */
export function dtypeOfCharacter(character: string): DTypeInfo {
  return BY_CHARACTER.get(character)!
}

/** What elements of each dtype are in JavaScript. */
export interface ScalarTypes {
  bool: boolean
  int8: number
  uint8: number
  int16: number
  uint16: number
  int32: number
  uint32: number
  int64: number
  uint64: number
  float16: number
  float32: number
  float64: number
  complex64: Complex
  complex128: Complex
}

/** The element as JavaScript gives it. 64-bit integers come as numbers where they are safe. */
export type Scalar<D extends DType = DType> = ScalarTypes[D]

/** What a JavaScript value may stand for an element. */
export type ScalarLike = number | bigint | boolean | { readonly re: number; readonly im: number }

export type BoolDType = 'bool'
export type IntegerDType = 'int8' | 'uint8' | 'int16' | 'uint16' | 'int32' | 'uint32' | 'int64' | 'uint64'
export type FloatDType = 'float16' | 'float32' | 'float64'
export type ComplexDType = 'complex64' | 'complex128'
