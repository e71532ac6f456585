/** Products of stacks of vectors and matrices, as gufuncs. */

import type { DType, Scalar } from '../core/dtype'
import { callGufunc, type GufuncOptions, type VectorGufuncOptions } from '../core/gufunc'
import type { NDArray } from '../core/ndarray'
import { type Operation, operation } from '../core/operation'
import type { ArrayLike, Promoted } from '../core/types'
import { register } from './declare'
import type { UfuncAttributes } from './ufunc-methods'

/** A gufunc of two inputs whose results are vectors. */
export interface MatrixVectorUfunc extends UfuncAttributes {
  <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, options: GufuncOptions & { readonly out: O }): O
  <D extends DType>(x1: ArrayLike, x2: ArrayLike, options: GufuncOptions<D> & { readonly dtype: D }): NDArray<D>
  <const A extends ArrayLike, const B extends ArrayLike>(x1: A, x2: B, options?: GufuncOptions): NDArray<Promoted<A, B>>
  <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, out: O, options?: GufuncOptions): O
}

/** A gufunc of two vectors whose results are single elements. */
export interface VectorUfunc extends UfuncAttributes {
  <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, options: VectorGufuncOptions & { readonly out: O }): O
  <const A extends ArrayLike, const B extends ArrayLike>(
    x1: A,
    x2: B,
    options: VectorGufuncOptions & { readonly keepdims: true },
  ): NDArray<Promoted<A, B>>
  <D extends DType>(
    x1: ArrayLike,
    x2: ArrayLike,
    options: VectorGufuncOptions<D> & { readonly dtype: D },
  ): Scalar<D> | NDArray<D>
  <const A extends ArrayLike, const B extends ArrayLike>(
    x1: A,
    x2: B,
    options?: VectorGufuncOptions,
  ): Scalar<Promoted<A, B>> | NDArray<Promoted<A, B>>
  <O extends NDArray>(x1: ArrayLike, x2: ArrayLike, out: O, options?: VectorGufuncOptions): O
}

function gufunc(name: string): unknown {
  const op: Operation = operation(name)
  return register(op, (x1: unknown, x2: unknown, ...rest: unknown[]) => callGufunc(op, [x1, x2], rest))
}

/**
 * Dot products of vectors along the last axis, or along `axis`; stacks of vectors broadcast. The first is conjugated where it
 * is complex (BLAS dot, dotc).
 * @example np.vecdot([[1, 2], [3, 4]], [1, 10]) // array([21., 43.])
 */
export const vecdot = gufunc('vecdot') as VectorUfunc

/**
 * Products of matrices with vectors, (m,n),(n)->(m); stacks broadcast (BLAS gemv).
 * @example np.matvec([[1, 2], [3, 4]], [1, 10]) // array([21., 43.])
 */
export const matvec = gufunc('matvec') as MatrixVectorUfunc

/**
 * Products of vectors with matrices, (n),(n,m)->(m); stacks broadcast. The vector is conjugated where it is complex (BLAS
 * gemv).
 * @example np.vecmat([1, 10], [[1, 2], [3, 4]]) // array([31., 42.])
 */
export const vecmat = gufunc('vecmat') as MatrixVectorUfunc
