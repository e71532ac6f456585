/**
 * BLAS by its own names over NDArrays of float32, float64, complex64 and complex128. Arguments stand in BLAS's order
 * without sizes, leading dimensions and increments, which the arrays know; the array that BLAS overwrites is overwritten
 * and returned. Row-major and column-major matrices and vectors of any stride go to BLAS as they lie. An input may share
 * memory with the result: it is read first. Bad arguments throw before BLAS sees them.
 */
export type { Factor } from './blas/call'
export * from './blas/level1'
export * from './blas/level2'
export * from './blas/level3'
