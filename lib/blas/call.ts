/** The call of a BLAS routine: one order for all its matrices, vectors of any stride, scalars, its row (binding/linalg/blas.h). */

import { runCore } from '../core/call'
import { Complex, isComplexLike } from '../core/complex'
import { copyAs, copyInto } from '../core/copy'
import { type DTypeInfo, dtypeInfo } from '../core/dtype'
import { readRaw } from '../core/elements'
import { describe, formatShape, rangeError, typeError } from '../core/errors'
import { mayShareMemory } from '../core/memory'
import { NDArray, newArray, view } from '../core/ndarray'
import { operation } from '../core/operation'
import { expectWriteable } from '../core/ufunc'

/** A factor: complex ones for complex arrays only. */
export type Factor = number | { readonly re: number; readonly im: number }

const TYPES = ['float32', 'float64', 'complex64', 'complex128']

type Order = 'rows' | 'columns'

// The matrix as a view whose strides are what BLAS wants of the order, or undefined where it lies otherwise.
function inOrder(array: NDArray, order: Order): NDArray | undefined {
  const { itemsize } = array.info
  const [along, other] = order === 'rows' ? [1, 0] : [0, 1]
  const { _shape: shape, _strides: strides } = array
  if (shape[along] > 1 && strides[along] !== itemsize) return undefined
  const least = Math.max(1, shape[along]) * itemsize
  const step = shape[other] > 1 ? strides[other] : least
  if (step < least || step % itemsize !== 0) return undefined
  if (strides[along] === itemsize && strides[other] === step) return array
  const wanted = [0, 0]
  wanted[along] = itemsize
  wanted[other] = step
  return view(array, shape, wanted, array.offset)
}

interface Operand {
  readonly array: NDArray
  readonly written: boolean
}

/** A call in the making: arrays are added in the row's order, then it runs. */
export class Call {
  readonly info: DTypeInfo
  readonly complex: boolean
  private readonly operands: Operand[] = []

  constructor(
    readonly routine: string,
    first: unknown,
    /** Band matrices keep their diagonals in rows, which BLAS knows in column-major order only. */
    private readonly only?: Order,
  ) {
    if (!(first instanceof NDArray)) throw typeError(`${this.name}: expected an NDArray, received ${describe(first)}`)
    if (!TYPES.includes(first.dtype)) {
      throw typeError(`${this.name}: expected an array of ${TYPES.join(', ')}, received ${first.dtype}`, 'ERR_DTYPE')
    }
    this.info = first.info
    this.complex = first.info.kind === 'c'
  }

  get name(): string {
    return `blas.${this.routine}`
  }

  private add(what: string, value: unknown, ndim: number, written: boolean): NDArray {
    if (!(value instanceof NDArray)) {
      throw typeError(`${this.name}: expected an NDArray for ${what}, received ${describe(value)}`)
    }
    if (value.info !== this.info) {
      throw typeError(`${this.name}: expected ${what} of dtype ${this.info.name}, received ${value.dtype}`, 'ERR_DTYPE')
    }
    if (value._shape.length !== ndim) {
      throw rangeError(
        `${this.name}: expected ${what} of ${ndim} dimension${ndim === 1 ? '' : 's'}, received shape ${formatShape(value._shape)}`,
        'ERR_SHAPE_MISMATCH',
      )
    }
    if (written) expectWriteable(this.name, value)
    this.operands.push({ array: value, written })
    return value
  }

  matrix(what: string, value: unknown): readonly number[] {
    return this.add(what, value, 2, false)._shape
  }
  vector(what: string, value: unknown): number {
    return this.add(what, value, 1, false)._size
  }
  /** Arrays that the routine changes. */
  outMatrix(what: string, value: unknown): readonly number[] {
    return this.add(what, value, 2, true)._shape
  }
  outVector(what: string, value: unknown): number {
    return this.add(what, value, 1, true)._size
  }
  /** A new scalar result, written by the routine. */
  result(info: DTypeInfo = this.info): NDArray {
    const array = newArray(info, [], 1, true)
    this.operands.push({ array, written: true })
    return array
  }
  /** The real dtype of the call's precision. */
  get real(): DTypeInfo {
    return this.complex ? dtypeInfo(this.info.itemsize === 8 ? 'float32' : 'float64') : this.info
  }

