import { readSync } from 'node:fs'
import { inputError } from '../runtime/input-error.js'

/**
 * Everything that a file descriptor has to give: standard input. One that does not block, as shells and ssh may pass on,
 * is waited for, where readFileSync would fail with EAGAIN.
 * @throws InputError when it cannot be read
 */
export function readStdin(descriptor = 0): Buffer {
  return Buffer.concat([...stdinParts(descriptor)])
}

/** The same part by part. */
export function* stdinParts(descriptor = 0): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(1 << 16)
  for (let size = readSome(descriptor, buffer); size > 0; size = readSome(descriptor, buffer))
    yield Buffer.from(buffer.subarray(0, size))
}

function readSome(descriptor: number, buffer: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw inputError('input', `standard input cannot be read: ${message}`)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}
