/** The machinery of universal functions: operands, loops, outputs, keyword arguments, methods. */
import { expectArray, isNone, isOptions, keywords } from './arguments'
import { isWholeList, makeArray, scalarArray, scalarInfo, toArray } from './array'
import { broadcastShape } from './broadcast'
import { runElementwise, runFlat, runFlatScalar } from './call'
import { copyInto, newLike } from './copy'
import { DTYPES, type DType, type DTypeInfo, type DTypeLike, dtypeInfo, FLOAT64, INT64 } from './dtype'
import { checkScalar, fits, isScalarLike, readElement } from './elements'
import { formatShape, rangeError, typeError } from './errors'
import { NDArray, newArray, sameShape, shapeSize } from './ndarray'
import { chooseLoop, chooseLoopFor, type Loop, type Operation } from './operation'
import { type Casting, canCast } from './promotion'
import type { ArrayLike } from './types'

/** NumPy's keyword arguments of a ufunc. */
export interface UfuncOptions<D extends DType = DType> {
  /** Where to write the result; its shape must be the broadcast shape. */
  readonly out?: NDArray | readonly (NDArray | null)[] | null
  /** Elements to compute; the others keep what `out` holds. */
  readonly where?: ArrayLike
  /** The dtype of the result, and so the loop. */
  readonly dtype?: DTypeLike<D>
  readonly casting?: Casting
}

/** The concrete dtype that a weak scalar takes beside arrays that promote to `info` (NEP 50). */
export function weakInfo(value: unknown, info: DTypeInfo): DTypeInfo {
  switch (typeof value) {
    case 'boolean':
      return info
    case 'bigint':
      return info.kind === 'b' ? INT64 : info
    case 'number':
      if (info.kind === 'f' || info.kind === 'c') return info
      if (!Number.isInteger(value)) return FLOAT64
      return info.kind === 'b' ? INT64 : info
    default:
      if (info.kind === 'c') return info
      return dtypeInfo(info === dtypeInfo('float32') || info === dtypeInfo('float16') ? 'complex64' : 'complex128')
  }
}

/** An operand as an array: numbers of a list are floats, unless only integers will do. */
export function operandArray(op: Operation, value: unknown, name = op.name): NDArray {
  const array = toArray(value, name)
  return op.integral && isWholeList(value, array) ? makeArray(name, value, 'int64', undefined, 'if needed') : array
}

/** Operands with the dtypes that they have beside each other; scalars have no array yet. */
interface Operands {
  readonly arrays: NDArray[]
  readonly infos: DTypeInfo[]
  /** Whether there are scalars alone. */
  readonly scalar: boolean
}

function readOperands(op: Operation, values: readonly unknown[], name: string): Operands {
  let concrete: DTypeInfo | undefined
  const arrays = new Array<NDArray>(values.length)
  const infos = new Array<DTypeInfo>(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (isScalarLike(value)) continue
    if (value === undefined) {
      const count = values.length === 1 ? '1 operand' : `${values.length} operands`
      throw typeError(`${name}: expected ${count}, received undefined as operand ${i + 1}`)
    }
    const array = operandArray(op, value, name)
    arrays[i] = array
    infos[i] = array.info
    concrete =
      concrete === undefined ? array.info : canCast(array.info, concrete) ? concrete : promote(concrete, array.info)
  }
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (arrays[i] !== undefined) continue
    // Exponents of ldexp stay integers beside floats.
    const whole = op.name === 'ldexp' && i === 1 && Number.isSafeInteger(value)
    const integer = whole || (op.integral && concrete === undefined && Number.isInteger(value))
    infos[i] = integer ? INT64 : concrete === undefined ? scalarInfo(value) : weakInfo(value, concrete)
  }
  return { arrays, infos, scalar: concrete === undefined }
}

/** Arrays of operands, scalars among them given the dtype that they have beside the arrays. */
export function coerceOperands(op: Operation, values: readonly unknown[], name = op.name): NDArray[] {
  const { arrays, infos } = readOperands(op, values, name)
  for (let i = 0; i < values.length; i++) arrays[i] ??= scalarArray(values[i], infos[i], name)
  return arrays
}

/** Arrays of operands and their loop; scalars become what the loop takes, without a rounding to the arrays' dtype before. */
export function operandsFor(
  op: Operation,
  values: readonly unknown[],
  choose = (infos: readonly DTypeInfo[]): Loop => chooseLoop(op, infos),
  name = op.name,
): { arrays: NDArray[]; loop: Loop; scalar: boolean } {
  const { arrays, infos, scalar } = readOperands(op, values, name)
  const given = [...values]
  let loop = choose(infos)
  for (let i = 0; i < given.length; i++) {
    if (scalar || arrays[i] !== undefined || fits(infos[i], given[i])) continue
    const stand = standIn(loop, i, given[i] as number | bigint)
    given[i] = stand.value
    infos[i] = stand.info
    loop = choose(infos)
  }
  for (let i = 0; i < given.length; i++) arrays[i] ??= scalarArray(given[i], loop.inputs[i], name)
  return { arrays, loop, scalar }
}

