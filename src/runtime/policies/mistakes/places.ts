import type { YamlDocument } from '../../documents/yaml.js'
import type { Diagnostic, Location } from '../../model/index.js'

/** A place in a file with the line that it is on: what a diagnostic needs to show it. */
export interface Place {
  readonly location: Location
  readonly sourceLine: string
}

/** The place of the value (or the key) at a pointer of a document. */
export function placeOf(document: YamlDocument, pointer: string, part: 'key' | 'value' = 'value'): Place {
  const location = document.locate(pointer, part)
  return { location, sourceLine: document.lineAt(location.start.line) }
}

/** A place as hints name it: `policies/a.yaml:3:9`. */
export function shownLocation({ file, start }: Location): string {
  return `${file}:${start.line}:${start.column}`
}

/** An error at a place. */
export function errorAt(place: Place, code: string, message: string, hint?: string): Diagnostic {
  const { location, sourceLine } = place
  return { code, level: 'error', message, ...(hint === undefined ? {} : { hint }), location, sourceLine }
}

/** The same diagnostics ordered by file and position, each one once. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>()
  const key = ({ location, code, message }: Diagnostic) => JSON.stringify([location, code, message])
  return diagnostics
    .filter((diagnostic) => !seen.has(key(diagnostic)) && seen.add(key(diagnostic)))
    .sort((a, b) => compare(a.location, b.location))
}

function compare(a: Location | undefined, b: Location | undefined): number {
  if (!a || !b) return a ? 1 : b ? -1 : 0
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.start.line - b.start.line || a.start.column - b.start.column
}
