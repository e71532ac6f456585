/** Arrays of buffers, iterables and functions, and arrays that must have a layout. */
import { expectInteger, isNone, keywords, listItems } from '../core/arguments'
import { makeArray, wrapBuffer } from '../core/array'
import { type DType, type DTypeLike, dtypeInfo } from '../core/dtype'
import { checkScalar, writeRaw } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { NDArray, newArray } from '../core/ndarray'
import { Storage } from '../core/storage'
import type { DTypeOf } from '../core/types'
import { indices } from '../indexing/index-tricks'
import { atLeast } from '../manipulation/shapes'
import { all } from '../reductions/reductions'
import { isfinite } from '../ufuncs'
import { type ArrayOptions, asarray, type ShapeLike } from './creation'

/**
 * NumPy's `asarray` for subclasses of arrays; numblas has none, so it is `asarray`.
 * @example np.asanyarray([1, 2]) // array([1., 2.])
 */
export const asanyarray = asarray

/**
 * `asarray` that throws `RangeError` where an element is NaN or infinite.
 * @example np.asarray_chkfinite([1, 2]) // array([1., 2.])
 */
export function asarray_chkfinite<D extends DType>(
  a: unknown,
  options: ArrayOptions<D> & { readonly dtype: DTypeLike<D> },
): NDArray<D>
export function asarray_chkfinite<const X>(a: X, dtype?: DTypeLike | ArrayOptions | null): NDArray<DTypeOf<X>>
export function asarray_chkfinite(a: unknown, ...args: unknown[]): NDArray {
  const { dtype, order } = keywords('asarray_chkfinite', ['dtype', 'order'], args)
  const array = makeArray('asarray_chkfinite', a, dtype, order, 'if needed')
  if ((array.info.kind === 'f' || array.info.kind === 'c') && !all(isfinite(array))) {
    throw rangeError('asarray_chkfinite: expected finite elements, received NaN or infinity')
  }
  return array
}

/** The dtype alone, or a plain object that holds it. */
type DTypeOption<D extends DType> = DTypeLike<D> | { readonly dtype: DTypeLike<D> }

function laidOut(name: string, a: unknown, args: readonly unknown[], order: 'C' | 'F'): NDArray {
  const array = makeArray(name, a, keywords(name, ['dtype'], args).dtype, order, 'if needed')
  return atLeast(array, 1)
}

/**
 * The array with its elements in row-major order without gaps: itself where it is so, else a copy. At least 1 dimension.
 * @example np.ascontiguousarray(np.zeros([2, 3]).T).strides // [16, 8]
 */
export function ascontiguousarray<D extends DType>(a: unknown, dtype: DTypeOption<D>): NDArray<D>
export function ascontiguousarray<const X>(a: X): NDArray<DTypeOf<X>>
export function ascontiguousarray(a: unknown, ...args: unknown[]): NDArray {
  return laidOut('ascontiguousarray', a, args, 'C')
}

/**
 * The array with its elements in column-major order without gaps: itself where it is so, else a copy. At least 1 dimension.
 * @example np.asfortranarray(np.zeros([2, 3])).strides // [8, 16]
 */
export function asfortranarray<D extends DType>(a: unknown, dtype: DTypeOption<D>): NDArray<D>
export function asfortranarray<const X>(a: X): NDArray<DTypeOf<X>>
export function asfortranarray(a: unknown, ...args: unknown[]): NDArray {
  return laidOut('asfortranarray', a, args, 'F')
}

const REQUIREMENTS: Readonly<Record<string, string>> = {
  C: 'C', C_CONTIGUOUS: 'C', CONTIGUOUS: 'C', F: 'F', F_CONTIGUOUS: 'F', FORTRAN: 'F', A: 'A', ALIGNED: 'A',
  W: 'W', WRITEABLE: 'W', O: 'O', OWNDATA: 'O', E: 'E', ENSUREARRAY: 'E',
} // biome-ignore format: a table

