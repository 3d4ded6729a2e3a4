// Where values stand in the bytes of an item of JSON that is known to be valid and to name no key twice.
import { are, before, skip } from './survey'

/** What the last search found: where the value starts, or the nearest one around it that there is. */
export let foundStart: i32 = 0
/** Where it ends, or the line on which it starts, if that is before. */
export let foundEnd: i32 = 0
/** The line breaks between the beginning of the item and it. */
export let foundBreaks: i32 = 0
/** Where its line starts; the beginning of the item, when that is on the same line. */
export let foundLine: i32 = 0

/**
 * Looks for a value in the item from `from` to `to`.
 * @param path of each step the length of its key, its index or -1, and the bytes of its key; a length of -1 ends it
 * @returns whether it could: not where a key before it is written with escapes
 */
export function find(from: i32, to: i32, path: i32): bool {
  let at = from
  for (let step = path; ; ) {
    const length = load<i32>(step)
    if (length < 0) break
    const kind = load<u8>(at)
    let next: i32 = -1
    if (kind === 0x7b) {
      next = member(at, to, step + 8, length)
      if (next === unread) return false
    } else if (kind === 0x5b) next = element(at, to, load<i32>(step, 4))
    if (next < 0) break
    at = next
    step += 8 + length
  }
  foundStart = at
  place(from, at)
  foundEnd = endOf(at, to)
  return true
}

const unread: i32 = -2

/** Where the value of a key starts in the object at `at`; -1 when it has none. */
function member(at: i32, to: i32, key: i32, length: i32): i32 {
  at = blanks(at + 1, to)
  while (at < to && load<u8>(at) === 0x22) {
    const name = at + 1
    const close = quote(name, to)
    if (close < 0) return unread
    const value = blanks(blanks(close + 1, to) + 1, to)
    if (close - name === length && memory.compare(name, key, length) === 0) return value
    at = behind(value, to)
  }
  return -1
}

/** Where the element of an index starts in the list at `at`; -1 when there is none. */
function element(at: i32, to: i32, index: i32): i32 {
  at = blanks(at + 1, to)
  for (let left = index; left >= 0 && at < to && load<u8>(at) !== 0x5d; left--) {
    if (left === 0) return at
    at = behind(at, to)
  }
  return -1
}

/** From a value over the comma to the next one, or to the closing bracket. */
function behind(value: i32, to: i32): i32 {
  const at = blanks(valueEnd(value, to), to)
  return at < to && load<u8>(at) === 0x2c ? blanks(at + 1, to) : at
}

function valueEnd(at: i32, to: i32): i32 {
  const first = load<u8>(at)
  if (first === 0x7b || first === 0x5b) return skip(at, to)
  if (first === 0x22) return textEnd(at + 1, to)
  while (at < to && !endsWord(load<u8>(at))) at++
  return at
}

/** The quote that ends a key; -1 when something in it is escaped. */
function quote(at: i32, to: i32): i32 {
  for (; at < to; at++) {
    const byte = load<u8>(at)
    if (byte === 0x22) return at
    if (byte === 0x5c) return -1
  }
  return to
}

/** Behind the quote that ends a text. */
function textEnd(at: i32, to: i32): i32 {
  const quotes = i8x16.splat(0x22)
  const backslashes = i8x16.splat(0x5c)
  while (at < to) {
    const bytes = v128.load(at)
    const either = i8x16.bitmask(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)))
    if (either === 0) at += 16
    else {
      at += ctz(either)
      if (load<u8>(at) === 0x22) return at + 1
      at += 2
    }
  }
  return to
}

function blanks(at: i32, to: i32): i32 {
  while (at < to && isBlank(load<u8>(at))) at++
  return at
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function isBlank(byte: u8): bool {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function endsWord(byte: u8): bool {
  return isBlank(byte) || byte === 0x2c || byte === 0x5d || byte === 0x7d
}

/** Counts the lines before a place: line breaks stand in no text of JSON. */
function place(from: i32, to: i32): void {
  foundBreaks = 0
  foundLine = from
  for (let at = from; at < to; at += 64) {
    const newlines = are(at, 0x0a) & before(to, at)
    if (newlines === 0) continue
    foundBreaks += popcnt(newlines) as i32
    foundLine = at + 64 - (clz(newlines) as i32)
  }
}

/** Where the value ends that starts there, or its line. */
function endOf(start: i32, to: i32): i32 {
  for (let at = start; at < to; at += 64) {
    const newlines = are(at, 0x0a) & before(to, at)
    if (newlines === 0) continue
    const line = at + (ctz(newlines) as i32)
    const end = valueEnd(start, line)
    return end === line && load<u8>(line - 1) === 0x0d ? line - 1 : end
  }
  return valueEnd(start, to)
}
