/** NumPy's constants. */

export const e: number = Math.E
export const pi: number = Math.PI
export const euler_gamma = 0.5772156649015329
export const inf: number = Number.POSITIVE_INFINITY
export const nan: number = Number.NaN
export const little_endian = true
export const False_ = false
export const True_ = true

// dtypes by their names, as the array API standard has them: np.zeros(3, np.float32), a.dtype === np.int8.
export const bool = 'bool'
export const int8 = 'int8'
export const int16 = 'int16'
export const int32 = 'int32'
export const int64 = 'int64'
export const uint8 = 'uint8'
export const uint16 = 'uint16'
export const uint32 = 'uint32'
export const uint64 = 'uint64'
export const float16 = 'float16'
export const float32 = 'float32'
export const float64 = 'float64'
export const complex64 = 'complex64'
export const complex128 = 'complex128'
