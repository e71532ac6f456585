/** The one door to the addon: holds the call frame, turns native failures into errors. */
import { dirname, join } from 'node:path'
import { DTYPES } from './core/dtype'
import { abortError, type ErrorCode, LinAlgError, NumblasRangeError, NumblasTypeError } from './core/errors'
import { type Machine, replaying, SCRATCH_WORDS } from './core/replay'
import { loadAddon } from './load'

/** A row of the native table of operations (binding/op.h). */
export interface NativeOp {
  readonly name: string
  readonly nin: number
  readonly nout: number
  /** Core signature of a gufunc; empty for elementwise operations. */
  readonly signature: string
  readonly identity: 'none' | 'zero' | 'one' | 'allbits' | 'reorderable'
  /** Typed loops such as `dd->d`, in order of preference. */
  readonly loops: readonly string[]
}

interface Failure {
  readonly code: ErrorCode
  readonly message: string
}

interface Addon {
  attach(frame: Float64Array, settle: (id: number, failure: Failure | undefined) => void): void
  /** Runs what the frame says. Returns undefined, or the failure. */
  call(): undefined | Failure
  /**
   * The same on the pool, where the call is estimated at `least` nanoseconds or more: returns its number then, and `settle`
   * is called with that number when it has ended, its scratch words in the frame.
   */
  defer(least: number): undefined | Failure | number
  /** Ends a deferred call: at once if it has not begun, else at its next checkpoint. `settle` is called in any case. */
  cancel(id: number): void
  /** The memory address of a typed array's first byte. */
  address(bytes: Uint8Array): number
  /** Bytes that the machine, and the container if there is one, can still give; once freed ones went back, if asked for. */
  available(trim?: boolean): number
  readonly ops: readonly NativeOp[]
  readonly dtypes: readonly { name: string; character: string; itemsize: number }[]
  config(): Record<string, string | number>
  getThreads(): number
  setThreads(threads: number): void
  getDeterministic(): boolean
  setDeterministic(wanted: boolean): void
}

// A bundle of ES modules has no __dirname: the platform's package is looked for from the program's own file.
const folder = typeof __dirname === 'string' ? __dirname : dirname(process.argv[1] ?? join(process.cwd(), 'main.js'))
export const addon = loadAddon(folder) as Addon

for (const [code, info] of DTYPES.entries()) {
  const native = addon.dtypes[code]
  if (native?.name !== info.name || native.character !== info.character || native.itemsize !== info.itemsize) {
    throw new Error(`numblas: the native build is of another version (dtype ${info.name}); build it again`)
  }
}

/** The call frame: a native call's whole input, written here and read by `DecodeFrame` (binding/call.h). */
export const frame = new Float64Array(4096)
addon.attach(frame, settle)

/** The frame's own memory as an operand, for scalars that need no array. */
export const frameAddress = addon.address(new Uint8Array(frame.buffer))

/** Frame words from here on are free for scalar operands and scalar results. */
export const SCRATCH_WORD = 4032

/** Floating-point errors that a call met: NumPy's bits (1 divide, 2 over, 4 under, 8 invalid) and where. */
export interface Met {
  readonly flags: number
  readonly operation: string
  readonly method: number
}

/** What the frame's flags word says besides the mask: 2 while floating-point errors are watched. */
export let watching = 0
let onErrors: ((met: Met) => void) | undefined

/** Has calls look for floating-point errors and tell `handler` of them; not any more without one. */
export function watch(handler: ((met: Met) => void) | undefined): void {
  onErrors = handler
  watching = handler === undefined ? 0 : 2
}

/** Runs the frame's call. */
export function run(): void {
  if (replaying !== undefined) {
    replaying.run(machine)
    if (watching !== 0) tellErrors()
    return
  }
  const failure = addon.call()
  if (failure !== undefined) throw nativeError(failure)
  if (watching !== 0) tellErrors()
}

// Native code leaves what it met in the frame's last word.
function tellErrors(): void {
  const flags = frame[frame.length - 1]
  frame[frame.length - 1] = 0
  if (flags !== 0) onErrors?.({ flags, operation: addon.ops[frame[0]].name, method: frame[2] })
}

/** Shorter native calls than this (nanoseconds, estimated) are not worth the way to another thread and back. */
const WORTH_DEFERRING = 50_000

/**
 * What deferred calls work on, from before they are handed over until they have ended: a worker that is terminated loses its
 * JavaScript at any point, even on the way back from `addon.defer`, and with it everything that nothing else holds.
 */
const held = new Set<object>()

/** How a replayed function's native calls run. Tests put another `defer` in its place. */
export const machine: Machine = {
  frame,
  scratchWord: SCRATCH_WORD,
  defer(owner) {
    held.add(owner)
    const outcome = addon.defer(WORTH_DEFERRING)
    if (typeof outcome === 'number') return outcome
    held.delete(owner)
    return outcome && nativeError(outcome)
  },
}

type Settled = (scratch: Float64Array, error: Error | undefined) => void
const deferred = new Map<number, { readonly owner: object; readonly settled: Settled }>()

/** Has `settled` called when an owner's deferred call ends: with the frame's scratch words, and the error if it failed. */
export function whenSettled(id: number, owner: object, settled: Settled): void {
  deferred.set(id, { owner, settled })
}

function settle(id: number, failure: Failure | undefined): void {
  const ended = deferred.get(id)
  if (ended === undefined) return
  deferred.delete(id)
  held.delete(ended.owner)
  const error = failure === undefined ? undefined : nativeError(failure)
  ended.settled(frame.slice(SCRATCH_WORD, SCRATCH_WORD + SCRATCH_WORDS), error)
}

/** The error that a native failure stands for. */
export function nativeError({ code, message }: Failure): Error {
  switch (code) {
    case 'ERR_LINALG':
      return new LinAlgError(message)
    case 'ABORT_ERR':
      return abortError()
    case 'ERR_OUT_OF_MEMORY':
    case 'ERR_OUT_OF_BOUNDS':
    case 'ERR_OUT_OF_RANGE':
    case 'ERR_SIZE':
    case 'ERR_INDEX':
      return new NumblasRangeError(code, message)
    default:
      return new NumblasTypeError(code, message)
  }
}

const OPS = new Map(addon.ops.map((op, index) => [op.name, { ...op, index }]))

/** Looks an operation of the native table up by its name. */
export function nativeOp(name: string): NativeOp & { readonly index: number } {
  const op = OPS.get(name)
  if (op === undefined) throw new Error(`numblas: the native build has no operation '${name}'; build it again`)
  return op
}
