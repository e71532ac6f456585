import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { DTYPES, type DTypeInfo } from '../../lib/core/dtype'
import type { NDArray } from '../../lib/core/ndarray'
import type { IndexItem } from '../../lib/indexing/indexing'
import { expectFailure } from '../failures'
import { expectValues, readOracle, type Values, valuesOf } from '../golden'
import { LAYOUTS, layoutsOf } from '../layouts'

type Result = [shape: number[], positions: number[], strides: number[], shares: boolean] | [null, number] | string
interface Oracle {
  views: [shape: number[], operation: string, args: unknown[], Result][]
  sets: [shape: number[], index: IndexItem[], valueShape: number[], string | number[]][]
}

const oracle = readOracle<Oracle>('views')
const functions = np as unknown as Record<string, (...args: unknown[]) => NDArray>

// The element that stands for a position, in any dtype: distinct for neighbours, in range for the smallest integers.
function bytesAt(info: DTypeInfo, position: number): Uint8Array {
  const bytes = new Uint8Array(info.itemsize)
  if (info.kind === 'b') return bytes.fill(((position * 7) % 3) % 2)
  // 64-bit integers stay below 2^48, which numbers hold.
  const used = info.kind === 'i' || info.kind === 'u' ? Math.min(6, info.itemsize) : info.itemsize
  for (let i = 0; i < used; i++) bytes[i] = (position * 31 + i * 57 + 3) % 127
  return bytes
}

function valuesAt(info: DTypeInfo, shape: readonly number[], positions: readonly number[]): Values {
  const bytes = new Uint8Array(positions.length * info.itemsize)
  for (const [i, position] of positions.entries()) bytes.set(bytesAt(info, position), i * info.itemsize)
  return { info, shape, bytes }
}

const range = (shape: readonly number[]): number[] => [
  ...new Array(shape.reduce((product, length) => product * length, 1)).keys(),
]
const apply = (array: NDArray, operation: string, args: unknown[]): unknown =>
  operation === 'get' ? array.get(...(args as IndexItem[])) : functions[operation](array, ...args)

describe.each(DTYPES.map((info) => [info.name, info] as const))('views of %s', (dtype, info) => {
  it('hold NumPy’s elements in every layout', () => {
    for (const [shape, operation, args, result] of oracle.views) {
      const what = `${dtype} (${shape}) ${operation} ${JSON.stringify(args)}`
      const values = valuesAt(info, shape, range(shape))
      if (typeof result === 'string') {
        expectFailure(() => apply(LAYOUTS.C(values), operation, args), result, undefined, what)
        continue
      }
      for (const [layout, array] of layoutsOf(values)) {
        // The order A and K of other layouts is another one.
        if (layout !== 'C' && (args.includes('A') || args.includes('K'))) continue
        const found = apply(array, operation, args)
        if (result[0] === null) {
          const golden = valuesAt(info, [], [result[1]])
          expectValues(valuesOf(found, info), golden, `${what}, ${layout}`)
          continue
        }
        const [resultShape, positions, strides, shares] = result
        expectValues(valuesOf(found), valuesAt(info, resultShape, positions), `${what}, ${layout}`)
        const view = found as NDArray
        if (layout !== 'C' || view.size === 0) continue
        expect(view.storage.buffer === array.storage.buffer, `${what} shares memory`).toBe(shares)
        // Strides of axes of length 1 are anyone's.
        const told = (list: readonly number[], unit: number): number[] =>
          list.filter((_, d) => resultShape[d] !== 1).map((stride) => stride * unit)
        if (operation !== 'ravel')
          expect(told(view.strides, 1), `${what} strides`).toEqual(told(strides, info.itemsize))
      }
    }
  })

  it('are what set writes through, with broadcasting, in every layout', () => {
    const negative = (position: number): number => 200 - position
    for (const [shape, index, valueShape, result] of oracle.sets) {
      const what = `${dtype} (${shape}) set ${JSON.stringify(index)} = (${valueShape})`
      const values = valuesAt(info, shape, range(shape))
      const given = valuesAt(
        info,
        valueShape,
        range(valueShape).map((position) => negative(-1 - position)),
      )
      if (typeof result === 'string') {
        const array = LAYOUTS.C(values)
        expectFailure(() => array.set(index, LAYOUTS.C(given)), result, undefined, what)
        expectValues(valuesOf(array), values, `${what} left the array as it was`)
        continue
      }
      const golden = valuesAt(
        info,
        shape,
        result.map((position) => (position < 0 ? negative(position) : position)),
      )
      for (const [layout, array] of layoutsOf(values)) {
        array.set(index, LAYOUTS.transposed(given))
        expectValues(valuesOf(array), golden, `${what}, ${layout}`)
      }
      for (const [layout, value] of layoutsOf(given)) {
        const array = LAYOUTS['gaps between rows'](values)
        array.set(index, value)
        expectValues(valuesOf(array), golden, `${what}, value ${layout}`)
      }
    }
  })
})

