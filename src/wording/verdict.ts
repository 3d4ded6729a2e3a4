import type { Summary } from '../runtime/model/index.js'
import { standings } from './standings.js'

/** `12 violated, 3 not judged, 105 satisfied`, and of how many guidelines; nothing when the run asked for none. */
export function verdictOf({
  guidelines,
}: Summary): { readonly counts: string; readonly total: number } | undefined {
  const counted = standings.map(({ word, statuses }) => {
    const number = statuses.reduce((sum, status) => sum + guidelines[status], 0)
    return { word, number }
  })
  const total = counted.reduce((sum, { number }) => sum + number, 0)
  if (total === 0) return undefined
  const shown = counted.filter(({ number, word }) => number > 0 || word === 'violated')
  return { counts: shown.map(({ word, number }) => `${number} ${word}`).join(', '), total }
}
