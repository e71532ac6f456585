/**
 * Sums of products of arrays over axes that they share: the engine of tensordot, inner and einsum. Axes carry labels; a pair
 * becomes a (batched) matrix product through views where axes lie so that they act as one, a native sum of products where a
 * matrix product would be thin, an elementwise product where nothing is summed.
 *
 * Shapes and strides alone settle all that, before anything is computed: the steps serve other operands that lie so, too.
 */

import { runCore, runElementwise } from '../core/call'
import { copyInto } from '../core/copy'
import type { DTypeInfo } from '../core/dtype'
import { formatShape, rangeError } from '../core/errors'
import { isContiguous, NDArray, newArray, sameShape, shapeSize, stridesC } from '../core/ndarray'
import { chooseLoop, type Operation, operation } from '../core/operation'
import { fold, loopOf, planFor } from '../core/reduction'

/** One of the arrays of a contraction as it is seen from a place in it: each axis carries a label, each label stands once. */
export interface Labelled {
  /** Which array: an operand's position, or from there on the number of the step that made it. */
  readonly source: number
  readonly labels: readonly number[]
  readonly shape: readonly number[]
  readonly strides: readonly number[]
}

type Lengths = ReadonlyMap<number, number>

/** One of the arrays that are there, seen in some way. */
type Seen = (arrays: readonly NDArray[]) => NDArray
/** Adds an array to those that are there. */
type Step = (arrays: NDArray[]) => void

const ADD = operation('add')
const MATMUL = operation('matmul')
const MULTIPLY = operation('multiply')
const SUMPRODUCT = operation('sumproduct')

/** The length of each label. An axis of length 1 stretches; otherwise lengths must agree (`RangeError`). */
export function labelLengths(name: string, operands: readonly Labelled[]): Map<number, number> {
  const lengths = new Map<number, number>()
  for (const { shape, labels } of operands) {
    for (const [d, label] of labels.entries()) {
      const known = lengths.get(label)
      const length = shape[d]
      if (known === undefined || known === 1) lengths.set(label, length)
      else if (length !== 1 && length !== known) {
        throw rangeError(
          `${name}: expected axes of one length under one label, received ${known} and ${length} (shapes ${operands.map((one) => formatShape(one.shape)).join(', ')})`,
          'ERR_SHAPE_MISMATCH',
        )
      }
    }
  }
  return lengths
}

const lengthsOf = (labels: readonly number[], lengths: Lengths): number[] => labels.map((label) => lengths.get(label)!)

const productOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1)

/** The axes in the order of labels; a label that the array lacks is walked with a stride of 0. */
function arranged({ source, labels, strides }: Labelled, order: readonly number[], lengths: Lengths): Labelled {
  const steps = order.map((label) => {
    const d = labels.indexOf(label)
    return d < 0 ? 0 : strides[d]
  })
  return { source, labels: order, shape: lengthsOf(order, lengths), strides: steps }
}

/** Without the axes of length 1, which neither multiply nor sum; a label longer elsewhere stretches by its absence. */
function withoutUnits(operand: Labelled): Labelled {
  const { source, labels, shape, strides } = operand
  if (!shape.includes(1)) return operand
  const keep = (_: unknown, d: number): boolean => shape[d] !== 1
  return { source, labels: labels.filter(keep), shape: shape.filter(keep), strides: strides.filter(keep) }
}

/** With an axis of length 1 for each label that was left out. */
function withUnits({ source, labels, shape, strides }: Labelled, out: readonly number[]): Labelled {
  const places = out.map((label) => labels.indexOf(label))
  return {
    source,
    labels: out,
    shape: places.map((d) => (d < 0 ? 1 : shape[d])),
    strides: places.map((d) => (d < 0 ? 0 : strides[d])),
  }
}

/** The steps of a contraction of operands of one dtype: planned once, run for any operands that lie as those it is made for. */
export class Contraction {
  private readonly steps: Step[] = []
  /** How the operands, and what steps made, lie in memory. */
  private readonly own: { readonly shape: readonly number[]; readonly strides: readonly number[] }[]
  private readonly info: DTypeInfo

  constructor(
    private readonly name: string,
    private readonly operands: readonly NDArray[],
  ) {
    this.info = operands[0].info
    this.own = operands.map(({ _shape: shape, _strides: strides }) => ({ shape, strides }))
  }

