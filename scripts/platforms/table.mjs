// The platforms that numblas has packages for: the one place where they are declared.
import { hostName } from '../deps/cross.mjs'

/**
 * @typedef {object} Platform
 * @property {string} name the package is `@numblas/<name>`; lib/load.ts makes the same name from the process that it runs in
 * @property {'linux' | 'win32' | 'darwin'} os
 * @property {'x64' | 'arm64'} cpu
 * @property {'glibc' | 'musl'} [libc]
 * @property {string} [glibc] the oldest glibc that it must load on
 * @property {string} needs what the system must have, in words
 */

/** @type {readonly Platform[]} */
export const PLATFORMS = [
  { name: 'linux-x64', os: 'linux', cpu: 'x64', libc: 'glibc', glibc: '2.28', needs: 'Linux x64, glibc 2.28 or newer' },
  { name: 'linux-x64-musl', os: 'linux', cpu: 'x64', libc: 'musl', needs: 'Linux x64, musl 1.2 or newer' },
  {
    name: 'linux-arm64',
    os: 'linux',
    cpu: 'arm64',
    libc: 'glibc',
    glibc: '2.28',
    needs: 'Linux arm64, glibc 2.28 or newer',
  },
  { name: 'linux-arm64-musl', os: 'linux', cpu: 'arm64', libc: 'musl', needs: 'Linux arm64, musl 1.2 or newer' },
  { name: 'win32-x64', os: 'win32', cpu: 'x64', needs: 'Windows x64, 10 or newer' },
  { name: 'darwin-x64', os: 'darwin', cpu: 'x64', needs: 'macOS on Intel, 13 or newer' },
  { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64', needs: 'macOS on Apple silicon, 13 or newer' },
]

/** What one download may be: the addon as it lies on the disk, and the package as it comes over the line. */
export const LIMITS = { addon: 25_000_000, tarball: 10_000_000 }

/** @param {Platform} platform */
export const packageName = ({ name }) => `@numblas/${name}`

/** The platform that this process runs on, if there is a package for it. */
export const hostPlatform = () => PLATFORMS.find(({ name }) => name === hostName())
