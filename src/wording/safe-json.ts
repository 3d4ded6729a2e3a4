import { printable, withoutCommand } from './printable.js'

/**
 * JSON with 2 spaces and a final line break. Hostile characters, and what a CI runner would take for a command, are written
 * as `\u` escapes: the same value to a parser, and harmless to a terminal or a log that shows the text. A byte order mark is
 * escaped too, which no other text needs: readers of JSON may not expect one.
 */
export function safeJson(value: unknown): string {
  return `${withoutCommand(printable(JSON.stringify(value, null, 2)).replaceAll('\ufeff', '\\ufeff'))}\n`
}
