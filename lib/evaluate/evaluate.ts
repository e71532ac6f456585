/** `np.evaluate`: whole expressions in one pass over cache-sized blocks (numexpr's idea), by the ufuncs' own loops. */

import { expectArray, expectCasting, isNone, keywords } from '../core/arguments'
import { scalarArray, scalarInfo, toArray } from '../core/array'
import { broadcastShape } from '../core/broadcast'
import { header, METHOD_EVALUATE, strided } from '../core/call'
import { copyInto, newLike } from '../core/copy'
import { type DTypeInfo, dtypeInfo, type Scalar } from '../core/dtype'
import { fits } from '../core/elements'
import { describe, rangeError, typeError } from '../core/errors'
import { mayShareMemory } from '../core/memory'
import { type NDArray, newArray, shapeSize, view } from '../core/ndarray'
import { chooseLoop, type Loop, type Operation, operation } from '../core/operation'
import { type Casting, promoteTypes } from '../core/promotion'
import { accumulateInfo, reduceBy } from '../core/reduction'
import { apart } from '../core/replay'
import type { ArrayLike } from '../core/types'
import { callGeneral, checkOutput, standIn, weakInfo } from '../core/ufunc'
import { frame, run, SCRATCH_WORD } from '../native'
import * as ufuncs from '../ufuncs'
import { ufuncOperations } from '../ufuncs/ufunc-methods'
import { type Expression, ExpressionError, parseExpression } from './expression'

export interface EvaluateOptions {
  readonly out?: NDArray | null
  readonly casting?: Casting
}

/** Names for whole reductions, which may stand outermost, and the ufunc that each folds by. */
const REDUCTIONS: Readonly<Record<string, string>> = {
  sum: 'add',
  prod: 'multiply',
  min: 'minimum',
  max: 'maximum',
  any: 'logical_or',
  all: 'logical_and',
}
const CONSTANTS: Readonly<Record<string, number | boolean>> = {
  pi: Math.PI,
  inf: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
  True: true,
  False: false,
}

/** Elements per partial result of a reduction (binding/iterate/evaluate.cc). */
const CHUNK = 1 << 14
const FIRST_TEMPORARY = 64
const MAX_OPERANDS = 32

type Constant = number | bigint | boolean | { re: number; im: number }

/** What a subexpression compiles to: a value known now, or a slot of the native program. */
type Node = { readonly constant: Constant } | { readonly slot: number; readonly info: DTypeInfo }

/** A compiled expression, good for all arrays of the same dtypes. */
interface Program {
  readonly words: number[]
  readonly constants: NDArray[]
  readonly info: DTypeInfo
  /** The fold of an outermost reduction. */
  readonly fold: Operation | undefined
  /** Where in `words` the output's slot stands; it is known only once the operands are counted. */
  readonly outputWord: number
}

class Compiler {
  private readonly code: number[] = []
  private readonly constants: NDArray[] = []
  private temporaries = 0
  private readonly free: number[] = []
  private instructions = 0

  constructor(
    private readonly text: string,
    private readonly names: readonly string[],
    private readonly infos: readonly DTypeInfo[],
  ) {}

  compile(expression: Expression): Program {
    const reduction =
      expression.kind === 'call' && Object.hasOwn(REDUCTIONS, expression.name) ? REDUCTIONS[expression.name] : undefined
    if (reduction !== undefined && expression.kind === 'call') {
      if (expression.args.length !== 1)
        throw new ExpressionError(this.text, expression.at, `one argument for ${expression.name}`)
      const fold = operation(reduction)
      const value = this.slotOf(this.visit(expression.args[0]), undefined)
      const wanted =
        reduction === 'add' || reduction === 'multiply'
          ? accumulateInfo(value.info)
          : reduction.startsWith('logical')
            ? dtypeInfo('bool')
            : value.info
      const cast = this.cast(value, wanted)
      const loop = fold.typed.find((candidate) => candidate.inputs.every((input) => input === wanted))
      if (loop === undefined)
        throw new ExpressionError(this.text, expression.at, `an operand that ${expression.name} takes`)
      this.code.push(1, fold.index, loop.index, cast.slot)
      return this.finish(wanted, fold)
    }
    const root = this.slotOf(this.visit(expression), undefined)
    // The last instruction writes the output; a bare name or constant is copied to it.
    if (root.slot < FIRST_TEMPORARY) {
      const copy = operation('copy')
      this.code.push(0, copy.index, root.info.code, root.slot)
      return this.finish(root.info, undefined)
    }
    this.code.pop()
    this.instructions--
    return this.finish(root.info, undefined)
  }

