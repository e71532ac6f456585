// The native dependencies: fetched, verified, built and cached; `node scripts/deps.mjs` prints where they are.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { obtain, unpack } from './deps/archive.mjs'
import { aside, cacheRoot, entryOf, keyOf, withLock } from './deps/cache.mjs'
import { wantedPlatform } from './deps/cross.mjs'
import { DepsError, duration, output, run, say } from './deps/run.mjs'
import { chooseTargets, findToolchain, nativeMacros, runnableTargets, targetsOf } from './deps/toolchain.mjs'

const DEPS = fileURLToPath(new URL('../deps/', import.meta.url))

/**
 * @typedef {object} Library
 * @property {string} dir the cache entry
 * @property {string} lib the static library
 * @property {string} [include]
 * @property {Record<string, any>} info what `build.json` holds
 */

/**
 * @typedef {object} Deps
 * @property {Library & { include: string }} openblas
 * @property {Library} lapack
 */

/** @param {string} name @param {string} [deps] */
export function readManifest(name, deps = DEPS) {
  return JSON.parse(readFileSync(join(deps, name, 'manifest.json'), 'utf8'))
}

/**
 * The manifest with this platform's kernel sets alone: another one's must not mean to build again.
 * @param {string} name
 * @param {{ platform: string, arch: string }} toolchain
 * @param {string} [deps]
 */
function manifestFor(name, toolchain, deps = DEPS) {
  const manifest = readManifest(name, deps)
  return manifest.targets ? { ...manifest, targets: targetsOf(manifest.targets, toolchain) } : manifest
}

/** The patches of a dependency in the order of their names. @param {string} name @param {string} [deps] */
export function patchesOf(name, deps = DEPS) {
  const folder = join(deps, name, 'patches')
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.patch'))
    .sort()
    .map((file) => join(folder, file))
}

/** A patch without the words before it: to explain it better must not mean to build again. @param {string} file */
function patchBody(file) {
  const text = readFileSync(file, 'utf8')
  return text.slice(Math.max(0, text.search(/^--- /m)))
}

/** A script without its comment lines, for the same reason. @param {string} file */
function codeOf(file) {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => !/^\s*(\/\/|\/\*|\*|$)/.test(line)).join('\n')
}

/**
 * The cache entry's name: it changes with anything that could change the result.
 * @param {string} name
 * @param {{ targets?: string[], toolchain?: { version: string, arch: string, platform: string }, deps?: string }} options
 */
export function entryName(name, { targets = [], toolchain, deps = DEPS }) {
  const manifest = toolchain ? manifestFor(name, toolchain, deps) : readManifest(name, deps)
  const recipe = join(deps, name, 'build.mjs')
  const texts = [...patchesOf(name, deps).map(patchBody), ...(existsSync(recipe) ? [codeOf(recipe)] : [])]
  const sums = texts.map((text) => createHash('sha256').update(text).digest('hex'))
  return `${name}-${keyOf({ manifest, sums, targets, toolchain: toolchain && { version: toolchain.version, arch: toolchain.arch } })}`
}

/** What makes two builds give the same bytes. */
const REPRODUCIBLE = { SOURCE_DATE_EPOCH: '0', LC_ALL: 'C', TZ: 'UTC', ZERO_AR_DATE: '1' }

const FOREIGN = [
  'MAKEFLAGS',
  'MFLAGS',
  'MAKELEVEL',
  'CFLAGS',
  'CXXFLAGS',
  'FFLAGS',
  'FCFLAGS',
  'LDFLAGS',
  'CPPFLAGS',
  'TARGET',
  'ARCH',
  'CORE',
]

/**
 * What a build script needs.
 * @param {string} name
 * @param {{ targets: string[], toolchain: import('./deps/toolchain.mjs').Toolchain, src: string, entry: string, work: string, log: string }} where
 */
function contextOf(name, { targets, toolchain, src, entry, work, log }) {
  const manifest = manifestFor(name, toolchain)
  // Variables of a make or a shell around us would get into the build: undefined takes them away, '' would not.
  const none = Object.fromEntries(FOREIGN.map((variable) => [variable, undefined]))
  const env = { ...none, ...REPRODUCIBLE }
  return { manifest, targets, tools: toolchain, src, entry, work, log, env, jobs: availableParallelism(), run, output }
}

/** @param {string} root @param {string} name */
async function ensureSource(root, name) {
  const manifest = readManifest(name)
  return entryOf(root, entryName(name, {}), async (entry, work) => {
    const { path } = await obtain(manifest, root)
    await unpack(path, entry, patchesOf(name), join(work, 'log'))
  })
}

/**
 * @param {string} root
 * @param {string} name
 * @param {string[]} targets
 * @param {import('./deps/toolchain.mjs').Toolchain} toolchain
 * @returns {Promise<Library>}
 */
