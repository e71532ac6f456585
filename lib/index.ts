/**
 * numblas: NumPy for Node.js on a real OpenBLAS.
 *
 * NumPy's names are the names here; NumPy's documentation is the documentation.
 */
import './methods'
import * as lib from './lib'
import * as linalg from './linalg'

export { apply_along_axis, apply_over_axes } from './along'
export type { TypedArray } from './array'
export { __array_api_version__, __array_namespace_info__, type ArrayNamespaceInfo } from './array-api'
export type { BinEstimator, Bins } from './bins'
export { diff, ediff1d, gradient, trapezoid, unwrap } from './calculus'
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
export { allclose, array_equal, array_equiv, isclose } from './closeness'
export { Complex, complex } from './complex'
export {
  type Config,
  get_deterministic,
  get_num_threads,
  set_deterministic,
  set_num_threads,
  show_config,
  show_runtime,
} from './config'
export * from './constants'
export {
  asanyarray,
  asarray_chkfinite,
  ascontiguousarray,
  asfortranarray,
  frombuffer,
  fromfunction,
  fromiter,
  require,
} from './conversion'
export { corrcoef, cov } from './covariance'
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
export {
  diag_indices,
  diag_indices_from,
  fill_diagonal,
  mask_indices,
  tril_indices,
  tril_indices_from,
  triu_indices,
  triu_indices_from,
} from './diagonal-indices'
export { diag, diagflat, diagonal, trace, tri, tril, triu } from './diagonals'
export type { DType, Scalar } from './dtype'
export { einsum, einsum_path } from './einsum'
export { AxisError, type ErrorCode, FloatingPointError } from './errors'
export {
  type ErrorHandler,
  type ErrorMode,
  type ErrorModes,
  ErrorState,
  errstate,
  geterr,
  geterrcall,
  seterr,
  seterrcall,
} from './errstate'
export { type EvaluateOptions, evaluate } from './evaluate'
export type { FlatIterator } from './flat'
export { ravel_multi_index, unravel_index } from './flat-indices'
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
export { meshgrid, vander } from './grids'
export {
  type BinCountOptions,
  bincount,
  digitize,
  type HistogramOptions,
  histogram,
  histogram_bin_edges,
} from './histograms'
export { type HistogramDDOptions, histogram2d, histogramdd } from './histograms-nd'
export { c_, index_exp, indices, ix_, mgrid, ogrid, r_, s_ } from './index-tricks'
export { newaxis, Slice, slice } from './indexing'
export { delete, insert } from './insertion'
export { interp } from './interpolation'
export { ndenumerate, ndindex } from './iteration'
export {
  append,
  block,
  column_stack,
  concat,
  concatenate,
  dstack,
  hstack,
  row_stack,
  stack,
  vstack,
} from './joining'
export { clip, isneginf, isposinf, nan_to_num } from './limits'
export {
  atleast_1d,
  atleast_2d,
  atleast_3d,
  broadcast_arrays,
  broadcast_shapes,
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
export { type ArrayMessage, from_message, type MessageOptions, to_message } from './message'
export * from './nan-reductions'
export { NDArray, NDArray as ndarray } from './ndarray'
export { packbits, unpackbits } from './packing'
export { pad } from './padding'
export { angle, iscomplex, iscomplexobj, isreal, isrealobj, real_if_close } from './parts'
export {
  type Poly1d,
  poly,
  poly1d,
  polyadd,
  polyder,
  polydiv,
  polyfit,
  polyint,
  polymul,
  polysub,
  polyval,
  roots,
} from './polynomials'
export { dot, matmul } from './products'
export { promises } from './promises'
export { imag, isfortran, isscalar, iterable, ndim, real, shape, size } from './properties'
export { median, nanmedian, nanpercentile, nanquantile, percentile, quantile } from './quantiles'
export { flip, fliplr, flipud, resize, roll, rollaxis, rot90, tile, trim_zeros } from './rearranging'
export { all, amax, amin, any, argmax, argmin, count_nonzero, max, min, prod, ptp, sum } from './reductions'
export { around, fix, round } from './rounding'
export {
  argwhere,
  compress,
  copyto,
  extract,
  flatnonzero,
  nonzero,
  piecewise,
  place,
  putmask,
  select,
  where,
} from './selection'
export {
  type IntersectOptions,
  type IsInOptions,
  intersect1d,
  isin,
  type SetOptions,
  setdiff1d,
  setxor1d,
  type UniqueAllResult,
  type UniqueCountsResult,
  type UniqueInverseResult,
  type UniqueOptions,
  union1d,
  unique,
  unique_all,
  unique_counts,
  unique_inverse,
  unique_values,
} from './sets'
export { may_share_memory, shares_memory } from './sharing'
export { convolve, correlate } from './signal'
export {
  argpartition,
  argsort,
  lexsort,
  type PartitionOptions,
  partition,
  type SearchOptions,
  type SortKind,
  type SortOptions,
  searchsorted,
  sort,
  sort_complex,
} from './sorting'
export { geomspace, logspace } from './spacing'
export { i0, sinc } from './special'
export { array_split, dsplit, hsplit, split, unstack, vsplit } from './splitting'
export { average, mean, std, var } from './statistics'
export { choose, put, put_along_axis, repeat, take, take_along_axis } from './take'
export { cross, inner, kron, outer, tensordot, vdot } from './tensor-products'
export type { ArrayLike } from './types'
export * from './ufuncs'
export { bartlett, blackman, hamming, hanning, kaiser } from './windows'
export { lib, linalg }
