/**
 * The order in which einsum contracts its operands, as NumPy finds it: exhaustively ('optimal') or, step by step, the pair
 * that frees the most memory ('greedy'; Smith and Gray, opt_einsum, 2018).
 */
import { listItems } from '../core/arguments'
import { rangeError } from '../core/errors'

/** Positions in the list of operands that are contracted together; the result joins the list's end. */
export type Step = readonly number[]

type Labels = ReadonlySet<number>

/** What the search knows: each operand's labels, the result's, and the lengths. */
export interface Terms {
  readonly inputs: readonly Labels[]
  readonly output: Labels
  readonly lengths: ReadonlyMap<number, number>
}

/** One contraction: the labels of its result, those it sums over, all that it touches, and the operands left. */
export interface Contraction {
  readonly result: Labels
  readonly removed: Labels
  readonly touched: Labels
  readonly remaining: readonly Labels[]
}

/** Elements of an array with these labels. */
export function sizeOf(labels: Iterable<number>, lengths: ReadonlyMap<number, number>): number {
  let size = 1
  for (const label of labels) size *= lengths.get(label)!
  return size
}

/** Operations of a contraction: a multiplication for each operand but one, and an addition where it sums. */
export function flops(
  touched: Iterable<number>,
  sums: boolean,
  operands: number,
  lengths: ReadonlyMap<number, number>,
): number {
  return sizeOf(touched, lengths) * (Math.max(1, operands - 1) + (sums ? 1 : 0))
}

export function contractionOf(step: Step, inputs: readonly Labels[], output: Labels): Contraction {
  const touched = new Set<number>()
  const kept = new Set(output)
  const remaining: Labels[] = []
  for (const [i, labels] of inputs.entries()) {
    const into = step.includes(i) ? touched : kept
    for (const label of labels) into.add(label)
    if (into === kept) remaining.push(labels)
  }
  const result = new Set([...touched].filter((label) => kept.has(label)))
  const removed = new Set([...touched].filter((label) => !kept.has(label)))
  return { result, removed, touched, remaining: [...remaining, result] }
}

function* pairsOf(count: number): Generator<readonly [number, number]> {
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) yield [i, j]
}

const everything = (count: number): Step => Array.from({ length: count }, (_, i) => i)

interface Partial {
  readonly cost: number
  readonly steps: readonly Step[]
  readonly inputs: readonly Labels[]
}

const cheapest = <T extends { readonly cost: number }>(list: readonly T[]): T =>
  list.reduce((best, one) => (one.cost < best.cost ? one : best))

/** The cheapest of all orders whose intermediate results stay within the limit. */
export function optimalPath({ inputs, output, lengths }: Terms, limit: number): Step[] {
  let found: Partial[] = [{ cost: 0, steps: [], inputs }]
  for (let count = inputs.length; count > 1; count--) {
    const longer: Partial[] = []
    for (const partial of found) {
      for (const pair of pairsOf(count)) {
        const contraction = contractionOf(pair, partial.inputs, output)
        if (sizeOf(contraction.result, lengths) > limit) continue
        const cost = partial.cost + flops(contraction.touched, contraction.removed.size > 0, 2, lengths)
        longer.push({ cost, steps: [...partial.steps, pair], inputs: contraction.remaining })
      }
    }
    // Nothing fits: what is left goes in one step.
    if (longer.length === 0) return [...cheapest(found).steps, everything(count)]
    found = longer
  }
  return [...cheapest(found).steps]
}

interface Candidate {
  readonly freed: number
  readonly cost: number
  readonly pair: readonly [number, number]
  readonly inputs: readonly Labels[]
}

/** At each step the pair that frees the most memory, then the cheapest; outer products only where nothing else is left. */
export function greedyPath(terms: Terms, limit: number): Step[] {
  const { output, lengths } = terms
  let inputs = terms.inputs
  if (inputs.length <= 2) return [everything(inputs.length)]
  const whole = contractionOf(everything(inputs.length), inputs, output)
  const naive = flops(whole.touched, whole.removed.size > 0, inputs.length, lengths)
  let spent = 0
  const consider = (pair: readonly [number, number]): Candidate[] => {
    const { result, removed, touched, remaining } = contractionOf(pair, inputs, output)
    const size = sizeOf(result, lengths)
    const cost = flops(touched, removed.size > 0, 2, lengths)
    if (size > limit || spent + cost > naive) return []
    const freed = sizeOf(inputs[pair[0]], lengths) + sizeOf(inputs[pair[1]], lengths) - size
    return [{ freed, cost, pair, inputs: remaining }]
  }
  const share = ([i, j]: readonly [number, number]): boolean => [...inputs[i]].some((label) => inputs[j].has(label))
  const steps: Step[] = []
  let candidates: Candidate[] = []
  let fresh = [...pairsOf(inputs.length)]
  for (let rounds = inputs.length - 1; rounds > 0; rounds--) {
    for (const pair of fresh) if (share(pair)) candidates.push(...consider(pair))
    if (candidates.length === 0) {
      candidates = [...pairsOf(inputs.length)].flatMap(consider)
      if (candidates.length === 0) {
        steps.push(everything(inputs.length))
        break
      }
    }
    const best = candidates.reduce((a, b) => (b.freed > a.freed || (b.freed === a.freed && b.cost < a.cost) ? b : a))
    candidates = candidates
      .filter(({ pair }) => !pair.some((i) => best.pair.includes(i)))
      .map((one) => follow(one, best))
    inputs = best.inputs
    steps.push(best.pair)
    spent += best.cost
    const last = inputs.length - 1
    fresh = Array.from({ length: last }, (_, i) => [i, last] as const)
  }
  return steps
}

/** A candidate after another pair was contracted: its operands stand elsewhere, the new result stands before its own. */
function follow(one: Candidate, { pair: [first, second], inputs: after }: Candidate): Candidate {
  const moved = (i: number): number => i - (i > first ? 1 : 0) - (i > second ? 1 : 0)
  const [x, y] = one.pair
  const inputs = [...one.inputs]
  inputs.splice(second - (second > x ? 1 : 0) - (second > y ? 1 : 0), 1)
  inputs.splice(first - (first > x ? 1 : 0) - (first > y ? 1 : 0), 1)
  inputs.splice(-1, 0, after[after.length - 1])
  return { ...one, pair: [moved(x), moved(y)], inputs }
}

/** A path given by hand: every step takes operands that are there, and one is left at the end. */
export function checkPath(name: string, steps: readonly unknown[], operands: number): Step[] {
  let count = operands
  const path = steps.map((step) => {
    const list = Array.isArray(step) ? listItems(name, step) : [step]
    const places = list.map(Number)
    if (
      places.length === 0 ||
      places.some((i) => !Number.isInteger(i) || i < 0 || i >= count) ||
      new Set(places).size < list.length
    ) {
      throw rangeError(`${name}: expected steps of different places below ${count}, received [${list.join(', ')}]`)
    }
    count -= places.length - 1
    return places
  })
  if (count !== 1)
    throw rangeError(`${name}: expected a path that contracts all operands, received one that leaves ${count}`)
  return path
}
