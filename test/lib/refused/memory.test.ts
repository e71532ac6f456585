import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import { expectFailure, failureOf } from '../../failures'

// Sizes that no memory holds, and memory that changes behind an array.

const transfer = (buffer: ArrayBuffer): ArrayBuffer => structuredClone(buffer, { transfer: [buffer] })

describe('sizes', () => {
  const makers = {
    zeros: (shape: number | number[]) => np.zeros(shape),
    ones: (shape: number | number[]) => np.ones(shape, 'int8'),
    empty: (shape: number | number[]) => np.empty(shape, 'complex128'),
    full: (shape: number | number[]) => np.full(shape, 1),
    zeros_like: (shape: number | number[]) => np.zeros_like([1], { shape }),
    full_like: (shape: number | number[]) => np.full_like([1], 2, { shape }),
    broadcast_to: (shape: number | number[]) => np.broadcast_to(1, shape),
    reshape: (shape: number | number[]) => np.zeros([]).reshape(shape as number[]),
  }

  it.each(Object.entries(makers))('%s refuses negative, fractional and other shapes', (name, make) => {
    for (const shape of [[2, -3], [-5, -5], -2])
      expectFailure(() => make(shape), RangeError, undefined, `${name} ${shape}`)
    for (const shape of [
      1.5,
      [1.5],
      Number.NaN,
      [Number.POSITIVE_INFINITY],
      ['1'],
      'x',
      true,
      [[1]],
      [null],
      {},
      [undefined],
    ]) {
      const code = failureOf(() => make(shape as number), `${name} ${shape}`)
      expect(code, `${name} ${JSON.stringify(shape)}: ${code.message}`).toBeInstanceOf(TypeError)
    }
  })

  it.each(Object.entries(makers))('%s refuses products that overflow or exceed memory', (name, make) => {
    for (const shape of [
      [2 ** 32, 2 ** 32],
      [2 ** 26, 2 ** 26, 2 ** 26],
      new Array(64).fill(2),
      [2 ** 53 - 1],
      [0, 2 ** 40, 2 ** 40],
      [2 ** 60],
    ]) {
      const error = failureOf(() => make(shape), `${name} ${shape}`)
      expect(error instanceof RangeError || error instanceof TypeError, `${name} (${shape}): ${error}`).toBe(true)
      expect(error.code).toMatch(/^ERR_(SIZE|OUT_OF_MEMORY|SHAPE_MISMATCH|INVALID_ARG_TYPE)$/)
    }
    expectFailure(() => make(new Array(65).fill(1)), RangeError, 'ERR_SIZE')
  })

  it('what V8 cannot allocate is an error of ours', () => {
    expectFailure(() => np.zeros(2 ** 45), RangeError, 'ERR_OUT_OF_MEMORY')
    expectFailure(() => np.empty([2 ** 25, 2 ** 20], 'int8'), RangeError, 'ERR_OUT_OF_MEMORY')
    expectFailure(() => np.arange(2 ** 44), RangeError, 'ERR_OUT_OF_MEMORY')
    expectFailure(() => np.linspace(0, 1, 2 ** 44), RangeError, 'ERR_OUT_OF_MEMORY')
    expectFailure(() => np.eye(2 ** 22), RangeError, 'ERR_OUT_OF_MEMORY')
    expectFailure(() => np.array([1, 2]).reshape(-1, 2 ** 45), RangeError, 'ERR_SHAPE_MISMATCH')
    const column = np.broadcast_to(np.zeros([1, 1]), [2 ** 23, 2 ** 22])
    expectFailure(() => np.add(column, 1), RangeError, 'ERR_OUT_OF_MEMORY')
    expectFailure(() => column.copy(), RangeError, 'ERR_OUT_OF_MEMORY')
    expectFailure(() => column.astype('float32'), RangeError, 'ERR_OUT_OF_MEMORY')
    expectFailure(
      () => np.matmul(column, np.broadcast_to(np.zeros([1, 1]), [2 ** 22, 2 ** 23])),
      RangeError,
      'ERR_OUT_OF_MEMORY',
    )
    expectFailure(() => column.tobytes(), RangeError, 'ERR_OUT_OF_MEMORY')
  })

  it('arange and linspace refuse endless and absurd ranges', () => {
    expectFailure(() => np.arange(0, 1, 0), RangeError)
    expectFailure(() => np.arange(Number.POSITIVE_INFINITY), RangeError)
    expectFailure(() => np.arange(Number.NaN), RangeError)
    expectFailure(() => np.arange(0, 1e300, 1e-300), RangeError)
    expectFailure(() => np.arange(2n ** 80n), RangeError)
    expectFailure(() => np.arange('5' as never), TypeError)
    expectFailure(() => np.linspace(0, 1, -1), RangeError)
    expectFailure(() => np.linspace(0, 1, 1.5), TypeError)
    expectFailure(() => np.linspace(0, 1, Number.NaN), TypeError)
  })
})

