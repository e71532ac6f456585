/** What LAPACK's routines share: the dtypes that they compute in, their arguments, their call. */
import { toArray } from '../core/array'
import { runCore } from '../core/call'
import { type DTypeInfo, FLOAT64, type Scalar } from '../core/dtype'
import { readElement } from '../core/elements'
import { formatShape, LinAlgError, typeError } from '../core/errors'
import { type NDArray, newArray, shapeSize } from '../core/ndarray'
import type { Loop, Operation } from '../core/operation'
import { castArray } from '../core/ufunc'

/** The dtype that LAPACK computes in: float32 and complex64 stay, integers and booleans become float64. */
export function linalgInfo(name: string, array: NDArray): DTypeInfo {
  const { info } = array
  if (info.kind === 'c' || info.name === 'float32') return info
  if (info.name === 'float16') {
    throw typeError(
      `${name}: expected float32, float64, complex64, complex128, integers or booleans, received float16`,
      'ERR_DTYPE',
    )
  }
  return FLOAT64
}

/** An argument as a stack of matrices in LAPACK's dtype. */
export function matrices(name: string, value: unknown, square: boolean): NDArray {
  const array = toArray(value, name)
  const info = linalgInfo(name, array)
  if (array._shape.length < 2) {
    throw new LinAlgError(
      `${name}: expected an array of at least 2 dimensions, received shape ${formatShape(array._shape)}`,
    )
  }
  if (square && array._shape[array._shape.length - 1] !== array._shape[array._shape.length - 2]) {
    throw new LinAlgError(
      `${name}: expected square matrices in the last 2 dimensions, received shape ${formatShape(array._shape)}`,
    )
  }
  return castArray(array, info)
}

/** Runs a routine on stacks of problems; returns its outputs, one core shape for each. */
export function runRow(
  op: Operation,
  inputs: readonly NDArray[],
  loopShape: readonly number[],
  coreShapes: readonly (readonly number[])[],
  dims: readonly number[],
  params: readonly number[] = [],
): NDArray[] {
  const loop = exactLoop(op, inputs)
  const operands = inputs.slice()
  for (let i = 0; i < coreShapes.length; i++) {
    const shape = loopShape.length === 0 ? coreShapes[i] : [...loopShape, ...coreShapes[i]]
    operands.push(newArray(loop.outputs[i], shape, shapeSize(shape, op.name), false))
  }
  if (shapeSize(loopShape, op.name) > 0) runCore(op, loop, operands, loopShape, dims, params)
  return operands.slice(inputs.length)
}

/** Runs a routine whose outputs end with LAPACK's info; returns the outputs before it. */
export function runRoutine(
  op: Operation,
  inputs: readonly NDArray[],
  loopShape: readonly number[],
  coreShapes: readonly (readonly number[])[],
  dims: readonly number[],
  failure: string,
  params: readonly number[] = [],
): NDArray[] {
  const outputs = runRow(op, inputs, loopShape, [...coreShapes, []], dims, params)
  expectSuccess(outputs.pop()!, failure)
  return outputs
}

/** Throws `LinAlgError` unless LAPACK's info is 0 for every problem of a stack. */
export function expectSuccess(info: NDArray, failure: string): void {
  const view = info.storage.dataView
  for (let at = info.offset, end = at + 8 * info._size; at < end; at += 8) {
    if (view.getInt32(at, true) !== 0 || view.getInt32(at + 4, true) !== 0) throw new LinAlgError(failure)
  }
}

/** A stack's results: the array, or the element where there is no stack. */
export function elementOrStack(results: NDArray): NDArray | Scalar {
  return results._shape.length === 0 ? readElement(results.info, results.storage, results.offset) : results
}

function exactLoop(op: Operation, inputs: readonly NDArray[]): Loop {
  const info = inputs[0].info
  return op.typed.find((loop) => loop.inputs[0] === info)!
}

/** The `UPLO` parameter of the symmetric routines: which triangle is read. */
export const LOWER = 0
export const UPPER = 1
