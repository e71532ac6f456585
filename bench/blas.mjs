// gemm, getrf, potrf and gesdd with the vendored OpenBLAS and others (docs/other-blas.md), one row per library: builds the
// addon for each in turn, and last for NUMBLAS_BLAS again. `npm run bench -- blas [libraries] [n] [rounds]`,
// for example `npm run bench -- blas vendored,reference,blis,openblas 1000 5`
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { duration, median, timeBatch } from './harness.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ROUTINES = ['gemm', 'getrf', 'potrf', 'gesdd']

/** Seconds per call of each routine, in this process, as JSON. @param {number} n @param {number} rounds */
async function measure(n, rounds) {
  const np = await import('numblas')
  const blas = await import('numblas/blas')
  const lapack = await import('numblas/lapack')
  const a = np
    .add(np.reshape(np.sin(np.multiply(np.arange(n * n), 12.9898)), [n, n]), np.multiply(np.eye(n), 3))
    .T.copy('F')
  const definite = np.add(np.matmul(a, a.T), np.eye(n)).copy('F')
  const c = np.empty([n, n], { order: 'F' })
  // Routines work in place: each call gets a fresh copy, made outside the time.
  const calls = {
    gemm: () => () => blas.gemm('N', 'N', 1, a, definite, 0, c),
    getrf: () => {
      const copy = a.copy('F')
      return () => lapack.getrf(copy)
    },
    potrf: () => {
      const copy = definite.copy('F')
      return () => lapack.potrf('L', copy)
    },
    gesdd: () => {
      const copy = a.copy('F')
      return () => lapack.gesdd('S', copy)
    },
  }
  const { name, core_type } = np.show_config('dicts').blas
  const times = ROUTINES.map((routine) => {
    calls[routine]()()
    return median(Array.from({ length: rounds }, () => timeBatch(calls[routine](), 1)))
  })
  console.log(JSON.stringify({ name: `${name} (${core_type})`, times }))
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
function node(args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

function compareAll(libraries, n, rounds) {
  const build = join(ROOT, 'scripts/build.mjs')
  try {
    console.log(`n = ${n}; median of ${rounds}\n| NUMBLAS_BLAS | library | ${ROUTINES.join(' | ')} |`)
    console.log(`| --- | --- | ${ROUTINES.map(() => '--- |').join(' ')}`)
    for (const library of libraries) {
      node([build], { NUMBLAS_BLAS: library })
      const result = JSON.parse(node([fileURLToPath(import.meta.url), '--measure', n, rounds]))
      console.log(`| ${library} | ${result.name} | ${result.times.map(duration).join(' | ')} |`)
    }
  } finally {
    node([build])
  }
}

const [first = 'vendored,reference,blis,openblas', n = '1000', rounds = '5'] = process.argv.slice(2)
if (first === '--measure') await measure(Number(n), Number(rounds))
else compareAll(first.split(','), n, rounds)
