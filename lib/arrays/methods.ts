/** NDArray's methods: one-liners over the functions of the same name, attached here so that ndarray.ts knows none of them. */

import { inspect } from 'node:util'
import { expectBoolean, expectCasting, expectDevice, expectOrder, keywords } from '../core/arguments'
import type { TypedArray } from '../core/array'
import type { Complex } from '../core/complex'
import { copyAs, type Order } from '../core/copy'
import { type DType, type DTypeLike, dtypeInfo, type Scalar } from '../core/dtype'
import { readRaw, safeScalar } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { expectMemory } from '../core/memory'
import { isFortranContiguous, NDArray, newArray, view, viewAs } from '../core/ndarray'
import { type Casting, canCast } from '../core/promotion'
import type { ReduceOptions } from '../core/reduction'
import type { ArrayLike, DataTypes, DTypeOf, Promoted, QuotientOf, RealOf, SumOf } from '../core/types'
import type { UfuncOptions } from '../core/ufunc'
import { type DiagonalOptions, diagonal, type TraceOptions, trace } from '../creation/diagonals'
import { arrayToString, inspectArray } from '../format'
import { FlatIterator } from '../indexing/flat'
import { getItem, type IndexItem, setItem } from '../indexing/indexing'
import { type CompressOptions, compress, nonzero } from '../indexing/selection'
import { type ChooseOptions, choose, type IndexMode, put, repeat, type TakeOptions, take } from '../indexing/take'
import {
  listOrRest,
  matrix_transpose,
  type ReshapeOptions,
  ravel,
  reshapeWith,
  squeeze,
  swapaxes,
  transposeArray,
  withOptions,
} from '../manipulation/shapes'
import { type ClipOptions, clipArray } from '../mathematics/limits'
import { type RoundOptions, round } from '../mathematics/rounding'
import { dot } from '../products/products'
import { type CumulativeOptions, cumprod, cumsum } from '../reductions/cumulative'
import {
  type ArgOptions,
  all,
  any,
  argmax,
  argmin,
  type ExtremumOptions,
  max,
  min,
  prod,
  type ReductionKind,
  type ReductionKinds,
  sum,
  type TruthOptions,
} from '../reductions/reductions'
import {
  argpartition,
  argsort,
  type PartitionOptions,
  partitionInPlace,
  type Ranks,
  type SearchOptions,
  type SortKind,
  type SortOptions,
  searchsorted,
  sortInPlace,
} from '../sorting/sorting'
import { type MeanOptions, mean, std, type VarOptions, var as variance } from '../statistics/statistics'
import { add, conjugate, divide, multiply, subtract } from '../ufuncs'
import { byteswap, Flags, resizeInPlace, viewBytes } from './layout'

/** Nested lists of elements, as deep as the array has dimensions. */
export type Nested<T> = T | Nested<T>[]

type Axis = number | readonly number[]

/** A reduction as a method: the array is `this`, whose own type keeps `NDArray<D>` assignable to `NDArray`. */
export interface ReduceMethod<O extends object, K extends ReductionKind> {
  <A extends NDArray, T extends NDArray>(this: A, options: O & { readonly out: T }): T
  <A extends NDArray>(this: A, options: O & { readonly keepdims: true }): NDArray<ReductionKinds<DTypeOf<A>>[K]>
  <A extends NDArray>(this: A, options: O & { readonly axis: Axis }): NDArray<ReductionKinds<DTypeOf<A>>[K]>
  <A extends NDArray>(this: A, axis: Axis, options?: O): NDArray<ReductionKinds<DTypeOf<A>>[K]>
  <A extends NDArray>(this: A, options?: O): Scalar<ReductionKinds<DTypeOf<A>>[K]>
  <A extends NDArray>(this: A, axis: null, options?: O): Scalar<ReductionKinds<DTypeOf<A>>[K]>
}

/** A running sum or product as a method. */
export type CumulateMethod = <A extends NDArray>(
  this: A,
  axis?: number | null | CumulativeOptions,
  options?: CumulativeOptions,
) => NDArray<SumOf<DTypeOf<A>>>

