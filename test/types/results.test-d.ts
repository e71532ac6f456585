/**
 * What the compiler knows about results. Nothing here runs: `tsc --noEmit` checks it, and `@ts-expect-error` fails where a
 * wrong program would compile.
 */

import type { Complex, NDArray } from '../../lib'
import * as np from '../../lib'
import { is } from './is'

declare const bool: NDArray<'bool'>
declare const int8: NDArray<'int8'>
declare const uint8: NDArray<'uint8'>
declare const int32: NDArray<'int32'>
declare const int64: NDArray<'int64'>
declare const uint64: NDArray<'uint64'>
declare const float16: NDArray<'float16'>
declare const float32: NDArray<'float32'>
declare const float64: NDArray<'float64'>
declare const complex64: NDArray<'complex64'>
declare const unknown: NDArray

// Promotion, from the same grid that the run time reads.
is<NDArray<'float64'>>()(np.add(int32, float32))
is<NDArray<'int16'>>()(np.add(int8, uint8))
is<NDArray<'float64'>>()(np.add(int64, uint64))
is<NDArray<'float32'>>()(np.add(float16, float32))
is<NDArray<'complex128'>>()(np.multiply(complex64, float64))
is<NDArray<'complex64'>>()(np.multiply(complex64, float32))
is<NDArray<'int8'>>()(np.add(bool, int8))

// Weak scalars (NEP 50): their kind counts, their size doesn't.
is<NDArray<'float32'>>()(np.add(float32, 1))
is<NDArray<'int8'>>()(np.add(int8, 1n))
is<NDArray<'int8'>>()(np.add(int8, true))
is<NDArray<'complex64'>>()(np.add(float32, np.complex(1, 2)))
is<NDArray<'complex128'>>()(np.add(int8, np.complex(1, 2)))

// Scalars of scalars, arrays of lists and typed arrays.
is<number>()(np.add(1, 2))
is<Complex>()(np.add(np.complex(1, 2), 3))
is<NDArray<'float64'>>()(np.add([1, 2], 3))
is<NDArray<'float32'>>()(np.add(new Float32Array(2), float32))
is<NDArray<'float64'>>()(np.divide(int32, int32))
is<NDArray<'float16'>>()(np.sqrt(int8))
is<NDArray<'float64'>>()(np.sqrt(int32))
is<NDArray<'float32'>>()(np.add(1, 2, { dtype: 'float32' }))
is<NDArray<'int8'>>()(np.add(int32, int32, { out: int8 }))

// Making arrays.
is<NDArray<'float64'>>()(np.zeros([2, 3]))
is<NDArray<'int8'>>()(np.zeros(2, 'int8'))
is<NDArray<'int8'>>()(np.ones(2, { dtype: 'int8' }))
is<NDArray<'float64'>>()(
  np.array([
    [1, 2],
    [3, 4],
  ]),
)
is<NDArray<'bool'>>()(np.array([true, false]))
is<NDArray<'int64'>>()(np.array([1n, 2n]))
is<NDArray<'complex64'>>()(np.array([1, 2], 'complex64'))
is<NDArray<'uint8'>>()(np.asarray(new Uint8Array(2)))
is<NDArray<'int32'>>()(np.zeros_like(int32))
is<NDArray<'float32'>>()(int32.astype('float32'))

// Views keep the dtype; elements are the dtype's scalars.
is<NDArray<'int32'>>()(int32.T)
is<NDArray<'int32'>>()(np.transpose(int32))
is<NDArray<'int32'>>()(int32.reshape(2, 3))
is<NDArray<'int32'>>()(int32.get('::2'))
is<NDArray<'float32'>>()(complex64.real)
is<'int32'>()(int32.dtype)

