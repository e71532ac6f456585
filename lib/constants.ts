/** NumPy's constants. */

export const e: number = Math.E
export const pi: number = Math.PI
export const euler_gamma = 0.5772156649015329
export const inf: number = Number.POSITIVE_INFINITY
export const nan: number = Number.NaN
export const little_endian = true
export const False_ = false
export const True_ = true
