// Compilers for musl: the system's GCC with musl's headers and libraries in the place of glibc's, as musl's own wrapper has it, and GCC's
// libstdc++ built anew against them. Kept in the cache; its commands are called `x86_64-linux-musl-gcc` and so on.
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { obtain, unpack } from './archive.mjs'
import { cacheRoot, entryOf, keyOf } from './cache.mjs'
import { CROSS, wantedPlatform } from './cross.mjs'
import { DepsError, duration, output, run, say } from './run.mjs'

/** @typedef {NonNullable<import('./cross.mjs').Cross['musl']>} Musl */

const DEPS = fileURLToPath(new URL('../../deps/', import.meta.url))
const FIND_OBJECT = join(DEPS, 'musl/find_object.c')

/** @param {string} name */
const manifestOf = (name) => JSON.parse(readFileSync(join(DEPS, name, 'manifest.json'), 'utf8'))

/** What the compilers are told, with the toolchain's own folder in NUMBLAS_MUSL: it lies elsewhere while it is made. @param {string} loader */
const specs = (loader) => `%rename cpp_options old_cpp_options

*cpp_options:
-nostdinc -isystem %:getenv(NUMBLAS_MUSL /include) -isystem include%s %(old_cpp_options)

*cc1:
%(cc1_cpu) -nostdinc -isystem %:getenv(NUMBLAS_MUSL /include) -isystem include%s

*link_libgcc:
-L%:getenv(NUMBLAS_MUSL /lib) -L .%s

*libgcc:
libgcc.a%s libgcc_eh.a%s %:getenv(NUMBLAS_MUSL /lib/libfind_object.a)

*startfile:
%{!shared: %:getenv(NUMBLAS_MUSL /lib/Scrt1.o)} %:getenv(NUMBLAS_MUSL /lib/crti.o) crtbeginS.o%s

*endfile:
crtendS.o%s %:getenv(NUMBLAS_MUSL /lib/crtn.o)

*link:
-dynamic-linker /lib/${loader} -nostdlib --eh-frame-hdr %{shared:-shared} %{!shared:%{!no-pie:-pie}} %{rdynamic:-export-dynamic}

*esp_link:


*esp_options:


*esp_cpp_options:


`

/** A compiler's command. @param {string} real @param {string} [flags] */
const wrapper = (real, flags = '') => `#!/bin/sh
NUMBLAS_MUSL=$(cd "$(dirname "$0")/.." && pwd)
export NUMBLAS_MUSL
exec ${real} ${flags} -specs="$NUMBLAS_MUSL/musl.specs" "$@"
`

/** What decides the toolchain. @param {import('./cross.mjs').Cross} cross @param {Musl} musl */
function keyOfTools(cross, musl) {
  return keyOf({
    cross,
    archives: ['musl', 'libstdcxx'].map((name) => manifestOf(name).archives),
    code: [fileURLToPath(import.meta.url), FIND_OBJECT].map((file) => readFileSync(file, 'utf8')),
    compilers: ['gcc', 'g++', 'gfortran'].map((name) => output(`${musl.system}${name}`, ['--version'])),
  })
}

/** Parts of GCC's source that libstdc++ does not touch. */
const LEFT = [
  'libgo',
  'libphobos',
  'libsanitizer',
  'libffi',
  'libgfortran',
  'libgomp',
  'libada',
  'gnattools',
  'gotools',
  'zlib',
]

/** @param {string} name @param {string} work @param {string} log @returns {Promise<string>} the unpacked source */
async function sourceOf(name, work, log) {
  const manifest = manifestOf(name)
  const { path } = await obtain(manifest, cacheRoot())
  const folder = join(work, name)
  mkdirSync(folder)
  await unpack(path, folder, [], log)
  if (!manifest.inner) return folder
  // Debian's archive of GCC holds the source in one more archive; of it, what libstdc++ is made from.
  const inner = join(work, `${name}-inner`)
  mkdirSync(inner)
  const left = ['*/testsuite/[0-9a-z]*', '*/gcc/[a-z]*', ...LEFT.map((part) => `*/${part}`)]
  const excluded = left.map((pattern) => `--exclude=${pattern}`)
  await run('tar', ['-xf', join(folder, manifest.inner), '-C', inner, '--strip-components=1', ...excluded], { log })
  return inner
}

