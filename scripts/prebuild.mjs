// `npm run prebuilds` (npm would run a script named `prebuild` before every `build`).
// Writes prebuilds/<platform>-<arch>/numblas.<libc>.node, here or in the folder that `--out` names. A release holds every kernel
// set, unless NUMBLAS_TARGETS says less.
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { ROOT } from './build.mjs'
import { DepsError, say } from './deps/run.mjs'
import { setup } from './setup.mjs'

/** Runs prebuildify. It strips and moves the file that it finds, so it works on a copy, in build/prebuild. @param {string} [out] */
export async function prebuild(out = ROOT) {
  process.env.NUMBLAS_TARGETS ||= 'all'
  const stage = join(ROOT, 'build/prebuild')
  mkdirSync(join(stage, 'build/Release'), { recursive: true })
  writeFileSync(join(stage, 'package.json'), '{ "name": "numblas" }\n')
  const prebuildify = promisify(createRequire(import.meta.url)('prebuildify'))
  await prebuildify({
    cwd: stage,
    out,
    napi: true,
    strip: true,
    tagLibc: true,
    nodeGyp: fileURLToPath(new URL('prebuild-node-gyp.mjs', import.meta.url)),
  })
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const { values } = parseArgs({ options: { out: { type: 'string' } } })
    setup()
    await prebuild(values.out && resolve(values.out))
  } catch (error) {
    say(error instanceof DepsError ? error.message : `${/** @type {Error} */ (error).stack}`)
    process.exitCode = 1
  }
}
