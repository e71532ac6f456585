/** What every exported ufunc has besides its call: reduce, accumulate, reduceat, outer, at, and what it is made of. */

import { expectArray, isNone, keywords, listItems } from '../core/arguments'
import { toArray } from '../core/array'
import { normalizeAxis } from '../core/axis'
import { broadcastView } from '../core/broadcast'
import { METHOD_ACCUMULATE, METHOD_AT, METHOD_REDUCEAT, runMethod } from '../core/call'
import { copyAs, copyInto } from '../core/copy'
import { BOOL, type DType, type DTypeInfo, type DTypeLike, INT64, type Scalar } from '../core/dtype'
import { isScalarLike } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { mayShareMemory } from '../core/memory'
import { NDArray, newArray, sameShape, shapeSize, view } from '../core/ndarray'
import { type Operation, operation } from '../core/operation'
import { canCast } from '../core/promotion'
import { accumulateInfo, loopOf, type ReduceOptions, reduceBy, wantedInfo } from '../core/reduction'
import type { ArrayLike } from '../core/types'
import { callBinary, castArray, checkOutput, expectWriteable, operandArray, operandsFor } from '../core/ufunc'
import { arange } from '../creation/ranges'
import { countTrue, nonzeroTable } from '../indexing/gather'
import { getItem, type IndexItem, Slice } from '../indexing/indexing'
import { rowsOf } from '../indexing/selection'
import { ravel } from '../manipulation/shapes'
import { accumulateRow } from '../reductions/cumulative'
import { max, min } from '../reductions/reductions'

/** Every exported ufunc's operation, by the function. */
export const ufuncOperations = new WeakMap<object, Operation>()

/** What all ufuncs tell of themselves. */
export interface UfuncAttributes {
  /** The number of inputs. */
  readonly nin: number
  /** The number of outputs. */
  readonly nout: number
  /** The number of inputs and outputs. */
  readonly nargs: number
  /** The number of typed loops. */
  readonly ntypes: number
  /** The typed loops, such as `dd->d`. */
  readonly types: readonly string[]
  /** What a reduction over no elements gives; `null` if there is no such value. */
  readonly identity: number | boolean | null
  /** The core signature of a gufunc, `null` for ufuncs. */
  readonly signature: string | null
}

type Axis = number | readonly number[]

/** Keyword arguments of `accumulate` and `reduceat`. */
export interface AccumulateOptions {
  readonly axis?: number
  readonly dtype?: DTypeLike | null
  readonly out?: NDArray | null
}

/** The method of ufuncs with one or two inputs and one output. */
export interface AtMethod {
  /**
   * Applies the ufunc in place to the elements of `a` at `indices`; an element that is named several times is changed
   * several times (`a[indices] += b` would change it once). A list holds an index for each axis where there is more than
   * numbers in it: `[':', [0, 0]]`.
   */
  at(a: NDArray, indices: IndexItem | ArrayLike | readonly (IndexItem | ArrayLike)[], b?: ArrayLike): void
}

/** The methods of ufuncs with two inputs and one output. */
export interface BinaryMethods extends AtMethod {
  /** Folds the array along an axis, the first by default (all of them for `axis: null`). */
  reduce(array: ArrayLike, axis: null, options?: ReduceOptions): Scalar
  reduce<O extends NDArray>(array: ArrayLike, options: ReduceOptions & { readonly out: O }): O
  reduce<D extends DType>(
    array: ArrayLike,
    options: ReduceOptions & { readonly axis: Axis; readonly dtype: D },
  ): NDArray<D>
  reduce(array: ArrayLike, options: ReduceOptions & { readonly axis: Axis }): NDArray
  reduce(array: ArrayLike, options: ReduceOptions & { readonly axis: null }): Scalar
  reduce(array: ArrayLike, axis: Axis, options?: ReduceOptions): NDArray
  reduce(array: ArrayLike, options?: ReduceOptions): NDArray | Scalar
  /** Folds the array along an axis and keeps every step. */
  accumulate(array: ArrayLike, axis?: number | AccumulateOptions, options?: AccumulateOptions): NDArray
  /** Folds slices of the array: from each index to the next. */
  reduceat(
    array: ArrayLike,
    indices: ArrayLike,
    axis?: number | AccumulateOptions,
    options?: AccumulateOptions,
  ): NDArray
  /** The ufunc of every element of `a` with every element of `b`. */
  outer(a: ArrayLike, b: ArrayLike, options?: object): NDArray
}

