import { join, resolve } from 'node:path'
import {
  type BookRequest,
  compliancePages,
  componentDefinition,
  resultsProblems,
} from '../../compliance/index.js'
import { inputError } from '../../runtime/input-error.js'
import { type Library, loadLibrary } from '../../runtime/library/library.js'
import { overridden } from '../../runtime/library/overrides.js'
import { paramsInForce } from '../../runtime/library/params-in-force.js'
import { displayPath } from '../../runtime/paths.js'
import { definitionFile } from '../../wording/oscal/identity.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { readReport } from '../read-report.js'
import { requirePolicies } from '../require-policies.js'
import { readSettings, type Settings } from '../settings.js'
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
  const settings = readSettings(flags, world)
  const policies = paths.length > 0 ? paths : requirePolicies(settings)
  const library = loadLibrary({ ...settings.base, policies })
  const { loaded, warnings } = library
  const results = flags.results === undefined ? undefined : readReport(flags.results, world)
  const report = results?.report
  const problems = report && flags.results !== undefined ? resultsProblems(loaded, report, flags.results) : []
  world.messages.diagnose([...warnings, ...problems])

  const request: BookRequest = {
    library,
    platforms: settings.base.platforms,
    params: paramsInForce(loaded, settings.base.params ?? []),
    attestations: settings.base.attestations ?? [],
    disabled: disabledIn(library, settings),
    ...(results && { report: results.report, resultsDigest: results.sha256 }),
  }
  if (loaded.policies.length === 0 && loaded.packs.every(({ guidelines }) => guidelines.length === 0))
    throw inputError('usage', 'there is nothing to document: no guideline, no policy')
  const folder = resolve(world.root, flags.out ?? 'compliance')
  const said =
    flags.format === 'oscal'
      ? definitionIn(folder, request, report?.startedAt ?? settings.base.startedAt.toISOString(), world)
      : pagesIn(folder, request, world)
  if (!settings.quiet) world.messages.say(said.done)
  for (const warning of said.warnings ?? []) world.messages.say(`warning: ${warning}`)
  return exitCodes.clean
}

/** What overrides have not judged, by full ids. */
function disabledIn(library: Library, { base }: Settings) {
  const { disabled, guidelines } = overridden(library, base.overrides ?? [], {
    now: base.now,
    root: base.disk.root,
  })
  return new Map([
    ...guidelines.flatMap(({ id, disabled: by }) => (by ? [[id, by] as const] : [])),
    ...disabled.map(({ policy, by }) => [policy.id, by] as const),
  ])
}

/** What to say of what was written. */
interface Said {
  readonly done: string
  readonly warnings?: readonly string[]
}

function pagesIn(folder: string, request: BookRequest, { root }: World): Said {
  const shown = displayPath(root, folder)
  const pages = compliancePages(request, shown)
  const { removed, left } = writePages(folder, pages, root)
  const gone = removed.length === 0 ? '' : `, ${removed.length} of an earlier run removed`
  return {
    done: `${shown}: ${pages.length} pages${gone}`,
    warnings: left.map((page) => `${page} is of an earlier run: remove it when it is not needed`),
  }
}

function definitionIn(folder: string, request: BookRequest, modified: string, { root }: World): Said {
  const file = join(folder, definitionFile)
  const became = writeDefinition(file, componentDefinition(request, modified), root)
  return { done: `${displayPath(root, file)}: ${became}` }
}
