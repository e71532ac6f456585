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
root=$1 work=$2 writable=$3
shift 3
mount --make-rprivate /
mount --bind "$root" "$root"
mount --bind "$work" "$root/work"
while [ "$1" != -- ]; do
  mount --bind "$1" "$root/$2"
  shift 2
done
shift
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount -o remount,bind,ro "$root"
[ "$writable" = yes ] || mount -o remount,bind,ro "$root/work"
exec env -i HOME=/work PATH=/usr/bin:/bin unshare --root="$root" --wd=/work --setgid=${NOBODY} --setuid=${NOBODY} "$@"
`

/**
 * Runs a program in a bare root as nobody, in `/work`, which is the work folder; the program is `/opt/program` there, npm `/opt/npm`.
 * @param {{ root: string, work: string, program: string, npm?: string, writable?: boolean }} where @param {string[]} args
 */
export function inRoot({ root, work, program, npm, writable = false }, args) {
  for (const folder of ['work', 'opt/npm', 'proc', 'dev']) mkdirSync(join(root, folder), { recursive: true })
  if (!existsSync(join(root, 'opt/program'))) writeFileSync(join(root, 'opt/program'), '')
  giveAway(work)
  const enter = ['--mount', '--pid', '--fork', '--kill-child', 'sh', '-c', ENTER, 'sh']
  const mounts = [program, 'opt/program', ...(npm ? [npm, 'opt/npm'] : [])]
  return execute('unshare', [...enter, root, work, writable ? 'yes' : 'no', ...mounts, '--', '/opt/program', ...args])
}
