import { AxisError, describe, typeError } from './errors'

/** A non-negative axis from one that may count from the end. Throws `AxisError` out of range. */
export function normalizeAxis(name: string, axis: number, ndim: number): number {
  if (!Number.isInteger(axis)) throw typeError(`${name}: expected an integer axis, received ${describe(axis)}`)
  if (axis < -ndim || axis >= ndim) {
    throw new AxisError(
      ndim === 0
        ? `${name}: expected no axis for an array of 0 dimensions, received ${axis}`
        : `${name}: expected an axis between ${-ndim} and ${ndim - 1}, received ${axis}`,
    )
  }
  return axis < 0 ? axis + ndim : axis
}

/** Several axes, each once. */
export function normalizeAxes(name: string, axes: number | readonly number[], ndim: number): number[] {
  const list = (typeof axes === 'number' ? [axes] : [...axes]).map((axis) => normalizeAxis(name, axis, ndim))
  if (new Set(list).size !== list.length) throw new AxisError(`${name}: expected different axes, received ${axes}`)
  return list
}
