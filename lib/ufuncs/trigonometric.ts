/** Trigonometric and hyperbolic functions; angles are in radians. */
import { binary, unary } from './declare'

/**
 * Sine of an angle in radians.
 * @example np.sin([0, Math.PI / 2]) // array([0., 1.])
 */
export const sin = unary<'float'>('sin')

/**
 * Cosine of an angle in radians.
 * @example np.cos([0, Math.PI]) // array([ 1., -1.])
 */
export const cos = unary<'float'>('cos')

/**
 * Tangent of an angle in radians.
 * @example np.tan([0, Math.PI / 4]) // array([0., 1.])
 */
export const tan = unary<'float'>('tan')

/**
 * Angle between -π/2 and π/2 whose sine is given; NaN outside [-1, 1].
 * @example np.arcsin([0, 1]) // array([0.        , 1.57079633])
 */
export const arcsin = unary<'float'>('arcsin')
export { arcsin as asin }

/**
 * Angle between 0 and π whose cosine is given; NaN outside [-1, 1].
 * @example np.arccos([1, -1]) // array([0.        , 3.14159265])
 */
export const arccos = unary<'float'>('arccos')
export { arccos as acos }

/**
 * Angle between -π/2 and π/2 whose tangent is given.
 * @example np.arctan([0, 1]) // array([0.        , 0.78539816])
 */
export const arctan = unary<'float'>('arctan')
export { arctan as atan }

/**
 * Angle of the point (x2, x1), between -π and π.
 * @example np.arctan2([1, -1], [-1, -1]) // array([ 2.35619449, -2.35619449])
 */
export const arctan2 = binary<'float'>('arctan2')
export { arctan2 as atan2 }

/**
 * Hyperbolic sine.
 * @example np.sinh([0, 1]) // array([0.        , 1.17520119])
 */
export const sinh = unary<'float'>('sinh')

/**
 * Hyperbolic cosine.
 * @example np.cosh([0, 1]) // array([1.        , 1.54308063])
 */
export const cosh = unary<'float'>('cosh')

/**
 * Hyperbolic tangent.
 * @example np.tanh([0, 1]) // array([0.        , 0.76159416])
 */
export const tanh = unary<'float'>('tanh')

/**
 * Inverse hyperbolic sine.
 * @example np.arcsinh([0, 1]) // array([0.        , 0.88137359])
 */
export const arcsinh = unary<'float'>('arcsinh')
export { arcsinh as asinh }

/**
 * Inverse hyperbolic cosine; NaN below 1.
 * @example np.arccosh([1, 2]) // array([0.       , 1.3169579])
 */
export const arccosh = unary<'float'>('arccosh')
export { arccosh as acosh }

/**
 * Inverse hyperbolic tangent; NaN outside [-1, 1].
 * @example np.arctanh([0, 0.5]) // array([0.        , 0.54930614])
 */
export const arctanh = unary<'float'>('arctanh')
export { arctanh as atanh }

/**
 * Degrees as radians.
 * @example np.deg2rad([0, 180]) // array([0.        , 3.14159265])
 */
export const deg2rad = unary<'float'>('deg2rad')

/**
 * Degrees as radians, as `deg2rad`.
 * @example np.radians([0, 90]) // array([0.        , 1.57079633])
 */
export const radians = unary<'float'>('radians')

/**
 * Radians as degrees.
 * @example np.rad2deg([0, Math.PI]) // array([  0., 180.])
 */
export const rad2deg = unary<'float'>('rad2deg')

/**
 * Radians as degrees, as `rad2deg`.
 * @example np.degrees([0, Math.PI / 2]) // array([ 0., 90.])
 */
export const degrees = unary<'float'>('degrees')
