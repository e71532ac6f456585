import { DTYPES, type DType, type DTypeInfo } from './dtype'
import { formatShape, rangeError, typeError } from './errors'
import { allocate, allocatedOffset, NO_STORAGE, release, type Storage } from './storage'

/** More dimensions than this NumPy 2 refuses, and so do we. */
export const MAX_NDIM = 64

/**
 * An n-dimensional array: a dtype, a shape and byte strides over shared memory. Views share their memory with the array
 * that they were taken from. Made by `np.array`, `np.zeros` and their like, never by `new`.
 */
export class NDArray<out D extends DType = DType> {
  /** @internal The memory. */
  readonly storage: Storage
  /** @internal */
  readonly info: DTypeInfo<D>
  /** @internal The length of each dimension: a list that arrays share, so others get copies. */
  readonly _shape: readonly number[]
  /** @internal Bytes from one element to the next along each dimension, shared in the same way. */
  readonly _strides: readonly number[]
  /** @internal Bytes from the start of the memory to the first element. */
  readonly offset: number
  /** @internal The number of elements. */
  readonly _size: number
  /** @internal Whether elements lie in row-major order without gaps. */
  readonly contiguous: boolean
  /** @internal The array that this is a view of. */
  readonly owner: NDArray | undefined
  /** @internal */
  readonly writeable: boolean

  /** @internal */
  constructor(
    storage: Storage,
    info: DTypeInfo<D>,
    shape: readonly number[],
    strides: readonly number[],
    offset: number,
    size: number,
    contiguous: boolean,
    owner: NDArray | undefined,
    writeable: boolean,
  ) {
    if (typeof info !== 'object') {
      throw typeError(
        'NDArray: expected np.array, np.zeros or another function that makes arrays, received new NDArray',
      )
    }
    this.storage = storage
    this.info = info
    this._shape = shape
    this._strides = strides
    this.offset = offset
    this._size = size
    this.contiguous = contiguous
    this.owner = owner
    this.writeable = writeable
  }

  /** The length of each dimension, as a new list. */
  get shape(): readonly number[] {
    return this._shape.slice()
  }

  /** Bytes from one element to the next along each dimension, as a new list. */
  get strides(): readonly number[] {
    return this._strides.slice()
  }

  /** The number of elements. */
  get size(): number {
    return this._size
  }

  /** The name of the element type. */
  get dtype(): D {
    return this.info.name
  }

  /** The number of dimensions. */
  get ndim(): number {
    return this._shape.length
  }

  /** Bytes per element. */
  get itemsize(): number {
    return this.info.itemsize
  }

  /** Bytes of all elements. */
  get nbytes(): number {
    return this._size * this.info.itemsize
  }

  /** The array whose memory this view shares, or `null` where the memory is its own. */
  get base(): NDArray | null {
    return this.owner ?? null
  }

  /**
   * Gives the memory back at once instead of when the garbage collector comes by, for the next result of this size: loops
   * over large arrays run in memory that is there already. The array cannot be used any more, nor can what shares its
   * memory (views, `.data`); a view lets go of its base and of nothing else, and buffers that came from outside stay.
   * `using c = np.add(a, b)` does the same at the end of the block.
   * @example const c = np.ones(1000000); c.dispose(); np.add(1, 1) // 2
   */
  dispose(): void {
    if (this.owner === undefined) release(this.storage)
    ;(this as { storage: Storage }).storage = NO_STORAGE
  }

  /** The same as `dispose`, for `using`. */
  [Symbol.dispose](): void {
    this.dispose()
  }
}

// An object that only borrows the prototype has none of an array's fields.
for (const field of Object.keys(new NDArray(NO_STORAGE, DTYPES[0], [0], [1], 0, 0, true, undefined, true))) {
  Object.defineProperty(NDArray.prototype, field, {
    configurable: true,
    get() {
      throw typeError(`ndarray: expected an array with its ${field.replace('_', '')}, received an object without any`)
    },
  })
}

/** What makes an array that differs in a property. */
const INSTEAD = {
  shape: 'reshape', strides: 'np.lib.stride_tricks.as_strided', size: 'resize', dtype: 'view or astype',
} as const // biome-ignore format: a table

// NumPy lets some of these be assigned to. Without a setter, sloppy code would go on as if it had worked.
for (const [property, way] of Object.entries(INSTEAD)) {
  Object.defineProperty(NDArray.prototype, property, {
    set() {
      throw typeError(`ndarray: expected ${way} for another ${property}, received an assignment to .${property}`)
    },
  })
}

