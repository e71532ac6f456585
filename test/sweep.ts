/** Calls of NumPy's functions with their results (scripts/oracle/sweep): reading a file of them, making one, comparing. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect } from 'vitest'
import * as np from '../lib'
import { Complex } from '../lib/core/complex'
import { NDArray } from '../lib/core/ndarray'
import * as scipy from '../lib/scipy'
import { expectFailure } from './failures'
import { turnSigns } from './free-signs'
import { decode, type Encoded, epsilon, expectValues, numbers, type Tolerance, type Values, valuesOf } from './golden'
import { LAYOUTS } from './layouts'

type Argument =
  | null
  | boolean
  | number
  | string
  | Argument[]
  | { array: number }
  | { bigint: string }
  | { number: string }
  | { complex: [Argument, Argument] }
  | { ellipsis: true }
  | { slice: [number | null, number | null, number | null] }
  | { tuple: Argument[] }
  | { object: Record<string, Argument> }
  | { function: string }

type Result =
  | { array: number }
  | { scalar: number }
  | { value: null | boolean | number | string }
  | { list: Result[]; names?: string[] }
  | { error: string }

export type Case = readonly [
  name: string,
  args: Argument[],
  options: Record<string, Argument>,
  result: Result,
  tolerance: number,
  changes: 0 | 1,
]

export interface Sweep {
  readonly area: string
  readonly values: readonly Values[]
  readonly cases: readonly Case[]
}

const FOLDER = join(__dirname, 'oracle/sweep')

export const AREAS = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json.gz'))
  .map((file) => file.slice(0, -'.json.gz'.length))

export function readSweep(area: string): Sweep {
  const text = gunzipSync(readFileSync(join(FOLDER, `${area}.json.gz`))).toString()
  const { values, cases }: { values: Encoded[]; cases: Case[] } = JSON.parse(text)
  return { area, values: values.map(decode), cases }
}

// Layouts that take turns, one to a case, beside row-major order.
const TURNS = Object.keys(LAYOUTS).slice(1)

export type Call = (...args: unknown[]) => unknown

function functionOf(name: string): Call {
  const [first, ...rest] = name.split('.')
  if (first === 'ndarray') {
    const [method] = rest
    if (method === '__getitem__') return (array, index) => (array as NDArray).get(...(indexItems(index) as number[]))
    if (method === '__setitem__') {
      return (array, index, value) => (array as NDArray).set(indexItems(index) as number[], value as number)
    }
    if (method === '__setattr__') {
      return (array, property, value) => {
        ;(array as Record<string, unknown>)[property as string] = value
      }
    }
    return (array, ...args) => {
      const found = (array as Record<string, unknown>)[method]
      return typeof found === 'function' ? found.call(array, ...args) : found
    }
  }
  let found: unknown = first === 'scipy' ? { scipy } : np
  let owner: unknown
  for (const part of [first, ...rest]) {
    owner = found
    found = (found as Record<string, unknown>)?.[part]
  }
  if (typeof found !== 'function') throw new Error(`np.${name} does not exist`)
  if (typeof owner === 'function') return found.bind(owner) // a ufunc's method
  return found as Call
}

class Tuple extends Array<unknown> {}

/** NumPy's index: a tuple holds an index per axis, all else is one index. */
const indexItems = (index: unknown): unknown[] => (index instanceof Tuple ? [...index] : [index])

interface Prepared {
  readonly args: readonly unknown[]
  readonly call: () => unknown
  /** Checks that the arrays from the given one on hold what they held. */
  readonly check: (first: number) => void
}

