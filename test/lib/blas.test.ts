// numblas/blas against products of np.matmul: every dtype, every layout, transposition, triangle and side.
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import * as blas from '../../lib/blas'
import type { NDArray } from '../../lib/core/ndarray'
import { expectFailure } from '../failures'
import { valuesOf } from '../golden'
import { LAYOUTS } from '../layouts'
import { adjoint, LINALG_DTYPES, type LinalgDType, largest, normalMatrix } from './linalg/matrices'

const EPSILON = { float32: 2 ** -23, float64: 2 ** -52, complex64: 2 ** -23, complex128: 2 ** -52 }
const NAMES = Object.keys(LAYOUTS)
let seed = 1
let turn = 0

const array = (x: unknown): NDArray => x as NDArray
const mm = (...factors: NDArray[]): NDArray => factors.reduce((a, b) => array(np.matmul(a, b)))
const plus = (a: unknown, b: unknown): NDArray => array(np.add(array(a), array(b)))
const times = (a: unknown, b: unknown): NDArray => array(np.multiply(array(a), b as number))
const op = (a: NDArray, trans: string): NDArray => (trans === 'N' ? a : trans === 'T' ? array(a.T) : adjoint(a))

// Fresh numbers in the layouts in turn, and the same numbers in rows for the reference.
function random(shape: number[], dtype: LinalgDType): { given: NDArray; plain: NDArray } {
  const plain = normalMatrix(shape, dtype, seed++)
  return { given: LAYOUTS[NAMES[turn++ % NAMES.length]](valuesOf(plain)), plain: array(plain.copy()) }
}

function expectNear(result: NDArray, wanted: NDArray, dtype: LinalgDType, what: string): void {
  expect(result.dtype, what).toBe(dtype)
  expect(result.shape, what).toEqual(wanted.shape)
  const error = largest(array(np.subtract(result, wanted)))
  expect(error, `${what}: error`).toBeLessThanOrEqual(100 * EPSILON[dtype] * Math.max(1, largest(wanted)))
}

const triangle = (a: NDArray, uplo: string, diag = 'N'): NDArray => {
  const kept = array(uplo === 'U' ? np.triu(a, diag === 'U' ? 1 : 0) : np.tril(a, diag === 'U' ? -1 : 0))
  return diag === 'U' ? plus(kept, np.eye(a.shape[0], { dtype: a.dtype })) : kept
}
// The whole symmetric or Hermitian matrix of a triangle.
const whole = (a: NDArray, uplo: string, hermitian: boolean): NDArray => {
  const strict = array(uplo === 'U' ? np.triu(a, 1) : np.tril(a, -1))
  const main = array(np.diag(np.diag(hermitian && a.dtype.startsWith('complex') ? array(a.real) : a) as NDArray))
  return array(plus(plus(strict, hermitian ? adjoint(strict) : array(strict.T)), main).astype(a.dtype))
}
// What a call leaves of the other triangle.
const merged = (before: NDArray, after: NDArray, uplo: string): NDArray =>
  plus(triangle(after, uplo), array(uplo === 'U' ? np.tril(before, -1) : np.triu(before, 1)))

