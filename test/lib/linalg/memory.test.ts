// Workspaces that no machine of today holds are refused before anything is allocated.
import { describe, expect, it } from 'vitest'
import * as np from '../../../lib'
import { expectFailure } from '../../failures'

describe('matrices beyond memory', () => {
  // A view of one element: the matrix itself takes no memory.
  const huge = (n: number, m = n) => np.broadcast_to(np.array(1.5), [n, m])

  it.each([
    ['svdvals', () => np.linalg.svdvals(huge(300_000))],
    ['svdvals of a wide one', () => np.linalg.svdvals(huge(10, 2 ** 40))],
    ['det', () => np.linalg.det(huge(300_000))],
    ['slogdet', () => np.linalg.slogdet(huge(2 ** 31))],
    ['solve', () => np.linalg.solve(huge(300_000), np.broadcast_to(1, [300_000]))],
    ['eigvalsh', () => np.linalg.eigvalsh(huge(300_000))],
    ['eigvals', () => np.linalg.eigvals(huge(300_000))],
    ['lstsq', () => np.linalg.lstsq(huge(300_000, 200_000), np.broadcast_to(1, [300_000]))],
    ['matrix_rank', () => np.linalg.matrix_rank(huge(300_000))],
    ['svd', () => np.linalg.svd(huge(300_000))],
    ['inv', () => np.linalg.inv(huge(300_000))],
    ['qr', () => np.linalg.qr(huge(300_000))],
  ])('%s', (_, call) => {
    const before = process.memoryUsage().rss
    expectFailure(call, RangeError)
    expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 29)
  })
})
