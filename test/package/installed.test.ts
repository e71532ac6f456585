// What a user gets: the packages, installed into an empty project without a compiler, by import, by require and by types.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hostPlatform, PLATFORMS, type Platform, packageName } from '../../scripts/platforms/table.mjs'

const ROOT = join(import.meta.dirname, '../..')
const platform = `${process.platform}-${process.arch}`
const HOST = hostPlatform() as Platform
const PACKAGE = packageName(HOST)
const VERSION: string = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version

let folder: string
let project: string
let env: NodeJS.ProcessEnv
let packed: string[]
let packedPlatform: string[]

/** npm's own program: the compiler-free PATH has no shell script of it. */
function npmProgram(): string {
  const known = process.env.npm_execpath
  if (known?.endsWith('npm-cli.js')) return known
  const found = (process.env.PATH ?? '').split(':').find((dir) => existsSync(join(dir, 'npm')))
  return realpathSync(join(found as string, 'npm'))
}

/** Runs a program in the project; returns what it printed. */
function node(file: string, text: string): string {
  writeFileSync(join(project, file), text)
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { cwd: project, env, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}

const installedManifest = (name: string) =>
  JSON.parse(readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8'))

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'numblas-installed-'))
  project = join(folder, 'project')
  const bin = join(folder, 'bin')
  mkdirSync(project)
  mkdirSync(bin)
  symlinkSync(process.execPath, join(bin, 'node'))
  const npm = npmProgram()
  const run = (...args: string[]) =>
    execFileSync(process.execPath, args, {
      cwd: ROOT,
      // The kernels that the tests ran with, so that nothing is built for this test.
      env: { ...process.env, NUMBLAS_TARGETS: process.env.NUMBLAS_TARGETS || 'native' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  run('scripts/prebuild.mjs', '--out', folder)
  const packages = join(folder, 'packages')
  const prebuilds = join(folder, 'prebuilds')
  run('scripts/packages.mjs', '--out', packages, '--prebuilds', prebuilds, '--platform', HOST.name)
  run(npm, 'pack', './node_modules/node-gyp-build', '--pack-destination', packages)
  const tarballs = readdirSync(packages).filter((name) => name.endsWith('.tgz'))
  const list = (tarball: string) =>
    execFileSync('tar', ['-tzf', join(packages, tarball)], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((name) => name.replace(/^package\//, ''))
  packed = list(`numblas-${VERSION}.tgz`)
  packedPlatform = list(`numblas-${HOST.name}-${VERSION}.tgz`)
  // No compiler, no build variables, nothing of this project.
  env = { HOME: process.env.HOME, PATH: bin }
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true }\n')
  const files = tarballs.map((name) => join('../packages', name))
  execFileSync(process.execPath, [npm, 'install', '--offline', '--no-audit', '--no-fund', ...files], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}, 600_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the main tarball', () => {
  it('holds code, types, what a source build needs, the notices and the bill of materials', () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        'dist/index.js',
        'dist/index.mjs',
        'dist/index.d.ts',
        'dist/index.d.mts',
        'binding/addon.cc',
        'CMakeLists.txt',
        'deps/openblas/manifest.json',
        'scripts/build.mjs',
        'README.md',
        'CHANGELOG.md',
        'LICENSE',
        'THIRD-PARTY-NOTICES.md',
        'sbom.cdx.json',
      ]),
    )
  })

  it('holds nothing else, no binary above all', () => {
    const top = new Set(packed.map((name) => name.split('/')[0]))
    expect([...top].sort()).toEqual(
      [
        'CHANGELOG.md',
        'CMakeLists.txt',
        'CONTRIBUTING.md',
        'LICENSE',
        'README.md',
        'THIRD-PARTY-NOTICES.md',
        'binding',
        'deps',
        'dist',
        'docs',
        'package.json',
        'sbom.cdx.json',
        'scripts',
      ].sort(),
    )
    expect(packed.filter((name) => /(?<!\.d)\.m?ts$|\.js\.map$|\.node$/.test(name))).toEqual([])
  })

  it('holds every document that its README links to', () => {
    const links = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/\]\(([^):]+)\)/g)].map(([, link]) => link)
    expect(links).toContain('docs/porting.md')
    expect(packed).toEqual(expect.arrayContaining(links))
  })

  it('asks for the platforms in exactly its own version', () => {
    const { optionalDependencies, version } = installedManifest('numblas')
    expect(optionalDependencies).toEqual(Object.fromEntries(PLATFORMS.map(({ name }) => [`@numblas/${name}`, version])))
  })

  it('runs nothing when it is installed', () => {
    for (const name of ['numblas', PACKAGE]) {
      const { scripts = {} } = installedManifest(name)
      for (const script of ['preinstall', 'install', 'postinstall', 'prepare'])
        expect(scripts).not.toHaveProperty(script)
    }
  })
})

