import type { CaseResult } from '../runtime/model/index.js'

/** A failed case as an error of an assertion: it stands where the case stands, and compares what was expected with what was found. */
export function failureOf({ name, location, details = [] }: CaseResult, path: string): Error {
  const { line, column } = location.start
  const error = new Error(`${name}: ${details[0] ?? 'failed'}`)
  error.name = 'AssertionError'
  error.stack = `${error.name}: ${error.message}\n    at ${path}:${line}:${column}`
  return Object.assign(error, compared(details))
}

/** The two sides of the lines that tell expected from actual; what is found as expected stands on both. */
function compared(details: readonly string[]): { readonly expected: string; readonly actual: string } {
  const side = (heading: string, own: string) =>
    details
      .flatMap((line) => {
        if (line.startsWith(heading)) return [line.slice(heading.length).trim()]
        if (/^\s+(missing|unexpected):/.test(line) && !line.trimStart().startsWith(own)) return []
        return /^(expected|actual):/.test(line) ? [] : [line]
      })
      .join('\n')
  return { expected: side('expected:', 'missing:'), actual: side('actual:', 'unexpected:') }
}
