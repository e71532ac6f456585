/** Arguments as they are now: what an asynchronous call reads, whatever happens to the originals meanwhile. */
import { isOptions, listItems } from './arguments'
import { ownArray } from './array'
import { copyInto } from './copy'
import { UINT8 } from './dtype'
import { rangeError } from './errors'
import { expectMemory, memoryExtent } from './memory'
import { MAX_NDIM, NDArray } from './ndarray'
import { ownStorage, type Storage } from './storage'

/** A stretch of a buffer that arrays reach into, and its copy. */
interface Stretch {
  low: number
  high: number
  copy: Storage | undefined
}

/**
 * Copies of arguments: lists and options too. Arrays that share memory share it in the copy. Memory that is a
 * SharedArrayBuffer is not copied: it can't be taken away, and whoever chose it wants it seen.
 */
export class Snapshot {
  readonly args: readonly unknown[]
  private readonly stretches = new Map<Storage, Stretch>()
  private readonly originals = new Map<NDArray, NDArray>()
  private readonly copies = new Map<NDArray, NDArray>()

  constructor(name: string, args: readonly unknown[]) {
    const read = args.map((value) => this.read(name, value, 0))
    for (const [storage, stretch] of this.stretches) stretch.copy = copyOf(storage, stretch)
    this.args = read.map((value) => this.replaced(value))
  }

  /** A result for the caller: an output array that was an argument takes its new elements and comes back itself. */
  restored(result: unknown): unknown {
    if (Array.isArray(result)) return result.map((one) => this.restored(one))
    const original = result instanceof NDArray ? this.originals.get(result) : undefined
    if (original === undefined) return result
    copyInto(original, result as NDArray)
    return original
  }

  // Reads everything once, getters too, and notes what the arrays reach.
  private read(name: string, given: unknown, depth: number): unknown {
    const value = given instanceof NDArray || Array.isArray(given) ? given : ownArray(given)
    if (value instanceof NDArray) {
      this.note(name, value)
      return value
    }
    if (Array.isArray(value)) return this.readList(name, value, depth)
    if (ArrayBuffer.isView(value)) {
      if (!(value.buffer instanceof ArrayBuffer) || value instanceof DataView) return value
      return (value as unknown as Uint8Array).slice()
    }
    if (!isOptions(value)) return value
    expectDepth(name, depth)
    return Object.fromEntries(Object.keys(value).map((key) => [key, this.read(name, value[key], depth + 1)]))
  }

  private readList(name: string, list: readonly unknown[], depth: number): unknown[] {
    expectDepth(name, depth)
    return listItems(name, list).map((one) => this.read(name, one, depth + 1))
  }

  private note(name: string, array: NDArray): void {
    if (array.storage.buffer instanceof SharedArrayBuffer) return
    expectMemory(name, array)
    if (array._size === 0) return
    const [low, high] = memoryExtent(array)
    const known = this.stretches.get(array.storage)
    if (known === undefined) this.stretches.set(array.storage, { low, high, copy: undefined })
    else {
      known.low = Math.min(known.low, low)
      known.high = Math.max(known.high, high)
    }
  }

  private replaced(value: unknown): unknown {
    if (value instanceof NDArray) return this.copied(value)
    if (Array.isArray(value)) return value.map((one) => this.replaced(one))
    if (!isOptions(value)) return value
    for (const key of Object.keys(value)) value[key] = this.replaced(value[key])
    return value
  }

  private copied(array: NDArray): NDArray {
    const stretch = this.stretches.get(array.storage)
    if (stretch?.copy === undefined) return array
    let copy = this.copies.get(array)
    if (copy === undefined) {
      const { info, _shape: shape, _strides: strides, offset, _size: size, contiguous, writeable } = array
      // An empty array may stand outside the stretch that others reach.
      const start = size === 0 ? 0 : offset - stretch.low
      copy = new NDArray(stretch.copy, info, shape, strides, start, size, contiguous, undefined, writeable)
      this.copies.set(array, copy)
      this.originals.set(copy, array)
    }
    return copy
  }
}

// Options with lists of arrays in them are a little deeper than any array.
function expectDepth(name: string, depth: number): void {
  if (depth <= MAX_NDIM + 2) return
  throw rangeError(`${name}: expected at most ${MAX_NDIM} levels of nesting, received more`, 'ERR_SIZE')
}

function copyOf(storage: Storage, { low, high }: Stretch): Storage {
  const bytes = high - low
  const copy = ownStorage(bytes, false)
  const flat = (of: Storage, offset: number): NDArray =>
    new NDArray(of, UINT8, [bytes], [1], offset, bytes, true, undefined, true)
  copyInto(flat(copy, 0), flat(storage, low))
  return copy
}
