/** What a refused call must look like. */
import { expect } from 'vitest'
import { AxisError, LinAlgError } from '../lib/core/errors'

export const CODES = [
  'ERR_INVALID_ARG_TYPE',
  'ERR_DTYPE',
  'ERR_CASTING',
  'ERR_SHAPE_MISMATCH',
  'ERR_AXIS',
  'ERR_INDEX',
  'ERR_OUT_OF_RANGE',
  'ERR_SIZE',
  'ERR_UNSAFE_INTEGER',
  'ERR_READ_ONLY',
  'ERR_DETACHED_BUFFER',
  'ERR_OUT_OF_BOUNDS',
  'ERR_LINALG',
  'ERR_FLOATING_POINT',
  'ERR_SYNTAX',
  'ERR_OUT_OF_MEMORY',
]

type ErrorClass = abstract new (...args: never[]) => Error

/** NumPy's errors and ours. */
const CLASSES: Readonly<Record<string, readonly ErrorClass[]>> = {
  LinAlgError: [LinAlgError],
  AxisError: [AxisError],
  ValueError: [RangeError],
  // An index of the wrong kind (a fraction, a float array) is a TypeError here.
  IndexError: [RangeError, TypeError],
  OverflowError: [RangeError],
  ZeroDivisionError: [RangeError],
  TypeError: [TypeError],
  NotImplementedError: [TypeError],
  UFuncTypeError: [TypeError],
  _UFuncNoLoopError: [TypeError],
  _UFuncOutputCastingError: [TypeError],
}

export function failureOf(call: () => unknown, what: string): Error & { code?: string } {
  let result: unknown
  try {
    result = call()
  } catch (error) {
    return error as Error & { code?: string }
  }
  return expect.fail(`${what}: expected an error, received ${String(result)}`)
}

/** The call must throw an error of the class with a stable code and a message 'op: expected …, received …'. */
export function expectFailure(
  call: () => unknown,
  wanted: ErrorClass | string,
  code?: string,
  what: string = String(call),
): void {
  const error = failureOf(call, what)
  const classes = typeof wanted === 'string' ? CLASSES[wanted] : [wanted]
  if (classes === undefined) expect.fail(`${what}: no class stands for NumPy's ${wanted}`)
  const told = `${what}: ${error.name} ${error.code}: ${error.message}`
  expect(
    classes.some((one) => error instanceof one),
    `${told}, expected ${classes.map((one) => one.name)}`,
  ).toBe(true)
  expect(CODES, told).toContain(error.code)
  if (code !== undefined) expect(error.code, told).toBe(code)
  expect(error.message, told).toMatch(/^[\w.]+: expected [\s\S]+ received [\s\S]+$/)
}
