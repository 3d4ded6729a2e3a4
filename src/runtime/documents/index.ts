import { InputError, inputError } from '../input-error.js'
import type { Document, Subject } from '../model/index.js'
import { isYaml, unpackedName } from '../paths.js'
import { decode } from './decode.js'
import { type JsonReading, parseJson, parseNdjson } from './json.js'
import { parseKubernetesYaml } from './kubernetes-yaml.js'
import { type Lines, linesOf } from './lines.js'
import { diagnosticAt, mostErrors, type Problem } from './problem.js'
import { renderedFrom } from './rendered-from.js'
import { textPlaces } from './text.js'

export { parseYaml, type YamlDocument, type YamlOptions } from './yaml.js'

export interface DocumentOptions {
  /** Settles what the file name and the content leave open. */
  readonly format?: Document['format']
  /** Whether a text that is no JSON and no YAML by its name is in a format of its own, as `iptables-save` writes it. */
  readonly isText?: (text: string, file: string) => boolean
  /** What the file does not say of itself; every document of it carries it. */
  readonly subject?: Subject
  /** Told how much memory the nodes of a document of YAML will take, of what one may; refuses it by throwing. */
  readonly onYaml?: (weight: number) => void
}

/**
 * The documents of one export file (`<stdin>` for standard input). Throws InputError with every mistake found: nothing in
 * it, cut off, not text, bad syntax, duplicate keys, nesting or aliases without end.
 *
 * The format follows from the name (`.json`, `.ndjson`, `.jsonl`, `.yaml`, `.yml`), else from the content. YAML is read as
 * kubectl reads it. Plain text is a `text` document only where `isText` or `format` says so.
 */
export function parseDocuments(
  file: string,
  content: string | Buffer,
  { format, isText = () => false, subject = {}, onYaml }: DocumentOptions = {},
): Document[] {
  const text = decode(file, content)
  if (text.trim() === '') throw empty(file, 'the file is empty')
  const lines = linesOf(file, text)
  switch (format ?? formatOf(unpackedName(file), text, isText)) {
    case 'json':
      return jsonDocuments(lines, parseJson(lines), subject)
    case 'ndjson':
      return jsonDocuments(lines, parseNdjson(lines), subject)
    case 'yaml':
      return yamlDocuments(lines, subject, onYaml)
    case 'text':
      return [{ file, format: 'text', data: text, subject, locate: textPlaces(lines) }]
  }
}

function formatOf(
  file: string,
  text: string,
  isText: NonNullable<DocumentOptions['isText']>,
): Document['format'] {
  if (/\.(?:ndjson|jsonl)$/i.test(file)) return 'ndjson'
  if (/\.json$/i.test(file)) return 'json'
  if (isYaml(file)) return isJson(file, text) ? 'json' : 'yaml'
  if (isText(text, file)) return 'text'
  return /^\s*[{[]/.test(text) ? 'json' : 'yaml'
}

/** JSON in a `.yaml` file is read as JSON, which is 50 times faster and means the same. */
function isJson(file: string, text: string): boolean {
  return /^\s*[{[]\s*["{[\]}]/.test(text) && parseJson(linesOf(file, text)).problems.every(isNoSyntax)
}

function isNoSyntax({ code }: Problem): boolean {
  return code !== 'json-syntax'
}

function jsonDocuments(lines: Lines, { values, problems }: JsonReading, subject: Subject): Document[] {
  if (problems.length > 0) throw new InputError(problems.map((problem) => diagnosticAt(lines, problem)))
  const format = values.length > 1 ? 'ndjson' : 'json'
  return values.map(({ data, locate, floats }) => ({
    file: lines.file,
    format,
    data,
    subject,
    locate,
    floats,
  }))
}

function yamlDocuments(lines: Lines, subject: Subject, onYaml: DocumentOptions['onYaml']): Document[] {
  const { file } = lines
  const documents = [...parseKubernetesYaml(lines, { onCompose: onYaml })]
  const errors = documents.flatMap((document) => document.errors)
  if (errors.length > 0) throw new InputError(errors.slice(0, mostErrors))
  if (documents.length === 0) throw empty(file, 'nothing but comments')
  const template = renderedFrom(lines)
  return documents.map(({ data, locate }) => ({
    file,
    format: 'yaml',
    data,
    subject: { ...subject, ...template(locate) },
    locate: (at) => locate(at),
  }))
}

function empty(file: string, message: string): InputError {
  const start = { line: 1, column: 1 }
  const hint = 'was the export written by a command that failed? run it again'
  return inputError('document-empty', message, { hint, location: { file, start, end: start } })
}
