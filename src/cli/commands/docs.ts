import { join, resolve } from 'node:path'
import { documentsOf } from '../../compliance/documents.js'
import { readReport } from '../../config/read-report.js'
import { loadLibrary } from '../../runtime/library/library.js'
import { displayPath } from '../../runtime/paths.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { requirePolicies } from '../require-policies.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'
import { writeDefinition } from './docs/write-definition.js'
import { writePages } from './docs/write-pages.js'

export interface DocsFlags extends CommonFlags {
  readonly out?: string
  readonly results?: string
  readonly format?: 'markdown' | 'oscal'
}

/** `policytest docs [path…]`: compliance documents, with the evidence of a report where one is given. */
export function docsCommand(paths: readonly string[], flags: DocsFlags, world: World): number {
  const { root, messages } = world
  const settings = readSettings(flags, world)
  const { base, quiet } = settings
  const library = loadLibrary({ ...base, policies: paths.length > 0 ? paths : requirePolicies(settings) })
  const folder = resolve(root, flags.out ?? 'compliance')
  const { files, warnings } = documentsOf({
    ...base,
    library,
    root,
    format: flags.format,
    folder: displayPath(root, folder),
    results: flags.results === undefined ? undefined : readReport(flags.results, world),
    modified: base.startedAt,
  })
  messages.diagnose(warnings)
  const write = flags.format === 'oscal' ? writeDefinitions : writeBook
  const { done, warnings: left = [] } = write(folder, files, root)
  if (!quiet) messages.say(done)
  for (const warning of left) messages.say(`warning: ${warning}`)
  return exitCodes.clean
}

/** What to say of what was written. */
interface Said {
  readonly done: string
  readonly warnings?: readonly string[]
}

type Files = ReturnType<typeof documentsOf>['files']

function writeBook(folder: string, pages: Files, root: string): Said {
  const { removed, left } = writePages(folder, pages, root)
  const gone = removed.length === 0 ? '' : `, ${removed.length} of an earlier run removed`
  return {
    done: `${displayPath(root, folder)}: ${pages.length} pages${gone}`,
    warnings: left.map((page) => `${page} is of an earlier run: remove it when it is not needed`),
  }
}

function writeDefinitions(folder: string, files: Files, root: string): Said {
  const done = files.map(({ path, text }) => {
    const file = join(folder, path)
    return `${displayPath(root, file)}: ${writeDefinition(file, text, root)}`
  })
  return { done: done.join('\n') }
}
