// Folds kernels that came out the same for several instruction sets: OpenBLAS compiles each for every set, and a fifth of them have
// the same instructions as those of an older set. One copy stays, under all the names.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entryOf, keyOf } from './cache.mjs'
import { membersOf, readObject } from './objects.mjs'
import { run } from './run.mjs'

/**
 * @typedef {object} Kernel
 * @property {string} file the archive's member
 * @property {string} group the kernel's name without its set
 * @property {number} rank the set's place in the list, the oldest first
 * @property {Buffer} data
 * @property {NonNullable<ReturnType<typeof readObject>>} object
 */

/** @param {string} text */
const hash = (text) => createHash('sha256').update(text).digest('hex')

/** A name without the set at its end. @param {readonly string[]} sets */
const plain = (sets) => {
  const end = new RegExp(`_(?:${sets.join('|')})$`, 'i')
  return (/** @type {string} */ name) => name.replace(end, '')
}

/** The archive's members that a fold may touch: kernels of one set, with nothing in them that is written to. @param {Buffer} archive @param {readonly string[]} sets */
function kernelsOf(archive, sets) {
  const known = sets.map((name) => name.toUpperCase())
  const kernels = /** @type {Kernel[]} */ ([])
  for (const { name, data } of membersOf(archive)) {
    const match = /^(.+)_(\w+?)\.o(?:bj)?$/.exec(name)
    const rank = match ? known.indexOf(match[2].toUpperCase()) : -1
    const object = rank < 0 ? undefined : readObject(data)
    if (!match || !object || object.sections.some(({ writable }) => writable)) continue
    const own = new Set(['', ...object.sections.map((section) => section.name)])
    if (!object.symbols.every(({ section }) => own.has(section))) continue
    kernels.push({ file: name, group: match[1], rank, data, object })
  }
  return kernels.sort((a, b) => a.rank - b.rank)
}

/**
 * Which kernels are the same: every class of two and more, the oldest set's first. Two are the same when their bytes are and what
 * they refer to is: another kernel that they call must be the same one, or one of a class.
 * @param {Buffer} archive @param {readonly string[]} sets from the oldest to the newest
 */
export function sameKernels(archive, sets) {
  const kernels = kernelsOf(archive, sets)
  const without = plain(sets)
  const owners = new Map(
    kernels.flatMap((kernel) =>
      kernel.object.symbols.filter(({ section }) => section !== '').map(({ name }) => [name, kernel]),
    ),
  )
  const bytes = new Map(
    kernels.map((kernel) => {
      const { sections, symbols } = kernel.object
      const parts = sections.map(({ name, kind, data, relocations }) => [
        `${name} ${kind}`,
        createHash('sha256').update(data).digest('hex'),
        ...relocations.map(({ place, symbol }) => `${place} ${without(symbol)}`),
      ])
      const defined = symbols.map(({ name, section, value }) => `${without(name)} ${section} ${value}`).sort()
      return [kernel, hash(JSON.stringify([kernel.group, parts, defined]))]
    }),
  )
  let classes = bytes
  for (let count = 0, before = -1; count !== before; ) {
    before = count
    const finer = new Map(
      kernels.map((kernel) => {
        const callees = kernel.object.sections.flatMap(({ relocations }) =>
          relocations.map(({ symbol }) => classes.get(/** @type {Kernel} */ (owners.get(symbol))) ?? symbol),
        )
        return [kernel, hash(JSON.stringify([bytes.get(kernel), callees]))]
      }),
    )
    classes = finer
    count = new Set(finer.values()).size
  }
  return groupsOf(kernels, classes).filter((same) => same.length > 1)
}

/** @param {Kernel[]} kernels @param {Map<Kernel, string>} classes */
function groupsOf(kernels, classes) {
  const groups = /** @type {Map<string | undefined, Kernel[]>} */ (new Map())
  for (const kernel of kernels) {
    const key = classes.get(kernel)
    groups.set(key, [...(groups.get(key) ?? []), kernel])
  }
  return [...groups.values()]
}

/**
 * Writes the library with one copy of each kernel.
 * @param {{ lib: string, to: string, sets: readonly string[], work: string, log: string, ar?: string, objcopy?: string }} options
 * @returns {Promise<number>} the bytes of code that went
 */
export async function foldLibrary({ lib, to, sets, work, log, ar = 'ar', objcopy = 'objcopy' }) {
  const without = plain(sets)
  const objects = join(work, 'objects')
  mkdirSync(objects, { recursive: true })
  copyFileSync(lib, to)
  const gone = []
  const changed = []
  let bytes = 0
  for (const [kept, ...others] of sameKernels(readFileSync(lib), sets)) {
    const own = new Map(kept.object.symbols.map((symbol) => [without(symbol.name), symbol]))
    const aliases = others.flatMap(({ object }) =>
      object.symbols
        .filter(({ section }) => section !== '')
        .map(({ name }) => {
          const { section, value } = /** @type {{ section: string, value: bigint }} */ (own.get(without(name)))
          return `--add-symbol=${name}=${section}:${value},global,function`
        }),
    )
    const file = join(objects, basename(kept.file))
    writeFileSync(file, kept.data)
    await run(objcopy, ['-D', ...aliases, file], { log })
    changed.push(basename(kept.file))
    for (const { file: other, object } of others) {
      gone.push(other)
      for (const { data } of object.sections) bytes += data.length
    }
  }
  if (gone.length === 0) return 0
  // In files: there are more names than a command line may hold.
  const list = join(work, 'members')
  writeFileSync(list, `${gone.join('\n')}\n`)
  await run(ar, ['-dD', to, `@${list}`], { log })
  writeFileSync(list, `${changed.join('\n')}\n`)
  await run(ar, ['-rcsD', to, `@${list}`], { cwd: objects, log })
  return bytes
}

/** The result changes with these. */
const CODE = ['fold.mjs', 'objects.mjs'].map((name) =>
  readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8'),
)

/**
 * The folded library of one that was built, from the cache or made.
 * @param {string} root the cache @param {string} lib @param {readonly string[]} sets from the oldest to the newest
 * @param {{ ar?: string, objcopy?: string }} [tools]
 */
export async function folded(root, lib, sets, { ar, objcopy } = {}) {
  const key = keyOf({ library: basename(dirname(dirname(lib))), sets, code: CODE })
  const { dir } = await entryOf(root, `folded-${key}`, async (entry, work) => {
    mkdirSync(join(entry, 'lib'))
    await foldLibrary({ lib, to: join(entry, 'lib', basename(lib)), sets, work, log: join(work, 'log'), ar, objcopy })
  })
  return join(dir, 'lib', basename(lib))
}
