import { afterEach, describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import { expectFailure } from '../../failures'

// Values that are no arrays, lists that change while they are read, prototypes that someone wrote to.

describe('lists', () => {
  it('of different lengths or depths are refused, naming both', () => {
    for (const ragged of [
      [[1, 2], [3]],
      [[1], [2, 3]],
      [1, [2]],
      [[1], 2],
      [[[1]], [1]],
      [[], 1],
      [[], [1]],
      [
        [1, 2],
        [3, 4, 5],
      ],
      [[[1, 2]], [[1]]],
    ]) {
      expectFailure(() => np.array(ragged), RangeError, 'ERR_SHAPE_MISMATCH', JSON.stringify(ragged))
      expectFailure(() => np.add(ragged as never, 1), RangeError, 'ERR_SHAPE_MISMATCH', JSON.stringify(ragged))
      expectFailure(() => np.array(ragged, 'float32'), RangeError, 'ERR_SHAPE_MISMATCH', JSON.stringify(ragged))
    }
    expect(() => np.array([[1, 2], [3]])).toThrow(/2.*1/)
  })

  it('of anything but numbers are refused', () => {
    const bad = [
      '1',
      null,
      undefined,
      Symbol('x'),
      () => 1,
      {},
      new Date(0),
      new Map(),
      new Set([1]),
      /x/,
      { re: 1 },
      { re: '1', im: 2 },
      new Promise(() => {}),
      new ArrayBuffer(8),
      new DataView(new ArrayBuffer(8)),
    ]
    for (const value of bad) {
      expectFailure(() => np.array(value as never), TypeError, undefined, String(value))
      expectFailure(() => np.array([value] as never), TypeError, undefined, String(value))
      expectFailure(() => np.array([1, value] as never), TypeError, undefined, String(value))
      expectFailure(
        () =>
          np.array([
            [1, 2],
            [3, value],
          ] as never),
        TypeError,
        undefined,
        String(value),
      )
      expectFailure(() => np.zeros(2).set(0, value as never), TypeError, undefined, String(value))
      expectFailure(() => np.full(2, value as never), TypeError, undefined, String(value))
      expectFailure(() => np.add(value as never, 1), TypeError, undefined, String(value))
      expectFailure(() => np.linalg.solve(np.eye(2), [1, value] as never), TypeError, undefined, String(value))
    }
    expectFailure(() => np.array(new Array(3)), TypeError)
  })

  it('deeper than 64 levels, and lists that hold themselves, are refused', () => {
    let deep: unknown = 1
    for (let i = 0; i < 65; i++) deep = [deep]
    expectFailure(() => np.array(deep), RangeError, 'ERR_SIZE')
    expect(np.array((deep as unknown[])[0]).ndim).toBe(64)
    const cycle: unknown[] = []
    cycle.push(cycle)
    expectFailure(() => np.array(cycle), RangeError)
  })

  // A list whose element differs each time it is read.
  function shifting(...elements: unknown[]): unknown[] {
    const list = [1, 2]
    let reads = 0
    Object.defineProperty(list, 1, { get: () => elements[Math.min(reads++, elements.length - 1)], enumerable: true })
    return list
  }

  it('that change while they are read give a whole array or an error, and write nowhere else', () => {
    const sequences = [
      [2, [3, 4]], [true, [3, 4, 5]], [[3], 2], [2n, 'x'], [true, undefined], [2n, [1, 2, 3, 4, 5, 6, 7, 8]],
      [true, np.zeros(1000)], [true, new Float64Array(100)], [2, 3, 4, 5], [true, []], [[true, true], [true], []],
    ] // biome-ignore format: a table
    const guard = [np.full(4, 7), np.full(4, 7)]
    for (const sequence of sequences) {
      for (const make of [
        (list: unknown) => np.array(list),
        (list: unknown) => np.array([list, list]),
        (list: unknown) => np.array(list, 'int8'),
        (list: unknown) => np.array([list, [true, false]]),
      ]) {
        let array: NDArray
        try {
          array = make(shifting(...sequence)) as NDArray
        } catch (error) {
          expect((error as { code?: string }).code, String(error)).toMatch(/^ERR_/)
          continue
        }
        expect(array.tolist()).toHaveLength(array.shape[0])
      }
    }
    for (const one of guard) expect(one.tolist()).toEqual([7, 7, 7, 7])
  })

  it('that shrink while they are read are refused', () => {
    const list: unknown[] = [true, true, true]
    Object.defineProperty(list, 0, {
      get() {
        queueMicrotask(() => {})
        if (reads++ > 0) list.length = 2
        return true
      },
    })
    let reads = 0
    expectFailure(() => np.array(list), RangeError, 'ERR_SHAPE_MISMATCH')
  })

  it('whose getters throw pass the error on and leave everything whole', () => {
    const own = new Error('mine')
    const list = [1, 2, 3]
    Object.defineProperty(list, 1, {
      get() {
        throw own
      },
    })
    const target = np.zeros(3)
    for (const call of [
      () => np.array(list),
      () => np.add(list, 1),
      () => target.set('...', list),
      () => np.matmul(list, list),
      () => np.array([list, list], 'int8'),
    ]) {
      expect(call).toThrow(own)
    }
    expect(target.tolist()).toEqual([0, 0, 0])
    expect(np.sum([1, 2])).toBe(3)
  })

  it('whose getters detach what is computed with are caught', () => {
    const typed = new Float64Array(1000)
    const a = np.asarray(typed)
    const options = {
      get out() {
        structuredClone(typed.buffer, { transfer: [typed.buffer] })
        return undefined
      },
    }
    expectFailure(() => np.add(a, a, options as never), TypeError, 'ERR_DETACHED_BUFFER')
    const more = new Float64Array(1000)
    const b = np.asarray(more)
    const list = new Array(1000).fill(1)
    Object.defineProperty(list, 999, {
      get() {
        if (more.buffer.byteLength > 0) structuredClone(more.buffer, { transfer: [more.buffer] })
        return 1
      },
    })
    expectFailure(() => np.add(b, list), TypeError, 'ERR_DETACHED_BUFFER')
    expectFailure(() => b.set('...', list), TypeError, 'ERR_DETACHED_BUFFER')
  })
})

describe('prototypes that someone wrote to', () => {
  const names = [
    'out',
    'dtype',
    'axis',
    'keepdims',
    'where',
    'casting',
    'order',
    'copy',
    'full_matrices',
    'compute_uv',
    'ord',
    're',
    'im',
    'shape',
    'threshold',
    'ndmin',
  ]
  const prototype = Object.prototype as unknown as Record<string, unknown>
  afterEach(() => {
    for (const name of names) delete prototype[name]
    delete (Array.prototype as unknown as Record<number, unknown>)[0]
  })

  it('change no call', () => {
    const results = (): unknown => [
      np.add([1, 2], [3, 4]).tolist(),
      np.add([1, 2], [3, 4], {}).tolist(),
      np.sum([
        [1, 2],
        [3, 4],
      ]),
      np.sum(
        [
          [1, 2],
          [3, 4],
        ],
        {},
      ),
      np.zeros([2, 2]).dtype,
      np.zeros([2, 2], {}).dtype,
      np.array([1, 2], {}).dtype,
      np.linalg.norm(
        [
          [3, 0],
          [0, 4],
        ],
        {},
      ),
      (
        np.linalg.svd(
          [
            [1, 2],
            [3, 4],
            [5, 6],
          ],
          {},
        ) as { U: NDArray }
      ).U.shape,
      np
        .matmul(
          [
            [1, 2],
            [3, 4],
          ],
          [
            [1, 0],
            [0, 1],
          ],
          {},
        )
        .tolist(),
      np.zeros_like([1, 2], {}).shape,
      np.array([1.5, 2.5]).astype('int8', {}).tolist(),
      np.array([1, 2]).toString(),
      np.array([1n, 2n]).tolist({}),
      np.array_repr(np.arange(3), {} as never),
    ]
    const before = results()
    for (const value of ['int8', 1, true, { dtype: 'int8' }, np.zeros(3)]) {
      for (const name of names) prototype[name] = value
      const during = results()
      for (const name of names) delete prototype[name]
      expect(during).toEqual(before)
    }
  })

  it('do not make complex numbers of plain objects', () => {
    prototype.re = 1
    prototype.im = 2
    expectFailure(() => np.array([{}] as never), TypeError)
    expectFailure(() => np.add({} as never, 1), TypeError)
  })

  it('do not fill holes of lists', () => {
    ;(Array.prototype as unknown as Record<number, unknown>)[0] = 5
    const list = new Array(2)
    list[1] = 1
    let result: unknown
    try {
      result = np.array(list).tolist()
    } catch (error) {
      result = error
    }
    delete (Array.prototype as unknown as Record<number, unknown>)[0]
    expect(Array.isArray(result) ? result : (result as Error).name).toEqual(
      Array.isArray(result) ? [5, 1] : 'TypeError',
    )
  })
})

describe('values for a dtype', () => {
  it('integers must be in range', () => {
    for (const [dtype, value] of [
      ['int8', 128],
      ['int8', -129],
      ['uint8', -1],
      ['uint8', 256n],
      ['int64', 2n ** 63n],
      ['uint64', -1n],
      ['int32', 1e10],
      ['int64', 2 ** 63],
      ['int32', Number.NaN],
      ['uint8', Number.POSITIVE_INFINITY],
    ] as const) {
      const a = np.zeros(2, dtype)
      expectFailure(() => np.array([value], dtype), RangeError, 'ERR_OUT_OF_RANGE', `${dtype} ${value}`)
      expectFailure(() => a.set(0, value), RangeError, 'ERR_OUT_OF_RANGE', `${dtype} ${value}`)
      expectFailure(() => np.full(2, value, dtype), RangeError, 'ERR_OUT_OF_RANGE', `${dtype} ${value}`)
      if (Number.isInteger(Number(value)))
        expectFailure(() => np.add(a, value), RangeError, 'ERR_OUT_OF_RANGE', `${dtype} ${value}`)
      expect(a.tolist()).toEqual([0, 0])
    }
  })

  it('complex numbers need a complex dtype', () => {
    expectFailure(() => np.array([np.complex(1, 2)], 'float64'), TypeError, 'ERR_CASTING')
    expectFailure(() => np.zeros(2).set(0, np.complex(1, 2)), TypeError, 'ERR_CASTING')
    expectFailure(() => np.zeros(2).set('...', [np.complex(1, 2), 1]), TypeError, 'ERR_CASTING')
    expectFailure(() => np.full(2, np.complex(1, 2), 'int8'), TypeError, 'ERR_CASTING')
  })

  it('64-bit integers beyond 2^53 are never rounded silently', () => {
    const a = np.array([2n ** 60n, 1n])
    expectFailure(() => a.get(0), RangeError, 'ERR_UNSAFE_INTEGER')
    expectFailure(() => a.item(0), RangeError, 'ERR_UNSAFE_INTEGER')
    expectFailure(() => a.tolist(), RangeError, 'ERR_UNSAFE_INTEGER')
    expectFailure(() => [...a], RangeError, 'ERR_UNSAFE_INTEGER')
    expectFailure(() => np.sum(a), RangeError, 'ERR_UNSAFE_INTEGER')
    expect(a.get(1)).toBe(1)
    expect(a.tolist({ bigint: true })).toEqual([2n ** 60n, 1n])
    expect(a.data[0]).toBe(2n ** 60n)
  })

  it('unknown dtypes are refused, naming those that are', () => {
    for (const dtype of [
      'float128',
      'string',
      '',
      'object',
      'toString',
      '__proto__',
      'constructor',
      5,
      [],
      () => 1,
      Symbol('x'),
      { dtype: 5 },
      { name: 'x' },
    ]) {
      for (const call of [
        () => np.zeros(2, dtype as never),
        () => np.array([1], { dtype: dtype as never }),
        () => np.arange(3, { dtype: dtype as never }),
        () => np.zeros(1).astype(dtype as never),
        () => np.sum([1], { dtype: dtype as never }),
        () => np.add(1, 2, { dtype: dtype as never }),
      ]) {
        expectFailure(
          call,
          TypeError,
          undefined,
          String(typeof dtype === 'object' ? JSON.stringify(dtype) : String(dtype)),
        )
      }
    }
    expect(() => np.zeros(2, 'float128' as never)).toThrow(/float64/)
  })
})