// In CommonJS `require` is taken.
function require_<D extends DType>(
  a: unknown,
  dtype: DTypeLike<D>,
  requirements?: string | readonly string[] | null,
): NDArray<D>
function require_<const X>(
  a: X,
  dtype?: null | { readonly dtype?: DTypeLike | null; readonly requirements?: string | readonly string[] | null },
  requirements?: string | readonly string[] | null,
): NDArray<DTypeOf<X>>
function require_(a: unknown, ...args: unknown[]): NDArray {
  const { dtype, requirements } = keywords('require', ['dtype', 'requirements'], args)
  const list = typeof requirements === 'string' ? [...requirements] : (requirements ?? [])
  if (!Array.isArray(list)) {
    throw typeError(`require: expected requirements in a list or string, received ${describe(requirements)}`)
  }
  const wanted = new Set(
    listItems('require', list).map((one) => {
      const letter = REQUIREMENTS[String(one).toUpperCase()]
      if (letter === undefined) {
        throw rangeError(
          `require: expected requirements among ${Object.keys(REQUIREMENTS).join(', ')}, received ${describe(one)}`,
        )
      }
      return letter
    }),
  )
  if (wanted.has('C') && wanted.has('F')) throw rangeError("require: expected 'C' or 'F' order, received both")
  const order = wanted.has('F') ? 'F' : wanted.has('C') ? 'C' : 'A'
  const array = makeArray('require', a, dtype, order, 'if needed')
  const lacks = (wanted.has('W') && !array.writeable) || (wanted.has('O') && array.owner !== undefined)
  return lacks ? array.copy(order) : array
}

export {
  /**
   * The array with what is required of it, copied only where needed: `'C'` or `'F'` order, `'W'` writeable, `'O'` memory of its
   * own (`'A'` aligned and `'E'` always hold). Requirements stand in a list or a string of letters.
   * @example np.require([1, 2], 'float32', ['F', 'W']) // array([1., 2.], dtype=float32)
   */
  require_ as require,
}

export interface FromBufferOptions<D extends DType = DType> {
  readonly dtype?: DTypeLike<D>
  /** How many elements to take; -1 for all. */
  readonly count?: number
  /** Bytes to skip. */
  readonly offset?: number
}

/**
 * A buffer's bytes as elements of a dtype (float64), sharing its memory where the first byte's place is a multiple of the
 * element size, else a copy. Throws `RangeError` where the bytes don't make whole elements.
 * @example np.frombuffer(new Uint8Array([1, 0, 2, 0]), 'int16') // array([1, 2], dtype=int16)
 */
export function frombuffer<D extends DType = 'float64'>(
  buffer: ArrayBufferLike | ArrayBufferView,
  dtype?: DTypeLike<D> | FromBufferOptions<D>,
  count?: number | FromBufferOptions<D>,
  offset?: number | FromBufferOptions<D>,
): NDArray<D>
export function frombuffer(buffer: ArrayBufferLike | ArrayBufferView, ...args: unknown[]): NDArray {
  const named = keywords('frombuffer', ['dtype', 'count', 'offset'], args)
  const isView = ArrayBuffer.isView(buffer)
  if (!isView && !(buffer instanceof ArrayBuffer) && !(buffer instanceof SharedArrayBuffer)) {
    throw typeError(`frombuffer: expected an ArrayBuffer or a view of one, received ${describe(buffer)}`)
  }
  const memory = isView ? buffer.buffer : buffer
  const info = dtypeInfo(isNone(named.dtype) ? 'float64' : named.dtype)
  const skip = named.offset === undefined ? 0 : expectInteger('frombuffer', 'offset', named.offset)
  const wanted = named.count === undefined ? -1 : expectInteger('frombuffer', 'count', named.count)
  if (skip < 0 || skip > buffer.byteLength) {
    throw rangeError(`frombuffer: expected an offset between 0 and ${buffer.byteLength}, received ${skip}`)
  }
  const bytes = buffer.byteLength - skip
  if (wanted < 0 ? bytes % info.itemsize !== 0 : wanted * info.itemsize > bytes) {
    const what = wanted < 0 ? `a multiple of ${info.itemsize}` : `at least ${wanted * info.itemsize}`
    throw rangeError(`frombuffer: expected a length of ${what} bytes, received ${bytes}`, 'ERR_SIZE')
  }
  const size = wanted < 0 ? bytes / info.itemsize : wanted
  const start = (isView ? buffer.byteOffset : 0) + skip
  const part = Math.min(8, info.itemsize)
  if (start % part === 0) return wrapBuffer(memory, info, [size], start, size)
  const copy = newArray(info, [size], size, false)
  const target = new Uint8Array(copy.storage.buffer, copy.offset, copy.nbytes)
  target.set(new Uint8Array(memory, start, copy.nbytes))
  return copy
}