declare module '../core/ndarray' {
  interface NDArray<out D extends DType = DType> {
    /** The array with its axes reversed, as a view. */
    readonly T: NDArray<D>
    /** The array with its last two axes swapped, as a view. */
    readonly mT: NDArray<D>
    /**
     * The elements' memory as a typed array, without a copy; complex elements as pairs, float16 as bits. Contiguous arrays only.
     * It begins inside its buffer.
     */
    readonly data: DataTypes[D]
    /** The real parts, as a view; what is assigned is written into them. */
    get real(): NDArray<RealOf<D>>
    set real(value: ArrayLike)
    /** The imaginary parts, as a view (zeros for real arrays, read-only); what is assigned is written into them. */
    get imag(): NDArray<RealOf<D>>
    set imag(value: ArrayLike)
    /** The length of the first axis. */
    readonly length: number
    /**
     * NumPy's `a[...]`: integers, slices `'1:7:2'`, `'...'`, `null` (all integers give an element, others a view); arrays or
     * lists of integers and boolean masks, which give a new array.
     */
    get<A extends NDArray>(this: A, ...index: (number | bigint)[]): Scalar<DTypeOf<A>> | NDArray<DTypeOf<A>>
    get<A extends NDArray>(this: A, ...index: IndexItem[]): NDArray<DTypeOf<A>>
    /** NumPy's `a[...] = value`, with broadcasting. A list holds the index's items: `[[2, 0]]` is one item, two rows. */
    set(index: IndexItem | readonly IndexItem[], value: ArrayLike): this
    /** The elements in row-major order, whatever the memory's layout; what is assigned is written, again from its start. */
    get flat(): FlatIterator<D>
    set flat(value: ArrayLike)
    take<A extends NDArray>(
      this: A,
      indices: ArrayLike,
      axis?: number | null | TakeOptions,
      out?: NDArray | null | TakeOptions,
      mode?: IndexMode | TakeOptions,
    ): NDArray<DTypeOf<A>>
    put(indices: ArrayLike, values: ArrayLike, mode?: IndexMode | { readonly mode?: IndexMode }): void
    choose<D extends DType>(
      choices: NDArray<D> | readonly NDArray<D>[],
      out?: NDArray | null | ChooseOptions,
      mode?: IndexMode | ChooseOptions,
    ): NDArray<D>
    choose<const C extends readonly ArrayLike[]>(
      choices: C,
      out?: NDArray | null | ChooseOptions,
      mode?: IndexMode | ChooseOptions,
    ): NDArray<DTypeOf<C>>
    compress<A extends NDArray>(
      this: A,
      condition: ArrayLike,
      axis?: number | null | CompressOptions,
      out?: NDArray | null | CompressOptions,
    ): NDArray<DTypeOf<A>>
    nonzero(): NDArray<'int64'>[]
    repeat<A extends NDArray>(
      this: A,
      repeats: ArrayLike,
      axis?: number | null | { readonly axis?: number | null },
    ): NDArray<DTypeOf<A>>
    /** One element, by position in row-major order or by an index per axis. */
    item<A extends NDArray>(this: A, ...index: number[]): Scalar<DTypeOf<A>>
    /** Elements as nested lists; 64-bit integers as bigints on request. */
    tolist<A extends NDArray>(this: A, options: { readonly bigint: true }): Nested<Scalar<DTypeOf<A>> | bigint>
    tolist<A extends NDArray>(this: A, options?: { readonly bigint?: boolean }): Nested<Scalar<DTypeOf<A>>>
    /** The elements' bytes, in row-major order (a copy). */
    tobytes(order?: 'C' | 'F' | 'A'): Buffer
    /** A copy in another dtype. */
    astype<E extends DType>(
      dtype: DTypeLike<E>,
      options?: { readonly casting?: Casting; readonly copy?: boolean; readonly order?: Order },
    ): NDArray<E>
    copy(order?: Order): NDArray<D>
    reshape(...shape: number[] | [readonly number[]]): NDArray<D>
    reshape(shape: number | readonly number[], options: ReshapeOptions): NDArray<D>
    transpose(...axes: number[] | [readonly number[] | null]): NDArray<D>
    swapaxes(axis1: number, axis2: number): NDArray<D>
    ravel(order?: Order): NDArray<D>
    flatten(order?: Order): NDArray<D>
    squeeze(axis?: Axis | null): NDArray<D>
    fill(value: ArrayLike): void
    /** The elements with their bytes in the other order. */
    byteswap(inplace?: boolean): NDArray<D>
    /** The same memory: as it is, or as elements of another dtype. */
    view(): NDArray<D>
    view<E extends DType>(dtype: DTypeLike<E>): NDArray<E>
    /** Changes the shape in place, with zeros for elements that there were not; arrays with memory of their own only. */
    resize(...shape: number[] | [readonly number[]]): void
    /** A read-only view of the diagonal of two axes. */
    diagonal(offset?: number | DiagonalOptions, axis1?: number, axis2?: number): NDArray<D>
    /** The sum along the diagonal of two axes. */
    trace<A extends NDArray>(
      this: A,
      offset?: number | TraceOptions,
      axis1?: number | TraceOptions,
      axis2?: number | TraceOptions,
      dtype?: DTypeLike | null | TraceOptions,
    ): Scalar<SumOf<DTypeOf<A>>> | NDArray<SumOf<DTypeOf<A>>>
    /** How the memory is laid out, and whether it may be written. */
    readonly flags: Flags
    /** Where the memory is: `'cpu'`. */
    readonly device: 'cpu'
    /** The array itself, for the device `'cpu'`. */
    to_device(device: 'cpu', options?: { readonly stream?: null }): NDArray<D>
    readonly all: ReduceMethod<TruthOptions, 'bool'>
    readonly any: ReduceMethod<TruthOptions, 'bool'>
    readonly argmax: ReduceMethod<ArgOptions, 'count'>
    readonly argmin: ReduceMethod<ArgOptions, 'count'>
    /** Sorts in the array's own memory. */
    sort(axis?: number | SortOptions, ...rest: [(SortKind | SortOptions)?, null?, boolean?]): void
    argsort(
      axis?: number | null | SortOptions,
      ...rest: [(SortKind | null | SortOptions)?, null?, (boolean | null)?]
    ): NDArray<'int64'>
    /** Partitions in the array's own memory. */
    partition(kth: Ranks, axis?: number | PartitionOptions, ...rest: ['introselect'?, null?]): void
    argpartition(
      kth: Ranks,
      axis?: number | null | PartitionOptions,
      ...rest: ['introselect'?, null?]
    ): NDArray<'int64'>
    searchsorted(v: number | bigint | boolean, options?: SearchOptions): number
    searchsorted(v: ArrayLike, side?: 'left' | 'right' | SearchOptions, sorter?: ArrayLike): NDArray<'int64'>
    readonly cumprod: CumulateMethod
    readonly cumsum: CumulateMethod
    readonly max: ReduceMethod<ExtremumOptions, 'same'>
    readonly mean: ReduceMethod<MeanOptions, 'mean'>
    readonly min: ReduceMethod<ExtremumOptions, 'same'>
    readonly prod: ReduceMethod<ReduceOptions, 'sum'>
    readonly std: ReduceMethod<VarOptions, 'deviation'>
    readonly sum: ReduceMethod<ReduceOptions, 'sum'>
    readonly var: ReduceMethod<VarOptions, 'deviation'>
    /** The elements kept between two bounds; `null` is none. */
    clip(min?: ArrayLike | null | ClipOptions, max?: ArrayLike | null | ClipOptions, options?: ClipOptions): NDArray
    clip<O extends NDArray>(min: ArrayLike | null, max: ArrayLike | null, out: O, options?: ClipOptions): O
    /** Complex conjugates; a real array itself. */
    conj(): NDArray<D>
    /** Complex conjugates; a real array itself. */
    conjugate(): NDArray<D>
    /** The elements rounded to decimals. */
    round(decimals?: number | RoundOptions, options?: RoundOptions): NDArray<D>
    round<O extends NDArray>(decimals: number, out: O): O
    dot<A extends NDArray, B extends ArrayLike>(this: A, b: B): Scalar<Promoted<A, B>> | NDArray<Promoted<A, B>>
    add<A extends NDArray, B extends ArrayLike>(this: A, x: B): NDArray<Promoted<A, B>>
    subtract<A extends NDArray, B extends ArrayLike>(this: A, x: B): NDArray<Promoted<A, B>>
    multiply<A extends NDArray, B extends ArrayLike>(this: A, x: B): NDArray<Promoted<A, B>>
    divide<A extends NDArray, B extends ArrayLike>(this: A, x: B): NDArray<QuotientOf<Promoted<A, B>>>
    toString(): string
    toJSON<A extends NDArray>(this: A): Nested<Scalar<DTypeOf<A>>>
    [Symbol.iterator]<A extends NDArray>(this: A): IterableIterator<Scalar<DTypeOf<A>> | NDArray<DTypeOf<A>>>
  }
}

