import type { Diagnostic, GuidelineSummary } from '../runtime/model/index.js'
import type { Group } from './groups.js'
import { physicalLocation } from './sarif-location.js'
import { plainMessage } from './sarif-results.js'
import { whyUndecided } from './statuses.js'
import { nameOf, oneLine } from './words.js'

/** What a reader of the results has to know beside them: warnings, what was left out, guidelines that nobody decided. */
export function sarifNotifications(
  warnings: readonly Diagnostic[],
  leftOut: readonly string[],
  groups: readonly Group[],
) {
  return [
    ...leftOut.map((text) => notification('results-left-out', 'warning', text)),
    ...warnings.map(({ code, level, message, location, hint }) => ({
      ...notification(code, level, hint === undefined ? message : `${message}; ${hint}`),
      ...(location && { locations: [{ physicalLocation: physicalLocation(location) }] }),
    })),
    ...groups.flatMap((group) => {
      const why = whyUndecided(group)
      return why === undefined ? [] : [undecided(group.guideline, why)]
    }),
  ]
}

function undecided({ id, status }: GuidelineSummary, why: string) {
  const text = `${id}: ${status}: ${why}`
  return { ...notification(status.replaceAll(' ', '-'), 'note', text), associatedRule: { id: nameOf(id) } }
}

function notification(id: string, level: 'error' | 'warning' | 'note', text: string) {
  return { descriptor: { id }, level, message: { text: plainMessage(oneLine(text)) } }
}