  private finish(info: DTypeInfo, fold: Operation | undefined): Program {
    const words = [this.temporaries, this.instructions + 1, ...this.code, 0]
    return { words, constants: this.constants, info, fold, outputWord: words.length - 1 }
  }

  private visit(node: Expression): Node {
    if (node.kind === 'number') return { constant: node.value }
    if (node.kind === 'name') {
      const i = this.names.indexOf(node.name)
      if (i >= 0) return { slot: i, info: this.infos[i] }
      return { constant: CONSTANTS[node.name] }
    }
    return this.call(node)
  }

  private call(node: Expression & { kind: 'call' }): Node {
    if (node.name === 'where') return this.where(node)
    const op = ufuncNamed(node.name)
    if (op === undefined)
      throw new ExpressionError(
        this.text,
        node.at,
        `a ufunc${Object.hasOwn(REDUCTIONS, node.name) ? ' (reductions only outermost)' : ''}`,
      )
    if (node.args.length !== op.nin)
      throw new ExpressionError(this.text, node.at, `${op.nin} operands for ${node.name}`)
    const args = node.args.map((arg) => this.visit(arg))
    const concrete = commonInfo(args)
    if (concrete === undefined) {
      const literals = args.map((arg) => (arg as { constant: Constant }).constant)
      const value = callGeneral(op, literals.map(plain), undefined) as Constant
      // Integer literals stay integers, as in Python; a quotient never was one.
      const whole = literals.every((literal) => typeof literal === 'bigint') && op.name !== 'divide'
      return { constant: whole && Number.isSafeInteger(value) ? BigInt(value as number) : value }
    }
    const infos = args.map((arg) => ('slot' in arg ? arg.info : literalInfo(arg.constant, concrete)))
    let loop = chooseLoop(op, infos)
    for (const [i, arg] of args.entries()) {
      if ('slot' in arg || typeof arg.constant !== 'bigint' || fits(infos[i], arg.constant)) continue
      const { value, info } = standIn(loop, i, arg.constant)
      args[i] = { constant: value }
      infos[i] = info
      loop = chooseLoop(op, infos)
    }
    return this.emit(
      op,
      loop,
      args.map((arg, i) => this.slotOf(arg, loop.inputs[i])),
    )
  }

  private where(node: Expression & { kind: 'call' }): Node {
    if (node.args.length !== 3) throw new ExpressionError(this.text, node.at, '3 operands for where')
    const [condition, x, y] = node.args.map((arg) => this.visit(arg))
    const concrete = commonInfo([x, y]) ?? dtypeInfo('float64')
    const infos = [x, y].map((arg) => ('slot' in arg ? arg.info : literalInfo(arg.constant, concrete)))
    const info = promoteTypes(infos[0], infos[1])
    const op = operation('where')
    const slots = [this.slotOf(condition, dtypeInfo('bool')), this.slotOf(x, info), this.slotOf(y, info)]
    return this.emit(op, op.typed[info.code], slots)
  }

  private emit(
    op: Operation,
    loop: Loop,
    inputs: readonly { slot: number; info: DTypeInfo }[],
  ): { slot: number; info: DTypeInfo } {
    const cast = inputs.map((input, i) => this.cast(input, loop.inputs[i]))
    // The result's place is taken before the inputs' are given back: blocks of other element sizes must not overlap.
    const slot = this.free.pop() ?? FIRST_TEMPORARY + this.temporaries++
    this.code.push(0, op.index, loop.index, ...cast.map((input) => input.slot), slot)
    this.instructions++
    for (const input of cast) if (input.slot >= FIRST_TEMPORARY) this.free.push(input.slot)
    return { slot, info: loop.outputs[0] }
  }