// Linear algebra.
is<NDArray<'float64'>>()(np.matmul(int32, float32))
is<NDArray<'float32'>>()(np.matmul(int32, float32, { dtype: 'float32' }))
is<NDArray<'float64'>>()(np.matmul(int32, float32, { casting: 'same_kind' }))
is<NDArray<'float32'>>()(np.linalg.solve(float32, float32))
is<NDArray<'float64'>>()(np.linalg.solve(int32, int32))
is<NDArray<'complex128'>>()(np.linalg.solve(complex64, float64))
is<NDArray<'float32'>>()(np.linalg.svd(complex64, { compute_uv: false }))
is<NDArray<'complex64'>>()(np.linalg.svd(complex64).U)
is<NDArray<'float32'>>()(np.linalg.svd(complex64).S)
is<number>()(np.linalg.norm(float32))
is<NDArray<'float32'>>()(np.linalg.inv(float32))
is<NDArray<'float64'>>()(np.linalg.cholesky(int32))
is<NDArray<'complex64'>>()(np.linalg.qr(complex64).Q)
is<NDArray<'float32'>>()(np.linalg.qr(float32, 'r'))
is<NDArray<'float32'>>()(np.linalg.eigh(complex64).eigenvalues)
is<NDArray<'complex64'>>()(np.linalg.eigh(complex64).eigenvectors)
is<NDArray<'float32'>>()(np.linalg.eigvalsh(complex64))
is<NDArray<'float64' | 'complex128'>>()(np.linalg.eigvals(float64))
is<number | NDArray<'float64'>>()(np.linalg.det(float64))
is<number>()(
  np.linalg.det([
    [1, 2],
    [3, 4],
  ]),
)
is<[NDArray<'float64'>, NDArray<'float64'>, number, NDArray<'float64'>]>()(np.linalg.lstsq(float64, float64))
is<NDArray<'complex64'>>()(np.linalg.pinv(complex64))
is<number>()(np.linalg.vector_norm(float32))
is<NDArray<'float32'>>()(np.linalg.vector_norm(float32, { axis: 0 }))

// Every array is an NDArray of some dtype, and not the other way round.
export const widened: NDArray = int32
export const several: NDArray[] = [int8, float32, complex64]
// @ts-expect-error an array of unknown dtype is not one of int32
export const narrowed: NDArray<'int32'> = unknown
// @ts-expect-error float32 is not float64
export const wrong: NDArray<'float64'> = float32

// What the compiler refuses.
// @ts-expect-error no such dtype
np.zeros(2, 'float128')
// @ts-expect-error texts are no numbers
np.linalg.norm('text')
// @ts-expect-error an option that svd does not have
np.linalg.svd(float64, { full: true })
// @ts-expect-error shapes are read-only
float64.shape[0] = 5

// Sorting, sets and counting.
is<NDArray<'int8'>>()(np.sort(int8))
is<NDArray<'float32'>>()(np.partition(float32, 0))
is<NDArray<'int64'>>()(np.argsort(float32, { kind: 'stable' }))
is<number>()(np.searchsorted(int32, 5))
is<NDArray<'int64'>>()(np.searchsorted(int32, [5]))
is<NDArray<'int8'>>()(np.unique(int8))
is<[NDArray<'int8'>, NDArray<'int64'>]>()(np.unique(int8, { return_counts: true }))
is<[NDArray<'int8'>, NDArray<'int64'>, NDArray<'int64'>]>()(
  np.unique(int8, { return_index: true, return_inverse: true }),
)
is<NDArray<'float32'>>()(np.unique_all(float32).values)
is<NDArray<'float64'>>()(np.union1d(int32, float32))
is<NDArray<'bool'>>()(np.isin(int32, [1]))
is<NDArray<'int64'>>()(np.bincount(int32))
is<[NDArray, NDArray]>()(np.histogram(float32, { bins: 'auto' }))

// A literal number shows whether it is whole; a number that is none may be either.
is<NDArray<'uint8'>>()(np.add(uint8, 1))
is<NDArray<'uint8'>>()(np.subtract(255, uint8))
is<NDArray<'uint8'>>()(np.multiply(uint8, -0))
is<NDArray<'float64'>>()(np.add(uint8, 0.5))
is<NDArray<'float64'>>()(np.multiply(1e-7, int64))
is<NDArray<'int64'>>()(np.add(bool, 2))
declare const someNumber: number
is<NDArray<'float64' | 'uint8'>>()(np.add(uint8, someNumber))

// An array's memory, by its dtype.
is<Float64Array>()(np.zeros(3).data)
is<BigInt64Array>()(int64.data)
is<Uint16Array>()(float16.data)
is<Float32Array>()(complex64.data)

// einsum by its subscripts.
is<NDArray<'float64'>>()(np.einsum('ij,jk->ik', float64, float32))
is<NDArray<'float32'>>()(np.einsum('ij->ji', float32))
is<number>()(np.einsum('i,i->', float64, [1, 2]))
is<number | NDArray<'float64'>>()(np.einsum('ii', float64))
is<NDArray<'int8'>>()(np.einsum('ij->ji', float64, { out: int8 }))
is<number>()(np.polyval([1, 2], 3))

// Whole numbers are integers where nothing else will do.
is<NDArray<'int64'>>()(np.bitwise_and([6, 3], 2))
is<NDArray<'int64'>>()(np.gcd([12, 18], 6))
is<number>()(np.gcd(12, 18))
is<NDArray<'int32'>>()(np.bitwise_or(int32, 2))
is<NDArray<'bool'>>()(np.bitwise_or(bool, bool))
is<NDArray<'int8'>>()(np.left_shift(bool, bool))
