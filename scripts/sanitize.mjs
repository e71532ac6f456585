// Sanitizers (GCC's). `pool`: the pool alone under ThreadSanitizer, AddressSanitizer and UBSan (seconds). `addon`: the whole
// addon under AddressSanitizer with UBSan, then under ThreadSanitizer (a build of its own each, some ten minutes the first
// time), in Node, on tests, fuzzers and a part of the fault matrix. `valgrind`: a few of the fuzzers' calls under memcheck,
// in a build for AVX2 with every kernel set of OpenBLAS, for valgrind knows no AVX-512.
// node scripts/sanitize.mjs [pool] [addon | address | thread] [valgrind] [--calls=20000] [--build]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT, settings } from './build.mjs'
import { lacking, setup, setupSystem } from './setup.mjs'

const words = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const wanted = (/** @type {string} */ what) =>
  words.length === 0 || words.includes(what) || (words.includes('addon') && ['address', 'thread'].includes(what))
const calls = Number(process.argv.find((arg) => arg.startsWith('--calls='))?.slice(8) ?? 20_000)
const require = createRequire(import.meta.url)
const rule = (/** @type {string} */ name) => join(ROOT, 'scripts/sanitize', name)

/** ThreadSanitizer wants its memory at fixed places. */
const FIXED = ['setarch', process.arch === 'x64' ? 'x86_64' : 'aarch64', '-R']

/** Runs a command to its end, or ends here. @param {string} command @param {string[]} args @param {Record<string, string>} [env] */
function run(command, args, env = {}) {
  const start = performance.now()
  const { status, signal } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })
  const told = `${command} ${args.join(' ')}`.replaceAll(ROOT, '')
  if (status !== 0) {
    console.error(`sanitize: ${told} ended with ${signal ?? status}`)
    process.exit(1)
  }
  console.log(`sanitize: ${told}: nothing found in ${Math.round((performance.now() - start) / 1000)} s`)
}

/** Where GCC keeps a runtime library. @param {string} name */
function library(name) {
  const { stdout } = spawnSync('g++', [`-print-file-name=${name}`])
  return stdout.toString().trim()
}

/**
 * Builds the addon with other flags in a folder that stands for the package's own (NUMBLAS_PREBUILD).
 * @param {string} name @param {string} flags @param {string} [linking]
 */
async function buildWith(name, flags, linking = '') {
  const folder = join(ROOT, 'build', name)
  const release = join(folder, 'build/Release')
  mkdirSync(release, { recursive: true })
  const include = join(dirname(require.resolve('node-api-headers/package.json')), 'include')
  const variables = {
    ...(await settings()),
    CMAKE_BUILD_TYPE: 'Sanitize',
    CMAKE_C_FLAGS: flags,
    CMAKE_CXX_FLAGS: flags,
    CMAKE_SHARED_LINKER_FLAGS: linking,
    CMAKE_LIBRARY_OUTPUT_DIRECTORY: release,
    CMAKE_JS_INC: include,
  }
  const definitions = Object.entries(variables).map(([key, value]) => `-D${key}=${value}`)
  run('cmake', ['-S', ROOT, '-B', join(folder, 'objects'), '-G', 'Ninja', ...definitions])
  run('cmake', ['--build', join(folder, 'objects'), '--parallel', String(availableParallelism())])
  return { folder, addon: join(release, 'numblas.node') }
}

setup()
if (wanted('pool')) {
  const sources = ['test/native/pool.cc', 'binding/threads/pool.cc', 'binding/threads/usable.cc', 'binding/cgroup.cc']
  for (const sanitizer of ['thread', 'address,undefined']) {
    const program = join(tmpdir(), `numblas-pool-${process.pid}`)
    const flags = ['-std=c++20', '-g', '-O1', '-pthread', `-fsanitize=${sanitizer}`, '-fno-sanitize-recover=all']
    run('g++', [...flags, '-Ibinding', ...sources, '-o', program])
    run(FIXED[0], [...FIXED.slice(1), program], { TSAN_OPTIONS: 'halt_on_error=1' })
    rmSync(program)
    console.log(`pool: nothing found by ${sanitizer}`)
  }
}