  /** The steps as a function of operands, which gives the array that `result` sees. */
  finish(result: Labelled): (operands: readonly NDArray[]) => NDArray {
    const { steps } = this
    const { source } = result
    const seen = this.seen(result)
    const made = source >= this.operands.length
    return (operands) => {
      const arrays = operands.slice()
      for (let i = 0; i < steps.length; i++) steps[i](arrays)
      const array = seen(arrays)
      return array === arrays[source] || !made ? array : owning(array)
    }
  }

  /** Summed over all axes but those whose labels are kept. */
  sum(operand: Labelled, kept: (label: number) => boolean): Labelled {
    const { labels, shape } = operand
    const reduced = labels.map((label) => !kept(label))
    if (!reduced.includes(true)) return operand
    const { name, info } = this
    const plan = planFor(ADD, info, info)
    const axes = reduced.includes(false) ? reduced : undefined
    const input = this.seen(operand)
    this.steps.push((arrays) => arrays.push(fold(name, plan, input(arrays), axes, undefined)))
    const stays = (_: unknown, d: number): boolean => !reduced[d]
    return this.made(labels.filter(stays), shape.filter(stays))
  }

  /**
   * The sum over all labels that `out` lacks of the product of two arrays. The result's axes are those of `out`, whose labels
   * must be among the operands'.
   */
  product(a: Labelled, b: Labelled, out: readonly number[]): Labelled {
    const lengths = labelLengths(this.name, [a, b])
    const inOut = (label: number): boolean => out.includes(label)
    let x = withoutUnits(a)
    let y = withoutUnits(b)
    x = this.sum(x, (label) => inOut(label) || y.labels.includes(label))
    y = this.sum(y, (label) => inOut(label) || x.labels.includes(label))
    const long = out.filter((label) => lengths.get(label) !== 1)
    const summed = x.labels.filter((label) => !inOut(label))
    const result =
      summed.length === 0 ? this.elementwise(x, y, long, lengths) : this.sumOfProducts(x, y, summed, long, lengths)
    return long.length === out.length ? result : withUnits(result, out)
  }

  /** The array that the last step made, in row-major order. */
  private made(labels: readonly number[], shape: readonly number[]): Labelled {
    const strides = stridesC(shape, this.info.itemsize)
    this.own.push({ shape, strides })
    return { source: this.own.length - 1, labels, shape, strides }
  }

  /** The array as it is seen: itself where it lies so. */
  private seen({ source, shape, strides }: Labelled): Seen {
    const own = this.own[source]
    if (sameShape(own.shape, shape) && sameShape(own.strides, strides)) return (arrays) => arrays[source]
    const size = productOf(shape)
    const contiguous = isContiguous(shape, strides, size, this.info.itemsize)
    return (arrays) => {
      const array = arrays[source]
      const { storage, info, offset, owner, writeable } = array
      return new NDArray(storage, info, shape, strides, offset, size, contiguous, owner ?? array, writeable)
    }
  }

  /** A step that fills a new array, as `target` sees it, by a row: an elementwise one where it has no core dimensions. */
  private fill(
    made: Labelled,
    row: Operation,
    [a, b]: readonly [Labelled, Labelled],
    target: Labelled,
    loopShape: readonly number[],
    dims?: readonly number[],
  ): void {
    const { info } = this
    const { shape } = made
    const size = shapeSize(shape, this.name)
    const loop = dims === undefined ? loopOf(row, info) : chooseLoop(row, [info, info])
    const [x, y, z] = [this.seen(a), this.seen(b), this.seen(target)]
    this.steps.push((arrays) => {
      arrays.push(newArray(info, shape, size, false))
      if (size === 0) return
      const operands = [x(arrays), y(arrays), z(arrays)]
      if (dims === undefined) runElementwise(row, loop, operands, loopShape, false)
      else runCore(row, loop, operands, loopShape, dims)
    })
  }

  private elementwise(x: Labelled, y: Labelled, out: readonly number[], lengths: Lengths): Labelled {
    const result = this.made(out, lengthsOf(out, lengths))
    this.fill(result, MULTIPLY, [arranged(x, out, lengths), arranged(y, out, lengths)], result, result.shape)
    return result
  }

