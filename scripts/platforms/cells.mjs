// What is proved: each cell installs the packed packages somewhere, by someone, and runs the smoke test; or says why it cannot.
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { output } from '../deps/run.mjs'
import { execute, inRoot } from './sandbox.mjs'
import { debianRoot, installed, muslRoot, NODES, nodeProgram, npmProgram, unpacked, VERSIONS } from './tools.mjs'

const SMOKE = fileURLToPath(new URL('smoke.cjs', import.meta.url))

/** How often the smoke test runs where it is not emulated: the middle one counts. */
const RUNS = 5

/**
 * @typedef {object} Result
 * @property {number} [installMs]
 * @property {number} [importMs]
 * @property {string} smoke `passes`, or what happened
 *
 * @typedef {object} Cell
 * @property {string} platform
 * @property {string} system
 * @property {string} runtime
 * @property {string} installer
 * @property {string} [skip] why it is not run here
 * @property {(context: Context) => Promise<Result>} [run]
 *
 * @typedef {object} Context
 * @property {string} registry its address
 * @property {string} version of numblas
 */

/** @template T @param {(folder: string) => Promise<T>} work */
async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'numblas-platforms-'))
  try {
    copyFileSync(SMOKE, join(folder, 'smoke.cjs'))
    writeFileSync(join(folder, 'package.json'), '{ "name": "app", "private": true }\n')
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An environment with nothing of this project or of npm's own settings. @param {Record<string, string>} [more] */
const bareEnv = (more = {}) => ({ PATH: process.env.PATH, HOME: '/nonexistent', ...more })

/** @param {import('./sandbox.mjs').Outcome} outcome */
const lastWords = ({ status, stderr, stdout }) => {
  const lines = (stderr.trim() || stdout.trim()).split('\n')
  // A stack hides what was thrown.
  const thrown = lines.find((line) => /^\s*(?:#|\w*Error\b).*\w/.test(line))
  return `status ${status}: ${(thrown ?? lines.slice(-3).join(' ')).trim().slice(-300)}`
}

/** Runs the smoke test some times. @param {() => import('./sandbox.mjs').Outcome} once @param {number} [times] @returns {Result} */
function smoke(once, times = RUNS) {
  const imports = []
  for (let i = 0; i < times; i++) {
    const outcome = once()
    if (outcome.status !== 0) return { smoke: lastWords(outcome) }
    const { importMs, failed } = JSON.parse(/** @type {string} */ (outcome.stdout.trim().split('\n').pop()))
    if (failed.length > 0) return { smoke: `wrong: ${failed.join(', ')}` }
    imports.push(importMs)
  }
  imports.sort((a, b) => a - b)
  return { importMs: imports[imports.length >> 1], smoke: 'passes' }
}

/** Installs, then runs the smoke test. @param {import('./sandbox.mjs').Outcome} install @param {() => Result} then @returns {Result} */
const after = (install, then) =>
  install.status === 0 ? { installMs: install.ms, ...then() } : { smoke: `not installed: ${lastWords(install)}` }

/** npm's arguments for an installation into the current folder. @param {Context} context @param {string} cache */
const npmArgs = ({ registry, version }, cache) => [
  ...['install', `numblas@${version}`, '--registry', registry, '--cache', cache],
  ...['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'],
]

/** Node and npm in a bare root of Debian. @param {string} suite @param {string} version @returns {Cell} */
const bare = (suite, version) => ({
  platform: 'linux-x64',
  system: `Debian ${suite}, bare, read-only, nobody`,
  runtime: `Node ${version}`,
  installer: 'npm',
  run: (context) =>
    inFolder(async (work) => {
      const root = await debianRoot(suite)
      const program = await nodeProgram('linux-x64', version)
      const npm = await unpacked('npm', VERSIONS.npm)
      const where = { root, work, program, npm }
      const args = ['/opt/npm/bin/npm-cli.js', ...npmArgs(context, '/work/.npm')]
      return after(inRoot({ ...where, writable: true }, args), () => smoke(() => inRoot(where, ['smoke.cjs'])))
    }),
})

/** Here, with one of Node's lines and one package manager. @param {string} version @param {string} installer @param {(folder: string, node: string, context: Context) => Promise<{ install: import('./sandbox.mjs').Outcome, args?: string[] }>} install @returns {Cell} */
const here = (version, installer, install) => ({
  platform: 'linux-x64',
  system: 'this machine',
  runtime: `Node ${version}`,
  installer,
  run: (context) =>
    inFolder(async (cwd) => {
      const node = await nodeProgram('linux-x64', version)
      const { install: outcome, args = [] } = await install(cwd, node, context)
      return after(outcome, () => smoke(() => execute(node, [...args, 'smoke.cjs'], { cwd, env: bareEnv() })))
    }),
})

/** @param {string} cwd @param {string} node @param {Context} context */
const byNpm = async (cwd, node, context) => ({
  install: execute(node, [await npmProgram(), ...npmArgs(context, join(cwd, '.npm'))], { cwd, env: bareEnv() }),
})

/** @param {string} cwd @param {string} _node @param {Context} context */
async function byPnpm(cwd, _node, { registry, version }) {
  // The package `pnpm` holds a script that looks for this one: pnpm is a native program.
  const program = join(await unpacked('@pnpm/exe.linux-x64', VERSIONS['@pnpm/exe.linux-x64']), 'pnpm')
  const args = ['add', `numblas@${version}`, '--registry', registry, '--ignore-scripts']
  // pnpm waits a day before it takes what was published, and so does Yarn.
  args.push('--store-dir', join(cwd, '.store'), '--config.minimum-release-age=0')
  return { install: execute(program, args, { cwd, env: bareEnv({ HOME: cwd, XDG_DATA_HOME: join(cwd, '.data') }) }) }
}

/** @param {'node-modules' | 'pnp'} linker */
const byYarn =
  (linker) =>
  /** @param {string} cwd @param {string} node @param {Context} context */
  async (cwd, node, { registry, version }) => {
    const program = join(await unpacked('@yarnpkg/cli-dist', VERSIONS['@yarnpkg/cli-dist']), 'bin/yarn.js')
    const settings = [
      `npmRegistryServer: "${registry}"`,
      'unsafeHttpWhitelist: ["127.0.0.1"]',
      `nodeLinker: ${linker}`,
      'npmMinimalAgeGate: 0',
      'enableGlobalCache: false',
      'enableTelemetry: false',
      'enableScripts: false',
    ]
    writeFileSync(join(cwd, '.yarnrc.yml'), `${settings.join('\n')}\n`)
    writeFileSync(join(cwd, 'yarn.lock'), '')
    const install = execute(node, [program, 'add', `numblas@${version}`], { cwd, env: bareEnv({ HOME: cwd }) })
    return { install, ...(linker === 'pnp' ? { args: ['-r', './.pnp.cjs'] } : {}) }
  }

/** Bun with its own installer. @returns {Cell} */
const bun = () => ({
  platform: 'linux-x64',
  system: 'this machine',
  runtime: `Bun ${VERSIONS['@oven/bun-linux-x64']}`,
  installer: 'bun add',
  run: (context) =>
    inFolder(async (cwd) => {
      const program = join(await unpacked('@oven/bun-linux-x64', VERSIONS['@oven/bun-linux-x64']), 'bin/bun')
      const env = bareEnv({ HOME: cwd, BUN_CONFIG_REGISTRY: context.registry })
      const install = execute(program, ['add', `numblas@${context.version}`, '--ignore-scripts'], { cwd, env })
      return after(install, () => smoke(() => execute(program, ['smoke.cjs'], { cwd, env })))
    }),
})

/** Deno with its own installer. @returns {Cell} */
const deno = () => ({
  platform: 'linux-x64',
  system: 'this machine',
  runtime: `Deno ${VERSIONS['@deno/linux-x64-glibc']}`,
  installer: 'deno add',
  run: (context) =>
    inFolder(async (cwd) => {
      const program = join(await unpacked('@deno/linux-x64-glibc', VERSIONS['@deno/linux-x64-glibc']), 'deno')
      writeFileSync(join(cwd, 'deno.json'), '{ "nodeModulesDir": "auto", "minimumDependencyAge": "0" }\n')
      const env = bareEnv({ HOME: cwd, DENO_DIR: join(cwd, '.deno'), NPM_CONFIG_REGISTRY: context.registry })
      const install = execute(program, ['add', `npm:numblas@${context.version}`], { cwd, env })
      return after(install, () => smoke(() => execute(program, ['run', '-A', 'smoke.cjs'], { cwd, env })))
    }),
})

/** Installs for another platform, by this machine's npm, and runs the smoke test in `run`. @param {{ platform: string, system: string, runtime: string, flags: string[], times?: number, start: (work: string) => Promise<(args: string[]) => import('./sandbox.mjs').Outcome> }} options @returns {Cell} */
const elsewhere = ({ platform, system, runtime, flags, start }) => ({
  platform,
  system,
  runtime,
  installer: `npm ${flags.join(' ')}`,
  run: (context) =>
    inFolder(async (cwd) => {
      const args = [await npmProgram(), ...npmArgs(context, join(cwd, '.npm')), ...flags]
      const install = execute(process.execPath, args, { cwd, env: bareEnv() })
      const program = await start(cwd)
      return after(install, () => smoke(() => program(['smoke.cjs']), 1))
    }),
})

/** @param {string} version @returns {Cell} */
const arm64 = (version) =>
  elsewhere({
    platform: 'linux-arm64',
    system: 'Debian bullseye arm64 below qemu-aarch64',
    runtime: `Node ${version}`,
    flags: ['--os=linux', '--cpu=arm64', '--libc=glibc'],
    start: async (cwd) => {
      const root = await debianRoot('bullseye', 'arm64')
      const node = await nodeProgram('linux-arm64', version)
      return (args) => execute('qemu-aarch64', ['-L', root, node, ...args], { cwd, env: bareEnv() })
    },
  })

/** Debian's is not on the PATH without the package `wine`. */
const WINE = ['/usr/lib/wine/wine64', '/usr/bin/wine64'].find((file) => existsSync(file)) ?? 'wine'

/** @param {string} version @returns {Cell} */
const windows = (version) =>
  elsewhere({
    platform: 'win32-x64',
    system: 'Wine',
    runtime: `Node ${version}`,
    flags: ['--os=win32', '--cpu=x64'],
    start: async (cwd) => {
      const node = await nodeProgram('win32-x64', version)
      const env = bareEnv({ HOME: cwd, WINEPREFIX: join(cwd, '.wine'), WINEDEBUG: '-all' })
      // As which Windows it presents itself: Node asks for 8.1 or newer, and Wine starts as 7.
      execute(WINE, ['winecfg', '/v', 'win10'], { cwd, env })
      // Node's pipes to a child are sockets, which Wine does not open: output goes by way of a file.
      const script =
        'file=$(mktemp) && "$@" < /dev/null > "$file" 2>&1; status=$?; cat "$file"; rm "$file"; exit $status'
      return (args) => execute('sh', ['-c', script, 'sh', WINE, node, ...args], { cwd, env })
    },
  })

/** The runtime that npm has for musl; Node's own builds for it are not on npm. */
const BUN_MUSL = /** @type {const} */ ({
  'linux-x64-musl': '@oven/bun-linux-x64-musl',
  'linux-arm64-musl': '@oven/bun-linux-aarch64-musl',
})

/** @param {keyof typeof BUN_MUSL} platform */
async function bunForMusl(platform) {
  const name = BUN_MUSL[platform]
  return { root: await muslRoot(platform), program: join(await unpacked(name, VERSIONS[name]), 'bin/bun') }
}

/** @returns {Cell} */
const muslX64 = () =>
  elsewhere({
    platform: 'linux-x64-musl',
    system: 'musl and libstdc++ alone, read-only, nobody',
    runtime: `Bun ${VERSIONS['@oven/bun-linux-x64-musl']}`,
    flags: ['--os=linux', '--cpu=x64', '--libc=musl'],
    start: async (work) => {
      const where = await bunForMusl('linux-x64-musl')
      return (args) => inRoot({ ...where, work }, args)
    },
  })

/** @returns {Cell} */
const muslArm64 = () =>
  elsewhere({
    platform: 'linux-arm64-musl',
    system: 'musl and libstdc++ alone, below qemu-aarch64',
    runtime: `Bun ${VERSIONS['@oven/bun-linux-aarch64-musl']}`,
    flags: ['--os=linux', '--cpu=arm64', '--libc=musl'],
    start: async (cwd) => {
      const { root, program } = await bunForMusl('linux-arm64-musl')
      return (args) => execute('qemu-aarch64', ['-L', root, program, ...args], { cwd, env: bareEnv() })
    },
  })

const NO_NEW_WINE = 'Wine 8 ends it while V8 reserves its tables (SegmentedTable::InitializeTable)'
const NO_MUSL_NODE = 'npm has no Node for musl: tested in the container node:22-alpine by the workflow on GitHub'
const NO_MAC = 'no macOS here: built, tested and published by the workflow on GitHub'

/** @param {string} platform @param {string} system @param {string} runtime @param {string} skip @returns {Cell} */
const notHere = (platform, system, runtime, skip) => ({ platform, system, runtime, installer: 'npm', skip })

/** Every cell, in the order of the table. @returns {Cell[]} */
export function cells() {
  const x64 = NODES['linux-x64']
  const newest = /** @type {string} */ (x64.at(-1))
  return [
    ...x64.map((version) => here(version, 'npm', byNpm)),
    here(x64[0], 'pnpm', byPnpm),
    here(x64[0], 'Yarn, node_modules', byYarn('node-modules')),
    here(x64[0], "Yarn, Plug'n'Play", byYarn('pnp')),
    ...['bullseye', 'sid'].flatMap((suite) => [bare(suite, x64[0]), bare(suite, newest)]),
    bun(),
    deno(),
    ...NODES['linux-arm64'].map(arm64),
    muslX64(),
    muslArm64(),
    notHere('linux-x64-musl', 'Alpine', 'Node', NO_MUSL_NODE),
    notHere('linux-arm64-musl', 'Alpine', 'Node', NO_MUSL_NODE),
    ...NODES['win32-x64'].map((version) =>
      /^2[02]\./.test(version) ? windows(version) : notHere('win32-x64', 'Wine', `Node ${version}`, NO_NEW_WINE),
    ),
    notHere('darwin-x64', 'macOS', 'Node', NO_MAC),
    notHere('darwin-arm64', 'macOS', 'Node', NO_MAC),
  ]
}

/** A small app below a bundler. @typedef {{ bundler: string, how: string, run: (context: Context) => Promise<string> }} Bundle */

const APP = `import * as np from 'numblas'
const x = np.linalg.solve([[3, 1], [1, 2]], [9, 8])
console.log(String(x))
`

/** @param {string} how @param {(cwd: string, modules: string) => { build: import('./sandbox.mjs').Outcome, file: string }} make @param {'esbuild' | 'vite'} bundler @returns {Bundle} */
const bundle = (bundler, how, make) => ({
  bundler: `${bundler} ${VERSIONS[bundler]}`,
  how,
  run: (context) =>
    inFolder(async (cwd) => {
      const node = await nodeProgram('linux-x64', /** @type {string} */ (NODES['linux-x64'].at(-1)))
      const { install } = await byNpm(cwd, node, context)
      if (install.status !== 0) return `not installed: ${lastWords(install)}`
      writeFileSync(join(cwd, 'app.mjs'), APP)
      mkdirSync(join(cwd, 'out'))
      const { build, file } = make(cwd, await installed(bundler))
      if (build.status !== 0) return `not built: ${lastWords(build)}`
      const outcome = execute(node, [file], { cwd, env: bareEnv() })
      return outcome.status === 0 && outcome.stdout === '[2. 3.]\n' ? 'runs' : lastWords(outcome)
    }),
})

/** @param {string} how @param {string} file @param {string[]} flags */
const esbuild = (how, file, flags) =>
  bundle('esbuild', how, (cwd, modules) => {
    const args = ['app.mjs', '--bundle', '--platform=node', `--outfile=${file}`, '--log-level=error', ...flags]
    return { build: execute(join(modules, 'esbuild/bin/esbuild'), args, { cwd, env: bareEnv() }), file }
  })

/** @param {string} how @param {string} config */
const vite = (how, config) =>
  bundle('vite', how, (cwd, modules) => {
    writeFileSync(join(cwd, 'vite.config.mjs'), config)
    const args = [join(modules, 'vite/bin/vite.js'), 'build', '--ssr', 'app.mjs', '--outDir', 'out']
    // Vite gives the output its source's extension where package.json has no "type".
    return { build: execute(process.execPath, args, { cwd, env: bareEnv() }), file: 'out/app.mjs' }
  })

/** @returns {Bundle[]} */
export const bundles = () => [
  esbuild('ES module, numblas left outside', 'out/app.mjs', ['--format=esm', '--packages=external']),
  esbuild('CommonJS, numblas left outside', 'out/app.cjs', ['--format=cjs', '--packages=external']),
  esbuild('ES module, numblas bundled', 'out/app.mjs', ['--format=esm']),
  esbuild('CommonJS, numblas bundled', 'out/app.cjs', ['--format=cjs']),
  vite('SSR build, as it comes', 'export default {}\n'),
  vite('SSR build, numblas bundled', 'export default { ssr: { noExternal: true } }\n'),
]

/** Whether a command is there. @param {string} command */
export const has = (command) => output('sh', ['-c', `command -v ${command}`]) !== null
