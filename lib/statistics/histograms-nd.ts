/** Histograms of points in several dimensions. */
import { expectBoolean, isNone, keywords } from '../core/arguments'
import { scalarArray, toArray } from '../core/array'
import { broadcastView } from '../core/broadcast'
import { FLOAT64, INT64 } from '../core/dtype'
import { describe, rangeError, typeError } from '../core/errors'
import { NDArray, shapeSize, sliceAxis } from '../core/ndarray'
import { operation } from '../core/operation'
import type { ArrayLike } from '../core/types'
import { callBinary, castArray } from '../core/ufunc'
import { getItem } from '../indexing/indexing'
import { reshapeArray } from '../manipulation/shapes'
import { sum } from '../reductions/reductions'
import { type Bins, binCount, equalEdges, givenEdges, outerEdges } from './bins'
import { countIntegers, edgePositions, type Range, sumWeights } from './counting'
import { bincount } from './histograms'

const call = (name: string, a: unknown, b: unknown, ...rest: unknown[]): NDArray =>
  callBinary(operation(name), a, b, rest) as NDArray

/** Bins of one dimension: their number or their edges. */
export type AxisBins = Exclude<Bins, string>

/** Keyword arguments of histograms in several dimensions. */
export interface HistogramDDOptions {
  /** Bins of every dimension, or a list of each one's. */
  readonly bins?: AxisBins | readonly AxisBins[]
  /** The outer edges in each dimension; the least and greatest coordinate where `null`. */
  readonly range?: readonly (Range | null)[] | null
  readonly density?: boolean | null
  readonly weights?: ArrayLike | null
}

const KEYWORDS = ['bins', 'range', 'density', 'weights'] as const

/** The coordinates of the points, one array per dimension. */
function coordinates(name: string, sample: unknown): NDArray[] {
  if (!(sample instanceof NDArray)) {
    const list = toArray(sample, name)
    if (list._shape.length > 2) throw tooDeep(name, list)
    const rows = reshapeArray(name, list, list._shape.length === 2 ? list._shape : [1, list._size])
    return Array.from({ length: rows._shape[0] }, (_, i) => getItem(rows, [i]) as NDArray)
  }
  if (sample._shape.length > 2) throw tooDeep(name, sample)
  const points = sample._shape.length === 2 ? sample : reshapeArray(name, sample, [sample._size, 1])
  return Array.from({ length: points._shape[1] }, (_, i) => getItem(points, [':', i]) as NDArray)
}

const tooDeep = (name: string, sample: NDArray): Error =>
  rangeError(`${name}: expected at most 2 dimensions, received ${sample._shape.length}`, 'ERR_SHAPE_MISMATCH')