const IDENTITIES: Readonly<Record<string, number | boolean>> = {
  logical_and: true,
  logical_or: false,
  logical_xor: false,
  logaddexp: Number.NEGATIVE_INFINITY,
  logaddexp2: Number.NEGATIVE_INFINITY,
}
const IDENTITY_VALUES: Readonly<Record<string, number>> = { zero: 0, one: 1, allbits: -1 }

/** The running rows of the native table (binding/reduce/cumulative.cc). */
const RUNNING_ROWS: Readonly<Record<string, string>> = {
  add: 'cumsum',
  multiply: 'cumprod',
  maximum: 'cummax',
  minimum: 'cummin',
}

/** The prototype of exported ufuncs. */
export const ufuncPrototype: object = Object.create(Function.prototype)

function getter(name: string, get: (op: Operation) => unknown): void {
  Object.defineProperty(ufuncPrototype, name, {
    configurable: true,
    get(this: object) {
      return get(opOf(this))
    },
  })
}

function method(name: string, call: (op: Operation, ...args: never[]) => unknown): void {
  Object.defineProperty(ufuncPrototype, name, {
    configurable: true,
    writable: true,
    value(this: object, ...args: never[]) {
      return call(opOf(this), ...args)
    },
  })
}

function opOf(ufunc: object): Operation {
  const op = ufuncOperations.get(ufunc)
  if (op === undefined) throw typeError(`ufunc: expected a ufunc, received ${describe(ufunc)}`)
  return op
}

getter('nin', (op) => op.nin)
getter('nout', (op) => op.nout)
getter('nargs', (op) => op.nin + op.nout)
getter('types', (op) => op.loops.filter((types) => types.includes('->')))
getter('ntypes', (op) => op.loops.filter((types) => types.includes('->')).length)
getter('identity', (op) => IDENTITIES[op.name] ?? IDENTITY_VALUES[op.identity] ?? null)
getter('signature', (op) => op.signature || null)
method('reduce', (op, array: unknown, ...args: never[]) => reduce(op, array, args))
method('accumulate', (op, array: unknown, ...args: never[]) => accumulate(op, array, args))
method('reduceat', (op, array: unknown, indices: unknown, ...args: never[]) => reduceat(op, array, indices, args))
method('outer', (op, a: unknown, b: unknown, ...args: never[]) => outer(op, a, b, args))
method('at', (op, a: unknown, indices: unknown, ...b: never[]) => at(op, a, indices, b))

// Ufuncs that work on whole matrices or vectors have no methods.
function expectElementwise(op: Operation, what: string): void {
  if (op.signature === '') return
  throw typeError(`${op.name}.${what}: expected a ufunc without a signature, received one with ${op.signature}`)
}

function expectBinary(op: Operation, what: string): void {
  expectElementwise(op, what)
  if (op.nin === 2 && op.nout === 1) return
  throw rangeError(
    `${op.name}.${what}: expected a ufunc of two inputs and one output, received ${op.nin} and ${op.nout}`,
  )
}

const grows = (op: Operation): boolean => op.name === 'add' || op.name === 'multiply'