describe("the platform's tarball", () => {
  it('holds the native build and its papers', () => {
    const papers = ['LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.md', 'package.json', 'sbom.cdx.json']
    expect(packedPlatform.sort()).toEqual([...papers, 'numblas.node'].sort())
  })

  it('is for this platform alone', () => {
    const { os, cpu, libc, version } = installedManifest(PACKAGE)
    expect({ os, cpu, version }).toEqual({ os: [process.platform], cpu: [process.arch], version: VERSION })
    expect(libc).toEqual(HOST.libc && [HOST.libc])
  })
})

describe('the bill of materials', () => {
  const bill = (name: string) => JSON.parse(readFileSync(join(project, 'node_modules', name, 'sbom.cdx.json'), 'utf8'))

  it('names what is compiled in, by version, licence and sum', () => {
    const { bomFormat, specVersion, serialNumber, metadata, components } = bill(PACKAGE)
    expect([bomFormat, specVersion, metadata.component.name]).toEqual(['CycloneDX', '1.6', PACKAGE])
    expect(serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    const addon = readFileSync(join(project, 'node_modules', PACKAGE, 'numblas.node'))
    const sum = createHash('sha256').update(addon).digest('hex')
    expect(components[0].hashes).toEqual([{ alg: 'SHA-256', content: sum }])
    for (const name of ['openblas', 'lapack', 'highway', 'sleef']) {
      const manifest = JSON.parse(readFileSync(join(ROOT, 'deps', name, 'manifest.json'), 'utf8'))
      const part = components.find((component: { name: string }) => component.name === name)
      expect(part.version).toBe(manifest.version)
      expect(part.licenses).toHaveLength(1)
      const sums = manifest.archives.map((archive: { sha256: string }) => archive.sha256)
      expect(sums).toContain(part.externalReferences[0].hashes[0].content)
    }
  })

  it('names what npm installs with the main package', () => {
    const names = bill('numblas').components.map((component: { name: string }) => component.name)
    expect(names).toEqual(['node-gyp-build', ...PLATFORMS.map(({ name }) => `@numblas/${name}`)])
  })
})

const PROGRAM = `
  const a = np.array([[3, 1], [1, 2]])
  console.log(String(np.dot(a, [1, 1])), String(np.linalg.solve(a, [9, 8])))
  const { U, S, Vh } = np.linalg.svd(a)
  console.log(np.matmul(np.multiply(U, S), Vh).tolist().map((row) => row.map((x) => Number(x.toFixed(12)))))
`
const RESULT = '[4. 3.] [2. 3.]\n[ [ 3, 1 ], [ 1, 2 ] ]'

describe('installed without a compiler', () => {
  it('runs by import', () => {
    expect(node('namespace.mjs', `import * as np from 'numblas'\n${PROGRAM}`)).toBe(RESULT)
    expect(node('default.mjs', `import np from 'numblas'\n${PROGRAM}`)).toBe(RESULT)
    expect(node('names.mjs', `import { array, linalg } from 'numblas'\nconsole.log(linalg.norm(array([3, 4])))`)).toBe(
      '5',
    )
  })

  it('runs by require', () => {
    expect(node('required.cjs', `const np = require('numblas')\n${PROGRAM}`)).toBe(RESULT)
  })

  it('is one library by both ways', () => {
    const text = `
      import { createRequire } from 'node:module'
      import * as np from 'numblas'
      const required = createRequire(import.meta.url)('numblas')
      const names = Object.keys(required).sort()
      console.log(np.default === required, required.default === required)
      console.log(names.join() === Object.keys(np).filter((name) => name !== 'default').sort().join())
      console.log(names.every((name) => Object.is(np[name], required[name])), required.zeros(2) instanceof np.NDArray)`
    expect(node('both.mjs', text)).toBe('true true\ntrue\ntrue true')
  })

  it('loads the prebuild', () => {
    const text = `import { show_config } from 'numblas'\nconsole.log(show_config('dicts').blas.name)`
    expect(node('config.mjs', text)).toMatch(/^OpenBLAS 0\.3\.\d+/)
    expect(packed.some((name) => name.startsWith('build/'))).toBe(false)
  })
})

/** A program whose types must be exactly these. */
const TYPES = `
  type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
  function exactly<_Expected>() { return <Actual,>(_: Actual, _same: Same<Actual, _Expected>) => {} }

  const a = array([[3, 1], [1, 2]])
  exactly<np.NDArray<'float64'>>()(a, true)
  exactly<np.NDArray<'float64'>>()(np.linalg.solve(a, [9, 8]), true)
  exactly<np.NDArray<'complex64'>>()(linalg.svd(np.zeros([2, 2], 'complex64')).U, true)
  exactly<np.NDArray<'float32'>>()(linalg.svd(np.zeros([2, 2], 'complex64')).S, true)
  exactly<np.NDArray<'float64'>>()(np.add(np.zeros(2, 'int32'), np.zeros(2, 'float32')), true)
  // @ts-expect-error no such name
  np.no_such_name
  // @ts-expect-error no such dtype
  np.zeros(2, 'float65')
`

describe('types', { timeout: 240_000 }, () => {
  // A TypeScript project for Node has Node's types.
  beforeAll(() => {
    for (const name of ['@types/node', 'undici-types']) {
      cpSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), { recursive: true })
    }
  })
  const check = (name: string, text: string, options: Record<string, unknown>) => {
    writeFileSync(join(project, name), text)
    const tsconfig = {
      compilerOptions: { target: 'es2022', strict: true, noEmit: true, types: [], skipLibCheck: false, ...options },
      files: [name],
    }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(tsconfig))
    const tsc = join(dirname(realpathSync(join(ROOT, 'node_modules/typescript/package.json'))), 'bin/tsc')
    return spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' }).stdout
  }
  const imports = `import * as np from 'numblas'\nimport { array, linalg } from 'numblas'\nimport whole from 'numblas'\n`
  const body = `${TYPES}\n  exactly<np.NDArray<'float64'>>()(whole.ones(3), true)\n`

  it('of an ES module', () => {
    expect(check('types.mts', imports + body, { module: 'node16' })).toBe('')
  })

  it('of a CommonJS module', () => {
    expect(check('types.cts', imports + body, { module: 'node16' })).toBe('')
    expect(
      check('required.cts', `import np = require('numblas')\nconst { array, linalg } = np\n${TYPES}`, {
        module: 'node16',
      }),
    ).toBe('')
  })

  it('for a bundler', () => {
    expect(check('bundled.ts', imports + body, { module: 'esnext', moduleResolution: 'bundler' })).toBe('')
  })
})

