// Linear algebra on one thread and on two, in turns: where binding/linalg/threads.h draws its lines. `npm run bench -- threads [sizes] [name part]`
import * as np from 'numblas'
import { median, timeBatch } from './harness.mjs'

const [sizes = '64,128,256,512,1000', only = ''] = process.argv.slice(2)

/** A matrix of full rank, as bench/linalg.mjs has. @param {number} n */
function matrix(n) {
  const a = np.empty([n, n])
  const { data } = a
  for (let i = 0; i < data.length; i++) {
    const x = Math.sin(i * 12.9898) * 43758.5453
    data[i] = (x - Math.floor(x)) * 4 - 2
  }
  return np.add(a, np.multiply(np.eye(n), 3))
}

/** @param {number} n @returns {Record<string, () => unknown>} */
function cases(n) {
  const a = matrix(n)
  const b = a.T.copy()
  const v = a.get(':', 0).copy()
  const h = np.add(a, b)
  const p = np.add(np.matmul(a, b), np.eye(n))
  const half = a.get(':', `:${Math.max(1, n >> 1)}`).copy()
  const out = np.empty([n, n])
  return {
    'matmul out': () => np.matmul(a, b, { out }),
    'a.T @ a': () => np.matmul(a.T, a),
    'matmul vector': () => np.matmul(a, v),
    'solve vector': () => np.linalg.solve(a, v),
    solve: () => np.linalg.solve(a, b),
    inv: () => np.linalg.inv(a),
    det: () => np.linalg.det(a),
    cholesky: () => np.linalg.cholesky(p),
    qr: () => np.linalg.qr(a),
    svd: () => np.linalg.svd(a),
    svdvals: () => np.linalg.svdvals(a),
    eigh: () => np.linalg.eigh(h),
    eigvalsh: () => np.linalg.eigvalsh(h),
    eig: () => np.linalg.eig(a),
    eigvals: () => np.linalg.eigvals(a),
    lstsq: () => np.linalg.lstsq(half, v),
    norm: () => np.linalg.norm(a),
  }
}

console.log('| case | n | 1 thread, µs | 2 threads, µs | ratio |\n| --- | --- | --- | --- | --- |')
for (const n of sizes.split(',').map(Number)) {
  for (const [name, call] of Object.entries(cases(n))) {
    if (!name.includes(only)) continue
    call()
    const once = timeBatch(call, 1)
    const count = Math.max(1, Math.min(2000, Math.ceil(0.004 / once)))
    const times = /** @type {number[][]} */ ([[], []])
    for (let round = 0; round < (once > 0.1 ? 3 : 5); round++) {
      for (const threads of [1, 2]) {
        np.set_num_threads(threads)
        times[threads - 1].push(timeBatch(call, count) * 1e6)
      }
    }
    const [one, two] = times.map(median)
    console.log(`| ${name} | ${n} | ${one.toFixed(1)} | ${two.toFixed(1)} | ${(one / two).toFixed(2)} |`)
  }
}
