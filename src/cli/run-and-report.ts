import { sarifLimits } from '../reporters/index.js'
import type { Report } from '../runtime/model/index.js'
import { severities } from '../runtime/model/index.js'
import { isOpen } from '../runtime/report/waivers.js'
import { type RunOutcome, type RunRequest, run } from '../runtime/run.js'
import { formatDiagnostic } from '../wording/diagnostic.js'
import { count } from '../wording/finding.js'
import { exitCodes } from './exit-codes.js'
import type { Settings } from './settings.js'
import type { World } from './world.js'
import { writeReports } from './write-reports.js'

/** Runs, writes the reports, says on stderr what they do not show, and gives the exit code. */
export function execute(
  settings: Settings,
  what: Pick<RunRequest, 'policies' | 'inputs' | 'tests'>,
  world: World,
): { readonly code: number; readonly outcome: RunOutcome } {
  const outcome = runWithProgress({ ...settings.base, ...what }, world)
  const { report } = outcome
  const { color, quiet } = settings
  for (const warning of report.warnings) world.stderr.write(`${formatDiagnostic(warning)}\n`)
  writeReports(report, settings.reporters, { color, quiet, out: (text) => world.stdout.write(text) })
  if (settings.reporters.some(({ name }) => name === 'sarif')) {
    for (const limit of sarifLimits(report)) world.stderr.write(`${limit}\n`)
  }
  const code = exitCodeOf(report, settings, what)
  if (code === exitCodes.nothingEvaluated) world.stderr.write(`${nothingEvaluated(report, what)}\n`)
  return { code, outcome }
}

function runWithProgress(request: RunRequest, world: World): RunOutcome {
  try {
    return run(request)
  } finally {
    if (request.progress) world.stderr.write('\r\u001b[2K')
  }
}

/** A verdict `error` counts whatever its severity: nobody knows what the rule would have said. */
function exitCodeOf(
  report: Report,
  { failOn }: Settings,
  { inputs, tests }: Pick<RunRequest, 'inputs' | 'tests'>,
): number {
  const { cases, findings, summary } = report
  const worse = new Set(severities.slice(0, severities.indexOf(failOn) + 1))
  const counts = findings.some(
    (finding) => isOpen(finding) && (finding.verdict === 'error' || worse.has(finding.severity)),
  )
  if (counts || summary.cases.failed > 0) return exitCodes.findings
  const { pass, fail, error, waived } = summary.verdicts
  const nothingTested = tests !== undefined && cases.length === 0
  const nothingScanned = inputs !== undefined && pass + fail + error + waived === 0
  return nothingTested || nothingScanned ? exitCodes.nothingEvaluated : exitCodes.clean
}

function nothingEvaluated(report: Report, { inputs, tests }: Pick<RunRequest, 'inputs' | 'tests'>): string {
  if (tests !== undefined && report.cases.length === 0) {
    const filter = tests.filter === undefined ? '' : ` that contains '${tests.filter}'`
    return `nothing was evaluated: there is no test case${filter}`
  }
  const { resources } = report.summary
  const types = [...new Set(report.policies.flatMap((policy) => policy.reason ?? []))].slice(0, 3).join('; ')
  return inputs?.length === 0
    ? 'nothing was evaluated: no inputs'
    : `nothing was evaluated: none of ${count(report.policies.length, 'policy', 'policies')} applies to ${count(resources, 'resource')}${types && ` (${types})`}`
}