// Everything that reads an array's memory.
const reads: Readonly<Record<string, (a: np.NDArray) => unknown>> = {
  get: (a) => a.get(1),
  item: (a) => a.item(a.size - 1),
  set: (a) => a.set(1, 5),
  'set a slice': (a) => a.set('::2', 5),
  fill: (a) => a.fill(3),
  tolist: (a) => a.tolist(),
  tobytes: (a) => a.tobytes(),
  data: (a) => a.data,
  iterate: (a) => [...a],
  print: (a) => a.toString(),
  copy: (a) => a.copy(),
  astype: (a) => a.astype('int8'),
  add: (a) => np.add(a, 1),
  'add of views': (a) => np.add(a.get('::-1'), a),
  sqrt: (a) => np.sqrt(a),
  'as out': (a) => np.add(np.ones(a.shape), 1, { out: a }),
  sum: (a) => np.sum(a),
  mean: (a) => np.mean(a),
  dot: (a) => np.dot(a, a),
  matmul: (a) => np.matmul(a.reshape(1, -1), a.reshape(-1, 1)),
  norm: (a) => np.linalg.norm(a),
  svd: (a) => np.linalg.svd(a.reshape(1, -1)),
  solve: (a) => np.linalg.solve(np.eye(a.size), a),
  'in a list': (a) => np.array([a, a]),
  'as a value': (a) => np.zeros(a.shape).set('...', a),
  'as where': (a) => np.add(1, 1, { where: a.astype('bool') }),
}

describe.each([4, 1000])('a detached buffer of %i elements', (size) => {
  it.each(Object.entries(reads))('is refused by %s', (name, read) => {
    const typed = new Float64Array(size).fill(1)
    const array = np.asarray(typed)
    const view = array.get('1:')
    transfer(typed.buffer)
    expectFailure(() => read(array), TypeError, 'ERR_DETACHED_BUFFER', name)
    expectFailure(() => read(view), TypeError, 'ERR_DETACHED_BUFFER', `${name} of a view`)
  })

  it('wrapped anew is an empty array, and its new owner is whole', () => {
    const typed = new Float64Array(size).fill(1)
    const array = np.asarray(typed)
    const moved = transfer(typed.buffer)
    expect(np.asarray(typed).size).toBe(0)
    const fresh = new Float64Array(size)
    transfer(fresh.buffer)
    expect(np.asarray(fresh).size).toBe(0)
    expect(np.sum(np.asarray(new Float64Array(moved)))).toBe(size)
    expect(array.shape).toEqual([size])
  })
})

describe('a resizable buffer', () => {
  type Resizable = ArrayBuffer & { resize(bytes: number): void }
  const resizable = (bytes: number, most: number): Resizable =>
    new (ArrayBuffer as unknown as new (bytes: number, options: { maxByteLength: number }) => Resizable)(bytes, {
      maxByteLength: most,
    })

  it.each(Object.entries(reads))('that shrank is refused by %s', (name, read) => {
    const buffer = resizable(8000, 16000)
    const array = np.asarray(new Float64Array(buffer, 0, 1000).fill(1))
    buffer.resize(8)

    const error = failureOf(() => read(array), name)
    expect(error instanceof RangeError || error instanceof TypeError, String(error)).toBe(true)
    expect(error.code, `${name}: ${error}`).toMatch(/^ERR_(OUT_OF_BOUNDS|DETACHED_BUFFER)$/)
  })

  it('that grew still holds the array', () => {
    const buffer = resizable(80, 1 << 20)
    const array = np.asarray(new Float64Array(buffer, 0, 10).fill(2))
    buffer.resize(1 << 20)
    expect(np.sum(array)).toBe(20)
    expect(np.asarray(new Float64Array(buffer)).size).toBe(1 << 17)
    array.set(9, 5)
    expect(new Float64Array(buffer)[9]).toBe(5)
  })

  it('that shrank and grew again is read as it is', () => {
    const buffer = resizable(80, 80)
    const array = np.asarray(new Float64Array(buffer, 0, 10).fill(2))
    buffer.resize(0)
    buffer.resize(80)
    expect(np.sum(array)).toBe(0)
  })
})

describe('memory of arrays', () => {
  it('small arrays do not give their slab away', () => {
    for (const size of [4, 1000]) {
      const small = np.ones(size)
      const buffer = small.data.buffer as ArrayBuffer
      try {
        transfer(buffer) // newer Nodes throw, older ones copy
      } catch (error) {
        expect((error as Error).name).toBe('DataCloneError')
      }
      expect(np.sum(small)).toBe(size)
    }
  })

  it('large arrays may be transferred, and say so afterwards', () => {
    const large = np.ones(10000)
    const { byteOffset, length } = large.data
    const moved = transfer(large.data.buffer as ArrayBuffer)
    expectFailure(() => np.sum(large), TypeError, 'ERR_DETACHED_BUFFER')
    expect(np.sum(np.asarray(new Float64Array(moved, byteOffset, length)))).toBe(10000)
  })

  it('writes stay inside the array', () => {
    const buffer = new ArrayBuffer(800)
    const whole = new Float64Array(buffer).fill(7)
    const inner = np.asarray(new Float64Array(buffer, 80, 10))
    inner.set('...', 1)
    np.add(inner, 1, { out: inner })
    np.matmul(np.ones([10, 3]), np.ones(3), { out: inner })
    expect(Array.from(whole.subarray(0, 10))).toEqual(new Array(10).fill(7))
    expect(Array.from(whole.subarray(20))).toEqual(new Array(80).fill(7))
    expect(inner.tolist()).toEqual(new Array(10).fill(3))
  })
})
