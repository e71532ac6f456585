// The dependency scripts without a network and without a compiler: fake manifests, temporary folders.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { closure, identifiers } from '../../deps/lapack/build.mjs'
import { renames } from '../../deps/openblas/build.mjs'
import { read } from '../../deps/openblas/test.mjs'
import { obtain, verify } from '../../scripts/deps/archive.mjs'
import { cacheRoot, entryOf, keyOf, withLock } from '../../scripts/deps/cache.mjs'
import { CROSS, hostName } from '../../scripts/deps/cross.mjs'
import { packageVersion, sourcesList } from '../../scripts/deps/debian.mjs'
import { DepsError, duration, run } from '../../scripts/deps/run.mjs'
import {
  chooseTargets,
  findToolchain,
  runnableTargets,
  targetFromMacros,
  targetsOf,
} from '../../scripts/deps/toolchain.mjs'
import { entryName, patchesOf, readManifest } from '../../scripts/deps.mjs'
import { PLATFORMS } from '../../scripts/platforms/table.mjs'
import { advice, missingPackages } from '../../scripts/setup.mjs'

const sum = (text: string) => createHash('sha256').update(text).digest('hex')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'numblas-deps-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('obtain', () => {
  const content = 'the archive'
  const archives = [
    { file: 'thing-1.tar.gz', sha256: sum(content), url: 'https://upstream.invalid/thing-1.tar.gz' },
    {
      file: 'thing_1.orig.tar.xz',
      sha256: sum('repacked'),
      debian: { source: 'thing', version: '1', suites: ['suite'] },
    },
  ]
  const manifest = { name: 'thing', version: '1', archives }
  const quiet = () => {}
  const offline = {
    download: async () => {
      throw new Error('no network')
    },
    debian: async () => {
      throw new Error('this machine has no apt')
    },
  }

  it('takes the first archive that upstream gives, and then the cache', async () => {
    let downloads = 0
    const fetchers = {
      ...offline,
      download: async (_url: string, to: string) => {
        downloads++
        writeFileSync(to, content)
      },
    }
    const first = await obtain(manifest, folder, { env: {}, fetchers, note: quiet })
    expect(first.archive.file).toBe('thing-1.tar.gz')
    expect(readFileSync(first.path, 'utf8')).toBe(content)
    const second = await obtain(manifest, folder, { env: {}, fetchers: offline, note: quiet })
    expect(second.path).toBe(first.path)
    expect(downloads).toBe(1)
  })

  it('goes on to the distribution, then to NUMBLAS_SOURCES', async () => {
    const fetchers = {
      ...offline,
      debian: async (_s: unknown, _f: string, to: string) => writeFileSync(to, 'repacked'),
    }
    const got = await obtain(manifest, folder, { env: {}, fetchers, note: quiet })
    expect(got.archive.file).toBe('thing_1.orig.tar.xz')

    const sources = join(folder, 'sources')
    mkdirSync(sources)
    writeFileSync(join(sources, 'thing_1.orig.tar.xz'), 'repacked')
    const root = join(folder, 'other')
    const local = await obtain(manifest, root, { env: { NUMBLAS_SOURCES: sources }, fetchers: offline, note: quiet })
    expect(readFileSync(local.path, 'utf8')).toBe('repacked')
  })

  it('names the file and both sums when the content is wrong, and keeps nothing', async () => {
    const fetchers = { ...offline, download: async (_url: string, to: string) => writeFileSync(to, 'tampered') }
    const error = await obtain(manifest, folder, { env: {}, fetchers, note: quiet }).catch((e) => e)
    expect(error).toBeInstanceOf(DepsError)
    expect(error.code).toBe('ERR_SHA256')
    expect(error.message).toContain('thing-1.tar.gz')
    expect(error.message).toContain(sum(content))
    expect(error.message).toContain(sum('tampered'))
    expect(readdirSync(join(folder, 'archives'))).toEqual([])
  })

  it('checks what is in the cache each time', async () => {
    mkdirSync(join(folder, 'archives'))
    writeFileSync(join(folder, 'archives', 'thing-1.tar.gz'), 'cut off')
    await expect(obtain(manifest, folder, { env: {}, fetchers: offline, note: quiet })).rejects.toThrow(sum('cut off'))
  })

  it('without any way says what was tried and what to do', async () => {
    const env = { NUMBLAS_SOURCES: join(folder, 'nothing') }
    const error = await obtain(manifest, folder, { env, fetchers: offline, note: quiet }).catch((e) => e)
    expect(error.code).toBe('ERR_NO_SOURCE')
    expect(error.message).toContain('https://upstream.invalid/thing-1.tar.gz: no network')
    expect(error.message).toContain('this machine has no apt')
    expect(error.message).toContain('NUMBLAS_SOURCES')
    expect(error.message).toContain(`thing_1.orig.tar.xz  sha256 ${sum('repacked')}`)
  })

  it('verify accepts the right file', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, content)
    await expect(verify(file, sum(content), 'here')).resolves.toBeUndefined()
  })
})

