import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { NDArray } from '../../lib/core/ndarray'
import type { IndexItem } from '../../lib/indexing/indexing'
import { expectFailure } from '../failures'

// An index by its definition, one place at a time: which flat positions of an array of a shape it names, in which shape.

type Nest = number | Nest[]
/** An item as the reference reads it: an integer, a range of indices, a new axis, or an array of indices. */
type Item = { at: number } | { range: number[] } | 'new' | { shape: number[]; indices: number[] }

const product = (shape: readonly number[]): number => shape.reduce((size, length) => size * length, 1)

/** All indices of a shape in row-major order. */
function places(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, length) => found.flatMap((one) => Array.from({ length }, (_, i) => [...one, i])),
    [[]],
  )
}

function reference(shape: readonly number[], items: readonly Item[]): { shape: number[]; positions: number[] } {
  const advanced = items.some((item) => typeof item === 'object' && 'indices' in item)
  const joins = items.map((item) => typeof item === 'object' && (('at' in item && advanced) || 'indices' in item))
  const spread: number[] = []
  for (const item of items) {
    if (typeof item !== 'object' || !('indices' in item)) continue
    const padded = [...item.shape].reverse()
    for (const [d, length] of padded.entries())
      spread[d] = spread[d] === undefined || spread[d] === 1 ? length : spread[d]
  }
  spread.reverse()
  const runs = joins.filter((one, i) => one && !joins[i - 1]).length
  const first = joins.indexOf(true)
  // The result's axes: each item's own, with the spread ones in place of the first array's, or first of all.
  const axes: { item: number; length: number }[] = []
  const spreadAxes = spread.map((length) => ({ item: -1, length }))
  items.forEach((item, i) => {
    if (i === first && advanced && runs === 1) axes.push(...spreadAxes)
    if (item === 'new') axes.push({ item: i, length: 1 })
    else if ('range' in item) axes.push({ item: i, length: item.range.length })
  })
  if (advanced && runs > 1) axes.unshift(...spreadAxes)
  const result = axes.map((axis) => axis.length)
  const positions = places(result).map((place) => {
    const own = place.filter((_, d) => axes[d].item < 0)
    let position = 0
    let axis = 0
    items.forEach((item, i) => {
      if (item === 'new') return
      let index: number
      if ('at' in item) index = item.at
      else if ('range' in item) index = item.range[place[axes.findIndex((one) => one.item === i)]]
      else {
        const shift = own.length - item.shape.length
        index =
          item.indices[item.shape.reduce((flat, length, d) => flat * length + (length === 1 ? 0 : own[d + shift]), 0)]
      }
      position = position * shape[axis] + (index < 0 ? index + shape[axis] : index)
      axis++
    })
    return position
  })
  return { shape: result, positions }
}

const nest = (shape: readonly number[], flat: readonly number[]): Nest => {
  if (shape.length === 0) return flat[0]
  const size = product(shape.slice(1))
  return Array.from({ length: shape[0] }, (_, i) => nest(shape.slice(1), flat.slice(i * size, (i + 1) * size)))
}

interface Sample {
  readonly shape: number[]
  readonly given: IndexItem[]
  readonly items: Item[]
}

/** Shapes with an index: per axis an integer, a slice, an array of one common shape (or of 1 along it), a mask. */
const samples: fc.Arbitrary<Sample> = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  .chain((shape) =>
    fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }).chain((spread) =>
      fc
        .tuple(
          ...shape.map((length) =>
            fc.record({
              kind: fc.constantFrom('at', 'slice', 'slice', 'array', 'array', 'list', 'thin'),
              numbers: fc.array(fc.integer({ min: -length, max: length - 1 }), { minLength: 9, maxLength: 9 }),
              step: fc.constantFrom(1, 2, -1),
              added: fc.integer({ min: 0, max: 9 }).map((one) => one === 0),
            }),
          ),
        )
        .map((choices) => {
          const given: IndexItem[] = []
          const items: Item[] = []
          for (const [axis, { kind, numbers, step, added }] of choices.entries()) {
            if (added) {
              given.push(null)
              items.push('new')
            }
            if (kind === 'at') {
              given.push(numbers[0])
              items.push({ at: numbers[0] })
            } else if (kind === 'slice') {
              given.push(`::${step}`)
              const range = Array.from({ length: shape[axis] }, (_, i) => i).filter((i) => i % Math.abs(step) === 0)
              items.push({ range: step < 0 ? range.reverse() : range })
            } else {
              const own = kind === 'thin' ? spread.map(() => 1) : spread
              const indices = numbers.slice(0, product(own))
              const listed = kind === 'list' && own.length > 0
              given.push(listed ? (nest(own, indices) as number[]) : np.array(indices, 'int64').reshape(own))
              items.push({ shape: own, indices })
            }
          }
          return { shape, given, items }
        }),
    ),
  )

