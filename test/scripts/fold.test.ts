// The fold of equal kernels: what may be one, what must stay apart, and that every name still leads to the right code.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { foldLibrary, sameKernels } from '../../scripts/deps/fold.mjs'

const SETS = ['ONE', 'TWO']

/** Kernels of two sets; the second member of each pair stands for the newer set. */
const KERNELS: Record<string, [string, string]> = {
  add: ['int add_ONE(int a) { return a + 1; }', 'int add_TWO(int a) { return a + 1; }'],
  mul: ['int mul_ONE(int a) { return a * 2; }', 'int mul_TWO(int a) { return a * 3; }'],
  // The same bytes: what they call is the same kernel here, and another one there.
  twice: [
    'int add_ONE(int); int twice_ONE(int a) { return add_ONE(add_ONE(a)); }',
    'int add_TWO(int); int twice_TWO(int a) { return add_TWO(add_TWO(a)); }',
  ],
  square: [
    'int mul_ONE(int); int square_ONE(int a) { return mul_ONE(mul_ONE(a)); }',
    'int mul_TWO(int); int square_TWO(int a) { return mul_TWO(mul_TWO(a)); }',
  ],
  state: ['int state_ONE = 1;', 'int state_TWO = 1;'],
}

describe.runIf(process.platform === 'linux')('the fold', () => {
  let folder: string
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, encoding: 'utf8' })

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'numblas-fold-'))
    for (const [name, texts] of Object.entries(KERNELS)) {
      for (const [i, text] of texts.entries()) {
        const file = `${name}_${SETS[i]}`
        writeFileSync(join(folder, `${file}.c`), text)
        run('gcc', '-O2', '-fPIC', '-fexceptions', '-c', `${file}.c`, '-o', `${file}.o`)
      }
    }
    const objects = Object.keys(KERNELS).flatMap((name) => SETS.map((set) => `${name}_${set}.o`))
    run('ar', 'rcsD', 'libkernels.a', ...objects)
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('takes kernels as the same by what they do and whom they call', () => {
    const same = sameKernels(readFileSync(join(folder, 'libkernels.a')), SETS)
    expect(same.map((kernels) => kernels.map(({ file }) => file)).sort()).toEqual([
      ['add_ONE.o', 'add_TWO.o'],
      ['twice_ONE.o', 'twice_TWO.o'],
    ])
  })

  it('keeps one copy under all names', async () => {
    const to = join(folder, 'folded.a')
    const work = join(folder, 'work')
    mkdirSync(work)
    const bytes = await foldLibrary({
      lib: join(folder, 'libkernels.a'),
      to,
      sets: SETS,
      work,
      log: join(folder, 'log'),
    })
    expect(bytes).toBeGreaterThan(0)
    const members = run('ar', 't', 'folded.a').trim().split('\n').sort()
    const left = Object.keys(KERNELS).flatMap((name) => SETS.map((set) => `${name}_${set}.o`))
    expect(members).toEqual(left.filter((name) => !['add_TWO.o', 'twice_TWO.o'].includes(name)).sort())
    const names = Object.keys(KERNELS).filter((name) => name !== 'state')
    writeFileSync(
      join(folder, 'main.c'),
      `#include <stdio.h>
${names.flatMap((name) => SETS.map((set) => `int ${name}_${set}(int);`)).join('\n')}
extern int state_ONE, state_TWO;
int main(void) {
  state_ONE = 5;
  printf("%d %d", state_ONE, state_TWO);
  ${names.flatMap((name) => SETS.map((set) => `printf(" %d", ${name}_${set}(7));`)).join('\n  ')}
  return 0;
}
`,
    )
    run('gcc', 'main.c', 'folded.a', '-o', 'main')
    expect(run('./main')).toBe('5 1 8 8 14 21 9 9 28 63')
  })
})
