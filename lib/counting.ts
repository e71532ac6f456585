/** Elements counted into bins by the native rows (binding/sort/histogram.cc). */
import { scalarArray } from './array'
import { copyInto, operation, runCore } from './call'
import { dtypeInfo } from './dtype'
import { type NDArray, newArray, sliceAxis } from './ndarray'
import { promoteTypes } from './promotion'
import { searchPositions } from './sorting'
import { callBinary, castArray } from './ufunc'

const INT64 = dtypeInfo('int64')
const FLOAT64 = dtypeInfo('float64')

const call = (name: string, a: unknown, b: unknown): NDArray => callBinary(operation(name), a, b, []) as NDArray

export type Range = readonly [first: number, last: number]

/** The bins of a histogram. */
export interface BinEdges {
  readonly edges: NDArray
  /** The outer edges of equal bins; none where the edges were given. */
  readonly range: Range | undefined
}

/** How often each of 0 … length - 1 occurs. */
export function countIntegers(array: NDArray, length: number): NDArray<'int64'> {
  const result = newArray(INT64, [length], length, false)
  const op = operation('bincount')
  if (length > 0) runCore(op, op.typed[0], [array, result], [], [array.size, length])
  return result as NDArray<'int64'>
}

/** The sums of the weights of each of 0 … length - 1. */
export function sumWeights(array: NDArray, weights: NDArray, length: number): NDArray<'float64'> {
  const result = newArray(FLOAT64, [length], length, false)
  const op = operation('weighted_bincount')
  const operands = [array, castArray(weights, FLOAT64), result]
  if (length > 0) runCore(op, op.typed[0], operands, [], [array.size, length])
  return result as NDArray<'float64'>
}

/** How many elements, or which weights, lie in bins of equal width. */
export function countEqualBins(array: NDArray, { edges, range }: BinEdges, weights?: NDArray): NDArray {
  const [first, last] = roundedRange(array, range!)
  const bins = edges.size - 1
  const data = castArray(array, FLOAT64)
  const places = castArray(edges, FLOAT64)
  const run = (own: NDArray | undefined): NDArray => {
    const result = newArray(own === undefined ? INT64 : FLOAT64, [bins], bins, false)
    const op = operation(own === undefined ? 'histogram' : 'weighted_histogram')
    const operands = own === undefined ? [data, places, result] : [data, own, places, result]
    runCore(op, op.typed[0], operands, [], [data.size, edges.size, bins], [first, last])
    return result
  }
  return weights === undefined ? run(undefined) : eachPart(weights, run)
}

// A float array's own precision decides what lies in the range.
function roundedRange(array: NDArray, range: Range): Range {
  if (array.info.kind !== 'f' || array.info === FLOAT64) return range
  return range.map((edge) => castArray(scalarArray(edge, array.info), FLOAT64).item()) as unknown as Range
}

/** Sums of weights in float64, cast to their dtype; complex ones part by part. */
function eachPart(weights: NDArray, sums: (part: NDArray) => NDArray): NDArray {
  if (weights.info.kind !== 'c') return castArray(sums(castArray(weights, FLOAT64)), weights.info)
  const real = sums(castArray(weights.real, FLOAT64))
  const result = newArray(weights.info, real.shape, real.size, false)
  copyInto(result.real, real)
  copyInto(result.imag, sums(castArray(weights.imag, FLOAT64)))
  return result
}

/** How many elements, or which weights, lie in bins between these edges. */
export function countBetween(array: NDArray, edges: NDArray, weights: NDArray | undefined): NDArray {
  const info = promoteTypes(array.info, edges.info)
  const places = castArray(edges, info)
  const data = castArray(array, info)
  const bins = Math.max(0, edges.size - 1)
  // 0 before the first edge; elements on the last edge, and what lies behind it, come at the end.
  const positions = searchPositions(places, data, true)
  const inside = (counts: NDArray): NDArray => sliceAxis(counts, 0, Math.min(1, edges.size), bins)
  if (bins === 0) return newArray(weights?.info ?? INT64, [0], 0, true)
  const onLast = call('equal', data, sliceAxis(places, 0, edges.size - 1, 1))
  const moved = call('subtract', positions, onLast)
  if (weights === undefined) return inside(countIntegers(moved, edges.size + 1))
  return eachPart(weights, (part) => inside(sumWeights(moved, part, edges.size + 1)))
}
