/** Arrays joined into one: every part is copied natively into its slice of one result. */
import { expectArray, expectCasting, isNone, isOptions, keywords, listItems } from '../core/arguments'
import { scalarArray, scalarInfo, toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { copyInto, newLike } from '../core/copy'
import { type DType, type DTypeInfo, type DTypeLike, dtypeInfo } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { describe, formatShape, rangeError, typeError } from '../core/errors'
import { NDArray, newArray, shapeSize, sliceAxis, view, withLeadingAxes } from '../core/ndarray'
import { type Casting, canCast, promoteTypes } from '../core/promotion'
import type { ArrayLike, JoinedAll } from '../core/types'
import { checkOutput, weakInfo } from '../core/ufunc'
import { atLeast, ravel, transposeArray } from './shapes'

/** What joins: a list of arrays, or one array whose first axis is the list. */
export type Sequence = readonly ArrayLike[] | NDArray

export interface JoinOptions<D extends DType = DType> {
  /** The dtype of the result, to which every part is cast. */
  readonly dtype?: DTypeLike<D> | null
  readonly casting?: Casting
}

export interface ConcatenateOptions<D extends DType = DType> extends JoinOptions<D> {
  /** The axis that grows; `null` joins the parts flattened. */
  readonly axis?: number | null
  readonly out?: NDArray | null
}

export interface StackOptions<D extends DType = DType> extends JoinOptions<D> {
  /** Where the new axis stands in the result. */
  readonly axis?: number
  readonly out?: NDArray | null
}

interface Join {
  readonly out: NDArray | undefined
  readonly info: DTypeInfo | undefined
  readonly casting: Casting
}

const NO_JOIN: Join = { out: undefined, info: undefined, casting: 'same_kind' }

/** The parts of a sequence. Throws `TypeError` for what is none, `RangeError` for none. */
export function listParts(name: string, parts: unknown): readonly unknown[] {
  let list: readonly unknown[] | undefined
  if (Array.isArray(parts)) list = listItems(name, parts)
  else if (parts instanceof NDArray && parts._shape.length > 0) list = [...parts]
  else if (ArrayBuffer.isView(parts) && !(parts instanceof DataView)) list = [...toArray(parts, name)]
  if (list === undefined) throw typeError(`${name}: expected a list of arrays, received ${describe(parts)}`)
  if (list.length === 0) throw rangeError(`${name}: expected at least one array, received none`, 'ERR_SHAPE_MISMATCH')
  return list
}

function joinOf(name: string, named: { out?: unknown; dtype?: unknown; casting?: unknown }): Join {
  const out = isNone(named.out) ? undefined : expectArray(name, 'out', named.out)
  const info = isNone(named.dtype) ? undefined : dtypeInfo(named.dtype)
  if (out !== undefined && info !== undefined) {
    throw typeError(`${name}: expected out or dtype, received both`)
  }
  return { out, info, casting: expectCasting(name, named.casting, 'same_kind') }
}

function promoteAll(arrays: readonly NDArray[]): DTypeInfo {
  let { info } = arrays[0]
  for (let i = 1; i < arrays.length; i++) if (arrays[i].info !== info) info = promoteTypes(info, arrays[i].info)
  return info
}

/** Joins arrays of one number of dimensions along an axis (counted from 0). */
export function joinArrays(name: string, arrays: readonly NDArray[], axis: number, join = NO_JOIN): NDArray {
  const shape = arrays[0]._shape.slice()
  const ndim = shape.length
  for (let i = 1; i < arrays.length; i++) {
    const other = arrays[i]._shape
    let fits = other.length === ndim
    for (let d = 0; fits && d < ndim; d++) fits = d === axis || other[d] === shape[d]
    if (!fits) {
      throw rangeError(
        `${name}: expected arrays of one shape but for axis ${axis}, received ${formatShape(arrays[0]._shape)} and ${formatShape(other)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    shape[axis] += other[axis]
  }
  const info = join.out?.info ?? join.info ?? promoteAll(arrays)
  expectCasts(name, arrays, info, join.casting)
  const result =
    join.out === undefined
      ? newLike(arrays, info, shape, shapeSize(shape, name))
      : checkOutput(name, join.out, info, shape, 'unsafe')
  let at = 0
  for (let i = 0; i < arrays.length; i++) {
    const array = arrays[i]
    const length = array._shape[axis]
    if (array._size > 0) copyInto(sliceAxis(result, axis, at, length), array)
    at += length
  }
  return result
}

function expectCasts(name: string, arrays: readonly NDArray[], info: DTypeInfo, casting: Casting): void {
  for (const array of arrays) {
    if (array.info === info || canCast(array.info, info, casting)) continue
    throw typeError(
      `${name}: expected arrays that cast to ${info.name} by the rule '${casting}', received ${array.info.name}`,
      'ERR_CASTING',
    )
  }
}

// Scalars among arrays take the arrays' dtype where their kind allows (NEP 50).
function weakly(name: string, parts: readonly unknown[]): NDArray[] {
  const arrays = parts.filter((part) => !isScalarLike(part)).map((part) => toArray(part, name))
  const info = arrays.length > 0 ? promoteAll(arrays) : undefined
  let next = 0
  return parts.map((part) => {
    if (!isScalarLike(part)) return arrays[next++]
    return scalarArray(part, info === undefined ? scalarInfo(part) : weakInfo(part, info))
  })
}

// Everything in row-major order, end to end.
function joinFlattened(name: string, parts: readonly unknown[], join: Join): NDArray {
  const arrays = weakly(name, parts)
  let size = 0
  for (const array of arrays) size += array._size
  const info = join.out?.info ?? join.info ?? promoteAll(arrays)
  expectCasts(name, arrays, info, join.casting)
  const result =
    join.out === undefined
      ? newArray(info, [size], shapeSize([size], name), false)
      : checkOutput(name, join.out, info, [size], 'unsafe')
  let at = result.offset
  for (const array of arrays) {
    // The slice in the part's own shape: no flattened copy is made.
    const stride = result._strides[0]
    const strides = new Array<number>(array._shape.length)
    for (let d = array._shape.length - 1, step = stride; d >= 0; d--) {
      strides[d] = step
      step *= array._shape[d]
    }
    if (array._size > 0) copyInto(view(result, array._shape, strides, at), array)
    at += array._size * stride
  }
  return result
}

/**
 * Arrays joined along an axis that they have (0); with `axis: null` flattened and joined. They differ in the length of that
 * axis only (`RangeError`). `out` takes the result; `dtype` and `casting` say what it is cast to and by which rule.
 * @example np.concatenate([[1, 2], [3]]) // array([1., 2., 3.])
 */
export function concatenate<const A extends Sequence, D extends DType>(
  arrays: A,
  options: ConcatenateOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function concatenate<T extends NDArray>(arrays: Sequence, options: ConcatenateOptions & { readonly out: T }): T
export function concatenate<const A extends Sequence>(
  arrays: A,
  axis?: number | null | ConcatenateOptions,
  options?: ConcatenateOptions,
): NDArray<JoinedAll<A>>
export function concatenate(arrays: Sequence, ...args: unknown[]): NDArray {
  const parts = listParts('concatenate', arrays)
  let axis: unknown = 0
  let join = NO_JOIN
  if (args.length === 1 && typeof args[0] === 'number') axis = args[0]
  else if (args.length > 0) {
    const named = keywords('concatenate', ['axis', 'out', 'dtype', 'casting'], args)
    if (named.axis !== undefined) axis = named.axis
    join = joinOf('concatenate', named)
  }
  if (axis === null) return joinFlattened('concatenate', parts, join)
  const list = parts.map((part) => toArray(part, 'concatenate'))
  const ndim = list[0]._shape.length
  if (list.some((array) => array._shape.length === 0)) {
    throw rangeError('concatenate: expected arrays of at least 1 dimension, received a 0-d array', 'ERR_SHAPE_MISMATCH')
  }
  return joinArrays('concatenate', list, normalizeAxis('concatenate', axis, ndim), join)
}

/**
 * NumPy 2's other name for `concatenate`.
 * @example np.concat([[1, 2], [3]]) // array([1., 2., 3.])
 */
export const concat = concatenate

/**
 * Arrays of one shape joined along a new axis, which stands at `axis` (0) of the result.
 * @example np.stack([[1, 2], [3, 4]], 1) // array([[1., 3.], [2., 4.]])
 */
export function stack<const A extends Sequence, D extends DType>(
  arrays: A,
  options: StackOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function stack<T extends NDArray>(arrays: Sequence, options: StackOptions & { readonly out: T }): T
export function stack<const A extends Sequence>(
  arrays: A,
  axis?: number | StackOptions,
  options?: StackOptions,
): NDArray<JoinedAll<A>>
export function stack(arrays: Sequence, ...args: unknown[]): NDArray {
  const list = listParts('stack', arrays).map((part) => toArray(part, 'stack'))
  const named = keywords('stack', ['axis', 'out', 'dtype', 'casting'], args)
  const { _shape: shape } = list[0]
  const unlike = list.find((array) => formatShape(array._shape) !== formatShape(shape))
  if (unlike !== undefined) {
    throw rangeError(
      `stack: expected arrays of one shape, received ${formatShape(shape)} and ${formatShape(unlike._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const axis = normalizeAxis('stack', named.axis === undefined ? 0 : named.axis, shape.length + 1)
  const join = joinOf('stack', named)
  const expanded = list.map((array) => insertAxis(array, axis))
  return joinArrays('stack', expanded, axis, join)
}

function insertAxis(array: NDArray, axis: number): NDArray {
  const shape = array._shape.slice()
  const strides = array._strides.slice()
  shape.splice(axis, 0, 1)
  strides.splice(axis, 0, 0)
  return view(array, shape, strides, array.offset)
}

// What the stacks of fixed axes have in common: parts of at least so many dimensions, joined along one axis.
function stackAlong(
  name: string,
  arrays: unknown,
  prepare: (array: NDArray) => NDArray,
  axisOf: (first: NDArray) => number,
  args: readonly unknown[],
): NDArray {
  const list = listParts(name, arrays).map((part) => prepare(toArray(part, name)))
  const join = args.length === 0 ? NO_JOIN : joinOf(name, optionsOnly(name, args))
  return joinArrays(name, list, axisOf(list[0]), join)
}

function optionsOnly(name: string, args: readonly unknown[]): { dtype?: unknown; casting?: unknown } {
  if (!isOptions(args[0]) && args[0] !== undefined) {
    throw typeError(`${name}: expected an object of options, received ${describe(args[0])}`)
  }
  return keywords(name, ['dtype', 'casting'], args)
}

const rows = (array: NDArray): NDArray => atLeast(array, 2)

/**
 * Arrays stacked as rows: joined along axis 0, vectors as one row each.
 * @example np.vstack([[1, 2], [3, 4]]) // array([[1., 2.], [3., 4.]])
 */
export function vstack<D extends DType>(
  arrays: Sequence,
  options: JoinOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function vstack<const A extends Sequence>(arrays: A, options?: JoinOptions): NDArray<JoinedAll<A>>
export function vstack(arrays: Sequence, ...args: unknown[]): NDArray {
  return stackAlong('vstack', arrays, rows, () => 0, args)
}

/**
 * NumPy's other name for `vstack`.
 * @example np.row_stack([[1, 2], [3, 4]]) // array([[1., 2.], [3., 4.]])
 */
export const row_stack = vstack

/**
 * Arrays joined as columns: along axis 1, vectors along their only axis.
 * @example np.hstack([[1, 2], [3]]) // array([1., 2., 3.])
 */
export function hstack<D extends DType>(
  arrays: Sequence,
  options: JoinOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function hstack<const A extends Sequence>(arrays: A, options?: JoinOptions): NDArray<JoinedAll<A>>
export function hstack(arrays: Sequence, ...args: unknown[]): NDArray {
  const axis = (first: NDArray): number => (first._shape.length === 1 ? 0 : 1)
  return stackAlong('hstack', arrays, (array) => atLeast(array, 1), axis, args)
}

/**
 * Arrays joined along axis 2, with axes of length 1 added as `atleast_3d` adds them.
 * @example np.dstack([[1, 2], [3, 4]]) // array([[[1., 3.], [2., 4.]]])
 */
export function dstack<const A extends Sequence>(arrays: A): NDArray<JoinedAll<A>> {
  return stackAlong(
    'dstack',
    arrays,
    (array) => atLeast(array, 3),
    () => 2,
    [],
  ) as NDArray<JoinedAll<A>>
}

/**
 * Vectors as the columns of a matrix; matrices are joined as they are.
 * @example np.column_stack([[1, 2], [3, 4]]) // array([[1., 3.], [2., 4.]])
 */
export function column_stack<const A extends Sequence>(arrays: A): NDArray<JoinedAll<A>> {
  const column = (array: NDArray): NDArray => (array._shape.length < 2 ? transposeArray(atLeast(array, 2)) : array)
  return stackAlong('column_stack', arrays, column, () => 1, []) as NDArray<JoinedAll<A>>
}

/** Blocks of a matrix: arrays in nested lists, which join along the last axis inside, along earlier ones outside. */
export type Blocks = ArrayLike | readonly Blocks[]

/**
 * An array of blocks in nested lists: the innermost lists join along the last axis, the next along the one before it, and
 * so on. Lists must be of one depth, and none empty (`RangeError`).
 * @example np.block([[np.eye(2), np.ones([2, 1])], [np.zeros([1, 2]), 5]]) // array([[1., 0., 1.], [0., 1., 1.], [0., 0., 5.]])
 */
export function block(arrays: Blocks): NDArray {
  const depth = blockDepth(arrays)
  let ndim = depth
  const leaves = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(leaves)
    else ndim = Math.max(ndim, toArray(node, 'block')._shape.length)
  }
  leaves(arrays)
  const join = (node: unknown, level: number): NDArray => {
    if (!Array.isArray(node)) return withLeadingAxes(toArray(node, 'block'), ndim)
    return joinArrays(
      'block',
      Array.from(node, (inner) => join(inner, level + 1)),
      ndim - depth + level,
    )
  }
  return depth === 0 ? withLeadingAxes(toArray(arrays, 'block'), ndim).copy('K') : join(arrays, 0)
}

// How deep the lists are nested: alike everywhere.
function blockDepth(node: unknown): number {
  if (!Array.isArray(node)) return 0
  if (node.length === 0)
    throw rangeError('block: expected lists of blocks, received an empty list', 'ERR_SHAPE_MISMATCH')
  const depths = listItems('block', node).map(blockDepth)
  if (depths.some((depth) => depth !== depths[0])) {
    throw rangeError(
      `block: expected lists of one depth, received depths ${depths.join(', ')} side by side`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return depths[0] + 1
}

/**
 * Values joined to the end of an array: along `axis`, else both flattened.
 * @example np.append([1, 2], [[3, 4]]) // array([1., 2., 3., 4.])
 */
export function append<const A extends ArrayLike, const B extends ArrayLike>(
  arr: A,
  values: B,
  axis?: number | null | { readonly axis?: number | null },
): NDArray<JoinedAll<readonly [A, B]>>
export function append(arr: ArrayLike, values: ArrayLike, ...args: unknown[]): NDArray {
  const { axis } = keywords('append', ['axis'], args)
  if (isNone(axis)) return joinArrays('append', [ravel(toArray(arr, 'append')), ravel(toArray(values, 'append'))], 0)
  return concatenate([arr, values], { axis: axis as number })
}
