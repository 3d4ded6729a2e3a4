import type { Group } from '../../runtime/model/by-guideline.js'
import type { GuidelineSummary, Report } from '../../runtime/model/index.js'
import { withHint } from '../../wording/diagnostic.js'
import { whyUndecided } from '../../wording/guideline.js'
import { nameOf, oneLine } from '../../wording/printable.js'
import { stopSentence } from '../../wording/strict.js'
import { physicalLocation } from './location.js'
import { plainMessage } from './results.js'

/** What a reader of the results has to know beside them: warnings, what was left out, guidelines that nobody decided. */
export function sarifNotifications(
  { warnings, strict = [] }: Report,
  leftOut: readonly string[],
  groups: readonly Group[],
  folder?: string,
) {
  return [
    ...leftOut.map((text) => notification('results-left-out', 'warning', text)),
    ...strict.map((stop) => ({
      ...notification(`strict/${stop.code}`, 'error', stopSentence(stop)),
      ...(stop.location && { locations: [{ physicalLocation: physicalLocation(stop.location, folder) }] }),
    })),
    ...warnings.map((warning) => ({
      ...notification(warning.code, warning.level, withHint(warning)),
      ...(warning.location && {
        locations: [{ physicalLocation: physicalLocation(warning.location, folder) }],
      }),
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
