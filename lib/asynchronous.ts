/** How a synchronous function becomes an asynchronous one: the same code, with its long native calls on the pool. */

import { isNone, isOptions } from './core/arguments'
import type { DType } from './core/dtype'
import { abortError, describe, typeError } from './core/errors'
import type { NDArray } from './core/ndarray'
import { Replay } from './core/replay'
import { Snapshot } from './core/snapshot'
import type { ArrayLike, DTypeOf, Promoted, Result } from './core/types'
import type { UfuncOptions } from './core/ufunc'
import { addon, whenSettled } from './native'
import type { BinaryUfunc, Kind, ResultKinds, UnaryUfunc } from './ufuncs/declare'

/** What every asynchronous function takes, beside its other options or in an object of its own behind them. */
export interface PromiseOptions {
  /** Aborts the call: before it starts, or when its present native call comes to a checkpoint. */
  readonly signal?: AbortSignal
}

/** The arguments of a function of one signature, with `signal` in place of its options, among them or behind everything. */
type Signalled<A extends readonly unknown[]> = [...{ [K in keyof A]: A[K] | PromiseOptions }, options?: PromiseOptions]

/** An options object takes `signal` too. */
type WithSignal<X> = X extends ArrayLike | string | null | undefined ? X : X extends object ? X & PromiseOptions : X

type Later<A extends readonly unknown[], R> = (
  ...args: [...{ [K in keyof A]: WithSignal<A[K]> }, options?: PromiseOptions]
) => Promise<R>

/** A ufunc's asynchronous form, which keeps what its synchronous one knows of the result. */
export interface PromisedUnary<K extends Kind> {
  <O extends NDArray>(x: ArrayLike, options: UfuncOptions & PromiseOptions & { readonly out: O }): Promise<O>
  <D extends DType>(
    x: ArrayLike,
    options: UfuncOptions<D> & PromiseOptions & { readonly dtype: D },
  ): Promise<NDArray<D>>
  <const X extends ArrayLike>(
    x: X,
    options?: UfuncOptions & PromiseOptions,
  ): Promise<Result<ResultKinds<DTypeOf<X>>[K], X>>
}

export interface PromisedBinary<K extends Kind> {
  <O extends NDArray>(
    x1: ArrayLike,
    x2: ArrayLike,
    options: UfuncOptions & PromiseOptions & { readonly out: O },
  ): Promise<O>
  <D extends DType>(
    x1: ArrayLike,
    x2: ArrayLike,
    options: UfuncOptions<D> & PromiseOptions & { readonly dtype: D },
  ): Promise<NDArray<D>>
  <const A extends ArrayLike, const B extends ArrayLike>(
    x1: A,
    x2: B,
    options?: UfuncOptions & PromiseOptions,
  ): Promise<Result<ResultKinds<Promoted<A, B>, DTypeOf<A>>[K], A | B>>
}

/**
 * The asynchronous form of a function of several signatures. Its type parameters become what they extend, for TypeScript
 * has no way to keep them.
 */
type Promised<F> =
  F extends UnaryUfunc<infer K>
    ? PromisedUnary<K>
    : F extends BinaryUfunc<infer K>
      ? PromisedBinary<K>
      : F extends {
            (...args: infer A1): infer R1
            (...args: infer A2): infer R2
            (...args: infer A3): infer R3
            (...args: infer A4): infer R4
            (...args: infer A5): infer R5
            (...args: infer A6): infer R6
            (...args: infer A7): infer R7
            (...args: infer A8): infer R8
            (...args: infer A9): infer R9
            (...args: infer A10): infer R10
            (...args: infer A11): infer R11
            (...args: infer A12): infer R12
          }
        ? Later<A1, R1> &
            Later<A2, R2> &
            Later<A3, R3> &
            Later<A4, R4> &
            Later<A5, R5> &
            Later<A6, R6> &
            Later<A7, R7> &
            Later<A8, R8> &
            Later<A9, R9> &
            Later<A10, R10> &
            Later<A11, R11> &
            Later<A12, R12>
        : never

/** The asynchronous form of a function of one signature. */
export function promised<A extends readonly unknown[], R>(
  name: string,
  f: (...args: A) => R,
): (...args: Signalled<A>) => Promise<R> {
  const call = f as (...args: readonly unknown[]) => R
  const later = async (...args: unknown[]): Promise<R> => {
    const signal = takeSignal(name, args)
    if (signal?.aborted) throw abortError(signal.reason)
    const snapshot = new Snapshot(name, args)
    const replay = new Replay(() => call(...snapshot.args))
    for (;;) {
      const reached = replay.attempt()
      if ('value' in reached) return snapshot.restored(reached.value) as R
      await finished(replay, reached.id, signal)
    }
  }
  return Object.defineProperty(later, 'name', { value: f.name || name }) as (...args: Signalled<A>) => Promise<R>
}

type Functions = Readonly<Record<string, unknown>>
type Mirror<M> = {
  // biome-ignore lint/complexity/noBannedTypes: any function, but no class
  readonly [K in keyof M as M[K] extends Function
    ? M[K] extends abstract new (
        ...args: never
      ) => unknown
      ? never
      : K
    : never]: Promised<M[K]>
}

/** The asynchronous forms of all functions among the values; names begin with a prefix in messages. */
export function mirror<M extends Functions>(prefix: string, functions: M): Mirror<M> {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(functions)) {
    if (typeof value === 'function' && /^[a-z]/.test(name)) {
      result[name] = promised(prefix + name, value as (...args: unknown[]) => unknown)
    }
  }
  return result as Mirror<M>
}

// Takes `signal` out of the last options object; an object that held nothing else goes too.
function takeSignal(name: string, args: unknown[]): AbortSignal | undefined {
  const last = args[args.length - 1]
  if (!isOptions(last) || !Object.hasOwn(last, 'signal')) return undefined
  const { signal, ...others } = last
  args.pop()
  if (Object.keys(others).length > 0) args.push(others)
  if (isNone(signal)) return undefined
  if (!(signal instanceof AbortSignal)) {
    throw typeError(`${name}: expected an AbortSignal for signal, received ${describe(signal)}`)
  }
  return signal
}

/** The deferred calls that a signal ends. A signal is listened to once, however many calls it is given to. */
const callsOf = new WeakMap<AbortSignal, Set<number>>()

function watch(signal: AbortSignal): Set<number> {
  let calls = callsOf.get(signal)
  if (calls === undefined) {
    const own = new Set<number>()
    calls = own
    callsOf.set(signal, own)
    signal.addEventListener('abort', () => {
      for (const id of own) addon.cancel(id)
    })
  }
  return calls
}

// Waits for a deferred call. An abort cancels it; the promise is rejected when it has let go of its memory.
function finished(replay: Replay, id: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const calls = signal && watch(signal)
    calls?.add(id)
    whenSettled(id, replay, (scratch, error) => {
      calls?.delete(id)
      if (signal?.aborted) {
        reject(abortError(signal.reason))
        return
      }
      replay.resume(scratch, error)
      resolve()
    })
  })
}
