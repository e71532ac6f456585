// Builds and loads bench/raw: the raw C calls, in this process.
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheRoot, keyOf } from '../scripts/deps/cache.mjs'
import { run } from '../scripts/deps/run.mjs'
import { ensureDeps } from '../scripts/deps.mjs'

const require = createRequire(import.meta.url)

/**
 * @param {{ ownThreads?: boolean }} [options] OpenBLAS's own threads instead of the pool
 * @returns {Promise<Record<string, (n: number, count: number, data?: Float64Array) => number>>} the names that bench/raw exports
 */
export async function loadRaw({ ownThreads = false } = {}) {
  const deps = await ensureDeps()
  const source = fileURLToPath(new URL('raw', import.meta.url))
  // A folder to a clone: CMake refuses another tree's.
  const build = join(cacheRoot(), `bench-raw-${keyOf(source)}`)
  mkdirSync(build, { recursive: true })
  const log = join(build, 'build.log')
  const include = join(dirname(require.resolve('node-api-headers/package.json')), 'include')
  const settings = {
    NODE_API_INCLUDE: include,
    NUMBLAS_LAPACK_LIB: deps.lapack.lib,
    NUMBLAS_OPENBLAS_LIB: deps.openblas.lib,
  }
  const flags = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`)
  await run('cmake', ['-S', source, '-B', build, ...flags], { log })
  await run('cmake', ['--build', build], { log })
  const raw = require(join(build, 'numblas_raw.node'))
  if (!ownThreads) raw.use_pool(0, 0)
  return raw
}