  private cast(node: { slot: number; info: DTypeInfo }, info: DTypeInfo): { slot: number; info: DTypeInfo } {
    if (node.info === info) return node
    const op = operation('copy')
    const slot = this.free.pop() ?? FIRST_TEMPORARY + this.temporaries++
    this.code.push(0, op.index, info.code, node.slot, slot)
    this.instructions++
    if (node.slot >= FIRST_TEMPORARY) this.free.push(node.slot)
    return { slot, info }
  }

  private slotOf(node: Node, info: DTypeInfo | undefined): { slot: number; info: DTypeInfo } {
    if ('slot' in node) return node
    const value = plain(node.constant)
    const array = scalarArray(value, info ?? scalarInfo(value), 'evaluate')
    this.constants.push(array)
    return { slot: this.names.length + this.constants.length - 1, info: array.info }
  }
}

// A literal's dtype beside arrays: `1.0` is a float though JavaScript's 1.0 is not told from 1.
function literalInfo(value: Constant, info: DTypeInfo): DTypeInfo {
  return weakInfo(typeof value === 'number' ? 0.5 : value, info)
}

// Integer literals are weak integers beside arrays; alone they are JavaScript numbers.
function plain(value: Constant): Constant {
  return typeof value === 'bigint' && value <= 9007199254740991n ? Number(value) : value
}

function commonInfo(nodes: readonly Node[]): DTypeInfo | undefined {
  let info: DTypeInfo | undefined
  for (const node of nodes) if ('slot' in node) info = info === undefined ? node.info : promoteTypes(info, node.info)
  return info
}

/** The operation of an exported ufunc with one output, by its name in NumPy. */
function ufuncNamed(name: string): Operation | undefined {
  if (!Object.hasOwn(ufuncs, name)) return undefined
  const op = ufuncOperations.get((ufuncs as Readonly<Record<string, object>>)[name])
  return op?.nout === 1 ? op : undefined
}

function namesOf(node: Expression, found: Set<string>): Set<string> {
  if (node.kind === 'name') found.add(node.name)
  else if (node.kind === 'call') for (const arg of node.args) namesOf(arg, found)
  return found
}

interface Parsed {
  readonly expression: Expression
  readonly names: readonly string[]
  /** Programs by the dtypes of the variables. */
  readonly programs: Map<string, Program>
  /** The one that ran last, found without a key. */
  recent:
    | { readonly used: readonly string[]; readonly infos: readonly DTypeInfo[]; readonly program: Program }
    | undefined
}

const parsed = new Map<string, Parsed>()
const MAX_CACHED = 500

function parseCached(text: string): Parsed {
  let found = parsed.get(text)
  if (found === undefined) {
    const expression = parseExpression(text)
    found = { expression, names: [...namesOf(expression, new Set())], programs: new Map(), recent: undefined }
    if (parsed.size >= MAX_CACHED) parsed.delete(parsed.keys().next().value as string)
    parsed.set(text, found)
  }
  return found
}

// The program for variables of these dtypes, compiled where there is none yet.
function programFor(ex: string, entry: Parsed, used: readonly string[], arrays: readonly NDArray[]): Program {
  const { recent, programs, expression } = entry
  if (recent?.used === used && arrays.every((array, i) => array.info === recent.infos[i])) return recent.program
  const infos = arrays.map((array) => array.info)
  const key = used.map((name, i) => `${name}:${infos[i].code}`).join()
  let program = programs.get(key)
  if (program === undefined) {
    // Programs are kept, and the arrays of their constants with them.
    program = apart(() => new Compiler(ex, used, infos).compile(expression))
    programs.set(key, program)
  }
  entry.recent = { used, infos, program }
  return program
}

/**
 * Evaluates an expression over arrays in one pass, block by block on all cores, without whole-array temporaries: Python's
 * operators, ufuncs by NumPy's names, `where`, and `sum`, `prod`, `min`, `max`, `any`, `all` outermost. Dtypes and
 * broadcasting are as for the ufuncs. Throws a `TypeError` with `code` ERR_SYNTAX and the position for bad syntax.
 * @example np.evaluate('2*a*b + 1', { a: [1, 2], b: [3, 4] }) // array([ 7., 17.])
 */
