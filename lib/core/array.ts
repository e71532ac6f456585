/** Making arrays of what JavaScript has: nested lists, scalars, typed arrays, buffers. */
import { expectOrder, isNone } from './arguments'
import { isComplexLike } from './complex'
import { copyAs } from './copy'
import { BOOL, COMPLEX128, type DType, type DTypeInfo, dtypeInfo, FLOAT64, INT64 } from './dtype'
import { checkScalar, isScalarLike, writeRaw } from './elements'
import { describe, formatShape, rangeError, typeError } from './errors'
import { isFortranContiguous, MAX_NDIM, NDArray, newArray, shapeSize, stridesC } from './ndarray'
import { promoteTypes } from './promotion'
import { once } from './replay'
import { Storage } from './storage'

/** A typed array of JavaScript's. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array

/** Nested lists of elements or of arrays. */
export type NestedList = readonly (NestedList | unknown)[]

const TYPED_ARRAYS: Readonly<Record<string, DTypeInfo>> = {
  Int8Array: dtypeInfo('int8'),
  Uint8Array: dtypeInfo('uint8'),
  Uint8ClampedArray: dtypeInfo('uint8'),
  Int16Array: dtypeInfo('int16'),
  Uint16Array: dtypeInfo('uint16'),
  Int32Array: dtypeInfo('int32'),
  Uint32Array: dtypeInfo('uint32'),
  BigInt64Array: INT64,
  BigUint64Array: dtypeInfo('uint64'),
  Float16Array: dtypeInfo('float16'),
  Float32Array: dtypeInfo('float32'),
  Float64Array: FLOAT64,
}

const typedArrayName = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)!
  .get!

/** The dtype of a JavaScript scalar that stands alone. */
export function scalarInfo(value: unknown): DTypeInfo {
  switch (typeof value) {
    case 'number':
      return FLOAT64
    case 'boolean':
      return BOOL
    case 'bigint':
      return value > 0x7fffffffffffffffn ? dtypeInfo('uint64') : INT64
    default:
      return COMPLEX128
  }
}

/** Whether an array was made of numbers that are all whole: they stand for integers where nothing else will do. */
export function isWholeList(value: unknown, array: NDArray): boolean {
  if (value instanceof NDArray || ArrayBuffer.isView(value) || array.info !== FLOAT64) return false
  const data = new Float64Array(array.storage.buffer, array.offset, array._size)
  for (let i = 0; i < data.length; i++) if (!Number.isInteger(data[i])) return false
  return true
}

const storages = new WeakMap<ArrayBufferLike, Storage>()

// A detached buffer is one of no bytes, whose typed arrays have length 0, but allows no view.
function memoryOf(buffer: ArrayBufferLike): Storage {
  try {
    return new Storage(buffer)
  } catch (error) {
    if (buffer.byteLength > 0) throw error
    return new Storage(new ArrayBuffer(0))
  }
}

function storageOf(buffer: ArrayBufferLike): Storage {
  let storage = storages.get(buffer)
  // A transferred buffer's storage is stale; so is one whose resizable buffer has another length now.
  if (storage === undefined || storage.bytes.length !== buffer.byteLength) {
    storage = memoryOf(buffer)
    storages.set(buffer, storage)
  }
  return storage
}

/** An array over the memory of a buffer, without a copy. */
export function wrapBuffer<D extends DType>(
  buffer: ArrayBufferLike,
  info: DTypeInfo<D>,
  shape: readonly number[],
  offset: number,
  size: number,
): NDArray<D> {
  return new NDArray(
    storageOf(buffer),
    info,
    shape,
    stridesC(shape, info.itemsize),
    offset,
    size,
    true,
    undefined,
    true,
  )
}

function fromTypedArray(value: ArrayBufferView, name: string): NDArray {
  const type = typedArrayName.call(value) as string | undefined
  const info = type === undefined ? undefined : TYPED_ARRAYS[type]
  if (info === undefined) throw typeError(`${name}: expected a typed array of numbers, received ${describe(value)}`)
  const size = value.byteLength / info.itemsize
  return wrapBuffer(value.buffer, info, [size], value.byteOffset, size)
}

interface Scan {
  /** The operation that was called. */
  readonly name: string
  shape: number[]
  info: DTypeInfo | undefined
}

