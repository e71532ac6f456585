/** Finds the addon: this folder's own build or prebuild, then the package of this platform; says what to do where there is none. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import nodeGypBuild from 'node-gyp-build'
import type { ErrorCode } from './core/errors'

/** Whether this process runs on musl. A system can hold both C libraries, so its program's loader is asked, not the system. */
function onMusl(): boolean {
  if (process.platform !== 'linux') return false
  try {
    const file = openSync(process.execPath, 'r')
    try {
      // The interpreter's name stands in the ELF file's first page.
      const page = Buffer.alloc(4096)
      return page.subarray(0, readSync(file, page, 0, page.length, 0)).includes('/ld-musl-')
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
}

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly optionalDependencies?: Record<string, string>
}

/** The package's own manifest; nothing of it is known inside of a bundle. */
function manifestOf(root: string): Manifest {
  try {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
    return manifest.name === 'numblas' ? manifest : {}
  } catch {
    return {}
  }
}

const firstLine = (error: unknown) => String((error as Error).message).split('\n')[0]

/** Loads the addon for the code in a folder. Throws `ERR_NATIVE_MISSING` with what was looked for and what to do. */
export function loadAddon(folder: string): unknown {
  const root = join(folder, '..')
  let noBuild: unknown
  try {
    return nodeGypBuild(root)
  } catch (cause) {
    noBuild = cause
  }
  const musl = onMusl()
  const platform = `${process.platform}-${process.arch}`
  const name = `@numblas/${platform}${musl ? '-musl' : ''}`
  const { version, optionalDependencies: offered = {} } = manifestOf(root)
  let installed = false
  let noPackage: unknown
  try {
    const require = createRequire(join(folder, 'load.js'))
    const found = require(`${name}/package.json`) as Manifest
    installed = true
    if (version === undefined || found.version === version) return require(name)
    noPackage = new Error(`it is of version ${found.version}, and this is numblas ${version}`)
  } catch (cause) {
    noPackage = cause
  }
  const libc = process.platform !== 'linux' ? '' : musl ? ' with musl' : ' with glibc'
  const wanted = version === undefined ? name : `${name}@${version}`
  const lines = [
    `numblas: expected a native build for ${platform}${libc} (Node-API 8), found none that loads.`,
    'Looked for:',
    `- build/Release and prebuilds/${platform} in ${root}: ${firstLine(noBuild)}`,
    `- the package ${name}: ${installed ? firstLine(noPackage) : 'not installed'}`,
    'What to do:',
  ]
  if (installed) lines.push(`- install the package again: npm install ${wanted}`)
  else if (name in offered) {
    lines.push(
      `- install with optional dependencies (npm install --include=optional), or add the package: npm install ${wanted}`,
      '- where node_modules or the lock file came from another platform: delete both, and install here',
    )
  } else if (Object.keys(offered).length > 0) {
    lines.push(`- this platform has no package; there are ${Object.keys(offered).join(', ')}`)
  }
  lines.push(`- build from source: npm run build in ${root} (needs g++, gfortran, make, cmake)`)
  const error = new Error(lines.join('\n'), { cause: installed ? noPackage : noBuild }) as Error & { code: ErrorCode }
  error.code = 'ERR_NATIVE_MISSING'
  throw error
}
