// Builds the addon: dependencies first (cached), then cmake-js. `node scripts/build.mjs [--debug]`
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { run, say } from './deps/run.mjs'
import { ensureDeps } from './deps.mjs'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const ADDON = join(ROOT, 'build/Release/numblas.node')

const require = createRequire(import.meta.url)

/** Builds (or brings up to date) build/Release/numblas.node. @param {{ arch?: string }} [options] */
export async function build({ arch } = {}) {
  const deps = await ensureDeps()
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const variables = {
    NUMBLAS_OPENBLAS_LIB: deps.openblas.lib,
    NUMBLAS_LAPACK_LIB: deps.lapack.lib,
    NUMBLAS_HIGHWAY_DIR: deps.highway.dir,
    NUMBLAS_NODE_ADDON_API_DIR: dirname(require.resolve('node-addon-api/package.json')),
    NUMBLAS_VERSION: version,
  }
  if (!existsSync(ADDON)) say('building the addon (about 4 minutes on 2 cores)')
  const cmakeJs = join(dirname(require.resolve('cmake-js/package.json')), 'bin/cmake-js')
  const args = [cmakeJs, 'compile', '--parallel', '2', ...(arch ? ['--arch', arch] : [])]
  for (const [name, value] of Object.entries(variables)) args.push(`--CD${name}=${value}`)
  mkdirSync(join(ROOT, 'build'), { recursive: true })
  await run(process.execPath, args, { cwd: ROOT, log: join(ROOT, 'build/build.log') })
  return ADDON
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  build().then(
    (addon) => say(`built ${addon}`),
    (error) => {
      console.error(error.message)
      process.exitCode = 1
    },
  )
}
