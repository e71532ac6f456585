/** The universal functions: one declaration each. Loops and dtypes are the native table's (binding/ufunc). */
import { type Operation, operation } from './call'
import type { DType } from './dtype'
import type { NDArray } from './ndarray'
import type { ArrayLike, DTypeOf, FloatOf, Promoted, QuotientOf, Result } from './types'
import { callBinary, callUnary, type UfuncOptions } from './ufunc'

/** What a ufunc's result dtype is, for the compiler: by the promoted dtype of its operands. */
interface ResultKinds<D extends DType> {
  promoted: D
  float: FloatOf<D>
  quotient: QuotientOf<D>
  bool: 'bool'
}

type Kind = keyof ResultKinds<DType>

/** A ufunc of one input. */
export interface UnaryUfunc<K extends Kind> {
  <O extends NDArray>(x: ArrayLike, options: UfuncOptions & { readonly out: O }): O
  <D extends DType>(x: ArrayLike, options: UfuncOptions<D> & { readonly dtype: D }): NDArray<D>
  <const X extends ArrayLike>(x: X, options?: UfuncOptions): Result<ResultKinds<DTypeOf<X>>[K], X>
  <O extends NDArray>(x: ArrayLike, out: O, options?: UfuncOptions): O
}

/** A ufunc of two inputs. */
export interface BinaryUfunc<K extends Kind> {
  <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, options: UfuncOptions & { readonly out: O }): O
  <D extends DType>(x1: ArrayLike, x2: ArrayLike, options: UfuncOptions<D> & { readonly dtype: D }): NDArray<D>
  <const A extends ArrayLike, const B extends ArrayLike>(
    x1: A,
    x2: B,
    options?: UfuncOptions,
  ): Result<ResultKinds<Promoted<A, B>>[K], A | B>
  <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, out: O, options?: UfuncOptions): O
}

/** Every exported ufunc's operation, by the function. */
export const ufuncOperations = new WeakMap<object, Operation>()

function unary<K extends Kind>(name: string): UnaryUfunc<K> {
  const op = operation(name)
  const call = (x: unknown, ...rest: unknown[]): unknown => callUnary(op, x, rest)
  return register(op, call) as UnaryUfunc<K>
}

function binary<K extends Kind>(name: string): BinaryUfunc<K> {
  const op = operation(name)
  const call = (x1: unknown, x2: unknown, ...rest: unknown[]): unknown => callBinary(op, x1, x2, rest)
  return register(op, call) as BinaryUfunc<K>
}

function register(op: Operation, call: object): object {
  Object.defineProperty(call, 'name', { value: op.name })
  ufuncOperations.set(call, op)
  return call
}

/**
 * Sum of the operands, element by element.
 * @example np.add([1, 2], 10) // array([11., 12.])
 */
export const add = binary<'promoted'>('add')

/**
 * Difference of the operands, element by element.
 * @example np.subtract([1, 2], 10) // array([-9., -8.])
 */
export const subtract = binary<'promoted'>('subtract')

/**
 * Product of the operands, element by element.
 * @example np.multiply([1, 2], 10) // array([10., 20.])
 */
export const multiply = binary<'promoted'>('multiply')

/**
 * Quotient of the operands, element by element; integers divide to float64.
 * @example np.divide([1, 2], 4) // array([0.25, 0.5 ])
 */
export const divide = binary<'quotient'>('divide')

/**
 * Non-negative square root, element by element; NaN for negative real numbers.
 * @example np.sqrt([1, 4, 9]) // array([1., 2., 3.])
 */
export const sqrt = unary<'float'>('sqrt')
