/**
 * Sums of products of two arrays over axes that they share: the engine of tensordot, inner and einsum. Axes carry labels;
 * a pair becomes a (batched) matrix product through views where axes lie so that they act as one, a native sum of products
 * where a matrix product would be thin, an elementwise product where nothing is summed.
 */
import { chooseLoop, copyInto, operation, runCore, runElementwise } from './call'
import type { DTypeInfo } from './dtype'
import { formatShape, rangeError } from './errors'
import { NDArray, newArray, shapeSize, view } from './ndarray'
import { loopOf, reduceBy } from './reduction'

/** An array whose axes carry labels, each once. */
export interface Labelled {
  readonly array: NDArray
  readonly labels: readonly number[]
}

const MATMUL = operation('matmul')
const MULTIPLY = operation('multiply')
const SUMPRODUCT = operation('sumproduct')

/** The length of each label. An axis of length 1 stretches; otherwise lengths must agree (`RangeError`). */
export function labelLengths(name: string, operands: readonly Labelled[]): Map<number, number> {
  const lengths = new Map<number, number>()
  for (const { array, labels } of operands) {
    for (const [d, label] of labels.entries()) {
      const known = lengths.get(label)
      const length = array.shape[d]
      if (known === undefined || known === 1) lengths.set(label, length)
      else if (length !== 1 && length !== known) {
        throw rangeError(
          `${name}: expected axes of one length under one label, received ${known} and ${length} (shapes ${operands.map((one) => formatShape(one.array.shape)).join(', ')})`,
          'ERR_SHAPE_MISMATCH',
        )
      }
    }
  }
  return lengths
}

/** The axes in the order of labels; a label that the array lacks is walked with a stride of 0. */
function arranged(operand: Labelled, labels: readonly number[], lengths: ReadonlyMap<number, number>): NDArray {
  const { array } = operand
  const shape = labels.map((label) => lengths.get(label)!)
  const strides = labels.map((label) => {
    const d = operand.labels.indexOf(label)
    return d < 0 ? 0 : array.strides[d]
  })
  return view(array, shape, strides, array.offset, false)
}

/** Without the axes of length 1, which neither multiply nor sum; a label longer elsewhere stretches by its absence. */
function withoutUnits(operand: Labelled): Labelled {
  const { array, labels } = operand
  if (!array.shape.includes(1)) return operand
  const keep = (_: unknown, d: number): boolean => array.shape[d] !== 1
  return {
    array: view(array, array.shape.filter(keep), array.strides.filter(keep), array.offset),
    labels: labels.filter(keep),
  }
}

/** Summed over all axes but those whose labels are kept. */
export function sumOthers(name: string, operand: Labelled, kept: (label: number) => boolean): Labelled {
  const { array, labels } = operand
  const axis = labels.flatMap((label, d) => (kept(label) ? [] : [d]))
  if (axis.length === 0) return operand
  const { info } = array
  const sum = reduceBy(name, operation('add'), array, info, { axis, dtype: info.name }) as NDArray
  return { array: sum, labels: labels.filter(kept) }
}

/** A new array of the shape that labels have. */
function newFor(
  name: string,
  info: DTypeInfo,
  labels: readonly number[],
  lengths: ReadonlyMap<number, number>,
): NDArray {
  const shape = labels.map((label) => lengths.get(label)!)
  return newArray(info, shape, shapeSize(shape, name), false)
}

/**
 * The sum over all labels that `out` lacks of the product of two arrays of one dtype. The result's axes are those of `out`,
 * whose labels must be among the operands'.
 */
