/** Linear algebra over LAPACK: argument meaning and errors here, one gufunc row per routine in binding/linalg. */
import { expectBoolean, keywords } from './arguments'
import { toArray } from './array'
import { broadcastShape } from './broadcast'
import { copyInto, type Loop, type Operation, operation, runCore } from './call'
import { type DTypeInfo, dtypeInfo } from './dtype'
import { readRaw } from './elements'
import { formatShape, LinAlgError, rangeError, typeError } from './errors'
import { NDArray, newArray, shapeSize } from './ndarray'
import { promoteTypes } from './promotion'
import type { ArrayLike, DTypeOf, LinalgOf, Promoted, RealOf } from './types'
import { getBasic, setBasic } from './indexing'
import { callBinary, callUnary, castArray } from './ufunc'

export { LinAlgError } from './errors'
export { norm } from './norm'

const FLOAT64 = dtypeInfo('float64')
const INT64 = dtypeInfo('int64')

/** The dtype that LAPACK computes in: float32 and complex64 stay, integers and booleans become float64. */
function linalgInfo(name: string, array: NDArray): DTypeInfo {
  const { info } = array
  if (info.kind === 'c' || info.name === 'float32') return info
  if (info.name === 'float16') {
    throw typeError(`${name}: expected float32, float64, complex64, complex128, integers or booleans, received float16`, 'ERR_DTYPE')
  }
  return FLOAT64
}

/** An argument as a stack of matrices in LAPACK's dtype. */
export function matrices(name: string, value: unknown, square: boolean): NDArray {
  const array = toArray(value)
  const info = linalgInfo(name, array)
  if (array.shape.length < 2) {
    throw new LinAlgError(`${name}: expected an array of at least 2 dimensions, received shape ${formatShape(array.shape)}`)
  }
  if (square && array.shape[array.shape.length - 1] !== array.shape[array.shape.length - 2]) {
    throw new LinAlgError(`${name}: expected square matrices in the last 2 dimensions, received shape ${formatShape(array.shape)}`)
  }
  return castArray(array, info)
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
  const loop = exactLoop(op, inputs)
  const outputs = coreShapes.map((core, i) => {
    const shape = loopShape.length === 0 ? core : [...loopShape, ...core]
    return newArray(loop.outputs[i], shape, shapeSize(shape, op.name), false)
  })
  const size = shapeSize(loopShape, op.name)
  const info = newArray(INT64, loopShape, size, true)
  if (size > 0) runCore(op, loop, [...inputs, ...outputs, info], loopShape, dims, params)
  const view = info.storage.dataView
  for (let i = 0; i < size; i++) {
    if (readRaw(INT64, view, info.offset + 8 * i) !== 0n) throw new LinAlgError(failure)
  }
  return outputs
}

function exactLoop(op: Operation, inputs: readonly NDArray[]): Loop {
  const info = inputs[0].info
  return op.typed.find((loop) => loop.inputs[0] === info)!
}

/**
 * Solves a·x = b for square a by LU factorisation (LAPACK gesv). A 1-d b is one right-hand side; otherwise b's last two
 * axes hold a matrix of them. Stacks broadcast. Throws `LinAlgError` for singular or non-square a and `RangeError`
 * where shapes don't match.
 * @example np.linalg.solve([[3, 1], [1, 2]], [9, 8]) // array([2., 3.])
 */
export function solve<const A extends ArrayLike, const B extends ArrayLike>(a: A, b: B): NDArray<LinalgOf<Promoted<A, B>>>
export function solve(a: ArrayLike, b: ArrayLike): NDArray {
  const name = 'linalg.solve'
  const matrix = matrices(name, a, true)
  const right = toArray(b)
  if (right.shape.length === 0) {
    throw rangeError(`${name}: expected b of at least 1 dimension, received a scalar`, 'ERR_SHAPE_MISMATCH')
  }
  const info = promoteTypes(matrix.info, linalgInfo(name, right))
  const x = castArray(matrix, info)
  const y = castArray(right, info)
  const vector = y.shape.length === 1
  const n = x.shape[x.shape.length - 1]
  const rows = y.shape[y.shape.length - (vector ? 1 : 2)]
  if (rows !== n) {
    throw rangeError(`${name}: expected b to have ${n} rows, received shape ${formatShape(y.shape)} for a of shape ${formatShape(x.shape)}`, 'ERR_SHAPE_MISMATCH')
  }
  const stack = x.shape.slice(0, -2)
  const failure = `${name}: expected a matrix of finite elements that is not singular, received one with a zero pivot`
  if (vector) return runRoutine(operation('solve1'), [x, y], stack, [[n]], [n], failure)[0]
  const columns = y.shape[y.shape.length - 1]
  const loopShape = y.shape.length === 2 && stack.length === 0 ? stack : broadcastShape(name, [stack, y.shape.slice(0, -2)])
  return runRoutine(operation('solve'), [x, y], loopShape, [[n, columns]], [n, columns], failure)[0]
}

/** The factors of `svd`: a = U · diag(S) · Vh. Iterable, as NumPy's named tuple. */
export class SVDResult {
  constructor(
    readonly U: NDArray,
    readonly S: NDArray,
    readonly Vh: NDArray,
  ) {}

  *[Symbol.iterator](): Iterator<NDArray> {
    yield this.U
    yield this.S
    yield this.Vh
  }
}

