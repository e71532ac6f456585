import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import type { DType } from '../../lib/core/dtype'
import { NDArray } from '../../lib/core/ndarray'
import { expectFailure } from '../failures'
import { decode, type Encoded, expectValues, readOracle, valuesOf } from '../golden'
import { LAYOUTS, layoutsOf } from '../layouts'

type Argument = null | number | boolean | { array: number } | { big: string } | { re: number; im: number } | Argument[]
interface Oracle {
  values: Encoded[]
  cases: [string, Argument[], object, number | string][]
}

const oracle = readOracle<Oracle>('creation')
const values = oracle.values.map(decode)
const functions = np as unknown as Record<string, (...args: unknown[]) => NDArray>

function read(argument: Argument): unknown {
  if (Array.isArray(argument)) return argument.map(read)
  if (typeof argument !== 'object' || argument === null) return argument
  if ('array' in argument) return LAYOUTS.transposed(values[argument.array])
  return 'big' in argument ? BigInt(argument.big) : argument
}

describe('creation', () => {
  const names = [...new Set(oracle.cases.map(([name]) => name))]

  it.each(names)('%s gives what NumPy gives', (name) => {
    for (const [, written, options, result] of oracle.cases.filter((one) => one[0] === name)) {
      const what = `${name}(${JSON.stringify(written)}, ${JSON.stringify(options)})`
      const call = (): NDArray =>
        functions[name](...written.map(read), ...(Object.keys(options).length > 0 ? [options] : []))
      if (typeof result === 'string') expectFailure(call, result, undefined, what)
      else expectValues(valuesOf(call()), values[result], what, { signedZero: name === 'array' })
    }
  })

  it('array and asarray keep every layout’s values and copy or share as they say', () => {
    for (const golden of values) {
      for (const [layout, model] of layoutsOf(golden)) {
        const copy = np.array(model)
        expectValues(valuesOf(copy), golden, layout)
        expect(copy.size === 0 || copy.storage.buffer !== model.storage.buffer).toBe(true)
        expect(np.asarray(model)).toBe(model)
        expect(np.array(model, { copy: false })).toBe(model)
        expectValues(valuesOf(np.array(model, { order: 'F' })), golden, layout)
        expectValues(valuesOf(np.array(model, { order: 'C' })), golden, layout)
        expect(np.array(model, { order: 'C' }).contiguous).toBe(true)
        const column = np.asarray(model, { order: 'F' })
        expect(column.T.contiguous, layout).toBe(true)
        const deep = { ...golden, shape: [...new Array(5 - golden.shape.length).fill(1), ...golden.shape] }
        expectValues(valuesOf(np.array(model, { ndmin: 5 })), deep, layout)
      }
    }
  })

  it('lays new arrays out as asked', () => {
    expect(np.zeros([2, 3], 'int16', 'F').strides).toEqual([2, 4])
    expect(np.ones([2, 3], { dtype: 'int16', order: 'F' }).strides).toEqual([2, 4])
    expect(np.ones([2, 3], { dtype: 'int16', order: 'F' }).tolist()).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ])
    expect(np.full([2, 2], [1, 2], { order: 'F' }).tolist()).toEqual([
      [1, 2],
      [1, 2],
    ])
    expect(np.eye(3, { order: 'F', k: 1 }).tolist()).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ])
    const model = np.zeros([2, 3, 4]).transpose(1, 0, 2)
    expect(np.zeros_like(model).strides).toEqual([32, 96, 8])
    expect(np.zeros_like(model, { order: 'C' }).strides).toEqual([64, 32, 8])
    expect(np.zeros_like(model, { order: 'F' }).strides).toEqual([8, 24, 48])
    expect(np.empty_like(model, 'int8').strides).toEqual([4, 12, 1])
    expect(np.empty_like(model, { shape: [2, 2] }).strides).toEqual([16, 8])
  })

  it('takes NumPy’s other spellings of dtypes', () => {
    const spellings: Record<string, DType> = {
      f4: 'float32',
      i8: 'int64',
      double: 'float64',
      intp: 'int64',
      '?': 'bool',
      D: 'complex128',
      half: 'float16',
    }
    for (const [spelling, dtype] of Object.entries(spellings)) expect(np.zeros(1, spelling as DType).dtype).toBe(dtype)
    expect(np.zeros(1, { dtype: np.ones(1, 'int8') }).dtype).toBe('int8')
  })

  it('wraps typed arrays without a copy, with their own type', () => {
    const cases = [
      [new Int8Array([1, -2]), 'int8'],
      [new Uint8Array([1, 2]), 'uint8'],
      [new Uint8ClampedArray([1, 2]), 'uint8'],
      [new Int16Array([1, -2]), 'int16'],
      [new Uint16Array([1, 2]), 'uint16'],
      [new Int32Array([1, -2]), 'int32'],
      [new Uint32Array([1, 2]), 'uint32'],
      [new BigInt64Array([1n, -2n]), 'int64'],
      [new BigUint64Array([1n, 2n]), 'uint64'],
      [new Float32Array([1, -2]), 'float32'],
      [new Float64Array([1, -2]), 'float64'],
      [Buffer.from([1, 2]), 'uint8'],
    ] as const
    for (const [typed, dtype] of cases) {
      const array = np.asarray(typed) as NDArray
      expect(array.dtype).toBe(dtype)
      expect(array.tolist()).toEqual(Array.from(typed, Number))
      array.set(0, 7)
      expect(Number(typed[0])).toBe(7)
      const copy = np.array(typed) as NDArray
      copy.set(0, 9)
      expect(Number(typed[0])).toBe(7)
    }
    const inner = new Float64Array([0, 1, 2, 3]).subarray(1, 3)
    expect(np.asarray(inner).tolist()).toEqual([1, 2])
    expectFailure(() => np.asarray(new DataView(new ArrayBuffer(8))), TypeError)
    expectFailure(() => np.asarray(new ArrayBuffer(8) as never), TypeError)
  })

  it('lists may hold arrays and typed arrays', () => {
    expect(np.array([new Float32Array([1, 2]), np.array([3, 4], 'int8')]).dtype).toBe('float32')
    expect(np.array([new Float32Array([1, 2]), [3, 4]]).tolist()).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(np.array([np.array(1), 2]).tolist()).toEqual([1, 2])
    expect(
      np
        .array([
          np.array([
            [1, 2],
            [3, 4],
          ]).T,
        ])
        .tolist(),
    ).toEqual([
      [
        [1, 3],
        [2, 4],
      ],
    ])
    expect(
      np
        .array(
          [
            np.array([
              [1, 2],
              [3, 4],
            ]).T,
          ],
          'int8',
        )
        .tolist(),
    ).toEqual([
      [
        [1, 3],
        [2, 4],
      ],
    ])
    expectFailure(() => np.array([[1, 2], new Float32Array(3)]), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => np.array([np.zeros([2, 2]), [1, 2]]), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => np.array([np.zeros([]), [1, 2]]), RangeError, 'ERR_SHAPE_MISMATCH')
  })

  it('copy: false is an error where a copy is needed', () => {
    for (const call of [
      () => np.array([1, 2], { copy: false }),
      () => np.array(new Float32Array(2), { copy: false, dtype: 'float64' }),
      () => np.asarray(np.zeros(2), { copy: false, dtype: 'int8' }),
      () => np.asarray(3, { copy: false }),
    ])
      expectFailure(call, RangeError)
    const a = np.zeros(2)
    expect(np.asarray(a, { copy: true })).not.toBe(a)
  })

  it('ndmin puts axes of length 1 first and shares nothing but what copy allows', () => {
    const a = np.array([1, 2], { ndmin: 3 })
    expect(a.shape).toEqual([1, 1, 2])
    const base = np.array([1, 2])
    const view = np.array(base, { copy: null, ndmin: 2 })
    view.set([0, 0], 5)
    expect(base.tolist()).toEqual([5, 2])
  })

  it('linspace returns the step on request', () => {
    expect(np.linspace(0, 1, 5, { retstep: true })[1]).toBe(0.25)
    expect(np.linspace(0, 1, 5, { retstep: true, endpoint: false })[1]).toBe(0.2)
    expect(np.linspace(0, 1, 1, { retstep: true })[1]).toBeNaN()
    expect((np.linspace([0, 1], [1, 3], 5, { retstep: true })[1] as NDArray).tolist()).toEqual([0.25, 0.5])
  })

  it('zeroed memory is zero although small arrays share slabs', () => {
    for (let i = 0; i < 2000; i++) {
      const dirty = np.empty(i % 50)
      dirty.set('...', 1)
      expect((np.zeros(i % 50).sum() as number) + Number(np.zeros(i % 50, 'complex64').size)).toBe(i % 50)
    }
    for (let i = 0; i < 200; i++) {
      np.empty(300 + i).fill(1)
      expect(np.count_nonzero(np.zeros(300 + i))).toBe(0)
    }
  })

  it('large arrays are whole', () => {
    const ones = np.ones([1000, 1000], 'float32')
    expect(np.sum(ones)).toBe(1e6)
    expect(np.zeros([300, 300]).tolist()).toEqual(Array.from({ length: 300 }, () => new Array(300).fill(0)))
    expect(np.sum(np.arange(100000))).toBe(4999950000)
  })

  it('types of results are NDArrays', () => {
    for (const name of ['zeros', 'ones', 'empty']) expect(functions[name]([2])).toBeInstanceOf(NDArray)
  })
})

describe('memory of new arrays', () => {
  it.each([1, 100, 300, 5_000, 100_000, 1_000_000])('begins at a multiple of 64 bytes: %i elements', (n) => {
    for (const dtype of ['int8', 'float64'] as const) {
      for (const array of [np.empty(n, { dtype }), np.zeros(n, { dtype }), np.ones(n, { dtype })]) {
        expect((array.storage.address + array.offset) % 64).toBe(0)
        expect(array.offset + array.nbytes).toBeLessThanOrEqual(array.storage.bytes.length)
      }
    }
  })
})
