// What a user gets: `npm pack`, installed into an empty project without a compiler, by import, by require and by types.
import { execFileSync, spawnSync } from 'node:child_process'
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
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const platform = `${process.platform}-${process.arch}`

let folder: string
let project: string
let env: NodeJS.ProcessEnv
let packed: string[]

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

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'numblas-installed-'))
  project = join(folder, 'project')
  const bin = join(folder, 'bin')
  mkdirSync(project)
  mkdirSync(bin)
  symlinkSync(process.execPath, join(bin, 'node'))
  const npm = npmProgram()
  const pack = (dir: string) =>
    execFileSync(process.execPath, [npm, 'pack', dir, '--pack-destination', folder], {
      cwd: ROOT,
      // The kernels that the tests ran with, so that nothing is built for this test.
      env: { ...process.env, NUMBLAS_TARGETS: process.env.NUMBLAS_TARGETS || 'native' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  pack('.')
  pack('./node_modules/node-gyp-build')
  const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  const own = tarballs.find((name) => name.startsWith('numblas-')) as string
  packed = execFileSync('tar', ['-tzf', join(folder, own)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((name) => name.replace(/^package\//, ''))
  // No compiler, no build variables, nothing of this project.
  env = { HOME: process.env.HOME, PATH: bin }
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true }\n')
  const files = tarballs.map((name) => join('..', name))
  execFileSync(process.execPath, [npm, 'install', '--offline', '--no-audit', '--no-fund', ...files], {
    cwd: project,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}, 600_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the tarball', () => {
  it('holds code, types, the native build, what a source build needs, and the notices', () => {
    const libc = process.platform === 'linux' ? '.glibc' : ''
    expect(packed).toEqual(
      expect.arrayContaining([
        'dist/index.js',
        'dist/index.mjs',
        'dist/index.d.ts',
        'dist/index.d.mts',
        `prebuilds/${platform}/numblas${libc}.node`,
        'binding/addon.cc',
        'CMakeLists.txt',
        'deps/openblas/manifest.json',
        'scripts/build.mjs',
        'README.md',
        'CHANGELOG.md',
        'LICENSE',
        'THIRD-PARTY-NOTICES.md',
      ]),
    )
  })

  it('holds nothing else', () => {
    const top = new Set(packed.map((name) => name.split('/')[0]))
    expect([...top].sort()).toEqual(
      [
        'CHANGELOG.md',
        'CMakeLists.txt',
        'LICENSE',
        'README.md',
        'THIRD-PARTY-NOTICES.md',
        'binding',
        'deps',
        'dist',
        'package.json',
        'prebuilds',
        'scripts',
      ].sort(),
    )
    expect(packed.filter((name) => /(?<!\.d)\.m?ts$|\.js\.map$/.test(name))).toEqual([])
  })

  it('runs nothing when it is installed', () => {
    const { scripts } = JSON.parse(readFileSync(join(project, 'node_modules/numblas/package.json'), 'utf8'))
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) expect(scripts).not.toHaveProperty(name)
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
  const prebuilds = () => join(project, 'node_modules/numblas/prebuilds')
  beforeAll(() => renameSync(prebuilds(), `${prebuilds()}-away`))
  afterAll(() => renameSync(`${prebuilds()}-away`, prebuilds()))

  const REPORT = `({ code, message }) => console.log(code, message.includes('${platform}'), message.includes('npm run build'))`

  it('says so, by import and by require', () => {
    expect(node('missing.mjs', `import('numblas').catch(${REPORT})`)).toBe('ERR_NATIVE_MISSING true true')
    expect(node('missing.cjs', `try { require('numblas') } catch (error) { (${REPORT})(error) }`)).toBe(
      'ERR_NATIVE_MISSING true true',
    )
  })

  it('says so when the file is not a library', () => {
    const dir = join(prebuilds(), platform)
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'numblas.node'), 'not a library')
    try {
      expect(node('broken.cjs', `try { require('numblas') } catch (error) { (${REPORT})(error) }`)).toBe(
        'ERR_NATIVE_MISSING true true',
      )
    } finally {
      rmSync(prebuilds(), { recursive: true })
    }
  })
})
