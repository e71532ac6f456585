// `npm run demo`: sets up and builds what is missing, then runs every program in examples/.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, ROOT } from './build.mjs'
import { DepsError, say } from './deps/run.mjs'
import { buildDist } from './dist.mjs'
import { setup } from './setup.mjs'

const EXAMPLES = join(ROOT, 'examples')
const OUTPUT = join(EXAMPLES, 'output')

/** The files of examples/output/ written since. @param {number} start */
function written(start) {
  if (!existsSync(OUTPUT)) return []
  const entries = readdirSync(OUTPUT, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => statSync(file).mtimeMs >= start)
    .sort()
}

async function main() {
  setup()
  say('native build (from nothing 6 to 12 minutes on 2 cores, then kept outside the tree)')
  await build()
  await buildDist()
  const names = process.argv.slice(2)
  const examples = readdirSync(EXAMPLES)
    .filter((file) => file.endsWith('.mjs'))
    .filter((file) => names.length === 0 || names.includes(file.replace(/\.mjs$/, '')))
    .sort()
  if (examples.length === 0) throw new DepsError(`no example of this name: ${names.join(' ')}`, 'ERR_USAGE')
  mkdirSync(OUTPUT, { recursive: true })
  // A second less: file systems may round times down.
  const start = Date.now() - 1000
  const failed = []
  for (const file of examples) {
    process.stdout.write(`\n== examples/${file}\n\n`)
    const { status } = spawnSync(process.execPath, [join('examples', file)], { cwd: ROOT, stdio: 'inherit' })
    if (status !== 0) failed.push(file)
  }
  const files = written(start)
  if (files.length > 0) process.stdout.write('\nFiles to look at:\n')
  for (const file of files) process.stdout.write(`  ${relative(ROOT, file)}\n`)
  if (failed.length > 0) throw new DepsError(`failed: ${failed.join(', ')}`, 'ERR_EXAMPLE')
}

main().catch((error) => {
  say(error instanceof DepsError ? `error: ${error.message}` : `error: ${error.stack}`)
  process.exitCode = 1
})
