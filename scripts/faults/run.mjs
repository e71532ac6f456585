// Programs in processes of their own, and what became of them.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A call longer than this counts as a hang. */
const HANG = 120_000

/** What every program begins with. */
const PRELUDE = `
  // Loaded at first use: some programs load it in workers only.
  let numblas
  Object.defineProperty(globalThis, 'np', { get: () => (numblas ??= require('numblas')) })
  const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads')
  // Elements between -1 and 1 from a seed.
  const random = (seed) => () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1
  }
  const noise = (seed, ...shape) => {
    const next = random(seed)
    const size = shape.reduce((product, length) => product * length, 1)
    return np.reshape(np.asarray(Float64Array.from({ length: size }, next)), shape)
  }
  const report = (value) => process.stdout.write(JSON.stringify(value) + '\\n')
  const megabytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20)
`

/**
 * Runs a program and waits for its end.
 * @param {string} body
 * @param {{ env?: Record<string, string>, uid?: number, limits?: string[], patience?: number, started?: (child: import('node:child_process').ChildProcess) => void  }} [options] `limits` are prlimit's, `patience` is in ms
 * @returns {Promise<{ code: number | null, signal: string | null, values: any[], stderr: string, took: number }>}
 */
export function program(body, { env = {}, uid, limits, patience = HANG * 10, started } = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const code = `const prelude = ${JSON.stringify(PRELUDE)}\n${PRELUDE}${body}`
    const [command, ...args] =
      limits === undefined ? [process.execPath, '-e', code] : ['prlimit', ...limits, process.execPath, '-e', code]
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      uid,
    })
    const clock = setTimeout(() => child.kill('SIGKILL'), patience)
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (text) => {
      stdout += text
    })
    child.stderr.on('data', (text) => {
      stderr += text
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(clock)
      const values = stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line))
      resolve({ code, signal, values, stderr, took: performance.now() - start })
    })
    started?.(child)
  })
}

/** Describes an end that was not clean, or gives nothing. @param {Awaited<ReturnType<typeof program>>} end */
export const unclean = (end, expected = 0) =>
  end.code === expected && end.signal === null && end.stderr === ''
    ? []
    : [`ended with ${end.signal ?? end.code}: ${end.stderr.trim().split('\n').slice(-3).join(' | ')}`]
