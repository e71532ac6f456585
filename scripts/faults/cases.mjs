// The fault matrix: what happens, how often, and what must come of it. A case returns what went wrong, one line each.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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

// Calls of every kind that take memory; what comes of each is counted.
const COUNTED = `
  const counts = { served: 0, refused: 0, other: [] }
  const count = async (call) => {
    try { await call(); counts.served++ }
    catch (error) { if (error.code === 'ERR_OUT_OF_MEMORY') counts.refused++; else counts.other.push(String(error)) }
  }
`

/** What V8 says when it ends the process because its own heap finds no memory. */
const OWN = /heap out of memory|Zone|Fatal (process|JavaScript)|v8::/i

/** A control group with a limit of its own: a folder of version 2, or of version 1's memory controller. */
function memoryGroup(/** @type {number} */ bytes) {
  for (const [root, file] of [
    ['/sys/fs/cgroup', 'memory.max'],
    ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes'],
  ]) {
    const folder = join(root, `numblas-faults-${process.pid}-${bytes}`)
    if (!existsSync(join(root, 'cgroup.procs'))) continue
    try {
      mkdirSync(folder)
      writeFileSync(join(folder, file), String(bytes))
      return folder
    } catch {
      // not ours to make, or without this controller
      if (existsSync(folder)) rmdirSync(folder)
    }
  }
  return undefined
}

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
            const buffers = [a.data.buffer, ...(i % 2 ? [out.data.buffer] : [])].filter((buffer) => buffer.byteLength === 8 * n * n)
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
  {
    name: 'thread creation refused (RLIMIT_NPROC after start)',
    rounds: 10,
    async run(rounds) {
      const failures = []
      for (let i = 0; i < rounds; i++) {
        // Root is not bound by the limit.
        const end = await program(
          `
          const { execFileSync } = require('node:child_process')
          execFileSync('prlimit', ['--pid', String(process.pid), '--nproc=1:1'])
          const a = np.add(noise(1, 300, 300), np.eye(300))
          const product = np.matmul(a, a)
          const main = async () => {
            const later = await np.promises.matmul(a, a)
            await np.promises.linalg.svd(a)
            report({ same: np.all(np.equal(product, later)), sum: np.sum(np.ones(1e6)) })
          }
          main()`,
          { uid: process.getuid?.() === 0 ? 65534 : undefined },
        )
        failures.push(...unclean(end))
        if (end.values[0]?.same !== true || end.values[0]?.sum !== 1e6) failures.push('wrong result')
      }
      return { rounds, failures }
    },
  },
  {
    name: 'no memory (RLIMIT_AS after start, 1 to 400 MB left): errors or results',
    rounds: 100,
    async run(rounds) {
      const failures = []
      let refused = 0
      let served = 0
      for (let i = 0; i < rounds; i++) {
        const left = Math.round(1 + (399 * i) / rounds)
        const end = await program(`
          const { execFileSync } = require('node:child_process')
          const { readFileSync } = require('node:fs')
          const a = np.add(noise(1, 700, 700), np.eye(700))
          const used = Number(/VmSize:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
          const limit = used + ${left} * 2 ** 20
          execFileSync('prlimit', ['--pid', String(process.pid), \`--as=\${limit}:\${limit}\`])
          const calls = [() => np.matmul(a, a), () => np.linalg.solve(a, a), () => np.linalg.svd(a), () => np.zeros(1e8), () => np.add(a, a),
            () => np.promises.linalg.svd(a), () => np.promises.matmul(a, a), () => np.promises.evaluate('sin(a)', { a })]
          ${COUNTED}
          const main = async () => {
            for (const call of calls) await count(call)
            report(counts)
          }
          main()`)
        const value = end.values[0]
        refused += value?.refused ?? 0
        served += value?.served ?? 0
        // V8 ends the process itself where its own heap finds no memory: that is told apart.
        if (OWN.test(end.stderr)) continue
        failures.push(...unclean(end).map((line) => `${left} MB: ${line}`))
        if (value?.other.length > 0) failures.push(`${left} MB: ${value.other[0]}`)
      }
      return { rounds, failures, note: `${served} calls served, ${refused} refused with ERR_OUT_OF_MEMORY` }
    },
  },
  {
    name: 'address space limited from the start (ulimit -v 1 to 3 GB)',
    rounds: 20,
    async run(rounds) {
      const failures = []
      const total = { served: 0, refused: 0, node: 0 }
      for (let i = 0; i < rounds; i++) {
        const megabytes = Math.round(1000 + (2000 * i) / rounds)
        const limited = { limits: [`--as=${megabytes * 2 ** 20}`] }
        // Node alone needs some hundred megabytes of addresses.
        if ((await program('', { ...limited, patience: 15_000 })).code !== 0) {
          total.node++
          continue
        }
        const end = await program(
          `${COUNTED}
          const main = async () => {
            const kept = []
            const a = noise(1, 500, 500)
            for (const n of [1e5, 1e6, 1e7, 1e8]) await count(() => kept.push(np.ones(n)))
            for (let i = 0; i < 20; i++) await count(() => kept.push(np.ones(1e7)))
            for (const call of [() => np.matmul(a, a), () => np.linalg.svd(a), () => np.promises.linalg.solve(a, a)]) await count(call)
            report(counts)
          }
          main()`,
          limited,
        )
        total.served += end.values[0]?.served ?? 0
        total.refused += end.values[0]?.refused ?? 0
        if (OWN.test(end.stderr)) {
          total.node++
          continue
        }
        failures.push(...unclean(end).map((line) => `${megabytes} MB: ${line}`))
        if (end.values[0]?.other.length > 0) failures.push(`${megabytes} MB: ${end.values[0].other[0]}`)
      }
      return {
        rounds,
        failures,
        note: `${total.served} calls served, ${total.refused} refused with ERR_OUT_OF_MEMORY; in ${total.node} rounds Node or V8 ended by itself`,
      }
    },
  },
  {
    name: 'threads limited from the start (ulimit -u 1 to 20)',
    rounds: 20,
    async run(rounds) {
      const failures = []
      let node = 0
      for (let i = 0; i < rounds; i++) {
        // Root is not bound by the limit.
        const limited = { limits: [`--nproc=${1 + i}`], uid: process.getuid?.() === 0 ? 65534 : undefined }
        if ((await program('', { ...limited, patience: 15_000 })).code !== 0) {
          node++
          continue
        }
        const end = await program(
          `const a = np.add(noise(1, 300, 300), np.eye(300))
          const main = async () => {
            const later = await np.promises.matmul(a, a)
            await np.promises.linalg.svd(a)
            report({ same: np.all(np.equal(np.matmul(a, a), later)), sum: np.sum(np.ones(1e6)) })
          }
          main()`,
          limited,
        )
        failures.push(...unclean(end))
        if (end.values[0]?.same !== true || end.values[0]?.sum !== 1e6) failures.push(`${1 + i}: wrong result`)
      }
      return { rounds, failures, note: `in ${node} rounds Node alone did not start` }
    },
  },
  {
    name: 'memory of a control group (200 to 600 MB): errors, not the end of the process',
    rounds: 20,
    async run(rounds) {
      const failures = []
      const total = { served: 0, refused: 0 }
      for (let i = 0; i < rounds; i++) {
        const megabytes = Math.round(200 + (400 * i) / rounds)
        const group = memoryGroup(megabytes * 2 ** 20)
        if (group === undefined) return { rounds: 0, failures, note: 'no control group can be made here' }
        const end = await program(`
          require('node:fs').writeFileSync(${JSON.stringify(group)} + '/cgroup.procs', String(process.pid))
          ${COUNTED}
          const kept = []
          const main = async () => {
            const a = noise(1, 500, 500)
            await count(() => np.linalg.svd(a))
            await count(() => np.ones(1e8))
            await count(() => np.add(np.zeros(2e7), np.zeros(2e7)))
            await count(() => np.linalg.svd(np.broadcast_to(1.5, [7000, 7000])))
            await count(() => np.promises.matmul(np.broadcast_to(1.5, [20000, 200]), np.broadcast_to(1.5, [200, 20000])))
            for (let k = 0; k < 60; k++) await count(() => kept.push(np.ones(1e6 * (1 + (k % 7)))))
            kept.length = 0
            await count(() => np.linalg.svd(a))
            for (let k = 0; k < 60; k++) await count(() => np.ones(2e6))
            report(counts)
          }
          main()`)
        rmdirSync(group)
        total.served += end.values[0]?.served ?? 0
        total.refused += end.values[0]?.refused ?? 0
        failures.push(...unclean(end).map((line) => `${megabytes} MB: ${line}`))
        if (end.values[0]?.other.length > 0) failures.push(`${megabytes} MB: ${end.values[0].other[0]}`)
        if (end.values[0]?.refused === 0) failures.push(`${megabytes} MB: nothing was refused`)
      }
      return { rounds, failures, note: `${total.served} calls served, ${total.refused} refused with ERR_OUT_OF_MEMORY` }
    },
  },
  {
    name: 'calls where the stack ends, on the main thread (ulimit -s 256 to 8192 KB) and in workers',
    rounds: 20,
    async run(rounds) {
      const failures = []
      for (let i = 0; i < rounds; i++) {
        const kilobytes = [256, 512, 1024, 8192][i % 4]
        const end = await program(
          `const code = \`
            const a = np.add(np.reshape(np.sin(np.arange(40000)), [200, 200]), np.eye(200)), h = np.add(a, a.T), s = np.matmul(a, a.T)
            const z = np.add(a, np.multiply(np.complex(0, 1), a.T))
            const calls = [() => np.linalg.svd(a), () => np.linalg.eig(z), () => np.linalg.eigh(h), () => np.linalg.qr(z), () => np.linalg.lstsq(z, z),
              () => np.linalg.inv(a), () => np.linalg.cholesky(s), () => np.linalg.pinv(z), () => np.matmul(z, z), () => np.sum(a), () => np.sum(a, 0),
              () => np.std(a, 0), () => np.sort(a), () => np.evaluate('sum(a * a)', { a }), () => np.add(a, h.T), () => np.einsum('ij,jk,kl', a, a, a),
              () => np.unique(a), () => np.cumsum(a), () => np.argmax(a), () => np.median(a)]
            for (const call of calls) call()
            let made = 0
            // At every depth on the way back: the first that succeed do with the least stack there is.
            const deep = (call, left) => {
              let free = 0
              try { free = 1 + deep(call, left) } catch { return 0 }
              if (free <= left) { try { call(); made++ } catch (error) { if (!(error instanceof RangeError)) throw error } }
              return free
            }
            for (const call of calls) deep(call, 40)
          \`
          if (${i % 2} === 0) { eval(code + '; report({ made })') }
          else { new Worker(prelude + code + '; process.stdout.write(JSON.stringify({ made }) + "\\\\n")', { eval: true, resourceLimits: { stackSizeMb: ${[0.5, 1, 4][i % 3]} } }) }`,
          { limits: [`--stack=${kilobytes * 1024}`] },
        )
        const told = `${kilobytes} KB, ${i % 2 === 0 ? 'main thread' : 'worker'}`
        failures.push(...unclean(end).map((line) => `${told}: ${line}`))
        if (!(end.values[0]?.made > 0)) failures.push(`${told}: nothing ran`)
      }
      return { rounds, failures }
    },
  },
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
