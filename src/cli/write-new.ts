import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inputError } from '../runtime/input-error.js'

/**
 * Never replaces a file, not even one that came into being a moment ago.
 * @throws InputError when it is there, or cannot be written
 */
export function writeNew(file: string, text: string, hint?: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const more = code === 'EEXIST' && hint !== undefined ? { hint } : {}
    throw inputError('output', `cannot write ${file}: ${message}`, more)
  }
}