/** The same elements with another layout of memory. */
const layouts: ((a: NDArray) => NDArray)[] = [
  (a) => a,
  (a) => a.T.copy().T,
  (a) => np.repeat(a, 2, -1).get('...', '::2'),
  (a) => a.get('::-1').copy().get('::-1'),
]

describe('a.get and a.set', () => {
  it('name the places that the definition names, in its shape', () => {
    fc.assert(
      fc.property(samples, fc.nat(3), ({ shape, given, items }, layout) => {
        const a = layouts[layout](np.arange(product(shape)).reshape(shape))
        const expected = reference(shape, items)
        const found = a.get(...given)
        const allIntegers = items.every(
          (item) => item !== 'new' && ('at' in item || ('shape' in item && item.shape.length === 0)),
        )
        if (allIntegers) {
          expect(found).toBe(expected.positions[0])
        } else {
          expect(found).toBeInstanceOf(NDArray)
          expect(found.shape).toEqual(expected.shape)
          expect(found.tolist()).toEqual(nest(expected.shape, expected.positions))
        }
        // Writing the place's rank: of equal places the last one stays.
        const flat = Array.from({ length: product(shape) }, () => -1)
        for (const [rank, position] of expected.positions.entries()) flat[position] = rank
        const target = layouts[layout](np.full(shape, -1))
        target.set(given, np.arange(expected.positions.length).reshape(expected.shape))
        expect(target.tolist()).toEqual(nest(shape, flat))
      }),
      { numRuns: 400 },
    )
  })

  it('take masks as the places where they are true', () => {
    const masks = fc
      .array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })
      .chain((shape) =>
        fc.tuple(fc.constant(shape), fc.array(fc.boolean(), { minLength: 125, maxLength: 125 }), fc.nat(3)),
      )
    fc.assert(
      fc.property(masks, ([shape, flags, layout]) => {
        const size = product(shape)
        const a = layouts[layout](np.arange(size).reshape(shape))
        const mask = layouts[layout](np.array(flags.slice(0, size)).reshape(shape))
        const chosen = Array.from({ length: size }, (_, i) => i).filter((i) => flags[i])
        expect((a.get(mask) as NDArray).tolist()).toEqual(chosen)
        expect(np.flatnonzero(mask).tolist()).toEqual(chosen)
        const target = layouts[layout](np.zeros(shape))
        target.set(mask, np.negative(a.get(mask)))
        expect(target.flat.copy().tolist()).toEqual(Array.from({ length: size }, (_, i) => (flags[i] ? -i : 0)))
      }),
    )
  })

  it('keep values apart from the memory that they are written to', () => {
    const a = np.arange(6)
    a.set([[1, 2, 3, 4, 5]], a.get(':-1'))
    expect(a.tolist()).toEqual([0, 0, 1, 2, 3, 4])
    const order = np.array([2n, 0n, 1n])
    order.set([order], np.array([5n, 6n, 7n]))
    expect(order.tolist()).toEqual([6, 7, 5])
    const b = np.arange(4)
    b.set(np.array([true, true, false, true]), b.get('::-1').get(':3'))
    expect(b.tolist()).toEqual([3, 2, 2, 1])
  })

  it('write nothing where an index is out of range', () => {
    const a = np.zeros(3000)
    const where = np.zeros(3000, 'int64')
    where.set(2999, 3000)
    expectFailure(() => a.set([where], 1), RangeError, 'ERR_INDEX')
    expectFailure(() => np.put(a, where, 1), RangeError, 'ERR_INDEX')
    expect(np.any(a)).toBe(false)
  })

  it('find an index out of range wherever it stands, by any thread', () => {
    for (const at of [0, 77777, 199999]) {
      const where = np.zeros(200000, 'int64')
      where.set(at, -6)
      const message = 'index: expected indices between -5 and 4 for axis 0 of length 5, received -6'
      expect(() => np.zeros(5).get(where)).toThrow(message)
      expect(() => np.take(np.zeros(5), where)).toThrow(message.replace('index', 'take'))
    }
  })

  it('give the same for large arrays, which threads share', () => {
    const n = 300001
    const a = np.arange(n)
    const back = np.arange(BigInt(n - 1), -1n, -1n)
    expect(np.all(np.equal(a.get(back), a.get('::-1')))).toBe(true)
    const mask = np.equal(np.remainder(a, 3), 1)
    expect(np.all(np.equal(a.get(mask), a.get('1::3')))).toBe(true)
    expect(np.all(np.equal(np.flatnonzero(mask), a.get('1::3')))).toBe(true)
    const [rows, columns] = np.nonzero(mask.get(':300000').reshape(300, 1000))
    expect(np.all(np.equal(np.add(np.multiply(rows, 1000), columns), a.get('1:300000:3')))).toBe(true)
  })

  it('refuse to change read-only arrays', () => {
    const wide = np.broadcast_to(np.zeros(3), [2, 3])
    expectFailure(() => wide.set([[0]], 1), TypeError, 'ERR_READ_ONLY')
    expectFailure(() => np.put(wide, 0, 1), TypeError, 'ERR_READ_ONLY')
    expectFailure(() => np.copyto(wide, 1), TypeError, 'ERR_READ_ONLY')
    expectFailure(() => wide.flat.set(0, 1), TypeError, 'ERR_READ_ONLY')
  })
})

