import { pieceReader } from '../documents/pieces/pieces.js'
import type { Ranges } from '../documents/pieces/ranges.js'
import { bytesOf } from '../documents/put-aside.js'
import type { FileRequest } from './files.js'
import { type PieceJudge, readShares, type Share } from './read-share.js'
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
  /** How many findings a thread keeps about before it hands over what it has: they are not to be in the memory of two threads. */
  readonly most: number
}

/**
 * Reads and judges a share of a file, in parts that are handed over one by one.
 * @param beat told after each range
 * @throws NotInPieces where anything is not as expected
 */
export function doShare(
  { request, file, descriptor, ranges, counter, found, most }: ShareTask,
  sources: Sources,
  judge: PieceJudge,
  beat: () => void,
): Iterable<Share> {
  const { source, subject = {} } = request
  const bytes = bytesOf(descriptor)
  const reader = pieceReader(bytes, ranges.layout, { file, subject })
  let findings = () => 0
  let told = 0
  const tell = () => {
    Atomics.add(found, 0, findings() - told)
    told = findings()
  }
  const take = () => {
    beat()
    tell()
    return Atomics.add(counter, 0, 1)
  }
  const begin = () => {
    tell()
    const judging = judge.begin(request)
    findings = judging.findings
    told = 0
    return judging
  }
  return readShares(bytes, reader, ranges, take, begin, { sources, source, most })
}
