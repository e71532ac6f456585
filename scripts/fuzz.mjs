// Hostile calls of the public API from a seed: nothing may crash, hang, or fail with an error that is not ours. With
// --frames the native entry itself: call frames of every layout, dtype and size, and frames of any numbers.
// node scripts/fuzz.mjs [--calls=100000] [--seed=1] [--frames] [--entry=dist/index.js]
// A finding names its call's seed: node scripts/fuzz.mjs --seed=SEED --calls=1 makes that call alone.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const option = (/** @type {string} */ name, /** @type {string} */ otherwise) =>
  process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise

const calls = Number(option('calls', '100000'))
const seed = Number(option('seed', '1'))
const frames = process.argv.includes('--frames')
const entry = option('entry', ROOT + (frames ? 'build/Release/numblas.node' : 'dist/index.js'))
const program = fileURLToPath(new URL(frames ? 'fuzz/frames.mjs' : 'fuzz/calls.mjs', import.meta.url))
/** Calls per process. */
const SHARE = frames ? 25_000 : 2500

/**
 * Runs some calls in a process of their own.
 * @param {number} from @param {number} count
 * @returns {Promise<{ values: any[], end: string | undefined, last: string }>}
 */
function share(from, count) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--max-old-space-size=1500', program, entry, String(from), String(count)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NUMBLAS_FUZZ_TRACE: '1' },
    })
    let text = ''
    let last = ''
    let rest = ''
    child.stdout.on('data', (part) => {
      text += part
    })
    let moved = Date.now()
    child.stderr.on('data', (part) => {
      moved = Date.now()
      const line = String(part).trim().split('\n').at(-1) ?? ''
      if (/^\d+( [\w.]+)?$/.test(line)) last = line
      else rest = (rest + part).slice(-2000)
    })
    const clock = setInterval(() => Date.now() - moved > 300_000 && child.kill('SIGKILL'), 1000)
    child.on('close', (code, signal) => {
      clearInterval(clock)
      const values = text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
      resolve({
        values,
        last,
        end: code === 0 ? undefined : `${signal ?? code} ${rest.split('\n').slice(-4).join(' | ')}`,
      })
    })
  })
}

const total = { calls: 0, returned: 0, refused: 0, wrong: 0, hangs: 0 }
let crashes = 0
let lost = 0
/** Findings by what they say, with a seed. @type {Map<string, { seeds: number[], at: string }>} */
const findings = new Map()
const note = (/** @type {string} */ what, /** @type {number} */ at, place = '') => {
  const known = findings.get(what) ?? { seeds: [], at: place }
  known.seeds.push(at)
  findings.set(what, known)
}

for (let from = seed; from < seed + calls; ) {
  const count = Math.min(SHARE, seed + calls - from)
  const { values, end, last } = await share(from, count)
  for (const { counts, wrong, hang, seconds, seed: at, error, at: place } of values) {
    if (counts !== undefined)
      for (const key of Object.keys(total)) total[/** @type {keyof total} */ (key)] += counts[key]
    if (wrong !== undefined) note(`${wrong}: ${error}`, at, place)
    if (hang !== undefined) note(`${hang}: took ${Math.round(seconds)} s`, at)
  }
  if (end === undefined) from += count
  else {
    // What went before the crash counts; go on behind it.
    crashes++
    const [at, name] = last.split(' ')
    note(`crash in ${name}: ${end}`, Number(at))
    // What its process had counted is lost with it.
    const done = Number(at) - from + 1
    total.calls += done
    lost += done
    from = Number(at) + 1
  }
}

for (const [what, { seeds, at }] of [...findings].sort(([, a], [, b]) => b.seeds.length - a.seeds.length)) {
  console.error(`${seeds.length} × ${what} (seed ${seeds[0]}) ${at}`)
}
console.log({ ...total, crashes, ...(lost > 0 ? { lost } : {}) })
process.exitCode = total.wrong + total.hangs + crashes > 0 ? 1 : 0
