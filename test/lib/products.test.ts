import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { broadcastView } from '../../lib/core/broadcast'
import type { NDArray } from '../../lib/core/ndarray'
import { expectFailure } from '../failures'
import { decode, type Encoded, epsilon, expectValues, numbers, readOracle, type Values, valuesOf } from '../golden'
import { LAYOUTS, layoutsOf, stacked, stackedValues } from '../layouts'

type Name = 'dot' | 'matmul'
interface Oracle {
  values: Encoded[]
  cases: [Name, number, number, number | string][]
  rounded: [Name, number, number, number][]
}

const oracle = readOracle<Oracle>('products')
const values = oracle.values.map(decode)

const told = (name: string, x: Values, y: Values): string =>
  `${name} of ${x.info.name} (${x.shape}) and ${y.info.name} (${y.shape})`

// Each operand in each of its layouts, beside the other in C order and beside the other in the same layout.
function* pairs(x: Values, y: Values): Generator<[name: string, left: NDArray, right: NDArray]> {
  const plain = LAYOUTS.C
  for (const [name, left] of layoutsOf(x)) {
    yield [`${name} and C`, left, plain(y)]
    yield [`${name} and ${name}`, left, LAYOUTS[name](y)]
  }
  for (const [name, right] of layoutsOf(y)) yield [`C and ${name}`, plain(x), right]
}

const left = LAYOUTS.C
const unsafe = (golden: Values): boolean =>
  (golden.info.name === 'int64' || golden.info.name === 'uint64') && !Number.isSafeInteger(Number(numbers(golden)[0]))

type Product = (a: np.ArrayLike, b: np.ArrayLike, options?: { out?: NDArray }) => unknown
const products: Record<'dot' | 'matmul', Product> = { dot: np.dot, matmul: np.matmul }

describe.each(['dot', 'matmul'] as const)('%s', (name) => {
  const cases = oracle.cases.filter((one) => one[0] === name)
  const dtypes = [...new Set(cases.map(([, x]) => values[x].info.name))]

  it.each(dtypes)('%s gives what NumPy gives, in every layout', (dtype) => {
    for (const [, xi, yi, result] of cases) {
      const [x, y] = [values[xi], values[yi]]
      if (x.info.name !== dtype) continue
      const what = told(name, x, y)
      if (typeof result === 'string') {
        expectFailure(() => products[name](left(x), left(y)), result, undefined, what)
        continue
      }
      const golden = values[result]
      // A scalar of 64 bits that a number can't hold is refused, and had by way of out.
      const wide = golden.shape.length === 0 && unsafe(golden)
      if (wide && name === 'dot') expectFailure(() => np.dot(left(x), left(y)), RangeError, 'ERR_UNSAFE_INTEGER')
      const options = wide ? () => ({ out: np.zeros([], golden.info.name) }) : () => ({})
      for (const [layout, l, r] of pairs(x, y)) {
        expectValues(valuesOf(products[name](l, r, options()), golden.info), golden, `${what}, ${layout}`)
      }
    }
  })

  it('rounds as the sum of products may', () => {
    for (const [, xi, yi, result] of oracle.rounded.filter((one) => one[0] === name)) {
      const [x, y] = [values[xi], values[yi]]
      // Both results lie within k·eps·|x|·|y| of the true one; the elements are standard normal, k is 40.
      const tolerance = { absolute: 2 * 40 * epsilon(x.info.name) * Math.sqrt(40) * 4 }
      for (const [layout, left, right] of pairs(x, y)) {
        expectValues(
          valuesOf(products[name](left, right), values[result].info),
          values[result],
          `${told(name, x, y)}, ${layout}`,
          tolerance,
        )
      }
    }
  })
})

