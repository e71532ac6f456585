/** How a ufunc is declared: its name in the native table, and for the compiler what its result's dtype is. */

import type { ComplexDType, DType, FloatDType } from '../core/dtype'
import type { NDArray } from '../core/ndarray'
import { type Operation, operation } from '../core/operation'
import type { ArrayLike, DTypeOf, FloatOf, Promoted, QuotientOf, RealOf, Result } from '../core/types'
import { callBinary, callPair, callUnary, type UfuncOptions } from '../core/ufunc'
import {
  type AtMethod,
  type BinaryMethods,
  type UfuncAttributes,
  ufuncOperations,
  ufuncPrototype,
} from './ufunc-methods'

// Tables, for the reason that types.ts gives.
type Integral = { [D in DType]: D extends 'bool' ? 'int8' : D }
type Bits = { [D in DType]: D extends FloatDType ? 'int64' : D }
type Wide = { [D in DType]: D extends ComplexDType ? 'complex128' : 'float64' }

/** The result's dtype by the promoted dtype D of the operands and the dtype F of the first one. */
export interface ResultKinds<D extends DType, F extends DType = D> {
  promoted: D
  /** Booleans become int8. */
  integral: Integral[D]
  /** Floats are lists of whole numbers, which become int64; others are refused. */
  bits: Bits[D]
  /** The same, and booleans become int8. */
  count: Integral[Bits[D]]
  float: FloatOf<D>
  quotient: QuotientOf<D>
  real: RealOf<D>
  wide: Wide[D]
  first: FloatOf<F>
  bool: 'bool'
  uint8: 'uint8'
  int32: 'int32'
}

export type Kind = keyof ResultKinds<DType>

/** A ufunc of one input. */
export interface UnaryUfunc<K extends Kind> extends UfuncAttributes, AtMethod {
  <O extends NDArray>(x: ArrayLike, options: UfuncOptions & { readonly out: O }): O
  <D extends DType>(x: ArrayLike, options: UfuncOptions<D> & { readonly dtype: D }): NDArray<D>
  <const X extends ArrayLike>(x: X, options?: UfuncOptions): Result<ResultKinds<DTypeOf<X>>[K], X>
  <O extends NDArray>(x: ArrayLike, out: O, options?: UfuncOptions): O
}

/** A ufunc of two inputs. */
export interface BinaryUfunc<K extends Kind> extends UfuncAttributes, BinaryMethods {
  <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, options: UfuncOptions & { readonly out: O }): O
  <D extends DType>(x1: ArrayLike, x2: ArrayLike, options: UfuncOptions<D> & { readonly dtype: D }): NDArray<D>
  <const A extends ArrayLike, const B extends ArrayLike>(
    x1: A,
    x2: B,
    options?: UfuncOptions,
  ): Result<ResultKinds<Promoted<A, B>, DTypeOf<A>>[K], A | B>
  <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, out: O, options?: UfuncOptions): O
}

/** A ufunc of one input with two results. */
export interface UnaryPairUfunc<K extends Kind, L extends Kind> extends UfuncAttributes {
  <const X extends ArrayLike>(
    x: X,
    options?: UfuncOptions,
  ): [Result<ResultKinds<DTypeOf<X>>[K], X>, Result<ResultKinds<DTypeOf<X>>[L], X>]
  <O extends NDArray, P extends NDArray>(x: ArrayLike, out1: O, out2: P, options?: UfuncOptions): [O, P]
}

/** A ufunc of two inputs with two results. */
export interface BinaryPairUfunc<K extends Kind, L extends Kind> extends UfuncAttributes {
  <const A extends ArrayLike, const B extends ArrayLike>(
    x1: A,
    x2: B,
    options?: UfuncOptions,
  ): [Result<ResultKinds<Promoted<A, B>>[K], A | B>, Result<ResultKinds<Promoted<A, B>>[L], A | B>]
  <O extends NDArray, P extends NDArray>(x1: ArrayLike, x2: ArrayLike, out1: O, out2: P, options?: UfuncOptions): [O, P]
}

export function unary<K extends Kind>(name: string): UnaryUfunc<K> {
  const op = operation(name)
  const call = (x: unknown, ...rest: unknown[]): unknown => callUnary(op, x, rest)
  return register(op, call) as UnaryUfunc<K>
}

export function binary<K extends Kind>(name: string): BinaryUfunc<K> {
  const op = operation(name)
  const call = (x1: unknown, x2: unknown, ...rest: unknown[]): unknown => callBinary(op, x1, x2, rest)
  return register(op, call) as BinaryUfunc<K>
}

export function unaryPair<K extends Kind, L extends Kind>(name: string): UnaryPairUfunc<K, L> {
  const op = operation(name)
  const call = (x: unknown, ...rest: unknown[]): unknown => callPair(op, [x], rest)
  return register(op, call) as UnaryPairUfunc<K, L>
}

export function binaryPair<K extends Kind, L extends Kind>(name: string): BinaryPairUfunc<K, L> {
  const op = operation(name)
  const call = (x1: unknown, x2: unknown, ...rest: unknown[]): unknown => callPair(op, [x1, x2], rest)
  return register(op, call) as BinaryPairUfunc<K, L>
}

/** Gives a function what all ufuncs have. */
export function register(op: Operation, call: object): object {
  Object.defineProperty(call, 'name', { value: op.name })
  Object.setPrototypeOf(call, ufuncPrototype)
  ufuncOperations.set(call, op)
  return call
}