/** The product of a shape. Throws `RangeError` for negative, fractional or too large sizes and too many dimensions. */
export function shapeSize(shape: readonly number[], name = 'shape'): number {
  if (shape.length > MAX_NDIM) {
    throw rangeError(`${name}: expected at most ${MAX_NDIM} dimensions, received ${shape.length}`, 'ERR_SIZE')
  }
  let size = 1
  let nonzero = 1
  for (const length of shape) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw rangeError(`${name}: expected non-negative integers, received ${formatShape(shape)}`, 'ERR_SIZE')
    }
    size *= length
    if (length !== 0) nonzero *= length
  }
  // As NumPy does, a shape with a 0 in it must still have an addressable product of the rest.
  if (nonzero * 16 > Number.MAX_SAFE_INTEGER) {
    throw rangeError(
      `${name}: expected at most 2^53 bytes of elements, received the shape ${formatShape(shape)}`,
      'ERR_SIZE',
    )
  }
  return size
}

/** Row-major strides. */
export function stridesC(shape: readonly number[], itemsize: number): number[] {
  const strides = new Array<number>(shape.length)
  let stride = itemsize
  for (let d = shape.length - 1; d >= 0; d--) {
    strides[d] = stride
    if (shape[d] > 1) stride *= shape[d]
  }
  return strides
}

/** Column-major strides. */
export function stridesF(shape: readonly number[], itemsize: number): number[] {
  const strides = new Array<number>(shape.length)
  let stride = itemsize
  for (let d = 0; d < shape.length; d++) {
    strides[d] = stride
    if (shape[d] > 1) stride *= shape[d]
  }
  return strides
}

/** A new array with row-major layout; the shape is not copied and must not change. `size` is its product. */
export function newArray<D extends DType>(
  info: DTypeInfo<D>,
  shape: readonly number[],
  size: number,
  zeroed: boolean,
): NDArray<D> {
  const storage = allocate(size * info.itemsize, zeroed)
  const offset = allocatedOffset
  return new NDArray(storage, info, shape, stridesC(shape, info.itemsize), offset, size, true, undefined, true)
}

/** A new uninitialised array with the given strides, which must fill its memory without gaps. */
export function newStrided<D extends DType>(
  info: DTypeInfo<D>,
  shape: readonly number[],
  strides: readonly number[],
  size: number,
): NDArray<D> {
  const storage = allocate(size * info.itemsize, false)
  const offset = allocatedOffset
  const contiguous = isContiguous(shape, strides, size, info.itemsize)
  return new NDArray(storage, info, shape, strides, offset, size, contiguous, undefined, true)
}

/** A view with other shape, strides and offset. */
export function view<D extends DType>(
  array: NDArray<D>,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  writeable = array.writeable,
): NDArray<D> {
  return viewAs(array, array.info, shape, strides, offset, writeable)
}

/** A view as another dtype. */
export function viewAs<D extends DType>(
  array: NDArray,
  info: DTypeInfo<D>,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  writeable = array.writeable,
): NDArray<D> {
  let size = 1
  for (let d = 0; d < shape.length; d++) size *= shape[d]
  const contiguous = isContiguous(shape, strides, size, info.itemsize)
  const owner = array.owner ?? array
  return new NDArray(array.storage, info, shape, strides, offset, size, contiguous, owner, writeable)
}

/** A view of `count` places along one axis, from `start` on by `step`; the other axes stay whole. */
export function sliceAxis<D extends DType>(
  array: NDArray<D>,
  axis: number,
  start: number,
  count: number,
  step = 1,
): NDArray<D> {
  const shape = array._shape.slice()
  const strides = array._strides.slice()
  shape[axis] = count
  strides[axis] *= step
  return view(array, shape, strides, count > 0 ? array.offset + start * array._strides[axis] : array.offset)
}

/** A view with axes of length 1 in front, where an array has fewer than `ndim`. */
export function withLeadingAxes<D extends DType>(array: NDArray<D>, ndim: number): NDArray<D> {
  const missing = ndim - array._shape.length
  if (missing <= 0) return array
  const ones = new Array<number>(missing).fill(1)
  return view(array, [...ones, ...array._shape], [...ones.map(() => 0), ...array._strides], array.offset)
}

export function isContiguous(
  shape: readonly number[],
  strides: readonly number[],
  size: number,
  itemsize: number,
): boolean {
  if (size === 0) return true
  let expected = itemsize
  for (let d = shape.length - 1; d >= 0; d--) {
    const length = shape[d]
    if (length === 1) continue
    if (strides[d] !== expected) return false
    expected *= length
  }
  return true
}

/** Whether elements lie in column-major order without gaps. */
export function isFortranContiguous(array: NDArray): boolean {
  if (array._size === 0) return true
  let expected = array.info.itemsize
  for (let d = 0; d < array._shape.length; d++) {
    const length = array._shape[d]
    if (length === 1) continue
    if (array._strides[d] !== expected) return false
    expected *= length
  }
  return true
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let d = 0; d < a.length; d++) if (a[d] !== b[d]) return false
  return true
}
