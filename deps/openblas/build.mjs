// Builds OpenBLAS as one static library: 64-bit integers, every public symbol with a suffix, kernels chosen at run time.
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The interface of BLAS, CBLAS, LAPACK and of OpenBLAS itself; everything else in the archive is internal. */
const PUBLIC = /^(?:[a-z][a-z0-9_]*_|cblas_\w+|openblas_\w+|goto_\w+)$/

/**
 * @typedef {object} Context
 * @property {any} manifest
 * @property {string} src the unpacked and patched source
 * @property {string} entry where the result goes
 * @property {string} work
 * @property {string[]} targets kernel sets besides the baseline's
 * @property {import('../../scripts/deps/toolchain.mjs').Toolchain} tools
 * @property {number} jobs
 * @property {string} log
 * @property {NodeJS.ProcessEnv} env
 * @property {typeof import('../../scripts/deps/run.mjs').run} run
 * @property {typeof import('../../scripts/deps/run.mjs').output} output
 */

/** The variables for make, the same for the library and for its tests. @param {Pick<Context, 'manifest' | 'targets' | 'tools'>} context */
export function makeVariables({ manifest, targets, tools }) {
  const { baseline } = manifest.targets[tools.arch]
  const list = targets.filter((name) => name !== baseline)
  return [
    ...Object.entries(manifest.flags).map(([name, value]) => `${name}=${value}`),
    `TARGET=${baseline}`,
    // An empty list would mean all.
    `DYNAMIC_LIST=${list.length > 0 ? list.join(' ') : baseline}`,
    `CC=${tools.cc}`,
    `FC=${tools.fc}`,
  ]
}

/** Lines "old new" for objcopy. @param {string} symbols what `nm -g` printed @param {string} suffix */
export function renames(symbols, suffix) {
  const names = new Set()
  for (const line of symbols.split('\n')) {
    const match = /^(?:[0-9a-f]+)?\s*[A-Za-z]\s+(\S+)$/.exec(line)
    if (match && PUBLIC.test(match[1])) names.add(match[1])
  }
  return [...names].sort().map((name) => `${name} ${name}${suffix}`)
}

/** @param {Context} context */
export async function build(context) {
  const { manifest, src, entry, work, tools, jobs, log, env, run, output } = context
  const variables = makeVariables(context)
  await run('make', ['-C', src, `-j${jobs}`, 'libs', ...variables], { log, env })

  const built = join(work, 'libopenblas.a')
  copyFileSync(join(src, 'libopenblas.a'), built)
  // The host has its own: this one prints, and the reference's stops the process.
  await run('ar', ['-dD', built, ...manifest.withoutObjects], { log, env })

  const symbols = output('nm', ['-g', built])
  const map = join(entry, 'symbols.map')
  writeFileSync(map, `${renames(symbols ?? '', manifest.symbolSuffix).join('\n')}\n`)
  mkdirSync(join(entry, 'lib'))
  await run('objcopy', ['-D', `--redefine-syms=${map}`, built, join(entry, 'lib', 'libopenblas.a')], { log, env })
  headers(context)
  copyFileSync(join(src, 'LICENSE'), join(entry, 'LICENSE'))
  return { make: variables, ccVersion: tools.version }
}

/** `cblas.h` under the library's own names. @param {Context} context */
function headers({ manifest, src, entry }) {
  const folder = join(entry, 'include')
  mkdirSync(folder)
  const suffix = manifest.symbolSuffix
  const text = readFileSync(join(src, 'cblas.h'), 'utf8')
    .replace('#include "common.h"', '#include "openblas_config.h"')
    .replace(/\b((?:cblas|openblas)_\w+|goto_\w+)(?=\s*\()/g, `$1${suffix}`)
  writeFileSync(join(folder, 'cblas.h'), text)
  const config = `#ifndef OPENBLAS_CONFIG_H
#define OPENBLAS_CONFIG_H
#include <stddef.h>
#include <stdint.h>
#define OPENBLAS_VERSION "OpenBLAS ${manifest.version}"
#define OPENBLAS_USE64BITINT
typedef long BLASLONG;
typedef int64_t blasint;
typedef uint16_t bfloat16;
typedef uint16_t hfloat16;
typedef struct { float real, imag; } openblas_complex_float;
typedef struct { double real, imag; } openblas_complex_double;
typedef openblas_complex_double openblas_complex_xdouble;
typedef double xdouble;
#endif
`
  writeFileSync(join(folder, 'openblas_config.h'), config)
}

/**
 * OpenBLAS's own tests, against the library as it was built: `utest`, `ctest` and the Fortran ones.
 * @param {Context & { lib: string }} context `lib` is the finished archive; `entry` is where it lies
 */
export async function test(context) {
  const { manifest, src, entry, work, lib, jobs, log, env, run, output } = context
  const variables = makeVariables(context)
  // The tests call the names without the suffix.
  const back = join(work, 'back.map')
  const map = readFileSync(join(entry, 'symbols.map'), 'utf8').trim().split('\n')
  writeFileSync(back, `${map.map((line) => line.split(' ').reverse().join(' ')).join('\n')}\n`)
  const name = (output('make', ['-C', src, '-s', '-f', 'Makefile', '--eval', 'print-libname:;@echo $(LIBNAME)', 'print-libname', ...variables], { env }) ?? '').trim().split('\n').pop()
  if (!name) throw new Error('make did not say the name of the library')
  await run('objcopy', ['-D', `--redefine-syms=${back}`, lib, join(src, name)], { log, env })
  await run('make', ['-C', join(src, 'driver/others'), ...variables, 'xerbla.o'], { log, env })
  await run('ar', ['-rsD', join(src, name), join(src, 'driver/others/xerbla.o')], { log, env })
  symlinkSync(name, join(src, 'libopenblas.a'))
  const results = /** @type {Record<string, unknown>} */ ({})
  for (const suite of manifest.tests) {
    await run('make', ['-C', join(src, suite), `-j${jobs}`, 'all', ...variables], { log: `${log}.${suite}`, env })
    results[suite] = count(readFileSync(`${log}.${suite}`, 'utf8'))
  }
  return results
}

/** What a suite's output says. @param {string} text */
export function count(text) {
  const sum = (/** @type {RegExp} */ pattern) => [...text.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0)
  return {
    // utest: "RESULTS: 114 tests (114 ok, 0 failed, 0 skipped) ran in 22 ms"
    tests: sum(/RESULTS: (\d+) tests/g),
    failed: sum(/RESULTS: \d+ tests \(\d+ ok, (\d+) failed/g),
    // The reference BLAS testers: one line per routine and passed part.
    routinesPassed: (text.match(/PASSED THE (?:COMPUTATIONAL )?TESTS|PASSED THE TESTS OF ERROR|----- PASS -----/g) ?? []).length,
    routinesFailed: (text.match(/FAILED|FAIL(?:ED)? ON CALL|SUSPECT/g) ?? []).filter((line) => line !== 'failed').length,
  }
}
