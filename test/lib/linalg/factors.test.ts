// Factors whose vectors have free signs: what they must satisfy, for random, structured and extreme matrices.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import { epsilon } from '../../golden'
import { adjoint, distanceFromOrthogonal, LINALG_DTYPES, type LinalgDType, largest, normalMatrix } from './matrices'

const size = fc.integer({ min: 1, max: 40 })
const seeds = fc.integer()

const difference = (a: NDArray, b: NDArray): number => largest(np.subtract(a, b) as NDArray)
const hermitianOf = (a: NDArray): NDArray => np.add(a, adjoint(a)) as NDArray

/** Matrices on which algorithms stumble, by name. */
const AWKWARD: Readonly<Record<string, (n: number, dtype: LinalgDType) => NDArray>> = {
  zero: (n, dtype) => np.zeros([n, n], dtype),
  identity: (n, dtype) => np.eye(n, { dtype }),
  'rank 1': (n, dtype) => np.ones([n, n], dtype),
  defective: (n, dtype) => np.add(np.eye(n, { dtype }), np.eye(n, { k: 1, dtype })) as NDArray,
  graded: (n, dtype) => {
    const scales = np.power(10, np.multiply(np.arange(n), -8 / n))
    return np.multiply(normalMatrix([n, n], dtype, 7), scales).astype(dtype)
  },
  // Conditions past 1/eps: 1e18 from n = 13 on, and as given.
  hilbert: (n, dtype) => {
    const i = np.arange(n)
    return np.divide(1, np.add(np.add(i.get(':', null), i), 1)).astype(dtype)
  },
  'condition 1e20': (n, dtype) => {
    const [q, p] = [3, 4].map((seed) => np.linalg.qr(normalMatrix([n, n], dtype, seed)).Q)
    const scales = np.power(10, np.multiply(np.arange(n), -20 / Math.max(1, n - 1)))
    return np.matmul(np.multiply(q, scales) as NDArray, p).astype(dtype)
  },
  subnormal: (n, dtype) =>
    np.multiply(np.eye(n, { dtype }), dtype === 'float64' || dtype === 'complex128' ? 5e-322 : 1e-44).astype(dtype),
  huge: (n, dtype) => np.multiply(np.eye(n, { dtype }), 1e37).astype(dtype),
}

