import { leadingGuideline } from '../../runtime/model/by-guideline.js'
import type { Acceptance, Finding, GuidelineSummary, WaiverRef } from '../../runtime/model/index.js'
import { cut } from '../../wording/cut.js'
import { messageOf, placeOf, resourceOf, ruleOf } from '../../wording/finding.js'
import { identity } from '../../wording/oscal/identity.js'
import { property } from '../../wording/oscal/property.js'
import { named, prose } from '../../wording/oscal/text.js'
import { lastMomentOf, momentOf } from '../../wording/oscal/time.js'
import { uuidOf } from '../../wording/oscal/uuid.js'
import { countTimes } from '../../wording/times.js'
import { byTool, observationUuid } from './observations.js'
import type { Run } from './run.js'

/** A risk for each finding, by finding. */
export function findingRisks(run: Run): ReadonlyMap<Finding, Risk> {
  const timesOf = countTimes()
  const leadOf = leadingGuideline(run.report)
  const guidelines = new Map(run.groups.map(({ guideline }) => [guideline.id, guideline]))
  return new Map(
    run.shown.map((finding) => {
      const about = identityOf(finding)
      const uuid = uuidOf('risk', run.at, about, timesOf(about))
      return [finding, riskOf(run, uuid, finding, guidelines.get(leadOf(finding)))]
    }),
  )
}

export type Risk = { readonly uuid: string }

/** What tells a finding from others of its run. */
function identityOf({
  policy,
  validation,
  resource,
  pointer,
  element = pointer,
  admission,
}: Finding): string {
  const { type, id, subject } = resource
  const about = Object.entries(subject)
    .map((entry) => JSON.stringify(entry))
    .toSorted()
  return JSON.stringify([policy, validation, type, id, about, element, admission?.binding, admission?.params])
}

function riskOf(run: Run, uuid: string, finding: Finding, guideline: GuidelineSummary | undefined): Risk {
  const { policy, waiver, severity, verdict } = finding
  const { title = '', statement = title, rationale = statement } = guideline ?? {}
  const isAccepted = waiver?.status === 'active'
  return {
    uuid,
    title: prose(cut(messageOf(finding))),
    description: describe(finding),
    statement: prose(rationale),
    props: [property('verdict', verdict), property('rule', ruleOf(finding))],
    status: isAccepted ? 'deviation-approved' : 'open',
    origins: [byTool],
    characterizations: [characterization(severity)],
    ...(isAccepted && { deadline: lastMomentOf(waiver.expires) }),
    ...(waiver && { 'risk-log': { entries: [waiverEntry(run, uuid, waiver)] } }),
    'related-observations': [{ 'observation-uuid': observationUuid(run, policy) }],
  } as Risk
}

function describe({ location, resource, pointer, explanation }: Finding): string {
  const where = pointer === '' ? '' : ` at ${named(pointer)}`
  const values = (explanation?.values ?? []).map(
    ({ expression, value }) => `- ${named(expression)} is ${named(value)}`,
  )
  return [`${named(placeOf(location))}: ${named(resourceOf(resource))}${where}`, ...values].join('\n')
}

function characterization(severity: string) {
  return {
    origin: byTool,
    facets: [{ name: 'severity', system: 'http://csrc.nist.gov/ns/oscal', value: severity }],
  }
}

/** Who accepts it, since when and until when; one that has expired changed nothing for good. */
function waiverEntry(run: Run, risk: string, waiver: WaiverRef) {
  const { reason, owner, approvedBy, approvedOn, ticket, expires, status } = waiver
  const isActive = status === 'active'
  const since = approvedOn === undefined ? undefined : momentOf(approvedOn)
  return {
    uuid: uuidOf('waiver', risk),
    title: isActive ? 'Waiver' : 'Waiver that has expired',
    description: prose(reason),
    start: since ?? (isActive ? run.at : (momentOf(expires) ?? run.at)),
    end: lastMomentOf(expires),
    ...(ticket !== undefined && { props: [property('ticket', ticket)] }),
    'logged-by': [
      { 'party-uuid': identity.party(owner), 'role-id': 'waiver-owner' },
      ...(approvedBy === undefined
        ? []
        : [{ 'party-uuid': identity.party(approvedBy), 'role-id': 'waiver-approver' }]),
    ],
    'status-change': isActive ? 'deviation-approved' : 'open',
  }
}

/** The risk that somebody takes who accepts that a guideline is not decided; nothing where nobody does. */
export function undecidedRisk(run: Run, guideline: GuidelineSummary, related: readonly string[]): Risk[] {
  const { id, title, statement, rationale = statement, severity, accepted } = guideline
  if (!accepted) return []
  const uuid = uuidOf('undecided', run.at, id)
  return [
    {
      uuid,
      title: `Not decided: ${prose(title)}`,
      description: `Somebody accepts that ${named(id)} is not decided.`,
      statement: prose(rationale),
      status: 'deviation-approved',
      origins: [byTool],
      characterizations: [characterization(severity)],
      ...(accepted.expires !== undefined && { deadline: lastMomentOf(accepted.expires) }),
      'risk-log': { entries: [acceptanceEntry(run, uuid, accepted)] },
      ...(related.length > 0 && {
        'related-observations': related.map((observation) => ({ 'observation-uuid': observation })),
      }),
    } as Risk,
  ]
}

function acceptanceEntry(run: Run, risk: string, { reason, owner, expires }: Acceptance) {
  return {
    uuid: uuidOf('acceptance', risk),
    title: 'Acceptance',
    description: prose(reason),
    start: run.at,
    ...(expires !== undefined && { end: lastMomentOf(expires) }),
    ...(owner !== undefined && {
      'logged-by': [{ 'party-uuid': identity.party(owner), 'role-id': 'waiver-owner' }],
    }),
    'status-change': 'deviation-approved',
  }
}
