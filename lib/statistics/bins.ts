/** The edges of a histogram's bins: the range, and the number of bins given or estimated. */
import { expectInteger, isNone } from '../core/arguments'
import { scalarArray, toArray } from '../core/array'
import { type DTypeInfo, FLOAT64 } from '../core/dtype'
import { halfToNumber, numberToHalf } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { type NDArray, sliceAxis } from '../core/ndarray'
import { operation } from '../core/operation'
import { callBinary, callUnary, castArray } from '../core/ufunc'
import { linspace } from '../creation/ranges'
import { compressArray } from '../indexing/gather'
import { any, max, min } from '../reductions/reductions'
import { type BinEdges, countEqualBins, type Range } from './counting'
import { percentile } from './quantiles'
import { mean, std } from './statistics'

/** Names of the ways to estimate a good number of bins. */
export type BinEstimator = 'auto' | 'doane' | 'fd' | 'rice' | 'scott' | 'sqrt' | 'stone' | 'sturges'

/** What an argument `bins` may be: a number of bins, their edges, or an estimator. */
export type Bins = number | bigint | readonly number[] | NDArray | BinEstimator

/** The dtype of computed edges: a float array's own, else float64. */
const edgesInfo = (array: NDArray): DTypeInfo => (array.info.kind === 'f' ? array.info : FLOAT64)

/** A number as a float dtype holds it. */
function rounded(info: DTypeInfo, value: number): number {
  if (info.name === 'float32') return Math.fround(value)
  return info.name === 'float16' ? halfToNumber(numberToHalf(value)) : value
}

const isGiven = (range: unknown): boolean => !isNone(range)

/** The outer edges: those given, else the least and the greatest element, moved apart where they are equal. */
export function outerEdges(name: string, array: NDArray, range: unknown): Range {
  let [first, last] = [0, 1]
  if (isGiven(range)) {
    const given = toArray(range, name)
    if (given._shape.length !== 1)
      throw typeError(`${name}: expected a range of two numbers, received ${describe(range)}`)
    if (given._size !== 2)
      throw rangeError(`${name}: expected a range of two numbers, received ${given._size}`, 'ERR_SHAPE_MISMATCH')
    ;[first, last] = castArray(given, FLOAT64).tolist() as [number, number]
    if (first > last) throw rangeError(`${name}: expected a range that rises, received ${first} to ${last}`)
  } else if (array._size > 0) {
    const value = (extreme: typeof min): number =>
      castArray(extreme(array, { keepdims: true }) as NDArray, FLOAT64).item() as number
    first = value(min)
    last = value(max)
  }
  if (!Number.isFinite(first) || !Number.isFinite(last))
    throw rangeError(`${name}: expected a finite range, received ${first} to ${last}`)
  if (first !== last) return [first, last]
  const info = isGiven(range) ? FLOAT64 : edgesInfo(array)
  return [rounded(info, first - 0.5), rounded(info, last + 0.5)]
}

/** The edges of `count` equal bins, in float64 or in the precision of a range that was found in the array. */
export function equalEdges(array: NDArray, [first, last]: Range, count: number, range: unknown): NDArray {
  const info = edgesInfo(array)
  if (isGiven(range) || array._size === 0 || info === FLOAT64) return linspace(first, last, count + 1)
  return linspace(scalarArray(first, info), scalarArray(last, info), count + 1)
}

/** Whether any element stands in the relation to the one behind it. */
export function anyBeforeNext(relation: 'greater' | 'greater_equal', array: NDArray): boolean {
  const size = Math.max(0, array._size - 1)
  const next = sliceAxis(array, 0, Math.min(1, array._size), size)
  return any(callBinary(operation(relation), sliceAxis(array, 0, 0, size), next, []) as NDArray) as boolean
}

/** A number of bins. Throws `TypeError` for what is no integer, `RangeError` for less than one. */
export function binCount(name: string, bins: unknown): number {
  const count = expectInteger(name, 'bins', bins)
  if (count < 1) throw rangeError(`${name}: expected at least 1 bin, received ${count}`)
  return count
}

/** Edges as an array. Throws `RangeError` where they fall. */
export function givenEdges(name: string, edges: NDArray): NDArray {
  if (anyBeforeNext('greater', edges)) throw rangeError(`${name}: expected edges that rise, received ones that fall`)
  return edges
}

/** What the arguments `bins` and `range` mean for a flat array. */
export function binEdges(name: string, array: NDArray, bins: unknown, range: unknown, weighted: boolean): BinEdges {
  if (typeof bins === 'object' && bins !== null) {
    const given = toArray(bins, name)
    if (given._shape.length === 1) return { edges: givenEdges(name, given), range: undefined }
    if (given._shape.length > 1) {
      throw rangeError(
        `${name}: expected bins of 1 dimension, received ${given._shape.length} dimensions`,
        'ERR_SHAPE_MISMATCH',
      )
    }
  }
  const known = typeof bins === 'string' ? undefined : binCount(name, bins)
  if (known === undefined) checkEstimator(name, bins as string, weighted)
  const outer = outerEdges(name, array, range)
  const count = known ?? estimateBins(array, bins as BinEstimator, outer, range)
  const edges = castArray(equalEdges(array, outer, count, range), edgesInfo(array))
  if (anyBeforeNext('greater_equal', edges))
    throw rangeError(`${name}: expected bins wide enough to be told apart, received ${count} in so small a range`)
  return { edges, range: outer }
}

