import { type Group, groupBy } from '../../runtime/model/by-guideline.js'
import type { Finding, GuidelineStatus } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { acceptanceOf, attestationOf, whyUndecided } from '../../wording/guideline.js'
import { controlProperties, inControlOrder, nistControls } from '../../wording/oscal/control.js'
import { definitionLink } from '../../wording/oscal/definition-link.js'
import { some } from '../../wording/oscal/document.js'
import { identity } from '../../wording/oscal/identity.js'
import { property } from '../../wording/oscal/property.js'
import { prose, token } from '../../wording/oscal/text.js'
import { uuidOf } from '../../wording/oscal/uuid.js'
import { byTool, interviewUuid, observationUuid } from './observations.js'
import { type Risk, undecidedRisk } from './risks.js'
import type { Run } from './run.js'

/** Whether a guideline is satisfied, as OSCAL asks; what nobody decided is not, and its property says why. */
const states: Readonly<Record<GuidelineStatus, { readonly state: string; readonly reason: string }>> = {
  satisfied: { state: 'satisfied', reason: 'pass' },
  attested: { state: 'satisfied', reason: 'pass' },
  violated: { state: 'not-satisfied', reason: 'fail' },
  waived: { state: 'not-satisfied', reason: 'other' },
  error: { state: 'not-satisfied', reason: 'other' },
  partial: { state: 'not-satisfied', reason: 'other' },
  'no data': { state: 'not-satisfied', reason: 'other' },
  unmatched: { state: 'not-satisfied', reason: 'other' },
  'attestation expired': { state: 'not-satisfied', reason: 'other' },
  'not attested': { state: 'not-satisfied', reason: 'other' },
  'not implemented': { state: 'not-satisfied', reason: 'other' },
}

/** One finding for each guideline, and one for each control that a violated guideline serves. */
export function findingsOf(run: Run, risks: ReadonlyMap<Finding, Risk>) {
  return [...run.groups.map((group) => guidelineFinding(run, group, risks)), ...controlFindings(run, risks)]
}

/** What people accept although nobody decided it. */
export function undecidedRisks(run: Run): Risk[] {
  return run.groups.flatMap(({ guideline }) =>
    undecidedRisk(
      run,
      guideline,
      guideline.policies.map((policy) => observationUuid(run, policy)),
    ),
  )
}

function guidelineFinding(run: Run, group: Group, risks: ReadonlyMap<Finding, Risk>) {
  const { guideline, open, waived } = group
  const { id, title, status, severity, kind, controls } = guideline
  const why = [whyUndecided(group), acceptanceOf(guideline)].filter((text) => text !== undefined)
  return {
    uuid: uuidOf('finding', run.at, id),
    title: prose(title),
    description: describe(group),
    props: [
      property('guideline-id', id),
      property('status', status),
      property('severity', severity),
      property('kind', kind),
      ...controlProperties(controls),
    ],
    links: [definitionLink(identity.rule(id))],
    origins: [byTool],
    target: { type: 'objective-id', 'target-id': token(id), status: states[status] },
    'related-observations': related('observation-uuid', observationsOf(run, group)),
    'related-risks': related('risk-uuid', [
      ...[...open, ...waived].flatMap((finding) => risks.get(finding)?.uuid ?? []),
      ...undecidedRisk(run, guideline, []).map(({ uuid }) => uuid),
    ]),
    remarks: why.length === 0 ? undefined : why.map((text) => `- ${prose(text)}`).join('\n'),
  }
}

function describe({ guideline, open, waived }: Group): string {
  const attested = attestationOf(guideline)
  if (attested !== undefined) return `${prose(attested)}.`
  const { pass } = guideline.counts
  if (open.length + waived.length === 0 && pass === 0) return 'Nothing was judged.'
  return `${count(pass, 'resource')} passed; ${count(open.length, 'open finding')}, ${waived.length} waived.`
}

function observationsOf(run: Run, { guideline }: Group): readonly string[] {
  return [
    ...guideline.policies.map((policy) => observationUuid(run, policy)),
    ...(guideline.attestation ? [interviewUuid(run, guideline.id)] : []),
  ]
}

/**
 * A violated guideline speaks against the controls that it serves. One that is satisfied does not satisfy them: a control
 * asks for more than one guideline does.
 */
function controlFindings(run: Run, risks: ReadonlyMap<Finding, Risk>) {
  const violated = run.groups.filter(({ guideline: { status } }) => status === 'violated')
  const byControl = groupBy(violated, ({ guideline: { controls } }) => nistControls(controls))
  return [...byControl]
    .toSorted(([a], [b]) => inControlOrder(a, b))
    .map(([control, groups]) => ({
      uuid: uuidOf('control', run.at, control),
      title: `${control.toUpperCase()} is not satisfied as far as it was judged`,
      description: `Violated: ${groups.map(({ guideline }) => prose(guideline.title)).join('; ')}.`,
      props: [
        property('scope', 'control'),
        ...groups.map(({ guideline }) => property('guideline-id', guideline.id)),
      ],
      origins: [byTool],
      target: {
        type: 'statement-id',
        'target-id': `${control}_smt`,
        status: { state: 'not-satisfied', reason: 'fail' },
      },
      'related-observations': related(
        'observation-uuid',
        groups.flatMap(({ open }) => open.map(({ policy }) => observationUuid(run, policy))),
      ),
      'related-risks': related(
        'risk-uuid',
        groups.flatMap(({ open }) => open.flatMap((finding) => risks.get(finding)?.uuid ?? [])),
      ),
    }))
}

function related<K extends string>(key: K, uuids: readonly string[]) {
  return some([...new Set(uuids)].map((uuid) => ({ [key]: uuid })))
}
