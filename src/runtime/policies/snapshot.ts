import * as z from 'zod'
import type { Location, Subject } from '../model/index.js'
import { envelope } from './formats/envelope.js'
import { requireKind } from './formats/kinds.js'
import { instant, subject, text } from './formats/words.js'
import { checked, onlyDocument } from './mistakes/check.js'

/** The file format of snapshot.yaml: what each export of a folder is, and of whom. */
export const snapshotFormat = envelope(
  'Snapshot',
  z.strictObject({
    takenAt: instant.exactOptional(),
    inputs: z.array(
      z.strictObject({
        path: text.describe('A file or glob, relative to this file.'),
        source: text.describe('The source that reads it, where its shape does not tell.').exactOptional(),
        subject: subject.exactOptional(),
        command: z
          .union([text, z.array(z.string()).min(1)])
          .describe('The command that the export came from.')
          .exactOptional(),
      }),
    ),
  }),
).meta({
  title: 'Snapshot',
  description: 'A folder of exports taken together: what each file is, and of whom.',
})

/** What each export of a folder is, and of whom. */
export interface Snapshot {
  readonly takenAt?: string
  readonly takenAtLocation?: Location
  readonly inputs: readonly SnapshotInput[]
}

export interface SnapshotInput {
  /** As written: relative to the snapshot's folder. */
  readonly path: string
  readonly source?: string
  readonly subject?: Subject
  /** The command that it came from. */
  readonly command?: string | readonly string[]
  readonly location: Location
}

/** The snapshot of a snapshot.yaml; throws InputError with every mistake of the file. */
export function parseSnapshot(file: string, text: string): Snapshot {
  const document = onlyDocument(file, text)
  requireKind(document, 'Snapshot')
  const { spec } = checked(snapshotFormat, document)
  const { takenAt } = spec
  return {
    ...(takenAt !== undefined && { takenAt, takenAtLocation: document.locate('/spec/takenAt') }),
    inputs: spec.inputs.map((input, i) => ({
      ...input,
      location: document.locate(`/spec/inputs/${i}/path`),
    })),
  }
}
