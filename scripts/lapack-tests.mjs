// LAPACK's own tests with the libraries that the addon links and with reference LAPACK and BLAS: a table for docs/lapack-tests.md.
// node scripts/lapack-tests.mjs [--jobs=1] [--types=dz] [--cores=HASWELL,reference] [--seconds=1800] [word in a program's or an input's name …]
// Results are kept by what made them (program, kernels, input), so a second run, or one that was stopped, goes on where it ended.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, link, programs, read, runProgram } from '../deps/lapack/test.mjs'
import { BLAS_ON_POOL } from './blas-sources.mjs'
import { obtain, unpack } from './deps/archive.mjs'
import { aside, cacheRoot, entryOf, keyOf } from './deps/cache.mjs'
import { output, run, say } from './deps/run.mjs'
import { findToolchain, nativeMacros, runnableTargets } from './deps/toolchain.mjs'
import { ensureDeps, patchesOf, readManifest } from './deps.mjs'

/** @typedef {import('../deps/lapack/test.mjs').Result} Result */

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REFERENCE = 'reference'

const option = (/** @type {string} */ name) =>
  process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3)
const jobs = Number(option('jobs') ?? availableParallelism())
const types = option('types') ?? 'sdcz'
const seconds = Number(option('seconds') ?? 1800)
const words = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))

const root = cacheRoot()
const tools = findToolchain()
const env = { LC_ALL: 'C', OPENBLAS_NUM_THREADS: '2' }
const digest = (/** @type {string} */ file) => createHash('sha256').update(readFileSync(file)).digest('hex')

/** Reference LAPACK and the test programs, compiled. */
async function compiled() {
  const manifest = readManifest('lapack')
  const key = keyOf({ archives: manifest.archives, compiler: tools.version, recipe: `${build}`, types })
  const { dir } = await entryOf(root, `lapack-tests-${key}`, async (entry, work) => {
    say(`lapack: compiling its tests and the reference, about 15 minutes of one core (log: ${join(work, 'log')})`)
    const { path } = await obtain(manifest, root)
    const src = join(work, 'src')
    mkdirSync(src)
    await unpack(path, src, patchesOf('lapack'), join(work, 'log'))
    await build({ manifest, src, entry, work, tools, jobs, log: join(work, 'log'), env, run, output }, types)
  })
  return dir
}

