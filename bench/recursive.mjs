// Builds and runs bench/recursive: our recursive LAPACK beside the library's. `node bench/recursive.mjs ROUTINES TYPES SIZES REPEATS [key=value …]`
// e.g. `node bench/recursive.mjs sytrf,hetrf dz 64,256,1000 9 uplo=L`. The columns: routine, n, library ms, ours ms,
// library / ours, residual of the library, ours (in units of n eps).
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BLAS_ON_POOL } from '../scripts/blas-sources.mjs'
import { cacheRoot, keyOf } from '../scripts/deps/cache.mjs'
import { run } from '../scripts/deps/run.mjs'
import { ensureDeps } from '../scripts/deps.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const deps = await ensureDeps()
const build = join(cacheRoot(), `bench-recursive-${keyOf(ROOT)}`)
mkdirSync(build, { recursive: true })
const program = join(build, 'recursive')
const own = ['bench/recursive/recursive.cc', ...BLAS_ON_POOL]
const libraries = [
  '-Wl,--start-group',
  deps.lapack.lib,
  deps.openblas.lib,
  '-Wl,--end-group',
  '-lgfortran',
  '-lpthread',
]
const flags = ['-std=c++20', '-O3', '-I', join(ROOT, 'binding')]
await run('g++', [...flags, ...own.map((file) => join(ROOT, file)), ...libraries, '-o', program], {
  log: join(build, 'log'),
})
const { status } = spawnSync(program, process.argv.slice(2), { stdio: 'inherit' })
process.exitCode = status ?? 1