function reduce(op: Operation, value: unknown, args: readonly unknown[]): NDArray | Scalar {
  const name = `${op.name}.reduce`
  expectBinary(op, 'reduce')
  const array = operandArray(op, value)
  const options = keywords(name, ['axis', 'dtype', 'out', 'keepdims', 'initial', 'where'], args) as ReduceOptions
  const { axis } = options
  const info = grows(op) ? accumulateInfo(array.info) : array.info
  if (axis !== undefined) return reduceBy(name, op, array, info, options)
  // The first axis by default; an element where nothing else is left.
  const alone = array._shape.length <= 1
  return reduceBy(name, op, array, info, { ...options, axis: alone ? null : 0 })
}

// The loop and dtype of a method that keeps the input's shape or slices it.
function methodInfo(op: Operation, array: NDArray, options: AccumulateOptions): DTypeInfo {
  const wanted = wantedInfo(options, grows(op) ? accumulateInfo(array.info) : array.info)
  return op.name.startsWith('logical_') ? BOOL : wanted
}

function outputOf(name: string, out: NDArray | null | undefined, result: NDArray): NDArray {
  if (isNone(out)) return result
  const target = expectArray(name, 'out', out)
  checkOutput(name, target, result.info, result._shape, 'unsafe')
  copyInto(target, result)
  return target
}

/** The axis that accumulate and reduceat go along. */
function axisAlong(name: string, array: NDArray, { axis }: AccumulateOptions): number {
  if (array._shape.length === 0)
    throw typeError(`${name}: expected at least 1 dimension, received a 0-d array`, 'ERR_SHAPE_MISMATCH')
  return normalizeAxis(name, axis ?? 0, array._shape.length)
}

function accumulate(op: Operation, value: unknown, args: readonly unknown[]): NDArray {
  const name = `${op.name}.accumulate`
  expectBinary(op, 'accumulate')
  const array = operandArray(op, value)
  const options = keywords(name, ['axis', 'dtype', 'out'], args) as AccumulateOptions
  const axis = axisAlong(name, array, options)
  const info = methodInfo(op, array, options)
  const row = RUNNING_ROWS[op.name]
  if (row !== undefined) return outputOf(name, options.out, accumulateRow(operation(row), array, axis, info))
  const loop = loopOf(op, info)
  const source = castArray(array, loop.inputs[0])
  const result = newArray(loop.outputs[0], source._shape, source._size, false)
  const order = source._shape.map((_, d) => d).filter((d) => d !== axis)
  order.push(axis)
  const along = (list: readonly number[]): number[] => order.map((d) => list[d])
  const shape = along(source._shape)
  runMethod(op, loop, METHOD_ACCUMULATE, [source, result], [along(source._strides), along(result._strides)], shape)
  return outputOf(name, options.out, result)
}

