import { lintEverything } from '../../config/lint-everything.js'
import { loadLibrary } from '../../runtime/library/library.js'
import { keepsEverything } from '../../runtime/library/lint.js'
import type { Diagnostic } from '../../runtime/model/index.js'
import { problemReport } from '../../runtime/report/problem-report.js'
import { isAllowed } from '../../runtime/report/strict.js'
import { count } from '../../wording/count.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { reporting } from '../reporting.js'
import { requirePolicies } from '../require-policies.js'
import type { Settings } from '../settings.js'
import type { World } from '../world.js'
import { writeReports } from '../write-reports.js'

/** `policytest lint [path…]`: exit 1 for what lint finds, 2 for what does not even compile; what is left out is said, and a problem under --strict. */
export function lintCommand(paths: readonly string[], flags: CommonFlags, world: World): number {
  // The reporters of the configuration are those of runs that judge.
  const wanted = { ...flags, reporter: flags.reporter ?? ['console'] }
  return reporting(wanted, world, (settings) => lintAndReport(paths, settings, world))
}

function lintAndReport(paths: readonly string[], settings: Settings, world: World): number {
  const policies = paths.length > 0 ? paths : requirePolicies(settings)
  const library = loadLibrary({ ...settings.base, policies })
  const leftOut = [...library.leftOut, ...(settings.base.disk.exclusion?.unused() ?? [])]
  const { disk, platforms, now, strict } = settings.base
  const stops = ({ code }: Diagnostic) => strict !== undefined && !isAllowed(code, strict)
  const remarks = [
    ...leftOut.filter((remark) => !stops(remark)),
    ...(settings.quiet ? [] : keepsEverything(library)),
  ]
  world.messages.diagnose(remarks)
  const { ownPlatforms } = settings
  const problems = [
    ...leftOut.filter(stops),
    ...lintEverything(library, { disk, platforms, now, ownPlatforms }),
  ]
  const report = problemReport(problems, { startedAt: settings.base.startedAt, warnings: remarks })
  const screen = { ...settings, out: (text: string) => world.stdout.write(text) }
  for (const note of writeReports(report, settings.reporters, screen)) world.messages.say(note)
  const { packs } = library.loaded
  const scope = [
    count(packs.length, 'pack'),
    count(library.compiled.length, 'policy', 'policies'),
    count(library.tests.length, 'test file'),
  ].join(', ')
  if (!settings.quiet)
    world.messages.say(
      `${scope}: ${problems.length === 0 ? 'no problems' : count(problems.length, 'problem')}`,
    )
  return problems.length === 0 ? exitCodes.clean : exitCodes.findings
}
