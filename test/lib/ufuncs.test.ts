// Every ufunc against NumPy's golden values (scripts/oracle/ufuncs.py): a row without a golden case fails.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { type DTypeInfo, dtypeOfCharacter } from '../../lib/core/dtype'
import { type NDArray, newArray, view } from '../../lib/core/ndarray'
import { addon } from '../../lib/native'
import { firstDifference } from './ulp'

interface Case {
  readonly types: string
  readonly operands: readonly string[]
  readonly count: number
  readonly results: readonly number[]
}

interface Golden {
  readonly dtypes: string
  readonly names: Record<string, string>
  readonly operands: Record<string, { dtype: string; offset: number; count: number }>
  readonly ufuncs: Record<string, { resolution: string; cases: readonly Case[] }>
  readonly mixed: Record<
    string,
    readonly { dtypes: string; result: string; operands: number[]; count: number; results: number }[]
  >
}

const folder = join(__dirname, '../oracle')
const golden = JSON.parse(readFileSync(join(folder, 'ufuncs.json'), 'utf8')) as Golden
const blob = readFileSync(join(folder, 'ufuncs.bin'))

type Call = (...args: unknown[]) => unknown
const functions = np as unknown as Record<string, Call>

// Largest error in ulp of real functions that are not correctly rounded; of complex ones relative to the modulus.
const ULP: Record<string, number> = {
  exp: 1, log: 1, sin: 1, cos: 1, tanh: 1, power: 1, float_power: 1,
  exp2: 4, expm1: 4, log2: 4, log10: 4, log1p: 4, tan: 4, arcsin: 4, arccos: 4, arctan: 4, sinh: 4, cosh: 4,
  arcsinh: 4, arccosh: 4, arctanh: 4, cbrt: 4, arctan2: 4, logaddexp: 4, logaddexp2: 4, hypot: 4,
} // biome-ignore format: a table
// Where terms cancel, the error is as large as the terms are: ulp of at least this number.
const LEAST_SCALE: Record<string, number> = { logaddexp: 1, logaddexp2: 1 }
const COMPLEX_ULP = 16
// Float32 has no strict rows: NumPy's own differ by up to 4.
const SINGLE_ULP = 4
// Which zero a maximum of 0 and -0 is, NumPy leaves to the instruction.
const EITHER_ZERO = new Set(['maximum', 'minimum', 'fmax', 'fmin'])

function arrayOf(info: DTypeInfo, offset: number, count: number): NDArray {
  const array = newArray(info, [count], count, false)
  blob.copy(array.storage.bytes, array.offset, offset, offset + count * info.itemsize)
  return array
}

function bytesOf(array: NDArray): Uint8Array {
  expect(array.contiguous).toBe(true)
  return array.storage.bytes.slice(array.offset, array.offset + array.size * array.info.itemsize)
}

function results(value: unknown): NDArray[] {
  return (Array.isArray(value) ? value : [value]) as NDArray[]
}

function operandsOf(one: Case): NDArray[] {
  return one.operands.map((key) => {
    const { dtype, offset } = golden.operands[key]
    return arrayOf(dtypeOfCharacter(dtype), offset, one.count)
  })
}

function tolerance(name: string, info: DTypeInfo, types = ''): number {
  if (types === 'F->f' || types === 'D->d') return 1 // a modulus: NumPy's own is not correctly rounded
  if (info.kind === 'c' && POWERS_ELSEWHERE.includes(name)) return 2 ** 8
  if (info.kind === 'c') return COMPLEX_EXACT.has(name) ? 0 : COMPLEX_ULP
  if (info.kind !== 'f' || ULP[name] === undefined) return 0
  return info.name === 'float64' ? ULP[name] : info.name === 'float32' ? SINGLE_ULP : 1
}

const COMPLEX_EXACT = new Set([
  'add',
  'subtract',
  'negative',
  'positive',
  'conjugate',
  'rint',
  'maximum',
  'minimum',
  'fmax',
  'fmin',
])

// The values are x86's. A complex power is exp(y log(x)), which magnifies the rounding of the product (up to 709 times), and Arm
// fuses that. For an infinite exponent it is exp(-inf + i NaN): its zeros have the sign of that NaN, which x86 sets and Arm does not.
const POWERS_ELSEWHERE = process.arch === 'x64' ? [] : ['power', 'float_power']
for (const name of POWERS_ELSEWHERE) EITHER_ZERO.add(name)

/** Rows behind functions that are no ufuncs; the sweep compares their values. */
const BEHIND = ['where', 'clip', 'nan_to_num', 'isclose', 'isclose_nan', 'round_fractions', 'round_multiples', 'i0']

const elementwise = addon.ops.filter((op) => op.signature === '' && op.name !== 'copy')
const ufuncNames = Object.keys(golden.ufuncs)

