/**
 * RE2 runs at a quarter of the speed of the JavaScript RegExp, which on the wrong pattern takes forever. This finds
 * the patterns on which RegExp gives the same answer and provably cannot take long: no repeated groups, and for every
 * repetition it is known whether what follows it can begin with the same character. If not, giving a character back
 * never helps and fails at once; if so, it multiplies the work by the length of the text.
 */
export interface NativePattern {
  readonly regexp: RegExp
  /** The most steps that a text of this length can take, up to a small factor. */
  steps(length: number): number
}

/** Membership of the ASCII characters, and of all others as one. */
type CharSet = readonly boolean[]
const others = 128

type Item =
  | { readonly kind: 'atom'; readonly set: CharSet; readonly min: number; readonly max: number }
  | { readonly kind: 'group'; readonly branches: readonly Sequence[]; readonly optional: boolean }
type Sequence = readonly Item[]

interface Reader {
  readonly pattern: string
  at: number
}

/** The pattern as RegExp with its bound; undefined when it is not one of the simple ones. */
export function nativePattern(pattern: string): NativePattern | undefined {
  const anchored = pattern.startsWith('^')
  const closed = pattern.endsWith('$') && !pattern.endsWith('\\$')
  const reader = { pattern: pattern.slice(anchored ? 1 : 0, closed ? -1 : undefined), at: 0 }
  const branches = readBranches(reader)
  if (!branches || reader.at < reader.pattern.length) return undefined
  // `^a|b$`: the anchors would belong to one branch each.
  if (branches.length > 1 && (anchored || closed)) return undefined
  const cost = { factor: 1, exponent: anchored ? 0 : 1, repeats: false }
  measure({ kind: 'group', branches, optional: false }, [], cost)
  // Every way through runs over at most the whole text once.
  const exponent = cost.exponent + (cost.repeats ? 1 : 0)
  const source = `${anchored ? '^' : ''}${branches.map(emit).join('|')}${closed ? '$' : ''}`
  return { regexp: new RegExp(source, 'u'), steps: (length) => cost.factor * (length + 1) ** exponent }
}

function readBranches(reader: Reader): Sequence[] | undefined {
  const branches: Sequence[] = []
  do {
    const items: Item[] = []
    while (reader.at < reader.pattern.length && !'|)'.includes(reader.pattern[reader.at] as string)) {
      const item = readItem(reader)
      if (!item) return undefined
      items.push(item)
    }
    branches.push(items)
  } while (reader.pattern[reader.at] === '|' && reader.at++ >= 0)
  return branches
}

function readItem(reader: Reader): Item | undefined {
  if (reader.pattern[reader.at] !== '(') {
    const set = readSet(reader)
    const times = set && readTimes(reader)
    return times && { kind: 'atom', set, ...times }
  }
  reader.at += reader.pattern.startsWith('(?:', reader.at) ? 3 : 1
  if (reader.pattern[reader.at] === '?') return undefined
  const branches = readBranches(reader)
  if (!branches || reader.pattern[reader.at++] !== ')') return undefined
  const times = readTimes(reader)
  if (times?.max !== 1) return undefined
  return { kind: 'group', branches, optional: times.min === 0 }
}

