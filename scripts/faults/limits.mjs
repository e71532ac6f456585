// The fault matrix where the system gives less: threads, memory, addresses, stack. A case returns what went wrong, one line each.
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { program, unclean } from './run.mjs'

/** @typedef {import('./cases.mjs').Case} Case */

// Calls of every kind that take memory; what comes of each is counted.
const COUNTED = `
  const counts = { served: 0, refused: 0, other: [] }
  const count = async (call) => {
    try { await call(); counts.served++ }
    catch (error) { if (error.code === 'ERR_OUT_OF_MEMORY') counts.refused++; else counts.other.push(String(error)) }
  }
`

/** What Node prints where it is refused one of its own threads, and goes on without. */
const REFUSED = /^node\[\d+\]: pthread_create: .*\n/gm

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
export const LIMITS = [
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
        failures.push(
          ...unclean({ ...end, stderr: end.stderr.replaceAll(REFUSED, '') }).map((line) => `${1 + i}: ${line}`),
        )
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
        const inWorker = i % 8 > 3
        // V8 believes that its main thread has 984 KB: where it has less, JavaScript that runs deep ends by itself.
        const depth = inWorker || kilobytes > 1000 ? 40 : 0
        const end = await program(
          `const code = \`
            const a = np.add(np.reshape(np.sin(np.arange(40000)), [200, 200]), np.eye(200)), h = np.add(a, a.T), s = np.matmul(a, a.T)
            const z = np.add(a, np.multiply(np.complex(0, 1), a.T))
            const calls = [() => np.linalg.svd(a), () => np.linalg.eig(z), () => np.linalg.eigh(h), () => np.linalg.qr(z), () => np.linalg.lstsq(z, z),
              () => np.linalg.inv(a), () => np.linalg.cholesky(s), () => np.linalg.pinv(z), () => np.matmul(z, z), () => np.sum(a), () => np.sum(a, 0),
              () => np.std(a, 0), () => np.sort(a), () => np.evaluate('sum(a * a)', { a }), () => np.add(a, h.T), () => np.einsum('ij,jk,kl', a, a, a),
              () => np.unique(a), () => np.cumsum(a), () => np.argmax(a), () => np.median(a)]
            for (const call of calls) call()
            let made = calls.length
            // At every depth on the way back: the first that succeed do with the least stack there is.
            const deep = (call, left) => {
              if (left === 0) return
              let free = 0
              try { free = 1 + deep(call, left) } catch { return 0 }
              if (free <= left) { try { call(); made++ } catch (error) { if (!(error instanceof RangeError)) throw error } }
              return free
            }
            for (const call of calls) deep(call, ${depth})
          \`
          if (${!inWorker}) { eval(code + '; report({ made })') }
          else { new Worker(prelude + code + '; process.stdout.write(JSON.stringify({ made }) + "\\\\n")', { eval: true, resourceLimits: { stackSizeMb: ${[0.5, 1, 4][i % 3]} } }) }`,
          { limits: [`--stack=${kilobytes * 1024}`] },
        )
        const told = `${kilobytes} KB, ${inWorker ? 'worker' : 'main thread'}`
        failures.push(...unclean(end).map((line) => `${told}: ${line}`))
        if (!(end.values[0]?.made > 0)) failures.push(`${told}: nothing ran`)
      }
      return { rounds, failures }
    },
  },
]
