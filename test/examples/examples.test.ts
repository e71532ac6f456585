import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// The programs of examples/, as users run them, on the built package: every number that they compute against NumPy's
// (scripts/oracle/examples.py), and everything that they print and draw.

const { PNG } = createRequire(__filename)('pngjs')
const root = join(__dirname, '..', '..')
const golden = JSON.parse(readFileSync(join(root, 'test', 'oracle', 'examples.json'), 'utf8'))

// For a photograph on a busy machine.
const SLOW = 300_000

function node(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  return stdout
}

/** The value of an expression of what an example exports. */
function evaluate(name: string, expression: string) {
  const program = `import * as example from './examples/${name}.mjs'; console.log(JSON.stringify(${expression}))`
  return JSON.parse(node('--input-type=module', '--eval', program))
}

/** What an example prints, as rows of cells. */
function run(name: string): string[][] {
  const lines = node(join('examples', `${name}.mjs`)).split('\n')
  return lines.map((line) => line.trim().split(/ {2,}/))
}

function output(name: string): Buffer {
  return readFileSync(join(root, 'examples', 'output', name))
}

function flat(values: unknown): number[] {
  return Array.isArray(values) ? values.flatMap(flat) : [values as number]
}

/** The largest difference, relative to the largest expected magnitude. */
function deviation(actual: unknown, expected: unknown): number {
  const [got, want] = [flat(actual), flat(expected)]
  expect(got.length).toBe(want.length)
  const differences = got.map((value, i) => Math.abs(value - want[i]))
  return Math.max(...differences) / Math.max(...want.map(Math.abs))
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

describe('pca', () => {
  const { measurements, explained, loadings, scores } = golden.pca

  it('finds what NumPy finds', () => {
    const table = 'example.readPenguins().map((penguin) => example.MEASUREMENTS.map((name) => penguin[name]))'
    const result = evaluate('pca', `example.pca(${table})`)
    expect(deviation(result.explained, explained)).toBeLessThan(1e-13)
    expect(deviation(result.loadings, loadings)).toBeLessThan(1e-12)
    expect(deviation(result.scores, scores)).toBeLessThan(1e-12)
  })

  it('prints it and plots a point for each penguin', () => {
    const printed = run('pca')
    expect(printed[0]).toEqual([`${scores.length} penguins, ${measurements.length} measurements`])
    expect(printed).toContainEqual(['Variance explained', ...explained.map(percent)])
    for (const [i, name] of measurements.entries()) {
      expect(printed).toContainEqual([name, ...loadings[i].map((correlation: number) => correlation.toFixed(3))])
    }
    const svg = output('pca.svg').toString()
    expect(svg.match(/aria-roledescription="point"/g)).toHaveLength(scores.length)
    expect(svg).toContain(`PC1 (${percent(explained[0])} of the variance)`)
    expect(svg).toContain(`PC2 (${percent(explained[1])} of the variance)`)
  })
})

describe('image compression', () => {
  const { shape, sha256, results } = golden.compression
  const [height, width] = shape
  const gap = 16

  it('finds what NumPy finds, and errors that are the tails of the singular values', { timeout: SLOW }, () => {
    const ranks = JSON.stringify(results.map(({ rank }: { rank: number }) => rank))
    const found = evaluate(
      'image-compression',
      `example.compress(example.readPhotograph(), ${ranks}).map(({ image, ...rest }) => ({ ...rest, sample: image.get('::256', '::256') }))`,
    )
    for (const [i, result] of found.entries()) {
      const want = results[i]
      expect(deviation(result.error, want.error)).toBeLessThan(1e-11)
      expect(deviation(result.tail, want.tail)).toBeLessThan(1e-11)
      expect(deviation(result.error, result.tail)).toBeLessThan(1e-11)
      expect(deviation(result.storage, want.storage)).toBeLessThan(1e-15)
      expect(deviation(result.sample, want.sample)).toBeLessThan(1e-12)
    }
  })

  it('prints it and writes the images side by side', { timeout: SLOW }, () => {
    const printed = run('image-compression')
    for (const { rank, error, tail, storage } of results) {
      expect(printed).toContainEqual([`${rank}`, error.toFixed(6), tail.toFixed(6), percent(storage)])
    }
    const sheet = PNG.sync.read(output('image-compression.png'))
    expect([sheet.height, sheet.width]).toEqual([height, 5 * (width + gap) - gap])
    const images = [0, 1, 2, 3, 4].map((position) => panel(sheet, position * (width + gap)))
    // The last is the photograph that the expected values are of; the others are as far from it as is said, but for the
    // rounding to bytes.
    const original = images[4]
    expect(createHash('sha256').update(original).digest('hex')).toBe(sha256)
    for (const [i, { error }] of results.entries()) {
      expect(Math.abs(distance(images[i], original) / distance(original) - error)).toBeLessThan(0.002)
    }
  })

  /** The pixels of an image in the sheet, three bytes each. */
  function panel(sheet: { width: number; data: Buffer }, left: number): Uint8Array {
    const pixels = new Uint8Array(height * width * 3)
    for (let at = 0; at < pixels.length; at++) {
      const [y, x, channel] = [Math.floor(at / 3 / width), Math.floor(at / 3) % width, at % 3]
      pixels[at] = sheet.data[4 * (y * sheet.width + left + x) + channel]
    }
    return pixels
  }

  function distance(a: Uint8Array, b?: Uint8Array): number {
    let sum = 0
    for (let i = 0; i < a.length; i++) sum += (a[i] - (b ? b[i] : 0)) ** 2
    return Math.sqrt(sum)
  }
})

describe('least squares', () => {
  const want = golden.leastSquares

  it('finds what NumPy finds by other ways', () => {
    const fit = evaluate(
      'least-squares',
      '(({ predictors, response }) => example.leastSquares(predictors, response))(example.readCars())',
    )
    for (const name of ['coefficients', 'standardErrors', 'residualError', 'rSquared', 'condition']) {
      expect(deviation(fit[name], want[name])).toBeLessThan(1e-12)
    }
  })

  it('prints it', () => {
    const printed = run('least-squares')
    for (const [i, coefficient] of want.coefficients.entries()) {
      const error = want.standardErrors[i]
      const cells = [coefficient.toFixed(3), error.toFixed(3), (coefficient / error).toFixed(2)]
      expect(printed[i + 1].slice(1)).toEqual(cells)
    }
    const residual = `residual standard error ${want.residualError.toFixed(3)} mpg`
    expect(printed).toContainEqual([`${want.count} cars, R² ${want.rSquared.toFixed(4)}, ${residual}`])
    expect(printed).toContainEqual([`Condition number of the design: ${want.condition.toFixed(1)}`])
  })
})
