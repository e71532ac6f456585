// Comparison of results by bytes, or within a distance in units of the last place.
import type { DTypeInfo } from '../../lib/core/dtype'
import { halfToNumber } from '../../lib/core/elements'

export interface Difference {
  readonly index: number
  readonly found: string
  readonly expected: string
  readonly error: string
}

const PRECISION: Record<string, { mantissa: number; least: number }> = {
  float16: { mantissa: 10, least: -24 },
  float32: { mantissa: 23, least: -149 },
  float64: { mantissa: 52, least: -1074 },
}

/** The distance between a number and its neighbours. */
function unit(value: number, format: { mantissa: number; least: number }): number {
  const size = Math.abs(value)
  if (size === 0) return 2 ** format.least
  let exponent = Math.floor(Math.log2(size))
  if (2 ** exponent > size) exponent--
  return 2 ** Math.max(exponent - format.mantissa, format.least)
}

function numbers(bytes: Uint8Array, part: string): number[] {
  const { buffer } = new Uint8Array(bytes)
  if (part === 'float64') return [...new Float64Array(buffer)]
  if (part === 'float32') return [...new Float32Array(buffer)]
  return [...new Uint16Array(buffer)].map(halfToNumber)
}

/**
 * The first element that differs by more than `ulp` units. All NaN are one; zeros differ by sign unless `eitherZero`; units are
 * those of a number of at least `leastScale`.
 */
export function firstDifference(
  found: Uint8Array,
  expected: Uint8Array,
  info: DTypeInfo,
  ulp: number,
  eitherZero: boolean,
  leastScale = 0,
): Difference | undefined {
  if (info.kind !== 'f' && info.kind !== 'c') {
    for (let i = 0; i < expected.length; i++) {
      if (found[i] === expected[i]) continue
      const index = Math.floor(i / info.itemsize)
      const hex = (bytes: Uint8Array) =>
        Buffer.from(bytes.slice(index * info.itemsize, (index + 1) * info.itemsize)).toString('hex')
      return { index, found: hex(found), expected: hex(expected), error: ' (bytes)' }
    }
    return undefined
  }
  const complex = info.kind === 'c'
  const part = complex ? (info.itemsize === 8 ? 'float32' : 'float64') : info.name
  const format = PRECISION[part]
  const [a, b] = [numbers(found, part), numbers(expected, part)]
  for (let i = 0; i < b.length; i++) {
    if (Object.is(a[i], b[i])) continue
    if (a[i] === b[i] && eitherZero) continue
    let error = Number.POSITIVE_INFINITY
    if (Number.isFinite(a[i]) && Number.isFinite(b[i]) && a[i] !== b[i]) {
      const pair = i - (i % 2)
      const scale = complex ? Math.max(Math.abs(b[pair]), Math.abs(b[pair + 1])) : Math.abs(b[i])
      error =
        Math.abs(a[i] - b[i]) / unit(Math.max(Number.isFinite(scale) ? scale : Math.abs(b[i]), leastScale), format)
    }
    if (error <= ulp) continue
    const show = (list: number[]) => (complex ? `${list[i - (i % 2)]}, ${list[i - (i % 2) + 1]}` : String(list[i]))
    return {
      index: complex ? Math.floor(i / 2) : i,
      found: Object.is(a[i], -0) && !complex ? '-0' : show(a),
      expected: Object.is(b[i], -0) && !complex ? '-0' : show(b),
      error: ` (${error} ulp)`,
    }
  }
  return undefined
}
