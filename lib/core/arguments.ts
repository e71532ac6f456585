/** Reading arguments: NumPy's positional order, with a last plain object for keywords. */
import type { CopyRule } from './array'
import { isComplexLike } from './complex'
import type { Order } from './copy'
import { describe, rangeError, typeError } from './errors'
import { NDArray } from './ndarray'
import type { Casting } from './promotion'

/** What `keywords` gives: no names but its own, and unlike an object without a prototype quick to make and read. */
class Named {
  [name: string]: unknown
}
Object.freeze(Object.setPrototypeOf(Named.prototype, null))

/** Whether a value is a plain object of keyword arguments (not an array, typed array, complex or other instance). */
export function isOptions(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || value instanceof NDArray || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  const plain = prototype === Object.prototype || prototype === null || prototype === Named.prototype
  return plain && !isComplexLike(value)
}

/** Most calls have no options. */
const NOTHING = Object.freeze(new Named())

/**
 * Maps positional arguments and a last options object to names. Own properties only, so that a polluted prototype
 * changes nothing. Throws `TypeError` for unknown names and for too many arguments.
 */
export function keywords<K extends string>(
  name: string,
  names: readonly K[],
  args: readonly unknown[],
): { readonly [key in K]?: unknown } {
  if (args.length === 0) return NOTHING as { [key in K]?: unknown }
  const result = new Named() as { [key in K]?: unknown }
  let positional = args.length
  const last = args[args.length - 1]
  if (positional > 0 && isOptions(last)) {
    positional--
    for (const key of Object.keys(last)) {
      if (!names.includes(key as K)) {
        throw typeError(`${name}: expected options among ${names.join(', ')}, received '${key}'`)
      }
      result[key as K] = last[key]
    }
  }
  if (positional > names.length) {
    throw typeError(`${name}: expected at most ${names.length} optional arguments, received ${positional}`)
  }
  for (let i = 0; i < positional; i++) {
    if (args[i] === undefined) continue
    if (result[names[i]] !== undefined)
      throw typeError(`${name}: expected ${names[i]} once, received it by position and by name`)
    result[names[i]] = args[i]
  }
  return result
}

/** Whether an argument is left out: NumPy's `None` is `null` here, or nothing. */
export function isNone(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

/** An array argument that must be an NDArray already (such as `out`). */
export function expectArray(name: string, what: string, value: unknown): NDArray {
  if (value instanceof NDArray) return value
  throw typeError(`${name}: expected an NDArray for ${what}, received ${describe(value)}`)
}

export function expectBoolean(name: string, what: string, value: unknown, otherwise: boolean): boolean {
  if (value === undefined) return otherwise
  if (typeof value === 'boolean') return value
  throw typeError(`${name}: expected a boolean for ${what}, received ${describe(value)}`)
}

export function expectInteger(name: string, what: string, value: unknown): number {
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value)
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  throw typeError(`${name}: expected an integer for ${what}, received ${describe(value)}`)
}

export function expectOneOf<T extends string>(name: string, what: string, value: unknown, allowed: readonly T[]): T {
  if (typeof value === 'string' && (allowed as readonly string[]).includes(value)) return value as T
  throw typeError(
    `${name}: expected ${what} to be one of ${allowed.map((one) => `'${one}'`).join(', ')}, received ${describe(value)}`,
  )
}

const CASTINGS: readonly Casting[] = ['no', 'equiv', 'safe', 'same_kind', 'unsafe']

/** A casting rule argument. */
export function expectCasting(name: string, value: unknown, otherwise: Casting): Casting {
  return value === undefined ? otherwise : expectOneOf(name, 'casting', value, CASTINGS)
}

const ORDERS: readonly Order[] = ['C', 'F', 'A', 'K']

/** A memory order argument. */
export function expectOrder(name: string, value: unknown, otherwise: Order): Order {
  return isNone(value) ? otherwise : expectOneOf(name, 'order', value, ORDERS)
}

/** A copy argument: `true` for always, `false` for never, `null` where needed. */
export function expectCopyRule(name: string, copy: unknown, otherwise: CopyRule): CopyRule {
  if (copy === undefined) return otherwise
  if (copy === null) return 'if needed'
  return expectBoolean(name, 'copy', copy, true) ? 'always' : 'never'
}

/**
 * The items of a list argument. Throws `TypeError` at a hole, which nothing takes: a list of 2^32 holes costs nothing to
 * make, and minutes to walk.
 */
export function listItems(name: string, list: readonly unknown[]): unknown[] {
  const items: unknown[] = []
  for (let i = 0; i < list.length; i++) {
    if (!(i in list)) throw typeError(`${name}: expected a list without holes, received one without element ${i}`)
    items.push(list[i])
  }
  return items
}

/** An integer or a list of them. */
export function listIntegers(name: string, what: string, value: unknown): number[] {
  const list = Array.isArray(value) ? listItems(name, value) : [value]
  return list.map((one) => expectInteger(name, what, one))
}

/** A shape argument: an integer or a list of them. */
export function expectShape(name: string, value: unknown): number[] {
  if (typeof value === 'number' || typeof value === 'bigint' || Array.isArray(value))
    return listIntegers(name, 'shape', value)
  throw typeError(`${name}: expected an integer or an array of integers for shape, received ${describe(value)}`)
}

/** A device argument, the array API standard's: `'cpu'` is the only one. */
export function expectDevice(name: string, device: unknown): void {
  if (device === 'cpu') return
  if (typeof device !== 'string') throw typeError(`${name}: expected the device 'cpu', received ${describe(device)}`)
  throw rangeError(`${name}: expected the device 'cpu', received '${device}'`)
}

/** The same where it may be left out. */
export function allowDevice(name: string, device: unknown): void {
  if (!isNone(device)) expectDevice(name, device)
}
