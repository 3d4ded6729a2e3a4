import type { Location, Subject } from '../model/index.js'
import { checked, onlyDocument } from './mistakes/check.js'
import { snapshotFormat } from './formats/snapshot.js'
import { requireKind } from './formats/kinds.js'

/** What each export of a folder is, and of whom. */
export interface Snapshot {
  readonly takenAt?: string
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
  return {
    ...spec,
    inputs: spec.inputs.map((input, i) => ({
      ...input,
      location: document.locate(`/spec/inputs/${i}/path`),
    })),
  }
}
