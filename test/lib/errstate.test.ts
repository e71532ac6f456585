// Floating-point errors: which operation meets which, as NumPy's errstate tells (scripts/oracle/errstate.py), and what
// becomes of them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { expectFailure } from '../failures'

interface Case {
  readonly ufunc: string
  readonly dtype: string
  readonly operands: readonly (number | string)[]
  readonly errors: readonly string[]
}

const cases = JSON.parse(readFileSync(join(__dirname, '../oracle/errstate.json'), 'utf8')) as Case[]
const functions = np as unknown as Record<string, (...args: unknown[]) => unknown>

function errorsOf(run: () => unknown): string[] {
  const met = new Set<string>()
  np.errstate({ all: 'call', call: (error) => met.add(error) }, run)
  return [...met].sort()
}

afterEach(() => {
  np.seterr('ignore')
  np.seterrcall(null)
})

describe('errors met', () => {
  const products = ['matmul', 'dot', 'vecdot', 'inner']
  const [ofProducts, elementwise] = [true, false].map((wanted) =>
    cases.filter(({ ufunc }) => products.includes(ufunc) === wanted),
  )

  it.each(elementwise)('$ufunc of $operands in $dtype: $errors', ({ ufunc, dtype, operands, errors }) => {
    const arrays = dtype === 'complex128' ? complexOperands(ufunc, operands) : realOperands(dtype, operands)
    // Complex functions underflow on their way in which the C library takes it.
    const told = (run: () => unknown) =>
      errorsOf(run).filter((error) => dtype !== 'complex128' || error !== 'underflow')
    expect(told(() => functions[ufunc](...arrays))).toEqual(errors)
    expect(told(() => functions[ufunc](...arrays.map((array) => array.get('::2'))))).toEqual(errors)
  })

  it.each(ofProducts)('$ufunc of $operands in $dtype: $errors', ({ ufunc, dtype, operands, errors }) => {
    const shape = ufunc === 'vecdot' ? 9 : [9, 9]
    const arrays = operands.map((value) => np.full(shape, Number(value)).astype(dtype as np.DType))
    expect(errorsOf(() => functions[ufunc](...arrays))).toEqual(errors)
  })

  it('are found in every step of an expression, on every thread', () => {
    const a = np.ones(400_000)
    a.set([399_999], 0)
    const of = (text: string, b: unknown = a) => errorsOf(() => np.evaluate(text, { a, b: b as np.NDArray }))
    expect(of('1 / a + 1')).toEqual(['divide by zero'])
    expect(of('a / a')).toEqual(['invalid value'])
    expect(of('sin(a) + log(a)')).toEqual(['divide by zero'])
    expect(of('exp(a * 1000) - 1')).toEqual(['overflow'])
    expect(of('sum(1 / a)')).toEqual(['divide by zero'])
    expect(of('exp(sin(a)) * 2 + a**2')).toEqual([])
    expect(of('sqrt(b)', np.array([-1]))).toEqual(['invalid value'])
    expect(of('sqrt(b)', np.array([-1 + 0.5], 'complex128'))).toEqual([])
    expect(of('b * b', np.array([300], 'float16'))).toEqual(['overflow'])
    expect(of('b / 0', np.array([1n], 'int8'))).toEqual(['divide by zero'])
    expect(() => np.errstate({ all: 'raise' }, () => np.evaluate('1 / a', { a }))).toThrow(
      'divide by zero encountered in evaluate',
    )
  })

  it('are found by every thread', () => {
    const a = np.ones(400_000)
    a.set([399_999], 0)
    expect(errorsOf(() => np.divide(1, a))).toEqual(['divide by zero'])
    expect(errorsOf(() => np.log(a))).toEqual(['divide by zero'])
    expect(errorsOf(() => np.log(a, { out: a }))).toEqual(['divide by zero'])
    expect(errorsOf(() => np.add(a, 1))).toEqual([])
  })

  it('are not those of elements that a mask leaves out', () => {
    const b = np.array([0, 2, 0, 4])
    const where = np.not_equal(b, 0)
    const out = np.zeros(4)
    expect(errorsOf(() => np.divide(1, b, { where, out }))).toEqual([])
    expect(errorsOf(() => np.log(b, { where, out }))).toEqual([])
    expect(errorsOf(() => np.divide(1, b, { where: np.logical_not(where), out }))).toEqual(['divide by zero'])
  })

  it('are those of casts and reductions too', () => {
    expect(errorsOf(() => np.array([Number.NaN]).astype('int32'))).toEqual(['invalid value'])
    expect(errorsOf(() => np.array([1e300]).astype('float32'))).toEqual(['overflow'])
    expect(errorsOf(() => np.array([300]).astype('uint8'))).toEqual([])
    expect(errorsOf(() => np.array([Number.NaN]).astype('bool'))).toEqual([])
    const large = np.array([{ re: 1, im: 1e300 }])
    expect(errorsOf(() => large.astype('complex64'))).toEqual(['overflow'])
    expect(errorsOf(() => large.astype('float32'))).toEqual([])
    expect(errorsOf(() => np.array([{ re: 1e300, im: 1 }]).astype('int32'))).toEqual(['invalid value'])
    expect(errorsOf(() => np.sum([1e308, 1e308]))).toEqual(['overflow'])
    expect(errorsOf(() => np.cumsum([1e308, 1e308]))).toEqual(['overflow'])
    expect(errorsOf(() => np.max([Number.NaN, 1]))).toEqual([])
  })
})

