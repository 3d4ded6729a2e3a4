import { append } from '../append.js'
import type { Diagnostic, Digest, FilePart, Gap, Resource } from '../model/index.js'
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
  readonly digest?: Digest
  /** Which part of the file it is, where it is a slice. */
  readonly part?: Omit<FilePart, 'file'>
}

/** What its content comes to. */
export type ContentReading = Omit<FileReading, 'digest'>

/** What one source has read of a file. */
export interface SourceShare {
  /** How many resources of each type. */
  readonly types: ReadonlyMap<string, number>
  readonly gaps: readonly Gap[]
}

/** What documents of a file come to, without their resources; they may be read one after the other. */
export interface FileFacts extends FoundFacts {
  add(read: ReadDocument): void
  /** Adds the facts of other documents of the file. */
  addAll(others: FoundFacts): void
}

/** The facts alone, which can be handed over. */
export type FoundFacts = Omit<FileReading, 'resources' | 'judged' | 'digest' | 'part'>

/** The facts of a file of which nothing is read yet. */
export function fileFacts(): FileFacts {
  const bySource = new Map<string, { types: Map<string, number>; gaps: Gap[] }>()
  const coveredTypes = new Set<string>()
  const gaps: Gap[] = []
  const warnings: Diagnostic[] = []
  const shareOf = (source: string) => {
    const share = bySource.get(source) ?? { types: new Map<string, number>(), gaps: [] }
    bySource.set(source, share)
    return share
  }
  const addBeside = (of: Pick<ReadDocument, 'gaps' | 'warnings'> & { coveredTypes: Iterable<string> }) => {
    append(gaps, of.gaps)
    append(warnings, of.warnings)
    for (const type of of.coveredTypes) coveredTypes.add(type)
  }
  return {
    bySource,
    coveredTypes,
    gaps,
    warnings,
    add(read) {
      const share = shareOf(read.source)
      for (const { type } of read.resources) share.types.set(type, (share.types.get(type) ?? 0) + 1)
      append(share.gaps, read.gaps)
      addBeside(read)
    },
    addAll(others) {
      for (const [source, { types, gaps: found }] of others.bySource) {
        const share = shareOf(source)
        for (const [type, count] of types) share.types.set(type, (share.types.get(type) ?? 0) + count)
        append(share.gaps, found)
      }
      addBeside(others)
    },
  }
}
