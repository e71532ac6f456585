// `npm run platforms`: takes the packed packages alone, installs them from a registry on this machine in every cell that can be run here,
// runs the smoke test, and prints the tables of docs/platforms.md (`--write` writes them there). `-- WORD` runs the cells that the word
// stands in; the others keep their last result. Needs root, debootstrap and qemu-aarch64 (Debian: debootstrap, qemu-user).
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './build.mjs'
import { DepsError, say } from './deps/run.mjs'
import { writePackages } from './packages.mjs'
import { bundles, cells } from './platforms/cells.mjs'
import { coreTests } from './platforms/core.mjs'
import { startRegistry } from './platforms/registry.mjs'
import { PLATFORMS, packageName } from './platforms/table.mjs'

const RESULTS = join(ROOT, 'build/platforms.json')
const GUIDE = join(ROOT, 'docs/platforms.md')
const VERSION = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version

/** First import on this machine, at most (milliseconds). */
const IMPORT_LIMIT = 60

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
function markdown(head, rows) {
  const line = (/** @type {readonly string[]} */ fields) => `| ${fields.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const seconds = (/** @type {number | undefined} */ ms) => (ms === undefined ? '' : `${(ms / 1000).toFixed(1)} s`)
const millis = (/** @type {number | undefined} */ ms) => (ms === undefined ? '' : `${ms.toFixed(0)} ms`)
const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`

/** @param {readonly string[]} parts */
const idOf = (parts) => parts.join(', ')

/** @returns {Record<string, any>} */
function lastResults() {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8'))
  } catch {
    return {}
  }
}

/** The sizes of what was packed. @param {{ name: string, folder: string, tarball: string }[]} packages */
function sizes(packages) {
  const rows = PLATFORMS.map((platform) => {
    const packed = packages.find(({ name }) => name === packageName(platform))
    if (!packed) return [`\`${packageName(platform)}\``, platform.needs, '', '', 'by the workflow on GitHub']
    const addon = statSync(join(packed.folder, 'numblas.node')).size
    return [
      `\`${packageName(platform)}\``,
      platform.needs,
      megabytes(addon),
      megabytes(statSync(packed.tarball).size),
      'here',
    ]
  })
  return markdown(['package', 'for', '`.node`', 'download', 'built'], rows)
}

/**
 * Packages in the place of those platforms' that have no prebuild here: Yarn reads all manifests, though it unpacks only what fits.
 * @param {ReadonlySet<string>} there @param {string} folder
 */
function standIns(there, folder) {
  return PLATFORMS.filter((platform) => !there.has(packageName(platform))).map((platform) => {
    const { name, os, cpu, libc } = platform
    mkdirSync(join(folder, name), { recursive: true })
    const manifest = { name: packageName(platform), version: VERSION, os: [os], cpu: [cpu], libc: libc && [libc] }
    writeFileSync(join(folder, name, 'package.json'), JSON.stringify(manifest))
    return join(folder, name)
  })
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { write: { type: 'boolean' }, prebuilds: { type: 'string' } },
    allowPositionals: true,
  })
  const wanted = (/** @type {string} */ id) => positionals.length === 0 || positionals.some((word) => id.includes(word))
  const results = lastResults()
  const keep = (/** @type {string} */ id, /** @type {unknown} */ result) => {
    results[id] = result
    mkdirSync(join(ROOT, 'build'), { recursive: true })
    writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`)
    say(`${id}: ${JSON.stringify(result)}`)
  }
  const packages = await writePackages(values.prebuilds ? { prebuilds: values.prebuilds } : {})
  const there = new Set(packages.map(({ name }) => name))
  const folder = mkdtempSync(join(tmpdir(), 'numblas-registry-'))
  const gypBuild = join(ROOT, 'node_modules/node-gyp-build')
  const tarballs = [gypBuild, ...standIns(there, join(folder, 'others')), ...packages.map(({ tarball }) => tarball)]
  const registry = await startRegistry(folder, tarballs)
  const context = { registry: registry.url, version: VERSION }
  let failed = false
  try {
    for (const cell of cells()) {
      const id = idOf([cell.platform, cell.system, cell.runtime, cell.installer])
      if (!cell.run || !wanted(id)) continue
      if (!there.has(`@numblas/${cell.platform}`)) keep(id, { smoke: 'not run: no prebuild here' })
      else keep(id, await cell.run(context).catch((error) => ({ smoke: `not run: ${error.message.split('\n')[0]}` })))
    }
    for (const bundle of bundles()) {
      const id = idOf([bundle.bundler, bundle.how])
      if (wanted(id)) keep(id, await bundle.run(context))
    }
    for (const { runtime, run } of coreTests()) {
      const id = idOf(['core tests', runtime])
      if (wanted(id)) keep(id, await run())
    }
  } finally {
    registry.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const rows = cells().map((cell) => {
    const id = idOf([cell.platform, cell.system, cell.runtime, cell.installer])
    const { installMs, importMs, smoke } = cell.skip ? { smoke: cell.skip } : (results[id] ?? { smoke: 'not run yet' })
    const slow = cell.platform === 'linux-x64' && importMs > IMPORT_LIMIT
    if (!cell.skip && (smoke !== 'passes' || slow)) failed = true
    return [cell.platform, cell.system, cell.runtime, cell.installer, seconds(installMs), millis(importMs), smoke]
  })
  const text = [
    sizes(packages),
    markdown(['platform', 'system', 'runtime', 'installed by', 'installation', 'first import', 'smoke test'], rows),
    markdown(
      ['runtime', "core tests (`lib/`, this machine's build)"],
      coreTests().map(({ runtime }) => [runtime, results[idOf(['core tests', runtime])] ?? 'not run yet']),
    ),
    markdown(
      ['bundler', 'build', 'result'],
      bundles().map(({ bundler, how }) => [bundler, how, results[idOf([bundler, how])] ?? 'not run yet']),
    ),
  ].join('\n\n')
  process.stdout.write(`${text}\n`)
  if (values.write) {
    const guide = readFileSync(GUIDE, 'utf8')
    const [start, end] = ['<!-- tables -->\n', '<!-- /tables -->'].map((mark) => guide.indexOf(mark))
    writeFileSync(GUIDE, `${guide.slice(0, start)}<!-- tables -->\n\n${text}\n\n${guide.slice(end)}`)
  }
  if (failed) process.exitCode = 1
}

main().catch((error) => {
  say(error instanceof DepsError ? error.message : error.stack)
  process.exitCode = 1
})
