/** Covariances and correlation coefficients. */
import { expectBoolean, isNone, isOptions, keywords } from '../core/arguments'
import { toArray } from '../core/array'
import { copyAs } from '../core/copy'
import { type DType, type DTypeInfo, type DTypeLike, dtypeInfo, FLOAT64, type Scalar } from '../core/dtype'
import { readElement } from '../core/elements'
import { rangeError, typeError } from '../core/errors'
import { type NDArray, newArray, view } from '../core/ndarray'
import { operation } from '../core/operation'
import type { Promote } from '../core/promotion'
import { promoteTypes } from '../core/promotion'
import type { ArrayLike, DTypeOf } from '../core/types'
import { callBinary, callUnary } from '../core/ufunc'
import { joinArrays } from '../manipulation/joining'
import { squeeze, transposeArray } from '../manipulation/shapes'
import { clipArray } from '../mathematics/limits'
import { partsOf } from '../mathematics/parts'
import { matmul } from '../products/products'
import { average } from './statistics'

/** Keyword arguments of `corrcoef`. */
export interface CorrcoefOptions<D extends DType = DType> {
  /** Further variables and observations. */
  readonly y?: ArrayLike | null
  /** Whether rows are variables and columns observations, or the other way round. */
  readonly rowvar?: boolean
  readonly dtype?: DTypeLike<D> | null
}

/** Keyword arguments of `cov`. */
export interface CovOptions<D extends DType = DType> extends CorrcoefOptions<D> {
  /** Whether to divide by the number of observations and not by one less. */
  readonly bias?: boolean
  /** Delta degrees of freedom, which overrides `bias`. */
  readonly ddof?: number | null
  /** How often each observation was made. */
  readonly fweights?: ArrayLike | null
  /** How much each observation counts. */
  readonly aweights?: ArrayLike | null
}

