/** What the compiler knows about the results of numblas/scipy, numblas/blas and numblas/lapack; checked by `tsc --noEmit`. */
import type { NDArray } from '../../lib'
import * as blas from '../../lib/blas'
import * as lapack from '../../lib/lapack'
import { linalg } from '../../lib/scipy'
import { is } from './is'

declare const int8: NDArray<'int8'>
declare const int64: NDArray<'int64'>
declare const float32: NDArray<'float32'>
declare const float64: NDArray<'float64'>
declare const complex64: NDArray<'complex64'>

// SciPy's precision: small integers are single, large ones double.
is<NDArray<'float32'>>()(linalg.cholesky(int8))
is<NDArray<'float64'>>()(linalg.cholesky(int64))
is<NDArray<'complex64'>>()(linalg.cho_factor(complex64)[0])
is<NDArray<'float32'>>()(linalg.svdvals(complex64))
is<[lu: NDArray<'float32'>, piv: NDArray<'int32'>]>()(linalg.lu_factor(float32))

// Options choose the results.
is<[PL: NDArray<'float64'>, U: NDArray<'float64'>]>()(linalg.lu(float64, { permute_l: true }))
is<NDArray<'float64'>>()(linalg.svd(float64, { compute_uv: false }))
is<[Q: NDArray<'float64'>, R: NDArray<'float64'>, P: NDArray<'int32'>]>()(linalg.qr(float64, { pivoting: true }))
is<[R: NDArray<'float64'>]>()(linalg.qr(float64, { mode: 'r' }))
is<NDArray<'float64'>>()(linalg.rq(float64, { mode: 'r' }))
is<NDArray>()(linalg.eigh(float64, { eigvals_only: true }))
is<[T: NDArray, Z: NDArray, sdim: number]>()(linalg.schur(float64, { sort: 'lhp' }))
is<NDArray<'uint64'>>()(linalg.pascal(4))
is<NDArray<'float64'>>()(linalg.pascal(40, { exact: false }))
is<NDArray<'float32'>>()(linalg.expm(float32))

// In-place routines give back what they were given.
is<NDArray<'float32'>>()(blas.gemm('N', 'N', 1, float32, float32, 0, float32))
is<number>()(blas.dot(float64, float64))
is<NDArray<'int64'>>()(lapack.getrf(float64).ipiv)

// @ts-expect-error no such driver
linalg.svd(float64, { lapack_driver: 'gesxx' })
// @ts-expect-error no such structure
linalg.solve(float64, float64, { assume_a: 'round' })

is<NDArray<'float32'>>()(linalg.inv(float32))
is<[pinv: NDArray<'float64'>, rank: number]>()(linalg.pinv(float64, { return_rank: true }))
is<number>()(linalg.det([[1]]))
is<number>()(linalg.norm(float64))
