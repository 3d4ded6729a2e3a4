import { parseDocuments } from '../documents/index.js'
import { InputError } from '../input-error.js'
import type { Resource } from '../model/index.js'
import { type ContentReading, fileFacts } from './file-reading.js'
import type { FileRequest } from './files.js'
import { noExport } from './no-export.js'
import type { Sources } from './sources.js'

const none: ReadonlySet<Resource> = new Set()

/**
 * Reads a file at once: every mistake of it, with its place.
 * @param onYaml told how much memory a file of YAML will take; refuses it by throwing
 * @throws InputError for what cannot be read, parsed or recognised
 */
export function readWhole(
  { source, subject }: FileRequest,
  file: string,
  bytes: Buffer,
  sources: Sources,
  onYaml: (weight: number) => void,
): ContentReading {
  const reads = orLookalike(file, bytes, () =>
    parseDocuments(file, bytes, {
      isText: sources.isText,
      onYaml,
      ...(source !== undefined && sources.readsText(source) && { format: 'text' }),
      ...(subject && { subject }),
    }).map((document) => sources.read(document, source)),
  )
  const facts = fileFacts()
  for (const read of reads) facts.add(read)
  return {
    ...facts,
    resources: distinct(reads.flatMap((read) => read.resources)),
    judged: none,
  }
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

/**
 * Resources that can be told apart by type, id and file: of several with one name in a file, as two manifests that overwrite
 * each other, the second is `web#2`. Reports and waivers speak of resources by these.
 */
export function distinct(resources: readonly Resource[]): readonly Resource[] {
  const given = new Set(resources.map(keyOf))
  const seen = new Map<string, number>()
  return resources.map((resource) => {
    const key = keyOf(resource)
    let times = (seen.get(key) ?? 0) + 1
    const named = (): Resource => ({ ...resource, id: `${resource.id}#${times}` })
    // One of them may be called `web#2` by itself.
    while (times > 1 && given.has(keyOf(named()))) times++
    seen.set(key, times)
    return times === 1 ? resource : named()
  })
}

function keyOf({ type, id }: Resource): string {
  return `${type}\0${id}`
}
