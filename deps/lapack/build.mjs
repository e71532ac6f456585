// Builds the part of reference LAPACK that is reached from the routines in the manifest, less what OpenBLAS does itself.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** @typedef {import('../openblas/build.mjs').Context} Context */

/** Modules come first, in this order: others `use` them. */
const MODULES = ['la_constants', 'la_xisnan']

/** Routine names from lists by type prefix: `{ sd: ["syev"] }` is ssyev and dsyev. @param {Record<string, string[]>} lists */
export function expand(lists) {
  return Object.entries(lists).flatMap(([prefixes, lines]) => {
    const names = lines.join(' ').split(' ')
    return prefixes === '' ? names : names.flatMap((name) => [...prefixes].map((prefix) => prefix + name))
  })
}

/** Every routine's source file by its lower-case name. @param {string} src */
export function sourceFiles(src) {
  const files = /** @type {Map<string, string>} */ (new Map())
  // SRC last: it wins where both have a file.
  for (const folder of ['INSTALL', 'SRC']) {
    for (const name of readdirSync(join(src, folder))) {
      if (/\.(f|f90)$/i.test(name)) files.set(name.slice(0, -extname(name).length).toLowerCase(), join(folder, name))
    }
  }
  return files
}

/** The identifiers of a Fortran source, comments and strings left out. @param {string} text @param {boolean} fixed */
export function identifiers(text, fixed) {
  const code = text
    .split('\n')
    .filter((line) => !(fixed && /^[*cC!]/.test(line)))
    .map((line) => line.replace(/'[^']*'|"[^"]*"/g, ' ').replace(/!.*/, ''))
    .join('\n')
  return new Set((code.match(/[A-Za-z]\w*/g) ?? []).map((name) => name.toLowerCase()))
}

/**
 * All routines reached from the roots. A local name that happens to be a routine's only adds an object.
 * @param {string} src
 * @param {string[]} roots
 * @param {string[]} without
 */
export function closure(src, roots, without) {
  const files = sourceFiles(src)
  const left = new Set(without)
  const reached = new Set(MODULES.filter((name) => files.has(name)))
  const queue = roots.filter((name) => !left.has(name))
  const unknown = queue.filter((name) => !files.has(name))
  if (unknown.length > 0) throw new Error(`LAPACK has no ${unknown.join(', ')}: see roots in deps/lapack/manifest.json`)
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue
    reached.add(name)
    const file = /** @type {string} */ (files.get(name))
    for (const used of identifiers(readFileSync(join(src, file), 'utf8'), file.endsWith('.f'))) {
      if (files.has(used) && !reached.has(used) && !left.has(used)) queue.push(used)
    }
  }
  return [...reached].sort().map((name) => ({ name, file: /** @type {string} */ (files.get(name)) }))
}

/** @param {Context} context */
export async function build(context) {
  const { manifest, src, entry, work, tools, jobs, log, env, run, output } = context
  const routines = closure(src, expand(manifest.roots), [...expand(manifest.byOpenBLAS), ...manifest.byHost])
  const objects = join(work, 'objects')
  mkdirSync(objects)
  const flags = [...manifest.flags, `-ffile-prefix-map=${src}=.`]
  const compile = (/** @type {string[]} */ files, more = /** @type {string[]} */ ([])) =>
    run(tools.fc, [...flags, ...more, '-c', ...files.map((file) => join(src, file))], { cwd: objects, log, env })

  const filesOf = (/** @type {(name: string) => boolean} */ chosen) =>
    routines.filter(({ name }) => chosen(name)).map(({ file }) => file)

  for (const module of MODULES) await compile(filesOf((name) => name === module))
  // Plane rotations, bulges and secular equations: loops of their own, not BLAS calls, and not vectorised by -O2 (rotations:
  // half the time of syev and gesvd; secular equations: 4 to 6 % of syevd and gesdd for n = 64). Sums may be taken in any
  // order where the flags say so; parentheses stand.
  const hot = new Set()
  for (const { flags: more, routines: names } of manifest.hot) {
    const chosen = new Set(expand(names))
    await compile(
      filesOf((name) => chosen.has(name)),
      more,
    )
    for (const name of chosen) hot.add(name)
  }
  const rest = filesOf((name) => !MODULES.includes(name) && !hot.has(name))
  // A few files per compiler process, as many processes as cores.
  const batch = 8
  const worker = async () => {
    for (let files = rest.splice(0, batch); files.length > 0; files = rest.splice(0, batch)) await compile(files)
  }
  await Promise.all(Array.from({ length: jobs }, worker))

  const plain = join(work, 'liblapack.a')
  const names = readdirSync(objects)
    .filter((name) => name.endsWith('.o'))
    .sort()
  await run(tools.ar, ['-rcsD', plain, ...names], { cwd: objects, log, env })
  // Every name of this archive, and all it calls outside: BLAS has the same suffix.
  const named = new RegExp(`^[0-9a-f]*\\s+[A-Za-z]\\s+(${tools.underscore}[a-z][a-z0-9_]*_)$`)
  const symbols = new Set()
  for (const line of (output(tools.nm, ['-g', plain]) ?? '').split('\n')) {
    const match = named.exec(line)
    if (match) symbols.add(match[1])
  }
  const map = join(entry, 'symbols.map')
  writeFileSync(
    map,
    `${[...symbols]
      .sort()
      .map((name) => `${name} ${name}${manifest.symbolSuffix}`)
      .join('\n')}\n`,
  )
  mkdirSync(join(entry, 'lib'))
  await run(tools.objcopy, ['-D', `--redefine-syms=${map}`, plain, join(entry, 'lib', 'liblapack.a')], { log, env })
  copyFileSync(join(src, 'LICENSE'), join(entry, 'LICENSE'))
  return { flags: manifest.flags, routines: routines.length }
}
