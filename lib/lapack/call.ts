/** The call of a LAPACK routine: its arrays as Fortran wants them, its row (binding/linalg/lapack.h), its info. */

import { runCore } from '../core/call'
import { copyInto } from '../core/copy'
import { type DTypeInfo, dtypeInfo, INT64 } from '../core/dtype'
import { readRaw } from '../core/elements'
import { describe, formatShape, rangeError, typeError } from '../core/errors'
import { mayShareMemory } from '../core/memory'
import { NDArray, newArray, newStrided, shapeSize, view } from '../core/ndarray'
import { type Loop, type Operation, operation } from '../core/operation'
import { expectWriteable } from '../core/ufunc'
import { all } from '../reductions/reductions'
import { isfinite } from '../ufuncs'

const TYPES = ['float32', 'float64', 'complex64', 'complex128']

/** A new matrix in column-major order, uninitialised. */
export function newColumns(info: DTypeInfo, rows: number, columns: number): NDArray {
  const strides = [info.itemsize, Math.max(1, rows) * info.itemsize]
  return newStrided(info, [rows, columns], strides, shapeSize([rows, columns]))
}

/** A copy of a matrix in column-major order, cast where its dtype differs. */
export function copyColumns(array: NDArray, info: DTypeInfo = array.info): NDArray {
  const copy = newColumns(info, array._shape[0], array._shape[1])
  copyInto(copy, array)
  return copy
}

/** A matrix that lies in columns as a view with the strides that LAPACK wants, or `undefined`. */
export function asColumns(array: NDArray): NDArray | undefined {
  const { itemsize } = array.info
  const [m, n] = array._shape
  const [down, across] = array._strides
  if (m > 1 && down !== itemsize) return undefined
  const least = Math.max(1, m) * itemsize
  if (n <= 1)
    return down === itemsize && across === least ? array : view(array, array._shape, [itemsize, least], array.offset)
  if (across % itemsize !== 0 || across < least) return undefined
  return down === itemsize ? array : view(array, array._shape, [itemsize, across], array.offset)
}

/** The dtype that a routine works in, which its first array has. */
export function routineInfo(name: string, array: unknown): DTypeInfo {
  if (!(array instanceof NDArray)) throw typeError(`${name}: expected an NDArray, received ${describe(array)}`)
  if (TYPES.includes(array.dtype)) return array.info
  throw typeError(`${name}: expected an array of ${TYPES.join(', ')}, received ${array.dtype}`, 'ERR_DTYPE')
}

/** One of the letters that a routine knows, such as 'N', 'T', 'C'; lower case passes, as LAPACK lets it. */
export function letter(name: string, what: string, value: unknown, allowed: string): string {
  const upper = typeof value === 'string' ? value.toUpperCase() : ''
  if (upper.length === 1 && allowed.includes(upper)) return upper
  throw rangeError(`${name}: expected ${what} to be one of ${[...allowed].join(', ')}, received ${describe(value)}`)
}

/** Throws `RangeError` for NaN and Inf, on which some routines loop for ever. */
export function expectFinite(name: string, a: NDArray): void {
  if (all(isfinite(a)) !== true) throw rangeError(`${name}: expected finite elements, received NaN or Inf`)
}

/** A number argument. */
export function real(name: string, what: string, value: unknown): number {
  if (typeof value === 'number') return value
  throw typeError(`${name}: expected a number for ${what}, received ${describe(value)}`)
}

/** An argument that counts something. */
export function count(name: string, what: string, value: unknown, low: number, high: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high) return value
  throw rangeError(`${name}: expected ${what} to be an integer from ${low} to ${high}, received ${describe(value)}`)
}

const names = new WeakMap<Operation, string[]>()

// The core dimensions of a row in the order of their first appearance.
function dimensionNames(op: Operation): string[] {
  const known = names.get(op)
  if (known !== undefined) return known
  const found = [...new Set(op.core.flat())]
  names.set(op, found)
  return found
}

/**
 * A call in the making: arrays are added in the row's order, then it runs. Matrices that don't lie in columns are copied
 * for the time, and copied back where the routine writes to them.
 */
export class Call {
  readonly info: DTypeInfo
  /** The dtype of real results. */
  readonly real: DTypeInfo
  readonly complex: boolean
  private readonly operands: NDArray[] = [newArray(INT64, [], 1, true)]
  private readonly written: [array: NDArray, copy: NDArray][] = []

  constructor(
    /** The routine; errors name it `lapack.…`. */
    readonly routine: string,
    first: unknown,
  ) {
    this.info = routineInfo(this.name, first)
    this.complex = this.info.kind === 'c'
    this.real = !this.complex ? this.info : dtypeInfo(this.info.itemsize === 8 ? 'float32' : 'float64')
  }

