import { printable } from './printable.js'

/**
 * JSON with 2 spaces and a final line break. Hostile characters are written as `\u` escapes: the same value to a parser,
 * and harmless to a terminal that shows the text. A byte order mark is escaped too, which no other text needs: readers
 * of JSON may not expect one.
 */
export function safeJson(value: unknown): string {
  const text = printable(JSON.stringify(value, null, 2)).replaceAll('\ufeff', '\\ufeff')
  // A CI runner would take it for a command; `::` begins no line of JSON.
  return `${text.replaceAll('##[', '#\\u0023[')}\n`
}
