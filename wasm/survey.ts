// What the bytes of some items of JSON tell in one pass, 64 at a time.

/** What one survey found, up to the end of the last whole item. */
export let count: i32 = 0
export let keys: i32 = 0
export let breaks: i32 = 0
export let lineStart: i32 = 0
export let end: i32 = 0
/** Of all bytes that were looked at. */
export let hasFraction: bool = false
export let mayHoldHalves: bool = false

/** How many bytes the table has for each item. */
const entry: i32 = 16

/** The bytes of a block that are this one, as bits. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function are(at: usize, byte: u8, mask: u8 = 0): u64 {
  const wanted = i8x16.splat(byte)
  const either = i8x16.splat(mask)
  const a = i8x16.bitmask(i8x16.eq(v128.or(v128.load(at), either), wanted)) as u64
  const b = i8x16.bitmask(i8x16.eq(v128.or(v128.load(at, 16), either), wanted)) as u64
  const c = i8x16.bitmask(i8x16.eq(v128.or(v128.load(at, 32), either), wanted)) as u64
  const d = i8x16.bitmask(i8x16.eq(v128.or(v128.load(at, 48), either), wanted)) as u64
  return a | (b << 16) | (c << 32) | (d << 48)
}

/** Each bit turned as often as one at or below it is set. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function turns(bits: u64): u64 {
  let all = bits ^ (bits << 1)
  all ^= all << 2
  all ^= all << 4
  all ^= all << 8
  all ^= all << 16
  return all ^ (all << 32)
}

/** The bits behind an odd number of backslashes. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function escapedBy(backslashes: u64, isFirst: u64): u64 {
  let escaped: u64 = isFirst
  for (let rest = backslashes & ~isFirst; rest !== 0; ) {
    const next = (rest & (0 - rest)) << 1
    escaped |= next
    rest &= ~((next - 1) | next)
    if (next === 0) break
  }
  return escaped
}

/** What the blocks before say of the next: whether it begins inside a text, and with an escaped character. */
let inText: u64 = 0
let isEscaped: u64 = 0

/** The bits of a block, of those that are asked for, that are in no text. To be asked for one block after the other. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function outsideTexts(at: i32, wanted: u64): u64 {
  let quotes = are(at, 0x22) & wanted
  const backslashes = are(at, 0x5c) & wanted
  if ((backslashes | isEscaped) !== 0) {
    const escaped = escapedBy(backslashes, isEscaped)
    const escaping = backslashes & ~escaped
    isEscaped = escaping >> 63
    quotes &= ~escaped
    if (!mayHoldHalves) mayHoldHalves = isHalf(at, escaping)
  }
  const texts = turns(quotes) ^ inText
  inText = ((texts as i64) >> 63) as u64
  return ~texts & wanted
}

/** Whether one of these backslashes begins `\ud…`. */
function isHalf(at: i32, backslashes: u64): bool {
  for (let rest = backslashes; rest !== 0; rest &= rest - 1) {
    const behind = at + (ctz(rest) as i32) + 1
    if (load<u8>(behind) === 0x75 && (load<u8>(behind + 1) | 0x20) === 0x64) return true
  }
  return false
}

/** The bits of a block that lie before the end. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function before(to: i32, at: i32): u64 {
  return to - at >= 64 ? ~(0 as u64) : ((1 as u64) << (to - at)) - 1
}

/** The offset behind the object or list that starts at `from`; `to` where it does not end before. */
export function skip(from: i32, to: i32): i32 {
  let depth: i32 = 0
  inText = 0
  isEscaped = 0
  for (let at: i32 = from; at < to; at += 64) {
    const outside = outsideTexts(at, before(to, at))
    const opening = are(at, 0x7b, 0x20) & outside
    const closing = are(at, 0x7d, 0x20) & outside
    const closings = popcnt(closing) as i32
    if (depth > closings) depth += (popcnt(opening) as i32) - closings
    else
      for (let rest = opening | closing; rest !== 0; rest &= rest - 1) {
        if ((opening & rest & (0 - rest)) !== 0) depth++
        else if (--depth === 0) return at + (ctz(rest) as i32) + 1
      }
  }
  return to
}

/**
 * Surveys the bytes from `from` to `to`, until an item ends at `wanted` or behind, or its table is full.
 * @param table where it goes
 * @param most how many items it has room for
 */
export function survey(from: i32, to: i32, wanted: i32, table: i32, most: i32): void {
  let depth: i32 = 0
  let items: i32 = 0
  let entryAt: i32 = table
  let soFarKeys: i32 = 0
  let soFarBreaks: i32 = 0
  let soFarLine: i32 = from
  inText = 0
  isEscaped = 0
  count = 0
  keys = 0
  breaks = 0
  lineStart = from
  end = from
  hasFraction = false
  mayHoldHalves = false
  for (let at: i32 = from; at < to; at += 64) {
    const outside = outsideTexts(at, before(to, at))
    const newlines = are(at, 0x0a) & outside
    const colons = are(at, 0x3a) & outside
    if ((are(at, 0x2e) & outside) !== 0) hasFraction = true
    for (let rest = are(at, 0x65, 0x20) & outside; rest !== 0; rest &= rest - 1)
      // Of letters only `e` and `E` stand behind a digit.
      if (load<u8>(at + (ctz(rest) as i32) - 1) <= 0x39) hasFraction = true
    const opening = are(at, 0x7b, 0x20) & outside
    const closing = are(at, 0x7d, 0x20) & outside
    const closings = popcnt(closing) as i32
    if (depth > closings) depth += (popcnt(opening) as i32) - closings
    else
      for (let rest = opening | closing; rest !== 0; rest &= rest - 1) {
        const bit = rest & (0 - rest)
        const here = at + (ctz(rest) as i32)
        const earlier = bit - 1
        const newlinesBefore = newlines & earlier
        const line = newlinesBefore === 0 ? soFarLine : at + 64 - (clz(newlinesBefore) as i32)
        if ((opening & bit) !== 0) {
          if (depth++ > 0) continue
          store<i32>(entryAt, here)
          store<i32>(entryAt, soFarBreaks + (popcnt(newlinesBefore) as i32), 8)
          store<i32>(entryAt, line, 12)
        } else {
          depth--
          if (depth < 0) {
            count = items
            return
          }
          if (depth > 0) continue
          store<i32>(entryAt, here + 1, 4)
          entryAt += entry
          items++
          keys = soFarKeys + (popcnt(colons & earlier) as i32)
          breaks = soFarBreaks + (popcnt(newlinesBefore) as i32)
          lineStart = line
          end = here + 1
          if (end >= wanted || items === most) {
            count = items
            return
          }
        }
      }
    soFarKeys += popcnt(colons) as i32
    soFarBreaks += popcnt(newlines) as i32
    if (newlines !== 0) soFarLine = at + 64 - (clz(newlines) as i32)
  }
  count = items
}
