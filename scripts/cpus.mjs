// `npm run cpus`: the release build on processors that this machine is not, emulated by qemu-user: no illegal instruction, right
// results, the right kernels. Needs a build with all kernel sets (NUMBLAS_TARGETS=all) and qemu-x86_64 (Debian: qemu-user).
// `-- --platform linux-arm64` takes that platform's prebuild, with an arm64 Node.
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { ROOT } from './build.mjs'
import { DepsError, main, say } from './deps/run.mjs'
import { debianRoot, NODES, nodeProgram } from './platforms/tools.mjs'

/** @typedef {{ cpu: string, blas: string, simd: string }} Cpu */

/** qemu's models, what OpenBLAS must choose on them, and what the SIMD loops must. qemu 7 emulates nothing above AVX2. @type {readonly Cpu[]} */
const X64 = [
  { cpu: 'core2duo', blas: 'Prescott', simd: 'SSE2' },
  { cpu: 'Nehalem', blas: 'Nehalem', simd: 'SSE2' },
  { cpu: 'SandyBridge', blas: 'Sandybridge', simd: 'SSE2' },
  { cpu: 'Haswell', blas: 'Haswell', simd: 'AVX2' },
  { cpu: 'Broadwell', blas: 'Haswell', simd: 'AVX2' },
  { cpu: 'Skylake-Client-noTSX-IBRS', blas: 'Haswell', simd: 'AVX2' },
  { cpu: 'EPYC', blas: 'Zen', simd: 'AVX2' },
  { cpu: 'EPYC-Milan', blas: 'Zen', simd: 'AVX2' },
]

/**
 * a64fx has SVE and not the rest of Armv8.4, which its kernels are compiled for; max has vectors of 512 bits, for which they
 * are wrong (patch 0005 of OpenBLAS).
 * @type {readonly Cpu[]}
 */
const ARM64 = [
  { cpu: 'cortex-a35', blas: 'armv8', simd: 'NEON_WITHOUT_AES' },
  { cpu: 'cortex-a53', blas: 'armv8', simd: 'NEON_WITHOUT_AES' },
  { cpu: 'cortex-a57', blas: 'armv8', simd: 'NEON_WITHOUT_AES' },
  { cpu: 'cortex-a72', blas: 'armv8', simd: 'NEON_WITHOUT_AES' },
  { cpu: 'cortex-a76', blas: 'neoversen1', simd: 'NEON_WITHOUT_AES' },
  { cpu: 'neoverse-n1', blas: 'neoversen1', simd: 'NEON_WITHOUT_AES' },
  { cpu: 'a64fx', blas: 'neoversen1', simd: 'NEON_WITHOUT_AES' },
  { cpu: 'max', blas: 'neoversen1', simd: 'NEON_WITHOUT_AES' },
  { cpu: 'max,sve-max-vq=2', blas: 'armv8sve', simd: 'NEON_WITHOUT_AES' },
  { cpu: 'max,sve-max-vq=1', blas: 'armv8sve', simd: 'NEON_WITHOUT_AES' },
]

/** How a platform's Node is run. @param {string} platform @returns {Promise<{ qemu: string[], cpus: readonly Cpu[], env: NodeJS.ProcessEnv }>} */
async function emulation(platform) {
  if (platform === 'linux-x64') return { qemu: ['qemu-x86_64', process.execPath], cpus: X64, env: process.env }
  if (platform !== 'linux-arm64')
    throw new DepsError(`expected linux-x64 or linux-arm64, received ${platform}`, 'ERR_USAGE')
  const node = await nodeProgram('linux-arm64', NODES['linux-arm64'][0])
  const root = await debianRoot('bullseye', 'arm64')
  // node-gyp-build passes over this machine's own build then.
  return { qemu: ['qemu-aarch64', '-L', root, node], cpus: ARM64, env: { ...process.env, PREBUILDS_ONLY: '1' } }
}