describe.each(LINALG_DTYPES)('%s', (dtype) => {
  const eps = epsilon(dtype)

  it('qr: orthonormal Q, upper triangular R, a = Q·R', () => {
    fc.assert(
      fc.property(size, size, seeds, (m, n, seed) => {
        const a = normalMatrix([m, n], dtype, seed)
        for (const mode of ['reduced', 'complete'] as const) {
          const { Q, R } = np.linalg.qr(a, mode)
          expect(distanceFromOrthogonal(Q)).toBeLessThan(20 * (m + n) * eps)
          expect(difference(np.matmul(Q, R), a)).toBeLessThan(20 * (m + n) * eps * largest(a))
          for (let i = 0; i < Math.min(R.shape[0], 5); i++) {
            for (let j = 0; j < Math.min(i, n); j++) expect(Number(np.abs(R.get(i, j) as never))).toBe(0)
          }
          const r = np.linalg.qr(a, 'r')
          expect(difference(r, R.get(`:${Math.min(m, n)}`))).toBeLessThan(20 * (m + n) * eps * largest(a))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('eigh: rising eigenvalues, orthonormal eigenvectors, a·v = v·w, of either triangle', () => {
    fc.assert(
      fc.property(size, seeds, (n, seed) => {
        const a = hermitianOf(normalMatrix([n, n], dtype, seed))
        for (const UPLO of ['L', 'U'] as const) {
          const [w, v] = np.linalg.eigh(a, UPLO)
          expect(distanceFromOrthogonal(v)).toBeLessThan(20 * n * eps)
          expect(difference(np.matmul(a, v), np.multiply(v, w) as NDArray)).toBeLessThan(20 * n * n * eps * largest(a))
          const values = w.tolist() as number[]
          expect(values).toEqual([...values].sort((x, y) => x - y))
          expect(difference(np.linalg.eigvalsh(a, { UPLO }), w)).toBeLessThan(20 * n * eps * largest(a) * n)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('eig: a·v = v·w with columns of length 1, eigenvalues as eigvals gives them', () => {
    fc.assert(
      fc.property(size, seeds, (n, seed) => {
        const a = normalMatrix([n, n], dtype, seed)
        const { eigenvalues, eigenvectors } = np.linalg.eig(a)
        const scaled = np.multiply(eigenvectors, eigenvalues) as NDArray
        expect(difference(np.matmul(a, eigenvectors), scaled)).toBeLessThan(50 * n * n * eps * largest(a))
        const lengths = np.linalg.norm(eigenvectors, { axis: 0 })
        expect(difference(lengths, np.ones(n))).toBeLessThan(10 * n * eps)
        const sum = np.sum(np.linalg.eigvals(a)) as never
        expect(Number(np.abs(np.subtract(sum, np.sum(eigenvalues) as never) as never))).toBeLessThan(50 * n * n * eps)
      }),
      { numRuns: 30 },
    )
  })

  it('svd of Hermitian matrices: the same singular values, and factors that give the matrix back', () => {
    fc.assert(
      fc.property(size, seeds, (n, seed) => {
        const a = hermitianOf(normalMatrix([n, n], dtype, seed))
        const { U, S, Vh } = np.linalg.svd(a, { hermitian: true })
        expect(distanceFromOrthogonal(U)).toBeLessThan(20 * n * eps)
        expect(distanceFromOrthogonal(Vh)).toBeLessThan(20 * n * eps)
        expect(difference(np.matmul(np.multiply(U, S) as NDArray, Vh), a)).toBeLessThan(20 * n * n * eps * largest(a))
        expect(difference(S, np.linalg.svdvals(a))).toBeLessThan(20 * n * n * eps * largest(a))
      }),
      { numRuns: 20 },
    )
  })

  it('pinv and lstsq: Penrose’s conditions, and the same solution', () => {
    fc.assert(
      fc.property(size, size, seeds, (m, n, seed) => {
        // Singular values away from 0: the pseudo-inverse is then of ordinary size.
        const a = np.add(normalMatrix([m, n], dtype, seed), np.multiply(np.eye(m, n), 20)).astype(dtype)
        const x = np.linalg.pinv(a, { rtol: null })
        expect(difference(np.matmul(np.matmul(a, x), a), a)).toBeLessThan(200 * (m + n) * eps * largest(a))
        expect(difference(np.matmul(np.matmul(x, a), x), x)).toBeLessThan(200 * (m + n) * eps)
        const b = normalMatrix([m], dtype, seed + 1)
        const solution = np.linalg.lstsq(a, b)[0]
        expect(difference(solution, np.matmul(x, b))).toBeLessThan(200 * (m + n) * eps)
      }),
      { numRuns: 30 },
    )
  })

  it('inv: a·inv(a) is the identity; large ones too', () => {
    for (const n of [1, 2, 8, 31, 32, 33, 64, 150]) {
      const a = np.add(normalMatrix([n, n], dtype, n), np.multiply(np.eye(n), 2 * n)).astype(dtype)
      for (const one of [a, a.T]) {
        expect(difference(np.matmul(one, np.linalg.inv(one)), np.eye(n))).toBeLessThan(20 * n * eps)
        const b = normalMatrix([n, 3], dtype, n + 1)
        expect(difference(np.matmul(one, np.linalg.solve(one, b)), b)).toBeLessThan(50 * n * eps)
      }
    }
  })

  it.each(Object.keys(AWKWARD))('%s matrices', (name) => {
    for (const n of [1, 2, 5, 20, 70]) {
      const a = AWKWARD[name](n, dtype)
      const scale = largest(a) || 1
      const { U, S, Vh } = np.linalg.svd(a)
      expect(distanceFromOrthogonal(U)).toBeLessThan(20 * n * eps)
      expect(difference(np.matmul(np.multiply(U, S) as NDArray, Vh), a)).toBeLessThanOrEqual(
        20 * n * eps * scale * Math.sqrt(n),
      )
      const { Q, R } = np.linalg.qr(a)
      expect(distanceFromOrthogonal(Q)).toBeLessThan(20 * n * eps)
      expect(difference(np.matmul(Q, R), a)).toBeLessThanOrEqual(20 * n * eps * scale * Math.sqrt(n))
      const h = hermitianOf(a)
      const [w, v] = np.linalg.eigh(h)
      expect(distanceFromOrthogonal(v)).toBeLessThan(20 * n * eps)
      expect(difference(np.matmul(h, v), np.multiply(v, w) as NDArray)).toBeLessThanOrEqual(
        40 * n * eps * scale * Math.sqrt(n),
      )
      const pairs = np.linalg.eig(a)
      const moved = np.matmul(a, pairs.eigenvectors)
      const scaled = np.multiply(pairs.eigenvectors, pairs.eigenvalues) as NDArray
      expect(difference(moved, scaled)).toBeLessThanOrEqual(50 * n * eps * scale * Math.sqrt(n))
    }
  })

  it.each(Object.keys(AWKWARD))('solutions with %s matrices: small residuals, however large x is', (name) => {
    for (const n of [1, 2, 5, 20, 70]) {
      const a = AWKWARD[name](n, dtype)
      const scale = largest(a)
      const b = np.multiply(normalMatrix([n, 2], dtype, n), scale || 1).astype(dtype)
      const residual = (x: NDArray): NDArray => np.subtract(b, np.matmul(a, x)) as NDArray
      let x: NDArray | undefined
      try {
        x = np.linalg.solve(a, b)
      } catch (error) {
        expect(error).toBeInstanceOf(np.linalg.LinAlgError)
      }
      if (x !== undefined && Number.isFinite(largest(x))) {
        expect(largest(residual(x))).toBeLessThanOrEqual(20 * n * eps * (scale * largest(x) + largest(b)))
      }
      if (name === 'subnormal') continue // complex quotients of subnormals are NaN, as in NumPy
      const least = np.linalg.lstsq(a, b)[0]
      const left = np.matmul(adjoint(a), np.divide(residual(least), scale || 1))
      expect(largest(left)).toBeLessThanOrEqual(50 * n * n * eps * (scale * largest(least) + largest(b)))
    }
  })

  it('NaN and Inf never hang', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const n of [1, 2, 3, 5, 26, 70]) {
        for (const [i, j] of [
          [0, 0],
          [n - 1, 0],
          [0, n - 1],
          [n >> 1, n >> 1],
        ]) {
          const a = np.add(normalMatrix([n, n], dtype, n), np.multiply(np.eye(n), 4)).astype(dtype)
          a.set([i, j], bad)
          for (const routine of Object.values(ROUTINES)) {
            try {
              routine(a)
            } catch (error) {
              expect(error).toBeInstanceOf(np.linalg.LinAlgError)
            }
          }
        }
      }
    }
  })
})

const ROUTINES: Readonly<Record<string, (a: NDArray) => unknown>> = {
  inv: np.linalg.inv,
  det: np.linalg.det,
  slogdet: np.linalg.slogdet,
  cholesky: np.linalg.cholesky,
  qr: (a) => np.linalg.qr(a),
  svd: (a) => np.linalg.svd(a),
  svdHermitian: (a) => np.linalg.svd(a, { hermitian: true }),
  eig: np.linalg.eig,
  eigvals: np.linalg.eigvals,
  eigh: (a) => np.linalg.eigh(a),
  eighUpper: (a) => np.linalg.eigh(a, 'U'),
  eigvalsh: (a) => np.linalg.eigvalsh(a),
  lstsq: (a) => np.linalg.lstsq(a, np.ones(a.shape[0])),
  lstsqRight: (a) => np.linalg.lstsq(np.eye(a.shape[0]), a),
  pinv: (a) => np.linalg.pinv(a),
  cond: (a) => np.linalg.cond(a),
  cond1: (a) => np.linalg.cond(a, 1),
  matrix_rank: (a) => np.linalg.matrix_rank(a),
  norm2: (a) => np.linalg.norm(a, 2),
  matrix_power: (a) => np.linalg.matrix_power(a, -2),
}
