// Every call of the sweep (scripts/oracle/sweep) against NumPy's result: values, dtype, shape, errors, untouched inputs.
import { describe, expect, it } from 'vitest'
import { AREAS, type Case, readSweep, runCase } from '../sweep'

/** How many failures of a function are told. */
const TOLD = 5

for (const area of AREAS) {
  const sweep = readSweep(area)
  const byFunction = new Map<string, [one: Case, index: number][]>()
  for (const [index, one] of sweep.cases.entries()) {
    const known = byFunction.get(one[0])
    if (known === undefined) byFunction.set(one[0], [[one, index]])
    else known.push([one, index])
  }
  describe(area, () => {
    it.each([...byFunction])('%s', (_, cases) => {
      const failures: string[] = []
      for (const [one, index] of cases) {
        try {
          runCase(sweep, one, index)
        } catch (error) {
          failures.push((error as Error).message)
        }
      }
      const more = failures.length > TOLD ? [`and ${failures.length - TOLD} more`] : []
      expect([...failures.slice(0, TOLD), ...more], `${failures.length} of ${cases.length} calls`).toEqual([])
    })
  })
}
