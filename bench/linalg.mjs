// Linear algebra beside NumPy, matrices of n = 4 … 2000 and stacks. `npm run bench -- linalg [name part] [largest n] [rounds]`
import * as np from 'numblas'
import { runCases } from './harness.mjs'
import { loadRaw } from './raw.mjs'

const raw = await loadRaw()

const [, largest = '1000', rounds = '5'] = process.argv.slice(2)

/** A matrix that both sides make alike, of full rank: the digits of a sine are as good as random; the sines themselves have rank 2. */
function matrix(shape) {
  const n = shape[shape.length - 1]
  const a = np.empty(shape)
  const { data } = a
  for (let i = 0; i < data.length; i++) {
    const x = Math.sin(i * 12.9898) * 43758.5453
    data[i] = (x - Math.floor(x)) * 4 - 2
  }
  return np.add(a, np.multiply(np.eye(n), 3))
}
const python = (shape) =>
  `s=(${shape.join(',')},)\nn=s[-1]\nx=np.sin(np.arange(np.prod(s))*12.9898)*43758.5453\na=((x-np.floor(x))*4-2).reshape(s)+3*np.eye(n)\nv=a[...,0].copy()\nb=a.swapaxes(-1,-2).copy()\n` +
  'h=a+b\np=a@b+np.eye(n)\nt=a.reshape(-1,n)[:, :max(1,n//2)].copy()'

const cases = []
for (const n of [4, 16, 64, 100, 256, 500, 1000, 2000].filter((n) => n <= Number(largest))) {
  const a = matrix([n, n])
  const v = a.get(':', 0).copy()
  const b = a.T.copy()
  const h = np.add(a, b)
  const p = np.add(np.matmul(a, b), np.eye(n))
  const t = a.get(':', `:${Math.max(1, n >> 1)}`).copy()
  /** With the LAPACK call below a function: its name in bench/raw and the matrix that it gets. */
  const add = (name, ours, code, routine, data) =>
    cases.push({
      name: `${name} ${n}`,
      ours,
      setup: python([n, n]),
      numpy: code,
      raw: routine && n >= 256 ? (count) => raw[routine](n, count, data?.data) : undefined,
    })
  add('matmul', () => np.matmul(a, b), 'np.matmul(a, b)', 'dgemm')
  add('a.T @ a', () => np.matmul(a.T, a), 'a.T @ a')
  add('matmul vector', () => np.matmul(a, v), 'np.matmul(a, v)')
  add('solve vector', () => np.linalg.solve(a, v), 'np.linalg.solve(a, v)', 'dgesv', b)
  add('solve', () => np.linalg.solve(a, b), 'np.linalg.solve(a, b)')
  add('inv', () => np.linalg.inv(a), 'np.linalg.inv(a)', 'inverse', b)
  add('det', () => np.linalg.det(a), 'np.linalg.det(a)')
  add('slogdet', () => np.linalg.slogdet(a), 'np.linalg.slogdet(a)')
  add('cholesky', () => np.linalg.cholesky(p), 'np.linalg.cholesky(p)', 'dpotrf', p)
  add('qr', () => np.linalg.qr(a), 'np.linalg.qr(a)', 'qr', b)
  add('svd', () => np.linalg.svd(a), 'np.linalg.svd(a)', 'dgesdd', b)
  add('svdvals', () => np.linalg.svdvals(a), 'np.linalg.svdvals(a)', 'dgesdd_values', b)
  add('eigh', () => np.linalg.eigh(h), 'np.linalg.eigh(h)', 'dsyevd', h)
  add('eigvalsh', () => np.linalg.eigvalsh(h), 'np.linalg.eigvalsh(h)', 'dsyevd_values', h)
  add('eig', () => np.linalg.eig(a), 'np.linalg.eig(a)', 'dgeev', b)
  add('eigvals', () => np.linalg.eigvals(a), 'np.linalg.eigvals(a)', 'dgeev_values', b)
  add('lstsq', () => np.linalg.lstsq(t, v), 'np.linalg.lstsq(t, v)', 'dgelsd', t.T.copy())
  add('pinv', () => np.linalg.pinv(t), 'np.linalg.pinv(t)')
  add('norm', () => np.linalg.norm(a), 'np.linalg.norm(a)')
  add('norm 1', () => np.linalg.norm(a, 1), 'np.linalg.norm(a, 1)')
  add('norm 2', () => np.linalg.norm(a, 2), 'np.linalg.norm(a, 2)')
  add('norm rows', () => np.linalg.norm(a, { axis: 1 }), 'np.linalg.norm(a, axis=1)')
  add('matrix_power 5', () => np.linalg.matrix_power(a, 5), 'np.linalg.matrix_power(a, 5)')
  add('cond', () => np.linalg.cond(a), 'np.linalg.cond(a)')
  add('matrix_rank', () => np.linalg.matrix_rank(a), 'np.linalg.matrix_rank(a)')
}
for (const shape of [
  [10000, 2, 2],
  [10000, 3, 3],
  [10000, 4, 4],
  [2000, 8, 8],
  [500, 16, 16],
  [100, 64, 64],
  [4, 256, 256],
  [3, 500, 500],
].filter((shape) => shape[1] <= Number(largest))) {
  const a = matrix(shape)
  const b = a.mT.copy()
  const v = a.get('...', '0:1').copy()
  const h = np.add(a, b)
  const p = np.add(np.matmul(a, b), np.eye(shape[1]))
  const add = (name, ours, code) =>
    cases.push({ name: `stack ${name} (${shape})`, ours, setup: `${python(shape)}\nv=v[...,None]`, numpy: code })
  add('matmul', () => np.matmul(a, b), 'np.matmul(a, b)')
  add('solve', () => np.linalg.solve(a, v), 'np.linalg.solve(a, v)')
  add('inv', () => np.linalg.inv(a), 'np.linalg.inv(a)')
  add('det', () => np.linalg.det(a), 'np.linalg.det(a)')
  add('cholesky', () => np.linalg.cholesky(p), 'np.linalg.cholesky(p)')
  add('qr', () => np.linalg.qr(a), 'np.linalg.qr(a)')
  add('eigh', () => np.linalg.eigh(h), 'np.linalg.eigh(h)')
  if (shape[1] <= 64) {
    add('svd', () => np.linalg.svd(a), 'np.linalg.svd(a)')
    add('eigvals', () => np.linalg.eigvals(a), 'np.linalg.eigvals(a)')
    add('pinv', () => np.linalg.pinv(a), 'np.linalg.pinv(a)')
  }
}

await runCases(cases, { rounds: Number(rounds), target: 0.01, settle: 120 })
