import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import { expectFailure } from '../../failures'
import { decode, type Encoded, epsilon, expectValues, readOracle, type Values, valuesOf } from '../../golden'
import { LAYOUTS, layoutsOf, stacked, stackedValues } from '../../layouts'
import { LINALG_DTYPES, largest, normalMatrix } from './matrices'

interface Oracle {
  values: Encoded[]
  cases: [number, number, number | string][]
}

const oracle = readOracle<Oracle>('solve')
const values = oracle.values.map(decode)
const told = (a: Values, b: Values): string => `solve of ${a.info.name} (${a.shape}) and ${b.info.name} (${b.shape})`

describe('solve', () => {
  it('gives what NumPy gives, in every layout', () => {
    for (const [ai, bi, result] of oracle.cases) {
      const [a, b] = [values[ai], values[bi]]
      const what = told(a, b)
      if (typeof result === 'string') {
        expectFailure(() => np.linalg.solve(LAYOUTS.C(a), LAYOUTS.C(b)), result, undefined, what)
        continue
      }
      // The matrices' condition is below 10 and the solutions are of magnitude 1 or less.
      const golden = values[result]
      const tolerance = { absolute: 20 * Math.max(1, a.shape[a.shape.length - 1]) * epsilon(golden.info.name) }
      for (const [layout, matrix] of layoutsOf(a)) {
        for (const right of [LAYOUTS.C(b), LAYOUTS[layout](b)]) {
          expectValues(valuesOf(np.linalg.solve(matrix, right)), golden, `${what}, ${layout}`, tolerance)
        }
      }
      for (const [layout, right] of layoutsOf(b)) {
        expectValues(valuesOf(np.linalg.solve(LAYOUTS.C(a), right)), golden, `${what}, b ${layout}`, tolerance)
      }
    }
  })

  it('takes stacks by a stride of 0', () => {
    for (const [ai, bi, result] of oracle.cases) {
      const [a, b] = [values[ai], values[bi]]
      if (typeof result === 'string' || a.shape.length !== 2 || b.shape.length > 2) continue
      const golden = stackedValues(values[result], 3)
      const tolerance = { absolute: 20 * Math.max(1, a.shape[1]) * epsilon(golden.info.name) }
      const [matrix, right] = [stacked(LAYOUTS.transposed(a), 3), LAYOUTS['gaps between rows'](b)]
      expectValues(valuesOf(np.linalg.solve(matrix, right)), golden, told(a, b), tolerance)
      if (b.shape.length === 2)
        expectValues(valuesOf(np.linalg.solve(matrix, stacked(right, 3))), golden, told(a, b), tolerance)
    }
  })

  it.each(LINALG_DTYPES)('leaves a residual of a few n·eps in %s', (dtype) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 5 }), fc.integer(), (n, columns, seed) => {
        const a = normalMatrix([n, n], dtype, seed)
        const b = normalMatrix([n, columns], dtype, seed + 1)
        const x = np.linalg.solve(a, b)
        // |A·x - b| ≤ c·n·eps·|A|·|x| whatever the condition of A: gesv is backward stable for all but contrived matrices.
        const residual = largest(np.subtract(np.matmul(a, x), b) as NDArray)
        expect(residual).toBeLessThanOrEqual(16 * n * epsilon(dtype) * n * largest(a) * largest(x))
      }),
      { numRuns: 60 },
    )
  })

  it('solves with a vector as with a matrix of one column', () => {
    const a = normalMatrix([7, 7], 'float64', 3)
    const b = normalMatrix([7], 'float64', 4)
    expect(np.linalg.solve(a, b).tolist()).toEqual(np.linalg.solve(a, b.get(':', null)).get(':', 0).tolist())
  })

  it('changes neither operand', () => {
    const a = normalMatrix([6, 6], 'float64', 5)
    const b = normalMatrix([6, 2], 'float64', 6)
    const [before, beforeB] = [a.tobytes(), b.tobytes()]
    np.linalg.solve(a, b)
    np.linalg.solve(a.T, b)
    expect(a.tobytes().equals(before) && b.tobytes().equals(beforeB)).toBe(true)
  })

  it('answers NaN and Inf with NaN or a LinAlgError, never by hanging', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const n of [1, 2, 5, 70]) {
        const a = np.eye(n)
        a.set([n - 1, 0], bad)
        let x: NDArray
        try {
          x = np.linalg.solve(a, np.ones(n))
        } catch (error) {
          expect(error).toBeInstanceOf(np.linalg.LinAlgError)
          continue
        }
        expect(x.shape).toEqual([n])
        const right = np.ones(n)
        right.set(0, bad)
        expect((np.linalg.solve(np.eye(n), right) as NDArray).item(0)).not.toSatisfy(Number.isFinite)
      }
    }
  })
})
