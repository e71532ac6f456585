import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { Complex } from '../../lib/core/complex'
import { type DType, dtypeInfo } from '../../lib/core/dtype'
import { halfToNumber } from '../../lib/core/elements'
import { isContiguous, NDArray, shapeSize, stridesC } from '../../lib/core/ndarray'
import { Storage } from '../../lib/core/storage'
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

describe('print options', () => {
  const thirds = of([1 / 3, 2 / 3, 1])

  it("are NumPy's by default", () => {
    expect(get_printoptions()).toEqual({
      precision: 8, threshold: 1000, edgeitems: 3, linewidth: 75, suppress: false, nanstr: 'nan', infstr: 'inf',
      formatter: null, sign: '-', floatmode: 'maxprec', override_repr: null,
    }) // biome-ignore format: a table
  })

  it('stay until changed again, all but the formatter', () => {
    set_printoptions(3, { formatter: { float: (x) => `~${x.toFixed(1)}` } })
    expect(array_str(thirds)).toBe('[~0.3 ~0.7 ~1.0]')
    set_printoptions({ precision: null })
    expect(array_str(thirds)).toBe('[0.333 0.667 1.   ]')
    get_printoptions().precision = 5
    expect(get_printoptions().precision).toBe(3)
  })

  it('hold inside a callback', async () => {
    const inside = printoptions({ precision: 2 }, (options) => `${options.precision} ${array_str(thirds)}`)
    expect(inside).toBe('2 [0.33 0.67 1.  ]')
    expect(get_printoptions().precision).toBe(8)
    await expect(() => printoptions({ precision: 2 }, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
    expect(() =>
      printoptions({ sign: '+' }, () => {
        throw new Error('mine')
      }),
    ).toThrow('mine')
    expect(get_printoptions().sign).toBe('-')
  })

  it('of two asynchronous callbacks do not mix', async () => {
    const print = (precision: number, ms: number) =>
      printoptions({ precision }, async () => {
        await new Promise((resolve) => setTimeout(resolve, ms))
        set_printoptions({ sign: '+' })
        await new Promise((resolve) => setTimeout(resolve, ms))
        return array_str(thirds)
      })
    expect(await Promise.all([print(1, 4), print(2, 2), print(3, 3)])).toEqual([
      '[+0.3 +0.7 +1. ]',
      '[+0.33 +0.67 +1.  ]',
      '[+0.333 +0.667 +1.   ]',
    ])
    expect(array_str(thirds)).toBe('[0.33333333 0.66666667 1.        ]')
  })

  it('hold to the end of a block with `using`', () => {
    const outer = printoptions({ precision: 2 })
    const inner = printoptions({ suppress: true })
    expect(inner.options).toMatchObject({ precision: 2, suppress: true })
    inner[Symbol.dispose]()
    expect(get_printoptions()).toMatchObject({ precision: 2, suppress: false })
    outer[Symbol.dispose]()
    outer[Symbol.dispose]()
    expect(get_printoptions().precision).toBe(8)
  })

  it('take a function for whole arrays', () => {
    const text = printoptions(
      { override_repr: (array) => `<${array.dtype}>` },
      () => array_repr(thirds) + array_str(thirds),
    )
    expect(text).toBe('<float64>[0.33333333 0.66666667 1.        ]')
  })

  it.each([
    [{ precision: 1.5 }, TypeError],
    [{ precision: -1 }, RangeError],
    [{ threshold: Number.NaN }, RangeError],
    [{ threshold: '10' }, TypeError],
    [{ edgeitems: -1 }, RangeError],
    [{ linewidth: null, sign: '*' }, RangeError],
    [{ floatmode: 'exact' }, RangeError],
    [{ nanstr: 3 }, TypeError],
    [{ formatter: { float: 'hash' } }, TypeError],
    [{ formatter: () => '' }, TypeError],
    [{ override_repr: 'x' }, TypeError],
    [{ precison: 3 }, TypeError],
  ])('refuse %o', (options, error) => {
    expect(() => set_printoptions(options as never)).toThrow(error)
    expect(() => printoptions(options as never, () => 0)).toThrow(error)
    expect(get_printoptions()).toMatchObject({ precision: 8, sign: '-' })
  })
})

describe('arguments', () => {
  const a = of([1, 2.5, -3])

  it('come by position as in NumPy, or by name', () => {
    expect(array2string(a, 8, 1, true, ';', '--')).toBe('[ 1. ;\n    2.5;\n   -3. ]')
    expect(array2string(a, { max_line_width: 8, precision: 1, separator: ';', prefix: '--' })).toBe(
      array2string(a, 8, 1, null, ';', '--'),
    )
    expect(array_repr(a, null, 0)).toBe('array([ 1.,  2., -3.])')
    expect(format_float_positional(2.5, 0)).toBe('2.')
    expect(format_float_positional(1234.5, 2, true, false)).toBe('1200.')
    expect(format_float_scientific(Math.PI, 3, { trim: '-' })).toBe('3.142e+00')
  })

  it('must be arrays', () => {
    expect(() => array_repr([1, 2] as never)).toThrow(TypeError)
    expect(() => array2string(a, { separater: ',' } as never)).toThrow(/separater/)
    expect(() => array2string(a, { separator: 1 } as never)).toThrow(TypeError)
    expect(() => array2string(a, { formatter: { all: () => 1 as never } })).toThrow(/formatter.all/)
  })

  it('of single numbers are checked', () => {
    expect(() => format_float_positional(1, { unique: false })).toThrow(TypeError)
    expect(() => format_float_positional(1, { precision: 0, fractional: false })).toThrow(RangeError)
    expect(() => format_float_positional(1, { precision: 2, min_digits: 3 })).toThrow(RangeError)
    expect(() => format_float_positional(1, { precision: -2 })).toThrow(RangeError)
    expect(() => format_float_scientific(1, { trim: 'x' as never })).toThrow(TypeError)
    expect(() => format_float_scientific('1' as never)).toThrow(TypeError)
    expect(() => format_float_scientific(a)).toThrow(RangeError)
    expect(() => base_repr(5, 37)).toThrow(RangeError)
    expect(() => base_repr(5.5)).toThrow(TypeError)
    expect(() => binary_repr(-3, 2)).toThrow(RangeError)
  })

  it('take numbers far from the point', () => {
    expect(format_float_positional(5e-324)).toBe(`0.${'0'.repeat(323)}5`)
    expect(format_float_positional(1.7976931348623157e308, { trim: '-' })).toBe(`17976931348623157${'0'.repeat(292)}`)
    expect(format_float_positional(1e23, { unique: false, precision: 0 })).toBe('99999999999999991611392.')
    expect(format_float_scientific(1e-300, { unique: false, precision: 200 })).toHaveLength(1 + 1 + 200 + 5)
  })
})

describe('in the console', () => {
  const a = of([1, 2, 3, 4], [2, 2])

  it('an array prints as NumPy prints it', () => {
    expect(inspectArray(a, 2)).toBe('array([[1., 2.],\n       [3., 4.]])')
    expect(inspectArray(a, -1)).toBe('[array float64 (2, 2)]')
    expect(arrayToString(a)).toBe('[[1. 2.]\n [3. 4.]]')
  })

  it('a detached array says so', () => {
    const b = of([1, 2])
    structuredClone(b.storage.buffer, { transfer: [b.storage.buffer as ArrayBuffer] })
    expect(inspectArray(b, 2)).toBe('array(<detached>, shape=(2,), dtype=float64)')
    expect(() => array_str(b)).toThrow(expect.objectContaining({ code: 'ERR_DETACHED_BUFFER' }))
  })

  it('complex numbers print as Python prints them', () => {
    expect(`${new Complex(1, 2)} ${new Complex(0, -1.5)} ${new Complex(-0, 0)}`).toBe('(1+2j) -1.5j (-0+0j)')
    expect(inspect(new Complex(1e16, 1e-5))).toBe('(1e+16+1e-05j)')
    expect(String(new Complex(Number.NaN, Number.NEGATIVE_INFINITY))).toBe('(nan-infj)')
  })

  it('a formatter gets 64-bit integers exactly', () => {
    const big = make({
      dtype: 'int64',
      shape: [2],
      data: Buffer.from(BigInt64Array.of(2n ** 62n, 5n).buffer).toString('base64'),
    })
    expect(array2string(big, { formatter: { int: (x) => typeof x } })).toBe('[bigint number]')
  })
})

describe('digits', () => {
  const bits = { 16: BINARY16, 32: BINARY32, 64: BINARY64 }
  const cutoff: fc.Arbitrary<Cutoff> = fc.record({
    unique: fc.constant(true),
    counts: fc.constantFrom('fraction', 'total'),
    max: fc.integer({ min: -1, max: 25 }).map((n) => (n === 0 ? -1 : n)),
    min: fc.integer({ min: -1, max: 25 }),
  })
  const padded = (digits: string) => digits.replace(/(?<=.)0+$/, '')

  // Trailing zeros may differ where a minimum asks for more digits than the number has: both are padded after.
  const same = (value: number, size: 16 | 32 | 64, how: Cutoff) => {
    const fast = floatDigits(value, bits[size], how)
    const exact = dragon4(value, bits[size], how)
    expect({ ...fast, digits: padded(fast.digits) }).toEqual({ ...exact, digits: padded(exact.digits) })
    if (how.min < 0) expect(fast).toEqual(exact)
  }

  it("are the exact algorithm's: every float16", () => {
    for (let half = 1; half < 0x7c00; half += 3)
      same(halfToNumber(half), 16, { unique: true, counts: 'total', max: -1, min: -1 })
  })

  it.each([
    ['float16', 16, fc.integer({ min: 1, max: 0x7bff }).map(halfToNumber)],
    ['float32', 32, fc.float({ min: 2 ** -149, noNaN: true, noDefaultInfinity: true })],
    ['float64', 64, fc.double({ min: 5e-324, noNaN: true, noDefaultInfinity: true })],
    ['float64 decimals', 64, fc.integer({ min: 1, max: 10 ** 9 }).map((n) => n / 1000)],
    ['float64 powers of two', 64, fc.integer({ min: -1074, max: 1023 }).map((n) => 2 ** n)],
    ['float32 powers of two', 32, fc.integer({ min: -149, max: 127 }).map((n) => 2 ** n)],
    [
      'ties',
      64,
      fc.tuple(fc.integer({ min: 1, max: 2 ** 20 }), fc.integer({ min: 0, max: 20 })).map(([n, e]) => n / 2 ** e),
    ],
  ] as const)("are the exact algorithm's: %s", (_name, size, values) => {
    fc.assert(
      fc.property(values, cutoff, (value, how) => same(value, size, how)),
      { numRuns: 3000 },
    )
  })
})
