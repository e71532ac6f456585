import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import { CODES } from '../../failures'

// Every public function and method with arguments of every kind: each call answers, or throws an error of ours. That the
// process survives is part of the assertion, for a crash fails the file.

const bytes = new SharedArrayBuffer(16)

/** What may stand as an argument: made anew for each call, since calls may write into them. */
const ARGUMENTS: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  zero: () => 0,
  one: () => 1,
  two: () => 2,
  'minus one': () => -1,
  fraction: () => 0.5,
  NaN: () => Number.NaN,
  infinity: () => Number.POSITIVE_INFINITY,
  huge: () => 2 ** 53,
  beyond: () => 1e300,
  bigint: () => 3n,
  'huge bigint': () => 2n ** 70n,
  text: () => 'text',
  slice: () => '::-1',
  dots: () => '...',
  dtype: () => 'float32',
  symbol: () => Symbol('symbol'),
  function: () => () => 1,
  date: () => new Date(0),
  map: () => new Map(),
  buffer: () => new ArrayBuffer(8),
  shared: () => bytes,
  empty: () => [],
  list: () => [1, 2, 3],
  pair: () => [1, 0],
  negative: () => [-1, 2],
  holes: () => new Array(3),
  mixed: () => [1, 'a', null],
  ragged: () => [[1, 2], [3]],
  matrix: () => [
    [1, 2],
    [3, 4],
  ],
  'long shape': () => new Array(65).fill(1),
  'huge shape': () => [2 ** 30, 2 ** 30],
  booleans: () => [true, false],
  typed: () => new Float32Array([1, 2, 3]),
  bytes: () => new Uint8Array(4),
  bigints: () => new BigInt64Array(2),
  view: () => new DataView(new ArrayBuffer(8)),
  vector: () => np.array([1, 2, 3]),
  square: () =>
    np.array([
      [1, 2],
      [3, 5],
    ]),
  singular: () => np.zeros([2, 2]),
  stack: () => np.ones([2, 2, 3]),
  'no rows': () => np.zeros([0, 3]),
  scalar: () => np.array(5),
  integers: () => np.arange(3, { dtype: 'int64' }),
  halves: () => np.ones([2, 2], 'float16'),
  complex: () =>
    np.array([
      [np.complex(1, 2), 3],
      [4, 5],
    ]),
  'not finite': () =>
    np.array([
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, 2],
    ]),
  'read-only': () => np.broadcast_to([1, 2], [2, 2]),
  reversed: () => np.arange(4).reshape(2, 2).get('::-1', '::-1'),
  'complex number': () => np.complex(1, 2),
  'slice object': () => np.slice(0, 2),
  options: () => ({}),
  unknown: () => ({ unknown: 1 }),
  axis: () => ({ axis: 1 }),
  'bad axis': () => ({ axis: 9 }),
  'odd axis': () => ({ axis: 'x' }),
  'axis list': () => ({ axis: [0, 1] }),
  'axis in text': () => ({ axis: '0' }),
  keepdims: () => ({ keepdims: true }),
  'odd keepdims': () => ({ keepdims: 1 }),
  'dtype option': () => ({ dtype: 'int8' }),
  'odd dtype': () => ({ dtype: 'float99' }),
  out: () => ({ out: np.zeros([2, 2]) }),
  'odd out': () => ({ out: 5 }),
  where: () => ({ where: [true, false] }),
  'odd where': () => ({ where: 'x' }),
  casting: () => ({ casting: 'unsafe' }),
  'odd casting': () => ({ casting: 'x' }),
  order: () => ({ order: 'F' }),
  'odd order': () => ({ order: 'X' }),
  'a dtype of its own': () => ({ dtype: { dtype: 'int8' } }),
}

const SKIPPED = new Set([
  'ndarray',
  'show_config',
  'show_runtime',
  'set_printoptions',
  'printoptions',
  'set_num_threads',
])

type Call = (...args: never[]) => unknown
const functions: [string, Call][] = []
for (const [space, names] of [
  ['', np],
  ['linalg.', np.linalg],
] as const) {
  for (const [name, value] of Object.entries(names)) {
    if (typeof value !== 'function' || SKIPPED.has(name) || /^[A-Z]/.test(name)) continue
    functions.push([space + name, value as Call])
  }
}
for (const name of Object.getOwnPropertyNames(np.NDArray.prototype)) {
  if (name === 'constructor' || name.startsWith('_')) continue
  const { value } = Object.getOwnPropertyDescriptor(np.NDArray.prototype, name)!
  if (typeof value !== 'function') continue
  functions.push([`NDArray.${name}`, (...args) => value.call(np.arange(6).reshape(2, 3), ...args)])
}

const names = Object.keys(ARGUMENTS)

function attempt(what: string, call: Call, chosen: readonly string[]): void {
  const args = chosen.map((name) => ARGUMENTS[name]())
  try {
    const result = call(...(args as never[]))
    // Generators refuse when they start.
    if (typeof result === 'object' && result !== null && typeof (result as Iterator<unknown>).next === 'function') {
      ;(result as Iterator<unknown>).next()
    }
  } catch (error) {
    const { name, code, message, stack } = error as Error & { code?: string }
    const told = `${what}(${chosen.join(', ')}): ${name} ${code}: ${message}\n${stack?.split('\n').slice(1, 5).join('\n')}`
    if (!CODES.includes(code as never)) expect.fail(told)
    if (!/^[\w.]+: [\s\S]*received [\s\S]+$/.test(message))
      expect.fail(`${told}\nsays not what it expected and received`)
  }
}

describe.each(functions)('%s', (name, call) => {
  it('answers or refuses any argument with an error that says why', () => {
    attempt(name, call, [])
    for (const one of names) attempt(name, call, [one])
    for (const one of names) {
      attempt(name, call, ['vector', one])
      attempt(name, call, ['square', one])
    }
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { minLength: 2, maxLength: 4 }), (chosen) =>
        attempt(name, call, chosen),
      ),
      { numRuns: 60, seed: 20261122 },
    )
  })
})