/** The bins argument as one item for each dimension. */
function binsOfAxes(name: string, bins: unknown, dimensions: number): readonly unknown[] {
  const list = bins instanceof NDArray && bins._shape.length > 0 ? [...bins] : bins
  if (!Array.isArray(list)) return new Array(dimensions).fill(bins)
  if (list.length !== dimensions) {
    throw rangeError(
      `${name}: expected bins for each of ${dimensions} dimensions, received ${list.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return list
}

function edgesOfAxis(name: string, points: NDArray, bins: unknown, range: unknown): NDArray {
  if (typeof bins !== 'object' || bins === null || (bins instanceof NDArray && bins._shape.length === 0)) {
    const count = binCount(name, bins instanceof NDArray ? bins.item() : bins)
    return equalEdges(points, outerEdges(name, points, range), count, range)
  }
  const given = toArray(bins, name)
  if (given._shape.length !== 1) {
    throw rangeError(`${name}: expected bins of 1 dimension, received ${given._shape.length}`, 'ERR_SHAPE_MISMATCH')
  }
  return givenEdges(name, given)
}

// A grid of eight dimensions has some 10^8 cells: those that no point lies in are left as the zeros that they came as.
function countCells(cells: NDArray, length: number): NDArray {
  if (length <= cells._size) return countIntegers(cells, length)
  return sumWeights(cells, broadcastView('histogramdd', scalarArray(1, FLOAT64), cells._shape), length)
}

function histogramOf(name: string, points: readonly NDArray[], args: readonly unknown[]): [NDArray, NDArray[]] {
  const named = keywords(name, KEYWORDS, args)
  const { bins = 10, range, weights } = named
  const density = named.density === null ? false : expectBoolean(name, 'density', named.density, false)
  const dimensions = points.length
  const ofAxes = binsOfAxes(name, bins, dimensions)
  const ranges = isNone(range) ? new Array(dimensions).fill(null) : range
  if (!Array.isArray(ranges)) throw typeError(`${name}: expected a list of ranges, received ${describe(range)}`)
  if (ranges.length !== dimensions) {
    throw rangeError(
      `${name}: expected a range for each of ${dimensions} dimensions, received ${ranges.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const edges = points.map((axis, i) => edgesOfAxis(name, axis, ofAxes[i], ranges[i]))
  // One more place at each end for what lies outside.
  const places = edges.map((one) => one._size + 1)
  let flat: NDArray | undefined = points.length === 0 ? undefined : edgePositions(points[0], edges[0])
  for (let i = 1; i < dimensions; i++) {
    flat = call('add', call('multiply', flat, places[i]), edgePositions(points[i], edges[i]))
  }
  const cells = flat ?? castArray(toArray([]), INT64)
  const minlength = shapeSize(places, name)
  const weighted = !isNone(weights)
  const counts = castArray(
    weighted ? bincount(cells, weights as ArrayLike, minlength) : countCells(cells, minlength),
    FLOAT64,
  )
  const inside = new Array(dimensions).fill('1:-1')
  const hist = getItem(reshapeArray(name, counts, places), inside) as NDArray
  if (density) {
    const total = sum(hist)
    for (const [i, one] of edges.entries()) {
      const size = Math.max(0, one._size - 1)
      const widths = call('subtract', sliceAxis(one, 0, Math.min(1, one._size), size), sliceAxis(one, 0, 0, size))
      const along = places.map((_, d) => (d === i ? size : 1))
      call('divide', hist, reshapeArray(name, widths, along), { out: hist })
    }
    call('divide', hist, total, { out: hist })
  }
  return [hist, edges]
}

/**
 * How many points lie in each cell of a grid, and the edges of its bins in each dimension: `[hist, edges]`. Points are the
 * rows of an (N, D) array, or a list of D arrays of coordinates. Counts are float64.
 * @example np.histogramdd([[0, 1, 1], [0, 2, 3]], 2)[0] // array([[1., 0.], [0., 2.]])
 */
export function histogramdd(
  sample: ArrayLike | readonly ArrayLike[],
  bins?: HistogramDDOptions['bins'] | HistogramDDOptions,
  range?: HistogramDDOptions['range'] | HistogramDDOptions,
  density?: boolean | null | HistogramDDOptions,
  weights?: ArrayLike | null,
): [NDArray<'float64'>, NDArray[]]
export function histogramdd(sample: unknown, ...args: unknown[]): [NDArray, NDArray[]] {
  return histogramOf('histogramdd', coordinates('histogramdd', sample), args)
}

/**
 * How many points lie in each cell of a grid, and the edges of its bins: `[hist, x_edges, y_edges]`. The first axis counts
 * along x. Counts are float64.
 * @example np.histogram2d([0, 1, 1], [0, 2, 3], 2)[0] // array([[1., 0.], [0., 2.]])
 */
export function histogram2d(
  x: ArrayLike,
  y: ArrayLike,
  bins?: HistogramDDOptions['bins'] | HistogramDDOptions,
  range?: HistogramDDOptions['range'] | HistogramDDOptions,
  density?: boolean | null | HistogramDDOptions,
  weights?: ArrayLike | null,
): [NDArray<'float64'>, NDArray, NDArray]
export function histogram2d(x: ArrayLike, y: ArrayLike, ...args: unknown[]): [NDArray, NDArray, NDArray] {
  const name = 'histogram2d'
  const points = [toArray(x, name), toArray(y, name)]
  for (const one of points) {
    if (one._shape.length !== 1) {
      throw one._shape.length === 0
        ? typeError(`${name}: expected coordinates of 1 dimension, received a scalar`)
        : rangeError(
            `${name}: expected coordinates of 1 dimension, received ${one._shape.length}`,
            'ERR_SHAPE_MISMATCH',
          )
    }
  }
  if (points[0]._size !== points[1]._size) {
    throw rangeError(
      `${name}: expected as many coordinates x as y, received ${points[0]._size} and ${points[1]._size}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const { bins, ...rest } = keywords(name, KEYWORDS, args)
  const [hist, edges] = histogramOf(name, points, [
    { ...rest, ...(bins === undefined ? {} : { bins: sharedBins(bins) }) },
  ])
  return [hist, edges[0], edges[1]]
}

// One or more than two items are edges for both axes.
function sharedBins(bins: unknown): unknown {
  const list = bins instanceof NDArray && bins._shape.length > 0 ? [...bins] : bins
  if (!Array.isArray(list) || list.length === 2) return bins
  return list.length === 1 ? list : [bins, bins]
}