const prototype = NDArray.prototype

// What is assigned to an assignable one is written into what it gives.
function getter(name: string, get: (array: NDArray) => unknown, assignable = false): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    get(this: NDArray) {
      return get(this)
    },
    ...(assignable && {
      set(this: NDArray, value: ArrayLike) {
        ;(get(this) as NDArray | FlatIterator).set('...', value)
      },
    }),
  })
}

function method(name: string | symbol, call: (array: NDArray, ...args: never[]) => unknown): void {
  Object.defineProperty(prototype, name, {
    configurable: true,
    writable: true,
    value(this: NDArray, ...args: never[]) {
      return call(this, ...args)
    },
  })
}

getter('T', (a) => transposeArray(a))
getter('mT', (a) => matrix_transpose(a))
getter('length', (a) => firstLength(a))
getter('data', (a) => typedArrayOf(a))
getter('real', (a) => part(a, 0), true)
getter('imag', (a) => part(a, 1), true)

// Indexing is the most frequent call of all: its arguments are gathered once, not passed on as the others' are.
Object.defineProperty(prototype, 'get', {
  configurable: true,
  writable: true,
  value(this: NDArray, ...index: unknown[]) {
    return getItem(this, index)
  },
})
method('set', (a, index: unknown, value: unknown, ...more: unknown[]) => {
  if (more.length > 0) {
    throw typeError(
      'set: expected an index and a value, received more; an index of several items is a list: set([0, 1], 7)',
    )
  }
  setItem(a, Array.isArray(index) ? index : [index], value)
  return a
})
getter('flat', (a) => new FlatIterator(a), true)
for (const [name, call] of Object.entries({ choose, nonzero, put, repeat, take })) {
  method(name, (a, ...args: never[]) => (call as (a: NDArray, ...args: never[]) => unknown)(a, ...args))
}
method('compress', (a, condition: ArrayLike, ...args: never[]) => compress(condition, a, ...args))
method('item', (a, ...index: unknown[]) => item(a, index.length === 1 && Array.isArray(index[0]) ? index[0] : index))
method('tolist', (a, ...args: unknown[]) =>
  toNested(a, expectBoolean('tolist', 'bigint', keywords('tolist', ['bigint'], args).bigint, false)),
)
method('tobytes', (a, ...args: unknown[]) => {
  const copy = copyAs(a, a.info, orderOf('tobytes', args))
  return Buffer.from(copy.storage.buffer.slice(copy.offset, copy.offset + copy.nbytes))
})
method('astype', (a, dtype: unknown, ...args: unknown[]) => astype(a, dtype, args))
method('copy', (a, ...args: unknown[]) => copyAs(a, a.info, orderOf('copy', args)))
method('reshape', (a, ...args: unknown[]) => {
  const [shape, options] = withOptions(args)
  const { order, copy } = keywords('reshape', ['order', 'copy'], options)
  return reshapeWith(a, listOrRest('reshape', shape), order, copy)
})
method('transpose', (a, ...axes: unknown[]) =>
  transposeArray(a, axes.length === 0 || axes[0] === null ? undefined : listOrRest('transpose', axes)),
)
method('swapaxes', (a, axis1: number, axis2: number) => swapaxes(a, axis1, axis2))
method('ravel', (a, ...args: never[]) => ravel(a, ...args))
method('flatten', (a, ...args: unknown[]) => {
  const order = orderOf('flatten', args)
  return ravel(copyAs(a, a.info, order), order)
})
method('squeeze', (a, ...args: never[]) => squeeze(a, ...args))
method('fill', (a, value: ArrayLike) => setItem(a, ['...'], value))
method('byteswap', (a, ...args: unknown[]) => byteswap(a, args))
method('view', (a, ...args: unknown[]) => viewBytes(a, keywords('view', ['dtype'], args).dtype))
method('resize', (a, ...args: unknown[]) => {
  const [shape] = withOptions(args)
  if (shape.length > 0) resizeInPlace(a, listOrRest('resize', shape))
})
method('diagonal', (a, ...args: never[]) => diagonal(a, ...args))
method('trace', (a, ...args: never[]) => trace(a, ...args))
getter('flags', (a) => new Flags(a))
getter('device', () => 'cpu')
method('to_device', (a, device: unknown) => {
  expectDevice('to_device', device)
  return a
})
for (const [name, reduce] of Object.entries({
  all,
  any,
  argmax,
  argmin,
  cumprod,
  cumsum,
  max,
  mean,
  min,
  prod,
  std,
  sum,
  var: variance,
})) {
  // biome-ignore format: a list of names
  method(name, (a, ...args: never[]) => (reduce as (a: NDArray, ...args: never[]) => unknown)(a, ...args))
}
method('clip', (a, ...args: unknown[]) => {
  const { min, max, ...rest } = keywords('clip', ['min', 'max', 'out', 'where', 'dtype', 'casting'], args)
  return clipArray(a, min, max, rest as UfuncOptions)
})
for (const name of ['conj', 'conjugate']) {
  method(name, (a, ...out: NDArray[]) => (a.info.kind === 'c' || out.length > 0 ? conjugate(a, ...out) : a))
}
method('round', (a, ...args: never[]) => round(a, ...args))
method('sort', (a, ...args: unknown[]) => sortInPlace(a, args))
method('argsort', (a, ...args: never[]) => argsort(a, ...args))
method('partition', (a, kth: Ranks, ...args: unknown[]) => partitionInPlace(a, kth, args))
method('argpartition', (a, kth: Ranks, ...args: never[]) => argpartition(a, kth, ...args))
method('searchsorted', (a, v: ArrayLike, ...args: never[]) => searchsorted(a, v, ...args))
method('dot', (a, b: ArrayLike) => dot(a, b))
method('add', (a, b: ArrayLike) => add(a, b))
method('subtract', (a, b: ArrayLike) => subtract(a, b))
method('multiply', (a, b: ArrayLike) => multiply(a, b))
method('divide', (a, b: ArrayLike) => divide(a, b))
method('toString', (a) => arrayToString(a))
method('toJSON', (a) => toNested(a, false))
method(inspect.custom, (a, depth: number | null) => inspectArray(a, depth))
method(Symbol.toPrimitive, (a, hint: string) => {
  if (hint === 'string' || a._size !== 1) return arrayToString(a)
  return item(a, [])
})
method(Symbol.iterator, function* (a) {
  const length = firstLength(a)
  for (let i = 0; i < length; i++) yield getItem(a, [i])
})

