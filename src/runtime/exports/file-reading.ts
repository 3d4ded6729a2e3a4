import { append } from '../append.js'
import type { Diagnostic, Digest, Gap, Resource } from '../model/index.js'
import type { ReadDocument } from './sources.js'

/** What one file comes to. */
export interface FileReading {
  /** Those that are kept. */
  readonly resources: readonly Resource[]
  /** Those of them that were judged, but for joins, while they were read. */
  readonly judged: ReadonlySet<Resource>
  readonly coveredTypes: Iterable<string>
  readonly gaps: readonly Gap[]
  readonly warnings: readonly Diagnostic[]
  readonly bySource: ReadonlyMap<string, SourceShare>
  readonly digest: Digest
}

/** What one source has read of a file. */
export interface SourceShare {
  /** How many resources of each type. */
  readonly types: ReadonlyMap<string, number>
  readonly gaps: readonly Gap[]
}

/** What documents of a file come to, without their resources; they may be read one after the other. */
export interface FileFacts extends Omit<FileReading, 'resources' | 'judged' | 'digest'> {
  add(read: ReadDocument): void
}

/** The facts of a file of which nothing is read yet. */
export function fileFacts(): FileFacts {
  const bySource = new Map<string, { types: Map<string, number>; gaps: Gap[] }>()
  const coveredTypes = new Set<string>()
  const gaps: Gap[] = []
  const warnings: Diagnostic[] = []
  return {
    bySource,
    coveredTypes,
    gaps,
    warnings,
    add(read) {
      const share = bySource.get(read.source) ?? { types: new Map<string, number>(), gaps: [] }
      bySource.set(read.source, share)
      for (const { type } of read.resources) share.types.set(type, (share.types.get(type) ?? 0) + 1)
      append(share.gaps, read.gaps)
      append(gaps, read.gaps)
      append(warnings, read.warnings)
      for (const type of read.coveredTypes) coveredTypes.add(type)
    },
  }
}
