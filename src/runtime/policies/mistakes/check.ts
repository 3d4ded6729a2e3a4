import type * as z from 'zod'
import type { YamlDocument } from '../../documents/yaml.js'
import { attempt, InputError, inputError } from '../../input-error.js'
import type { Diagnostic } from '../../model/index.js'
import { parseOwn } from '../formats/parse.js'
import { inOrder } from './places.js'
import { schemaDiagnostics } from './schema-diagnostics.js'

/** Looks for what a schema cannot say. Runs on broken documents too, so it takes nothing for granted. */
export type CrossCheck = (document: YamlDocument) => readonly Diagnostic[]

/** The document's value in the shape of its format; throws InputError with every mistake of the document. */
export function checked<Format extends z.ZodType>(
  format: Format,
  document: YamlDocument,
  crossChecks: readonly CrossCheck[] = [],
): z.infer<Format> {
  if (document.errors.length > 0) throw new InputError(document.errors)
  // A function generated for each format would take longer to make than it saves.
  const parsed = format.safeParse(document.data, { jitless: true })
  const diagnostics = [
    ...(parsed.success ? [] : schemaDiagnostics(format, parsed.error.issues, document)),
    ...crossChecks.flatMap((check) => check(document)),
  ]
  if (diagnostics.length > 0 || !parsed.success) throw new InputError(inOrder(diagnostics))
  return parsed.data
}

/** The one document of a file; throws InputError when there is none, or more than one. */
export function onlyDocument(file: string, text: string): YamlDocument {
  return onlyOf(file, parseOwn(file, text))
}

/** The same for the documents of a file that is parsed already. */
export function onlyOf(file: string, [document, second]: readonly YamlDocument[]): YamlDocument {
  if (document === undefined) throw emptyFile(file)
  if (document.errors.length > 0) throw new InputError(document.errors)
  if (second !== undefined) {
    const location = second.locate('')
    throw inputError('several-documents', 'the file has to hold one document', {
      location,
      sourceLine: second.lineAt(location.start.line),
      hint: 'move what follows --- to a file of its own',
    })
  }
  return document
}

/** What to say of a file without any document. */
export function emptyFile(file: string): InputError {
  const start = { line: 1, column: 1 }
  return inputError('empty-file', 'the file is empty', { location: { file, start, end: start } })
}

/** The results of all tasks; throws one InputError with the mistakes of those that failed, in order. */
export function allOf<T>(tasks: Iterable<() => T>): T[] {
  const { results, mistakes } = attempt(tasks)
  if (mistakes.length > 0) throw new InputError(inOrder(mistakes))
  return results
}
