// The core test files on every runtime: Vitest by that runtime, on lib/ and this machine's build.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { ROOT } from '../build.mjs'
import { execute } from './sandbox.mjs'
import { NODES, nodeProgram, unpacked, VERSIONS } from './tools.mjs'

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

/** @param {string} program @param {string[]} args @param {string[]} [flags] of Vitest */
function vitest(program, args, flags = []) {
  const folder = mkdtempSync(join(tmpdir(), 'numblas-core-'))
  const report = join(folder, 'report.json')
  try {
    const vitestArgs = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile=${report}`, ...flags]
    const outcome = execute(program, [...args, ...vitestArgs, ...FILES], { cwd: ROOT, env: process.env })
    try {
      const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
      const broken = testResults.filter(
        (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
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
]
