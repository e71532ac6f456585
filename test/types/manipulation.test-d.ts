// What the compiler knows about joined, split, padded and multiplied arrays.
import type { NDArray, Scalar } from '../../lib'
import * as np from '../../lib'
import { is } from './is'

declare const int8: NDArray<'int8'>
declare const int32: NDArray<'int32'>
declare const float32: NDArray<'float32'>
declare const complex64: NDArray<'complex64'>
declare const many: NDArray<'int32'>[]

// Joining promotes; dtype decides.
is<NDArray<'int32'>>()(np.concatenate([int8, int32]))
is<NDArray<'float64'>>()(np.concatenate([int32, float32], 1))
is<NDArray<'int32'>>()(np.concatenate(many))
is<NDArray<'int32'>>()(np.concatenate(int32, { axis: 1 }))
is<NDArray<'float64'>>()(np.concatenate([[1, 2], [3]]))
is<NDArray<'float32'>>()(np.concatenate([int8, int32], { dtype: 'float32', casting: 'unsafe' }))
is<NDArray<'complex64'>>()(np.concatenate([int8, int32], { out: complex64 }))
is<NDArray<'complex64'>>()(np.stack([float32, complex64]))
is<NDArray<'int8'>>()(np.vstack([int8, int8]))
is<NDArray<'int32'>>()(np.hstack([int32, [true]]))
is<NDArray<'float64'>>()(np.append(int32, 2.5))

// Views and copies keep the dtype.
is<NDArray<'int32'>[]>()(np.split(int32, 2))
is<NDArray<'float32'>[]>()(np.unstack(float32))
is<NDArray<'int8'>>()(np.flip(int8))
is<NDArray<'int8'>>()(np.roll(int8, [1, 2], [0, 1]))
is<NDArray<'float32'>>()(np.pad(float32, 2, 'reflect', { reflect_type: 'odd' }))
is<NDArray<'int32'>>()(np.delete(int32, [0, 1]))
is<NDArray<'int32'>>()(np.insert(int32, 0, 1, { axis: 1 }))
is<NDArray<'int32'>>()(np.atleast_2d(int32))
is<[NDArray<'int32'>, NDArray<'float32'>]>()(np.atleast_1d(int32, float32))
is<[NDArray<'int32'>, NDArray<'float32'>]>()(np.broadcast_arrays(int32, float32))
is<NDArray<'int32'>>()(np.lib.stride_tricks.sliding_window_view(int32, 3))
is<NDArray<'float32'>>()(int32.view('float32'))
is<NDArray<'float32'>>()(np.real(complex64))
is<number>()(np.imag(np.complex(1, 2)))

// Sums of small integers grow; so do powers.
is<Scalar<'int64'> | NDArray<'int64'>>()(np.trace(int32))
is<NDArray<'int64'>>()(np.vander(int8))
is<NDArray<'float64'>>()(np.vander(float32))

// Creation.
is<NDArray<'uint8'>>()(np.fromiter([1, 2], 'uint8'))
is<NDArray<'int16'>>()(np.frombuffer(new ArrayBuffer(4), 'int16'))
is<NDArray<'float64'>>()(np.frombuffer(new ArrayBuffer(8)))
is<NDArray<'float64'>>()(np.tri(3))
is<NDArray<'int8'>>()(np.tri(3, { dtype: 'int8' }))
is<NDArray<'float32'>>()(np.require(int8, 'float32', 'C'))
is<NDArray<'uint8'>>()(np.packbits(int8))

// Products.
is<NDArray<'float64'>>()(np.outer(int32, float32))
is<NDArray<'complex64'>>()(np.tensordot(float32, complex64, 1))
is<NDArray<'int32'>>()(np.cross(int8, int32))
is<number>()(np.vdot(int8, int32))
is<NDArray<'float32'>>()(np.einsum('ij->i', int8, { out: float32 }))

// @ts-expect-error no such mode
np.pad(int32, 1, 'mirror')
// @ts-expect-error no such indexing
np.meshgrid([1], [2], { indexing: 'yx' })
// @ts-expect-error a list of arrays, not one number
np.stack(3)
