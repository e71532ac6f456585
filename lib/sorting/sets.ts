/** Different elements, and arrays as sets: everything is sorted or looked up natively. */
import { expectBoolean, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { runCore } from '../core/call'
import { copyAs } from '../core/copy'
import { type DType, dtypeInfo } from '../core/dtype'
import { isScalarLike, readElement } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { NamedResult } from '../core/named-result'
import { NDArray, newArray, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike, DTypeOf, Joined } from '../core/types'
import { callBinary, callUnary, castArray, weakInfo } from '../core/ufunc'
import { compressArray, nonzeroTable } from '../indexing/gather'
import { getItem } from '../indexing/indexing'
import { joinArrays } from '../manipulation/joining'
import { moveaxis, ravel, reshapeArray, transposeArray } from '../manipulation/shapes'
import { count_nonzero } from '../reductions/reductions'
import { argsort, orderKeys, orderRows, sort } from './sorting'

const BOOL = dtypeInfo('bool')
const INT64 = dtypeInfo('int64')

/** Keyword arguments of `unique`. */
export interface UniqueOptions {
  /** Whether to give where each different element comes first. */
  readonly return_index?: boolean
  /** Whether to give for each element the position of its like among the different ones. */
  readonly return_inverse?: boolean
  /** Whether to give how often each different element occurs. */
  readonly return_counts?: boolean
  /** The axis whose slices are compared; elements of the flattened array are when left out. */
  readonly axis?: number | null
  /** Whether NaN count as one element (default). */
  readonly equal_nan?: boolean
  /** Whether the result must be sorted: it always is. */
  readonly sorted?: boolean
}

type Positions = NDArray<'int64'>
type When<O, K extends string, Part extends unknown[]> = O extends { readonly [key in K]: true } ? Part : []

/** What `unique` gives: the different elements, or a list of them and of what was asked for. */
export type UniqueOf<X, O> = O extends
  | { readonly return_index: true }
  | { readonly return_inverse: true }
  | { readonly return_counts: true }
  ? [
      NDArray<DTypeOf<X>>,
      ...When<O, 'return_index', [Positions]>,
      ...When<O, 'return_inverse', [Positions]>,
      ...When<O, 'return_counts', [Positions]>,
    ]
  : NDArray<DTypeOf<X>>

/** What rows with a NaN are equal to (binding/sort/unique.cc). */
const NAN_NOTHING = 1
const NAN_EACH_OTHER = 2

interface Groups {
  /** Where each group's first row is. */
  readonly first: Positions
  /** Each row's group. */
  readonly inverse: Positions
  readonly counts: Positions
}

/** Equal rows of integer columns (`orderKeys`) together, in their order. */
function groupRows(keys: NDArray, nanRows: number): Groups {
  const [columns, n] = keys._shape
  const order = orderRows(keys)
  const part = (): Positions => newArray(INT64, [n], n, false) as Positions
  const [inverse, first, counts] = [part(), part(), part()]
  const count = newArray(INT64, [], 1, true)
  const op = operation('groups')
  if (n > 0) runCore(op, op.typed[0], [keys, order, inverse, first, counts, count], [], [columns, n], [nanRows])
  const groups = readElement(INT64, count.storage, count.offset) as number
  return { inverse, first: shortened(first, groups), counts: shortened(counts, groups) }
}

/** The first elements of a new array: in its memory, or in their own where most of that would lie idle. */
function shortened<D extends DType>(array: NDArray<D>, size: number): NDArray<D> {
  if (size === array._size) return array
  const { storage, info, _strides: strides, offset } = array
  const first = new NDArray(storage, info, [size], strides, offset, size, true, undefined, true)
  return 2 * size < array._size ? (copyAs(first, info) as NDArray<D>) : first
}

function uniqueElements(array: NDArray, equalNaN: boolean): NDArray {
  const n = array._size
  const result = newArray(array.info, [n], n, false)
  if (n === 0) return result
  const count = newArray(INT64, [], 1, true)
  const op = operation('unique')
  runCore(op, op.typed[array.info.code], [array, result, count], [], [n], [equalNaN ? 1 : 0])
  return shortened(result, readElement(INT64, count.storage, count.offset) as number)
}

function uniqueGroups(array: NDArray, equalNaN: boolean): Groups & { readonly values: NDArray } {
  const keys = orderKeys([array])
  const groups = groupRows(keys, equalNaN ? NAN_EACH_OTHER : NAN_NOTHING)
  return { ...groups, values: getItem(array, [groups.first]) as NDArray }
}

/** The different elements and how often each occurs, from where they begin in the sorted array. */
function uniqueCounts(array: NDArray, equalNaN: boolean): { readonly values: NDArray; readonly counts: Positions } {
  const n = array._size
  const sorted = sort(array)
  if (n === 0) return { values: sorted, counts: newArray(INT64, [0], 0, true) as Positions }
  const { kind } = array.info
  const nans =
    kind === 'f' || kind === 'c' ? (count_nonzero(callUnary(operation('isnan'), sorted, []) as NDArray) as number) : 0
  // NaN come last. Each differs from the one before it, and the first of them stands for all where they count as one.
  const told = equalNaN && nans > 0 ? n - nans + 1 : n
  const differs = joinArrays('unique', [yes(), part(besideEach('not_equal', sorted), 0, told - 1)], 0)
  const begins = nonzeroTable(differs).ravel() as Positions
  const ends = joinArrays('unique', [part(begins, 1, begins._size - 1), toArray(BigInt64Array.of(BigInt(n)))], 0)
  const counts = callBinary(operation('subtract'), ends, begins, []) as Positions
  return { values: getItem(sorted, [begins]) as NDArray, counts }
}

const UNIQUE_KEYWORDS = ['return_index', 'return_inverse', 'return_counts', 'axis', 'equal_nan', 'sorted'] as const

/**
 * The different elements, sorted. With `return_index`, `return_inverse` or `return_counts` a list of them and of int64
 * arrays: where each comes first, the position of every element's like (in the array's shape), how often each occurs. With
 * `axis` the different slices along it, in the order of their elements; slices with NaN all differ.
 * @example np.unique([3, 1, 3, 2], { return_counts: true }) // [ array([1., 2., 3.]), array([1, 1, 2]) ]
 */
export function unique<const X extends ArrayLike, const O extends UniqueOptions = object>(
  ar: X,
  options?: O,
): UniqueOf<X, O>
export function unique<const X extends ArrayLike>(
  ar: X,
  return_index: boolean,
  ...rest: (boolean | number | null | UniqueOptions)[]
): NDArray<DTypeOf<X>> | NDArray[]
export function unique(ar: ArrayLike, ...args: unknown[]): NDArray | NDArray[] {
  const name = 'unique'
  const given = keywords(name, UNIQUE_KEYWORDS, args)
  const wantsIndex = expectBoolean(name, 'return_index', given.return_index, false)
  const wantsInverse = expectBoolean(name, 'return_inverse', given.return_inverse, false)
  const wantsCounts = expectBoolean(name, 'return_counts', given.return_counts, false)
  const equalNaN = expectBoolean(name, 'equal_nan', given.equal_nan, true)
  expectBoolean(name, 'sorted', given.sorted, true)
  const array = toArray(ar, name)
  const axis = given.axis === undefined || given.axis === null ? null : normalizeAxis(name, given.axis, array.ndim)
  const flat = axis === null || array.ndim === 1
  if (flat && !wantsIndex && !wantsInverse && !wantsCounts) return uniqueElements(ravel(array), equalNaN)
  if (flat && !wantsIndex && !wantsInverse) {
    const { values, counts } = uniqueCounts(ravel(array), equalNaN)
    return [values, counts]
  }
  const { values, first, inverse, counts } = flat ? uniqueGroups(ravel(array), equalNaN) : uniqueSlices(array, axis)
  const results: NDArray[] = [values]
  if (wantsIndex) results.push(first)
  if (wantsInverse) results.push(flat ? reshapeArray(name, inverse, array._shape) : inverse)
  if (wantsCounts) results.push(counts)
  return results.length === 1 ? values : results
}

function uniqueSlices(array: NDArray, axis: number): Groups & { readonly values: NDArray } {
  const moved = moveaxis(array, axis, 0)
  const n = moved._shape[0]
  const width = moved._shape.slice(1).reduce((product, length) => product * length, 1)
  const rows = reshapeArray('unique', moved, [n, width])
  const keys = orderKeys([transposeArray(rows)])
  const columns = keys._shape[0] * keys._shape[1]
  const groups = groupRows(reshapeArray('unique', keys, [columns, n]), NAN_NOTHING)
  return { ...groups, values: moveaxis(getItem(moved, [groups.first]) as NDArray, 0, axis) }
}

/** What `unique_all` gives. */
export class UniqueAllResult<D extends DType = DType> extends NamedResult<NDArray> {
  constructor(
    readonly values: NDArray<D>,
    readonly indices: NDArray<'int64'>,
    readonly inverse_indices: NDArray<'int64'>,
    readonly counts: NDArray<'int64'>,
  ) {
    super()
  }
}

/** What `unique_counts` gives. */
export class UniqueCountsResult<D extends DType = DType> extends NamedResult<NDArray> {
  constructor(
    readonly values: NDArray<D>,
    readonly counts: NDArray<'int64'>,
  ) {
    super()
  }
}

/** What `unique_inverse` gives. */
export class UniqueInverseResult<D extends DType = DType> extends NamedResult<NDArray> {
  constructor(
    readonly values: NDArray<D>,
    readonly inverse_indices: NDArray<'int64'>,
  ) {
    super()
  }
}

/**
 * The different elements, where each comes first, the position of every element's like, how often each occurs. NaN are all
 * different.
 * @example np.unique_all([2, 1, 2]).counts // array([1, 2])
 */
export function unique_all<const X extends ArrayLike>(x: X): UniqueAllResult<DTypeOf<X>> {
  const array = toArray(x, 'unique_all')
  const { values, first, inverse, counts } = uniqueGroups(ravel(array), false)
  const shaped = reshapeArray('unique_all', inverse, array._shape)
  return new UniqueAllResult(values as NDArray<DTypeOf<X>>, first, shaped, counts)
}

/**
 * The different elements and how often each occurs. NaN are all different.
 * @example np.unique_counts([2, 1, 2]).values // array([1., 2.])
 */
export function unique_counts<const X extends ArrayLike>(x: X): UniqueCountsResult<DTypeOf<X>> {
  const { values, counts } = uniqueCounts(ravel(toArray(x, 'unique_counts')), false)
  return new UniqueCountsResult(values as NDArray<DTypeOf<X>>, counts)
}

/**
 * The different elements and the position of every element's like among them. NaN are all different.
 * @example np.unique_inverse([2, 1, 2]).inverse_indices // array([1, 0, 1])
 */
export function unique_inverse<const X extends ArrayLike>(x: X): UniqueInverseResult<DTypeOf<X>> {
  const array = toArray(x, 'unique_inverse')
  const { values, inverse } = uniqueGroups(ravel(array), false)
  const shaped = reshapeArray('unique_inverse', inverse, array._shape)
  return new UniqueInverseResult(values as NDArray<DTypeOf<X>>, shaped)
}

/**
 * The different elements, sorted. NaN are all different.
 * @example np.unique_values([2, 1, 2]) // array([1., 2.])
 */
export function unique_values<const X extends ArrayLike>(x: X): NDArray<DTypeOf<X>> {
  return uniqueElements(ravel(toArray(x, 'unique_values')), false) as NDArray<DTypeOf<X>>
}

type Both<A extends ArrayLike, B extends ArrayLike> = Joined<DTypeOf<A>, NDArray<DTypeOf<B>>>

const flatArray = (name: string, values: ArrayLike): NDArray => ravel(toArray(values, name))
const uniqueOf = (name: string, values: ArrayLike): NDArray => uniqueElements(flatArray(name, values), true)
const join = (name: string, a: NDArray, b: NDArray): NDArray => joinArrays(name, [a, b], 0)
const compare = (name: 'equal' | 'not_equal', a: NDArray, b: NDArray): NDArray =>
  callBinary(operation(name), a, b, []) as NDArray
const part = (array: NDArray, from: number, size: number): NDArray =>
  view(array, [size], array._strides, array.offset + from * array._strides[0])

/** Whether each element but the first equals (or differs from) the one before it. */
const besideEach = (name: 'equal' | 'not_equal', sorted: NDArray): NDArray => {
  const size = Math.max(0, sorted._size - 1)
  return compare(name, part(sorted, Math.min(1, sorted._size), size), part(sorted, 0, size))
}

/**
 * The different elements that either array has, sorted.
 * @example np.union1d([2, 1], [3, 1]) // array([1., 2., 3.])
 */
export function union1d<const A extends ArrayLike, const B extends ArrayLike>(ar1: A, ar2: B): NDArray<Both<A, B>> {
  return uniqueElements(join('union1d', flatArray('union1d', ar1), flatArray('union1d', ar2)), true) as NDArray<
    Both<A, B>
  >
}

/** Keyword arguments of set operations. */
export interface SetOptions {
  /** Whether the arrays are known to have no element twice, which saves the search for them. */
  readonly assume_unique?: boolean
}

/** Keyword arguments of `intersect1d`. */
export interface IntersectOptions extends SetOptions {
  /** Whether to give where the common elements come first in each array, too. */
  readonly return_indices?: boolean
}

/**
 * The different elements that both arrays have, sorted; with `return_indices` a list of them and of their first positions
 * in either array.
 * @example np.intersect1d([1, 3, 4, 3], [3, 1, 2]) // array([1., 3.])
 */
export function intersect1d<const A extends ArrayLike, const B extends ArrayLike>(
  ar1: A,
  ar2: B,
  options: IntersectOptions & { readonly return_indices: true },
): [NDArray<Both<A, B>>, NDArray<'int64'>, NDArray<'int64'>]
export function intersect1d<const A extends ArrayLike, const B extends ArrayLike>(
  ar1: A,
  ar2: B,
  assume_unique: boolean,
  return_indices: true,
): [NDArray<Both<A, B>>, NDArray<'int64'>, NDArray<'int64'>]
export function intersect1d<const A extends ArrayLike, const B extends ArrayLike>(
  ar1: A,
  ar2: B,
  assume_unique?: boolean | IntersectOptions,
  return_indices?: false,
): NDArray<Both<A, B>>
export function intersect1d(ar1: ArrayLike, ar2: ArrayLike, ...args: unknown[]): NDArray | NDArray[] {
  const name = 'intersect1d'
  const given = keywords(name, ['assume_unique', 'return_indices'], args)
  const assume = expectBoolean(name, 'assume_unique', given.assume_unique, false)
  if (!expectBoolean(name, 'return_indices', given.return_indices, false)) {
    const both = assume ? [flatArray(name, ar1), flatArray(name, ar2)] : [uniqueOf(name, ar1), uniqueOf(name, ar2)]
    const sorted = sort(join(name, both[0], both[1]))
    return compressArray(part(sorted, 0, Math.max(0, sorted._size - 1)), besideEach('equal', sorted))
  }
  const found = [ar1, ar2].map((one) => {
    const array = flatArray(name, one)
    return assume ? { values: array, first: undefined } : uniqueGroups(array, true)
  })
  const both = join(name, found[0].values, found[1].values)
  const order = argsort(both)
  const sorted = getItem(both, [order]) as NDArray
  const size = Math.max(0, sorted._size - 1)
  const twice = besideEach('equal', sorted)
  const positions = [part(order, 0, size), part(order, Math.min(1, order._size), size)].map((one, i) => {
    const at = compressArray(one, twice)
    const own = i === 0 ? at : (callBinary(operation('subtract'), at, found[0].values._size, []) as NDArray)
    const { first } = found[i]
    return first === undefined ? own : (getItem(first, [own]) as NDArray)
  })
  return [compressArray(part(sorted, 0, size), twice), ...positions]
}

/**
 * The different elements that only one of the arrays has, sorted.
 * @example np.setxor1d([1, 2, 3], [2, 5]) // array([1., 3., 5.])
 */
export function setxor1d<const A extends ArrayLike, const B extends ArrayLike>(
  ar1: A,
  ar2: B,
  assume_unique?: boolean | SetOptions,
): NDArray<Both<A, B>>
export function setxor1d(ar1: ArrayLike, ar2: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'setxor1d'
  const assume = expectBoolean(name, 'assume_unique', keywords(name, ['assume_unique'], args).assume_unique, false)
  const [a, b] = assume ? [flatArray(name, ar1), flatArray(name, ar2)] : [uniqueOf(name, ar1), uniqueOf(name, ar2)]
  const sorted = sort(join(name, a, b))
  const n = sorted._size
  if (n === 0) return sorted
  // An element stays if it differs from both neighbours; nothing stands before the first and behind the last.
  const differs = joinArrays(name, [yes(), besideEach('not_equal', sorted), yes()], 0)
  const alone = callBinary(operation('logical_and'), part(differs, 0, n), part(differs, 1, n), []) as NDArray
  return compressArray(sorted, alone)
}

function yes(): NDArray {
  const array = newArray(BOOL, [1], 1, true)
  array.storage.bytes[array.offset] = 1
  return array
}

/**
 * The different elements of the first array that the second has not, sorted (in their order with `assume_unique`).
 * @example np.setdiff1d([3, 1, 2, 3], [2]) // array([1., 3.])
 */
export function setdiff1d<const A extends ArrayLike>(
  ar1: A,
  ar2: ArrayLike,
  assume_unique?: boolean | SetOptions,
): NDArray<DTypeOf<A>>
export function setdiff1d(ar1: ArrayLike, ar2: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'setdiff1d'
  const assume = expectBoolean(name, 'assume_unique', keywords(name, ['assume_unique'], args).assume_unique, false)
  const array = assume ? flatArray(name, ar1) : uniqueOf(name, ar1)
  return compressArray(array, invertMask(contains(array, flatArray(name, ar2))))
}

/** Keyword arguments of `isin`. */
export interface IsInOptions extends SetOptions {
  /** Whether to answer for elements that are not there. */
  readonly invert?: boolean
  /** NumPy's algorithms, which give the same; `'table'` takes integers and booleans alone. */
  readonly kind?: 'sort' | 'table' | null
}

/**
 * Whether each element is among the test elements. NaN never is. (Integers in a narrow range are looked up in a table of
 * bits, others in the sorted test elements.)
 * @example np.isin([[1, 2], [3, 4]], [2, 4]) // array([[False, True], [False, True]])
 */
export function isin(
  element: ArrayLike,
  test_elements: ArrayLike,
  assume_unique?: boolean | IsInOptions,
  invert?: boolean | IsInOptions,
  options?: IsInOptions,
): NDArray<'bool'>
export function isin(element: ArrayLike, test_elements: ArrayLike, ...args: unknown[]): NDArray {
  const name = 'isin'
  const given = keywords(name, ['assume_unique', 'invert', 'kind'], args)
  expectBoolean(name, 'assume_unique', given.assume_unique, false)
  const invert = expectBoolean(name, 'invert', given.invert, false)
  const [array, tests] = besideEachOther(name, element, test_elements)
  checkKind(name, given.kind, array, tests)
  const found = contains(ravel(array), ravel(tests))
  return reshapeArray(name, invert ? invertMask(found) : found, array._shape)
}

// A scalar takes the other operand's dtype where that holds it (NEP 50).
function besideEachOther(name: string, a: ArrayLike, b: ArrayLike): [NDArray, NDArray] {
  const [x, y] = [toArray(a, name), toArray(b, name)]
  const whole = (value: ArrayLike): boolean => isScalarLike(value) && Number.isSafeInteger(value)
  const fits = (value: ArrayLike, other: NDArray): boolean =>
    whole(value) && (other.info.kind === 'i' || (other.info.kind === 'u' && Number(value) >= 0))
  if (fits(b, x) && !isScalarLike(a)) return [x, castArray(y, promoteTypes(weakInfo(b as number, INT64), INT64))]
  if (fits(a, y) && !isScalarLike(b)) return [castArray(x, INT64), y]
  return [x, y]
}

function checkKind(name: string, kind: unknown, array: NDArray, tests: NDArray): void {
  if (kind === undefined || kind === null || kind === 'sort') return
  if (kind !== 'table') {
    const message = `${name}: expected kind to be 'sort', 'table' or null, received ${describe(kind)}`
    throw typeof kind === 'string' ? rangeError(message) : typeError(message)
  }
  for (const { info } of [array, tests]) {
    if (info.kind === 'f' || info.kind === 'c')
      throw rangeError(`${name}: expected integers or booleans for the kind 'table', received ${info.name}`)
  }
}

function contains(array: NDArray, tests: NDArray): NDArray {
  const info = promoteTypes(array.info, tests.info)
  const result = newArray(BOOL, [array._size], array._size, false)
  const op = operation('isin')
  const operands = [castArray(tests, info), castArray(array, info), result]
  if (result._size > 0) runCore(op, op.typed[info.code], operands, [], [tests._size, array._size])
  return result
}

const invertMask = (mask: NDArray): NDArray => callUnary(operation('logical_not'), mask, []) as NDArray
