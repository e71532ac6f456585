// Every kernel under every instruction set that the machine and the build have: the suites of elementwise functions,
// casts, reductions and expressions again, each in a process that is held to one. A build for one machine has no other
// than its best, which the suites ran on already; .ci/run builds all.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import nodeGypBuild from 'node-gyp-build'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const SUITES = ['ufuncs', 'astype', 'reductions', 'evaluate', 'errstate'].map((name) => `test/lib/${name}.test.ts`)

function runWith(target: string, ...args: string[]): { status: number | null; output: string } {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')))
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...env, NUMBLAS_SIMD_TARGET: target },
    maxBuffer: 1 << 28,
  })
  return { status, output: stdout + stderr }
}

const addon = JSON.stringify(nodeGypBuild.path(ROOT))
const chosen = (target: string): string => runWith(target, '-p', `require(${addon}).config().simd`).output.trim()

const best = chosen('')
const targets = process.arch === 'x64' ? ['AVX2', 'SSE2'] : []
const available = targets.filter((target) => target !== best && chosen(target) === target)

it('names the best instruction set, and keeps it where another is unknown', () => {
  expect(best).toMatch(/^[A-Z0-9_]+$/)
  expect(chosen('none such')).toBe(best)
})

it.each(available)(
  '%s gives the same results',
  (target) => {
    const { status, output } = runWith(target, 'node_modules/vitest/vitest.mjs', 'run', '--maxWorkers=1', ...SUITES)
    expect(status, output.slice(-4000)).toBe(0)
  },
  900_000,
)