function firstLength(array: NDArray): number {
  if (array._shape.length === 0) throw typeError('iteration: expected at least 1 dimension, received a 0-d array')
  return array._shape[0]
}

const TYPED = {
  bool: Uint8Array, int8: Int8Array, uint8: Uint8Array, int16: Int16Array, uint16: Uint16Array, int32: Int32Array,
  uint32: Uint32Array, int64: BigInt64Array, uint64: BigUint64Array, float16: Uint16Array, float32: Float32Array,
  float64: Float64Array, complex64: Float32Array, complex128: Float64Array,
} as const // biome-ignore format: a table

function typedArrayOf(array: NDArray): TypedArray {
  if (!array.contiguous) {
    throw typeError('data: expected a C-contiguous array, received a strided view (take a .copy() first)')
  }
  expectMemory('data', array)
  const type = TYPED[array.dtype]
  const buffer = array.storage.buffer as ArrayBuffer
  const count = array.nbytes / type.BYTES_PER_ELEMENT
  if (array.offset % type.BYTES_PER_ELEMENT !== 0)
    return new type(buffer.slice(array.offset, array.offset + array.nbytes))
  return new type(buffer, array.offset, count)
}

const PART_INFO = { complex64: dtypeInfo('float32'), complex128: dtypeInfo('float64') }

