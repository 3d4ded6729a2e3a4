import type { Report } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { standings } from '../../wording/standings.js'
import { verdictOf } from '../../wording/verdict.js'

/** The line that tells how a run has ended, and whether it is good news: `undecided` is neither. */
export interface Headline {
  readonly tone: 'bad' | 'undecided' | 'good'
  readonly text: string
}

/** Only what was decided is ever good. */
export function headlineOf({ problems, couldNotRun, summary }: Report): Headline {
  if (couldNotRun)
    return { tone: 'bad', text: `Nothing was judged: ${count(problems?.length ?? 0, 'problem')}` }
  if (problems) return { tone: problems.length > 0 ? 'bad' : 'good', text: count(problems.length, 'problem') }
  const { passed, failed } = summary.cases
  const verdict = verdictOf(summary)
  const judged = verdict && `Of ${count(verdict.total, 'guideline')}: ${verdict.counts}`
  const tested = `${failed} of ${count(passed + failed, 'test case')} failed`
  if (failed > 0) return { tone: 'bad', text: judged === undefined ? tested : `${judged}; ${tested}` }
  if (judged !== undefined) return { tone: toneOf(summary), text: judged }
  if (passed > 0) return { tone: 'good', text: `All ${count(passed, 'test case')} passed` }
  return { tone: 'undecided', text: 'Nothing was judged' }
}

function toneOf({ guidelines }: Report['summary']): Headline['tone'] {
  const worst = standings.find(({ statuses }) => statuses.some((status) => guidelines[status] > 0))
  if (worst?.name === 'violated' || worst?.name === 'error') return 'bad'
  return worst?.name === 'undecided' ? 'undecided' : 'good'
}
