import type { Location } from '../model/index.js'
import { once } from '../once.js'
import { listIndex, parsePointer } from '../pointer.js'
import { placesInBytes } from './json-bytes.js'
import { closingQuote, isBlank, skipBlanks } from './json-survey.js'
import type { Lines } from './lines.js'

type Members = ReadonlyMap<string, number> | readonly number[]

/** The index of a longer value is kept, that of a shorter one only while it is among the last so many looked into. */
const worthKeeping = 20_000
const mostRecent = 64

interface Container {
  readonly members: Members
  /** Offset of its closing bracket. */
  readonly end: number
}

/**
 * Finds the places of values in a valid JSON text, on demand.
 *
 * A scalar's place is exactly its text. An object or a list that spans several lines is shown as its first line alone.
 */
export function jsonPlaces(lines: Lines, root: number): (pointer: string) => Location {
  const inBytes = placesInBytes(lines, root)
  const find = once(() => jsonFinder(lines, root))
  return (pointer) => {
    const place = inBytes(pointer)
    if (place) return place
    const { start, end } = find()(pointer)
    return lines.firstLine(start, end())
  }
}

/** Where a value, or the nearest one above it, starts in a text. */
export interface FoundValue {
  readonly start: number
  /** Looks for the offset behind it. */
  readonly end: () => number
  /** Where its key starts, when it is the member of an object. */
  readonly key: number | undefined
  /** Whether it is the value itself. */
  readonly isExact: boolean
}

/**
 * Finds values in a valid JSON text. Where the items of a list or object start is noted, so many lookups in one export
 * cost about one scan of it.
 */
export function jsonFinder(lines: Lines, root: number): (pointer: string) => FoundValue {
  const { text } = lines
  const kept = new Map<number, Container>()
  const recent = new Map<number, Container>()

  const containerAt = (start: number): Container | undefined => {
    const known = kept.get(start) ?? recent.get(start)
    if (known !== undefined) return known
    const opening = text[start]
    if (opening !== '{' && opening !== '[') return undefined
    const container = opening === '{' ? objectMembers(text, start) : listMembers(text, start)
    if (container.end - start > worthKeeping) {
      kept.set(start, container)
      return container
    }
    const [oldest] = recent.keys()
    if (oldest !== undefined && recent.size >= mostRecent) recent.delete(oldest)
    recent.set(start, container)
    return container
  }
  const endOf = (start: number) => () => {
    const known = kept.get(start) ?? recent.get(start)
    return known === undefined ? skipValue(text, start) : known.end + 1
  }

  return (pointer) => {
    let start = skipBlanks(text, root)
    let key: number | undefined
    for (const segment of parsePointer(pointer)) {
      const members = containerAt(start)?.members
      const next = members === undefined ? undefined : memberAt(members, segment)
      if (next === undefined) return { start, end: endOf(start), key, isExact: false }
      key = members instanceof Map ? keyBefore(text, next) : undefined
      start = next
    }
    return { start, end: endOf(start), key, isExact: true }
  }
}

/** Where the key of a value starts: a quote in it has a backslash before it, and an even number of them before that. */
function keyBefore(text: string, value: number): number {
  let at = text.lastIndexOf('"', text.lastIndexOf(':', value - 1)) - 1
  for (; at >= 0; at--) {
    if (text[at] !== '"') continue
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) break
  }
  return at
}

function memberAt(members: Members, segment: string): number | undefined {
  if (members instanceof Map) return members.get(segment)
  const index = listIndex(segment)
  return index === undefined ? undefined : (members as readonly number[])[index]
}

function objectMembers(text: string, start: number): Container {
  const members = new Map<string, number>()
  let at = skipBlanks(text, start + 1)
  while (text[at] === '"') {
    const close = closingQuote(text, at)
    const written = text.slice(at + 1, close)
    const key = written.includes('\\') ? (JSON.parse(`"${written}"`) as string) : written
    const value = skipBlanks(text, skipBlanks(text, close + 1) + 1)
    members.set(key, value)
    at = nextItem(text, skipValue(text, value))
  }
  return { members, end: at }
}

function listMembers(text: string, start: number): Container {
  const members: number[] = []
  let at = skipBlanks(text, start + 1)
  while (at < text.length && text[at] !== ']') {
    members.push(at)
    at = nextItem(text, skipValue(text, at))
  }
  return { members, end: at }
}

/** From behind a value over the comma to the next one, or to the closing bracket. */
export function nextItem(text: string, behind: number): number {
  const at = skipBlanks(text, behind)
  return text[at] === ',' ? skipBlanks(text, at + 1) : at
}

/** The offset behind the value that starts here; counts brackets, so depth costs no stack. */
export function skipValue(text: string, start: number): number {
  const first = text[start]
  if (first === '"') return closingQuote(text, start) + 1
  if (first !== '{' && first !== '[') {
    let at = start
    while (at < text.length && !endsWord(text.charCodeAt(at))) at++
    return at
  }
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = closingQuote(text, at)
    else if (code === 0x7b || code === 0x5b) depth++
    else if ((code === 0x7d || code === 0x5d) && --depth === 0) return at + 1
  }
  return text.length
}

/** Whether a number, `true`, `false` or `null` is over before this: white space, a comma, a closing bracket. */
function endsWord(code: number): boolean {
  return isBlank(code) || code === 0x2c || code === 0x5d || code === 0x7d
}
