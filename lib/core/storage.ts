/** Memory of arrays: JavaScript buffers with the address that native code reads them at. */
import { constants } from 'node:buffer'
import { markAsUntransferable } from 'node:worker_threads'
import { addon } from '../native'
import { memoryTaken } from './collection'
import { rangeError } from './errors'
import { replaying } from './replay'

/**
 * Bytes. Vectors of this size that lie across two cache lines take twice the reads: a dot product of 65,536 numbers takes
 * 5.4 us where malloc puts it, at a multiple of 16, and 3.8 us at one of 64.
 */
const ALIGNMENT = 64

/** A buffer that one or many arrays look into. */
export class Storage {
  /** Its length is 0 once the buffer is detached, so native bounds checks catch a stale address. */
  readonly bytes: Uint8Array<ArrayBufferLike>
  readonly address: number

  constructor(
    buffer: ArrayBufferLike,
    /** Whether the buffer was made here for one array: nobody else's memory goes with it. */
    readonly own = false,
    /** Bytes beyond the array's own, so that it can begin at an address of the right alignment. */
    readonly padding = 0,
  ) {
    this.bytes = new Uint8Array(buffer)
    this.address = addon.address(this.bytes)
  }

  /** Where the array begins that this memory was made for: never with its buffer, so that nobody relies on it. */
  get start(): number {
    return this.padding === 0 ? 0 : ALIGNMENT - (this.address % ALIGNMENT)
  }

  private view: DataView | undefined

  /** The whole memory for single elements. */
  get dataView(): DataView {
    this.view ??= new DataView(this.bytes.buffer)
    return this.view
  }

  get buffer(): ArrayBufferLike {
    return this.bytes.buffer
  }
}

/**
 * Memory that arrays are carved from, each piece handed out once, as Node's Buffer does: a new ArrayBuffer costs a microsecond
 * where it is small, and five where it holds some pages.
 */
class Slabs {
  private current: Storage | undefined
  private used: number

  constructor(
    readonly bytes: number,
    /** The largest array that is carved from these: an array that stays keeps its whole slab. */
    readonly largest: number,
    /** Whether a slab comes as zeroes, which then are its arrays' zeroes, or with any content. */
    readonly zeroed: boolean,
  ) {
    // Beyond the end, so that the first request makes a slab even where it is for no bytes.
    this.used = bytes + ALIGNMENT + 1
  }

  take(bytes: number, zeroed: boolean): Storage {
    if (this.used + bytes > this.bytes + ALIGNMENT) {
      const buffer = largeBuffer(this.bytes, this.zeroed, ALIGNMENT)
      markAsUntransferable(buffer)
      this.current = new Storage(buffer, false, ALIGNMENT)
      this.used = this.current.start
    }
    allocatedOffset = this.used
    this.used += (bytes + ALIGNMENT - 1) & -ALIGNMENT
    const storage = this.current!
    if (zeroed && !this.zeroed) storage.bytes.fill(0, allocatedOffset, allocatedOffset + bytes)
    return storage
  }
}

const KB = 1024
const SMALL = new Slabs(64 * KB, 2 * KB, true)
const MEDIUM = new Slabs(512 * KB, 32 * KB, false)

/** The largest typed array, in bytes: 4 GiB before Node 22, then far above any memory. */
const MAX_BYTES = constants.MAX_LENGTH

/** Where in its storage the memory that `allocate` just gave begins. Read it before the next allocation. */
export let allocatedOffset = 0

/**
 * Gives `bytes` bytes of memory: zeroed, or with any content when `zeroed` is false.
 * Throws `RangeError` when that much can't be had.
 */
export function allocate(bytes: number, zeroed: boolean): Storage {
  if (replaying !== undefined) {
    // Memory of its own, which nobody else can transfer while another thread works on it.
    return begun(replaying.once(() => alignedStorage(bytes, zeroed)))
  }
  if (bytes <= SMALL.largest) return SMALL.take(bytes, zeroed)
  if (bytes <= MEDIUM.largest) return MEDIUM.take(bytes, zeroed)
  return begun(alignedStorage(bytes, zeroed))
}

function begun(storage: Storage): Storage {
  allocatedOffset = storage.start
  return storage
}

// Padded, but where nothing larger can be had.
function alignedStorage(bytes: number, zeroed: boolean): Storage {
  return ownStorage(bytes, zeroed, bytes + ALIGNMENT <= MAX_BYTES ? ALIGNMENT : 0)
}