async function ensureLibrary(root, name, targets, toolchain) {
  const manifest = readManifest(name)
  const { dir, made } = await entryOf(root, entryName(name, { targets, toolchain }), async (entry, work) => {
    const { path, archive } = await obtain(manifest, root)
    const start = Date.now()
    // Common code and one set of kernels, then two minutes for each further set.
    const minutes = manifest.minutes + 2 * Math.max(0, targets.length - 1)
    const kernels = targets.length > 0 ? ` with kernels for ${targets.join(' ')}` : ''
    say(
      `${name} ${manifest.version}: building${kernels}; about ${minutes} min on 2 cores, once per machine (log: ${join(work, 'log')})`,
    )
    const clock = setInterval(() => say(`${name}: building for ${duration(Date.now() - start)}`), 60_000)
    try {
      const src = join(work, 'src')
      mkdirSync(src)
      await unpack(path, src, patchesOf(name), join(work, 'log'))
      const { build } = await import(new URL(`../deps/${name}/build.mjs`, import.meta.url).href)
      const details = await build(contextOf(name, { targets, toolchain, src, entry, work, log: join(work, 'log') }))
      const info = {
        name,
        version: manifest.version,
        archive: archive.file,
        sha256: archive.sha256,
        patches: patchesOf(name).map((file) => file.slice(DEPS.length)),
        targets,
        compiler: toolchain.version,
        ...details,
        seconds: Math.round((Date.now() - start) / 1000),
      }
      writeFileSync(join(entry, 'build.json'), `${JSON.stringify(info, null, 2)}\n`)
    } finally {
      clearInterval(clock)
    }
    say(`${name} ${manifest.version}: built in ${duration(Date.now() - start)}`)
  })
  if (made) say(`${name}: kept in ${dir}`)
  const lib = join(dir, 'lib', `lib${name}.a`)
  const info = JSON.parse(readFileSync(join(dir, 'build.json'), 'utf8'))
  const include = join(dir, 'include')
  return { dir, lib, ...(existsSync(include) ? { include } : {}), info }
}

/** The folders of the sources that CMake compiles along. @returns {Promise<{ highway: string, sleef: string }>} */
export async function ensureSources() {
  const root = cacheRoot()
  const highway = await ensureSource(root, 'highway')
  const sleef = await ensureSource(root, 'sleef')
  return { highway: highway.dir, sleef: sleef.dir }
}

/** What the libraries are compiled by: with musl the same as with glibc, for they ask next to nothing of a C library (docs/cross-builds.md). */
function libraryToolchain(env = process.env) {
  const { musl } = wantedPlatform(env).cross ?? {}
  return findToolchain(musl ? { env: { ...env, NUMBLAS_PLATFORM: musl.libraries } } : { env })
}

/**
 * Makes sure that the libraries are there, and says where.
 * @param {{ targets?: string }} [options] `targets`: native (this machine), all, or names of kernel sets
 * @returns {Promise<Deps>}
 */
export async function ensureDeps({ targets = process.env.NUMBLAS_TARGETS || 'native' } = {}) {
  const root = cacheRoot()
  const toolchain = libraryToolchain()
  const kernels = chooseTargets(targets, manifestFor('openblas', toolchain).targets, toolchain)
  const openblas = await ensureLibrary(root, 'openblas', kernels, toolchain)
  // The Fortran is compiled for the baseline: one library for all targets.
  const lapack = await ensureLibrary(root, 'lapack', [], toolchain)
  return { openblas: /** @type {Deps['openblas']} */ (openblas), lapack }
}

/**
 * @typedef {object} BlasTests
 * @property {boolean} passed
 * @property {number} seconds
 * @property {import('../deps/openblas/test.mjs').SuiteResult[]} suites
 */

/**
 * Runs OpenBLAS's own tests against the built library, once: the result is kept in its `build.json`.
 * @param {{ targets?: string }} [options]
 * @returns {Promise<BlasTests>}
 */
export async function testDeps({ targets = process.env.NUMBLAS_TARGETS || 'native' } = {}) {
  const root = cacheRoot()
  const { openblas, lapack } = await ensureDeps({ targets })
  const file = join(openblas.dir, 'build.json')
  const read = () => JSON.parse(readFileSync(file, 'utf8'))
  if (openblas.info.tests?.passed) return openblas.info.tests
  const toolchain = findToolchain()
  return withLock(root, `${basename(openblas.dir)}-tests`, async () => {
    if (read().tests?.passed) return read().tests
    const tests = await aside(root, 'openblas-tests', async ({ work }) => {
      const start = Date.now()
      const log = join(work, 'log')
      const src = join(work, 'src')
      mkdirSync(src)
      const { path } = await obtain(readManifest('openblas'), root)
      await unpack(path, src, patchesOf('openblas'), log)
      const runnable = runnableTargets(nativeMacros() ?? '')
      const built = /** @type {string[]} */ (openblas.info.targets)
      // Beside one set for this machine the baseline's is never used; among all of them it is one more to test.
      const { baseline } = manifestFor('openblas', toolchain).targets
      const cores = [...(built.length > 1 ? [baseline] : []), ...built].filter((name) => runnable.includes(name))
      const { test } = await import('../deps/openblas/test.mjs')
      const context = contextOf('openblas', {
        targets: openblas.info.targets,
        toolchain,
        src,
        entry: openblas.dir,
        work,
        log,
      })
      const suites = await test({ ...context, lib: openblas.lib, lapack, cores, note: say })
      return {
        passed: suites.every(({ failed }) => failed === 0),
        seconds: Math.round((Date.now() - start) / 1000),
        suites,
      }
    })
    // Written aside and renamed: a reader sees the old or the new one.
    writeFileSync(`${file}.new`, `${JSON.stringify({ ...read(), tests }, null, 2)}\n`)
    renameSync(`${file}.new`, file)
    return tests
  })
}

async function main() {
  const test = process.argv.includes('--test')
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--test')
  if (unknown.length > 0)
    throw new DepsError(`unknown argument ${unknown[0]}\nusage: node scripts/deps.mjs [--test]`, 'ERR_USAGE')
  const result = test ? await testDeps() : { ...(await ensureDeps()), sources: await ensureSources() }
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
  if ('passed' in result && !result.passed)
    throw new DepsError('OpenBLAS fails its own tests: do not use this library.', 'ERR_BLAS_TESTS')
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error) => {
    say(error instanceof DepsError ? `error: ${error.message}` : error.stack)
    process.exitCode = 1
  })
}
