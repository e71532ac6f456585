/** Golden arrays made by NumPy (scripts/oracle/golden.py), and comparing arrays with them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { Complex } from '../lib/core/complex'
import { type DType, type DTypeInfo, dtypeInfo } from '../lib/core/dtype'
import { halfToNumber } from '../lib/core/elements'
import { NDArray } from '../lib/core/ndarray'

/** An array's dtype, shape and elements in row-major order. */
export interface Values {
  readonly info: DTypeInfo
  readonly shape: readonly number[]
  readonly bytes: Uint8Array
}

export type Encoded = [dtype: DType, shape: number[], base64: string]

export function readOracle<T>(name: string): T {
  return JSON.parse(readFileSync(join(__dirname, 'oracle', `${name}.json`), 'utf8'))
}

export function decode([dtype, shape, base64]: Encoded): Values {
  return { info: dtypeInfo(dtype), shape, bytes: new Uint8Array(Buffer.from(base64, 'base64')) }
}

/** An array's elements, gathered by its strides alone; a scalar's as the dtype that it should have. */
export function valuesOf(result: unknown, scalarType?: DTypeInfo): Values {
  if (result instanceof NDArray) return { info: result.info, shape: result.shape, bytes: gather(result) }
  if (scalarType === undefined) throw new Error(`expected an array, received ${String(result)}`)
  const bytes = new Uint8Array(scalarType.itemsize)
  const view = new DataView(bytes.buffer)
  const [re, im] = result instanceof Complex ? [result.re, result.im] : [Number(result), 0]
  switch (scalarType.name) {
    case 'bool':
      expect(typeof result).toBe('boolean')
      bytes[0] = re
      break
    case 'int64':
      view.setBigInt64(0, BigInt(re), true)
      break
    case 'uint64':
      view.setBigUint64(0, BigInt(re), true)
      break
    case 'float32':
    case 'complex64':
      view.setFloat32(0, re, true)
      if (scalarType.name === 'complex64') view.setFloat32(4, im, true)
      break
    case 'float64':
    case 'complex128':
      view.setFloat64(0, re, true)
      if (scalarType.name === 'complex128') view.setFloat64(8, im, true)
      break
    case 'float16':
      view.setUint16(0, halfBits(re), true)
      break
    default:
      if (scalarType.itemsize === 1) view.setInt8(0, re)
      else if (scalarType.itemsize === 2) view.setInt16(0, re, true)
      else view.setInt32(0, re, true)
  }
  expect(result instanceof Complex).toBe(scalarType.kind === 'c')
  return { info: scalarType, shape: [], bytes }
}

const HALVES = new Map(Array.from({ length: 0x10000 }, (_, bits) => [halfToNumber(bits), bits]))

// Bits of a number that binary16 has (0 for -0 too).
function halfBits(value: number): number {
  const bits = HALVES.get(value)
  if (bits === undefined) throw new Error(`expected a value of float16, received ${value}`)
  return bits
}

function gather(array: NDArray): Uint8Array {
  const { itemsize } = array
  const bytes = new Uint8Array(array.size * itemsize)
  const memory = new Uint8Array(array.storage.buffer)
  let at = 0
  const level = (d: number, from: number): void => {
    if (d === array.shape.length) {
      for (let i = 0; i < itemsize; i++) bytes[at++] = memory[from + i]
    } else {
      for (let i = 0; i < array.shape[d]; i++) level(d + 1, from + i * array.strides[d])
    }
  }
  if (array.size > 0) level(0, array.offset)
  return bytes
}

/** Elements as numbers (complex ones as pairs, 64-bit integers as bigints). */
export function numbers({ info, bytes }: Values): ArrayLike<number | bigint> {
  const buffer = bytes.slice().buffer
  switch (info.name) {
    case 'bool':
    case 'uint8':
      return new Uint8Array(buffer)
    case 'int8':
      return new Int8Array(buffer)
    case 'int16':
      return new Int16Array(buffer)
    case 'uint16':
      return new Uint16Array(buffer)
    case 'int32':
      return new Int32Array(buffer)
    case 'uint32':
      return new Uint32Array(buffer)
    case 'int64':
      return new BigInt64Array(buffer)
    case 'uint64':
      return new BigUint64Array(buffer)
    case 'float16':
      return Float64Array.from(new Uint16Array(buffer), halfToNumber)
    case 'float32':
    case 'complex64':
      return new Float32Array(buffer)
    default:
      return new Float64Array(buffer)
  }
}

/** How far elements may lie apart. */
export interface Tolerance {
  /** Largest difference; 0 when left out. */
  readonly absolute?: number
  /** Largest difference as a part of the golden element. */
  readonly relative?: number
  /** Whether 0 and -0 count as different. */
  readonly signedZero?: boolean
}

/** Compares dtype, shape and every element; NaN equals NaN. `what` says which case it is. */
export function expectValues(actual: Values, golden: Values, what: string, tolerance: Tolerance = {}): void {
  if (actual.info.name !== golden.info.name || actual.shape.join() !== golden.shape.join()) {
    const text = ({ info, shape }: Values): string => `${info.name} of shape (${shape})`
    expect.fail(`${what}: expected ${text(golden)}, received ${text(actual)}`)
  }
  const x = numbers(actual)
  const y = numbers(golden)
  const { absolute = 0, relative = 0, signedZero = false } = tolerance
  for (let i = 0; i < y.length; i++) {
    if (signedZero ? Object.is(x[i], y[i]) : x[i] === y[i] || (Number.isNaN(x[i]) && Number.isNaN(y[i]))) continue
    const apart = Math.abs(Number(x[i]) - Number(y[i]))
    if (typeof y[i] === 'number' && apart <= absolute + relative * Math.abs(Number(y[i]))) continue
    expect.fail(
      `${what}: expected element ${i} to be ${y[i]}, received ${x[i]} (${actual.info.name}, shape (${actual.shape}))`,
    )
  }
}

/** The distance from 1 to the next number of a floating dtype. */
export function epsilon(dtype: string): number {
  return dtype === 'float32' || dtype === 'complex64' ? 2 ** -23 : dtype === 'float16' ? 2 ** -10 : 2 ** -52
}