/** The same as a buffer that holds nothing else but its padding. */
export function ownStorage(bytes: number, zeroed: boolean, padding = 0): Storage {
  const kept = zeroed ? undefined : takeKept(bytes + padding)
  return new Storage(kept ?? largeBuffer(bytes, zeroed, padding), true, padding)
}

// Buffers that were given back, by size: their pages are there already, and a new result of the size takes them first.
const keptBuffers = new Map<number, ArrayBuffer[]>()
let keptBytes = 0
const MAX_KEPT_BYTES = 256 * 1024 * 1024

function takeKept(bytes: number): ArrayBuffer | undefined {
  const buffer = keptBuffers.get(bytes)?.pop()
  if (buffer !== undefined) keptBytes -= bytes
  return buffer
}

function dropKept(): void {
  keptBuffers.clear()
  keptBytes = 0
}

/** What an array that gave its memory back looks into. */
export const NO_STORAGE = new Storage(new ArrayBuffer(0))

/**
 * Gives a storage's memory back, to be used again by the next result of its size. Every view of it has lost it then: the
 * buffer is moved, as by a transfer, so nothing can see what is written into it later.
 */
export function release(storage: Storage): void {
  const { buffer } = storage
  if (!storage.own || !(buffer instanceof ArrayBuffer) || buffer.byteLength <= SMALL.largest) return
  const bytes = buffer.byteLength
  if (keptBytes + bytes > MAX_KEPT_BYTES) dropKept()
  const moved = structuredClone(buffer, { transfer: [buffer] })
  // What was marked as untransferable is copied instead.
  if (buffer.byteLength !== 0 || bytes > MAX_KEPT_BYTES) return
  const list = keptBuffers.get(bytes)
  if (list === undefined) keptBuffers.set(bytes, [moved])
  else list.push(moved)
  keptBytes += bytes
}

/** Bytes that are taken between two looks at what the machine, or the container, has left: this share of it, but no more. */
const UNLOOKED_SHARE = 1 / 8
const UNLOOKED_BYTES = 1024 ** 3

/** What stays for everything that is not here: V8's heap, workspaces, other threads. Small buffers leave less. */
const RESERVED_BYTES = 16 * 1024 * 1024

/** More than V8 ever finds. It collects all garbage before it says so. */
const UNOBTAINABLE_BYTES = 2 ** 45

let unlooked = 0

/** Arrays from this size on leave memory worth giving back to the system (binding/memory.cc keeps it for the next one). */
const LARGE_BYTES = 4 * 1024 * 1024
/** How long the last large array must be ago, in milliseconds. */
const IDLE = 5000

let idle: NodeJS.Timeout | undefined

function giveBackWhenIdle(): void {
  idle ??= setTimeout(() => addon.available(true), IDLE).unref()
  idle.refresh()
}

/**
 * Whether there is memory below a new buffer: what the system promises and can't give ends the process when it is written.
 * Looking takes as long as writing to some hundred pages, so it is done now and then.
 */
function isBacked(bytes: number): boolean {
  unlooked -= bytes
  if (unlooked >= 0) return true
  const needed = bytes + Math.min(RESERVED_BYTES, 8 * bytes)
  let available = addon.available()
  if (needed > available) {
    collectGarbage()
    available = addon.available(true)
    if (needed > available) return false
  }
  unlooked = Math.min(UNLOOKED_BYTES, (available - needed) * UNLOOKED_SHARE)
  return true
}

function collectGarbage(): void {
  dropKept()
  try {
    new ArrayBuffer(UNOBTAINABLE_BYTES)
  } catch {
    // as it should
  }
}

function outOfMemory(bytes: number): Error {
  return rangeError(`array: expected a size that memory can hold, received ${bytes} bytes`, 'ERR_OUT_OF_MEMORY')
}

function largeBuffer(bytes: number, zeroed: boolean, padding: number): ArrayBufferLike {
  if (bytes >= LARGE_BYTES) giveBackWhenIdle()
  memoryTaken(bytes)
  if (bytes > MAX_BYTES) {
    throw rangeError(
      `array: expected at most the ${MAX_BYTES} bytes that a typed array holds in this runtime, received ${bytes}`,
      'ERR_OUT_OF_MEMORY',
    )
  }
  if (isBacked(bytes)) {
    try {
      const length = bytes + padding
      if (zeroed) return new ArrayBuffer(length)
      const whole = Buffer.allocUnsafeSlow(length)
      if (whole.byteOffset === 0 && whole.buffer.byteLength === length) return whole.buffer
      return new ArrayBuffer(length)
    } catch {
      // falls through: V8 says only "Array buffer allocation failed"
    }
  }
  throw outOfMemory(bytes)
}
