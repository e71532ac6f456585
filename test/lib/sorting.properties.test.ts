// What must hold of every sort, partition, search and set, at lengths that one thread works on and that several share.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { DTYPES, type DType } from '../../lib/core/dtype'

const dtypes = DTYPES.map((info) => info.name)
const reals = DTYPES.filter((info) => info.kind !== 'c').map((info) => info.name)

/** How the values of an array are spread. */
const SPREADS = ['wide', 'few', 'sorted', 'falling', 'equal', 'low bits', 'not numbers'] as const
type Spread = (typeof SPREADS)[number]

// Numbers in no order, the same for a seed.
function* noise(seed: number): Generator<number> {
  let state = seed | 1
  for (;;) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    state = Math.imul(state ^ (state >>> 12), 0x297a2d39) + 0x9e3779b9
    yield ((state ^ (state >>> 15)) >>> 0) / 2 ** 32
  }
}

function make(n: number, dtype: DType, spread: Spread, seed: number): np.NDArray {
  const numbers = noise(seed)
  const next = (): number => numbers.next().value as number
  const small = dtype === 'bool' ? 2 : 100
  const value: Record<Spread, (i: number) => number> = {
    wide: () => (next() - 0.5) * (dtype.includes('64') ? 2 ** 52 : 200),
    few: () => Math.floor(next() * 7),
    sorted: (i) => (i / n) * small,
    falling: (i) => ((n - i) / n) * small,
    equal: () => 1,
    // Integers and floats that agree in their high bits.
    'low bits': () => 1 + Math.floor(next() * 2 ** 20) * 2 ** -50,
    'not numbers': () =>
      [Number.NaN, next(), -0, 0, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY][Math.floor(next() * 6)],
  }
  const values = Float64Array.from({ length: n }, (_, i) => value[spread](i))
  const array = np.asarray(values)
  if (dtype.startsWith('complex')) {
    const parts = Float64Array.from({ length: n }, (_, i) => value[spread === 'wide' ? 'few' : spread](i))
    const result = np.zeros([n], dtype)
    result.real.set('...', array)
    result.imag.set('...', np.asarray(parts))
    return result
  }
  const finite = dtype.startsWith('float') ? array : np.where(np.isfinite(array), array, 1)
  // Keys of 64 bits whose high ones agree.
  if (dtype === 'int64' && spread === 'low bits')
    return np.multiply(np.asarray(values.map((v) => (v - 1) * 2 ** 50)), 8191).astype('int64')
  return np.asarray(dtype.startsWith('u') || dtype === 'bool' ? np.abs(finite) : finite).astype(dtype)
}

const lengths = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 2, arbitrary: fc.integer({ min: 4000, max: 40_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(65_536, 100_003, 270_000) },
)
const arrays = (of: readonly DType[]) =>
  fc
    .tuple(lengths, fc.constantFrom(...of), fc.constantFrom(...SPREADS), fc.integer())
    .map(([n, dtype, spread, seed]) => ({ n, dtype, spread, a: make(n, dtype, spread, seed) }))

const runs = { numRuns: 80, seed: 20260 }
const same = (x: np.NDArray, y: np.NDArray): boolean => x.tobytes().equals(y.tobytes())
const tail = (a: np.NDArray) => a.get('1:')
const head = (a: np.NDArray) => a.get(':-1')
const every = (mask: unknown): boolean => np.all(mask as np.NDArray) as boolean
/** Keys that numbers compare by: NaN as the greatest. */
const isAfter = (x: np.NDArray, y: np.NDArray): np.NDArray =>
  np.logical_or(np.greater(x, y), np.logical_and(np.isnan(x), np.logical_not(np.isnan(y)))) as np.NDArray

describe('sorting', () => {
  it('puts real elements in order and keeps them', () => {
    fc.assert(
      fc.property(arrays(reals), ({ a }) => {
        const sorted = np.sort(a)
        expect(every(np.logical_not(isAfter(head(sorted), tail(sorted))))).toBe(true)
        const inPlace = a.copy()
        inPlace.sort()
        expect(same(inPlace, sorted)).toBe(true)
        // The same elements, signs of zeros and kinds of NaN among them.
        const bits = (one: np.NDArray) => Buffer.from(one.tobytes()).toString('latin1')
        const size = a.itemsize
        const items = (one: np.NDArray) => {
          const text = bits(one)
          return Array.from({ length: one.size }, (_, i) => text.slice(i * size, (i + 1) * size)).sort()
        }
        if (a.size < 5000) expect(items(sorted)).toEqual(items(a))
      }),
      runs,
    )
  })

  it('argsort is the stable order, and sort follows it', () => {
    fc.assert(
      fc.property(arrays(dtypes), ({ a, n }) => {
        const order = np.argsort(a)
        expect(same(np.bincount(order, { minlength: n }), np.ones(n, 'int64'))).toBe(true)
        const sorted = np.sort(a)
        const taken = a.get(order) as np.NDArray
        if (!a.dtype.startsWith('float')) expect(same(taken, sorted)).toBe(true)
        else
          expect(every(np.logical_or(np.equal(taken, sorted), np.logical_and(np.isnan(taken), np.isnan(sorted))))).toBe(
            true,
          )
        const ties = np.logical_or(
          np.equal(head(taken), tail(taken)),
          a.dtype.startsWith('float') ? np.isnan(head(taken)) : false,
        ) as np.NDArray
        const rises = np.less(head(order), tail(order)) as np.NDArray
        expect(every(np.logical_or(np.logical_not(ties), rises))).toBe(true)
      }),
      runs,
    )
  })

  it('gives the same on one thread', () => {
    const threads = np.get_num_threads()
    fc.assert(
      fc.property(arrays(dtypes), ({ a }) => {
        const call = () => [np.sort(a), np.argsort(a), np.unique(a), np.searchsorted(np.sort(a), a) as np.NDArray]
        const several = call()
        np.set_num_threads(1)
        try {
          for (const [i, one] of call().entries()) expect(same(one, several[i])).toBe(true)
        } finally {
          np.set_num_threads(threads)
        }
      }),
      { ...runs, numRuns: 40 },
    )
  })
})

