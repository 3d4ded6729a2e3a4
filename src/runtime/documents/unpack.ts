import { Worker } from 'node:worker_threads'
import zlib from 'node:zlib'
import { inputError } from '../input-error.js'

/** How bytes are packed. */
export type Packing = 'gzip' | 'zstd'

/** How bytes are packed that begin like this; undefined where they are not. */
export function packingOf(start: Buffer): Packing | undefined {
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip'
  if (start.length >= 4 && start.readUInt32LE(0) === 0xfd2fb528) return 'zstd'
  return undefined
}

/** What is packed; undefined where it is more than so many bytes. */
export function unpack(bytes: Buffer, packing: Packing, most: number, shown: string): Buffer | undefined {
  try {
    return decompressorOf(packing, shown).all(bytes, { maxOutputLength: most })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw broken(shown, packing, error)
  }
}

/** The most that is unpacked of one file: a packed one can be a thousand times as large as it looks. */
const mostUnpacked = 2 ** 36

/** How long unpacking may make no headway, in milliseconds. */
const patience = 60_000

const [state, headway] = [0, 1]

/** What runs in the thread: it stands here as a text because it is the same from sources and in the bundle. */
const program = `
const { createReadStream, createWriteStream } = require('node:fs')
const { pipeline, Transform } = require('node:stream')
const { workerData } = require('node:worker_threads')
const zlib = require('node:zlib')
const { from, to, create, most, signal } = workerData
let size = 0
const counted = new Transform({
  transform(part, _, next) {
    size += part.length
    Atomics.add(signal, ${headway}, 1)
    next(size > most ? new Error('more than is unpacked') : null, part)
  },
})
pipeline(createReadStream(from), zlib[create](), counted, createWriteStream(to, { mode: 0o600 }), (error) => {
  Atomics.store(signal, ${state}, error ? (size > most ? 3 : 2) : 1)
  Atomics.notify(signal, ${state})
})
`

/**
 * Unpacks a file to another one, however large, in memory that does not hang on that.
 * @throws InputError for what cannot be unpacked
 */
export function unpackFile(from: string, to: string, packing: Packing, shown: string): void {
  const { create } = decompressorOf(packing, shown)
  const signal = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(program, {
    eval: true,
    workerData: { from, to, create, most: mostUnpacked, signal },
  })
  worker.unref()
  for (let seen = -1; Atomics.wait(signal, state, 0, patience) === 'timed-out'; ) {
    const now = Atomics.load(signal, headway)
    if (now === seen) throw broken(shown, packing, new Error('it takes too long'))
    seen = now
  }
  const end = Atomics.load(signal, state)
  if (end === 2) throw broken(shown, packing, new Error('damaged, or cut off'))
  if (end === 3) {
    const hint = 'split the export, by namespace or by kind for example'
    throw inputError('document-limit', `${shown}: more than ${mostUnpacked / 2 ** 30} GB when unpacked`, {
      hint,
    })
  }
}

interface Decompressor {
  all(bytes: Buffer, options: { maxOutputLength: number }): Buffer
  /** The function that creates a stream. */
  readonly create: string
}

function decompressorOf(packing: Packing, shown: string): Decompressor {
  if (packing === 'gzip') return { all: zlib.gunzipSync, create: 'createGunzip' }
  const { zstdDecompressSync: all } = zlib as unknown as { zstdDecompressSync?: Decompressor['all'] }
  if (all) return { all, create: 'createZstdDecompress' }
  throw inputError('input', `${shown} is packed with zstd, which Node ${process.version} cannot unpack`, {
    hint: 'use Node 22.15 or later, or unpack it before: zstd -d',
  })
}

function broken(shown: string, packing: Packing, error: unknown) {
  const hint = 'was the file cut off? pack it again'
  return inputError('input', `${shown} cannot be unpacked (${packing}): ${(error as Error).message}`, {
    hint,
  })
}
