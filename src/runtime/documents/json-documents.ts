import { parseJson } from './json.js'
import { jsonFinder, skipValue } from './json-places.js'
import { type Lines, linesOf } from './lines.js'
import { diagnosticAt } from './problem.js'
import type { YamlDocument } from './yaml.js'

/**
 * The values of a JSON text as documents that people write: with the place of every key, value and character. Never
 * throws for bad JSON: then there is one document, which has errors.
 */
export function parseJsonDocuments(file: string, text: string): YamlDocument[] {
  const lines = linesOf(file, text.replace(/^\ufeff/, ''))
  if (lines.text.trim() === '') return []
  const { values, problems } = parseJson(lines)
  if (problems.length > 0) {
    const errors = problems.map((problem) => diagnosticAt(lines, problem))
    return [{ ...jsonDocument(lines, 0, null), errors }]
  }
  return values.map(({ data, start, floats }) => ({ ...jsonDocument(lines, start, data), floats }))
}

function jsonDocument(lines: Lines, root: number, data: unknown): YamlDocument {
  const { text } = lines
  const find = jsonFinder(lines, root)
  return {
    data,
    errors: [],
    locate(pointer, part = 'value') {
      const { start, end, key } = find(pointer)
      return part === 'key' && key !== undefined
        ? lines.firstLine(key, skipValue(text, key))
        : lines.firstLine(start, end())
    },
    offsetIn(pointer, valueOffset) {
      const { start, isExact } = find(pointer)
      return lines.position(isExact && text[start] === '"' ? inString(text, start, valueOffset) : start)
    },
    lineAt: lines.lineAt,
  }
}

/** Where the character at this offset of a string's value was written; an escape sequence is one character. */
function inString(text: string, quote: number, valueOffset: number): number {
  let at = quote + 1
  for (let i = 0; i < valueOffset && text[at] !== '"'; i++) {
    if (text[at] !== '\\') at++
    else at += text[at + 1] === 'u' ? 6 : 2
  }
  return at
}
