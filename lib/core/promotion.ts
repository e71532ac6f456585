/**
 * NumPy 2's promotion (NEP 50) as one grid, read by the run time and by the TypeScript types alike.
 */
import { DTYPES, type DType, type DTypeInfo, dtypeInfo, type Kind } from './dtype'

// Row with column, in the order of the header. b1 = bool, then kind and bytes.
const GRID = {
  //           b1  i1  u1  i2  u2  i4  u4  i8  u8  f2  f4  f8  c8  c16
  bool:       'b1  i1  u1  i2  u2  i4  u4  i8  u8  f2  f4  f8  c8  c16',
  int8:       'i1  i1  i2  i2  i4  i4  i8  i8  f8  f2  f4  f8  c8  c16',
  uint8:      'u1  i2  u1  i2  u2  i4  u4  i8  u8  f2  f4  f8  c8  c16',
  int16:      'i2  i2  i2  i2  i4  i4  i8  i8  f8  f4  f4  f8  c8  c16',
  uint16:     'u2  i4  u2  i4  u2  i4  u4  i8  u8  f4  f4  f8  c8  c16',
  int32:      'i4  i4  i4  i4  i4  i4  i8  i8  f8  f8  f8  f8  c16 c16',
  uint32:     'u4  i8  u4  i8  u4  i8  u4  i8  u8  f8  f8  f8  c16 c16',
  int64:      'i8  i8  i8  i8  i8  i8  i8  i8  f8  f8  f8  f8  c16 c16',
  uint64:     'u8  f8  u8  f8  u8  f8  u8  f8  u8  f8  f8  f8  c16 c16',
  float16:    'f2  f2  f2  f4  f4  f8  f8  f8  f8  f2  f4  f8  c8  c16',
  float32:    'f4  f4  f4  f4  f4  f8  f8  f8  f8  f4  f4  f8  c8  c16',
  float64:    'f8  f8  f8  f8  f8  f8  f8  f8  f8  f8  f8  f8  c16 c16',
  complex64:  'c8  c8  c8  c8  c8  c16 c16 c16 c16 c8  c8  c16 c8  c16',
  complex128: 'c16 c16 c16 c16 c16 c16 c16 c16 c16 c16 c16 c16 c16 c16',
} as const // biome-ignore format: a grid

interface Short {
  b1: 'bool'
  i1: 'int8'
  u1: 'uint8'
  i2: 'int16'
  u2: 'uint16'
  i4: 'int32'
  u4: 'uint32'
  i8: 'int64'
  u8: 'uint64'
  f2: 'float16'
  f4: 'float32'
  f8: 'float64'
  c8: 'complex64'
  c16: 'complex128'
}

type Split<S extends string> = S extends `${infer Head} ${infer Tail}`
  ? Head extends ''
    ? Split<Tail>
    : [Head, ...Split<Tail>]
  : S extends ''
    ? []
    : [S]

type Column = {
  bool: 0
  int8: 1
  uint8: 2
  int16: 3
  uint16: 4
  int32: 5
  uint32: 6
  int64: 7
  uint64: 8
  float16: 9
  float32: 10
  float64: 11
  complex64: 12
  complex128: 13
}

type ShortAt<Cells, C extends number> = Cells extends readonly string[] ? Short[Cells[C] & keyof Short] : never

/** The grid as a type: `PromotionTable['int32']['float32']` is `'float64'`. */
export type PromotionTable = {
  [A in DType]: { [B in DType]: ShortAt<Split<(typeof GRID)[A]>, Column[B]> }
}

/** The dtype of a result of operands of dtypes A and B. */
export type Promote<A extends DType, B extends DType> = PromotionTable[A][B]

const TABLE: readonly (readonly DTypeInfo[])[] = DTYPES.map((row) =>
  GRID[row.name].split(/ +/).map((short) => dtypeInfo(short)),
)

/** The smallest dtype that both cast to safely. */
export function promoteTypes(a: DTypeInfo, b: DTypeInfo): DTypeInfo {
  return TABLE[a.code][b.code]
}

/** NumPy's casting rules, from the strictest on. */
export type Casting = 'no' | 'equiv' | 'safe' | 'same_kind' | 'unsafe'

const KIND_ORDER: Record<Kind, number> = { b: 0, u: 1, i: 2, f: 3, c: 4 }

/**
 * The dtype of many operands: each meets the first of the highest kind before they meet each other, so that integers
 * which have no common integer type do not widen a float that holds them all.
 */
export function promoteAll(infos: readonly DTypeInfo[]): DTypeInfo {
  const rank = ({ kind }: DTypeInfo): number => (kind === 'u' ? KIND_ORDER.i : KIND_ORDER[kind])
  let main = infos[0]
  for (const info of infos) if (rank(info) > rank(main)) main = info
  return infos.reduce((result, info) => promoteTypes(result, promoteTypes(main, info)), main)
}

/** Whether `from` may become `to` under the rule. */
export function canCast(from: DTypeInfo, to: DTypeInfo, casting: Casting = 'safe'): boolean {
  switch (casting) {
    case 'no':
    case 'equiv':
      return from === to
    case 'safe':
      return TABLE[from.code][to.code] === to
    case 'same_kind':
      return TABLE[from.code][to.code] === to || KIND_ORDER[from.kind] <= KIND_ORDER[to.kind]
    case 'unsafe':
      return true
  }
}
