import type { GuidelineStatus, Report } from '../runtime/model/index.js'
import { count } from './count.js'

/** The line that tells how a run has ended, and whether it is good news: `undecided` is neither. */
export interface VerdictLine {
  readonly tone: 'bad' | 'undecided' | 'good'
  readonly text: string
}

/** One line on a whole report, for its top. Only what was decided is ever good. */
export function verdictOf(report: Report): VerdictLine {
  const { problems, couldNotRun, summary } = report
  if (couldNotRun)
    return { tone: 'bad', text: `Nothing was judged: ${count(problems?.length ?? 0, 'problem')}` }
  if (problems) return { tone: problems.length > 0 ? 'bad' : 'good', text: count(problems.length, 'problem') }
  const { passed, failed } = summary.cases
  const judged = guidelinesLine(summary.guidelines)
  const tested = failed > 0 ? `${failed} of ${count(passed + failed, 'test case')} failed` : undefined
  if (judged && tested) return { tone: 'bad', text: `${judged.text}; ${tested}` }
  if (judged) return judged
  if (tested) return { tone: 'bad', text: tested }
  if (passed > 0) return { tone: 'good', text: `All ${count(passed, 'test case')} passed` }
  return { tone: 'undecided', text: 'Nothing was judged' }
}

function guidelinesLine(counts: Readonly<Record<GuidelineStatus, number>>): VerdictLine | undefined {
  const all = Object.values(counts).reduce((sum, number) => sum + number, 0)
  if (all === 0) return undefined
  const { violated, error, waived, satisfied, attested } = counts
  const undecided = all - violated - error - waived - satisfied - attested
  const total = count(all, 'guideline')
  const rest = [
    ...(undecided > 0 ? [`${undecided} not decided`] : []),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ]
  if (violated + error > 0) {
    const bad = [
      ...(violated > 0 ? [`${violated} violated`] : []),
      ...(error > 0 ? [`${error} could not be evaluated`] : []),
    ]
    return { tone: 'bad', text: `Of ${total}: ${[...bad, ...rest].join(', ')}` }
  }
  if (undecided > 0) return { tone: 'undecided', text: `No violation, but of ${total}: ${rest.join(', ')}` }
  return { tone: 'good', text: [`${total} without violation`, ...rest].join(', ') }
}
