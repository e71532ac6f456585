// One process's share of the fuzzer's calls: node calls.mjs ENTRY SEED COUNT. Each call has its own seed, so that a number
// repeats it. Prints what is wrong as it is found, and the counts at the end.
import { writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { randomFrom } from '../random.mjs'
import { HOSTILE, valuesFrom } from './values.mjs'

const [entry, firstSeed, count] = process.argv.slice(2)
const require = createRequire(import.meta.url)
const np = require(entry)
const beside = (/** @type {string} */ name) => require(join(dirname(entry), `${name}.js`))

/** A call that takes the processor longer than this (ms) is a hang: the machine may be busy. What waits for ever is ended from outside. */
const LONGEST = 10_000
const worked = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Functions that speak to the console or set something for the whole process. */
const LEFT_OUT = /^(set_|seterr|show_|printoptions|ndarray$)/

/** What our errors are called (lib/core/errors.ts). */
const CODE = /^(ERR_[A-Z_]+|ABORT_ERR)$/
const CLASSES = [TypeError, RangeError, np.linalg.LinAlgError, np.FloatingPointError]

/** @type {[name: string, call: Function][]} */
const functions = []
for (const [prefix, space] of Object.entries({
  '': np,
  'linalg.': np.linalg,
  'lib.stride_tricks.': np.lib.stride_tricks,
  'promises.': np.promises,
  'promises.linalg.': np.promises.linalg,
  'blas.': beside('blas'),
  'lapack.': beside('lapack'),
  'scipy.linalg.': beside('scipy').linalg,
})) {
  for (const [name, value] of Object.entries(space)) {
    if (typeof value !== 'function' || !/^[a-z]/.test(name) || LEFT_OUT.test(name)) continue
    functions.push([prefix + name, value])
    if (value.reduce === undefined) continue
    for (const method of ['reduce', 'accumulate', 'reduceat', 'outer', 'at']) {
      functions.push([`${prefix}${name}.${method}`, (/** @type {any[]} */ ...args) => value[method](...args)])
    }
  }
}
const methods = Object.getOwnPropertyNames(np.NDArray.prototype).filter((name) => name !== 'constructor')

/** Whether an error is one that the library documents. @param {any} error */
function isOurs(error) {
  const { code, message, name } = error ?? {}
  // What an argument throws is its own.
  if (message === HOSTILE || /a proxy that has been revoked/.test(message)) return true
  if (typeof code !== 'string' || !CODE.test(code) || code === 'ERR_INTERNAL') return false
  return name === 'AbortError' || CLASSES.some((one) => error instanceof one)
}

/** Reads every array of a result, so that one that reaches outside its memory shows. @param {any} result */
function look(result, depth = 0) {
  if (result instanceof np.NDArray) {
    if (result.size < 100_000) result.tobytes()
  } else if (Array.isArray(result) && result.length > 100_000) {
    // an argument that was handed through, of 2^32 holes perhaps
  } else if (typeof result === 'object' && result !== null && depth < 3) {
    for (const one of Array.isArray(result) ? result : Object.values(result)) look(one, depth + 1)
  }
}

const traces = process.env.NUMBLAS_FUZZ_TRACE === '1'
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
  const start = worked()
  try {
    if (traces) writeSync(2, `${seed}\n`)
    const call = prepare()
    if (traces) writeSync(2, `${seed} ${name}\n`)
    if (polluted !== undefined) /** @type {any} */ (Object.prototype)[polluted] = 7
    try {
      const result = /** @type {any} */ (call())
      if (polluted !== undefined) Reflect.deleteProperty(Object.prototype, polluted)
      look(await result)
      counts.returned++
    } finally {
      if (polluted !== undefined) Reflect.deleteProperty(Object.prototype, polluted)
    }
  } catch (error) {
    failure = error
    counts.refused++
    if (!isOurs(error)) {
      counts.wrong++
      tell({
        wrong: name,
        seed,
        error: `${/** @type {any} */ (error)?.code ?? ''} ${String(error).slice(0, 200)}`,
        at: /** @type {Error} */ (error)?.stack
          ?.split('\n')
          .find((line) => line.includes('/dist/'))
          ?.trim(),
      })
    }
  }
  counts.calls++
  const took = worked() - start
  if (took > LONGEST) {
    counts.hangs++
    tell({ hang: name, seed, seconds: took / 1000, failure: String(failure) })
  }
}
for (let i = 0; i < Number(count); i++) {
  const seed = Number(firstSeed) + i
  await callOnce(seed)
}
tell({ counts })
process.exit(0)
