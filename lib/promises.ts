/**
 * `np.promises`: the functions that can take long, on the library's own threads. Each is the synchronous function itself
 * (lib/asynchronous.ts), with one more option, `signal`: a new function costs a word here.
 *
 * Arguments are read at the call: arrays are copied then, so that they may change or be transferred afterwards (memory
 * that is a SharedArrayBuffer is not copied). An `out` array is written when the work is done.
 */
import { mirror, promised } from './asynchronous'
import { evaluate } from './evaluate/evaluate'
import { argwhere, compress, extract, flatnonzero, nonzero, select, where } from './indexing/selection'
import { choose, repeat, take, take_along_axis } from './indexing/take'
import * as synchronous from './linalg'
import { concatenate } from './manipulation/joining'
import { diff, ediff1d, gradient, trapezoid } from './mathematics/calculus'
import { interp } from './mathematics/interpolation'
import { clip, nan_to_num } from './mathematics/limits'
import { round } from './mathematics/rounding'
import { convolve, correlate } from './mathematics/signal'
import { einsum } from './products/einsum'
import { dot, matmul } from './products/products'
import * as tensorProducts from './products/tensor-products'
import { cumprod, cumsum, cumulative_prod, cumulative_sum } from './reductions/cumulative'
import * as nanReductions from './reductions/nan-reductions'
import { all, amax, amin, any, argmax, argmin, count_nonzero, max, min, prod, ptp, sum } from './reductions/reductions'
import * as sets from './sorting/sets'
import { argpartition, argsort, lexsort, partition, searchsorted, sort, sort_complex } from './sorting/sorting'
import { corrcoef, cov } from './statistics/covariance'
import { bincount, digitize, histogram } from './statistics/histograms'
import { histogram2d, histogramdd } from './statistics/histograms-nd'
import { median, nanmedian, nanpercentile, nanquantile, percentile, quantile } from './statistics/quantiles'
import { average, mean, std, var as var_ } from './statistics/statistics'
import * as ufuncs from './ufuncs'

// `promised` keeps the type parameters of a function of one signature, which `mirror` can't.

/** The asynchronous `np.linalg`. */
export const linalg = {
  ...mirror('linalg.', synchronous),
  solve: promised('linalg.solve', synchronous.solve),
}

const products = {
  ...{ dot: promised('dot', dot), matmul: promised('matmul', matmul) },
  ...mirror('', { ...tensorProducts, einsum, convolve, correlate, corrcoef, cov }),
}

const reductions = mirror('', {
  ...{ all, amax, amin, any, argmax, argmin, average, count_nonzero, max, mean, min, prod, ptp, std, sum, var: var_ },
  ...{ cumprod, cumsum, cumulative_prod, cumulative_sum, ...nanReductions },
  ...{ median, nanmedian, nanpercentile, nanquantile, percentile, quantile },
  ...{ bincount, digitize, histogram, histogram2d, histogramdd, trapezoid },
})

const elementwise = mirror('', {
  ...{ clip, diff, ediff1d, evaluate, gradient, interp, nan_to_num, round, select, where },
  ...ufuncs,
})

const order = mirror('', {
  ...{ argpartition, argsort, lexsort, partition, searchsorted, sort, sort_complex },
  ...sets,
})

const choice = mirror('', {
  ...{ argwhere, choose, compress, concatenate, extract, flatnonzero, nonzero, repeat, take, take_along_axis },
})

/**
 * The functions that can take long, returning promises: the event loop stays free while the library's own threads work
 * (libuv's, which serve `fs` and `dns`, are not used). Each takes the synchronous function's arguments and `{ signal }`.
 * A promise is rejected with what the synchronous function throws, or with an `AbortError` (code `ABORT_ERR`).
 * @example await np.promises.linalg.solve([[3, 1], [1, 2]], [9, 8]) // array([2., 3.])
 */
export const promises = { linalg, ...elementwise, ...products, ...reductions, ...order, ...choice }
