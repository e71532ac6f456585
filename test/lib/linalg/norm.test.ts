import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import { expectFailure } from '../../failures'
import { decode, type Encoded, epsilon, expectValues, numbers, readOracle, valuesOf } from '../../golden'
import { LAYOUTS, layoutsOf, stacked, stackedValues } from '../../layouts'

interface Options {
  ord?: number | string
  axis?: number | number[]
  keepdims?: boolean
}
interface Oracle {
  values: Encoded[]
  cases: [number, Options, number | string][]
}

const oracle = readOracle<Oracle>('norm')
const values = oracle.values.map(decode)

function read(options: Options): object {
  const { ord } = options
  if (ord === 'inf') return { ...options, ord: Number.POSITIVE_INFINITY }
  return ord === '-inf' ? { ...options, ord: Number.NEGATIVE_INFINITY } : options
}

describe('norm', () => {
  const dtypes = [...new Set(oracle.cases.map(([x]) => values[x].info.name))]

  it.each(dtypes)('%s gives what NumPy gives, in every layout', (dtype) => {
    for (const [xi, written, result] of oracle.cases) {
      const x = values[xi]
      if (x.info.name !== dtype) continue
      const options = read(written)
      const what = `norm of ${dtype} (${x.shape}) ${JSON.stringify(written)}`
      if (typeof result === 'string') {
        expectFailure(() => np.linalg.norm(LAYOUTS.C(x), options), result, undefined, what)
        continue
      }
      const golden = values[result]
      // Smallest singular values are known to eps times the largest, below 10 here; other norms to a few eps of themselves.
      const eps = epsilon(golden.info.name)
      const tolerance = { relative: 24 * eps, absolute: written.ord === -2 ? 100 * eps : 0 }
      for (const [layout, array] of layoutsOf(x)) {
        expectValues(valuesOf(np.linalg.norm(array, options), golden.info), golden, `${what}, ${layout}`, tolerance)
      }
      if (x.shape.length !== 2 || written.axis !== undefined || written.keepdims || numbers(x).length === 0) continue
      const repeated = stackedValues(golden, 3)
      const found: unknown = np.linalg.norm(stacked(LAYOUTS.transposed(x), 3), { ...options, axis: [1, 2] })
      expectValues(valuesOf(found), repeated, `${what}, stack`, tolerance)
    }
  })

  it('knows numpy.linalg.norm’s orders and refuses others', () => {
    for (const ord of ['two', '', true, {}, [2], () => 2])
      expectFailure(() => np.linalg.norm([1, 2], ord as never, 0), TypeError)
    expectFailure(() => np.linalg.norm([1, 2], { ord: 'nuc' }), RangeError)
    expectFailure(() => np.linalg.norm([[1, 2]], { ord: 3 }), RangeError)
    expectFailure(() => np.linalg.norm([[1, 2]], { ord: Number.NaN }), RangeError)
  })

  it('changes nothing that it reads', () => {
    const x = np.array([
      [1, -2],
      [3, -4],
    ])
    const before = x.tobytes()
    for (const ord of [undefined, 'fro', 'nuc', 1, -1, 2, -2, Number.POSITIVE_INFINITY] as const) np.linalg.norm(x, ord)
    expect(x.tobytes().equals(before)).toBe(true)
  })

  // Beyond a cache the work is split by rows, or by columns where these are long.
  it.each([
    [2100, 1000],
    [64, 40_000],
    [700_000, 3],
  ])('sums of %i x %i', (m, n) => {
    const x = np.subtract(np.arange(m * n).reshape(m, n), 1e6) as NDArray
    for (const a of [x, x.astype('float32'), np.multiply(x, np.complex(0, 1)) as NDArray, x.get('::-1', '::-1')]) {
      for (const [ord, axis] of [
        [1, 0],
        [-1, 0],
        [Number.POSITIVE_INFINITY, 1],
      ] as const) {
        const sums = np.sum(np.abs(a), { axis, dtype: 'float64' }) as NDArray
        const wanted = Number(ord < 0 ? np.min(sums) : np.max(sums))
        const found = Number(np.linalg.norm(a, ord))
        expect(Math.abs(found / wanted - 1)).toBeLessThan(a.dtype === 'float32' ? 1e-3 : 1e-12)
      }
    }
    const marked = x.copy()
    marked.set([m - 1, n - 1], Number.NaN)
    expect(np.linalg.norm(marked, 1)).toBeNaN()
    expect(np.linalg.norm(marked, -1)).toBeNaN()
  })
})
