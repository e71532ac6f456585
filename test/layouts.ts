/** The same values in every memory layout that a program can give: built by hand, not by the operations under test. */
import { isContiguous, NDArray } from '../lib/core/ndarray'
import { Storage } from '../lib/core/storage'
import type { Values } from './golden'

interface Placing {
  /** Axes from the innermost in memory to the outermost. */
  readonly order: readonly number[]
  /** Elements from one to the next along each axis, beyond what the inner axes fill; negative for reversed axes. */
  readonly steps: readonly number[]
  readonly shared?: boolean
}

const JUNK = 0xa5

/** An array of these values with axes nested in memory as `order` says, `steps` apart, and junk in the gaps. */
export function place({ info, shape, bytes }: Values, { order, steps, shared = false }: Placing): NDArray {
  const { itemsize } = info
  const strides = new Array<number>(shape.length)
  let extent = itemsize
  let offset = order.length === 0 || steps.every((step) => step === 1) ? 0 : itemsize
  const lead = offset
  for (const d of order) {
    const step = extent * Math.abs(steps[d])
    strides[d] = steps[d] < 0 ? -step : step
    if (steps[d] < 0) offset += Math.max(0, shape[d] - 1) * step
    extent = step * Math.max(1, shape[d])
  }
  const length = lead + extent
  const memory = new Uint8Array(shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length)).fill(JUNK)
  const size = shape.reduce((product, length) => product * length, 1)
  let from = 0
  const level = (d: number, at: number): void => {
    if (d === shape.length) {
      for (let i = 0; i < itemsize; i++) memory[at + i] = bytes[from++]
    } else {
      for (let i = 0; i < shape[d]; i++) level(d + 1, at + i * strides[d])
    }
  }
  if (size > 0) level(0, offset)
  const contiguous = isContiguous(shape, strides, size, itemsize)
  return new NDArray(new Storage(memory.buffer), info, shape, strides, offset, size, contiguous, undefined, true)
}

type Layout = (values: Values) => NDArray

const axes = ({ shape }: Values): number[] => shape.map((_, d) => d)
const each = ({ shape }: Values, step: (axisFromLast: number) => number): number[] =>
  shape.map((_, d) => step(shape.length - 1 - d))
const rows = (values: Values): number[] => axes(values).reverse()
const columns = (values: Values): number[] => {
  const order = rows(values)
  if (order.length > 1) [order[0], order[1]] = [order[1], order[0]]
  return order
}

/** Every layout by name. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  C: (values) => place(values, { order: rows(values), steps: each(values, () => 1) }),
  Fortran: (values) => place(values, { order: axes(values), steps: each(values, () => 1) }),
  transposed: (values) => place(values, { order: columns(values), steps: each(values, () => 1) }),
  stepped: (values) => place(values, { order: rows(values), steps: each(values, () => 2) }),
  'gaps between rows': (values) =>
    place(values, { order: rows(values), steps: each(values, (d) => (d === 1 ? 2 : 1)) }),
  'gaps between columns': (values) =>
    place(values, { order: columns(values), steps: each(values, (d) => (d === 0 ? 3 : 1)) }),
  reversed: (values) => place(values, { order: rows(values), steps: each(values, () => -1) }),
  'rows reversed': (values) => place(values, { order: rows(values), steps: each(values, (d) => (d === 1 ? -1 : 1)) }),
  'reversed and stepped': (values) =>
    place(values, { order: columns(values), steps: each(values, (d) => (d === 0 ? -2 : 1)) }),
  shared: (values) => place(values, { order: rows(values), steps: each(values, () => 1), shared: true }),
}

/** The layouts that differ for a shape: those of vectors and scalars coincide. */
export function layoutsOf(values: Values): [name: string, array: NDArray][] {
  const seen = new Set<string>()
  const result: [string, NDArray][] = []
  for (const [name, layout] of Object.entries(LAYOUTS)) {
    const array = layout(values)
    const key = `${array.strides}|${array.offset}|${array.storage.buffer.constructor.name}`
    if (!seen.has(key)) result.push([name, array])
    seen.add(key)
  }
  return result
}

/** A stack of `count` times the same array by a stride of 0. */
export function stacked(array: NDArray, count: number): NDArray {
  const shape = [count, ...array.shape]
  const strides = [0, ...array.strides]
  const size = array.size * count
  return new NDArray(
    array.storage,
    array.info,
    shape,
    strides,
    array.offset,
    size,
    isContiguous(shape, strides, size, array.itemsize),
    undefined,
    false,
  )
}

/** Golden values of a stack of the same array. */
export function stackedValues({ info, shape, bytes }: Values, count: number): Values {
  const all = new Uint8Array(bytes.length * count)
  for (let i = 0; i < count; i++) all.set(bytes, i * bytes.length)
  return { info, shape: [count, ...shape], bytes: all }
}
