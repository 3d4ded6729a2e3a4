import { readFileSync } from 'node:fs'
import { definitionUuid } from '../../../compliance/index.js'
import { inputError } from '../../../runtime/input-error.js'
import { displayPath } from '../../../runtime/paths.js'
import { writeWhole } from '../../write-whole.js'

/**
 * Writes a component definition, unless the file that is there says the same: then it keeps the time of its last change.
 * Only what is a component definition is ever replaced.
 * @throws InputError when another file stands in the way
 */
export function writeDefinition(file: string, text: string, root: string): 'written' | 'unchanged' {
  const earlier = textOf(file)
  if (earlier !== undefined) {
    const uuid = definitionUuid(earlier)
    if (uuid === undefined) {
      const message = `${displayPath(root, file)} is no component definition, and stays as it is`
      throw inputError('output', message, { hint: 'move it away, or choose another folder with --out' })
    }
    if (uuid === definitionUuid(text)) return 'unchanged'
  }
  writeWhole(file, text)
  return 'written'
}

/** What the file holds; nothing when there is none. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw inputError('output', `cannot write ${file}: ${(error as Error).message}`)
  }
}