  private sumOfProducts(
    a: Labelled,
    b: Labelled,
    summed: readonly number[],
    out: readonly number[],
    lengths: Lengths,
  ): Labelled {
    const shared = out.filter((label) => a.labels.includes(label) && b.labels.includes(label))
    const only = (one: Labelled, other: Labelled): number[] =>
      out.filter((label) => one.labels.includes(label) && !other.labels.includes(label))
    // The operand whose own axes come first in the result gives the rows.
    const first = out.find((label) => !shared.includes(label))
    const [x, y] = first !== undefined && b.labels.includes(first) ? [b, a] : [a, b]
    const rows = only(x, y)
    const columns = only(y, x)
    const whole = out.length === 0 && summed.length <= 2
    const thin = whole ? !this.suitsBlas(x, y, summed) : isThin(x, y, shared, rows, columns, summed)
    if (thin) return this.thinProduct(x, y, summed, out, lengths)
    const depth = orderTogether(x, y, summed)
    const left = this.matrices(x, shared, rows, depth, lengths)
    const right = this.matrices(y, shared, depth, columns, lengths)
    const [m, k, n] = [rows, depth, columns].map((labels) => productOf(lengthsOf(labels, lengths)))
    // Straight into the result's own order of axes where rows and columns each act as one axis there.
    const natural = [...shared, ...rows, ...columns]
    const direct = this.made(out, lengthsOf(out, lengths))
    const fits = this.asMatrices(direct, shared, rows, columns, lengths)
    if (fits === undefined) this.own.pop()
    const made = fits === undefined ? this.made(natural, lengthsOf(natural, lengths)) : direct
    const target = fits ?? this.asMatrices(made, shared, rows, columns, lengths)!
    this.fill(made, MATMUL, [left, right], target, lengthsOf(shared, lengths), [m, k, n])
    return fits === undefined ? arranged(made, out, lengths) : made
  }

  /** Whether one sum is a product of vectors that lie in memory as BLAS takes them: it has none of integers. */
  private suitsBlas(x: Labelled, y: Labelled, summed: readonly number[]): boolean {
    const { kind, itemsize } = this.info
    if (kind !== 'f' && kind !== 'c') return false
    const order = orderTogether(x, y, summed)
    return fused(x, order, itemsize) !== undefined && fused(y, order, itemsize) !== undefined
  }

  private thinProduct(
    x: Labelled,
    y: Labelled,
    summed: readonly number[],
    out: readonly number[],
    lengths: Lengths,
  ): Labelled {
    const result = this.made(out, lengthsOf(out, lengths))
    const stride = (one: Labelled, label: number): number => {
      const d = one.labels.indexOf(label)
      return d < 0 ? Number.POSITIVE_INFINITY : Math.abs(one.strides[d])
    }
    const reach = (label: number): number => stride(x, label) + stride(y, label)
    const nearest = (labels: readonly number[]): number =>
      labels.reduce((best, label) => (reach(label) < reach(best) ? label : best), labels[0])
    const UNIT = -1
    const inner = nearest(summed)
    const walked = out.filter((label) => Number.isFinite(reach(label)))
    const dense = walked.length > 0 ? nearest(walked) : UNIT
    const loops = out.filter((label) => label !== dense)
    const sizes = new Map([...lengths, [UNIT, 1]])
    const outer = summed.find((label) => label !== inner) ?? UNIT
    const core = [outer, inner, dense]
    const place = (one: Labelled): Labelled => arranged(one, [...loops, ...core], sizes)
    const target = arranged(result, [...loops, core[2]], sizes)
    this.fill(result, SUMPRODUCT, [place(x), place(y)], target, lengthsOf(loops, lengths), lengthsOf(core, sizes))
    return result
  }

  /** A stack of matrices: the rows' labels act as one axis, the columns' too. `undefined` where they don't lie so. */
  private asMatrices(
    operand: Labelled,
    batch: readonly number[],
    rows: readonly number[],
    columns: readonly number[],
    lengths: Lengths,
  ): Labelled | undefined {
    const rowStep = fused(operand, rows, this.info.itemsize)
    const columnStep = fused(operand, columns, this.info.itemsize)
    if (rowStep === undefined || columnStep === undefined) return undefined
    const count = (labels: readonly number[]): number => productOf(lengthsOf(labels, lengths))
    const strides = batch.map((label) => operand.strides[operand.labels.indexOf(label)])
    return {
      source: operand.source,
      labels: [],
      shape: [...lengthsOf(batch, lengths), count(rows), count(columns)],
      strides: [...strides, rowStep, columnStep],
    }
  }