function part(array: NDArray, which: 0 | 1): NDArray {
  if (array.dtype === 'complex64' || array.dtype === 'complex128') {
    const info = PART_INFO[array.dtype]
    return viewAs(array, info, array._shape, array._strides, array.offset + which * info.itemsize)
  }
  if (which === 0) return array
  const zeros = newArray(array.info, array._shape, array._size, true)
  return view(zeros, zeros._shape, zeros._strides, zeros.offset, false)
}

function item(array: NDArray, index: readonly unknown[]): Scalar {
  for (const one of index) {
    if (!Number.isInteger(one)) throw typeError(`item: expected integers, received ${describe(one)}`, 'ERR_INDEX')
  }
  if (index.length === array._shape.length && index.length > 0) return getItem(array, index) as Scalar
  let position = (index[0] ?? 0) as number
  if (index.length > 1 || (index.length === 0 && array._size !== 1)) {
    throw rangeError(
      `item: expected ${index.length > 1 ? `${array._shape.length} indices` : 'an array of one element'}, received ${index.length > 1 ? index.length : `${array._size} elements`}`,
      'ERR_INDEX',
    )
  }
  if (position < -array._size || position >= array._size) {
    throw rangeError(
      `item: expected a position between ${-array._size} and ${array._size - 1}, received ${position}`,
      'ERR_INDEX',
    )
  }
  if (position < 0) position += array._size
  const at: number[] = new Array(array._shape.length)
  for (let d = array._shape.length - 1; d >= 0; d--) {
    at[d] = position % array._shape[d]
    position = Math.floor(position / array._shape[d])
  }
  return getItem(array, at) as Scalar
}

