import { pbkdf2 } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { LinAlgError } from '../../lib/core/errors'

/** Elements between -1 and 1 that repeat from run to run. */
function noise(...shape: number[]): np.NDArray<'float64'> {
  let state = 12345
  const data = new Float64Array(shape.reduce((size, length) => size * length, 1))
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    data[i] = state / 2 ** 31 - 1
  }
  return np.reshape(np.asarray(data), shape)
}

const equal = (a: np.NDArray, b: np.NDArray): boolean => a.dtype === b.dtype && np.all(np.equal(a, b)) === true

const rejection = async (promise: Promise<unknown>): Promise<Error & { code?: string }> =>
  promise.then(
    () => expect.fail('expected a rejection'),
    (error) => error,
  )

describe('np.promises', () => {
  it('gives what the synchronous functions give, long calls and short', async () => {
    for (const n of [3, 30, 200]) {
      const a = noise(n, n)
      const b = noise(n, 4)
      expect(equal(await np.promises.matmul(a, b), np.matmul(a, b))).toBe(true)
      expect(equal(await np.promises.linalg.solve(a, b), np.linalg.solve(a, b))).toBe(true)
      const { U, S, Vh } = await np.promises.linalg.svd(a, { full_matrices: false })
      const expected = np.linalg.svd(a, { full_matrices: false })
      expect([equal(U, expected.U), equal(S, expected.S), equal(Vh, expected.Vh)]).toEqual([true, true, true])
      expect(await np.promises.linalg.norm(a, 2)).toBe(np.linalg.norm(a, 2))
      expect(await np.promises.sum(a)).toBe(np.sum(a))
      expect(equal(await np.promises.sum(a, 0), np.sum(a, 0))).toBe(true)
      expect(await np.promises.median(a)).toBe(np.median(a))
      expect(equal(await np.promises.evaluate('a * a + 1', { a }), np.evaluate('a * a + 1', { a }))).toBe(true)
    }
    const x = noise(300_000)
    // The first time that this expression is met: its program is kept, and there already when the call goes on.
    const later = await np.promises.evaluate('sin(x) * 2 + x / 3 - 0.25', { x })
    expect(equal(later, np.evaluate('sin(x) * 2 + x / 3 - 0.25', { x }))).toBe(true)
    expect(await np.promises.dot(x, x)).toBe(np.dot(x, x))
    expect(await np.promises.argmax(x)).toBe(np.argmax(x))
    expect(equal(await np.promises.add(x, 1), np.add(x, 1))).toBe(true)
    expect(equal(await np.promises.sin(x), np.sin(x))).toBe(true)
    expect((await np.promises.nonzero(np.greater(x, 0)))[0].size).toBe(np.count_nonzero(np.greater(x, 0)))
    expect(
      await np.promises.sum([
        [1, 2],
        [3, 4],
      ] as const),
    ).toBe(10)
    expect(await np.promises.add(1, 2)).toBe(3)
  })

  it('mirrors all functions of linalg', () => {
    const functions = Object.entries(np.linalg).filter(
      ([name, value]) => typeof value === 'function' && /^[a-z]/.test(name),
    )
    expect(Object.keys(np.promises.linalg).sort()).toEqual(functions.map(([name]) => name).sort())
  })

  it('rejects with what the synchronous function throws', async () => {
    const zero = np.zeros([200, 200])
    expect(await rejection(np.promises.linalg.solve(zero, np.ones(200)))).toBeInstanceOf(LinAlgError)
    expect(await rejection(np.promises.matmul(zero, np.ones(3)))).toMatchObject({ code: 'ERR_SHAPE_MISMATCH' })
    expect(await rejection(np.promises.sum('x' as never))).toBeInstanceOf(TypeError)
    const thrown = new Error('from a getter')
    const options = {
      get axis(): number {
        throw thrown
      },
    }
    expect(await rejection(np.promises.sum(zero, options))).toBe(thrown)
  })

  it('reads its arguments at the call', async () => {
    const a = noise(300, 300)
    const list = [[1, 2], [3, 4]] // biome-ignore format: one line
    const typed = new Float64Array(100_000).fill(1)
    const expected = np.matmul(a, a)
    const promises = [np.promises.matmul(a, a), np.promises.sum(list), np.promises.sum(typed)] as const
    a.set('...', 0)
    list[0][0] = 100
    typed.fill(2)
    structuredClone(typed.buffer, { transfer: [typed.buffer] })
    structuredClone(a.data.buffer, { transfer: [a.data.buffer as ArrayBuffer] })
    expect(equal(await promises[0], expected)).toBe(true)
    expect(await promises[1]).toBe(10)
    expect(await promises[2]).toBe(100_000)
    expect(await rejection(np.promises.sum(a))).toMatchObject({ code: 'ERR_DETACHED_BUFFER' })
  })

  it('takes views and arrays that share memory', async () => {
    const a = noise(200, 300)
    const parts = ['::-1, ::2', '10:150, 5:', ':, ::-3'].map((index) => a.get(...index.split(', ')) as np.NDArray)
    for (const part of parts) {
      expect(equal(await np.promises.matmul(part, part.T), np.matmul(part, part.T))).toBe(true)
      expect(equal(await np.promises.sqrt(np.abs(part)), np.sqrt(np.abs(part)))).toBe(true)
    }
  })

  it('writes out when the work is done, and gives it back', async () => {
    const a = noise(400, 400)
    const out = np.zeros([400, 400])
    const promise = np.promises.matmul(a, a, { out })
    expect(np.count_nonzero(out)).toBe(0)
    expect(await promise).toBe(out)
    expect(equal(out, np.matmul(a, a))).toBe(true)
    const view = np.zeros([400, 800]).get(':', '::2') as np.NDArray
    expect(await np.promises.add(a, 1, { out: view })).toBe(view)
    expect(equal(view, np.add(a, 1))).toBe(true)
    const lost = np.zeros([400, 400])
    const late = np.promises.matmul(a, a, { out: lost })
    structuredClone(lost.data.buffer, { transfer: [lost.data.buffer as ArrayBuffer] })
    expect(await rejection(late)).toMatchObject({ code: 'ERR_DETACHED_BUFFER' })
  })

  it('reads SharedArrayBuffers where they are', async () => {
    const shared = np.reshape(np.asarray(new Float64Array(new SharedArrayBuffer(8 * 90_000))), [300, 300])
    shared.set('...', noise(300, 300))
    expect(equal(await np.promises.matmul(shared, shared), np.matmul(shared, shared))).toBe(true)
    expect(await np.promises.multiply(shared, 2, { out: shared })).toBe(shared)
  })

  it('runs many calls at once', async () => {
    const arrays = Array.from({ length: 16 }, (_, i) => noise(20 + 17 * i, 20 + 17 * i))
    const calls = Array.from({ length: 600 }, (_, i) => arrays[i % arrays.length])
    const results = await Promise.all(
      calls.map((a, i) => (i % 2 === 0 ? np.promises.matmul(a, a) : np.promises.linalg.solve(a, a))),
    )
    const serial = arrays.map((a, i) => (i % 2 === 0 ? np.matmul(a, a) : np.linalg.solve(a, a)))
    for (const [i, result] of results.entries()) expect(equal(result, serial[i % 16])).toBe(true)
  })

  it('leaves the event loop and libuv to others', async () => {
    const a = noise(700, 700)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    // libuv's four threads are busy with something else: the promises don't wait for them.
    let hashed = false
    const hashes = Array.from(
      { length: 4 },
      () => new Promise((resolve) => pbkdf2('a', 'b', 300_000, 64, 'sha512', resolve)),
    )
    const all = Promise.all(hashes).then(() => {
      hashed = true
    })
    await np.promises.sum(a)
    expect(hashed).toBe(false)
    await all
    const work = Array.from({ length: 4 }, () => np.promises.linalg.svd(a))
    await readFile(__filename)
    await Promise.all(work)
    delay.disable()
    expect(delay.percentile(99) / 1e6).toBeLessThan(100)
  })
})

