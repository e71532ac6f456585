// Calls whose elements or byte offsets lie past 2^31, beside what they must give: `node scripts/large.mjs [name part]` prints a
// table. Needs a built package, 20 GB of free memory, and Node 22 or newer: an array of Node 20 holds at most 4 GiB.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const require = createRequire(fileURLToPath(new URL('../package.json', import.meta.url)))
const np = require('numblas')
const lapack = require('numblas/lapack')
const blas = require('numblas/blas')
const only = process.argv[2] ?? ''

const PAST = 2 ** 31 + 8
const SIDE = 46_342 // its square is past 2^31, too

const vector = (dtype, ...entries) => {
  const x = np.zeros(PAST, { dtype })
  for (const [i, value] of entries) x.set(i < 0 ? PAST + i : i, value)
  return x
}
const square = (diagonal) => {
  const a = np.zeros([SIDE, SIDE], { dtype: 'float32' })
  np.fill_diagonal(a, diagonal)
  return a
}

/** name, the call, what its answer must be (as text). @type {[string, () => unknown, unknown][]} */
const CASES = [
  ['sum, int8', () => np.sum(vector('int8', [0, 3], [-1, 4])), 7],
  ['argmax, int8', () => np.argmax(vector('int8', [-2, 1])), PAST - 2],
  ['sort, int8: first and last', () => [0, PAST - 1].map((i) => np.sort(vector('int8', [5, 2], [7, -1])).get(i)), [-1, 2]],
  ['cumsum, int8 to int8: last', () => np.cumsum(vector('int8', [3, 1], [-3, 1]), { dtype: 'int8' }).get(-1), 2],
  ['take at indices past 2^31', () => np.take(vector('int8', [-1, 9], [-4, 5]), [PAST - 1, PAST - 4]).tolist(), [9, 5]],
  ['nonzero', () => np.flatnonzero(vector('int8', [1, 1], [-1, 1])).tolist(), [1, PAST - 1]],
  ['x[::-1].copy()', () => vector('int8', [-1, 6]).get('::-1').copy().get(0), 6],
  ['add, int8: last', () => np.add(vector('int8', [-1, 6]), 1).get(-1), 7],
  ['dot, float32', () => np.dot(...Array(2).fill(vector('float32', [0, 2], [-1, 3]))), 13],
  ['norm, float32', () => np.linalg.norm(vector('float32', [1, 3], [-1, 4])), 5],
  ['blas.iamax, float32', () => blas.iamax(vector('float32', [-3, -8])), PAST - 3],
  ['matrix times vector, float32', () => {
    const a = square(2)
    a.set([-1, 0], 5)
    const x = np.zeros(SIDE, { dtype: 'float32' })
    x.set(0, 1)
    x.set(-1, 1)
    const y = np.matmul(a, x)
    return [y.get(0), y.get(1), y.get(-1), np.matmul(x, a).get(0)]
  }, [2, 0, 7, 7]],
  ['column times row, float32: a corner', () => {
    const x = np.arange(SIDE, { dtype: 'float32' })
    return np.matmul(x.get(':', np.newaxis), x.get(np.newaxis)).get(-1, -2)
  }, Math.fround(Math.fround(SIDE - 1) * Math.fround(SIDE - 2))],
  ['transpose copied, float32: corners', () => {
    const a = square(0)
    a.set([0, -1], 3)
    const b = a.T.copy()
    return [b.get(0, -1), b.get(-1, 0)]
  }, [0, 3]],
  ['blas.trsm, float32', () => {
    const a = square(2)
    a.set([-1, 0], 1)
    const b = np.ones([SIDE, 1], { dtype: 'float32' })
    blas.trsm('L', 'L', 'N', 'N', 1, a, b)
    return [b.get(0, 0), b.get(1, 0), b.get(-1, 0)]
  }, [0.5, 0.5, 0.25]],
  ['lapack.potrf, float32', () => {
    const a = square(4)
    a.set([-1, 0], 2)
    const { info } = lapack.potrf('L', a)
    return [info, a.get(0, 0), a.get(-1, 0), a.get(-1, -1)]
  }, [0, 2, 1, Math.fround(Math.sqrt(3))]],
  ['svd 23,170 × 23,170, float64: refused', () => {
    try {
      np.linalg.svd(np.zeros([23_170, 23_170]))
    } catch (error) {
      return [error instanceof RangeError, error.code, Number(/expected (\d+) bytes/.exec(error.message)?.[1]) > 2 ** 34 - 2 ** 28]
    }
  }, [true, 'ERR_OUT_OF_MEMORY', true]],
] // biome-ignore format: a table

console.log('| call | result | expected | seconds |\n| --- | --- | --- | --- |')
let wrong = 0
for (const [name, call, expected] of CASES) {
  if (!name.includes(only)) continue
  const start = performance.now()
  let got
  try {
    got = call()
  } catch (error) {
    got = `${error.code}: ${error.message}`
  }
  const [a, b] = [got, expected].map((value) => JSON.stringify(typeof value === 'bigint' ? Number(value) : value))
  if (a !== b) wrong++
  console.log(
    `| ${name} | ${a}${a === b ? '' : ' (wrong)'} | ${b} | ${((performance.now() - start) / 1e3).toFixed(1)} |`,
  )
  globalThis.gc?.()
}
if (wrong > 0) process.exitCode = 1
