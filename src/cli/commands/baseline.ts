import { resolve } from 'node:path'
import { readReport } from '../../config/read-report.js'
import { acceptedBy, waiversFor } from '../../runtime/history/index.js'
import { inputError } from '../../runtime/input-error.js'
import type { Report } from '../../runtime/model/index.js'
import { displayPath } from '../../runtime/paths.js'
import { requireResults } from '../../runtime/report/parse-report.js'
import { run } from '../../runtime/run.js'
import { count } from '../../wording/count.js'
import { messageOf, placeOf, ruleOf } from '../../wording/finding.js'
import { exitCodes } from '../exit-codes.js'
import type { CommonFlags } from '../flags.js'
import { requirePolicies } from '../require-policies.js'
import { readSettings, type Settings } from '../settings.js'
import type { World } from '../world.js'
import { writeNew } from '../write-new.js'
import { writeWhole } from '../write-whole.js'

export interface BaselineFlags extends CommonFlags {
  readonly as?: string
  readonly results?: string
  readonly owner?: string
  readonly expires?: string
  readonly reason?: string
  readonly out?: string
  readonly force?: boolean
}

/** `policytest baseline <input…>`: a file of waivers for what is open now. */
export function baselineCommand(inputs: readonly string[], flags: BaselineFlags, world: World): number {
  const settings = readSettings(flags, world)
  const { now } = settings.base
  const acceptance = acceptedBy(flags, now)
  const report = reportOf(inputs, flags, settings, world)
  const { text, accepted, left } = waiversFor(report, acceptance, now)
  const { messages } = world
  for (const finding of left)
    messages.say(`not accepted: ${placeOf(finding.location)}: ${ruleOf(finding)}: ${messageOf(finding)}`)
  if (left.length > 0)
    messages.say(
      `${count(left.length, 'finding')} that no waiver can accept: mend the rule, or what it is about`,
    )
  if (text === undefined) {
    messages.say('nothing was written: there is no finding to accept')
    return left.length > 0 ? exitCodes.findings : exitCodes.clean
  }
  const file = resolve(world.root, flags.out ?? 'baseline-waivers.yaml')
  const shown = displayPath(world.root, file)
  if (flags.force) writeWhole(file, text)
  else writeNew(file, text, 'name another file with --out, or write over it with --force')
  if (!settings.quiet) {
    messages.say(`${shown}: accepts ${count(accepted.length, 'finding')} until ${acceptance.expires}`)
    messages.say(`name it with --waivers, or in the configuration: 'waivers: [${shown}]'`)
  }
  return left.length > 0 ? exitCodes.findings : exitCodes.clean
}

/** What was found: now, or in a run before. */
function reportOf(
  inputs: readonly string[],
  { results, as }: BaselineFlags,
  settings: Settings,
  world: World,
): Report {
  if (results !== undefined) {
    if (inputs.length > 0)
      throw inputError('usage', '--results takes the findings of a report: name no inputs beside it')
    const filed = readReport(results, world)
    requireResults(filed)
    return filed.report
  }
  const requests = inputs.length > 0 ? inputs.map((path) => ({ path, source: as })) : settings.inputs
  if (requests.length === 0)
    throw inputError('usage', 'there are no inputs', { hint: 'name exports, or a report with --results' })
  const policies = requirePolicies(settings)
  const { report } = run({ ...settings.base, policies, inputs: requests, keepResults: 0 })
  world.messages.endProgress()
  world.messages.diagnose(report.warnings)
  return report
}
