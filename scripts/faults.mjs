// The fault matrix (docs/faults.md): makes faults on purpose, counts what came of them, prints a table.
// node scripts/faults.mjs [--scale=0.1] [word in the case's name …]
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CASES } from './faults/cases.mjs'
import { ROOT } from './faults/run.mjs'

if (!existsSync(join(ROOT, 'dist/index.js'))) {
  console.error('faults: expected dist/, found none; `npm run build` makes it')
  process.exit(1)
}

const scale = Number(process.argv.find((arg) => arg.startsWith('--scale='))?.slice(8) ?? 1)
const words = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const chosen = CASES.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))

console.log('| fault | rounds | failures | seconds | |\n| --- | --- | --- | --- | --- |')
for (const { name, rounds, run } of chosen) {
  const start = performance.now()
  const { rounds: made, failures, note = '' } = await run(Math.max(1, Math.round(rounds * scale)))
  const seconds = Math.round((performance.now() - start) / 1000)
  console.log(`| ${name} | ${made} | ${failures.length} | ${seconds} | ${note} |`)
  for (const failure of failures.slice(0, 5)) console.error(`  ${name}: ${failure}`)
  if (failures.length > 0) process.exitCode = 1
}
