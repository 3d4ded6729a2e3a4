import { resolve } from 'node:path'
import { compliancePages, resultsProblems } from '../../compliance/index.js'
import { inputError } from '../../runtime/input-error.js'
import { loadLibrary } from '../../runtime/library/library.js'
import { paramsInForce } from '../../runtime/library/params-in-force.js'
import { displayPath } from '../../runtime/paths.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { readReport } from '../read-report.js'
import { requirePolicies } from '../require-policies.js'
import { readSettings } from '../settings.js'
import type { World } from '../world.js'
import { writePages } from './docs/write-pages.js'

export interface DocsFlags extends CommonFlags {
  readonly out?: string
  readonly results?: string
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

  const folder = resolve(world.root, flags.out ?? 'compliance')
  const shown = displayPath(world.root, folder)
  const pages = compliancePages(
    {
      library,
      platforms: settings.base.platforms,
      params: paramsInForce(loaded, settings.base.params ?? []),
      attestations: settings.base.attestations ?? [],
      ...(results && { report: results.report, resultsDigest: results.sha256 }),
    },
    shown,
  )
  if (!pages.some(({ path }) => path.includes('/')))
    throw inputError('usage', 'there is nothing to document: no guideline, no policy')
  const { removed, left } = writePages(folder, pages, world.root)
  if (!settings.quiet) {
    const gone = removed.length === 0 ? '' : `, ${removed.length} of an earlier run removed`
    world.messages.say(`${shown}: ${pages.length} pages${gone}`)
  }
  for (const page of left) {
    world.messages.say(`warning: ${page} is of an earlier run: remove it when it is not needed`)
  }
  return exitCodes.clean
}