describe('without a native build for this machine', () => {
  const own = () => join(project, 'node_modules', PACKAGE)
  const main = () => join(project, 'node_modules/numblas')
  beforeAll(() => renameSync(own(), `${own()}-away`))
  afterAll(() => renameSync(`${own()}-away`, own()))
  /** A package in the platform package's place. */
  const stand = (version: string, addon: string) => {
    mkdirSync(own(), { recursive: true })
    writeFileSync(join(own(), 'package.json'), JSON.stringify({ name: PACKAGE, version, main: 'numblas.node' }))
    writeFileSync(join(own(), 'numblas.node'), addon)
  }
  afterEach(() => rmSync(own(), { recursive: true, force: true }))

  const REPORT = `({ code, message }) => console.log(code + '\\n' + message)`
  const required = () => node('required.cjs', `try { require('numblas') } catch (error) { (${REPORT})(error) }`)

  it('says what it looked for and what to do, by import and by require', () => {
    const message = required()
    expect(message).toMatch(/^ERR_NATIVE_MISSING\nnumblas: expected a native build for /)
    expect(message).toContain(`expected a native build for ${platform}`)
    expect(message).toContain(`the package ${PACKAGE}: not installed`)
    expect(message).toContain(`npm install ${PACKAGE}@${VERSION}`)
    expect(message).toContain(`npm run build in ${main()}`)
    expect(node('missing.mjs', `import('numblas').catch(${REPORT})`)).toBe(message)
  })

  it('says so when the file is not a library', () => {
    stand(VERSION, 'not a library')
    expect(required()).toMatch(new RegExp(`the package ${PACKAGE}: (?!not installed).*numblas.node`))
  })

  it('says so when the package is of another version', () => {
    stand('0.0.1', 'not a library')
    expect(required()).toContain(`the package ${PACKAGE}: it is of version 0.0.1, and this is numblas ${VERSION}`)
  })

  it('takes a prebuild of its own first, as `npm pack` in a clone makes it', () => {
    const folder = join(main(), 'prebuilds', platform)
    mkdirSync(folder, { recursive: true })
    cpSync(join(`${own()}-away`, 'numblas.node'), join(folder, 'numblas.node'))
    try {
      expect(node('own.cjs', `console.log(String(require('numblas').ones(2)))`)).toBe('[1. 1.]')
    } finally {
      rmSync(join(main(), 'prebuilds'), { recursive: true })
    }
  })
})
