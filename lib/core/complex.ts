import { inspect } from 'node:util'
import { BINARY64 } from '../format/dragon4'
import { complexText } from '../format/float'
import { describe, typeError } from './errors'

/** A complex number: what complex arrays give as elements, and what makes them. */
export class Complex {
  constructor(
    readonly re: number,
    readonly im: number,
  ) {}

  /** Python's form: `(1+2j)`, and `2j` without a real part. */
  toString(): string {
    return complexText(this.re, this.im, BINARY64)
  }

  toJSON(): { re: number; im: number } {
    return { re: this.re, im: this.im }
  }

  [inspect.custom](): string {
    return this.toString()
  }
}

/**
 * Makes a complex number: `np.complex(1, 2)` is Python's `1+2j`.
 * @example np.complex(1, 2) // (1+2j)
 */
export function complex(re: number, im = 0): Complex {
  if (typeof re === 'number' && typeof im === 'number') return new Complex(re, im)
  throw typeError(`complex: expected numbers, received ${describe(re)} and ${describe(im)}`)
}

/** Anything with numeric `re` and `im` of its own: what a prototype holds makes no number. */
export function isComplexLike(value: unknown): value is { re: number; im: number } {
  return (
    value instanceof Complex ||
    (typeof value === 'object' &&
      value !== null &&
      Object.hasOwn(value, 're') &&
      Object.hasOwn(value, 'im') &&
      typeof (value as { re?: unknown }).re === 'number' &&
      typeof (value as { im?: unknown }).im === 'number')
  )
}
