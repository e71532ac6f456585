// Outputs and properties of limits, rounding and signals; values are the sweep's (scripts/oracle/sweep/statistics.py).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { expectFailure } from '../failures'

it('diff ends where nothing is left, however often it is asked for', () => {
  expect(np.diff([1, 2, 4], 2 ** 48).shape).toEqual([0])
})

describe('outputs', () => {
  const a = np.array([-2.26, 0.74, 5.5])

  it('take results and come back', () => {
    const out = np.zeros(3)
    for (const call of [
      () => np.clip(a, -1, 1, out),
      () => np.clip(a, null, 1, { out }),
      () => a.clip(0, { out }),
      () => np.round(a, 1, out),
      () => np.around(a, { decimals: -1, out }),
      () => np.round(a, 0, out),
      () => a.round(2, out),
      () => np.fix(a, out),
    ]) {
      expect(call()).toBe(out)
    }
    expect(np.clip(a, -1, 1, out).tolist()).toEqual([-1, 0.74, 1])
    expect(np.round(a, 1, out).tolist()).toEqual([-2.3, 0.7, 5.5])
    const flags = np.zeros(3, 'bool')
    expect(np.isposinf([Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY], flags)).toBe(flags)
    expect(flags.tolist()).toEqual([true, false, false])
  })

  it('may be the input', () => {
    const own = a.copy()
    np.clip(own, 0, 1, own)
    expect(own.tolist()).toEqual([0, 0.74, 1])
    np.round(own, 1, own)
    expect(own.tolist()).toEqual([0, 0.7, 1])
    const view = own.get('::-1')
    np.clip(own, 0, 0.5, view)
    expect(own.tolist()).toEqual([0.5, 0.5, 0])
  })

  it('cast by the same_kind rule', () => {
    const small = np.zeros(3, 'float32')
    expect(np.round(a, 1, small).dtype).toBe('float32')
    expect(np.clip(np.array([1, 200], 'int16'), 0, 100, np.zeros(2, 'int8')).tolist()).toEqual([1, 100])
    expectFailure(() => np.clip(a, 0, 1, np.zeros(3, 'int32')), 'UFuncTypeError')
    expectFailure(() => np.round(a, 1, np.zeros(3, 'int32')), 'UFuncTypeError')
    expectFailure(() => np.round(a, 1, np.zeros(2)), 'ValueError')
    expect(np.clip(a, 0, 1, { dtype: 'float32' }).dtype).toBe('float32')
    const masked = np.zeros(3)
    expect(np.clip(a, -1, 1, masked, { where: [true, false, true] }).tolist()).toEqual([-1, 0, 1])
  })
})

const sequence = (minLength = 1) =>
  fc.array(fc.integer({ min: -9, max: 9 }), { minLength, maxLength: 70 }).map((list) => np.array(list))

// The sum of products, one by one.
function slowly(a: np.NDArray, v: np.NDArray): number[] {
  const [x, y] = [a.tolist() as number[], v.tolist() as number[]]
  return Array.from({ length: x.length + y.length - 1 }, (_, k) =>
    x.reduce((sum, one, i) => sum + one * (y[k - i] ?? 0), 0),
  )
}

describe('convolve and correlate', () => {
  it('are sums of products, in every dtype', () => {
    fc.assert(
      fc.property(sequence(), sequence(), (a, v) => {
        const wanted = slowly(a, v).map((one) => one + 0)
        for (const dtype of ['float64', 'float32', 'int32', 'int64', 'complex128'] as const) {
          const full = np.convolve(a.astype(dtype), v.astype(dtype))
          expect(full.dtype).toBe(dtype)
          expect((np.real(full) as np.NDArray).tolist()).toEqual(wanted)
          expect(np.correlate(a.astype(dtype), v.get('::-1').astype(dtype), 'full').tolist()).toEqual(full.tolist())
        }
      }),
    )
  })

  it('have modes that are parts of the whole', () => {
    fc.assert(
      fc.property(sequence(), sequence(), (a, v) => {
        const full = np.convolve(a, v)
        const [n, m] = [Math.max(a.size, v.size), Math.min(a.size, v.size)]
        const same = Math.floor((m - 1) / 2)
        expect(np.convolve(a, v, 'same').tolist()).toEqual(full.get(`${same}:${same + n}`).tolist())
        expect(np.convolve(a, v, 'valid').tolist()).toEqual(full.get(`${m - 1}:${n}`).tolist())
      }),
    )
  })

  it('split long signals over threads to the same result', () => {
    const a = np.remainder(np.multiply(np.arange(70_000), 7919), 13)
    const v = np.remainder(np.multiply(np.arange(100), 31), 7)
    const threads = np.get_num_threads()
    try {
      np.set_num_threads(1)
      const alone = np.convolve(a, v)
      np.set_num_threads(4)
      expect(np.array_equal(np.convolve(a, v), alone)).toBe(true)
      expect(np.array_equal(np.convolve(a.astype('int16'), v.astype('int16')), alone.astype('int16'))).toBe(true)
    } finally {
      np.set_num_threads(threads)
    }
  })
})

describe('interp', () => {
  it('splits many points over threads to the same result', () => {
    const x = np.divide(np.remainder(np.multiply(np.arange(50_000), 7919), 10_007), 100)
    const xp = np.arange(0, 101)
    const fp = np.square(xp)
    const threads = np.get_num_threads()
    try {
      np.set_num_threads(1)
      const alone = np.interp(x, xp, fp)
      np.set_num_threads(4)
      expect(np.array_equal(np.interp(x, xp, fp), alone)).toBe(true)
    } finally {
      np.set_num_threads(threads)
    }
  })
})

describe('var in another dtype than the elements', () => {
  // Values from NumPy 2.4: a complex dtype gives complex results, a real one the mean's real part.
  const z = np.array([new np.Complex(1, 2), new np.Complex(3, -1)])
  it.each([
    ['float32', 3.5],
    ['float64', 3.5],
    ['complex64', new np.Complex(3.25, 0)],
    ['complex128', new np.Complex(3.25, 0)],
  ] as const)('%s', (dtype, expected) => {
    expect((np.var(z, 0, dtype) as np.NDArray).item()).toEqual(expected)
    for (const input of ['float16', 'float32', 'int8', 'complex64'] as const) {
      const found = np.var(np.array([[1, 2], [3, 5]]).astype(input), 0, dtype) as np.NDArray // biome-ignore format: a matrix
      expect(found.dtype).toBe(dtype)
      expect(np.real(found).tolist()).toEqual([1, 2.25])
    }
  })
})
