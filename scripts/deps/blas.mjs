// Another BLAS and LAPACK than the vendored ones: NUMBLAS_BLAS names it, a probe tells whether the addon can call it
// (docs/other-blas.md).
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DepsError, output } from './run.mjs'

/** @typedef {import('./toolchain.mjs').Toolchain} Toolchain */

/**
 * @typedef {object} SystemBlas
 * @property {string[]} link what the linker is told
 * @property {string} suffix what every routine's name ends with, after its underscore
 */

/**
 * Where distributions keep the libraries that have names here: each line is one way to link, files below the linker's
 * folders or `-l` options. Those with 64-bit integers come first; the others are only found to be refused by name.
 */
const KNOWN = /** @type {Record<string, string[][]>} */ ({
  reference: [
    ['blas64/libblas64.so', 'lapack64/liblapack64.so'],
    ['libblas64_.so', 'liblapack64_.so'],
    ['libblas64.so', 'liblapack64.so'],
    ['blas/libblas.so', 'lapack/liblapack.so'],
  ],
  blis: [
    ['blis64-openmp/libblis64.so', 'lapack64/liblapack64.so'],
    ['blis64-pthread/libblis64.so', 'lapack64/liblapack64.so'],
    ['blis64-serial/libblis64.so', 'lapack64/liblapack64.so'],
    ['blis-openmp/libblis.so', 'lapack/liblapack.so'],
    ['blis-pthread/libblis.so', 'lapack/liblapack.so'],
  ],
  openblas: [
    ['openblas64-pthread/libopenblas64.so'],
    ['openblas64-openmp/libopenblas64.so'],
    ['openblas64-serial/libopenblas64.so'],
    ['libopenblasp64_.so'],
    ['libopenblas64_.so'],
    ['openblas-pthread/libopenblas.so'],
    ['libopenblas.so'],
  ],
  atlas: [['atlas/libblas.so', 'atlas/liblapack.so'], ['libsatlas.so']],
  mkl: [['libmkl_gf_ilp64.so', 'libmkl_gnu_thread.so', 'libmkl_core.so', '-lgomp']],
})

/** The folders that the compiler looks for libraries in. @param {Toolchain} tools */
function folders(tools) {
  const line = (output(tools.cc, ['-print-search-dirs']) ?? '')
    .split('\n')
    .find((text) => text.startsWith('libraries: ='))
  return (line ?? '')
    .slice('libraries: ='.length)
    .split(':')
    .filter(existsSync)
    .map((folder) => resolve(folder))
}

/** The first way to link a known library whose files are all there. @param {string} name @param {string[]} where */
function installed(name, where) {
  for (const line of KNOWN[name]) {
    const items = line.map((item) =>
      item.startsWith('-') ? item : where.map((folder) => join(folder, item)).find(existsSync),
    )
    if (items.every((item) => item !== undefined)) return /** @type {string[]} */ (items)
  }
  throw new DepsError(
    `NUMBLAS_BLAS=${name}: the library is not installed, or not where distributions put it.\n` +
      'Install it (docs/other-blas.md names the packages), or give a link line: NUMBLAS_BLAS="-L/folder -llapack64 -lblas64".',
    'ERR_NO_BLAS',
  )
}

/** Turns NUMBLAS_BLAS into what the linker is told. @param {string} wanted @param {string[]} where */
export function linkLine(wanted, where) {
  if (wanted in KNOWN) return installed(wanted, where)
  if (/^[-/]|\s-/.test(wanted)) return wanted.split(/\s+/).filter(Boolean)
  const flags = output('pkg-config', ['--libs', ...wanted.split(/\s+/)])
  if (flags !== null) return flags.split(/\s+/).filter(Boolean)
  throw new DepsError(
    `NUMBLAS_BLAS is "${wanted}": expected vendored, ${Object.keys(KNOWN).join(', ')}, names that pkg-config knows, or a link line.`,
    'ERR_BLAS',
  )
}