/**
 * What a loop takes for an integer outside the dtype that it has beside the arrays: its value, where that need not be an
 * integer (a quotient of bytes by 256), and infinity for a comparison, for all such integers compare alike.
 */
export function standIn(
  loop: Loop,
  place: number,
  value: number | bigint,
): { value: number | bigint; info: DTypeInfo } {
  const [output] = loop.outputs
  if (output.kind === 'b') return { value: Number(value) * Number.POSITIVE_INFINITY, info: FLOAT64 }
  return { value, info: output.kind === 'f' ? output : loop.inputs[place] }
}

function promote(a: DTypeInfo, b: DTypeInfo): DTypeInfo {
  return DTYPES.find((info) => canCast(a, info) && canCast(b, info))!
}

/** A ufunc's shapes, outputs and mask, settled; then the native call. */
export function callGeneral(op: Operation, values: readonly unknown[], options: UfuncOptions | undefined): unknown {
  const name = op.name
  const casting = options?.casting ?? 'same_kind'
  const dtype = options?.dtype
  const { arrays, loop, scalar } = operandsFor(op, values, (infos) =>
    isNone(dtype) ? chooseLoop(op, infos) : chooseLoopFor(op, infos, dtypeInfo(dtype), casting),
  )
  const mask = options?.where === undefined || options.where === true ? undefined : maskArray(name, options.where)
  const outs = givenOutputs(op, options?.out)
  const shapes = arrays.map((array) => array._shape)
  if (mask !== undefined) shapes.push(mask._shape)
  const inputShape = shapes.length === 1 ? shapes[0] : broadcastShape(name, shapes)
  const shape = outs.find((out) => out !== undefined)?._shape ?? inputShape
  if (shape !== inputShape && !sameShape(broadcastShape(name, [inputShape, shape]), shape)) {
    throw rangeError(
      `${name}: expected out to have the shape ${formatShape(inputShape)}, received ${formatShape(shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const size = shapeSize(shape, name)
  const outputs = loop.outputs.map((info, i) => {
    const out = outs[i]
    return out === undefined ? newLike(arrays, info, shape, size) : checkOutput(name, out, info, shape, casting)
  })
  const operands = [...arrays, ...outputs]
  if (mask !== undefined) operands.push(mask)
  runElementwise(op, loop, operands, shape, mask !== undefined)
  const results = outputs.map((out, i) => (scalar && outs[i] === undefined ? scalarOf(out) : out))
  return results.length === 1 ? results[0] : results
}

function scalarOf(array: NDArray): unknown {
  return readElement(array.info, array.storage, array.offset)
}

function maskArray(name: string, where: unknown): NDArray {
  const mask = toArray(where, name)
  if (mask.info.kind !== 'b') {
    throw typeError(`${name}: expected where to be boolean, received ${mask.info.name}`, 'ERR_CASTING')
  }
  return mask
}

function givenOutputs(op: Operation, out: UfuncOptions['out']): (NDArray | undefined)[] {
  if (isNone(out)) return []
  const list: readonly unknown[] = Array.isArray(out) ? out : [out]
  if (list.length > op.nout) throw typeError(`${op.name}: expected ${op.nout} outputs, received ${list.length}`)
  return list.map((one) => (isNone(one) ? undefined : expectArray(op.name, 'out', one)))
}

/** Checks that a given output can take a result; returns it. */
export function checkOutput(
  name: string,
  out: NDArray,
  info: DTypeInfo,
  shape: readonly number[],
  casting: Casting = 'same_kind',
): NDArray {
  if (!sameShape(out._shape, shape)) {
    throw rangeError(
      `${name}: expected out to have the shape ${formatShape(shape)}, received ${formatShape(out._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (!canCast(info, out.info, casting)) {
    throw typeError(
      `${name}: expected out of a dtype that ${info.name} casts to by the rule '${casting}', received ${out.info.name}`,
      'ERR_CASTING',
    )
  }
  expectWriteable(name, out)
  return out
}

export function expectWriteable(name: string, array: NDArray): void {
  if (!array.writeable)
    throw typeError(`${name}: expected a writeable array, received a read-only view`, 'ERR_READ_ONLY')
}

/** What follows the inputs where it is nothing, or an output alone; anything else takes the general way. */
function plainOutput(rest: readonly unknown[]): NDArray | null | undefined {
  if (rest.length === 0) return null
  if (rest.length > 1) return undefined
  const only = rest[0]
  if (only instanceof NDArray) return only
  if (!isOptions(only) || !(only.out instanceof NDArray)) return undefined
  return Object.keys(only).length === 1 ? only.out : undefined
}

/** Whether an output can take a result of that dtype and shape as one run. */
function takes(out: NDArray, info: DTypeInfo, shape: readonly number[]): boolean {
  return out.info === info && out.contiguous && out.writeable && sameShape(out._shape, shape)
}

/** One-input call. */
export function callUnary(op: Operation, x: unknown, rest: readonly unknown[]): unknown {
  if (x instanceof NDArray) {
    const loop = op.chosen[x.info.code]
    if (loop !== undefined && x.contiguous) {
      const given = plainOutput(rest)
      if (given === null || (given !== undefined && takes(given, loop.outputs[0], x._shape))) {
        const out = given ?? newArray(loop.outputs[0], x._shape, x._size, false)
        runFlat(op, loop, x, out, undefined)
        return out
      }
    } else if (loop !== undefined && rest.length === 0) {
      return callArrays(op, loop, [x], x._shape)
    }
  }
  return callGeneral(op, [x], ufuncOptions(op, rest))
}

// Arrays of any layout and nothing else: what is left of the general way.
function callArrays(op: Operation, loop: Loop, inputs: readonly NDArray[], shape: readonly number[]): NDArray {
  const out = newLike(inputs, loop.outputs[0], shape, shapeSize(shape, op.name))
  runElementwise(op, loop, [...inputs, out], shape, false)
  return out
}

/** Two-input call. */
export function callBinary(op: Operation, x1: unknown, x2: unknown, rest: readonly unknown[]): unknown {
  if (x1 instanceof NDArray && x2 instanceof NDArray) {
    const loop = op.chosen[x1.info.code * DTYPES.length + x2.info.code]
    const same = sameShape(x1._shape, x2._shape)
    if (loop !== undefined && same && x1.contiguous && x2.contiguous) {
      const given = plainOutput(rest)
      if (given === null || (given !== undefined && takes(given, loop.outputs[0], x1._shape))) {
        const out = given ?? newArray(loop.outputs[0], x1._shape, x1._size, false)
        runFlat(op, loop, x1, x2, out)
        return out
      }
    } else if (loop !== undefined && rest.length === 0) {
      return callArrays(op, loop, [x1, x2], same ? x1._shape : broadcastShape(op.name, [x1._shape, x2._shape]))
    }
  } else if (rest.length === 0 && op.name !== 'ldexp') {
    if (typeof x2 === 'number' && x1 instanceof NDArray) return callWithScalar(op, x1, x2, false)
    if (typeof x1 === 'number' && x2 instanceof NDArray) return callWithScalar(op, x2, x1, true)
  }
  return callGeneral(op, [x1, x2], ufuncOptions(op, rest))
}

// An array and a number: where the array has no gaps, no array is made for the number.
function callWithScalar(op: Operation, array: NDArray, value: number, scalarFirst: boolean): NDArray {
  const info = weakInfo(value, array.info)
  if (!fits(info, value)) return callGeneral(op, scalarFirst ? [value, array] : [array, value], undefined) as NDArray
  const [first, second] = scalarFirst ? [info, array.info] : [array.info, info]
  const loop = op.chosen[first.code * DTYPES.length + second.code] ?? chooseLoop(op, [first, second])
  const taken = loop.inputs[scalarFirst ? 0 : 1]
  if (!array.contiguous) {
    const other = scalarArray(value, taken, op.name)
    return callArrays(op, loop, scalarFirst ? [other, array] : [array, other], array._shape)
  }
  const out = newArray(loop.outputs[0], array._shape, array._size, false)
  runFlatScalar(op, loop, array, taken, checkScalar(taken, value, op.name), scalarFirst, out)
  return out
}

/** A call with two results, as a pair. */
export function callPair(op: Operation, values: readonly unknown[], rest: readonly unknown[]): unknown {
  return callGeneral(op, values, ufuncOptions(op, rest))
}

// What follows the inputs: outputs by position, then keywords.
function ufuncOptions(op: Operation, rest: readonly unknown[]): UfuncOptions | undefined {
  if (rest.length === 0) return undefined
  const last = rest[rest.length - 1]
  const positional = isOptions(last) ? rest.slice(0, -1) : rest
  if (positional.length > op.nout) {
    throw typeError(
      `${op.name}: expected at most ${op.nin + op.nout} positional arguments, received ${op.nin + positional.length}`,
    )
  }
  const named = keywords(op.name, ['out', 'where', 'dtype', 'casting'], isOptions(last) ? [last] : [])
  return (positional.some((out) => out !== undefined) ? { ...named, out: positional } : named) as UfuncOptions
}

/** A copy of an array in another dtype where it differs. */
export function castArray(array: NDArray, info: DTypeInfo): NDArray {
  if (array.info === info) return array
  const copy = newLike([array], info, array._shape, array._size)
  copyInto(copy, array)
  return copy
}
