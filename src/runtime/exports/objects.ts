import { plainData } from '../documents/plain-data.js'
import type { Document, Location, Resource, Subject } from '../model/index.js'
import { distinct } from './distinct.js'
import { type FileReading, fileFacts } from './file-reading.js'
import type { Sources } from './sources.js'

/** Objects to judge that stand in no file. */
export interface ObjectsRequest {
  readonly objects: readonly unknown[]
  /** Their type, where their shape does not tell: `example.com/Server`. */
  readonly type?: string | undefined
  /** The source that reads them, where their shape does not tell. */
  readonly source?: string | undefined
  readonly subject?: Subject | undefined
  /** Names of the packs that judge them; all when undefined. */
  readonly packs?: readonly string[] | undefined
  /** What reports call the place that they come from. Default: `<objects>`. */
  readonly name?: string | undefined
}

const nothing: ReadonlySet<Resource> = new Set()

/**
 * Reads objects as if each were a line of a file: the first one stands on line 1. Where in an object something stands, the
 * pointer of a finding says.
 * @throws InputError for what is no data, and for what no source recognises
 */
export function readObjects(
  { objects, type, source, subject = {} }: ObjectsRequest,
  file: string,
  sources: Sources,
): Omit<FileReading, 'digest'> {
  const as = type === undefined ? source : `json:${type}`
  const reads = objects.map((object, index) => sources.read(documentOf(object, index + 1, file, subject), as))
  const facts = fileFacts()
  for (const read of reads) facts.add(read)
  return { ...facts, resources: distinct(reads.flatMap((read) => read.resources)), judged: nothing }
}

function documentOf(object: unknown, line: number, file: string, subject: Subject): Document {
  const start = { line, column: 1 }
  const location: Location = { file, start, end: start }
  return { file, format: 'json', data: plainData(object, location), subject, locate: () => location }
}
