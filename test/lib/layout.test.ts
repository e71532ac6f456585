// Memory: flags, bytes as other dtypes, sizes changed in place, what shares memory, buffers and iterables as arrays.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { DTYPES } from '../../lib/core/dtype'
import type { NDArray } from '../../lib/core/ndarray'
import { expectFailure } from '../failures'

describe('shape, strides, size and dtype', () => {
  const any = (array: NDArray): Record<string, unknown> => array as never

  it('refuse assignments and say what to call', () => {
    const a = np.arange(6)
    const sloppy = new Function('a', 'name', 'value', 'a[name] = value')
    for (const [name, value] of [
      ['shape', [3, 2]],
      ['strides', [0]],
      ['size', 1000],
      ['dtype', 'int8'],
    ] as const) {
      expectFailure(() => (any(a)[name] = value), TypeError, undefined, name)
      expect(() => sloppy(a, name, value)).toThrow(`received an assignment to .${name}`)
    }
    expect([a.shape, a.strides, a.size, a.dtype]).toEqual([[6], [8], 6, 'float64'])
    expect(a.tolist()).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('are the caller’s own lists', () => {
    const shape = [2, 3]
    const a = np.zeros(shape)
    const sum = np.add(a, 1)
    shape[0] = 1000
    ;(a.shape as number[])[0] = 1000
    ;(a.strides as number[])[0] = 1000
    ;(np.shape(a) as number[])[0] = 1000
    ;(np.broadcast_shapes([2, 3], [3]) as number[])[0] = 1000
    for (const array of [a, sum])
      expect([array.shape, array.strides]).toEqual([
        [2, 3],
        [24, 8],
      ])
    expect(np.add(a, sum).tolist()).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ])
  })
})

describe('flags', () => {
  it('tell how the memory lies', () => {
    const a = np.zeros([2, 3])
    const told = (array: NDArray) => {
      const { c_contiguous, f_contiguous, fnc, forc, owndata, writeable, aligned } = array.flags
      return [c_contiguous, f_contiguous, fnc, forc, owndata, writeable, aligned]
    }
    expect(told(a)).toEqual([true, false, false, true, true, true, true])
    expect(told(a.T)).toEqual([false, true, true, true, false, true, true])
    expect(told(a.get(':', '::2'))).toEqual([false, false, false, false, false, true, true])
    expect(told(np.broadcast_to([1, 2], [2, 2]))).toEqual([false, false, false, false, false, false, true])
    expect(String(a.flags)).toBe(
      '  C_CONTIGUOUS : True\n  F_CONTIGUOUS : False\n  OWNDATA : True\n  WRITEABLE : True\n  ALIGNED : True\n  WRITEBACKIFCOPY : False',
    )
  })

  it('make an array read-only and writeable again', () => {
    const a = np.zeros(3)
    a.flags.writeable = false
    expectFailure(() => a.set(0, 1), TypeError, 'ERR_READ_ONLY')
    expectFailure(() => {
      a.get(':').flags.writeable = true
    }, RangeError)
    a.flags.writeable = true
    a.set(0, 1)
    expect(a.tolist()).toEqual([1, 0, 0])
  })
})

describe('view', () => {
  it('shows the same bytes as another dtype', () => {
    const a = np.array([[1, 2], [3, 4]], 'int32') // biome-ignore format: a matrix
    expect(a.view('int16').tolist()).toEqual([[1, 0, 2, 0], [3, 0, 4, 0]]) // biome-ignore format: a matrix
    expect(a.view('int64').tolist({ bigint: true })).toEqual([[8589934593n], [17179869187n]])
    expect(np.shares_memory(a, a.view('uint8'))).toBe(true)
    expect(a.T.view('uint32').tolist()).toEqual(a.T.tolist())
    expect(np.zeros([2, 0], 'int32').view('int64').shape).toEqual([2, 0])
    expect(a.view().base).toBe(a)
  })

  it('refuses what has no whole elements or gaps', () => {
    const a = np.zeros([2, 3], 'int32')
    expectFailure(() => a.view('int64'), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => a.T.view('int16'), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => a.get(':', '::-1').view('int16'), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => np.zeros([], 'int32').view('int64'), RangeError, 'ERR_SIZE')
    expectFailure(() => a.view('text' as 'int8'), TypeError, 'ERR_DTYPE')
  })
})

describe('resize in place', () => {
  it('keeps elements in memory order and fills up with zeros', () => {
    const a = np.array([[1, 2], [3, 4]], 'int16') // biome-ignore format: a matrix
    const before = a.get(0, ':')
    expect(a.resize(2, 3)).toBe(undefined)
    expect(a.tolist()).toEqual([[1, 2, 3], [4, 0, 0]]) // biome-ignore format: a matrix
    expect(before.tolist()).toEqual([1, 2])
    a.resize([2])
    expect(a.tolist()).toEqual([1, 2])
    expect(a.strides).toEqual([2])
    a.resize([0, 3])
    expect(a.tolist()).toEqual([])
    a.resize(3)
    expect(a.tolist()).toEqual([0, 0, 0])
  })

  it('refuses views and negative sizes', () => {
    const a = np.zeros(4)
    expectFailure(() => a.get('1:').resize(2), RangeError, 'ERR_SHAPE_MISMATCH')
    expectFailure(() => a.resize(-1), RangeError, 'ERR_SIZE')
    expectFailure(() => a.resize([1.5]), TypeError)
  })
})

it('has one device', () => {
  const a = np.zeros(2)
  expect(a.device).toBe('cpu')
  expect(a.to_device('cpu')).toBe(a)
  expectFailure(() => a.to_device('gpu' as 'cpu'), RangeError)
})

