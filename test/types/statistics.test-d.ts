/** What the compiler knows of statistics, calculus and polynomials. Nothing here runs. */

import type { Complex, NDArray, Poly1d } from '../../lib'
import * as np from '../../lib'
import { is } from './is'

declare const bool: NDArray<'bool'>
declare const int8: NDArray<'int8'>
declare const int32: NDArray<'int32'>
declare const float32: NDArray<'float32'>
declare const float64: NDArray<'float64'>
declare const complex64: NDArray<'complex64'>

// Limits.
is<NDArray<'float32'>>()(np.clip(float32, 0, 1))
is<NDArray<'float64'>>()(np.clip(int32, 0, float64))
is<NDArray<'int32'>>()(np.clip(int32, { min: 0 }))
is<NDArray<'int8'>>()(np.clip(int8, null, null))
is<NDArray<'int8'>>()(np.clip(float32, 0, 1, int8))
is<NDArray<'float64'>>()(np.clip(float32, 0, 1, { dtype: 'float64' }))
is<number>()(np.clip(5, 0, 1))
is<NDArray<'float32'>>()(np.nan_to_num(float32, { nan: 1, posinf: null }))
is<NDArray<'bool'>>()(np.isposinf(float32))
is<boolean>()(np.isneginf(1))
// @ts-expect-error an unknown option
np.clip(float32, { low: 1 })

// Rounding.
is<NDArray<'float32'>>()(np.round(float32, 2))
is<NDArray<'int8'>>()(np.around(int8, { decimals: -1 }))
is<NDArray<'float32'>>()(np.fix(float32))
is<number>()(np.round(1.25, 1))
is<NDArray<'int8'>>()(np.round(float32, 0, int8))
is<NDArray<'complex64'>>()(complex64.round(1))

// Comparison.
is<NDArray<'bool'>>()(np.isclose(float32, 1, { rtol: 1e-3 }))
is<boolean>()(np.isclose(1, 2))
is<boolean>()(np.allclose(float32, int8, 1e-3, 1e-3, { equal_nan: true }))
is<boolean>()(np.array_equal([1], [2], { equal_nan: true }))

// Parts.
is<NDArray<'float32'>>()(np.angle(complex64))
is<number>()(np.angle(np.complex(1, 1)))
is<NDArray<'bool'>>()(np.isreal(complex64))
is<boolean>()(np.iscomplexobj(complex64))
is<NDArray<'complex64'> | NDArray<'float32'>>()(np.real_if_close(complex64))

// Differences and integrals.
is<NDArray<'int8'>>()(np.diff(int8, { n: 2, axis: 0, prepend: 0 }))
is<NDArray<'bool'>>()(np.diff(bool))
is<NDArray<'float32'>>()(np.ediff1d(float32, { to_end: 1 }))
is<NDArray<'float64'> | NDArray<'float64'>[]>()(np.gradient(int8, 2, { axis: 0, edge_order: 2 }))
is<NDArray<'float32'> | NDArray<'float32'>[]>()(np.gradient(float32))
is<NDArray<'float64'> | number>()(np.trapezoid(int32, { dx: 0.5 }))
// @ts-expect-error no third order
np.gradient(float32, { edge_order: 3 })

// Covariance, sliding products, interpolation.
is<NDArray<'float64'>>()(np.cov(float32, { rowvar: false }))
is<NDArray<'complex128'>>()(np.cov(complex64))
is<NDArray<'float32'>>()(np.cov(float64, { dtype: 'float32' }))
is<NDArray<'float64'>>()(np.convolve(int32, float32, 'same'))
is<NDArray<'int32'>>()(np.correlate(int32, int8))
is<number | Complex>()(np.interp(2, [1, 3], [1, 2]))
// @ts-expect-error an unknown mode
np.convolve(int32, int32, 'some')

// Windows and special functions.
is<NDArray<'float64'>>()(np.kaiser(5, 2))
is<NDArray<'float64'>>()(np.hanning(5))
is<NDArray<'float32'>>()(np.i0(float32))
is<NDArray<'float64'>>()(np.sinc(int32))

// Polynomials.
is<NDArray<'float64'>>()(np.polyadd([1], int8))
is<NDArray<'float32'>>()(np.polymul(float32, int8))
is<Poly1d>()(np.polyadd(np.poly1d([1, 2]), [1]))
is<Poly1d>()(np.polyder(np.poly1d([1, 2])))
is<[q: NDArray<'float64'>, r: NDArray<'float64'>]>()(np.polydiv([1, 2], [1]))
is<Poly1d>()(np.poly1d([1, 2])(np.poly1d([1])))
is<NDArray>()(np.poly1d([1, 2])([1]))
is<NDArray>()(np.polyfit([1, 2], [1, 2], 1))
is<[p: NDArray, V: NDArray]>()(np.polyfit([1, 2], [1, 2], 1, { cov: true }))

// The array API standard.
is<NDArray<'float32'>>()(np.zeros(3, np.float32))
is<NDArray<'int8'>>()(np.astype(float32, np.int8))
is<'2024.12'>()(np.__array_api_version__)
is<typeof np.add>()(float32.__array_namespace__().add)
np.zeros(3, { device: 'cpu' })
// @ts-expect-error there is one device
np.zeros(3, { device: 'gpu' })