/** A quantifier, greedy ones only, with fewer repetitions than the thousand that RE2 allows. */
function readTimes(reader: Reader): { min: number; max: number } | undefined {
  const match = /^(?:[*+?]|\{(\d{1,3})(?:(,)(\d{0,3}))?\})/.exec(
    reader.pattern.slice(reader.at, reader.at + 9),
  )
  if (!match) return { min: 1, max: 1 }
  const [text, low, comma, high] = match
  reader.at += text.length
  if (/[?*+{]/.test(reader.pattern[reader.at] ?? '')) return undefined
  if (low === undefined) return { min: text === '+' ? 1 : 0, max: text === '?' ? 1 : Infinity }
  const min = Number(low)
  const max = comma ? (high ? Number(high) : Infinity) : min
  return min <= max ? { min, max } : undefined
}

function setOf(holds: (code: number) => boolean): CharSet {
  return Array.from({ length: others + 1 }, (_, code) => holds(code))
}

const digit = setOf((code) => code >= 48 && code <= 57)
const word = setOf((code) => code < others && /\w/.test(String.fromCharCode(code)))
const anyButNewline = setOf((code) => code !== 10)

function readSet(reader: Reader): CharSet | undefined {
  const c = reader.pattern[reader.at++] as string
  if (c === '.') return anyButNewline
  if (c === '[') return readClass(reader)
  if (c === '\\') return readEscape(reader)
  if ('^$*+?{}()|]'.includes(c) || c.charCodeAt(0) >= others) return undefined
  return setOf((code) => code === c.charCodeAt(0))
}

/** Escapes that mean the same everywhere: `\d`, `\w` and punctuation. */
function readEscape(reader: Reader): CharSet | undefined {
  const c = reader.pattern[reader.at++] ?? ''
  if (c === 'd') return digit
  if (c === 'w') return word
  return /^[!-/:-@[-`{-~]$/.test(c) && c !== '_' ? setOf((code) => code === c.charCodeAt(0)) : undefined
}

function readClass(reader: Reader): CharSet | undefined {
  const negated = reader.pattern[reader.at] === '^'
  if (negated) reader.at++
  const members = new Set<number>()
  for (let first = true; reader.pattern[reader.at] !== ']'; first = false) {
    const c = reader.pattern[reader.at++]
    if (c === undefined || c === '[' || c.charCodeAt(0) >= others) return undefined
    const set = c === '\\' ? readEscape(reader) : setOf((code) => code === c.charCodeAt(0))
    if (!set) return undefined
    const dash = reader.pattern[reader.at] === '-' && reader.pattern[reader.at + 1] !== ']'
    if (dash && c !== '-') {
      const last = reader.pattern.charCodeAt(reader.at + 1)
      if (c === '\\' || !(last < others) || '[\\'.includes(String.fromCharCode(last))) return undefined
      if (last < c.charCodeAt(0)) return undefined
      for (let code = c.charCodeAt(0); code <= last; code++) members.add(code)
      reader.at += 2
    } else {
      if (c === '-' && !first && reader.pattern[reader.at] !== ']') return undefined
      for (const [code, holds] of set.entries()) if (holds) members.add(code)
    }
  }
  reader.at++
  return members.size === 0 ? undefined : setOf((code) => members.has(code) !== negated)
}

const meets = (a: CharSet, b: CharSet): boolean => a.some((holds, code) => holds && b[code] === true)
const union = (a: CharSet, b: CharSet): CharSet => setOf((code) => a[code] === true || b[code] === true)

/** Adds an item's ambiguity to the cost; returns what a match from here on can begin with. `follow`: what comes after. */
function measure(
  item: Item,
  follow: CharSet,
  cost: { factor: number; exponent: number; repeats: boolean },
): CharSet {
  if (item.kind === 'atom') {
    if (item.max > 1) cost.repeats = true
    if (item.min !== item.max && meets(item.set, follow)) {
      if (item.max === 1) cost.factor *= 2
      else cost.exponent++
    }
    return item.min === 0 ? union(item.set, follow) : item.set
  }
  const firsts = item.branches.map((branch) =>
    branch.reduceRight((after, inner) => measure(inner, after, cost), follow),
  )
  if (item.optional) firsts.push(follow)
  const ambiguous = firsts.some((first, i) => firsts.slice(0, i).some((earlier) => meets(first, earlier)))
  if (ambiguous) cost.factor *= firsts.length
  return firsts.reduce(union, [])
}

function emit(sequence: Sequence): string {
  return sequence.map(emitItem).join('')
}

function emitItem(item: Item): string {
  if (item.kind === 'group') return `(?:${item.branches.map(emit).join('|')})${item.optional ? '?' : ''}`
  const { min, max } = item
  if (min === 1 && max === 1) return emitSet(item.set)
  return `${emitSet(item.set)}{${min},${max === Infinity ? '' : max}}`
}

function emitSet(set: CharSet): string {
  const negated = set[others] === true
  const ranges: string[] = []
  for (let code = 0; code < others; code++) {
    if (set[code] === negated) continue
    const first = code
    while (code + 1 < others && set[code + 1] !== negated) code++
    ranges.push(first === code ? escaped(code) : `${escaped(first)}-${escaped(code)}`)
  }
  return `[${negated ? '^' : ''}${ranges.join('')}]`
}

const escaped = (code: number): string => `\\x${code.toString(16).padStart(2, '0')}`
