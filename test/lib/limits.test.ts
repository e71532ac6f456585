// finfo, iinfo and the boolean constants against NumPy's (scripts/oracle/limits.py).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as np from '../../lib'

type Limits = Record<string, Record<string, string>>
const golden = JSON.parse(readFileSync(join(__dirname, '../oracle/limits.json'), 'utf8')) as {
  finfo: Limits
  iinfo: Limits
}

describe('finfo', () => {
  it.each(Object.entries(golden.finfo))('%s', (dtype, { dtype: part, ...expected }) => {
    const info = np.finfo(dtype as np.DType) as unknown as Record<string, unknown>
    expect(info.dtype).toBe(part)
    for (const [name, value] of Object.entries(expected)) {
      // NumPy rounds the power of ten to the dtype.
      if (name === 'resolution') expect(Number(info[name]) / Number(value)).toBeCloseTo(1, 3)
      else expect(info[name], name).toBe(Number(value))
    }
  })
})

describe('iinfo', () => {
  it.each(Object.entries(golden.iinfo))('%s', (dtype, expected) => {
    const { bits, kind, min, max } = np.iinfo(dtype as np.DType)
    expect({ bits: String(bits), kind, min: String(min), max: String(max) }).toEqual(expected)
  })
})

it('True_ and False_ are booleans', () => {
  expect([np.True_, np.False_]).toEqual([true, false])
  expect(np.array([np.True_]).dtype).toBe('bool')
})
