// A registry on this machine alone, with the packed tarballs in it: what an installation meets after a release.
import { spawn } from 'node:child_process'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DepsError, run, tail } from '../deps/run.mjs'
import { installed, NODES, nodeProgram, npmProgram } from './tools.mjs'

/** A free port. @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}

/** Without another registry behind it: what is not here does not exist. */
const CONFIG = `storage: ./storage
uplinks: {}
packages:
  '**':
    access: $all
    publish: $all
max_body_size: 100mb
log: { type: stdout, format: json, level: warn }
`

/**
 * Starts verdaccio with these tarballs published, the main package last.
 * @param {string} folder @param {readonly string[]} tarballs
 * @returns {Promise<{ url: string, stop: () => void }>}
 */
export async function startRegistry(folder, tarballs) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'config.yaml'), CONFIG)
  const port = await freePort()
  const log = join(folder, 'log')
  const out = openSync(log, 'a')
  const program = join(await installed('verdaccio'), 'verdaccio/bin/verdaccio')
  const args = [program, '--config', join(folder, 'config.yaml'), '--listen', `127.0.0.1:${port}`]
  // By a newer Node than the oldest that numblas runs on.
  const node = await nodeProgram('linux-x64', NODES['linux-x64'][1])
  const server = spawn(node, args, { cwd: folder, stdio: ['ignore', out, out] })
  const url = `http://127.0.0.1:${port}/`
  const answers = () =>
    fetch(`${url}-/ping`).then(
      ({ ok }) => ok,
      () => false,
    )
  for (let tries = 0; !(await answers()); tries++) {
    if (tries > 120 || server.exitCode !== null) {
      server.kill()
      throw new DepsError(`verdaccio does not answer. The end of ${log}:\n${tail(log)}`, 'ERR_COMMAND')
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  const npmrc = join(folder, 'npmrc')
  writeFileSync(npmrc, `registry=${url}\n//127.0.0.1:${port}/:_authToken=anybody\n`)
  const npm = await npmProgram()
  for (const tarball of tarballs) {
    await run(process.execPath, [npm, 'publish', tarball, '--userconfig', npmrc, '--ignore-scripts'], {
      cwd: folder,
      log,
    })
  }
  return { url, stop: () => void server.kill() }
}
