// The fault matrix: what happens, how often, and what must come of it. A case returns what went wrong, one line each.
import { LIMITS } from './limits.mjs'
import { program, unclean } from './run.mjs'

/** @typedef {{ rounds: number, failures: string[], note?: string }} Outcome */
/** @typedef {{ name: string, rounds: number, run: (rounds: number) => Promise<Outcome> }} Case */

// Mixed routines, dtypes and sizes; each round's result is one number that the serial run gave too.
const MIXED = `
  const sizes = [3, 17, 40, 64, 101]
  const dtypes = ['float64', 'float32', 'complex128']
  const inputs = sizes.flatMap((n, i) => dtypes.map((dtype, k) => np.astype(np.add(noise(10 * i + k, n, n), np.multiply(np.eye(n), 2)), dtype)))
  const routines = [
    (f, a) => f.matmul(a, a),
    (f, a) => f.linalg.solve(a, a),
    (f, a) => f.linalg.svd(a, { compute_uv: false }),
    (f, a) => f.add(a, a),
    (f, a) => f.sum(a, 0),
    (f, a) => f.linalg.norm(a),
    (f, a) => f.exp(a),
    (f, a) => f.evaluate('a * a + 1', { a }),
  ]
  const print = (value) => Buffer.from(np.asarray(value).tobytes()).toString('base64')
  const pick = (round) => [routines[round % routines.length], inputs[(round * 7) % inputs.length]]
  const period = routines.length * inputs.length
`

// A worker that does nothing but compute, in the way given.
const BUSY = `
  const busy = \`
    const np = require('numblas')
    const { parentPort, workerData } = require('node:worker_threads')
    const a = np.add(np.reshape(np.sin(np.arange(160000)), [400, 400]), np.eye(400))
    const work = {
      solve: () => np.linalg.solve(a, a), svd: () => np.linalg.svd(a), matmul: () => np.matmul(a, a),
      promises: () => Promise.all([1, 2, 3, 4].map(() => np.promises.linalg.svd(a))), exit: () => process.exit(3),
    }[workerData]
    parentPort.postMessage('started')
    const go = async () => { for (;;) await work() }
    go()
  \`
  // A number that falls as long as anything is left.
  const many = async (count, width, one) => {
    let left = count
    await Promise.all(Array.from({ length: width }, async () => { while (left-- > 0) await one(left) }))
  }
`

