import { printable, withoutCommand } from './printable.js'

/**
 * JSON with 2 spaces and a final line break. Hostile characters, and what a CI runner would take for a command, are written
 * as `\u` escapes: the same value to a parser, and harmless to a terminal or a log that shows the text. A byte order mark is
 * escaped too, which no other text needs: readers of JSON may not expect one.
 */
export function safeJson(value: unknown): string {
  return [...safeJsonParts(value)].join('')
}

/**
 * The same in parts, for values that are longer than a string can be: lists of many are written some items at a time, and what can be
 * iterated is a list, whose items are made one by one.
 */
export function* safeJsonParts(value: unknown): Generator<string> {
  yield* partsOf(value, 0)
  yield '\n'
}

/** What JSON.stringify writes, in parts in the same way. */
export function jsonParts(value: unknown): Generator<string> {
  return partsOf(value, undefined)
}

/** What has more is written piece by piece. */
const many = 1000

/** @param depth in how many lists and objects it stands; undefined for what is as short as can be, and not to be shown */
function* partsOf(value: unknown, depth: number | undefined): Generator<string> {
  if (!isLong(value)) {
    yield itemsText([value], depth)
    return
  }
  const inner = depth === undefined ? undefined : depth + 1
  const line = lineAt(inner)
  const isList = isIterable(value)
  const [opening, closing] = isList ? (['[', ']'] as const) : (['{', '}'] as const)
  let before: string = opening
  const next = () => {
    const start = before + line
    before = ','
    return start
  }
  if (isList) {
    for (const items of inBatches(value)) {
      yield next()
      if (items.length === 1) yield* partsOf(items[0], inner)
      else yield itemsText(items, inner)
    }
  } else {
    const colon = depth === undefined ? ':' : ': '
    for (const [key, member] of Object.entries(value)) {
      // As JSON.stringify does it.
      if (member === undefined) continue
      yield next() + escaped(JSON.stringify(key) + colon)
      yield* partsOf(member, inner)
    }
  }
  yield before === opening ? opening + closing : lineAt(depth) + closing
}

/** How many items of a list are written at once. */
const batch = 50

/** The items of a list, in their order, many at a time; long ones alone. */
function* inBatches(items: Iterable<unknown>): Generator<readonly unknown[]> {
  let some: unknown[] = []
  for (const item of items) {
    const alone = isLong(item)
    if (some.length > 0 && (alone || some.length === batch)) {
      yield some
      some = []
    }
    if (alone) yield [item]
    else some.push(item)
  }
  if (some.length > 0) yield some
}

/** Where what stands in so many lists and objects begins. */
function lineAt(depth: number | undefined): string {
  return depth === undefined ? '' : `\n${'  '.repeat(depth)}`
}

/** The text of items that stand in so many lists: they are written in as many, whose brackets are cut off. */
function itemsText(items: readonly unknown[], depth: number | undefined): string {
  if (depth === undefined) return JSON.stringify(items).slice(1, -1)
  if (depth === 0) return escaped(JSON.stringify(items[0], null, 2))
  let [value, start, end] = [items as unknown, 0, 0]
  for (let level = 1; level <= depth; level++) {
    if (level > 1) value = [value]
    start += 1 + lineAt(level).length
    end += lineAt(level - 1).length + 1
  }
  return escaped(JSON.stringify(value, null, 2).slice(start, -end))
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value
}

/** Whether it is, or holds below its keys, a list of many, or one that is made while it is written. */
function isLong(value: unknown): value is object {
  if (Array.isArray(value)) return value.length > many || (value.length <= 10 && value.some(isLong))
  if (typeof value !== 'object' || value === null) return false
  if (isIterable(value)) return true
  // Other than Object.values, this makes no list for each of many objects.
  for (const key in value) if (isLong((value as Record<string, unknown>)[key])) return true
  return false
}

function escaped(json: string): string {
  return withoutCommand(printable(json)).replaceAll('\ufeff', '\\ufeff')
}
