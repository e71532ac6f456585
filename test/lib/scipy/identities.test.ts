// What the golden values of SciPy cannot pin down: factors with free signs and phases, large and ill-conditioned
// matrices, the drivers that SciPy has not. Errors are stated in units of n epsilon.
import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import * as lapack from '../../../lib/lapack'
import { linalg } from '../../../lib/scipy'
import { expectFailure } from '../../failures'
import { valuesOf } from '../../golden'
import { LAYOUTS } from '../../layouts'
import { adjoint, distanceFromOrthogonal, LINALG_DTYPES, largest, normalMatrix } from '../linalg/matrices'

const EPSILON = { float32: 2 ** -23, float64: 2 ** -52, complex64: 2 ** -23, complex128: 2 ** -52 }
const array = (x: unknown): NDArray => x as NDArray
const mm = (...factors: NDArray[]): NDArray => factors.reduce((a, b) => array(np.matmul(a, b)))
const apart = (a: NDArray, b: NDArray): number => largest(array(np.subtract(a, b)))
const shifted = (a: NDArray, by: number): NDArray =>
  array(array(np.add(a, np.multiply(np.eye(a.shape[0]), by))).astype(a.dtype))

describe.each(LINALG_DTYPES)('%s', (dtype) => {
  const eps = EPSILON[dtype]
  const bound = (n: number, a: NDArray): number => 20 * n * eps * Math.max(1, largest(a))

  it.each([1, 2, 7, 40, 130])('Schur forms of order %i', (n) => {
    const a = normalMatrix([n, n], dtype, n)
    for (const output of ['real', 'complex'] as const) {
      const [T, Z] = linalg.schur(a, { output })
      expect(apart(mm(Z, T, adjoint(Z)), a)).toBeLessThan(bound(n, a))
      expect(distanceFromOrthogonal(Z)).toBeLessThan(20 * n * eps)
      expect(largest(array(np.tril(T, T.dtype.startsWith('complex') ? -1 : -2)))).toBe(0)
    }
    for (const sort of ['lhp', 'iuc'] as const) {
      const [T, Z, count] = linalg.schur(a, { output: 'complex', sort })
      expect(apart(mm(Z, T, adjoint(Z)), a)).toBeLessThan(5 * bound(n, a))
      const values = array(np.diag(T)).tolist() as np.Complex[]
      const inside = values.map((w) => (sort === 'lhp' ? w.re < 0 : Math.hypot(w.re, w.im) <= 1))
      expect(inside).toEqual(values.map((_, i) => i < count))
    }
    const [T, Z] = linalg.rsf2csf(...(linalg.schur(a) as [NDArray, NDArray]))
    expect(apart(mm(Z, T, adjoint(Z)), a)).toBeLessThan(bound(n, a))
    expect(largest(array(np.tril(T, -1)))).toBe(0)
  })

  it.each([2, 9, 60])('eigenvectors of order %i by every driver', (n) => {
    const a = normalMatrix([n, n], dtype, 3 * n)
    const h = array(np.add(a, adjoint(a)))
    const b = shifted(mm(a, adjoint(a)), n)
    const expected = linalg.eigvalsh(h, { driver: 'ev' })
    for (const driver of ['ev', 'evd', 'evr', 'evx'] as const) {
      const [w, v] = linalg.eigh(h, { driver })
      expect(apart(w, expected)).toBeLessThan(bound(n, h))
      expect(apart(mm(h, v), array(np.multiply(v, w)))).toBeLessThan(bound(n, h))
      expect(distanceFromOrthogonal(v)).toBeLessThan(40 * n * eps)
    }
    for (const driver of ['gv', 'gvd', 'gvx'] as const) {
      const [w, v] = linalg.eigh(h, b, { driver })
      expect(apart(mm(h, v), array(np.multiply(mm(b, v), w)))).toBeLessThan(10 * bound(n, b))
    }
    const [w, vl, vr] = linalg.eig(a, b, { left: true })
    expect(apart(mm(a, vr), array(np.multiply(mm(b, vr), w)))).toBeLessThan(50 * bound(n, b))
    const left = array(np.multiply(adjoint(vl), array(w.reshape(n, 1))))
    expect(apart(mm(adjoint(vl), a), mm(left, b))).toBeLessThan(50 * bound(n, b))
    expect(largest(array(np.subtract(np.linalg.norm(vl, { axis: 0 }) as NDArray, 1)))).toBeLessThan(20 * eps)
  })

  it.each([
    [6, 4],
    [4, 6],
    [5, 5],
    [70, 30],
  ])('singular values of (%i, %i) by every driver', (m, n) => {
    const a = normalMatrix([m, n], dtype, m + n)
    const expected = linalg.svdvals(a)
    for (const lapack_driver of ['gesdd', 'gesvd', 'gejsv', 'gesvj'] as const) {
      for (const full_matrices of [true, false]) {
        const [u, s, vh] = linalg.svd(a, { lapack_driver, full_matrices })
        const k = Math.min(m, n)
        expect(u.shape).toEqual([m, full_matrices ? m : k])
        expect(vh.shape).toEqual([full_matrices ? n : k, n])
        const product = mm(array(np.multiply(array(u.get(':', `:${k}`)), s)), array(vh.get(`:${k}`)))
        expect(apart(product, a), lapack_driver).toBeLessThan(bound(Math.max(m, n), a))
        expect(distanceFromOrthogonal(u), lapack_driver).toBeLessThan(20 * m * eps)
        expect(distanceFromOrthogonal(adjoint(vh)), lapack_driver).toBeLessThan(20 * n * eps)
        expect(apart(s, expected), lapack_driver).toBeLessThan(bound(m, a))
      }
      const values = linalg.svd(a, { lapack_driver, compute_uv: false })
      expect(apart(values, expected), lapack_driver).toBeLessThan(bound(m, a))
    }
  })

  it('rank-deficient matrices by the Jacobi drivers', () => {
    const a = mm(normalMatrix([6, 2], dtype, 5), normalMatrix([2, 4], dtype, 6))
    for (const lapack_driver of ['gejsv', 'gesvj'] as const) {
      const [u, s, vh] = linalg.svd(a, { lapack_driver })
      expect(distanceFromOrthogonal(u)).toBeLessThan(200 * eps)
      expect(apart(mm(array(np.multiply(array(u.get(':', ':4')), s)), vh), a)).toBeLessThan(bound(6, a))
      const zero = linalg.svd(array(np.zeros([3, 2], dtype)), { lapack_driver })
      expect(distanceFromOrthogonal(zero[0])).toBeLessThan(20 * eps)
    }
  })

  it.each([3, 40, 150])('equations and functions of order %i', (n) => {
    const a = shifted(array(np.multiply(normalMatrix([n, n], dtype, n + 1), 1 / Math.sqrt(n)).astype(dtype)), 4)
    const m = n + 3
    const b = shifted(array(np.multiply(normalMatrix([m, m], dtype, n + 2), 1 / Math.sqrt(m)).astype(dtype)), 3)
    const q = normalMatrix([n, m], dtype, n + 3)
    const x = linalg.solve_sylvester(a, b, q)
    expect(apart(array(np.add(mm(a, x), mm(x, b))), q)).toBeLessThan(10 * bound(n, q))
    const root = linalg.sqrtm(a)
    expect(root.dtype).toBe(dtype)
    expect(apart(mm(root, root), a)).toBeLessThan(10 * bound(n, a))
    // In double precision, whatever comes in; the exponential of the result is as precise as its dtype.
    expect(apart(linalg.expm(linalg.logm(a)), a)).toBeLessThan(10 * bound(n, a))
    const turned = array(np.multiply(np.subtract(a, adjoint(a)), 0.5).astype(dtype))
    expect(distanceFromOrthogonal(linalg.expm(turned))).toBeLessThan(40 * n * eps)
  })

  it('trsyl for every transposition and sign, across its blocks', () => {
    const complex = dtype.startsWith('complex')
    for (const [m, n] of [
      [3, 50],
      [50, 3],
      [75, 70],
    ]) {
      const scaled = (size: number, seed: number, shift: number): NDArray => {
        const full = shifted(
          array(np.multiply(normalMatrix([size, size], dtype, seed), 1 / Math.sqrt(size)).astype(dtype)),
          shift,
        )
        return linalg.schur(full)[0]
      }
      const [a, b] = [scaled(m, 11, 5), scaled(n, 12, 2)]
      for (const ta of complex ? ['N', 'C'] : ['N', 'T', 'C'])
        for (const tb of complex ? ['N', 'C'] : ['N', 'T'])
          for (const sign of [1, -1]) {
            const c = normalMatrix([m, n], dtype, 13)
            const x = array(c.copy())
            const { scale, info } = lapack.trsyl(ta, tb, sign, a, b, x)
            expect([scale, info]).toEqual([1, 0])
            const [left, right] = [ta === 'N' ? a : adjoint(a), tb === 'N' ? b : adjoint(b)]
            const sum = np.add(mm(left, x), np.multiply(mm(x, right), sign))
            expect(apart(array(sum), c), `${ta}${tb}${sign}`).toBeLessThan(20 * bound(m, c))
          }
    }
  })

  it('LAPACK works in place in every layout', () => {
    for (const layout of Object.values(LAYOUTS)) {
      const plain = shifted(normalMatrix([5, 5], dtype, 21), 4)
      const given = layout(valuesOf(plain))
      const right = layout(valuesOf(normalMatrix([5, 2], dtype, 22)))
      const before = array(right.copy())
      const { ipiv, info } = lapack.getrf(given)
      expect(info).toBe(0)
      lapack.getrs('N', given, ipiv, right)
      expect(apart(mm(plain, right), before)).toBeLessThan(bound(5, plain) * 5)
    }
  })
})