const realOperands = (dtype: string, operands: Case['operands']): np.NDArray[] =>
  operands.map((value) => np.array(Array(9).fill(Number(value)), dtype as np.DType))

// Both parts of the first operand; a second one is 2 + 1i.
function complexOperands(ufunc: string, parts: Case['operands']): np.NDArray[] {
  const [re, im] = parts.map(Number)
  const first = np.full(9, { re, im })
  return ['add', 'multiply', 'divide', 'power'].includes(ufunc) ? [first, np.full(9, { re: 2, im: 1 })] : [first]
}

describe('modes', () => {
  it('are ignored at first, set by seterr and told by geterr', () => {
    const silent = { divide: 'ignore', over: 'ignore', under: 'ignore', invalid: 'ignore' }
    expect(np.geterr()).toEqual(silent)
    expect(np.divide(1, 0)).toBe(Number.POSITIVE_INFINITY)
    expect(np.seterr({ divide: 'raise' })).toEqual(silent)
    expect(np.geterr()).toEqual({ ...silent, divide: 'raise' })
    expect(() => np.divide(1, 0)).toThrow('divide by zero encountered in divide')
    expectFailureOf(() => np.divide(1, 0))
    expect(np.divide(0, 0)).toBeNaN()
    expect(np.seterr('raise')).toEqual({ ...silent, divide: 'raise' })
    expect(() => np.sqrt([-1])).toThrow('invalid value encountered in sqrt')
    expect(() => np.sum([1e308, 1e308])).toThrow('overflow encountered in reduce')
    expect(() => np.multiply(1e-200, 1e-200)).toThrow('underflow encountered in multiply')
    expect(() => np.array([Number.NaN]).astype('int8')).toThrow('invalid value encountered in cast')
  })

  it('end with the function, however it ends, and with the block', async () => {
    expect(() => np.errstate({ all: 'raise' }, () => np.divide(1, 0))).toThrow(np.FloatingPointError)
    expect(np.divide(1, 0)).toBe(Number.POSITIVE_INFINITY)
    const later = np.errstate({ divide: 'raise' }, async () => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      return np.divide(1, 0)
    })
    expect(np.divide(1, 0)).toBe(Number.POSITIVE_INFINITY)
    await expect(later).rejects.toThrow(np.FloatingPointError)
    const state = np.errstate({ divide: 'raise' })
    expect(() => np.divide(1, 0)).toThrow(np.FloatingPointError)
    state[Symbol.dispose]()
    state[Symbol.dispose]()
    expect(np.divide(1, 0)).toBe(Number.POSITIVE_INFINITY)
    np.errstate({ divide: 'raise' }, () => {
      expect(np.errstate({ divide: 'ignore' }, () => np.divide(1, 0))).toBe(Number.POSITIVE_INFINITY)
      expect(() => np.divide(1, 0)).toThrow(np.FloatingPointError)
    })
  })

  it('call, log and warn', async () => {
    const calls: unknown[] = []
    np.seterrcall((error, flag) => calls.push([error, flag]))
    np.seterr({ all: 'call' })
    np.divide([1, 0], 0)
    expect(calls).toEqual([
      ['divide by zero', 9],
      ['invalid value', 9],
    ])
    const lines: string[] = []
    expect(np.seterrcall({ write: (line: string) => lines.push(line) })).toBeTypeOf('function')
    np.seterr({ all: 'log' })
    np.log([0])
    expect(lines).toEqual(['Warning: divide by zero encountered in log\n'])
    const warned = new Promise<Error>((resolve) => process.once('warning', resolve))
    np.errstate({ all: 'warn' }, () => np.log([-1]))
    const warning = await warned
    expect([warning.name, warning.message]).toEqual(['RuntimeWarning', 'invalid value encountered in log'])
    np.seterrcall(null)
    expect(np.geterrcall()).toBeNull()
    np.seterr({ all: 'call' })
    expectFailure(() => np.log([0]), TypeError, 'ERR_INVALID_ARG_TYPE')
  })

  it('refuses what is no mode', () => {
    const any = np as unknown as Record<string, (...args: unknown[]) => unknown>
    expectFailure(() => any.seterr({ divide: 'never' }), TypeError, 'ERR_INVALID_ARG_TYPE')
    expectFailure(() => any.seterr({ division: 'raise' }), TypeError, 'ERR_INVALID_ARG_TYPE')
    expectFailure(() => any.errstate('raise'), TypeError, 'ERR_INVALID_ARG_TYPE')
    expectFailure(() => any.errstate({}, 1), TypeError, 'ERR_INVALID_ARG_TYPE')
    expectFailure(() => any.seterrcall(1), TypeError, 'ERR_INVALID_ARG_TYPE')
  })
})

function expectFailureOf(call: () => unknown): void {
  try {
    call()
  } catch (error) {
    expect(error).toBeInstanceOf(np.FloatingPointError)
    expect((error as np.FloatingPointError).code).toBe('ERR_FLOATING_POINT')
    return
  }
  expect.fail('expected an error')
}
