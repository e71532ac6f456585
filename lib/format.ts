/**
 * Printing: arrays and numbers as text, character for character as NumPy 2.4 prints them.
 *
 * This file reads arguments; lib/format/ makes the text.
 */
import { expectArray, expectBoolean, expectOneOf, isNone, isOptions, keywords } from './core/arguments'
import { readElement } from './core/elements'
import { describe, formatShape, rangeError, typeError } from './core/errors'
import { hasMemory } from './core/memory'
import { NDArray } from './core/ndarray'
import { arrayRepr, arrayStr, arrayText } from './format/array'
import { BINARY64, type BinaryFormat } from './format/dragon4'
import { binaryFormat, checkLayout, positional, scientific, type Trim } from './format/float'
import {
  changeOptions,
  checkOptions,
  currentOptions,
  PRINT_OPTION_NAMES,
  type PrintOptions,
  type PrintOptionsLike,
  PrintOptionsScope,
  runWithOptions,
} from './format/options'

export type { Trim } from './format/float'
export { base_repr, binary_repr } from './format/integer'
export type {
  FloatMode,
  Formatter,
  PrintOptions,
  PrintOptionsLike,
  PrintOptionsScope,
  SignMode,
} from './format/options'

type Maybe<T> = T | null

/** What `array_repr` and `array_str` may change of the print options. */
export interface ArrayReprOptions {
  /** Characters per line. */
  max_line_width?: Maybe<number>
  /** Digits after the decimal point. */
  precision?: Maybe<number>
  /** Whether small numbers print as zero. */
  suppress_small?: Maybe<boolean>
}

/** What `array2string` may change of the print options. */
export interface Array2StringOptions
  extends ArrayReprOptions,
    Pick<PrintOptionsLike, 'formatter' | 'threshold' | 'edgeitems' | 'sign' | 'floatmode'> {
  /** Printed between elements. Default a space. */
  separator?: Maybe<string>
  /** Text that will stand before: lines after the first are indented by its length. */
  prefix?: Maybe<string>
  /** Text that will stand after: the last line leaves room for it. */
  suffix?: Maybe<string>
}

const REPR_NAMES = ['max_line_width', 'precision', 'suppress_small'] as const
const ARRAY2STRING_NAMES = [
  ...REPR_NAMES,
  'separator',
  'prefix',
  'formatter',
  'threshold',
  'edgeitems',
  'sign',
  'floatmode',
  'suffix',
] as const

type Given = { [name: string]: unknown }

function mergedOptions(name: string, given: Given): PrintOptions {
  const { max_line_width: linewidth, suppress_small: suppress, ...rest } = given
  return { ...currentOptions(), ...checkOptions(name, { ...rest, linewidth, suppress } as PrintOptionsLike) }
}

function expectText(name: string, what: string, value: unknown, otherwise: string): string {
  if (isNone(value)) return otherwise
  if (typeof value === 'string') return value
  throw typeError(`${name}: expected a string for ${what}, received ${describe(value)}`)
}

/**
 * An array as text, in brackets. Throws `TypeError` for unknown options and when a `formatter` gives no string.
 *
 * @example array2string(np.array([1e-16, 1, 2, 3]), { precision: 2, separator: ',', suppress_small: true }) // '[0.,1.,2.,3.]'
 */
export function array2string(
  a: NDArray,
  max_line_width?: Maybe<number> | Array2StringOptions,
  precision?: Maybe<number> | Array2StringOptions,
  suppress_small?: Maybe<boolean> | Array2StringOptions,
  separator?: string | Array2StringOptions,
  prefix?: string | Array2StringOptions,
  options?: Array2StringOptions,
): string
export function array2string(a: NDArray, ...args: unknown[]): string {
  const name = 'array2string'
  const array = expectArray(name, 'a', a)
  const given = keywords(name, ARRAY2STRING_NAMES, args)
  const around = {
    separator: expectText(name, 'separator', given.separator, ' '),
    prefix: expectText(name, 'prefix', given.prefix, ''),
    suffix: expectText(name, 'suffix', given.suffix, ''),
  }
  return arrayText(array, mergedOptions(name, given), around)
}

/**
 * An array as text that says what it is: `array(...)`, with the dtype and the shape where the elements don't show them.
 *
 * @example array_repr(np.array([1, 2], 'int32')) // 'array([1, 2], dtype=int32)'
 */
