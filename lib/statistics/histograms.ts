/** Counting: how often integers occur, and how many elements lie in each bin. */
import { expectBoolean, expectInteger, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { FLOAT64, UINT8 } from '../core/dtype'
import { formatShape, rangeError, typeError } from '../core/errors'
import { type NDArray, sameShape, sliceAxis } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike } from '../core/types'
import { callBinary, castArray } from '../core/ufunc'
import { indexArray } from '../indexing/gather'
import { ravel } from '../manipulation/shapes'
import { sum } from '../reductions/reductions'
import { searchsorted } from '../sorting/sorting'
import { type Bins, binEdges } from './bins'
import { countBetween, countEqualBins, countIntegers, extentOf, type Range, sumWeights } from './counting'

const call = (name: string, a: unknown, b: unknown): NDArray => callBinary(operation(name), a, b, []) as NDArray

/** Keyword arguments of `bincount`. */
export interface BinCountOptions {
  /** What each occurrence counts; sums are float64 then. */
  readonly weights?: ArrayLike | null
  /** The least length of the result. */
  readonly minlength?: number
}

/**
 * How often each of the integers 0, 1, … occurs, or the sums of their weights. Throws `RangeError` for negative integers,
 * `TypeError` for others than integers.
 * @example np.bincount([0, 1, 1, 3]) // array([1, 2, 0, 1])
 */
