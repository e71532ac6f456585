// `npm run reproducible`: builds the addon twice, from clean folders with other paths, and compares the bytes. It takes two full builds.
// `-- --anew lapack --anew openblas` builds those twice too; else both builds link what the cache has. NUMBLAS_PLATFORM and
// NUMBLAS_TARGETS choose what is built, as always.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { addonOf, ROOT, settings } from './build.mjs'
import { cacheRoot } from './deps/cache.mjs'
import { DepsError, main, output } from './deps/run.mjs'
import { setup } from './setup.mjs'

const LIBRARIES = ['lapack', 'openblas']

/** Folders of unlike length and depth: a path in the result would show. */
const FOLDERS = ['a', 'another/folder']

/** Copies as hard links: the files are only read. @param {string} from @param {string} to */
function link(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  if (spawnSync('cp', ['-al', from, to], { stdio: 'ignore' }).status !== 0) cpSync(from, to, { recursive: true })
}

/**
 * A clean copy of the project, with a cache that holds the sources and all libraries but those that are built anew.
 * @param {string} folder @param {readonly string[]} anew
 */
function prepare(folder, anew) {
  const files = (
    output('git', ['-C', ROOT, 'ls-files', 'CMakeLists.txt', 'package.json', 'binding', 'deps', 'scripts']) ?? ''
  )
    .split('\n')
    .filter((file) => file !== '' && existsSync(join(ROOT, file)))
  for (const file of files) cpSync(join(ROOT, file), join(folder, 'project', file))
  link(realpathSync(join(ROOT, 'node_modules')), join(folder, 'project/node_modules'))
  const cache = join(folder, 'cache')
  mkdirSync(cache)
  const kept = ['archives', 'highway', 'sleef', ...LIBRARIES.filter((name) => !anew.includes(name))]
  if (!anew.includes('openblas')) kept.push('folded')
  for (const name of readdirSync(cacheRoot())) {
    if (kept.some((part) => name === part || name.startsWith(`${part}-`)))
      link(join(cacheRoot(), name), join(cache, name))
  }
  return cache
}

/** @param {string} file */
const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex')

/** One build: the sums of what it made. @param {string} folder @param {readonly string[]} anew */
function buildIn(folder, anew) {
  const cache = prepare(folder, anew)
  const project = join(folder, 'project')
  // A compiler cache would hand the first build's objects to the second.
  const env = { ...process.env, NUMBLAS_CACHE: cache, CMAKE_C_COMPILER_LAUNCHER: '', CMAKE_CXX_COMPILER_LAUNCHER: '' }
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: project, env, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new DepsError(`The build in ${project} failed: see above.`, 'ERR_BUILD')
  const libraries = readdirSync(cache).flatMap((entry) => {
    const name = anew.find((library) => entry.startsWith(`${library}-`))
    return name ? [[`lib${name}.a`, sha256(join(cache, entry, 'lib', `lib${name}.a`))]] : []
  })
  const addon = join(project, relative(ROOT, addonOf()))
  return /** @type {Record<string, string>} */ ({ 'numblas.node': sha256(addon), ...Object.fromEntries(libraries) })
}

/** @param {readonly string[]} anew libraries that are built twice, too */
export async function reproducible(anew) {
  // Fills the cache, so that both copies have the same to link.
  await settings()
  const folder = mkdtempSync(join(tmpdir(), 'numblas-reproducible-'))
  try {
    const [one, other] = FOLDERS.map((name) => {
      const place = join(folder, name)
      mkdirSync(place, { recursive: true })
      return buildIn(place, anew)
    })
    return Object.entries(one).map(([name, sum]) => ({ name, sum, same: other[name] === sum }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

await main(import.meta.url, async () => {
  const { values } = parseArgs({ options: { anew: { type: 'string', multiple: true } } })
  const anew = values.anew ?? []
  const unknown = anew.find((name) => !LIBRARIES.includes(name))
  if (unknown) throw new DepsError(`--anew is ${unknown}: expected ${LIBRARIES.join(' or ')}.`, 'ERR_USAGE')
  setup()
  for (const { name, sum, same } of await reproducible(anew)) {
    process.stdout.write(`${name.padEnd(14)} ${sum}  ${same ? 'the same twice' : 'DIFFERS'}\n`)
    if (!same) process.exitCode = 1
  }
})