/** The addon's own part: routines that take the place of LAPACK's, and its thread pool below OpenBLAS. @param {string} work @param {string} log */
async function ownObjects(work, log) {
  const own = ['binding/linalg/recursive', 'binding/linalg/overrides']
  const sources = [
    'scripts/lapack-tests/host.cc',
    ...BLAS_ON_POOL,
    ...own.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`)),
  ]
  const objects = []
  for (const source of sources.filter((name) => name.endsWith('.cc'))) {
    const object = join(work, `${source.replace(/\W/g, '_')}.o`)
    const flags = ['-std=c++20', '-O2', '-I', join(ROOT, 'binding')]
    await run(process.env.CXX || 'g++', [...flags, '-c', join(ROOT, source), '-o', object], { log, env })
    objects.push(object)
  }
  return objects
}

/** gemm at every depth, our own test. */
const GEMM = 'gemm'

/** @param {string} work @param {{ objects: string[], archives: string[] }} libraries */
async function linkGemm(work, { objects, archives }) {
  const source = join(ROOT, 'scripts/lapack-tests/gemm.cc')
  const flags = ['-std=c++20', '-O2', '-I', join(ROOT, 'binding'), '-o', join(work, GEMM)]
  const libraries = ['-Wl,--start-group', ...archives, '-Wl,--end-group', '-lgfortran', '-lm', '-lpthread']
  await run(process.env.CXX || 'g++', [...flags, source, ...objects, ...libraries], { log: join(work, 'log'), env })
}

/** All programs and what they read. @returns {{ name: string, inputs: string[] }[]} */
const everything = () => [...programs(types), { name: GEMM, inputs: ['every depth'] }]

/** Links the programs in a folder. @param {string} built @param {string} work @param {{ objects: string[], archives: string[] }} libraries */
async function linked(built, work, libraries) {
  mkdirSync(work)
  await link({ tools, log: join(work, 'log'), env, run, output, work }, built, libraries, types)
  return work
}

/** @param {string} built @param {string} work @returns {Promise<Map<string, Result>>} by core and input */
async function runAll(built, work) {
  const deps = await ensureDeps()
  const runnable = runnableTargets(nativeMacros() ?? '')
  const { baseline } = readManifest('openblas').targets[tools.arch]
  const sets = /** @type {string[]} */ (deps.openblas.info.targets)
  // Beside one set for this machine there is no baseline's.
  const kernels = [...(sets.length > 1 ? [baseline] : []), ...sets]
  const all = [REFERENCE, ...kernels.filter((name) => runnable.includes(name))]
  const cores = option('cores')?.split(',') ?? all
  const archives = [deps.lapack.lib, deps.openblas.lib]
  const objects = await ownObjects(work, join(work, 'log'))
  const ours = await linked(built, join(work, 'ours'), { objects, archives })
  await linkGemm(ours, { objects, archives })
  const reference = await linked(built, join(work, REFERENCE), { objects: [], archives: [] })
  const kept = join(root, 'lapack-tests-results')
  mkdirSync(kept, { recursive: true })

  const results = /** @type {Map<string, Result>} */ (new Map())
  for (const core of cores) {
    const folder = core === REFERENCE ? reference : ours
    for (const { name, inputs } of everything()) {
      if (name === GEMM && core === REFERENCE) continue
      const program = join(folder, name)
      for (const input of inputs) {
        if (words.length > 0 && !words.some((word) => name.includes(word) || input.includes(word))) continue
        const file = name === GEMM ? '/dev/null' : join(built, 'inputs', `${input}.in`)
        const key = keyOf({ program: digest(program), core, input: digest(file), recipe: `${runProgram}${read}` })
        const store = join(kept, `${key}.json`)
        if (!existsSync(store)) {
          const start = Date.now()
          const context = { env: { ...env, OPENBLAS_CORETYPE: core, OPENBLAS_VERBOSE: '1' }, run, work: folder }
          const result = await runProgram(context, { program, input: file, seconds })
          const took = Math.round((Date.now() - start) / 1000)
          say(`${core} ${name} ${input}: ${result.tests} tests, ${result.failed} failures, ${took} s`)
          writeFileSync(store, JSON.stringify(result))
        }
        results.set(`${core} ${name} ${input}`, JSON.parse(readFileSync(store, 'utf8')))
      }
    }
  }
  return results
}

/** @param {Map<string, Result>} results */
function print(results) {
  const cores = [...new Set([...results.keys()].map((key) => key.split(' ')[0]))]
  console.log(`| program | input | ${cores.join(' | ')} |\n| --- | --- | ${cores.map(() => '--- |').join(' ')}`)
  const sums = cores.map(() => ({ tests: 0, failed: 0 }))
  for (const { name, inputs } of everything()) {
    for (const input of inputs) {
      const cells = cores.map((core, i) => {
        const result = results.get(`${core} ${name} ${input}`)
        if (!result) return ''
        sums[i].tests += result.tests
        sums[i].failed += result.failed
        return result.failed > 0 ? `${result.tests} / **${result.failed}**` : `${result.tests} / 0`
      })
      if (cells.some((cell) => cell !== '')) console.log(`| ${name} | ${input} | ${cells.join(' | ')} |`)
    }
  }
  console.log(`| all | | ${sums.map(({ tests, failed }) => `${tests} / ${failed}`).join(' | ')} |`)
  console.log('\n## Failures\n')
  for (const [key, { failures }] of results) {
    for (const failure of failures) console.log(`- ${key}: ${failure}`)
  }
}

const built = await compiled()
await aside(root, 'lapack-tests', async ({ work }) => print(await runAll(built, work)))
