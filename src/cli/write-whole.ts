import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inputError } from '../runtime/input-error.js'

/** Writes a file that appears whole or not at all; what is no plain file is written to, never replaced. */
export function writeWhole(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    // A pipe or device such as /dev/stdout is written to, never replaced.
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) writeFileSync(file, text)
    else replace(file, text)
  } catch (error) {
    throw inputError('output', `cannot write ${file}: ${(error as Error).message}`)
  }
}

function replace(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } finally {
    rmSync(temporary, { force: true })
  }
}