  /** Throws `RangeError` unless a shape is as expected. */
  expectShape(what: string, shape: readonly number[], ...wanted: number[]): void {
    if (shape.length === wanted.length && shape.every((length, d) => length === wanted[d])) return
    throw rangeError(
      `${this.name}: expected ${what} of shape ${formatShape(wanted)}, received ${formatShape(shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }

  /** The two numbers of a factor. */
  factor(what: string, value: unknown, complex = this.complex): [re: number, im: number] {
    if (typeof value === 'number') return [value, 0]
    if (isComplexLike(value) && complex) return [value.re, value.im]
    const wanted = complex ? 'a number or complex number' : 'a number'
    throw typeError(`${this.name}: expected ${wanted} for ${what}, received ${describe(value)}`)
  }

  /** Runs the routine. Letters and numbers are given in the row's order, after the order. */
  run(...params: (string | number)[]): void {
    const order = this.order()
    const laid = this.operands.map((operand) => this.laidOut(operand, order))
    const op = operation(this.name)
    const index = TYPES.indexOf(this.info.name)
    const loop = op.typed.length === 4 ? op.typed[index] : op.typed[index % 2]
    if (!loop.outputs.includes(this.info)) {
      throw typeError(
        `${this.name}: expected a ${this.complex ? 'real' : 'complex'} dtype, received ${this.info.name}`,
        'ERR_DTYPE',
      )
    }
    const sizes = new Map<string, number>()
    for (const [i, core] of op.core.entries())
      for (const [d, name] of core.entries()) sizes.set(name, laid[i]._shape[d])
    const numbers = params.map((param) => (typeof param === 'string' ? param.charCodeAt(0) : param))
    runCore(op, loop, laid, [], [...sizes.values()], [order === 'rows' ? 1 : 0, ...numbers])
    for (const [i, { array, written }] of this.operands.entries()) {
      const moved = laid[i].storage !== array.storage || laid[i].offset !== array.offset
      if (written && moved) copyInto(array, laid[i])
    }
  }

  // The order in which every matrix lies already; else that of the one that is written, to which the others are copied.
  private order(): Order {
    if (this.only !== undefined) return this.only
    const matrices = this.operands.filter(({ array }) => array._shape.length === 2)
    const fits = (order: Order, some: readonly Operand[]): boolean =>
      some.every(({ array }) => inOrder(array, order) !== undefined)
    if (fits('rows', matrices)) return 'rows'
    const written = matrices.filter((operand) => operand.written)
    return fits('columns', matrices) || (fits('columns', written) && !fits('rows', written)) ? 'columns' : 'rows'
  }

  private laidOut({ array, written }: Operand, order: Order): NDArray {
    const { itemsize } = array.info
    const shared = !written && this.operands.some((other) => other.written && mayShareMemory(other.array, array))
    if (array._shape.length === 2) {
      const ready = shared ? undefined : inOrder(array, order)
      return ready ?? inOrder(copyAs(array, array.info, order === 'rows' ? 'C' : 'F'), order)!
    }
    if (array._shape.length === 0 || shared) return shared ? copyAs(array, array.info) : array
    const [stride] = array._strides
    if (array._size <= 1) return view(array, array._shape, [itemsize], array.offset)
    return stride !== 0 && stride % itemsize === 0 ? array : copyAs(array, array.info)
  }
}

/** The number in a 0-d array. */
export function scalarOf(array: NDArray): number | Complex {
  const value = readRaw(array.info, array.storage.dataView, array.offset)
  return value instanceof Complex ? value : Number(value)
}

/** Writes a factor into a 0-d array. */
export function setScalar(array: NDArray, [re, im]: readonly [number, number]): void {
  const data = array.storage.dataView
  const write = array.info.itemsize === (array.info.kind === 'c' ? 8 : 4) ? 'setFloat32' : 'setFloat64'
  data[write](array.offset, re, true)
  if (array.info.kind === 'c') data[write](array.offset + array.info.itemsize / 2, im, true)
}
