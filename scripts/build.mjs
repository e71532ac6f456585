// Builds the addon: dependencies first (cached), then CMake. The same sources are compiled once per machine.
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemBlas } from './deps/blas.mjs'
import { cacheRoot, entryOf, keyOf, withLock } from './deps/cache.mjs'
import { wantedPlatform } from './deps/cross.mjs'
import { folded } from './deps/fold.mjs'
import { ensureCompilers } from './deps/musl.mjs'
import { duration, main, output, run, say } from './deps/run.mjs'
import { findToolchain } from './deps/toolchain.mjs'
import { ensureDeps, ensureSources } from './deps.mjs'
import { setup } from './setup.mjs'

/** @typedef {import('./deps/toolchain.mjs').Toolchain} Toolchain */

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** The build tree of what is wanted (NUMBLAS_PLATFORM): the host's is where node-gyp-build looks. */
function treeOf() {
  const { name, cross } = wantedPlatform()
  return join(ROOT, 'build', cross ? name : '')
}

/** Where the addon of what is wanted is built. */
export const addonOf = () => join(treeOf(), 'Release/numblas.node')

/** How many builds of the addon stay in the cache. */
const KEPT = 8

const require = createRequire(import.meta.url)

/** The folder of an npm package. @param {string} name */
const packageDir = (name) => dirname(require.resolve(`${name}/package.json`))

/** @param {string} dir */
const versionOf = (dir) => JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')).version

