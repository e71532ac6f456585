/** Error classes of the library. Each error carries a stable `code`, as Node's own errors do. */

export type ErrorCode =
  | 'ERR_INVALID_ARG_TYPE'
  | 'ERR_DTYPE'
  | 'ERR_CASTING'
  | 'ERR_SHAPE_MISMATCH'
  | 'ERR_AXIS'
  | 'ERR_INDEX'
  | 'ERR_OUT_OF_RANGE'
  | 'ERR_SIZE'
  | 'ERR_UNSAFE_INTEGER'
  | 'ERR_READ_ONLY'
  | 'ERR_DETACHED_BUFFER'
  | 'ERR_OUT_OF_BOUNDS'
  | 'ERR_LINALG'
  | 'ERR_FLOATING_POINT'
  | 'ERR_SYNTAX'
  | 'ERR_NATIVE_MISSING'
  | 'ERR_OUT_OF_MEMORY'
  | 'ERR_INTERNAL'
  | 'ABORT_ERR'

/** A wrong kind of argument or a dtype that the operation does not take. */
export class NumblasTypeError extends TypeError {
  override name = 'TypeError'
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message)
  }
}

/** A shape, index or size out of range. */
export class NumblasRangeError extends RangeError {
  override name = 'RangeError'
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message)
  }
}

/** An axis that the array does not have (NumPy's `AxisError`). */
export class AxisError extends NumblasRangeError {
  override name = 'AxisError' as 'RangeError'
  constructor(message: string) {
    super('ERR_AXIS', message)
  }
}

/** A linear algebra problem with no answer: a singular matrix, no convergence, a matrix that is not square. */
export class LinAlgError extends Error {
  override name = 'LinAlgError'
  readonly code: ErrorCode = 'ERR_LINALG'
}

/** Raised where `seterr` asks for it (NumPy's `FloatingPointError`). */
export class FloatingPointError extends Error {
  override name = 'FloatingPointError'
  readonly code: ErrorCode = 'ERR_FLOATING_POINT'
}

/** An asynchronous call that was aborted: the name and code that Node's own have. */
class AbortError extends Error {
  override name = 'AbortError'
  readonly code: ErrorCode = 'ABORT_ERR'
}

/** The error of an aborted call; `cause` is what the signal was aborted with. */
export function abortError(cause?: unknown): Error {
  return new AbortError('The operation was aborted', { cause })
}

export function typeError(message: string, code: ErrorCode = 'ERR_INVALID_ARG_TYPE'): NumblasTypeError {
  return new NumblasTypeError(code, message)
}

export function rangeError(message: string, code: ErrorCode = 'ERR_OUT_OF_RANGE'): NumblasRangeError {
  return new NumblasRangeError(code, message)
}

/** NumPy's way to write a shape: `(2, 3)`, `(4,)`, `()`. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}

/** What came, in words, for "expected …, received …". */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'string') return `the string '${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`
  if (typeof value === 'function') return `a function${value.name ? ` (${value.name})` : ''}`
  if (typeof value === 'bigint') return `the bigint ${value}n`
  if (typeof value !== 'object') return `the ${typeof value} ${String(value)}`
  if (Array.isArray(value)) return `an array of ${value.length}`
  const name = Object.getPrototypeOf(value)?.constructor?.name
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an object'
}
