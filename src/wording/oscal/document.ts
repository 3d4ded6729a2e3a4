import { createHash } from 'node:crypto'
import { jsonParts, safeJsonParts } from '../safe-json.js'
import { uuidOf } from './uuid.js'

/** The version of OSCAL whose schemas the documents satisfy. */
export const oscalVersion = '1.2.1'

/** What every document of OSCAL has. */
export interface Content extends Readonly<Record<string, unknown>> {
  readonly metadata: Readonly<Record<string, unknown>>
}

/**
 * The text of a document of OSCAL. Its UUID changes with its content, as NIST asks for, and with nothing else: not with
 * the time of writing.
 */
export function oscalDocument(model: string, content: Content): string {
  return [...oscalParts(model, content)].join('')
}

/** The same in parts. */
export function oscalParts(model: string, content: Content): Iterable<string> {
  const { 'last-modified': _, ...metadata } = content.metadata
  const hash = createHash('sha256')
  for (const part of jsonParts({ ...content, metadata })) hash.update(part)
  return safeJsonParts({ [model]: { uuid: uuidOf('document', model, hash.digest('hex')), ...content } })
}

/** A list that the schema wants left out when it is empty. */
export function some<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items
}
