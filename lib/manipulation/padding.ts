/** Arrays with borders: the old elements and each side's border are one native copy each. */
import { expectOneOf, isNone, isOptions, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { broadcastView } from '../core/broadcast'
import { copyInto, emptyOrdered } from '../core/copy'
import { describe, rangeError, typeError } from '../core/errors'
import { NDArray, shapeSize, sliceAxis, view } from '../core/ndarray'
import type { ArrayLike, DTypeOf } from '../core/types'
import { linspace } from '../creation/ranges'
import { max, min } from '../reductions/reductions'
import { median } from '../statistics/quantiles'
import { mean } from '../statistics/statistics'
import { multiply, rint, subtract } from '../ufuncs'
import { moveaxis } from './shapes'

/** One number, a pair (before, after), or a pair for each axis. */
export type Pairs<T> = T | readonly T[] | readonly (readonly T[])[] | NDArray

/** A function that fills a padded line in place: it gets the line, how much was added before and behind, the axis, the options. */
export type PadFunction = (
  line: NDArray,
  widths: [before: number, after: number],
  axis: number,
  options: Record<string, unknown>,
) => void

export type PadMode =
  | 'constant' | 'edge' | 'linear_ramp' | 'maximum' | 'mean' | 'median' | 'minimum' | 'reflect' | 'symmetric' | 'wrap'
  | 'empty' // biome-ignore format: a list

export interface PadOptions {
  readonly mode?: PadMode | PadFunction
  /** What fills the border ('constant'): 0. */
  readonly constant_values?: Pairs<ArrayLike>
  /** What the outermost elements are ('linear_ramp'): 0. */
  readonly end_values?: Pairs<ArrayLike>
  /** How many elements at each edge count ('maximum', 'mean', 'median', 'minimum'): all. */
  readonly stat_length?: Pairs<number> | null
  /** 'odd' takes the reflected elements from twice the edge ('reflect', 'symmetric'). */
  readonly reflect_type?: 'even' | 'odd'
}

type Pair<T> = readonly [T, T]

/** What a mode takes besides the widths. */
const OPTIONS: Readonly<Record<PadMode, readonly string[]>> = {
  constant: ['constant_values'],
  edge: [],
  linear_ramp: ['end_values'],
  maximum: ['stat_length'],
  mean: ['stat_length'],
  median: ['stat_length'],
  minimum: ['stat_length'],
  reflect: ['reflect_type'],
  symmetric: ['reflect_type'],
  wrap: [],
  empty: [],
}

const STATISTICS = { maximum: max, minimum: min, mean, median } as unknown as Readonly<
  Record<string, (a: NDArray, options: { axis: number; keepdims: true }) => NDArray>
>

/** The array with its place in a larger one. */
interface Padding {
  readonly name: 'pad'
  readonly padded: NDArray
  readonly shape: readonly number[]
  readonly widths: readonly Pair<number>[]
}

/**
 * The array with a border: `pad_width` elements on each side, or `[before, after]`, one pair for each axis, or an object of
 * axes with either. The mode says what fills the border: 'constant' values, the 'edge', a 'linear_ramp' to end values, the
 * 'maximum', 'mean', 'median' or 'minimum' of the line, its mirror image ('reflect', without the edge; 'symmetric', with
 * it), the line again ('wrap'), anything ('empty'), or a function that fills lines itself.
 * @example np.pad([1, 2, 3], 2, 'reflect') // array([3., 2., 1., 2., 3., 2., 1.])
 */
export function pad<const X extends ArrayLike>(
  array: X,
  pad_width: Pairs<number> | Readonly<Record<number, number | Pair<number>>>,
  mode?: PadMode | PadFunction | PadOptions,
  options?: PadOptions | Record<string, unknown>,
): NDArray<DTypeOf<X>>
export function pad(array: ArrayLike, pad_width: unknown, ...args: unknown[]): NDArray {
  const source = toArray(array, 'pad')
  const last = args[args.length - 1]
  const { mode: named, ...options }: { mode?: unknown } & PadOptions = isOptions(last) ? last : {}
  const { mode: positional } = keywords('pad', ['mode'], isOptions(last) ? args.slice(0, -1) : args)
  const mode = positional ?? named ?? 'constant'
  const padding = grow(source, widthsOf(pad_width, source._shape.length))
  if (typeof mode === 'function') return byFunction(padding, mode as PadFunction, options)
  if (typeof mode === 'string' && !Object.hasOwn(OPTIONS, mode)) throw unknownMode(mode)
  const known = expectOneOf('pad', 'mode', mode, Object.keys(OPTIONS) as PadMode[])
  for (const key of Object.keys(options)) {
    if (OPTIONS[known].includes(key)) continue
    throw rangeError(
      `pad: expected options of the mode '${known}' (${OPTIONS[known].join(', ') || 'none'}), received '${key}'`,
    )
  }
  if (known === 'constant') constant(padding, options.constant_values ?? 0)
  else if (known !== 'empty' && source._size === 0) expectNothingToFill(padding)
  else fillBorder(padding, known, options)
  return padding.padded
}

function unknownMode(mode: string): Error {
  return rangeError(`pad: expected a mode among ${Object.keys(OPTIONS).join(', ')}, received the string '${mode}'`)
}

// The old elements in their place, the border not yet written.
function grow(source: NDArray, widths: readonly Pair<number>[]): Padding {
  const shape = source._shape.map((length, d) => widths[d][0] + length + widths[d][1])
  const padded = emptyOrdered(source.info, shape, shapeSize(shape, 'pad'), 'A', source)
  const padding: Padding = { name: 'pad', padded, shape: source._shape, widths }
  if (source._size > 0) copyInto(inside(padding, -1), source)
  return padding
}

/** The part of the result that is whole up to an axis, and the old array's in the axes behind it. */
function inside({ padded, shape, widths }: Padding, axis: number): NDArray {
  let part = padded
  for (let d = axis + 1; d < shape.length; d++) part = sliceAxis(part, d, widths[d][0], shape[d])
  return part
}

function widthsOf(value: unknown, ndim: number): Pair<number>[] {
  if (isOptions(value)) {
    const widths = new Array<Pair<number>>(ndim).fill([0, 0])
    for (const [key, width] of Object.entries(value)) {
      const axis = Number(key)
      if (!Number.isInteger(axis) || axis < -ndim || axis >= ndim) {
        throw rangeError(
          `pad: expected axes between ${-ndim} and ${ndim - 1} in pad_width, received '${key}'`,
          'ERR_AXIS',
        )
      }
      widths[axis < 0 ? axis + ndim : axis] = pairs('pad_width', width, 1, expectWidth)[0]
    }
    return widths
  }
  return pairs('pad_width', value, ndim, expectWidth)
}

function expectWidth(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw typeError(`pad: expected integers for pad_width, received ${describe(value)}`)
  return expectNoLess(value, 'pad_width')
}

function expectNoLess(value: number, what: string): number {
  if (value < 0) throw rangeError(`pad: expected no negative ${what}, received ${value}`, 'ERR_SIZE')
  return value
}

/** One pair per axis of what may be one value, one pair for all, or broadcasts to a pair per axis. */
function pairs<T>(what: string, value: unknown, ndim: number, read: (element: unknown) => T): Pair<T>[] {
  const array = toArray(value, 'pad')
  if (what === 'pad_width' && value instanceof NDArray && array.info.kind !== 'i' && array.info.kind !== 'u') {
    throw typeError(`pad: expected integers for pad_width, received ${array.info.name}`, 'ERR_DTYPE')
  }
  let table = array
  if (array._size === 1) table = view(array, [1, 1], [0, 0], array.offset)
  else if (array._size === 2 && array._shape.length < 3 && !(array._shape.length === 2 && array._shape[1] === 1)) {
    table = array.reshape(1, 2)
  }
  const whole = broadcastView('pad', table, [Math.max(1, ndim), 2])
  if (ndim === 0) read(whole.get(0, 0))
  return Array.from({ length: ndim }, (_, d) => [read(whole.get(d, 0)), read(whole.get(d, 1))] as const)
}

/** The same with 0-d arrays, which keep their dtype. */
function arrayPairs(value: unknown, ndim: number): Pair<NDArray>[] {
  const array = toArray(value, 'pad')
  const places = pairs('values', positions(array), ndim, Number)
  const flat = array.ravel()
  const at = (place: number): NDArray => view(flat, [], [], flat.offset + place * (flat._strides[0] ?? 0))
  return places.map(([before, after]) => [at(before), at(after)])
}

// Each element's place in row-major order, in the array's shape.
function positions(array: NDArray): NDArray {
  return toArray(Float64Array.from({ length: array._size }, (_, i) => i)).reshape(array._shape)
}

/** The borders before and behind an axis. */
function sides(part: NDArray, axis: number, [before, after]: Pair<number>): [before: NDArray, after: NDArray] {
  return [sliceAxis(part, axis, 0, before), sliceAxis(part, axis, part._shape[axis] - after, after)]
}

function write(border: NDArray, value: NDArray): void {
  if (border._size > 0) copyInto(border, value)
}

function writeSides(part: NDArray, axis: number, widths: Pair<number>, values: Pair<NDArray>): void {
  const [before, after] = sides(part, axis, widths)
  write(before, values[0])
  write(after, values[1])
}

function constant(padding: Padding, values: unknown): void {
  const { widths, shape } = padding
  for (const [axis, pair] of arrayPairs(values, shape.length).entries()) {
    writeSides(inside(padding, axis), axis, widths[axis], pair)
  }
}

function expectNothingToFill({ shape, widths }: Padding): void {
  for (const [axis, [before, after]] of widths.entries()) {
    if (shape[axis] === 0 && before + after > 0) {
      throw rangeError(
        `pad: expected elements along axis ${axis} to fill the border from (or the mode 'constant' or 'empty'), received none`,
        'ERR_SHAPE_MISMATCH',
      )
    }
  }
}

function byFunction(padding: Padding, fill: PadFunction, options: Record<string, unknown>): NDArray {
  const { padded, shape, widths } = padding
  constant(padding, 0)
  for (let axis = 0; axis < shape.length; axis++) {
    const lines = moveaxis(padded, axis, -1)
    const outer = lines._shape.slice(0, -1)
    const count = outer.reduce((product, length) => product * length, 1)
    for (let i = 0; i < count; i++) {
      let offset = lines.offset
      let rest = i
      for (let d = outer.length - 1; d >= 0; d--) {
        offset += (rest % outer[d]) * lines._strides[d]
        rest = Math.floor(rest / outer[d])
      }
      const line = view(lines, lines._shape.slice(-1), lines._strides.slice(-1), offset)
      fill(line, [...widths[axis]], axis, options)
    }
  }
  return padded
}

function fillBorder(padding: Padding, mode: PadMode, options: PadOptions): void {
  const { shape, widths } = padding
  const ndim = shape.length
  const ends = mode === 'linear_ramp' ? arrayPairs(options.end_values ?? 0, ndim) : []
  const lengths =
    mode in STATISTICS && !isNone(options.stat_length)
      ? pairs('stat_length', options.stat_length, ndim, (one) => expectNoLess(Math.round(Number(one)), 'stat_length'))
      : []
  const type = options.reflect_type ?? 'even'
  for (let axis = 0; axis < ndim; axis++) {
    const part = inside(padding, axis)
    const length = shape[axis]
    const edges = (): Pair<NDArray> => [
      sliceAxis(part, axis, widths[axis][0], 1),
      sliceAxis(part, axis, widths[axis][0] + length - 1, 1),
    ]
    if (mode === 'edge') writeSides(part, axis, widths[axis], edges())
    else if (mode === 'linear_ramp') ramps(part, axis, widths[axis], edges(), ends[axis])
    else if (mode in STATISTICS) statistics(part, axis, widths[axis], length, mode, lengths[axis])
    else if (mode === 'wrap') wrap(part, axis, widths[axis], length)
    else if (length === 1) writeSides(part, axis, widths[axis], edges())
    else reflect(part, axis, widths[axis], length, type === 'odd', mode === 'symmetric' ? 1 : 0)
  }
}

function ramps(part: NDArray, axis: number, widths: Pair<number>, edges: Pair<NDArray>, ends: Pair<NDArray>): void {
  const borders = sides(part, axis, widths)
  for (const [i, border] of borders.entries()) {
    if (border._size === 0) continue
    const edge = edges[i]
    const keep = (_: number, d: number): boolean => d !== axis
    const flat = view(edge, edge._shape.filter(keep), edge._strides.filter(keep), edge.offset)
    const ramp = linspace(ends[i], flat, { num: widths[i], endpoint: false, dtype: part.info.name, axis })
    // Behind the array the ramp runs outwards.
    copyInto(border, i === 0 ? ramp : sliceAxis(ramp, axis, widths[i] - 1, widths[i], -1))
  }
}

function statistics(
  part: NDArray,
  axis: number,
  widths: Pair<number>,
  length: number,
  mode: string,
  lengths: Pair<number> | undefined,
): void {
  const take = (count: number, start: number): NDArray => {
    if (count === 0 && (mode === 'maximum' || mode === 'minimum')) {
      throw rangeError(`pad: expected a stat_length of at least 1 for the mode '${mode}', received 0`, 'ERR_SIZE')
    }
    const found = STATISTICS[mode](sliceAxis(part, axis, start, count), { axis, keepdims: true })
    const whole = part.info.kind === 'i' || part.info.kind === 'u'
    return whole && found.info.kind === 'f' ? (rint(found) as NDArray) : found
  }
  const [first, last] = (lengths ?? [length, length]).map((one) => Math.min(one, length))
  const left = take(first, widths[0])
  const right = first === last && last === length ? left : take(last, widths[0] + length - last)
  writeSides(part, axis, widths, [left, right])
}

// What is filled already is the source of the next border part, so it doubles each time.
function reflect(
  part: NDArray,
  axis: number,
  [before, after]: Pair<number>,
  length: number,
  odd: boolean,
  withEdge: 0 | 1,
): void {
  const period = length - 1 + withEdge
  const mirrored = (edge: number, step: 1 | -1, count: number): NDArray => {
    // From the outermost copied element back towards the edge, or the other way round behind the array.
    const from = step === 1 ? edge + count - withEdge : edge - 1 + withEdge
    const chunk = sliceAxis(part, axis, from, count, -1)
    if (!odd) return chunk
    return subtract(multiply(sliceAxis(part, axis, edge, 1), 2), chunk) as NDArray
  }
  while (before > 0 || after > 0) {
    const filled = part._shape[axis] - before - after - 1 + withEdge
    const whole = Math.floor(filled / period) * period
    const left = Math.min(whole, before)
    if (left > 0) write(sliceAxis(part, axis, before - left, left), mirrored(before, 1, left))
    before -= left
    const right = Math.min(whole, after)
    const end = part._shape[axis] - after
    if (right > 0) write(sliceAxis(part, axis, end, right), mirrored(end - 1, -1, right))
    after -= right
  }
}

function wrap(part: NDArray, axis: number, [before, after]: Pair<number>, length: number): void {
  while (before > 0 || after > 0) {
    const whole = Math.floor((part._shape[axis] - before - after) / length) * length
    const left = Math.min(whole, before)
    write(sliceAxis(part, axis, before - left, left), sliceAxis(part, axis, before + whole - left, left))
    const right = Math.min(whole, after)
    const end = part._shape[axis] - after
    write(sliceAxis(part, axis, end, right), sliceAxis(part, axis, end - whole, right))
    before -= left
    after -= right
  }
}
