/** An array's memory: its layout's flags, its bytes as another dtype or in another order, its size changed in place. */
import { inspect } from 'node:util'
import { expectBoolean, expectShape, isNone, keywords } from '../core/arguments'
import { copyAs, copyInto } from '../core/copy'
import { type DTypeInfo, dtypeInfo } from '../core/dtype'
import { rangeError } from '../core/errors'
import { isFortranContiguous, NDArray, newArray, shapeSize, stridesC, view, viewAs } from '../core/ndarray'
import { expectWriteable } from '../core/ufunc'

/** What NumPy's `flags` tells of an array's memory. */
export class Flags {
  readonly #array: NDArray

  constructor(array: NDArray) {
    this.#array = array
  }

  /** Elements lie in row-major order without gaps. */
  get c_contiguous(): boolean {
    return this.#array.contiguous
  }

  /** Elements lie in column-major order without gaps. */
  get f_contiguous(): boolean {
    return isFortranContiguous(this.#array)
  }

  get contiguous(): boolean {
    return this.c_contiguous
  }

  /** Column-major and not row-major too. */
  get fnc(): boolean {
    return this.f_contiguous && !this.c_contiguous
  }

  /** Column-major or row-major. */
  get forc(): boolean {
    return this.f_contiguous || this.c_contiguous
  }

  /** The memory is not another array's. */
  get owndata(): boolean {
    return this.#array.owner === undefined
  }

  /** Elements may be written. May be set to false; to true only where the array that owns the memory is writeable. */
  get writeable(): boolean {
    return this.#array.writeable
  }

  set writeable(value: boolean) {
    const array = this.#array as { writeable: boolean; owner: NDArray | undefined }
    if (value && array.owner !== undefined && !array.owner.writeable) {
      throw rangeError(
        'flags: expected a view of writeable memory to be made writeable, received one of read-only memory',
      )
    }
    array.writeable = expectBoolean('flags', 'writeable', value, true)
  }

  get aligned(): boolean {
    return true
  }

  get writebackifcopy(): boolean {
    return false
  }

  get C_CONTIGUOUS(): boolean {
    return this.c_contiguous
  }

  get F_CONTIGUOUS(): boolean {
    return this.f_contiguous
  }

  get OWNDATA(): boolean {
    return this.owndata
  }

  get WRITEABLE(): boolean {
    return this.writeable
  }

  get ALIGNED(): boolean {
    return this.aligned
  }

  toString(): string {
    const names = ['C_CONTIGUOUS', 'F_CONTIGUOUS', 'OWNDATA', 'WRITEABLE', 'ALIGNED'] as const
    const lines = names.map((name) => `  ${name} : ${this[name] ? 'True' : 'False'}`)
    return [...lines, '  WRITEBACKIFCOPY : False'].join('\n')
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

/** The bytes of an array as elements of another dtype; a last axis without gaps changes its length with the element size. */
export function viewBytes(array: NDArray, like: unknown): NDArray {
  if (isNone(like)) return view(array, array._shape, array._strides, array.offset)
  const info = dtypeInfo(like)
  const from = array.info.itemsize
  const { itemsize } = info
  if (itemsize === from) return viewAs(array, info, array._shape, array._strides, array.offset)
  const last = array._shape.length - 1
  if (last < 0) {
    throw rangeError(`view: expected a dtype of ${from} bytes for a 0-d array, received ${info.name}`, 'ERR_SIZE')
  }
  const length = array._shape[last]
  if (array._strides[last] !== from && length !== 1 && array._size > 0) {
    throw rangeError(
      'view: expected a last axis without gaps for a dtype of another size, received a strided view',
      'ERR_SHAPE_MISMATCH',
    )
  }
  if ((length * from) % itemsize !== 0) {
    throw rangeError(
      `view: expected a last axis of a multiple of ${itemsize} bytes for ${info.name}, received ${length * from}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const shape = array._shape.slice()
  const strides = array._strides.slice()
  shape[last] = (length * from) / itemsize
  strides[last] = itemsize
  return viewAs(array, info, shape, strides, array.offset)
}

// Bytes whose order turns round: the parts of complex elements turn each for itself.
function partSize(info: DTypeInfo): number {
  return info.kind === 'c' ? info.itemsize / 2 : info.itemsize
}

/** The elements with their bytes in the other order, as a new array or in place. */
export function byteswap(array: NDArray, args: readonly unknown[]): NDArray {
  const inplace = expectBoolean('byteswap', 'inplace', keywords('byteswap', ['inplace'], args).inplace, false)
  if (inplace) expectWriteable('byteswap', array)
  const copy = copyAs(array, array.info, 'C')
  const bytes = Buffer.from(copy.storage.buffer as ArrayBuffer, copy.offset, copy.nbytes)
  const part = partSize(array.info)
  if (part === 2) bytes.swap16()
  else if (part === 4) bytes.swap32()
  else if (part === 8) bytes.swap64()
  if (!inplace) return copy
  if (array._size > 0) copyInto(array, copy)
  return array
}

type Resized = 'storage' | '_shape' | '_strides' | 'offset' | '_size' | 'contiguous'
type Resizable = { -readonly [K in Resized]: NDArray[K] }

/**
 * Changes an array's shape in place: elements in memory order, zeros where there were none. Views taken before keep the
 * memory that they had. Throws `RangeError` for views, whose memory is another's.
 */
export function resizeInPlace(array: NDArray, wanted: unknown): void {
  const shape = expectShape('resize', wanted)
  const size = shapeSize(shape, 'resize')
  if (array.owner !== undefined) {
    throw rangeError('resize: expected an array with memory of its own, received a view', 'ERR_SHAPE_MISMATCH')
  }
  expectWriteable('resize', array)
  if (!array.contiguous && !isFortranContiguous(array)) {
    throw rangeError('resize: expected an array without gaps, received strided elements', 'ERR_SHAPE_MISMATCH')
  }
  const target = array as Resizable
  const { itemsize } = array.info
  const kept = Math.min(size, array._size)
  // Fortran order stays, as far as NumPy keeps it: memory is read and written in its own order.
  const resized = newArray(array.info, shape, size, size > array._size)
  if (kept > 0) {
    const line = (from: { storage: NDArray['storage']; offset: number }): NDArray =>
      new NDArray(from.storage, array.info, [kept], [itemsize], from.offset, kept, true, undefined, true)
    copyInto(line(resized), line(array))
  }
  target.storage = resized.storage
  target.offset = resized.offset
  target._shape = shape
  target._strides = stridesC(shape, itemsize)
  target._size = size
  target.contiguous = true
}