/** The files that the addon is compiled from. */
function sources() {
  const files = readdirSync(join(ROOT, 'binding'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  return ['CMakeLists.txt', ...files].sort()
}

/** What decides the addon's bytes. @param {Record<string, string>} variables @param {Toolchain} tools */
function addonKey(variables, tools) {
  const texts = sources().map((file) => {
    try {
      return [
        file,
        createHash('sha256')
          .update(readFileSync(join(ROOT, file)))
          .digest('hex'),
      ]
    } catch {
      return [file, 'gone']
    }
  })
  return keyOf({
    texts,
    arch: tools.arch,
    version: variables.NUMBLAS_VERSION,
    simd: variables.NUMBLAS_SIMD === 'native' ? output(tools.cxx, ['-march=native', '-Q', '--help=target']) : 'all',
    deps: variables.NUMBLAS_BLAS_LINK
      ? [variables.NUMBLAS_BLAS_LINK, variables.NUMBLAS_BLAS_SUFFIX]
      : [variables.NUMBLAS_OPENBLAS_LIB, variables.NUMBLAS_LAPACK_LIB].map((lib) => basename(join(lib, '../..'))),
    sources: [variables.NUMBLAS_HIGHWAY_DIR, variables.NUMBLAS_SLEEF_DIR].map((dir) => basename(dir)),
    napi: [versionOf(packageDir('node-addon-api')), versionOf(packageDir('node-api-headers'))],
    cmakeJs: versionOf(packageDir('cmake-js')),
    compilers: [tools.cc, tools.cxx].map((command) => output(command, ['--version'])),
    // Compilers for musl call themselves by the names of those that they wrap.
    ...(tools.cross ? { platform: tools.platform, where: output('sh', ['-c', `command -v ${tools.cxx}`]) } : {}),
    flags: [process.env.CFLAGS ?? '', process.env.CXXFLAGS ?? '', process.env.LDFLAGS ?? ''],
  })
}

/**
 * Puts a built addon in its place; a process that has the old one loaded keeps it.
 * @param {string} built @param {string} addon
 */
function place(built, addon) {
  if (existsSync(addon) && readFileSync(addon).equals(readFileSync(built))) return
  mkdirSync(dirname(addon), { recursive: true })
  const aside = `${addon}.${process.pid}`
  copyFileSync(built, aside)
  // Older than any object file: a later build links anew instead of taking this file for its own.
  utimesSync(aside, 1, 1)
  renameSync(aside, addon)
}

/** Removes all but the newest builds from the cache. @param {string} root */
function prune(root) {
  const entries = readdirSync(root)
    .filter((name) => /^addon-[0-9a-f]+$/.test(name))
    .map((name) => ({ dir: join(root, name), time: statSync(join(root, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time)
  for (const { dir } of entries.slice(KEPT)) rmSync(dir, { recursive: true, force: true })
}

/**
 * Runs CMake in the build tree: configures when a setting has changed, compiles what has changed.
 * @param {string} tree @param {Record<string, string>} variables @param {Toolchain} tools @param {string} log
 */
async function compile(tree, variables, tools, log) {
  const cmakeJs = join(packageDir('cmake-js'), 'bin/cmake-js')
  const definitions = Object.entries(variables).map(([name, value]) => `--CD${name}=${value}`)
  const args = (/** @type {string} */ command) => [
    cmakeJs,
    command,
    '--arch',
    tools.arch,
    '--out',
    tree,
    ...definitions,
  ]
  const stamp = join(tree, 'configured.json')
  const wanted = JSON.stringify(args('configure'))
  const configured = existsSync(join(tree, 'CMakeCache.txt')) && existsSync(stamp)
  const start = Date.now()
  const clock = setInterval(() => say(`addon: building for ${duration(Date.now() - start)}`), 60_000)
  try {
    if (!configured || readFileSync(stamp, 'utf8') !== wanted) {
      // What CMake remembers of settings that are no longer given would stay in force: another BLAS, for one.
      rmSync(join(tree, 'CMakeCache.txt'), { force: true })
      await run(process.execPath, args('configure'), { cwd: ROOT, log })
      writeFileSync(stamp, wanted)
    }
    // Not `compile`: after a failure that one deletes build/ and compiles everything again.
    await run(process.execPath, [...args('build'), '--parallel', String(availableParallelism())], { cwd: ROOT, log })
  } finally {
    clearInterval(clock)
  }
}

/** Makes sure that the packages for a build are there: an installed package comes without them. */
async function buildTools() {
  try {
    for (const name of ['cmake-js', 'node-addon-api', 'node-api-headers']) packageDir(name)
  } catch {
    say('build: npm install (about half a minute)')
    const log = join(cacheRoot(), 'npm-install.log')
    mkdirSync(dirname(log), { recursive: true })
    await run('npm', ['install', '--include=dev', '--ignore-scripts', '--no-package-lock', '--no-audit'], {
      cwd: ROOT,
      log,
    })
  }
}

/** The BLAS and LAPACK that CMake is to link: the vendored ones, built first, unless NUMBLAS_BLAS names others. @param {Toolchain} tools */
async function blasSettings(tools) {
  const other = systemBlas(tools)
  if (other) return { NUMBLAS_BLAS_LINK: other.link.join(' '), NUMBLAS_BLAS_SUFFIX: other.suffix }
  const { openblas, lapack } = await ensureDeps()
  const { lib, info } = openblas
  // One set besides the baseline's: next to nothing is the same.
  const baseline = info.make.find((/** @type {string} */ variable) => variable.startsWith('TARGET=')).slice(7)
  const several = info.targets.length > 1
  return {
    NUMBLAS_OPENBLAS_LIB: several ? await folded(cacheRoot(), lib, [baseline, ...info.targets], tools) : lib,
    NUMBLAS_LAPACK_LIB: lapack.lib,
  }
}

/**
 * What CMake is told: where the dependencies are, which instruction sets are wanted. Builds the dependencies first.
 * @param {Toolchain} [tools]
 * @returns {Promise<Record<string, string>>}
 */
export async function settings(tools = findToolchain()) {
  const blas = await blasSettings(tools)
  const sources = await ensureSources()
  const { cross } = tools
  return {
    ...blas,
    NUMBLAS_HIGHWAY_DIR: sources.highway,
    NUMBLAS_SLEEF_DIR: sources.sleef,
    NUMBLAS_NODE_ADDON_API_DIR: packageDir('node-addon-api'),
    NUMBLAS_NODE_API_HEADERS_DIR: packageDir('node-api-headers'),
    NUMBLAS_VERSION: versionOf(ROOT),
    // As for BLAS: this machine's instruction set alone, or all of them with the choice made at load.
    NUMBLAS_SIMD: (process.env.NUMBLAS_TARGETS || 'native') === 'native' && !cross ? 'native' : 'all',
    ...(cross ? { ...cross.cmake, CMAKE_C_COMPILER: tools.cc, CMAKE_CXX_COMPILER: tools.cxx } : {}),
  }
}

/** Brings the addon up to date, from the cache or by compiling; returns where it is. */
export async function build() {
  await buildTools()
  await ensureCompilers()
  const tools = findToolchain()
  const variables = await settings(tools)
  const root = cacheRoot()
  const tree = treeOf()
  const addon = addonOf()
  const name = keyOf(tools.cross ? tree : ROOT)
  const log = join(root, `addon-build-${name}.log`)
  // One build at a time in one tree: two would tread on each other's object files.
  await withLock(root, `tree-${name}`, async () => {
    const key = addonKey(variables, tools)
    const entry = join(root, `addon-${key}`)
    if (!existsSync(entry)) {
      if (!existsSync(join(tree, 'build.ninja')) && !existsSync(join(tree, 'Makefile')))
        say(`building the addon (about 4 minutes on 2 cores; log: ${log})`)
      await compile(tree, variables, tools, log)
      // A shared library links without some of its symbols, too: only loading shows that all are there.
      if (!tools.cross) await run(process.execPath, ['-e', `require(${JSON.stringify(addon)})`], { log })
      // A source saved during the build may or may not be in the result: keep only what is known.
      if (addonKey(variables, tools) !== key) return
      await entryOf(root, `addon-${key}`, async (folder) => copyFileSync(addon, join(folder, 'numblas.node')))
      prune(root)
      return
    }
    const now = new Date()
    utimesSync(entry, now, now)
    place(join(entry, 'numblas.node'), addon)
  })
  return addon
}

await main(import.meta.url, async () => {
  setup()
  say(`built ${relative(process.cwd(), await build())}`)
})
