// One process's share of the fuzzer's calls: node calls.mjs ENTRY SEED COUNT. Each call has its own seed, so that a number
// repeats it. Prints what is wrong as it is found, and the counts at the end.
import { writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { HOSTILE, randomFrom, valuesFrom } from './values.mjs'

const [entry, firstSeed, count] = process.argv.slice(2)
const np = createRequire(import.meta.url)(entry)

/** A call longer than this is a hang. */
const LONGEST = 10_000

/** Functions that speak to the console or set something for the whole process. */
const LEFT_OUT = /^(set_|show_|printoptions|ndarray$)/

/** What our errors are called (lib/errors.ts). */
const CODE = /^(ERR_[A-Z_]+|ABORT_ERR)$/

/** @type {[name: string, call: Function][]} */
const functions = []
for (const [prefix, space] of Object.entries({
  '': np,
  'linalg.': np.linalg,
  'promises.': np.promises,
  'promises.linalg.': np.promises.linalg,
})) {
  for (const [name, value] of Object.entries(space)) {
    if (typeof value === 'function' && /^[a-z]/.test(name) && !LEFT_OUT.test(name))
      functions.push([prefix + name, value])
  }
}
const methods = Object.getOwnPropertyNames(np.NDArray.prototype).filter((name) => name !== 'constructor')

const counts = { calls: 0, returned: 0, refused: 0, wrong: 0, hangs: 0 }
const tell = (/** @type {object} */ value) => writeSync(1, `${JSON.stringify(value)}\n`)

/** @param {number} seed */
async function callOnce(seed) {
  const random = randomFrom(seed)
  const { array, argumentsOf, pick, below } = valuesFrom(np, random)
  let name = ''
  /** @type {unknown} */
  let failure
  const polluted = random() < 0.03 ? pick(['axis', 'out', 'dtype', 'keepdims', 'signal', 'where']) : undefined
  const prepare = () => {
    if (below(8) === 0) {
      const method = pick(methods)
      name = `ndarray.${method}`
      const args = argumentsOf(name)
      const target = array()
      return () => {
        const found = target[method]
        return typeof found === 'function' ? found.apply(target, args) : found
      }
    }
    const [chosen, f] = pick(functions)
    name = chosen
    const args = argumentsOf(name)
    return () => f(...args)
  }
  const start = performance.now()
  try {
    const call = prepare()
    if (polluted !== undefined) /** @type {any} */ (Object.prototype)[polluted] = 7
    try {
      const result = /** @type {any} */ (call())
      if (polluted !== undefined) Reflect.deleteProperty(Object.prototype, polluted)
      await result
      counts.returned++
    } finally {
      if (polluted !== undefined) Reflect.deleteProperty(Object.prototype, polluted)
    }
  } catch (error) {
    failure = error
    counts.refused++
    const { code, message } = /** @type {any} */ (error) ?? {}
    if (!(CODE.test(code) && code !== 'ERR_INTERNAL') && message !== HOSTILE) {
      counts.wrong++
      tell({
        wrong: name,
        seed,
        error: String(error).slice(0, 200),
        at: /** @type {Error} */ (error)?.stack
          ?.split('\n')
          .find((line) => line.includes('/dist/'))
          ?.trim(),
      })
    }
  }
  counts.calls++
  if (performance.now() - start > LONGEST) {
    counts.hangs++
    tell({ hang: name, seed, seconds: (performance.now() - start) / 1000, failure: String(failure) })
  }
}
for (let i = 0; i < Number(count); i++) {
  const seed = Number(firstSeed) + i
  if (process.env.NUMBLAS_FUZZ_TRACE) writeSync(2, `${seed}\n`)
  await callOnce(seed)
}
tell({ counts })
process.exit(0)