export function contract(name: string, a: Labelled, b: Labelled, out: readonly number[]): NDArray {
  const lengths = labelLengths(name, [a, b])
  const inOut = (label: number): boolean => out.includes(label)
  let x = withoutUnits(a)
  let y = withoutUnits(b)
  x = sumOthers(name, x, (label) => inOut(label) || y.labels.includes(label))
  y = sumOthers(name, y, (label) => inOut(label) || x.labels.includes(label))
  const { info } = x.array
  const long = out.filter((label) => lengths.get(label) !== 1)
  const summed = x.labels.filter((label) => !inOut(label))
  let result: NDArray
  if (summed.length === 0) {
    result = newFor(name, info, long, lengths)
    const operands = [arranged(x, long, lengths), arranged(y, long, lengths), result]
    if (result.size > 0) runElementwise(MULTIPLY, loopOf(MULTIPLY, info), operands, result.shape, false)
  } else {
    result = sumOfProducts(name, x, y, summed, long, lengths)
  }
  return long.length === out.length ? result : withUnits(result, long, out)
}

/** With an axis of length 1 for each label that was left out. */
function withUnits(array: NDArray, labels: readonly number[], out: readonly number[]): NDArray {
  const place = (label: number): number => labels.indexOf(label)
  const shape = out.map((label) => (place(label) < 0 ? 1 : array.shape[place(label)]))
  const strides = out.map((label) => (place(label) < 0 ? 0 : array.strides[place(label)]))
  return fresh(view(array, shape, strides, array.offset))
}

/** A view of new memory, as an array that owns it. */
function fresh({ storage, info, shape, strides, offset, size, contiguous }: NDArray): NDArray {
  return new NDArray(storage, info, shape, strides, offset, size, contiguous, undefined, true)
}

function sumOfProducts(
  name: string,
  a: Labelled,
  b: Labelled,
  summed: readonly number[],
  out: readonly number[],
  lengths: ReadonlyMap<number, number>,
): NDArray {
  const shared = out.filter((label) => a.labels.includes(label) && b.labels.includes(label))
  const only = (one: Labelled, other: Labelled): number[] =>
    out.filter((label) => one.labels.includes(label) && !other.labels.includes(label))
  // The operand whose own axes come first in the result gives the rows.
  const first = out.find((label) => !shared.includes(label))
  const [x, y] = first !== undefined && b.labels.includes(first) ? [b, a] : [a, b]
  const rows = only(x, y)
  const columns = only(y, x)
  if (isThin(x, y, shared, rows, columns, summed)) return thinProduct(name, x, y, summed, out, lengths)
  const depth = orderTogether(x, y, summed)
  const left = asMatrices(x, shared, rows, depth, lengths)
  const right = asMatrices(y, shared, depth, columns, lengths)
  const count = (labels: readonly number[]): number =>
    labels.reduce((product, label) => product * lengths.get(label)!, 1)
  const [m, k, n] = [count(rows), count(depth), count(columns)]
  const batch = shared.map((label) => lengths.get(label)!)
  const { info } = x.array
  // Straight into the result's own order of axes where rows and columns each act as one axis there.
  const ordered = newFor(name, info, out, lengths)
  let target = asMatrices({ array: ordered, labels: out }, shared, rows, columns, lengths, false)
  let result = ordered
  if (target === undefined) {
    const natural = [...shared, ...rows, ...columns]
    const array = newFor(name, info, natural, lengths)
    target = view(
      array,
      [...batch, m, n],
      [...array.strides.slice(0, batch.length), n * info.itemsize, info.itemsize],
      array.offset,
    )
    result = fresh(arranged({ array, labels: natural }, out, lengths))
  }
  const loop = chooseLoop(MATMUL, [info, info])
  if (result.size > 0) runCore(MATMUL, loop, [left!, right!, target], batch, [m, k, n])
  return result
}

// A stack of products without rows or columns of their own is one pass over memory: a call of BLAS for each would cost more,
// above all where the stack's axis is the dense one.
function isThin(
  x: Labelled,
  y: Labelled,
  shared: readonly number[],
  rows: readonly number[],
  columns: readonly number[],
  summed: readonly number[],
): boolean {
  if (shared.length === 0 || summed.length > 2) return false
  if (rows.length === 0 && columns.length === 0) return true
  if (rows.length > 0 && columns.length > 0) return false
  const dense = (one: Labelled): number => {
    let best = 0
    for (let d = 1; d < one.labels.length; d++) {
      if (Math.abs(one.array.strides[d]) < Math.abs(one.array.strides[best])) best = d
    }
    return one.labels[best]
  }
  return shared.includes(dense(rows.length > 0 ? x : y))
}

