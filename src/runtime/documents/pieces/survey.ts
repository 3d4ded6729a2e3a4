import type { Location, Position } from '../../model/index.js'
import { listIndex } from '../../pointer.js'
import { surveyCode } from './survey-code.js'

/** What the bytes of some items tell in one pass: where each stands, and what JSON.parse would not say of them. */
export interface Survey {
  /** How many objects and lists stand there, one after the other. */
  readonly count: number
  /** The keys that they have written down, of all levels. */
  readonly keys: number
  /** The line breaks before their end. */
  readonly breaks: number
  /** Where the line starts on which they end; where the survey began, when that is on the same line. */
  readonly lineStart: number
  /** The offset behind the last of them. */
  readonly end: number
  /** Whether a number is written with a point or an exponent. */
  readonly hasFraction: boolean
  /** Whether an escape may be half of a character. */
  readonly mayHoldHalves: boolean
  /** Where the item of this number stands. */
  item(index: number): SurveyedItem
}

export interface SurveyedItem {
  readonly start: number
  readonly end: number
  /** The line breaks before it. */
  readonly breaks: number
  /** Where its line starts; where the survey began, when that is on the same line. */
  readonly lineStart: number
}

/** A buffer of bytes that can be surveyed. */
export interface SurveyBuffer {
  /** The buffer, of at least this length: what was in it is gone when it was shorter. */
  ofLength(length: number): Buffer
  /**
   * Surveys items from the beginning of one, or from what separates it from the one before, until one ends at `wanted` or
   * behind, or a bracket closes what they stand in. Means nothing where the text turns out not to be JSON.
   */
  survey(from: number, to: number, wanted: number): Survey
  /**
   * Looks in a surveyed item for a value, or the nearest one around it.
   * @param path the keys and indexes that lead to it
   * @returns nothing where keys are written with escapes: then the text has to be read
   */
  find(from: number, to: number, path: readonly string[]): FoundInItem | undefined
}

/** Where a value stands in an item. */
export interface FoundInItem {
  readonly start: number
  /** Where it ends, or the line on which it starts, if that is before. */
  readonly end: number
  /** The line breaks between the beginning of the item and it. */
  readonly breaks: number
  /** Where its line starts; the beginning of the item, when that is on the same line. */
  readonly lineStart: number
}

/** What the compiled code has. */
interface Code {
  survey(from: number, to: number, wanted: number, table: number, most: number): void
  find(from: number, to: number, path: number): number
  readonly [found: string]: unknown
}

/** What is used of it: Node's types do without. */
declare const WebAssembly: {
  readonly Memory: new (size: {
    initial: number
  }) => { readonly buffer: ArrayBuffer; grow(pages: number): number }
  readonly Module: new (code: Buffer) => object
  readonly Instance: new (module: object, imports: object) => { readonly exports: Code }
}

/**
 * The memory: what the code needs for itself, a path, a table of items of four numbers each, the buffer, a block that may be
 * looked into.
 */
const page = 1 << 16
const pathAt = page
const table = pathAt + page
const mostItems = 1 << 14
const base = table + mostItems * 16
const block = 64

let shared: SurveyBuffer | undefined

/** The buffer of this thread: whoever reads into it takes it from who did before. */
export function surveyBuffer(): SurveyBuffer {
  shared ??= makeBuffer()
  return shared
}

/** Another one, for who does not want to give it away. Its memory is that of one WebAssembly program. */
export function makeBuffer(): SurveyBuffer {
  const memory = new WebAssembly.Memory({ initial: base / page + 1 })
  const program = new WebAssembly.Module(Buffer.from(surveyCode, 'base64'))
  const { exports: code } = new WebAssembly.Instance(program, { env: { memory } })
  const found = (name: string) => Number((code[name] as { readonly value: number }).value)
  let buffer = Buffer.alloc(0)
  let path = Buffer.alloc(0)
  let items = new Int32Array(0)
  return {
    ofLength(length) {
      if (length <= buffer.length) return buffer
      const missing = base + length + block - memory.buffer.byteLength
      if (missing > 0) memory.grow(Math.ceil(missing / page))
      buffer = Buffer.from(memory.buffer, base, memory.buffer.byteLength - base - block)
      path = Buffer.from(memory.buffer, pathAt, page)
      items = new Int32Array(memory.buffer, table, mostItems * 4)
      return buffer
    },
    find(from, to, steps) {
      if (!writePath(path, steps) || code.find(base + from, base + to, pathAt) === 0) return undefined
      return {
        start: found('foundStart') - base,
        end: found('foundEnd') - base,
        breaks: found('foundBreaks'),
        lineStart: found('foundLine') - base,
      }
    },
    survey(from, to, wanted) {
      code.survey(base + from, base + to, base + wanted, table, mostItems)
      return {
        count: found('count'),
        keys: found('keys'),
        breaks: found('breaks'),
        lineStart: found('lineStart') - base,
        end: found('end') - base,
        hasFraction: found('hasFraction') !== 0,
        mayHoldHalves: found('mayHoldHalves') !== 0,
        item: (index) => ({
          start: (items[index * 4] as number) - base,
          end: (items[index * 4 + 1] as number) - base,
          breaks: items[index * 4 + 2] as number,
          lineStart: (items[index * 4 + 3] as number) - base,
        }),
      }
    },
  }
}

/** Writes a path as the code reads it: of each step the length of its key, its index or -1, its key. */
function writePath(memory: Buffer, steps: readonly string[]): boolean {
  let at = 0
  for (const step of steps) {
    const room = memory.length - at - 12
    if (step.length * 3 > room) return false
    const length = memory.write(step, at + 8)
    memory.writeInt32LE(length, at)
    memory.writeInt32LE(listIndex(step) ?? -1, at + 4)
    at += 8 + length
  }
  memory.writeInt32LE(-1, at)
  return true
}

/**
 * The place of what was found in an item that starts there.
 * @param width how many characters some bytes are
 */
export function placeOf(
  { start, end, breaks, lineStart }: FoundInItem,
  file: string,
  item: Position,
  width: (from: number, to: number) => number,
): Location {
  const line = item.line + breaks
  const column = (breaks === 0 ? item.column : 1) + width(lineStart, start)
  return { file, start: { line, column }, end: { line, column: column + width(start, end) } }
}
