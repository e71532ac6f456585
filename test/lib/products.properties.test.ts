import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import type { NDArray } from '../../lib/core/ndarray'
import { epsilon } from '../golden'
import { adjoint, LINALG_DTYPES, largest, normalMatrix } from './linalg/matrices'

// What products must satisfy, to a stated multiple of n·eps.

const lengths = fc.integer({ min: 1, max: 24 })
const apart = (x: NDArray, y: NDArray): number => largest(np.subtract(x, y) as NDArray)

describe.each(LINALG_DTYPES)('matmul of %s', (dtype) => {
  const eps = epsilon(dtype)

  it('leaves a matrix as it is by the identity on either side', () => {
    fc.assert(
      fc.property(lengths, lengths, fc.integer(), (m, n, seed) => {
        const a = normalMatrix([m, n], dtype, seed)
        expect(apart(np.matmul(np.eye(m, m, 0, dtype), a), a)).toBe(0)
        expect(apart(np.matmul(a, np.eye(n, n, 0, dtype)), a)).toBe(0)
        expect(apart(np.matmul(a.T, np.eye(m, m, 0, dtype)), a.T)).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('is associative and distributes over sums', () => {
    fc.assert(
      fc.property(lengths, lengths, lengths, lengths, fc.integer(), (m, k, l, n, seed) => {
        const [a, b, c] = [
          normalMatrix([m, k], dtype, seed),
          normalMatrix([k, l], dtype, seed + 1),
          normalMatrix([l, n], dtype, seed + 2),
        ]
        const scale = k * l * largest(a) * largest(b) * largest(c)
        expect(apart(np.matmul(np.matmul(a, b), c), np.matmul(a, np.matmul(b, c)))).toBeLessThanOrEqual(
          4 * (k + l) * eps * scale,
        )
        const d = normalMatrix([k, l], dtype, seed + 3)
        const sum = np.matmul(a, np.add(b, d) as NDArray)
        const parts = np.add(np.matmul(a, b), np.matmul(a, d)) as NDArray
        expect(apart(sum, parts)).toBeLessThanOrEqual(8 * k * eps * k * largest(a) * Math.max(largest(b), largest(d)))
      }),
      { numRuns: 40 },
    )
  })

  // Around where one product becomes several gemms (Pieces in binding/linalg/products.cc), few rows and columns among them.
  it.each([
    [2, 500, 100],
    [15, 300, 70],
    [17, 130, 130],
    [33, 90, 100],
    [100, 100, 100],
    [130, 600, 3],
    [160, 160, 160],
  ])('has the rows of %i x %i times %i one by one', (m, k, n) => {
    const [a, b] = [normalMatrix([m, k], dtype, m), normalMatrix([k, n], dtype, n)]
    const [turnedA, turnedB] = [a, b].map((x) => x.T.copy().T)
    const whole = np.matmul(a, b)
    const bound = 4 * k * eps * k * largest(a) * largest(b)
    for (let i = 0; i < m; i++) {
      const row = `${i}:${i + 1}`
      expect(apart(whole.get(row), np.matmul(a.get(row), b))).toBeLessThanOrEqual(bound)
    }
    for (const left of [a, turnedA]) {
      for (const right of [b, turnedB]) expect(apart(np.matmul(left, right), whole)).toBeLessThanOrEqual(bound)
    }
  })

  // Stacks of tiny matrices are walked in runs (binding/linalg/tiny_products.cc); one matrix by itself never is.
  it.each(['as made', 'strided', 'reversed', 'turned', 'broadcast', 'transposed'])(
    'has the products of a stack of tiny matrices, %s, one by one',
    (layout) => {
      const arranged = (x: NDArray, broadcasts: boolean): NDArray => {
        if (layout === 'strided') return x.get('::2', '1:')
        if (layout === 'reversed') return x.get('::-1', ':', '::-1')
        if (layout === 'turned') return x.transpose(1, 0, 2, 3)
        if (layout === 'broadcast' && broadcasts) return np.broadcast_to(x.get('1:2'), x.shape)
        if (layout === 'transposed' && broadcasts) return x.transpose(0, 1, 3, 2)
        return x
      }
      for (const [m, k, n] of [
        [2, 2, 2],
        [3, 3, 3],
        [4, 4, 4],
        [1, 4, 4],
        [7, 3, 3],
        [5, 2, 2],
        [3, 2, 4],
        [2, 5, 5],
        [6, 6, 6],
        [3, 7, 7],
        [8, 8, 8],
        [9, 9, 9],
      ] as const) {
        const a = arranged(normalMatrix([7, 5, m, k], dtype, m), false)
        const b = arranged(normalMatrix([7, 5, k, n], dtype, n), true)
        if (a.shape.at(-1) !== b.shape.at(-2)) continue
        const stack = np.matmul(a, b)
        const out = np.full(stack.shape, Number.NaN, { dtype })
        expect(np.matmul(a, b, { out })).toBe(out)
        expect(apart(out, stack)).toBe(0)
        for (let i = 0; i < a.shape[0]!; i++) {
          for (let j = 0; j < a.shape[1]!; j++) {
            expect(apart(stack.get(i, j) as NDArray, np.matmul(a.get(i, j) as NDArray, b.get(i, j) as NDArray))).toBe(0)
          }
        }
      }
    },
  )

  it('turns round under transposition', () => {
    fc.assert(
      fc.property(lengths, lengths, lengths, fc.integer(), (m, k, n, seed) => {
        const [a, b] = [normalMatrix([m, k], dtype, seed), normalMatrix([k, n], dtype, seed + 1)]
        const tolerance = 4 * k * eps * k * largest(a) * largest(b)
        expect(apart(np.matmul(a, b).T, np.matmul(b.T, a.T))).toBeLessThanOrEqual(tolerance)
        expect(apart(adjoint(np.matmul(a, b)), np.matmul(adjoint(b), adjoint(a)))).toBeLessThanOrEqual(tolerance)
        // A product with one's own adjoint is Hermitian.
        const gram = np.matmul(adjoint(a), a)
        expect(apart(gram, adjoint(gram))).toBeLessThanOrEqual(4 * m * eps * m * largest(a) ** 2)
      }),
      { numRuns: 40 },
    )
  })

  it('agrees with dot, with vectors and with stacks', () => {
    fc.assert(
      fc.property(lengths, lengths, fc.integer({ min: 0, max: 4 }), fc.integer(), (m, n, count, seed) => {
        const a = normalMatrix([m, n], dtype, seed)
        const x = normalMatrix([n], dtype, seed + 1)
        const tolerance = 4 * n * eps * n * largest(a) * largest(x)
        const product = np.matmul(a, x)
        expect(apart(product, np.matmul(a, x.get(':', null)).get(':', 0) as NDArray)).toBeLessThanOrEqual(tolerance)
        expect(apart(np.matmul(x, a.T), product)).toBeLessThanOrEqual(tolerance)
        for (let i = 0; i < m; i++) {
          const one = np.dot(a.get(`${i}`), x)
          expect(apart(np.array([one], dtype), product.get(`${i}:${i + 1}`))).toBeLessThanOrEqual(tolerance)
        }
        const stack = normalMatrix([count, m, n], dtype, seed + 2)
        const all = np.matmul(stack, x.get(':', null))
        for (let i = 0; i < count; i++) {
          const one = np.matmul(stack.get(`${i}:${i + 1}`), x.get(':', null))
          expect(apart(all.get(`${i}:${i + 1}`), one)).toBeLessThanOrEqual(
            4 * n * eps * n * largest(stack) * largest(x),
          )
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('matrix_power', () => {
  // Whole numbers, modulo 2^64 where they grow too large: every order of products has the same result.
  it('is the product of so many matrices', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 1, max: 70 }),
        fc.boolean(),
        (n, exponent, turned) => {
          const whole = np
            .remainder(np.arange(2 * n * n), 7)
            .reshape([2, n, n])
            .astype('int64') as NDArray
          const a = turned ? whole.mT : whole
          let product = a
          for (let i = 1; i < exponent; i++) product = np.matmul(product, a)
          expect(np.array_equal(np.linalg.matrix_power(a, exponent), product)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })
})
