import { globMatcher } from '../globs.js'
import type { Acceptance, Diagnostic, GivenAcceptance, GuidelineSummary, Report } from '../model/index.js'
import { didYouMean } from '../suggest.js'
import { undecidedName } from './strict.js'
import { withWarnings } from './warnings.js'

/** The report with the guidelines marked that are accepted; acceptances that expired or that match nothing are warned of. */
export function accept(report: Report, acceptances: readonly GivenAcceptance[], now: Date): Report {
  if (acceptances.length === 0) return report
  const today = now.toISOString().slice(0, 10)
  const entries = acceptances.map((acceptance) => ({
    acceptance,
    names: globMatcher([acceptance.guideline]),
    holds: acceptance.expires === undefined || acceptance.expires >= today,
  }))
  const used = new Set<GivenAcceptance>()
  const marked = report.guidelines.map((guideline) => {
    const name = undecidedName(guideline.status)
    const matching = entries.filter(
      ({ acceptance, names }) => acceptance.status === name && names(guideline.id),
    )
    for (const { acceptance } of matching) used.add(acceptance)
    const [entry] = matching.filter(({ holds }) => holds)
    return entry ? { ...guideline, accepted: acceptanceOf(entry.acceptance) } : guideline
  })
  const warnings = entries.flatMap(({ acceptance, holds }) => {
    if (!used.has(acceptance)) return [unusedWarning(acceptance, report.guidelines)]
    return holds ? [] : [expiredWarning(acceptance)]
  })
  return { ...withWarnings(report, warnings), guidelines: marked, acceptances }
}

function acceptanceOf({ reason, owner, expires }: GivenAcceptance): Acceptance {
  return { reason, ...(owner !== undefined && { owner }), ...(expires !== undefined && { expires }) }
}

function unusedWarning(
  { guideline, status, location }: GivenAcceptance,
  guidelines: readonly GuidelineSummary[],
): Diagnostic {
  const known = guidelines.find(({ id }) => id === guideline)
  const ids = guidelines.map(({ id }) => id)
  const hint = known
    ? `its status is '${known.status}': remove what is no longer needed`
    : (didYouMean(guideline, ids, 'guidelines') ?? 'remove it, or correct what it names')
  const message = `that ${guideline} is '${status}' is accepted, but it is not`
  return { code: 'accept-unused', level: 'warning', message, hint, location }
}

function expiredWarning({ guideline, status, expires, location }: GivenAcceptance): Diagnostic {
  const message = `that ${guideline} is '${status}' was accepted until ${expires}`
  return {
    code: 'accept-expired',
    level: 'warning',
    message,
    hint: 'see to the guideline, or give a new date',
    location,
  }
}
