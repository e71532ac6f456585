// The core test files on every runtime: Vitest by that runtime, on lib/ and this machine's build.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { ROOT } from '../build.mjs'
import { execute } from './sandbox.mjs'
import { debianRoot, NODES, nodeProgram, unpacked, VERSIONS } from './tools.mjs'

/** What the library is made of: arrays, views, arithmetic, products, linear algebra, promises, threads. */
const FILES = [
  'creation',
  'views',
  'indexing',
  'astype',
  'ufuncs',
  'reductions',
  'products.test',
  'linalg/solve',
  'linalg/svd',
  'promises',
  'workers',
].map((name) => `test/lib/${name}`)

/**
 * @param {string} program @param {string[]} args
 * @param {{ flags?: string[], env?: NodeJS.ProcessEnv, timeout?: number }} [options] `flags` of Vitest
 */
function vitest(program, args, { flags = [], env = {}, timeout } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'numblas-core-'))
  const report = join(folder, 'report.json')
  try {
    const vitestArgs = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${report}`, ...flags]
    const outcome = execute(program, [...args, ...vitestArgs, ...FILES], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      timeout,
    })
    try {
      const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
      const broken = testResults.filter(
        (/** @type {any} */ file) =>
          file.status === 'failed' &&
          file.assertionResults.every((/** @type {any} */ test) => test.status !== 'failed'),
      )
      const failed = numFailedTests + broken.length
      if (failed === 0) return `${numPassedTests} pass`
      const names = [
        ...broken.map((/** @type {any} */ file) => basename(file.name)),
        ...testResults.flatMap((/** @type {any} */ file) =>
          file.assertionResults
            .filter((/** @type {any} */ test) => test.status === 'failed')
            .map((/** @type {any} */ test) => `${basename(file.name)}: ${test.title}`),
        ),
      ]
      return `${numPassedTests} pass, ${failed} fail: ${names.slice(0, 3).join('; ')}${failed > 3 ? '; …' : ''}`
    } catch {
      return `Vitest does not run: ${outcome.stderr.trim().split('\n').pop()?.slice(0, 200)}`
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The arm64 prebuild below an emulator, which takes ten times as long. @param {string} version */
async function arm64(version) {
  const node = await nodeProgram('linux-arm64', version)
  const root = await debianRoot('bullseye', 'arm64')
  const { version: bundler } = createRequire(import.meta.url)('rolldown/package.json')
  const binding = await unpacked('@rolldown/binding-linux-arm64-gnu', bundler)
  const { main } = JSON.parse(readFileSync(join(binding, 'package.json'), 'utf8'))
  // node-gyp-build passes over this machine's own build; Vitest's bundler takes its native part from here.
  const env = { PREBUILDS_ONLY: '1', NAPI_RS_NATIVE_LIBRARY_PATH: join(binding, main) }
  const flags = ['--pool=threads', '--testTimeout=300000', '--hookTimeout=300000']
  return vitest('qemu-aarch64', ['-L', root, node], { flags, env, timeout: 3_600_000 })
}

/** @returns {{ runtime: string, run: () => Promise<string> }[]} */
export const coreTests = () => [
  ...NODES['linux-x64'].map((version) => ({
    runtime: `Node ${version}`,
    run: async () => vitest(await nodeProgram('linux-x64', version), []),
  })),
  {
    runtime: `Bun ${VERSIONS['@oven/bun-linux-x64']}`,
    run: async () => {
      const dir = await unpacked('@oven/bun-linux-x64', VERSIONS['@oven/bun-linux-x64'])
      return vitest(join(dir, 'bin/bun'), ['--bun'])
    },
  },
  {
    runtime: `Deno ${VERSIONS['@deno/linux-x64-glibc']}`,
    run: async () => {
      const dir = await unpacked('@deno/linux-x64-glibc', VERSIONS['@deno/linux-x64-glibc'])
      return vitest(join(dir, 'deno'), ['run', '-A'])
    },
  },
  ...NODES['linux-arm64']
    .slice(0, 1)
    .map((version) => ({ runtime: `Node ${version}, arm64 below qemu-aarch64`, run: () => arm64(version) })),
]
