// Products with Q in blocks (binding/linalg/block_reflectors.h) and the reduction to bidiagonal form in one walk
// (binding/linalg/overrides/labrd.h): orders on both sides of their blocks' edges, on three threads and on one.
import { afterAll, describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import * as lapack from '../../../lib/lapack'
import * as scipy from '../../../lib/scipy'
import { epsilon } from '../../golden'
import {
  adjoint,
  apart,
  array,
  columns,
  distanceFromOrthogonal,
  LINALG_DTYPES,
  largest,
  normalMatrix,
} from './matrices'

const threads = np.get_num_threads()
afterAll(() => np.set_num_threads(threads))

describe.each(LINALG_DTYPES)('%s', (dtype) => {
  const eps = epsilon(dtype)

  it.each([
    [1, 1],
    [5, 3],
    [24, 24],
    [25, 24],
    [33, 32],
    [60, 33],
    [130, 100],
    [420, 401],
  ])('Q of %i rows and %i reflectors', (m, k) => {
    np.set_num_threads(3)
    const a = normalMatrix([m, k], dtype, m + k)
    const factors = columns(a)
    const { tau } = lapack.geqrf(factors)
    const q = columns(array(np.hstack([factors, np.zeros([m, m - k], dtype)])))
    expect(lapack.orgqr(q, tau).info).toBe(0)
    expect(distanceFromOrthogonal(q)).toBeLessThanOrEqual(10 * m * eps)
    const r = np.triu(array(factors.get(`:${k}`)))
    expect(apart(array(np.matmul(q.get(':', `:${k}`), r)), a)).toBeLessThanOrEqual(10 * m * eps * largest(r))
    const first = columns(factors)
    expect(lapack.orgqr(first, tau).info).toBe(0)
    expect(apart(first, array(q.get(':', `:${k}`)))).toBeLessThanOrEqual(10 * m * eps)
    // Few columns are multiplied reflector by reflector.
    for (const other of [1, 3, 40]) {
      for (const side of ['L', 'R']) {
        for (const trans of ['N', 'C']) {
          const c = normalMatrix(side === 'L' ? [m, other] : [other, m], dtype, other)
          const product = columns(c)
          expect(lapack.ormqr(side, trans, factors, tau, product).info).toBe(0)
          const by = trans === 'N' ? q : adjoint(q)
          const wanted = array(side === 'L' ? np.matmul(by, c) : np.matmul(c, by))
          expect(apart(product, wanted), `${side} ${trans} ${other}`).toBeLessThanOrEqual(10 * m * eps * largest(c))
        }
      }
    }
  })

  it('no reflectors: Q is the identity', () => {
    const none = array(np.asfortranarray(np.zeros([40, 3], dtype)))
    expect(lapack.orgqr(none, np.zeros([0], dtype)).info).toBe(0)
    expect(apart(none, np.eye(40, 3))).toBe(0)
    const c = normalMatrix([40, 5], dtype, 1)
    const product = columns(c)
    expect(lapack.ormqr('L', 'N', array(none.get(':', ':0')), np.zeros([0], dtype), product).info).toBe(0)
    expect(apart(product, c)).toBe(0)
  })

  // Wide ones of less than 11 / 6 times as many columns as rows are reduced to lower bidiagonal form.
  it.each([
    [1, 33, 33],
    [1, 120, 100],
    [3, 100, 120],
    [3, 331, 331],
    [3, 340, 420],
    [3, 420, 340],
  ])('on %i threads, singular vectors of %i x %i by gesdd', (count, m, n) => {
    np.set_num_threads(count)
    const a = normalMatrix([m, n], dtype, m)
    const { u, s, vt, info } = lapack.gesdd('S', columns(a))
    expect(info).toBe(0)
    const bound = 10 * Math.max(m, n) * eps
    expect(distanceFromOrthogonal(array(u))).toBeLessThanOrEqual(bound)
    expect(distanceFromOrthogonal(adjoint(array(vt)))).toBeLessThanOrEqual(bound)
    const product = np.matmul(np.multiply(array(u), s), array(vt))
    expect(apart(array(product), a)).toBeLessThanOrEqual(bound * largest(s))
    const alone = lapack.gesdd('N', columns(a)).s
    expect(apart(alone, s)).toBeLessThanOrEqual(bound * largest(s))
  })

  // A row's product with the matrix vanishes, which its reflector's must not.
  it('tiny columns beside a large one', () => {
    const tiny = eps < 1e-10 ? 1e-170 : 1e-25
    const n = 150
    const a = normalMatrix([n, n], dtype, 7)
    const scales = np.full([n], tiny)
    scales.set([0], 1)
    const graded = array(np.multiply(a, scales)).astype(dtype)
    const s = array(np.linalg.svdvals(graded))
    const exact = array(scipy.linalg.svd(graded, { compute_uv: false, lapack_driver: 'gejsv' }))
    const ratios = array(np.divide(s.get(`:${n - 2}`), exact.get(`:${n - 2}`)))
    expect(apart(ratios, np.ones([n - 2]))).toBeLessThanOrEqual(1000 * n * eps)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('gesdd of a matrix with %d ends', (bad) => {
    const a = normalMatrix([200, 200], dtype, 5)
    a.set([120, 70], bad)
    expect(() => np.linalg.svd(a)).toThrow(np.linalg.LinAlgError)
  })
})
