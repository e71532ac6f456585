import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'

const dtypes = ['bool', 'int8', 'int64', 'uint16', 'float16', 'float32', 'float64', 'complex64', 'complex128'] as const

describe('where', () => {
  it.each(dtypes)('chooses elements of %s in every layout', (dtype) => {
    const x = np.ones([4, 6], dtype)
    const y = np.zeros([4, 6], dtype)
    const mask = np.equal(np.remainder(np.arange(24).reshape(4, 6), 3), 0)
    const whole = np.where(mask, x, y)
    expect(whole.dtype).toBe(dtype)
    expect(np.not_equal(whole, 0).tolist()).toEqual(mask.tolist())
    const strided = np.where(mask.get('::-1', '::2'), x.get('::-1', '::2'), y.T.copy().T.get('::-1', '::2'))
    expect(np.not_equal(strided, 0).tolist()).toEqual(mask.get('::-1', '::2').tolist())
  })

  it('promotes, broadcasts and keeps scalars weak', () => {
    const column = np.array([[true], [false]])
    expect(np.where(column, np.array([1, 2], 'int32'), np.array([0.5], 'float32')).dtype).toBe('float64')
    expect(np.where(column, np.array([1, 2], 'int32'), 0).dtype).toBe('int32')
    expect(np.where(column, [1, 2], [3, 4]).tolist()).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(np.where(np.zeros([0, 2]), 1, 2).shape).toEqual([0, 2])
  })

  it('treats any value that is not zero as true, NaN too', () => {
    expect(np.where([0, -0, Number.NaN, 3], 1, 2).tolist()).toEqual([2, 2, 1, 1])
  })

  it('refuses one branch alone and shapes that differ', () => {
    expect(() => (np.where as (...args: unknown[]) => unknown)([true], 1)).toThrow(TypeError)
    expect(() => np.where([true, false], [1, 2, 3], 0)).toThrow(RangeError)
  })
})

describe('nonzero', () => {
  it('lists the indices of a plain walk in row-major order', () => {
    const table = fc.array(fc.array(fc.constantFrom(0, 0, 1, -2), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 9,
    })
    fc.assert(
      fc.property(table, (rows) => {
        const expected = rows.flatMap((row, i) => row.flatMap((value, j) => (value === 0 ? [] : [[i, j]])))
        const [first, second] = np.nonzero(rows)
        expect(first.dtype).toBe('int64')
        expect(first.tolist()).toEqual(expected.map(([i]) => i))
        expect(second.tolist()).toEqual(expected.map(([, j]) => j))
        expect(np.argwhere(rows).tolist()).toEqual(expected)
        expect(np.flatnonzero(rows).tolist()).toEqual(expected.map(([i, j]) => 3 * i + j))
        const reversed = np.array(rows).get('::-1').get('::-1')
        expect(np.argwhere(reversed).tolist()).toEqual(expected)
      }),
    )
  })

  it('knows 0-d and empty arrays', () => {
    expect(() => np.nonzero(5)).toThrow(RangeError)
    expect(np.argwhere(5).shape).toEqual([1, 0])
    expect(np.argwhere(0).shape).toEqual([0, 0])
    expect(np.nonzero(np.zeros([0, 3])).map((index) => index.shape)).toEqual([[0], [0]])
  })
})
