/**
 * LAPACK's routines by their own names over NDArrays of float32, float64, complex64 and complex128. Arguments stand in
 * LAPACK's order without sizes, leading dimensions and workspaces; arrays that LAPACK overwrites are overwritten,
 * whatever their layout (column-major ones without a copy); what it only writes is returned, with `info`. Bad
 * arguments throw before LAPACK sees them.
 */
export * from './lapack/banded'
export * from './lapack/general'
export * from './lapack/orthogonal'
export * from './lapack/singular'
export * from './lapack/solvers'
export * from './lapack/symmetric'
