import { charge } from '../../evaluation/meter.js'
import type { Failure } from '../../values/failure.js'

/** Comparisons of characters up to which JavaScript's own search, which may make that many, is surely quick. */
const few = 1 << 22

/** Where a text holds another one, from an index on; -1 when it does not. Takes linear time, unlike `indexOf`. */
export function indexIn(text: string, part: string, from = 0): number | Failure {
  const over = charge((text.length + part.length) >> 6)
  if (over) return over
  if (text.length * part.length <= few) return text.indexOf(part, from)
  return charge(text.length >> 4) ?? search(text, part, from)
}

/** Where a text last holds another one that starts at an index or before; -1 when it does not. In linear time. */
export function lastIndexIn(text: string, part: string, from = text.length): number | Failure {
  const over = charge((text.length + part.length) >> 6)
  if (over) return over
  if (text.length * part.length <= few) return text.lastIndexOf(part, from)
  const last = Math.min(from, text.length - part.length)
  if (last < 0) return -1
  const at =
    charge(text.length >> 3) ?? search(reversed(text.slice(0, last + part.length)), reversed(part), 0)
  return typeof at !== 'number' || at < 0 ? at : last - at
}

/** The parts of a text between separators that are not empty. In linear time. */
export function splitAt(text: string, separator: string): string[] | Failure {
  const over = charge((text.length + separator.length) >> 6)
  if (over) return over
  if (text.length * separator.length <= few) return text.split(separator)
  const slow = charge(text.length >> 4)
  if (slow) return slow
  const parts: string[] = []
  const next = borders(separator)
  let from = 0
  for (let at = search(text, separator, 0, next); at >= 0; at = search(text, separator, from, next)) {
    parts.push(text.slice(from, at))
    from = at + separator.length
  }
  parts.push(text.slice(from))
  return parts
}

/** UTF-16 units in reverse order: for searching only. */
function reversed(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().reverse().toString('utf16le')
}

/** For each prefix of the part, the length of its longest proper suffix that is a prefix: Knuth, Morris and Pratt. */
function borders(part: string): Uint32Array {
  const lengths = new Uint32Array(part.length)
  let length = 0
  for (let i = 1; i < part.length; i++) {
    while (length > 0 && part.charCodeAt(i) !== part.charCodeAt(length))
      length = lengths[length - 1] as number
    if (part.charCodeAt(i) === part.charCodeAt(length)) length++
    lengths[i] = length
  }
  return lengths
}

function search(text: string, part: string, from: number, next = borders(part)): number {
  let matched = 0
  for (let i = from; i < text.length; i++) {
    while (matched > 0 && text.charCodeAt(i) !== part.charCodeAt(matched))
      matched = next[matched - 1] as number
    if (text.charCodeAt(i) === part.charCodeAt(matched)) matched++
    if (matched === part.length) return i - matched + 1
  }
  return -1
}
