import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { type Compiled, compileLibrary } from '../compiled'

// The addon in several threads at once, and arrays whose memory they share.

let library: Compiled
beforeAll(() => {
  library = compileLibrary()
}, 60_000)
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
    const buffer = array.data.buffer as ArrayBuffer
    expect(await inWorker('return np.sum(np.asarray(new Float64Array(input)))', buffer, [buffer])).toBe(12497500)
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
