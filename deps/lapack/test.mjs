// LAPACK's own tests (its TESTING folder), linked with any libraries: ours for the question, the reference's for the answer.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'

/** @typedef {Pick<import('../openblas/build.mjs').Context, 'manifest' | 'src' | 'entry' | 'work' | 'tools' | 'jobs' | 'log' | 'env' | 'run' | 'output'>} Context */

/** Compiled first, in this order. */
const MODULES = ['SRC/la_constants.f90', 'SRC/la_xisnan.F90']

/** Variants for a library of extra-precise BLAS: they define the same names as the plain ones. */
const EXTRA_PRECISE = /^.(?:drv(?:gb|ge|he|sy|po)x|errvxx|err(?:ge|he|sy|po)x|ebchvxx)\.f$/

/** What the test programs bring in the library's place: block sizes from the input, errors that are wanted. */
const OVERRIDES = ['ilaenv', 'xlaenv', 'xerbla', 'chkxer']

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} folder
 * @property {string} main the object with the main program
 * @property {string[]} inputs
 */

/** @param {string} types some of the letters s, d, c, z @returns {Program[]} */
export function programs(types) {
  return [...types].flatMap((p) => {
    const own = ['ec', 'ed', 'gg', 'gd', 'sb', 'sg', 'bal', 'bak', 'gbal', 'gbak', 'bb'].map((name) => `${p}${name}`)
    const eigen = ['nep', 'sep', 'se2', 'svd', ...own, 'glm', 'gqr', 'gsv', 'csd', 'lse']
    const pair = p === 'd' ? 'ds' : p === 'z' ? 'zc' : ''
    const mixed = types.includes(pair.charAt(1)) ? pair : ''
    return [
      { name: `xlintst${p}`, folder: 'LIN', main: `${p}chkaa`, inputs: [`${p}test`] },
      ...(mixed ? [{ name: `xlintst${mixed}`, folder: 'LIN', main: `${p}chkab`, inputs: [`${mixed}test`] }] : []),
      { name: `xlintstrf${p}`, folder: 'LIN', main: `${p}chkrfp`, inputs: [`${p}test_rfp`] },
      { name: `xeigtst${p}`, folder: 'EIG', main: `${p}chkee`, inputs: eigen },
      { name: `xdmdeigtst${p}`, folder: 'EIG', main: `${p}chkdmd`, inputs: [`${p}dmd`] },
    ]
  })
}

/**
 * Compiles reference LAPACK and BLAS and the test programs, every Fortran name with the library's suffix.
 * @param {Context} context
 * @param {string} types
 */
