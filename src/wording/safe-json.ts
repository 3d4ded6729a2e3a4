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
 * The same in parts, for values that are longer than a string can be: lists of many are written item by item, and what can be
 * iterated is a list, whose items are made one by one.
 */
export function* safeJsonParts(value: unknown): Generator<string> {
  yield* partsOf(value, '')
  yield '\n'
}

/** What JSON.stringify writes, in parts in the same way. */
export function jsonParts(value: unknown): Generator<string> {
  return partsOf(value, undefined)
}

/** What has more is written piece by piece. */
const many = 1000

/** @param indent undefined for what is as short as can be, and not to be shown */
function* partsOf(value: unknown, indent: string | undefined): Generator<string> {
  if (!isLong(value)) {
    yield indent === undefined
      ? JSON.stringify(value)
      : escaped(JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`))
    return
  }
  const inner = indent === undefined ? undefined : `${indent}  `
  const [line, colon] = indent === undefined ? ['', ':'] : [`\n${inner}`, ': ']
  const isList = isIterable(value)
  const [opening, closing] = isList ? '[]' : '{}'
  let before = opening
  for (const item of isList ? value : Object.entries(value)) {
    const [key, member] = isList ? [undefined, item] : (item as [string, unknown])
    // As JSON.stringify does it.
    if (key !== undefined && member === undefined) continue
    yield `${before}${line}${key === undefined ? '' : escaped(`${JSON.stringify(key)}${colon}`)}`
    yield* partsOf(member, inner)
    before = ','
  }
  const isEmpty = before === opening
  yield `${isEmpty ? opening : ''}${indent === undefined || isEmpty ? '' : `\n${indent}`}${closing}`
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value
}

/** Whether it is, or holds below its keys, a list of many, or one that is made while it is written. */
function isLong(value: unknown): value is object {
  if (Array.isArray(value)) return value.length > many || (value.length <= 10 && value.some(isLong))
  if (typeof value !== 'object' || value === null) return false
  return isIterable(value) || Object.values(value).some(isLong)
}

function escaped(json: string): string {
  return withoutCommand(printable(json)).replaceAll('\ufeff', '\\ufeff')
}