export function bincount(x: ArrayLike, options?: BinCountOptions & { readonly weights?: null }): NDArray<'int64'>
export function bincount(
  x: ArrayLike,
  weights?: ArrayLike | null | BinCountOptions,
  minlength?: number | BinCountOptions,
): NDArray<'int64'> | NDArray<'float64'>
export function bincount(x: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'bincount'
  const named = keywords(name, ['weights', 'minlength'], args)
  const array = indexArray(name, x)
  if (array._shape.length !== 1) {
    throw rangeError(`${name}: expected 1 dimension, received ${array._shape.length} dimensions`, 'ERR_SHAPE_MISMATCH')
  }
  const least = named.minlength === undefined ? 0 : expectInteger(name, 'minlength', named.minlength)
  if (least < 0) throw rangeError(`${name}: expected a minlength of at least 0, received ${least}`, 'ERR_SIZE')
  const [low, high] = array._size > 0 ? extentOf(array) : [0, -1]
  if (low < 0) throw rangeError(`${name}: expected integers of at least 0, received ${low}`)
  const length = Math.max(least, Number(high) + 1)
  const weights = isNone(named.weights) ? undefined : toArray(named.weights, name)
  if (weights === undefined || (array._size === 0 && weights._size === 0)) return countIntegers(array, length)
  if (weights.info.kind === 'c')
    throw typeError(`${name}: expected real weights, received ${weights.info.name}`, 'ERR_CASTING')
  if (!sameShape(weights._shape, array._shape)) {
    throw rangeError(
      `${name}: expected weights of the shape ${formatShape(array._shape)}, received ${formatShape(weights._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return sumWeights(array, weights, length)
}

/**
 * The bin that each element lies in, among bins between rising or falling edges: 0 before the first edge, their number
 * behind the last. An element on an edge belongs to the bin behind it, or with `right` to the one before.
 * @example np.digitize([0.2, 6.4, 3], [0, 1, 2.5, 4]) // array([1, 4, 3])
 */
export function digitize(x: number, bins: ArrayLike, right?: boolean | { readonly right?: boolean }): number
export function digitize(
  x: ArrayLike,
  bins: ArrayLike,
  right?: boolean | { readonly right?: boolean },
): NDArray<'int64'>
export function digitize(x: ArrayLike, bins: ArrayLike, ...args: unknown[]): unknown {
  const name = 'digitize'
  const right = expectBoolean(name, 'right', keywords(name, ['right'], args).right, false)
  const array = toArray(x, name)
  const edges = toArray(bins, name)
  for (const { info } of [array, edges]) {
    if (info.kind === 'c') throw typeError(`${name}: expected real numbers, received ${info.name}`, 'ERR_DTYPE')
  }
  if (edges._shape.length !== 1) {
    throw rangeError(
      `${name}: expected bins of 1 dimension, received ${edges._shape.length} dimensions`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const side = right ? 'left' : 'right'
  const direction = directionOf(edges)
  if (direction === 0) throw rangeError(`${name}: expected bins that rise or fall, received ones that do both`)
  const needles = typeof x === 'number' ? x : array
  if (direction > 0) return searchsorted(edges, needles, side)
  const rising = sliceAxis(edges, 0, edges._size - 1, edges._size, -1)
  return callBinary(operation('subtract'), edges._size, searchsorted(rising, needles, side), [])
}

// The first two different elements decide; a NaN among later ones is let pass, as NumPy does.
function directionOf(edges: NDArray): -1 | 0 | 1 {
  const values = castArray(edges, FLOAT64).tolist() as number[]
  let i = 1
  while (i < values.length && values[i] === values[0]) i++
  if (i >= values.length) return 1
  const rises = values[0] < values[i]
  for (; i < values.length; i++) if (rises ? values[i - 1] > values[i] : values[i - 1] < values[i]) return 0
  return rises ? 1 : -1
}

/** Keyword arguments of histograms. */
export interface HistogramOptions {
  /** The number of bins (10), their edges, or the name of an estimator. */
  readonly bins?: Bins
  /** The outer edges of the bins; the least and the greatest element when left out. */
  readonly range?: Range | null
  /** Whether to give the probability density: counts divided by the bins' widths and by their sum. */
  readonly density?: boolean | null
  /** What each element counts. */
  readonly weights?: ArrayLike | null
}

interface Flat {
  readonly array: NDArray
  readonly weights: NDArray | undefined
}

function flatWithWeights(name: string, a: ArrayLike, weights: unknown): Flat {
  const given = toArray(a, name)
  if (given.info.kind === 'c')
    throw typeError(`${name}: expected real numbers, received ${given.info.name}`, 'ERR_DTYPE')
  const array = ravel(given.info.kind === 'b' ? castArray(given, UINT8) : given)
  if (isNone(weights)) return { array, weights: undefined }
  const own = toArray(weights, name)
  if (!sameShape(own._shape, given._shape)) {
    throw rangeError(
      `${name}: expected weights of the shape ${formatShape(given._shape)}, received ${formatShape(own._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return { array, weights: ravel(own) }
}

/**
 * The edges of the bins that `histogram` would use.
 * @example np.histogram_bin_edges([0, 1, 2, 4], 4) // array([0., 1., 2., 3., 4.])
 */
export function histogram_bin_edges(
  a: ArrayLike,
  bins?: Bins | Omit<HistogramOptions, 'density'>,
  range?: Range | null | Omit<HistogramOptions, 'density'>,
  weights?: ArrayLike | null,
): NDArray
export function histogram_bin_edges(a: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'histogram_bin_edges'
  const { bins = 10, range, weights } = keywords(name, ['bins', 'range', 'weights'], args)
  const flat = flatWithWeights(name, a, weights)
  return binEdges(name, flat.array, bins, range, flat.weights !== undefined).edges
}

/**
 * How many elements lie in each bin, and the bins' edges: `[hist, bin_edges]`. The last bin holds its right edge, too;
 * elements outside and NaN are left out. Throws `RangeError` for a range that is not finite.
 * @example np.histogram([1, 2, 1, 4], { bins: [0, 1, 2, 3] })[0] // array([0, 2, 1])
 */
export function histogram(a: ArrayLike, bins?: Bins | HistogramOptions, options?: HistogramOptions): [NDArray, NDArray]
export function histogram(
  a: ArrayLike,
  bins: Bins,
  range: Range | null,
  density?: boolean | null | HistogramOptions,
  weights?: ArrayLike | null,
): [NDArray, NDArray]
export function histogram(a: ArrayLike, ...args: unknown[]): [NDArray, NDArray] {
  const name = 'histogram'
  const named = keywords(name, ['bins', 'range', 'density', 'weights'], args)
  const { bins = 10, range } = named
  const density = named.density === null ? false : expectBoolean(name, 'density', named.density, false)
  const { array, weights } = flatWithWeights(name, a, named.weights)
  const found = binEdges(name, array, bins, range, weights !== undefined)
  const { edges } = found
  const counts = found.range === undefined ? countBetween(array, edges, weights) : countEqualBins(array, found, weights)
  if (!density) return [counts, edges]
  const widths = castArray(call('subtract', behind(edges), before(edges)), FLOAT64)
  return [call('divide', call('divide', counts, widths), sum(counts)), edges]
}

const before = (array: NDArray): NDArray => sliceAxis(array, 0, 0, Math.max(0, array._size - 1))
const behind = (array: NDArray): NDArray => sliceAxis(array, 0, Math.min(1, array._size), Math.max(0, array._size - 1))
