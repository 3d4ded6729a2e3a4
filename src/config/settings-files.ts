import { decode } from '../runtime/documents/decode.js'
import { digestOf } from '../runtime/documents/digest.js'
import { readBytes } from '../runtime/documents/read-bytes.js'
import type { SettingsFile } from '../runtime/model/index.js'
import { displayPath } from '../runtime/paths.js'

/** Reads a file that says how to judge, at an absolute path. */
export type ReadSettings = <T>(
  role: SettingsFile['role'],
  path: string,
  parse: (file: string, text: string) => T,
) => T

/**
 * Reads the files that say how to judge, and remembers them for the report.
 * @param root what files are named relative to
 * @param onRead told of every file before it is read
 */
export function settingsReader(
  root: string,
  onRead?: (path: string) => void,
): { readonly files: SettingsFile[]; readonly readFile: ReadSettings } {
  const files: SettingsFile[] = []
  return {
    files,
    readFile(role, path, parse) {
      const file = displayPath(root, path)
      onRead?.(path)
      const bytes = readBytes(path, file)
      files.push({ role, file, ...digestOf(bytes) })
      return parse(file, decode(file, bytes))
    },
  }
}
