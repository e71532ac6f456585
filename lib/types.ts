/** What the compiler knows about results: dtypes of operands, NumPy's promotion, weak scalars. */
import type { NestedList, TypedArray } from './array'
import type { Complex } from './complex'
import type { ComplexDType, DType, FloatDType, IntegerDType, Scalar, ScalarLike } from './dtype'
import type { NDArray } from './ndarray'
import type { Promote } from './promotion'

/** Anything that an operation takes as an array. */
export type ArrayLike<D extends DType = DType> = NDArray<D> | TypedArray | ScalarLike | NestedList

type TypedArrayDType<X> = X extends Float64Array
  ? 'float64'
  : X extends Float32Array
    ? 'float32'
    : X extends Int32Array
      ? 'int32'
      : X extends Uint32Array
        ? 'uint32'
        : X extends Int16Array
          ? 'int16'
          : X extends Uint16Array
            ? 'uint16'
            : X extends Int8Array
              ? 'int8'
              : X extends Uint8Array | Uint8ClampedArray
                ? 'uint8'
                : X extends BigInt64Array
                  ? 'int64'
                  : X extends BigUint64Array
                    ? 'uint64'
                    : never

/** The dtype that an array-like has as an array of its own. */
export type DTypeOf<X> = X extends NDArray<infer D>
  ? D
  : X extends number
    ? 'float64'
    : X extends boolean
      ? 'bool'
      : X extends bigint
        ? 'int64'
        : X extends { readonly re: number; readonly im: number }
          ? 'complex128'
          : X extends readonly (infer E)[]
            ? DTypeOf<E>
            : [TypedArrayDType<X>] extends [never]
              ? DType
              : TypedArrayDType<X>

// A scalar beside an array of dtype D (NEP 50): its kind counts, its own size doesn't.
type WithWeak<D extends DType, W> = W extends boolean
  ? D
  : W extends bigint
    ? D extends 'bool'
      ? 'int64'
      : D
    : W extends number
      ? D extends FloatDType | ComplexDType
        ? D
        : D extends IntegerDType
          ? D | 'float64'
          : 'float64' | 'int64'
      : D extends ComplexDType
        ? D
        : D extends 'float16' | 'float32'
          ? 'complex64'
          : 'complex128'

/** The dtype that two operands promote to. */
export type Promoted<A, B> = A extends ScalarLike
  ? B extends ScalarLike
    ? Promote<DTypeOf<A>, DTypeOf<B>>
    : WithWeak<DTypeOf<B>, A>
  : B extends ScalarLike
    ? WithWeak<DTypeOf<A>, B>
    : Promote<DTypeOf<A>, DTypeOf<B>>

/** What floating-point functions give for a dtype: integers become the float that holds them. */
export type FloatOf<D extends DType> = D extends 'bool' | 'int8' | 'uint8'
  ? 'float16'
  : D extends 'int16' | 'uint16'
    ? 'float32'
    : D extends IntegerDType
      ? 'float64'
      : D

/** What division gives: integers divide to float64. */
export type QuotientOf<D extends DType> = D extends 'bool' | IntegerDType ? 'float64' : D

/** The real dtype of a complex one. */
export type RealOf<D extends DType> = D extends 'complex64' ? 'float32' : D extends 'complex128' ? 'float64' : D

/** What sums and products give: small integers add up as int64 or uint64. */
export type SumOf<D extends DType> = D extends 'bool' | 'int8' | 'int16' | 'int32'
  ? 'int64'
  : D extends 'uint8' | 'uint16' | 'uint32'
    ? 'uint64'
    : D

/** The dtypes that linear algebra computes in. */
export type LinalgOf<D extends DType> = D extends 'float32' | 'complex64' | 'complex128' ? D : 'float64'

/** A scalar when all operands are scalars, an array otherwise. */
export type Result<D extends DType, Operands> = [Operands] extends [ScalarLike] ? Scalar<D> : NDArray<D>

export type { Complex, Scalar, ScalarLike }
