import { afterEach, describe, expect, it } from 'vitest'
import * as np from '../../lib'
import { expectFailure } from '../failures'

const threads = np.get_num_threads()
afterEach(() => np.set_num_threads(threads))

describe('configuration', () => {
  it('is returned by show_config for dicts, given by position or by name', () => {
    const config = np.show_config('dicts')
    const other = (process.env.NUMBLAS_BLAS || 'vendored') !== 'vendored'
    expect(config.blas.name).toMatch(other ? /, LAPACK 3\.\d+\.\d+$/ : /^OpenBLAS 0\.\d+\.\d+$/)
    expect(config.blas.options).toMatch(other ? /^64-bit integers; BLAS from \/.*, LAPACK from \// : /USE64BITINT/)
    expect(np.show_config({ mode: 'dicts' })).toEqual(config)
    expectFailure(() => np.show_config('json' as 'dicts'), TypeError, 'ERR_INVALID_ARG_TYPE')
  })

  it('takes 1 to 64 threads and keeps the number when refused', () => {
    np.set_num_threads(1)
    expect(np.get_num_threads()).toBe(1)
    for (const count of [0, 65, -1]) expectFailure(() => np.set_num_threads(count), RangeError)
    expectFailure(() => np.set_num_threads(1.5), TypeError, 'ERR_INVALID_ARG_TYPE')
    expect(np.get_num_threads()).toBe(1)
  })
})