export function array_repr(
  arr: NDArray,
  max_line_width?: Maybe<number> | ArrayReprOptions,
  precision?: Maybe<number> | ArrayReprOptions,
  suppress_small?: Maybe<boolean> | ArrayReprOptions,
): string
export function array_repr(arr: NDArray, ...args: unknown[]): string {
  const array = expectArray('array_repr', 'arr', arr)
  const given = keywords('array_repr', REPR_NAMES, args)
  const { override_repr } = currentOptions()
  return override_repr === null ? arrayRepr(array, mergedOptions('array_repr', given)) : override_repr(array)
}

/**
 * An array's elements as text. An array of no dimensions prints as its element.
 *
 * @example array_str(np.array([0, 1, 2])) // '[0. 1. 2.]'
 */
export function array_str(
  a: NDArray,
  max_line_width?: Maybe<number> | ArrayReprOptions,
  precision?: Maybe<number> | ArrayReprOptions,
  suppress_small?: Maybe<boolean> | ArrayReprOptions,
): string
export function array_str(a: NDArray, ...args: unknown[]): string {
  const array = expectArray('array_str', 'a', a)
  return arrayStr(array, mergedOptions('array_str', keywords('array_str', REPR_NAMES, args)))
}

/**
 * Changes how arrays print from now on, or until the end of the `printoptions` scope that this is called in. A
 * `formatter` lasts until the next call.
 *
 * @example set_printoptions({ precision: 4 })
 */
export function set_printoptions(options?: PrintOptionsLike): void
export function set_printoptions(
  precision?: Maybe<number>,
  threshold?: Maybe<number> | PrintOptionsLike,
  edgeitems?: Maybe<number> | PrintOptionsLike,
  linewidth?: Maybe<number> | PrintOptionsLike,
  options?: PrintOptionsLike,
): void
export function set_printoptions(...args: unknown[]): void {
  changeOptions('set_printoptions', keywords('set_printoptions', PRINT_OPTION_NAMES, args) as PrintOptionsLike)
}

/**
 * The print options in force; changing the object changes nothing.
 *
 * @example get_printoptions().linewidth // 75
 */
export function get_printoptions(): PrintOptions {
  return { ...currentOptions() }
}

/**
 * Changes how arrays print for the length of a callback and of all that it awaits, and gives what the callback gives.
 * Without a callback, changes it until the end of the block that holds the result: `using scope = printoptions(...)`.
 *
 * @example printoptions({ precision: 3 }, () => String(np.array([1 / 3]))) // '[0.333]'
 */
export function printoptions<T>(options: PrintOptionsLike, callback: (options: PrintOptions) => T): T
export function printoptions(options?: PrintOptionsLike): PrintOptionsScope
export function printoptions(options: unknown = {}, callback?: unknown): unknown {
  const name = 'printoptions'
  if (!isOptions(options)) throw typeError(`${name}: expected an object of options, received ${describe(options)}`)
  const given = keywords(name, PRINT_OPTION_NAMES, [options]) as PrintOptionsLike
  if (callback === undefined) return new PrintOptionsScope(name, given)
  if (typeof callback === 'function') return runWithOptions(name, given, callback as (options: PrintOptions) => unknown)
  throw typeError(`${name}: expected a function for callback, received ${describe(callback)}`)
}

interface FloatOptions {
  /** At most so many digits; exactly so many where `unique` is false. */
  precision?: Maybe<number>
  /** Whether to stop at the shortest digits that identify the number. Default true. */
  unique?: boolean
  /** What happens to trailing zeros. Default `'k'`, to keep them. */
  trim?: Trim
  /** Whether positive numbers show a sign. Default false. */
  sign?: boolean
  /** At least so many characters before the decimal point. */
  pad_left?: Maybe<number>
  /** At least so many digits where `unique`. */
  min_digits?: Maybe<number>
}

/** Options of `format_float_positional`. */
export interface PositionalOptions extends FloatOptions {
  /** Whether `precision` and `min_digits` count the digits after the decimal point (default) or all. */
  fractional?: boolean
  /** At least so many characters after the decimal point. */
  pad_right?: Maybe<number>
}

/** Options of `format_float_scientific`. */
export interface ScientificOptions extends FloatOptions {
  /** At least so many digits of the exponent. Default 2. */
  exp_digits?: Maybe<number>
}

