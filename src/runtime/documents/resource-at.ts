import type { Diagnostic, Document, Resource, Subject } from '../model/index.js'
import { oneOfEach } from '../one-text.js'

/** What identifies a resource; the rest follows from the document that it stands in. */
export interface Identity {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly namespace?: string
}

/** The resource at this pointer of a document. `known` adds to the subject what the document itself says of it. */
export function resourceAt(
  document: Document,
  pointer: string,
  data: unknown,
  identity: Identity,
  known: Subject = {},
): Resource {
  return {
    ...identity,
    type: oneText(identity.type),
    subject: { ...document.subject, ...known },
    data,
    file: document.file,
    locate: (inside) => document.locate(pointer + inside),
  }
}

/** Types are compared with every evaluation. */
const oneText = oneOfEach(10_000)

/** What a document without a name of its own is called: its file. */
export function fileNameOf({ file }: Document): string {
  return file.slice(file.lastIndexOf('/') + 1)
}

/**
 * Something in an export that its source cannot read, with its place: looked up when somebody asks, for of a hundred
 * thousand mistakes in one file the first few are told.
 */
export function itemProblem(document: Document, pointer: string, message: string, hint?: string): Diagnostic {
  const at = pointer === '' ? '' : ` at ${pointer}`
  return {
    code: 'source-item',
    level: 'error',
    message: `${message}${at}`,
    ...(hint === undefined ? {} : { hint }),
    get location() {
      return document.locate(pointer)
    },
  }
}

/** The text of a document; of one that is data, which only its user takes for text, nothing. */
export function textOf({ data }: Document): string {
  return typeof data === 'string' ? data : ''
}

/** What a value is, in the words of an error message: `a list`, `a text`, `null`. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  switch (typeof value) {
    case 'string':
      return 'a text'
    case 'object':
      return 'an object'
    case 'boolean':
      return `${value}`
    default:
      return 'a number'
  }
}
