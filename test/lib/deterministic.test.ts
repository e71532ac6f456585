// Deterministic mode: the same bits whatever the number of threads.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as np from '../../lib'
import type { NDArray } from '../../lib/core/ndarray'
import { expectFailure } from '../failures'
import { LINALG_DTYPES, normalMatrix } from './linalg/matrices'

const threads = np.get_num_threads()

describe('set_deterministic', () => {
  beforeAll(() => np.set_deterministic(true))
  afterAll(() => {
    np.set_deterministic(false)
    np.set_num_threads(threads)
  })

  it('is told by get_deterministic, and takes booleans only', () => {
    expect(np.get_deterministic()).toBe(true)
    for (const bad of [1, 'yes', null, {}]) expectFailure(() => np.set_deterministic(bad as never), TypeError)
  })

  const bits = (result: unknown): Buffer[] => {
    if (result instanceof np.NDArray) return [result.tobytes()]
    if (typeof (result as Iterable<NDArray>)[Symbol.iterator] !== 'function') return [np.array(result).tobytes()]
    return [...(result as Iterable<NDArray>)].flatMap(bits)
  }

  it.each(LINALG_DTYPES)('gives the same bits on 1, 2, 3 and 5 threads: %s', (dtype) => {
    for (const n of [20, 130, 400]) {
      const a = normalMatrix([n, n], dtype, n)
      const stack = normalMatrix([3, n >> 1, n >> 1], dtype, n)
      const symmetric = np.add(a, a.T.copy())
      const calls = [
        () => np.matmul(a, a),
        () => np.matmul(a, a.get(0)),
        () => np.matmul(a.T, a),
        () => np.matmul(stack, stack),
        () => np.dot(np.ravel(a), np.ravel(a)),
        () => np.linalg.norm(a),
        () => np.linalg.solve(a, a.T),
        () => np.linalg.inv(stack),
        () => np.linalg.qr(a),
        () => np.linalg.eigvalsh(symmetric),
        () => (n < 400 ? np.linalg.svd(a) : np.linalg.svdvals(a)),
        () => np.sum(np.multiply(a, a) as NDArray, { axis: 0 }),
      ]
      for (const call of calls) {
        const results = [1, 2, 3, 5].map((count) => {
          np.set_num_threads(count)
          return bits(call())
        })
        for (const other of results.slice(1)) {
          expect(
            other.every((one, i) => one.equals(results[0][i])),
            `${call} for n = ${n}`,
          ).toBe(true)
        }
      }
    }
  })
})
