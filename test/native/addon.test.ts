// What the addon is as a file: what it exports, what it needs of the machine, and that it loads anywhere and stays loaded.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import nodeGypBuild from 'node-gyp-build'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const ADDON = nodeGypBuild.path(ROOT)

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 })

/** Dynamic symbols as [name, glibc version or '', kind]. */
const symbols = (which: '--defined-only' | '--undefined-only') =>
  run('nm', '-D', which, ADDON)
    .trim()
    .split('\n')
    .map((line) => {
      const [kind, name] = line.trim().split(/\s+/).slice(-2)
      const [plain, version = ''] = name.split(/@+/)
      return { name: plain, version, kind }
    })

// With NUMBLAS_BLAS (docs/other-blas.md) BLAS and LAPACK are files of their own.
const otherBlas = (process.env.NUMBLAS_BLAS || 'vendored') !== 'vendored'

it('has the BLAS that the environment asks for', () => {
  const { blas_options } = createRequire(import.meta.url)(ADDON).config()
  expect(blas_options.includes('BLAS from')).toBe(otherBlas)
})

describe.runIf(process.platform === 'linux')('the file', () => {
  it('exports the registration symbols only, and what another BLAS calls', () => {
    const names = symbols('--defined-only').map(({ name }) => name)
    const called = otherBlas ? [expect.stringMatching(/^cblas_xerbla/), expect.stringMatching(/^xerbla_/)] : []
    expect(names.sort()).toEqual([
      ...called.slice(0, 1),
      'napi_register_module_v1',
      'node_api_module_get_api_version_v1',
      ...called.slice(1),
    ])
  })

  it.runIf(otherBlas)('finds every routine in the BLAS and LAPACK it was linked with', () => {
    expect(run('ldd', '-r', ADDON)).not.toMatch(/undefined symbol: (?!napi_|node_api_)/)
  })

  it.runIf(!otherBlas)('needs Node-API and the C library, no Fortran or C++ runtime', () => {
    // Weak ones are looked for and not missed.
    const foreign = symbols('--undefined-only').filter(
      ({ name, version, kind }) => kind !== 'w' && !/^napi_|^node_api_/.test(name) && !version.startsWith('GLIBC_'),
    )
    expect(foreign).toEqual([])
    const libraries = [...run('ldd', ADDON).matchAll(/^\s*(\S+)/gm)].map(([, name]) => name.replace(/^.*\//, ''))
    const own = /^(linux-vdso|libc|libm|libpthread|libdl|librt|ld-linux-[\w-]+)\.so/
    expect(libraries.filter((name) => !own.test(name))).toEqual([])
  })

  it('asks for no newer C library than it says', () => {
    const versions = symbols('--undefined-only').flatMap(({ version }) => /^GLIBC_2\.(\d+)/.exec(version)?.[1] ?? [])
    // What Node 20 asks for itself; binding/glibc.cc sees to it. README.md names this version too.
    expect(Math.max(...versions.map(Number))).toBeLessThanOrEqual(28)
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain('glibc 2.28')
  })

  it('does not ask for an executable stack', () => {
    const header = run('readelf', '-lW', ADDON)
    expect(header).toMatch(/GNU_STACK.* RW /)
  })

  it('names no folder of the machine that built it', () => {
    const strings = readFileSync(ADDON, 'latin1')
    expect(strings.includes(ROOT.replace(/\/$/, '/binding'))).toBe(false)
  })
})

/** Loads the addon in a worker, multiplies, and says what came out. */
const WORKER = `
  const { parentPort, workerData } = require('node:worker_threads')
  const addon = require(workerData)
  parentPort.postMessage(addon.ops.length)
`

const work = () =>
  new Promise<number>((resolve, reject) => {
    const worker = new Worker(WORKER, { eval: true, workerData: ADDON })
    let count = 0
    worker.once('message', (value) => {
      count = value
    })
    worker.once('error', reject)
    worker.once('exit', (status) => (status === 0 ? resolve(count) : reject(new Error(`exit status ${status}`))))
  })

describe('loading', () => {
  it('works in 16 workers at once, and again when all of them have ended', async () => {
    for (let round = 0; round < 2; round++) {
      const counts = await Promise.all(Array.from({ length: 16 }, work))
      expect(new Set(counts).size).toBe(1)
      expect(counts[0]).toBeGreaterThan(10)
    }
  })

  it.runIf(process.platform === 'linux')(
    'stays loaded when the last worker that used it ends, with its threads running',
    () => {
      // The main thread never loads the addon: without pinning, Node would unmap it below its own threads.
      const program = `
      const { Worker } = require('node:worker_threads')
      const { readFileSync } = require('node:fs')
      const mapped = () => readFileSync('/proc/self/maps', 'utf8').includes(${JSON.stringify(ADDON)})
      const code = ${JSON.stringify(WORKER)}
      const before = mapped()
      const worker = new Worker(code, { eval: true, workerData: ${JSON.stringify(ADDON)} })
      worker.once('exit', () => setTimeout(() => console.log(before, mapped()), 50))
    `
      const { stdout, status } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' })
      expect(status).toBe(0)
      expect(stdout.trim()).toBe('false true')
    },
  )

  it('survives workers that end in the middle of parallel work', () => {
    const program = `
      const { Worker } = require('node:worker_threads')
      const code = \`
        const np = require('numblas')
        const { parentPort } = require('node:worker_threads')
        parentPort.postMessage('started')
        for (;;) { const a = np.ones([300, 300]); np.matmul(a, a); np.add(a, a) }
      \`
      let left = 8
      for (let i = 0; i < 8; i++) {
        const worker = new Worker(code, { eval: true })
        worker.once('message', () => setTimeout(() => worker.terminate(), 20 + 10 * i))
        worker.once('exit', () => {
          if (--left > 0) return
          const np = require('numblas')
          console.log(np.matmul(np.ones([400, 400]), np.ones([400, 400])).get(0, 0))
        })
      }
    `
    const { stdout, stderr, status, signal } = spawnSync(process.execPath, ['-e', program], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    expect({ stdout: stdout.trim(), stderr, status, signal }).toEqual({
      stdout: '400',
      stderr: '',
      status: 0,
      signal: null,
    })
  })
})
