import type { GuidelineStatus } from '../runtime/model/index.js'

/** What became of a guideline, in fewer words than there are statuses. */
export interface Standing {
  readonly name: 'violated' | 'error' | 'undecided' | 'waived' | 'attested' | 'satisfied'
  readonly word: string
  readonly statuses: readonly GuidelineStatus[]
}

/** In the order in which a reader asks for them: what nobody has judged stands beside what failed. Each status has one. */
export const standings: readonly Standing[] = [
  { name: 'violated', word: 'violated', statuses: ['violated'] },
  { name: 'error', word: 'could not be evaluated', statuses: ['error'] },
  {
    name: 'undecided',
    word: 'not judged',
    statuses: ['partial', 'no data', 'unmatched', 'not attested', 'attestation expired', 'not implemented'],
  },
  { name: 'waived', word: 'waived', statuses: ['waived'] },
  { name: 'attested', word: 'attested', statuses: ['attested'] },
  { name: 'satisfied', word: 'satisfied', statuses: ['satisfied'] },
]

export function standingOf(status: GuidelineStatus): Standing['name'] | undefined {
  return standings.find(({ statuses }) => statuses.includes(status))?.name
}