describe('partition', () => {
  it('puts the element of each rank in place, smaller ones before it', () => {
    const ranks = fc.array(fc.nat(), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(arrays(reals), ranks, ({ a, n }, picked) => {
        if (n === 0) return
        const kth = picked.map((k) => k % n)
        const sorted = np.sort(a)
        const parted = np.partition(a, kth)
        const order = np.argpartition(a, kth)
        expect(same(np.bincount(order, { minlength: n }), np.ones(n, 'int64'))).toBe(true)
        for (const result of [parted, a.get(order) as np.NDArray]) {
          for (const k of kth) {
            const at = result.get(`${k}:${k + 1}`)
            expect(every(np.logical_not(isAfter(at, sorted.get(`${k}:${k + 1}`))))).toBe(true)
            expect(every(np.logical_not(isAfter(sorted.get(`${k}:${k + 1}`), at)))).toBe(true)
            expect(every(np.logical_not(isAfter(result.get(`:${k}`), at)))).toBe(true)
            expect(every(np.logical_not(isAfter(at, result.get(`${k}:`))))).toBe(true)
          }
        }
        const again = np.sort(parted)
        expect(every(np.logical_not(isAfter(again, sorted))) && every(np.logical_not(isAfter(sorted, again)))).toBe(
          true,
        )
      }),
      runs,
    )
  })
})

describe('searching and sets', () => {
  it('searchsorted finds where an element would go', () => {
    fc.assert(
      fc.property(arrays(reals), ({ a }) => {
        const sorted = np.sort(a)
        const left = np.searchsorted(sorted, a, 'left') as np.NDArray
        const right = np.searchsorted(sorted, a, 'right') as np.NDArray
        expect(every(np.less(left, right))).toBe(true)
        const first = sorted.get(left) as np.NDArray
        const last = sorted.get(np.subtract(right, 1)) as np.NDArray
        for (const found of [first, last])
          expect(every(np.logical_not(isAfter(found, a))) && every(np.logical_not(isAfter(a, found)))).toBe(true)
      }),
      runs,
    )
  })

  it('unique elements, their groups and counts give the array back', () => {
    fc.assert(
      fc.property(arrays(dtypes), ({ a, n }) => {
        const [values, first, inverse, counts] = np.unique(a, {
          return_index: true,
          return_inverse: true,
          return_counts: true,
        })
        const equal = (x: np.NDArray, y: np.NDArray) =>
          np.logical_or(np.equal(x, y), np.logical_and(np.isnan(x), np.isnan(y)))
        expect(every(equal(values.get(inverse) as np.NDArray, a))).toBe(true)
        expect(every(equal(a.get(first) as np.NDArray, values))).toBe(true)
        expect(np.sum(counts)).toBe(n)
        expect(np.unique(a).size).toBe(values.size)
        const isThere = np.logical_or(np.isin(a, values), np.isnan(a))
        expect(every(isThere)).toBe(true)
        const others = np.setdiff1d(a, values)
        expect(every(np.isnan(others))).toBe(true)
      }),
      runs,
    )
  })

  it('unique_values differs from unique in NaN alone', () => {
    fc.assert(
      fc.property(arrays(['float16', 'float32', 'float64', 'int8', 'complex128']), ({ a }) => {
        const numbers = (x: np.NDArray) => x.get(np.logical_not(np.isnan(x)) as np.NDArray<'bool'>) as np.NDArray
        const values = np.unique_values(a)
        expect(same(numbers(values), numbers(np.unique(a)))).toBe(true)
        expect(np.sum(np.isnan(values))).toBe(np.sum(np.isnan(a)))
      }),
      runs,
    )
  })

  it('a histogram counts what lies between its edges', () => {
    fc.assert(
      fc.property(
        arrays(['float32', 'float64', 'int32', 'uint8']),
        fc.integer({ min: 1, max: 300 }),
        ({ a, spread }, bins) => {
          if (spread === 'not numbers' && a.dtype.startsWith('f')) return
          let found: [np.NDArray, np.NDArray]
          try {
            found = np.histogram(a, bins)
          } catch (error) {
            expect((error as Error).message).toMatch(/wide enough/)
            return
          }
          const [counts, edges] = found
          expect(np.sum(counts)).toBe(a.size)
          expect(same(np.histogram(a, { bins: edges })[0], counts)).toBe(true)
        },
      ),
      runs,
    )
  })
})
