// npm run bench -- concurrency [neighbours]: routines beside busy processes, and the event loop beside np.promises.
import { spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { median } from './harness.mjs'

const np = createRequire(import.meta.url)('../dist/index.js')

const noise = (/** @type {number[]} */ ...shape) => {
  let state = 1
  const size = shape.reduce((product, length) => product * length, 1)
  const data = Float64Array.from({ length: size }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return state / 2 ** 31 - 1
  })
  return np.reshape(np.asarray(data), shape)
}

const a = noise(1024, 1024)
const well = np.add(noise(1000, 1000), np.multiply(np.eye(1000), 30))
const middle = noise(500, 500)
const symmetric = np.add(middle, middle.T)
const long = noise(1_000_000)

/** @type {Record<string, () => unknown>} */
const ROUTINES = {
  'matmul 1024': () => np.matmul(a, a),
  'solve 1000': () => np.linalg.solve(well, well.get(':', '0')),
  'svd 500': () => np.linalg.svd(middle),
  'eigh 500': () => np.linalg.eigh(symmetric),
  'dot 1e6': () => np.dot(long, long),
}

/** Medians of each routine in ms. @param {number} rounds */
function times(rounds) {
  return Object.values(ROUTINES).map((call) => {
    const repeats = call === ROUTINES['dot 1e6'] ? 40 : 1
    call()
    const taken = Array.from({ length: rounds }, () => {
      const start = performance.now()
      for (let i = 0; i < repeats; i++) call()
      return (performance.now() - start) / repeats
    })
    return median(taken)
  })
}

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

const neighbours = (process.argv[2] ?? '0,1,2').split(',').map(Number)
console.log(`${np.get_num_threads()} threads; ms, medians of 9`)
/** @type {number[] | undefined} */
let alone
for (const count of neighbours) {
  const end = await busy(count)
  const taken = times(9)
  await end()
  alone ??= taken
  const against = alone
  const cells = Object.keys(ROUTINES).map(
    (name, i) => `${name}: ${taken[i].toFixed(2)} (${(taken[i] / against[i]).toFixed(2)} ×)`,
  )
  console.log(`${count} busy neighbours: ${cells.join(', ')}`)
}

const file = join(tmpdir(), `numblas-${process.pid}`)
await writeFile(file, Buffer.alloc(32 << 10))
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
/** @type {number[]} */
const reads = []
const until = performance.now() + 10_000
const big = noise(2000, 2000)
let calls = 0
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
await Promise.all([
  keepBusy(() => np.promises.linalg.svd(middle)),
  keepBusy(() => np.promises.matmul(a, a)),
  keepBusy(() => np.promises.matmul(big, big)),
  keepBusy(() => np.promises.evaluate('sin(a) * 2 + a', { a: long })),
  readings(),
])
delay.disable()
await rm(file)
reads.sort((x, y) => x - y)
const at = (/** @type {number} */ share) => reads[Math.floor(share * (reads.length - 1))].toFixed(2)
console.log(
  `10 s of 4 promise chains (${calls} calls): event-loop delay p50 ${(delay.percentile(50) / 1e6).toFixed(1)}, p99 ${(delay.percentile(99) / 1e6).toFixed(1)}, ` +
    `max ${(delay.max / 1e6).toFixed(1)} ms; readFile of 32 KB p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms (${reads.length} reads)`,
)
