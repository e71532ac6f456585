/** Which arrays share memory. */
import type { NDArray } from './ndarray'

/** Whether two arrays may touch the same memory: the byte ranges that they reach overlap. */
export function mayShareMemory(a: NDArray, b: NDArray): boolean {
  if (a.storage.buffer !== b.storage.buffer || a.size === 0 || b.size === 0) return false
  const [low, high] = extent(a)
  const [otherLow, otherHigh] = extent(b)
  return low < otherHigh && otherLow < high
}

function extent(array: NDArray): [low: number, high: number] {
  let low = array.offset
  let high = array.offset + array.info.itemsize
  for (let d = 0; d < array.shape.length; d++) {
    const reach = (array.shape[d] - 1) * array.strides[d]
    if (reach < 0) low += reach
    else high += reach
  }
  return [low, high]
}
