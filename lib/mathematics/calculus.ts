/** Differences, gradients and integrals of sampled functions. */
import { expectInteger, isNone, isOptions, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxes, normalizeAxis } from '../core/axis'
import { broadcastView } from '../core/broadcast'
import { copyAs, copyInto, newLike } from '../core/copy'
import { type DTypeInfo, FLOAT64, type Scalar } from '../core/dtype'
import { isScalarLike, readElement } from '../core/elements'
import { formatShape, rangeError, typeError } from '../core/errors'
import { type NDArray, newArray, sliceAxis, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { canCast, promoteTypes } from '../core/promotion'
import { reduceBy } from '../core/reduction'
import type { ArrayLike, DTypeOf, QuotientOf } from '../core/types'
import { callBinary, callUnary, castArray, weakInfo } from '../core/ufunc'
import { joinArrays } from '../manipulation/joining'
import { ravel } from '../manipulation/shapes'
import { copyWhere } from '../statistics/statistics'

// The elements from `start` up to `stop` along an axis, as a view.
const along = (array: NDArray, axis: number, start: number, stop: number): NDArray =>
  sliceAxis(array, axis, start, Math.max(0, stop - start))

const binary = (name: string, a: unknown, b: unknown, out?: NDArray): NDArray =>
  callBinary(operation(name), a, b, out === undefined ? [] : [{ out }]) as NDArray

/** Differences of neighbours along an axis, n times. */
export function differences(array: NDArray, axis: number, n = 1): NDArray {
  const name = array.info.kind === 'b' ? 'not_equal' : 'subtract'
  let result = array
  // Where nothing is left, more differences change nothing.
  for (let i = 0; i < n && (i === 0 || result._shape[axis] > 0); i++) {
    const length = result._shape[axis]
    // What is left of one element or none: subtracting finds dtypes and shapes.
    result = binary(name, along(result, axis, Math.min(1, length), length), along(result, axis, 0, length - 1))
  }
  return result
}

/** Keyword arguments of `diff`. */
export interface DiffOptions {
  /** How many times to take differences. */
  readonly n?: number
  readonly axis?: number
  /** What to put before and behind the array along the axis first: an array, or a scalar for one layer of it. */
  readonly prepend?: ArrayLike
  readonly append?: ArrayLike
}

/**
 * Differences of neighbours along an axis, the last by default, `n` times; whether neighbours differ for booleans.
 * @example np.diff([1, 4, 9, 16]) // array([3., 5., 7.])
 */
export function diff<const X extends ArrayLike>(
  a: X,
  n?: number | DiffOptions,
  axis?: number | DiffOptions,
  options?: DiffOptions,
): NDArray<DTypeOf<X>>
export function diff(a: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('diff', ['n', 'axis', 'prepend', 'append'], args)
  const n = named.n === undefined ? 1 : expectInteger('diff', 'n', named.n)
  if (n < 0) throw rangeError(`diff: expected a non-negative n, received ${n}`)
  const array = toArray(a, 'diff')
  if (n === 0) return array
  const ndim = array._shape.length
  if (ndim === 0) throw rangeError('diff: expected at least 1 dimension, received a 0-d array', 'ERR_SHAPE_MISMATCH')
  const axis = normalizeAxis('diff', named.axis ?? -1, ndim)
  const layers = [named.prepend, array, named.append].filter((one) => one !== undefined) as ArrayLike[]
  if (layers.length === 1) return differences(array, axis, n)
  const shape = array._shape.map((length, d) => (d === axis ? 1 : length))
  const arrays = layers.map((one) => {
    const layer = toArray(one, 'diff')
    return layer._shape.length === 0 ? broadcastView('diff', layer, shape) : layer
  })
  return differences(joinArrays('diff', arrays, axis), axis, n)
}

/** Keyword arguments of `ediff1d`. */
export interface EdiffOptions {
  readonly to_end?: ArrayLike | null
  readonly to_begin?: ArrayLike | null
}

/**
 * Differences of neighbours in the flattened array, with numbers to put before and behind them.
 * @example np.ediff1d([1, 2, 4], { to_begin: -9 }) // array([-9.,  1.,  2.])
 */
export function ediff1d<const X extends ArrayLike>(
  ary: X,
  to_end?: ArrayLike | null | EdiffOptions,
  to_begin?: ArrayLike | null | EdiffOptions,
): NDArray<DTypeOf<X>>
export function ediff1d(ary: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('ediff1d', ['to_end', 'to_begin'], args)
  const array = ravel(toArray(ary, 'ediff1d'))
  const end = (what: 'to_begin' | 'to_end'): NDArray | undefined => {
    const value = named[what]
    if (isNone(value)) return undefined
    const given = toArray(value, 'ediff1d')
    if (!canCast(given.info, array.info, 'same_kind')) {
      throw typeError(
        `ediff1d: expected ${what} to cast to ${array.dtype} by the rule 'same_kind', received ${given.dtype}`,
        'ERR_CASTING',
      )
    }
    return ravel(given)
  }
  const begin = end('to_begin')
  const tail = end('to_end')
  const length = Math.max(0, array._size - 1)
  const before = along(array, 0, 0, length)
  const after = along(array, 0, array._size - length, array._size)
  if (begin === undefined && tail === undefined) return binary('subtract', after, before)
  const first = begin?._size ?? 0
  const size = first + length + (tail?._size ?? 0)
  const result = newArray(array.info, [size], size, false)
  if (begin !== undefined) copyInto(along(result, 0, 0, first), begin)
  if (tail !== undefined) copyInto(along(result, 0, first + length, size), tail)
  binary('subtract', after, before, along(result, 0, first, first + length))
  return result
}

/** Keyword arguments of `gradient`. */
export interface GradientOptions {
  /** The axis or axes to differentiate along; all of them when left out. */
  readonly axis?: number | readonly number[] | null
  /** The order of accuracy at the ends: 1 or 2. */
  readonly edge_order?: 1 | 2
}

type Gradient<D> = D extends 'bool' | `${'u' | ''}int${number}` ? 'float64' : D

/** How far apart samples are along one axis: a number, a 0-d array, or distances one by one. */
type Spacing = number | NDArray

function spacingOf(value: ArrayLike, length: number): Spacing {
  if (typeof value === 'number') return value
  const given = toArray(value, 'gradient')
  if (given._shape.length === 0) return given
  if (given._shape.length !== 1) {
    throw rangeError(
      `gradient: expected scalars or 1-d arrays for distances, received the shape ${formatShape(given._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (given._size !== length) {
    throw rangeError(
      `gradient: expected as many coordinates as the axis is long (${length}), received ${given._size}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const whole = given.info.kind === 'i' || given.info.kind === 'u'
  const steps = differences(whole ? castArray(given, FLOAT64) : given, 0)
  if (steps._size === 0) throw rangeError('gradient: expected at least 2 coordinates, received 1', 'ERR_INDEX')
  const first = view(steps, [], [], steps.offset)
  return (binary('equal', steps, first) as NDArray<'bool'>).all() ? first : steps
}

/**
 * The gradient by central differences inside and one-sided ones at the ends, of second order inside. Spacings are numbers
 * or coordinates, one for all axes or one per axis. An array for one axis, a list of arrays for several. Throws
 * `RangeError` for fewer than `edge_order + 1` samples along an axis.
 * @example np.gradient([1, 2, 4, 7, 11]) // array([1. , 1.5, 2.5, 3.5, 4. ])
 */
export function gradient<const X extends ArrayLike>(
  f: X,
  ...args: readonly (ArrayLike | GradientOptions)[]
): NDArray<Gradient<DTypeOf<X>>> | NDArray<Gradient<DTypeOf<X>>>[]
export function gradient(f: ArrayLike, ...args: unknown[]): NDArray | NDArray[] {
  const last = args[args.length - 1]
  const spacings = (isOptions(last) ? args.slice(0, -1) : args) as ArrayLike[]
  const named = keywords('gradient', ['axis', 'edge_order'], isOptions(last) ? [last] : [])
  let array = toArray(f, 'gradient')
  const ndim = array._shape.length
  const whole = isNone(named.axis)
  const axes = whole ? array._shape.map((_, d) => d) : normalizeAxes('gradient', named.axis, ndim)
  const shared = spacings.length === 1 && (isScalarLike(spacings[0]) || toArray(spacings[0])._shape.length === 0)
  if (spacings.length > 0 && spacings.length !== axes.length && !shared) {
    throw typeError(`gradient: expected a spacing per axis (${axes.length}), one or none, received ${spacings.length}`)
  }
  const steps = axes.map((axis, i): Spacing => {
    if (spacings.length === 0) return 1
    return spacingOf(spacings[shared ? 0 : i], array._shape[axis])
  })
  const edgeOrder = named.edge_order === undefined ? 1 : expectInteger('gradient', 'edge_order', named.edge_order)
  if (edgeOrder > 2) throw rangeError(`gradient: expected an edge_order of 1 or 2, received ${edgeOrder}`)
  const { kind } = array.info
  if (kind === 'i' || kind === 'u') array = castArray(array, FLOAT64)
  const info = kind === 'f' || kind === 'c' ? array.info : FLOAT64
  const results = axes.map((axis, i) => gradientAlong(array, axis, steps[i], edgeOrder, info))
  return results.length === 1 ? results[0] : results
}

function gradientAlong(f: NDArray, axis: number, dx: Spacing, edgeOrder: number, info: DTypeInfo): NDArray {
  const n = f._shape[axis]
  if (n < edgeOrder + 1) {
    throw rangeError(
      `gradient: expected at least ${edgeOrder + 1} samples along axis ${axis}, received ${n}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const out = newLike([f], info, f._shape, f._size)
  const at = (i: number): NDArray => along(f, axis, i < 0 ? n + i : i, (i < 0 ? n + i : i) + 1)
  const inside = along(out, axis, 1, n - 1)
  const [left, middle, right] = [0, 1, 2].map((i) => along(f, axis, i, n - 2 + i))
  const uniform = typeof dx === 'number' || dx._shape.length === 0
  // An element of the distances, with its own dtype.
  const step = (i: number): unknown => {
    if (typeof dx === 'number' || dx._shape.length === 0) return dx
    return view(dx, [], [], dx.offset + (i < 0 ? dx._size + i : i) * dx._strides[0])
  }
  if (uniform) {
    binary('subtract', right, left, inside)
    binary('divide', inside, binary('multiply', 2, dx), inside)
  } else {
    const [dx1, dx2] = [along(dx, 0, 0, dx._size - 1), along(dx, 0, 1, dx._size)]
    const sum = binary('add', dx1, dx2)
    const weights = [
      binary('divide', callUnary(operation('negative'), dx2, []), binary('multiply', dx1, sum)),
      binary('divide', binary('subtract', dx2, dx1), binary('multiply', dx1, dx2)),
      binary('divide', dx1, binary('multiply', dx2, sum)),
    ].map((weight) => weight.reshape(f._shape.map((_, d) => (d === axis ? -1 : 1))))
    combine(weights, [left, middle, right], inside)
  }
  const [first, last] = [along(out, axis, 0, 1), along(out, axis, n - 1, n)]
  if (edgeOrder === 1) {
    binary('divide', binary('subtract', at(1), at(0)), step(0), first)
    binary('divide', binary('subtract', at(-1), at(-2)), step(-1), last)
    return out
  }
  const [atStart, atEnd] = uniform ? uniformEdges(dx) : steppedEdges(step)
  combine(atStart, [at(0), at(1), at(2)], first)
  combine(atEnd, [at(-3), at(-2), at(-1)], last)
  return out
}

// out = a x + b y + c z, in the dtype of the terms until the end.
function combine(weights: readonly unknown[], terms: readonly NDArray[], out: NDArray): void {
  const [x, y, z] = terms.map((term, i) => binary('multiply', weights[i], term))
  binary('add', binary('add', x, y), z, out)
}

function uniformEdges(dx: Spacing): [unknown[], unknown[]] {
  const over = (number: number): unknown => binary('divide', number, dx)
  return [
    [over(-1.5), over(2), over(-0.5)],
    [over(0.5), over(-2), over(1.5)],
  ]
}

// Quadratic through three samples: dx1 and dx2 are the distances at the end, nearest to the end first at the start.
function steppedEdges(step: (i: number) => unknown): [unknown[], unknown[]] {
  const edge = (near: unknown, far: unknown): [unknown, unknown, unknown] => {
    const sum = binary('add', near, far)
    return [
      binary('divide', binary('add', binary('multiply', 2, near), far), binary('multiply', near, sum)),
      binary('divide', sum, binary('multiply', near, far)),
      binary('divide', near, binary('multiply', far, sum)),
    ]
  }
  const negative = (value: unknown): unknown => callUnary(operation('negative'), value, [])
  const [a, b, c] = edge(step(0), step(1))
  const [z, y, x] = edge(step(-1), step(-2))
  return [
    [negative(a), b, negative(c)],
    [x, negative(y), z],
  ]
}

/** Keyword arguments of `trapezoid`. */
export interface TrapezoidOptions {
  /** Coordinates of the samples: along the axis, or an array of `y`'s shape. */
  readonly x?: ArrayLike | null
  /** The distance of samples where there are no coordinates. */
  readonly dx?: ArrayLike
  readonly axis?: number
}

/**
 * The integral along an axis by the trapezoidal rule: a number for one dimension, an array otherwise.
 * @example np.trapezoid([1, 2, 3], [4, 6, 8]) // 8
 */
export function trapezoid<const X extends ArrayLike>(
  y: X,
  x?: ArrayLike | null | TrapezoidOptions,
  dx?: ArrayLike | TrapezoidOptions,
  axis?: number | TrapezoidOptions,
): NDArray<QuotientOf<DTypeOf<X>>> | Scalar<QuotientOf<DTypeOf<X>>>
export function trapezoid(y: ArrayLike, ...args: unknown[]): NDArray | Scalar {
  const named = keywords('trapezoid', ['x', 'dx', 'axis'], args)
  const array = toArray(y, 'trapezoid')
  const ndim = array._shape.length
  const axis = normalizeAxis('trapezoid', named.axis ?? -1, ndim)
  let d = (named.dx ?? 1) as unknown
  if (!isNone(named.x)) {
    const x = toArray(named.x, 'trapezoid')
    if (x._shape.length === 0) {
      throw rangeError(
        'trapezoid: expected coordinates of at least 1 dimension, received a 0-d array',
        'ERR_SHAPE_MISMATCH',
      )
    }
    if (x._shape.length === 1) {
      const widths = differences(x, 0)
      d = widths.reshape(array._shape.map((_, k) => (k === axis ? widths._size : 1)))
    } else {
      d = differences(x, normalizeAxis('trapezoid', named.axis ?? -1, x._shape.length))
    }
  }
  const n = array._shape[axis]
  const pairs = binary('add', along(array, axis, Math.min(1, n), n), along(array, axis, 0, n - 1))
  const areas = inPlace('divide', inPlace('multiply', pairs, d), 2)
  const name = 'trapezoid'
  const result = reduceBy(name, operation('add'), areas, areas.info, { axis }) as NDArray
  return result._shape.length === 0 ? readElement(result.info, result.storage, result.offset) : result
}

// array op value, in the array's own memory where dtype and shape allow.
function inPlace(name: string, array: NDArray, value: unknown): NDArray {
  if (typeof value !== 'number') return binary(name, array, value)
  // A distance is no integer, even where it is whole.
  const floating = array.info.kind === 'f' || array.info.kind === 'c' ? array : castArray(array, FLOAT64)
  return binary(name, floating, value, floating)
}

/** Keyword arguments of `unwrap`. */
export interface UnwrapOptions {
  /** The largest step that is no jump; half the period by default. */
  readonly discont?: number | null
  readonly axis?: number
  readonly period?: number
}

/**
 * Adds multiples of the period wherever neighbours along an axis differ by more than half of it.
 * @example np.unwrap([0, 2, -2, 0], { period: 4 }) // array([0., 2., 2., 4.])
 */
export function unwrap<const X extends ArrayLike>(
  p: X,
  discont?: number | null | UnwrapOptions,
  axis?: number | UnwrapOptions,
  options?: UnwrapOptions,
): NDArray
export function unwrap(p: ArrayLike, ...args: unknown[]): NDArray {
  const last = args[args.length - 1]
  if ((isOptions(last) ? args.length - 1 : args.length) > 2) {
    throw typeError('unwrap: expected discont and axis by position, received more')
  }
  const named = keywords('unwrap', ['discont', 'axis', 'period'], args) as UnwrapOptions
  const array = toArray(p, 'unwrap')
  if (array._shape.length === 0) {
    throw rangeError('unwrap: expected at least 1 dimension, received a 0-d array', 'ERR_SHAPE_MISMATCH')
  }
  const axis = normalizeAxis('unwrap', named.axis ?? -1, array._shape.length)
  const period = named.period ?? 2 * Math.PI
  const dd = differences(array, axis)
  const discont = named.discont ?? period / 2
  const info = promoteTypes(dd.info, weakInfo(period, dd.info))
  const exact = info.kind === 'i' || info.kind === 'u'
  const high = exact ? Math.floor(period / 2) : period / 2
  const boundary = !exact || period % 2 === 0
  const wrapped = binary('add', binary('remainder', binary('subtract', dd, -high), period), -high)
  if (boundary) {
    // A step of exactly half the period keeps its direction.
    const edge = binary('logical_and', binary('equal', wrapped, -high), binary('greater', dd, 0))
    copyWhere(wrapped, high, edge)
  }
  const correction = binary('subtract', wrapped, dd)
  const small = binary('less', callUnary(operation('absolute'), dd, []), discont)
  copyWhere(correction, 0, small)
  const result = copyAs(array, info)
  const n = array._shape[axis]
  const rest = along(result, axis, Math.min(1, n), n)
  binary('add', along(array, axis, Math.min(1, n), n), correction.cumsum(axis), rest)
  return result
}