// idamax's three elements are none where all 64 bits of n are read; ilaver writes all 64 bits of its numbers; zdotu
// returns its result in registers, as gfortran does, and not through a first argument.
const PROBE = `
#include <complex.h>
#include <stdint.h>
#include <stdio.h>
#define SYMBOL(name) __asm__(#name "_" SUFFIX)
int64_t idamax(const int64_t*, const double*, const int64_t*) SYMBOL(idamax);
double _Complex zdotu(const int64_t*, const double _Complex*, const int64_t*, const double _Complex*, const int64_t*) SYMBOL(zdotu);
void dgesdd(void) SYMBOL(dgesdd);
void cblas(void) __asm__("cblas_dgemm" SUFFIX);
void ilaver(int64_t*, int64_t*, int64_t*) SYMBOL(ilaver);
int main(void) {
  const int64_t n = (int64_t)(UINT64_C(0xffffffff00000003)), one = 1;
  const double x[3] = {1, 2, 3};
  const double _Complex z = 2 + I;
  int64_t version[3] = {-1, -1, -1};
  ilaver(&version[0], &version[1], &version[2]);
  printf("{\\"blas\\":%d,\\"lapack\\":%d,", idamax(&n, x, &one) == 0 ? 64 : 32, version[0] >= 0 ? 64 : 32);
  fflush(stdout);
  const double _Complex product = zdotu(&one, &z, &one, &z, &one);
  printf("\\"complex\\":%s}\\n", creal(product) == 3 && cimag(product) == 4 ? "true" : "false");
  return dgesdd == 0 || cblas == 0;
}
`

/**
 * Links and runs the probe for each suffix of names.
 * @param {string[]} link @param {Toolchain} tools
 */
function probe(link, tools) {
  const work = mkdtempSync(join(tmpdir(), 'numblas-blas-'))
  try {
    const source = join(work, 'probe.c')
    writeFileSync(source, PROBE)
    for (const suffix of ['', '64_']) {
      const program = join(work, `probe${suffix}`)
      if (output(tools.cc, ['-O1', `-DSUFFIX="${suffix}"`, source, '-o', program, ...link, '-lm']) === null) continue
      return { suffix, text: output(program, []) }
    }
    return null
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * The library that NUMBLAS_BLAS asks for, or undefined for the vendored one. Throws where it cannot be used.
 * @param {Toolchain} tools @param {NodeJS.ProcessEnv} [env]
 * @returns {SystemBlas | undefined}
 */
export function systemBlas(tools, env = process.env) {
  const wanted = (env.NUMBLAS_BLAS ?? '').trim()
  if (wanted === '' || wanted === 'vendored') return undefined
  const refuse = (/** @type {string} */ why, /** @type {string} */ code) => {
    throw new DepsError(`NUMBLAS_BLAS=${wanted}: ${why}`, code)
  }
  if (tools.cross || process.platform !== 'linux')
    refuse('another BLAS is linked in builds on and for Linux only.', 'ERR_BLAS')
  const items = linkLine(wanted, folders(tools))
  // The very files that are linked are loaded: a distribution may put another library of the same name before them.
  const paths = new Set(items.filter((item) => item.startsWith('/')).map(dirname))
  const link = [...items, ...[...paths].map((path) => `-Wl,-rpath,${path}`)]
  const found = probe(link, tools)
  if (found === null) {
    return refuse(
      `${items.join(' ')} does not link, or lacks BLAS, CBLAS or LAPACK under the names dgemm_ and cblas_dgemm (or dgemm_64_ and cblas_dgemm64_).`,
      'ERR_BLAS_NAMES',
    )
  }
  const short = /"(?:blas|lapack)":32/.test(found.text ?? '')
  if (short) {
    return refuse(
      `${items.join(' ')} takes 32-bit integers (LP64); numblas calls BLAS and LAPACK with 64-bit ones (ILP64), and no name tells them apart.\n` +
        'Use a build with 64-bit integers: docs/other-blas.md names the packages.',
      'ERR_BLAS_LP64',
    )
  }
  if (found.text === null || !found.text.includes('"complex":true')) {
    return refuse(`${items.join(' ')} does not return complex numbers as gfortran does.`, 'ERR_BLAS_ABI')
  }
  return { link, suffix: found.suffix }
}