  get name(): string {
    return `lapack.${this.routine}`
  }

  /** The complex dtype of the call's precision. */
  get complexInfo(): DTypeInfo {
    return dtypeInfo(this.real.itemsize === 4 ? 'complex64' : 'complex128')
  }

  private checked(what: string, value: unknown, ndim: number, info: DTypeInfo): NDArray {
    if (!(value instanceof NDArray))
      throw typeError(`${this.name}: expected an NDArray for ${what}, received ${describe(value)}`)
    if (value.info !== info) {
      throw typeError(`${this.name}: expected ${what} of dtype ${info.name}, received ${value.dtype}`, 'ERR_DTYPE')
    }
    if (value._shape.length !== ndim) {
      throw rangeError(
        `${this.name}: expected ${what} of ${ndim} dimension${ndim === 1 ? '' : 's'}, received shape ${formatShape(value._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    return value
  }

  // The array itself where Fortran can walk it, or a copy.
  private laidOut(array: NDArray): NDArray {
    const ready = array._shape.length === 2 ? asColumns(array) : array.contiguous ? array : undefined
    if (ready !== undefined) return ready
    if (array._shape.length === 2) return copyColumns(array)
    const copy = newArray(array.info, array._shape, array._size, false)
    copyInto(copy, array)
    return copy
  }

  /** An array that the routine only reads. */
  input(what: string, value: unknown, ndim = 2, info = this.info): NDArray {
    const array = this.checked(what, value, ndim, info)
    this.operands.push(this.laidOut(array))
    return array
  }

  /** An array that the routine changes. */
  inout(what: string, value: unknown, ndim = 2, info = this.info): NDArray {
    const array = this.checked(what, value, ndim, info)
    expectWriteable(this.name, array)
    const ready = this.laidOut(array)
    for (const other of this.operands) {
      if (mayShareMemory(other, array)) {
        throw rangeError(`${this.name}: expected ${what} to have memory of its own, received overlapping arrays`)
      }
    }
    this.operands.push(ready)
    if (ready.storage !== array.storage || ready.offset !== array.offset) this.written.push([array, ready])
    return array
  }

  /** A new matrix for a result. */
  matrix(rows: number, columns: number): NDArray {
    return this.add(newColumns(this.info, rows, columns))
  }

  /** A new vector for a result. */
  vector(size: number, info = this.info): NDArray {
    return this.add(newArray(info, [size], shapeSize([size], this.name), true))
  }

  integers(size: number): NDArray {
    return this.vector(size, INT64)
  }

  /** A new scalar result. */
  scalar(info = this.real): NDArray {
    return this.add(newArray(info, [], 1, true))
  }

  private add(array: NDArray): NDArray {
    this.operands.push(array)
    return array
  }

  /** Runs the routine; returns LAPACK's info. Letters and numbers are given in the row's order. */
  run(...params: (string | number)[]): number {
    const op = operation(this.name)
    const sizes = new Map<string, number>()
    for (const [i, core] of op.core.entries()) {
      const { _shape: shape } = this.operands[i]
      for (const [d, name] of core.entries()) {
        const known = sizes.get(name)
        if (known !== undefined && known !== shape[d]) throw this.mismatch(op)
        sizes.set(name, shape[d])
      }
    }
    const index = TYPES.indexOf(this.info.name)
    // Rows of two types are for the real or for the complex ones.
    const loop: Loop | undefined = op.typed.length === 4 ? op.typed[index] : op.typed[index % 2]
    if (op.typed.length === 2 && !loop.outputs.includes(this.info)) {
      throw typeError(
        `${this.name}: expected a ${this.complex ? 'real' : 'complex'} dtype, received ${this.info.name}`,
        'ERR_DTYPE',
      )
    }
    const numbers = params.map((param) => (typeof param === 'string' ? param.charCodeAt(0) : param))
    const dims = dimensionNames(op).map((name) => sizes.get(name)!)
    runCore(op, loop, this.operands, [], dims, numbers)
    for (const [array, copy] of this.written) copyInto(array, copy)
    return numberOf(this.operands[0])
  }

  private mismatch(op: Operation): Error {
    const wanted = op.core.slice(1).map((core) => `(${core.join(', ')})`)
    const given = this.operands.slice(1).map((array) => formatShape(array._shape))
    return rangeError(
      `${this.name}: expected shapes ${wanted.join(', ')}, received ${given.join(', ')}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
}

/** The number in a 0-d array. */
export function numberOf(array: NDArray): number {
  return Number(readRaw(array.info, array.storage.dataView, array.offset))
}
