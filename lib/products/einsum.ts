/** Einstein summation: parsing, the path, and pairs sent to lib/products/contraction.ts. */

import { expectArray, expectCasting, expectOrder, isNone, isOptions, keywords, listItems } from '../core/arguments'
import { toArray } from '../core/array'
import { copyAs, copyInto, type Order } from '../core/copy'
import { type DType, type DTypeInfo, type DTypeLike, dtypeInfo, type Scalar } from '../core/dtype'
import { readElement } from '../core/elements'
import { describe, formatShape, rangeError, typeError } from '../core/errors'
import { isFortranContiguous, NDArray } from '../core/ndarray'
import { type Casting, canCast, promoteTypes } from '../core/promotion'
import type { ArrayLike, JoinedAll } from '../core/types'
import { castArray, checkOutput } from '../core/ufunc'
import { Contraction, type Labelled, labelLengths, plannedBefore, rememberPlan } from './contraction'
import { checkPath, contractionOf, flops, greedyPath, optimalPath, type Step, sizeOf, type Terms } from './einsum-path'

/** How the order of contractions is found: not at all, by a named search (with a limit on intermediate sizes), or given. */
export type Optimize =
  | boolean
  | 'greedy'
  | 'optimal'
  | readonly ['greedy' | 'optimal', number]
  | readonly ['einsum_path', ...(readonly number[])[]]

export interface EinsumOptions<D extends DType = DType> {
  readonly out?: NDArray | null
  readonly dtype?: DTypeLike<D> | null
  readonly order?: Order
  readonly casting?: Casting
  readonly optimize?: Optimize
}

/** Subscripts as a list: labels 0 to 51, and `'...'`. */
export type Sublist = readonly (number | '...')[]