export async function build({ manifest, src, entry, work, tools, jobs, log, env, run, output }, types) {
  const left = [...'sdcz'].filter((letter) => !types.includes(letter)).join('')
  const typed = new RegExp(`^[${left}-](?!hkxer|hla_|econd|abs1)`)
  const flags = ['-frecursive', '-fdefault-integer-8', '-fallow-argument-mismatch', '-w', `-ffile-prefix-map=${src}=.`]
  const modules = join(work, 'modules')
  mkdirSync(modules)
  const compileAll = async (
    /** @type {string} */ folder,
    /** @type {string[]} */ files,
    /** @type {string} */ level,
    count = jobs,
  ) => {
    mkdirSync(folder, { recursive: true })
    const rest = [...files]
    const worker = async () => {
      for (let batch = rest.splice(0, 8); batch.length > 0; batch = rest.splice(0, 8)) {
        const sources = batch.map((file) => join(src, file))
        await run(tools.fc, [level, ...flags, `-J${modules}`, '-c', ...sources], { cwd: folder, log, env })
      }
    }
    await Promise.all(Array.from({ length: count }, worker))
  }
  const sources = (/** @type {string} */ folder, /** @type {(name: string) => boolean} */ wanted = () => true) =>
    readdirSync(join(src, folder))
      .filter((name) => /\.(f|f90)$/i.test(name) && wanted(name) && !typed.test(name))
      .map((name) => join(folder, name))

  const lapack = join(work, 'lapack')
  await compileAll(lapack, MODULES, '-O1', 1)
  const auxiliary = ['ilaver', 'lsame', 'slamch', 'dlamch', 'sroundup_lwork', 'droundup_lwork']
  const clocks = ['second_INT_ETIME', 'dsecnd_INT_ETIME']
  // INSTALL's are in SRC, too, in part: SRC wins.
  const inSrc = new Set(readdirSync(join(src, 'SRC')))
  const install = [...auxiliary, ...clocks].filter((name) => !inSrc.has(`${name}.f`)).map((name) => `INSTALL/${name}.f`)
  await compileAll(lapack, [...sources('SRC').filter((file) => !MODULES.includes(file)), ...install], '-O1')
  await compileAll(
    join(work, 'blas'),
    sources('BLAS/SRC', (name) => name !== 'lsame.f' && !/^xerbla/.test(name)),
    '-O2',
  )
  await compileAll(join(work, 'matgen'), sources('TESTING/MATGEN'), '-O1')
  for (const folder of ['LIN', 'EIG']) {
    await compileAll(
      join(work, folder),
      sources(`TESTING/${folder}`, (name) => !EXTRA_PRECISE.test(name)),
      '-O1',
    )
  }

  // xerbla stops the process: the programs that don't bring one of their own never get that far.
  const names = ['lapack', 'blas', 'matgen', 'LIN', 'EIG']
  const objectsOf = (/** @type {string} */ name) => readdirSync(join(work, name)).filter((file) => file.endsWith('.o'))
  const symbols = new Set()
  for (const name of names) {
    const files = objectsOf(name).map((file) => join(work, name, file))
    for (const line of (output('nm', ['-g', ...files]) ?? '').split('\n')) {
      const match = /^[0-9a-f]*\s+[A-Za-z]\s+([a-z][a-z0-9_]*_)$/.exec(line)
      if (match) symbols.add(match[1])
    }
  }
  const map = join(work, 'symbols.map')
  writeFileSync(map, [...symbols].map((name) => `${name} ${name}${manifest.symbolSuffix}\n`).join(''))
  for (const name of names) {
    const plain = join(work, `${name}.a`)
    await run('ar', ['-rcsD', plain, ...objectsOf(name)], { cwd: join(work, name), log, env })
    await run('objcopy', ['-D', `--redefine-syms=${map}`, plain, join(entry, `${name}.a`)], { log, env })
  }
  for (const folder of ['LIN', 'EIG']) {
    mkdirSync(join(entry, folder))
    const mains = programs(types).filter((program) => program.folder === folder)
    for (const name of [...OVERRIDES, ...mains.map(({ main }) => main)]) {
      const object = join(entry, folder, `${name}.o`)
      await run('objcopy', ['-D', `--redefine-syms=${map}`, join(work, folder, `${name}.o`), object], { log, env })
    }
  }
  mkdirSync(join(entry, 'inputs'))
  for (const name of readdirSync(join(src, 'TESTING')).filter((name) => name.endsWith('.in'))) {
    copyFileSync(join(src, 'TESTING', name), join(entry, 'inputs', name))
  }
}

/** Names that an archive defines. @param {Pick<Context, 'output'>} context @param {string} archive */
function defined({ output }, archive) {
  const text = output('nm', ['-g', '--defined-only', archive]) ?? ''
  return new Set([...text.matchAll(/^[0-9a-f]+ [A-Z] (\w+)$/gm)].map((match) => match[1]))
}

/**
 * Links the test programs with libraries, and with the reference's routines that these lack.
 * @param {Pick<Context, 'tools' | 'log' | 'env' | 'run' | 'output' | 'work'>} context `work`: where the programs go
 * @param {string} built what `build` made
 * @param {{ objects: string[], archives: string[] }} libraries objects come before any archive
 * @param {string} types
 */
