// Reductions of random arrays in random layouts against a slow and obvious reference.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { dtypeInfo } from '../../lib/core/dtype'
import { NDArray } from '../../lib/core/ndarray'
import type { Values } from '../golden'
import { LAYOUTS } from '../layouts'

interface Sample {
  readonly shape: number[]
  readonly data: number[]
  readonly axes: number[]
  readonly keepdims: boolean
  readonly layout: string
  readonly mask: boolean[]
}

const samples: fc.Arbitrary<Sample> = fc
  .array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
  .chain((shape) => {
    const size = shape.reduce((product, length) => product * length, 1)
    return fc.record({
      shape: fc.constant(shape),
      data: fc.array(fc.integer({ min: -50, max: 50 }), { minLength: size, maxLength: size }),
      axes: fc.subarray(shape.map((_, d) => d)),
      keepdims: fc.boolean(),
      layout: fc.constantFrom(...Object.keys(LAYOUTS)),
      mask: fc.array(fc.boolean(), { minLength: size, maxLength: size }),
    })
  })

function valuesOf({ shape, data }: Sample, dtype: 'float64' | 'int32' | 'float32' | 'int16'): Values {
  const types = { float64: Float64Array, float32: Float32Array, int32: Int32Array, int16: Int16Array }
  return { info: dtypeInfo(dtype), shape, bytes: new Uint8Array(types[dtype].from(data).buffer) }
}

/** The elements (in row-major order) that fall on each result, by the result's flat position. */
function groups({ shape, data, axes, mask }: Sample, masked: boolean): number[][] {
  const kept = shape.map((_, d) => d).filter((d) => !axes.includes(d))
  const result: number[][] = Array.from({ length: kept.reduce((product, d) => product * shape[d], 1) }, () => [])
  for (const [flat, value] of data.entries()) {
    let rest = flat
    const index = new Array<number>(shape.length)
    for (let d = shape.length - 1; d >= 0; d--) {
      index[d] = rest % shape[d]
      rest = Math.floor(rest / shape[d])
    }
    const position = kept.reduce((at, d) => at * shape[d] + index[d], 0)
    if (!masked || mask[flat]) result[position].push(value)
  }
  return result
}

