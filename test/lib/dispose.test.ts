// Memory given back by hand, and loops that leave it to the garbage collector.
import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { compileLibrary } from '../compiled'
import { expectFailure } from '../failures'

const MEGABYTE = 1024 * 1024

describe('dispose', () => {
  it('gives memory to the next result of the size', () => {
    const a = np.ones(100_000)
    const first = np.add(a, a)
    const { address } = first.storage
    first.dispose()
    const second = np.add(a, 2)
    expect(second.storage.address).toBe(address)
    expect(second.get(-1)).toBe(3)
    expect(np.zeros(100_000).get(5)).toBe(0)
  })

  it('takes the memory from all that shares it, and refuses their use', () => {
    const a = np.add(np.ones(10_000), 1)
    const view = a.get('::2')
    const { data } = a
    a.dispose()
    a.dispose()
    expect(data.length).toBe(0)
    for (const use of [
      () => np.add(a, 1),
      () => np.sum(a),
      () => np.sum(view),
      () => a.tolist(),
      () => a.get(0),
      () => view.copy(),
      () => np.add(np.ones(10_000), 1, { out: a }),
    ])
      expectFailure(use, TypeError, 'ERR_DETACHED_BUFFER')
    expectFailure(() => view.set([0], 1), TypeError, 'ERR_DETACHED_BUFFER')
  })

  it('leaves the base of a view, memory from outside and small neighbours alone', () => {
    const base = np.add(np.zeros(10_000), 7)
    base.get('1:').dispose()
    expect(base.get(1)).toBe(7)
    const outside = new Float64Array(10_000).fill(3)
    np.asarray(outside).dispose()
    expect(outside[9_999]).toBe(3)
    const [x, y] = [np.array([1, 2]), np.array([3, 4])]
    x.dispose()
    expect(y.tolist()).toEqual([3, 4])
    expectFailure(() => np.add(x, 1), TypeError, 'ERR_DETACHED_BUFFER')
  })

  it('works with using', () => {
    const a = np.ones(50_000)
    let address = 0
    {
      const c = np.multiply(a, 2)
      address = c.storage.address
      c[Symbol.dispose]()
    }
    expect(np.multiply(a, 3).storage.address).toBe(address)
  })
})

describe('a loop of large results', () => {
  const a = np.ones(MEGABYTE)
  it.each([
    ['disposed', (c: np.NDArray) => c.dispose(), 64],
    ['left to the garbage collector', () => undefined, 1024],
  ])(
    'holds its resident size bounded: %s',
    (_, end, megabytes) => {
      for (let i = 0; i < 20; i++) end(np.add(a, a))
      const before = process.memoryUsage().rss
      let most = 0
      for (let i = 0; i < 1000; i++) {
        end(np.add(a, a))
        if (i % 20 === 0) most = Math.max(most, process.memoryUsage().rss - before)
      }
      expect(most / MEGABYTE).toBeLessThan(megabytes)
    },
    120_000,
  )
})

describe.runIf(process.platform === 'linux')('memory of large arrays', () => {
  it('goes back to the system when no large array was made for a while', () => {
    const library = compileLibrary()
    try {
      const program = `
        const np = require(${JSON.stringify(library.entry)})
        const resident = () => process.memoryUsage().rss
        const before = resident()
        let kept = Array.from({ length: 6 }, () => np.ones(10_000_000))
        // What lies above the freed arrays keeps the heap's end where it is.
        const above = np.ones(1_000_000)
        const most = resident()
        kept = undefined
        gc()
        const end = Date.now() + 60_000
        const look = () => {
          const taken = (resident() - before) / (most - before)
          if (taken < 0.25 || Date.now() > end) return console.log(JSON.stringify({ taken, above: above.size }))
          setTimeout(look, 200)
        }
        look()`
      const { stdout } = spawnSync(process.execPath, ['--expose-gc', '-e', program], { encoding: 'utf8' })
      expect(JSON.parse(stdout).taken).toBeLessThan(0.25)
    } finally {
      library.remove()
    }
  }, 90_000)
})
