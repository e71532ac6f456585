/** Whether two arrays have memory in common. */
import { expectInteger, isNone, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { rangeError } from '../core/errors'
import { mayShareMemory } from '../core/memory'
import type { NDArray } from '../core/ndarray'
import type { ArrayLike } from '../core/types'

export interface SharingOptions {
  /** The most steps to search for a common byte; -1 for any number, 0 for a look at the bounds alone. */
  readonly max_work?: number | null
}

function sharing(name: string, a: ArrayLike, b: ArrayLike, args: readonly unknown[], otherwise: number): boolean {
  const { max_work } = keywords(name, ['max_work'], args)
  const work = isNone(max_work) ? otherwise : expectInteger(name, 'max_work', max_work)
  if (work < -1) throw rangeError(`${name}: expected max_work of at least -1, received ${work}`)
  const x = toArray(a, name)
  const y = toArray(b, name)
  if (!mayShareMemory(x, y)) return false
  return work === 0 || new Search(name, work).solve(x, y)
}

/**
 * Whether the byte ranges of two arrays overlap, which is quick to see; interleaved views may overlap without a common byte.
 * @example np.may_share_memory([1], [1]) // false
 */
export function may_share_memory(a: ArrayLike, b: ArrayLike, max_work?: number | null | SharingOptions): boolean
export function may_share_memory(a: ArrayLike, b: ArrayLike, ...args: unknown[]): boolean {
  return sharing('may_share_memory', a, b, args, 0)
}

/**
 * Whether two arrays have a byte in common, exactly. With many dimensions that overlap each other this can take long;
 * `max_work` bounds it (`RangeError` where it does not do).
 * @example
 * const a = np.arange(4)
 * np.shares_memory(a.get('::2'), a.get('1::2')) // false
 */
export function shares_memory(a: ArrayLike, b: ArrayLike, max_work?: number | null | SharingOptions): boolean
export function shares_memory(a: ArrayLike, b: ArrayLike, ...args: unknown[]): boolean {
  return sharing('shares_memory', a, b, args, -1)
}

interface Term {
  readonly stride: number
  readonly most: number
}

/**
 * A common byte is a solution of Σ stride·x = distance with 0 ≤ x ≤ most: depth first over the strides from the largest
 * on, with the greatest common divisors and the largest sums of what remains as bounds.
 */
class Search {
  private terms: Term[] = []
  private divisors: number[] = []
  private sums: number[] = []
  private steps = 0

  constructor(
    private readonly name: string,
    private readonly limit: number,
  ) {}

  solve(a: NDArray, b: NDArray): boolean {
    // Σa - Σb = b.offset - a.offset. Terms that would count backwards are counted from their other end.
    let distance = b.offset - a.offset
    const merged = new Map<number, number>()
    const add = (stride: number, most: number): void => {
      if (most === 0 || stride === 0) return
      if (stride < 0) distance -= stride * most
      merged.set(Math.abs(stride), (merged.get(Math.abs(stride)) ?? 0) + most)
    }
    for (const [d, length] of a._shape.entries()) add(a._strides[d], length - 1)
    add(1, a.info.itemsize - 1)
    for (const [d, length] of b._shape.entries()) add(-b._strides[d], length - 1)
    add(-1, b.info.itemsize - 1)
    this.terms = [...merged].map(([stride, most]) => ({ stride, most })).sort((x, y) => y.stride - x.stride)
    for (let i = this.terms.length - 1; i >= 0; i--) {
      const { stride, most } = this.terms[i]
      this.divisors[i] = gcd(stride, this.divisors[i + 1] ?? 0)
      this.sums[i] = (this.sums[i + 1] ?? 0) + stride * most
    }
    return this.from(0, distance)
  }

  private from(i: number, rest: number): boolean {
    if (i === this.terms.length) return rest === 0
    if (rest < 0 || rest > this.sums[i] || rest % this.divisors[i] !== 0) return false
    if (++this.steps > this.limit && this.limit >= 0) {
      throw rangeError(
        `${this.name}: expected an answer within max_work ${this.limit}, received arrays that need more steps`,
        'ERR_SIZE',
      )
    }
    const { stride, most } = this.terms[i]
    const least = Math.max(0, Math.ceil((rest - (this.sums[i + 1] ?? 0)) / stride))
    for (let x = Math.min(most, Math.floor(rest / stride)); x >= least; x--) {
      if (this.from(i + 1, rest - x * stride)) return true
    }
    return false
  }
}

function gcd(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a
}
