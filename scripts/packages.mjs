// `npm run packages`: what a release publishes, in build/packages/: the main package, which has no binary, and one package per platform
// that has a prebuild. Each is a folder and its tarball. `--platform NAME` takes that platform alone.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from './build.mjs'
import { DepsError, main, say } from './deps/run.mjs'
import { buildDist } from './dist.mjs'
import { mainSbom, platformSbom } from './platforms/sbom.mjs'
import { LIMITS, PLATFORMS, packageName } from './platforms/table.mjs'

/** @typedef {import('./platforms/table.mjs').Platform} Platform */

const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))

/** Of the repository's scripts, those that work in an installed package. */
const SCRIPTS = ['build']

/**
 * The prebuild of a platform, by prebuildify's names: `prebuilds/linux-x64/numblas.musl.node`.
 * @param {Platform} platform @param {string} prebuilds
 */
export function prebuildOf({ os, cpu, libc }, prebuilds) {
  const folder = join(prebuilds, `${os}-${cpu}`)
  // prebuildify writes `glibc` where there is no choice, too.
  const fits = libc === 'musl' ? /\.musl\.node$/ : libc === 'glibc' ? /\.glibc\.node$/ : /\.node$/
  const file = existsSync(folder) && readdirSync(folder).find((name) => fits.test(name))
  return file ? join(folder, file) : undefined
}

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1e6).toFixed(2)

/** What else a build must keep, `scripts/binary.mjs` has checked on the system that made it. @param {Platform} platform @param {Buffer} addon */
function checkSize({ name }, addon) {
  if (addon.length <= LIMITS.addon) return
  throw new DepsError(
    `${name}: expected at most ${megabytes(LIMITS.addon)} MB, the build has ${megabytes(addon.length)} MB`,
    'ERR_SIZE',
  )
}

/** @param {string} folder @param {Record<string, string | Buffer>} files */
function writeFolder(folder, files) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

const json = (/** @type {unknown} */ value) => `${JSON.stringify(value, null, 2)}\n`
const own = (/** @type {string} */ name) => readFileSync(join(ROOT, name))

/** The folder of a platform's package. @param {Platform} platform @param {string} prebuild @param {string} folder */
function writePlatform(platform, prebuild, folder) {
  const addon = readFileSync(prebuild)
  checkSize(platform, addon)
  const { name, os, cpu, libc, needs } = platform
  const { version, license, engines, repository, homepage, bugs } = MANIFEST
  const manifest = {
    name: packageName(platform),
    version,
    description: `The native part of numblas for ${needs}`,
    license,
    repository,
    homepage,
    bugs,
    os: [os],
    cpu: [cpu],
    libc: libc && [libc],
    engines,
    main: './numblas.node',
    files: ['numblas.node', 'sbom.cdx.json', 'THIRD-PARTY-NOTICES.md'],
    // A library is loaded from a file: Yarn must not leave it in an archive.
    preferUnplugged: true,
    publishConfig: { access: 'public' },
  }
  writeFolder(folder, {
    'package.json': json(manifest),
    'numblas.node': addon,
    'README.md': `# ${manifest.name}\n\nThe native part of numblas for ${needs}. It is installed with numblas; there is no reason to\ninstall it by itself. What is in it: \`sbom.cdx.json\` and THIRD-PARTY-NOTICES.md.\n`,
    LICENSE: own('LICENSE'),
    'THIRD-PARTY-NOTICES.md': own('THIRD-PARTY-NOTICES.md'),
    'sbom.cdx.json': platformSbom(manifest, addon),
  })
  say(`${name}: ${relative(ROOT, prebuild)}, ${megabytes(addon.length)} MB`)
}

/** Runs npm and returns what it printed. @param {string[]} args @param {string} cwd */
function npm(args, cwd) {
  const program = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  return execFileSync(program[0], [...program.slice(1), ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The main package's manifest: the repository's, with the platforms' packages in this very version. */
export function mainManifest() {
  const { scripts, files, ...rest } = MANIFEST
  return {
    ...rest,
    files: [...files.filter((/** @type {string} */ name) => name !== 'prebuilds'), 'sbom.cdx.json'],
    scripts: Object.fromEntries(SCRIPTS.map((name) => [name, scripts[name]])),
    optionalDependencies: Object.fromEntries(PLATFORMS.map((platform) => [packageName(platform), MANIFEST.version])),
  }
}

/** @param {string} folder */
function writeMain(folder) {
  const [{ files }] = JSON.parse(npm(['pack', '--dry-run', '--json', '--ignore-scripts'], ROOT))
  const manifest = mainManifest()
  writeFolder(folder, { 'package.json': json(manifest), 'sbom.cdx.json': mainSbom(manifest) })
  for (const { path } of files) {
    if (path === 'package.json' || path.startsWith('prebuilds/')) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    copyFileSync(join(ROOT, path), join(folder, path))
  }
}

/** Packs a folder beside itself. @param {string} folder @param {string} out @returns {string} the tarball */
function pack(folder, out) {
  const [{ filename }] = JSON.parse(npm(['pack', '--json', '--ignore-scripts', '--pack-destination', out], folder))
  const tarball = join(out, filename)
  const { size } = statSync(tarball)
  if (size > LIMITS.tarball) {
    throw new DepsError(
      `${filename}: expected at most ${megabytes(LIMITS.tarball)} MB, the tarball has ${megabytes(size)} MB`,
      'ERR_SIZE',
    )
  }
  say(`${relative(ROOT, tarball)}: ${megabytes(size)} MB`)
  return tarball
}

/**
 * Writes folders and tarballs of the main package and of every platform that has a prebuild.
 * @param {{ out?: string, prebuilds?: string, only?: readonly string[] }} [options]
 * @returns {Promise<{ name: string, folder: string, tarball: string }[]>} the main package last, as it must be published
 */
export async function writePackages({
  out = join(ROOT, 'build/packages'),
  prebuilds = join(ROOT, 'prebuilds'),
  only = [],
} = {}) {
  await buildDist()
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  const written = []
  for (const platform of PLATFORMS) {
    if (only.length > 0 && !only.includes(platform.name)) continue
    const prebuild = prebuildOf(platform, prebuilds)
    if (prebuild === undefined) {
      if (only.length > 0) throw new DepsError(`${platform.name}: no prebuild in ${prebuilds}`, 'ERR_PREBUILD')
      say(`${platform.name}: no prebuild`)
      continue
    }
    const folder = join(out, platform.name)
    writePlatform(platform, prebuild, folder)
    written.push({ name: packageName(platform), folder, tarball: pack(folder, out) })
  }
  const folder = join(out, MANIFEST.name)
  writeMain(folder)
  written.push({ name: MANIFEST.name, folder, tarball: pack(folder, out) })
  return written
}

await main(import.meta.url, async () => {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      prebuilds: { type: 'string' },
      platform: { type: 'string', multiple: true },
    },
  })
  await writePackages({
    ...(values.out ? { out: resolve(values.out) } : {}),
    ...(values.prebuilds ? { prebuilds: resolve(values.prebuilds) } : {}),
    only: values.platform,
  })
})
