// Source archives: from the cache, from upstream, from the distribution, or from a folder; checked before they are opened.
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { debianSource } from './debian.mjs'
import { DepsError, run, say } from './run.mjs'

/**
 * @typedef {object} Archive
 * @property {string} file
 * @property {string} sha256
 * @property {string} [url]
 * @property {{ source: string, version: string, suites: string[] }} [debian]
 */

/**
 * Ways to get hold of an archive; tests replace them.
 * @typedef {object} Fetchers
 * @property {(url: string, to: string) => Promise<void>} download
 * @property {(source: NonNullable<Archive['debian']>, file: string, to: string) => Promise<void>} debian
 */

/** How long a server may take to answer before the next way is tried. */
const ANSWER_MS = 8_000
const BODY_MS = 600_000

/** @param {string} file */
export async function sha256Of(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/**
 * Throws unless the file has the sum that the manifest gives.
 * @param {string} file
 * @param {string} expected
 * @param {string} from where it came from, for the message
 */
export async function verify(file, expected, from) {
  const actual = await sha256Of(file)
  if (actual === expected) return
  throw new DepsError(
    `${basename(file)} (from ${from}) is not the file that its manifest names:\n  expected sha256 ${expected}\n  received sha256 ${actual}\n` +
      'It was not opened. If the file was cut off or changed on its way, delete it and run again; if upstream replaced it, check why before the manifest is changed.',
    'ERR_SHA256',
  )
}

/** @param {string} url @param {string} to */
async function download(url, to) {
  const abort = new AbortController()
  let timer = setTimeout(() => abort.abort(new Error(`no answer in ${ANSWER_MS / 1000} s`)), ANSWER_MS)
  try {
    const response = await fetch(url, { signal: abort.signal, redirect: 'follow' })
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`)
    clearTimeout(timer)
    timer = setTimeout(() => abort.abort(new Error('the download took too long')), BODY_MS)
    await pipeline(Readable.fromWeb(/** @type {any} */ (response.body)), createWriteStream(to))
  } catch (error) {
    const { message, cause } = /** @type {Error & { cause?: Error }} */ (error)
    throw new Error(cause?.message ? `${message} (${cause.message})` : message)
  } finally {
    clearTimeout(timer)
  }
}

/** @type {Fetchers} */
const fetchers = { download, debian: debianSource }

/**
 * The path of a verified archive of this dependency in the cache.
 * @param {{ name: string, version: string, archives: Archive[] }} manifest
 * @param {string} root the cache
 * @param {{ env?: NodeJS.ProcessEnv, fetchers?: Fetchers, note?: (line: string) => void }} [options]
 * @returns {Promise<{ path: string, archive: Archive }>}
 */
export async function obtain(manifest, root, { env = process.env, fetchers: ways = fetchers, note = say } = {}) {
  const folder = join(root, 'archives')
  mkdirSync(folder, { recursive: true })
  const what = `${manifest.name} ${manifest.version}`

  for (const archive of manifest.archives) {
    const path = join(folder, archive.file)
    if (!existsSync(path)) continue
    await verify(path, archive.sha256, folder)
    return { path, archive }
  }

  const tried = /** @type {string[]} */ ([])
  /**
   * @param {Archive} archive
   * @param {string} from
   * @param {(to: string) => Promise<void>} get
   */
  const attempt = async (archive, from, get) => {
    const part = join(folder, `${archive.file}.${process.pid}.part`)
    try {
      await get(part)
    } catch (error) {
      rmSync(part, { force: true })
      tried.push(`${from}: ${/** @type {Error} */ (error).message}`)
      return null
    }
    try {
      await verify(part, archive.sha256, from)
    } catch (error) {
      rmSync(part, { force: true })
      if (error instanceof DepsError) error.message = error.message.replace(basename(part), archive.file)
      throw error
    }
    const path = join(folder, archive.file)
    renameSync(part, path)
    note(`${what}: ${archive.file} from ${from}, sha256 as expected`)
    return { path, archive }
  }

  for (const archive of manifest.archives) {
    const { url } = archive
    const got = url && (await attempt(archive, url, (to) => ways.download(url, to)))
    if (got) return got
  }
  for (const archive of manifest.archives) {
    const { debian } = archive
    if (!debian) continue
    const from = `the distribution's source package ${debian.source} ${debian.version}`
    const got = await attempt(archive, from, (to) => ways.debian(debian, archive.file, to))
    if (got) return got
  }
  const sources = env.NUMBLAS_SOURCES
  if (sources) {
    const names = existsSync(sources) ? readdirSync(sources) : []
    for (const archive of manifest.archives) {
      if (!names.includes(archive.file)) continue
      const got = await attempt(archive, sources, async (to) => copyFileSync(join(sources, archive.file), to))
      if (got) return got
    }
    tried.push(`${sources} (NUMBLAS_SOURCES): holds none of ${manifest.archives.map(({ file }) => file).join(', ')}`)
  }
  throw new DepsError(
    `The source of ${what} could not be fetched. Tried:\n${tried.map((line) => `  ${line}`).join('\n')}\n` +
      'Run again with a network, or put one of these files into a folder and set NUMBLAS_SOURCES to it:\n' +
      manifest.archives.map(({ file, sha256 }) => `  ${file}  sha256 ${sha256}`).join('\n'),
    'ERR_NO_SOURCE',
  )
}

/**
 * Unpacks an archive without its top folder and applies the patches in their order.
 * @param {string} archive
 * @param {string} to an existing folder
 * @param {string[]} patches
 * @param {string} log
 */
export async function unpack(archive, to, patches, log) {
  await run('tar', ['-xf', archive, '-C', to, '--strip-components=1'], { log })
  // No fuzz: a patch that no longer fits exactly must be looked at.
  for (const patch of patches) await run('patch', ['-p1', '-s', '-F0', '-d', to, '-i', patch], { log })
}
