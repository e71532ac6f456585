// OpenBLAS's own tests (`utest`, `ctest`, `test`), linked with the library as it was built and run once per kernel set.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeVariables } from './build.mjs'

/** @typedef {import('./build.mjs').Context} Context */

const SUITES = ['utest', 'ctest', 'test']

/**
 * @typedef {object} SuiteResult
 * @property {string} suite
 * @property {string} core the kernel set it ran with
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} failures
 */

/**
 * What the output of a suite and the summary files it leaves say.
 * @param {string} text
 * @returns {{ passed: number, failures: string[] }}
 */
export function read(text) {
  const lines = text.split('\n')
  let passed = 0
  const failures = []
  for (const line of lines) {
    // utest: "RESULTS: 114 tests (114 ok, 0 failed, 0 skipped) ran in 22 ms"
    const results = /RESULTS: \d+ tests \((\d+) ok, (\d+) failed/.exec(line)
    if (results) {
      passed += Number(results[1])
      if (Number(results[2]) > 0) failures.push(line.trim())
    } else if (
      /PASSED THE (?:COMPUTATIONAL|ROW-MAJOR|COLUMN-MAJOR)?|PASSED THE TESTS OF ERROR-EXITS|-----\s*PASS\s*-----/.test(
        line,
      )
    ) {
      passed++
    } else if (
      /\bFAIL(?:ED)?\b|FATAL ERROR|SUSPECT|\*\*\*\*\*\*\* .* PARAMETERS|Segmentation fault/.test(line) &&
      !/0 failed/.test(line)
    ) {
      failures.push(line.trim())
    }
  }
  return { passed, failures }
}

/**
 * A copy of a library with its names as upstream has them.
 * @param {Context} context
 * @param {{ lib: string, entry: string, to: string }} library `entry` holds its `symbols.map`
 */
async function withoutSuffix({ work, log, env, run }, { lib, entry, to }) {
  const map = readFileSync(join(entry, 'symbols.map'), 'utf8').trim().split('\n')
  const back = join(work, 'back.map')
  writeFileSync(back, `${map.map((line) => line.split(' ').reverse().join(' ')).join('\n')}\n`)
  await run('objcopy', ['-D', `--redefine-syms=${back}`, lib, to], { log, env })
  return to
}

/**
 * @param {Context & { lapack: { dir: string, lib: string }, lib: string, cores: string[], note: (line: string) => void }} context `lib` is the finished
 *   archive, `entry` where it lies, `cores` the kernel sets that this machine can run
 * @returns {Promise<SuiteResult[]>}
 */
export async function test(context) {
  const { src, entry, work, lib, lapack, cores, jobs, log, env, run, note } = context
  const variables = makeVariables(context)
  // The tests call the names without the suffix, and need OpenBLAS's own xerbla and some of LAPACK.
  const plain = await withoutSuffix(context, { lib, entry, to: join(src, 'libopenblas.a') })
  const plainLapack = await withoutSuffix(context, { lib: lapack.lib, entry: lapack.dir, to: join(src, 'liblapack.a') })
  await run('make', ['-C', join(src, 'driver/others'), 'xerbla.o', ...variables], { log, env })
  await run('ar', ['-rsD', plain, join(src, 'driver/others/xerbla.o')], { log, env })
  const libraries = ['LIBNAME=libopenblas.a', `EXTRALIB=${plainLapack} ${plain} -lm -lpthread`]

  const results = []
  for (const suite of SUITES) {
    for (const core of cores) {
      const folder = join(src, suite)
      const suiteLog = join(work, `${suite}-${core}.log`)
      note(`openblas: its own tests, ${suite} with the ${core} kernels`)
      const status = await run('make', ['-C', folder, `-j${jobs}`, 'all', ...variables, ...libraries], {
        log: suiteLog,
        // Idle threads sleep at once instead of spinning: beside other work that is several times faster.
        env: { ...env, OPENBLAS_CORETYPE: core, OPENBLAS_VERBOSE: '1', OPENBLAS_THREAD_TIMEOUT: '4' },
        okStatus: () => true,
      })
      const summaries = readdirSync(folder).filter((name) => name.endsWith('.SUMM'))
      const text = [suiteLog, ...summaries.map((name) => join(folder, name))]
        .map((file) => readFileSync(file, 'utf8'))
        .join('\n')
      const { passed, failures } = read(text)
      if (/Core not supported/.test(text)) failures.push(`the ${core} kernels were not used`)
      if (status !== 0)
        failures.push(`make ended with status ${status}: ${text.trimEnd().split('\n').slice(-8).join(' | ')}`)
      if (passed === 0) failures.push('nothing ran')
      results.push({ suite, core, passed, failed: failures.length, failures: failures.slice(0, 20) })
    }
  }
  return results
}
