import { howToExclude } from '../../exclusion.js'
import { shortList } from '../../folders.js'
import type { Diagnostic } from '../../model/index.js'
import type { ForeignFile } from './foreign-files.js'
import { type Sort, sorts } from './foreign-sorts.js'

/** What to say, once for each sort, of the files that are not read: nobody shall think that they are in force. */
export function leftOut(foreign: readonly ForeignFile[], passedOver: readonly string[]): Diagnostic[] {
  const warnings = (Object.keys(sorts) as Sort[]).flatMap((sort) => {
    const files = foreign.filter((file) => file.sort === sort).map(({ file }) => file)
    if (files.length === 0) return []
    const { what, advice } = sorts[sort]
    return [warning(`left out, ${what}: ${counted(files, 'file')}`, advice)]
  })
  if (passedOver.length === 0) return warnings
  return [...warnings, warning(`not read, because of their names: ${shortList(passedOver)}`)]
}

function counted(files: readonly string[], what: string): string {
  return files.length === 1 ? shortList(files) : `${shortList(files)} (${files.length} ${what}s)`
}

function warning(message: string, advice?: string): Diagnostic {
  const hint = advice === undefined ? howToExclude : `${advice} (${howToExclude})`
  return { code: 'left-out', level: 'warning', message, hint }
}