type Element = number | bigint | boolean | Complex

function toNested(array: NDArray, bigint: boolean): Nested<Element> {
  const { _shape: shape, _strides: strides, info } = array
  expectMemory('tolist', array)
  const data = array.storage.dataView
  const read = (at: number): Element => {
    const value = readRaw(info, data, at)
    return bigint ? value : safeScalar(value)
  }
  const level = (d: number, at: number): Nested<Element> => {
    if (d === shape.length) return read(at)
    const list = new Array<Nested<Element>>(shape[d])
    for (let i = 0; i < shape[d]; i++) list[i] = level(d + 1, at + i * strides[d])
    return list
  }
  return level(0, array.offset)
}

function astype(array: NDArray, dtype: unknown, args: readonly unknown[]): NDArray {
  const info = dtypeInfo(dtype)
  if (args.length === 0) return copyAs(array, info, 'K')
  const named = keywords('astype', ['order', 'casting', 'copy'], args)
  const casting = expectCasting('astype', named.casting, 'unsafe')
  const order = expectOrder('astype', named.order, 'K')
  if (!canCast(array.info, info, casting)) {
    throw typeError(
      `astype: expected a dtype that ${array.info.name} casts to by the rule '${casting}', received ${info.name}`,
      'ERR_CASTING',
    )
  }
  const misplaced = (order === 'C' && !array.contiguous) || (order === 'F' && !isFortranContiguous(array))
  const copy = expectBoolean('astype', 'copy', named.copy, true)
  return copy || array.info !== info || misplaced ? copyAs(array, info, order) : array
}

// The memory order that a method's arguments name.
function orderOf(name: string, args: readonly unknown[]): Order {
  return expectOrder(name, keywords(name, ['order'], args).order, 'C')
}
