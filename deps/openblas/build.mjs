// Builds OpenBLAS as one static library: 64-bit integers, every public symbol with a suffix, kernels chosen at run time.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The interface of BLAS, CBLAS, LAPACK and of OpenBLAS itself; everything else in the archive is internal. */
const PUBLIC = /^(?:[a-z][a-z0-9_]*_|cblas_\w+|openblas_\w+|goto_\w+)$/

/**
 * @typedef {object} Context
 * @property {any} manifest with the platform's `targets` alone
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
  const { baseline, flags } = manifest.targets
  const others = targets.filter((name) => name !== baseline)
  // An empty list would mean all.
  const list = others.length > 0 ? others : [baseline]
  return [
    ...Object.entries({ ...manifest.flags, ...flags }).map(([name, value]) => `${name}=${value}`),
    `TARGET=${baseline}`,
    `DYNAMIC_LIST=${list.join(' ')}`,
    // One set is for the machine that builds: it never runs the baseline's.
    ...(list.length === 1 && tools.arch === 'x64' ? ['DYNAMIC_ALONE=1'] : []),
    `CC=${tools.cc}`,
    `FC=${tools.fc}`,
    ...(tools.cross
      ? [`HOSTCC=${tools.hostCc}`, `CROSS_SUFFIX=${tools.cross.prefix}`, `AR=${tools.ar}`, `LD=${tools.cross.prefix}ld`]
      : []),
  ]
}

/**
 * Lines "old new" for objcopy.
 * @param {string} symbols what `nm -g` printed
 * @param {string} suffix
 * @param {string} [underscore] what stands before every C name
 */
export function renames(symbols, suffix, underscore = '') {
  const names = new Set()
  for (const line of symbols.split('\n')) {
    const match = /^(?:[0-9a-f]+)?\s*[A-Za-z]\s+(\S+)$/.exec(line)
    if (match?.[1].startsWith(underscore) && PUBLIC.test(match[1].slice(underscore.length))) names.add(match[1])
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
  const extension = tools.platform.startsWith('win32') ? '.obj' : '.o'
  const left = manifest.withoutObjects.map((/** @type {string} */ name) => `${name}${extension}`)
  await run(tools.ar, ['-dD', built, ...left], { log, env })

  const symbols = output(tools.nm, ['-g', built])
  const map = join(entry, 'symbols.map')
  writeFileSync(map, `${renames(symbols ?? '', manifest.symbolSuffix, tools.underscore).join('\n')}\n`)
  mkdirSync(join(entry, 'lib'))
  await run(tools.objcopy, ['-D', `--redefine-syms=${map}`, built, join(entry, 'lib', 'libopenblas.a')], { log, env })
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
typedef intptr_t BLASLONG;
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
