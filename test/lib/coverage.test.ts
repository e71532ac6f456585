// Every name of NumPy's that makes sense in JavaScript is there, or has a written reason (scripts/oracle/names-absent.tsv);
// and nothing else is, but for what stands here.
import { expect, it } from 'vitest'
import * as np from '../../lib'
import { coverage, gaps } from '../../scripts/coverage.mjs'

/** What is there besides the names that the table lists. */
const BESIDES = [
  // Namespaces and dtypes, which the table leaves out, and names of NumPy's that it has under other headings.
  ...['lib', 'linalg', 'bool', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64'],
  ...['float16', 'float32', 'float64', 'complex64', 'complex128'],
  ...['array_repr', 'geterrcall', 'seterrcall', '__array_api_version__', '__array_namespace_info__'],
  // What Python has built in, or NumPy elsewhere or in small letters.
  ...['complex', 'Complex', 'slice', 'Slice', 'AxisError', 'FloatingPointError', 'ErrorState', 'NDArray'],
  // What NumPy doesn't have.
  ...['promises', 'evaluate', 'from_message', 'to_message'],
  ...['get_num_threads', 'set_num_threads', 'get_deterministic', 'set_deterministic'],
]

it('no name is missing without a reason, and no reason is of a name that is there', () => {
  expect(coverage(np).length).toBeGreaterThan(400)
  expect(gaps(np)).toEqual({ missing: [], needless: [] })
})

it("no name is there that is neither NumPy's nor meant to be", () => {
  const known = new Set([...coverage(np).map(({ name }) => name), ...BESIDES])
  expect(Object.keys(np).filter((name) => !known.has(name))).toEqual([])
})
