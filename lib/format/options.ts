/** The print options and the scopes that they hold in. */

import { AsyncLocalStorage } from 'node:async_hooks'
import { isNone } from '../core/arguments'
import type { Complex } from '../core/complex'
import { describe, rangeError, typeError } from '../core/errors'
import type { NDArray } from '../core/ndarray'

/** Functions that give elements' text instead of the options. 64-bit integers beyond 2^53 - 1 come as bigints. */
export interface Formatter {
  bool?: ((value: boolean) => string) | null
  int?: ((value: number | bigint) => string) | null
  float?: ((value: number) => string) | null
  complexfloat?: ((value: Complex) => string) | null
  /** All dtypes. */
  // biome-ignore lint/suspicious/noExplicitAny: an element of whatever dtype
  all?: ((value: any) => string) | null
  int_kind?: ((value: number | bigint) => string) | null
  float_kind?: ((value: number) => string) | null
  complex_kind?: ((value: Complex) => string) | null
}

export type FloatMode = 'fixed' | 'unique' | 'maxprec' | 'maxprec_equal'
export type SignMode = '-' | '+' | ' '

/** How arrays are printed. */
export interface PrintOptions {
  /** Digits after the decimal point; see `floatmode`. Default 8. */
  precision: number
  /** Arrays of more elements are summarised. Default 1000; `Infinity` never summarises. */
  threshold: number
  /** Elements at each end of a summarised dimension. Default 3. */
  edgeitems: number
  /** Characters per line. Default 75. */
  linewidth: number
  /** Whether small numbers print as zero rather than make the array use exponents. Default false. */
  suppress: boolean
  /** Default `'nan'`. */
  nanstr: string
  /** Default `'inf'`. */
  infstr: string
  /** `'+'` shows the sign of positive numbers, `' '` a space in its place. Default `'-'`. */
  sign: SignMode
  /**
   * `'fixed'`: exactly `precision` digits; `'unique'`: as many as identify each number; `'maxprec'` (default): at most
   * `precision`; `'maxprec_equal'`: at most `precision`, as many for all elements.
   */
  floatmode: FloatMode
  /** Functions by kind of element. */
  formatter: Formatter | null
  /** A function that makes the text of whole arrays where `array_repr` would. */
  override_repr: ((array: NDArray) => string) | null
}

/** Print options as arguments: what is missing or null stays as it is. */
export type PrintOptionsLike = { readonly [K in keyof PrintOptions]?: PrintOptions[K] | null }

type Check = (name: string, option: string, value: unknown) => unknown

function expectNumber(name: string, option: string, value: unknown): number {
  if (typeof value !== 'number') {
    throw typeError(`${name}: expected a number for ${option}, received ${describe(value)}`)
  }
  if (!Number.isNaN(value)) return value
  throw rangeError(`${name}: expected a number for ${option}, Infinity for no limit, received NaN`)
}

function expectCount(name: string, option: string, value: unknown): number {
  if (!Number.isInteger(value)) {
    throw typeError(`${name}: expected an integer for ${option}, received ${describe(value)}`)
  }
  if ((value as number) >= 0) return value as number
  throw rangeError(`${name}: expected ${option} of at least 0, received ${value}`)
}

function expectString(name: string, option: string, value: unknown): string {
  if (typeof value === 'string') return value
  throw typeError(`${name}: expected a string for ${option}, received ${describe(value)}`)
}

const oneOf =
  (...allowed: string[]): Check =>
  (name, option, value) => {
    if (allowed.includes(value as string)) return value
    const choice = allowed.map((one) => `'${one}'`).join(', ')
    throw rangeError(`${name}: expected ${option} to be one of ${choice}, received ${describe(value)}`)
  }

