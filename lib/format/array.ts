/** Text of whole arrays: which elements to show, brackets, line breaks, and what `repr` adds. */
import type { DTypeInfo } from '../core/dtype'
import { readRaw } from '../core/elements'
import { formatShape } from '../core/errors'
import { expectMemory } from '../core/memory'
import { customFormat, elementTexts, type RawElement } from './elements'
import { binaryFormat, complexText, scalarText } from './float'
import { currentOptions, type PrintOptions } from './options'

/** What of an array printing reads. */
export interface Printable {
  readonly info: DTypeInfo
  readonly _shape: readonly number[]
  readonly _strides: readonly number[]
  readonly offset: number
  readonly _size: number
  readonly storage: { readonly bytes: Uint8Array; readonly dataView: DataView }
}

/** What is printed around an array's own text: it sets the indentation and the room on the last line. */
export interface Surroundings {
  readonly separator: string
  readonly prefix: string
  readonly suffix: string
}

/** Characters as Python counts them: code points. */
function width(text: string): number {
  const pairs = text.match(/[\ud800-\udbff][\udc00-\udfff]/g)
  return pairs === null ? text.length : text.length - pairs.length
}

/** An array in brackets, without what `repr` puts around it. */
export function arrayText(array: Printable, options: PrintOptions, around: Surroundings): string {
  if (array._size === 0) return '[]'
  expectMemory('array2string', array)
  const summarised = array._size > options.threshold
  const edge = summarised ? options.edgeitems : Number.POSITIVE_INFINITY
  const words = shownTexts(array, edge, options)
  if (array._shape.length === 0) return words[0]
  const lineWidth = options.linewidth - width(around.suffix)
  return new Layout(array._shape, edge, around.separator, words).text(
    0,
    ' '.repeat(1 + width(around.prefix)),
    lineWidth,
  )
}

function shownTexts(array: Printable, edge: number, options: PrintOptions): string[] {
  const { info, _shape: shape } = array
  const shown = shape.map((length) => shownIndices(length, edge))
  const custom = customFormat(info, options.formatter)
  if (custom !== undefined) return readElements(array, shown).map(custom)
  // Without edge items NumPy shows the last element only, and sizes its column by all.
  const sized = edge === 0 ? shape.map((length) => shownIndices(length, length)) : shown
  const texts = elementTexts(info, readElements(array, sized), shape.length === 0, options)
  return edge === 0 ? texts.slice(-1) : texts
}

/** The indices along a dimension that are shown: all, or those at both ends. */
function shownIndices(length: number, edge: number): number[] {
  if (2 * edge >= length) return Array.from({ length }, (_, i) => i)
  if (edge === 0) return [length - 1]
  const start = Array.from({ length: edge }, (_, i) => i)
  return [...start, ...start.map((i) => length - edge + i)]
}

function readElements(array: Printable, indices: readonly number[][]): RawElement[] {
  const { info, _strides: strides } = array
  const view = array.storage.dataView
  const values: RawElement[] = []
  const read = (axis: number, at: number): void => {
    if (axis === indices.length) {
      values.push(readRaw(info, view, at))
      return
    }
    const stride = strides[axis]
    for (const i of indices[axis]) read(axis + 1, at + i * stride)
  }
  read(0, array.offset)
  return values
}

/** Lays the words of the shown elements out, in order. */
class Layout {
  private next = 0
  private readonly ending: string
  private readonly reserve: number

  constructor(
    private readonly shape: readonly number[],
    private readonly edge: number,
    private readonly separator: string,
    private readonly words: readonly string[],
  ) {
    this.ending = separator.trimEnd()
    this.reserve = Math.max(width(this.ending), 1)
  }

  /** The bracketed text from an axis on; `lineWidth` leaves room for the brackets that close outside. */
  text(axis: number, indent: string, lineWidth: number): string {
    const length = this.shape[axis]
    const cut = 2 * this.edge < length
    const leading = cut ? this.edge : 0
    // Without edge items NumPy shows the last one all the same.
    const trailing = cut ? Math.max(this.edge, 1) : length
    const isRow = axis === this.shape.length - 1
    const body = isRow
      ? this.row(leading, cut, trailing, indent, lineWidth - this.reserve)
      : this.rows(axis, leading, cut, trailing, indent, lineWidth - 1)
    return `[${body}]`
  }

