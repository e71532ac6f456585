/** What becomes of floating-point errors: seterr, geterr, errstate. Nothing by default, which costs nothing. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { expectOneOf, isNone, keywords } from './core/arguments'
import { METHOD_ACCUMULATE, METHOD_EVALUATE, METHOD_REDUCE } from './core/call'
import { describe, FloatingPointError, typeError } from './core/errors'
import { type Met, watch } from './native'

/** What to do about an error. */
export type ErrorMode = 'ignore' | 'warn' | 'raise' | 'call' | 'print' | 'log'

/** The mode of each kind of error. */
export interface ErrorModes {
  /** A division by zero, or another exact infinity of finite operands. */
  readonly divide: ErrorMode
  /** A result too large for its dtype. */
  readonly over: ErrorMode
  /** A result too small for its dtype to hold with all its digits. */
  readonly under: ErrorMode
  /** No number as result: of infinity less infinity, say. */
  readonly invalid: ErrorMode
}

/** Changes of modes; `all` stands for those that are left out. */
export type ErrorModeOptions = Partial<ErrorModes> & { readonly all?: ErrorMode | null }

/** What the mode `call` calls with the error's name and NumPy's bits, or what `log` writes to. */
export type ErrorHandler = ((error: string, flag: number) => void) | { write(message: string): void }

const KINDS = ['divide', 'over', 'under', 'invalid'] as const
const MODES: readonly ErrorMode[] = ['ignore', 'warn', 'raise', 'call', 'print', 'log']
const NAMES: Readonly<Record<(typeof KINDS)[number], string>> = {
  divide: 'divide by zero',
  over: 'overflow',
  under: 'underflow',
  invalid: 'invalid value',
}
const SILENT: ErrorModes = Object.freeze({ divide: 'ignore', over: 'ignore', under: 'ignore', invalid: 'ignore' })

// Modes belong to an asynchronous context, as NumPy's belong to a contextvars context.
interface Scope {
  modes: ErrorModes
  handler: ErrorHandler | null
}

const outermost: Scope = { modes: SILENT, handler: null }
let scopes: AsyncLocalStorage<Scope> | undefined

const scope = (): Scope => scopes?.getStore() ?? outermost

// Scopes in which an error matters; without one, native calls do not look for any.
const attentive = new Set<object>()

function attend(holder: object, modes: ErrorModes): void {
  if (KINDS.every((kind) => modes[kind] === 'ignore')) attentive.delete(holder)
  else attentive.add(holder)
  watch(attentive.size > 0 ? handle : undefined)
}

function leave(holder: object): void {
  attend(holder, SILENT)
}

/** What a native call met, by the modes in force. */
function handle(met: Met): void {
  const { modes, handler } = scope()
  for (const [i, kind] of KINDS.entries()) {
    if ((met.flags & (1 << i)) === 0 || modes[kind] === 'ignore') continue
    const message = `${NAMES[kind]} encountered in ${operationName(met)}`
    switch (modes[kind]) {
      case 'raise':
        throw new FloatingPointError(message)
      case 'warn':
        process.emitWarning(message, 'RuntimeWarning')
        break
      case 'print':
        process.stdout.write(`Warning: ${message}\n`)
        break
      case 'call':
        if (typeof handler !== 'function')
          throw typeError(`seterrcall: expected a function for the mode 'call', received ${describe(handler)}`)
        handler(NAMES[kind], met.flags)
        break
      case 'log':
        if (handler === null || typeof handler === 'function')
          throw typeError(`seterrcall: expected an object with write for the mode 'log', received ${describe(handler)}`)
        handler.write(`Warning: ${message}\n`)
    }
  }
}

// NumPy's words for what is no ufunc's own call.
function operationName({ operation, method }: Met): string {
  if (method === METHOD_EVALUATE) return 'evaluate'
  if (operation === 'copy') return 'cast'
  if (method === METHOD_ACCUMULATE || operation === 'cumsum' || operation === 'cumprod') return 'accumulate'
  if (method === METHOD_REDUCE || operation === 'sum' || operation === 'prod') return 'reduce'
  return operation
}

function changed(name: string, args: readonly unknown[]): ErrorModes {
  const given = keywords(name, ['all', ...KINDS], args)
  const modes: Record<string, ErrorMode> = { ...scope().modes }
  for (const kind of KINDS) {
    const value = given[kind] ?? given.all
    if (!isNone(value)) modes[kind] = expectOneOf(name, kind, value, MODES)
  }
  return Object.freeze(modes) as unknown as ErrorModes
}

