/** Bits of bytes as elements, and back. */
import { expectInteger, expectOneOf, isNone, keywords } from './core/arguments'
import { isWholeList, toArray } from './core/array'
import { normalizeAxis } from './core/axis'
import { runCore } from './core/call'
import { BOOL, UINT8 } from './core/dtype'
import { rangeError, typeError } from './core/errors'
import { type NDArray, newArray, shapeSize } from './core/ndarray'
import { operation } from './core/operation'
import type { ArrayLike } from './core/types'
import { castArray } from './core/ufunc'
import { moveaxis, ravel } from './manipulation/shapes'

export type BitOrder = 'big' | 'little'

export interface PackOptions {
  /** The axis to pack along; left out, the flattened array. */
  readonly axis?: number | null
  /** Whether the first element is the highest bit ('big') or the lowest. */
  readonly bitorder?: BitOrder
}

export interface UnpackOptions extends PackOptions {
  /** How many bits to give: zeros follow the last; a negative count leaves bits out at the end. */
  readonly count?: number | null
}

function bitorderOf(name: string, value: unknown): BitOrder {
  if (typeof value === 'string' && value !== 'big' && value !== 'little') {
    throw rangeError(`${name}: expected bitorder to be 'big' or 'little', received the string '${value}'`)
  }
  return value === undefined ? 'big' : expectOneOf(name, 'bitorder', value, ['big', 'little'])
}

// The axis as the last of the operands, whose lengths along it are n and m.
function alongAxis(name: string, array: NDArray, axis: number, length: number, order: BitOrder): NDArray {
  const shape = array._shape.slice()
  shape[axis] = length
  const result = newArray(UINT8, shape, shapeSize(shape, name), false)
  const [from, to] = [moveaxis(array, axis, -1), moveaxis(result, axis, -1)]
  const op = operation(name)
  const dims = [array._shape[axis], length]
  if (result._size > 0)
    runCore(op, op.typed[0], [from, to], from._shape.slice(0, -1), dims, [order === 'little' ? 1 : 0])
  return result
}

function operand(name: string, a: NDArray, axis: unknown): [array: NDArray, axis: number] {
  if (isNone(axis)) return [ravel(a), 0]
  return [a, normalizeAxis(name, axis, a._shape.length)]
}

/**
 * Eight elements of booleans or integers (anything but 0 is a set bit) to a byte, along an axis or of the flattened array;
 * the last byte is filled up with zeros. Throws `TypeError` for other dtypes.
 * @example np.packbits([true, false, true]) // array([160], dtype=uint8)
 */
export function packbits(
  a: ArrayLike,
  axis?: number | null | PackOptions,
  bitorder?: BitOrder | PackOptions,
): NDArray<'uint8'>
export function packbits(a: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('packbits', ['axis', 'bitorder'], args)
  const order = bitorderOf('packbits', named.bitorder)
  const source = toArray(a, 'packbits')
  if ((source.info.kind === 'f' || source.info.kind === 'c') && !isWholeList(a, source)) {
    throw typeError(`packbits: expected booleans or integers, received ${source.info.name}`, 'ERR_DTYPE')
  }
  const [array, axis] = operand('packbits', castArray(source, BOOL), named.axis)
  return alongAxis('packbits', array, axis, Math.ceil(array._shape[axis] / 8), order)
}

/**
 * The bits of bytes (uint8) as elements 0 and 1, along an axis or of the flattened array. Throws `TypeError` for other dtypes.
 * @example np.unpackbits(np.array([5], 'uint8')) // array([0, 0, 0, 0, 0, 1, 0, 1], dtype=uint8)
 */
export function unpackbits(
  a: ArrayLike,
  axis?: number | null | UnpackOptions,
  count?: number | null | UnpackOptions,
  bitorder?: BitOrder | UnpackOptions,
): NDArray<'uint8'>
export function unpackbits(a: ArrayLike, ...args: unknown[]): NDArray {
  const named = keywords('unpackbits', ['axis', 'count', 'bitorder'], args)
  const order = bitorderOf('unpackbits', named.bitorder)
  const source = toArray(a, 'unpackbits')
  if (source.info !== UINT8) throw typeError(`unpackbits: expected uint8, received ${source.info.name}`, 'ERR_DTYPE')
  const [array, axis] = operand('unpackbits', source, named.axis)
  const bits = array._shape[axis] * 8
  const count = isNone(named.count) ? bits : expectInteger('unpackbits', 'count', named.count)
  if (count < -bits)
    throw rangeError(`unpackbits: expected a count of at least ${-bits}, received ${count}`, 'ERR_SIZE')
  return alongAxis('unpackbits', array, axis, count < 0 ? bits + count : count, order)
}
