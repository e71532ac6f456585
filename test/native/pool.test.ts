// The thread pool by itself (pool.cc), under ThreadSanitizer, and under AddressSanitizer with UBSan.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('has no data races, and touches no memory that is not its own', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, '../../scripts/sanitize.mjs'), 'pool'],
    {
      encoding: 'utf8',
    },
  )
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('pool: nothing found by thread')
  expect(stdout).toContain('pool: nothing found by address,undefined')
}, 300_000)
