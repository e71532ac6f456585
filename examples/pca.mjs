// Principal component analysis by singular value decomposition: four measurements of 342 penguins, seen from the two
// directions in which they differ most.
//
//   node examples/pca.mjs        prints the components, draws examples/output/pca.svg

import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as np from 'numblas'
import * as vega from 'vega'
import { compile } from 'vega-lite'

export const MEASUREMENTS = ['Beak Length (mm)', 'Beak Depth (mm)', 'Flipper Length (mm)', 'Body Mass (g)']

/** The Palmer penguins (Gorman, Williams and Fraser 2014; CC0), without the two that nobody measured. */
export function readPenguins() {
  const file = new URL('../data/penguins.json', import.meta.resolve('vega-datasets'))
  const penguins = JSON.parse(readFileSync(file, 'utf8'))
  return penguins.filter((penguin) => MEASUREMENTS.every((name) => penguin[name] !== null))
}

/** The principal components of a table with a row per sample and a column per measurement. */
export function pca(table) {
  const x = np.asarray(table)
  const n = x.shape[0]

  // Grams and millimetres don't compare: every column is brought to mean 0 and standard deviation 1.
  const centred = np.subtract(x, np.mean(x, 0))
  const deviation = np.sqrt(np.divide(np.sum(np.square(centred), 0), n - 1))
  const standardised = np.divide(centred, deviation)

  const { U, S, Vh } = np.linalg.svd(standardised, { full_matrices: false })
  const variance = np.divide(np.square(S), n - 1)

  // A component may point either way: here, to where its measurements grow on the whole.
  const sign = np.sign(np.sum(Vh, 1))

  return {
    explained: np.divide(variance, np.sum(variance)),
    // Where each sample lies along the components.
    scores: np.multiply(U, np.multiply(S, sign)),
    // How each measurement correlates with each component.
    loadings: np.multiply(Vh.T, np.multiply(sign, np.sqrt(variance))),
  }
}

function print({ explained, loadings }) {
  const row = (title, cells) => console.log(title.padEnd(22) + cells.map((cell) => cell.padStart(9)).join(''))
  row('', ['PC1', 'PC2', 'PC3', 'PC4'])
  row('Variance explained', Array.from(explained, percent))
  console.log('\nLoadings (correlation with the component)')
  for (const [i, name] of MEASUREMENTS.entries()) {
    row(
      name,
      Array.from(loadings.get(i), (correlation) => correlation.toFixed(3)),
    )
  }
}

function percent(share) {
  return `${(100 * share).toFixed(1)} %`
}

async function plot(penguins, { explained, scores }, file) {
  const axis = (i) => ({
    field: `PC${i + 1}`,
    type: 'quantitative',
    title: `PC${i + 1} (${percent(explained.get(i))} of the variance)`,
    scale: { domain: i === 0 ? [-3, 4] : [-3, 3] },
    axis: { tickMinStep: 1, labelFlush: false, gridColor: '#eee', domain: false, ticks: false, labelPadding: 6 },
  })
  const species = { field: 'Species', title: null, legend: { orient: 'top', symbolSize: 80, labelFontSize: 12 } }
  const [pc1, pc2] = scores.T.tolist()
  const { spec } = compile({
    data: { values: penguins.map(({ Species }, i) => ({ Species, PC1: pc1[i], PC2: pc2[i] })) },
    // As many pixels for a unit across as for one up: distances in the plot are distances between penguins.
    width: 560,
    height: 480,
    mark: { type: 'point', filled: true, size: 50, opacity: 0.75 },
    encoding: {
      x: axis(0),
      y: axis(1),
      color: { ...species, scale: { range: ['#ff7f0e', '#9467bd', '#17becf'] } },
      shape: species,
    },
    config: { view: { stroke: null }, axis: { titleFontSize: 13, titleFontWeight: 'normal', titlePadding: 10 } },
    padding: 16,
    background: 'white',
  })
  writeFileSync(file, await new vega.View(vega.parse(spec), { renderer: 'none' }).toSVG())
}

async function main() {
  const penguins = readPenguins()
  const result = pca(penguins.map((penguin) => MEASUREMENTS.map((name) => penguin[name])))
  console.log(`${penguins.length} penguins, ${MEASUREMENTS.length} measurements\n`)
  print(result)

  const output = new URL('output/', import.meta.url)
  mkdirSync(output, { recursive: true })
  await plot(penguins, result, new URL('pca.svg', output))
  console.log('\nPlot: examples/output/pca.svg')
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
