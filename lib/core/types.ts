/** What the compiler knows about results: dtypes of operands, NumPy's promotion, weak scalars. */
import type { ArrayProtocol, NestedList, TypedArray } from './array'
import type { Complex } from './complex'
import type { DType, Scalar, ScalarLike } from './dtype'
import type { NDArray } from './ndarray'
import type { Promote } from './promotion'

/** Anything that an operation takes as an array. */
export type ArrayLike<D extends DType = DType> = NDArray<D> | TypedArray | ScalarLike | NestedList | ArrayProtocol<D>

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
export type DTypeOf<X> = X extends NDArray<infer D> | ArrayProtocol<infer D>
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

/**
 * Functions from dtypes to dtypes as tables: an indexed access keeps `NDArray<'float64'>` assignable to `NDArray`, which
 * conditional types on the dtype would not.
 */
interface Rules {
  bool: {
    float: 'float16'
    quotient: 'float64'
    real: 'bool'
    sum: 'int64'
    linalg: 'float64'
    whole: 'int64'
    fraction: 'float64'
    complex: 'complex128'
  }
  int8: Integer<'int8', 'float16', 'int64'>
  uint8: Integer<'uint8', 'float16', 'uint64'>
  int16: Integer<'int16', 'float32', 'int64'>
  uint16: Integer<'uint16', 'float32', 'uint64'>
  int32: Integer<'int32', 'float64', 'int64'>
  uint32: Integer<'uint32', 'float64', 'uint64'>
  int64: Integer<'int64', 'float64', 'int64'>
  uint64: Integer<'uint64', 'float64', 'uint64'>
  float16: Inexact<'float16', 'float16', 'float16', 'complex64'>
  float32: Inexact<'float32', 'float32', 'float32', 'complex64'>
  float64: Inexact<'float64', 'float64', 'float64', 'complex128'>
  complex64: Inexact<'complex64', 'float32', 'complex64', 'complex64'>
  complex128: Inexact<'complex128', 'float64', 'complex128', 'complex128'>
}

interface Integer<D extends DType, F extends DType, S extends DType> {
  float: F
  quotient: 'float64'
  real: D
  sum: S
  linalg: 'float64'
  whole: D
  fraction: 'float64'
  complex: 'complex128'
}

interface Inexact<D extends DType, R extends DType, L extends DType, C extends DType> {
  float: D
  quotient: D
  real: R
  sum: D
  linalg: L
  whole: D
  fraction: D
  complex: C
}

// A scalar beside an array of dtype D (NEP 50): its kind counts, its own size doesn't.
type WithWeak<D extends DType, W> = W extends boolean
  ? D
  : W extends bigint
    ? Rules[D]['whole']
    : W extends number
      ? Rules[D][NumberKind<W>]
      : Rules[D]['complex']

// A literal shows which of the two it is.
type NumberKind<W extends number> = number extends W
  ? 'whole' | 'fraction'
  : `${W}` extends `${bigint}`
    ? 'whole'
    : 'fraction'

/** The dtype of an array of dtype D with another operand. */
export type Joined<D extends DType, B> = B extends ScalarLike ? WithWeak<D, B> : Promote<D, DTypeOf<B>>

/** The dtype that two operands promote to. */
export type Promoted<A, B> = A extends ScalarLike
  ? B extends ScalarLike
    ? Promote<DTypeOf<A>, DTypeOf<B>>
    : WithWeak<DTypeOf<B>, A>
  : Joined<DTypeOf<A>, B>

/** The dtype that all arrays of a list, or the rows of one array, promote to. */
export type JoinedAll<L> =
  L extends NDArray<infer D>
    ? D
    : L extends readonly [infer Only]
      ? DTypeOf<Only>
      : L extends readonly [infer First, ...infer Rest]
        ? Promote<DTypeOf<First>, JoinedAll<Rest>>
        : L extends readonly (infer E)[]
          ? Promote<DTypeOf<E>, DTypeOf<E>>
          : DType

/** What floating-point functions give for a dtype: integers become the float that holds them. */
export type FloatOf<D extends DType> = Rules[D]['float']

/** What division gives: integers divide to float64. */
export type QuotientOf<D extends DType> = Rules[D]['quotient']

/** The real dtype of a complex one. */
export type RealOf<D extends DType> = Rules[D]['real']

/** What sums and products give: small integers add up as int64 or uint64. */
export type SumOf<D extends DType> = Rules[D]['sum']

/** The dtypes that linear algebra computes in. */
export type LinalgOf<D extends DType> = Rules[D]['linalg']

/** The typed array that holds the elements of a dtype: pairs of numbers for complex ones, bits for float16. */
export interface DataTypes {
  bool: Uint8Array
  int8: Int8Array
  uint8: Uint8Array
  int16: Int16Array
  uint16: Uint16Array
  int32: Int32Array
  uint32: Uint32Array
  int64: BigInt64Array
  uint64: BigUint64Array
  float16: Uint16Array
  float32: Float32Array
  float64: Float64Array
  complex64: Float32Array
  complex128: Float64Array
}

/** A scalar when all operands are scalars, an array otherwise. */
export type Result<D extends DType, Operands> = [Operands] extends [ScalarLike] ? Scalar<D> : NDArray<D>

export type { Complex, Scalar, ScalarLike }