function thinProduct(
  name: string,
  x: Labelled,
  y: Labelled,
  summed: readonly number[],
  out: readonly number[],
  lengths: ReadonlyMap<number, number>,
): NDArray {
  const { info } = x.array
  const result = newFor(name, info, out, lengths)
  if (result.size === 0) return result
  const stride = (one: Labelled, label: number): number => {
    const d = one.labels.indexOf(label)
    return d < 0 ? Number.POSITIVE_INFINITY : Math.abs(one.array.strides[d])
  }
  const reach = (label: number): number => stride(x, label) + stride(y, label)
  const nearest = (labels: readonly number[]): number =>
    labels.reduce((best, label) => (reach(label) < reach(best) ? label : best), labels[0])
  const inner = nearest(summed)
  const dense = nearest(out.filter((label) => Number.isFinite(reach(label))))
  // A run of sums side by side, or one sum along a dense axis that is long enough.
  const down = reach(dense) < reach(inner) || lengths.get(inner)! < 16
  const loops = out.filter((label) => !down || label !== dense)
  const UNIT = -1
  const sizes = new Map([...lengths, [UNIT, 1]])
  const outer = summed.find((label) => label !== inner) ?? UNIT
  const core = [outer, inner, down ? dense : UNIT]
  const place = (one: Labelled): NDArray => arranged(one, [...loops, ...core], sizes)
  const target = arranged({ array: result, labels: out }, [...loops, core[2]], sizes)
  const loopShape = loops.map((label) => lengths.get(label)!)
  const dims = core.map((label) => sizes.get(label)!)
  runCore(SUMPRODUCT, chooseLoop(SUMPRODUCT, [info, info]), [place(x), place(y), target], loopShape, dims)
  return result
}

/** Summed labels in the order in which the larger operand walks them, so that its axes act as one more often. */
function orderTogether(x: Labelled, y: Labelled, summed: readonly number[]): number[] {
  const larger = x.array.size >= y.array.size ? x : y
  const stride = (label: number): number => Math.abs(larger.array.strides[larger.labels.indexOf(label)])
  return [...summed].sort((i, j) => stride(j) - stride(i))
}

/** The stride of axes that act as one, from the first down to the last; `undefined` where they don't. */
function fused(operand: Labelled, labels: readonly number[]): number | undefined {
  const { array } = operand
  if (array.size === 0) return array.info.itemsize
  let step: number | undefined
  let next = 0
  for (let i = labels.length - 1; i >= 0; i--) {
    const d = operand.labels.indexOf(labels[i])
    if (array.shape[d] === 1) continue
    if (step === undefined) step = array.strides[d]
    else if (array.strides[d] !== next) return undefined
    next = array.strides[d] * array.shape[d]
  }
  return step ?? array.info.itemsize
}

/** A stack of matrices: a view where the row labels act as one axis and the column labels too, else of a copy. */
function asMatrices(
  operand: Labelled,
  batch: readonly number[],
  rows: readonly number[],
  columns: readonly number[],
  lengths: ReadonlyMap<number, number>,
  mayCopy = true,
): NDArray | undefined {
  const count = (labels: readonly number[]): number =>
    labels.reduce((product, label) => product * lengths.get(label)!, 1)
  const shape = [...batch.map((label) => lengths.get(label)!), count(rows), count(columns)]
  const rowStep = fused(operand, rows)
  const columnStep = fused(operand, columns)
  if (rowStep !== undefined && columnStep !== undefined) {
    const strides = batch.map((label) => operand.array.strides[operand.labels.indexOf(label)])
    return view(operand.array, shape, [...strides, rowStep, columnStep], operand.array.offset)
  }
  if (!mayCopy) return undefined
  const labels = [...batch, ...rows, ...columns]
  const copy = newFor('contract', operand.array.info, labels, lengths)
  if (copy.size > 0) copyInto(copy, arranged(operand, labels, lengths))
  return asMatrices({ array: copy, labels }, batch, rows, columns, lengths, false)
}
