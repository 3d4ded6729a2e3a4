import { createHash } from 'node:crypto'
import { type Finding, isOpen } from '../../runtime/model/index.js'
import { cut } from '../../wording/cut.js'
import { messageOf, resourceOf, ruleOf, waiverOf } from '../../wording/finding.js'
import { nameOf } from '../../wording/printable.js'
import { countTimes } from '../../wording/times.js'
import { logicalLocation, physicalLocation, primaryLocation } from './location.js'
import { ranks } from './rules.js'

/** Findings as SARIF results, in their order. `ruleOf` gives the one guideline that a finding is filed under. */
export function sarifResults(
  findings: readonly Finding[],
  leadOf: (finding: Finding) => string,
  ruleIndexes: ReadonlyMap<string, number>,
  folder?: string,
) {
  const timesOf = countTimes()
  return findings.map((finding) => {
    const ruleId = leadOf(finding)
    const fingerprint = fingerprintOf(finding, ruleId)
    const times = timesOf(fingerprint)
    return {
      ruleId: nameOf(ruleId),
      ruleIndex: ruleIndexes.get(ruleId) ?? -1,
      kind: 'fail',
      level: finding.verdict === 'error' ? 'error' : ranks[finding.severity].level,
      message: { text: plainMessage(`${messageOf(finding)} [${resourceOf(finding.resource)}]`) },
      ...places(finding, folder),
      partialFingerprints: { 'policytest/v2': times === 1 ? fingerprint : `${fingerprint}:${times}` },
      ...suppressions(finding),
      properties: propertiesOf(finding),
    }
  })
}

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

/**
 * Names what is wrong and where inside the resource, by the element's own keys: it survives edits above it. A rule without
 * `forEach` has one finding per resource, whatever value decided it this time.
 */
function fingerprintOf(finding: Finding, ruleId: string): string {
  const { policy, validation, resource, pointer, element = pointer, admission } = finding
  const { type, id, subject } = resource
  const about = Object.entries(subject)
    .map(([key, value]) => JSON.stringify([key, value]))
    .toSorted()
  const { binding, params } = admission ?? {}
  const by = binding === undefined ? [] : [{ binding, params }]
  const identity = JSON.stringify([ruleId, policy, validation, type, id, about, element, ...by])
  return createHash('sha256').update(identity).digest('hex')
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