/**
 * Sets what becomes of floating-point errors; returns what was set before. At first all are ignored (NumPy warns).
 * Modes: `ignore`, `warn` (process.emitWarning), `raise` (`FloatingPointError`), `print`, `call` and `log` (what
 * `seterrcall` was given). Errors are looked for in elementwise calls, casts, sums and products, products of matrices, and
 * each step of `evaluate`; np.linalg's solvers and decompositions tell of none, as NumPy's.
 * @example np.seterr({ all: 'ignore' }) // { divide: 'ignore', over: 'ignore', under: 'ignore', invalid: 'ignore' }
 */
export function seterr(options: ErrorModeOptions): ErrorModes
export function seterr(
  all?: ErrorMode | null,
  divide?: ErrorMode | null,
  over?: ErrorMode | null,
  under?: ErrorMode | null,
  invalid?: ErrorMode | null,
): ErrorModes
export function seterr(...args: unknown[]): ErrorModes {
  const here = scope()
  const before = here.modes
  here.modes = changed('seterr', args)
  attend(here, here.modes)
  return { ...before }
}

/**
 * What becomes of floating-point errors now.
 * @example np.geterr() // { divide: 'ignore', over: 'ignore', under: 'ignore', invalid: 'ignore' }
 */
export function geterr(): ErrorModes {
  return { ...scope().modes }
}

function expectHandler(name: string, value: unknown): ErrorHandler | null {
  if (value === null || typeof value === 'function') return value as ErrorHandler | null
  if (typeof value === 'object' && typeof (value as { write?: unknown }).write === 'function') {
    return value as ErrorHandler
  }
  throw typeError(`${name}: expected a function, an object with write or null, received ${describe(value)}`)
}

/**
 * Sets the function that the mode `call` calls with the error's name and its bits (1 divide, 2 over, 4 under, 8
 * invalid), or the object that the mode `log` writes to; returns what was set before.
 * @example np.seterrcall(null) // null
 */
export function seterrcall(func: ErrorHandler | null): ErrorHandler | null {
  const here = scope()
  const before = here.handler
  here.handler = expectHandler('seterrcall', func)
  return before
}

/**
 * What `seterrcall` was given.
 * @example np.geterrcall() // null
 */
export function geterrcall(): ErrorHandler | null {
  return scope().handler
}

/** Modes until the end of a block: see `errstate`. */
export class ErrorState implements Disposable {
  readonly #scope: Scope
  readonly #before: Scope
  #open = true

  /** @internal */
  constructor(modes: ErrorModes, handler: ErrorHandler | null) {
    this.#scope = scope()
    this.#before = { ...this.#scope }
    Object.assign(this.#scope, { modes, handler })
    attend(this.#scope, modes)
  }

  /** Puts the modes back that were in force before. */
  [Symbol.dispose](): void {
    if (!this.#open) return
    this.#open = false
    Object.assign(this.#scope, this.#before)
    attend(this.#scope, this.#before.modes)
  }
}

/** Modes as for `seterr`, and the handler as for `seterrcall`. */
export type ErrorStateOptions = ErrorModeOptions & { readonly call?: ErrorHandler | null }

/**
 * Other modes for floating-point errors (`seterr`) while a function runs, with all that it awaits; or until the end of
 * the block: `using _ = np.errstate({ divide: 'raise' })`.
 * @example np.errstate({ divide: 'ignore' }, () => np.divide(1, 0)) // Infinity
 */
export function errstate<T>(options: ErrorStateOptions, run: () => T): T
export function errstate(options?: ErrorStateOptions): ErrorState
export function errstate<T>(options: ErrorStateOptions = {}, run?: () => T): T | ErrorState {
  if (typeof options !== 'object' || options === null)
    throw typeError(`errstate: expected an object of modes, received ${describe(options)}`)
  if (run !== undefined && typeof run !== 'function')
    throw typeError(`errstate: expected a function, received ${describe(run)}`)
  const { call, ...given } = options
  const modes = changed('errstate', [given])
  const handler = call === undefined ? scope().handler : expectHandler('errstate', call)
  if (run === undefined) return new ErrorState(modes, handler)
  scopes ??= new AsyncLocalStorage()
  const inner: Scope = { modes, handler }
  attend(inner, modes)
  let pending = false
  try {
    const result = scopes.run(inner, run)
    if (result instanceof Promise) {
      pending = true
      return result.finally(() => leave(inner)) as T
    }
    return result
  } finally {
    if (!pending) leave(inner)
  }
}
