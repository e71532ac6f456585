// `npm run coverage`: which of NumPy's names (scripts/oracle/names.tsv) the built package has, name by name with a
// percentage. A name that is left out on purpose has its reason in scripts/oracle/names-absent.tsv.
// With --missing only what is absent is printed.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

const table = (file) =>
  readFileSync(join(ROOT, 'scripts/oracle', file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))

/**
 * Every name with what became of it.
 * @param {Record<string, any>} np the package
 * @returns {{ namespace: string, name: string, kind: string, present: boolean, reason: string | undefined }[]}
 */
export function coverage(np) {
  const reasons = new Map(
    table('names-absent.tsv').map(([namespace, name, reason]) => [`${namespace}.${name}`, reason]),
  )
  const spaces = { np, 'np.linalg': np.linalg, 'np.ndarray': np.zeros([2, 2]) }
  return table('names.tsv').map(([namespace, name, kind]) => {
    const space = spaces[namespace]
    return { namespace, name, kind, present: name in space, reason: reasons.get(`${namespace}.${name}`) }
  })
}

/** What is wrong: names absent without a reason, and reasons of names that are there. @param {Record<string, any>} np */
export function gaps(np) {
  const names = coverage(np)
  const tell = (list) => list.map(({ namespace, name }) => `${namespace}.${name}`)
  return {
    missing: tell(names.filter(({ present, reason }) => !present && reason === undefined)),
    needless: tell(names.filter(({ present, reason }) => present && reason !== undefined)),
  }
}

function report(np, onlyMissing) {
  const names = coverage(np)
  for (const namespace of new Set(names.map((one) => one.namespace))) {
    const own = names.filter((one) => one.namespace === namespace)
    const present = own.filter((one) => one.present).length
    console.log(`${namespace}: ${present} of ${own.length}`)
    for (const { name, kind, present, reason } of own) {
      if (present && onlyMissing) continue
      console.log(`  ${present ? 'yes' : 'no '} ${name} (${kind})${reason === undefined ? '' : `: ${reason}`}`)
    }
  }
  const present = names.filter((one) => one.present).length
  const reasoned = names.filter((one) => !one.present && one.reason !== undefined).length
  const share = ((100 * present) / names.length).toFixed(1)
  console.log(`${present} of ${names.length} names (${share} %), ${reasoned} absent for a written reason`)
  return present + reasoned === names.length
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const np = createRequire(import.meta.url)(join(ROOT, 'dist/index.js'))
  if (!report(np, process.argv.includes('--missing'))) process.exitCode = 1
}
