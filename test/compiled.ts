/** The library as plain JavaScript, for threads and processes of its own that run no test runner. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import ts from 'typescript'

const ROOT = join(__dirname, '..')

export interface Compiled {
  /** What `require` takes. */
  readonly entry: string
  remove(): void
}

/** Compiles lib/ into a new folder beside links to the addon and the packages. */
export function compileLibrary(): Compiled {
  const folder = mkdtempSync(join(tmpdir(), 'numblas-'))
  for (const file of readdirSync(join(ROOT, 'lib'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.d.ts')) continue
    const { outputText } = ts.transpileModule(readFileSync(join(ROOT, 'lib', file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
    })
    const target = join(folder, 'dist', file.replace(/\.ts$/, '.js'))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, outputText)
  }
  for (const name of ['build', 'node_modules']) symlinkSync(join(ROOT, name), join(folder, name), 'junction')
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'))
  return { entry: join(folder, 'dist/index.js'), remove: () => rmSync(folder, { recursive: true, force: true }) }
}