/** Run below each processor: what was chosen, and the largest error of what was computed. */
const PROGRAM = `
  const np = require(process.cwd())
  const { blas, simd } = np.show_config('dicts')
  const errors = {}
  for (const dtype of ['float32', 'float64', 'complex64', 'complex128']) {
    const eps = dtype === 'float32' || dtype === 'complex64' ? 1.2e-7 : 2.3e-16
    const a = np.add(np.multiply(np.eye(40), 3), np.sin(np.arange(1600).reshape(40, 40))).astype(dtype)
    const b = np.ones([40], dtype)
    const norm = (x) => Number(np.linalg.norm(x)) / eps / 1000
    const x = np.linalg.solve(a, b)
    const { U, S, Vh } = np.linalg.svd(a)
    errors['solve ' + dtype] = norm(np.subtract(np.matmul(a, x), b))
    errors['svd ' + dtype] = norm(np.subtract(np.matmul(np.multiply(U, S), Vh), a)) / 10
    const h = np.add(a, np.conjugate(a.T))
    const { eigenvalues, eigenvectors } = np.linalg.eigh(h)
    errors['eigh ' + dtype] = norm(np.subtract(np.matmul(h, eigenvectors), np.multiply(eigenvectors, eigenvalues))) / 10
    const cube = np.remainder(np.arange(4000).reshape(100, 40), 7).astype(dtype)
    errors['syrk ' + dtype] = norm(np.subtract(np.matmul(cube.T, cube), np.einsum('ki,kj->ij', cube, cube.copy(), { optimize: false })))
    const ones = np.ones([131, 131], dtype)
    errors['matmul ' + dtype] = norm(np.subtract(np.matmul(ones, ones), np.full([131, 131], 131, dtype)))
  }
  const t = np.linspace(-3, 3, 1001)
  const identity = np.add(np.square(np.sin(t)), np.square(np.cos(t)))
  errors['sin, cos'] = Math.abs(Number(np.max(np.absolute(np.subtract(identity, 1))))) / 1e-15
  errors['exp, log'] = Math.abs(Number(np.max(np.absolute(np.subtract(np.log(np.exp(t)), t))))) / 2e-15
  errors['sums'] = Math.abs(Number(np.sum(np.arange(1001))) - 500500)
  console.log(JSON.stringify({ blas: blas.core_type, simd, errors }))`

/** Runs the program on one processor. @param {Cpu} wanted @param {Awaited<ReturnType<typeof emulation>>} how */
function runOn({ cpu, blas, simd }, { qemu: [command, ...args], env }) {
  const options = /** @type {const} */ ({ cwd: ROOT, encoding: 'utf8' })
  const { error, status, signal, stdout, stderr } = spawnSync(command, ['-cpu', cpu, ...args, '-e', PROGRAM], {
    ...options,
    env,
  })
  if (error) {
    throw new DepsError(
      `${command} could not be started: ${error.message}\nOn Debian install it as root: apt-get install -y qemu-user`,
      'ERR_COMMAND',
    )
  }
  const lines = stderr.split('\n').filter((line) => !line.includes("TCG doesn't support"))
  if (status !== 0) return `ended by ${signal ?? `status ${status}`}: ${lines.slice(-5).join(' ')}`
  const found = JSON.parse(stdout)
  if (found.blas !== blas) return `chose OpenBLAS's ${found.blas}, expected ${blas}: build with NUMBLAS_TARGETS=all`
  if (found.simd !== simd) return `chose ${found.simd} loops, expected ${simd}: build with NUMBLAS_TARGETS=all`
  const wrong = Object.entries(found.errors).filter(([, error]) => !(error <= 1))
  return wrong.map(([name, error]) => `${name} is wrong (${error})`).join(', ')
}

await main(import.meta.url, async () => {
  const { values } = parseArgs({ options: { platform: { type: 'string', default: 'linux-x64' } } })
  const how = await emulation(values.platform)
  for (const wanted of how.cpus) {
    const failure = runOn(wanted, how)
    say(`${wanted.cpu.padEnd(26)} ${wanted.blas.padEnd(12)} ${wanted.simd.padEnd(16)} ${failure || 'right'}`)
    if (failure) process.exitCode = 1
  }
})
