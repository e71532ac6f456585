/** Products of vectors and matrices: BLAS for floats and complex, native loops for the other dtypes. */
import { expectArray, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { broadcastShape } from '../core/broadcast'
import { runCore, runElementwise, runMatrixProduct, runVectorProduct } from '../core/call'
import { copyAs, copyInto } from '../core/copy'
import { DTYPES, type DType, type DTypeInfo, type DTypeLike, dtypeInfo, type Scalar } from '../core/dtype'
import { readElement, readRaw, safeScalar } from '../core/elements'
import { formatShape, rangeError } from '../core/errors'
import { type CoreAxes, callGufunc } from '../core/gufunc'
import { mayShareMemory } from '../core/memory'
import { NDArray, newArray, shapeSize, stridesC, view } from '../core/ndarray'
import { chooseLoop, chooseLoopFor, type Operation, operation } from '../core/operation'
import { type Casting, promoteTypes } from '../core/promotion'
import type { ArrayLike, Promoted } from '../core/types'
import { castArray, checkOutput } from '../core/ufunc'

export interface ProductOptions {
  readonly out?: NDArray | null
}

/** Both operands as arrays of the dtype that they promote to. */
export function promoted(name: string, a: ArrayLike, b: ArrayLike): [NDArray, NDArray, DTypeInfo] {
  const x = toArray(a, name)
  const y = toArray(b, name)
  if (x.info === y.info) return [x, y, x.info]
  const info = promoteTypes(x.info, y.info)
  return [castArray(x, info), castArray(y, info), info]
}

/**
 * Runs a product whose loop dimensions broadcast, writing into `out` where given: straight into it when its memory is
 * its own and of the right dtype, by way of a temporary otherwise.
 */
export function runProduct(
  op: Operation,
  x: NDArray,
  y: NDArray,
  info: DTypeInfo,
  loopShape: readonly number[],
  coreShape: readonly number[],
  dims: readonly number[],
  out: NDArray | undefined,
): NDArray {
  const loop = chooseLoop(op, [info, info])
  const shape = loopShape.length === 0 ? coreShape : [...loopShape, ...coreShape]
  const size = shapeSize(shape, op.name)
  const direct = out !== undefined && out.info === loop.outputs[0] && !mayShareMemory(out, x) && !mayShareMemory(out, y)
  const result = direct ? out : newArray(loop.outputs[0], shape, size, false)
  if (size > 0) runCore(op, loop, [x, y, result], loopShape, dims)
  if (out !== undefined && !direct) copyInto(out, result)
  return out ?? result
}

// The 2-d by 2-d call without options: what most programs run, with as little in its way as can be.
function matmul2d(x: NDArray, y: NDArray): NDArray {
  if (y._shape[0] !== x._shape[1]) throw coreMismatch('matmul', x, y)
  const loop = MATMUL.chosen[x.info.code * DTYPES.length + y.info.code] ?? chooseLoop(MATMUL, [x.info, y.info])
  const shape = [x._shape[0], y._shape[1]]
  const result = newArray(loop.outputs[0], shape, shapeSize(shape, 'matmul'), false)
  if (result._size > 0) runMatrixProduct(MATMUL, loop, x, y, result)
  return result
}

const MATMUL = operation('matmul')
const DOT = operation('dot')

const MATMUL_KEYWORDS = ['out', 'dtype', 'casting', 'axes'] as const

/** NumPy's keyword arguments of matmul. */
export interface MatmulOptions<D extends DType = DType> extends ProductOptions {
  /** The dtype to compute and answer in. */
  readonly dtype?: DTypeLike<D> | null
  readonly casting?: Casting
  /** The two axes of the matrices in each operand and in the result, where they are not the last ones. */
  readonly axes?: readonly CoreAxes[]
}

// Both operands in the dtype asked for.
function promotedTo(a: ArrayLike, b: ArrayLike, dtype: DTypeLike, casting: Casting): [NDArray, NDArray, DTypeInfo] {
  const [x, y] = [toArray(a, 'matmul'), toArray(b, 'matmul')]
  const info = chooseLoopFor(MATMUL, [x.info, y.info], dtypeInfo(dtype), casting).inputs[0]
  return [castArray(x, info), castArray(y, info), info]
}

/**
 * Matrix product. Vectors act as a row on the left and a column on the right; further leading dimensions are stacks that
 * broadcast. Floats and complex go to BLAS (gemm, gemv, dot; syrk for a matrix by its own transpose), with views of a
 * unit stride in either of the last two axes taken as they are. Throws `RangeError` where the core dimensions differ.
 * @example np.matmul([[1, 2], [3, 4]], [[1, 0], [0, 2]]) // array([[1., 4.], [3., 8.]])
 */
export function matmul<const A extends ArrayLike, const B extends ArrayLike, D extends DType = Promoted<A, B>>(
  x1: A,
  x2: B,
  options?: MatmulOptions<D>,
): NDArray<D>
export function matmul(x1: ArrayLike, x2: ArrayLike, ...args: unknown[]): NDArray {
  if (
    x1 instanceof NDArray &&
    x2 instanceof NDArray &&
    args.length === 0 &&
    x1.info === x2.info &&
    x1._shape.length === 2 &&
    x2._shape.length === 2
  ) {
    return matmul2d(x1, x2)
  }
  const named = args.length === 0 ? undefined : (keywords('matmul', MATMUL_KEYWORDS, args) as MatmulOptions)
  if (named?.axes !== undefined) return callGufunc(MATMUL, [x1, x2], [named]) as NDArray
  const casting = named?.casting ?? 'same_kind'
  const [x, y, info] = named?.dtype ? promotedTo(x1, x2, named.dtype, casting) : promoted('matmul', x1, x2)
  if (x._shape.length === 0 || y._shape.length === 0) {
    throw rangeError(
      'matmul: expected arrays of at least 1 dimension (use multiply for scalars), received 0 dimensions',
      'ERR_SHAPE_MISMATCH',
    )
  }
  const left = x._shape.length === 1
  const right = y._shape.length === 1
  const xm = left ? view(x, [1, x._shape[0]], [0, x._strides[0]], x.offset) : x
  const ym = right ? view(y, [y._shape[0], 1], [y._strides[0], 0], y.offset) : y
  const [m, k] = xm._shape.slice(-2)
  const [inner, n] = ym._shape.slice(-2)
  if (k !== inner) throw coreMismatch('matmul', x, y)
  const loopShape = broadcastShape('matmul', [xm._shape.slice(0, -2), ym._shape.slice(0, -2)])
  const shape = [...loopShape, ...(left ? [] : [m]), ...(right ? [] : [n])]
  const out =
    named?.out === undefined || named.out === null
      ? undefined
      : checkOutput('matmul', expectArray('matmul', 'out', named.out), info, shape, casting)
  const flat = left || right
  const target = out === undefined || !flat ? out : withUnitAxes(out, left, right)
  const result = runProduct(MATMUL, xm, ym, info, loopShape, [m, n], [m, k, n], target)
  if (out !== undefined) return out
  return flat ? withoutUnitAxes(result, left, right) : result
}

function withUnitAxes(array: NDArray, row: boolean, column: boolean): NDArray {
  const shape = [...array._shape]
  const strides = [...array._strides]
  if (column) {
    shape.push(1)
    strides.push(0)
  }
  if (row) {
    shape.splice(-1, 0, 1)
    strides.splice(-1, 0, 0)
  }
  return view(array, shape, strides, array.offset)
}

function withoutUnitAxes(array: NDArray, row: boolean, column: boolean): NDArray {
  const keep = (_: number, d: number): boolean =>
    !((row && d === array._shape.length - 2) || (column && d === array._shape.length - 1))
  const shape = array._shape.filter(keep)
  return new NDArray(
    array.storage,
    array.info,
    shape,
    array._strides.filter(keep),
    array.offset,
    array._size,
    true,
    undefined,
    true,
  )
}

function coreMismatch(name: string, x: NDArray, y: NDArray): Error {
  return rangeError(
    `${name}: expected the last axis of the first operand to match the first core axis of the second, received shapes ${formatShape(x._shape)} and ${formatShape(y._shape)}`,
    'ERR_SHAPE_MISMATCH',
  )
}

/**
 * Dot product. Vectors give a scalar; matrices their matrix product; otherwise the sum over the last axis of `a` and the
 * second-to-last of `b`. A scalar operand multiplies. Throws `RangeError` where those axes differ.
 * @example np.dot([1, 2], [3, 4]) // 11
 */
export function dot<const A extends ArrayLike, const B extends ArrayLike>(
  a: A,
  b: B,
  options?: ProductOptions,
): Scalar<Promoted<A, B>> | NDArray<Promoted<A, B>>
export function dot(a: ArrayLike, b: ArrayLike, ...args: unknown[]): Scalar | NDArray {
  const [x, y, info] =
    a instanceof NDArray && b instanceof NDArray && a.info === b.info ? [a, b, a.info] : promoted('dot', a, b)
  const named = args.length === 0 ? undefined : keywords('dot', ['out'], args)
  const out = named?.out === undefined || named.out === null ? undefined : expectArray('dot', 'out', named.out)
  if (x._shape.length === 1 && y._shape.length === 1 && out === undefined) return dotVectors(x, y)
  const result = dotArrays(x, y, info)
  if (out !== undefined) {
    // NumPy's dot is strict about out: it must be exactly what would have been returned.
    checkOutput('dot', out, info, result._shape, 'no')
    if (!out.contiguous)
      throw rangeError('dot: expected a C-contiguous out, received a strided view', 'ERR_SHAPE_MISMATCH')
    copyInto(out, result)
    return out
  }
  return result._shape.length === 0 ? readElement(result.info, result.storage, result.offset) : result
}

function dotVectors(x: NDArray, y: NDArray): Scalar {
  if (x._size !== y._size) throw coreMismatch('dot', x, y)
  return vectorProduct(DOT, x, y)
}

/** A scalar of two vectors of one length, by a row (n),(n)->(). */
export function vectorProduct(op: Operation, x: NDArray, y: NDArray): Scalar {
  const loop = op.chosen[x.info.code * DTYPES.length + y.info.code] ?? chooseLoop(op, [x.info, y.info])
  return runVectorProduct(op, loop, x, y, SCALAR_READERS[loop.outputs[0].code])
}

const SCALAR_READERS = DTYPES.map((info) => (element: DataView) => safeScalar(readRaw(info, element, 0)))

function dotArrays(x: NDArray, y: NDArray, info: DTypeInfo): NDArray {
  if (x._shape.length === 0 || y._shape.length === 0) {
    const op = operation('multiply')
    const shape = x._shape.length === 0 ? y._shape : x._shape
    const result = newArray(chooseLoop(op, [info, info]).outputs[0], shape, shapeSize(shape), false)
    return runOuterProduct(op, x, y, result)
  }
  const k = x._shape[x._shape.length - 1]
  const inner = Math.max(0, y._shape.length - 2)
  if (y._shape[inner] !== k) throw coreMismatch('dot', x, y)
  if (x._shape.length <= 2 && y._shape.length <= 2) return matmul(x, y)
  // One matrix product: rows are all but the last axis of x, columns all but the summed axis of y.
  const rowShape = x._shape.slice(0, -1)
  const columnShape = y._shape.filter((_, d) => d !== inner)
  const order = [inner, ...y._shape.map((_, d) => d).filter((d) => d !== inner)]
  const columns = view(
    y,
    order.map((d) => y._shape[d]),
    order.map((d) => y._strides[d]),
    y.offset,
  )
  const product = matmul(asMatrix(x, rowShape.length), asMatrix(columns, 1))
  const shape = [...rowShape, ...columnShape]
  return new NDArray(
    product.storage,
    product.info,
    shape,
    stridesC(shape, product.info.itemsize),
    product.offset,
    product._size,
    true,
    undefined,
    true,
  )
}

function runOuterProduct(op: Operation, x: NDArray, y: NDArray, result: NDArray): NDArray {
  const loop = chooseLoop(op, [x.info, y.info])
  if (result._size > 0) runElementwise(op, loop, [x, y, result], result._shape, false)
  return result
}

// The first `rows` axes as one, the others as one.
function asMatrix(array: NDArray, rows: number): NDArray {
  const m = array._shape.slice(0, rows).reduce((product, length) => product * length, 1)
  const n = array._shape.slice(rows).reduce((product, length) => product * length, 1)
  const source = array.contiguous ? array : copyAs(array, array.info)
  const strides = [n * source.info.itemsize, source.info.itemsize]
  return new NDArray(source.storage, source.info, [m, n], strides, source.offset, source._size, true, undefined, true)
}