/** @param {import('./cross.mjs').Cross} cross @param {Musl} musl @param {string} entry @param {string} work */
async function make(cross, musl, entry, work) {
  const log = join(work, 'log')
  const jobs = `-j${availableParallelism()}`
  const triple = cross.prefix.replace(/-$/, '')
  const env = { SOURCE_DATE_EPOCH: '0', LC_ALL: 'C' }
  const options = { log, env }
  say(`compilers for ${triple}: musl and libstdc++ are built, about 3 min on 2 cores, once per machine (log: ${log})`)

  const libc = await sourceOf('musl', work, log)
  const places = ['prefix=/', 'bindir=/bin', 'libdir=/lib', 'includedir=/include', 'syslibdir=/lib']
  const configure = [`--target=${triple}`, '--prefix=/', '--syslibdir=/lib', '--disable-wrapper']
  await run('./configure', configure, {
    cwd: libc,
    log,
    env: { ...env, CC: `${musl.system}gcc`, CFLAGS: `-ffile-prefix-map=${libc}=musl`, CROSS_COMPILE: musl.system },
  })
  await run('make', ['-C', libc, jobs, `DESTDIR=${entry}`, ...places, 'install-libs', 'install-headers'], options)

  const bin = join(entry, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(entry, 'musl.specs'), specs(musl.loader))
  const cxx = `-nostdinc++ -isystem "$NUMBLAS_MUSL/c++" -isystem "$NUMBLAS_MUSL/c++/${triple}"`
  for (const [name, flags] of [['gcc'], ['g++', cxx], ['gfortran']]) {
    const file = join(bin, cross.prefix + name)
    writeFileSync(file, wrapper(`${musl.system}${name}`, flags))
    chmodSync(file, 0o755)
  }
  for (const name of ['ar', 'ld', 'nm', 'objcopy', 'ranlib', 'strip']) {
    const real = (output('sh', ['-c', `command -v ${musl.system}${name}`]) ?? '').trim()
    symlinkSync(real, join(bin, cross.prefix + name))
  }
  const gcc = join(bin, `${cross.prefix}gcc`)
  const object = join(work, 'find_object.o')
  await run(gcc, ['-O2', '-fPIC', '-c', FIND_OBJECT, '-o', object], options)
  // An archive: the linker reads it twice.
  await run(`${musl.system}ar`, ['-rcsD', join(entry, 'lib/libfind_object.a'), object], options)

  const source = await sourceOf('libstdcxx', work, log)
  // Without it the library is configured for a system that has no threads.
  symlinkSync('gthr-posix.h', join(source, 'libgcc/gthr-default.h'))
  const tree = join(work, 'tree')
  mkdirSync(tree)
  // Its own C++ compiler has no libstdc++ yet: the headers come from the tree that is built.
  const flags = `-O2 -g0 -fPIC -ffile-prefix-map=${source}=gcc`
  const build = {
    ...env,
    PATH: `${bin}:${process.env.PATH}`,
    CC: gcc,
    CXX: join(bin, `${cross.prefix}g++`),
    CFLAGS: flags,
    CXXFLAGS: flags,
  }
  const settings = [
    `--host=${triple}`,
    `--build=${(output('gcc', ['-dumpmachine']) ?? '').trim()}`,
    ...['--disable-multilib', '--disable-shared', '--enable-static', '--disable-nls', '--disable-libstdcxx-pch'],
    ...[
      '--prefix=/',
      '--libdir=/lib',
      '--with-gxx-include-dir=/c++',
      '--enable-threads=posix',
      '--with-toolexeclibdir=/lib',
    ],
  ]
  await run(join(source, 'libstdc++-v3/configure'), settings, { cwd: tree, log, env: build })
  await run('make', ['-C', tree, jobs], { log, env: build })
  await run('make', ['-C', tree, `DESTDIR=${entry}`, 'install'], { log, env: build })
}

/** The folder of a platform's compilers, which are made if they are not there. @param {string} platform */
export async function compilersFor(platform) {
  const cross = CROSS[platform]
  const musl = /** @type {Musl} */ (cross.musl)
  if (output(`${musl.system}g++`, ['--version']) === null) {
    throw new DepsError(`${musl.system}g++ is missing.\nInstall it with: node scripts/setup.mjs`, 'ERR_NO_COMPILER')
  }
  const start = Date.now()
  const name = `musl-${cross.arch}-${keyOfTools(cross, musl)}`
  const { dir, made } = await entryOf(cacheRoot(), name, (entry, work) => make(cross, musl, entry, work))
  if (made) say(`compilers for musl: built in ${duration(Date.now() - start)}`)
  return dir
}

/**
 * Where a build for musl is wanted from a system without it: puts its compilers on this process's PATH and says where they are.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | undefined>}
 */
export async function ensureCompilers(env = process.env) {
  const { name, cross } = wantedPlatform(env)
  if (!cross?.musl) return undefined
  const dir = await compilersFor(name)
  const bin = join(dir, 'bin')
  if (!(env.PATH ?? '').split(':').includes(bin)) env.PATH = `${bin}:${env.PATH}`
  return dir
}
