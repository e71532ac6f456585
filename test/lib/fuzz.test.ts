// The fuzzers (scripts/fuzz.mjs) on a small scale, and what they have found: calls that once failed.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import nodeGypBuild from 'node-gyp-build'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Compiled, compileLibrary } from '../compiled'
import { CODES } from '../failures'

const ROOT = join(__dirname, '../..')
const FUZZ = join(ROOT, 'scripts/fuzz.mjs')

let library: Compiled
beforeAll(() => {
  library = compileLibrary()
})
afterAll(() => library.remove())

function fuzz(...options: string[]): { counts: string; findings: string } {
  const { stdout, stderr } = spawnSync(process.execPath, [FUZZ, ...options], { encoding: 'utf8' })
  return { counts: stdout.replaceAll(/[\s{}]/g, ''), findings: stderr }
}

describe('hostile calls', () => {
  // One process per call of the corpus: the first call of a process has found things that later ones don't.
  const corpus: string[] = JSON.parse(readFileSync(join(__dirname, '../fuzz/corpus.json'), 'utf8'))
  it.each(corpus)('%s', (code) => {
    const program = `const np = require(${JSON.stringify(library.entry)})
      Promise.resolve().then(() => ${code}).then(() => console.log('returned'), (error) => console.log(error.code))`
    const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(['returned', ...CODES]).toContain(stdout.trim())
  })

  it('neither crash, hang nor fail with an error that is not ours', () => {
    const { counts, findings } = fuzz('--calls=500', '--seed=1', `--entry=${library.entry}`)
    expect(findings).toBe('')
    expect(counts).toMatch(/^calls:500,.*wrong:0,hangs:0,crashes:0$/)
  })

  it('of the native entry stay inside their memory', () => {
    const { counts, findings } = fuzz('--frames', '--calls=5000', '--seed=1', `--entry=${nodeGypBuild.path(ROOT)}`)
    expect(findings).toBe('')
    expect(counts).toMatch(/^calls:5000,.*wrong:0,hangs:0,crashes:0$/)
  })
})
