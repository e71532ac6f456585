// The programs in README.md and the guides print what stands below them.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const GUIDES = ['README.md', 'docs/porting.md']

const programsOf = (guide: string): string[][] => {
  const text = readFileSync(join(ROOT, guide), 'utf8')
  return [...text.matchAll(/```js\n([^`]*)```\n\n```text\n([^`]*)```/g)].map(([, program, output]) => [
    program.split('\n')[2],
    program,
    output,
  ])
}

describe.each(GUIDES)('%s', (guide) => {
  const programs = programsOf(guide)

  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/dist.mjs'], { cwd: ROOT })
  }, 120_000)

  it('has programs', () => {
    expect(programs.length).toBeGreaterThan(2)
  })

  it.each(programs)('%s', (_, program, output) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: ROOT,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout).toBe(output)
  })
})
