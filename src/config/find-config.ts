import { existsSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { inputError } from '../runtime/input-error.js'

const names = ['yaml', 'ts', 'mts', 'js', 'mjs'].map((extension) => `policytest.config.${extension}`)

/**
 * The configuration that is named, or the one that lies in the folder: its absolute path.
 * @throws InputError for two in one folder
 */
export function findConfig(named: string | undefined, root: string): string | undefined {
  if (named !== undefined) return resolve(root, named)
  const found = names.filter((name) => existsSync(resolve(root, name)))
  const [first, second] = found
  if (second === undefined) return first === undefined ? undefined : resolve(root, first)
  throw inputError('usage', `two configurations: ${found.join(' and ')}`, {
    hint: 'keep one of them, or name one with --config',
  })
}

/** Whether a configuration is a program, by its name. */
export function isCode(path: string): boolean {
  return ['.ts', '.mts', '.js', '.mjs'].includes(extname(path))
}
