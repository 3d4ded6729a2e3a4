import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fchmodSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { inputError } from '../runtime/input-error.js'
import { inBlocks } from './in-blocks.js'

/**
 * Writes a file that appears whole or not at all, with the mode of the one that it replaces; what is no plain file is
 * written to, never replaced. Never hangs: a pipe needs its reader.
 * @throws InputError when it cannot be written
 */
export function writeWhole(file: string, text: string | Iterable<string>): void {
  const parts = typeof text === 'string' ? [text] : text
  try {
    makeFolder(dirname(file))
    const stats = statSync(file, { throwIfNoEntry: false })
    if (stats?.isFile() === false) writeTo(file, parts)
    else replace(file, parts, stats?.mode)
  } catch (error) {
    throw inputError('output', `cannot write ${file}: ${(error as Error).message}`)
  }
}

/** Makes a folder and those above it. Node's own `recursive` never ends below folders like /proc. */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(folder) !== folder) makeFolder(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** A device such as /dev/stdout, or a pipe, which fails at once when nobody reads it. */
function writeTo(file: string, parts: Iterable<string>): void {
  const probe = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK)
  try {
    const descriptor = openSync(file, 'w')
    try {
      for (const block of inBlocks(parts)) writeFileSync(descriptor, block)
    } finally {
      closeSync(descriptor)
    }
  } finally {
    closeSync(probe)
  }
}

/** What a signal does that comes while a file is written: it ends the program, but only when the file is whole. */
const endings = {
  SIGTERM: () => endUnlessHandled('SIGTERM', 143),
  SIGINT: () => endUnlessHandled('SIGINT', 130),
} as const

function endUnlessHandled(signal: keyof typeof endings, code: number): void {
  if (process.listenerCount(signal) === 1) process.exit(code)
}

function finishBeforeSignals(): void {
  for (const [signal, end] of Object.entries(endings)) {
    if (!process.listeners(signal as keyof typeof endings).includes(end)) process.on(signal, end)
  }
}

function replace(file: string, parts: Iterable<string>, mode: number | undefined): void {
  finishBeforeSignals()
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`
  try {
    const descriptor = openSync(temporary, 'wx')
    try {
      if (mode !== undefined) fchmodSync(descriptor, mode & 0o7777)
      for (const block of inBlocks(parts)) writeFileSync(descriptor, block)
    } finally {
      closeSync(descriptor)
    }
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
