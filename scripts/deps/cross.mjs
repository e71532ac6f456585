// Builds for another platform than the one that they run on: which compilers, and what to tell make and CMake.
import { readdirSync } from 'node:fs'
import { DepsError } from './run.mjs'

/**
 * @typedef {object} Cross
 * @property {'linux' | 'win32'} os
 * @property {'x64' | 'arm64'} arch
 * @property {'glibc' | 'musl'} [libc]
 * @property {string} prefix of the compilers and binutils
 * @property {string} [suffix] of the compilers
 * @property {{ command: string, pack: string, why: string }[]} needs what the set-up installs when this platform is asked for
 * @property {Record<string, string>} cmake
 * @property {{ system: string, loader: string, libraries: string }} [musl] compilers that scripts/deps/musl.mjs makes: what it wraps, musl's loader, the
 *   platform whose OpenBLAS and LAPACK are linked
 */

const ARM64_COMPILERS = [
  { command: 'aarch64-linux-gnu-gcc', pack: 'gcc-aarch64-linux-gnu', why: 'C compiler for arm64' },
  { command: 'aarch64-linux-gnu-g++', pack: 'g++-aarch64-linux-gnu', why: 'C++ compiler for arm64' },
  { command: 'aarch64-linux-gnu-gfortran', pack: 'gfortran-aarch64-linux-gnu', why: 'Fortran compiler for arm64' },
]

/** @type {Record<string, Cross>} */
export const CROSS = {
  'linux-arm64': {
    os: 'linux',
    arch: 'arm64',
    libc: 'glibc',
    prefix: 'aarch64-linux-gnu-',
    needs: ARM64_COMPILERS,
    cmake: { CMAKE_SYSTEM_NAME: 'Linux', CMAKE_SYSTEM_PROCESSOR: 'aarch64' },
  },
  'linux-x64-musl': {
    os: 'linux',
    arch: 'x64',
    libc: 'musl',
    prefix: 'x86_64-linux-musl-',
    needs: [],
    cmake: { CMAKE_SYSTEM_NAME: 'Linux', CMAKE_SYSTEM_PROCESSOR: 'x86_64' },
    musl: { system: 'x86_64-linux-gnu-', loader: 'ld-musl-x86_64.so.1', libraries: 'linux-x64' },
  },
  'linux-arm64-musl': {
    os: 'linux',
    arch: 'arm64',
    libc: 'musl',
    prefix: 'aarch64-linux-musl-',
    needs: ARM64_COMPILERS,
    cmake: { CMAKE_SYSTEM_NAME: 'Linux', CMAKE_SYSTEM_PROCESSOR: 'aarch64' },
    musl: { system: 'aarch64-linux-gnu-', loader: 'ld-musl-aarch64.so.1', libraries: 'linux-arm64' },
  },
  'win32-x64': {
    os: 'win32',
    arch: 'x64',
    prefix: 'x86_64-w64-mingw32-',
    // Threads by winpthreads: std::thread and its like need them.
    suffix: '-posix',
    needs: [
      { command: 'x86_64-w64-mingw32-gcc-posix', pack: 'gcc-mingw-w64-x86-64-posix', why: 'C compiler for Windows' },
      { command: 'x86_64-w64-mingw32-g++-posix', pack: 'g++-mingw-w64-x86-64-posix', why: 'C++ compiler for Windows' },
      {
        command: 'x86_64-w64-mingw32-gfortran-posix',
        pack: 'gfortran-mingw-w64-x86-64-posix',
        why: 'Fortran compiler for Windows',
      },
    ],
    cmake: { CMAKE_SYSTEM_NAME: 'Windows', CMAKE_SYSTEM_PROCESSOR: 'AMD64' },
  },
}

/** Whether this system's C library is musl. */
function onMusl() {
  if (process.platform !== 'linux') return false
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return header.glibcVersionRuntime === undefined && readdirSync('/lib').some((name) => name.startsWith('ld-musl'))
}

/** The platform that this process runs on, as packages and NUMBLAS_PLATFORM name it. */
export function hostName() {
  return `${process.platform}-${process.arch}${onMusl() ? '-musl' : ''}`
}

/**
 * What is to be built: NUMBLAS_PLATFORM, else what this process runs on. `cross` is undefined for the latter.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {{ name: string, cross?: Cross }}
 */
export function wantedPlatform(env = process.env) {
  const host = hostName()
  const name = env.NUMBLAS_PLATFORM || host
  if (name === host) return { name }
  const cross = CROSS[name]
  if (!cross) {
    throw new DepsError(
      `NUMBLAS_PLATFORM is "${name}": from ${host} this can build ${[host, ...Object.keys(CROSS)].join(', ')}.`,
      'ERR_PLATFORM',
    )
  }
  return { name, cross }
}