/** @type {Case[]} */
export const CASES = [
  {
    name: '64 callers at once (16 workers, 48 promise chains), mixed routines, against serial results',
    rounds: 1000,
    async run(rounds) {
      const end = await program(`${MIXED}
        const rounds = ${rounds}
        const serial = Array.from({ length: period }, (_, round) => { const [f, a] = pick(round); return print(f(np, a)) })
        let mismatches = 0, answered = 0
        const check = (round, value) => { answered++; if (print(value) !== serial[round % period]) mismatches++ }
        const chain = async (from) => {
          for (let i = 0; i < rounds; i++) { const round = from * 13 + i; const [f, a] = pick(round); check(round, await f(np.promises, a)) }
        }
        const code = ${JSON.stringify(MIXED)}
        const worker = (from) => new Promise((resolve, reject) => {
          const one = new Worker(prelude + code + \`
            const { from, rounds, serial } = workerData
            let wrong = 0
            for (let i = 0; i < rounds; i++) { const round = from * 13 + i; const [f, a] = pick(round); if (print(f(np, a)) !== serial[round % period]) wrong++ }
            parentPort.postMessage(wrong)\`, { eval: true, workerData: { from, rounds, serial } })
          one.on('message', (wrong) => { mismatches += wrong; answered += rounds })
          one.on('error', reject)
          one.on('exit', resolve)
        })
        Promise.all([...Array(48).keys()].map(chain).concat([...Array(16).keys()].map((i) => worker(48 + i)))).then(() => report({ mismatches, answered }))
      `)
      const value = end.values[0] ?? { mismatches: -1, answered: 0 }
      const failures = unclean(end)
      if (value.mismatches !== 0) failures.push(`${value.mismatches} mismatches`)
      if (value.answered !== 64 * rounds) failures.push(`${value.answered} answers of ${64 * rounds}`)
      return { rounds: value.answered, failures, note: `${value.mismatches} mismatches` }
    },
  },
  {
    name: '600 callers at once',
    rounds: 600,
    async run(rounds) {
      const end = await program(`
        const inputs = Array.from({ length: 8 }, (_, i) => np.add(noise(i, 30 + 20 * i, 30 + 20 * i), np.eye(30 + 20 * i)))
        const calls = [(a) => np.promises.linalg.solve(a, a), (a) => np.promises.matmul(a, a), (a) => np.promises.linalg.svd(a, { compute_uv: false })]
        Promise.all(Array.from({ length: ${rounds} }, (_, i) => calls[i % 3](inputs[i % 8]))).then((results) => report({ answered: results.length }))`)
      const answered = end.values[0]?.answered ?? 0
      return {
        rounds: answered,
        failures: answered === rounds ? unclean(end) : [...unclean(end), `${answered} of ${rounds} answered`],
      }
    },
  },
  {
    name: 'worker.terminate() in the middle of solve, svd, matmul, promises',
    rounds: 1000,
    async run(rounds) {
      const end = await program(`${BUSY}
        const kinds = ['solve', 'svd', 'matmul', 'promises']
        const next = random(1)
        const one = (i) => new Promise((resolve, reject) => {
          const worker = new Worker(busy, { eval: true, workerData: kinds[i % 4] })
          worker.on('message', () => setTimeout(() => worker.terminate(), 3 + 10 * (1 + next())))
          worker.on('error', reject)
          worker.on('exit', resolve)
        })
        const main = async () => {
          await many(Math.min(40, ${rounds}), 4, one)
          const before = megabytes()
          await many(${rounds} - Math.min(40, ${rounds}), 4, one)
          report({ before, after: megabytes(), sum: np.sum(np.matmul(np.ones([200, 200]), np.ones([200, 200]))) })
        }
        main()`)
      const value = end.values[0]
      const failures = unclean(end)
      if (value?.sum !== 8e6) failures.push('the library does not compute any more')
      if (value && value.after > value.before + 150)
        failures.push(`memory grew from ${value.before} to ${value.after} MB`)
      return { rounds, failures, note: value && `resident ${value.before} MB after 40, ${value.after} MB at the end` }
    },
  },
  {
    name: 'process.exit() with calls running and queued',
    rounds: 200,
    async run(rounds) {
      const failures = []
      let left = rounds
      const one = async (/** @type {number} */ i) => {
        const end = await program(`${BUSY}
          const a = np.add(noise(1, 300, 300), np.eye(300))
          const way = ${i % 4}
          if (way === 0) { for (let k = 0; k < 8; k++) np.promises.linalg.svd(a); setTimeout(() => process.exit(7), ${i % 17}) }
          if (way === 1) { np.promises.matmul(a, a).then(() => process.exit(7)); for (let k = 0; k < 8; k++) np.promises.evaluate('sin(a) + a', { a }) }
          if (way === 2) { const worker = new Worker(busy, { eval: true, workerData: ${i % 8 < 4 ? "'svd'" : "'promises'"} }); worker.on('message', () => setTimeout(() => process.exit(7), ${i % 17})) }
          if (way === 3) { for (let k = 0; k < 8; k++) np.promises.linalg.svd(a).catch(() => {}); setTimeout(() => { process.exitCode = 7; throw new Error('on purpose') }, ${i % 17}); process.on('uncaughtException', () => process.exit(7)) }
        `)
        failures.push(...unclean(end, 7))
      }
      await Promise.all(
        [0, 1].map(async () => {
          while (left-- > 0) await one(left)
        }),
      )
      return { rounds, failures }
    },
  },
  {
    name: 'load and unload in workers only',
    rounds: 1000,
    async run(rounds) {
      const end = await program(`${BUSY}
        const code = "const np = require('numblas'); const a = np.ones([120, 120]); np.matmul(a, a); np.promises.sum(np.ones(200000)).then((sum) => require('node:worker_threads').parentPort.postMessage(sum))"
        let wrong = 0
        const one = () => new Promise((resolve, reject) => {
          const worker = new Worker(code, { eval: true })
          worker.on('message', (sum) => { if (sum !== 200000) wrong++ })
          worker.on('error', reject)
          worker.on('exit', resolve)
        })
        const main = async () => {
          await many(Math.min(40, ${rounds}), 4, one)
          const before = megabytes()
          await many(${rounds} - Math.min(40, ${rounds}), 4, one)
          report({ wrong, before, after: megabytes() })
        }
        main()`)
      const value = end.values[0]
      const failures = unclean(end)
      if (value?.wrong !== 0) failures.push(`${value?.wrong} wrong`)
      if (value && value.after > value.before + 150)
        failures.push(`memory grew from ${value.before} to ${value.after} MB`)
      return { rounds, failures, note: value && `resident ${value.before} MB after 40, ${value.after} MB at the end` }
    },
  },
  {
    name: 'buffers transferred or detached in the middle of asynchronous calls',
    rounds: 1000,
    async run(rounds) {
      const end = await program(`
        const counts = { right: 0, wrong: 0, refused: 0 }
        const main = async () => {
          for (let i = 0; i < ${rounds}; i++) {
            const n = 20 + (i % 60)
            const a = np.add(noise(i, n, n), np.eye(n))
            const out = np.zeros([n, n])
            const expected = np.matmul(a, a)
            const calls = [np.promises.matmul(a, a), np.promises.linalg.svd(a), np.promises.matmul(a, a, { out })]
            const buffers = [a.data.buffer, ...(i % 2 ? [out.data.buffer] : [])].filter((buffer) => buffer.byteLength - 8 * n * n <= 64)
            structuredClone(buffers, { transfer: buffers })
            if (i % 50 === 0) globalThis.gc?.()
            const results = await Promise.allSettled(calls)
            const same = results[0].status === 'fulfilled' && np.all(np.equal(results[0].value, expected))
            if (!same || results[1].status !== 'fulfilled') counts.wrong++
            else counts.right++
            if (results[2].status === 'rejected') { if (results[2].reason.code === 'ERR_DETACHED_BUFFER') counts.refused++; else counts.wrong++ }
            try { np.sum(a) } catch (error) { if (error.code !== 'ERR_DETACHED_BUFFER') counts.wrong++ }
          }
          report(counts)
        }
        main()`)
      const value = end.values[0]
      const failures = unclean(end)
      if (value?.wrong !== 0) failures.push(`${value?.wrong} wrong`)
      return {
        rounds,
        failures,
        note: value && `${value.right} right results, ${value.refused} detached outputs refused`,
      }
    },
  },
  {
    name: 'child_process (spawn, fork) during matmul',
    rounds: 200,
    async run(rounds) {
      const end = await program(`
        const { spawn, spawnSync, fork } = require('node:child_process')
        const a = np.ones([500, 500])
        let wrong = 0
        const ended = (child) => new Promise((resolve) => child.on('exit', resolve))
        const main = async () => {
          for (let i = 0; i < ${rounds}; i++) {
            const work = [np.promises.matmul(a, a), np.promises.matmul(a, a)]
            const status = i % 3 === 0 ? spawnSync('true').status
              : i % 3 === 1 ? await ended(spawn('true'))
              : await ended(spawn(process.execPath, ['-e', "process.exit(require('numblas').dot([1, 2], [3, 4]) === 11 ? 0 : 1)"]))
            if (status !== 0) wrong++
            for (const product of await Promise.all(work)) if (product.get(0, 0) !== 500) wrong++
          }
          report({ wrong })
        }
        main()`)
      const failures = unclean(end)
      if (end.values[0]?.wrong !== 0) failures.push(`${end.values[0]?.wrong} wrong`)
      return { rounds, failures }
    },
  },
  ...LIMITS,
  {
    name: 'Ctrl-C during a long synchronous call ends the process; beside promises a handler runs',
    rounds: 20,
    async run(rounds) {
      const failures = []
      for (let i = 0; i < rounds; i++) {
        const handled = i % 2 === 1
        const end = await program(
          handled
            ? `const controller = new AbortController()
               process.on('SIGINT', () => controller.abort())
               const a = noise(1, 900, 900)
               np.promises.linalg.svd(a, { signal: controller.signal }).catch((error) => report({ code: error.code }))
               report({ started: true })`
            : `report({ started: true }); for (;;) np.linalg.svd(noise(1, 500, 500))`,
          { started: (child) => child.stdout?.once('data', () => setTimeout(() => child.kill('SIGINT'), 50)) },
        )
        if (handled) {
          failures.push(...unclean(end))
          if (end.values[1]?.code !== 'ABORT_ERR') failures.push(`no AbortError: ${JSON.stringify(end.values)}`)
        } else if (end.signal !== 'SIGINT' || end.took > 60_000) failures.push(`ended with ${end.signal ?? end.code}`)
      }
      return { rounds, failures }
    },
  },
]
