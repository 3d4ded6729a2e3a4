import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { inputError } from '../runtime/input-error.js'

/**
 * Makes a folder that is not there yet.
 * @param why nothing that is there is written to, in words
 */
export function makeFolder(folder: string, shown: string, why: string): void {
  try {
    mkdirSync(dirname(folder), { recursive: true })
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
    const message = exists ? `${shown} exists already` : `cannot make ${shown}: ${(error as Error).message}`
    throw inputError('output', message, { hint: `name another folder with --out: ${why}` })
  }
}