/** What needs no build: numbers of calls, and tests that are about memory and threads. */
const TESTS = [
  'test/lib/indexing.test.ts',
  'test/lib/promises.test.ts',
  'test/lib/workers.test.ts',
  'test/lib/products.test.ts',
  'test/lib/reductions.test.ts',
  'test/lib/blas.test.ts',
  'test/lib/linalg',
  'test/lib/refused/memory.test.ts',
]
const FAULTS = ['64 callers', '600 callers', 'buffers', 'terminate', 'load and unload']

/**
 * Runs tests, fuzzers and faults on a sanitized addon.
 * @param {{ folder: string, addon: string }} built @param {Record<string, string>} env @param {string[]} prefix
 */
function exercise({ folder, addon }, env, prefix) {
  const node = (/** @type {string[]} */ ...args) => {
    const [command, ...rest] = [...prefix, process.execPath, ...args]
    run(command, rest, { ...env, NUMBLAS_PREBUILD: folder })
  }
  node('scripts/fuzz.mjs', '--frames', `--calls=${calls}`, `--entry=${addon}`)
  node('scripts/fuzz.mjs', `--calls=${Math.ceil(calls / 10)}`)
  node('scripts/faults.mjs', '--scale=0.02', ...FAULTS)
  node('node_modules/vitest/vitest.mjs', 'run', '--testTimeout=600000', ...TESTS)
}

// Instrumented code looks uninitialised to the compiler where it is not: no warnings.
const base = '-O1 -g1 -fno-omit-frame-pointer -w'

if (wanted('address')) {
  // Loops read and write elements at any address, as x86 and ARM64 allow: NumPy's unaligned views.
  const flags = `${base} -fsanitize=address,undefined -fno-sanitize=alignment`
  const built = await buildWith('address', flags, '-fsanitize=address,undefined')
  const env = {
    LD_PRELOAD: [library('libasan.so'), library('libubsan.so')].filter(existsSync).join(':'),
    // V8 keeps what it has until the process ends, and asks for memory that it knows it may not get.
    ASAN_OPTIONS: 'detect_leaks=0:detect_stack_use_after_return=0:allocator_may_return_null=1',
    UBSAN_OPTIONS: `halt_on_error=1:print_stacktrace=1:suppressions=${rule('undefined.supp')}`,
  }
  if (!process.argv.includes('--build')) exercise(built, env, [])
}

if (wanted('thread')) {
  const built = await buildWith('thread', `${base} -fsanitize=thread`, '-fsanitize=thread')
  const env = {
    LD_PRELOAD: library('libtsan.so'),
    // Node and OpenBLAS are not instrumented: what they do among themselves is not looked at.
    TSAN_OPTIONS: `halt_on_error=1:ignore_noninstrumented_modules=1:report_signal_unsafe=0:suppressions=${rule('thread.supp')}`,
  }
  if (!process.argv.includes('--build')) exercise(built, env, FIXED)
}

if (wanted('valgrind')) {
  setupSystem(lacking([{ command: 'valgrind', pack: 'valgrind', why: 'memcheck' }]))
  process.env.NUMBLAS_TARGETS = 'all'
  const built = await buildWith('valgrind', `${base} -march=haswell -DHWY_COMPILE_ONLY_STATIC`)
  const options = ['-q', '--error-exitcode=9', '--smc-check=all-non-file', `--suppressions=${rule('valgrind.supp')}`]
  const node = [...options, process.execPath, '--max-lazy', '--single-threaded']
  const env = { NUMBLAS_PREBUILD: built.folder }
  if (!process.argv.includes('--build')) {
    run('valgrind', [...node, 'scripts/fuzz/frames.mjs', built.addon, '1', String(Math.ceil(calls / 20))], env)
    const entry = join(ROOT, 'dist/index.js')
    run('valgrind', [...node, 'scripts/fuzz/calls.mjs', entry, '1', String(Math.ceil(calls / 200))], env)
  }
}
