import { hash } from 'node:crypto'
import { countTimes } from '../../wording/times.js'
import { leadingGuideline } from './by-guideline.js'
import type { Finding } from './finding.js'
import type { Report } from './report.js'

/**
 * What names each finding of a report across runs: SARIF's fingerprint `policytest/v2`, and what diffs and baselines go by.
 * Findings that nothing else tells apart are numbered in the report's order.
 */
export function identitiesOf(report: Pick<Report, 'guidelines' | 'findings'>): ReadonlyMap<Finding, string> {
  const leadOf = leadingGuideline(report)
  const timesOf = countTimes()
  return new Map(
    report.findings.map((finding) => {
      const identity = digestOf(finding, leadOf(finding))
      const times = timesOf(identity)
      return [finding, times === 1 ? identity : `${identity}:${times}`]
    }),
  )
}

/** Names the missing word on a guideline across runs. */
export function identityOfWord(guideline: string): string {
  return hash('sha256', JSON.stringify([guideline, 'attestation']))
}

/**
 * Names what is wrong and where inside the resource, by the element's own keys: it survives edits above it. A rule without
 * `forEach` has one finding per resource, whatever value decided it this time.
 */
function digestOf(finding: Finding, lead: string): string {
  const { policy, validation, resource, pointer, element = pointer, admission } = finding
  const { type, id, subject } = resource
  const about = Object.entries(subject)
    .map(([key, value]) => JSON.stringify([key, value]))
    .toSorted()
  const { binding, params } = admission ?? {}
  const by = binding === undefined ? [] : [{ binding, params }]
  const identity = JSON.stringify([lead, policy, validation, type, id, about, element, ...by])
  return hash('sha256', identity)
}
