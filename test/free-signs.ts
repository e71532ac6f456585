/** Vectors that are right with either sign, where rounding decides which: results are turned to the golden ones' signs. */
import * as np from '../lib'
import { NDArray } from '../lib/core/ndarray'
import { numbers, type Values, valuesOf } from './golden'

interface Free {
  /** The results whose columns have free signs. */
  readonly bases: readonly number[]
  /** Results that are written in these bases: their rows turn with one's columns, their columns with another's. */
  readonly written?: readonly (readonly [result: number, rows: number, columns: number])[]
}

const FREE: Readonly<Record<string, Free>> = {
  'scipy.linalg.eigh': { bases: [1] },
  'scipy.linalg.eig': { bases: [1, 2] },
  'scipy.linalg.schur': { bases: [1], written: [[0, 1, 1]] },
  // biome-ignore format: a line each
  'scipy.linalg.qz': { bases: [2, 3], written: [[0, 2, 3], [1, 2, 3]] },
  // biome-ignore format: a line each
  'scipy.linalg.ordqz': { bases: [4, 5], written: [[0, 4, 5], [1, 4, 5]] },
}

/** 1 or -1 for each column: -1 where it points away from the golden one. */
function signs(actual: NDArray, golden: Values): number[] | undefined {
  if (golden.shape.length !== 2 || actual.shape.join() !== golden.shape.join()) return undefined
  const x = numbers(valuesOf(actual))
  const y = numbers(golden)
  const columns = golden.shape[1]
  const parts = golden.info.kind === 'c' ? 2 : 1
  const sums = new Array<number>(columns).fill(0)
  for (let i = 0; i < y.length; i++) sums[Math.floor(i / parts) % columns] += Number(x[i]) * Number(y[i])
  return sums.map((sum) => (sum < 0 ? -1 : 1))
}

/** Turns the signs of a function's results, in place. */
export function turnSigns(name: string, results: readonly unknown[], golden: readonly (Values | undefined)[]): void {
  const free = FREE[name]
  if (free === undefined) return
  const arrays = results.map((result) => (result instanceof NDArray ? result : undefined))
  const found = new Map<number, number[]>()
  for (const index of free.bases) {
    const [array, values] = [arrays[index], golden[index]]
    const turned = array && values && signs(array, values)
    if (turned === undefined) continue
    found.set(index, turned)
    np.multiply(array as NDArray, np.array(turned, 'int8'), { out: array })
  }
  for (const [index, rows, columns] of free.written ?? []) {
    const [array, left, right] = [arrays[index], found.get(rows), found.get(columns)]
    if (array === undefined || left === undefined || right === undefined) continue
    np.multiply(array, np.multiply(np.array(left, 'int8').reshape(-1, 1), np.array(right, 'int8')), { out: array })
  }
}
