// Builds dist/ from lib/: types by TypeScript; all code in one file, which loads in half the time of a hundred; and for each entry
// point its CommonJS module and an ES module that wraps it.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { say } from './deps/run.mjs'
import { setupPackages } from './setup.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * The entry points with both formats, from package.json's `exports`: `{ specifier: 'numblas/blas', path: 'dist/blas' }`, …
 * @param {string} name @param {Record<string, any>} exports
 */
export function entryPoints(name, exports) {
  return Object.entries(exports)
    .filter(([, target]) => target.import?.default && target.require?.default)
    .map(([key, target]) => ({
      specifier: `${name}${key.slice(1)}`,
      path: target.require.default.replace(/^\.\/(.*)\.js$/, '$1'),
    }))
}

/** Words that cannot name a variable, though an export may be called so. */
const RESERVED = new Set(
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await implements interface package private protected public arguments eval'.split(
    ' ',
  ),
)

/**
 * The ES module: the CommonJS build's own names, so that both formats share one state.
 * @param {string} specifier @param {string[]} names
 */
export function wrapper(specifier, names) {
  const plain = names.filter((name) => !RESERVED.has(name))
  const others = names.filter((name) => RESERVED.has(name))
  return [
    "import { createRequire } from 'node:module'",
    // Not a static import: when the library throws while it loads, Node 20 reports an error that was caught once more
    // as an unhandled rejection, and ends the process. By the package's own name, which still leads there from within a
    // bundle; one in CommonJS has no import.meta.url.
    `const namespace = createRequire(import.meta.url ?? __filename)('${specifier}')`,
    ...(plain.length ? ['export const {', ...plain.map((name) => `  ${name},`), '} = namespace'] : []),
    ...others.map((name) => `const ${name}_ = namespace.${name}\nexport { ${name}_ as ${name} }`),
    'export default namespace',
    '',
  ].join('\n')
}

/** What the types mention beyond the language's core: Node's, and `using`. */
const AMBIENT =
  '/// <reference types="node" preserve="true" />\n/// <reference lib="esnext.disposable" preserve="true" />\n'

/** One entry point in CommonJS; `default` is for what was compiled from `import np from …`. @param {string} base */
const commonModule = (base) =>
  `const { ${base} } = require('./${CODE}.js')\nObject.defineProperties(${base}, { __esModule: { value: true }, default: { value: ${base} } })\nmodule.exports = ${base}\n`

/** The default export's type: the module itself. @param {string | undefined} base */
const defaultType = (base) => `declare const namespace: typeof import('./${base}.js');\nexport default namespace;\n`

/** The wrapper's types. @param {string} base */
export function wrapperTypes(base) {
  return `import namespace = require('./${base}.js')\nexport * from './${base}.js'\nexport default namespace\n`
}

/** The names of a module's values (types have no value to export). @param {typeof import('typescript')} ts */
function valueNames(ts, /** @type {import('typescript').Program} */ program, /** @type {string} */ file) {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const symbol = source && checker.getSymbolAtLocation(source)
  if (!symbol) throw new Error(`${relative(ROOT, file)}: expected a module, found none`)
  return checker
    .getExportsOfModule(symbol)
    .filter((name) => {
      if (name.declarations?.some(ts.isTypeOnlyImportOrExportDeclaration)) return false
      const target = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name
      return (target.flags & ts.SymbolFlags.Value) !== 0
    })
    .map((name) => name.name)
    .filter((name) => name !== 'default')
    .sort()
}

/** Every file under a folder. @param {string} folder */
function filesOf(folder) {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

const DIST = join(ROOT, 'dist')

/** The file with all code. */
const CODE = 'numblas'
const STAMP = join(ROOT, 'build/dist.json')

/** In one scope a second `solve` is called `solve2`: gives exported functions their names back. */
const NAMES = `
const named = (exported) => {
  for (const [key, value] of Object.entries(exported)) {
    if (typeof value === 'function') {
      if (/\\d$/.test(value.name) && value.name.replace(/\\d+$/, '') === key) Object.defineProperty(value, 'name', { value: key })
    } else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) named(value)
  }
}`

/** All entry points' code in one scope; whitespace and comments, which cost time at every start, are left out. @param {string[]} bases */
async function bundle(bases) {
  const { build } = await import('esbuild')
  const lines = bases.map((base) => `import * as ${base} from './${base}'\nexport { ${base} }`)
  const contents = [...lines, NAMES, ...bases.map((base) => `named(${base})`)].join('\n')
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(ROOT, 'lib') },
    absWorkingDir: ROOT,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true,
    // Node shows the line of an error that nobody catches.
    lineLimit: 160,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'error',
    write: false,
  })
  return outputFiles[0].text
}

/** What dist/ is made from, and what is there: equal to the stamp when there is nothing to do. */
function state() {
  const hash = createHash('sha256')
  const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/dist.mjs']
  for (const file of [...settings.map((name) => join(ROOT, name)), ...filesOf(join(ROOT, 'lib'))]) {
    hash.update(file).update(readFileSync(file))
  }
  for (const file of filesOf(DIST)) hash.update(`${file} ${statSync(file).mtimeMs}`)
  return hash.digest('hex')
}

/** Builds dist/. Files that have not changed are left alone, files of an earlier build are removed. */
export async function buildDist() {
  // A package that is built from source after its installation has dist/ already and no lib/.
  if (!existsSync(join(ROOT, 'lib'))) return
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === state()) return
  const { default: ts } = await import('typescript')
  const config = ts.getParsedCommandLineOfConfigFile(
    join(ROOT, 'tsconfig.build.json'),
    {},
    /** @type {any} */ ({
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: (/** @type {any} */ problem) => {
        throw new Error(ts.flattenDiagnosticMessageText(problem.messageText, '\n'))
      },
    }),
  )
  if (!config) throw new Error('tsconfig.build.json cannot be read')
  const program = ts.createProgram(config.fileNames, config.options)
  const files = /** @type {Map<string, string>} */ (new Map())
  const { diagnostics } = program.emit(undefined, (file, text) => files.set(file, text), undefined, true)
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics]
  if (problems.length > 0) {
    const host = { getCanonicalFileName: String, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' }
    throw new Error(ts.formatDiagnostics(problems, host))
  }
  const { name, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const entries = entryPoints(name, exports).map((entry) => ({ ...entry, base: basename(entry.path) }))
  for (const { specifier, path, base } of entries) {
    const target = join(ROOT, path)
    const names = valueNames(ts, program, `${join(ROOT, path.replace(/^dist\//, 'lib/'))}.ts`)
    files.set(`${target}.js`, commonModule(base))
    files.set(`${target}.d.ts`, `${AMBIENT}${files.get(`${target}.d.ts`)}${defaultType(base)}`)
    files.set(`${target}.mjs`, wrapper(specifier, names))
    files.set(`${target}.d.mts`, wrapperTypes(base))
  }
  files.set(join(DIST, `${CODE}.js`), await bundle(entries.map(({ base }) => base)))
  for (const [file, text] of files) {
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  for (const file of filesOf(DIST)) if (!files.has(file)) rmSync(file)
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, state())
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    setupPackages()
    await buildDist()
  } catch (error) {
    say(/** @type {Error} */ (error).message)
    process.exitCode = 1
  }
}
