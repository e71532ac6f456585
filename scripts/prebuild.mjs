// `npm run prebuilds` (npm would run a script named `prebuild` before every `build`), `npm run prebuilds -- --platform linux-arm64`.
// Writes prebuilds/<platform>-<arch>/numblas.<libc>.node, here or in the folder that `--out` names. A release holds every kernel
// set, unless NUMBLAS_TARGETS says less.
import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { checkBinary } from './binary.mjs'
import { ROOT } from './build.mjs'
import { wantedPlatform } from './deps/cross.mjs'
import { ensureCompilers } from './deps/musl.mjs'
import { main, say } from './deps/run.mjs'
import { PLATFORMS } from './platforms/table.mjs'
import { setup } from './setup.mjs'

/**
 * Runs prebuildify for the wanted platform (NUMBLAS_PLATFORM). It strips and moves the file that it finds, so it works on a
 * copy, in build/prebuild. Returns the finished file, which keeps what the platform promises.
 * @param {string} [out]
 */
export async function prebuild(out = ROOT) {
  process.env.NUMBLAS_TARGETS ||= 'all'
  const { name, cross } = wantedPlatform()
  const stage = join(ROOT, 'build/prebuild', name)
  mkdirSync(join(stage, 'build/Release'), { recursive: true })
  writeFileSync(join(stage, 'package.json'), '{ "name": "numblas" }\n')
  const platform = PLATFORMS.find((row) => row.name === name)
  const os = cross?.os ?? process.platform
  const arch = cross?.arch ?? process.arch
  const libc = os === 'linux' ? (name.endsWith('-musl') ? 'musl' : 'glibc') : ''
  const prebuildify = promisify(createRequire(import.meta.url)('prebuildify'))
  await prebuildify({
    cwd: stage,
    out,
    platform: os,
    arch,
    napi: true,
    strip: true,
    stripBin: `${cross?.musl?.system ?? cross?.prefix ?? ''}strip`,
    ...(libc ? { libc, tagLibc: true } : {}),
    nodeGyp: fileURLToPath(new URL('prebuild-node-gyp.mjs', import.meta.url)),
  })
  const file = join(out, 'prebuilds', `${os}-${arch}`, `numblas${libc && '.'}${libc}.node`)
  if (platform) {
    const toolchain = await ensureCompilers()
    const { glibc } = checkBinary(platform, file, toolchain && join(toolchain, 'lib/libc.so'))
    const needs = libc === 'glibc' ? `, glibc ${glibc} or newer` : ''
    say(`${relative(ROOT, file)}: ${(statSync(file).size / 1e6).toFixed(1)} MB${needs}`)
  }
  return file
}

await main(import.meta.url, async () => {
  const { values } = parseArgs({ options: { platform: { type: 'string' }, out: { type: 'string' } } })
  if (values.platform) process.env.NUMBLAS_PLATFORM = values.platform
  setup()
  await prebuild(values.out && resolve(values.out))
})
