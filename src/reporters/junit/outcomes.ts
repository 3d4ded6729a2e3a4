import { type Finding, isOpen, type Result, type Stop } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { messageOf, placeOf, resourceOf, ruleOf, waiverOf } from '../../wording/finding.js'
import { oneLine } from '../../wording/printable.js'
import { howToAllow, stopOf } from '../../wording/strict.js'

/** What a JUnit test case says; at most one of failure, error and skipped. */
export type Outcome =
  | { readonly status: 'passed' }
  | { readonly status: 'skipped'; readonly message: string }
  | {
      readonly status: 'failure' | 'error'
      readonly type: string
      readonly message: string
      /** Made when it is written: all texts together are most of the file. */
      readonly text: () => string
    }

export const passed: Outcome = { status: 'passed' }

export function skipped(message: string): Outcome {
  return { status: 'skipped', message: oneLine(message) }
}

/** What a strict run does not let pass. */
export function stopOutcome(stop: Stop): Outcome {
  return {
    status: 'failure',
    type: `strict.${stop.code}`,
    message: oneLine(stop.message),
    text: () => [stopOf(stop), oneLine(stop.hint), howToAllow].join('\n'),
  }
}

/** One outcome for all findings of one validation on one resource: an error before a failure before a waiver. */
export function outcomeOf(findings: readonly Finding[]): Outcome {
  const open = findings.filter(isOpen)
  const [first] = findings
  if (!first) return passed
  const worst = open.find(({ verdict }) => verdict === 'error') ?? open[0]
  if (!worst) return skipped(first.waiver ? waiverOf(first.waiver) : first.message)
  const others = open.length > 1 ? ` (and ${count(open.length - 1, 'more', 'more')})` : ''
  return {
    status: worst.verdict === 'error' ? 'error' : 'failure',
    type: worst.verdict === 'error' ? 'evaluation-error' : worst.severity,
    message: messageOf(worst) + others,
    text: () => textOf(findings),
  }
}

/** What a validation without a finding of its own says, given the findings of the others on the same resource. */
export function outcomeWithoutFinding(
  { verdict, reason }: Pick<Result, 'policy' | 'verdict' | 'reason'>,
  findings: readonly Finding[],
): Outcome {
  if (verdict === 'skip')
    return skipped(reason === undefined ? 'does not apply' : `does not apply: ${reason}`)
  if (findings.some(({ validation }) => validation.startsWith('matchConditions.'))) {
    return skipped('not evaluated: it could not be decided whether the policy applies')
  }
  if (verdict === 'pass' || findings.length > 0) return passed
  const message = `the verdict is ${verdict}, and the report does not say why`
  return { status: 'error', type: 'no-finding', message, text: () => message }
}

/** How many findings one case tells: it may stand for every resource of an export. */
const mostFindings = 20

function textOf(findings: readonly Finding[]): string {
  const lines = findings.slice(0, mostFindings).flatMap(linesOf)
  const more = findings.length - mostFindings
  if (more > 0) lines.push(`and ${count(more, 'more finding')}: other reports have them all`)
  return lines.join('\n')
}

function linesOf(finding: Finding): string[] {
  const { location, resource, policyLocation, pointer, waiver, explanation } = finding
  return [
    `${placeOf(location)}: ${messageOf(finding)}`,
    ...(waiver && !isOpen(finding) ? [`  ${waiverOf(waiver)}`] : []),
    `  ${resourceOf(resource)}${pointer === '' ? '' : ` at ${oneLine(pointer)}`}`,
    `  ${ruleOf(finding)} (${placeOf(policyLocation)})`,
    ...(explanation?.values ?? []).map(
      ({ expression, value }) => `    ${oneLine(`${expression} = ${value}`)}`,
    ),
  ]
}