// Finds the shape and the common dtype of nested lists; ragged nesting is an error that names both lengths.
function scan(value: unknown, depth: number, found: Scan): void {
  const isList = Array.isArray(value)
  const isArray = !isList && (value instanceof NDArray || (ArrayBuffer.isView(value) && !(value instanceof DataView)))
  if (isList || isArray) {
    const inner = isArray
      ? value instanceof NDArray
        ? value
        : fromTypedArray(value as ArrayBufferView, found.name)
      : undefined
    const lengths = inner === undefined ? [(value as unknown[]).length] : inner._shape
    for (const [k, length] of lengths.entries()) {
      const level = depth + k
      if (level >= MAX_NDIM)
        throw rangeError(`${found.name}: expected at most ${MAX_NDIM} levels of nesting, received more`, 'ERR_SIZE')
      if (level === found.shape.length) found.shape.push(length)
      else if (found.shape[level] !== length) throw ragged(found, level, length)
    }
    if (inner !== undefined) {
      found.info = found.info === undefined ? inner.info : promoteTypes(found.info, inner.info)
      checkDepth(found, depth + lengths.length)
    } else {
      const list = value as unknown[]
      if (list.length === 0) checkDepth(found, depth + 1)
      for (let i = 0; i < list.length; i++) scan(list[i], depth + 1, found)
    }
    return
  }
  if (!isScalarLike(value)) {
    throw typeError(
      `${found.name}: expected numbers, bigints, booleans, complex values or lists of them, received ${describe(value)}`,
    )
  }
  checkDepth(found, depth)
  const info = scalarInfo(value)
  if (found.info !== info) found.info = found.info === undefined ? info : promoteTypes(found.info, info)
}

// Every leaf must lie at the same depth: the first leaf fixes it.
const leafDepth = new WeakMap<Scan, number>()
function checkDepth(found: Scan, depth: number): void {
  const known = leafDepth.get(found)
  if (known === undefined) leafDepth.set(found, depth)
  else if (known !== depth) throw ragged(found, Math.min(known, depth), undefined)
}

function ragged({ name, shape }: Scan, level: number, length: number | undefined): Error {
  const what = length === undefined ? 'an element of another depth' : `a list of ${length}`
  return rangeError(
    `${name}: expected nested lists of one shape, ${formatShape(shape)} so far, received ${what} at level ${level}`,
    'ERR_SHAPE_MISMATCH',
  )
}

function fromNested(value: unknown, wanted: DTypeInfo | undefined, name: string): NDArray {
  const flat = wanted === undefined ? fromNumbers(value) : undefined
  if (flat !== undefined) return flat
  const found: Scan = { name, shape: [], info: undefined }
  scan(value, 0, found)
  const info = wanted ?? found.info ?? FLOAT64
  const size = shapeSize(found.shape, name)
  const array = newArray(info, found.shape, size, true)
  const data = array.storage.dataView
  const { itemsize } = info
  const end = array.offset + array.nbytes
  const levels = found.shape.length
  let at = array.offset
  // A getter may change the lists after they were measured: never write past the end, nor leave elements out.
  const expectRoom = (bytes: number): void => {
    if (at + bytes > end) throw changed(name)
  }
  const fill = (node: unknown, depth: number): void => {
    if (Array.isArray(node)) {
      if (depth >= levels) throw changed(name)
      for (let i = 0; i < node.length; i++) fill(node[i], depth + 1)
    } else if (ArrayBuffer.isView(node) || node instanceof NDArray) {
      const inner = copyAs(node instanceof NDArray ? node : fromTypedArray(node, name), info)
      expectRoom(inner.nbytes)
      new Uint8Array(array.storage.buffer, at, inner.nbytes).set(
        new Uint8Array(inner.storage.buffer, inner.offset, inner.nbytes),
      )
      at += inner.nbytes
    } else {
      const checked = checkScalar(info, node, name)
      expectRoom(itemsize)
      writeRaw(info, data, at, checked)
      at += itemsize
    }
  }
  fill(value, 0)
  if (at !== end) throw changed(name)
  return array
}

function changed(name: string): Error {
  return rangeError(
    `${name}: expected lists that stay as they are while they are read, received lists that changed`,
    'ERR_SHAPE_MISMATCH',
  )
}

