import type { Location } from '../model/index.js'
import { plainData } from './plain-data.js'
import type { YamlDocument } from './yaml.js'

/**
 * A document that a program gives instead of a file. Places in it are named by the pointer: `<options>/redact/0`.
 * @param within the pointer of what the program gives, where the document says more around it
 * @throws InputError for what is no data
 */
export function dataDocument(name: string, data: unknown, within = ''): YamlDocument {
  const start = { line: 1, column: 1 }
  const locate = (pointer: string): Location => {
    const inside = pointer.startsWith(within) ? pointer.slice(within.length) : pointer
    return { file: `${name}${inside}`, start, end: start }
  }
  return {
    data: plainData(data, locate(within)),
    errors: [],
    locate,
    offsetIn: () => start,
    lineAt: () => '',
  }
}
