import { constants as limits } from 'node:buffer'
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { InputError, inputError } from '../input-error.js'

/** How long a pipe that a user names may stay silent before anybody has opened it to write, in milliseconds. */
const patience = 2_000

/**
 * The bytes of a file, or of a pipe that somebody writes to, such as `<(kubectl get …)`. Never hangs: what is no file is
 * refused, and so is a pipe without a writer; what is too large is refused before it is read.
 * @param shown how messages name it
 * @param smaller what to do about what is too large
 * @throws InputError for what cannot be read
 */
export function readBytes(path: string, shown: string, smaller = smallerExport): Buffer {
  let descriptor: number | undefined
  try {
    // A pipe that nobody writes to would block otherwise.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const stats = fstatSync(descriptor)
    if (stats.isFIFO()) return readPipe(descriptor, shown)
    if (stats.isDirectory()) throw inputError('input', `${shown} is a folder`)
    if (!stats.isFile()) throw inputError('input', `${shown} is a device or a socket, not a file`)
    if (stats.size > limits.MAX_STRING_LENGTH) throw tooLarge(shown, stats.size, smaller)
    return readFileSync(descriptor)
  } catch (error) {
    if (error instanceof InputError) throw error
    throw inputError('input', `${shown} cannot be read: ${(error as Error).message}`)
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const smallerExport =
  'large JSON is read as one long list (kubectl get -o json) or one object a line (jq -c .items[]): make it one of them, or split it by namespace or kind; in a part of at most 500 MB mistakes are told with their places'

/** The mistake of a file that is more than one text can hold. */
export function tooLarge(shown: string, size: number, hint = smallerExport): InputError {
  const message = `${shown}: ${Math.round(size / 1e6)} MB that cannot be read piece by piece are more than one text can hold`
  return inputError('document-limit', message, { hint })
}

/** Whether two paths lead to one file. */
export function isSameFile(a: string, b: string): boolean {
  return realPath(a) === realPath(b)
}

function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    return resolve(path)
  }
}

/** Waits for a writer that is slow to come, and then for as long as it takes. */
function readPipe(descriptor: number, shown: string): Buffer {
  const chunks: Buffer[] = []
  const buffer = Buffer.allocUnsafe(1 << 16)
  const start = performance.now()
  for (;;) {
    const size = readSome(descriptor, buffer)
    if (size !== undefined && size > 0) chunks.push(Buffer.from(buffer.subarray(0, size)))
    else if (size === undefined) pause()
    else if (chunks.length > 0) return Buffer.concat(chunks)
    else if (performance.now() - start < patience) pause()
    else throw inputError('input', `${shown} is a pipe that nobody writes to`)
  }
}

/** How many bytes there were: 0 when no writer is left, undefined when there is one that has nothing yet. */
function readSome(descriptor: number, buffer: Buffer): number | undefined {
  try {
    return readSync(descriptor, buffer)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return undefined
    throw error
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
}
