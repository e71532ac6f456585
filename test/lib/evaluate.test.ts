import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'

const a = np.linspace(-2, 3, 40_000)
const b = np.linspace(1, 5, 40_000)
const i = np.array([1, 2, 3], 'int32')

const same = (x: np.NDArray, y: np.NDArray): void => {
  expect(x.dtype).toBe(y.dtype)
  expect(x.shape).toEqual(y.shape)
  expect(Buffer.compare(x.tobytes(), y.tobytes())).toBe(0)
}

describe('evaluate', () => {
  it('gives what the ufuncs give, bit for bit, across blocks and chunks', () => {
    same(np.evaluate('2*a*b + sin(b)', { a, b }), np.add(np.multiply(np.multiply(2, a), b), np.sin(b)))
    same(np.evaluate('a**2 - b/3', { a, b }), np.subtract(np.power(a, 2), np.divide(b, 3)))
    same(np.evaluate('-a // 2 % 3', { a }), np.remainder(np.floor_divide(np.negative(a), 2), 3))
    same(np.evaluate('(a > 0) & ~(b < 2)', { a, b }), np.bitwise_and(np.greater(a, 0), np.invert(np.less(b, 2))))
  })

  it("binds as Python's operators do", () => {
    const at = (text: string, values: Record<string, number> = {}): unknown => np.evaluate(text, values).item()
    expect(at('2 + 3 * 4')).toBe(14)
    expect(at('-2 ** 2')).toBe(-4)
    expect(at('2 ** 3 ** 2')).toBe(512)
    expect(at('2 ** -1.0')).toBe(0.5)
    expect(at('(2 + 3) * x', { x: 4 })).toBe(20)
    expect(at('7 // 2 * 2')).toBe(6)
    expect(at('pi > 3')).toBe(true)
  })

  it('promotes dtypes as the ufuncs do: literals are weak', () => {
    expect(np.evaluate('i + 1', { i }).dtype).toBe('int32')
    expect(np.evaluate('i + 1.0', { i }).dtype).toBe('float64')
    expect(np.evaluate('i / 2', { i }).dtype).toBe('float64')
    expect(np.evaluate('f * 2.5', { f: np.ones(3, 'float32') }).dtype).toBe('float32')
    expect(np.evaluate('f + i', { f: np.ones(3, 'float32'), i }).dtype).toBe('float64')
    expect(np.evaluate('f * 1j', { f: np.ones(3, 'float32') }).dtype).toBe('complex64')
    expect(np.evaluate('i', { i }).tolist()).toEqual([1, 2, 3])
  })

  it('takes whole literals beyond the dtype beside them as the ufuncs do', () => {
    const a = np.array([1, 128, 255], 'uint8')
    expect((np.evaluate('a / 256', { a }) as np.NDArray).tolist()).toEqual([1 / 256, 0.5, 255 / 256])
    expect((np.evaluate('a < 256', { a }) as np.NDArray).tolist()).toEqual([true, true, true])
    expect((np.evaluate('a == -1', { a }) as np.NDArray).tolist()).toEqual([false, false, false])
    expect(() => np.evaluate('a * 300', { a })).toThrow(RangeError)
    expect(np.less(a, 2 ** 80).tolist()).toEqual([true, true, true])
  })

  it('broadcasts and takes views', () => {
    const row = np.arange(200)
    const column = np.reshape(np.arange(300), [300, 1])
    same(np.evaluate('row * column + 1', { row, column }), np.add(np.multiply(row, column), 1))
    const grid = np.reshape(np.arange(60_000), [200, 300])
    const view = grid.T.get('::-2', '1::3')
    same(np.evaluate('v + v', { v: view }).copy('C'), np.add(view, view).copy('C'))
  })

  it('chooses by where', () => {
    same(np.evaluate('where(a > 0, a, 0)', { a }), np.maximum(a, 0))
  })

  it('folds by an outermost reduction', () => {
    expect(np.evaluate('sum(a*b)', { a, b })).toBeCloseTo(np.sum(np.multiply(a, b)) as number, 6)
    expect(np.evaluate('max(a)', { a })).toBe(3)
    expect(np.evaluate('min(a + b)', { a, b })).toBe(-1)
    expect(np.evaluate('any(a > 2.9)', { a })).toBe(true)
    expect(np.evaluate('all(a > -2)', { a })).toBe(false)
    expect(np.evaluate('sum(i)', { i })).toBe(6)
    expect(np.evaluate('sum(e)', { e: np.zeros(0) })).toBe(0)
    expect(() => np.evaluate('max(e)', { e: np.zeros(0) })).toThrow(RangeError)
  })

  it('gives the same bits whatever the threads', () => {
    const threads = np.get_num_threads()
    const values = np.sin(np.arange(1_000_003))
    np.set_num_threads(1)
    const alone = np.evaluate('sum(v*v)', { v: values })
    np.set_num_threads(4)
    const together = np.evaluate('sum(v*v)', { v: values })
    np.set_num_threads(threads)
    expect(together).toBe(alone)
  })

  it('writes into out, also over its own input', () => {
    const x = np.arange(10)
    const out = np.zeros(10)
    expect(np.evaluate('x + 1', { x }, { out })).toBe(out)
    np.evaluate('x + x', { x: x.get('::-1') }, { out: x })
    expect(x.tolist()).toEqual([18, 16, 14, 12, 10, 8, 6, 4, 2, 0])
    expect(out.item(9)).toBe(10)
    expect(() => np.evaluate('x + 0.5', { x }, { out: np.zeros(10, 'int32') })).toThrow(TypeError)
    expect(() => np.evaluate('x', { x }, { out: np.zeros(9) })).toThrow(RangeError)
  })

  it.each([
    ['a +', 'position 4'],
    ['a + * b', 'position 5'],
    ['(a + b', 'position 7'],
    ['a $ b', 'position 3'],
    ['a < b < a', 'position 7'],
    ['nosuch(a)', 'position 1'],
    ['sin(a, b)', 'position 1'],
    ['1 + sum(a)', 'position 5'],
    ['', 'position 1'],
  ])('refuses %j and names the position', (text, position) => {
    const failing = (): unknown => np.evaluate(text, { a, b })
    expect(failing).toThrow(expect.objectContaining({ code: 'ERR_SYNTAX' }))
    expect(failing).toThrow(position)
  })

  it('knows only its own variables', () => {
    expect(() => np.evaluate('a + c', { a })).toThrow("expected a value for 'c'")
    expect(() => np.evaluate('constructor', {})).toThrow(TypeError)
    expect(() => np.evaluate(`${'('.repeat(500)}a${')'.repeat(500)}`, { a })).toThrow('levels of nesting')
  })

  it('never reads a program wrongly: random expressions against the ufuncs', () => {
    const leaf = fc.constantFrom('a', 'b', '2', '0.5')
    const { expression } = fc.letrec<{ expression: [string, () => unknown] }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 5 },
        leaf.map((name) => [name, () => ({ a, b, 2: 2, 0.5: 0.5 })[name]] as [string, () => unknown]),
        fc
          .tuple(fc.constantFrom(...(['+', '-', '*'] as const)), tie('expression'), tie('expression'))
          .map(([sign, x, y]) => {
            const f = { '+': np.add, '-': np.subtract, '*': np.multiply }[sign]
            return [`(${x[0]} ${sign} ${y[0]})`, () => f(x[1]() as np.NDArray, y[1]() as np.NDArray)] as [
              string,
              () => unknown,
            ]
          }),
      ),
    }))
    fc.assert(
      fc.property(expression, ([text, value]) => {
        const expected = value()
        const result = np.evaluate(text, { a, b })
        if (expected instanceof np.NDArray) same(result, expected)
        else expect(result.item()).toBe(expected)
      }),
      { numRuns: 60 },
    )
  })
})
