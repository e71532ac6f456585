// LU and Cholesky factors with look-ahead (binding/linalg/lookahead.h): orders on both sides of where it begins and of its
// panels' edges, on three threads and on one.
import { afterAll, describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import * as lapack from '../../../lib/lapack'
import { epsilon } from '../../golden'
import { adjoint, apart, array, columns, LINALG_DTYPES, largest, normalMatrix } from './matrices'

const threads = np.get_num_threads()
afterAll(() => np.set_num_threads(threads))

/** The rows in the order in which getrf's interchanges leave them. */
function interchanged(x: NDArray, ipiv: NDArray): NDArray {
  const order = Array.from({ length: x.shape[0]! }, (_, i) => i)
  for (const [i, pivot] of (ipiv.tolist() as number[]).entries()) {
    const other = pivot - 1
    ;[order[i], order[other]] = [order[other]!, order[i]!]
  }
  return array(x.get(np.array(order, 'int64')))
}

describe.each(LINALG_DTYPES)('%s', (dtype) => {
  const eps = epsilon(dtype)

  describe.each([1, 3])('on %i threads', (count) => {
    it.each([
      [143, 143],
      [144, 144],
      [145, 144],
      [230, 201],
      [333, 333],
      [417, 400],
      [160, 300],
    ])('getrf of %i x %i', (m, n) => {
      np.set_num_threads(count)
      const a = normalMatrix([m, n], dtype, m + n)
      const factors = columns(a)
      const { ipiv, info } = lapack.getrf(factors)
      expect(info).toBe(0)
      const k = Math.min(m, n)
      const lower = array(np.add(np.tril(array(factors.get(':', `:${k}`)), -1), np.eye(m, k)))
      expect(largest(lower)).toBeLessThanOrEqual(dtype.startsWith('complex') ? 2 : 1)
      const upper = np.triu(array(factors.get(`:${k}`)))
      const bound = 4 * k * eps * largest(lower) * largest(upper)
      expect(apart(array(np.matmul(lower, upper)), interchanged(a, ipiv))).toBeLessThanOrEqual(bound)
    })

    it.each([1, 47, 48, 100, 199, 200])('getrf says that pivot %i of 200 is zero', (zero) => {
      np.set_num_threads(count)
      const a = columns(normalMatrix([200, 200], dtype, zero))
      a.set([':', zero - 1], 0)
      expect(lapack.getrf(a).info).toBe(zero)
    })

    it.each([127, 128, 144, 250, 401])('potrf of order %i', (n) => {
      np.set_num_threads(count)
      const b = normalMatrix([n, n + 5], dtype, n)
      const a = array(np.matmul(b, adjoint(b)))
      for (const uplo of ['L', 'U']) {
        const factors = columns(a)
        expect(lapack.potrf(uplo, factors).info).toBe(0)
        const other = uplo === 'L' ? np.triu(factors, 1) : np.tril(factors, -1)
        expect(apart(other, uplo === 'L' ? np.triu(a, 1) : np.tril(a, -1))).toBe(0)
        const lower = uplo === 'L' ? np.tril(factors) : adjoint(np.triu(factors))
        expect(apart(array(np.matmul(lower, adjoint(lower))), a)).toBeLessThanOrEqual(4 * n * eps * largest(a))
      }
      const factor = array(np.linalg.cholesky(a))
      expect(apart(np.triu(factor, 1), np.zeros([n, n]))).toBe(0)
      expect(apart(array(np.matmul(factor, adjoint(factor))), a)).toBeLessThanOrEqual(4 * n * eps * largest(a))
    })

    it.each([1, 40, 48, 49, 150, 200])('potrf says that minor %i of 200 is not positive', (order) => {
      np.set_num_threads(count)
      const a = array(np.multiply(np.eye(200), 3)).astype(dtype)
      a.set([order - 1, order - 1], -1)
      for (const uplo of ['L', 'U']) expect(lapack.potrf(uplo, columns(a)).info).toBe(order)
      expect(() => np.linalg.cholesky(a)).toThrow(np.linalg.LinAlgError)
    })
  })

  // Triangular systems by halves (binding/linalg/triangular.h), of a matrix and of its transpose.
  it.each([
    [1, 65, 40],
    [3, 65, 1],
    [3, 130, 3],
    [3, 130, 200],
    [1, 301, 33],
    [3, 301, 301],
  ])('on %i threads, systems of order %i with %i right-hand sides', (count, n, k) => {
    np.set_num_threads(count)
    const a = array(np.add(normalMatrix([n, n], dtype, n), np.multiply(np.eye(n), Math.sqrt(n)))).astype(dtype)
    const b = normalMatrix([n, k], dtype, k)
    for (const x of [a, columns(a), array(a.get('::-1', '::-1'))]) {
      for (const right of [b, columns(b)]) {
        const solution = array(np.linalg.solve(x, right))
        const bound = 4 * n * eps * n * largest(x) * largest(solution)
        expect(apart(array(np.matmul(x, solution)), right)).toBeLessThanOrEqual(bound)
      }
      const inverse = array(np.linalg.inv(x))
      const bound = 4 * n * eps * n * largest(x) * largest(inverse)
      expect(apart(array(np.matmul(x, inverse)), np.eye(n))).toBeLessThanOrEqual(bound)
    }
  })

  it('a matrix with NaN ends, and its inverse has none but them', () => {
    np.set_num_threads(3)
    const a = normalMatrix([200, 200], dtype, 5)
    a.set([120, 70], Number.NaN)
    expect(np.all(np.isnan(array(np.linalg.inv(a))))).toBe(true)
    expect(() => np.linalg.cholesky(a)).toThrow(np.linalg.LinAlgError)
  })
})
