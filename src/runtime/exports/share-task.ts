import { pieceReader } from '../documents/pieces/pieces.js'
import type { Ranges } from '../documents/pieces/ranges.js'
import { bytesOf } from '../documents/put-aside.js'
import type { FileRequest } from './files.js'
import { type PieceJudge, readShare, type Share } from './read-share.js'
import type { Sources } from './sources.js'

/** What a thread is told to help with a file: plain data. */
export interface ShareTask {
  readonly kind: 'share'
  readonly request: FileRequest
  /** How messages name it. */
  readonly file: string
  /** By which the thread reads it, too: it is open as long as anybody waits for the answer. */
  readonly descriptor: number
  readonly ranges: Ranges
  /** Shared: the number of the next range that is to be taken. */
  readonly counter: Int32Array
  /** Shared: how many findings there are, beside those of the thread that asks. */
  readonly found: Int32Array
}

/**
 * Reads and judges a share of a file.
 * @param beat told after each range
 * @throws NotInPieces where anything is not as expected
 */
export function doShare(
  { request, file, descriptor, ranges, counter, found }: ShareTask,
  sources: Sources,
  judge: PieceJudge,
  beat: () => void,
): Share {
  const { source, subject = {} } = request
  const bytes = bytesOf(descriptor)
  const reader = pieceReader(bytes, ranges.layout, { file, subject })
  const judging = judge.begin(request)
  let told = 0
  const take = () => {
    beat()
    Atomics.add(found, 0, judging.findings() - told)
    told = judging.findings()
    return Atomics.add(counter, 0, 1)
  }
  return readShare(bytes, reader, ranges, take, judging, { sources, source })
}
