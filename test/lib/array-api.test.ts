// The array API standard, 2024.12: every name of its namespaces, and the special cases that its functions list.
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'

const words = (text: string): string[] => text.trim().split(/\s+/)

const MAIN = words(`
  e inf nan newaxis pi
  arange asarray empty empty_like eye full full_like linspace meshgrid ones ones_like tril triu zeros zeros_like
  astype broadcast_arrays broadcast_to can_cast finfo iinfo isdtype result_type
  bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex64 complex128
  abs acos acosh add asin asinh atan atan2 atanh bitwise_and bitwise_left_shift bitwise_invert bitwise_or
  bitwise_right_shift bitwise_xor ceil clip conj copysign cos cosh divide equal exp expm1 floor floor_divide greater
  greater_equal hypot imag isfinite isinf isnan less less_equal log log1p log2 log10 logaddexp logical_and logical_not
  logical_or logical_xor maximum minimum multiply negative nextafter not_equal positive pow real reciprocal remainder
  round sign signbit sin sinh square sqrt subtract tan tanh trunc
  take take_along_axis matmul matrix_transpose tensordot vecdot
  concat expand_dims flip moveaxis permute_dims repeat reshape roll squeeze stack tile unstack
  argmax argmin count_nonzero nonzero searchsorted where
  unique_all unique_counts unique_inverse unique_values argsort sort
  cumulative_prod cumulative_sum max mean min prod std sum var all any diff
  __array_api_version__ __array_namespace_info__
`)
const LINALG = words(`
  cholesky cross det diagonal eigh eigvalsh inv matmul matrix_norm matrix_power matrix_rank matrix_transpose outer pinv
  qr slogdet solve svd svdvals tensordot trace vecdot vector_norm
`)
const ARRAY = words('dtype device mT ndim shape size T to_device __array_namespace__')

// from_dlpack and __dlpack__ are absent: JavaScript has no DLPack capsules, and memory is shared as ArrayBuffers. Operators
// (__add__, …) are functions and methods here.

describe('names', () => {
  it.each([
    ['np', np, MAIN],
    ['np.linalg', np.linalg, LINALG],
    ['an array', np.zeros([2, 2]), ARRAY],
  ] as const)('%s has all of them', (_, space, names) => {
    expect(names.filter((name) => !(name in space))).toEqual([])
  })
})

describe('inspection', () => {
  const info = np.__array_namespace_info__()

  it('tells the version', () => {
    expect(np.__array_api_version__).toBe('2024.12')
  })

  it('tells capabilities, devices and dtypes', () => {
    expect(info.capabilities()).toEqual({
      'boolean indexing': true,
      'data-dependent shapes': true,
      'max dimensions': 64,
    })
    expect(info.default_device()).toBe('cpu')
    expect(info.devices()).toEqual(['cpu'])
    const defaults = Object.entries(info.default_dtypes({ device: 'cpu' })).map(([kind, dtype]) => [kind, dtype.name])
    expect(Object.fromEntries(defaults)).toEqual({
      'real floating': 'float64',
      'complex floating': 'complex128',
      integral: 'int64',
      indexing: 'int64',
    })
    expect(Object.keys(info.dtypes()).sort()).toEqual(
      words(MAIN.join(' '))
        .filter((name) => /^(bool$|u?int\d|float\d|complex\d)/.test(name))
        .sort(),
    )
    expect(Object.keys(info.dtypes({ kind: 'real floating' }))).toEqual(['float32', 'float64'])
    expect(Object.keys(info.dtypes({ kind: ['bool', 'complex floating'] }))).toEqual([
      'bool',
      'complex64',
      'complex128',
    ])
    for (const [name, dtype] of Object.entries(info.dtypes())) expect(np.zeros(1, dtype).dtype).toBe(name)
  })

  it('refuses other devices, kinds and versions', () => {
    expect(() => info.dtypes({ kind: 'floating' as 'numeric' })).toThrow(RangeError)
    expect(() => info.default_dtypes({ device: 'gpu' as 'cpu' })).toThrow(RangeError)
    expect(() => np.zeros(1).__array_namespace__({ api_version: '2019.01' })).toThrow(RangeError)
    for (const make of [np.zeros, np.ones, np.empty, np.eye, np.arange, np.asarray] as ((
      ...args: unknown[]
    ) => unknown)[])
      expect(() => make(1, { device: 'gpu' })).toThrow(RangeError)
  })

  it('finds np from an array', () => {
    const found = np.zeros(1).__array_namespace__({ api_version: '2024.12' })
    expect(found.add).toBe(np.add)
    expect(Object.keys(found)).toContain('interp')
  })

  it('knows devices', () => {
    const a = np.ones([2], { device: 'cpu' })
    expect(a.device).toBe('cpu')
    expect(a.to_device('cpu')).toBe(a)
    expect(() => a.to_device('gpu' as 'cpu')).toThrow(RangeError)
    expect(np.full([2], 3, { device: 'cpu' }).tolist()).toEqual([3, 3])
    expect(np.linspace(0, 1, 2, { device: 'cpu' }).tolist()).toEqual([0, 1])
    expect(np.zeros_like(a, { device: 'cpu' }).tolist()).toEqual([0, 0])
    expect(np.asarray([1], { device: null }).tolist()).toEqual([1])
  })
})

