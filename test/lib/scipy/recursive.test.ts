// The routines that binding/linalg/recursive puts in the place of LAPACK's: orders on both sides of every block.
import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import * as lapack from '../../../lib/lapack'
import { linalg } from '../../../lib/scipy'
import { adjoint, LINALG_DTYPES, largest, normalMatrix } from '../linalg/matrices'

const EPSILON = { float32: 2 ** -23, float64: 2 ** -52, complex64: 2 ** -23, complex128: 2 ** -52 }
const array = (x: unknown): NDArray => x as NDArray
const mm = (...factors: NDArray[]): NDArray => factors.reduce((a, b) => array(np.matmul(a, b)))
const apart = (a: NDArray, b: NDArray): number => largest(array(np.subtract(a, b)))

describe.each(LINALG_DTYPES)('%s', (dtype) => {
  const eps = EPSILON[dtype]
  const complex = dtype.startsWith('complex')

  describe.each([39, 41, 48, 65, 100, 131, 200])('order %i', (n) => {
    const a = normalMatrix([n, n], dtype, n)
    const matrices = {
      random: a,
      // Without a diagonal most pivots are blocks of two.
      'without diagonal': array(np.multiply(a, np.subtract(1, np.eye(n)))).astype(dtype),
      // Pivots that come from far away, and none that is good near by.
      graded: array(np.multiply(a, np.logspace(0, 3, n).astype(dtype))).astype(dtype),
      'of low rank': mm(array(a.get(':', ':3')), array(a.get(':3'))),
    }
    it.each([true, false])('symmetric factors, lower: %s', (lower) => {
      for (const [name, x] of Object.entries(matrices)) {
        for (const hermitian of complex ? [true, false] : [false]) {
          const h = array(np.add(x, hermitian ? adjoint(x) : array(x.T))).astype(dtype)
          const [lu, d] = linalg.ldl(h, { lower, hermitian })
          const product = mm(lu, d, hermitian ? adjoint(lu) : array(lu.T))
          expect(apart(product, h) / largest(h), `${name} ${hermitian}`).toBeLessThan(10 * n * eps)
        }
      }
    })

    it.each(['L', 'U'])('the other triangle stays, %s', (uplo) => {
      const h = array(np.add(a, a.T)).astype(dtype)
      const before = array(uplo === 'L' ? np.triu(h, 1) : np.tril(h, -1))
      const factors = array(np.asfortranarray(h.copy()))
      lapack.sytrf(uplo, factors)
      const after = array(uplo === 'L' ? np.triu(factors, 1) : np.tril(factors, -1))
      expect(apart(before, after)).toBe(0)
    })

    it.each([1, 2, 3] as const)('generalised eigenvalues, type %i', (type) => {
      const h = array(np.add(a, adjoint(a))).astype(dtype)
      const b = array(np.add(mm(a, adjoint(a)), np.multiply(np.eye(n), n))).astype(dtype)
      for (const lower of [true, false]) {
        const [w, v] = linalg.eigh(h, b, { lower, type })
        const scale = (x: NDArray): NDArray => array(np.multiply(x, w))
        const error =
          type === 1
            ? apart(mm(h, v), scale(mm(b, v)))
            : type === 2
              ? apart(mm(h, b, v), scale(v))
              : apart(mm(b, h, v), scale(v))
        const size = largest(w) * largest(v) * (type === 1 ? largest(b) : 1)
        expect(error / size, `lower ${lower}`).toBeLessThan(20 * n * eps)
      }
    })
  })

  it('a matrix of zeros, and NaN', () => {
    const zeros = array(np.zeros([60, 60], dtype))
    for (const uplo of ['L', 'U']) {
      expect(lapack.sytrf(uplo, array(np.asfortranarray(zeros.copy()))).info).toBe(uplo === 'L' ? 1 : 60)
      const nan = array(np.asfortranarray(np.full([60, 60], Number.NaN, dtype)))
      const { ipiv } = lapack.sytrf(uplo, nan)
      for (const p of ipiv.tolist() as number[]) expect(Math.abs(p) >= 1 && Math.abs(p) <= 60).toBe(true)
    }
  })
})

describe.each(LINALG_DTYPES)('wide bands, %s', (dtype) => {
  it.each([
    [400, 150, 150],
    [400, 144, 230],
    [300, 280, 150],
    [200, 199, 199],
  ])('order %i with %i diagonals below and %i above', (n, l, u) => {
    const a = normalMatrix([n, n], dtype, n + l)
    const ab = array(np.zeros([l + u + 1, n], dtype))
    for (let k = -u; k <= l; k++) {
      const diagonal = array(np.diagonal(a, { offset: -k }))
      const from = Math.max(0, -k)
      np.copyto(array(ab.get(u + k, `${from}:${from + diagonal.size}`)), diagonal)
    }
    const dense = array(np.tril(np.triu(a, -l), u))
    const b = normalMatrix([n, 3], dtype, l)
    const x = linalg.solve_banded([l, u], ab, b)
    const error = apart(mm(dense, x), b) / (largest(dense) * largest(x))
    expect(error).toBeLessThan(20 * n * EPSILON[dtype])
  })
})