describe('views', () => {
  const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 })

  it('share storage: what is written through one is read in its base', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), (shape, pick) => {
        const base = np.zeros(shape)
        const views = [
          base.T,
          base.get('...'),
          base.get('...', null),
          np.expand_dims(base, 0),
          np.squeeze(base),
          base.reshape(-1),
          np.asarray(base),
        ]
        if (base.ndim > 0)
          views.push(
            base.get('::-1'),
            base.get('::2'),
            base.get('...', '::-1'),
            np.swapaxes(base, 0, -1),
            np.moveaxis(base, 0, -1),
          )
        for (const view of views) {
          if (view.size === 0) continue
          const value = (pick % 1000) + 1
          view.set(
            view.shape.map((length) => pick % length),
            value,
          )
          const flat = base.ravel().tolist() as number[]
          expect(flat.filter((element) => element === value)).toHaveLength(1)
          if (view !== base) expect(view.base).toBe(base)
          view.set('...', 0)
        }
        expect(base.base).toBe(null)
      }),
      { numRuns: 100 },
    )
  })

  it('transposing twice, moving back and forth and reversing twice give the array again', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), (shape, i, j) => {
        const a = np.arange(shape.reduce((product, length) => product * length, 1)).reshape(shape)
        const same = (b: NDArray): void => {
          expect([b.shape, b.strides, b.offset, b.contiguous]).toEqual([a.shape, a.strides, a.offset, a.contiguous])
        }
        same(a.T.T)
        if (a.ndim === 0) return
        const [x, y] = [i % a.ndim, j % a.ndim]
        same(np.swapaxes(np.swapaxes(a, x, y), x, y))
        same(np.moveaxis(np.moveaxis(a, x, y), y, x))
        expect(a.get('::-1').get('::-1').tolist()).toEqual(a.tolist())
        expect(np.transpose(a, [...a.shape.keys()].reverse()).tolist()).toEqual(a.T.tolist())
        if (a.ndim >= 2) same(a.mT.mT)
      }),
    )
  })

  it('of a view name the array that owns the memory as base', () => {
    const base = np.zeros([3, 4])
    const view = base.T.get('1').get('::-1')
    expect(view.base).toBe(base)
    expect(base.base).toBe(null)
    expect(base.copy().base).toBe(null)
  })

  it('overlap: reading and writing the same memory is as if the value had been copied first', () => {
    const shift = np.arange(6)
    shift.set(['1:'], shift.get(':-1'))
    expect(shift.tolist()).toEqual([0, 0, 1, 2, 3, 4])
    const back = np.arange(6)
    back.set([':-1'], back.get('1:'))
    expect(back.tolist()).toEqual([1, 2, 3, 4, 5, 5])
    const turn = np.arange(6)
    turn.set(['...'], turn.get('::-1'))
    expect(turn.tolist()).toEqual([5, 4, 3, 2, 1, 0])
    const square = np.arange(9).reshape(3, 3)
    square.set(['...'], square.T)
    expect(square.tolist()).toEqual([
      [0, 3, 6],
      [1, 4, 7],
      [2, 5, 8],
    ])
    const rows = np.arange(9).reshape(3, 3)
    rows.set(['...'], rows.get(1))
    expect(rows.tolist()).toEqual([
      [3, 4, 5],
      [3, 4, 5],
      [3, 4, 5],
    ])
    const many = np.arange(5000)
    many.set(['1:'], many.get(':-1'))
    expect((many.get('1:') as NDArray).tolist()).toEqual(np.arange(4999).tolist())
  })

  it('are read-only where memory repeats', () => {
    const wide = np.broadcast_to([1, 2], [3, 2])
    expectFailure(() => wide.set([0, 0], 5), TypeError, 'ERR_READ_ONLY')
    expectFailure(() => wide.get('0').set(0, 5), TypeError, 'ERR_READ_ONLY')
    expectFailure(() => wide.T.fill(5), TypeError, 'ERR_READ_ONLY')
    expectFailure(() => np.add(wide, 1, { out: wide }), TypeError, 'ERR_READ_ONLY')
    expect(wide.tolist()).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ])
    wide.copy().set([0, 0], 5)
    expectFailure(() => np.zeros(2).imag.set(0, 1), TypeError, 'ERR_READ_ONLY')
  })

  it('real and imag are views of complex arrays', () => {
    const a = np.array([np.complex(1, 2), np.complex(3, 4)])
    a.imag.set(0, 9)
    a.real.set(1, 8)
    expect((a.tolist() as { re: number; im: number }[]).map(({ re, im }) => [re, im])).toEqual([
      [1, 9],
      [8, 4],
    ])
    expect(np.array([1, 2], 'complex64').imag.dtype).toBe('float32')
    expect(np.array([1, 2], 'int8').imag.tolist()).toEqual([0, 0])
  })
})
