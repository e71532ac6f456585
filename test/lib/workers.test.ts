import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { type Compiled, compileLibrary } from '../compiled'
import { expectFailure } from '../failures'

// The addon in several threads at once, and arrays whose memory they share.

let library: Compiled
beforeAll(() => {
  library = compileLibrary()
})
afterAll(() => library.remove())

/** Runs the body of a function of (np, input) in a thread of its own; gives what it returns. */
function inWorker<T>(body: string, input: unknown, transfer: ArrayBuffer[] = []): Promise<T> {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads')
    const np = require(workerData.entry)
    const run = async (np, input) => { ${body} }
    run(np, workerData.input).then((value) => parentPort.postMessage({ value }), (error) => parentPort.postMessage({ error: String(error) }))`
  return new Promise((resolve, reject) => {
    const worker = new Worker(code, { eval: true, workerData: { entry: library.entry, input }, transferList: transfer })
    let answer: { value?: T; error?: string } | undefined
    worker.on('message', (message) => {
      answer = message
    })
    worker.on('error', reject)
    worker.on('exit', (status) => {
      if (answer === undefined) reject(new Error(`the worker ended with ${status} and no answer`))
      else if (answer.error !== undefined) reject(new Error(answer.error))
      else resolve(answer.value as T)
    })
  })
}

describe('worker_threads', () => {
  it('compute correctly at the same time', async () => {
    const body = `
      let worst = 0
      for (let round = 0; round < 20; round++) {
        const n = 20 + ((input * 7 + round) % 40)
        const a = np.add(np.eye(n), np.divide(np.reshape(np.arange(n * n), [n, n]), n ** 3))
        const b = np.matmul(a, np.ones(n))
        const x = np.linalg.solve(a, b)
        const { U, S, Vh } = np.linalg.svd(a, { full_matrices: false })
        const back = np.matmul(np.multiply(U, S), Vh)
        const sum = np.sum(np.add(np.ones(50000), round))
        worst = Math.max(worst, np.linalg.norm(np.subtract(x, 1)), np.linalg.norm(np.subtract(back, a)), Math.abs(sum - 50000 * (round + 1)))
      }
      return worst`
    const results = await Promise.all([0, 1, 2, 3, 4, 5].map((input) => inWorker<number>(body, input)))
    for (const worst of results) expect(worst).toBeLessThan(1e-10)
    expect(np.sum(np.ones(100000))).toBe(100000)
  })

  it('start and end again and again', async () => {
    for (let round = 0; round < 8; round++) {
      expect(await inWorker('return np.dot([1, 2], [3, input])', round)).toBe(3 + 2 * round)
    }
  })

  it('read and write one SharedArrayBuffer without a copy', async () => {
    const buffer = new SharedArrayBuffer(8 * 4000)
    const shared = np.asarray(new Float64Array(buffer))
    shared.set('...', 1)
    const body = `
      const all = np.asarray(new Float64Array(input.buffer))
      const part = all.get(input.slice)
      np.multiply(part, input.factor, { out: part })
      return np.sum(part)`
    const slices = ['0:1000', '1000:2000', '2000:3000', '3000:4000']
    const sums = await Promise.all(slices.map((slice, i) => inWorker<number>(body, { buffer, slice, factor: i + 2 })))
    expect(sums).toEqual([2000, 3000, 4000, 5000])
    expect(slices.map((slice) => np.mean(shared.get(slice)))).toEqual([2, 3, 4, 5])
    const matrix = shared.reshape(40, 100)
    expect(np.matmul(matrix, np.ones(100)).get(39)).toBe(500)
  })

  it('take transferred memory, which then is theirs alone', async () => {
    const array = np.arange(5000)
    const { data } = array
    expect(await inWorker('return np.sum(np.asarray(input))', data, [data.buffer as ArrayBuffer])).toBe(12497500)
    expect(() => np.sum(array)).toThrow(/detached/)
  })

  it('report errors as the main thread does, and go on', async () => {
    const body = `
      const codes = []
      for (const call of [() => np.add([1, 2], [1, 2, 3]), () => np.linalg.solve([[0]], [1]), () => np.zeros(-1)]) {
        try { call() } catch (error) { codes.push([error.name, error.code]) }
      }
      return [codes, np.sum([1, 2])]`
    expect(await inWorker(body, null)).toEqual([
      [
        ['RangeError', 'ERR_SHAPE_MISMATCH'],
        ['LinAlgError', 'ERR_LINALG'],
        ['RangeError', 'ERR_SIZE'],
      ],
      3,
    ])
  })

  it('that are stopped in the middle of a call leave the others whole', async () => {
    const code = `
      const np = require(require('node:worker_threads').workerData)
      const a = np.ones([300, 300])
      for (;;) np.linalg.svd(a, { compute_uv: false })`
    const workers = [0, 1].map(() => new Worker(code, { eval: true, workerData: library.entry }))
    await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('online', resolve))))
    await new Promise((resolve) => setTimeout(resolve, 300))
    await Promise.all(workers.map((worker) => worker.terminate()))
    expect(np.sum(np.matmul(np.ones([100, 100]), np.ones([100, 100])))).toBe(1e6)
  })
})

describe('messages', () => {
  const through = (value: unknown, options?: np.MessageOptions): unknown => {
    const [message, transfer] = np.to_message(value, options)
    return np.from_message(structuredClone(message, { transfer }))
  }

  it('carry arrays of every dtype and layout, in lists and objects too', () => {
    for (const dtype of ['bool', 'int8', 'uint64', 'float16', 'float32', 'complex128'] as const) {
      const whole = np.astype(np.reshape(np.arange(600), [20, 30]), dtype)
      const views = [
        whole,
        whole.T,
        whole.get('::-2', '3:9') as np.NDArray,
        whole.get('5:5') as np.NDArray,
        np.asarray(1, dtype),
      ]
      for (const array of views) {
        const back = through({ list: [array, 'text', null], plain: 5 }) as { list: [np.NDArray]; plain: number }
        expect(back.list.slice(1)).toEqual(['text', null])
        expect(back.plain).toBe(5)
        expect([back.list[0].dtype, back.list[0].shape]).toEqual([dtype, array.shape])
        expect(back.list[0].tobytes()).toEqual(array.tobytes())
        expect(np.sum(np.add(back.list[0], back.list[0]))).toEqual(np.sum(np.add(array, array)))
      }
    }
  })

  it('copy without transfer, move with it, share a SharedArrayBuffer', () => {
    const array = np.ones([100, 100])
    const copy = through(array) as np.NDArray
    copy.set('...', 2)
    expect(np.sum(array)).toBe(10_000)
    const moved = through(array, { transfer: true }) as np.NDArray
    expect(np.sum(moved)).toBe(10_000)
    expect(() => np.sum(array)).toThrow(/detached/)
    // Small arrays live together in one buffer, and a view does not own its memory: neither is taken from the others.
    const small = np.ones(3)
    const part = moved.get('10:20') as np.NDArray
    const [one, other] = through([small, part], { transfer: true }) as np.NDArray[]
    expect([np.sum(one), np.sum(other)]).toEqual([3, 1000])
    expect([np.sum(small), np.sum(part)]).toEqual([3, 1000])
    const shared = np.asarray(new Float64Array(new SharedArrayBuffer(80)))
    const [message] = np.to_message(shared.get('2:5'))
    const seen = np.from_message(message) as np.NDArray
    seen.set('...', 7)
    expect(np.sum(shared)).toBe(21)
  })

  it('carry only what a view shows', () => {
    const view = np.ones([1000, 1000]).get('0', '0:3') as np.NDArray
    const [message] = np.to_message(view)
    expect((message as np.ArrayMessage).buffer.byteLength).toBe(24)
  })

  it('refuse descriptions that leave their memory', () => {
    const [message] = np.to_message(np.ones([4, 5])) as unknown as [np.ArrayMessage]
    const bad = [
      { shape: [5, 5] },
      { shape: [-1, 5] },
      { shape: [4] },
      { shape: 'four' },
      { strides: [40, 16] },
      { strides: [2 ** 52, 2 ** 52] },
      { strides: [-40, 8] },
      { offset: 8 },
      { offset: -8 },
      { offset: 0.5 },
      { buffer: 'memory' },
      { ndarray: 'float128' },
    ]
    for (const change of bad) expectFailure(() => np.from_message({ ...message, ...change }), Error as never)
  })

  it('cross to a worker and back', async () => {
    const array = np.reshape(np.arange(20_000), [100, 200])
    const body = `
      const { a, b } = np.from_message(input)
      return np.to_message({ product: np.matmul(a, b), trace: 'done' })[0]`
    const [message, transfer] = np.to_message({ a: array, b: array.T }, { transfer: true })
    const expected = np.matmul(array, array.T)
    const answer = np.from_message(await inWorker(body, message, transfer)) as { product: np.NDArray; trace: string }
    expect(answer.trace).toBe('done')
    expect(np.all(np.equal(answer.product, expected))).toBe(true)
  })
})

describe('promises in workers', () => {
  it('compute beside those of other threads', async () => {
    const body = `
      const a = np.add(np.reshape(np.sin(np.arange(90000)), [300, 300]), np.eye(300))
      const expected = np.linalg.solve(a, a)
      const results = await Promise.all([1, 2, 3, 4].map(() => np.promises.linalg.solve(a, a)))
      return results.every((result) => np.all(np.equal(result, expected)))`
    const here = np.promises.matmul(np.ones([500, 500]), np.ones([500, 500]))
    expect(await Promise.all([1, 2, 3].map(() => inWorker(body, null)))).toEqual([true, true, true])
    expect((await here).get(0, 0)).toBe(500)
  })

  it('are dropped or waited for when their worker is stopped', async () => {
    const code = `
      const np = require(require('node:worker_threads').workerData)
      const a = np.add(np.reshape(np.sin(np.arange(90000)), [300, 300]), np.eye(300))
      for (let i = 0; i < 50; i++) np.promises.linalg.svd(a)
      require('node:worker_threads').parentPort.postMessage('queued')`
    for (let round = 0; round < 5; round++) {
      const worker = new Worker(code, { eval: true, workerData: library.entry })
      await new Promise((resolve) => worker.once('message', resolve))
      const start = performance.now()
      expect(await worker.terminate()).toBe(1)
      expect(performance.now() - start).toBeLessThan(5000)
    }
    expect(await np.promises.sum(np.ones(300_000))).toBe(300_000)
  })
})