describe('cache', () => {
  it('is where the environment says', () => {
    expect(cacheRoot({ NUMBLAS_CACHE: '/a' })).toBe('/a')
    expect(cacheRoot({ XDG_CACHE_HOME: '/b' })).toBe('/b/numblas')
    expect(cacheRoot({})).toMatch(/\/\.cache\/numblas$/)
  })

  it('shows an entry only when it is complete', async () => {
    const failed = entryOf(folder, 'lib-1', async (entry) => {
      writeFileSync(join(entry, 'half'), '')
      throw new Error('the compiler failed')
    })
    await expect(failed).rejects.toThrow('the compiler failed')
    expect(existsSync(join(folder, 'lib-1'))).toBe(false)
    expect(readdirSync(join(folder, 'tmp'))).toEqual([])

    const { dir, made } = await entryOf(folder, 'lib-1', async (entry) => writeFileSync(join(entry, 'whole'), ''))
    expect([dir, made]).toEqual([join(folder, 'lib-1'), true])
    expect(readdirSync(dir)).toEqual(['whole'])
  })

  it('makes an entry once when two ask at the same time', async () => {
    let builds = 0
    const make = async (entry: string) => {
      builds++
      await new Promise((resolve) => setTimeout(resolve, 50))
      writeFileSync(join(entry, 'lib.a'), '')
    }
    const results = await Promise.all([entryOf(folder, 'lib-2', make), entryOf(folder, 'lib-2', make)])
    expect(builds).toBe(1)
    expect(results.filter(({ made }) => made)).toHaveLength(1)
  })

  it('takes over the lock of a process that has died', async () => {
    mkdirSync(join(folder, 'locks'))
    writeFileSync(join(folder, 'locks', 'lib-3'), `${hostname()} 999999999`)
    expect(await withLock(folder, 'lib-3', async () => 'done', { poll: 5, note: () => {} })).toBe('done')
    expect(readdirSync(join(folder, 'locks'))).toEqual([])
  })

  it('waits for a lock whose owner lives', async () => {
    mkdirSync(join(folder, 'locks'))
    const lock = join(folder, 'locks', 'lib-4')
    writeFileSync(lock, `${hostname()} ${process.pid}`)
    const notes: string[] = []
    const waiting = withLock(folder, 'lib-4', async () => existsSync(lock), {
      poll: 5,
      note: (line) => notes.push(line),
    })
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(notes).toHaveLength(1)
    rmSync(lock)
    expect(await waiting).toBe(true)
  })

  it('keys change with manifest, patches, targets and compiler', () => {
    expect(keyOf({ a: 1 })).not.toBe(keyOf({ a: 2 }))
    const deps = join(folder, 'deps')
    mkdirSync(join(deps, 'thing', 'patches'), { recursive: true })
    writeFileSync(join(deps, 'thing', 'manifest.json'), '{"version":"1"}')
    const toolchain = { version: 'gcc 12', arch: 'x64', platform: 'linux-x64' }
    const names = new Set<string>()
    const note = (options: object) => names.add(entryName('thing', { deps, ...options }))
    note({ toolchain, targets: ['A'] })
    note({ toolchain, targets: ['A'] })
    expect(names.size).toBe(1)
    note({ toolchain, targets: ['B'] })
    note({ toolchain: { ...toolchain, version: 'gcc 13' }, targets: ['A'] })
    writeFileSync(join(deps, 'thing', 'patches', '1.patch'), 'x')
    note({ toolchain, targets: ['A'] })
    writeFileSync(join(deps, 'thing', 'build.mjs'), '')
    note({ toolchain, targets: ['A'] })
    writeFileSync(join(deps, 'thing', 'manifest.json'), '{"version":"2"}')
    note({ toolchain, targets: ['A'] })
    expect(names.size).toBe(6)
  })

  it("keys do not change with another platform's kernel sets", () => {
    const deps = join(folder, 'deps')
    mkdirSync(join(deps, 'thing'), { recursive: true })
    const toolchain = { version: 'gcc 12', arch: 'x64', platform: 'linux-x64' }
    const name = (targets: object) => {
      writeFileSync(join(deps, 'thing', 'manifest.json'), JSON.stringify({ version: '1', targets }))
      return entryName('thing', { deps, toolchain, targets: ['A'] })
    }
    const one = name({ x64: { all: ['A'] } })
    expect(name({ x64: { all: ['A'] }, arm64: { all: ['N'] } })).toBe(one)
    expect(name({ x64: { all: ['A', 'B'] } })).not.toBe(one)
  })
})

