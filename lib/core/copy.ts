/** Copies of elements, and new arrays laid out as others are. */
import { runElementwise, runFlat } from './call'
import type { DTypeInfo } from './dtype'
import { isFortranContiguous, type NDArray, newArray, newStrided, sameShape, stridesF } from './ndarray'
import { operation } from './operation'

/** Copies `source`, broadcast and cast without a check, into `target`. Overlapping memory is handled. */
export function copyInto(target: NDArray, source: NDArray): void {
  const op = operation('copy')
  const loop = op.typed[target.info.code]
  if (source.contiguous && target.contiguous && sameShape(source._shape, target._shape)) {
    runFlat(op, loop, source, target, undefined)
  } else {
    runElementwise(op, loop, [source, target], target._shape, false)
  }
}

/** How the elements of a new array are laid out: rows first, columns first, any (F only if the source is), as the source. */
export type Order = 'C' | 'F' | 'A' | 'K'

/** A new array with a copy of the elements, cast to `info`. */
export function copyAs(source: NDArray, info: DTypeInfo, order: Order = 'C'): NDArray {
  const target = emptyOrdered(info, source._shape, source._size, order, source)
  copyInto(target, source)
  return target
}

/** A new uninitialised array; orders A and K look at `source`. */
export function emptyOrdered(
  info: DTypeInfo,
  shape: readonly number[],
  size: number,
  order: Order,
  source: NDArray,
): NDArray {
  if (order === 'F' || (order === 'A' && !source.contiguous && isFortranContiguous(source))) {
    return newStrided(info, shape, stridesF(shape, info.itemsize), size)
  }
  if (order === 'K' && !source.contiguous) return newLike([source], info, shape, size)
  return newArray(info, shape, size, false)
}

/**
 * An uninitialised output laid out like the inputs (NumPy's 'K' order): axes sorted by the first input that tells them
 * apart.
 */
export function newLike(inputs: readonly NDArray[], info: DTypeInfo, shape: readonly number[], size: number): NDArray {
  const ndim = shape.length
  let rowMajor = true
  for (const input of inputs) if (!input.contiguous && input._shape.length > 1) rowMajor = false
  if (ndim < 2 || rowMajor) return newArray(info, shape, size, false)
  const axes = shape.map((_, d) => d)
  const reach = (input: NDArray, d: number): number => {
    const from = d - (ndim - input._shape.length)
    return from < 0 || input._shape[from] === 1 ? 0 : Math.abs(input._strides[from])
  }
  // Insertion sort towards larger reach first; axes that no input tells apart keep their order.
  for (let i = 1; i < ndim; i++) {
    for (let j = i; j > 0; j--) {
      let swap = false
      for (const input of inputs) {
        const outer = reach(input, axes[j - 1])
        const inner = reach(input, axes[j])
        if (outer === 0 || inner === 0 || outer === inner) continue
        swap = inner > outer
        break
      }
      if (!swap) break
      ;[axes[j - 1], axes[j]] = [axes[j], axes[j - 1]]
    }
  }
  const strides = new Array<number>(ndim)
  let stride = info.itemsize
  for (let i = ndim - 1; i >= 0; i--) {
    strides[axes[i]] = stride
    if (shape[axes[i]] > 1) stride *= shape[axes[i]]
  }
  return newStrided(info, shape, strides, size)
}
