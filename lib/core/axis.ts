import { isNone, listItems } from './arguments'
import { AxisError, describe, formatShape, rangeError, typeError } from './errors'

/** The axes that NumPy lets pass though a scalar has none. */
export const SCALAR_AXES: readonly unknown[] = [0, -1, 0n, -1n]

/** A non-negative axis from one that may count from the end. Throws `AxisError` out of range. */
export function normalizeAxis(name: string, given: unknown, ndim: number): number {
  const axis = typeof given === 'bigint' ? Number(given) : given
  if (typeof axis !== 'number' || !Number.isInteger(axis))
    throw typeError(`${name}: expected an integer axis, received ${describe(axis)}`)
  if (axis < -ndim || axis >= ndim) {
    throw new AxisError(
      ndim === 0
        ? `${name}: expected no axis for an array of 0 dimensions, received ${axis}`
        : `${name}: expected an axis between ${-ndim} and ${ndim - 1}, received ${axis}`,
    )
  }
  return axis < 0 ? axis + ndim : axis
}

/** One axis or a list of them, as a list. Throws `TypeError` for anything else. */
export function listAxes(name: string, axes: unknown): readonly unknown[] {
  if (Array.isArray(axes)) return listItems(name, axes)
  if (typeof axes === 'number' || typeof axes === 'bigint') return [axes]
  throw typeError(`${name}: expected an axis or a list of axes, received ${describe(axes)}`)
}

/** Several axes, each once. */
export function normalizeAxes(name: string, axes: unknown, ndim: number): number[] {
  const list = listAxes(name, axes).map((axis) => normalizeAxis(name, axis, ndim))
  if (new Set(list).size !== list.length)
    throw new AxisError(`${name}: expected different axes, received ${formatShape(list)}`)
  return list
}

/** The axes that a reduction runs over, as one flag per axis; `undefined` for all. */
export function reducedAxes(
  name: string,
  axis: number | readonly number[] | null | undefined,
  ndim: number,
): boolean[] | undefined {
  return ndim === 0 && SCALAR_AXES.includes(axis) ? [] : countedAxes(name, axis, ndim)
}

/** The same where NumPy counts the elements of the axes first (means, quantiles): a scalar has no axis to count. */
export function countedAxes(
  name: string,
  axis: number | readonly number[] | null | undefined,
  ndim: number,
): boolean[] | undefined {
  if (isNone(axis)) return undefined
  const flags = new Array<boolean>(ndim).fill(false)
  for (const one of listAxes(name, axis)) {
    const d = normalizeAxis(name, one, ndim)
    if (flags[d]) throw rangeError(`${name}: expected different axes, received axis ${one} twice`, 'ERR_AXIS')
    flags[d] = true
  }
  return flags
}