/** What einsum is told to do: labels for each operand's axes and the result's. */
interface Subscripts {
  readonly inputs: readonly (readonly number[])[]
  readonly output: readonly number[]
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ELLIPSIS = -1
/** Labels from here on stand for the axes of '...', counted from the last. */
const BROADCAST = 100

function invalid(message: string, received: string): Error {
  return rangeError(`einsum: expected ${message}, received ${received}`, 'ERR_SHAPE_MISMATCH')
}

/** The labels of one term of a string. */
function readTerm(term: string, whole: string): number[] {
  const labels: number[] = []
  for (let i = 0; i < term.length; i++) {
    if (term[i] === ' ') continue
    if (term.startsWith('...', i) && !labels.includes(ELLIPSIS)) {
      labels.push(ELLIPSIS)
      i += 2
      continue
    }
    const label = LETTERS.indexOf(term[i])
    if (label < 0) throw invalid("letters, commas, '...' and one '->' as subscripts", `the string '${whole}'`)
    labels.push(label)
  }
  return labels
}

function readSublist(list: unknown): number[] {
  if (!Array.isArray(list)) throw typeError(`einsum: expected a list of labels, received ${describe(list)}`)
  const labels = listItems('einsum', list).map((label) => {
    if (label === '...') return ELLIPSIS
    if (typeof label !== 'number' || !Number.isInteger(label)) {
      throw typeError(`einsum: expected integers or '...' as labels, received ${describe(label)}`)
    }
    if (label < 0 || label >= LETTERS.length) throw invalid('labels between 0 and 51', String(label))
    return label
  })
  if (labels.indexOf(ELLIPSIS) !== labels.lastIndexOf(ELLIPSIS)) throw invalid("'...' once in a list", 'it twice')
  return labels
}

/** Gives the axes of '...' labels of their own and finds the result's labels where none are given. */
function settle(
  terms: readonly (readonly number[])[],
  result: readonly number[] | undefined,
  ndims: readonly number[],
): Subscripts {
  if (terms.length !== ndims.length)
    throw invalid('one term for each operand', `${terms.length} for ${ndims.length} operands`)
  let broadcast = 0
  const expand = (labels: readonly number[], count: number): number[] =>
    labels.flatMap((label) =>
      label === ELLIPSIS ? Array.from({ length: count }, (_, i) => BROADCAST + count - 1 - i) : [label],
    )
  const inputs = terms.map((labels, i) => {
    const has = labels.includes(ELLIPSIS)
    const count = ndims[i] - labels.length + (has ? 1 : 0)
    if (count < 0 || (count > 0 && !has)) {
      throw invalid(`a label for each of the ${ndims[i]} axes of operand ${i}`, `${labels.length - (has ? 1 : 0)}`)
    }
    broadcast = Math.max(broadcast, count)
    return expand(labels, count)
  })
  let output = result
  if (output === undefined) {
    const all = terms.flat()
    const once = all.filter((label) => label !== ELLIPSIS && all.indexOf(label) === all.lastIndexOf(label))
    output = [ELLIPSIS, ...once.sort((i, j) => i - j)]
  } else if (broadcast > 0 && !output.includes(ELLIPSIS)) {
    throw invalid("'...' in the result, for operands have it", 'a result without it')
  }
  const labels = expand(output, broadcast)
  for (const label of labels) {
    if (labels.indexOf(label) !== labels.lastIndexOf(label))
      throw invalid('each label of the result once', `'${LETTERS[label]}' twice`)
    if (!inputs.some((list) => list.includes(label)))
      throw invalid('labels of the operands in the result', `'${LETTERS[label]}'`)
  }
  return { inputs, output: labels }
}

const known = new Map<string, Subscripts>()

function readString(text: string, ndims: readonly number[]): Subscripts {
  const key = `${text}|${ndims.join()}`
  let subscripts = known.get(key)
  if (subscripts === undefined) {
    const sides = text.split('->')
    if (sides.length > 2 || /[->]/.test(sides.join(''))) throw invalid("at most one '->'", `the string '${text}'`)
    const terms = sides[0].split(',').map((term) => readTerm(term, text))
    subscripts = settle(terms, sides.length === 2 ? readTerm(sides[1], text) : undefined, ndims)
    if (known.size > 1000) known.clear()
    known.set(key, subscripts)
  }
  return subscripts
}

/** The arguments in either form: a string and operands, or operands and lists in turns. */
function readOperands(name: string, args: readonly unknown[]): { arrays: NDArray[]; subscripts: Subscripts } {
  if (args.length === 0)
    throw rangeError(`${name}: expected subscripts and operands, received none`, 'ERR_SHAPE_MISMATCH')
  if (typeof args[0] === 'string') {
    const arrays = args.slice(1).map((one) => toArray(one, name))
    if (arrays.length === 0)
      throw rangeError(`${name}: expected at least one operand, received none`, 'ERR_SHAPE_MISMATCH')
    return {
      arrays,
      subscripts: readString(
        args[0],
        arrays.map((array) => array._shape.length),
      ),
    }
  }
  const count = args.length >> 1
  const arrays = Array.from({ length: count }, (_, i) => toArray(args[2 * i], name))
  const terms = Array.from({ length: count }, (_, i) => readSublist(args[2 * i + 1]))
  if (count === 0)
    throw rangeError(`${name}: expected operands with lists of labels, received none`, 'ERR_SHAPE_MISMATCH')
  const result = args.length % 2 === 1 ? readSublist(args[args.length - 1]) : undefined
  return {
    arrays,
    subscripts: settle(
      terms,
      result,
      arrays.map((array) => array._shape.length),
    ),
  }
}

/** An operand as its labels see it, each once: a label that stands twice walks the diagonal. */
function diagonals(array: NDArray, labels: readonly number[], source: number): Labelled {
  const own = [...new Set(labels)]
  if (own.length === labels.length) return { source, labels, shape: array._shape, strides: array._strides }
  const shape: number[] = []
  const strides: number[] = []
  for (const [d, label] of labels.entries()) {
    const place = own.indexOf(label)
    if (shape[place] === undefined) {
      shape[place] = array._shape[d]
      strides[place] = array._strides[d]
    } else {
      if (shape[place] !== array._shape[d]) {
        throw invalid(
          `axes of one length under the label '${LETTERS[label] ?? '...'}'`,
          `the shape ${formatShape(array._shape)}`,
        )
      }
      strides[place] += array._strides[d]
    }
  }
  return { source, labels: own, shape, strides }
}

function transposed({ source, labels, shape, strides }: Labelled, output: readonly number[]): Labelled {
  const places = output.map((label) => labels.indexOf(label))
  return { source, labels: output, shape: places.map((d) => shape[d]), strides: places.map((d) => strides[d]) }
}

function termsOf(subscripts: Subscripts, lengths: ReadonlyMap<number, number>): Terms {
  return { inputs: subscripts.inputs.map((labels) => new Set(labels)), output: new Set(subscripts.output), lengths }
}

/** The steps that `optimize` asks for. */
function findPath(
  name: string,
  subscripts: Subscripts,
  lengths: ReadonlyMap<number, number>,
  optimize: unknown,
): Step[] {
  const terms = termsOf(subscripts, lengths)
  const count = terms.inputs.length
  let search = optimize === true || optimize === undefined ? 'greedy' : optimize
  let limit = Math.max(...[...subscripts.inputs, subscripts.output].map((labels) => sizeOf(labels, lengths)))
  if (Array.isArray(search) && search[0] === 'einsum_path')
    return checkPath(name, listItems(name, search).slice(1), count)
  if (Array.isArray(search)) {
    if (search.length !== 2 || typeof search[0] !== 'string' || typeof search[1] !== 'number') {
      throw typeError(`${name}: expected a search with a limit or a path for optimize, received ${describe(search)}`)
    }
    limit = Math.trunc(search[1])
    search = search[0]
  }
  const labels = new Set(subscripts.inputs.flat())
  const nothingSummed = labels.size === subscripts.output.length
  if (search === false || search === null || count <= 2 || nothingSummed) return [terms.inputs.map((_, i) => i)]
  if (search === 'greedy') return greedyPath(terms, limit)
  if (search === 'optimal') return optimalPath(terms, limit)
  throw rangeError(
    `${name}: expected optimize to be a boolean, 'greedy', 'optimal' or a path, received ${describe(optimize)}`,
  )
}

/** Contracts operands step by step; the last result has the labels of the output. */
function follow(
  contraction: Contraction,
  operands: readonly Labelled[],
  path: readonly Step[],
  output: readonly number[],
): Labelled {
  const list = [...operands]
  for (const [i, step] of path.entries()) {
    const taken = [...step].sort((a, b) => b - a).map((place) => list.splice(place, 1)[0])
    taken.reverse()
    const last = i === path.length - 1
    const needed = (rest: readonly Labelled[]): Set<number> =>
      new Set([...output, ...list.flatMap((one) => one.labels), ...rest.flatMap((one) => one.labels)])
    let result = taken[0]
    for (let k = 1; k < taken.length; k++) {
      const kept = needed(taken.slice(k + 1))
      // Between steps the axes stand as the product leaves them.
      const labels =
        last && k === taken.length - 1
          ? output
          : [...new Set([...result.labels, ...taken[k].labels])].filter((label) => kept.has(label))
      result = contraction.product(result, taken[k], labels)
    }
    if (taken.length === 1) {
      const kept = needed([])
      result = contraction.sum(result, (label) => kept.has(label))
    }
    list.push(result)
  }
  return transposed(list[0], output)
}

/** The contraction of operands, of one dtype, that subscripts and `optimize` ask for. */
function planned(
  subscripts: Subscripts,
  arrays: readonly NDArray[],
  optimize: unknown,
): (operands: readonly NDArray[]) => NDArray {
  const operands = arrays.map((array, i) => diagonals(array, subscripts.inputs[i], i))
  const lengths = labelLengths('einsum', operands)
  // Without a wish the order is sought too: the result is the same but for rounding, and sooner there.
  const wish = optimize === false ? true : optimize
  const path = operands.length > 2 ? findPath('einsum', subscripts, lengths, wish) : [operands.map((_, i) => i)]
  const contraction = new Contraction('einsum', arrays)
  return contraction.finish(follow(contraction, operands, path, subscripts.output))
}

/** The same, as it was planned before under a key, or remembered under it. */
function plannedOnce(
  key: string | undefined,
  subscripts: Subscripts,
  arrays: readonly NDArray[],
  optimize: unknown,
): (operands: readonly NDArray[]) => NDArray {
  if (key === undefined) return planned(subscripts, arrays, optimize)
  return plannedBefore(key, arrays) ?? rememberPlan(key, arrays, planned(subscripts, arrays, optimize))
}

const elementOrArray = (array: NDArray): NDArray | Scalar =>
  array._shape.length === 0 ? readElement(array.info, array.storage, array.offset) : array

/** What was planned before for a string and arrays of one dtype, without options. */
function knownContraction([subscripts, ...operands]: readonly unknown[]): NDArray | undefined {
  if (typeof subscripts !== 'string' || operands.length === 0) return undefined
  for (const one of operands) {
    if (!(one instanceof NDArray) || one.info !== (operands[0] as NDArray).info) return undefined
  }
  return plannedBefore(subscripts, operands as NDArray[])?.(operands as NDArray[])
}

/** The result by the subscripts: a scalar where no label is left, unknown where they are no literal or have no arrow. */
type Contracted<S extends string, D extends DType> = S extends `${string}->${infer Labels}`
  ? Labels extends '' | ' '
    ? Scalar<D>
    : NDArray<D>
  : NDArray<D> | Scalar<D>

/**
 * Einstein summation: labels name the operands' axes; axes of one label walk together, and what the result lacks is summed
 * over. `'...'` stands for the other axes, which broadcast. Subscripts are a string such as `'ij,jk->ik'`, or lists after
 * each operand. Pairs of operands become matrix products (BLAS) through views where the memory allows; `optimize` says in
 * which order several are contracted. Throws `RangeError` where labels and shapes don't fit.
 * @example np.einsum('ij,j->i', [[1, 2], [3, 4]], [1, 10]) // array([21., 43.])
 */
export function einsum<T extends NDArray>(
  subscripts: string,
  ...operands: [...ArrayLike[], EinsumOptions & { readonly out: T }]
): T
export function einsum<const S extends string, const O extends readonly ArrayLike[]>(
  subscripts: S,
  ...operands: O
): Contracted<S, JoinedAll<O>>
export function einsum<const S extends string>(
  subscripts: S,
  ...operands: (ArrayLike | EinsumOptions)[]
): Contracted<S, DType>
export function einsum(
  operand: ArrayLike,
  ...operandsAndLists: (ArrayLike | Sublist | EinsumOptions)[]
): NDArray | Scalar
export function einsum(...args: unknown[]): NDArray | Scalar {
  const soon = knownContraction(args)
  if (soon !== undefined) return elementOrArray(soon)
  const last = args[args.length - 1]
  const options = isOptions(last) ? keywords('einsum', ['out', 'dtype', 'order', 'casting', 'optimize'], [last]) : {}
  const { arrays, subscripts } = readOperands('einsum', isOptions(last) ? args.slice(0, -1) : args)
  const out = isNone(options.out) ? undefined : expectArray('einsum', 'out', options.out)
  const casting = expectCasting('einsum', options.casting, 'safe')
  const order = expectOrder('einsum', options.order, 'K')
  const info = commonInfo(arrays, options.dtype, out?.info, casting)
  const operands = arrays.map((array) => castArray(array, info))
  const key = typeof args[0] === 'string' && options.optimize === undefined ? args[0] : undefined
  const result = plannedOnce(key, subscripts, operands, options.optimize)(operands)
  if (out !== undefined) {
    checkOutput('einsum', out, info, result._shape, casting)
    if (result._size > 0) copyInto(out, result)
    return out
  }
  return result._shape.length === 0 ? elementOrArray(result) : inOrder(result, order, arrays)
}

// The dtype asked for, else what operands and out promote to.
function commonInfo(
  arrays: readonly NDArray[],
  dtype: unknown,
  out: DTypeInfo | undefined,
  casting: Casting,
): DTypeInfo {
  const info = isNone(dtype)
    ? arrays.reduce((common, array) => promoteTypes(common, array.info), out ?? arrays[0].info)
    : dtypeInfo(dtype)
  for (const array of arrays) {
    if (canCast(array.info, info, casting)) continue
    throw typeError(
      `einsum: expected operands that cast to ${info.name} by the rule '${casting}', received ${array.info.name}`,
      'ERR_CASTING',
    )
  }
  return info
}

function inOrder(array: NDArray, order: Order, operands: readonly NDArray[]): NDArray {
  const wanted = order === 'A' ? (operands.every(isFortranContiguous) ? 'F' : 'C') : order
  if (wanted === 'C' && !array.contiguous) return copyAs(array, array.info, 'C')
  if (wanted === 'F' && !isFortranContiguous(array)) return copyAs(array, array.info, 'F')
  return array
}

/**
 * The path by which einsum contracts its operands, for its `optimize`, and a text about what it costs.
 * @example np.einsum_path('ij,jk,kl->il', np.ones([2, 9]), np.ones([9, 9]), np.ones([9, 2]))[0] // [ 'einsum_path', [ 0, 1 ], [ 0, 1 ] ]
 */
export function einsum_path(
  ...args: (string | ArrayLike | Sublist | { readonly optimize?: Optimize })[]
): [path: ['einsum_path', ...number[][]], text: string]
export function einsum_path(...args: unknown[]): [unknown, string] {
  const last = args[args.length - 1]
  const { optimize } = isOptions(last) ? keywords('einsum_path', ['optimize'], [last]) : {}
  const { arrays, subscripts } = readOperands('einsum_path', isOptions(last) ? args.slice(0, -1) : args)
  const lengths = labelLengths(
    'einsum_path',
    arrays.map((array, i) => diagonals(array, subscripts.inputs[i], i)),
  )
  const path = findPath('einsum_path', subscripts, lengths, optimize ?? 'greedy')
  return [['einsum_path', ...path.map((step) => [...step])], describePath(subscripts, lengths, path)]
}

// NumPy's table of a path's steps and costs.
function describePath(subscripts: Subscripts, lengths: ReadonlyMap<number, number>, path: readonly Step[]): string {
  const { inputs, output } = termsOf(subscripts, lengths)
  const labels = new Set(subscripts.inputs.flat())
  const spare = [...LETTERS].filter((_, label) => !labels.has(label))
  const letter = (label: number): string => LETTERS[label] ?? spare[spare.length - 1 - (label - BROADCAST)]
  const write = (list: Iterable<number>): string => [...list].map(letter).join('')
  let sets = inputs
  const terms = subscripts.inputs.map(write)
  const result = write(subscripts.output)
  const rows: string[] = []
  const costs: number[] = []
  const scales: number[] = []
  const sizes: number[] = []
  for (const [i, step] of path.entries()) {
    const places = [...step].sort((a, b) => b - a)
    const contraction = contractionOf(places, sets, output)
    sets = contraction.remaining
    costs.push(flops(contraction.touched, contraction.removed.size > 0, places.length, lengths))
    scales.push(contraction.touched.size)
    sizes.push(sizeOf(contraction.result, lengths))
    const taken = places.map((place) => terms.splice(place, 1)[0])
    const sorted = [...contraction.result].sort(
      (a, b) => lengths.get(a)! - lengths.get(b)! || (letter(a) < letter(b) ? -1 : 1),
    )
    terms.push(i === path.length - 1 ? result : write(sorted))
    const current = `${taken.join(',')}->${terms[terms.length - 1]}`
    rows.push(
      `\n${pad(contraction.touched.size, 4)}    ${pad(current, 24)} ${pad(`${terms.join(',')}->${result}`, 40)}`,
    )
  }
  const inner = subscripts.inputs.reduce((sum, list) => sum + new Set(list).size, 0) > labels.size
  const naive = flops(labels, inner, inputs.length, lengths)
  const cost = costs.reduce((sum, one) => sum + one, 0) + 1
  return [
    `  Complete contraction:  ${subscripts.inputs.map(write).join(',')}->${result}`,
    `         Naive scaling:  ${labels.size}`,
    `     Optimized scaling:  ${Math.max(...scales)}`,
    `      Naive FLOP count:  ${scientific(naive)}`,
    `  Optimized FLOP count:  ${scientific(cost)}`,
    `   Theoretical speedup:  ${(naive / cost).toFixed(3)}`,
    `  Largest intermediate:  ${scientific(Math.max(...sizes))} elements`,
    '-'.repeat(74),
    `${pad('scaling', 6)} ${pad('current', 24)} ${pad('remaining', 40)}`,
    '-'.repeat(74) + rows.join(''),
  ].join('\n')
}

const pad = (value: unknown, width: number): string => String(value).padStart(width)
const scientific = (value: number): string => value.toExponential(3).replace(/e([+-])(\d)$/, 'e$10$2')
