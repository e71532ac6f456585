// The cache of sources and built libraries: entries are made aside, renamed into place when complete, and never changed after.
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { say } from './run.mjs'

/** Where everything is kept. @param {NodeJS.ProcessEnv} [env] */
export function cacheRoot(env = process.env) {
  if (env.NUMBLAS_CACHE) return env.NUMBLAS_CACHE
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'numblas')
}

/**
 * A short key over everything that decides what a build makes.
 * @param {unknown} parts any JSON value
 */
export function keyOf(parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

/** @param {number} pid */
function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** Whether the process that wrote this owner file still runs. @param {string} file */
function ownerAlive(file) {
  try {
    const [host, pid] = readFileSync(file, 'utf8').trim().split(' ')
    // A shared cache: another machine's processes cannot be seen from here, so trust its lock.
    return host !== hostname() || alive(Number(pid))
  } catch {
    return false
  }
}

/**
 * Runs `work` while no other process holds the lock of this name.
 * @template T
 * @param {string} root
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {{ poll?: number, note?: (line: string) => void }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(root, name, work, { poll = 300, note = say } = {}) {
  mkdirSync(join(root, 'locks'), { recursive: true })
  const lock = join(root, 'locks', name)
  const mine = `${hostname()} ${process.pid}`
  for (let waits = 0; ; waits++) {
    try {
      // 'wx' creates or fails: that is the lock.
      writeFileSync(lock, mine, { flag: 'wx' })
      break
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    }
    // A lock is written a moment after it is created: do not call an empty one dead at the first look.
    if (waits > 0 && !ownerAlive(lock)) {
      rmSync(lock, { force: true })
      continue
    }
    if (waits === 1) note(`waiting for another build of ${name} (lock ${lock})`)
    await new Promise((resolve) => setTimeout(resolve, poll))
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** Removes what builds that died have left: their process number is in the name. @param {string} root */
function sweep(root) {
  const folder = join(root, 'tmp')
  for (const name of readdirSync(folder)) {
    const [pid, host] = name.split('@')
    if (host === hostname() && !alive(Number(pid))) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/**
 * Two folders beside the cache's entries, removed when `work` is done.
 * @template T
 * @param {string} root
 * @param {string} name
 * @param {(folders: { entry: string, work: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function aside(root, name, work) {
  mkdirSync(join(root, 'tmp'), { recursive: true })
  sweep(root)
  const folder = mkdtempSync(join(root, 'tmp', `${process.pid}@${hostname()}@${name}-`))
  try {
    mkdirSync(join(folder, 'entry'))
    mkdirSync(join(folder, 'work'))
    return await work({ entry: join(folder, 'entry'), work: join(folder, 'work') })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The entry `<root>/<name>-<key>`, made by `make` if it is not there yet. `make` fills the folder it is given; the
 * folder gets its name only when `make` has returned, so that nothing half-made is ever seen.
 * @param {string} root
 * @param {string} entry
 * @param {(folder: string, work: string) => Promise<void>} make the entry's folder, and one for everything else
 * @returns {Promise<{ dir: string, made: boolean }>}
 */
export async function entryOf(root, entry, make) {
  const dir = join(root, entry)
  if (existsSync(dir)) return { dir, made: false }
  return withLock(root, entry, async () => {
    if (existsSync(dir)) return { dir, made: false }
    await aside(root, entry, async (folders) => {
      await make(folders.entry, folders.work)
      renameSync(folders.entry, dir)
    })
    return { dir, made: true }
  })
}
