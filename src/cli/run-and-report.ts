import { resolve } from 'node:path'
import { readReport } from '../config/read-report.js'
import { refuseOutput } from '../runtime/exports/outputs.js'
import { inputError } from '../runtime/input-error.js'
import type { Report } from '../runtime/model/index.js'
import { type RunOutcome, type RunRequest, run } from '../runtime/run.js'
import { count } from '../wording/count.js'
import { stopOf } from '../wording/strict.js'
import { exitCodeOf, exitCodes } from './exit-codes.js'
import type { Settings } from './settings.js'
import type { World } from './world.js'
import { reporterOf, writeReports } from './write-reports.js'

/** Runs, and tells what came of it. */
export function runAndReport(
  settings: Settings,
  what: Pick<RunRequest, 'policies' | 'inputs' | 'tests' | 'shard'>,
  world: World,
): { readonly code: number; readonly outcome: RunOutcome } {
  const reporters = settings.reporters.map(reporterOf)
  const keepResults = reporters.reduce((most, { needsResults }) => Math.max(most, needsResults), 0)
  const digests = reporters.some(({ needsDigests }) => needsDigests)
  // What is new is known where all shards are merged.
  const baseline = what.inputs && !what.shard && baselineOf(settings, world)
  const threads = settings.threadsFor({ keepResults })
  const outcome = run({ ...settings.base, ...what, ...baseline, keepResults, digests, threads })
  world.messages.endProgress()
  settings.timings?.step('writing the report')
  return { code: tell(outcome.report, settings, what, world), outcome }
}

/** Writes the reports, says on stderr what they do not show, and gives the exit code. */
export function tell(
  report: Report,
  settings: Settings,
  what: Pick<RunRequest, 'inputs' | 'tests'>,
  { messages, stdout }: World,
): number {
  const { color, quiet, failOn, presentation, timings } = settings
  messages.diagnose(report.warnings)
  const screen = { color, quiet, presentation, out: (text: string) => stdout.write(text) }
  for (const note of writeReports(report, settings.reporters, screen)) messages.say(note)
  if (timings) messages.say(timings.text())
  const code = exitCodeOf(report, failOn, what)
  if (!settings.reporters.some(({ name }) => name === 'console')) {
    for (const stop of report.strict ?? []) {
      messages.say(`--strict: ${stop.code}: ${stopOf(stop)}\n  ${stop.hint}`)
    }
  }
  if (code === exitCodes.nothingEvaluated) messages.say(nothingEvaluated(report, what))
  return code
}

/**
 * The report whose findings are known, as a file that says how to judge.
 * @throws InputError where there is none and only new findings count, or the run would write over it
 */
export function baselineOf(
  { baseline: path, failOn, base }: Settings,
  world: World,
): Pick<RunRequest, 'baseline' | 'settings'> {
  if (path === undefined) {
    if (!failOn.newOnly) return {}
    throw inputError('usage', '--fail-on new says what a baseline does not know, and there is none', {
      hint: 'add --baseline <report>: a report of the json reporter',
    })
  }
  const baseline = readReport(path, world)
  const { file, sha256, bytes } = baseline
  refuseOutput(resolve(world.root, path), file, base.disk.outputs ?? [])
  return { baseline, settings: [...(base.settings ?? []), { role: 'baseline', file, sha256, bytes }] }
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
