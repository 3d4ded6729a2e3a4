import { groupBy } from '../../runtime/model/by-guideline.js'
import { type Finding, isOpen, type Report, type ResourceRef } from '../../runtime/model/index.js'
import { cut } from '../../wording/cut.js'
import { messageOf, resourceOf } from '../../wording/finding.js'
import { property, trestleProperty } from '../../wording/oscal/property.js'
import { named } from '../../wording/oscal/text.js'
import { uuidOf } from '../../wording/oscal/uuid.js'
import type { Run } from './run.js'

/** The UUID of a resource: the same in every run, wherever its export lies. */
function itemUuid({ type, id, subject }: ResourceRef): string {
  return uuidOf('resource', type, id, Object.entries(subject).toSorted(byKey))
}

function byKey([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Everything that was judged, each once: resources with a verdict, and what findings name. */
export function inventoryItems({ results, findings }: Report) {
  const judged = [...results.filter(({ verdict }) => verdict !== 'skip'), ...findings].map(
    ({ resource }) => resource,
  )
  return [...groupBy(judged, (resource) => [itemUuid(resource)])].map(([uuid, resources]) =>
    inventoryItem(uuid, resources),
  )
}

function inventoryItem(uuid: string, resources: readonly ResourceRef[]) {
  const [{ type, id, name, namespace, subject }] = resources as [ResourceRef]
  const files = [...new Set(resources.map(({ file }) => file))]
  return {
    uuid,
    description: named(resourceOf({ type, id, name, subject, file: '' })),
    props: [
      property('type', type),
      property('id', id),
      property('name', name),
      ...(namespace === undefined ? [] : [property('namespace', namespace)]),
      ...Object.entries(subject).map(([key, value]) => property(key, value, 'subject')),
      ...files.map((file) => property('file', file)),
    ],
  }
}

/** What policies said of resources, as the subjects of their observations, by policy. */
export function subjectsByPolicy({ report, at }: Run): ReadonlyMap<string, readonly Subject[]> {
  const found = groupBy(report.findings, (finding) => [keyOf(finding.policy, finding.resource)])
  const judged = new Map<string, Judged>()
  for (const { policy, resource, verdict } of report.results) {
    if (verdict !== 'skip') judged.set(keyOf(policy, resource), { policy, resource, verdict })
  }
  for (const { policy, resource, verdict } of report.findings) {
    const key = keyOf(policy, resource)
    if (!judged.has(key)) judged.set(key, { policy, resource, verdict })
  }
  const subjects = [...judged].map(([key, one]) => ({
    policy: one.policy,
    ...subjectOf(one, found.get(key) ?? [], at),
  }))
  return groupBy(subjects, ({ policy }) => [policy])
}

interface Judged {
  readonly policy: string
  readonly resource: ResourceRef
  readonly verdict: 'pass' | 'fail' | 'error'
}

export interface Subject {
  readonly file: string
  readonly subject: object
}

function keyOf(policy: string, resource: ResourceRef): string {
  return `${policy} ${itemUuid(resource)}`
}

function subjectOf({ resource, verdict }: Judged, findings: readonly Finding[], at: string): Subject {
  const isWaived = findings.length > 0 && !findings.some(isOpen)
  const reason = cut(findings.map(messageOf).join('; '))
  return {
    file: resource.file,
    subject: {
      'subject-uuid': itemUuid(resource),
      type: 'inventory-item',
      title: named(resource.name),
      props: [
        trestleProperty('resource-id', `${resource.type} ${resource.id}`),
        trestleProperty('result', verdict),
        trestleProperty('evaluated-on', at),
        ...(reason === '' ? [] : [trestleProperty('reason', reason)]),
        ...(isWaived ? [trestleProperty('waived', 'true')] : []),
      ],
    },
  }
}
