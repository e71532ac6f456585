/** Calls of gufuncs: core dimensions last or where `axes` says, loop dimensions that broadcast. */

import { expand_dims, transposeArray } from '../manipulation/shapes'
import { expectArray, expectBoolean, isNone, isOptions, keywords } from './arguments'
import { toArray } from './array'
import { normalizeAxes } from './axis'
import { broadcastShape } from './broadcast'
import { runCore } from './call'
import { copyInto } from './copy'
import { type DType, type DTypeLike, dtypeInfo, type Scalar } from './dtype'
import { readElement } from './elements'
import { AxisError, describe, formatShape, rangeError, typeError } from './errors'
import { type NDArray, newArray, sameShape, shapeSize } from './ndarray'
import { chooseLoop, chooseLoopFor, type Loop, type Operation } from './operation'
import { type Casting, canCast } from './promotion'
import { castArray, expectWriteable } from './ufunc'

/** An operand's core axes. */
export type CoreAxes = number | readonly number[]

/** NumPy's keyword arguments of a gufunc. */
export interface GufuncOptions<D extends DType = DType> {
  readonly out?: NDArray | null
  readonly casting?: Casting
  readonly dtype?: DTypeLike<D> | null
  /** The core axes of each operand; outputs without any may be left out. */
  readonly axes?: readonly CoreAxes[]
}

/** The same where all inputs have one core axis and the output none. */
export interface VectorGufuncOptions<D extends DType = DType> extends GufuncOptions<D> {
  /** The core axis of every input. */
  readonly axis?: number
  /** Whether the core axis stays, with length 1. */
  readonly keepdims?: boolean
}

/** Calls a gufunc of one output. */
export function callGufunc(op: Operation, values: readonly unknown[], rest: readonly unknown[]): NDArray | Scalar {
  const { name, core } = op
  const given = values.map((value) => toArray(value, name))
  const infos = given.map((array) => array.info)
  if (rest.length === 0) {
    expectDimensions(op, given)
    const loop = chooseLoop(op, infos)
    return answer(compute(op, loop, castAll(given, loop)))
  }
  const options = gufuncOptions(op, rest)
  expectDimensions(op, given)
  const keepdims = expectBoolean(name, 'keepdims', options.keepdims, false)
  const outCore = core[given.length].length + (keepdims ? 1 : 0)
  const axes = coreAxes(op, options, outCore)
  const inputs = given.map((array, i) => coreLast(name, array, core[i].length, axes[i]))
  const casting = (options.casting as Casting | undefined) ?? 'same_kind'
  const loop = isNone(options.dtype)
    ? chooseLoop(op, infos)
    : chooseLoopFor(op, infos, dtypeInfo(options.dtype), casting)
  const result = compute(op, loop, castAll(inputs, loop))
  const kept = keepdims ? (expand_dims(result, -1) as NDArray) : result
  if (!isNone(options.out)) {
    const out = expectArray(name, 'out', options.out)
    writeOut(name, coreLast(name, out, outCore, axes[given.length]), kept, outCore, casting)
    return out
  }
  return keepdims || result._shape.length > 0 ? coreBack(name, kept, outCore, axes[given.length]) : answer(result)
}

const castAll = (arrays: readonly NDArray[], loop: Loop): NDArray[] =>
  arrays.map((array, i) => castArray(array, loop.inputs[i]))

// The result of operands whose core dimensions stand last, in the loop's dtypes.
function compute(op: Operation, loop: Loop, inputs: readonly NDArray[]): NDArray {
  const sizes = coreSizes(op, inputs)
  const loopShape = stackShape(op, inputs)
  const shape = [...loopShape]
  for (const dimension of op.core[inputs.length]) shape.push(sizes.get(dimension)!)
  const result = newArray(loop.outputs[0], shape, shapeSize(shape, op.name), false)
  if (result._size > 0) runCore(op, loop, [...inputs, result], loopShape, [...sizes.values()])
  return result
}

function stackShape(op: Operation, inputs: readonly NDArray[]): readonly number[] {
  return broadcastShape(
    op.name,
    inputs.map((array, i) => array._shape.slice(0, array._shape.length - op.core[i].length)),
  )
}

const answer = (result: NDArray): NDArray | Scalar =>
  result._shape.length === 0 ? readElement(result.info, result.storage, result.offset) : result