export async function link(context, built, { objects, archives }, types) {
  const { tools, log, env, run, output, work } = context
  const ours = new Set(archives.flatMap((archive) => [...defined(context, archive)]))
  const rest = []
  for (const name of ['lapack', 'blas']) {
    const copy = join(work, `${name}-rest.a`)
    copyFileSync(join(built, `${name}.a`), copy)
    const members = (output('nm', ['-g', '--defined-only', copy]) ?? '')
      .split(/\n\n/)
      .map((text) => /^(\S+\.o):\n([\s\S]*)/.exec(text.trim()))
      .filter((match) => match?.[2].split('\n').some((line) => ours.has(line.split(' ').pop() ?? '')))
      .map((match) => /** @type {RegExpExecArray} */ (match)[1])
    if (members.length > 0) await run('ar', ['-dD', copy, ...members], { log, env })
    rest.push(copy)
  }
  for (const { name, folder, main } of programs(types)) {
    // Not where nothing sets the block sizes that this ilaenv reads.
    const overrides = /chk(aa|ee)$/.test(main) ? OVERRIDES : ['xerbla', 'chkxer']
    const files = [main, ...overrides].map((object) => join(built, folder, `${object}.o`))
    const group = [join(built, `${folder}.a`), join(built, 'matgen.a'), ...archives, ...rest]
    const libraries = ['-Wl,--start-group', ...group, '-Wl,--end-group', '-lstdc++', '-lm', '-lpthread']
    await run(tools.fc, ['-o', join(work, name), ...files, ...objects, ...libraries], { log, env })
  }
}

/**
 * @typedef {object} Result
 * @property {number} tests
 * @property {number} failed ratios above the threshold and wrong info values
 * @property {string[]} failures
 */

/**
 * What the output of a test program says.
 * @param {string} text
 * @returns {Result}
 */
export function read(text) {
  let tests = 0
  let failed = 0
  const failures = []
  /** Lines about single tests, which come before the line that counts them. */
  let single = /** @type {string[]} */ ([])
  for (const raw of text.split('\n')) {
    const line = raw.trim().replace(/\s+/g, ' ')
    const passed = /\( ?(\d+) tests run\)/.exec(line)
    const counted = /^(\S.*?): (\d+) out of (\d+) tests failed/.exec(line)
    const examples = /^total number of examples tested = (\d+)/.exec(line)
    const products = /(\d+) products, (\d+) wrong/.exec(line)
    const wrong = /^number of examples where info is not 0 = (\d+)/.exec(line)
    if (passed) {
      tests += Number(passed[1])
    } else if (counted) {
      tests += Number(counted[3])
      failed += Number(counted[2])
      failures.push(`${counted[1]}: ${counted[2]} of ${counted[3]} (${[...new Set(single)].slice(0, 6).join('; ')})`)
      single = []
    } else if (products) {
      tests += Number(products[1])
      failed += Number(products[2])
      if (products[2] !== '0') failures.push(line)
    } else if (examples) {
      tests += Number(examples[1])
    } else if (wrong) {
      failed += Number(wrong[1])
      if (wrong[1] !== '0') failures.push(line)
    } else if (/routines passed the tests of the error exits|ALL TESTS PASSED/.test(line)) {
      tests++
    } else if (
      /failed the tests of the error exits|TESTS FAILED|FAILED!|illegal value|Error code from|\*\*\* .*INFO/i.test(line)
    ) {
      failed++
      if (failures.length < 40) failures.push(line)
    } else if (/ratio ?=|result \d+ is|test ?\( ?\d+ ?\) ?=/i.test(line)) {
      single.push(line.replace(/seed= ?[\d, ]+/, ''))
    }
  }
  return { tests, failed, failures }
}

/**
 * Runs a program on one input.
 * @param {Pick<Context, 'env' | 'run' | 'work'>} context `work`: where the output goes
 * @param {{ program: string, input: string, seconds: number }} what
 * @returns {Promise<Result>}
 */
export async function runProgram({ env, run, work }, { program, input, seconds }) {
  const out = join(work, `${basename(program)}-${basename(input, extname(input))}.out`)
  writeFileSync(out, '')
  const command = `exec timeout ${seconds} '${program}' < '${input}'`
  const status = await run('sh', ['-c', command], { cwd: work, log: out, env, okStatus: () => true })
  const text = readFileSync(out, 'latin1')
  const result = read(text)
  if (status === 0 && result.tests === 0) {
    result.failures.push('no test was made')
    result.failed++
  }
  if (status !== 0) {
    const end = text.trimEnd().split('\n').slice(-3).join(' | ')
    result.failures.push(status === 124 ? `ran longer than ${seconds} s` : `ended with status ${status}: ${end}`)
    result.failed++
  }
  return result
}
