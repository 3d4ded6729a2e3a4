import { createHash } from 'node:crypto'
import type { Digest } from '../model/index.js'
import { callThread, ThreadLost, type Threads } from '../threads/threads.js'
import type { Bytes } from './pieces/bytes.js'
import { bytesOf, type OpenBytes, readOpen } from './put-aside.js'

/** What tells these bytes from all others. */
export function digestOf(bytes: Buffer): Digest {
  return { sha256: sha256Of(bytes), bytes: bytes.length }
}

/** The SHA-256 of bytes, or of the UTF-8 of a text, in hexadecimal digits. */
export function sha256Of(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** How many bytes a file has at least whose digest another thread computes. */
const worthThread = 16 << 20

/** An open file whose digest a thread is to compute: plain data. */
export interface DigestTask {
  readonly kind: 'digest'
  readonly descriptor: number
}

/** Begins to compute the digest of an open file; gives it when asked. */
export function digestOfOpen(bytes: OpenBytes, threads: Threads | undefined): () => Digest {
  const here = () => digestOfParts(bytes)
  if (!threads || threads.count === 0 || bytes.size < worthThread) return here
  const task: DigestTask = { kind: 'digest', descriptor: bytes.descriptor }
  const answers = callThread<Digest>(threads, task)
  return () => {
    try {
      return answers.all()[0] ?? here()
    } catch (error) {
      if (error instanceof ThreadLost) return here()
      throw error
    }
  }
}

/** The digest of a file of any size. */
export function digestOfFile(path: string): Digest {
  return readOpen(path, (bytes) => digestOfParts(bytes))
}

/** @param beat told from time to time that it goes on */
export function doDigest({ descriptor }: DigestTask, beat: () => void): Digest {
  return digestOfParts(bytesOf(descriptor), beat)
}

/** The digest of bytes that are read one part after the other. */
export function digestOfParts(bytes: Bytes, beat = () => {}): Digest {
  const hash = createHash('sha256')
  const part = Buffer.allocUnsafe(1 << 18)
  for (let from = 0; from < bytes.size; ) {
    const length = bytes.read(part, from)
    if (length === 0) break
    hash.update(part.subarray(0, length))
    beat()
    from += length
  }
  return { sha256: hash.digest('hex'), bytes: bytes.size }
}