function prepare(sweep: Sweep, [name, args, options]: Case, layout: string, through: Through): Prepared {
  const isIndex = name.endsWith('item__')
  const arrays: [array: NDArray, values: Values][] = []
  const make = (given: Argument): unknown => {
    if (given === null || typeof given !== 'object') return given
    if (Array.isArray(given)) return given.map(make)
    if ('array' in given) {
      const values = sweep.values[given.array]
      const array = LAYOUTS[layout](values)
      arrays.push([array, values])
      return array
    }
    if ('bigint' in given) return BigInt(given.bigint)
    if ('number' in given) {
      return { inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY, nan: Number.NaN, '-0': -0 }[
        given.number
      ]
    }
    if ('complex' in given) return new Complex(Number(make(given.complex[0])), Number(make(given.complex[1])))
    if ('ellipsis' in given) return '...'
    if ('slice' in given) return np.slice(...given.slice)
    if ('tuple' in given) return Tuple.from(given.tuple.map(make))
    if ('function' in given) return functionOf(given.function)
    return Object.fromEntries(Object.entries(given.object).map(([key, value]) => [key, make(value)]))
  }
  const plain = (value: unknown): unknown => (value instanceof Tuple && !isIndex ? [...value] : value)
  const made = args.map((arg) => plain(make(arg)))
  const inputs = arrays.length
  const keywords = Object.entries(options).map(([key, value]) => [key, plain(make(value))])
  // What is written to is no input.
  if (options.out !== undefined) arrays.splice(inputs)
  if (keywords.length > 0) made.push(Object.fromEntries(keywords))
  return {
    args: made,
    call: () => through(functionOf(name), name)(...made),
    check: (first) => {
      for (const [array, values] of arrays.slice(first))
        expectValues(valuesOf(array), values, 'an input after the call')
    },
  }
}

function toleranceOf(golden: Values, factor: number): Tolerance {
  if (factor === 0 || (golden.info.kind !== 'f' && golden.info.kind !== 'c')) return {}
  let largest = 0
  const elements = numbers(golden)
  for (let i = 0; i < elements.length; i++) {
    const size = Math.abs(Number(elements[i]))
    if (Number.isFinite(size)) largest = Math.max(largest, size)
  }
  const eps = epsilon(golden.info.name) * factor
  return { absolute: eps * largest, relative: eps }
}

function compare(sweep: Sweep, actual: unknown, golden: Result, tolerance: number, what: string, name = ''): void {
  if ('array' in golden || 'scalar' in golden) {
    const values = sweep.values['array' in golden ? golden.array : golden.scalar]
    if ('array' in golden) expect(actual, what).toBeInstanceOf(NDArray)
    expectValues(valuesOf(actual, values.info), values, what, toleranceOf(values, tolerance))
  } else if ('list' in golden) {
    const items = [...(actual as Iterable<unknown>)]
    expect(items.length, `${what}: number of results`).toBe(golden.list.length)
    turnSigns(
      name,
      items,
      golden.list.map((item) => ('array' in item ? sweep.values[item.array] : undefined)),
    )
    for (const [i, item] of golden.list.entries()) {
      compare(sweep, items[i], item, tolerance, `${what}[${i}]`)
      const field = golden.names?.[i]
      if (field !== undefined) {
        compare(sweep, (actual as Record<string, unknown>)[field], item, tolerance, `${what}.${field}`)
      }
    }
  } else if ('value' in golden) {
    const found = actual instanceof NDArray && actual.ndim === 0 ? actual.item() : actual
    if (typeof golden.value === 'number') expect(Number(found), what).toBe(golden.value)
    else expect(found ?? null, what).toBe(golden.value)
  }
}

const describeCase = ([name, args, options]: Case, sweep: Sweep): string => {
  const show = (_: string, value: unknown): unknown => {
    if (value === null || typeof value !== 'object' || !('array' in value)) return value
    const { info, shape } = sweep.values[value.array as number]
    return `${info.name}(${shape})#${value.array}`
  }
  return `${name}(${JSON.stringify(args, show)}, ${JSON.stringify(options, show)})`
}

/** Another way to make the calls. */
type Through = (call: Call, name: string) => Call

/** Makes the call in row-major order and in one other layout; throws at the first difference. */
export function runCase(sweep: Sweep, one: Case, index: number, through: Through = (call) => call): void {
  const [, , , golden, tolerance, changes] = one
  for (const layout of ['C', TURNS[index % TURNS.length]]) {
    const what = `${describeCase(one, sweep)} in ${layout} layout`
    const { args, call, check } = prepare(sweep, one, layout, through)
    if ('error' in golden) {
      expectFailure(call, golden.error, undefined, what)
      check(0)
    } else {
      const result = call()
      compare(sweep, changes === 1 ? args[0] : result, golden, tolerance, what, one[0])
      check(changes)
    }
  }
}