describe('a.flat', () => {
  it.each([0, 1, 2, 3])('reads and writes in row-major order (layout %i)', (layout) => {
    const a = layouts[layout](np.arange(6).reshape(2, 3))
    expect(a.flat.length).toBe(6)
    expect([...a.flat]).toEqual([0, 1, 2, 3, 4, 5])
    expect(a.flat.get(-2)).toBe(4)
    expect(a.flat.get('1::2').tolist()).toEqual([1, 3, 5])
    expect(a.flat.get([[5, 0]]).tolist()).toEqual([[5, 0]])
    expect(a.flat.get([true, false, false, false, false, true]).tolist()).toEqual([0, 5])
    a.flat.get('...').fill(9)
    a.flat.set('::2', [7, 8])
    a.flat.set(-1, 1)
    expect(a.tolist()).toEqual([
      [7, 1, 8],
      [3, 7, 1],
    ])
    expectFailure(() => a.flat.get(6), RangeError, 'ERR_INDEX')
    expectFailure(() => a.flat.set([6], 0), RangeError, 'ERR_INDEX')
    expectFailure(() => a.flat.get(null), TypeError, 'ERR_INDEX')
  })
})

describe('one by one', () => {
  it('ndindex goes over the places of a shape', () => {
    expect([...np.ndindex(2, 2)]).toEqual([...np.ndindex([2, 2])])
    expect([...np.ndindex([3, 1, 2])].map(String)).toEqual(['0,0,0', '0,0,1', '1,0,0', '1,0,1', '2,0,0', '2,0,1'])
    expect([...np.ndindex()]).toEqual([[]])
    expect([...np.ndindex([])]).toEqual([[]])
    expect([...np.ndindex(2, 0)]).toEqual([])
    expectFailure(() => np.ndindex(-1), RangeError, 'ERR_SIZE')
    expectFailure(() => np.ndindex(1.5), TypeError)
  })

  it('ndenumerate gives elements with their places, of views too', () => {
    const a = np.arange(6, { dtype: 'int8' }).reshape(2, 3)
    expect([...np.ndenumerate(a.get(':', '::-2'))]).toEqual([
      [[0, 0], 2],
      [[0, 1], 0],
      [[1, 0], 5],
      [[1, 1], 3],
    ])
    expect([...np.ndenumerate(5)]).toEqual([[[], 5]])
    expect([...np.ndenumerate(np.zeros([0, 2]))]).toEqual([])
    for (const [index, value] of np.ndenumerate(a)) a.set(index, value * 2)
    expect(a.tolist()).toEqual([
      [0, 2, 4],
      [6, 8, 10],
    ])
  })
})

