/** Elements counted into bins by the native rows (binding/sort/histogram.cc). */
import { scalarArray } from '../core/array'
import { runCore } from '../core/call'
import { copyInto } from '../core/copy'
import { type DTypeInfo, FLOAT64, INT64 } from '../core/dtype'
import { readElement } from '../core/elements'
import { type NDArray, newArray, sliceAxis } from '../core/ndarray'
import { type Loop, type Operation, operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import { callBinary, castArray } from '../core/ufunc'
import { searchPositions } from '../sorting/sorting'

export type Range = readonly [first: number, last: number]

/** The bins of a histogram. */
export interface BinEdges {
  readonly edges: NDArray
  /** The outer edges of equal bins; none where the edges were given. */
  readonly range: Range | undefined
}

const loopFor = (op: Operation, info: DTypeInfo): Loop => op.typed.find((loop) => loop.inputs[0] === info) as Loop

/** The least and the greatest of int64 numbers, of which there are some. */
export function extentOf(array: NDArray): [low: number, high: number] {
  const op = operation('extent')
  const result = newArray(INT64, [2], 2, false)
  runCore(op, op.typed[0], [array, result], [], [array._size, 2])
  const read = (i: number): number => readElement(INT64, result.storage, result.offset + i * 8) as number
  return [read(0), read(1)]
}

/** How often each of 0 … length - 1 occurs. */
export function countIntegers(array: NDArray, length: number): NDArray<'int64'> {
  const result = newArray(INT64, [length], length, true)
  const op = operation('bincount')
  if (length > 0) runCore(op, op.typed[0], [array, result], [], [array._size, length])
  return result as NDArray<'int64'>
}

/** The sums of the weights of each of 0 … length - 1. */
export function sumWeights(array: NDArray, weights: NDArray, length: number): NDArray<'float64'> {
  const result = newArray(FLOAT64, [length], length, true)
  const op = operation('weighted_bincount')
  const operands = [array, castArray(weights, FLOAT64), result]
  if (length > 0) runCore(op, op.typed[0], operands, [], [array._size, length])
  return result as NDArray<'float64'>
}

/** How many elements, or which weights, lie in bins of equal width. */
export function countEqualBins(array: NDArray, { edges, range }: BinEdges, weights?: NDArray): NDArray {
  const [first, last] = roundedRange(array, range!)
  const bins = edges._size - 1
  const data = castArray(array, FLOAT64)
  const places = castArray(edges, FLOAT64)
  const run = (own: NDArray | undefined): NDArray => {
    const result = newArray(own === undefined ? INT64 : FLOAT64, [bins], bins, true)
    const op = operation(own === undefined ? 'histogram' : 'weighted_histogram')
    const operands = own === undefined ? [data, places, result] : [data, own, places, result]
    runCore(op, op.typed[0], operands, [], [data._size, edges._size, bins], [first, last])
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
  const result = newArray(weights.info, real._shape, real._size, false)
  copyInto(result.real, real)
  copyInto(result.imag, sums(castArray(weights.imag, FLOAT64)))
  return result
}

/**
 * How many of the rising edges each element has passed: 0 before the first one, their number behind the last, which
 * belongs to what lies before it.
 */
export function edgePositions(array: NDArray, edges: NDArray): NDArray<'int64'> {
  const info = promoteTypes(array.info, edges.info)
  const [data, places] = [castArray(array, info), castArray(edges, info)]
  if (info.kind === 'c') {
    const onLast = callBinary(operation('equal'), data, sliceAxis(places, 0, places._size - 1, 1), [])
    return callBinary(operation('subtract'), searchPositions(places, data, true), onLast, []) as NDArray<'int64'>
  }
  const op = operation('edge_positions')
  const result = newArray(INT64, array._shape, array._size, false)
  if (result._size > 0) runCore(op, loopFor(op, info), [data, places, result], [], [array._size, edges._size])
  return result as NDArray<'int64'>
}

/** How many elements, or which weights, lie in bins between these edges. */
export function countBetween(array: NDArray, edges: NDArray, weights: NDArray | undefined): NDArray {
  const bins = Math.max(0, edges._size - 1)
  if (bins === 0) return newArray(weights?.info ?? INT64, [0], 0, true)
  const info = promoteTypes(array.info, edges.info)
  if (weights === undefined && info.kind !== 'c') {
    const op = operation('count_between')
    const result = newArray(INT64, [bins], bins, true)
    const operands = [castArray(array, info), castArray(edges, info), result]
    runCore(op, loopFor(op, info), operands, [], [array._size, edges._size, bins])
    return result
  }
  const positions = edgePositions(array, edges)
  if (weights === undefined) return sliceAxis(countIntegers(positions, edges._size + 1), 0, 1, bins)
  return eachPart(weights, (part) => sliceAxis(sumWeights(positions, part, edges._size + 1), 0, 1, bins))
}