describe('toolchain', () => {
  it('names everything that is missing and the way out', () => {
    const probe = (command: string) => (command === 'gfortran' || command === 'make' ? null : `${command} 12`)
    const attempt = () => findToolchain({ probe, env: {} })
    expect(attempt).toThrow(DepsError)
    expect(attempt).toThrow(/gfortran \(the Fortran compiler\), make \(GNU make\)/)
    expect(attempt).toThrow(/node scripts\/setup\.mjs/)
  })

  it('uses the compilers that the environment names', () => {
    const tools = findToolchain({ probe: (command) => `${command} 1`, env: { CC: 'mycc', FC: 'myfc' }, arch: 'x64' })
    expect(tools).toMatchObject({
      cc: 'mycc',
      fc: 'myfc',
      version: 'mycc 1; myfc 1',
      arch: 'x64',
      platform: hostName(),
    })
  })

  it('takes the cross compilers of the platform that is asked for, whatever CC is', () => {
    const probe = (command: string) => `${command} 1`
    for (const [platform, cross] of Object.entries(CROSS)) {
      const tools = findToolchain({ probe, env: { NUMBLAS_PLATFORM: platform, CC: 'mycc' } })
      expect(tools).toMatchObject({ platform, arch: cross.arch, hostCc: 'mycc' })
      expect(tools.objcopy).toBe(`${cross.musl?.system ?? cross.prefix}objcopy`)
      expect(tools.version).toContain(platform)
      if (cross.musl) expect(PLATFORMS.map(({ name }) => name)).toContain(cross.musl.libraries)
      expect(tools.cc).not.toContain('mycc')
      const missing = missingPackages({ has: () => false, exists: () => true, env: { NUMBLAS_PLATFORM: platform } })
      expect(missing).toEqual(expect.arrayContaining(cross.needs))
    }
    const unknown = () => findToolchain({ probe, env: { NUMBLAS_PLATFORM: 'plan9-x64' } })
    expect(unknown).toThrow(/NUMBLAS_PLATFORM is "plan9-x64".*linux-arm64/)
  })

  const macros = (...names: string[]) => names.map((name) => `#define __${name}__ 1\n`).join('')
  const avx512 = [
    'AVX512F',
    'AVX512BW',
    'AVX512DQ',
    'AVX512VL',
    'AVX512CD',
    'FMA',
    'BMI2',
    'LZCNT',
    'AVX2',
    'AVX',
    'SSE4_2',
  ]

  it('picks kernels by features, not by model', () => {
    expect(targetFromMacros(macros('SSE2'))).toBe('PRESCOTT')
    expect(targetFromMacros(macros('SSE4_2'))).toBe('NEHALEM')
    expect(targetFromMacros(macros('SSE4_2', 'AVX'))).toBe('SANDYBRIDGE')
    expect(targetFromMacros(macros('AVX', 'AVX2'))).toBe('SANDYBRIDGE')
    expect(targetFromMacros(macros('AVX', 'AVX2', 'FMA'))).toBe('HASWELL')
    expect(targetFromMacros(`${macros('AVX', 'AVX2', 'FMA')}#define __znver3__ 1\n`)).toBe('ZEN')
    expect(targetFromMacros(macros(...avx512))).toBe('SKYLAKEX')
    expect(targetFromMacros(macros(...avx512, 'AVX512BF16', 'AVX512VNNI'))).toBe('COOPERLAKE')
    const sapphire = ['AVX512BF16', 'AVX512VNNI', 'AMX_BF16', 'AMX_TILE', 'AVX512FP16', 'AVX512VBMI2', 'AVXVNNI']
    expect(targetFromMacros(macros(...avx512, ...sapphire))).toBe('SAPPHIRERAPIDS')
    expect(runnableTargets(macros(...avx512))).toEqual([
      'SKYLAKEX',
      'HASWELL',
      'ZEN',
      'SANDYBRIDGE',
      'NEHALEM',
      'PRESCOTT',
    ])
  })

  it('reads NUMBLAS_TARGETS', () => {
    const targets = { x64: { baseline: 'PRESCOTT', all: ['HASWELL', 'ZEN'] } }
    const choose = (wanted: string, arch = 'x64') =>
      chooseTargets(wanted, targetsOf(targets, { platform: `linux-${arch}`, arch }), {
        arch,
        macros: () => macros('AVX2', 'FMA'),
      })
    expect(choose('all')).toEqual(['HASWELL', 'ZEN'])
    expect(choose('native')).toEqual(['HASWELL'])
    expect(choose('zen, haswell')).toEqual(['ZEN', 'HASWELL'])
    expect(() => choose('haswel')).toThrow(/expected native, all, or some of HASWELL ZEN/)
    expect(() => choose('native', 'mips')).toThrow(/mips/)
    // Nothing about this machine matters to another one.
    expect(chooseTargets('native', targets.x64, { arch: 'x64', cross: {} })).toEqual(['HASWELL', 'ZEN'])
  })
})

