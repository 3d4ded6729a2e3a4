import { constants as limits } from 'node:buffer'
import { createHash } from 'node:crypto'
import { closeSync, constants, openSync, readFileSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { digestOf, digestOfOpen } from '../documents/digest.js'
import { type Bytes, bytesAt } from '../documents/pieces/bytes.js'
import { bytesOf, type OpenBytes, putAside } from '../documents/put-aside.js'
import { readBytes, tooLarge } from '../documents/read-bytes.js'
import { packingOf, unpack, unpackFile } from '../documents/unpack.js'
import { inputError } from '../input-error.js'
import type { Digest } from '../model/index.js'
import type { Threads } from '../threads/threads.js'
import type { Disk } from './files.js'

/** What an export holds: unpacked, if it is packed. */
export interface Content {
  /** Where parts of it can be read; by other threads, too, when it lies on the disk. */
  readonly parts: Parts
  /** All of it. @throws InputError where that is more than one text can hold */
  whole(): Buffer
  /** Begins to compute the digest of what lies on the disk, or came in; gives it when asked. */
  startDigest(threads: Threads | undefined): () => Digest
  close(): void
}

export type Parts = Bytes & Partial<Pick<OpenBytes, 'descriptor'>>

/** How many bytes are held at most that come in, or are unpacked: more are put aside on the disk. */
const mostHeld = 1 << 26

/**
 * The content of a file, or of standard input.
 * @param file how messages name it
 * @throws InputError for what cannot be read
 */
export function contentOf(path: string, file: string, { readStdin, stdinParts }: Disk): Content {
  if (path === '-')
    return stdinParts ? received(stdinParts(), file) : held(readStdin?.() ?? Buffer.alloc(0), file)
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return held(readBytes(path, file), file)
  const bytes = openFile(path, file)
  const packing = packingOf(bytesAt(bytes, 0, 4))
  if (packing === undefined) return opened(bytes, bytes, file)
  const small =
    bytes.size <= mostHeld ? unpack(bytesAt(bytes, 0, bytes.size), packing, mostHeld, file) : undefined
  if (small)
    return { ...inMemory(small), startDigest: (threads) => digestOfOpen(bytes, threads), close: bytes.close }
  const unpacked = putAside((folder) => {
    const to = join(folder, 'unpacked')
    unpackFile(path, to, packing, file)
    return to
  })
  return opened(unpacked, bytes, file)
}

/** What lies on the disk, packed or not. */
function opened(parts: OpenBytes, written: OpenBytes, file: string): Content {
  return {
    parts,
    whole() {
      if (parts.size > limits.MAX_STRING_LENGTH) throw tooLarge(file, parts.size)
      // A file of the system may have more in it than its size says.
      return parts.size === 0 ? readFileSync(parts.descriptor) : bytesAt(parts, 0, parts.size)
    },
    startDigest: (threads) => digestOfOpen(written, threads),
    close() {
      written.close()
      if (parts !== written) parts.close()
    },
  }
}

/** What has been read already. */
function held(bytes: Buffer, file: string): Content {
  const packing = packingOf(bytes)
  const unpacked = packing === undefined ? bytes : unpack(bytes, packing, limits.MAX_STRING_LENGTH, file)
  if (!unpacked) throw tooLarge(file, limits.MAX_STRING_LENGTH)
  return { ...inMemory(unpacked), startDigest: () => () => digestOf(bytes), close: () => {} }
}

function inMemory(bytes: Buffer): Pick<Content, 'parts' | 'whole'> {
  const read = (target: Buffer, from: number) => bytes.copy(target, 0, from)
  return { parts: { size: bytes.length, read }, whole: () => bytes }
}

/** What comes in part by part. */
function received(parts: Iterable<Buffer>, file: string): Content {
  const first: Buffer[] = []
  let size = 0
  const rest = parts[Symbol.iterator]()
  for (let next = rest.next(); !next.done; next = rest.next()) {
    first.push(next.value)
    size += next.value.length
    if (size > mostHeld) return receivedMore(Buffer.concat(first), { [Symbol.iterator]: () => rest }, file)
  }
  return held(Buffer.concat(first), file)
}

/** More than is held. */
function receivedMore(first: Buffer, rest: Iterable<Buffer>, file: string): Content {
  const hash = createHash('sha256')
  let size = 0
  const packing = packingOf(first)
  const bytes = putAside((folder) => {
    const path = join(folder, 'received')
    const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600)
    const write = (part: Buffer) => {
      hash.update(part)
      size += part.length
      for (let at = 0; at < part.length; ) at += writeSync(descriptor, part, at)
    }
    write(first)
    for (const part of rest) write(part)
    closeSync(descriptor)
    if (packing === undefined) return path
    const unpacked = join(folder, 'unpacked')
    unpackFile(path, unpacked, packing, file)
    return unpacked
  })
  const digest = { sha256: hash.digest('hex'), bytes: size }
  return { ...opened(bytes, bytes, file), startDigest: () => () => digest }
}

function openFile(path: string, file: string): OpenBytes {
  try {
    return bytesOf(openSync(path, 'r'))
  } catch (error) {
    throw inputError('input', `${file} cannot be read: ${(error as Error).message}`)
  }
}
