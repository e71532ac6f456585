// Statistics, calculus and signals beside NumPy at 1e3, 1e5 and 1e6 elements: convolve, correlate, interp, diff, gradient,
// clip, round, isclose, nan_to_num, cov, polyval. A word keeps the cases whose names hold it. `npm run bench -- statistics [word]`
import * as np from 'numblas'
import { runCases } from './harness.mjs'

/** The same values on both sides: of both signs, not sorted, with fractions. */
const values = (n, dtype) =>
  np.asarray(np.subtract(np.divide(np.remainder(np.multiply(np.arange(n), 7919), 1009), 7), 70), dtype)
const python = (n, dtype = 'float64') => `((np.arange(${n}.)*7919%1009)/7-70).astype('${dtype}')`

const cases = []
const add = (name, ours, setup, numpy) => cases.push({ name, ours, setup, numpy })

for (const n of [1e3, 1e5, 1e6]) {
  for (const dtype of ['float64', 'float32', 'int32']) {
    const a = values(n, dtype)
    const setup = `a=${python(n, dtype)}`
    add(`clip ${dtype} ${n}`, () => np.clip(a, -20, 20), setup, 'np.clip(a, -20, 20)')
    add(`diff ${dtype} ${n}`, () => np.diff(a), setup, 'np.diff(a)')
    add(`isclose ${dtype} ${n}`, () => np.isclose(a, a), setup, 'np.isclose(a, a)')
  }
  for (const dtype of ['float64', 'float32']) {
    const a = values(n, dtype)
    const setup = `a=${python(n, dtype)}`
    add(`round 2 ${dtype} ${n}`, () => np.round(a, 2), setup, 'np.round(a, 2)')
    add(`round ${dtype} ${n}`, () => np.round(a), setup, 'np.round(a)')
    add(`nan_to_num ${dtype} ${n}`, () => np.nan_to_num(a), setup, 'np.nan_to_num(a)')
    add(`gradient ${dtype} ${n}`, () => np.gradient(a), setup, 'np.gradient(a)')
    add(`trapezoid ${dtype} ${n}`, () => np.trapezoid(a), setup, 'np.trapezoid(a)')
    add(`array_equal ${dtype} ${n}`, () => np.array_equal(a, a), setup, 'np.array_equal(a, a)')
  }
  for (const [dtype, taps] of [
    ['float64', 5],
    ['float64', 64],
    ['float32', 64],
    ['complex128', 64],
    ['int32', 16],
    ['float64', 1000],
  ]) {
    if (n * taps > 2e8) continue
    const a = values(n, dtype)
    const v = values(taps, dtype)
    const setup = `a=${python(n, dtype)}\nv=${python(taps, dtype)}`
    add(`convolve ${dtype} ${n} x ${taps}`, () => np.convolve(a, v), setup, 'np.convolve(a, v)')
    add(`correlate ${dtype} ${n} x ${taps}`, () => np.correlate(a, v), setup, 'np.correlate(a, v)')
  }
  const a = values(n, 'float64')
  const made = `a=${python(n)}`
  const xp = np.arange(-75, 80, 0.5)
  const knots = `${made}\nxp=np.arange(-75, 80, 0.5)\nfp=np.sin(xp)`
  const fp = np.sin(xp)
  const ordered = np.linspace(-76, 80, n)
  add(`interp ${n}`, () => np.interp(a, xp, fp), knots, 'np.interp(a, xp, fp)')
  add(
    `interp in order ${n}`,
    () => np.interp(ordered, xp, fp),
    `${knots}\ns=np.linspace(-76, 80, ${n})`,
    'np.interp(s, xp, fp)',
  )
  const places = np.arange(n)
  add(`interp, many points ${n}`, () => np.interp(xp, places, a), `${knots}\nk=np.arange(${n}.)`, 'np.interp(xp, k, a)')
  add(`unwrap ${n}`, () => np.unwrap(a), made, 'np.unwrap(a)')
  add(`sinc ${n}`, () => np.sinc(a), made, 'np.sinc(a)')
  add(`i0 ${n}`, () => np.i0(a), made, 'np.i0(a)')
  add(`angle ${n}`, () => np.angle(a), made, 'np.angle(a)')
  add(`polyval ${n}`, () => np.polyval([1, 2, 3, 4, 5], a), made, 'np.polyval([1., 2, 3, 4, 5], a)')
  const m = a.reshape(10, n / 10)
  add(`cov 10 x ${n / 10}`, () => np.cov(m), `${made}\nm=a.reshape(10,-1)`, 'np.cov(m)')
  add(`corrcoef 10 x ${n / 10}`, () => np.corrcoef(m), `${made}\nm=a.reshape(10,-1)`, 'np.corrcoef(m)')
}

await runCases(cases)
