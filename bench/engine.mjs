// The engine beside NumPy: elementwise calls, casts, broadcasts, reductions, tiny arrays, evaluate. `--busy` runs one other
// busy process beside both; a word keeps the cases whose names hold it. `npm run bench -- engine [--busy] [word]`
import { spawn } from 'node:child_process'
import * as np from 'numblas'
import { runCases } from './harness.mjs'
import { loadRaw } from './raw.mjs'

const busy = process.argv.includes('--busy')
const sizes = [10, 1e3, 1e5, 1e6, 1e7]

// One neighbour that never rests, ended by its id below.
const neighbour = busy ? spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }) : undefined

/** The same values on both sides: positive, not sorted, small enough for every dtype. */
const values = (n, dtype) => np.asarray(np.add(np.remainder(np.multiply(np.arange(n), 7919), 101), 1), dtype)
const python = (n, dtype) => `(np.arange(${n}.)*7919%101+1).astype('${dtype}')`

const dtypes = ['float64', 'float32', 'int32', 'bool', 'complex128']
const UNARY = {
  sqrt: ['float64', 'float32', 'complex128'],
  abs: ['float64', 'float32', 'int32', 'complex128'],
  floor: ['float64', 'float32'],
  exp: ['float64', 'float32'],
  log: ['float64', 'float32'],
  sin: ['float64', 'float32'],
  tanh: ['float64', 'float32'],
}
const BINARY = {
  add: dtypes,
  multiply: dtypes,
  divide: ['float64', 'float32', 'int32', 'complex128'],
  power: ['float64', 'float32'],
  greater: ['float64', 'float32', 'int32', 'bool'],
}
const REDUCTIONS = {
  sum: dtypes,
  mean: ['float64', 'float32', 'int32', 'complex128'],
  std: ['float64', 'float32'],
  max: ['float64', 'float32', 'int32'],
  argmax: ['float64', 'float32', 'int32'],
  cumsum: ['float64', 'int32'],
  any: ['bool', 'float64'],
  count_nonzero: ['bool', 'float64'],
}

const cases = []
const add = (name, ours, setup, numpy) => cases.push({ name, ours, setup, numpy })

for (const n of sizes) {
  // Looked up once: a name that changes from case to case costs a program with `np.sqrt(a)` in it nothing.
  for (const [name, list] of Object.entries(UNARY)) {
    const call = np[name]
    for (const dtype of list) {
      const a = values(n, dtype)
      add(`${name} ${dtype} ${n}`, () => call(a), `a=${python(n, dtype)}`, `np.${name}(a)`)
    }
  }
  for (const [name, list] of Object.entries(BINARY)) {
    const call = np[name]
    for (const dtype of list) {
      const a = values(n, dtype)
      const b = a.copy()
      add(`${name} ${dtype} ${n}`, () => call(a, b), `a=${python(n, dtype)}\nb=a.copy()`, `np.${name}(a, b)`)
    }
  }
  for (const [name, list] of Object.entries(REDUCTIONS)) {
    const call = np[name]
    for (const dtype of list) {
      const a = name === 'any' ? np.zeros(n, dtype) : values(n, dtype)
      const made = name === 'any' ? `np.zeros(${n}, '${dtype}')` : python(n, dtype)
      add(`${name} ${dtype} ${n}`, () => call(a), `a=${made}`, `np.${name}(a)`)
    }
  }
  const f = values(n, 'float64')
  const i = values(n, 'int32')
  const g = values(n, 'float32')
  const made = `f=${python(n, 'float64')}\ni=${python(n, 'int32')}\ng=${python(n, 'float32')}\nm=f>50`
  const mask = np.greater(f, 50)
  add(`where ${n}`, () => np.where(mask, f, 0), made, 'np.where(m, f, 0.)')
  add(`float64 to int32 ${n}`, () => f.astype('int32'), made, "f.astype('int32')")
  add(`int32 to float64 ${n}`, () => i.astype('float64'), made, "i.astype('float64')")
  add(`float64 to float32 ${n}`, () => f.astype('float32'), made, "f.astype('float32')")
  add(`int32 + float64 ${n}`, () => np.add(i, f), made, 'np.add(i, f)')
  add(`float32 + float64 ${n}`, () => np.add(g, f), made, 'np.add(g, f)')
  add(`add scalar ${n}`, () => np.add(f, 2), made, 'np.add(f, 2)')
  if (n >= 1e3) {
    const half = f.get('::2')
    add(`stepped slice + 1 ${n}`, () => np.add(half, 1), made, 'np.add(f[::2], 1)')
    const columns = 100
    const rows = n / columns
    const A = f.reshape(rows, columns)
    const grid = `${made}\nA=f.reshape(${rows},${columns})\nr=A[0].copy()\nc=A[:, :1].copy()`
    const row = A.get(0).copy()
    const column = A.get(':', ':1').copy()
    add(`A + row ${n}`, () => np.add(A, row), grid, 'np.add(A, r)')
    add(`A + column ${n}`, () => np.add(A, column), grid, 'np.add(A, c)')
    for (const axis of [0, 1]) {
      add(`sum axis ${axis} ${n}`, () => np.sum(A, axis), grid, `np.sum(A, ${axis})`)
      add(`max axis ${axis} ${n}`, () => np.max(A, axis), grid, `np.max(A, ${axis})`)
    }
    const side = Math.floor(Math.sqrt(n))
    const S = values(side * side, 'float64').reshape(side, side)
    const square = `S=${python(side * side, 'float64')}.reshape(${side},${side})`
    add(`S + S.T ${n}`, () => np.add(S, S.T), square, 'np.add(S, S.T)')
    const v = S.get(0).copy()
    const w = v.reshape(side, 1)
    add(`outer ${n}`, () => np.multiply(w, v), `${square}\nv=S[0].copy()\nw=v.reshape(-1,1)`, 'np.multiply(w, v)')
  }
  const b = f.copy()
  const c = values(n, 'float64')
  add(
    `evaluate 2*a*b + sin(c) ${n}`,
    () => np.evaluate('2*a*b + sin(c)', { a: f, b, c }),
    `${made}\nb=f.copy()\nc=f.copy()`,
    '2*f*b + np.sin(c)',
  )
}

{
  const { stream_add } = await loadRaw()
  const n = 1e7
  const a = values(n, 'float64')
  const b = a.copy()
  const out = np.empty(n)
  cases.push({
    name: `add float64 ${n} (out)`,
    ours: () => np.add(a, b, { out }),
    setup: `a=${python(n, 'float64')}\nb=a.copy()\no=np.empty(${n})`,
    numpy: 'np.add(a, b, out=o)',
    raw: (count) => stream_add(n, count),
  })
}

try {
  await runCases(cases)
} finally {
  neighbour?.kill()
}
