// NUMBLAS_BLAS: what is linked, and which libraries are refused.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { linkLine, systemBlas } from '../../scripts/deps/blas.mjs'
import { findToolchain } from '../../scripts/deps/toolchain.mjs'

const work = mkdtempSync(join(tmpdir(), 'numblas-test-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** The least that passes for a BLAS and LAPACK, with integers and a way of returning complex numbers of one's choice. */
function fakeLibrary({ integer = 'int64_t', complex = 'register', suffix = '' }): string {
  const folder = mkdtempSync(join(work, 'lib-'))
  const zdotu =
    complex === 'register'
      ? 'double _Complex zdotu(I *n, double _Complex *x, I *a, double _Complex *y, I *b) { return x[0] * y[0]; }'
      : 'void zdotu(double _Complex *r, I *n, double _Complex *x, I *a, double _Complex *y) {}'
  const named = zdotu.replace('zdotu(', `zdotu_${suffix}(`)
  writeFileSync(
    join(folder, 'fake.c'),
    `#include <stdint.h>
typedef ${integer} I;
I idamax_${suffix}(I *n, double *x, I *inc) { return *n < 1 ? 0 : *n; }
void ilaver_${suffix}(I *major, I *minor, I *patch) { *major = 3; *minor = 11; *patch = 0; }
void dgesdd_${suffix}(void) {}
void cblas_dgemm${suffix}(void) {}
${named}
`,
  )
  execFileSync('gcc', ['-shared', '-fPIC', '-w', join(folder, 'fake.c'), '-o', join(folder, 'libfake.so')])
  return join(folder, 'libfake.so')
}

const chosen = (wanted: string) => systemBlas(findToolchain(), { NUMBLAS_BLAS: wanted })

describe('NUMBLAS_BLAS', () => {
  it('is the vendored library unless it says otherwise', () => {
    expect(systemBlas(findToolchain(), {})).toBeUndefined()
    expect(chosen(' vendored ')).toBeUndefined()
  })

  it.each(['', '64_'])('finds the suffix "%s" of names, and loads the very file that it links', (suffix) => {
    const library = fakeLibrary({ suffix })
    expect(chosen(library)).toEqual({ link: [library, `-Wl,-rpath,${join(library, '..')}`], suffix })
  })

  it('refuses 32-bit integers, another way of returning complex numbers, missing names', () => {
    expect(() => chosen(fakeLibrary({ integer: 'int32_t' }))).toThrow(
      expect.objectContaining({ code: 'ERR_BLAS_LP64' }),
    )
    expect(() => chosen(fakeLibrary({ complex: 'argument' }))).toThrow(
      expect.objectContaining({ code: 'ERR_BLAS_ABI' }),
    )
    expect(() => chosen(fakeLibrary({ suffix: '_of_its_own' }))).toThrow(
      expect.objectContaining({ code: 'ERR_BLAS_NAMES' }),
    )
  })

  it('takes a known name from where distributions keep it, else says what to do', () => {
    mkdirSync(join(work, 'lapack64'))
    mkdirSync(join(work, 'blas64'))
    expect(() => linkLine('reference', [work])).toThrow(expect.objectContaining({ code: 'ERR_NO_BLAS' }))
    const files = [join(work, 'blas64/libblas64.so'), join(work, 'lapack64/liblapack64.so')]
    for (const file of files) writeFileSync(file, '')
    expect(linkLine('reference', [work])).toEqual(files)
  })

  it('takes a link line as it is, and refuses what it does not know', () => {
    expect(linkLine('-L/opt/lib  -lfoo', [])).toEqual(['-L/opt/lib', '-lfoo'])
    expect(() => linkLine('no-such-blas', [])).toThrow(expect.objectContaining({ code: 'ERR_BLAS' }))
  })
})