  private row(leading: number, cut: boolean, trailing: number, indent: string, lineWidth: number): string {
    const lines = new Lines(indent, lineWidth)
    for (let i = 0; i < leading; i++) lines.add(this.words[this.next++], this.separator)
    if (cut) lines.addWord('...', this.separator)
    for (let i = 1; i < trailing; i++) lines.add(this.words[this.next++], this.separator)
    lines.add(this.words[this.next++], '')
    return lines.text()
  }

  private rows(
    axis: number,
    leading: number,
    cut: boolean,
    trailing: number,
    indent: string,
    lineWidth: number,
  ): string {
    const parts: string[] = []
    for (let i = 0; i < leading; i++) parts.push(this.text(axis + 1, `${indent} `, lineWidth))
    if (cut) parts.push('...')
    for (let i = 0; i < trailing; i++) parts.push(this.text(axis + 1, `${indent} `, lineWidth))
    const newlines = '\n'.repeat(this.shape.length - axis - 1)
    return parts.join(this.ending + newlines + indent)
  }
}

const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

/** Words filled into lines. */
class Lines {
  private readonly done: string[] = []
  private line: string
  private length: number

  constructor(
    private readonly indent: string,
    private readonly lineWidth: number,
  ) {
    this.line = indent
    this.length = indent.length
  }

  add(word: string, separator: string): void {
    const words = word.split(LINE_BREAK)
    if (words.length > 1 && words[words.length - 1] === '') words.pop()
    if (words.length > 1) this.addBlock(words, separator)
    else this.addWord(word, separator)
  }

  addWord(word: string, separator: string): void {
    const wordWidth = width(word)
    // A break helps only where the line holds something yet.
    if (this.length + wordWidth > this.lineWidth && this.length > this.indent.length) this.break(this.indent)
    this.append(word, wordWidth)
    this.append(separator, width(separator))
  }

  // A word of several lines stands as a block, with its lines below each other.
  private addBlock(words: readonly string[], separator: string): void {
    const blockWidth = Math.max(...words.map(width))
    if (this.length + blockWidth > this.lineWidth && this.length > this.indent.length) this.break(this.indent)
    const indent = ' '.repeat(this.length)
    this.append(words[0], width(words[0]))
    for (const word of words.slice(1)) {
      this.break(indent)
      this.append(word, width(word))
    }
    const rest = blockWidth - width(words[words.length - 1])
    this.append(' '.repeat(rest), rest)
    this.append(separator, width(separator))
  }

  private append(text: string, textWidth: number): void {
    this.line += text
    this.length += textWidth
  }

  private break(indent: string): void {
    this.done.push(this.line.trimEnd())
    this.line = indent
    this.length = indent.length
  }

  text(): string {
    return [...this.done, this.line].join('\n').slice(this.indent.length)
  }
}

/** A dtype that an array's text shows by itself. */
const isImplied = (info: DTypeInfo): boolean =>
  info.name === 'int64' || info.name === 'float64' || info.name === 'complex128' || info.name === 'bool'

/** `array(...)`, with the shape and the dtype where the elements do not show them. */
export function arrayRepr(array: Printable, options: PrintOptions): string {
  const prefix = 'array('
  const text = prefix + arrayText(array, options, { separator: ', ', prefix, suffix: ')' })
  const extras: string[] = []
  const empty = array._size === 0
  const summarised = array._size > currentOptions().threshold
  if (summarised || (empty && array._shape.length > 1)) extras.push(`shape=${formatShape(array._shape)}`)
  if (empty || !isImplied(array.info)) extras.push(`dtype=${array.info.name}`)
  if (extras.length === 0) return `${text})`
  const extra = `${extras.join(', ')})`
  const lastLine = width(text.slice(text.lastIndexOf('\n') + 1)) + 1
  const fits = lastLine + extra.length + 1 <= options.linewidth
  return `${text},${fits ? ' ' : `\n${' '.repeat(prefix.length)}`}${extra}`
}

/** As `str` prints: without commas, and an array of no dimensions as its element. */
export function arrayStr(array: Printable, options: PrintOptions): string {
  if (array._shape.length > 0) return arrayText(array, options, { separator: ' ', prefix: '', suffix: '' })
  expectMemory('array2string', array)
  const value = readRaw(array.info, array.storage.dataView, array.offset)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'object') return complexText(value.re, value.im, binaryFormat(array.info.name))
  return array.info.kind === 'f' ? scalarText(value as number, binaryFormat(array.info.name)) : String(value)
}
