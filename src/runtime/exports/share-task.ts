import { pieceReader } from '../documents/pieces/pieces.js'
import type { Ranges } from '../documents/pieces/ranges.js'
import { openFile } from '../documents/read-bytes.js'
import type { FileRequest } from './files.js'
import { type PieceJudge, readShare, type Share } from './read-share.js'
import type { Sources } from './sources.js'

/** What a thread is told to help with a file: plain data. */
export interface ShareTask {
  readonly kind: 'share'
  readonly request: FileRequest
  /** How messages name it. */
  readonly file: string
  readonly ranges: Ranges
  /** Shared: the number of the next range that is to be taken. */
  readonly counter: Int32Array
}

/**
 * Reads and judges a share of a file.
 * @param beat told after each range
 * @throws NotInPieces where anything is not as expected
 */
export function doShare(
  { request, file, ranges, counter }: ShareTask,
  sources: Sources,
  judge: PieceJudge,
  beat: () => void,
): Share {
  const { path, source, subject = {} } = request
  const bytes = openFile(path, file)
  try {
    const reader = pieceReader(bytes, ranges.layout, { file, subject })
    const take = () => {
      beat()
      return Atomics.add(counter, 0, 1)
    }
    return readShare(bytes, reader, ranges, take, judge.begin(request), { sources, source })
  } finally {
    bytes.close()
  }
}