/** What estimators look at. */
interface Sample {
  readonly array: NDArray
  readonly size: number
  /** The distance from the least to the greatest element. */
  readonly spread: number
  /** Rounds what Python's numbers and the array's scalars give together to the array's precision. */
  readonly round: (value: number) => number
  readonly range: Range
}

/** A width, and whether it has float64's precision whatever the array has. */
type Width = readonly [width: number, double: boolean]

const ESTIMATORS: Readonly<Record<BinEstimator, (sample: Sample) => Width>> = {
  auto: (sample) => {
    const [fd, fdDouble] = ESTIMATORS.fd(sample)
    const half = ESTIMATORS.sqrt(sample)[0] / 2
    const [wide, wideDouble]: Width = half > fd ? [half, true] : [fd, fdDouble]
    const [sturges] = ESTIMATORS.sturges(sample)
    return sturges < wide ? [sturges, true] : [wide, wideDouble]
  },
  doane: ({ array, size, spread }) => {
    if (size <= 2) return [0, true]
    const deviation = std(array) as number
    if (!(deviation > 0)) return [0, true]
    const call = (name: string, a: unknown, b: unknown): NDArray => callBinary(operation(name), a, b, []) as NDArray
    const scaled = call('divide', call('subtract', castArray(array, edgesInfo(array)), mean(array)), deviation)
    const skewness = mean(call('power', scaled, 3)) as number
    const error = Math.sqrt((6 * (size - 2)) / ((size + 1) * (size + 3)))
    return [spread / (1 + Math.log2(size) + Math.log2(1 + Math.abs(skewness) / error)), true]
  },
  fd: ({ array, size, round }) => {
    const [high, low] = (percentile(array, [75, 25]) as NDArray).tolist() as [number, number]
    return [round(round(2 * round(high - low)) * round(size ** (-1 / 3))), false]
  },
  rice: ({ size, spread, round }) => [round(spread / round(2 * size ** (1 / 3))), false],
  scott: ({ array, size, round }) => [
    round(round(((24 * Math.PI ** 0.5) / size) ** (1 / 3)) * (std(array) as number)),
    false,
  ],
  sqrt: ({ size, spread }) => [spread / Math.sqrt(size), true],
  stone: ({ array, size, spread, round, range }) => {
    if (size <= 1 || spread === 0) return [0, true]
    const most = Math.max(100, Math.floor(Math.sqrt(size)))
    let best = 1
    let least = Number.POSITIVE_INFINITY
    for (let bins = 1; bins <= most; bins++) {
      const edges = castArray(equalEdges(array, range, bins, range), edgesInfo(array))
      const counts = countEqualBins(array, { edges, range }).tolist() as number[]
      const squares = counts.reduce((sum, count) => sum + (count / size) ** 2, 0)
      const risk = (2 - (size + 1) * squares) / round(spread / bins)
      if (risk < least) [best, least] = [bins, risk]
    }
    return [round(spread / best), false]
  },
  sturges: ({ size, spread }) => [spread / (Math.log2(size) + 1), true],
}

function checkEstimator(name: string, bins: string, weighted: boolean): void {
  if (!Object.hasOwn(ESTIMATORS, bins)) {
    const names = Object.keys(ESTIMATORS).join("', '")
    throw rangeError(`${name}: expected a number of bins, their edges or one of '${names}', received ${describe(bins)}`)
  }
  if (weighted) throw typeError(`${name}: expected no weights beside bins that are estimated, received some`)
}

// The elements inside the range decide.
function estimateBins(whole: NDArray, estimator: BinEstimator, outer: Range, range: unknown): number {
  let array = whole
  if (isGiven(range)) {
    const numbers = castArray(whole, edgesInfo(whole))
    const inside = ['greater_equal', 'less_equal'].map((name, i) => callBinary(operation(name), numbers, outer[i], []))
    array = compressArray(whole, callBinary(operation('logical_and'), inside[0], inside[1], []) as NDArray)
  }
  if (array._size === 0) return 1
  const info = edgesInfo(array)
  const round = (value: number): number => rounded(info, value)
  const high = max(array, { keepdims: true }) as NDArray
  const distance = callUnary(
    operation('absolute'),
    callBinary(operation('subtract'), castArray(high, info), min(array, { keepdims: true }), []),
    [],
  ) as NDArray
  const spread = castArray(distance, FLOAT64).item() as number
  const [estimate, double] = ESTIMATORS[estimator]({ array, size: array._size, spread, round, range: outer })
  if (!estimate) return 1
  const width = array.info.kind !== 'f' && estimate < 1 ? 1 : estimate
  // A given range is of float64 beside the array's scalars.
  const bins = (outer[1] - outer[0]) / width
  return Math.ceil(double || isGiven(range) ? bins : round(bins))
}
