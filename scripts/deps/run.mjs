// Child processes for the dependency builds: output goes to a log file, its end is shown when a command fails.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

/** An error whose message is meant for the person at the terminal: printed without a stack. */
export class DepsError extends Error {
  /**
   * @param {string} message what happened, and after a line break what to do about it
   * @param {string} code a stable name for it
   */
  constructor(message, code) {
    super(message)
    this.name = 'DepsError'
    this.code = code
  }
}

/** The last lines of a log. @param {string} file @param {number} [lines] */
export function tail(file, lines = 25) {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch {
    return ''
  }
}

const running = /** @type {Set<import('node:child_process').ChildProcess>} */ (new Set())

function stopAll() {
  for (const { pid } of running) {
    try {
      if (pid) process.kill(-pid)
    } catch {
      // It has ended by itself.
    }
  }
}

const SIGNALS = /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])
const handlers = SIGNALS.map(([signal, status]) => ({ signal, handler: () => process.exit(status) }))

/** Only while something runs: an importing program keeps its own signals. @param {boolean} on */
function watchSignals(on) {
  for (const { signal, handler } of handlers) {
    if (on) process.on(signal, handler)
    else process.removeListener(signal, handler)
  }
  if (on) process.once('exit', stopAll)
  else process.removeListener('exit', stopAll)
}

/**
 * Runs a command to its end with its output in a log file.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, log: string, okStatus?: (status: number | null) => boolean }} options
 * @returns {Promise<number | null>} the exit status
 */
export function run(command, args, { cwd, env, log, okStatus = (status) => status === 0 }) {
  return new Promise((resolve, reject) => {
    const fd = openSync(log, 'a')
    // Its own process group: when this process is told to end, make's compilers must end with it.
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', fd, fd],
      detached: true,
    })
    if (running.size === 0) watchSignals(true)
    running.add(child)
    // A command that cannot be started emits both `error` and `close`.
    const done = () => {
      if (!running.delete(child)) return
      if (running.size === 0) watchSignals(false)
      closeSync(fd)
    }
    child.once('error', (error) => {
      done()
      reject(
        new DepsError(
          `${command} could not be started: ${error.message}\nInstall it with: node scripts/setup.mjs`,
          'ERR_COMMAND',
        ),
      )
    })
    child.once('close', (status, signal) => {
      done()
      if (okStatus(status)) return resolve(status)
      const how = signal ? `was ended by ${signal}` : `failed with status ${status}`
      reject(new DepsError(`${command} ${how}. The end of ${log}:\n${tail(log)}`, 'ERR_COMMAND'))
    })
  })
}

/**
 * Runs a command and returns what it wrote to stdout, or null if it could not be run or failed.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, input?: string, env?: NodeJS.ProcessEnv }} [options]
 */
export function output(command, args, options = {}) {
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    ...options,
    env: { ...process.env, LC_ALL: 'C', ...options.env },
  })
  return status === 0 ? stdout : null
}

/** "4 min 10 s". @param {number} ms */
export function duration(ms) {
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** One line of progress, on stderr: stdout carries results. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/**
 * Does a script's work where its file is what was started, not where it is imported. What fails sets the exit status: a
 * `DepsError` is printed as its message, anything else with its stack.
 * @param {string} url the script's `import.meta.url` @param {() => unknown} work
 */
export async function main(url, work) {
  if (!process.argv[1] || url !== pathToFileURL(process.argv[1]).href) return
  try {
    await work()
  } catch (error) {
    say(error instanceof DepsError ? error.message : `${/** @type {Error} */ (error).stack}`)
    process.exitCode = 1
  }
}