const { NaN: nan, POSITIVE_INFINITY: inf } = Number
const tau = 2 * Math.PI

/** function → operands with the result; both zeros are told apart, NaN is any NaN, the rest to a few ulp. */
const REAL: Readonly<Record<string, readonly (readonly number[])[]>> = {
  abs: [[nan, nan], [-0, 0], [-inf, inf]],
  acos: [[nan, nan], [1.5, nan], [-1.5, nan], [1, 0]],
  acosh: [[nan, nan], [0.5, nan], [1, 0], [inf, inf]],
  add: [[nan, 1, nan], [inf, -inf, nan], [-inf, inf, nan], [inf, inf, inf], [-inf, -inf, -inf], [inf, 1, inf], [1, -inf, -inf], [-0, -0, -0], [-0, 0, 0], [0, -0, 0], [0, 0, 0], [-0, 3, 3], [3, -3, 0]],
  asin: [[nan, nan], [1.5, nan], [-1.5, nan], [0, 0], [-0, -0]],
  asinh: [[nan, nan], [0, 0], [-0, -0], [inf, inf], [-inf, -inf]],
  atan: [[nan, nan], [0, 0], [-0, -0], [inf, tau / 4], [-inf, -tau / 4]],
  atan2: [[nan, 1, nan], [1, nan, nan], [1, 0, tau / 4], [1, -0, tau / 4], [0, 1, 0], [0, 0, 0], [0, -0, tau / 2], [0, -1, tau / 2], [-0, 1, -0], [-0, 0, -0], [-0, -0, -tau / 2], [-0, -1, -tau / 2], [-1, 0, -tau / 4], [-1, -0, -tau / 4], [1, inf, 0], [1, -inf, tau / 2], [-1, inf, -0], [-1, -inf, -tau / 2], [inf, 1, tau / 4], [-inf, 1, -tau / 4], [inf, inf, tau / 8], [inf, -inf, (3 * tau) / 8], [-inf, inf, -tau / 8], [-inf, -inf, (-3 * tau) / 8]],
  atanh: [[nan, nan], [-1.5, nan], [1.5, nan], [-1, -inf], [1, inf], [0, 0], [-0, -0]],
  ceil: [[nan, nan], [inf, inf], [-inf, -inf], [0, 0], [-0, -0], [-0.5, -0], [2, 2]],
  copysign: [[1, -0, -1], [-1, 0, 1], [nan, 1, nan], [3, nan, 3], [0, -1, -0]],
  cos: [[nan, nan], [0, 1], [-0, 1], [inf, nan], [-inf, nan]],
  cosh: [[nan, nan], [0, 1], [-0, 1], [inf, inf], [-inf, inf]],
  divide: [[nan, 1, nan], [inf, inf, nan], [-inf, inf, nan], [0, 0, nan], [-0, 0, nan], [1, 0, inf], [1, -0, -inf], [-1, 0, -inf], [-1, -0, inf], [0, 1, 0], [0, -1, -0], [-0, 1, -0], [-0, -1, 0], [inf, 1, inf], [inf, -1, -inf], [-inf, 1, -inf], [-inf, -1, inf], [1, inf, 0], [1, -inf, -0], [-1, inf, -0], [-1, -inf, 0]],
  exp: [[nan, nan], [0, 1], [-0, 1], [inf, inf], [-inf, 0]],
  expm1: [[nan, nan], [0, 0], [-0, -0], [inf, inf], [-inf, -1]],
  floor: [[nan, nan], [inf, inf], [-inf, -inf], [0, 0], [-0, -0], [2, 2]],
  // Like Python and NumPy: a quotient of infinities is NaN (the standard allows it).
  floor_divide: [[nan, 1, nan], [0, 0, nan], [1, 0, inf], [-1, 0, -inf], [1, -0, -inf], [0, 1, 0], [0, -1, -0], [-0, 1, -0], [-0, -1, 0], [7, 2, 3], [-7, 2, -4], [1, inf, 0], [-1, inf, -1], [1, -inf, -1], [-1, -inf, 0]],
  hypot: [[inf, nan, inf], [nan, -inf, inf], [nan, 1, nan], [3, 4, 5], [0, 0, 0]],
  log: [[nan, nan], [-1, nan], [0, -inf], [-0, -inf], [1, 0], [inf, inf]],
  log1p: [[nan, nan], [-2, nan], [-1, -inf], [-0, -0], [0, 0], [inf, inf]],
  log2: [[nan, nan], [-1, nan], [0, -inf], [-0, -inf], [1, 0], [inf, inf]],
  log10: [[nan, nan], [-1, nan], [0, -inf], [-0, -inf], [1, 0], [inf, inf]],
  logaddexp: [[nan, 1, nan], [inf, nan, nan], [inf, 1, inf], [1, inf, inf]],
  maximum: [[nan, 1, nan], [1, nan, nan], [inf, -inf, inf]],
  minimum: [[nan, 1, nan], [1, nan, nan], [inf, -inf, -inf]],
  multiply: [[nan, 1, nan], [inf, 0, nan], [-inf, -0, nan], [inf, inf, inf], [inf, -inf, -inf], [inf, -2, -inf], [-0, 2, -0], [-0, -2, 0]],
  negative: [[0, -0], [-0, 0], [inf, -inf]],
  nextafter: [[0, 1, 5e-324], [1, 1, 1], [-0, 0, 0], [0, -0, -0], [nan, 1, nan], [1, nan, nan]],
  pow: [[2, 0, 1], [nan, 0, 1], [nan, -0, 1], [nan, 1, nan], [1, nan, 1], [2, nan, nan], [2, inf, inf], [-2, inf, inf], [2, -inf, 0], [1, inf, 1], [-1, inf, 1], [1, -inf, 1], [-1, -inf, 1], [0.5, inf, 0], [0.5, -inf, inf], [inf, 1, inf], [inf, -1, 0], [-inf, 3, -inf], [-inf, 2, inf], [-inf, 0.5, inf], [-inf, -3, -0], [-inf, -2, 0], [-inf, -0.5, 0], [0, 2, 0], [0, -2, inf], [-0, 3, -0], [-0, 2, 0], [-0, -3, -inf], [-0, -2, inf], [-0, -0.5, inf], [-2, 0.5, nan]],
  reciprocal: [[nan, nan], [inf, 0], [-inf, -0], [0, inf], [-0, -inf]],
  remainder: [[nan, 1, nan], [inf, 1, nan], [-inf, inf, nan], [0, 0, nan], [1, 0, nan], [0, 1, 0], [-0, 1, 0], [0, -1, -0], [-0, -1, -0], [1, inf, 1], [-1, inf, inf], [1, -inf, -inf], [-1, -inf, -1], [4, 2, 0], [-4, 2, 0], [4, -2, -0], [-4, -2, -0]],
  round: [[nan, nan], [inf, inf], [-inf, -inf], [0, 0], [-0, -0], [0.5, 0], [1.5, 2], [2.5, 2], [-0.5, -0], [-1.5, -2]],
  sign: [[nan, nan], [0, 0], [3, 1], [-3, -1]],
  sin: [[nan, nan], [0, 0], [-0, -0], [inf, nan], [-inf, nan]],
  sinh: [[nan, nan], [0, 0], [-0, -0], [inf, inf], [-inf, -inf]],
  square: [[nan, nan], [-0, 0], [-inf, inf]],
  sqrt: [[nan, nan], [-1, nan], [0, 0], [-0, -0], [inf, inf]],
  subtract: [[inf, inf, nan], [-inf, -inf, nan], [0, 0, 0], [-0, 0, -0], [0, -0, 0]],
  tan: [[nan, nan], [0, 0], [-0, -0], [inf, nan], [-inf, nan]],
  tanh: [[nan, nan], [0, 0], [-0, -0], [inf, 1], [-inf, -1]],
  trunc: [[nan, nan], [inf, inf], [-inf, -inf], [0, 0], [-0, -0], [-0.5, -0], [2, 2]],
} // biome-ignore format: a table

