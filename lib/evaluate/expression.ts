/** The expression language of `np.evaluate`: Python's operators and precedence, calls of ufuncs, numbers, names. */
import { NumblasTypeError } from '../core/errors'

export type Expression =
  | { readonly kind: 'number'; readonly value: number | bigint | { re: number; im: number } }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly at: number }

/** A syntax error: what was expected at which position (1 is the first character). */
export class ExpressionError extends NumblasTypeError {
  constructor(
    text: string,
    readonly position: number,
    expected: string,
  ) {
    const found =
      position >= text.length
        ? 'the end'
        : `'${
            text
              .slice(position)
              .match(/^\s*\S{1,12}/)?.[0]
              .trim() ?? ''
          }'`
    super('ERR_SYNTAX', `evaluate: expected ${expected} at position ${position + 1}, received ${found} in '${text}'`)
  }
}

interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'end'
  readonly text: string
  readonly at: number
}

const TOKEN =
  /\s*(?:(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?j?)|(?<name>[A-Za-z_][A-Za-z_0-9]*)|(?<operator>\*\*|\/\/|<<|>>|<=|>=|==|!=|[-+*/%&|^~<>(),]))/y

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  let at = 0
  while (text.slice(at).trim() !== '') {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (match === null)
      throw new ExpressionError(text, at + text.slice(at).search(/\S/), 'a number, a name or an operator')
    const groups = match.groups!
    const kind = groups.number !== undefined ? 'number' : groups.name !== undefined ? 'name' : 'operator'
    const word = groups[kind]!
    tokens.push({ kind, text: word, at: TOKEN.lastIndex - word.length })
    at = TOKEN.lastIndex
  }
  tokens.push({ kind: 'end', text: '', at: text.length })
  return tokens
}

// Binary operators from the loosest on, as Python binds them; all group to the left. `**` is apart.
const LEVELS: readonly Readonly<Record<string, string>>[] = [
  { '<': 'less', '<=': 'less_equal', '>': 'greater', '>=': 'greater_equal', '==': 'equal', '!=': 'not_equal' },
  { '|': 'bitwise_or' },
  { '^': 'bitwise_xor' },
  { '&': 'bitwise_and' },
  { '<<': 'left_shift', '>>': 'right_shift' },
  { '+': 'add', '-': 'subtract' },
  { '*': 'multiply', '/': 'divide', '//': 'floor_divide', '%': 'remainder' },
]
const PREFIX: Readonly<Record<string, string>> = { '-': 'negative', '+': 'positive', '~': 'invert' }
const MAX_DEPTH = 200

class Parser {
  private readonly tokens: Token[]
  private next = 0
  private depth = 0

  constructor(private readonly text: string) {
    this.tokens = tokenize(text)
  }

  parse(): Expression {
    const expression = this.binary(0)
    if (this.peek.kind !== 'end') throw this.error('an operator or the end')
    return expression
  }

  private get peek(): Token {
    return this.tokens[this.next]
  }

  private error(expected: string): ExpressionError {
    return new ExpressionError(this.text, this.peek.at, expected)
  }

  private take(text: string): boolean {
    if (this.peek.kind !== 'operator' || this.peek.text !== text) return false
    this.next++
    return true
  }

  private binary(level: number): Expression {
    if (level === LEVELS.length) return this.unary()
    let left = this.binary(level + 1)
    for (let chained = false; ; chained = true) {
      const token = this.peek
      const name =
        token.kind === 'operator' && Object.hasOwn(LEVELS[level], token.text) ? LEVELS[level][token.text] : undefined
      if (name === undefined) return left
      if (chained && level === 0) throw this.error('one comparison (join several by & and parentheses)')
      this.next++
      left = { kind: 'call', name, args: [left, this.binary(level + 1)], at: token.at }
    }
  }

  private unary(): Expression {
    const token = this.peek
    if (token.kind === 'operator' && Object.hasOwn(PREFIX, token.text)) {
      this.next++
      return { kind: 'call', name: PREFIX[token.text], args: [this.nested(() => this.unary())], at: token.at }
    }
    return this.power()
  }

  private power(): Expression {
    const base = this.primary()
    const { at } = this.peek
    if (!this.take('**')) return base
    return { kind: 'call', name: 'power', args: [base, this.nested(() => this.unary())], at }
  }

  private primary(): Expression {
    const token = this.peek
    if (token.kind === 'number') {
      this.next++
      return { kind: 'number', value: numberOf(token.text) }
    }
    if (token.kind === 'name') {
      this.next++
      if (!this.take('(')) return { kind: 'name', name: token.text }
      const args: Expression[] = []
      while (!this.take(')')) {
        if (args.length > 0 && !this.take(',')) throw this.error("',' or ')'")
        args.push(this.nested(() => this.binary(0)))
      }
      return { kind: 'call', name: token.text, args, at: token.at }
    }
    if (this.take('(')) {
      const inner = this.nested(() => this.binary(0))
      if (!this.take(')')) throw this.error("')'")
      return inner
    }
    throw this.error("a number, a name or '('")
  }

  private nested(parse: () => Expression): Expression {
    if (++this.depth > MAX_DEPTH) throw this.error(`at most ${MAX_DEPTH} levels of nesting`)
    const result = parse()
    this.depth--
    return result
  }
}

// `2` is an integer beside integer arrays, `2.0` and `2e0` are floats; `2j` is imaginary.
function numberOf(text: string): number | bigint | { re: number; im: number } {
  if (text.endsWith('j')) return { re: 0, im: Number(text.slice(0, -1)) }
  return /^\d+$/.test(text) ? BigInt(text) : Number(text)
}

/** Parses an expression. Throws `ExpressionError` with the position of what is wrong. */
export function parseExpression(text: string): Expression {
  return new Parser(text).parse()
}
