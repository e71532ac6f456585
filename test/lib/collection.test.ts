// The young generation is collected after some megabytes of new memory, and less often where that takes long.
import { describe, expect, it } from 'vitest'
import { Collector, findCollect } from '../../lib/core/collection'

const MEGABYTE = 1024 * 1024

/** A collector on a clock of its own, whose collections take `milliseconds`. */
function collectorTaking(milliseconds: number): {
  collector: Collector
  collections: number[]
  pass(ms: number): void
} {
  let now = 0
  const collections: number[] = []
  const collect = (): void => {
    collections.push(now)
    now += milliseconds
  }
  return {
    collector: new Collector(
      () => collect,
      () => now,
    ),
    collections,
    pass: (ms) => {
      now += ms
    },
  }
}

describe('collection', () => {
  it('comes every 8 MB where it is quick', () => {
    const { collector, collections, pass } = collectorTaking(0.05)
    for (let i = 0; i < 8 * 11; i++) {
      collector.count(MEGABYTE)
      pass(0.01)
    }
    expect(collections).toHaveLength(10) // the first 8 MB find the function
  })

  it('comes every 32 MB where memory is filled slowly', () => {
    const { collector, collections, pass } = collectorTaking(0.05)
    for (let i = 0; i < 32 * 11; i++) {
      collector.count(MEGABYTE)
      pass(1)
    }
    expect(collections).toHaveLength(10)
  })

  it('rests where it takes long', () => {
    const { collector, collections, pass } = collectorTaking(2)
    for (let i = 0; i < 1000; i++) {
      collector.count(8 * MEGABYTE)
      pass(0.1)
    }
    // 2 ms, then 4 times what is beyond 0.3 ms; the first one alone is no reason.
    for (let i = 2; i < collections.length; i++) expect(collections[i] - collections[i - 1]).toBeGreaterThanOrEqual(8.8)
    expect(collections.length).toBeGreaterThan(5)
  })

  it('does without a function', () => {
    const collector = new Collector(
      () => undefined,
      () => 0,
    )
    expect(() => {
      for (let i = 0; i < 10; i++) collector.count(8 * MEGABYTE)
    }).not.toThrow()
  })

  const { bun, deno } = process.versions
  it.runIf((bun ?? deno) === undefined)('frees what is dead by a function of V8’s, which no other context gets', () => {
    const collect = findCollect()
    expect(collect).toBeTypeOf('function')
    let before = 0
    let after = 0
    for (let i = 0; i < 3; i++) {
      before = process.memoryUsage().arrayBuffers
      for (let k = 0; k < 20; k++) Buffer.allocUnsafeSlow(MEGABYTE)
      collect?.()
      after = process.memoryUsage().arrayBuffers
    }
    expect(after - before).toBeLessThan(10 * MEGABYTE)
    expect((globalThis as { gc?: unknown }).gc).toBe(undefined)
  })
})
