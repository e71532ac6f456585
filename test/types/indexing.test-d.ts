/** What the compiler knows about indexed arrays. Nothing here runs. */
import type { NDArray } from '../../lib'
import * as np from '../../lib'
import { is } from './is'

declare const int8: NDArray<'int8'>
declare const int64: NDArray<'int64'>
declare const bool: NDArray<'bool'>
declare const float32: NDArray<'float32'>

is<NDArray<'float32'>>()(float32.get([0, 1]))
is<NDArray<'float32'>>()(float32.get(bool))
is<NDArray<'float32'>>()(float32.get(':', int64, null, 0))
is<NDArray<'float32'>>()(float32.get([[true, false]]))
is<NDArray<'float32'>>()(float32.get(new Int32Array(2)))
float32.set([int64, ':'], 1).set(bool, [1, 2])
// @ts-expect-error: no index
float32.get({ start: 1 })

is<number>()(np.take(float32, 1))
is<NDArray<'float32'>>()(np.take(float32, [1, 2]))
is<NDArray<'int8'>>()(np.take(float32, [1], { out: int8 }))
is<NDArray<'float32'>>()(float32.take(int64, 0))
is<NDArray<'float32'>>()(np.take_along_axis(float32, int64, 0))
is<NDArray<'int8'>>()(np.choose(int64, [int8, int8]))
is<NDArray<'int8'>>()(np.choose(int64, int8))
is<NDArray<'float32'>>()(np.compress(bool, float32))
is<NDArray<'float32'>>()(np.extract(bool, float32))
is<NDArray<'int8'>>()(np.repeat(int8, 2))
is<NDArray<'int64'>[]>()(int8.nonzero())
is<NDArray<'int64'>[]>()(np.unravel_index([1, 2], [2, 2]))
is<number[]>()(np.unravel_index(1, [2, 2]))
is<NDArray<'int64'>>()(np.ravel_multi_index([int64, int64], [2, 2]))
is<NDArray<'int64'>>()(np.indices([2, 2]))
is<NDArray<'float32'>>()(np.indices([2, 2], 'float32'))
is<NDArray<'float32'>>()(np.piecewise(float32, [bool], [1]))
is<number>()(float32.flat.get(0))
is<NDArray<'float32'>>()(float32.flat.get('1:'))
