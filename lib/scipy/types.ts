/** What the compiler knows about SciPy's results: the precision that LAPACK is called in. */
import type { DType } from '../core/dtype'
import type { DTypeOf } from '../core/types'

/** Small integers and float16 go to single precision, others to double; complex stays complex. */
interface LapackTypes {
  bool: 'float32'
  int8: 'float32'
  uint8: 'float32'
  int16: 'float32'
  uint16: 'float32'
  int32: 'float64'
  uint32: 'float64'
  int64: 'float64'
  uint64: 'float64'
  float16: 'float32'
  float32: 'float32'
  float64: 'float64'
  complex64: 'complex64'
  complex128: 'complex128'
}

export type LapackOf<D extends DType> = LapackTypes[D]

/** The dtype of a LAPACK result of one array-like. */
export type Lapack<A> = LapackOf<DTypeOf<A>>
