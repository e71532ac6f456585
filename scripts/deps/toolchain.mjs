// Which compilers a build uses, and which OpenBLAS kernels fit this machine.
import { wantedPlatform } from './cross.mjs'
import { DepsError, output } from './run.mjs'

/**
 * @typedef {object} Toolchain
 * @property {string} cc
 * @property {string} cxx
 * @property {string} fc
 * @property {string} hostCc the C compiler for programs that run during the build
 * @property {string} ar
 * @property {string} nm
 * @property {string} objcopy
 * @property {string} underscore what the platform's C compiler puts before every name
 * @property {string} version both compilers' version lines: part of every cache key
 * @property {string} arch
 * @property {string} platform
 * @property {import('./cross.mjs').Cross} [cross] set when the result is for another platform
 */

const NEEDED = /** @type {const} */ ([
  ['CC', 'gcc', 'the C compiler'],
  ['CXX', 'g++', 'the C++ compiler'],
  ['FC', 'gfortran', 'the Fortran compiler'],
  ['MAKE', 'make', 'GNU make'],
])

/** The commands to build with, by the variables that choose them. @param {NodeJS.ProcessEnv} env @param {import('./cross.mjs').Cross} [cross] */
function commands(env, cross) {
  return NEEDED.map(([variable, standard, what]) => {
    // CC and its like speak of this machine's compilers.
    const command =
      cross && variable !== 'MAKE' ? `${cross.prefix}${standard}${cross.suffix ?? ''}` : env[variable] || standard
    return { variable, command, what }
  })
}

/**
 * Finds the compilers, or says in one message which are missing and how to install them.
 * @param {{ probe?: (command: string) => string | null, env?: NodeJS.ProcessEnv, arch?: string }} [options]
 * @returns {Toolchain}
 */
export function findToolchain({ probe = versionOf, env = process.env, arch = process.arch } = {}) {
  const { name: platform, cross } = wantedPlatform(env)
  const missing = []
  const found = /** @type {Record<string, { command: string, version: string }>} */ ({})
  for (const { variable, command, what } of commands(env, cross)) {
    const version = probe(command)
    if (version === null) missing.push(`${command} (${what})`)
    else found[variable] = { command, version }
  }
  if (missing.length > 0) {
    throw new DepsError(
      `OpenBLAS and LAPACK are built from source, and this machine lacks ${missing.join(', ')}.\n` +
        'Install what is missing with: node scripts/setup.mjs (as root on Debian and its relatives; elsewhere it says what to install).',
      'ERR_NO_COMPILER',
    )
  }
  const compilers = `${found.CC.version}; ${found.FC.version}`
  // Apple's binutils lack what is needed: LLVM's have it.
  const binutils = cross ? (cross.musl?.system ?? cross.prefix) : platform.startsWith('darwin') ? 'llvm-' : ''
  return {
    cc: found.CC.command,
    cxx: found.CXX.command,
    fc: found.FC.command,
    hostCc: cross ? env.CC || 'gcc' : found.CC.command,
    ar: `${binutils}ar`,
    nm: `${binutils}nm`,
    objcopy: `${binutils}objcopy`,
    underscore: platform.startsWith('darwin') ? '_' : '',
    version: cross ? `${platform}: ${compilers}` : compilers,
    arch: cross ? cross.arch : arch,
    platform,
    ...(cross ? { cross } : {}),
  }
}

/** The first line of `command --version`. @param {string} command */
function versionOf(command) {
  const text = output(command, ['--version'])
  return text === null ? null : text.split('\n')[0].trim()
}

/** What each x86-64 kernel set needs, best first: the macros that GCC defines for `-march=native`. */
const X64_TARGETS = /** @type {const} */ ([
  ['SAPPHIRERAPIDS', ['AMX_BF16', 'AMX_TILE', 'AVX512BF16', 'AVX512FP16', 'AVX512VNNI', 'AVX512VBMI2', 'AVXVNNI']],
  ['COOPERLAKE', ['AVX512BF16', 'AVX512VNNI', 'AVX512F', 'AVX512BW', 'AVX512DQ', 'AVX512VL', 'AVX512CD', 'FMA']],
  ['SKYLAKEX', ['AVX512F', 'AVX512BW', 'AVX512DQ', 'AVX512VL', 'AVX512CD', 'FMA', 'BMI2', 'LZCNT']],
  ['HASWELL', ['AVX2', 'FMA']],
  ['SANDYBRIDGE', ['AVX']],
  ['NEHALEM', ['SSE4_2']],
])

/**
 * The kernel set for a machine with these compiler macros: the same choice by features as
 * `patches/0001-core-type-by-cpu-features.patch` makes when the library loads.
 * @param {string} macros what `gcc -march=native -dM -E` prints
 * @returns {string}
 */
export function targetFromMacros(macros) {
  const [best] = runnableTargets(macros)
  return best === 'HASWELL' && /^#define __znver\d/m.test(macros) ? 'ZEN' : best
}

/** Every kernel set that a machine with these compiler macros can run, best first. @param {string} macros */
export function runnableTargets(macros) {
  const defined = new Set([...macros.matchAll(/^#define __([A-Z0-9_]+?)__ /gm)].map((match) => match[1]))
  const names = X64_TARGETS.filter(([, needs]) => needs.every((name) => defined.has(name))).map(
    ([name]) => /** @type {string} */ (name),
  )
  return [...names.flatMap((name) => (name === 'HASWELL' ? ['HASWELL', 'ZEN'] : [name])), 'PRESCOTT']
}

/**
 * What the manifest says about a platform's kernel sets: its own entry, else its architecture's.
 * @param {Record<string, { baseline: string, all: string[], flags?: Record<string, string> }>} targets
 * @param {{ platform: string, arch: string }} wanted
 */
export function targetsOf(targets, { platform, arch }) {
  const known = targets[platform] ?? targets[arch]
  if (known) return known
  throw new DepsError(
    `No OpenBLAS kernels are declared for ${platform}; deps/openblas/manifest.json knows ${Object.keys(targets).join(', ')}.`,
    'ERR_ARCH',
  )
}

/**
 * Turns NUMBLAS_TARGETS into the list of kernel sets to build besides the baseline's.
 * @param {string} wanted `native`, `all` or names
 * @param {{ all: string[] }} known the platform's part of the manifest
 * @param {{ arch?: string, cross?: unknown, macros?: () => string | null }} [options]
 * @returns {string[]}
 */
export function chooseTargets(wanted, known, { arch = process.arch, cross, macros = nativeMacros } = {}) {
  // Only x86-64's sets can be told from what the compiler defines; the others are few.
  if (wanted === 'all' || (wanted === 'native' && (cross || arch !== 'x64'))) return known.all
  if (wanted !== 'native') {
    const names = wanted
      .toUpperCase()
      .split(/[\s,]+/)
      .filter(Boolean)
    const unknown = names.filter((name) => !known.all.includes(name))
    if (unknown.length > 0 || names.length === 0) {
      throw new DepsError(
        `NUMBLAS_TARGETS is "${wanted}": expected native, all, or some of ${known.all.join(' ')}.`,
        'ERR_TARGETS',
      )
    }
    return names
  }
  const text = macros()
  return [text === null ? known.all[known.all.length - 1] : targetFromMacros(text)]
}

/** What the compiler defines for this machine. */
export function nativeMacros() {
  return output(process.env.CC || 'gcc', ['-march=native', '-dM', '-E', '-x', 'c', '/dev/null'])
}
