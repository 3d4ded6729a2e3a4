import { type Finding, isOpen } from '../../runtime/model/index.js'
import { cut } from '../../wording/cut.js'
import { messageOf, resourceOf, ruleOf, waiverOf } from '../../wording/finding.js'
import { nameOf } from '../../wording/printable.js'
import { levelOf } from '../levels.js'
import { primaryLocation } from '../primary-location.js'
import { logicalLocation, physicalLocation } from './location.js'

/** Findings as SARIF results, in their order, one by one. `ruleOf` gives the one guideline that a finding is filed under. */
export function* sarifResults(
  findings: readonly Finding[],
  identities: ReadonlyMap<Finding, string>,
  leadOf: (finding: Finding) => string,
  ruleIndexes: ReadonlyMap<string, number>,
  folder?: string,
) {
  for (const finding of findings) {
    const ruleId = leadOf(finding)
    // The state says it: the message stays the same.
    const { baseline, ...plain } = finding
    yield {
      ruleId: nameOf(ruleId),
      ruleIndex: ruleIndexes.get(ruleId) ?? -1,
      kind: 'fail',
      level: levelOf(finding),
      ...(baseline && { baselineState: baselineStates[baseline] }),
      message: { text: plainMessage(`${messageOf(plain)} [${resourceOf(finding.resource)}]`) },
      ...places(finding, folder),
      partialFingerprints: { 'policytest/v2': identities.get(finding) },
      ...suppressions(finding),
      properties: propertiesOf(finding),
    }
  }
}

/** https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, 3.27.24. */
const baselineStates = { known: 'unchanged', changed: 'updated', new: 'new' } as const

/** Longer messages only make a file too large to upload. */
const messageLimit = 4000

/** `](` would make a link of what stands before it: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, 3.11.6. */
export function plainMessage(text: string): string {
  return cut(text.replaceAll('](', '] ('), messageLimit)
}

function places(finding: Finding, folder?: string) {
  const primary = primaryLocation(finding, folder)
  const location = {
    physicalLocation: physicalLocation(primary, folder),
    logicalLocations: [logicalLocation(finding)],
  }
  if (primary === finding.policyLocation) return { locations: [location] }
  return {
    locations: [location],
    relatedLocations: [
      {
        id: 1,
        physicalLocation: physicalLocation(finding.policyLocation, folder),
        message: { text: `the rule: ${ruleOf(finding)}` },
      },
    ],
  }
}

function suppressions(finding: Finding) {
  if (!finding.waiver || isOpen(finding)) return {}
  const justification = waiverOf(finding.waiver)
  return { suppressions: [{ kind: 'external', status: 'accepted', justification }] }
}

function propertiesOf({ policy, validation, guidelines, severity, verdict, resource, pointer }: Finding) {
  const { type, id, subject } = resource
  return { policy, validation, guidelines, severity, verdict, resource: { type, id, subject }, pointer }
}
