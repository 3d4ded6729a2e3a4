import type { RuleCoverage } from '../../../runtime/cases/coverage.js'
import type { CommonFlags } from '../../flags.js'
import type { ReporterRequest } from '../../reporter-requests.js'
import { reporting } from '../../reporting.js'
import { requirePolicies } from '../../require-policies.js'
import { runAndReport } from '../../run-and-report.js'
import type { World } from '../../world.js'

export interface TestFlags extends CommonFlags {
  readonly filter?: string
  readonly coverage?: boolean
  readonly watch?: boolean
}

/** Runs the cases once; `writes` takes the reports that it writes. */
export function testOnce(
  paths: readonly string[],
  flags: TestFlags,
  world: World,
  writes: (files: readonly string[]) => void = () => {},
): number {
  return reporting(flags, world, (settings) => {
    writes(filesOf(settings.reporters))
    const policies = paths.length > 0 ? paths : requirePolicies(settings)
    const { code, outcome } = runAndReport(settings, { policies, tests: { filter: flags.filter } }, world)
    if (flags.coverage) world.messages.say(coverageText(outcome.coverage))
    return code
  })
}

/** The files that reports are written to. */
export function filesOf(reporters: readonly ReporterRequest[]): readonly string[] {
  return reporters.flatMap(({ file }) => file ?? [])
}

/** Each rule should have been true in one case and false in another. */
function coverageText(rules: readonly RuleCoverage[]): string {
  const gaps = rules.flatMap(({ policy, rule, seenTrue, seenFalse }) => {
    if (seenTrue && seenFalse) return []
    const never = seenTrue ? 'never false' : seenFalse ? 'never true' : 'never evaluated'
    return [`  ${policy} › ${rule}: ${never}`]
  })
  const covered = rules.length - gaps.length
  const share = rules.length === 0 ? '' : ` (${Math.floor((100 * covered) / rules.length)} %)`
  return [`coverage: ${covered} of ${rules.length} rules seen both true and false${share}`, ...gaps].join(
    '\n',
  )
}
