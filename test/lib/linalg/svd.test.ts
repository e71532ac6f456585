import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import type { SvdOptions } from '../../../lib/linalg'
import { expectFailure } from '../../failures'
import { decode, type Encoded, epsilon, expectValues, numbers, readOracle, type Values, valuesOf } from '../../golden'
import { LAYOUTS, layoutsOf, stacked, stackedValues } from '../../layouts'
import { adjoint, distanceFromOrthogonal, LINALG_DTYPES, largest, normalMatrix } from './matrices'

type Factors = [uDtype: string, uShape: number[], vhDtype: string, vhShape: number[]]
interface Oracle {
  values: Encoded[]
  cases: ([number, SvdOptions, number, Factors | null] | [number, SvdOptions, string])[]
}

const oracle = readOracle<Oracle>('svd')
const values = oracle.values.map(decode)
const told = (a: Values, options: SvdOptions): string => `svd of ${a.info.name} (${a.shape}) ${JSON.stringify(options)}`

// U·diag(S)·Vh, of thin or full factors.
function product(u: NDArray, s: NDArray, vh: NDArray): NDArray {
  const k = s.shape[s.ndim - 1]
  const scaled = np.multiply(u.get('...', `:${k}`), s.get('...', null, ':')) as NDArray
  return np.matmul(scaled, vh.get('...', `:${k}`, ':'))
}

function expectFactors(a: NDArray, u: NDArray, s: NDArray, vh: NDArray, what: string): void {
  const tolerance = 10 * Math.max(1, ...a.shape.slice(-2)) * epsilon(u.dtype)
  expect(distanceFromOrthogonal(u), `${what}: U is orthogonal`).toBeLessThanOrEqual(tolerance)
  expect(distanceFromOrthogonal(adjoint(vh)), `${what}: Vh is orthogonal`).toBeLessThanOrEqual(tolerance)
  const apart = largest(np.subtract(product(u, s, vh), a) as NDArray)
  expect(apart, `${what}: U·S·Vh = A`).toBeLessThanOrEqual(tolerance * largest(s))
  const list = s.reshape(-1, Math.max(1, s.shape[s.ndim - 1])).tolist() as number[][]
  for (const row of list)
    for (let i = 0; i < row.length; i++) expect(row[i] >= (row[i + 1] ?? 0), `${what}: S falls`).toBe(true)
}

describe('svd', () => {
  it('gives what NumPy gives, in every layout', () => {
    for (const [ai, options, result, factors] of oracle.cases) {
      const a = values[ai]
      if (typeof result === 'string') {
        expectFailure(() => np.linalg.svd(LAYOUTS.C(a), options), result, undefined, told(a, options))
        continue
      }
      const golden = values[result]
      const scale = Math.max(1e-30, ...Array.from(numbers(golden), Number))
      const tolerance = { absolute: 10 * Math.max(1, ...a.shape.slice(-2)) * epsilon(golden.info.name) * scale }
      for (const [layout, array] of layoutsOf(a)) {
        const what = `${told(a, options)}, ${layout}`
        const found: unknown = np.linalg.svd(array, options)
        if (factors === null) {
          expectValues(valuesOf(found), golden, what, tolerance)
          continue
        }
        const [u, s, vh] = found as Iterable<NDArray>
        expectValues(valuesOf(s), golden, what, tolerance)
        expect([u.dtype, u.shape, vh.dtype, vh.shape], what).toEqual(factors)
        expectFactors(array, u, s, vh, what)
      }
    }
  })

  it('takes stacks by a stride of 0', () => {
    for (const [ai, options, result, factors] of oracle.cases) {
      const a = values[ai]
      if (typeof result === 'string' || a.shape.length !== 2) continue
      const golden = stackedValues(values[result], 2)
      const scale = Math.max(1e-30, ...Array.from(numbers(golden), Number))
      const tolerance = { absolute: 10 * Math.max(1, ...a.shape) * epsilon(golden.info.name) * scale }
      const found: unknown = np.linalg.svd(stacked(LAYOUTS['gaps between columns'](a), 2), options)
      const s = factors === null ? found : (found as { S: NDArray }).S
      expectValues(valuesOf(s), golden, told(a, options), tolerance)
    }
  })

  it.each(LINALG_DTYPES)('factors random %s matrices', (dtype) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        fc.integer(),
        (m, n, full_matrices, seed) => {
          const a = normalMatrix([m, n], dtype, seed)
          const before = a.tobytes()
          const { U, S, Vh } = np.linalg.svd(a, { full_matrices })
          expectFactors(a, U, S, Vh, `${m}×${n}`)
          expect(a.tobytes().equals(before)).toBe(true)
          const alone = np.linalg.svd(a, { compute_uv: false })
          expect(largest(np.subtract(alone, S) as NDArray)).toBeLessThanOrEqual(
            10 * Math.max(m, n) * epsilon(dtype) * largest(S),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  it.each(LINALG_DTYPES)('factors random Hermitian %s matrices', (dtype) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer(), (n, seed) => {
        const half = normalMatrix([n, n], dtype, seed)
        const a = np.add(half, adjoint(half)) as NDArray
        const { U, S, Vh } = np.linalg.svd(a, { hermitian: true })
        expectFactors(a, U, S, Vh, `${n}×${n}`)
      }),
      { numRuns: 20 },
    )
  })

  it('refuses NaN and infinite elements', () => {
    for (const dtype of LINALG_DTYPES) {
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
        for (const [m, n] of [
          [1, 1],
          [2, 3],
          [3, 3],
          [30, 20],
          [60, 60],
        ]) {
          for (const options of [{}, { compute_uv: false as const }, { full_matrices: false }]) {
            const a = np.ones([m, n], dtype)
            a.set([m - 1, 0], bad)
            const before = a.tobytes()
            expectFailure(
              () => np.linalg.svd(a, options),
              np.linalg.LinAlgError,
              'ERR_LINALG',
              `${dtype} ${bad} ${m}×${n}`,
            )
            expect(a.tobytes().equals(before)).toBe(true)
          }
          if (m === n)
            expectFailure(() => np.linalg.svd(np.full([m, n], bad, dtype), { hermitian: true }), np.linalg.LinAlgError)
        }
      }
    }
  })

  it('is iterable and has names, as a named tuple', () => {
    const result = np.linalg.svd([
      [3, 0],
      [0, 4],
    ])
    const [u, s, vh] = result
    expect([u, s, vh]).toEqual([result.U, result.S, result.Vh])
    expect(s.tolist()).toEqual([4, 3])
  })
})