describe('debian', () => {
  it('writes a sources list with the mirror that the machine uses', () => {
    const targets = 'http://mirror.invalid/security/\nhttp://mirror.invalid/debian/\n'
    expect(sourcesList(targets, ['one'], ['/k/a.gpg', '/k/b.gpg'])).toBe(
      'deb-src [signed-by=/k/a.gpg,/k/b.gpg] http://mirror.invalid/debian/ one main\n',
    )
    expect(sourcesList('\n', ['one'], [])).toBeNull()
  })

  it('finds the newest packaging of an upstream version', () => {
    const index = 'Package: x\nVersion: 1.2-1\n\nPackage: x\nVersion: 1.3+ds-1\n\nPackage: x\nVersion: 1.3+ds-2\n'
    expect(packageVersion(index, '1.3+ds')).toBe('1.3+ds-2')
    expect(packageVersion(index, '1.2')).toBe('1.2-1')
    expect(packageVersion(index, '1.4')).toBeNull()
  })
})

describe('run', () => {
  it('shows the end of the log when a command fails', async () => {
    const log = join(folder, 'log')
    const failing = run('sh', ['-c', 'echo the reason; exit 3'], { log })
    await expect(failing).rejects.toThrow(/failed with status 3[\s\S]*the reason/)
    await expect(run('numblas-no-such-command', [], { log })).rejects.toThrow(/setup\.mjs/)
  })

  it('writes durations for people', () => {
    expect(duration(4_200)).toBe('4 s')
    expect(duration(250_000)).toBe('4 min 10 s')
  })
})