export interface SvdOptions {
  /** Whether U and Vh are square (default), or as thin as the matrix allows. */
  readonly full_matrices?: boolean
  /** Whether to compute U and Vh (default) or singular values alone. */
  readonly compute_uv?: boolean
  /** Whether the matrix is Hermitian (only its lower triangle is read): a faster way. */
  readonly hermitian?: boolean
}

type SvdOf<X extends ArrayLike> = Iterable<NDArray> & {
  readonly U: NDArray<LinalgOf<DTypeOf<X>>>
  readonly S: NDArray<RealOf<LinalgOf<DTypeOf<X>>>>
  readonly Vh: NDArray<LinalgOf<DTypeOf<X>>>
}

/**
 * Singular value decomposition by divide and conquer (LAPACK gesdd; syevd or heevd where `hermitian`): singular values
 * fall from first to last. Throws `LinAlgError` for NaN or infinite elements and where the algorithm doesn't converge.
 * @example np.linalg.svd([[3, 0], [0, 4]]).S // array([4., 3.])
 */
export function svd<const X extends ArrayLike>(a: X, options: SvdOptions & { readonly compute_uv: false }): NDArray<RealOf<LinalgOf<DTypeOf<X>>>>
export function svd<const X extends ArrayLike>(a: X, full_matrices: boolean, compute_uv: false, hermitian?: boolean): NDArray<RealOf<LinalgOf<DTypeOf<X>>>>
export function svd<const X extends ArrayLike>(a: X, options?: SvdOptions): SvdOf<X>
export function svd<const X extends ArrayLike>(a: X, full_matrices: boolean, compute_uv?: true, hermitian?: boolean): SvdOf<X>
export function svd(a: ArrayLike, ...args: unknown[]): NDArray | SVDResult {
  const name = 'linalg.svd'
  const named = keywords(name, ['full_matrices', 'compute_uv', 'hermitian'], args)
  const full = expectBoolean(name, 'full_matrices', named.full_matrices, true)
  const vectors = expectBoolean(name, 'compute_uv', named.compute_uv, true)
  const hermitian = expectBoolean(name, 'hermitian', named.hermitian, false)
  const array = matrices(name, a, hermitian)
  return hermitian ? hermitianSvd(name, array, vectors) : generalSvd(name, array, full, vectors)
}

/** The SVD of a stack of matrices by gesdd. */
export function generalSvd(name: string, array: NDArray, full: boolean, vectors: boolean): NDArray | SVDResult {
  const stack = array.shape.slice(0, -2)
  const [m, n] = array.shape.slice(-2)
  const k = Math.min(m, n)
  const failure = `${name}: expected finite elements and convergence, received NaN, Inf or a matrix on which gesdd fails`
  if (!vectors) return runRoutine(operation('svd_n'), [array], stack, [[k]], [m, n, k], failure)[0]
  const [rows, columns] = full ? [m, n] : [k, k]
  const shapes = [[m, rows], [k], [columns, n]]
  const [U, S, Vh] = runRoutine(operation(full ? 'svd_f' : 'svd_s'), [array], stack, shapes, [m, n, k], failure)
  return new SVDResult(U, S, Vh)
}

// By the eigendecomposition of the lower triangle: singular values are the eigenvalues' magnitudes, largest first; their
// signs go to Vh.
function hermitianSvd(name: string, array: NDArray, vectors: boolean): NDArray | SVDResult {
  const stack = array.shape.slice(0, -2)
  const n = array.shape[array.shape.length - 1]
  const failure = `${name}: expected finite elements and convergence, received NaN, Inf or a matrix on which syevd fails`
  const [w, v] = runRoutine(operation('eigh'), [array], stack, [[n], [n, n]], [n], failure, [LOWER])
  const S = newArray(w.info, w.shape, w.size, false)
  const U = newArray(v.info, v.shape, v.size, false)
  const Vh = newArray(v.info, v.shape, v.size, false)
  for (const at of positions(stack)) {
    const values = getBasic(w, [...at, ':']) as NDArray
    const magnitudes = (values.tolist() as number[]).map(Math.abs)
    const order = magnitudes.map((_, j) => j).sort((i, j) => magnitudes[j] - magnitudes[i])
    for (const [j, from] of order.entries()) {
      const vector = getBasic(v, [...at, ':', from]) as NDArray
      const sign = (values.item(from) as number) < 0 ? -1 : 1
      setBasic(S, [...at, j], magnitudes[from])
      setBasic(U, [...at, ':', j], vector)
      const row = getBasic(Vh, [...at, j]) as NDArray
      copyInto(row, vector)
      if (row.info.kind === 'c') callUnary(operation('conjugate'), row, [{ out: row }])
      callBinary(operation('multiply'), row, sign, [{ out: row }])
    }
  }
  return vectors ? new SVDResult(U, S, Vh) : S
}

// Every index of a stack of matrices.
function* positions(stack: readonly number[]): Generator<number[]> {
  if (stack.length === 0) {
    yield []
    return
  }
  for (let i = 0; i < stack[0]; i++) for (const rest of positions(stack.slice(1))) yield [i, ...rest]
}

/** The `UPLO` parameter of the symmetric routines: which triangle is read. */
export const LOWER = 0
export const UPPER = 1
