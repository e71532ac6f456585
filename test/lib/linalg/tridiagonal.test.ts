// Eigenvalues of tridiagonal matrices (binding/linalg/overrides/sterf.h), checked by Sturm counts, and norms of real matrices.
import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import * as lapack from '../../../lib/lapack'

const array = (x: unknown): NDArray => x as NDArray
const numbers = (x: NDArray): number[] => x.astype('float64').tolist() as number[]

/** How many eigenvalues are below x: negative pivots of T - x. */
function below(d: number[], e: number[], x: number): number {
  let count = 0
  let pivot = 1
  for (let i = 0; i < d.length; i++) {
    pivot = d[i] - x - (i === 0 ? 0 : (e[i - 1] / pivot) * e[i - 1])
    if (pivot === 0) pivot = -1e-300
    if (pivot < 0) count++
  }
  return count
}

/** Numbers between -1 and 1, the same in every run. */
function noise(n: number, seed: number): number[] {
  return Array.from({ length: n }, (_, i) => {
    const x = Math.sin((i + 1) * 12.9898 + seed) * 43758.5453
    return 2 * (x - Math.floor(x)) - 1
  })
}

const matrices: Record<string, (n: number) => [number[], number[]]> = {
  random: (n) => [noise(n, 1), noise(n - 1, 2)],
  'second differences': (n) => [Array(n).fill(2), Array(n - 1).fill(-1)],
  'of Wilkinson': (n) => [Array.from({ length: n }, (_, i) => Math.abs(i - (n - 1) / 2)), Array(n - 1).fill(1)],
  'graded down': (n) => [
    noise(n, 3).map((x, i) => x * 10 ** (-i / 4)),
    noise(n - 1, 4).map((x, i) => x * 10 ** (-i / 4)),
  ],
  'graded up': (n) => [noise(n, 5).map((x, i) => x * 10 ** (i / 8)), noise(n - 1, 6).map((x, i) => x * 10 ** (i / 8))],
  'without diagonal': (n) => [Array(n).fill(0), noise(n - 1, 7)],
  diagonal: (n) => [noise(n, 8), Array(n - 1).fill(0)],
  'in blocks': (n) => [noise(n, 9), noise(n - 1, 10).map((x, i) => (i % 3 === 2 ? 0 : x))],
  'nearly diagonal': (n) => [noise(n, 11), noise(n - 1, 12).map((x) => x * 1e-9)],
  'all alike': (n) => [Array(n).fill(1), Array(n - 1).fill(1e-20)],
  zero: (n) => [Array(n).fill(0), Array(n - 1).fill(0)],
}

/** As sterf takes it: the second vector has an unused element at its end. */
function rows(kind: string, n: number): [number[], number[]] {
  const [d, e] = matrices[kind](n)
  return [d, [...e, 0]]
}

describe.each(['float64', 'float32'] as const)('sterf, %s', (dtype) => {
  const eps = np.finfo(dtype).eps

  describe.each([1, 2, 3, 4, 5, 16, 33, 120])('%i rows', (n) => {
    it.each(Object.keys(matrices))('%s: every eigenvalue is where Sturm counts say', (kind) => {
      for (const scale of [1, 2 ** 60, 2 ** -60]) {
        const [diagonal, off] = rows(kind, n).map((x) => np.multiply(array(np.array(x)), scale).astype(dtype))
        const [d, e] = [numbers(diagonal), numbers(off).slice(0, -1)]
        const norm = Math.max(...d.map(Math.abs), ...e.map(Math.abs), 0)
        // LAPACK's own sterf is off by up to 41 units at 120 rows.
        const unit = (15 + n / 2) * eps * norm + scale * 1e-100
        expect(lapack.sterf(diagonal, off).info).toBe(0)
        const values = numbers(diagonal)
        for (const [k, value] of values.entries()) {
          // In units of the matrix: the count's own pivots would overflow or vanish.
          const [low, high] = [value - unit, value + unit].map((x) => x / scale)
          const unscaled = [d.map((x) => x / scale), e.map((x) => x / scale)] as const
          expect(below(...unscaled, low), `${k}: ${value}`).toBeLessThanOrEqual(k)
          expect(below(...unscaled, high), `${k}: ${value}`).toBeGreaterThanOrEqual(k + 1)
          if (k > 0) expect(value).toBeGreaterThanOrEqual(values[k - 1])
        }
      }
    })
  })

  it('keeps the small eigenvalues of a graded matrix to their own precision', () => {
    // [1, t; t, t²·2] has an eigenvalue near t².
    for (const t of [1e-6, 1e-9]) {
      const d = np.array([1, 2 * t * t, 3 * t ** 4]).astype(dtype)
      expect(lapack.sterf(d, np.array([t, t ** 3, 0]).astype(dtype)).info).toBe(0)
      expect(Math.abs(numbers(d)[1] / (t * t) - 1)).toBeLessThan(dtype === 'float64' ? 1e-9 : 1e-5)
    }
  })

  it('ends with NaN and infinities, and says so', () => {
    const info = (d: number[], e: number[]): number =>
      lapack.sterf(np.array(d).astype(dtype), np.array(e).astype(dtype)).info
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) expect(info([1, 2, 3], [1, bad, 0])).toBeGreaterThan(0)
    expect(info([1, Number.NaN, 3], [1, 1, 0])).toBeGreaterThan(0)
    // Beside an infinite diagonal the rest is negligible.
    const d = np.array([1, Number.POSITIVE_INFINITY, 3]).astype(dtype)
    expect(lapack.sterf(d, np.array([1, 1, 0]).astype(dtype)).info).toBe(0)
    expect(numbers(d)).toEqual([1, 3, Number.POSITIVE_INFINITY])
  })

  it.each([1, 7, 8, 9, 40])('lange of %i rows: sums, the largest magnitude, NaN', (m) => {
    const a = array(np.array(noise(m * 5, m)))
      .reshape([m, 5])
      .astype(dtype)
    const size = array(np.abs(a))
    const near = (found: number, expected: unknown): void =>
      expect(Math.abs(found - Number(expected))).toBeLessThanOrEqual(m * 5 * eps * Number(expected))
    near(lapack.lange('M', a), np.max(size))
    near(lapack.lange('1', a), np.max(array(np.sum(size, 0))))
    near(lapack.lange('I', a), np.max(array(np.sum(size, 1))))
    near(lapack.lange('F', a), np.sqrt(np.sum(np.square(a))))
    for (const [row, column] of [
      [0, 0],
      [m - 1, 4],
      [m >> 1, 2],
    ]) {
      const broken = a.copy()
      broken.set([row, column], Number.NaN)
      for (const norm of ['M', '1', 'I', 'F']) expect(lapack.lange(norm, broken)).toBeNaN()
      broken.set([row, column], Number.NEGATIVE_INFINITY)
      for (const norm of ['M', '1', 'I', 'F']) expect(lapack.lange(norm, broken)).toBe(Number.POSITIVE_INFINITY)
    }
  })
})
