import { statSync } from 'node:fs'
import { append } from '../append.js'
import { digestOfParts } from '../documents/digest.js'
import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import { pieceSize, readPieces } from '../documents/pieces/pieces.js'
import { openFile } from '../documents/read-bytes.js'
import { InputError } from '../input-error.js'
import type { Resource } from '../model/index.js'
import { type FileReading, fileFacts } from './file-reading.js'
import type { FileRequest } from './files.js'
import type { ReadDocument, Sources } from './sources.js'

/** Judges what is read piece by piece, so that it need not be kept. */
export interface PieceJudge {
  /** Begins a file that belongs to this set of exports. */
  begin(set: { readonly snapshot?: string | undefined; readonly packs?: readonly string[] | undefined }): {
    /** Judges resources of the file; tells which of them have to be kept, for joins. */
    take(resources: readonly Resource[]): readonly Resource[]
    /** The file is sound: what was judged of it counts. */
    settle(): void
  }
}

/** Which exports are read in pieces, and in which ones. */
export interface PieceSizes {
  /** How many bytes a file has at least. */
  readonly from: number
  /** How many bytes a piece has, about. */
  readonly size: number
}

const usual: PieceSizes = { from: 8 << 20, size: pieceSize }

/**
 * Reads a large file of JSON piece by piece and has it judged, in memory that does not hang on its size. Undefined for
 * every other file, and where anything is not as expected: the file has to be read whole then, and nothing of it has counted.
 */
export function readByPieces(
  { path, source, subject = {}, snapshot, packs }: FileRequest,
  file: string,
  sources: Sources,
  judge: PieceJudge,
  { from, size }: PieceSizes = usual,
): FileReading | undefined {
  const format = /\.(?:ndjson|jsonl)$/i.test(file) ? 'ndjson' : /\.json$/i.test(file) ? 'json' : undefined
  if (format === undefined || (source !== undefined && sources.readsText(source))) return undefined
  if (!isLarge(path, from)) return undefined
  const bytes = openFile(path, file)
  try {
    const judging = judge.begin({ snapshot, packs })
    const facts = fileFacts()
    const kept: Resource[] = []
    const check = checkPieces()
    for (const { documents, isCut, keep } of readPieces(bytes, { file, format, subject, size })) {
      const before = kept.length
      for (const document of documents) {
        const read = sources.read(document, source)
        check(read, isCut)
        facts.add(read)
        append(kept, judging.take(read.resources))
      }
      if (kept.length > before) keep()
    }
    judging.settle()
    return {
      ...facts,
      resources: kept,
      judged: new Set(kept),
      digest: digestOfParts(bytes),
    }
  } catch (error) {
    if (error instanceof NotInPieces || error instanceof InputError) return undefined
    throw error
  } finally {
    bytes.close()
  }
}

/** A pipe can be opened only once, and what cannot be read is told by those who read it whole. */
function isLarge(path: string, least: number): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size >= least
}

/** Refuses what only a source that sees the whole list reads, and resources that would need other ids to be told apart. */
function checkPieces(): (read: ReadDocument, isCut: boolean) => void {
  const seen = new Map<string, Set<string>>()
  let reader: string | undefined
  return ({ source, isItemwise, resources, gaps, warnings }, isCut) => {
    if (isCut) {
      reader ??= source
      if (!isItemwise || source !== reader || warnings.length > gaps.length) throw new NotInPieces()
    }
    for (const { type, id } of resources) {
      const ids = seen.get(type) ?? new Set<string>()
      seen.set(type, ids)
      if (ids.has(id)) throw new NotInPieces()
      ids.add(id)
    }
  }
}
