// Builds dist/ from lib/: CommonJS and types by TypeScript, and for each entry point an ES module that wraps it.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { say } from './deps/run.mjs'
import { setupPackages } from './setup.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/**
 * The entry points with both formats, from package.json's `exports`: `dist/index`, …
 * @param {Record<string, any>} exports
 */
export function entryPoints(exports) {
  return Object.values(exports)
    .filter((target) => target.import?.default && target.require?.default)
    .map((target) => target.require.default.replace(/^\.\/(.*)\.js$/, '$1'))
}

/** Words that cannot name a variable, though an export may be called so. */
const RESERVED = new Set(
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof new null return super switch this throw true try typeof var void while with yield let static await implements interface package private protected public arguments eval'.split(
    ' ',
  ),
)

/**
 * The ES module: the CommonJS build's own names, so that both formats share one state.
 * @param {string} base @param {string[]} names
 */
export function wrapper(base, names) {
  const plain = names.filter((name) => !RESERVED.has(name))
  const others = names.filter((name) => RESERVED.has(name))
  return [
    "import { createRequire } from 'node:module'",
    // Not a static import: when the library throws while it loads, Node 20 reports an error that was caught once more
    // as an unhandled rejection, and ends the process.
    `const namespace = createRequire(import.meta.url)('./${base}.js')`,
    ...(plain.length ? ['export const {', ...plain.map((name) => `  ${name},`), '} = namespace'] : []),
    ...others.map((name) => `const ${name}_ = namespace.${name}\nexport { ${name}_ as ${name} }`),
    'export default namespace',
    '',
  ].join('\n')
}

/** What the types mention beyond the language's core: Node's, and `using`. */
const AMBIENT =
  '/// <reference types="node" preserve="true" />\n/// <reference lib="esnext.disposable" preserve="true" />\n'

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
const STAMP = join(ROOT, 'build/dist.json')

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
  const { diagnostics } = program.emit(undefined, (file, text) => files.set(file, text))
  const problems = [...ts.getPreEmitDiagnostics(program), ...diagnostics]
  if (problems.length > 0) {
    const host = { getCanonicalFileName: String, getCurrentDirectory: () => ROOT, getNewLine: () => '\n' }
    throw new Error(ts.formatDiagnostics(problems, host))
  }
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  for (const entry of entryPoints(exports)) {
    const path = join(ROOT, entry)
    const base = entry.split('/').at(-1)
    const names = valueNames(ts, program, `${join(ROOT, entry.replace(/^dist\//, 'lib/'))}.ts`)
    // For CommonJS compiled from `import np from …`, which looks for `default` too.
    files.set(
      `${path}.js`,
      `${files.get(`${path}.js`)}Object.defineProperty(exports, "default", { value: exports });\n`,
    )
    files.set(`${path}.d.ts`, `${AMBIENT}${files.get(`${path}.d.ts`)}${defaultType(base)}`)
    files.set(`${path}.mjs`, wrapper(base, names))
    files.set(`${path}.d.mts`, wrapperTypes(base))
  }
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