describe('signal', () => {
  const a = noise(500, 500)

  it('rejects at once when it was aborted before', async () => {
    const error = await rejection(np.promises.linalg.svd(a, { signal: AbortSignal.abort('reason') }))
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'reason' })
  })

  it('ends what waits and what runs', async () => {
    const controller = new AbortController()
    const { signal } = controller
    // Each takes far longer than the time to the abort, on any machine.
    const large = noise(700, 700)
    const calls = Array.from({ length: 12 }, () => rejection(np.promises.linalg.svd(large, { signal })))
    setTimeout(() => controller.abort(), 5)
    for (const error of await Promise.all(calls)) expect(error).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR' })
    // What follows finds the pool as it was.
    expect(await np.promises.sum(np.ones(200_000))).toBe(200_000)
  })

  it('stops a stack of matrices in the middle', async () => {
    const stack = np.broadcast_to(noise(60, 60), [4000, 60, 60])
    const controller = new AbortController()
    // In processor time: beside other programs the clock says little about what was left undone.
    const start = process.cpuUsage()
    const call = rejection(np.promises.linalg.svd(stack, { full_matrices: false, signal: controller.signal }))
    setTimeout(() => controller.abort(), 30)
    expect(await call).toMatchObject({ code: 'ABORT_ERR' })
    const spent = process.cpuUsage(start).user
    const afterwards = process.cpuUsage()
    np.linalg.svd(stack.get('0:400') as np.NDArray, false)
    const tenth = process.cpuUsage(afterwards).user
    expect(spent).toBeLessThan(7 * tenth)
  })

  it('is checked', async () => {
    expect(await rejection(np.promises.sum(a, { signal: 5 } as never))).toBeInstanceOf(TypeError)
    expect(await np.promises.sum(np.ones(4), { signal: undefined })).toBe(4)
    expect(await np.promises.sum(np.ones(4), null, { signal: new AbortController().signal })).toBe(4)
    expect(equal(await np.promises.matmul(a, a, { signal: new AbortController().signal }), np.matmul(a, a))).toBe(true)
  })
})
