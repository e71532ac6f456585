/** Linear algebra over LAPACK: argument meaning and errors in lib/linalg, one gufunc row per routine in binding/linalg. */
export { LinAlgError } from './errors'
export { type NormOptions, type NormOrder, norm } from './linalg/norm'
export { solve } from './linalg/solve'
export { type SVDResult, type SvdOptions, svd } from './linalg/svd'
