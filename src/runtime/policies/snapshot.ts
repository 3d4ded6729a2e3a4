import * as z from 'zod'
import type { Location, Subject } from '../model/index.js'
import { once } from '../once.js'
import { envelope } from './formats/envelope.js'
import { requireKind } from './formats/kinds.js'
import { instant, subject, text } from './formats/words.js'
import { checked, onlyDocument } from './mistakes/check.js'

/** The file format of snapshot.yaml: what each export of a folder is, and of whom. */
export const snapshotFormat = once(() =>
  envelope(
    'Snapshot',
    z.strictObject({
      takenAt: instant.exactOptional(),
      takenBy: text.describe('Who took the exports: a person, an account, a pipeline.').exactOptional(),
      inputs: z.array(
        z.strictObject({
          path: text.describe('A file or glob, relative to this file.'),
          source: text.describe('The source that reads it, where its shape does not tell.').exactOptional(),
          subject: subject.exactOptional(),
          command: z
            .union([text, z.array(z.string()).min(1)])
            .describe('The command that the export came from.')
            .exactOptional(),
          takenAt: instant.exactOptional(),
          takenBy: text.describe('Who took it, where it is not who took the others.').exactOptional(),
          takenWith: text
            .describe('Name and version of the program that the command starts.')
            .exactOptional(),
          sha256: z
            .string()
            .regex(/^[0-9a-f]{64}$/, { error: 'is no SHA-256: 64 digits and lower-case letters a to f' })
            .describe('The SHA-256 of the file as it was written: a scan warns when it is another one.')
            .exactOptional(),
        }),
      ),
    }),
  ).meta({
    title: 'Snapshot',
    description: 'A folder of exports taken together: what each file is, and of whom.',
  }),
)

/** What each export of a folder is, and of whom. */
export interface Snapshot {
  readonly takenAt?: string
  readonly takenAtLocation?: Location
  readonly takenBy?: string
  readonly inputs: readonly SnapshotInput[]
}

export interface SnapshotInput {
  /** As written: relative to the snapshot's folder. */
  readonly path: string
  readonly source?: string
  readonly subject?: Subject
  /** The command that it came from. */
  readonly command?: string | readonly string[]
  /** Where it is not that of the whole snapshot. */
  readonly takenAt?: string
  readonly takenBy?: string
  readonly takenWith?: string
  readonly sha256?: string
  readonly location: Location
}

/** The snapshot of a snapshot.yaml; throws InputError with every mistake of the file. */
export function parseSnapshot(file: string, text: string): Snapshot {
  const document = onlyDocument(file, text)
  requireKind(document, 'Snapshot')
  const { spec } = checked(snapshotFormat(), document)
  const { takenAt, takenBy } = spec
  return {
    ...(takenBy !== undefined && { takenBy }),
    ...(takenAt !== undefined && { takenAt, takenAtLocation: document.locate('/spec/takenAt') }),
    inputs: spec.inputs.map((input, i) => ({
      ...input,
      location: document.locate(`/spec/inputs/${i}/path`),
    })),
  }
}
