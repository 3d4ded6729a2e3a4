import type { GuidelineStatus, Summary } from '../runtime/model/index.js'

/** The statuses of guidelines in four words, in the order in which a reader asks for them. */
const words: readonly (readonly [word: string, statuses: readonly GuidelineStatus[]])[] = [
  ['violated', ['violated']],
  ['could not be evaluated', ['error']],
  [
    'not judged',
    ['partial', 'no data', 'unmatched', 'not attested', 'attestation expired', 'not implemented'],
  ],
  ['waived', ['waived']],
  ['attested', ['attested']],
  ['satisfied', ['satisfied']],
]

/** `12 violated, 3 not judged, 105 satisfied`, and of how many guidelines; nothing when the run asked for none. */
export function verdictOf({
  guidelines,
}: Summary): { readonly counts: string; readonly total: number } | undefined {
  const counted = words.map(([word, statuses]) => {
    const number = statuses.reduce((sum, status) => sum + guidelines[status], 0)
    return { word, number }
  })
  const total = counted.reduce((sum, { number }) => sum + number, 0)
  if (total === 0) return undefined
  const shown = counted.filter(({ number, word }) => number > 0 || word === 'violated')
  return { counts: shown.map(({ word, number }) => `${number} ${word}`).join(', '), total }
}