const FLOAT_NAMES = ['precision', 'unique', 'trim', 'sign', 'pad_left'] as const
const POSITIONAL_NAMES = [
  'precision',
  'unique',
  'fractional',
  'trim',
  'sign',
  'pad_left',
  'pad_right',
  'min_digits',
] as const
const SCIENTIFIC_NAMES = [...FLOAT_NAMES, 'exp_digits', 'min_digits'] as const
const TRIMS = ['k', '.', '0', '-'] as const

// A number is a float64; an array of one element brings its own precision.
function expectFloat(name: string, x: unknown): [value: number, format: BinaryFormat] {
  if (typeof x === 'number') return [x, BINARY64]
  if (typeof x === 'bigint') return [Number(x), BINARY64]
  if (!(x instanceof NDArray) || x.info.kind === 'c') {
    throw typeError(`${name}: expected a number or a real array of one element for x, received ${describe(x)}`)
  }
  if (x._size !== 1)
    throw rangeError(`${name}: expected an array of one element for x, received ${formatShape(x._shape)}`)
  return [Number(readElement(x.info, x.storage, x.offset)), binaryFormat(x.info.name)]
}

function optionalCount(name: string, what: string, value: unknown): number {
  if (isNone(value)) return -1
  if (!Number.isInteger(value)) throw typeError(`${name}: expected an integer for ${what}, received ${describe(value)}`)
  if ((value as number) < 0) throw rangeError(`${name}: expected ${what} of at least 0, received ${value}`)
  return value as number
}

function floatLayout(name: string, given: Given) {
  return {
    precision: optionalCount(name, 'precision', given.precision),
    unique: expectBoolean(name, 'unique', given.unique, true),
    trim: expectOneOf(name, 'trim', given.trim ?? 'k', TRIMS),
    sign: expectBoolean(name, 'sign', given.sign, false),
    padLeft: optionalCount(name, 'pad_left', given.pad_left),
    minDigits: optionalCount(name, 'min_digits', given.min_digits),
  }
}

/**
 * A number in positional notation. An array of one element prints with the digits of its own precision. Rounds to
 * nearest, half to even, from the exact value (Burger and Dybvig's free-format algorithm).
 *
 * @example format_float_positional(Math.PI, { precision: 3 }) // '3.142'
 */
export function format_float_positional(
  x: number | NDArray,
  precision?: Maybe<number> | PositionalOptions,
  unique?: boolean | PositionalOptions,
  fractional?: boolean | PositionalOptions,
  trim?: Trim | PositionalOptions,
  options?: PositionalOptions,
): string
export function format_float_positional(x: number | NDArray, ...args: unknown[]): string {
  const name = 'format_float_positional'
  const given = keywords(name, POSITIONAL_NAMES, args)
  const layout = {
    ...floatLayout(name, given),
    fractional: expectBoolean(name, 'fractional', given.fractional, true),
    padRight: optionalCount(name, 'pad_right', given.pad_right),
  }
  checkLayout(name, layout)
  return positional(...expectFloat(name, x), layout)
}

/**
 * A number in scientific notation. An array of one element prints with the digits of its own precision. Rounds to
 * nearest, half to even, from the exact value (Burger and Dybvig's free-format algorithm).
 *
 * @example format_float_scientific(1.23e24, { exp_digits: 4 }) // '1.23e+0024'
 */
export function format_float_scientific(
  x: number | NDArray,
  precision?: Maybe<number> | ScientificOptions,
  unique?: boolean | ScientificOptions,
  trim?: Trim | ScientificOptions,
  options?: ScientificOptions,
): string
export function format_float_scientific(x: number | NDArray, ...args: unknown[]): string {
  const name = 'format_float_scientific'
  const given = keywords(name, SCIENTIFIC_NAMES, args)
  const layout = { ...floatLayout(name, given), exponentDigits: optionalCount(name, 'exp_digits', given.exp_digits) }
  checkLayout(name, layout)
  return scientific(...expectFloat(name, x), layout)
}

/** @internal What `String(array)` gives: as Python's `str`. */
export function arrayToString(array: NDArray): string {
  return arrayStr(array, currentOptions())
}

/** @internal What `console.log(array)` shows: as Python's `repr`. It never throws, so that debugging goes on. */
export function inspectArray(array: NDArray, depth: number | null): string {
  if (depth !== null && depth < 0) return `[array ${array.dtype} ${formatShape(array._shape)}]`
  if (!hasMemory(array)) return `array(<detached>, shape=${formatShape(array._shape)}, dtype=${array.dtype})`
  return array_repr(array)
}
