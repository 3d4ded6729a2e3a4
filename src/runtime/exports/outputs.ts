import { isSameFile } from '../documents/read-bytes.js'
import { inputError } from '../input-error.js'

/**
 * Makes sure that nothing is written over what is read.
 * @param outputs absolute paths of the reports of a run
 * @throws InputError when the file is one of them
 */
export function refuseOutput(path: string, shown: string, outputs: readonly string[]): void {
  if (!outputs.some((output) => isSameFile(output, path))) return
  const hint = 'give the report a name of its own'
  throw inputError('output', `a report would be written over ${shown}, which this run reads`, { hint })
}