describe('memory in common', () => {
  it('is found exactly as by marking every byte', () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 0, maxLength: 3 })
    const strided = fc.tuple(shapes, fc.array(fc.integer({ min: -7, max: 7 }), { minLength: 3, maxLength: 3 }))
    fc.assert(
      fc.property(
        strided,
        strided,
        fc.integer({ min: 50, max: 80 }),
        fc.constantFrom('uint8', 'int16'),
        (p, q, start, dtype) => {
          const memory = np.zeros(200, 'uint8')
          const make = ([shape, steps]: [number[], number[]], at: number): NDArray => {
            const base = memory.get(`${at - (at % 2)}:`).get(`:${2 * Math.floor((200 - at) / 2)}`)
            const typed = base.view(dtype as 'uint8')
            const strides = shape.map((_, d) => steps[d] * typed.itemsize)
            return np.lib.stride_tricks.as_strided(typed, shape, strides)
          }
          const bytes = (array: NDArray): Set<number> => {
            const found = new Set<number>()
            const walk = (d: number, at: number): void => {
              if (d === array.ndim) for (let i = 0; i < array.itemsize; i++) found.add(at + i)
              else for (let i = 0; i < array.shape[d]; i++) walk(d + 1, at + i * array.strides[d])
            }
            walk(0, array.offset)
            return found
          }
          const [a, b] = [make(p, 64), make(q, start)]
          const [x, y] = [bytes(a), bytes(b)]
          const common = [...x].some((byte) => y.has(byte))
          expect(np.shares_memory(a, b)).toBe(common)
          if (common) expect(np.may_share_memory(a, b)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('can be hard to find', () => {
    const a = np.zeros(200 * 200 * 200, 'int8')
    const x = np.lib.stride_tricks.as_strided(a, [30, 30, 30], [36674, 61119, 85569])
    const y = np.lib.stride_tricks.as_strided(a.get('5:'), [30, 30, 30], [12223, 12224, 100001])
    expectFailure(() => np.shares_memory(x, y, { max_work: 2 }), RangeError)
    expect(np.may_share_memory(x, y)).toBe(true)
    expectFailure(() => np.shares_memory(x, y, -2), RangeError)
  })
})

describe('buffers', () => {
  it('are read in place where elements stand at multiples of their size', () => {
    const bytes = new Uint8Array([1, 0, 2, 0, 3, 0, 4, 0])
    const a = np.frombuffer(bytes, 'int16', { offset: 2, count: 2 })
    expect(a.tolist()).toEqual([2, 3])
    bytes[2] = 9
    expect(a.tolist()).toEqual([9, 3])
    expect(np.frombuffer(bytes.buffer, 'int16').size).toBe(4)
    expect(np.frombuffer(new DataView(bytes.buffer, 4), 'int16').tolist()).toEqual([3, 4])
    // A place between elements: a copy.
    const copy = np.frombuffer(bytes, 'int16', -1 as number, 0)
    expect(copy.size).toBe(4)
    expect(np.frombuffer(bytes.subarray(1), 'int16', 3).tolist()).toEqual([9 * 256, 3 * 256, 4 * 256].map((x) => x))
    expect(np.frombuffer(new ArrayBuffer(0), 'int32').size).toBe(0)
    expect(np.frombuffer(new SharedArrayBuffer(8)).tolist()).toEqual([0])
  })

  it('must hold whole elements', () => {
    expectFailure(() => np.frombuffer(new ArrayBuffer(5), 'int32'), RangeError, 'ERR_SIZE')
    expectFailure(() => np.frombuffer(new ArrayBuffer(8), 'int32', 3), RangeError, 'ERR_SIZE')
    expectFailure(() => np.frombuffer(new ArrayBuffer(8), 'int32', { offset: 9 }), RangeError)
    expectFailure(() => np.frombuffer([1, 2] as never, 'int32'), TypeError)
  })
})

describe('iterables', () => {
  it('become vectors', () => {
    function* squares(): Generator<number> {
      for (let i = 0; i < 100; i++) yield i * i
    }
    expect(np.fromiter(squares(), 'int64').sum()).toBe(328350)
    expect(np.fromiter(squares(), 'float32', 3).tolist()).toEqual([0, 1, 4])
    expect(np.fromiter([], 'int8').shape).toEqual([0])
    expect(np.fromiter([true, 1n, 2, np.complex(1, 1)], 'complex64').size).toBe(4)
    expectFailure(() => np.fromiter([1, 2], 'int8', 3), RangeError, 'ERR_SIZE')
    expectFailure(() => np.fromiter([1, 300], 'int8'), RangeError)
    expectFailure(() => np.fromiter(5 as never, 'int8'), TypeError)
    expectFailure(() => np.fromiter(['1'], 'int8'), TypeError)
  })

  it('of coordinates are what fromfunction calls with', () => {
    expect(np.fromfunction((i, j) => np.subtract(i, j), [2, 3], 'int8').dtype).toBe('int8')
    expect(np.fromfunction((i) => i, 0).shape).toEqual([0])
    expectFailure(() => np.fromfunction(3 as never, [2]), TypeError)
  })
})

it.each(DTYPES.map((info) => info.name))('byteswap of %s twice is nothing', (dtype) => {
  const a = np.asarray(np.remainder(np.arange(40), 2), dtype).reshape(5, 8)
  const twice = a.T.byteswap().byteswap()
  expect(twice.tolist()).toEqual(a.T.tolist())
  const column = a.get(':', 1)
  const values = column.tolist()
  expect(column.byteswap(true)).toBe(column)
  column.byteswap(true)
  expect(column.tolist()).toEqual(values)
})
