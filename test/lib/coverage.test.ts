// Every name of NumPy's that makes sense in JavaScript is there, or has a written reason (scripts/oracle/names-absent.tsv).
import { expect, it } from 'vitest'
import * as np from '../../lib'
import { coverage, gaps } from '../../scripts/coverage.mjs'

it('no name is missing without a reason, and no reason is of a name that is there', () => {
  expect(coverage(np).length).toBeGreaterThan(400)
  expect(gaps(np)).toEqual({ missing: [], needless: [] })
})