function reduceat(op: Operation, value: unknown, where: unknown, args: readonly unknown[]): NDArray {
  const name = `${op.name}.reduceat`
  expectBinary(op, 'reduceat')
  const array = operandArray(op, value)
  const options = keywords(name, ['axis', 'dtype', 'out'], args) as AccumulateOptions
  const axis = axisAlong(name, array, options)
  const indices = indexArray(name, where)
  if (indices._shape.length !== 1)
    throw rangeError(
      `${name}: expected indices of 1 dimension, received ${indices._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  const loop = loopOf(op, methodInfo(op, array, options))
  const source = castArray(array, loop.inputs[0])
  const count = indices._size
  const shape = source._shape.map((length, d) => (d === axis ? count : length))
  const result = newArray(loop.outputs[0], shape, shapeSize(shape), false)
  const others = source._shape.map((_, d) => d).filter((d) => d !== axis)
  runMethod(
    op,
    loop,
    METHOD_REDUCEAT,
    [source, indices, result],
    [
      [...others.map((d) => source._strides[d]), source._strides[axis], 0],
      [...others.map(() => 0), 0, indices._strides[0]],
      [...others.map((d) => result._strides[d]), 0, result._strides[axis]],
    ],
    [...others.map((d) => source._shape[d]), source._shape[axis], count],
  )
  return outputOf(name, options.out, result)
}

function outer(op: Operation, a: unknown, b: unknown, args: readonly unknown[]): unknown {
  expectBinary(op, 'outer')
  // Scalars stay weak, and add no dimensions.
  if (isScalarLike(a) || isScalarLike(b)) return callBinary(op, a, b, args)
  const left = operandArray(op, a)
  const right = operandArray(op, b)
  const shape = [...left._shape, ...right._shape.map(() => 1)]
  const strides = [...left._strides, ...right._shape.map(() => 0)]
  return callBinary(op, view(left, shape, strides, left.offset), right, args)
}

// Integers that index, as int64. Lists of numbers are float64 here, whose values must be whole.
function indexArray(name: string, value: unknown): NDArray {
  const array = toArray(value, name)
  const { kind } = array.info
  const whole = kind === 'i' || kind === 'u'
  const fromJs = !(value instanceof NDArray) && !ArrayBuffer.isView(value) && array.info.name === 'float64'
  const cast = whole || fromJs ? copyAs(array, INT64) : undefined
  if (cast === undefined || (fromJs && !equalValues(array, cast))) {
    if (array._size === 0) return copyAs(array, INT64)
    throw typeError(`${name}: expected integer indices, received ${array.info.name}`, 'ERR_INDEX')
  }
  return cast
}

function equalValues(a: NDArray, b: NDArray): boolean {
  return (
    reduceBy('equal', operation('logical_and'), callBinary(operation('equal'), a, b, []) as NDArray, BOOL, {
      axis: null,
    }) === true
  )
}

/** Flat positions (row-major) of what index arrays name, and their shape: those of the leading axes, then whole the rest. */
function positionsOf(name: string, array: NDArray, indices: unknown): { positions: NDArray; shape: number[] } {
  const list = isTuple(name, indices) ? indices : [indices]
  const first = list[0]
  if (list.some((item) => item === null || typeof item === 'string' || item instanceof Slice)) {
    // What slices name is read off an array of all positions.
    const every = arange(array._size, { dtype: 'int64' }).reshape(array._shape)
    const positions = getItem(every, list)
    return positions instanceof NDArray
      ? { positions, shape: [...positions._shape] }
      : { positions: toArrayOf(BigInt(positions)), shape: [] }
  }
  if (array._shape.length === 1 && list.length === 1 && !isMask(first)) {
    // The native layer counts negative ones from the end and checks all.
    const positions = first instanceof NDArray && first.info === INT64 ? first : indexArray(name, first)
    return { positions, shape: [...positions._shape] }
  }
  if (list.length === 1 && isMask(first) && first._shape.length === 0) {
    // One truth for the whole array: all of it below a new axis, or nothing.
    const count = countTrue(first)
    return { positions: arange(count * array._size, { dtype: 'int64' }), shape: [count, ...array._shape] }
  }
  const parts: NDArray[] = []
  for (const item of list) {
    if (isMask(item)) parts.push(...truePositions(name, item, array._shape.slice(parts.length)))
    else parts.push(indexArray(name, item))
  }
  if (parts.length > array._shape.length) {
    throw rangeError(
      `${name}: expected at most ${array._shape.length} index arrays, received ${parts.length}`,
      'ERR_INDEX',
    )
  }
  const sizes = array._shape.map((_, d) => array._shape.slice(d + 1).reduce((product, length) => product * length, 1))
  const call = (op: string, x: unknown, y: unknown): NDArray => callBinary(operation(op), x, y, []) as NDArray
  let positions = toArrayOf(0n)
  for (const [d, part] of parts.entries()) {
    positions = call('add', positions, call('multiply', fromStart(name, part, array._shape[d], d), sizes[d]))
  }
  const rest = array._shape.slice(parts.length)
  const within = sizes[parts.length - 1] ?? array._size
  if (rest.length > 0) {
    const outer = view(positions, [...positions._shape, 1], [...positions._strides, 0], positions.offset)
    positions = call('add', outer, arange(within, { dtype: 'int64' }))
  }
  return {
    positions,
    shape: [...positions._shape.slice(0, positions._shape.length - (rest.length > 0 ? 1 : 0)), ...rest],
  }
}

// Indices along an axis, all of which it must have, counted from its start.
function fromStart(name: string, indices: NDArray, length: number, axis: number): NDArray {
  if (indices._size === 0) return indices
  const low = min(indices) as number
  const high = max(indices) as number
  if (low < -length || high >= length) {
    throw rangeError(
      `${name}: expected indices between ${-length} and ${length - 1} on axis ${axis}, received ${low < -length ? low : high}`,
      'ERR_INDEX',
    )
  }
  return low < 0 ? (callBinary(operation('remainder'), indices, length, []) as NDArray) : indices
}

const toArrayOf = (value: bigint): NDArray => copyAs(toArray(value), INT64)

// A list with more than numbers in it is NumPy's tuple of indices.
function isTuple(name: string, indices: unknown): indices is readonly unknown[] {
  return (
    Array.isArray(indices) &&
    listItems(name, indices).some((item) => typeof item === 'object' || typeof item === 'string')
  )
}

const isMask = (index: unknown): index is NDArray => index instanceof NDArray && index.info.kind === 'b'

function truePositions(name: string, mask: NDArray, shape: readonly number[]): NDArray[] {
  if (
    mask._shape.length === 0 ||
    mask._shape.length > shape.length ||
    mask._shape.some((length, d) => length !== shape[d])
  ) {
    throw rangeError(`${name}: expected a mask of the shape (${shape}), received (${mask._shape})`, 'ERR_INDEX')
  }
  return rowsOf(nonzeroTable(mask))
}

function at(op: Operation, target: unknown, indices: unknown, rest: readonly unknown[]): void {
  const name = `${op.name}.at`
  expectElementwise(op, 'at')
  if (op.nout !== 1) throw rangeError(`${name}: expected a ufunc of one output, received ${op.nout}`)
  const array = expectArray(name, 'a', target)
  expectWriteable(name, array)
  if (rest.length !== op.nin - 1) {
    throw typeError(`${name}: expected ${op.nin + 1} arguments, received ${rest.length + 2}`)
  }
  const { arrays, loop } = operandsFor(op, [array, ...rest])
  if (!canCast(loop.outputs[0], array.info, 'same_kind')) {
    throw typeError(
      `${name}: expected an array that ${loop.outputs[0].name} casts to, received ${array.info.name}`,
      'ERR_CASTING',
    )
  }
  const same = loop.inputs[0] === loop.outputs[0]
  if (!same)
    throw typeError(
      `${name}: expected a ufunc whose result is of its operand's dtype, received ${loop.inputs[0].name} to ${loop.outputs[0].name}`,
      'ERR_DTYPE',
    )
  const { positions, shape } = positionsOf(name, array, indices)
  const direct = array.contiguous && array.info === loop.inputs[0]
  const work = direct ? array : copyAs(array, loop.inputs[0])
  // As one run, read where it is unless that is where results go.
  const run = (one: NDArray, info: DTypeInfo): NDArray =>
    one.info === info && one.contiguous && !mayShareMemory(one, work) ? one : copyAs(ravel(one), info)
  const flatPositions = run(positions, INT64)
  const operands = [work, flatPositions]
  const strides = [
    [work.info.itemsize, 0],
    [0, 8],
  ]
  if (op.nin === 2) {
    const other = arrays[1]
    const still = other._size === 1 && other._shape.length <= shape.length
    const wanted = still || sameShape(other._shape, shape) ? other : broadcastView(name, other, shape)
    operands.push(run(wanted, loop.inputs[1]))
    strides.push([0, still ? 0 : loop.inputs[1].itemsize])
  }
  if (flatPositions._size > 0) runMethod(op, loop, METHOD_AT, operands, strides, [array._size, flatPositions._size])
  if (!direct) copyInto(array, work)
}
