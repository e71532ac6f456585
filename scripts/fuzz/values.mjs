// Hostile arguments from a seed: arrays of every layout and state, what is no array, options of every kind.

const DTYPES = [
  ...['bool', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64', 'uint64'],
  ...['float16', 'float32', 'float64', 'complex64', 'complex128'],
]
const KEYS = [
  ...['axis', 'axes', 'out', 'dtype', 'keepdims', 'where', 'casting', 'order', 'initial', 'ddof', 'weights', 'k', 'n'],
  ...[
    'full_matrices',
    'compute_uv',
    'hermitian',
    'ord',
    'rcond',
    'mode',
    'side',
    'copy',
    'method',
    'transfer',
    'signal',
  ],
]
const WORDS = [
  'float64',
  'int8',
  'C',
  'F',
  'K',
  'fro',
  'nuc',
  'same_kind',
  'unsafe',
  'linear',
  'reflect',
  '::-1',
  '...',
  'a',
  '',
  '\u0000',
  'constructor',
  '__proto__',
]
const EXPRESSIONS = [
  'a + b',
  'a * (b - 1) / a',
  'sum(a)',
  'where(a > 0, a, b)',
  'a +',
  '((((a))))',
  'sin(a',
  'a ** b ** a',
  'constructor',
  '1e999',
  'a @ b',
]
/** Small, or so large that nothing has them: sizes between would only use memory. */
const NUMBERS = [
  0,
  1,
  2,
  3,
  5,
  -1,
  -2,
  -7,
  0.5,
  -0,
  17,
  64,
  65,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  2 ** 53,
  -(2 ** 53),
  2 ** 63,
  1e308,
  5e-324,
  2 ** 48,
]

export const HOSTILE = 'a hostile getter'

/** One call's values. `np` is the library. @param {any} np @param {() => number} random */
export function valuesFrom(np, random) {
  const below = (/** @type {number} */ n) => Math.floor(random() * n)
  const pick = (/** @type {readonly any[]} */ list) => list[below(list.length)]
  /** @type {any[]} */
  const arrays = []

  function array() {
    const ndim = pick([0, 1, 1, 2, 2, 2, 3, 4])
    const square = random() < 0.5
    // Now and then of an order where blocks, threads and other algorithms begin.
    const n = ndim <= 2 && random() < 0.04 ? pick([17, 40, 67, 130]) : pick([0, 1, 2, 3, 4, 6, 9])
    const shape = Array.from({ length: ndim }, () => (square ? n : pick([0, 1, 2, 3, 5, 8])))
    const size = shape.reduce((product, length) => product * length, 1)
    const special = random() < 0.2
    const data = Float64Array.from({ length: size }, () =>
      special && random() < 0.3
        ? pick([Number.NaN, Number.POSITIVE_INFINITY, -0, 1e300, Number.NEGATIVE_INFINITY])
        : pick([random() * 8 - 4, below(5) - 2]),
    )
    let made = np.reshape(np.asarray(data), shape)
    made = np.astype(made, pick(DTYPES))
    const layout = below(8)
    if (layout === 0) made = made.T
    if (layout === 1 && ndim > 0) made = made.get('::-1')
    if (layout === 2 && ndim > 0) made = made.get('::2')
    if (layout === 3) made = np.broadcast_to(made, [2, ...shape])
    if (layout === 4 && ndim > 1) made = made.get(':', '1:')
    if (layout === 6 && random() < 0.3) {
      const bytes = made.tobytes()
      const shared = new Uint8Array(new SharedArrayBuffer(bytes.length))
      shared.set(bytes)
      made = np.reshape(np.frombuffer(shared, made.dtype), made.shape)
    }
    if (layout === 5 && random() < 0.3 && made.storage?.bytes.byteLength > 2048) {
      structuredClone(made.data.buffer, { transfer: [made.data.buffer] })
    }
    arrays.push(made)
    return made
  }

  /** @param {number} depth @returns {any} */
  function list(depth) {
    return Array.from({ length: pick([0, 1, 2, 2, 3]) }, () =>
      depth > 0 && random() < 0.4 ? list(depth - 1) : random() < 0.85 ? pick(NUMBERS) : anything(),
    )
  }

  // A property that throws, changes the arrays of the call, or takes their memory away when it is read.
  function trap(/** @type {any} */ target, /** @type {string} */ key) {
    const kind = below(4)
    Object.defineProperty(target, key, {
      enumerable: true,
      configurable: true,
      get() {
        if (kind === 0) throw new Error(HOSTILE)
        for (const one of arrays) {
          const buffer = one.storage?.buffer
          if (kind === 1 && buffer instanceof ArrayBuffer && buffer.byteLength < 60_000) {
            try {
              structuredClone(buffer, { transfer: [buffer] })
            } catch {
              // slabs can't be transferred
            }
          }
          if (kind === 2 && one.size > 0) {
            try {
              one.set('...', 0)
            } catch {
              // read-only or detached
            }
          }
        }
        return pick(NUMBERS)
      },
    })
    return target
  }

  function options() {
    const base = pick([{}, {}, Object.create(null), Object.create({ axis: 1, out: array() })])
    for (let i = below(3); i >= 0; i--) {
      const key = pick(KEYS)
      if (random() < 0.15) trap(base, key)
      else Object.defineProperty(base, key, { value: anything(), enumerable: true, configurable: true })
    }
    return base
  }

  /** Objects that resist being looked at. @returns {any} */
  function trickster() {
    const refuse = () => {
      throw new Error(HOSTILE)
    }
    const cycle = [1, 2]
    switch (below(12)) {
      case 0:
        cycle[1] = /** @type {any} */ (cycle)
        return cycle
      case 1:
        return Array.from({ length: 3000 }).reduce((/** @type {any} */ inner) => [inner], 1)
      case 2:
        return new Proxy([1, 2, 3], {
          get: (target, key) => (key === 'length' ? pick(NUMBERS) : Reflect.get(target, key)),
        })
      case 3:
        return new Proxy(
          [[1]],
          pick([{ get: refuse }, { has: refuse }, { ownKeys: refuse }, { getPrototypeOf: refuse }]),
        )
      case 4:
        return new Proxy(array(), {})
      case 5: {
        const { proxy, revoke } = Proxy.revocable(pick([[1], {}]), {})
        revoke()
        return proxy
      }
      case 6:
        return Object.create(np.NDArray.prototype)
      case 7:
        return { [Symbol.toPrimitive]: refuse, valueOf: refuse, toString: refuse }
      case 8:
        return [{ [Symbol.toPrimitive]: refuse }, 1]
      case 9:
        return pick([
          new AbortController().signal,
          AbortSignal.abort(),
          AbortSignal.timeout(1),
          { signal: AbortSignal.abort() },
        ])
      case 10:
        return pick(['9'.repeat(400), '('.repeat(5000), ','.repeat(70), '0,'.repeat(70)])
      default:
        return pick([
          Object.assign([1, 2], { length: 2 ** 32 - 1 }),
          Object.assign(Object.create({ shape: [2] }), { dtype: 'int8', data: 5 }),
          new (class extends Array {})(3),
          { length: 2 ** 53, 0: 1 },
          new Set([1, 2]),
          Promise.resolve(1),
          globalThis,
          np,
          np.complex(Number.NaN, 1),
        ])
    }
  }

  /** @returns {any} */
  function anything() {
    switch (below(15)) {
      case 0:
      case 1:
      case 2:
        return array()
      case 3:
        return arrays.length > 0 ? pick(arrays) : array()
      case 4:
        return list(2)
      case 5:
      case 6:
        return pick(NUMBERS)
      case 7:
        return pick([true, false, null, undefined])
      case 8:
        return pick(WORDS)
      case 9:
        return pick([
          1n,
          -(2n ** 70n),
          2n ** 63n,
          { re: 1, im: Number.NaN },
          Symbol('s'),
          () => 1,
          new Date(0),
          new Map(),
          /x/,
        ])
      case 10:
        return new (pick([
          Int8Array,
          Float32Array,
          Float64Array,
          BigInt64Array,
          Uint8ClampedArray,
          DataView.bind(null, new ArrayBuffer(8)),
        ]))(pick([0, 1, 4, 6]))
      case 11: {
        const values = list(1)
        return random() < 0.5 ? trap(values, '0') : new Proxy(values, {})
      }
      case 12:
        return pick(DTYPES)
      case 13:
        return trickster()
      default:
        return pick([
          new Array(3),
          [[1], [2, 3]],
          [[[]]],
          new ArrayBuffer(8),
          new SharedArrayBuffer(16),
          pick(EXPRESSIONS),
        ])
    }
  }

  /** What routines for floats of one dtype take more often than refuse: squares, vectors and their letters. */
  function argumentsOfRoutine() {
    const n = random() < 0.05 ? pick([17, 40, 67, 130]) : pick([0, 1, 2, 3, 5])
    const dtype = pick(['float32', 'float64', 'complex64', 'complex128'])
    const float = () => {
      const shape = pick([[n, n], [n, n], [n], [n, pick([1, 2, 4])]])
      let made = np.astype(np.reshape(np.sin(np.arange(shape.reduce((a, b) => a * b, 1))), shape), dtype)
      if (below(3) === 0) made = made.T
      if (below(5) === 0 && n > 0) made = made.get('::-1')
      arrays.push(made)
      return made
    }
    return Array.from({ length: 1 + below(6) }, () => {
      const kind = random()
      if (kind < 0.55) return float()
      if (kind < 0.75) return pick(['U', 'L', 'N', 'T', 'C', 'V', 'A', 'S', 'R', 'Q', '1', 'I', 'F'])
      if (kind < 0.8) return np.arange(n, { dtype: 'int64' })
      return kind < 0.9 ? pick(NUMBERS) : anything()
    })
  }

  function argumentsOf(/** @type {string} */ name) {
    if (/^(blas|lapack|scipy)/.test(name) && random() < 0.7) {
      const args = argumentsOfRoutine()
      if (random() < 0.3) args.push(options())
      return args
    }
    const args = [name.endsWith('evaluate') ? pick(EXPRESSIONS) : random() < 0.8 ? array() : anything()]
    if (name.endsWith('evaluate')) args.push({ a: anything(), b: anything() })
    for (let i = pick([0, 0, 1, 1, 2, 3]); i > 0; i--) args.push(random() < 0.5 ? array() : anything())
    if (random() < 0.4) args.push(options())
    return args
  }

  return { array, argumentsOf, pick, below }
}
