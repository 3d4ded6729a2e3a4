import * as z from 'zod'
import { envelope, instant, subject, text } from './words.js'

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

export type SnapshotDocument = z.infer<typeof snapshotFormat>