describe('matmul', () => {
  it('takes stacks by a stride of 0 on either side', () => {
    for (const [name, xi, yi, result] of oracle.cases) {
      const [x, y] = [values[xi], values[yi]]
      if (name !== 'matmul' || typeof result === 'string' || x.shape.length !== 2 || y.shape.length !== 2) continue
      const golden = stackedValues(values[result], 3)
      const [left, right] = [LAYOUTS.transposed(x), LAYOUTS['gaps between rows'](y)]
      expectValues(valuesOf(np.matmul(stacked(left, 3), right)), golden, `${told('matmul', x, y)}, stack on the left`)
      expectValues(valuesOf(np.matmul(left, stacked(right, 3))), golden, `${told('matmul', x, y)}, stack on the right`)
      expectValues(valuesOf(np.matmul(stacked(left, 3), stacked(right, 3))), golden, `${told('matmul', x, y)}, stacks`)
    }
  })

  it.each(['int32', 'float32', 'float64', 'complex64', 'complex128'] as const)(
    'takes %s operands whose rows or columns repeat by a stride of 0',
    (dtype) => {
      const row = np.arange(1, 5, 1, dtype)
      const matrix = np.arange(0, 20, 1, dtype).reshape(4, 5)
      const repeated = np.broadcast_to(row, [3, 4])
      expect(np.matmul(repeated, matrix).tolist()).toEqual(np.matmul(repeated.copy(), matrix).tolist())
      expect(np.matmul(matrix.T, repeated.T).tolist()).toEqual(np.matmul(matrix.T.copy(), repeated.T.copy()).tolist())
      const one = np.broadcast_to(np.array(2, dtype), [3, 4])
      expect(np.matmul(one, matrix).tolist()).toEqual(np.matmul(one.copy(), matrix).tolist())
      expect(np.matmul(matrix.T, one.T).tolist()).toEqual(np.matmul(matrix.T.copy(), one.T.copy()).tolist())
      expect(np.dot(np.broadcast_to(np.array(2, dtype), [4]), row)).toEqual(np.dot(np.full(4, 2, dtype), row))
    },
  )

  it.each(['float32', 'float64', 'complex64', 'complex128'] as const)(
    'multiplies %s by its own transpose as by any other matrix',
    (dtype) => {
      for (const [m, n] of [
        [1, 1],
        [3, 2],
        [2, 3],
        [20, 7],
        [7, 20],
        [40, 40],
      ]) {
        const real = np.array(Array.from({ length: m * n }, (_, i) => (i * 7) % 11)).reshape(m, n)
        const a = dtype.startsWith('complex')
          ? np.add(real, np.multiply(real.get('::-1'), np.complex(0, 1))).astype(dtype)
          : real.astype(dtype)
        for (const x of [a, a.T, a.get('::-1'), a.get('...', '::-1')]) {
          expect(np.matmul(x.T, x).tolist()).toEqual(np.matmul(x.T.copy(), x.copy()).tolist())
          expect(np.matmul(x, x.T).tolist()).toEqual(np.matmul(x.copy(), x.T.copy()).tolist())
          expect(np.matmul(x.T, x).T.tolist()).toEqual(np.matmul(x.T, x).tolist())
        }
      }
    },
  )

  it('writes into out, also where out is an operand or a strided view', () => {
    const a = np.array([
      [1, 2],
      [3, 4],
    ])
    const golden = [
      [7, 10],
      [15, 22],
    ]
    const out = np.zeros([2, 2])
    expect(np.matmul(a, a, { out })).toBe(out)
    expect(out.tolist()).toEqual(golden)
    const column = np.zeros([2, 2], 'float64', 'F')
    np.matmul(a, a, { out: column })
    expect(column.tolist()).toEqual(golden)
    const wide = np.full([4, 4], 9)
    np.matmul(a, a, { out: wide.get('::2', '::-2') })
    expect(wide.tolist()).toEqual([
      [9, 10, 9, 7],
      [9, 9, 9, 9],
      [9, 22, 9, 15],
      [9, 9, 9, 9],
    ])
    const own = a.copy()
    np.matmul(own, own, { out: own })
    expect(own.tolist()).toEqual(golden)
    const turned = a.copy()
    np.matmul(turned, a, { out: turned.T })
    expect(turned.T.tolist()).toEqual(golden)
    const complex = np.zeros([2, 2], 'complex128')
    np.matmul(a, a, { out: complex })
    expect(complex.real.tolist()).toEqual(golden)
    const vector = np.zeros(2)
    np.matmul(a, [1, 1], { out: vector })
    expect(vector.tolist()).toEqual([3, 7])
    np.matmul([1, 1], a, { out: vector })
    expect(vector.tolist()).toEqual([4, 6])
    const number = np.zeros([])
    np.matmul([1, 2], [3, 4], { out: number })
    expect(number.item()).toBe(11)
  })

  it('refuses an out that cannot take the result, before it computes', () => {
    const a = np.array([
      [1, 2],
      [3, 4],
    ])
    for (const name of ['matmul', 'dot'] as const) {
      expectFailure(() => products[name](a, a, { out: np.zeros([2, 3]) }), RangeError, 'ERR_SHAPE_MISMATCH')
      expectFailure(() => products[name](a, a, { out: np.zeros([2, 2], 'int32') }), TypeError, 'ERR_CASTING')
      expectFailure(
        () => products[name](a, a, { out: broadcastView('test', np.zeros([2]), [2, 2]) }),
        TypeError,
        'ERR_READ_ONLY',
      )
      expectFailure(
        () =>
          products[name](a, a, {
            out: [
              [0, 0],
              [0, 0],
            ] as never,
          }),
        TypeError,
        'ERR_INVALID_ARG_TYPE',
      )
      expectFailure(() => products[name](a, a, { into: a } as never), TypeError)
    }
  })
})

describe('dot', () => {
  it('writes into an out that is exactly what it would return', () => {
    const a = np.array([
      [1, 2],
      [3, 4],
    ])
    const out = np.zeros([2, 2])
    expect(np.dot(a, a, { out })).toBe(out)
    expect(out.tolist()).toEqual([
      [7, 10],
      [15, 22],
    ])
    np.dot(out, a, { out })
    expect(out.tolist()).toEqual([
      [37, 54],
      [81, 118],
    ])
    const number = np.zeros([])
    expect(np.dot([1, 2], [3, 4], { out: number })).toBe(number)
    expect(number.item()).toBe(11)
  })

  it('multiplies by scalars of any kind', () => {
    expect(np.dot(3, 4)).toBe(12)
    expect((np.dot(2, [1, 2]) as NDArray).tolist()).toEqual([2, 4])
    expect((np.dot(np.complex(0, 1), [1, 2]) as NDArray).dtype).toBe('complex128')
  })
})
