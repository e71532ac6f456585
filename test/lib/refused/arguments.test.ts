import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import type { NDArray } from '../../../lib/core/ndarray'
import * as scipy from '../../../lib/scipy/linalg'
import { expectFailure } from '../../failures'

// Arguments out of range, of the wrong kind, with unknown names: each refused with its class and code, inputs untouched.

const matrix = (): NDArray => np.arange(6).reshape(2, 3)
const a = matrix()
const any = (value: unknown): never => value as never

describe('indices', () => {
  it.each<[string, unknown[], typeof RangeError | typeof TypeError]>([
    ['beyond the end', [2], RangeError],
    ['before the start', [-3], RangeError],
    ['beyond the end of the second axis', [0, 3], RangeError],
    ['too many', [0, 0, 0], RangeError],
    ['two ellipses', ['...', '...'], RangeError],
    ['a step of 0', ['::0'], RangeError],
    ['a step of 0 in a Slice', [np.slice(0, 2, 0)], RangeError],
    ['fractions', [0.5], TypeError],
    ['NaN', [Number.NaN], TypeError],
    ['infinity', [Number.POSITIVE_INFINITY], TypeError],
    ['texts', ['x'], TypeError],
    ['empty text', [''], TypeError],
    ['fractional slices', ['0.5:1'], TypeError],
    ['slices of four parts', ['1:2:3:4'], TypeError],
    ['objects', [{}], TypeError],
    ['functions', [() => 1], TypeError],
    ['symbols', [Symbol('x')], TypeError],
    ['undefined', [undefined], TypeError],
    ['masks of another shape', [np.array([true, false, true])], RangeError],
    ['fractional arrays', [np.array([0.5])], TypeError],
    ['index arrays beyond the end', [[5]], RangeError],
  ])('%s are refused', (_, index, kind) => {
    const array = matrix()
    const told = index.map(String).join()
    expectFailure(() => array.get(...(index as number[])), kind, 'ERR_INDEX', told)
    expectFailure(() => array.set(index as number[], 1), kind, 'ERR_INDEX', told)
    expect(array.tolist()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
  })

  it('np.slice takes integers and null', () => {
    for (const part of [0.5, '1', Number.NaN, {}, true, 2n ** 60n]) expectFailure(() => np.slice(any(part)), TypeError)
    expect(
      np
        .arange(5)
        .get(np.slice(null, null, -1))
        .tolist(),
    ).toEqual([4, 3, 2, 1, 0])
  })
})

describe('axes', () => {
  const calls: Readonly<Record<string, (axis: never) => unknown>> = {
    sum: (axis) => np.sum(a, axis),
    'sum by name': (axis) => np.sum(a, { axis }),
    mean: (axis) => np.mean(a, axis),
    norm: (axis) => np.linalg.norm(a, null, axis),
    squeeze: (axis) => np.squeeze(a, axis),
    swapaxes: (axis) => np.swapaxes(a, axis, 0),
    'swapaxes, second': (axis) => np.swapaxes(a, 0, axis),
    moveaxis: (axis) => np.moveaxis(a, axis, 0),
    'moveaxis, destination': (axis) => np.moveaxis(a, 0, axis),
    transpose: (axis) => np.transpose(a, any([axis, 0])),
    linspace: (axis) => np.linspace([0, 1], [2, 3], 4, { axis }),
  }

  it.each(Object.entries(calls))('out of range are refused by %s', (name, call) => {
    for (const axis of [2, -3, 99, 2 ** 40])
      expectFailure(() => call(any(axis)), RangeError, 'ERR_AXIS', `${name} ${axis}`)
  })

  it.each(Object.entries(calls))('of the wrong kind are refused by %s', (name, call) => {
    for (const axis of [0.5, Number.NaN, 'x', '0', true, new Map(), () => 0, Symbol('x')]) {
      expectFailure(() => call(any(axis)), TypeError, undefined, `${name} ${String(axis)}`)
    }
  })

  it.each(Object.entries(calls))('may be bigints for %s', (_, call) => {
    const outcome = (axis: unknown): string => {
      try {
        return String(call(any(axis)))
      } catch (error) {
        return String(error)
      }
    }
    for (const axis of [0, 1, -1, 7]) expect(outcome(BigInt(axis))).toBe(outcome(axis))
    expect(String(np.sum(5, any(0n)))).toBe(String(np.sum(5, 0)))
    expect(np.squeeze(5, any(-1n)).tolist()).toBe(5)
    expect(String(np.sum(a, any([0n, 1n])))).toBe(String(np.sum(a, [0, 1])))
  })

  it('given twice are refused', () => {
    expectFailure(() => np.sum(a, [0, 0]), RangeError, 'ERR_AXIS')
    expectFailure(() => np.sum(a, [0, -2]), RangeError, 'ERR_AXIS')
    expectFailure(() => np.transpose(a, [0, 0]), RangeError, 'ERR_AXIS')
    expectFailure(() => np.transpose(a, [0]), RangeError, 'ERR_AXIS')
    expectFailure(() => np.moveaxis(a, [0, 1], [0, 0]), RangeError, 'ERR_AXIS')
    expectFailure(() => np.expand_dims(a, [0, 0]), RangeError, 'ERR_AXIS')
    expectFailure(() => np.linalg.norm(a, null, [0, 0]), RangeError, 'ERR_AXIS')
  })

  it('are AxisErrors, as NumPy’s', () => {
    for (const call of [() => np.sum(a, 5), () => np.swapaxes(a, 5, 0), () => np.squeeze(a, 5)])
      expectFailure(call, np.AxisError, 'ERR_AXIS')
  })
})

describe('errors of functions that solve by others', () => {
  it('name the one that was called', () => {
    expect(() =>
      scipy.inv([
        [1, 2],
        [2, 4],
      ]),
    ).toThrow(/^linalg\.inv: /)
    expect(() =>
      scipy.inv(
        [
          [-1, 0.5],
          [0.5, -1],
        ],
        { assume_a: 'pos' },
      ),
    ).toThrow(/^linalg\.inv: /)
    expect(() =>
      scipy.solve(
        [
          [1, 2],
          [2, 4],
        ],
        [1, 2],
      ),
    ).toThrow(/^linalg\.solve: /)
  })
})

describe('options', () => {
  const calls: Readonly<Record<string, (options: never) => unknown>> = {
    array: (options) => np.array([1], options),
    asarray: (options) => np.asarray([1], options),
    zeros: (options) => np.zeros(1, options),
    ones: (options) => np.ones(1, options),
    empty: (options) => np.empty(1, options),
    full: (options) => np.full(1, 1, options),
    zeros_like: (options) => np.zeros_like([1], options),
    full_like: (options) => np.full_like([1], 1, options),
    arange: (options) => np.arange(3, options),
    linspace: (options) => np.linspace(0, 1, options),
    eye: (options) => np.eye(2, options),
    add: (options) => np.add(1, 2, options),
    sqrt: (options) => np.sqrt([1], options),
    sum: (options) => np.sum([1], options),
    mean: (options) => np.mean([1], options),
    matmul: (options) => np.matmul([[1]], [[1]], options),
    dot: (options) => np.dot([1], [1], options),
    svd: (options) => np.linalg.svd([[1]], options),
    norm: (options) => np.linalg.norm([1], options),
    reshape: (options) => np.reshape([1], [1], options),
    ravel: (options) => np.ravel([1], options),
    squeeze: (options) => np.squeeze([1], options),
    transpose: (options) => np.transpose([1], options),
    'a.astype': (options) => a.astype('int8', options),
    'a.tolist': (options) => a.tolist(options),
    'a.reshape': (options) => a.reshape([3, 2], options),
    'a.sum': (options) => a.sum(options),
  }

  it.each(Object.entries(calls))('of unknown names are refused by %s, which names those that it has', (name, call) => {
    for (const options of [
      { unknown: 1 },
      { Axis: 0 },
      { toString: 1 },
      { constructor: 1 },
      JSON.parse('{"__proto__": 1}'),
    ]) {
      expectFailure(() => call(any(options)), TypeError, undefined, `${name} ${JSON.stringify(options)}`)
    }
    expect(() => call(any({ unknown: 1 }))).toThrow(/'unknown'/)
  })

  it('of the wrong kind are refused', () => {
    const wrong: [call: (value: never) => unknown, values: unknown[]][] = [
      [(keepdims) => np.sum(a, { keepdims }), [1, 'true', null, {}]],
      [(keepdims) => np.linalg.norm(a, { keepdims }), [1, 'true', {}]],
      [(full_matrices) => np.linalg.svd(a, { full_matrices }), [1, 'true', {}]],
      [(compute_uv) => np.linalg.svd(a, { compute_uv }), [0, 'no', {}]],
      [(endpoint) => np.linspace(0, 1, 3, { endpoint }), [1, 'true', {}]],
      [(order) => np.zeros(3, 'int8', order), ['X', 1, new Map(), 'K']],
      [(order) => np.array([1], { order }), ['X', 1, {}]],
      [(order) => a.ravel(order), ['X', 1]],
      [(order) => a.copy(order), ['X', 1]],
      [(order) => a.flatten(order), ['X', 1]],
      [(order) => np.reshape(a, [6], order), ['X', 1]],
      [(out) => np.add(a, a, { out }), [1, 'x', new Float64Array(6), {}]],
      [(out) => np.sum(a, { axis: 0, out }), [1, 'x', new Float64Array(3)]],
      [(out) => np.matmul(a, a.T, { out }), [1, 'x', new Float64Array(4)]],
      [(where) => np.add(a, a, { where }), [1, 'x', [1, 0, 1], np.ones(3)]],
      [(casting) => np.add(a, a, { casting, out: np.zeros([2, 3], 'int8') }), ['x', 1, {}]],
      [(ndmin) => np.array([1], { ndmin }), ['1', 1.5, {}]],
      [(copy) => np.array([1], { copy }), [1, 'x']],
      [(k) => np.eye(2, 2, k), ['1', 1.5]],
      [(bigint) => a.tolist({ bigint }), [1, 'x']],
    ]
    for (const [call, values] of wrong) {
      for (const value of values)
        expectFailure(() => call(any(value)), TypeError, undefined, `${call} with ${JSON.stringify(value)}`)
    }
    expectFailure(() => np.array([1], { ndmin: 65 }), RangeError)
    expectFailure(() => np.array([1], { ndmin: -1 }), RangeError)
  })

  it('are not taken twice, by position and by name', () => {
    expectFailure(() => np.zeros(2, 'int8', any({ dtype: 'int8' })), TypeError)
    expectFailure(() => np.sum(a, 0, any({ axis: 0 })), TypeError)
  })
})

describe('what is no array', () => {
  it.each(
    Object.entries({
      'add: expected 2 operands, received undefined as operand 2': () => np.add(a, any(undefined)),
      'sin: expected 1 operand, received undefined as operand 1': () => np.sin(any(undefined)),
      "sum: expected an array, typed array, nested list or number, received the string 'x'": () => np.sum(any('x')),
      'dot: expected numbers, bigints, booleans, complex values or lists of them, received null': () =>
        np.dot(any([null]), a),
      'linalg.inv: expected nested lists of one shape, (2, 1) so far, received a list of 2 at level 1': () =>
        np.linalg.inv([[1], [1, 2]]),
      'linalg.cho_solve: expected a pair of a factor and whether it is lower, received an instance of NDArray': () =>
        scipy.cho_solve(any(a), [1, 2]),
      'NDArray: expected np.array, np.zeros or another function that makes arrays, received new NDArray': () =>
        new np.NDArray(...([[2, 3], 'float64'] as unknown as ConstructorParameters<typeof np.NDArray>)),
    }),
  )('%s', (message, call) => {
    expectFailure(call, Error)
    expect(call).toThrow(message)
  })
})

describe('shapes that do not fit', () => {
  const b = np.ones([4, 5])
  it.each(
    Object.entries({
      add: () => np.add(a, b),
      'add with out': () => np.add(a, a, { out: np.zeros([3, 2]) }),
      'sum with out': () => np.sum(a, { axis: 0, out: np.zeros(2) }),
      matmul: () => np.matmul(a, b),
      'matmul of scalars': () => np.matmul(1, a),
      dot: () => np.dot(a, b),
      reshape: () => a.reshape(4, 2),
      'reshape with two unknown lengths': () => a.reshape(-1, -1),
      'reshape that does not divide': () => a.reshape(4, -1),
      broadcast_to: () => np.broadcast_to(a, [3, 3]),
      set: () => a.set('...', b),
      full: () => np.full([2], [1, 2, 3]),
      full_like: () => np.full_like([1, 2], [1, 2, 3]),
      squeeze: () => np.squeeze(a, 0),
      matrix_transpose: () => np.matrix_transpose([1]),
      solve: () => np.linalg.solve(np.eye(2), [1, 2, 3]),
      where: () => np.add(a, a, { where: [true, false] }),
    }),
  )('are refused by %s with both shapes', (_, call) => {
    expectFailure(call, RangeError, 'ERR_SHAPE_MISMATCH')
  })

  it.each(
    Object.entries({
      'svd of a vector': () => np.linalg.svd([1, 2]),
      'solve with a vector': () => np.linalg.solve([1, 2], [1, 2]),
      'solve that is not square': () => np.linalg.solve([[1, 2]], [1]),
      'solve of a singular matrix': () =>
        np.linalg.solve(
          [
            [1, 2],
            [2, 4],
          ],
          [1, 2],
        ),
      'hermitian svd that is not square': () => np.linalg.svd([[1, 2]], { hermitian: true }),
    }),
  )('%s is a LinAlgError', (_, call) => {
    expectFailure(call, np.linalg.LinAlgError, 'ERR_LINALG')
  })

  it('linear algebra in float16 is a TypeError, as in NumPy', () => {
    const half = np.eye(2, { dtype: 'float16' })
    expectFailure(() => np.linalg.svd(half), TypeError, 'ERR_DTYPE')
    expectFailure(() => np.linalg.solve(half, [1, 2]), TypeError, 'ERR_DTYPE')
  })
})

describe('a refused call', () => {
  it('changes neither its inputs nor its out', () => {
    const [x, y, out] = [matrix(), np.ones([4, 5]), np.full([2, 3], 7)]
    const before = [x, y, out].map((array) => array.tobytes())
    const calls = [
      () => np.add(x, y, { out }),
      () => np.add(x, [1, np.complex(1, 2), 3], { out }),
      () => np.matmul(x, y, { out }),
      () => np.sqrt(x, { out: any(5) }),
      () => np.sqrt(y, { out }),
      () => np.sum(x, { axis: 7, out }),
      () => x.set([0], y),
      () => x.set(['...', 9], 1),
      () => Reflect.apply(x.set, x, [0, 0, 7]),
      () => x.set([0, 0], any('x')),
      () => x.set([0], [1, 2, any('x')]),
      () => np.linalg.solve(x, x),
    ]
    for (const call of calls) expectFailure(call, Error)
    expect(() => Reflect.apply(x.set, x, [0, 0, 7])).toThrow('expected an index and a value')
    for (const [i, array] of [x, y, out].entries()) expect(array.tobytes().equals(before[i])).toBe(true)
  })

  it('is followed by calls that work', () => {
    for (let i = 0; i < 200; i++) {
      expectFailure(() => np.add(a, np.ones(i + 4)), RangeError)
      expect(np.sum(np.add(a, 1))).toBe(21)
    }
  })
})