describe('openblas', () => {
  it('gives public names the suffix and leaves internal ones', () => {
    const symbols = [
      '0000000000000000 T dgemm_',
      '                 U xerbla_',
      '0000000000000010 T cblas_dgemm',
      '0000000000000000 D openblas_thread_limit',
      '0000000000000000 T dgemm_nn',
      '                 U malloc',
      '                 U _gfortran_concat_string',
      'dgemm.o:',
    ].join('\n')
    expect(renames(symbols, '64_')).toEqual([
      'cblas_dgemm cblas_dgemm64_',
      'dgemm_ dgemm_64_',
      'openblas_thread_limit openblas_thread_limit64_',
      'xerbla_ xerbla_64_',
    ])
  })

  it('counts what its tests print', () => {
    expect(read('RESULTS: 114 tests (113 ok, 1 failed, 0 skipped) ran in 22 ms\n')).toMatchObject({ passed: 113 })
    expect(read('RESULTS: 114 tests (114 ok, 0 failed, 0 skipped) ran in 22 ms\n').failures).toEqual([])
    const passed =
      ' cblas_sgemv  PASSED THE COMPUTATIONAL TESTS ( 3461 CALLS)\n DGEMM  PASSED THE TESTS OF ERROR-EXITS\n'
    expect(read(passed)).toEqual({ passed: 2, failures: [] })
    expect(read(' ******* DGEMM  FAILED ON CALL NUMBER:\n').failures).toHaveLength(1)
  })
})

describe('lapack', () => {
  it('follows calls, not comments and strings', () => {
    expect(
      identifiers("      CALL DGEMM( 'DLANGE' )\n*     CALL DOLD\n      X = DLAMCH( 'E' ) ! DNEW\n", true),
    ).toEqual(new Set(['call', 'dgemm', 'x', 'dlamch']))
    mkdirSync(join(folder, 'SRC'))
    mkdirSync(join(folder, 'INSTALL'))
    writeFileSync(join(folder, 'SRC', 'root.f'), '      CALL PART\n      CALL ELSEWHERE\n      CALL XERBLA\n')
    writeFileSync(join(folder, 'SRC', 'part.f90'), 'x = machine() ! unused()\n')
    writeFileSync(join(folder, 'SRC', 'unused.f'), '')
    writeFileSync(join(folder, 'SRC', 'xerbla.f'), '')
    writeFileSync(join(folder, 'INSTALL', 'machine.f'), '')
    const names = closure(folder, ['root'], ['xerbla']).map(({ name }) => name)
    expect(names).toEqual(['machine', 'part', 'root'])
    expect(() => closure(folder, ['nothing'], [])).toThrow(/nothing/)
  })
})

describe('manifests', () => {
  for (const name of ['openblas', 'lapack', 'highway', 'sleef', 'musl', 'libstdcxx']) {
    it(`${name} pins version and sums`, () => {
      const manifest = readManifest(name)
      expect(manifest.name).toBe(name)
      expect(manifest.archives.length).toBeGreaterThan(0)
      for (const { file, sha256, url, debian } of manifest.archives) {
        expect(file).toMatch(/\.tar\.(gz|xz)$/)
        expect(sha256).toMatch(/^[0-9a-f]{64}$/)
        expect(url ?? debian).toBeDefined()
      }
    })
  }

  it('patches say why they exist', () => {
    for (const file of patchesOf('openblas')) {
      const text = readFileSync(file, 'utf8')
      expect(text.slice(0, text.indexOf('--- ')).trim().length, file).toBeGreaterThan(40)
    }
  })
})

describe('setup', () => {
  it('lists only what is missing, and how to get it', () => {
    const missing = missingPackages({ has: (command) => command !== 'gfortran', exists: () => true, debian: true })
    expect(missing.map(({ pack }) => pack)).toEqual(['gfortran'])
    expect(advice(missing)).toMatch(/apt-get install -y gfortran/)
    expect(missingPackages({ has: () => true, exists: () => false, debian: false })).toEqual([])
  })
})
