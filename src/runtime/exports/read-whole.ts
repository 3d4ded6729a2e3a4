import { parseDocuments } from '../documents/index.js'
import { InputError } from '../input-error.js'
import type { Document, Resource } from '../model/index.js'
import { kindOfNoExport } from '../policies/index.js'
import { distinct } from './distinct.js'
import { type ContentReading, fileFacts } from './file-reading.js'
import type { FileRequest } from './files.js'
import { noExport } from './no-export.js'
import type { Sources } from './sources.js'

const none: ReadonlySet<Resource> = new Set()

/**
 * Reads a file at once: every mistake of it, with its place.
 * Files of policytest itself that lie in a folder are no exports, and hold nothing.
 * @param onYaml told how much memory a file of YAML will take; refuses it by throwing
 * @throws InputError for what cannot be read, parsed or recognised
 */
export function readWhole(
  { source, subject, isFound }: FileRequest,
  file: string,
  bytes: Buffer,
  sources: Sources,
  onYaml: (weight: number) => void,
): ContentReading {
  const reads = orLookalike(file, bytes, () => {
    const documents = parseDocuments(file, bytes, {
      isText: sources.isText,
      onYaml,
      ...(source !== undefined && sources.readsText(source) && { format: 'text' }),
      ...(subject && { subject }),
    })
    if (isFound && source === undefined && documents.every(isOwn)) return []
    return documents.map((document) => sources.read(document, source))
  })
  const facts = fileFacts()
  for (const read of reads) facts.add(read)
  return {
    ...facts,
    resources: distinct(reads.flatMap((read) => read.resources)),
    judged: none,
  }
}

/** Whether it is a policy, a test, a configuration: in a project they lie beside what is judged. */
function isOwn({ data }: Document): boolean {
  return kindOfNoExport(data) !== undefined
}

/** A file that cannot be read is told by what it is, where that is known, instead of by where reading it ended. */
function orLookalike<T>(file: string, bytes: Buffer, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const known = error instanceof InputError ? noExport(file, bytes) : undefined
    throw known === undefined ? error : new InputError([known])
  }
}
