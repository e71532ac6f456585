import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as np from '../../lib'
import * as blas from '../../lib/blas'
import * as lapack from '../../lib/lapack'
import * as scipy from '../../lib/scipy'

// Runs each `@example CODE // RESULT` of the doc comments and compares what the console would print.

interface Example {
  readonly place: string
  readonly code: string
  readonly result: string | undefined
}

const LIB = join(__dirname, '../../lib')

function examplesOf(file: string): Example[] {
  const text = readFileSync(file, 'utf8')
  const found: Example[] = []
  for (const comment of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const line = text.slice(0, comment.index).split('\n').length
    const body = comment[0]
      .slice(3, -2)
      .split('\n')
      .map((one) => one.replace(/^\s*\* ?/, ''))
      .join('\n')
    for (const [, example] of body.matchAll(/@example\s+([\s\S]*?)(?=\n\s*@|\n\s*\n|$(?![\s\S]))/g)) {
      // Lines without a result set up those after them.
      let code = ''
      for (const part of example.trim().split('\n')) {
        const at = part.indexOf(' // ')
        code += `${at < 0 ? part : part.slice(0, at)}\n`
        if (at >= 0) found.push({ place: `${relative(LIB, file)}:${line}`, code, result: part.slice(at + 4) })
      }
      if (!example.includes(' // ')) found.push({ place: `${relative(LIB, file)}:${line}`, code, result: undefined })
    }
  }
  return found
}

const files = readdirSync(LIB, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.d.ts'),
)
const examples = files.flatMap((file) => examplesOf(join(LIB, file)))
// Names that may stand without np: all but words of the language (np.var).
const bare = Object.entries(np).filter(([name]) => {
  try {
    new Function(name, '')
    return true
  } catch {
    return false
  }
})

/** The value of the last statement, with np and its exports in scope. */
function run({ code, place }: Example): unknown {
  const scope = { np, blas, lapack, ...Object.fromEntries(bare), ...(place.startsWith('scipy') ? scipy : {}) }
  // `eval` knows no `await`: a promise is awaited by the caller.
  const statements = code.replace(/^await /gm, '')
  return new Function(...Object.keys(scope), `return eval(${JSON.stringify(statements)})`)(...Object.values(scope))
}

// Spaces and line breaks are the printer's.
const folded = (text: string): string => text.replace(/\s+/g, '')

describe('examples in doc comments', () => {
  const options = np.get_printoptions()
  const threads = np.get_num_threads()
  beforeEach(() => {
    vi.spyOn(console, 'log').mockImplementation(() => {})
  })
  afterEach(() => {
    vi.restoreAllMocks()
    np.set_printoptions(options)
    np.set_num_threads(threads)
  })

  it.each(examples.map((example) => [`${example.code.trim()} (${example.place})`, example] as const))(
    '%s',
    async (_, example) => {
      const { result } = example
      const value = await run(example)
      // What returns nothing shows nothing.
      if (result === undefined) expect(value).toBe(undefined)
      else expect(folded(inspect(value, { depth: 9, breakLength: Number.POSITIVE_INFINITY }))).toBe(folded(result))
    },
  )

  it('exist for every public function', () => {
    const code = examples.map((example) => example.code).join('\n')
    const functions = [np, np.linalg, blas, lapack, scipy.linalg]
      .flatMap((space) => Object.entries(space))
      .filter(([name, value]) => typeof value === 'function' && /^[a-z]/.test(name) && value !== np.NDArray)
    // Other names of the same function need none of their own.
    const shown = new Set(
      functions.filter(([name]) => new RegExp(`\\b${name}\\(`).test(code)).map(([, value]) => value),
    )
    expect(functions.filter(([, value]) => !shown.has(value)).map(([name]) => name)).toEqual([])
  })
})
