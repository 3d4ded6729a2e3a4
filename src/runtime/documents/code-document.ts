import { field, isRecord } from '../member.js'
import type { Location } from '../model/index.js'
import { listIndex, parsePointer } from '../pointer.js'
import { linesOf } from './lines.js'
import { plainData } from './plain-data.js'
import type { YamlDocument } from './yaml.js'

/** Where a program writes data, as far as it is known. */
export interface CodeOrigin {
  readonly file: string
  /** What the file holds; without it all places are where the data begin. */
  readonly text?: string | undefined
  /** Where the data begin: 1-based. */
  readonly line: number
  readonly column: number
}

/** A text of the program; `exact` when each of its characters is one of the value's. */
interface Hit {
  readonly start: number
  readonly end: number
  readonly exact: boolean
}

/**
 * A document that a program gives. Places are found by looking for its keys and texts in the program, from where the data
 * begin: as near as can be told without running it. What is computed stands where the data begin.
 * @param written the end of a pointer that is the pointer in what the program writes, where that leaves out what is around it
 * @throws InputError for what is no data
 */
export function codeDocument(
  data: unknown,
  origin: CodeOrigin,
  written: (pointer: string) => string = (pointer) => pointer,
): YamlDocument {
  const { file, text = '', line, column } = origin
  const lines = linesOf(file, text)
  const begin = { line, column }
  const beginning: Location = { file, start: begin, end: begin }
  const plain = plainData(data, beginning)
  const from = offsetOf(text, line, column)
  const find = (pointer: string, part: 'key' | 'value'): Hit | undefined => {
    if (text === '') return undefined
    let at = from
    let found: Hit | undefined
    const inside = written(pointer)
    let value: unknown = field(plain, ...parsePointer(pointer.slice(0, pointer.length - inside.length)))
    for (const segment of parsePointer(inside)) {
      const isItem = Array.isArray(value)
      value = field(value, isItem ? (listIndex(segment) ?? segment) : segment)
      const hit = isItem ? itemIn(text, value, at) : keyIn(text, segment, at)
      if (!hit) continue
      found = hit
      at = isItem ? text.lastIndexOf('{', hit.start) + 1 || hit.start : hit.end
    }
    const literal = part === 'value' && typeof value === 'string' ? literalIn(text, value, at) : undefined
    return literal ?? found
  }
  return {
    data: plain,
    errors: [],
    locate: (pointer, part = 'value') => {
      const hit = find(pointer, part)
      return hit ? lines.firstLine(hit.start, hit.end) : beginning
    },
    offsetIn: (pointer, offset) => {
      const hit = find(pointer, 'value')
      return hit ? lines.position(hit.start + (hit.exact ? offset : 0)) : begin
    },
    lineAt: (number) => lines.lineAt(number),
  }
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0
  for (let number = 1; number < line; number++) at = text.indexOf('\n', at) + 1
  return at + column - 1
}

/** `key:`, with or without quotes. */
function keyIn(text: string, key: string, from: number): Hit | undefined {
  const name = key.replace(/[^\w]/g, '\\$&')
  const pattern = new RegExp(`(?<![\\w$.])(["'\`]?)(${name})\\1\\s*[:,(}]`, 'g')
  pattern.lastIndex = from
  const match = pattern.exec(text)
  if (!match) return undefined
  const start = match.index + (match[1] ?? '').length
  return { start, end: start + key.length, exact: false }
}

/** An item of a list: its text, or the first text in it. */
function itemIn(text: string, item: unknown, from: number): Hit | undefined {
  const mark = isRecord(item) ? Object.values(item).find((value) => typeof value === 'string') : item
  return typeof mark === 'string' ? literalIn(text, mark, from) : undefined
}

/** A text in quotes of any kind, the first one. */
function literalIn(text: string, value: string, from: number): Hit | undefined {
  const hits = ["'", '"', '`'].flatMap((quote) => {
    const escaped = value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
    const inside = quote === '`' ? escaped : escaped.replaceAll('\n', '\\n')
    const at = text.indexOf(`${quote}${inside}${quote}`, from)
    return at < 0 ? [] : [{ start: at + 1, end: at + 1 + inside.length, exact: inside === value }]
  })
  return hits.sort((a, b) => a.start - b.start)[0]
}
