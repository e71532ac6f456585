// Writes THIRD-PARTY-NOTICES.md: the licence texts of everything compiled into the addon, from the pinned archives and packages.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ROOT } from './build.mjs'
import { obtain } from './deps/archive.mjs'
import { cacheRoot } from './deps/cache.mjs'
import { output } from './deps/run.mjs'
import { readManifest } from './deps.mjs'

/** From the archives of deps/: title, what it does here, the licence files at the archive's top. */
const ARCHIVES = /** @type {const} */ ([
  ['openblas', 'OpenBLAS', 'BLAS and part of LAPACK, linked in', ['LICENSE', 'GotoBLAS_00License.txt']],
  ['lapack', 'LAPACK', 'linked in', ['LICENSE']],
  ['highway', 'Highway', 'SIMD, compiled in; used under the BSD licence', ['LICENSE-BSD3']],
  ['sleef', 'SLEEF', 'vector mathematics, compiled in', ['LICENSE.txt']],
])

/** From npm: headers compiled in. */
const PACKAGES = /** @type {const} */ ([
  ['node-addon-api', 'LICENSE.md'],
  ['node-api-headers', 'LICENSE'],
])

const GCC = `## GCC runtime libraries

libgcc and libstdc++ of the GNU Compiler Collection are linked in. They are under the GNU General Public License, version 3
or later, with the GCC Runtime Library Exception, version 3.1. The exception allows what is done here: to combine them with
independent modules by an eligible compilation process and to convey the result under other terms. Both texts and the
sources: <https://gcc.gnu.org/onlinedocs/libstdc++/manual/license.html>.
`

/** @param {string} title @param {string} what @param {string[]} texts */
const section = (title, what, texts) =>
  `## ${title}\n\n${what}\n\n${texts
    .map(
      (text) =>
        `\`\`\`text\n${text
          .replace(/\r/g, '')
          .replace(/[ \t]+$/gm, '')
          .trim()}\n\`\`\`\n`,
    )
    .join('\n')}`

/** The whole file. */
export async function notices() {
  const sections = []
  for (const [name, title, what, files] of ARCHIVES) {
    const manifest = readManifest(name)
    const { path } = await obtain(manifest, cacheRoot())
    const members = (output('tar', ['-tf', path]) ?? '').split('\n')
    const texts = files.map((file) => {
      const member = members.find((entry) => entry.split('/').length === 2 && entry.endsWith(`/${file}`))
      const text = member && output('tar', ['-xOf', path, member])
      if (!text) throw new Error(`${path}: expected a file ${file}, found none`)
      return text
    })
    sections.push(section(`${title} ${manifest.version}`, `${manifest.license}; ${what}.`, texts))
  }
  const require = createRequire(import.meta.url)
  for (const [name, file] of PACKAGES) {
    const dir = dirname(require.resolve(`${name}/package.json`))
    const { version, license } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
    sections.push(
      section(`${name} ${version}`, `${license}; headers, compiled in.`, [readFileSync(join(dir, file), 'utf8')]),
    )
  }
  const head =
    '# Third-party notices\n\nnumblas itself is under the BSD 3-Clause licence (LICENSE). Its native part holds the following, by `npm run notices`.\n'
  return [head, ...sections, GCC].join('\n')
}

writeFileSync(join(ROOT, 'THIRD-PARTY-NOTICES.md'), await notices())
