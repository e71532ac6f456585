// The smoke test: a program as a user has it, run with the installed package in every cell of `npm run platforms`. Prints one line of JSON.
const start = performance.now()
const np = require('numblas')
const importMs = performance.now() - start

const close = (actual, expected) =>
  actual.length === expected.length && actual.every((value, i) => Math.abs(value - expected[i]) < 1e-10)

async function main() {
  const checks = {}
  const a = np.array([
    [3, 1],
    [1, 2],
  ])
  checks.array = a.dtype === 'float64' && String(a.shape) === '2,2' && String(a.T.get(0)) === '[3. 1.]'
  checks.matmul = close(np.matmul(a, a).reshape(-1).tolist(), [10, 5, 5, 5])
  checks.solve = close(np.linalg.solve(a, [9, 8]).tolist(), [2, 3])
  const { U, S, Vh } = np.linalg.svd(a)
  checks.svd = close(np.matmul(np.multiply(U, S), Vh).reshape(-1).tolist(), [3, 1, 1, 2])
  const x = np.sin(np.arange(90000).reshape(300, 300))
  const product = await np.promises.matmul(x, x)
  checks.promise = Number(np.max(np.absolute(np.subtract(product, np.matmul(x, x))))) < 1e-9
  const config = np.show_config('dicts')
  checks.show_config = /^OpenBLAS/.test(config.blas.name)
  const failed = Object.keys(checks).filter((name) => !checks[name])
  console.log(JSON.stringify({ importMs, failed, kernels: config.blas.core_type, simd: config.simd }))
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
