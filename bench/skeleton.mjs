// The walking skeleton's figures: against the raw C calls, and against NumPy on tiny arrays. `npm run bench -- skeleton`
import * as np from 'numblas'
import { runCases } from './harness.mjs'
import { loadRaw } from './raw.mjs'

const raw = await loadRaw()

/** A matrix that both sides make alike. */
function matrix(n, dtype) {
  const a = np.empty([n, n], dtype)
  const data = a.data
  for (let i = 0; i < data.length; i++) data[i] = Math.sin(i * 12.9898) * 2
  return a
}
const setup = (n, dtype) =>
  `n=${n}\na=(np.sin(np.arange(n*n)*12.9898)*2).reshape(n,n).astype('${dtype}')\nb=a.T.copy()\nv=a[0].copy()\no=np.empty_like(a)`

const cases = []
for (const [dtype, name] of [
  ['float64', 'dgemm'],
  ['float32', 'sgemm'],
]) {
  for (const n of [256, 1024, 2048]) {
    const a = matrix(n, dtype)
    const b = a.T.copy()
    const out = np.empty_like(a)
    cases.push({
      name: `matmul ${dtype} ${n} (out)`,
      ours: () => np.matmul(a, b, { out }),
      setup: setup(n, dtype),
      numpy: 'np.matmul(a, b, out=o)',
      raw: (count) => raw[name](n, count),
    })
    cases.push({
      name: `matmul ${dtype} ${n}`,
      ours: () => np.matmul(a, b),
      setup: setup(n, dtype),
      numpy: 'np.matmul(a, b)',
      raw: (count) => raw[name](n, count),
    })
  }
}
{
  const a = matrix(1000, 'float64')
  const b = a.get(0).copy()
  cases.push({
    name: 'solve 1000',
    ours: () => np.linalg.solve(a, b),
    setup: setup(1000, 'float64'),
    numpy: 'np.linalg.solve(a, v)',
    raw: (count) => raw.dgesv(1000, count),
  })
  const c = matrix(500, 'float64')
  cases.push({
    name: 'svd 500',
    ours: () => np.linalg.svd(c),
    setup: setup(500, 'float64'),
    numpy: 'np.linalg.svd(a)',
    raw: (count) => raw.dgesdd(500, count),
  })
}
const small = matrix(4, 'float64')
const rhs = small.get(0).copy()
const ten = np.arange(10)
const grid = matrix(100, 'float64')
const tiny = (name, ours, code) =>
  cases.push({ name, ours, setup: `${setup(4, 'float64')}\nt=np.arange(10.)\ng=np.zeros((100,100))`, numpy: code })
tiny('matmul 4x4', () => np.matmul(small, small), 'np.matmul(a, a)')
tiny('dot 10', () => np.dot(ten, ten), 'np.dot(t, t)')
tiny('solve 4x4', () => np.linalg.solve(small, rhs), 'np.linalg.solve(a, v)')
tiny('svd 4x4', () => np.linalg.svd(small), 'np.linalg.svd(a)')
tiny('add 10', () => np.add(ten, ten), 'np.add(t, t)')
tiny('zeros(10)', () => np.zeros(10), 'np.zeros(10)')
tiny('2-d slice view', () => grid.get('1:50', '::2'), 'g[1:50, ::2]')

await runCases(cases, { rounds: 11, target: 0.02, settle: 120 })
