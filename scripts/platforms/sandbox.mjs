// Running a program where a user would: in a bare root as nobody, below an emulator, or simply here.
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Debian's `nobody`. */
const NOBODY = 65534

/**
 * @typedef {object} Outcome
 * @property {number | null} status
 * @property {string} stdout
 * @property {string} stderr
 * @property {number} ms
 */

/**
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeout?: number }} [options]
 * @returns {Outcome}
 */
export function execute(command, args, { cwd, env, timeout = 600_000 } = {}) {
  const start = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, timeout, encoding: 'utf8' })
  return {
    status,
    stdout: stdout ?? '',
    stderr: `${stderr ?? ''}${error ? error.message : ''}`,
    ms: performance.now() - start,
  }
}

/** Gives everything in a folder to nobody. @param {string} folder */
function giveAway(folder) {
  chownSync(folder, NOBODY, NOBODY)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), NOBODY, NOBODY)
  }
}

/** In a mount namespace of its own, which ends with the process: the root is read-only, and so is the work folder unless it is written to. */
const ENTER = `set -e
root=$1 work=$2 node=$3 npm=$4 writable=$5
shift 5
mount --make-rprivate /
mount --bind "$root" "$root"
mount --bind "$work" "$root/work"
mount --bind "$node" "$root/opt/node"
mount --bind "$npm" "$root/opt/npm"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -o remount,bind,ro "$root"
[ "$writable" = yes ] || mount -o remount,bind,ro "$root/work"
exec chroot --userspec=${NOBODY}:${NOBODY} "$root" /usr/bin/env -i HOME=/work PATH=/usr/bin:/bin sh -c 'cd /work && exec "$@"' sh "$@"
`

/**
 * Runs Node in a bare root as nobody; `/work` is the work folder, `/opt/npm` is npm.
 * @param {{ root: string, work: string, node: string, npm: string, writable?: boolean }} where @param {string[]} args
 */
export function inRoot({ root, work, node, npm, writable = false }, args) {
  for (const folder of ['work', 'opt/npm']) mkdirSync(join(root, folder), { recursive: true })
  if (!existsSync(join(root, 'opt/node'))) writeFileSync(join(root, 'opt/node'), '')
  if (writable) giveAway(work)
  const enter = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', ENTER, 'sh']
  return execute('unshare', [...enter, root, work, node, npm, writable ? 'yes' : 'no', '/opt/node', ...args])
}
