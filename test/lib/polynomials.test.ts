// The polynomial class, and laws of polynomials on whole numbers; values are the sweep's (scripts/oracle/sweep/polynomials.py).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { expectFailure } from '../failures'
import { decode, type Encoded } from '../golden'
import { LAYOUTS } from '../layouts'

const golden = JSON.parse(readFileSync(join(__dirname, '../oracle/poly1d.json'), 'utf8')) as {
  cases: readonly (readonly [coefficients: Encoded, text: string, shown: string])[]
}

describe('poly1d', () => {
  it.each(golden.cases)('prints as in NumPy: %#', (coefficients, text, shown) => {
    const p = np.poly1d(LAYOUTS.C(decode(coefficients)), { variable: 'z' })
    expect(p.toString()).toBe(text)
    expect(inspect(p)).toBe(shown)
  })

  const p = np.poly1d([1, 2, 3])
  const q = np.poly1d([1, -1])

  it('is the array of its coefficients where an array is expected', () => {
    expect(np.add(p, 1).tolist()).toEqual([2, 3, 4])
    expect(np.asarray(p, 'float32').dtype).toBe('float32')
    expect(np.sum(p)).toBe(6)
    expectFailure(() => np.sum({ __array__: () => [1] } as unknown as np.NDArray), TypeError)
  })

  it('tells its coefficients, degree and roots', () => {
    expect(p.c.tolist()).toEqual([1, 2, 3])
    expect([p.coef, p.coefficients, p.coeffs].every((one) => one === p.c)).toBe(true)
    expect([p.order, p.o, p.variable]).toEqual([2, 2, 'x'])
    expect(q.roots.tolist()).toEqual([1])
    expect(np.poly1d([1, 2], true).c.tolist()).toEqual([1, -3, 2])
    expect([p.at(0), p.at(2), p.at(5)]).toEqual([3, 1, 0])
    expect(np.poly1d([0, 0, 4]).c.tolist()).toEqual([4])
    expect(np.poly1d(p, { variable: 't' }).variable).toBe('t')
  })

  it('can be called, with scalars, arrays and polynomials', () => {
    expect(p(2)).toBe(11)
    expect(p([0, 1]).tolist()).toEqual([3, 6])
    expect(p(q).c.tolist()).toEqual([1, 0, 2])
    expect(np.polyval(p, q).c.tolist()).toEqual([1, 0, 2])
  })

  it('calculates', () => {
    expect(p.add(q).c.tolist()).toEqual([1, 3, 2])
    expect(p.subtract(q).c.tolist()).toEqual([1, 1, 4])
    expect(p.multiply(q).c.tolist()).toEqual([1, 1, 1, -3])
    expect(p.multiply(2).c.tolist()).toEqual([2, 4, 6])
    expect(p.divide(2).c.tolist()).toEqual([0.5, 1, 1.5])
    expect(p.divide(q).map((part) => part.c.tolist())).toEqual([[1, 3], [6]])
    expect(p.power(3).c.tolist()).toEqual([1, 6, 21, 44, 63, 54, 27])
    expect(p.power(0).c.tolist()).toEqual([1])
    expect(p.negative().c.tolist()).toEqual([-1, -2, -3])
    expect(p.deriv().c.tolist()).toEqual([2, 2])
    expect(p.integ(1, 4).c.tolist()).toEqual([1 / 3, 1, 3, 4])
    expect(p.equals(np.poly1d([1, 2, 3]))).toBe(true)
    expect(p.equals(q)).toBe(false)
    expectFailure(() => p.power(-1), RangeError)
    expectFailure(() => np.poly1d([[1, 2]]), RangeError)
  })

  it('makes results of its class', () => {
    for (const result of [np.polyadd(p, [1]), np.polysub([1], p), np.polymul(p, p), np.polyder(p), np.polyint(p)]) {
      expect(result).toBeInstanceOf(np.poly1d)
    }
    expect(np.polydiv(p, [1, -1]).every((part) => (part as unknown) instanceof np.poly1d)).toBe(true)
    expect(np.polyadd([1], [2])).toBeInstanceOf(np.NDArray)
  })
})

describe('laws', () => {
  const list = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 8 })

  it('product, sum and value', () => {
    fc.assert(
      fc.property(list, list, fc.integer({ min: -3, max: 3 }), (a, b, x) => {
        const at = (p: np.NDArray): number => np.polyval(p, x) as number
        expect(at(np.polymul(a, b))).toBe(at(np.array(a)) * at(np.array(b)) + 0)
        expect(at(np.polyadd(a, b))).toBe(at(np.array(a)) + at(np.array(b)))
      }),
    )
  })

  it('quotient times divisor plus remainder', () => {
    fc.assert(
      fc.property(list, list, (a, b) => {
        const divisor = [1, ...b]
        const [quotient, remainder] = np.polydiv(a, divisor)
        const back = np.polyadd(np.polymul(quotient, divisor), remainder)
        expect(np.allclose(np.polysub(back, a), 0)).toBe(true)
      }),
    )
  })

  it('derivative of the antiderivative', () => {
    fc.assert(
      fc.property(list, (a) => {
        expect(np.allclose(np.polyder(np.polyint(a)), a)).toBe(true)
      }),
    )
  })
})
