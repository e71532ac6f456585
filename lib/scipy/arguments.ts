/** What SciPy's linear algebra asks of its arguments: dtypes, finiteness, shapes; stacks of matrices one by one. */
import { toArray } from '../core/array'
import { broadcastShape, broadcastView } from '../core/broadcast'
import { copyInto } from '../core/copy'
import { COMPLEX64, COMPLEX128, type DTypeInfo, FLOAT32, FLOAT64 } from '../core/dtype'
import { describe, formatShape, rangeError, typeError } from '../core/errors'
import { NDArray, newArray, shapeSize, view } from '../core/ndarray'
import { promoteTypes } from '../core/promotion'
import { all } from '../reductions/reductions'
import { isfinite } from '../ufuncs'

const SINGLE = ['bool', 'int8', 'uint8', 'int16', 'uint16', 'float16', 'float32', 'complex64']

/** The dtype that SciPy calls LAPACK in: single precision where every array fits it. */
export function lapackInfo(...arrays: readonly NDArray[]): DTypeInfo {
  const complex = arrays.some((array) => array.info.kind === 'c')
  const single = arrays.every((array) => SINGLE.includes(array.dtype))
  return complex ? (single ? COMPLEX64 : COMPLEX128) : single ? FLOAT32 : FLOAT64
}

/** The dtype of newer functions: what the arrays promote to, integers as float64, float16 as float32. */
export function inexactInfo(...arrays: readonly NDArray[]): DTypeInfo {
  const info = arrays.map((array) => array.info).reduce(promoteTypes)
  if (info.kind === 'c') return info
  return info.kind === 'f' ? (info.itemsize <= 4 ? FLOAT32 : FLOAT64) : FLOAT64
}

/** The real dtype of a precision. */
export function realInfo(info: DTypeInfo): DTypeInfo {
  return info === COMPLEX64 ? FLOAT32 : info === COMPLEX128 ? FLOAT64 : info
}

/** The complex dtype of a precision. */
export function complexInfo(info: DTypeInfo): DTypeInfo {
  return info === FLOAT32 || info === COMPLEX64 ? COMPLEX64 : COMPLEX128
}

/** The distance from 1 to the next number. */
export function epsilon(info: DTypeInfo): number {
  return realInfo(info) === FLOAT32 ? 2 ** -23 : 2 ** -52
}

/** An argument as an array; throws `RangeError` for NaN and Inf unless told not to look. */
export function finiteArray(name: string, what: string, value: unknown, check: boolean): NDArray {
  const array = toArray(value, name)
  if (check && (array.info.kind === 'f' || array.info.kind === 'c') && all(isfinite(array)) !== true) {
    throw rangeError(`${name}: expected ${what} of finite elements, received NaN or Inf`)
  }
  return array
}

