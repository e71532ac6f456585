/** Choosing elements by conditions: where, nonzero, select, compress, place and their kin. */
import { expectArray, expectCasting, keywords, listItems } from '../core/arguments'
import { scalarArray, toArray } from '../core/array'
import { broadcastShape, broadcastView } from '../core/broadcast'
import { runElementwise } from '../core/call'
import { copyInto, newLike } from '../core/copy'
import { type DType, type DTypeInfo, dtypeInfo } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { NDArray, newArray, shapeSize, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { type Casting, canCast, promoteTypes } from '../core/promotion'
import type { ArrayLike, DTypeOf, Promoted } from '../core/types'
import { castArray, coerceOperands, expectWriteable, weakInfo } from '../core/ufunc'
import { resizeCopy } from '../manipulation/rearranging'
import { ravel, reshapeArray, transposeArray } from '../manipulation/shapes'
import { any } from '../reductions/reductions'
import { logical_not, logical_or } from '../ufuncs'
import { compressArray, expandInto, nonzeroTable, writeWhere } from './gather'
import { fitted, getItem, setItem, valueArray } from './indexing'
import { take } from './take'

const BOOL = dtypeInfo('bool')
const INT64 = dtypeInfo('int64')

/**
 * Elements of `x` where the condition holds, of `y` elsewhere; the three broadcast. With the condition alone, what
 * `nonzero` gives.
 * @example np.where([true, false, true], [1, 2, 3], 0) // array([1., 0., 3.])
 */
export function where(condition: ArrayLike): NDArray<'int64'>[]
export function where<const A extends ArrayLike, const B extends ArrayLike>(
  condition: ArrayLike,
  x: A,
  y: B,
): NDArray<Promoted<A, B>>
export function where(condition: ArrayLike, x?: ArrayLike, y?: ArrayLike): NDArray | NDArray[] {
  if (x === undefined && y === undefined) return nonzero(condition)
  if (x === undefined || y === undefined) throw typeError('where: expected both x and y or neither, received one')
  const op = operation('where')
  const mask = castArray(toArray(condition, 'where'), BOOL)
  const arrays = coerceOperands(op, [x, y])
  const info = promoteTypes(arrays[0].info, arrays[1].info)
  const shape = broadcastShape('where', [mask._shape, arrays[0]._shape, arrays[1]._shape])
  const result = newLike([mask, ...arrays], info, shape, shapeSize(shape, 'where'))
  if (result._size > 0) runElementwise(op, op.typed[info.code], [mask, ...arrays, result], shape, false)
  return result
}

/**
 * The indices of the elements that are not zero, one array per axis, in row-major order. Throws `RangeError` for a 0-d
 * array.
 * @example np.nonzero([0, 5, 0, 7]) // [ array([1, 3]) ]
 */
export function nonzero(a: ArrayLike): NDArray<'int64'>[] {
  return rowsOf(nonzeroRows('nonzero', a))
}

/**
 * The indices of the elements that are not zero, one row each.
 * @example np.argwhere([[0, 1], [1, 0]]) // array([[0, 1], [1, 0]])
 */
export function argwhere(a: ArrayLike): NDArray<'int64'> {
  const array = toArray(a, 'argwhere')
  if (array._shape.length === 0) {
    const hit = array._size > 0 && castArray(array, BOOL).item() === true
    return newArray(INT64, [hit ? 1 : 0, 0], 0, true) as NDArray<'int64'>
  }
  return transposeArray(nonzeroRows('argwhere', array))
}

/**
 * The positions in row-major order of the elements that are not zero.
 * @example np.flatnonzero([[0, 1], [1, 0]]) // array([1, 2])
 */
export function flatnonzero(a: ArrayLike): NDArray<'int64'> {
  return nonzero(toArray(a, 'flatnonzero').ravel())[0]
}

/**
 * For each place the element of the first choice whose condition holds there, `default` (0) where none does; all broadcast.
 * Conditions must be boolean (`TypeError`), as many as choices (`RangeError`).
 * @example np.select([[true, false], [true, true]], [[1, 2], [3, 4]]) // array([1., 4.])
 */
export function select<const C extends readonly ArrayLike[]>(
  condlist: readonly ArrayLike[] | NDArray,
  choicelist: C,
  default_?: ArrayLike | { readonly default?: ArrayLike },
): NDArray<DTypeOf<C>>
export function select(
  condlist: readonly ArrayLike[] | NDArray,
  choicelist: readonly ArrayLike[] | NDArray,
  default_?: ArrayLike | { readonly default?: ArrayLike },
): NDArray
export function select(condlist: unknown, choicelist: unknown, ...args: unknown[]): NDArray {
  const otherwise = keywords('select', ['default'], args).default ?? 0
  const conditions = listed('select', 'condlist', condlist).map((one) => toArray(one, 'select'))
  const choices = listed('select', 'choicelist', choicelist)
  if (conditions.length !== choices.length || conditions.length === 0) {
    throw rangeError(
      `select: expected as many conditions as choices, at least one, received ${conditions.length} and ${choices.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  for (const condition of conditions) {
    if (condition.info !== BOOL) {
      throw typeError(`select: expected boolean conditions, received ${condition.info.name}`, 'ERR_DTYPE')
    }
  }
  const arrays = coerceOperands(operation('where'), [...choices, otherwise], 'select')
  const info = arrays.reduce((found: DTypeInfo, one) => promoteTypes(found, one.info), arrays[0].info)
  const shape = broadcastShape(
    'select',
    [...conditions, ...arrays].map((one) => one._shape),
  )
  const result = newArray(info, shape, shapeSize(shape, 'select'), false)
  if (result._size === 0) return result
  copyInto(result, arrays[arrays.length - 1])
  for (let k = choices.length - 1; k >= 0; k--) writeWhere(result, conditions[k], castArray(arrays[k], info))
  return result
}

function listed(name: string, what: string, value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return listItems(name, value)
  if (value instanceof NDArray && value._shape.length > 0) return [...value]
  throw typeError(`${name}: expected a list of arrays for ${what}, received ${describe(value)}`)
}

export interface CompressOptions {
  readonly axis?: number | null
  readonly out?: NDArray | null
}

/**
 * The slices along an axis (elements, without one) where the condition, one value for each, is true. A condition shorter than
 * the axis leaves the rest out.
 * @example np.compress([true, false, true], [[1, 2, 3], [4, 5, 6]], 1) // array([[1., 3.], [4., 6.]])
 */
export function compress<T extends NDArray>(
  condition: ArrayLike,
  a: ArrayLike,
  options: CompressOptions & { readonly out: T },
): T
export function compress<const X extends ArrayLike>(
  condition: ArrayLike,
  a: X,
  axis?: number | null | CompressOptions,
  out?: NDArray | null | CompressOptions,
): NDArray<DTypeOf<X>>
export function compress(condition: ArrayLike, a: ArrayLike, ...args: unknown[]): NDArray {
  const { axis, out } = keywords('compress', ['axis', 'out'], args)
  const mask = castArray(toArray(condition, 'compress'), BOOL)
  if (mask._shape.length !== 1) {
    throw rangeError(
      `compress: expected a condition of 1 dimension, received ${mask._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const array = toArray(a, 'compress')
  const flat = axis === undefined || axis === null
  if (flat && (out === undefined || out === null) && array._size === mask._size)
    return compressArray(ravel(array), mask)
  const [indices] = rowsOf(nonzeroTable(mask))
  return take(array, indices, { axis: axis as number, out: out as NDArray })
}

/**
 * The elements of the flattened array where the condition, flattened too, is not zero.
 * @example np.extract([true, false, true], [5, 6, 7]) // array([5., 7.])
 */
export function extract<const X extends ArrayLike>(condition: ArrayLike, arr: X): NDArray<DTypeOf<X>> {
  return compress(ravel(toArray(condition, 'extract')), arr) as NDArray<DTypeOf<X>>
}

// The mask of a function that changes an array in place: any shape of the array's size.
function maskOf(name: string, array: NDArray, mask: unknown): NDArray {
  const flags = castArray(toArray(mask, name), BOOL)
  if (flags._size === array._size) return reshapeArray(name, flags, array._shape)
  throw rangeError(
    `${name}: expected a mask of the array's size ${array._size}, received ${flags._size}`,
    'ERR_SHAPE_MISMATCH',
  )
}

// Values for places of an array in place: their dtype must cast safely, as NumPy asks.
function safeValues(name: string, array: NDArray, value: unknown): NDArray {
  const values = valueArray(name, value, array.info)
  const listed = !(value instanceof NDArray || ArrayBuffer.isView(value))
  if (!listed && !canCast(values.info, array.info)) {
    throw typeError(
      `${name}: expected values that cast safely to ${array.info.name}, received ${values.info.name}`,
      'ERR_CASTING',
    )
  }
  return castArray(values, array.info)
}

/**
 * Writes values in turn, again from the first when they end, where the mask is true, in the array itself.
 * @example const a = np.zeros(4); np.place(a, [true, false, true, true], [1, 2]); a // array([1., 0., 2., 1.])
 */
export function place(arr: NDArray, mask: ArrayLike, vals: ArrayLike): void {
  const array = expectArray('place', 'arr', arr)
  expectWriteable('place', array)
  const flags = maskOf('place', array, mask)
  const values = ravel(safeValues('place', array, vals))
  if (values._size === 0 && any(flags)) {
    throw rangeError('place: expected at least one value, received none', 'ERR_SHAPE_MISMATCH')
  }
  expandInto(array, flags, values)
}

/**
 * Writes `values[i]` to place i of the flattened array where the mask is true there, in the array itself; values start again
 * where they are fewer than the array has elements.
 * @example const a = np.zeros(4); np.putmask(a, [true, false, true, true], [1, 2]); a // array([1., 0., 1., 2.])
 */
export function putmask(a: NDArray, mask: ArrayLike, values: ArrayLike): void {
  const array = expectArray('putmask', 'a', a)
  expectWriteable('putmask', array)
  const flags = maskOf('putmask', array, mask)
  const source = safeValues('putmask', array, values)
  if (source._size === 0) return
  writeWhere(array, flags, source._size === 1 ? ravel(source) : cycled('putmask', source, array._shape))
}

export interface CopytoOptions {
  readonly casting?: Casting
  /** Elements to copy; broadcasts to the target. */
  readonly where?: ArrayLike
}

/**
 * Copies values, broadcast and cast by the rule, into an array; where `where` is given only where it is true.
 * @example const a = np.zeros(3); np.copyto(a, [1, 2, 3], { where: [true, false, true] }); a // array([1., 0., 3.])
 */
export function copyto(
  dst: NDArray,
  src: ArrayLike,
  casting?: Casting | CopytoOptions,
  where?: ArrayLike | CopytoOptions,
): void
export function copyto(dst: unknown, src: unknown, ...args: unknown[]): void {
  const name = 'copyto'
  const named = keywords(name, ['casting', 'where'], args)
  const target = expectArray(name, 'dst', dst)
  const casting = expectCasting(name, named.casting, 'same_kind')
  const source = isScalarLike(src) ? scalarArray(src, weakInfo(src, target.info)) : toArray(src, name)
  if (!canCast(source.info, target.info, casting)) {
    throw typeError(
      `${name}: expected values that cast to ${target.info.name} by the rule '${casting}', received ${source.info.name}`,
      'ERR_CASTING',
    )
  }
  expectWriteable(name, target)
  const mask = named.where === undefined ? undefined : toArray(named.where, name)
  if (mask !== undefined && mask.info !== BOOL) {
    throw typeError(`${name}: expected where to be boolean, received ${mask.info.name}`, 'ERR_CASTING')
  }
  const values = fitted(name, source, target._shape)
  const flags = mask === undefined ? undefined : broadcastView(name, mask, target._shape)
  if (target._size === 0) return
  if (flags === undefined) copyInto(target, values)
  else writeWhere(target, flags, castArray(values, target.info))
}

// The values in the shape, again from the first where they run out.
function cycled(name: string, values: NDArray, shape: readonly number[]): NDArray {
  return values._size === shapeSize(shape) ? reshapeArray(name, values, shape) : resizeCopy(name, values, shape)
}

/** What `piecewise` takes for each condition: a value, or a function of the elements where it holds. */
export type Piece = ArrayLike | ((x: NDArray, ...args: never[]) => ArrayLike)

/**
 * A function defined in pieces: for each condition a value or a function of the elements where it holds; of conditions that
 * overlap the last counts. One piece more than conditions stands for all other elements; without it they are 0.
 * @example np.piecewise([-1, 0, 2], [[true, false, false]], [-1, (x) => np.multiply(x, 10)]) // array([-1., 0., 20.])
 */
export function piecewise<const X extends ArrayLike>(
  x: X,
  condlist: ArrayLike,
  funclist: readonly Piece[],
  ...args: unknown[]
): NDArray<DTypeOf<X>>
export function piecewise(x: ArrayLike, condlist: ArrayLike, funclist: readonly Piece[], ...args: unknown[]): NDArray {
  if (!Array.isArray(funclist)) {
    throw typeError(`piecewise: expected a list of functions or values, received ${describe(funclist)}`)
  }
  const array = toArray(x, 'piecewise')
  const given = castArray(toArray(condlist, 'piecewise'), BOOL)
  // One condition may stand alone.
  const alone = given._shape.length === 0 || (given._shape.length === 1 && array._shape.length > 0)
  const conditions = (alone ? [given] : [...given]).map((one) => toArray(one, 'piecewise'))
  if (funclist.length === conditions.length + 1) {
    const covered = conditions.reduce((found, one) => logical_or(found, one) as NDArray)
    conditions.push(toArray(logical_not(covered)))
  }
  if (funclist.length !== conditions.length) {
    throw rangeError(
      `piecewise: expected ${conditions.length} functions or one more, received ${funclist.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const result = newLike([array], array.info, array._shape, array._size)
  result.fill(0)
  for (const [k, piece] of funclist.entries()) {
    const condition = conditions[k]
    if (typeof piece !== 'function') {
      setItem(result, [condition], piece)
      continue
    }
    const chosen = getItem(array, [condition]) as NDArray
    const call = piece as (...all: unknown[]) => ArrayLike
    if (chosen._size > 0) setItem(result, [condition], call(chosen, ...args))
  }
  return result
}

// One row of int64 indices per axis.
function nonzeroRows(name: string, a: ArrayLike): NDArray<'int64'> {
  const array = toArray(a, name)
  if (array._shape.length === 0) {
    throw rangeError(`${name}: expected at least 1 dimension, received a 0-d array`, 'ERR_SHAPE_MISMATCH')
  }
  return nonzeroTable(castArray(array, BOOL))
}

/** The rows of an array of two dimensions. */
export function rowsOf<D extends DType>(table: NDArray<D>): NDArray<D>[] {
  const [count, length] = table._shape
  const [step, stride] = table._strides
  return Array.from({ length: count }, (_, d) => view(table, [length], [stride], table.offset + d * step))
}
