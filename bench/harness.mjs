// Side-by-side timing: numblas in this process, NumPy in a child that answers requests, raw C through bench/raw.
// Rounds alternate between the sides, so drift of a shared machine hits all of them; medians and their ratio are quoted.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A Python with NumPy 2.4: `NUMBLAS_PYTHON`, else python3. */
const PYTHON = process.env.NUMBLAS_PYTHON || 'python3'

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** NumPy in a child process. */
export class NumPy {
  constructor() {
    const script = fileURLToPath(new URL('numpy_server.py', import.meta.url))
    this.child = spawn(PYTHON, [script], {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: fileURLToPath(new URL('..', import.meta.url)),
    })
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
  }

  /** @param {object} request */
  async ask(request) {
    this.child.stdin.write(`${JSON.stringify(request)}\n`)
    const { value, done } = await this.lines.next()
    if (done) throw new Error(`NumPy ended. Set NUMBLAS_PYTHON to a Python with NumPy 2.4 (now: ${PYTHON})`)
    const answer = JSON.parse(value)
    if (answer.error) throw new Error(`NumPy: ${answer.error}`)
    return answer
  }

  close() {
    this.child.stdin.end()
  }
}

/** Seconds per call of a batch that takes about `target` seconds. @param {() => unknown} call */
export function timeBatch(call, count) {
  const start = process.hrtime.bigint()
  for (let i = 0; i < count; i++) call()
  return Number(process.hrtime.bigint() - start) / 1e9 / count
}

/** Calls per batch, so that one takes about `target` seconds. */
export function calibrate(call, target = 0.02) {
  let count = 1
  for (;;) {
    const seconds = timeBatch(call, count) * count
    if (seconds >= target || count >= 1e7) return count
    count = Math.ceil(count * Math.min(10, Math.max(1.5, (target / Math.max(seconds, 1e-9)) * 1.2)))
  }
}

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {() => unknown} ours
 * @property {string} [setup] Python run once
 * @property {string} [numpy] Python expression timed
 * @property {(count: number) => number} [raw] seconds per call of the raw C call, over `count` calls
 */

/** Milliseconds of calls before the first that counts: JavaScript is compiled while it runs, on the processor of the second thread. */
const WARM_UP = 400

/**
 * Times a case's sides in turn and returns the medians in seconds.
 * @param {Case} one @param {NumPy | undefined} numpy
 * @param {{ rounds?: number, target?: number, settle?: number }} [options] `settle`: milliseconds before this side's turn, at least
 *   half a batch's. The threads of NumPy's BLAS spin for a tenth of a second after a call, on this side's processors or its half of a core.
 */
export async function compare(one, numpy, { rounds = 9, target = 0.02, settle = (target * 1000) / 2 } = {}) {
  for (const end = performance.now() + WARM_UP; performance.now() < end; ) one.ours()
  const count = calibrate(one.ours, target)
  const times = { ours: [], numpy: [], raw: [] }
  const asksNumpy = numpy !== undefined && one.numpy !== undefined
  let numpyCount = 0
  if (asksNumpy) numpyCount = (await numpy.ask({ setup: one.setup ?? '', code: one.numpy, target })).count
  for (let round = 0; round < rounds; round++) {
    if (asksNumpy) {
      // Not by sleeping: a processor that was idle starts slowly.
      for (const end = performance.now() + settle; performance.now() < end; ) one.ours()
    }
    times.ours.push(timeBatch(one.ours, count))
    if (one.raw) times.raw.push(one.raw(Math.max(1, Math.min(count, 1000))))
    if (asksNumpy) times.numpy.push((await numpy.ask({ code: one.numpy, count: numpyCount })).seconds)
  }
  const pick = (list) => (list.length ? median(list) : undefined)
  return { name: one.name, ours: pick(times.ours), numpy: pick(times.numpy), raw: pick(times.raw) }
}

/**
 * Times the cases whose names hold a word beside NumPy and prints them. The word is the command's first argument that is no
 * option.
 * @param {readonly Case[]} cases @param {{ rounds?: number, target?: number, settle?: number, progress?: boolean }} [options]
 */
export async function runCases(cases, { rounds = 5, target = 0.005, settle, progress = false } = {}) {
  const only = process.argv.slice(2).find((word) => !word.startsWith('--')) ?? ''
  const numpy = new NumPy()
  const results = []
  try {
    for (const one of cases) {
      if (!one.name.includes(only)) continue
      results.push(await compare(one, numpy, { rounds, target, settle }))
      if (progress) console.error(one.name)
    }
  } finally {
    numpy.close()
  }
  report(results)
}

/** 1.23 µs. @param {number | undefined} seconds */
export function duration(seconds) {
  if (seconds === undefined) return '-'
  if (seconds < 1e-6) return `${(seconds * 1e9).toFixed(0)} ns`
  if (seconds < 1e-3) return `${(seconds * 1e6).toFixed(2)} µs`
  return `${(seconds * 1e3).toFixed(2)} ms`
}

/** Prints results as a table with ratios; returns the geometric mean of NumPy's time over ours. */
export function report(results) {
  const rows = results.map((r) => [
    r.name,
    duration(r.ours),
    duration(r.numpy),
    r.numpy ? `${(r.numpy / r.ours).toFixed(2)}x` : '-',
    duration(r.raw),
    r.raw ? (r.ours / r.raw).toFixed(3) : '-',
  ])
  const head = ['case', 'numblas', 'NumPy', 'NumPy/numblas', 'raw C', 'numblas/raw']
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i].length)))
  const line = (cells) =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')
  console.log(line(head))
  for (const row of rows) console.log(line(row))
  const ratios = results.filter((r) => r.numpy).map((r) => Math.log(r.numpy / r.ours))
  const mean = Math.exp(ratios.reduce((sum, x) => sum + x, 0) / ratios.length)
  if (ratios.length) {
    const slower = results.filter((r) => r.numpy && r.numpy < r.ours).map((r) => r.name)
    console.log(
      `geometric mean over ${ratios.length} cases: ${mean.toFixed(2)}x NumPy's speed; slower than NumPy: ${slower.join(', ') || 'none'}`,
    )
  }
  return mean
}