const total = (list: number[]): number => list.reduce((sum, x) => sum + x, 0)
const average = (list: number[]): number => total(list) / list.length
const spread = (list: number[]): number => average(list.map((x) => (x - average(list)) ** 2))
const middle = (list: number[]): number => {
  const sorted = [...list].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

type Reduce = (a: NDArray, options: object) => unknown

const REFERENCES: Record<string, (list: number[]) => number | boolean> = {
  sum: total,
  max: (list) => Math.max(...list),
  min: (list) => Math.min(...list),
  ptp: (list) => Math.max(...list) - Math.min(...list),
  mean: average,
  var: spread,
  std: (list) => Math.sqrt(spread(list)),
  any: (list) => list.some((x) => x !== 0),
  all: (list) => list.every((x) => x !== 0),
  count_nonzero: (list) => list.filter((x) => x !== 0).length,
  median: middle,
  nansum: total,
  nanmax: (list) => Math.max(...list),
  nanmean: average,
}

const MASKABLE = ['sum', 'mean', 'var', 'any', 'all', 'nansum']

const functions = np as unknown as Record<string, Reduce>

function check(result: NDArray, expected: (number | boolean)[], shape: number[], what: string): void {
  expect(result.shape, what).toEqual(shape)
  const received = result.ravel().tolist() as (number | boolean)[]
  for (const [i, value] of expected.entries()) {
    if (typeof value === 'boolean' || !Number.isFinite(value)) expect(received[i], what).toBe(value)
    else {
      // float32 has seven digits.
      const scale = Math.max(1, Math.abs(value) / 100)
      expect((received[i] as number) / scale, what).toBeCloseTo(value / scale, 3)
    }
  }
}

describe('reductions of random arrays', () => {
  for (const [name, reference] of Object.entries(REFERENCES)) {
    it(name, () => {
      fc.assert(
        fc.property(
          samples,
          fc.constantFrom('float64' as const, 'int32' as const, 'float32' as const, 'int16' as const),
          (sample, dtype) => {
            const array = LAYOUTS[sample.layout](valuesOf(sample, dtype))
            const { axes, keepdims } = sample
            const result = functions[name](array, { axis: axes, keepdims }) as NDArray
            const shape = sample.shape.flatMap((length, d) => (axes.includes(d) ? (keepdims ? [1] : []) : [length]))
            check(result, groups(sample, false).map(reference), shape, `${name} of ${dtype}, ${sample.layout}`)
            if (!MASKABLE.includes(name)) return
            const where = np.array(sample.mask).reshape(sample.shape)
            const masked = functions[name](array, { axis: axes, keepdims, where }) as NDArray
            check(masked, groups(sample, true).map(reference), shape, `${name} of ${dtype}, ${sample.layout}, masked`)
          },
        ),
        { numRuns: 150 },
      )
    })
  }

  it('argmax and argmin', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const array = LAYOUTS[sample.layout](valuesOf(sample, 'float32'))
        for (let axis = 0; axis < sample.shape.length; axis++) {
          const lists = groups({ ...sample, axes: [axis] }, false)
          expect(np.argmax(array, axis).ravel().tolist()).toEqual(lists.map((list) => list.indexOf(Math.max(...list))))
          expect(np.argmin(array, axis).ravel().tolist()).toEqual(lists.map((list) => list.indexOf(Math.min(...list))))
        }
        expect(np.argmax(array)).toBe(sample.data.indexOf(Math.max(...sample.data)))
      }),
      { numRuns: 150 },
    )
  })

  it('cumsum ends in sum, and its differences are the elements', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const array = LAYOUTS[sample.layout](valuesOf(sample, 'int32'))
        for (let axis = 0; axis < sample.shape.length; axis++) {
          const running = np.cumsum(array, axis)
          expect(running.shape).toEqual(sample.shape)
          const index = sample.shape.map((_, d) => (d === axis ? -1 : ':'))
          const ends = running.get(...index)
          const sums = np.sum(array, axis)
          expect(ends instanceof NDArray ? ends.tolist() : ends).toEqual(sums.tolist())
        }
        expect(np.cumsum(array).tolist()).toEqual(sample.data.map((_, i) => total(sample.data.slice(0, i + 1))))
      }),
      { numRuns: 150 },
    )
  })

  it('quantiles meet their definition: order statistics by interpolation', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (sample, q) => {
        const array = LAYOUTS[sample.layout](valuesOf(sample, 'float64'))
        const sorted = [...sample.data].sort((a, b) => a - b)
        const at = (sorted.length - 1) * q
        const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]]
        expect(np.quantile(array, q)).toBeCloseTo(low + (high - low) * (at % 1), 6)
        expect(np.quantile(array, q, { method: 'lower' })).toBe(low)
        expect(np.quantile(array, q, { method: 'higher' })).toBe(high)
      }),
      { numRuns: 150 },
    )
  })

  it('selects among many elements as sorting does', () => {
    for (const n of [20_000, 50_001]) {
      const data = Float64Array.from({ length: n }, (_, i) => Math.sin(i * i) * (i % 7 === 0 ? 0 : 1) + 0)
      const sorted = data.slice().sort()
      const array = np.asarray(data)
      for (const q of [0, 0.1, 0.37, 0.5, 0.9, 1]) {
        expect(np.quantile(array, q, { method: 'lower' })).toBe(sorted[Math.floor((n - 1) * q)])
      }
      expect(np.median(array)).toBe((sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2)
      data[17] = Number.NaN
      expect(np.median(array)).toBe(Number.NaN)
      expect(np.nanmedian(array)).not.toBe(Number.NaN)
    }
  })

  it('at changes an element as often as it is named', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 4 }), { maxLength: 30 }), (indices) => {
        const array = np.zeros([5])
        np.add.at(array, indices, 1)
        const expected = [0, 0, 0, 0, 0]
        for (const i of indices) expected[i < 0 ? i + 5 : i]++
        expect(array.tolist()).toEqual(expected)
      }),
    )
  })
})
