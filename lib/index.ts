/**
 * numblas: NumPy for Node.js on a real OpenBLAS.
 *
 * NumPy's names are the names here; NumPy's documentation is the documentation.
 */
import './arrays/methods'
import * as lib from './lib'
import * as linalg from './linalg'

export { apply_along_axis, apply_over_axes } from './along'
export { __array_api_version__, __array_namespace_info__, type ArrayNamespaceInfo } from './arrays/array-api'
export { type ArrayMessage, from_message, type MessageOptions, to_message } from './arrays/message'
export { imag, isfortran, isscalar, iterable, ndim, real, shape, size } from './arrays/properties'
export { may_share_memory, shares_memory } from './arrays/sharing'
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
export type { TypedArray } from './core/array'
export { Complex, complex } from './core/complex'
export type { DType, Scalar } from './core/dtype'
export { AxisError, type ErrorCode, FloatingPointError } from './core/errors'
export { NDArray, NDArray as ndarray } from './core/ndarray'
export type { ArrayLike } from './core/types'
export {
  asanyarray,
  asarray_chkfinite,
  ascontiguousarray,
  asfortranarray,
  frombuffer,
  fromfunction,
  fromiter,
  require,
} from './creation/conversion'
export {
  array,
  asarray,
  empty,
  empty_like,
  eye,
  full,
  full_like,
  identity,
  ones,
  ones_like,
  zeros,
  zeros_like,
} from './creation/creation'
export { diag, diagflat, diagonal, trace, tri, tril, triu } from './creation/diagonals'
export { meshgrid, vander } from './creation/grids'
export { arange, geomspace, linspace, logspace } from './creation/ranges'
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
export { type EvaluateOptions, evaluate } from './evaluate/evaluate'
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
export {
  diag_indices,
  diag_indices_from,
  fill_diagonal,
  mask_indices,
  tril_indices,
  tril_indices_from,
  triu_indices,
  triu_indices_from,
} from './indexing/diagonal-indices'
export type { FlatIterator } from './indexing/flat'
export { ravel_multi_index, unravel_index } from './indexing/flat-indices'
export { c_, index_exp, indices, ix_, mgrid, ogrid, r_, s_ } from './indexing/index-tricks'
export { newaxis, Slice, slice } from './indexing/indexing'
export { ndenumerate, ndindex } from './indexing/iteration'
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
} from './indexing/selection'
export { choose, put, put_along_axis, repeat, take, take_along_axis } from './indexing/take'
export { delete, insert } from './manipulation/insertion'
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
} from './manipulation/joining'
export { pad } from './manipulation/padding'
export { flip, fliplr, flipud, resize, roll, rollaxis, rot90, tile, trim_zeros } from './manipulation/rearranging'
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
} from './manipulation/shapes'
export { array_split, dsplit, hsplit, split, unstack, vsplit } from './manipulation/splitting'
export { diff, ediff1d, gradient, trapezoid, unwrap } from './mathematics/calculus'
export { interp } from './mathematics/interpolation'
export { clip, isneginf, isposinf, nan_to_num } from './mathematics/limits'
export { angle, iscomplex, iscomplexobj, isreal, isrealobj, real_if_close } from './mathematics/parts'
export { around, fix, round } from './mathematics/rounding'
export { convolve, correlate } from './mathematics/signal'
export { i0, sinc } from './mathematics/special'
export { bartlett, blackman, hamming, hanning, kaiser } from './mathematics/windows'
export { packbits, unpackbits } from './packing'
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
} from './polynomials/polynomials'
export { einsum, einsum_path } from './products/einsum'
export { dot, matmul } from './products/products'
export { cross, inner, kron, outer, tensordot, vdot } from './products/tensor-products'
export { promises } from './promises'
export { cumprod, cumsum, cumulative_prod, cumulative_sum } from './reductions/cumulative'
export * from './reductions/nan-reductions'
export { all, amax, amin, any, argmax, argmin, count_nonzero, max, min, prod, ptp, sum } from './reductions/reductions'
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
} from './sorting/sets'
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
} from './sorting/sorting'
export type { BinEstimator, Bins } from './statistics/bins'
export { corrcoef, cov } from './statistics/covariance'
export {
  type BinCountOptions,
  bincount,
  digitize,
  type HistogramOptions,
  histogram,
  histogram_bin_edges,
} from './statistics/histograms'
export { type HistogramDDOptions, histogram2d, histogramdd } from './statistics/histograms-nd'
export { median, nanmedian, nanpercentile, nanquantile, percentile, quantile } from './statistics/quantiles'
export { average, mean, std, var } from './statistics/statistics'
export * from './ufuncs'
export { lib, linalg }
