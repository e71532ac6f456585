/**
 * When garbage is collected: V8 waits for 64 MB of new buffers, so results of some kilobytes to megabytes would each land in
 * memory that no cache holds any more. Collecting the young generation more often, which takes 50 µs where little is
 * alive, hands memory out again while a cache still has it: up to twice the speed for results of 8 KB to 1 MB.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** New memory, in bytes, from one collection to the next. */
const INTERVAL_BYTES = 8 * 1024 * 1024

/**
 * Results that took longer than this to fill them, in milliseconds, gain less by a cache than a collection costs: up to 0.2 ms,
 * with the pool's threads asleep behind it. They are collected after `SLOW_INTERVAL_BYTES`, before V8's costlier marking.
 */
const FAST = 2
const SLOW_INTERVAL_BYTES = 4 * INTERVAL_BYTES

/** A collection that takes no longer, in milliseconds, is worth its time. */
const QUICK = 0.3

/**
 * After longer ones follows a rest of so many times what they took beyond that: programs with much alive are left to V8. One
 * alone says nothing: the first after an idle time, or beside V8's own marking, takes long in any program.
 */
const REST = 4

/** V8's own function, as --expose-gc would give it to every context; none where V8's flags are another program's than Node's. */
export function findCollect(): (() => void) | undefined {
  const { electron, bun, deno } = process.versions
  if (process.env.NUMBLAS_COLLECT === '0' || (electron ?? bun ?? deno) !== undefined) return undefined
  try {
    setFlagsFromString('--expose-gc')
    const found: unknown = runInNewContext("typeof gc === 'function' ? gc : undefined")
    // Where the program itself was started so, its own contexts go on having it.
    if (!('gc' in globalThis)) setFlagsFromString('--no-expose-gc')
    if (typeof found !== 'function') return undefined
    return () => {
      // Dead buffers are freed before it returns: the next result takes the place of the last, not one beside it.
      setFlagsFromString('--no-concurrent-array-buffer-sweeping')
      found({ type: 'minor' })
      setFlagsFromString('--concurrent-array-buffer-sweeping')
    }
  } catch {
    return undefined
  }
}

/** Collects garbage as new memory is counted. */
export class Collector {
  private collect: (() => void) | undefined
  private taken = 0
  /** When the memory counted now began. */
  private since = 0
  private notBefore = 0
  /** How long the last collection took. */
  private last = 0
  private looked = false

  constructor(
    /** Looks for the function at its first use: making a context takes a millisecond. */
    private readonly find: () => (() => void) | undefined,
    private readonly now: () => number,
  ) {}

  /** Counts bytes of new memory. */
  count(bytes: number): void {
    this.taken += bytes
    if (this.taken < INTERVAL_BYTES) return
    const start = this.now()
    if (start < this.notBefore) return
    if (this.taken < SLOW_INTERVAL_BYTES && start - this.since > FAST) return
    this.taken = 0
    this.since = start
    if (!this.looked) {
      this.looked = true
      this.collect = this.find()
      return
    }
    if (this.collect === undefined) return
    this.collect()
    const end = this.now()
    this.since = end
    this.notBefore = end + REST * Math.max(0, Math.min(end - start, this.last) - QUICK)
    this.last = end - start
  }
}

const collector = new Collector(findCollect, () => performance.now())

/** Tells of new memory that arrays were given. */
export function memoryTaken(bytes: number): void {
  collector.count(bytes)
}