function expectDimensions(op: Operation, given: readonly NDArray[]): void {
  for (const [i, array] of given.entries()) {
    if (array._shape.length >= op.core[i].length) continue
    throw rangeError(
      `${op.name}: expected operand ${i} of at least ${op.core[i].length} dimensions (${op.signature}), received ${array._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
}

function gufuncOptions(op: Operation, rest: readonly unknown[]): { [key in keyof VectorGufuncOptions]?: unknown } {
  const last = rest[rest.length - 1]
  const named = isOptions(last) ? [last] : []
  const positional = rest.length - named.length
  if (positional > 1) {
    throw typeError(`${op.name}: expected at most ${op.nin + 1} positional arguments, received ${op.nin + positional}`)
  }
  const isVector = new Set(op.core.flat()).size === 1 && op.core[op.nin].length === 0
  const names = ['out', 'casting', 'dtype', 'axes', ...(isVector ? ['axis', 'keepdims'] : [])] as const
  return keywords(
    op.name,
    names as readonly (keyof VectorGufuncOptions)[],
    positional === 1 ? [rest[0], ...named] : named,
  )
}

// The core axes of each operand; undefined where they are the last ones.
function coreAxes(
  op: Operation,
  options: { [key in keyof VectorGufuncOptions]?: unknown },
  outCore: number,
): (readonly unknown[] | undefined)[] {
  const { name, core } = op
  const { axes, axis } = options
  if (!isNone(axis)) {
    if (axes !== undefined) throw typeError(`${name}: expected axis or axes, received both`)
    return core.map((_, i) => (i === op.nin && outCore === 0 ? undefined : [axis]))
  }
  if (isNone(axes)) return core.map(() => undefined)
  if (!Array.isArray(axes)) throw typeError(`${name}: expected a list for axes, received ${describe(axes)}`)
  if (axes.length !== core.length && !(axes.length === op.nin && core[op.nin].length === 0)) {
    throw rangeError(`${name}: expected axes for ${core.length} operands, received ${axes.length}`, 'ERR_AXIS')
  }
  return core.map((dimensions, i) => {
    if (i >= axes.length) return undefined
    const count = i === op.nin ? outCore : dimensions.length
    const list: readonly unknown[] = Array.isArray(axes[i]) ? axes[i] : [axes[i]]
    if (list.length === count) return list
    throw new AxisError(`${name}: expected ${count} core axes for operand ${i}, received ${list.length}`)
  })
}

// A view with the core axes last.
function coreLast(name: string, array: NDArray, count: number, axes: readonly unknown[] | undefined): NDArray {
  if (axes === undefined || count === 0) return array
  const last = normalizeAxes(name, axes, array._shape.length)
  const order = array._shape.map((_, d) => d).filter((d) => !last.includes(d))
  return transposeArray(array, [...order, ...last])
}

// A view with the last axes, which are core axes, where `axes` says.
function coreBack(name: string, array: NDArray, count: number, axes: readonly unknown[] | undefined): NDArray {
  if (axes === undefined || count === 0) return array
  const ndim = array._shape.length
  const places = normalizeAxes(name, axes, ndim)
  let next = 0
  const order = array._shape.map((_, d) => {
    const i = places.indexOf(d)
    return i >= 0 ? ndim - count + i : next++
  })
  return transposeArray(array, order)
}

// The size of each core dimension, in the signature's order.
function coreSizes(op: Operation, inputs: readonly NDArray[]): Map<string, number> {
  const sizes = new Map<string, number>()
  for (const [i, array] of inputs.entries()) {
    const dimensions = op.core[i]
    for (const [k, dimension] of dimensions.entries()) {
      const length = array._shape[array._shape.length - dimensions.length + k]
      const known = sizes.get(dimension)
      if (known !== undefined && known !== length) {
        throw rangeError(
          `${op.name}: expected core dimensions that match (${op.signature}), received shapes ${inputs.map((one) => formatShape(one._shape)).join(' and ')}`,
          'ERR_SHAPE_MISMATCH',
        )
      }
      sizes.set(dimension, length)
    }
  }
  return sizes
}

// Writes a result into `out`, over whose further loop dimensions it repeats.
function writeOut(name: string, out: NDArray, result: NDArray, outCore: number, casting: Casting): void {
  const split = (shape: readonly number[]): [number[], number[]] => [
    shape.slice(0, shape.length - outCore),
    shape.slice(shape.length - outCore),
  ]
  const [loop, core] = split(result._shape)
  const [outLoop, outShape] = split(out._shape)
  if (!sameShape(core, outShape) || !sameShape(broadcastShape(name, [loop, outLoop]), outLoop)) {
    throw rangeError(
      `${name}: expected out to have the shape ${formatShape(result._shape)}, received ${formatShape(out._shape)}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (!canCast(result.info, out.info, casting)) {
    throw typeError(
      `${name}: expected out of a dtype that ${result.info.name} casts to by the rule '${casting}', received ${out.info.name}`,
      'ERR_CASTING',
    )
  }
  expectWriteable(name, out)
  copyInto(out, result)
}