export function evaluate(
  ex: string,
  variables?: Readonly<Record<string, ArrayLike>>,
  options?: EvaluateOptions,
): NDArray
export function evaluate(
  ex: string,
  variables: Readonly<Record<string, ArrayLike>> = {},
  ...args: unknown[]
): NDArray | Scalar {
  if (typeof ex !== 'string') throw typeError(`evaluate: expected an expression as a string, received ${describe(ex)}`)
  const named = keywords('evaluate', ['out', 'casting'], args)
  const casting = expectCasting('evaluate', named.casting, 'same_kind')
  const entry = parseCached(ex)
  const isVariable = (name: string): boolean => Object.hasOwn(variables, name) || !Object.hasOwn(CONSTANTS, name)
  const used = entry.names.every(isVariable) ? entry.names : entry.names.filter(isVariable)
  const arrays = used.map((name) => {
    if (!Object.hasOwn(variables, name))
      throw typeError(`evaluate: expected a value for '${name}', received none`, 'ERR_SYNTAX')
    return toArray(variables[name], name)
  })
  const program = programFor(ex, entry, used, arrays)
  if (arrays.length + program.constants.length >= MAX_OPERANDS) {
    throw typeError(
      `evaluate: expected fewer than ${MAX_OPERANDS} variables and constants together, received ${arrays.length + program.constants.length}`,
    )
  }
  const shape = broadcastShape(
    'evaluate',
    arrays.map((array) => array._shape),
  )
  const out = isNone(named.out) ? undefined : expectArray('evaluate', 'out', named.out)
  return program.fold === undefined
    ? elementwise(program, arrays, shape, out, casting)
    : fold(program, program.fold, arrays, shape)
}

/** Runs a program of loops (binding/iterate/evaluate.cc) over operands that broadcast to `shape`; the last is the output. */
function runProgram(operands: readonly NDArray[], shape: readonly number[], words: readonly number[]): void {
  const op = operation('copy')
  let at = header(
    op,
    op.typed[operands[operands.length - 1].info.code],
    METHOD_EVALUATE,
    false,
    operands.length,
    shape.length,
  )
  for (let d = 0; d < shape.length; d++) frame[at++] = shape[d]
  for (let i = 0; i < operands.length; i++) at = strided(at, operands[i], shape)
  if (at + words.length > SCRATCH_WORD)
    throw rangeError('evaluate: expected a shorter expression, received one too long for a call')
  for (let i = 0; i < words.length; i++) frame[at++] = words[i]
  run()
}

function execute(program: Program, arrays: readonly NDArray[], output: NDArray, shape: readonly number[]): void {
  const operands = [...arrays, ...program.constants, output]
  program.words[program.outputWord] = operands.length - 1
  runProgram(operands, shape, program.words)
}

function elementwise(
  program: Program,
  arrays: NDArray[],
  shape: readonly number[],
  out: NDArray | undefined,
  casting: Casting,
): NDArray {
  const size = shapeSize(shape, 'evaluate')
  if (out !== undefined) checkOutput('evaluate', out, program.info, shape, casting)
  const direct = out !== undefined && out.info === program.info && !arrays.some((array) => mayShareMemory(array, out))
  const result = direct ? out : newLike(arrays, program.info, shape, size)
  execute(program, arrays, result, shape)
  if (out !== undefined && !direct) copyInto(out, result)
  return out ?? result
}

function fold(program: Program, op: Operation, arrays: NDArray[], shape: readonly number[]): Scalar {
  const chunks = Math.ceil(shapeSize(shape, 'evaluate') / CHUNK)
  const partials = newArray(program.info, [chunks], chunks, false)
  if (chunks > 0) {
    const target = view(partials, [], [], partials.offset)
    execute(program, arrays, target, shape)
  }
  return reduceBy('evaluate', op, partials, program.info, {}) as Scalar
}
