// Sanitizers: the pool alone under ThreadSanitizer and AddressSanitizer (seconds), the whole addon under AddressSanitizer and
// UBSan with the fuzzers and the concurrency tests on it (a build of its own, some ten minutes the first time).
// node scripts/sanitize.mjs [pool] [addon] [--calls=20000]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT, settings } from './build.mjs'

const words = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const wanted = (/** @type {string} */ what) => words.length === 0 || words.includes(what)
const calls = process.argv.find((arg) => arg.startsWith('--calls='))?.slice(8) ?? '20000'
const require = createRequire(import.meta.url)

/** Runs a command to its end, or ends here. @param {string} command @param {string[]} args @param {Record<string, string>} [env] */
function run(command, args, env = {}) {
  const { status, signal } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } })
  if (status === 0) return
  console.error(`sanitize: ${command} ${args.join(' ')} ended with ${signal ?? status}`)
  process.exit(1)
}

if (wanted('pool')) {
  const sources = ['test/native/pool.cc', 'binding/threads/pool.cc', 'binding/threads/usable.cc']
  for (const sanitizer of ['thread', 'address,undefined']) {
    const program = join(tmpdir(), `numblas-pool-${process.pid}`)
    const flags = ['-std=c++20', '-g', '-O1', '-pthread', `-fsanitize=${sanitizer}`, '-fno-sanitize-recover=all']
    run('g++', [...flags, '-Ibinding', ...sources, '-o', program])
    run(program, [], { TSAN_OPTIONS: 'halt_on_error=1' })
    console.log(`pool: nothing found by ${sanitizer}`)
  }
}

if (wanted('addon')) {
  const folder = join(ROOT, 'build/sanitize')
  const release = join(folder, 'build/Release')
  mkdirSync(release, { recursive: true })
  // Loops read and write elements at any address, as x86 and ARM64 allow: NumPy's unaligned views.
  const flags = '-O1 -g1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize=alignment -Wno-error'
  const include = join(dirname(require.resolve('node-api-headers/package.json')), 'include')
  const variables = {
    ...(await settings()),
    CMAKE_BUILD_TYPE: 'Sanitize',
    CMAKE_CXX_FLAGS: flags,
    CMAKE_SHARED_LINKER_FLAGS: '-fsanitize=address,undefined',
    CMAKE_LIBRARY_OUTPUT_DIRECTORY: release,
    CMAKE_JS_INC: include,
  }
  const definitions = Object.entries(variables).map(([name, value]) => `-D${name}=${value}`)
  run('cmake', ['-S', ROOT, '-B', join(folder, 'objects'), '-G', 'Ninja', ...definitions])
  run('cmake', ['--build', join(folder, 'objects'), '--parallel', String(availableParallelism())])
  const library = (/** @type {string} */ name) =>
    spawnSync('g++', [`-print-file-name=${name}`])
      .stdout.toString()
      .trim()
  const env = {
    LD_PRELOAD: [library('libasan.so'), library('libubsan.so')].filter(existsSync).join(':'),
    // V8 keeps what it has until the process ends.
    ASAN_OPTIONS: 'detect_leaks=0:detect_stack_use_after_return=0',
    UBSAN_OPTIONS: 'halt_on_error=1:print_stacktrace=1',
    NUMBLAS_PREBUILD: folder,
  }
  run(
    process.execPath,
    ['scripts/fuzz.mjs', '--frames', `--calls=${calls}`, `--entry=${join(release, 'numblas.node')}`],
    env,
  )
  run(process.execPath, ['scripts/fuzz.mjs', `--calls=${Math.ceil(Number(calls) / 10)}`], env)
  run(
    process.execPath,
    ['scripts/faults.mjs', '--scale=0.02', '64 callers', '600 callers', 'buffers', 'terminate'],
    env,
  )
  console.log('addon: nothing found by address,undefined')
}
