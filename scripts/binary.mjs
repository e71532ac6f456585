// What a prebuilt addon needs of the system that loads it, and whether its platform promises that much.
import { statSync } from 'node:fs'
import { DepsError, output } from './deps/run.mjs'
import { LIMITS } from './platforms/table.mjs'

/** @typedef {import('./platforms/table.mjs').Platform} Platform */

/** The libraries that each kind of system has: its C library and what that brings, nothing of a compiler's. */
const SYSTEM = {
  glibc: /^(?:lib(?:c|m|dl|pthread|rt)\.so\.\d+|ld-linux-[\w-]+\.so\.\d+)$/,
  musl: /^(?:libc\.so|libc\.musl-\w+\.so\.1)$/,
  win32: /^(?:kernel32|msvcrt|ucrtbase|api-ms-win-crt-[\w-]+|advapi32|user32)\.dll$/i,
  darwin: /^\/usr\/lib\/lib(?:System\.B|c\+\+\.1|objc\.A)\.dylib$/,
}

/** Node finds an addon by these. */
const EXPORTS = ['napi_register_module_v1', 'node_api_module_get_api_version_v1']

/**
 * @typedef {object} Needs
 * @property {string[]} libraries
 * @property {string[]} exports
 * @property {string} [glibc] the newest version of glibc that a symbol asks for
 * @property {string[]} [wants] the symbols that it must be given
 */

/** @param {string} a @param {string} b */
export const compareVersions = (a, b) => {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number))
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** What an ELF file needs, as `readelf -dW --dyn-syms` prints it. @param {string} text @returns {Needs} */
export function readElf(text) {
  const libraries = [...text.matchAll(/\(NEEDED\).*\[(.+?)\]/g)].map((match) => match[1])
  const symbols = [...text.matchAll(/^\s*\d+: [0-9a-f]+ +\d+ (\w+) +(\w+) +\w+ +(?:\[.*?\] +)?(\w+) (\S+)/gm)]
  const versions = symbols.map((match) => /@+GLIBC_([\d.]+)/.exec(match[4])?.[1] ?? '0')
  return {
    libraries,
    exports: symbols
      .filter(([, , bind, section]) => bind !== 'LOCAL' && section !== 'UND')
      .map((match) => match[4].split('@')[0]),
    glibc: versions.sort(compareVersions).pop(),
    wants: symbols
      .filter(([, , bind, section]) => bind === 'GLOBAL' && section === 'UND')
      .map((match) => match[4].split('@')[0]),
  }
}

/** The same of a PE file, as `objdump -p` prints it. A library that is loaded later (node.exe) is not in its list. @param {string} text @returns {Needs} */
export function readPe(text) {
  return {
    libraries: [...text.matchAll(/DLL Name: (\S+)/g)].map((match) => match[1]),
    exports: [...text.matchAll(/^\s*\[ *\d+\] (?:\+base\[ *\d+\] +[0-9a-f]+ )?([A-Za-z_]\w*)$/gm)].map(
      (match) => match[1],
    ),
  }
}

/** The same of a Mach-O file, as `otool -L` and `nm -gU` print it. @param {string} libraries @param {string} symbols @returns {Needs} */
export function readMachO(libraries, symbols) {
  return {
    libraries: [...libraries.matchAll(/^\t(\S+) \(compatibility/gm)]
      .map((match) => match[1])
      .filter((name) => !name.endsWith('.node')),
    exports: [...symbols.matchAll(/^[0-9a-f]+ \w _(\w+)$/gm)].map((match) => match[1]),
  }
}

/** @param {string} command @param {string[]} args */
function must(command, args) {
  const text = output(command, args)
  if (text === null) throw new DepsError(`${command} ${args.join(' ')} failed; is it installed?`, 'ERR_COMMAND')
  return text
}

/** @param {Platform} platform @param {string} file */
function needsOf({ os }, file) {
  if (os === 'linux') return readElf(must('readelf', ['-dW', '--dyn-syms', file]))
  if (os === 'win32') return readPe(must('objdump', ['-p', file]))
  return readMachO(must('otool', ['-L', file]), must('nm', ['-gU', file]))
}

/**
 * What is wrong with a binary for this platform, one line each.
 * @param {Platform} platform @param {Needs} needs @param {number} bytes
 * @param {ReadonlySet<string>} [offered] what the C library has, where it is known
 */
export function faultsOf(platform, needs, bytes, offered) {
  const allowed = SYSTEM[platform.os === 'linux' ? (platform.libc ?? 'glibc') : platform.os]
  const faults = needs.libraries.filter((name) => !allowed.test(name)).map((name) => `needs ${name}`)
  if (platform.glibc && needs.glibc && compareVersions(needs.glibc, platform.glibc) > 0)
    faults.push(`needs glibc ${needs.glibc}, and the platform promises ${platform.glibc}`)
  const absent = offered ? (needs.wants ?? []).filter((name) => !offered.has(name) && !name.startsWith('napi_')) : []
  if (absent.length > 0) faults.push(`wants ${absent.slice(0, 5).join(', ')}`)
  const extra = needs.exports.filter((name) => !EXPORTS.includes(name))
  if (extra.length > 0) faults.push(`exports ${extra.slice(0, 5).join(', ')}`)
  if (!needs.exports.includes(EXPORTS[0])) faults.push(`does not export ${EXPORTS[0]}`)
  if (bytes > LIMITS.addon) faults.push(`has ${bytes} bytes, and may have ${LIMITS.addon}`)
  return faults
}

/**
 * Throws unless the binary keeps what its platform promises; returns what it needs.
 * @param {Platform} platform @param {string} file @param {string} [libc] the C library of a platform that tells no versions apart
 */
export function checkBinary(platform, file, libc) {
  const needs = needsOf(platform, file)
  const offered =
    libc === undefined ? undefined : new Set(readElf(must('readelf', ['-dW', '--dyn-syms', libc])).exports)
  const faults = faultsOf(platform, needs, statSync(file).size, offered)
  if (faults.length === 0) return needs
  throw new DepsError(`${file} does not fit ${platform.name}: it ${faults.join('; it ')}.`, 'ERR_BINARY')
}
