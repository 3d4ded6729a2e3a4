import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Bytes } from './pieces/bytes.js'

/** Bytes of a file that is open. */
export interface OpenBytes extends Bytes {
  /** By which other threads of this process can read it, too. */
  readonly descriptor: number
  close(): void
}

/** Bytes of what this descriptor stands for. */
export function bytesOf(descriptor: number, close = () => closeSync(descriptor)): OpenBytes {
  return {
    descriptor,
    size: fstatSync(descriptor).size,
    read: (target, from) => readSync(descriptor, target, 0, target.length, from),
    close,
  }
}

/** What is made of the bytes of a file, which is open meanwhile. */
export function readOpen<Result>(path: string, read: (bytes: OpenBytes) => Result): Result {
  const bytes = bytesOf(openSync(path, 'r'))
  try {
    return read(bytes)
  } finally {
    bytes.close()
  }
}

/**
 * Bytes that are written to the disk because they are too many to be held, in a folder that only this user may look into.
 * They have no name any more when they are read; where that cannot be (Windows), until they are closed.
 * @param write writes them to a file of the folder, and gives its path
 */
export function putAside(write: (folder: string) => string): OpenBytes {
  const folder = mkdtempSync(join(tmpdir(), 'policytest-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const descriptor = openSync(write(folder), 'r')
    if (process.platform !== 'win32') remove()
    return bytesOf(descriptor, () => {
      closeSync(descriptor)
      remove()
    })
  } catch (error) {
    remove()
    throw error
  }
}
