import { describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { DTYPES } from '../../lib/core/dtype'
import { expectFailure } from '../failures'
import { decode, type Encoded, expectValues, readOracle, type Values, valuesOf } from '../golden'
import { layoutsOf, stacked, stackedValues } from '../layouts'

interface Oracle {
  values: Encoded[]
  cases: [number, number][]
}

const oracle = readOracle<Oracle>('astype')
const values = oracle.values.map(decode)

// One row of many elements, so that vector loops and their ends both run; as a matrix, so that every layout differs.
function repeated({ info, bytes }: Values, rows: number): Values {
  const all = new Uint8Array(bytes.length * rows)
  for (let i = 0; i < rows; i++) all.set(bytes, i * bytes.length)
  return { info, shape: [rows, bytes.length / info.itemsize], bytes: all }
}

describe.each(DTYPES.map((info) => info.name))('astype from %s', (dtype) => {
  it('to every dtype gives what NumPy gives, in every layout', () => {
    for (const [from, to] of oracle.cases) {
      if (values[from].info.name !== dtype) continue
      const end = values[to].info.name
      const what = `${dtype} to ${end}`
      const [source, golden] = [repeated(values[from], 3), repeated(values[to], 3)]
      for (const [layout, array] of layoutsOf(source)) {
        expectValues(valuesOf(array.astype(end)), golden, `${what}, ${layout}`, { signedZero: true })
      }
      for (const [layout, array] of layoutsOf(values[from])) {
        expectValues(
          valuesOf(stacked(array, 2).astype(end)),
          stackedValues(values[to], 2),
          `${what}, ${layout}, stacked`,
        )
        for (let i = 0; i < array.size; i += 7) {
          const one = array.get(`${i}:${i + 1}`)
          const bytes = golden.bytes.subarray(i * golden.info.itemsize, (i + 1) * golden.info.itemsize)
          expectValues(valuesOf(one.astype(end)), { info: golden.info, shape: [1], bytes }, `${what}, alone`)
        }
      }
      expect(np.zeros([0, 3], dtype).astype(end).shape).toEqual([0, 3])
      expect(np.ones([], dtype).astype(end).item()).toEqual(np.ones([], end).item())
    }
  })
})

describe('astype', () => {
  it('copies unless told not to, and keeps the layout unless told another', () => {
    const a = np.zeros([2, 3])
    expect(a.astype('float64')).not.toBe(a)
    expect(a.astype('float64', { copy: false })).toBe(a)
    expect(a.T.astype('int8').strides).toEqual([1, 3])
    expect(a.T.astype('int8', { order: 'C' }).strides).toEqual([2, 1])
  })

  it('obeys the casting rule', () => {
    const a = np.array([1.5])
    expectFailure(() => a.astype('int32', { casting: 'safe' }), TypeError, 'ERR_CASTING')
    expectFailure(() => a.astype('int32', { casting: 'same_kind' }), TypeError, 'ERR_CASTING')
    expect(a.astype('float32', { casting: 'same_kind' }).tolist()).toEqual([1.5])
    expectFailure(() => a.astype('float32', { casting: 'no' }), TypeError, 'ERR_CASTING')
    expectFailure(() => a.astype('float32', { casting: 'loose' as never }), TypeError)
    expectFailure(() => a.astype('float128' as never), TypeError, 'ERR_DTYPE')
    expectFailure(() => a.astype(undefined as never), TypeError, 'ERR_DTYPE')
  })

  it('reads back what was written, element by element', () => {
    for (const { name } of DTYPES) {
      const a = np.zeros(3, name)
      a.set(1, 1)
      expect(a.get(1)).toEqual(np.ones([], name).item())
      expect((a.tolist() as unknown[])[1]).toEqual(np.ones([], name).item())
    }
  })
})
