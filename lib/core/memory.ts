/** Which arrays share memory, and whether it is still there. */
import type { DTypeInfo } from './dtype'
import { typeError } from './errors'
import type { NDArray } from './ndarray'

/** What reaches into memory: an array, or what is printed as one. */
interface Reaching {
  readonly info: DTypeInfo
  readonly _shape: readonly number[]
  readonly _strides: readonly number[]
  readonly offset: number
  readonly _size: number
  readonly storage: { readonly bytes: Uint8Array }
}

/** Whether all elements lie in the buffer as it is now: not so once it was transferred, or made smaller. */
export function hasMemory(array: Reaching): boolean {
  return array._size === 0 || memoryExtent(array)[1] <= array.storage.bytes.length
}

/** Throws `TypeError` where the buffer was transferred or made smaller. */
export function expectMemory(name: string, array: Reaching): void {
  if (hasMemory(array)) return
  throw typeError(
    `${name}: expected the array's memory up to byte ${memoryExtent(array)[1]}, received a buffer of ${array.storage.bytes.length} bytes ` +
      '(was the ArrayBuffer transferred, detached or resized?)',
    'ERR_DETACHED_BUFFER',
  )
}

/** Whether two arrays may touch the same memory: the byte ranges that they reach overlap. */
export function mayShareMemory(a: NDArray, b: NDArray): boolean {
  if (a.storage.buffer !== b.storage.buffer || a._size === 0 || b._size === 0) return false
  const [low, high] = memoryExtent(a)
  const [otherLow, otherHigh] = memoryExtent(b)
  return low < otherHigh && otherLow < high
}

/** The first byte that an array reaches in its buffer, and the one behind the last. */
export function memoryExtent(array: Reaching): [low: number, high: number] {
  let low = array.offset
  let high = array.offset + array.info.itemsize
  for (let d = 0; d < array._shape.length; d++) {
    const reach = (array._shape[d] - 1) * array._strides[d]
    if (reach < 0) low += reach
    else high += reach
  }
  return [low, high]
}