function matrixOf(what: string, array: NDArray, info: DTypeInfo): NDArray {
  if (array._shape.length > 2) {
    throw rangeError(
      `cov: expected at most 2 dimensions for ${what}, received ${array._shape.length}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  const copy = copyAs(array, info)
  return copy._shape.length === 2 ? copy : copy.reshape(1, -1)
}

function weightsOf(what: string, value: unknown, observations: number): NDArray | undefined {
  if (isNone(value)) return undefined
  const given = toArray(value, 'cov')
  if (given.info.kind === 'c') {
    throw typeError(`cov: expected real numbers for ${what}, received ${given.dtype}`, 'ERR_CASTING')
  }
  const weights = copyAs(given, FLOAT64)
  if (what === 'fweights' && !everyElement('equal', weights, callUnary(operation('rint'), weights, []))) {
    throw typeError('cov: expected whole numbers for fweights, received fractions')
  }
  if (weights._shape.length > 1) {
    throw rangeError(`cov: expected 1 dimension for ${what}, received ${weights._shape.length}`, 'ERR_SHAPE_MISMATCH')
  }
  if (weights._shape[0] !== observations) {
    throw rangeError(
      `cov: expected ${what} for ${observations} observations, received ${weights._size}`,
      'ERR_SHAPE_MISMATCH',
    )
  }
  if (!everyElement('greater_equal', weights, 0)) {
    throw rangeError(`cov: expected non-negative ${what}, received a negative one`)
  }
  return weights
}

const everyElement = (comparison: string, a: unknown, b: unknown): boolean =>
  (callBinary(operation(comparison), a, b, []) as NDArray).all() as boolean

const total = (array: NDArray): number => array.sum() as number

/** The road of cov and corrcoef: the covariance matrix before it is squeezed. */
function covariance(name: string, m: ArrayLike, named: CovOptions): NDArray {
  const { ddof } = named
  if (!isNone(ddof) && !Number.isInteger(ddof)) {
    throw rangeError(`${name}: expected an integer for ddof, received ${ddof}`)
  }
  const rowvar = expectBoolean(name, 'rowvar', named.rowvar, true)
  const bias = expectBoolean(name, 'bias', named.bias, false)
  const first = toArray(m, name)
  const second = isNone(named.y) ? undefined : toArray(named.y, name)
  let info = promoteTypes(first.info, FLOAT64)
  if (second !== undefined) info = promoteTypes(info, second.info)
  if (!isNone(named.dtype)) info = dtypeInfo(named.dtype)
  let x = matrixOf('m', first, info)
  if (!rowvar && first._shape.length !== 1) x = transposeArray(x)
  if (x._shape[0] === 0) return newArray(FLOAT64, [0, 0], 0, true)
  if (second !== undefined) {
    let y = matrixOf('y', second, info)
    if (!rowvar && y._shape[0] !== 1) y = transposeArray(y)
    x = joinArrays(name, [x, y], 0)
  }
  const observations = x._shape[1]
  const fweights = weightsOf('fweights', named.fweights, observations)
  const aweights = weightsOf('aweights', named.aweights, observations)
  let w = fweights ?? aweights
  if (fweights !== undefined && aweights !== undefined) {
    w = callBinary(operation('multiply'), fweights, aweights, []) as NDArray
  }
  const freedom = ddof ?? (bias ? 0 : 1)
  const mean = average(x, { axis: 1, ...(w === undefined ? {} : { weights: w }) }) as NDArray
  let divisor = observations - freedom
  if (w !== undefined) {
    const sum = total(w)
    if (freedom === 0) divisor = sum
    else if (aweights === undefined) divisor = sum - freedom
    else divisor = sum - (freedom * total(callBinary(operation('multiply'), w, aweights, []) as NDArray)) / sum
  }
  const centered = callBinary(
    operation('subtract'),
    x,
    view(mean, [mean._size, 1], [mean._strides[0], 0], mean.offset),
    [{ out: x }],
  ) as NDArray
  const weighted = w === undefined ? centered : (callBinary(operation('multiply'), centered, w, []) as NDArray)
  const conjugated = info.kind === 'c' ? (callUnary(operation('conjugate'), weighted, []) as NDArray) : weighted
  const c = matmul(centered, transposeArray(conjugated)) as NDArray
  // No degree of freedom: infinities and NaN, as NumPy gives (and warns).
  return callBinary(operation('multiply'), c, 1 / Math.max(divisor, 0), [{ out: c }]) as NDArray
}

const COV_KEYWORDS = ['y', 'rowvar', 'bias', 'ddof', 'fweights', 'aweights', 'dtype'] as const

/**
 * The covariance matrix of variables (rows, unless `rowvar` is false), by a product of the centred observations with
 * their transpose; a 0-d array for one variable. Throws `RangeError` for more than 2 dimensions and for weights that do
 * not fit.
 * @example np.cov([[0, 1, 2], [2, 1, 0]]) // array([[ 1., -1.], [-1.,  1.]])
 */
export function cov<D extends DType>(m: ArrayLike, options: CovOptions<D> & { readonly dtype: D }): NDArray<D>
export function cov<const X extends ArrayLike>(
  m: X,
  y?: ArrayLike | null | CovOptions,
  rowvar?: boolean | CovOptions,
  bias?: boolean | CovOptions,
  ddof?: number | null | CovOptions,
  options?: CovOptions,
): NDArray<Promote<DTypeOf<X>, 'float64'>>
export function cov(m: ArrayLike, ...args: unknown[]): NDArray {
  return squeeze(covariance('cov', m, keywords('cov', COV_KEYWORDS, args) as CovOptions))
}

/**
 * Correlation coefficients of variables (rows, unless `rowvar` is false): covariances over the product of standard
 * deviations, kept within [-1, 1]. A number for one variable.
 * @example np.corrcoef([[0, 1, 2], [2, 1, 0]]) // array([[ 1., -1.], [-1.,  1.]])
 */
export function corrcoef<const X extends ArrayLike>(
  x: X,
  y?: ArrayLike | null | CorrcoefOptions,
  rowvar?: boolean | CorrcoefOptions,
  options?: CorrcoefOptions,
): NDArray<Promote<DTypeOf<X>, 'float64'>> | Scalar<Promote<DTypeOf<X>, 'float64'>>
export function corrcoef(x: ArrayLike, ...args: unknown[]): NDArray | Scalar {
  const positional = isOptions(args[args.length - 1]) ? args.length - 1 : args.length
  if (positional > 2) throw typeError(`corrcoef: expected x, y and rowvar by position, received ${positional + 1}`)
  const c = covariance('corrcoef', x, keywords('corrcoef', ['y', 'rowvar', 'dtype'], args) as CovOptions)
  const divide = operation('divide')
  const n = c._shape[0]
  if (n === 1) {
    const one = callBinary(divide, c, c, []) as NDArray
    return readElement(one.info, one.storage, one.offset)
  }
  const diagonal = view(c, [n], [c._strides[0] + c._strides[1]], c.offset)
  const deviations = callUnary(operation('sqrt'), partsOf(diagonal)[0], []) as NDArray
  callBinary(divide, c, deviations.reshape(-1, 1), [{ out: c }])
  callBinary(divide, c, deviations, [{ out: c }])
  for (const part of partsOf(c)) clipArray(part, -1, 1, { out: part })
  return c
}