/** Throws `RangeError` unless an array is a square matrix. */
export function expectSquare(name: string, what: string, array: NDArray): NDArray {
  if (array._shape.length !== 2 || array._shape[0] !== array._shape[1]) {
    throw rangeError(
      `${name}: expected ${what} to be a square matrix, received shape ${formatShape(array._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  return array
}

/** Throws `RangeError` unless an array is a matrix. */
export function expectMatrix(name: string, what: string, array: NDArray): NDArray {
  if (array._shape.length === 2) return array
  throw rangeError(
    `${name}: expected ${what} to be a matrix, received shape ${formatShape(array._shape)}`,
    'ERR_SHAPE_MISMATCH',
  )
}

/** Throws `RangeError` unless right-hand sides have as many rows as the matrix has. */
export function expectRows(name: string, rows: number, b: NDArray): void {
  if (b._shape[0] === rows) return
  throw rangeError(`${name}: expected b of ${rows} rows, received shape ${formatShape(b._shape)}`, 'ERR_SHAPE_MISMATCH')
}

/** A factorisation and what belongs to it, as the routine that made them gives both. Throws `TypeError` for anything else. */
export function expectPair(name: string, what: string, value: unknown): readonly [unknown, unknown] {
  if (Array.isArray(value) && value.length === 2) return value as [unknown, unknown]
  throw typeError(`${name}: expected a pair of ${what}, received ${describe(value)}`)
}

/** How many of an argument's last dimensions are one problem's. 'right' is one or two: a right-hand side. */
export type Core = 0 | 1 | 2 | 'right'

type Results = NDArray | readonly unknown[]

const coreOf = (array: NDArray, core: Core): number => (core === 'right' ? (array._shape.length >= 2 ? 2 : 1) : core)

/**
 * Runs `body` on every problem of stacks that broadcast, and stacks its results. Without a stack `body` is given the
 * arrays as they are.
 */
export function overStack<R extends Results>(
  name: string,
  arrays: readonly (NDArray | undefined)[],
  cores: readonly Core[],
  body: (...problem: NDArray[]) => R,
): R {
  const counts = arrays.map((array, i) => (array === undefined ? 0 : coreOf(array, cores[i])))
  const stacks = arrays.map((array, i) =>
    array === undefined ? [] : array._shape.slice(0, Math.max(0, array._shape.length - counts[i])),
  )
  if (stacks.every((stack) => stack.length === 0)) return body(...(arrays as NDArray[]))
  const stack = broadcastShape(name, stacks)
  const size = shapeSize(stack, name)
  if (size === 0)
    throw rangeError(`${name}: expected a stack of at least one problem, received shape ${formatShape(stack)}`)
  const wide = arrays.map((array, i) =>
    array === undefined
      ? undefined
      : broadcastView(name, array, [...stack, ...array._shape.slice(array._shape.length - counts[i])]),
  )
  const results: Results[] = []
  const index = stack.map(() => 0)
  for (let position = 0; position < size; position++) {
    results.push(body(...(wide.map((array) => array && problemAt(array, index)) as NDArray[])))
    for (let d = stack.length - 1; d >= 0 && ++index[d] === stack[d]; d--) index[d] = 0
  }
  if (results[0] instanceof NDArray) return joined(name, results as NDArray[], stack) as R
  const columns = (results[0] as readonly unknown[]).map((_, i) => results.map((one) => (one as readonly unknown[])[i]))
  return columns.map((column) => joined(name, column, stack)) as unknown as R
}

/** The same where results hold counts, which are int64 in a stack's arrays: `body` gives them as bigints. */
export function countsOverStack(
  name: string,
  arrays: readonly NDArray[],
  cores: readonly Core[],
  body: (...problem: NDArray[]) => readonly unknown[],
): unknown[] {
  const plain = (one: unknown): unknown => (typeof one === 'bigint' ? Number(one) : one)
  return overStack(name, arrays, cores, body).map(plain)
}

function problemAt(array: NDArray, index: readonly number[]): NDArray {
  const offset = index.reduce((sum, i, d) => sum + i * array._strides[d], array.offset)
  return view(array, array._shape.slice(index.length), array._strides.slice(index.length), offset)
}

function joined(name: string, results: readonly unknown[], stack: readonly number[]): NDArray {
  const arrays = results.map((one) => toArray(one, name))
  const info = arrays.map((array) => array.info).reduce(promoteTypes)
  const core = arrays[0]._shape
  const shape = [...stack, ...core]
  const result = newArray(info, shape, shapeSize(shape, name), false)
  const step = arrays[0]._size * info.itemsize
  for (const [i, array] of arrays.entries()) {
    if (formatShape(array._shape) !== formatShape(core)) {
      throw rangeError(
        `${name}: expected results of one shape for the whole stack, received ${formatShape(core)} and ${formatShape(array._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    const target = view(result, core, result._strides.slice(stack.length), result.offset + i * step)
    copyInto(target, array)
  }
  return result
}

/** Throws `TypeError` for complex arrays where only real ones have a meaning. */
export function expectReal(name: string, what: string, array: NDArray): NDArray {
  if (array.info.kind !== 'c') return array
  throw typeError(`${name}: expected ${what} to be real, received ${array.dtype}`, 'ERR_DTYPE')
}

/** A warning of SciPy's kind: the result stands, but may be inaccurate. */
export function warn(name: string, message: string): void {
  process.emitWarning(`${name}: ${message}`, 'LinAlgWarning')
}

/** A choice among words: another word is out of range, as SciPy has it. */
export function oneOf<T extends string>(name: string, what: string, value: unknown, allowed: readonly T[]): T {
  if ((allowed as readonly unknown[]).includes(value)) return value as T
  const message = `${name}: expected ${what} to be one of ${allowed.join(', ')}, received ${describe(value)}`
  throw typeof value === 'string' ? rangeError(message) : typeError(message)
}
