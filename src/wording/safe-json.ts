import { printable, withoutCommand } from './printable.js'

/**
 * JSON with 2 spaces and a final line break. Hostile characters, and what a CI runner would take for a command, are written
 * as `\u` escapes: the same value to a parser, and harmless to a terminal or a log that shows the text. A byte order mark is
 * escaped too, which no other text needs: readers of JSON may not expect one.
 */
export function safeJson(value: unknown): string {
  return [...safeJsonParts(value)].join('')
}

/** The same in parts, for values that are longer than a string can be: lists of many are written item by item. */
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
  const isList = Array.isArray(value)
  const inner = indent === undefined ? undefined : `${indent}  `
  const [line, colon] = indent === undefined ? ['', ':'] : [`\n${inner}`, ': ']
  let before = isList ? '[' : '{'
  for (const [key, item] of Object.entries(value)) {
    // As JSON.stringify does it.
    if (item === undefined) continue
    yield `${before}${line}${isList ? '' : escaped(`${JSON.stringify(key)}${colon}`)}`
    yield* partsOf(item, inner)
    before = ','
  }
  yield `${indent === undefined ? '' : `\n${indent}`}${isList ? ']' : '}'}`
}

/** Whether it is, or holds below its keys, a list of many. */
function isLong(value: unknown): value is object {
  if (Array.isArray(value)) return value.length > many || (value.length <= 10 && value.some(isLong))
  return typeof value === 'object' && value !== null && Object.values(value).some(isLong)
}

function escaped(json: string): string {
  return withoutCommand(printable(json)).replaceAll('\ufeff', '\\ufeff')
}
