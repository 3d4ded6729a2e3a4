/** The bytes of an export that is too large to be held: read where they are needed. */
export interface Bytes {
  readonly size: number
  /** Fills `target` from this offset on, as far as there is anything; tells how many bytes that were. */
  read(target: Buffer, from: number): number
}

/** A part of them that is small enough to be held. */
export function bytesAt(bytes: Bytes, from: number, length: number): Buffer {
  const target = Buffer.alloc(Math.max(0, Math.min(length, bytes.size - from)))
  return target.subarray(0, bytes.read(target, from))
}

/** How many bytes a byte order mark takes. */
export function markOf(bytes: Bytes): number {
  return bytesAt(bytes, 0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0
}
