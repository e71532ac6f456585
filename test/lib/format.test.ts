import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Complex } from '../../lib/complex'
import { type DType, dtypeInfo } from '../../lib/dtype'
import {
  array_repr,
  array_str,
  array2string,
  arrayToString,
  base_repr,
  binary_repr,
  format_float_positional,
  format_float_scientific,
  get_printoptions,
  inspectArray,
  printoptions,
  set_printoptions,
} from '../../lib/format'
import { floatDigits } from '../../lib/format/digits'
import { BINARY16, BINARY32, BINARY64, type Cutoff, dragon4 } from '../../lib/format/dragon4'
import { isContiguous, NDArray, shapeSize, stridesC } from '../../lib/ndarray'
import { Storage } from '../../lib/storage'

// What NumPy printed, written by scripts/oracle/printing.py.

interface GoldenArray {
  dtype: DType
  shape: number[]
  data?: string
  arange?: number
  zeros?: number
  strides?: number[]
  offset?: number
}

type Given = { [option: string]: unknown }

interface Golden {
  arrays: GoldenArray[]
  options: [globally: Given, call: Given][]
  cases: [array: number, options: number, name: 'repr' | 'str' | 'array2string', text: string][]
  numbers: [dtype: DType, data: string, name: 'positional' | 'scientific' | 'str', options: Given, texts: string[]][]
  bases: [kind: 'base' | 'binary', number: string, base: number | null, padding: number, text: string | null][]
}

const golden: Golden = JSON.parse(readFileSync(join(__dirname, '../oracle/printing.json'), 'utf8'))

const FORMATTERS: { [name: string]: (value: never) => string } = {
  hash: () => '#',
  int: (x: number | bigint) => `<${x}>`,
  fixed2: (x: number) => x.toFixed(2),
  flag: (x: boolean) => (x ? 'T' : 'F'),
  parts: (x: Complex) => `${x.re.toFixed(1)}|${x.im.toFixed(1)}`,
  block: () => 'ab\nc',
  wide: () => '\u{1d7d8}\u00e9',
}

const FILL: { [dtype in DType]?: (size: number) => ArrayBufferView } = {
  int16: (size) => Int16Array.from({ length: size }, (_, i) => i),
  int32: (size) => Int32Array.from({ length: size }, (_, i) => i),
  uint16: (size) => Uint16Array.from({ length: size }, (_, i) => i),
  int64: (size) => BigInt64Array.from({ length: size }, (_, i) => BigInt(i)),
  float32: (size) => Float32Array.from({ length: size }, (_, i) => i),
  float64: (size) => Float64Array.from({ length: size }, (_, i) => i),
  complex128: (size) => Float64Array.from({ length: 2 * size }, (_, i) => (i % 2 === 0 ? i / 2 : 0)),
}

function memory({ dtype, data, arange, zeros }: GoldenArray): ArrayBufferLike {
  if (data !== undefined) return new Uint8Array(Buffer.from(data, 'base64')).buffer
  return arange === undefined ? new ArrayBuffer(zeros!) : FILL[dtype]!(arange).buffer
}

function make(golden: GoldenArray): NDArray {
  const info = dtypeInfo<DType>(golden.dtype)
  const size = shapeSize(golden.shape)
  const strides = golden.strides ?? stridesC(golden.shape, info.itemsize)
  const contiguous = isContiguous(golden.shape, strides, size, info.itemsize)
  const storage = new Storage(memory(golden))
  return new NDArray(storage, info, golden.shape, strides, golden.offset ?? 0, size, contiguous, undefined, true)
}

function make1d(dtype: DType, data: string): NDArray[] {
  const { itemsize } = dtypeInfo<DType>(dtype)
  const bytes = Buffer.from(data, 'base64')
  return Array.from({ length: bytes.length / itemsize }, (_, i) =>
    make({ dtype, shape: [], data: bytes.subarray(i * itemsize, (i + 1) * itemsize).toString('base64') }),
  )
}

const of = (values: number[], shape = [values.length]): NDArray =>
  make({ dtype: 'float64', shape, data: Buffer.from(Float64Array.from(values).buffer).toString('base64') })

function withFunctions(given: Given): Given {
  if (given.formatter === undefined) return given
  const named = Object.entries(given.formatter as { [kind: string]: string })
  return { ...given, formatter: Object.fromEntries(named.map(([kind, name]) => [kind, FORMATTERS[name]])) }
}

const FUNCTIONS = { repr: array_repr, str: array_str, array2string } as const

/** Mismatches, at most a few, so that a failure stays readable. */
function mismatches<T>(rows: readonly T[], check: (row: T) => [received: unknown, expected: unknown]): string[] {
  const wrong: string[] = []
  for (const row of rows) {
    const [received, expected] = check(row)
    if (received !== expected) wrong.push(`${JSON.stringify(row)}\nreceived ${received}\nexpected ${expected}`)
  }
  return wrong.length > 5 ? [`${wrong.length} of ${rows.length} differ`, ...wrong.slice(0, 5)] : wrong
}

afterEach(() => {
  set_printoptions({
    precision: 8, threshold: 1000, edgeitems: 3, linewidth: 75, suppress: false, nanstr: 'nan', infstr: 'inf', sign: '-',
    floatmode: 'maxprec',
  }) // biome-ignore format: a table
})

describe('the same text as NumPy', () => {
  const arrays = golden.arrays.map(make)

  it.each(['repr', 'str', 'array2string'] as const)('%s', (name) => {
    const rows = golden.cases.filter((row) => row[2] === name)
    expect(rows.length).toBeGreaterThan(500)
    const wrong = mismatches(rows, ([array, options, , text]) => {
      const [globally, call] = golden.options[options].map(withFunctions)
      return [printoptions(globally, () => FUNCTIONS[name](arrays[array], call)), text]
    })
    expect(wrong).toEqual([])
  })

  it.each(['positional', 'scientific'] as const)('format_float_%s', (name) => {
    const format = name === 'positional' ? format_float_positional : format_float_scientific
    const rows = golden.numbers.filter((row) => row[2] === name)
    expect(rows.length).toBeGreaterThan(100)
    const wrong = mismatches(rows, ([dtype, data, , options, texts]) => {
      const received = make1d(dtype, data)
        .slice(0, texts.length)
        .map((x) => format(x, options))
      return [received.join('\n'), texts.join('\n')]
    })
    expect(wrong).toEqual([])
  })

  it('str of scalars', () => {
    const rows = golden.numbers.filter((row) => row[2] === 'str')
    const wrong = mismatches(rows, ([dtype, data, , , texts]) => {
      return [make1d(dtype, data).map(arrayToString).join('\n'), texts.join('\n')]
    })
    expect(wrong).toEqual([])
  })

  it('base_repr and binary_repr', () => {
    const wrong = mismatches(golden.bases, ([kind, digits, base, padding, text]) => {
      const number = BigInt(digits)
      if (kind === 'base') return [base_repr(number, base!, padding), text]
      if (text !== null) return [binary_repr(number, base), text]
      expect(() => binary_repr(number, base)).toThrow(RangeError)
      return [null, null]
    })
    expect(wrong).toEqual([])
  })
})