  /** The same, of a copy where need be. */
  private matrices(
    operand: Labelled,
    batch: readonly number[],
    rows: readonly number[],
    columns: readonly number[],
    lengths: Lengths,
  ): Labelled {
    const there = this.asMatrices(operand, batch, rows, columns, lengths)
    if (there !== undefined) return there
    const source = arranged(operand, [...batch, ...rows, ...columns], lengths)
    const { info } = this
    const { labels, shape } = source
    const size = shapeSize(shape, this.name)
    const input = this.seen(source)
    this.steps.push((arrays) => {
      const copy = newArray(info, shape, size, false)
      if (size > 0) copyInto(copy, input(arrays))
      arrays.push(copy)
    })
    return this.asMatrices(this.made(labels, shape), batch, rows, columns, lengths)!
  }
}

/** A view of new memory, as an array that owns it. */
function owning({
  storage,
  info,
  _shape: shape,
  _strides: strides,
  offset,
  _size: size,
  contiguous,
}: NDArray): NDArray {
  return new NDArray(storage, info, shape, strides, offset, size, contiguous, undefined, true)
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
  const dense = ({ labels, strides }: Labelled): number => {
    let best = 0
    for (let d = 1; d < labels.length; d++) if (Math.abs(strides[d]) < Math.abs(strides[best])) best = d
    return labels[best]
  }
  return shared.includes(dense(rows.length > 0 ? x : y))
}

/** Summed labels in the order in which the larger operand walks them, so that its axes act as one more often. */
function orderTogether(x: Labelled, y: Labelled, summed: readonly number[]): number[] {
  const larger = productOf(x.shape) >= productOf(y.shape) ? x : y
  const stride = (label: number): number => Math.abs(larger.strides[larger.labels.indexOf(label)])
  return [...summed].sort((i, j) => stride(j) - stride(i))
}

/** The stride of axes that act as one, from the first down to the last; `undefined` where they don't. */
function fused(
  { labels: own, shape, strides }: Labelled,
  labels: readonly number[],
  itemsize: number,
): number | undefined {
  if (shape.includes(0)) return itemsize
  let step: number | undefined
  let next = 0
  for (let i = labels.length - 1; i >= 0; i--) {
    const d = own.indexOf(labels[i])
    if (shape[d] === 1) continue
    if (step === undefined) step = strides[d]
    else if (strides[d] !== next) return undefined
    next = strides[d] * shape[d]
  }
  return step ?? itemsize
}

/** How many keys, and how many layouts of a key, are remembered. */
const MAX_KEYS = 500
const MAX_LAYOUTS = 8

interface Known {
  readonly info: DTypeInfo
  readonly own: readonly { readonly shape: readonly number[]; readonly strides: readonly number[] }[]
  readonly run: (operands: readonly NDArray[]) => NDArray
}

const known = new Map<string, Known[]>()

/** The function planned before under the key for operands, of one dtype, that lie as these. */
export function plannedBefore(key: string, operands: readonly NDArray[]): Known['run'] | undefined {
  const list = known.get(key)
  if (list === undefined) return undefined
  for (const { info, own, run } of list) {
    let same = info === operands[0].info && own.length === operands.length
    for (let i = 0; same && i < own.length; i++) {
      same = sameShape(own[i].shape, operands[i]._shape) && sameShape(own[i].strides, operands[i]._strides)
    }
    if (same) return run
  }
  return undefined
}

/** Remembers what was planned for operands that lie as these. */
export function rememberPlan(key: string, operands: readonly NDArray[], run: Known['run']): Known['run'] {
  const own = operands.map(({ _shape: shape, _strides: strides }) => ({ shape, strides }))
  const list = known.get(key)
  if (known.size >= MAX_KEYS && list === undefined) known.clear()
  if (list === undefined) known.set(key, [{ info: operands[0].info, own, run }])
  else {
    if (list.length >= MAX_LAYOUTS) list.shift()
    list.push({ info: operands[0].info, own, run })
  }
  return run
}
