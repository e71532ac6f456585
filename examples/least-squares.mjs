// Linear least squares: what a car's weight, power and size tell about the miles that it goes on a gallon.
//
//   node examples/least-squares.mjs        prints coefficients, standard errors and R²

import { readFileSync, realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as np from 'numblas'

// A column of the data, and the unit that its coefficient is per: large enough for coefficients of like size.
const PREDICTORS = [
  { column: 'Weight_in_lbs', title: 'Weight (1000 lb)', unit: 1000 },
  { column: 'Horsepower', title: 'Power (100 hp)', unit: 100 },
  { column: 'Displacement', title: 'Displacement (100 in³)', unit: 100 },
  { column: 'Acceleration', title: '0 to 60 mph (10 s)', unit: 10 },
]
const RESPONSE = 'Miles_per_Gallon'

/** Cars of the model years 1970 to 1982 (StatLib), without the 14 of which something is not known. */
export function readCars() {
  const file = new URL('../data/cars.json', import.meta.resolve('vega-datasets'))
  const columns = [RESPONSE, ...PREDICTORS.map(({ column }) => column)]
  const cars = JSON.parse(readFileSync(file, 'utf8')).filter((car) => columns.every((column) => car[column] !== null))
  return {
    predictors: cars.map((car) => PREDICTORS.map(({ column, unit }) => car[column] / unit)),
    response: cars.map((car) => car[RESPONSE]),
  }
}

/** Fits response ≈ intercept + (predictors − their means) · slopes, with a row per sample and a column per predictor. */
export function leastSquares(predictors, response) {
  const x = np.asarray(predictors)
  const y = np.asarray(response)
  const [n, p] = x.shape

  // The normal equations square the design's condition number; columns that are centred and of like size keep it small.
  const design = np.ones([n, p + 1])
  design.set([':', '1:'], np.subtract(x, np.mean(x, 0)))

  const normal = np.matmul(design.T, design)
  const coefficients = np.linalg.solve(normal, np.matmul(design.T, y))

  const residual = np.subtract(y, np.matmul(design, coefficients))
  const deviation = np.subtract(y, np.mean(y))
  const variance = np.dot(residual, residual) / (n - p - 1)
  const covariance = np.multiply(variance, np.linalg.solve(normal, np.eye(p + 1)))
  const singular = np.linalg.svd(design, { compute_uv: false })

  return {
    // The intercept (the response at the predictors' means) first, then the slopes.
    coefficients,
    standardErrors: np.sqrt(np.sum(np.multiply(covariance, np.eye(p + 1)), 0)),
    residualError: Math.sqrt(variance),
    rSquared: 1 - np.dot(residual, residual) / np.dot(deviation, deviation),
    condition: singular.get(0) / singular.get(-1),
  }
}

function print({ coefficients, standardErrors, residualError, rSquared, condition }, n) {
  const row = (title, ...cells) => console.log(title.padEnd(24) + cells.map((cell) => cell.padStart(13)).join(''))
  row('Miles per gallon', 'Coefficient', 'Std. error', 't')
  for (const [i, title] of ['Average car', ...PREDICTORS.map(({ title }) => title)].entries()) {
    const [coefficient, error] = [coefficients.get(i), standardErrors.get(i)]
    row(title, coefficient.toFixed(3), error.toFixed(3), (coefficient / error).toFixed(2))
  }
  console.log(`\n${n} cars, R² ${rSquared.toFixed(4)}, residual standard error ${residualError.toFixed(3)} mpg`)
  console.log(`Condition number of the design: ${condition.toFixed(1)}`)
}

function main() {
  const { predictors, response } = readCars()
  print(leastSquares(predictors, response), response.length)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main()
