import { setOwn } from '../member.js'
import { listIndex } from '../pointer.js'
import { foldedText } from './block-text.js'
import { decoded, keyOf, resolvePlain } from './kubernetes-scalars.js'
import { quotedText } from './quoted-text.js'

/** A value of a plain document. */
export interface PlainValue {
  readonly data: unknown
  /** Where it and what is in it were written; only when asked for. */
  readonly place?: PlainPlace
}

/** Where a document stands in the text of a file. */
export interface Part {
  readonly start: number
  readonly end: number
}

export interface PlainOptions {
  /** Keys that were read before by how they are written, and where more are remembered. */
  readonly keys?: Map<string, string>
  readonly withPlaces?: boolean
}

/** Where a value was written: offsets in the text. */
export interface PlainPlace {
  readonly start: number
  readonly end: number
  readonly isScalar: boolean
  readonly key?: { readonly start: number; readonly end: number }
  child?(segment: string): PlainPlace | undefined
}

/** Deeper documents are left to others, who count exactly. */
const deepest = 100

/** A key and its colon are closer together than this. */
const longestKey = 900

const [tab, lineBreak, space, doubleQuote, hash, singleQuote] = [9, 10, 32, 34, 35, 39]
const [minus, colon, greater, bracket, brace, bar] = [45, 58, 62, 91, 123, 124]

/** Characters that mean something else where an unquoted text begins. */
const indicators = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((character) => character.charCodeAt(0)))

/**
 * Reads one document of YAML as Kubernetes does, if it is as plain as the files that programs write: block lists and objects of
 * unquoted and quoted texts. It is many times as fast as a reader of all YAML. Undefined for everything else, mistakes
 * included, which is left to that one; what this one reads, both read alike.
 * @param text with line breaks of `\n` alone and without U+0085, U+2028, U+2029, U+FEFF and control characters
 */
export function readPlain(
  text: string,
  { start, end }: Part,
  { keys = new Map(), withPlaces = false }: PlainOptions = {},
): PlainValue | undefined {
  try {
    return new PlainReader(text, start, end, keys, withPlaces).document()
  } catch (error) {
    if (error === notPlain) return undefined
    throw error
  }
}

/** Whether plain documents may stand in a text: it has no line breaks but `\n`, and no byte order marks. */
export function mayBePlain(text: string): boolean {
  return !/[\r\u0085\u2028\u2029\ufeff]/.test(text)
}

const notPlain = new Error('not plain')

interface GrowingPlace extends PlainPlace {
  end: number
  key?: { readonly start: number; readonly end: number }
}

class PlainReader {
  /** Where the next node begins, the first one of its line; the end of the text when there is none. */
  #at = 0
  /** Its column; -1 at the end. */
  #indent = -1
  #depth = 0
  /** The place of the value that was read last. */
  #place: GrowingPlace = nowhere
  readonly #keys: Map<string, string>
  readonly #text: string
  readonly #start: number
  readonly #end: number
  readonly #withPlaces: boolean

  constructor(text: string, start: number, end: number, keys: Map<string, string>, withPlaces: boolean) {
    this.#keys = keys
    this.#text = text
    this.#start = start
    this.#end = end
    this.#withPlaces = withPlaces
  }

