/**
 * numblas: NumPy for Node.js on a real OpenBLAS.
 *
 * NumPy's names are the names here; NumPy's documentation is the documentation.
 */
import './methods'
import * as linalg from './linalg'

export type { TypedArray } from './array'
export {
  astype,
  can_cast,
  common_type,
  dtype,
  finfo,
  iinfo,
  isdtype,
  issubdtype,
  min_scalar_type,
  promote_types,
  result_type,
} from './casting'
export { Complex, complex } from './complex'
export { type Config, get_num_threads, set_num_threads, show_config, show_runtime } from './config'
export * from './constants'
export {
  arange,
  array,
  asarray,
  empty,
  empty_like,
  eye,
  full,
  full_like,
  identity,
  linspace,
  ones,
  ones_like,
  zeros,
  zeros_like,
} from './creation'
export { cumprod, cumsum, cumulative_prod, cumulative_sum } from './cumulative'
export type { DType, Scalar } from './dtype'
export { AxisError, type ErrorCode, FloatingPointError } from './errors'
export { type EvaluateOptions, evaluate } from './evaluate'
export {
  array_repr,
  array_str,
  array2string,
  base_repr,
  binary_repr,
  format_float_positional,
  format_float_scientific,
  get_printoptions,
  printoptions,
  set_printoptions,
} from './format'
export { newaxis, Slice, slice } from './indexing'
export {
  broadcast_to,
  copy,
  expand_dims,
  matrix_transpose,
  moveaxis,
  permute_dims,
  ravel,
  reshape,
  squeeze,
  swapaxes,
  transpose,
} from './manipulation'
export * from './nan-reductions'
export { NDArray } from './ndarray'
export { dot, matmul } from './products'
export { median, nanmedian, nanpercentile, nanquantile, percentile, quantile } from './quantiles'
export { all, amax, amin, any, argmax, argmin, count_nonzero, max, min, prod, ptp, sum } from './reductions'
export { argwhere, flatnonzero, nonzero, where } from './selection'
export { average, mean, std, var } from './statistics'
export type { ArrayLike } from './types'
export * from './ufuncs'
export { linalg }
