// Every reduction against NumPy's golden values (scripts/oracle/reductions.py), in every layout.
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import type { DType, DTypeInfo } from '../../lib/core/dtype'
import { NDArray } from '../../lib/core/ndarray'
import { expectFailure, failureOf } from '../failures'
import {
  decode,
  type Encoded,
  epsilon,
  expectValues,
  numbers,
  readOracle,
  type Tolerance,
  type Values,
  valuesOf,
} from '../golden'
import { LAYOUTS, layoutsOf } from '../layouts'

type Option = number | boolean | string | null | number[] | { array: number } | { out: DType }

type Case = [name: string, array: number, options: Record<string, Option>, result: number | string]

const oracle = readOracle<{ values: Encoded[]; cases: Case[] }>('reductions')
const values = oracle.values.map(decode)

type Call = (...args: unknown[]) => unknown

// Results that are rounded; the others must be the same to the bit.
const ROUNDED = /sum|prod|mean|var|std|average|add|multiply|subtract|hypot|logaddexp|arctan2|quantile|percentile|median/

function functionOf(name: string): Call {
  const [first, second] = name.split('.')
  const found = (np as unknown as Record<string, Record<string, Call> & Call>)[first]
  return second === undefined ? found : (...args) => found[second](...args)
}

const isArray = (option: Option): option is { array: number } =>
  typeof option === 'object' && option !== null && 'array' in option
const isOut = (option: Option): option is { out: DType } =>
  typeof option === 'object' && option !== null && 'out' in option

/** Makes the call of a case; `q` and `indices` go by position. */
function callOf([name, , options, result]: Case, array: NDArray): unknown {
  const given: Record<string, unknown> = {}
  const positional: unknown[] = []
  for (const [key, option] of Object.entries(options)) {
    let value: unknown = option
    if (isArray(option)) value = LAYOUTS.stepped(values[option.array])
    if (isOut(option)) value = np.zeros(typeof result === 'number' ? [...values[result].shape] : [4, 5], option.out)
    if (key === 'q' || key === 'indices') positional.push(value)
    else given[key] = value
  }
  return functionOf(name)(array, ...positional, given)
}

function toleranceOf(name: string, golden: Values, info: DTypeInfo): Tolerance {
  if (!ROUNDED.test(name) || (golden.info.kind !== 'f' && golden.info.kind !== 'c')) return {}
  // NumPy rounds float16 at every step of some reductions; here they are rounded once.
  const coarsest = info.name === 'float16' ? epsilon('float16') : epsilon(golden.info.name)
  let largest = 0
  const all = numbers(golden)
  for (let i = 0; i < all.length; i++)
    if (Number.isFinite(Number(all[i]))) largest = Math.max(largest, Math.abs(Number(all[i])))
  return { relative: 16 * coarsest, absolute: 16 * coarsest * Math.max(1, largest) }
}

const names = [...new Set(oracle.cases.map(([name]) => name))]

describe.each(names)('%s', (name) => {
  it('gives what NumPy gives', () => {
    for (const one of oracle.cases) {
      const [own, from, options, result] = one
      if (own !== name) continue
      const source = values[from]
      const what = `${name} of ${source.info.name} (${source.shape}) with ${JSON.stringify(options)}`
      if (typeof result === 'string') {
        expectFailure(() => callOf(one, LAYOUTS.C(source)), result, undefined, what)
        continue
      }
      const golden = values[result]
      if (!arrayExpected(one, source) && isUnsafe(golden)) {
        expectFailure(() => callOf(one, LAYOUTS.C(source)), 'OverflowError', 'ERR_UNSAFE_INTEGER', what)
        continue
      }
      const tolerance = toleranceOf(name, golden, source.info)
      const layouts = source.bytes.length <= 1024 ? layoutsOf(source) : layoutsOf(source).slice(0, 3)
      for (const [layout, array] of layouts) {
        let answer: unknown
        try {
          answer = callOf(one, array)
        } catch (error) {
          expect.fail(`${what}, ${layout}: ${(error as Error).stack}`)
        }
        expectValues(valuesOf(answer, golden.info), golden, `${what}, ${layout}`, tolerance)
        expect(answer instanceof NDArray, `${what}: an array`).toBe(arrayExpected(one, source))
      }
    }
  })
})