describe.each(LINALG_DTYPES)('%s', (dtype) => {
  const complex = dtype.startsWith('complex')
  const alpha = complex ? np.complex(0.5, -1.25) : -1.25
  const beta = complex ? np.complex(2, 0.5) : 2
  const TRANS = ['N', 'T', 'C']

  it('gemm', () => {
    for (const m of [1, 4, 7])
      for (const n of [1, 3])
        for (const k of [0, 1, 5]) {
          for (const ta of TRANS)
            for (const tb of TRANS) {
              const a = random(ta === 'N' ? [m, k] : [k, m], dtype)
              const b = random(tb === 'N' ? [k, n] : [n, k], dtype)
              const c = random([m, n], dtype)
              const wanted = plus(times(mm(op(a.plain, ta), op(b.plain, tb)), alpha), times(c.plain, beta))
              expect(blas.gemm(ta, tb, alpha, a.given, b.given, beta, c.given)).toBe(c.given)
              expectNear(c.given, wanted, dtype, `gemm ${ta}${tb} ${m} ${n} ${k}`)
            }
        }
  })

  it('symm, hemm', () => {
    for (const name of complex ? (['symm', 'hemm'] as const) : (['symm'] as const))
      for (const side of ['L', 'R'])
        for (const uplo of ['U', 'L'])
          for (let trial = 0; trial < 6; trial++) {
            const [m, n] = [4, 3]
            const size = side === 'L' ? m : n
            const [a, b, c] = [random([size, size], dtype), random([m, n], dtype), random([m, n], dtype)]
            const full = whole(a.plain, uplo, name === 'hemm')
            const product = side === 'L' ? mm(full, b.plain) : mm(b.plain, full)
            const wanted = plus(times(product, alpha), times(c.plain, beta))
            blas[name](side, uplo, alpha, a.given, b.given, beta, c.given)
            expectNear(c.given, wanted, dtype, `${name} ${side}${uplo}`)
          }
  })

  it('syrk, herk, syr2k, her2k', () => {
    for (const uplo of ['U', 'L'])
      for (let trial = 0; trial < 8; trial++)
        for (const turned of [false, true]) {
          const shape = turned ? [3, 4] : [4, 3]
          const [a, b, c] = [random(shape, dtype), random(shape, dtype), random([4, 4], dtype)]
          const t = turned ? 'T' : 'N'
          const [x, y] = [op(a.plain, t), op(b.plain, t)]
          const rank = plus(times(mm(x, array(x.T)), alpha), times(c.plain, beta))
          blas.syrk(uplo, t, alpha, a.given, beta, c.given)
          expectNear(c.given, merged(c.plain, rank, uplo), dtype, `syrk ${uplo}${t}`)
          const c2 = random([4, 4], dtype)
          const two = plus(times(plus(mm(x, array(y.T)), mm(y, array(x.T))), alpha), times(c2.plain, beta))
          blas.syr2k(uplo, t, alpha, a.given, b.given, beta, c2.given)
          expectNear(c2.given, merged(c2.plain, two, uplo), dtype, `syr2k ${uplo}${t}`)
          if (!complex) continue
          const h = turned ? 'C' : 'N'
          const [p, q] = [op(a.plain, h), op(b.plain, h)]
          const real = (z: NDArray): NDArray => whole(z, uplo, true)
          const c3 = random([4, 4], dtype)
          const hermitian = plus(times(mm(p, adjoint(p)), 1.5), times(real(c3.plain), 2))
          blas.herk(uplo, h, 1.5, a.given, 2, c3.given)
          expectNear(c3.given, merged(c3.plain, hermitian, uplo), dtype, `herk ${uplo}${h}`)
          const c4 = random([4, 4], dtype)
          const conjugate = np.complex(0.5, 1.25)
          const sum = plus(times(mm(p, adjoint(q)), alpha), times(mm(q, adjoint(p)), conjugate))
          blas.her2k(uplo, h, alpha, a.given, b.given, 2, c4.given)
          expectNear(c4.given, merged(c4.plain, plus(sum, times(real(c4.plain), 2)), uplo), dtype, `her2k ${uplo}${h}`)
        }
  })

  it('trmm, trsm, trmv, trsv', () => {
    for (const uplo of ['U', 'L'])
      for (const t of TRANS)
        for (const diag of ['N', 'U'])
          for (const side of ['L', 'R']) {
            const size = side === 'L' ? 4 : 3
            const what = `${side}${uplo}${t}${diag}`
            for (let trial = 0; trial < 3; trial++) {
              const a = random([size, size], dtype)
              np.add(a.given, times(np.eye(size), 4), { out: a.given })
              const plain = array(np.add(a.plain, array(times(np.eye(size), 4).astype(dtype))))
              const full = op(triangle(plain, uplo, diag), t)
              const b = random([4, 3], dtype)
              const wanted = times(side === 'L' ? mm(full, b.plain) : mm(b.plain, full), alpha)
              blas.trmm(side, uplo, t, diag, alpha, a.given, b.given)
              expectNear(b.given, wanted, dtype, `trmm ${what}`)
              blas.trsm(side, uplo, t, diag, 1, a.given, b.given)
              expectNear(b.given, times(b.plain, alpha), dtype, `trsm ${what}`)
              const x = random([size], dtype)
              blas.trmv(uplo, t, diag, a.given, x.given)
              expectNear(x.given, mm(full, x.plain), dtype, `trmv ${what}`)
              blas.trsv(uplo, t, diag, a.given, x.given)
              expectNear(x.given, x.plain, dtype, `trsv ${what}`)
            }
          }
  })

  it('gemv, ger and their kin', () => {
    for (let trial = 0; trial < 12; trial++) {
      for (const t of TRANS) {
        const a = random([4, 3], dtype)
        const [x, y] = [random([t === 'N' ? 3 : 4], dtype), random([t === 'N' ? 4 : 3], dtype)]
        const wanted = plus(times(mm(op(a.plain, t), x.plain), alpha), times(y.plain, beta))
        blas.gemv(t, alpha, a.given, x.given, beta, y.given)
        expectNear(y.given, wanted, dtype, `gemv ${t}`)
      }
      const [x, y] = [random([4], dtype), random([3], dtype)]
      const outer = array(np.multiply(array(x.plain.reshape(4, 1)), y.plain))
      for (const name of complex ? (['geru', 'gerc'] as const) : (['ger'] as const)) {
        const a = random([4, 3], dtype)
        const right = name === 'gerc' ? array(np.conjugate(y.plain)) : y.plain
        const product = name === 'gerc' ? array(np.multiply(array(x.plain.reshape(4, 1)), right)) : outer
        blas[name](alpha, x.given, y.given, a.given)
        expectNear(a.given, plus(times(product, alpha), a.plain), dtype, name)
      }
      for (const uplo of ['U', 'L']) {
        const [a, u, v, w] = [random([4, 4], dtype), random([4], dtype), random([4], dtype), random([4], dtype)]
        const full = whole(a.plain, uplo, complex)
        blas[complex ? 'hemv' : 'symv'](uplo, alpha, a.given, u.given, beta, v.given)
        expectNear(v.given, plus(times(mm(full, u.plain), alpha), times(v.plain, beta)), dtype, `symv ${uplo}`)
        const column = array(u.plain.reshape(4, 1))
        const [b, c] = [random([4, 4], dtype), random([4, 4], dtype)]
        const base = (z: NDArray): NDArray => (complex ? whole(z, uplo, true) : z)
        blas[complex ? 'her' : 'syr'](uplo, 1.5, u.given, b.given)
        const one = plus(times(mm(column, adjoint(column)), 1.5), base(b.plain))
        expectNear(b.given, merged(b.plain, one, uplo), dtype, `syr ${uplo}`)
        const other = array(w.plain.reshape(4, 1))
        blas[complex ? 'her2' : 'syr2'](uplo, 1.5, u.given, w.given, c.given)
        const two = times(plus(mm(column, adjoint(other)), mm(other, adjoint(column))), 1.5)
        expectNear(c.given, merged(c.plain, plus(two, base(c.plain)), uplo), dtype, `syr2 ${uplo}`)
      }
    }
  })

  it('banded matrices', () => {
    const [m, n, kl, ku] = [5, 4, 1, 2]
    for (let trial = 0; trial < 6; trial++)
      for (const t of TRANS) {
        const full = array(np.triu(np.tril(random([m, n], dtype).plain, ku) as NDArray, -kl))
        const ab = array(np.zeros([kl + ku + 1, n], dtype))
        for (let i = 0; i < m; i++)
          for (let j = 0; j < n; j++) if (ku + i - j >= 0 && i - j <= kl) ab.set([ku + i - j, j], full.get(i, j))
        const [x, y] = [random([t === 'N' ? n : m], dtype), random([t === 'N' ? m : n], dtype)]
        blas.gbmv(t, m, kl, ku, alpha, ab, x.given, beta, y.given)
        const wanted = plus(times(mm(op(full, t), x.plain), alpha), times(y.plain, beta))
        expectNear(y.given, wanted, dtype, `gbmv ${t}`)
      }
    for (const uplo of ['U', 'L']) {
      const dense = random([5, 5], dtype).plain
      const full = whole(array(uplo === 'U' ? np.tril(dense, 1) : np.triu(dense, -1)), uplo, complex)
      const beside = uplo === 'U' ? 1 : -1
      const ab = array(np.zeros([2, 5], dtype))
      ab.set([uplo === 'U' ? 1 : 0, ':'], np.diag(full) as NDArray)
      ab.set(uplo === 'U' ? [0, '1:'] : [1, ':-1'], np.diag(full, beside) as NDArray)
      const [x, y] = [random([5], dtype), random([5], dtype)]
      blas[complex ? 'hbmv' : 'sbmv'](uplo, alpha, ab, x.given, beta, y.given)
      expectNear(y.given, plus(times(mm(full, x.plain), alpha), times(y.plain, beta)), dtype, `sbmv ${uplo}`)
      np.add(array(ab.get(uplo === 'U' ? 1 : 0)), 5, { out: array(ab.get(uplo === 'U' ? 1 : 0)) })
      const lifted = plus(full, array(times(np.eye(5), 5).astype(dtype)))
      const tri = array(uplo === 'U' ? np.triu(lifted) : np.tril(lifted))
      for (const t of TRANS) {
        const z = random([5], dtype)
        blas.tbmv(uplo, t, 'N', ab, z.given)
        expectNear(z.given, mm(op(tri, t), z.plain), dtype, `tbmv ${uplo}${t}`)
        blas.tbsv(uplo, t, 'N', ab, z.given)
        expectNear(z.given, z.plain, dtype, `tbsv ${uplo}${t}`)
      }
    }
  })

  it('vectors', () => {
    for (let trial = 0; trial < 20; trial++)
      for (const n of [0, 1, 6]) {
        const [x, y] = [random([n], dtype), random([n], dtype)]
        const one = (value: unknown): NDArray => np.array(value, dtype) as NDArray
        if (complex) {
          expectNear(one(blas.dotu(x.given, y.given)), one(np.dot(x.plain, y.plain)), dtype, 'dotu')
          const conjugated = np.dot(np.conjugate(x.plain) as NDArray, y.plain)
          expectNear(one(blas.dotc(x.given, y.given)), one(conjugated), dtype, 'dotc')
        } else expectNear(one(blas.dot(x.given, y.given)), one(np.dot(x.plain, y.plain)), dtype, 'dot')
        const size = complex
          ? np.add(np.absolute(x.plain.real as NDArray), np.absolute(x.plain.imag as NDArray))
          : np.absolute(x.plain)
        expect(blas.asum(x.given)).toBeCloseTo(np.sum(size as NDArray) as number, 4)
        expect(blas.nrm2(x.given)).toBeCloseTo(np.linalg.norm(x.plain) as number, 4)
        expect(blas.iamax(x.given)).toBe(n === 0 ? -1 : np.argmax(size as NDArray))
        blas.axpy(alpha, x.given, y.given)
        expectNear(y.given, plus(times(x.plain, alpha), y.plain), dtype, 'axpy')
        blas.copy(x.given, y.given)
        expectNear(y.given, x.plain, dtype, 'copy')
        blas.scal(alpha, x.given)
        expectNear(x.given, times(x.plain, alpha), dtype, 'scal')
        blas.swap(x.given, y.given)
        expectNear(x.given, x.plain, dtype, 'swap')
        expectNear(y.given, times(x.plain, alpha), dtype, 'swap')
        const [u, v] = [random([n], dtype), random([n], dtype)]
        blas.rot(u.given, v.given, 0.6, 0.8)
        expectNear(u.given, plus(times(u.plain, 0.6), times(v.plain, 0.8)), dtype, 'rot')
        expectNear(v.given, plus(times(v.plain, 0.6), times(u.plain, -0.8)), dtype, 'rot')
      }
  })
})

