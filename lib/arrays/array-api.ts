/** The array API standard's own names: its version, what this library can do, and the way from an array to np. */

import { DTYPE_KINDS, type DTypeKind, type DTypeObject, dtype } from '../casting'
import { allowDevice, isNone, keywords } from '../core/arguments'
import { DTYPES, type DType, type DTypeInfo } from '../core/dtype'
import { describe, rangeError, typeError } from '../core/errors'
import { NDArray } from '../core/ndarray'
import * as namespace from '../index'

/** The version of the array API standard that np follows. */
export const __array_api_version__: '2024.12' = '2024.12'

type DTypes = Partial<Record<DType, DTypeObject>>

// The standard has no float16.
const isStandard = (info: DTypeInfo): boolean => info.name !== 'float16'

/** What the standard's inspection functions answer. */
export interface ArrayNamespaceInfo {
  /** What the library can do. */
  capabilities(): { 'boolean indexing': true; 'data-dependent shapes': true; 'max dimensions': number }
  /** Where new arrays are. */
  default_device(): 'cpu'
  /** The dtypes of new arrays, and of indices. */
  default_dtypes(options?: {
    readonly device?: 'cpu' | null
  }): Record<'real floating' | 'complex floating' | 'integral' | 'indexing', DTypeObject>
  /** The standard's dtypes, all or of some kinds, by name. */
  dtypes(options?: { readonly device?: 'cpu' | null; readonly kind?: DTypeKind | readonly DTypeKind[] | null }): DTypes
  /** Where arrays can be. */
  devices(): ['cpu']
}

const INFO: ArrayNamespaceInfo = {
  capabilities: () => ({ 'boolean indexing': true, 'data-dependent shapes': true, 'max dimensions': 64 }),
  default_device: () => 'cpu',
  default_dtypes(...args: unknown[]) {
    allowDevice('default_dtypes', keywords('default_dtypes', ['device'], args).device)
    return {
      'real floating': dtype('float64'),
      'complex floating': dtype('complex128'),
      integral: dtype('int64'),
      indexing: dtype('int64'),
    }
  },
  dtypes(...args: unknown[]) {
    const { device, kind } = keywords('dtypes', ['device', 'kind'], args)
    allowDevice('dtypes', device)
    const kinds: readonly unknown[] = isNone(kind) ? ['bool', 'numeric'] : [kind].flat()
    const letters = kinds.map((one) => {
      if (typeof one === 'string' && Object.hasOwn(DTYPE_KINDS, one)) return DTYPE_KINDS[one as DTypeKind]
      throw rangeError(`dtypes: expected kinds among ${Object.keys(DTYPE_KINDS).join(', ')}, received ${describe(one)}`)
    })
    const found = DTYPES.filter((info) => isStandard(info) && letters.some((list) => list.includes(info.kind)))
    return Object.fromEntries(found.map(({ name }) => [name, dtype(name)])) as DTypes
  },
  devices: () => ['cpu'],
}

/**
 * The array API standard's inspection functions: capabilities, devices and dtypes.
 * @example np.__array_namespace_info__().default_device() // 'cpu'
 */
export function __array_namespace_info__(): ArrayNamespaceInfo {
  return INFO
}

const VERSIONS: readonly unknown[] = ['2021.12', '2022.12', '2023.12', __array_api_version__]

declare module '../core/ndarray' {
  interface NDArray<out D extends DType = DType> {
    /** The namespace of functions for this array, which is np, by the array API standard. */
    __array_namespace__(options?: { readonly api_version?: string | null }): typeof namespace
  }
}

Object.defineProperty(NDArray.prototype, '__array_namespace__', {
  configurable: true,
  writable: true,
  value(...args: unknown[]) {
    const { api_version } = keywords('__array_namespace__', ['api_version'], args)
    if (!isNone(api_version) && !VERSIONS.includes(api_version)) {
      const told = `__array_namespace__: expected a version among ${VERSIONS.join(', ')}, received ${describe(api_version)}`
      throw typeof api_version === 'string' ? rangeError(told) : typeError(told)
    }
    return namespace
  },
})
