// Every call of the sweep again as np.promises makes it, with a pause at each native call: a function that is run again
// after each of them must give what it gives in one go.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { Replay, SCRATCH_WORDS } from '../../lib/core/replay'
import { Snapshot } from '../../lib/core/snapshot'
import { addon, machine, nativeError } from '../../lib/native'
import { AREAS, type Call, type Case, readSweep, runCase } from '../sweep'

let pauses = 0
let settled: { scratch: Float64Array; error: Error | undefined }

const { defer } = machine
beforeAll(() => {
  machine.defer = () => {
    const failure = addon.call()
    const scratch = machine.frame.slice(machine.scratchWord, machine.scratchWord + SCRATCH_WORDS)
    settled = { scratch, error: failure === undefined ? undefined : nativeError(failure) }
    return ++pauses
  }
})
afterAll(() => {
  machine.defer = defer
})

const paused =
  (f: Call, name: string): Call =>
  (...args) => {
    const snapshot = new Snapshot(name, args)
    const replay = new Replay(() => f(...snapshot.args))
    for (;;) {
      const reached = replay.attempt()
      if ('value' in reached) return snapshot.restored(reached.value)
      // What the frame holds meanwhile is another call's.
      machine.frame.fill(Number.NaN)
      replay.resume(settled.scratch, settled.error)
    }
  }

type Space = Record<string, unknown>
const resolve = (space: Space, name: string): unknown =>
  name.split('.').reduce<unknown>((found, part) => (found as Space | undefined)?.[part], space)
const isMirrored = (name: string): boolean => typeof resolve(np.promises as Space, name) === 'function'

const { linalg, ...plain } = np.promises
const NAMES = [...Object.keys(plain), ...Object.keys(linalg).map((name) => `linalg.${name}`)]

/** What gives a view needs no native call. */
const VIEWS = ['linalg.diagonal', 'linalg.matrix_transpose']

/** A result as data that can be compared: bytes of arrays, messages of errors. */
function dataOf(value: unknown): unknown {
  if (value instanceof np.NDArray)
    return { dtype: value.dtype, shape: value.shape, bytes: value.tobytes().toString('hex') }
  if (Array.isArray(value)) return value.map(dataOf)
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([key, inner]) => [key, dataOf(inner)])
  return value
}

function outcome(call: () => unknown): unknown {
  try {
    return { value: dataOf(call()) }
  } catch (error) {
    return { error: String(error) }
  }
}

describe('functions that pause at every native call', () => {
  it.each(AREAS)(
    'the sweep: %s',
    (area) => {
      const sweep = readSweep(area)
      const failures: string[] = []
      const run = (one: Case, index: number): void => {
        try {
          runCase(sweep, one, index, paused)
        } catch (error) {
          failures.push((error as Error).message)
        }
      }
      for (const [index, one] of sweep.cases.entries()) if (isMirrored(one[0])) run(one, index)
      expect(failures.slice(0, 10)).toEqual([])
      // Every pause runs a call from its start again.
    },
    300_000,
  )

  it.each(NAMES)('%s', (name) => {
    const f = resolve(np as unknown as Space, name) as Call
    const before = pauses
    for (const dtype of ['float64', 'int32', 'bool', 'complex64'] as const) {
      // Fresh ones for each call: a second or third array may be an output.
      const a = () => np.astype(np.reshape(np.sin(np.arange(36)), [6, 6]).T, dtype)
      const lists = (one: np.NDArray): unknown[][] => [
        ...[
          [one],
          [one, 0],
          [one, 1],
          [one, one],
          [one, [1, 2, 3, 4, 5, 6]],
          [one, one, one],
          [one, a()],
          [one, a(), a()],
        ],
        ...[[[one, one]], ['a * a + 1', { a: one }], ['ij,jk', one, a()]],
        [one.get(0, ':'), one.get(1, ':')],
        [one.get(0, ':3'), one.get(1, ':3')],
      ]
      for (const i of lists(a()).keys()) {
        const expected = outcome(() => f(...lists(a())[i]))
        expect(
          outcome(() => paused(f, name)(...lists(a())[i])),
          `${name}: ${dtype}, list ${i}`,
        ).toEqual(expected)
      }
    }
    if (!VIEWS.includes(name)) expect(pauses).toBeGreaterThan(before)
  })
})
