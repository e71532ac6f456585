/** What the library is made of and runs on: NumPy's show_config and show_runtime, thread counts. */
import { expectBoolean, expectInteger, expectOneOf, keywords } from './core/arguments'
import { rangeError } from './core/errors'
import { addon } from './native'

export interface Config {
  readonly numblas: { readonly version: string; readonly node_api_version: number; readonly compiler: string }
  readonly blas: {
    /** Such as `OpenBLAS 0.3.34`; of a build with another BLAS that one's name, and LAPACK's version. */
    readonly name: string
    /** The kernels in use, such as `SkylakeX`. */
    readonly core_type: string
    /** What OpenBLAS was built with, or the files that another BLAS and LAPACK were loaded from. */
    readonly options: string
  }
  /** The instruction set of elementwise loops, such as `AVX3` (Highway's names). */
  readonly simd: string
  readonly threads: number
}

/**
 * Shows how the library was built and what it chose to run on: printed, or with `'dicts'` returned.
 * @example np.show_config('dicts').threads >= 1 // true
 */
export function show_config(mode: 'dicts' | { mode: 'dicts' }): Config
export function show_config(mode?: 'stdout' | { mode?: 'stdout' }): undefined
export function show_config(...args: unknown[]): Config | undefined {
  const { mode = 'stdout' } = keywords('show_config', ['mode'], args)
  const shown = expectOneOf('show_config', 'mode', mode, ['stdout', 'dicts'])
  const config = addon.config()
  const result: Config = {
    numblas: {
      version: String(config.addon_version),
      node_api_version: Number(config.node_api_version),
      compiler: String(config.compiler),
    },
    blas: {
      name: String(config.blas_version),
      core_type: String(config.core_type),
      options: String(config.blas_options),
    },
    simd: String(config.simd),
    threads: Number(config.threads),
  }
  if (shown === 'dicts') return result
  console.log(result)
  return undefined
}

/**
 * Shows what `show_config` does and the process's platform.
 * @example np.show_runtime()
 */
export function show_runtime(): void {
  console.log({ ...show_config('dicts'), node: process.version, platform: `${process.platform}-${process.arch}` })
}

/**
 * The number of threads that a call may use.
 * @example np.get_num_threads() >= 1 // true
 */
export function get_num_threads(): number {
  return addon.getThreads()
}

/**
 * Sets the number of threads that a call may use, for the whole process: 1 to 64. Throws `RangeError` for others.
 * @example np.set_num_threads(2)
 */
export function set_num_threads(threads: number): void {
  const count = expectInteger('set_num_threads', 'threads', threads)
  if (count < 1 || count > 64) throw rangeError(`set_num_threads: expected 1 to 64 threads, received ${count}`)
  addon.setThreads(count)
}

/**
 * Whether results have the same bits whatever the number of threads.
 * @example np.get_deterministic() // false
 */
export function get_deterministic(): boolean {
  return addon.getDeterministic()
}

/**
 * Makes results have the same bits for the same input on the same core type, whatever the number of threads, for the whole
 * process: BLAS then splits its work into a fixed number of parts, at some cost where there are fewer threads or many more.
 * Elementwise operations and reductions are always so.
 * @example np.set_deterministic(false)
 */
export function set_deterministic(deterministic: boolean): void {
  addon.setDeterministic(expectBoolean('set_deterministic', 'deterministic', deterministic, true))
}
