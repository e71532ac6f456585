// Sorting, searching, sets and counting beside NumPy. A word keeps the cases whose names hold it:
// `npm run bench -- sorting [word]`
import * as np from 'numblas'
import { runCases } from './harness.mjs'

const sizes = [1e3, 1e5, 1e6]

/** The same values on both sides, in no order: fractions of the golden ratio's multiples, or few different integers. */
const fractions = (n) => np.remainder(np.multiply(np.arange(1, n + 1), 0.6180339887498949), 1)
const MADE = {
  float64: [fractions, (n) => `np.arange(1., ${n + 1})*0.6180339887498949%1`],
  float32: [
    (n) => fractions(n).astype('float32'),
    (n) => `(np.arange(1., ${n + 1})*0.6180339887498949%1).astype('f4')`,
  ],
  int32: [
    (n) => np.multiply(fractions(n), 2 ** 31).astype('int32'),
    (n) => `((np.arange(1., ${n + 1})*0.6180339887498949%1)*2**31).astype('i4')`,
  ],
  int64: [
    (n) => np.multiply(fractions(n), 2 ** 62).astype('int64'),
    (n) => `((np.arange(1., ${n + 1})*0.6180339887498949%1)*2**62).astype('i8')`,
  ],
  'few int64': [
    (n) => np.multiply(fractions(n), 101).astype('int64'),
    (n) => `((np.arange(1., ${n + 1})*0.6180339887498949%1)*101).astype('i8')`,
  ],
  uint8: [
    (n) => np.multiply(fractions(n), 256).astype('uint8'),
    (n) => `((np.arange(1., ${n + 1})*0.6180339887498949%1)*256).astype('u1')`,
  ],
}

const cases = []
const add = (name, ours, setup, numpy) => cases.push({ name, ours, setup, numpy })

for (const n of sizes) {
  for (const [dtype, [make, python]] of Object.entries(MADE)) {
    const a = make(n)
    const made = `a=${python(n)}`
    const label = `${dtype} ${n}`
    add(`sort ${label}`, () => np.sort(a), made, 'np.sort(a)')
    add(`sort stable ${label}`, () => np.sort(a, { kind: 'stable' }), made, "np.sort(a, kind='stable')")
    add(`argsort ${label}`, () => np.argsort(a), made, 'np.argsort(a)')
    add(`partition ${label}`, () => np.partition(a, n >> 1), made, `np.partition(a, ${n >> 1})`)
    if (dtype !== 'uint8') add(`unique ${label}`, () => np.unique(a), made, 'np.unique(a)')
  }
  const f = fractions(n)
  const k = MADE['few int64'][0](n)
  const made = `f=${MADE.float64[1](n)}\nk=${MADE['few int64'][1](n)}\ns=np.sort(f)\nA=f.reshape(-1,100)\ne=np.linspace(0,1,20)**2`
  const s = np.sort(f)
  const A = f.reshape(-1, 100)
  const e = np.power(np.linspace(0, 1, 20), 2)
  const w = f
  add(`argpartition ${n}`, () => np.argpartition(f, 10), made, 'np.argpartition(f, 10)')
  add(`median ${n}`, () => np.median(f), made, 'np.median(f)')
  add(`lexsort ${n}`, () => np.lexsort([f, k]), made, 'np.lexsort((f, k))')
  add(`sort rows ${n}`, () => np.sort(A), made, 'np.sort(A)')
  add(`sort columns ${n}`, () => np.sort(A, 0), made, 'np.sort(A, 0)')
  add(`searchsorted ${n}`, () => np.searchsorted(s, f), made, 'np.searchsorted(s, f)')
  add(`searchsorted, sorted ${n}`, () => np.searchsorted(s, s), made, 'np.searchsorted(s, s)')
  add(`digitize ${n}`, () => np.digitize(f, e), made, 'np.digitize(f, e)')
  add(
    `unique with inverse ${n}`,
    () => np.unique(k, { return_inverse: true }),
    made,
    'np.unique(k, return_inverse=True)',
  )
  add(`unique with counts ${n}`, () => np.unique(k, { return_counts: true }), made, 'np.unique(k, return_counts=True)')
  add(`isin ${n}`, () => np.isin(f, s.get('::3')), made, 'np.isin(f, s[::3])')
  add(`isin of integers ${n}`, () => np.isin(k, [3n, 5n, 8n]), made, 'np.isin(k, [3, 5, 8])')
  add(`intersect1d ${n}`, () => np.intersect1d(f, s.get('::3')), made, 'np.intersect1d(f, s[::3])')
  add(`histogram ${n}`, () => np.histogram(f, 50), made, 'np.histogram(f, 50)')
  add(`histogram of edges ${n}`, () => np.histogram(f, e), made, 'np.histogram(f, e)')
  add(
    `histogram with weights ${n}`,
    () => np.histogram(f, { bins: 50, weights: w }),
    made,
    'np.histogram(f, 50, weights=f)',
  )
  add(`histogram2d ${n}`, () => np.histogram2d(f, s, 20), made, 'np.histogram2d(f, s, 20)')
  add(`bincount ${n}`, () => np.bincount(k), made, 'np.bincount(k)')
  add(`bincount with weights ${n}`, () => np.bincount(k, w), made, 'np.bincount(k, f)')
}

await runCases(cases)