type Call = (...args: unknown[]) => np.NDArray

const functions = np as unknown as Record<string, Call>

function expectNumber(found: number, wanted: number, what: string): void {
  if (Number.isNaN(wanted) || !Number.isFinite(wanted) || wanted === 0) expect(found, what).toBe(wanted)
  else expect(Math.abs(found - wanted) <= 1e-6 * Math.abs(wanted), `${what}: ${found}, wanted ${wanted}`).toBe(true)
}

describe('special cases', () => {
  const cases = Object.entries(REAL).flatMap(([name, rows]) => rows.map((row) => [name, row] as const))
  it.each(cases)('%s %o', (name, row) => {
    const operands = row.slice(0, -1)
    const wanted = row[row.length - 1]
    for (const dtype of ['float64', 'float32'] as const) {
      if (name === 'nextafter' && dtype === 'float32') continue
      // One element, and so many that vector loops take their part.
      for (const count of [1, 37]) {
        const arrays = operands.map((value) => np.full([count], value, dtype))
        const result = functions[name](...arrays)
        expect(result.dtype).toBe(dtype)
        for (const found of result.tolist() as number[]) expectNumber(found, wanted, `${name}(${operands}) in ${dtype}`)
      }
    }
  })

  const complex: readonly (readonly [string, np.Complex, np.Complex])[] = [
    ['exp', np.complex(0, 0), np.complex(1, 0)],
    ['exp', np.complex(inf, 0), np.complex(inf, 0)],
    ['exp', np.complex(-inf, nan), np.complex(0, 0)],
    ['expm1', np.complex(0, 0), np.complex(0, 0)],
    ['sqrt', np.complex(0, 0), np.complex(0, 0)],
    ['sqrt', np.complex(3, inf), np.complex(inf, inf)],
    ['sqrt', np.complex(-inf, 1), np.complex(0, inf)],
    ['log', np.complex(-0, 0), np.complex(-inf, Math.PI)],
    ['log', np.complex(0, 0), np.complex(-inf, 0)],
    ['log', np.complex(-inf, 1), np.complex(inf, Math.PI)],
    ['tanh', np.complex(inf, 1), np.complex(1, 0)],
    ['sinh', np.complex(0, 0), np.complex(0, 0)],
    ['cosh', np.complex(0, 0), np.complex(1, 0)],
    ['acosh', np.complex(0, 0), np.complex(0, Math.PI / 2)],
    ['asinh', np.complex(0, 0), np.complex(0, 0)],
    ['atanh', np.complex(0, 0), np.complex(0, 0)],
    ['atanh', np.complex(1, 0), np.complex(inf, 0)],
    ['sign', np.complex(0, 0), np.complex(0, 0)],
    ['sign', np.complex(3, 4), np.complex(0.6, 0.8)],
  ]
  it.each(complex)('%s %s', (name, operand, wanted) => {
    const found = functions[name](np.array([operand, operand])).tolist() as unknown as np.Complex[]
    for (const { re, im } of found) {
      if (wanted.re === 0) expect(Math.abs(re)).toBe(0)
      else expectNumber(re, wanted.re, `real part of ${name}(${operand})`)
      if (wanted.im === 0) expect(Math.abs(im)).toBe(0)
      else expectNumber(im, wanted.im, `imaginary part of ${name}(${operand})`)
    }
  })
})

