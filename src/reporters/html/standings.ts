import type { GuidelineStatus } from '../../runtime/model/index.js'

/** What became of guidelines, as the summary counts them and the page lists them: a segment of a bar, and a section. */
export interface Standing {
  /** Names its colour, too. */
  readonly name: 'violated' | 'error' | 'undecided' | 'waived' | 'satisfied' | 'attested'
  readonly title: string
  readonly statuses: readonly GuidelineStatus[]
  /** What a reader has to know of such guidelines. */
  readonly note: string
}

/** Worst first; what nobody has decided stands beside what failed. Each status has one. */
export const standings: readonly Standing[] = [
  {
    name: 'violated',
    title: 'Violated',
    statuses: ['violated'],
    note: 'Findings that no valid waiver accepts.',
  },
  {
    name: 'error',
    title: 'Not evaluated',
    statuses: ['error'],
    note: 'A policy met data that it could not evaluate. That is no pass, and no waiver accepts it.',
  },
  {
    name: 'undecided',
    title: 'Not decided',
    statuses: ['attestation expired', 'not attested', 'partial', 'no data', 'unmatched', 'not implemented'],
    note: 'Nobody has judged these, or not all of what they are about. That is no pass.',
  },
  {
    name: 'waived',
    title: 'Waived',
    statuses: ['waived'],
    note: 'Every finding is accepted by somebody until a date.',
  },
  {
    name: 'satisfied',
    title: 'Satisfied',
    statuses: ['satisfied'],
    note: 'At least one resource was judged, and nothing speaks against it.',
  },
  {
    name: 'attested',
    title: 'Attested',
    statuses: ['attested'],
    note: "A person's word that has not expired.",
  },
]

export function standingOf(status: GuidelineStatus): Standing['name'] | undefined {
  return standings.find(({ statuses }) => statuses.includes(status))?.name
}