describe('grids', () => {
  it('mgrid and ogrid take slices of integers, fractions and numbers of points', () => {
    expect(np.mgrid('0:3').tolist()).toEqual([0, 1, 2])
    expect(np.mgrid('0:3').dtype).toBe('int64')
    expect(np.mgrid('1:2:.25').tolist()).toEqual([1, 1.25, 1.5, 1.75])
    expect(np.mgrid(np.slice(3, 0, -1)).tolist()).toEqual([3, 2, 1])
    expect(np.mgrid('-1:1:5j').tolist()).toEqual([-1, -0.5, 0, 0.5, 1])
    const mixed = np.mgrid('0:2', '0:1:3j')
    expect(mixed.dtype).toBe('float64')
    expect(mixed.tolist()).toEqual([
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
      [
        [0, 0.5, 1],
        [0, 0.5, 1],
      ],
    ])
    expect(np.ogrid('0:2', '0:3').map((one) => one.shape)).toEqual([
      [2, 1],
      [1, 3],
    ])
    expectFailure(() => np.mgrid('3'), TypeError)
    expectFailure(() => np.mgrid('1:'), TypeError)
    expectFailure(() => np.mgrid('0:1:0'), RangeError)
  })

  it('r_ and c_ join ranges, numbers and arrays', () => {
    expect(np.r_('0:3').dtype).toBe('int64')
    expect(np.r_('0:3', 5).dtype).toBe('int64')
    expect(np.r_('0:1:3j', 5, [6]).tolist()).toEqual([0, 0.5, 1, 5, 6])
    expect(np.r_('-1', [[1], [2]], [[3], [4]]).shape).toEqual([2, 2])
    expect(np.r_('0,2', [1, 2, 3], [4, 5, 6]).shape).toEqual([2, 3])
    expect(np.r_('0,2,0', [1, 2, 3], [4, 5, 6]).shape).toEqual([6, 1])
    expect(np.r_('1,2,0', [1, 2, 3], [4, 5, 6]).tolist()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ])
    expect(np.r_('0,3,1', [[1, 2]], [[3, 4]]).shape).toEqual([2, 1, 2])
    expect(np.c_([[1, 2, 3]], 0, [[4, 5, 6]]).tolist()).toEqual([[1, 2, 3, 0, 4, 5, 6]])
    expect(np.c_('0:2', [5, 6]).tolist()).toEqual([
      [0, 5],
      [1, 6],
    ])
    expectFailure(() => np.r_('r', [1]), RangeError)
    expectFailure(() => np.r_(), RangeError)
  })

  it('bigints are indices, as elements of int64 arrays are', () => {
    const a = np.arange(12).reshape(3, 4)
    expect(a.get(1n, -1n)).toBe(7)
    expect(String(a.get(2n))).toBe(String(a.get(2)))
    expect(String(a.get(1n, [0, 2]))).toBe(String(a.get(1, [0, 2])))
    expect(String(a.get([0, 2], 1n))).toBe(String(a.get([0, 2], 1)))
    expect(String(a.get(np.slice(1n, 3n)))).toBe(String(a.get('1:3')))
    expect(a.flat.get(5n)).toBe(5)
    expect(a.set([0n, 1n], 20).set(2n, 0).tolist()).toEqual([
      [0, 20, 2, 3],
      [4, 5, 6, 7],
      [0, 0, 0, 0],
    ])
    expect(a.flat.set(4n, 9).get(4)).toBe(9)
    expectFailure(() => a.get(3n), RangeError, 'ERR_INDEX')
    expectFailure(() => a.get(2n ** 70n), RangeError, 'ERR_INDEX')
  })

  it('s_ and index_exp keep an index for later', () => {
    expect(String(np.s_('1:3'))).toBe('1:3')
    expect(np.s_(0, '...')).toEqual([0, '...'])
    expect(np.index_exp(2)).toEqual([2])
  })
})
