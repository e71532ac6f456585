// `npm run bench -- <name> [arguments]`: brings the builds up to date, then runs bench/<name>.mjs.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, ROOT } from './build.mjs'
import { say } from './deps/run.mjs'
import { buildDist } from './dist.mjs'
import { setup } from './setup.mjs'

const BENCH = join(ROOT, 'bench')
const [name, ...rest] = process.argv.slice(2)

// A benchmark's first line says how it is run; the other files are what benchmarks are made of.
const benchmarks = readdirSync(BENCH).filter(
  (file) => file.endsWith('.mjs') && /npm run bench/.test(readFileSync(join(BENCH, file), 'utf8').slice(0, 500)),
)

if (!name || !benchmarks.includes(`${name}.mjs`)) {
  say(`usage: npm run bench -- <name>, one of: ${benchmarks.map((file) => file.replace(/\.mjs$/, '')).join(', ')}`)
  process.exitCode = 1
} else {
  setup()
  await build()
  await buildDist()
  const { status } = spawnSync(process.execPath, [join(BENCH, `${name}.mjs`), ...rest], { cwd: ROOT, stdio: 'inherit' })
  process.exitCode = status ?? 1
}
