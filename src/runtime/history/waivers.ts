import { yamlOf } from '../documents/yaml-text.js'
import { apiVersion, type Finding, isOpen, type Report } from '../model/index.js'
import { isWaiver, parseWaivers } from '../policies/index.js'
import { applyWaivers } from '../report/waivers.js'
import type { AcceptedBy } from './acceptance.js'

/** Waivers for what is known. */
export interface WaiverFile {
  /** Each waiver is as narrow as waivers can be; undefined when there is nothing to accept. */
  readonly text: string | undefined
  /** The findings that it accepts. */
  readonly accepted: readonly Finding[]
  /** Open findings that it does not accept: rules that could not be evaluated, names that no waiver can hold. */
  readonly left: readonly Finding[]
}

/** Waivers for what is open in a report. The file accepts what it is seen to accept when it is read back. */
export function waiversFor(
  report: Pick<Report, 'findings' | 'startedAt'>,
  acceptance: AcceptedBy,
  now: Date,
): WaiverFile {
  const open = report.findings.filter(isOpen)
  const entries = new Map(
    open
      .filter(({ verdict }) => verdict === 'fail')
      .map((finding) => ({ value: { ...scopeOf(finding), ...acceptance }, comment: commentOf(finding) }))
      .filter(({ value }) => isWaiver(value))
      .map((entry) => [JSON.stringify(entry.value), entry]),
  )
  if (entries.size === 0) return { text: undefined, accepted: [], left: open }
  const head = { apiVersion, kind: 'Waivers', spec: { waivers: [] } }
  const about = `What was open in the run of ${report.startedAt}: mend it, and remove its waiver.`
  const text = yamlOf(head, ['spec', 'waivers'], [...entries.values()], about)
  const accepts = acceptedIn(text, open, now)
  return { text, accepted: open.filter(accepts), left: open.filter((finding) => !accepts(finding)) }
}

function acceptedIn(text: string, open: readonly Finding[], now: Date): (finding: Finding) => boolean {
  const waivers = parseWaivers('waivers', text)
  const faults = open.map(({ waiver: _, ...finding }) => ({
    policy: finding.policy,
    verdict: finding.verdict,
    resource: finding.resource,
    findings: [finding],
  }))
  const waived = applyWaivers(faults, waivers, now).faults.flatMap(({ findings }) => findings)
  const accepted = new Set(open.filter((_, i) => waived[i] && !isOpen(waived[i])))
  return (finding) => accepted.has(finding)
}

/** What the waiver names: the rule, the resource by its id, and the element by its own keys. */
function scopeOf({ policy, validation, resource, pointer, element = pointer }: Finding) {
  const { type, id, subject } = resource
  const about = Object.entries(subject).map(([key, value]) => [key, literal(value)])
  return {
    policy,
    validation,
    resource: { type: literal(type), id: literal(id) },
    ...(about.length > 0 && { subject: Object.fromEntries(about) }),
    ...(element !== '' && { pointer: element }),
  }
}

/** Names are globs in waivers: a star of a name becomes the wildcard for one character. */
function literal(name: string): string {
  return name.replaceAll('*', '?')
}

function commentOf({ severity, message }: Finding): string {
  return `${severity}: ${message}`
}
