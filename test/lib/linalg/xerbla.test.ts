// What lib/ would never pass gets to the library's xerbla: an error, not the end of the process, with any BLAS.
import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import * as blas from '../../../lib/blas'
import { Call as BlasCall } from '../../../lib/blas/call'
import * as lapack from '../../../lib/lapack'
import { Call as LapackCall } from '../../../lib/lapack/call'
import { LINALG_DTYPES } from './matrices'

describe.each(LINALG_DTYPES)('%s', (dtype) => {
  const matrix = () => np.array([[4, 2], [2, 5]], { dtype, order: 'F' }) // biome-ignore format: a matrix

  it('a bad argument of LAPACK', () => {
    for (let i = 0; i < 3; i++) {
      const a = matrix()
      const call = new LapackCall('potrf', a)
      call.inout('a', a)
      expect(() => call.run('X')).toThrow(/potrf: argument 1 had an illegal value/i)
      expect(np.array_equal(a, matrix())).toBe(true)
      expect(lapack.potrf('L', a).info).toBe(0)
      expect(np.allclose(np.tril(a), np.linalg.cholesky(matrix()))).toBe(true)
    }
  })

  it('a bad argument of BLAS', () => {
    const x = np.ones(2, dtype)
    const call = new BlasCall('tbmv', x, 'columns')
    // A band without rows has -1 diagonals beside the main one.
    call.matrix('a', np.zeros([0, 2], { dtype, order: 'F' }))
    call.outVector('x', x)
    expect(() => call.run('U', 'N', 'N')).toThrow(/tbmv: argument \d had an illegal value/i)
    expect(np.array_equal(x, np.ones(2))).toBe(true)
    expect(np.array_equal(blas.gemv('N', 1, matrix(), x, 0, np.zeros(2, dtype)), [6, 7])).toBe(true)
  })
})