const expectFormatter: Check = (name, option, value) => {
  if (typeof value !== 'object' || value === null) {
    throw typeError(`${name}: expected an object of functions for ${option}, received ${describe(value)}`)
  }
  for (const [kind, format] of Object.entries(value)) {
    if (format == null || typeof format === 'function') continue
    throw typeError(`${name}: expected a function for ${option}.${kind}, received ${describe(format)}`)
  }
  return value
}

const expectFunction: Check = (name, option, value) => {
  if (typeof value === 'function') return value
  throw typeError(`${name}: expected a function for ${option}, received ${describe(value)}`)
}

// name, default, check: the order is that of NumPy's positional arguments.
const OPTIONS: { readonly [K in keyof PrintOptions]: readonly [PrintOptions[K], Check] } = {
  precision: [8, expectCount],
  threshold: [1000, expectNumber],
  edgeitems: [3, expectCount],
  linewidth: [75, expectNumber],
  suppress: [false, (_name, _option, value) => Boolean(value)],
  nanstr: ['nan', expectString],
  infstr: ['inf', expectString],
  formatter: [null, expectFormatter],
  sign: ['-', oneOf('-', '+', ' ')],
  floatmode: ['maxprec', oneOf('fixed', 'unique', 'maxprec', 'maxprec_equal')],
  override_repr: [null, expectFunction],
}

/** The options' names in the order of NumPy's positional arguments. */
export const PRINT_OPTION_NAMES = Object.keys(OPTIONS) as (keyof PrintOptions)[]

function defaults(): PrintOptions {
  return Object.fromEntries(
    Object.entries(OPTIONS).map(([option, [value]]) => [option, value]),
  ) as unknown as PrintOptions
}

/** The options that were given, checked. Throws `TypeError` and `RangeError` in the name of the caller. */
export function checkOptions(name: string, given: PrintOptionsLike): Partial<PrintOptions> {
  const checked: Record<string, unknown> = {}
  for (const option of PRINT_OPTION_NAMES) {
    const value = Object.hasOwn(given, option) ? given[option] : undefined
    if (!isNone(value)) checked[option] = OPTIONS[option][1](name, option, value)
  }
  return checked
}

// Options belong to an asynchronous context, as NumPy's belong to a contextvars context: what awaits inside a callback
// of `printoptions` does not change how others print.
interface Scope {
  options: Readonly<PrintOptions>
}

const outermost: Scope = { options: Object.freeze(defaults()) }
let scopes: AsyncLocalStorage<Scope> | undefined

const scope = (): Scope => scopes?.getStore() ?? outermost

/** The options in force, not to be changed. */
export function currentOptions(): Readonly<PrintOptions> {
  return scope().options
}

function merged(name: string, given: PrintOptionsLike): Readonly<PrintOptions> {
  // NumPy resets these two unless they are given.
  const reset = { formatter: null, override_repr: null }
  return Object.freeze({ ...currentOptions(), ...reset, ...checkOptions(name, given) })
}

/** Changes the options in force. */
export function changeOptions(name: string, given: PrintOptionsLike): void {
  scope().options = merged(name, given)
}

/** Runs a function, and all that it awaits, under changed options. */
export function runWithOptions<T>(name: string, given: PrintOptionsLike, run: (options: PrintOptions) => T): T {
  const options = merged(name, given)
  scopes ??= new AsyncLocalStorage()
  return scopes.run({ options }, () => run({ ...options }))
}

/** Print options until the end of a block: see `printoptions`. */
export class PrintOptionsScope implements Disposable {
  /** The options in force inside. */
  readonly options: PrintOptions
  readonly #scope: Scope
  readonly #before: Readonly<PrintOptions>
  #open = true

  /** @internal */
  constructor(name: string, given: PrintOptionsLike) {
    this.#scope = scope()
    this.#before = this.#scope.options
    this.#scope.options = merged(name, given)
    this.options = { ...this.#scope.options }
  }

  /** Puts the options back that were in force before. */
  [Symbol.dispose](): void {
    if (!this.#open) return
    this.#open = false
    this.#scope.options = this.#before
  }
}
