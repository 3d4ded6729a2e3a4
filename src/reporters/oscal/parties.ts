import type { Report } from '../../runtime/model/index.js'
import { some } from '../../wording/oscal/document.js'
import { identity } from '../../wording/oscal/identity.js'
import { oscalString } from '../../wording/oscal/text.js'

export const roles = [
  { id: 'attester', title: 'Who gives their word on a guideline' },
  { id: 'waiver-owner', title: 'Who answers for a waiver or an acceptance' },
  { id: 'waiver-approver', title: 'Who has approved a waiver' },
] as const

/** Everybody that the document names, each once. Whether an owner is a person or a team is not known: a team. */
export function partiesOf({ guidelines, findings }: Report) {
  const people = [
    ...guidelines.flatMap(({ attestation }) => attestation?.by ?? []),
    ...findings.flatMap(({ waiver }) => waiver?.approvedBy ?? []),
  ]
  const owners = [
    ...findings.flatMap(({ waiver }) => waiver?.owner ?? []),
    ...guidelines.flatMap(({ accepted }) => accepted?.owner ?? []),
  ]
  const parties = new Map([
    ...owners.map((name) => [name, 'organization'] as const),
    ...people.map((name) => [name, 'person'] as const),
  ])
  return some(
    [...parties].map(([name, type]) => ({ uuid: identity.party(name), type, name: oscalString(name) })),
  )
}
