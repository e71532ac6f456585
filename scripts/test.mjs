// `npm test`: sets up and builds what is missing, then runs every test. `npm test -- test/lib/x` runs some of them.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, ROOT } from './build.mjs'
import { DepsError, duration, say } from './deps/run.mjs'
import { testDeps } from './deps.mjs'
import { buildDist } from './dist.mjs'
import { setup } from './setup.mjs'

/** @template T @param {string} title @param {() => T | Promise<T>} work */
async function step(title, work) {
  const start = Date.now()
  say(`== ${title}`)
  const result = await work()
  say(`== ${title}: ${duration(Date.now() - start)}`)
  return result
}

/** What OpenBLAS's own tests say about the library that the addon is linked with. */
async function blasTests() {
  const { suites } = await testDeps()
  const failed = suites.reduce((sum, suite) => sum + suite.failed, 0)
  const passed = suites.reduce((sum, suite) => sum + suite.passed, 0)
  const cores = [...new Set(suites.map((suite) => suite.core))].join(' ')
  say(`   OpenBLAS's tests of ${cores}: ${passed} checks pass, ${failed} fail`)
  for (const suite of suites) for (const failure of suite.failures) say(`   ${suite.suite} ${suite.core}: ${failure}`)
  return { failed }
}

/** Runs vitest. @param {string[]} filters */
function unitTests(filters) {
  const folder = mkdtempSync(join(tmpdir(), 'numblas-test-'))
  const report = join(folder, 'vitest.json')
  try {
    const args = [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]
    const { status } = spawnSync(process.execPath, [...args, ...filters], {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    // A file that cannot be loaded fails without having a test.
    const broken = testResults.filter(
      (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
    )
    const failed = numFailedTests + broken.length
    return { passed: numPassedTests, failed: status === 0 ? failed : Math.max(1, failed), skipped: numPendingTests }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function main() {
  const filters = process.argv.slice(2)
  await step('set-up', setup)
  await step('native build (from nothing 6 to 12 minutes on 2 cores, then kept outside the tree)', () => build())
  const types = await step('TypeScript build', () =>
    // The tests run on lib/, so they can tell more about what is wrong.
    buildDist().then(
      () => ({ failed: 0 }),
      (error) => {
        say(error.message)
        return { failed: 1 }
      },
    ),
  )
  const blas = filters.length > 0 ? { failed: 0 } : await step("OpenBLAS's own tests (once per library)", blasTests)
  const unit = await step('tests', () => unitTests(filters))
  if (unit.skipped > 0) say(`${unit.skipped} tests skipped`)
  const failed = unit.failed + blas.failed + types.failed
  process.stdout.write(`Tests: ${unit.passed} passed, ${failed} failed\n`)
  if (failed > 0) process.exitCode = 1
}

main().catch((error) => {
  say(error instanceof DepsError ? `error: ${error.message}` : `error: ${error.stack}`)
  process.stdout.write('Tests: 0 passed, 1 failed\n')
  process.exitCode = 1
})
