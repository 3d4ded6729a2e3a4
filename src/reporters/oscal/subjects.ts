import { groupBy } from '../../runtime/model/by-guideline.js'
import { type Finding, isOpen } from '../../runtime/model/index.js'
import { cut } from '../../wording/cut.js'
import { messageOf } from '../../wording/finding.js'
import { trestleProperty } from '../../wording/oscal/property.js'
import { named } from '../../wording/oscal/text.js'
import { itemUuid, type Judged } from './judged.js'
import type { Run } from './run.js'

/** A resource as the subject of an observation, and the file that it stands in. */
export interface Subject {
  readonly file: string
  readonly subject: object
}

/** What policies said of resources, as the subjects of their observations, by policy. */
export function subjectsByPolicy({ shown, judged, at }: Run): ReadonlyMap<string, readonly Subject[]> {
  const found = groupBy(shown, ({ policy, resource }) => [`${policy} ${itemUuid(resource)}`])
  const subjects = judged.map((one) => ({
    policy: one.policy,
    ...subjectOf(one, found.get(`${one.policy} ${one.item}`) ?? [], at),
  }))
  return groupBy(subjects, ({ policy }) => [policy])
}

function subjectOf({ resource, item, verdict }: Judged, findings: readonly Finding[], at: string): Subject {
  const isWaived = findings.length > 0 && !findings.some(isOpen)
  const reason = cut(findings.map(messageOf).join('; '))
  return {
    file: resource.file,
    subject: {
      'subject-uuid': item,
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
