// What joining, rolling, padding, packing and contracting must satisfy for any shape and layout.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import * as np from '../../lib'
import type { NDArray } from '../../lib/core/ndarray'

const shapes = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 4 })
const dtypes = fc.constantFrom('bool', 'int8', 'uint16', 'int32', 'float32', 'float64', 'complex64', 'complex128')

/** Distinct values, with axes in an order of their own and some reversed. */
function shuffled(shape: readonly number[], dtype: string, seed: number): NDArray {
  const axes = shape.map((_, d) => d).sort((i, j) => ((seed >> (2 * i)) & 3) - ((seed >> (2 * j)) & 3) || i - j)
  const size = shape.reduce((product, length) => product * length, 1)
  const memory = np.asarray(np.remainder(np.multiply(np.arange(size), 37), 113), dtype as 'int8')
  const stored = memory.reshape(axes.map((d) => shape[d]))
  const back = shape.map((_, d) => axes.indexOf(d))
  const array = np.transpose(stored, back)
  return array.get(...shape.map((_, d) => ((seed >> (8 + d)) & 1 ? '::-1' : ':')))
}

const same = (a: NDArray, b: NDArray): void => {
  expect(a.dtype).toBe(b.dtype)
  expect(a.shape).toEqual(b.shape)
  expect(a.tolist({ bigint: true })).toEqual(b.tolist({ bigint: true }))
}

it('copies of any order of axes hold the same elements', () => {
  const large = fc.array(fc.constantFrom(1, 2, 3, 8, 9, 17, 40), { minLength: 2, maxLength: 3 })
  fc.assert(
    fc.property(large, dtypes, fc.nat(), (shape, dtype, seed) => {
      const a = shuffled(shape, dtype, seed)
      const copy = np.ascontiguousarray(a)
      // Element by element, by way of an index.
      const flat = copy.ravel()
      for (let i = 0; i < a.size; i += 7) expect(flat.item(i)).toEqual(a.item(i))
      same(np.asfortranarray(copy), copy)
      same(np.ascontiguousarray(np.asfortranarray(a)), copy)
    }),
    { numRuns: 150 },
  )
})

it('split parts join to the whole', () => {
  fc.assert(
    fc.property(shapes, dtypes, fc.nat(), fc.integer({ min: 1, max: 6 }), (shape, dtype, seed, count) => {
      const a = shuffled(shape, dtype, seed)
      const axis = seed % shape.length
      same(np.concatenate(np.array_split(a, count, axis), axis), a.copy())
      if (shape[axis] > 0) same(np.stack(np.unstack(a, { axis }), axis), a.copy())
    }),
  )
})

it('rolling there and back is nothing', () => {
  fc.assert(
    fc.property(shapes, dtypes, fc.nat(), fc.integer({ min: -9, max: 9 }), (shape, dtype, seed, shift) => {
      const a = shuffled(shape, dtype, seed)
      const axes = shape.map((_, d) => d)
      const by = axes.map((d) => shift + d)
      same(np.roll(np.roll(a, by, axes), by.map((one) => -one), axes), a.copy()) // biome-ignore format: one line
      same(np.roll(np.roll(a, shift), -shift), a.copy())
    }),
  )
})

it('a padded array holds the old one, and modes agree with their indices', () => {
  const nonempty = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(nonempty, dtypes, fc.nat(), fc.integer({ min: 0, max: 12 }), (shape, dtype, seed, width) => {
      const a = shuffled(shape, dtype, seed)
      const index: Record<string, (i: number, n: number) => number> = {
        edge: (i, n) => Math.max(0, Math.min(n - 1, i)),
        wrap: (i, n) => ((i % n) + n) % n,
        symmetric: (i, n) => {
          const place = ((i % (2 * n)) + 2 * n) % (2 * n)
          return place < n ? place : 2 * n - 1 - place
        },
        reflect: (i, n) => {
          if (n === 1) return 0
          const period = 2 * n - 2
          const place = ((i % period) + period) % period
          return place < n ? place : period - place
        },
      }
      for (const [mode, from] of Object.entries(index)) {
        const padded = np.pad(a, width, mode as 'edge')
        same(padded.get(...shape.map((n) => `${width}:${width + n}`)).copy(), a.copy())
        for (let i = 0; i < padded.size; i += 1 + (padded.size >> 8)) {
          let rest = i
          const at = new Array<number>(shape.length)
          for (let d = shape.length - 1; d >= 0; d--) {
            at[d] = from((rest % padded.shape[d]) - width, shape[d])
            rest = Math.floor(rest / padded.shape[d])
          }
          expect(padded.item(i)).toEqual(a.get(...at))
        }
      }
    }),
    { numRuns: 30 },
  )
})

it('bits packed and unpacked are the same', () => {
  fc.assert(
    fc.property(shapes, fc.nat(), fc.constantFrom('big', 'little'), (shape, seed, bitorder) => {
      const a = shuffled(shape, 'bool', seed)
      const axis = seed % shape.length
      const packed = np.packbits(a, { axis, bitorder })
      const back = np.unpackbits(packed, { axis, bitorder, count: shape[axis] })
      same(back.astype('bool'), a.copy())
    }),
  )
})

it('einsum of a pair is the sum of its products', () => {
  const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 0, maxLength: 4 })
  const lengths = [2, 3, 1, 4, 5]
  fc.assert(
    fc.property(
      labels,
      labels,
      fc.nat(),
      fc.constantFrom('int32', 'float64', 'complex128', 'bool'),
      (p, q, seed, dtype) => {
        const own = (list: number[]): number[] => [...new Set(list)]
        const [x, y] = [own(p), own(q)]
        const a = shuffled(x.map((label) => lengths[label]), dtype, seed) // biome-ignore format: one line
        const b = shuffled(y.map((label) => lengths[label]), dtype, seed >> 3) // biome-ignore format: one line
        const all = own([...x, ...y])
        const out = all.filter((label) => (seed >> label) & 1)
        if (seed & 32) out.reverse()
        // The products of all labels, in full, then summed.
        const full = (array: NDArray, list: number[]): NDArray =>
        np.transpose(array, all.filter((label) => list.includes(label)).map((label) => list.indexOf(label)))
          .reshape(all.map((label) => (list.includes(label) ? lengths[label] : 1))) // biome-ignore format: one line
        const product = np.multiply(full(a, x), full(b, y)) as NDArray
        const axes = all.flatMap((label, d) => (out.includes(label) ? [] : [d]))
        const summed =
          axes.length === 0 ? product : (np.sum(product, { axis: axes, dtype: dtype as 'int32' }) as NDArray)
        const kept = all.filter((label) => out.includes(label))
        const wanted = np.transpose(summed, out.map((label) => kept.indexOf(label))) // biome-ignore format: one line
        const found = np.einsum(a, x, b, y, out)
        expect(
          np
            .atleast_1d(found as NDArray)
            .ravel()
            .tolist(),
        ).toEqual(np.atleast_1d(wanted).ravel().tolist())
      },
    ),
    { numRuns: 300 },
  )
})
