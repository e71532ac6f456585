// Indexing beside NumPy: integer arrays, masks, take, put, where, nonzero, repeat. A word keeps the cases whose names hold it.
// `npm run bench -- indexing [word]`
import * as np from 'numblas'
import { runCases } from './harness.mjs'

const cases = []

for (const n of [1e3, 1e5, 1e6]) {
  const side = Math.round(Math.sqrt(n / 10))
  const setup = `
n = ${n}
a = np.arange(n, dtype='float64') * 7919 % 101
h = a.astype('float32')
i = (np.arange(n) * 7919) % n
half = i[::2].copy()
small = i.astype('int32')
m = a > 50
rare = a > 99
t = np.zeros(n)
v = a.copy()
g = a[:10 * ${side} ** 2].reshape(10 * ${side}, ${side})
rows = (np.arange(${side}) * 31) % (10 * ${side})
columns = (np.arange(${side}) * 31) % ${side}
k = m[:10 * ${side}]
kept = a[m]
r = np.arange(n) % 3
order = np.argsort(g, axis=1)
c = [a, v, h.astype('float64')]
pick = np.arange(n) % 3
`
  const a = np.remainder(np.multiply(np.arange(n), 7919), 101)
  const h = a.astype('float32')
  const i = np.remainder(np.multiply(np.arange(n), 7919), n).astype('int64')
  const half = i.get('::2').copy()
  const small = i.astype('int32')
  const m = np.greater(a, 50)
  const rare = np.greater(a, 99)
  const t = np.zeros(n)
  const v = a.copy()
  const g = a.get(`:${10 * side ** 2}`).reshape(10 * side, side)
  const rows = np.remainder(np.multiply(np.arange(side), 31), 10 * side).astype('int64')
  const columns = np.remainder(np.multiply(np.arange(side), 31), side).astype('int64')
  const k = m.get(`:${10 * side}`)
  const kept = a.get(m)
  const r = np.remainder(np.arange(n), 3).astype('int64')
  const order = np.argsort === undefined ? undefined : np.argsort(g, 1)
  const c = [a, v, h.astype('float64')]
  const add = (name, numpy, ours) => cases.push({ name: `${name} ${n}`, ours, setup, numpy })
  add('a[i]', 'a[i]', () => a.get(i))
  add('a[i] float32', 'h[i]', () => h.get(i))
  add('a[int32]', 'a[small]', () => a.get(small))
  add('a[half]', 'a[half]', () => a.get(half))
  add('a[rows]', 'g[rows]', () => g.get(rows))
  add('a[:, columns]', 'g[:, columns]', () => g.get(':', columns))
  add('a[rows, columns]', 'g[rows, columns]', () => g.get(rows, columns))
  add('a[ix_]', 'g[np.ix_(rows, columns)]', () => g.get(...np.ix_(rows, columns)))
  add('a[mask]', 'a[m]', () => a.get(m))
  add('a[mask] float32', 'h[m]', () => h.get(m))
  add('a[rare mask]', 'a[rare]', () => a.get(rare))
  add('a[row mask]', 'g[k]', () => g.get(k))
  add('a[i] = v', 't[i] = v', () => t.set([i], v))
  add('a[i] = 1', 't[i] = 1.', () => t.set([i], 1))
  add('a[rows] = 1', 'g[rows] = 1.', () => g.set([rows], 1))
  add('a[mask] = 0', 't[m] = 0.', () => t.set([m], 0))
  add('a[mask] = v', 't[m] = kept', () => t.set([m], kept))
  add('take', 'np.take(a, i)', () => np.take(a, i))
  add('take rows', 'np.take(g, rows, 0)', () => np.take(g, rows, 0))
  add('take columns', 'np.take(g, columns, 1)', () => np.take(g, columns, 1))
  add('take clip', "np.take(a, i, mode='clip')", () => np.take(a, i, { mode: 'clip' }))
  if (order !== undefined) {
    add('take_along_axis', 'np.take_along_axis(g, order, 1)', () => np.take_along_axis(g, order, 1))
  }
  add('put', 'np.put(t, i, v)', () => np.put(t, i, v))
  add('putmask', 'np.putmask(t, m, v)', () => np.putmask(t, m, v))
  add('place', 'np.place(t, m, kept)', () => np.place(t, m, kept))
  add('copyto where', 'np.copyto(t, v, where=m)', () => np.copyto(t, v, { where: m }))
  add('compress', 'np.compress(m, a)', () => np.compress(m, a))
  add('choose', 'np.choose(pick, c)', () => np.choose(r, c))
  add('where', 'np.where(m, a, v)', () => np.where(m, a, v))
  add('nonzero bool', 'np.nonzero(m)', () => np.nonzero(m))
  add('nonzero float64', 'np.nonzero(a)', () => np.nonzero(a))
  add('nonzero 2-D', 'np.nonzero(g > 50)', () => np.nonzero(np.greater(g, 50)))
  add('repeat', 'np.repeat(a, 3)', () => np.repeat(a, 3))
  add('repeat counts', 'np.repeat(a, r)', () => np.repeat(a, r))
  add('repeat rows', 'np.repeat(g, 2, 0)', () => np.repeat(g, 2, 0))
}

await runCases(cases)
