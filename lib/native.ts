/** The one door to the addon: loads it, holds the call frame, turns native failures into errors. */
import { join } from 'node:path'
import nodeGypBuild from 'node-gyp-build'
import { DTYPES } from './dtype'
import { type ErrorCode, LinAlgError, NumblasRangeError, NumblasTypeError } from './errors'

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

interface Addon {
  attach(frame: Float64Array): void
  /** Runs what the frame says. Returns undefined, or the failure. */
  call(): undefined | { code: ErrorCode; message: string }
  /** The memory address of a typed array's first byte. */
  address(bytes: Uint8Array): number
  readonly ops: readonly NativeOp[]
  readonly dtypes: readonly { name: string; character: string; itemsize: number }[]
  config(): Record<string, string | number>
  getThreads(): number
  setThreads(threads: number): void
}

function load(): Addon {
  const root = join(__dirname, '..')
  try {
    return nodeGypBuild(root) as Addon
  } catch (cause) {
    const platform = `${process.platform}-${process.arch}`
    const error = new Error(
      `numblas: expected a native build for ${platform} (Node-API 8) in build/Release or prebuilds/${platform}, found ` +
        'none that loads. Install a release that has a prebuild for this platform, or build from source with ' +
        `\`npm run build\` in the package's folder (needs g++, gfortran, make, cmake). Cause: ${(cause as Error).message}`,
      { cause },
    ) as Error & { code: ErrorCode }
    error.code = 'ERR_NATIVE_MISSING'
    throw error
  }
}

export const addon = load()

for (const [code, info] of DTYPES.entries()) {
  const native = addon.dtypes[code]
  if (native?.name !== info.name || native.character !== info.character || native.itemsize !== info.itemsize) {
    throw new Error(`numblas: the native build is of another version (dtype ${info.name}); build it again`)
  }
}

/** The call frame: a native call's whole input, written here and read by `DecodeFrame` (binding/call.h). */
export const frame = new Float64Array(4096)
addon.attach(frame)

/** The frame's own memory as an operand, for scalars that need no array. */
export const frameAddress = addon.address(new Uint8Array(frame.buffer))

/** Frame words from here on are free for scalar operands and scalar results. */
export const SCRATCH_WORD = 4032

/** Runs the frame's call. */
export function run(): void {
  const failure = addon.call()
  if (failure !== undefined) throw nativeError(failure.code, failure.message)
}

function nativeError(code: ErrorCode, message: string): Error {
  switch (code) {
    case 'ERR_LINALG':
      return new LinAlgError(message)
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