describe('rotations', () => {
  it('rotg turns a complex pair', () => {
    const { r, c, s } = blas.rotg(np.complex(3, 0), np.complex(0, 4))
    expect(Math.hypot((r as np.Complex).re, (r as np.Complex).im)).toBeCloseTo(5)
    expect(c).toBeCloseTo(0.6)
    expect(Math.hypot((s as np.Complex).re, (s as np.Complex).im)).toBeCloseTo(0.8)
  })
  it('rotmg makes what rotm undoes', () => {
    const { param } = blas.rotmg(1, 2, 3, 4)
    const [x, y] = [np.array([3]), np.array([4])]
    blas.rotm(x, y, param)
    expect(y.item()).toBeCloseTo(0)
  })
})

describe('memory', () => {
  it('an input may be the result', () => {
    const a = np.array([
      [1, 2],
      [3, 4],
    ])
    blas.gemm('N', 'N', 1, a, a, 0, a)
    expect(a.tolist()).toEqual([
      [7, 10],
      [15, 22],
    ])
  })
  it('refuses bad arguments', () => {
    const [a, x] = [np.eye(2), np.ones(2)]
    expectFailure(() => blas.gemm('N', 'N', 1, a, np.eye(3), 0, a), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => blas.gemm('X', 'N', 1, a, a, 0, a), RangeError)
    expectFailure(() => blas.gemm('N', 'N', np.complex(0, 1), a, a, 0, a), TypeError)
    expectFailure(() => blas.gemv('N', 1, a, np.ones(3), 0, x), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => blas.gemv('N', 1, a, np.ones(2, 'float32'), 0, x), TypeError, 'ERR_DTYPE')
    expectFailure(() => blas.dot(np.ones(2, 'int32'), np.ones(2, 'int32')), TypeError, 'ERR_DTYPE')
    expectFailure(() => blas.hemv('U', 1, a, x, 0, x), TypeError, 'ERR_DTYPE')
    expectFailure(
      () => blas.ger(1, np.ones(2, 'complex64'), np.ones(2, 'complex64'), np.ones([2, 2], 'complex64')),
      TypeError,
      'ERR_DTYPE',
    )
    expectFailure(() => blas.axpy(1, x, np.broadcast_to(1, [2])), TypeError, 'ERR_READ_ONLY')
    expectFailure(() => blas.gbmv('N', 2, 5, 0, 1, a, x, 0, x), RangeError)
    expectFailure(() => blas.gemm('N', 'N', 1, [[1]] as unknown as NDArray, a, 0, a), TypeError)
  })
})