  document(): PlainValue {
    const opening = /^---(?: *\n| *$)/.exec(this.#text.slice(this.#start, this.#start + 100))
    this.#next(this.#start + (opening?.[0].length ?? 0))
    if (this.#indent < 0) throw notPlain
    const data = this.#block()
    if (this.#at < this.#end) throw notPlain
    return this.#withPlaces ? { data, place: this.#place } : { data }
  }

  /** Goes to the next line that is neither blank nor a comment, from the beginning of one. */
  #next(from: number): void {
    const text = this.#text
    let line = from
    while (line < this.#end) {
      let at = line
      while (text.charCodeAt(at) === space) at++
      if (at >= this.#end) break
      const first = text.charCodeAt(at)
      if (first === tab) throw notPlain
      if (first !== lineBreak && first !== hash) {
        this.#at = at
        this.#indent = at - line
        return
      }
      line = this.#lineEnd(at) + 1
    }
    this.#at = this.#end
    this.#indent = -1
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf('\n', from)
    return end < 0 || end > this.#end ? this.#end : end
  }

  #block(): unknown {
    return this.#isDash(this.#at) ? this.#list(this.#indent) : this.#object(this.#indent)
  }

  #isDash(at: number): boolean {
    return this.#text.charCodeAt(at) === minus && this.#isBlank(at + 1)
  }

  #isBlank(at: number): boolean {
    if (at >= this.#end) return true
    const code = this.#text.charCodeAt(at)
    return code === space || code === lineBreak
  }

  #list(column: number): unknown[] {
    if (++this.#depth > deepest) throw notPlain
    const start = this.#at
    const items: unknown[] = []
    const places: PlainPlace[] | undefined = this.#withPlaces ? [] : undefined
    while (this.#indent === column && this.#isDash(this.#at)) {
      const dash = this.#at
      let at = dash + 1
      while (this.#text.charCodeAt(at) === space) at++
      if (at >= this.#end || this.#text.charCodeAt(at) === lineBreak) throw notPlain
      items.push(this.#item(at, column, column + at - dash))
      places?.push(this.#place)
    }
    if (this.#indent > column) throw notPlain
    this.#depth--
    if (places) this.#placed(start, this.#at, (segment) => places[listIndex(segment) ?? places.length])
    return items
  }

  /** What stands behind a dash. */
  #item(at: number, column: number, inner: number): unknown {
    if (!this.#isDash(at) && this.#keyEnd(at) < 0) return this.#value(at, column)
    this.#at = at
    this.#indent = inner
    return this.#block()
  }

  #object(column: number): Record<string, unknown> {
    if (++this.#depth > deepest) throw notPlain
    const start = this.#at
    const data: Record<string, unknown> = {}
    const places = this.#withPlaces ? new Map<string, PlainPlace>() : undefined
    while (this.#indent === column) {
      const keyStart = this.#at
      const keyEnd = this.#keyEnd(keyStart)
      if (keyEnd < 0) throw notPlain
      const key = this.#key(keyStart, keyEnd)
      if (data[key] !== undefined && Object.hasOwn(data, key)) throw notPlain
      let at = keyEnd + 1
      while (this.#text.charCodeAt(at) === space) at++
      setOwn(data, key, this.#isLineEnd(at) ? this.#below(at, column) : this.#value(at, column))
      if (places) {
        this.#place.key = { start: keyStart, end: keyEnd }
        places.set(key, this.#place)
      }
    }
    if (this.#indent > column) throw notPlain
    this.#depth--
    if (places) this.#placed(start, this.#at, (segment) => places.get(segment))
    return data
  }

  #isLineEnd(at: number): boolean {
    return at >= this.#end || this.#text.charCodeAt(at) === lineBreak
  }

  /** The value of a key that ends its line. */
  #below(at: number, column: number): unknown {
    this.#next(at + 1)
    if (this.#indent > column) return this.#block()
    if (this.#indent === column && this.#isDash(this.#at)) return this.#list(column)
    if (this.#withPlaces) this.#placed(at, at)
    return null
  }

  /** Where the colon is, if a key begins there; -1 if none does. */
  #keyEnd(from: number): number {
    const text = this.#text
    const first = text.charCodeAt(from)
    if (first === doubleQuote || first === singleQuote) {
      const close = text.indexOf(first === singleQuote ? "'" : '"', from + 1)
      return close > 0 && text.charCodeAt(close + 1) === colon && this.#isBlank(close + 2) ? close + 1 : -1
    }
    const last = Math.min(this.#end, from + longestKey)
    for (let at = from; at < last; at++) {
      const code = text.charCodeAt(at)
      if (code === lineBreak) return -1
      if (code === colon && this.#isBlank(at + 1)) return at
    }
    return -1
  }

  #key(start: number, end: number): string {
    const first = this.#text.charCodeAt(start)
    if (first === doubleQuote || first === singleQuote) {
      const written = this.#text.slice(start + 1, end - 1)
      if (/[\\\n]/.test(written)) throw notPlain
      return written
    }
    const written = this.#text.slice(start, end)
    const known = this.#keys.get(written)
    if (known !== undefined) return known
    this.#checkStart(start)
    if (written === '<<' || /^[-.]{3}|\t| #| $/.test(written)) throw notPlain
    const key = keyOf(resolvePlain(written))
    if (key === undefined) throw notPlain
    this.#keys.set(written, key)
    return key
  }

  #checkStart(at: number): void {
    const first = this.#text.charCodeAt(at)
    if (!indicators.has(first)) return
    if (first !== minus || this.#isBlank(at + 1)) throw notPlain
  }

  /** A value that begins behind its key or dash. */
  #value(at: number, column: number): unknown {
    switch (this.#text.charCodeAt(at)) {
      case doubleQuote:
      case singleQuote:
        return this.#quoted(at, column)
      case bar:
      case greater:
        return this.#blockText(at, column)
      case bracket:
        return this.#empty(at, ']', column) && []
      case brace:
        return this.#empty(at, '}', column) && {}
      default:
        return this.#plain(at, column)
    }
  }

  #empty(at: number, closing: string, column: number): true {
    if (this.#text[at + 1] !== closing) throw notPlain
    this.#endLine(at + 2, column)
    if (this.#withPlaces) this.#placed(at, at + 2, () => undefined)
    return true
  }

  /** Nothing more stands on this line, and what follows is not within the value. */
  #endLine(from: number, column: number): void {
    let at = from
    while (this.#text.charCodeAt(at) === space) at++
    if (!this.#isLineEnd(at)) throw notPlain
    this.#next(at + 1)
    if (this.#indent > column) throw notPlain
  }

  #plain(start: number, column: number): unknown {
    this.#checkStart(start)
    let end = this.#plainEnd(start)
    let value = this.#text.slice(start, end)
    this.#next(this.#lineEnd(end) + 1)
    while (this.#indent > column) {
      const between = this.#text.slice(end, this.#at)
      if (/[^ \n]/.test(between) || indicators.has(this.#text.charCodeAt(this.#at))) throw notPlain
      const breaks = between.split('\n').length - 1
      const next = this.#plainEnd(this.#at)
      value += (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)) + this.#text.slice(this.#at, next)
      end = next
      this.#next(this.#lineEnd(end) + 1)
    }
    const data = decoded(resolvePlain(value))
    if (data === undefined) throw notPlain
    if (this.#withPlaces) this.#placed(start, end)
    return data
  }

  /** Where the unquoted text of a line ends: without the blanks behind it. */
  #plainEnd(start: number): number {
    const text = this.#text
    const end = this.#lineEnd(start)
    let last = start
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at)
      if (code === space) continue
      if (code === tab || (code === colon && this.#isBlank(at + 1))) throw notPlain
      if (code === hash && text.charCodeAt(at - 1) === space) throw notPlain
      last = at + 1
    }
    return last
  }

  #quoted(start: number, column: number): unknown {
    const { text, end } = quotedText(this.#text, start, this.#end, column) ?? this.#fail()
    this.#endLine(end, column)
    if (this.#withPlaces) this.#placed(start, end)
    return text
  }

  #fail(): never {
    throw notPlain
  }

  /** A text below `|` or `>`. */
  #blockText(start: number, column: number): unknown {
    const text = this.#text
    const header = /^[|>][-+]? *$/.exec(text.slice(start, this.#lineEnd(start)))?.[0] ?? this.#fail()
    const first = this.#lineEnd(start) + 1
    let indent = 0
    let line = first
    let filled = first
    while (line < this.#end) {
      let at = line
      while (text.charCodeAt(at) === space) at++
      const isEmpty = this.#isLineEnd(at)
      // Lines of nothing but spaces are not read alike everywhere.
      if (isEmpty && at > line) throw notPlain
      if (!isEmpty) {
        const spaces = at - line
        if (indent === 0) {
          if (spaces <= column) break
          indent = spaces
        }
        if (text.charCodeAt(at) === tab && (spaces < indent || filled === first)) throw notPlain
        if (spaces < indent) break
        filled = this.#lineEnd(at) + 1
      }
      line = this.#lineEnd(at) + 1
    }
    if (indent === 0 || text.charCodeAt(line) === hash) throw notPlain
    this.#next(line)
    if (this.#indent > column || (this.#at === this.#end && line > this.#end)) throw notPlain
    if (this.#withPlaces) this.#placed(start, Math.min(filled - 1, this.#end))
    return foldedText({ header, source: text.slice(first, line), indent })
  }

  #placed(start: number, end: number, child?: (segment: string) => PlainPlace | undefined): void {
    this.#place = child ? { start, end, isScalar: false, child } : { start, end, isScalar: true }
  }
}

const nowhere: GrowingPlace = { start: 0, end: 0, isScalar: true }
