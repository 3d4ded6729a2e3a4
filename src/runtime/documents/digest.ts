import { createHash } from 'node:crypto'
import type { Digest } from '../model/index.js'

/** What tells these bytes from all others. */
export function digestOf(bytes: Buffer): Digest {
  return { sha256: sha256Of(bytes), bytes: bytes.length }
}

/** The SHA-256 of bytes, or of the UTF-8 of a text, in hexadecimal digits. */
export function sha256Of(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex')
}
