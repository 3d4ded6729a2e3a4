import { type DocumentOptions, parseDocuments } from '../runtime/documents/index.js'
import { type ReadDocument, sourcesOf } from '../runtime/exports/sources.js'
import type { Document, Resource, Source } from '../runtime/model/index.js'
import { platforms } from './index.js'

/** Every source that ships. */
export const sources: readonly Source[] = platforms.flatMap((platform) => platform.sources ?? [])

const reader = sourcesOf(platforms, { root: '.' })

/** The documents of a text, as a run reads them. */
export function parse(file: string, text: string, options: Omit<DocumentOptions, 'isText'> = {}): Document[] {
  return parseDocuments(file, text, { isText: reader.isText, ...options })
}

export function readDocument(document: Document, as?: string): ReadDocument {
  return reader.read(document, as)
}

export function resourcesIn(document: Document, as?: string): readonly Resource[] {
  return reader.read(document, as).resources
}
