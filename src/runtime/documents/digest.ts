import { createHash } from 'node:crypto'
import type { Digest } from '../model/index.js'
import type { Bytes } from './pieces/bytes.js'

/** What tells these bytes from all others. */
export function digestOf(bytes: Buffer): Digest {
  return { sha256: sha256Of(bytes), bytes: bytes.length }
}

/** The SHA-256 of bytes, or of the UTF-8 of a text, in hexadecimal digits. */
export function sha256Of(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** The digest of bytes that are read one part after the other. */
export function digestOfParts(bytes: Bytes): Digest {
  const hash = createHash('sha256')
  const part = Buffer.allocUnsafe(1 << 18)
  for (let from = 0; from < bytes.size; ) {
    const length = bytes.read(part, from)
    if (length === 0) break
    hash.update(part.subarray(0, length))
    from += length
  }
  return { sha256: hash.digest('hex'), bytes: bytes.size }
}
