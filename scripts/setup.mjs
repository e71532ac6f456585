// Installs what a build needs: system packages on Debian and its relatives (as root), then the npm packages.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { wantedPlatform } from './deps/cross.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** What is needed: a command that shows it is there, the Debian package, and what it is for. */
export const NEEDED = /** @type {const} */ ([
  { command: 'gcc', pack: 'gcc', why: 'C compiler' },
  { command: 'g++', pack: 'g++', why: 'C++20 compiler (GCC 12 or newer)' },
  { command: 'gfortran', pack: 'gfortran', why: 'Fortran compiler, for LAPACK' },
  { command: 'make', pack: 'make', why: 'GNU make, for OpenBLAS' },
  { command: 'cmake', pack: 'cmake', why: 'CMake, for the addon' },
  { command: 'ninja', pack: 'ninja-build', why: 'Ninja, for the addon' },
  { command: 'patch', pack: 'patch', why: 'patch, for the sources' },
  { command: 'objcopy', pack: 'binutils', why: 'binutils' },
  { command: 'xz', pack: 'xz-utils', why: 'xz, for the sources' },
  { command: 'clang-format', pack: 'clang-format', why: 'clang-format, for the lint step' },
  { file: '/etc/ssl/certs/ca-certificates.crt', pack: 'ca-certificates', why: 'certificates, for downloads' },
])

/** @typedef {{ pack: string, why: string } & ({ command: string } | { file: string })} Need */

/**
 * Which of these this machine lacks.
 * @param {readonly Need[]} needed @param {{ has?: (command: string) => boolean, exists?: (file: string) => boolean, debian?: boolean }} [options]
 */
export function lacking(
  needed,
  { has = onPath, exists = existsSync, debian = existsSync('/etc/debian_version') } = {},
) {
  return needed.filter((need) => ('command' in need ? !has(need.command) : debian && !exists(need.file)))
}

/**
 * What this machine lacks for a build.
 * @param {{ has?: (command: string) => boolean, exists?: (file: string) => boolean, debian?: boolean, env?: NodeJS.ProcessEnv }} [options]
 * @returns {{ pack: string, why: string }[]}
 */
export function missingPackages({ env = process.env, ...machine } = {}) {
  return lacking([...NEEDED, ...(wantedPlatform(env).cross?.needs ?? [])], machine)
}

/** @param {string} command */
function onPath(command) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(join(folder, command)))
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`)
}

/** What to install elsewhere, or without root. @param {readonly { pack: string, why: string }[]} missing */
export function advice(missing) {
  const names = missing.map(({ pack }) => pack).join(' ')
  return (
    'This machine lacks:\n' +
    missing.map(({ pack, why }) => `  ${pack}: ${why}`).join('\n') +
    `\nOn Debian or Ubuntu install them as root: apt-get update && apt-get install -y ${names}\n` +
    "Elsewhere install them by the system's own means (Fedora: dnf install gcc-c++ gcc-gfortran make cmake ninja-build patch xz clang-tools-extra), then run this again."
  )
}

/** @param {string[]} args */
function apt(args) {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', 2, 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  return status === 0
}

/** Installs the missing system packages, or throws with what to install. @param {readonly { pack: string, why: string }[]} missing */
export function setupSystem(missing = missingPackages()) {
  if (missing.length === 0) return
  const packs = missing.map(({ pack }) => pack)
  const canApt = onPath('apt-get') && existsSync('/etc/debian_version') && process.getuid?.() === 0
  if (!canApt) throw new Error(advice(missing))
  say(`setup: installing ${packs.join(' ')} (about a minute)`)
  const install = ['install', '-y', '-q', '--no-install-recommends', ...packs]
  // Package lists may be absent or old: update only when the first try fails.
  if (!apt(install) && !(apt(['update', '-q']) && apt(install))) {
    throw new Error(
      `apt-get could not install ${packs.join(' ')}: see its messages above; is there a network?\n${advice(missing)}`,
    )
  }
}

/** Whether node_modules is missing or older than the lock file. @param {string} [root] */
export function packagesStale(root = ROOT) {
  const lock = join(root, 'package-lock.json')
  const marker = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(lock)) return false
  if (!existsSync(marker)) return true
  if (statSync(marker).mtimeMs >= statSync(lock).mtimeMs) return false
  // A newer date alone (a checkout) does not matter: compare what is locked with what is installed.
  const installed = JSON.parse(readFileSync(marker, 'utf8')).packages
  const locked = JSON.parse(readFileSync(lock, 'utf8')).packages
  return Object.entries(locked).some(
    ([path, { version, optional }]) => path !== '' && !optional && installed[path]?.version !== version,
  )
}

/** Installs the npm packages that package-lock.json names, if they are not there. */
export function setupPackages() {
  if (!packagesStale()) return
  say('setup: npm ci (about half a minute)')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: ROOT, stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('npm ci failed: see its messages above; is there a network?')
}

/** Everything a build needs that is not built here. */
export function setup() {
  setupSystem()
  setupPackages()
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    setup()
  } catch (error) {
    say(`error: ${/** @type {Error} */ (error).message}`)
    process.exitCode = 1
  }
}
