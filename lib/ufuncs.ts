/** The universal functions. Loops and dtypes are the native table's (binding/ufunc). */
export * from './ufuncs/arithmetic'
export * from './ufuncs/bitwise'
export * from './ufuncs/comparison'
export type { BinaryPairUfunc, BinaryUfunc, UnaryPairUfunc, UnaryUfunc } from './ufuncs/declare'
export * from './ufuncs/exponential'
export * from './ufuncs/floating'
export * from './ufuncs/products'
export * from './ufuncs/trigonometric'
