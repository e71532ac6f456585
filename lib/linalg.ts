/** Linear algebra over LAPACK: argument meaning and errors in lib/linalg, one gufunc row per routine in binding/linalg. */
export { LinAlgError } from './core/errors'
export { type MultiDotOptions, matrix_power, multi_dot } from './linalg/chains'
export { type CholeskyOptions, cholesky } from './linalg/cholesky'
export { det, type SlogdetResult, slogdet } from './linalg/determinant'
export { type EighOptions, EighResult, EigResult, eig, eigh, eigvals, eigvalsh } from './linalg/eig'
export {
  inv,
  type PinvOptions,
  pinv,
  type TensorinvOptions,
  type TensorsolveOptions,
  tensorinv,
  tensorsolve,
} from './linalg/inverse'
export { type LstsqOptions, lstsq } from './linalg/lstsq'
export {
  type MatrixNormOptions,
  matrix_norm,
  type NormOptions,
  type NormOrder,
  norm,
  type VectorNormOptions,
  vector_norm,
} from './linalg/norm'
export { type QRMode, type QRResult, qr } from './linalg/qr'
export { type CondOptions, cond, matrix_rank, type RankOptions } from './linalg/rank'
export { solve } from './linalg/solve'
export { type SVDResult, type SvdOptions, svd, svdvals } from './linalg/svd'
export {
  type CrossOptions,
  cross,
  type DiagonalOptions,
  diagonal,
  outer,
  type TraceOptions,
  trace,
  type VecdotOptions,
  vecdot,
} from './linalg/vectors'
export { matrix_transpose } from './manipulation/shapes'
export { matmul } from './products/products'
export { type TensordotAxes, tensordot } from './products/tensor-products'
