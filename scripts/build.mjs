// Builds the addon: dependencies first (cached), then cmake-js. `node scripts/build.mjs [--debug]`
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { cacheRoot, withLock } from './deps/cache.mjs'
import { run, say } from './deps/run.mjs'
import { ensureDeps } from './deps.mjs'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
export const ADDON = join(ROOT, 'build/Release/numblas.node')

const require = createRequire(import.meta.url)

/** Builds (or brings up to date) build/Release/numblas.node. @param {{ arch?: string }} [options] */
export async function build({ arch } = {}) {
  const deps = await ensureDeps({ also: ['sleef'] })
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const variables = {
    NUMBLAS_OPENBLAS_LIB: deps.openblas.lib,
    NUMBLAS_LAPACK_LIB: deps.lapack.lib,
    NUMBLAS_HIGHWAY_DIR: deps.highway.dir,
    NUMBLAS_SLEEF_DIR: /** @type {{ dir: string }} */ (deps.sleef).dir,
    NUMBLAS_NODE_ADDON_API_DIR: dirname(require.resolve('node-addon-api/package.json')),
    NUMBLAS_VERSION: version,
  }
  if (!existsSync(ADDON)) say('building the addon (about 4 minutes on 2 cores)')
  const cmakeJs = join(dirname(require.resolve('cmake-js/package.json')), 'bin/cmake-js')
  const args = [cmakeJs, 'compile', '--parallel', '2', ...(arch ? ['--arch', arch] : [])]
  for (const [name, value] of Object.entries(variables)) args.push(`--CD${name}=${value}`)
  // Two builds in one tree would tread on each other (cmake-js wipes build/ when a setting changes), so they queue.
  const root = cacheRoot()
  const key = createHash('sha256').update(ROOT).digest('hex').slice(0, 16)
  await withLock(root, `tree-${key}`, () => run(process.execPath, args, { cwd: ROOT, log: join(root, `addon-build-${key}.log`) }))
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