describe('the table', () => {
  it('has a row and an export for every name of NumPy', () => {
    const rows = new Set(elementwise.map((op) => op.name))
    expect(ufuncNames.filter((name) => !rows.has(name))).toEqual([])
    for (const [alias, name] of Object.entries(golden.names)) {
      expect(functions[alias], alias).toBe(functions[name])
      expect(functions[alias].name).toBe(name)
    }
  })

  it("has NumPy's values for every row that is a ufunc", () => {
    const known = new Set([...ufuncNames, ...BEHIND])
    expect(elementwise.map((op) => op.name).filter((name) => !known.has(name))).toEqual([])
  })

  it.each(ufuncNames)("%s has NumPy's loops in NumPy's order", (name) => {
    const typed = elementwise.find((op) => op.name === name)!.loops.filter((types) => types.includes('->'))
    const expected = golden.ufuncs[name].cases.map((one) => one.types)
    expect(typed.filter((types) => expected.includes(types))).toEqual(expected)
    // Integer division has its own loops where NumPy casts to float64 first.
    if (name !== 'divide') expect(typed).toHaveLength(expected.length)
  })

  it.each(ufuncNames)("%s resolves every combination of dtypes as NumPy's", (name) => {
    const { resolution } = golden.ufuncs[name]
    const nin = elementwise.find((op) => op.name === name)!.nin
    const ones = [...golden.dtypes].map((character) => {
      const one = newArray(dtypeOfCharacter(character), [1], 1, true)
      return functions.ones_like(one) as NDArray
    })
    const combinations = nin === 1 ? ones.map((a) => [a]) : ones.flatMap((a) => ones.map((b) => [a, b]))
    const found = combinations.map((operands) => {
      try {
        return results(functions[name](...operands))
          .map((array) => array.info.character)
          .join('')
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
        return ''
      }
    })
    expect(found.join(',')).toBe(resolution)
  })
})

const cases = ufuncNames.flatMap((name) => golden.ufuncs[name].cases.map((one) => [name, one.types, one] as const))

describe("NumPy's values", () => {
  it.each(cases)('%s %s', (name, _types, one) => {
    const operands = operandsOf(one)
    const found = results(functions[name](...operands))
    for (const [i, offset] of one.results.entries()) {
      const { info } = found[i]
      const expected = blob.subarray(offset, offset + one.count * info.itemsize)
      const difference = firstDifference(
        bytesOf(found[i]),
        expected,
        info,
        tolerance(name, info, one.types),
        EITHER_ZERO.has(name),
        LEAST_SCALE[name],
      )
      if (difference !== undefined) {
        const at = operands.map((operand) => String(operand.get(`${difference.index}:${difference.index + 1}`)))
        expect.fail(
          `${name}(${at.join(', ')}) gave ${difference.found}, NumPy ${difference.expected}${difference.error}`,
        )
      }
    }
  })

  const mixed = Object.entries(golden.mixed).flatMap(([name, list]) =>
    list.map((one) => [name, one.dtypes, one] as const),
  )
  it.each(mixed)('%s of %s', (name, dtypes, one) => {
    const operands = [...dtypes].map((character, i) => arrayOf(dtypeOfCharacter(character), one.operands[i], one.count))
    const [found] = results(functions[name](...operands))
    expect(found.info.character).toBe(one.result)
    const expected = blob.subarray(one.results, one.results + one.count * found.info.itemsize)
    const allowed = tolerance(name, found.info) * (found.info.kind === 'f' ? 4 : 1)
    expect(firstDifference(bytesOf(found), expected, found.info, allowed, EITHER_ZERO.has(name))).toBeUndefined()
  })
})

// The same elements in other places: [first, step] of each operand in a buffer of three times the length.
const LAYOUTS: Record<string, [number, number]> = { strided: [0, 2], reversed: [-1, -1], 'reversed strided': [-1, -3] }

function placed(array: NDArray, [first, step]: [number, number]): NDArray {
  const width = Math.abs(step)
  const memory = newArray(array.info, [array.size * width], array.size * width, true)
  const { itemsize } = array.info
  const start = first < 0 ? array.size * width - 1 : 0
  const moved = view(memory, [array.size], [step * itemsize], memory.offset + start * itemsize)
  moved.set('...', array)
  return moved
}

describe('layouts', () => {
  it.each(cases)('%s %s', (name, _types, one) => {
    const operands = operandsOf(one)
    const contiguous = results(functions[name](...operands))
    const reference = contiguous.map(bytesOf)
    const infos = contiguous.map((array) => array.info)
    for (const [layout, place] of Object.entries(LAYOUTS)) {
      const moved = operands.map((operand) => placed(operand, place))
      const found = results(functions[name](...moved)).map((array) => bytesOf(functions.array(array) as NDArray))
      for (const [i, bytes] of found.entries())
        expect(firstDifference(bytes, reference[i], infos[i], 0, false), layout).toBeUndefined()
    }
    if (operands.length !== 2) return
    for (const scalar of [0, 1]) {
      for (const at of [0, 5, one.count - 1]) {
        const single = operands[scalar].get(`${at}:${at + 1}`) as NDArray
        const spread = functions.array(functions.broadcast_to(single, [one.count])) as NDArray
        const mixed = operands.map((operand, i) => (i === scalar ? single : operand))
        const repeated = operands.map((operand, i) => (i === scalar ? spread : operand))
        const [found, expected] = [mixed, repeated].map((args) => results(functions[name](...args)).map(bytesOf))
        for (const [i, bytes] of found.entries()) {
          expect(firstDifference(bytes, expected[i], infos[i], 0, false), `scalar ${scalar}`).toBeUndefined()
        }
      }
    }
  })
})

describe('at with a mask of no dimensions', () => {
  it('takes the whole array or nothing', () => {
    const a = np.ones([3, 2])
    np.divide.at(a, np.array(true), 2)
    np.divide.at(a, np.array(false), 2)
    expect(a.tolist()).toEqual(np.full([3, 2], 0.5).tolist())
  })
})