// An integer that no number holds.
const isUnsafe = (golden: Values): boolean => {
  const [value] = Array.from(numbers(golden))
  return typeof value === 'bigint' && !Number.isSafeInteger(Number(value))
}

// A scalar only where no axis is named (a ufunc's reduce has an axis by default), nothing kept and nothing written to.
function arrayExpected([name, , options]: Case, source: Values): boolean {
  if (/cum|accumulate|reduceat/.test(name)) return true
  const q = options.q
  if (q !== undefined && isArray(q)) return true
  const axis = options.axis
  if (name.includes('.reduce') && axis === undefined) return source.shape.length > 1
  return (axis !== undefined && axis !== null) || options.keepdims === true || options.out !== undefined
}

describe('reductions of many elements', () => {
  it('do not depend on the number of threads', () => {
    const threads = np.get_num_threads()
    const big = np.sin(np.arange(300_000))
    const shaped = [
      big,
      big.reshape(3, 100_000),
      big.reshape(100_000, 3),
      big.reshape(300, 1000),
      big.reshape(300, 1000).T,
    ]
    const all = (): unknown[] =>
      shaped.flatMap((array) =>
        [null, ...array.shape.map((_, d) => d)].flatMap((axis) =>
          [np.sum, np.mean, np.var, np.max, np.argmin, np.nansum, np.count_nonzero].map((reduce) => {
            const result = (reduce as Call)(array, { axis })
            return result instanceof NDArray ? result.tolist() : result
          }),
        ),
      )
    try {
      np.set_num_threads(1)
      const one = all()
      np.set_num_threads(4)
      expect(all()).toEqual(one)
    } finally {
      np.set_num_threads(threads)
    }
  })

  it('are as accurate as pairwise sums', () => {
    for (const [dtype, bound] of [
      ['float32', 4e-7],
      ['float64', 1e-15],
    ] as const) {
      const array = np.full([1_000_000], 0.1, dtype)
      const exact = (array.get(0) as number) * 1_000_000
      expect(Math.abs((np.sum(array) as number) / exact - 1)).toBeLessThan(bound)
      const columns = np.sum(array.reshape(100_000, 10), 0)
      expect(Math.abs((columns.get(3) as number) / (exact / 10) - 1)).toBeLessThan(2 * bound)
    }
  })

  it('take views, masks and other dtypes as small ones do', () => {
    const array = np.arange(120_000).reshape(200, 600)
    const expected = (rows: number, columns: number): number => {
      let sum = 0
      for (let i = 0; i < 200; i += rows) for (let j = 0; j < 600; j += columns) sum += i * 600 + j
      return sum
    }
    expect(np.sum(array.get('::2', '::3'))).toBe(expected(2, 3))
    expect(np.sum(array.get('::-1'))).toBe(expected(1, 1))
    expect(np.sum(array.astype('int32').get('::2'))).toBe(expected(2, 1))
    expect(np.sum(array, { where: np.equal(np.remainder(array, 2), 0) })).toBe(3599940000)
    expect(np.sum(array.astype('uint16').get(':', '::2'), { dtype: 'int8' })).toBeTypeOf('number')
    expect(np.any(np.zeros([100_000]))).toBe(false)
    expect(np.all(np.ones([100_000], 'int16'))).toBe(true)
    expect(np.argmax(array)).toBe(119_999)
    expect(np.count_nonzero(array.astype('bool'), 1).get(0)).toBe(599)
  })
})

describe('refusals', () => {
  it('name what was expected', () => {
    expectFailure(() => np.max([]), 'ValueError', 'ERR_SHAPE_MISMATCH')
    expectFailure(() => np.sum([1], { axis: 1 }), 'AxisError', 'ERR_AXIS')
    expectFailure(() => (np.sum as Call)([1], { keepdims: 1 }), 'TypeError')
    expectFailure(() => (np.sum as Call)([1], { axes: 1 }), 'TypeError')
    expectFailure(() => np.sum(np.array([2n ** 62n, 2n ** 61n])), 'OverflowError', 'ERR_UNSAFE_INTEGER')
    expectFailure(() => np.ptp([true]), 'TypeError')
    expectFailure(() => np.nanargmax([Number.NaN]), 'ValueError')
    expect(failureOf(() => np.greater.reduce([1, 2]), 'greater').name).toBe('TypeError')
  })
})