/**
 * A vector of an iterable's elements, which may be numbers, bigints, booleans or complex values: `count` of them, all where
 * it is -1. Throws `RangeError` where there are fewer.
 * @example np.fromiter(new Set([3, 5]), 'int32') // array([3, 5], dtype=int32)
 */
export function fromiter<D extends DType>(
  iter: Iterable<unknown>,
  dtype: DTypeLike<D>,
  count?: number | { readonly count?: number },
): NDArray<D>
export function fromiter(iter: Iterable<unknown>, ...args: unknown[]): NDArray {
  const named = keywords('fromiter', ['dtype', 'count'], args)
  if (typeof (iter as Iterable<unknown> | undefined)?.[Symbol.iterator] !== 'function' || typeof iter === 'string') {
    throw typeError(`fromiter: expected an iterable of elements, received ${describe(iter)}`)
  }
  const info = dtypeInfo(named.dtype)
  const count = named.count === undefined ? -1 : expectInteger('fromiter', 'count', named.count)
  if (count < -1) throw rangeError(`fromiter: expected a count of at least -1, received ${count}`, 'ERR_SIZE')
  const { itemsize } = info
  let storage = new Storage(new ArrayBuffer(itemsize * (count < 0 ? 64 : count)))
  let size = 0
  if (count !== 0) {
    for (const element of iter) {
      const checked = checkScalar(info, element instanceof NDArray ? element.item() : element, 'fromiter')
      if ((size + 1) * itemsize > storage.bytes.length) storage = grown(storage)
      writeRaw(info, storage.dataView, size * itemsize, checked)
      if (++size === count) break
    }
  }
  if (size < count) throw rangeError(`fromiter: expected ${count} elements, received ${size}`, 'ERR_SIZE')
  return new NDArray(storage, info, [size], [itemsize], 0, size, true, undefined, true)
}

function grown(storage: Storage): Storage {
  const larger = new Storage(new ArrayBuffer(storage.bytes.length * 2))
  larger.bytes.set(storage.bytes)
  return larger
}

/**
 * What a function gives for the coordinates of every place of a shape: it is called once, with one array per axis, of the
 * dtype given (float64).
 * @example np.fromfunction((i, j) => np.add(i, j), [2, 2]) // array([[0., 1.], [1., 2.]])
 */
export function fromfunction<R>(
  func: (...coordinates: NDArray[]) => R,
  shape: ShapeLike,
  dtype?: DTypeLike | { readonly dtype?: DTypeLike },
): R
export function fromfunction(func: (...coordinates: NDArray[]) => unknown, shape: ShapeLike, ...args: unknown[]) {
  const named = keywords('fromfunction', ['dtype'], args)
  if (typeof func !== 'function') throw typeError(`fromfunction: expected a function, received ${describe(func)}`)
  const info = dtypeInfo(isNone(named.dtype) ? 'float64' : named.dtype)
  return func(...(indices(shape, info.name) as Iterable<NDArray>))
}