// The common case, lists of numbers one or two levels deep, without the general walk. Each element is read once.
function fromNumbers(value: unknown): NDArray<'float64'> | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const rows = value.length
  const first = value[0]
  if (typeof first === 'number') return numberList(value, rows)
  if (!Array.isArray(first)) return undefined
  const columns = first.length
  if (columns > 0 && typeof first[0] !== 'number') return undefined
  const array = newArray(FLOAT64, [rows, columns], shapeSize([rows, columns]), false) as NDArray<'float64'>
  const data = new Float64Array(array.storage.buffer, array.offset, array._size)
  for (let i = 0, at = 0; i < rows; i++) {
    const row = value[i]
    if (!Array.isArray(row) || row.length !== columns) return undefined
    for (let j = 0; j < columns; j++) {
      const element = row[j]
      if (typeof element !== 'number') return undefined
      data[at++] = element
    }
  }
  return array
}

function numberList(value: readonly unknown[], length: number): NDArray<'float64'> | undefined {
  const array = newArray(FLOAT64, [length], shapeSize([length]), false) as NDArray<'float64'>
  const data = new Float64Array(array.storage.buffer, array.offset, length)
  for (let i = 0; i < length; i++) {
    const element = value[i]
    if (typeof element !== 'number') return undefined
    data[i] = element
  }
  return array
}

/** What gives itself as an array: NumPy's protocol. */
export interface ArrayProtocol<D extends DType = DType> {
  __array__(): NDArray<D>
}

/** The array that a value gives itself as, or else the value. */
export function ownArray(value: unknown, name = 'array'): unknown {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value
  const { __array__ } = value as Partial<ArrayProtocol>
  if (typeof __array__ !== 'function') return value
  const array: unknown = __array__.call(value)
  if (array instanceof NDArray) return array
  throw typeError(`${name}: expected an NDArray from __array__, received ${describe(array)}`)
}

/**
 * An array of any array-like, without a copy where it is an array or typed array already. Errors speak of the operation
 * that was called.
 */
export function toArray(value: unknown, name = 'array'): NDArray {
  if (value instanceof NDArray) return value
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return fromTypedArray(value, name)
  if (isScalarLike(value)) return scalarArray(value, scalarInfo(value), name)
  if (Array.isArray(value)) return once(() => fromNested(value, undefined, name))
  const own = ownArray(value, name)
  if (own instanceof NDArray) return own
  throw typeError(`${name}: expected an array, typed array, nested list or number, received ${describe(value)}`)
}

/** A 0-d array of a scalar. */
export function scalarArray<D extends DType>(value: unknown, info: DTypeInfo<D>, name = 'array'): NDArray<D> {
  const checked = checkScalar(info, value, name)
  const array = newArray(info, [], 1, true)
  writeRaw(info, array.storage.dataView, array.offset, checked)
  return array
}

/** Whether an array or typed array is copied: always, only for another dtype or layout, or never (an error instead). */
export type CopyRule = 'always' | 'if needed' | 'never'

/** What `array` and `asarray` do: dtype, layout, copy or not, a least number of dimensions. */
export function makeArray(
  name: string,
  given: unknown,
  dtype: unknown,
  order: unknown,
  copy: CopyRule,
  ndmin = 0,
): NDArray {
  const value = given instanceof NDArray || Array.isArray(given) ? given : ownArray(given, name)
  const wanted = isNone(dtype) ? undefined : dtypeInfo(dtype)
  const layout = expectOrder(name, order, 'K')
  let array: NDArray
  let fresh = false
  if (wanted !== undefined && (Array.isArray(value) || isComplexLike(value) || typeof value !== 'object')) {
    array = Array.isArray(value) ? once(() => fromNested(value, wanted, name)) : scalarArray(value, wanted, name)
    fresh = true
  } else {
    array = toArray(value, name)
    fresh = !(value instanceof NDArray || ArrayBuffer.isView(value))
  }
  const info = wanted ?? array.info
  const misplaced = (layout === 'C' && !array.contiguous) || (layout === 'F' && !isFortranContiguous(array))
  const needed = array.info !== info || misplaced
  if (copy === 'never' && (fresh || needed)) {
    throw rangeError(`${name}: expected a value that needs no copy (copy: false), received ${describe(value)}`)
  }
  if ((copy === 'always' && !fresh) || needed) array = copyAs(array, info, layout)
  if (array._shape.length < ndmin) {
    const missing = ndmin - array._shape.length
    const shape = [...new Array<number>(missing).fill(1), ...array._shape]
    const strides = [...new Array<number>(missing).fill(array.nbytes), ...array._strides]
    return new NDArray(
      array.storage, array.info, shape, strides, array.offset, array._size, array.contiguous, array.owner, array.writeable,
    ) // biome-ignore format: the constructor's nine fields
  }
  return array
}