describe('bad arguments of lapack', () => {
  const a = np.eye(3)
  it('are refused before LAPACK sees them', () => {
    const ipiv = np.array([1n, 2n, 3n])
    expectFailure(() => lapack.getrf(np.eye(2, { dtype: 'int32' })), TypeError, 'ERR_DTYPE')
    expectFailure(() => lapack.getrf(np.zeros(3)), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => lapack.getrf([[1]] as unknown as NDArray), TypeError)
    expectFailure(() => lapack.getrs('N', a, ipiv, np.ones([2, 1])), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => lapack.getrs('X', a, ipiv, np.ones([3, 1])), RangeError)
    expectFailure(() => lapack.getrs('N', a, np.array([1n, 2n, 9n]), np.ones([3, 1])), RangeError)
    expectFailure(() => lapack.getrs('N', a, ipiv, np.ones([3, 1], 'float32')), TypeError, 'ERR_DTYPE')
    expectFailure(() => lapack.sytrs('L', a, np.array([1n, 2n, -3n]), np.ones([3, 1])), RangeError)
    expectFailure(() => lapack.gesdd('S', np.full([2, 2], Number.NaN)), RangeError)
    expectFailure(() => lapack.gejsv('C', 'U', 'V', np.zeros([2, 3])), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => lapack.gelsd(a, np.ones([2, 1]), -1), RangeError)
    expectFailure(() => lapack.orgqr(np.ones([2, 3]), np.ones(2)), RangeError)
    expectFailure(() => lapack.ormqr('L', 'N', np.ones([4, 2]), np.ones(2), a), RangeError)
    expectFailure(() => lapack.gbtrf(1, 1, np.ones([2, 3])), RangeError)
    expectFailure(() => lapack.syevr('V', 'L', a, { range: 'I', il: 2, iu: 5 }), RangeError)
    expectFailure(() => lapack.stein(np.ones(3), np.ones(3), 1, np.ones(3), np.array([7n, 1n, 1n]), ipiv), RangeError)
    expectFailure(() => lapack.potrf('L', np.broadcast_to(1, [2, 2])), TypeError, 'ERR_READ_ONLY')
  })
})

describe('structure', () => {
  it('solve finds what SciPy finds, and the answer is the same as for a general matrix', () => {
    for (const dtype of LINALG_DTYPES) {
      const a = shifted(normalMatrix([6, 6], dtype, 31), 8)
      const b = normalMatrix([6, 2], dtype, 32)
      const banded = array(np.triu(np.tril(a, 1) as NDArray, -1))
      for (const given of [a, banded, np.triu(a), np.tril(a), np.add(a, adjoint(a)), np.add(a, a.T)].map(array)) {
        const x = linalg.solve(given, b)
        expect(apart(x, linalg.solve(given, b, { assume_a: 'gen' }))).toBeLessThan(200 * EPSILON[dtype])
      }
    }
  })
})
