/**
 * How one synchronous implementation serves `np.promises` too: a call that runs on the pool ends the JavaScript function in
 * the middle, and when it is done the function runs again from its start, with everything that it did before taken from a
 * log instead of done anew (native calls, allocations, conversions of lists). Its second run so passes the call and goes on.
 *
 * What such a function reads beside its arguments (copied before) and the log must not change, and what it does to memory
 * goes through native calls or `once`. A test runs the whole sweep with a pause at every native call.
 */

/** What is logged of a native call. */
interface NativeEntry {
  /** The operation and the method, by which a second run is seen to take the same way. */
  readonly op: number
  readonly method: number
  /** The scratch words as the call left them: results that the frame takes. */
  readonly scratch: Float64Array
  readonly error: Error | undefined
}

/** What a native call gives: nothing, an error to throw, or the number of the deferred call that it became. */
export type Outcome = undefined | Error | number

/** What `run` in lib/native.ts lends: the frame, and where its scratch words begin. */
export interface Machine {
  readonly frame: Float64Array
  readonly scratchWord: number
  /** Runs the frame's call, on the pool when it is worth it: the memory that it works on is its owner's. */
  defer(owner: object): Outcome
}

/** Thrown through the function that is to be run again. */
const PAUSE = Symbol('pause')

/** The replay that the present JavaScript runs under, if any. */
export let replaying: Replay | undefined

/** One call of an asynchronous function. */
export class Replay<T = unknown> {
  private readonly entries: unknown[] = []
  private next = 0
  /** The deferred call that the function waits for. */
  private waiting: { readonly id: number; readonly op: number; readonly method: number } | undefined

  constructor(private readonly call: () => T) {}

  /** Runs the function as far as it gets: to its value, or to a deferred call's number. */
  attempt(): { readonly value: T } | { readonly id: number } {
    const outer = replaying
    replaying = this
    this.next = 0
    try {
      return { value: this.call() }
    } catch (error) {
      if (error === PAUSE && this.waiting !== undefined) return { id: this.waiting.id }
      throw error
    } finally {
      replaying = outer
    }
  }

  /** Tells that the deferred call has ended, with the frame's scratch words as it left them. */
  resume(scratch: Float64Array, error: Error | undefined): void {
    const { op, method } = this.waiting!
    this.waiting = undefined
    this.entries.push({ op, method, scratch, error } satisfies NativeEntry)
  }

  /** A native call: from the log, at once, or deferred. */
  run({ frame, scratchWord, defer }: Machine): void {
    const op = frame[0]
    const method = frame[2]
    let entry: NativeEntry
    if (this.next < this.entries.length) {
      entry = this.entries[this.next] as NativeEntry
      if (entry.op !== op || entry.method !== method)
        throw new Error('numblas: a function took another way when it was resumed')
      frame.set(entry.scratch, scratchWord)
    } else {
      const outcome = defer(this)
      if (typeof outcome === 'number') {
        this.waiting = { id: outcome, op, method }
        throw PAUSE
      }
      entry = { op, method, scratch: frame.slice(scratchWord, scratchWord + SCRATCH_WORDS), error: outcome }
      this.entries.push(entry)
    }
    this.next++
    if (entry.error !== undefined) throw entry.error
  }

  /** What `make` gave the first time; native calls inside it run at once. */
  once<V>(make: () => V): V {
    if (this.next < this.entries.length) return this.entries[this.next++] as V
    replaying = undefined
    try {
      const value = make()
      this.entries.push(value)
      this.next++
      return value
    } finally {
      replaying = this
    }
  }
}

/** What `make` gives, outside any replay: for what is kept from call to call, which a second run finds already there. */
export function apart<V>(make: () => V): V {
  const outer = replaying
  replaying = undefined
  try {
    return make()
  } finally {
    replaying = outer
  }
}

/** What `make` gives: under a replay, what it gave the first time. For JavaScript that fills memory itself. */
export function once<V>(make: () => V): V {
  return replaying === undefined ? make() : replaying.once(make)
}

/** How many scratch words a native call may leave results in. */
export const SCRATCH_WORDS = 2
