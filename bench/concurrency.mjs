// npm run bench -- concurrency [idle] [1] [2] [loop]: routines alone, beside one and two busy processes, beside NumPy and raw
// calls of the same OpenBLAS with its own threads; then the event loop beside np.promises.
import { spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { median, NumPy, timeBatch } from './harness.mjs'
import { loadRaw } from './raw.mjs'

const np = createRequire(import.meta.url)('../dist/index.js')
const words = process.argv.slice(2)
const wanted = (/** @type {string} */ what) => words.length === 0 || words.includes(what)

/** Elements of sin(0), sin(1), …: NumPy makes the same. */
const waves = (/** @type {number[]} */ ...shape) =>
  np.reshape(np.sin(np.arange(shape.reduce((product, length) => product * length, 1))), shape)

const a = waves(1024, 1024)
const well = np.add(waves(1000, 1000), np.multiply(np.eye(1000), 30))
const b = waves(1000)
const middle = np.add(waves(500, 500), np.eye(500))
const symmetric = np.add(middle, middle.T)
const long = waves(1_000_000)
const SETUP = `
def waves(*shape): return np.sin(np.arange(np.prod(shape), dtype=float)).reshape(shape)
a = waves(1024, 1024)
well = waves(1000, 1000) + 30 * np.eye(1000)
b = waves(1000)
middle = waves(500, 500) + np.eye(500)
symmetric = middle + middle.T
long = waves(1000000)
`

/** @type {{ name: string, call: () => unknown, numpy: string, count: number, raw?: ['dgemm' | 'dgesv' | 'dgesdd', number] }[]} */
const ROUTINES = [
  { name: 'matmul 1024', call: () => np.matmul(a, a), numpy: 'a @ a', count: 1, raw: ['dgemm', 1024] },
  {
    name: 'solve 1000',
    call: () => np.linalg.solve(well, b),
    numpy: 'np.linalg.solve(well, b)',
    count: 1,
    raw: ['dgesv', 1000],
  },
  {
    name: 'svd 500',
    call: () => np.linalg.svd(middle),
    numpy: 'np.linalg.svd(middle)',
    count: 1,
    raw: ['dgesdd', 500],
  },
  { name: 'eigh 500', call: () => np.linalg.eigh(symmetric), numpy: 'np.linalg.eigh(symmetric)', count: 1 },
  { name: 'dot 1e6', call: () => np.dot(long, long), numpy: 'np.dot(long, long)', count: 40 },
]

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Starts busy processes; gives a function that ends them. @param {number} count */
async function busy(count) {
  const children = Array.from({ length: count }, () => spawn(process.execPath, ['-e', 'for (;;);']))
  await pause(300)
  return async () => {
    await Promise.all(
      children.map((child) => new Promise((resolve) => child.on('exit', resolve) && child.kill('SIGKILL'))),
    )
  }
}

/** Milliseconds before each turn: the threads of NumPy's BLAS, and of the raw calls', spin for a tenth of a second after the last one's.
 * Not by sleeping: a processor that was idle starts slowly. */
const SETTLE = 150

/** Milliseconds of each side. @typedef {{ ours: number, numpy: number, raw?: number }} Times */

/**
 * Medians of each routine; the sides take turns.
 * @param {NumPy} numpy @param {Awaited<ReturnType<typeof loadRaw>> | undefined} raw @param {number} rounds @param {number} numpyRounds
 * @returns {Promise<Times[]>}
 */
async function times(numpy, raw, rounds, numpyRounds) {
  const result = []
  for (const { call, numpy: code, count, raw: rawCall } of ROUTINES) {
    call()
    /** @type {number[][]} */
    const taken = [[], [], []]
    for (let round = 0; round < rounds; round++) {
      for (const end = performance.now() + SETTLE; performance.now() < end; ) call()
      taken[0].push(timeBatch(call, count) * 1e3)
      if (round < numpyRounds) taken[1].push((await numpy.ask({ code, count })).seconds * 1e3)
      if (raw && rawCall) {
        for (const end = performance.now() + SETTLE; performance.now() < end; ) raw[rawCall[0]](rawCall[1], 1)
        taken[2].push(raw[rawCall[0]](rawCall[1], 3) * 1e3)
      }
    }
    const [ours, theirs, own] = taken.map(median)
    result.push({ ours, numpy: theirs, ...(taken[2].length > 0 ? { raw: own } : {}) })
  }
  return result
}

/** @param {Times} now @param {Times} [alone] */
function cells(now, alone) {
  const against = (/** @type {number} */ x, /** @type {number | undefined} */ y) =>
    y === undefined ? x.toFixed(2) : `${x.toFixed(2)} (${(x / y).toFixed(2)} ×)`
  return [
    against(now.ours, alone?.ours),
    against(now.numpy, alone?.numpy),
    now.raw === undefined ? '' : against(now.raw, alone?.raw),
  ]
}

async function neighbours() {
  const numpy = new NumPy()
  await numpy.ask({ setup: SETUP, code: 'a @ a', target: 0.001 })
  const raw = await loadRaw({ ownThreads: true })
  console.log(`${np.get_num_threads()} threads; ms (times what it takes alone), medians`)
  console.log(
    '| beside | routine | numblas | NumPy | raw call, OpenBLAS’s own threads |\n| --- | --- | --- | --- | --- |',
  )
  const alone = await times(numpy, raw, 11, 11)
  for (const count of [0, 1, 2]) {
    if (!wanted(count === 0 ? 'idle' : String(count))) continue
    const end = await busy(count)
    const taken = count === 0 ? alone : await times(numpy, undefined, 7, 3)
    await end()
    for (const [i, { name }] of ROUTINES.entries()) {
      const row = [
        count === 0 ? 'nobody' : `${count} busy`,
        name,
        ...cells(taken[i], count === 0 ? undefined : alone[i]),
      ]
      console.log(`| ${row.join(' | ')} |`)
    }
  }
  numpy.close()
}

/** The event loop while every thread of the pool computes. @param {string} title @param {(() => Promise<unknown>)[]} chains @param {number} seconds */
async function loop(title, chains, seconds) {
  const file = join(tmpdir(), `numblas-${process.pid}`)
  await writeFile(file, Buffer.alloc(32 << 10))
  const delay = monitorEventLoopDelay({ resolution: 1 })
  /** @type {number[]} */
  const reads = []
  let calls = 0
  const until = performance.now() + seconds * 1000
  const keepBusy = async (/** @type {() => Promise<unknown>} */ call) => {
    while (performance.now() < until) {
      await call()
      calls++
    }
  }
  const readings = async () => {
    while (performance.now() < until) {
      const start = performance.now()
      await readFile(file)
      reads.push(performance.now() - start)
      await pause(5)
    }
  }
  delay.enable()
  await Promise.all([...chains.map(keepBusy), readings()])
  delay.disable()
  await rm(file)
  reads.sort((x, y) => x - y)
  const at = (/** @type {number} */ share) => reads[Math.floor(share * (reads.length - 1))].toFixed(2)
  console.log(
    `${title}, ${seconds} s, ${calls} calls: event-loop delay p50 ${(delay.percentile(50) / 1e6).toFixed(1)}, ` +
      `p99 ${(delay.percentile(99) / 1e6).toFixed(1)}, max ${(delay.max / 1e6).toFixed(1)} ms; ` +
      `readFile of 32 KB p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms (${reads.length} reads)`,
  )
}

if (['idle', '1', '2'].some(wanted)) await neighbours()
if (wanted('loop')) {
  const big = waves(2000, 2000)
  await loop('svd of 2000 x 2000', [() => np.promises.linalg.svd(big)], 10)
  await loop(
    '5 promise chains, svd of 2000 x 2000 among them',
    [
      () => np.promises.linalg.svd(big),
      () => np.promises.linalg.svd(middle),
      () => np.promises.matmul(a, a),
      () => np.promises.matmul(big, big),
      () => np.promises.evaluate('sin(a) * 2 + a', { a: long }),
    ],
    15,
  )
  const small = waves(200, 200)
  const start = performance.now()
  await Promise.all(Array.from({ length: 600 }, () => np.promises.linalg.svd(small)))
  console.log(`600 callers of svd 200 at once: all answered in ${Math.round(performance.now() - start)} ms`)
}
