// The programs in README.md print what README.md says.
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const text = readFileSync(join(ROOT, 'README.md'), 'utf8')
const programs = [...text.matchAll(/```js\n([^`]*)```\n\n```text\n([^`]*)```/g)]

describe('README.md', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/dist.mjs'], { cwd: ROOT })
  }, 120_000)

  it('has programs', () => {
    expect(programs.length).toBeGreaterThan(2)
  })

  it.each(programs.map(([, program, output]) => [program.split('\n')[2], program, output]))(
    '%s',
    (_, program, output) => {
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        cwd: ROOT,
        encoding: 'utf8',
      })
      expect(stderr).toBe('')
      expect(stdout).toBe(output)
    },
  )
})