describe('what the standard says of results', () => {
  it('sums and products of small integers grow to the default integer', () => {
    for (const name of ['sum', 'prod', 'cumulative_sum', 'cumulative_prod']) {
      expect(np.asarray(functions[name](np.ones([2], 'int8'), { axis: 0 })).dtype).toBe('int64')
      expect(np.asarray(functions[name](np.ones([2], 'uint8'), { axis: 0 })).dtype).toBe('uint64')
      expect(np.asarray(functions[name](np.ones([2], 'float32'), { axis: 0 })).dtype).toBe('float32')
    }
  })

  it('rounding functions keep integers', () => {
    for (const name of ['ceil', 'floor', 'round', 'trunc'])
      expect(functions[name](np.ones([2], 'int16')).dtype).toBe('int16')
  })

  it('unique functions have named results', () => {
    const all = np.unique_all(np.array([3, 1, 3], 'int32'))
    expect(all.values.tolist()).toEqual([1, 3])
    expect(all.indices.tolist()).toEqual([1, 0])
    expect(all.inverse_indices.tolist()).toEqual([1, 0, 1])
    expect(all.counts.tolist()).toEqual([1, 2])
    expect(np.unique_counts([2, 2]).counts.tolist()).toEqual([2])
    expect(np.unique_inverse([[2, 2]]).inverse_indices.shape).toEqual([1, 2])
    expect(np.unique_values([2, 2]).tolist()).toEqual([2])
  })

  it('std and var take a correction', () => {
    expect(np.var([1, 2, 3, 4], { correction: 1 })).toBeCloseTo(5 / 3, 14)
    expect(np.std([1, 2, 3, 4], { correction: 0 })).toBeCloseTo(Math.sqrt(1.25), 14)
  })

  it('sort and argsort descend, equal elements in their order', () => {
    const a = np.array([
      [1, 3, 1, 2],
      [0, 0, 5, 5],
    ])
    const down = { descending: true } as const
    const sorted = [
      [3, 2, 1, 1],
      [5, 5, 0, 0],
    ]
    expect(np.sort(a, down).tolist()).toEqual(sorted)
    expect(np.argsort(a, down).tolist()).toEqual([
      [1, 3, 0, 2],
      [2, 3, 0, 1],
    ])
    expect(np.sort(a, { axis: 0, ...down }).tolist()).toEqual(np.flip(np.sort(a, 0), 0).tolist())
    expect(np.argsort(a, { axis: 0, ...down }).tolist()).toEqual([
      [0, 0, 1, 1],
      [1, 1, 0, 0],
    ])
    expect(np.argsort(np.empty([0]), down).shape).toEqual([0])
    const own = a.copy()
    own.sort(down)
    expect(own.tolist()).toEqual(sorted)
    expect(np.sort(np.array([1, Number.NaN, 2]), down).tolist()).toEqual([Number.NaN, 2, 1])
  })

  it('reshape copies where needed, always or never', () => {
    const a = np.arange(6).reshape(2, 3)
    expect(np.reshape(a, [3, 2], { copy: false }).base).not.toBe(null)
    expect(np.shares_memory(np.reshape(a, [3, 2], { copy: true }), a)).toBe(false)
    expect(np.shares_memory(a.reshape([3, 2], { copy: null }), a)).toBe(true)
    expect(() => np.reshape(a.T, [6], { copy: false })).toThrow(RangeError)
    expect(np.reshape(a.T, [6]).tolist()).toEqual([0, 3, 1, 4, 2, 5])
  })

  it('cumulative functions may start with the identity', () => {
    expect(np.cumulative_sum([1, 2, 3], { include_initial: true }).tolist()).toEqual([0, 1, 3, 6])
    expect(np.cumulative_prod([2, 3], { include_initial: true }).tolist()).toEqual([1, 2, 6])
  })

  it('clip, diff, searchsorted, take and vecdot have its arguments', () => {
    expect(np.clip([1, 5, 9], { min: 2, max: 6 }).tolist()).toEqual([2, 5, 6])
    expect(np.diff([1, 4, 9], { n: 2 }).tolist()).toEqual([2])
    expect(np.searchsorted([1, 2, 2, 3], [2], { side: 'right' }).tolist()).toEqual([3])
    expect(
      np
        .take(
          [
            [1, 2],
            [3, 4],
          ],
          [1],
          { axis: 1 },
        )
        .tolist(),
    ).toEqual([[2], [4]])
    expect(np.vecdot(np.array([np.complex(0, 1)]), np.array([np.complex(0, 1)]))).toEqual(np.complex(1, 0))
    expect(np.astype(np.ones([1]), np.int8, { copy: false }).dtype).toBe('int8')
    expect(np.isdtype(np.float32, ['real floating', 'bool'])).toBe(true)
  })
})
