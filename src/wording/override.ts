import type { Acceptance, OverrideSummary } from '../runtime/model/index.js'
import { oneLine } from './printable.js'

/** `disabled by Platform team until 2027-03-31: no such hosts here` */
export function disabledText({ reason, owner, expires }: Acceptance): string {
  const by = owner === undefined ? '' : ` by ${owner}`
  const until = expires === undefined ? '' : ` until ${expires}`
  return oneLine(`disabled${by}${until}: ${reason}`)
}

/** `own/*: severity low, for exports/legacy: reason (owner, until 2027-03-31)` */
export function overrideOf(override: OverrideSummary): string {
  const { policy, guideline, severity, disable, paths, reason, owner, expires } = override
  const about = [policy, guideline].filter((name) => name !== undefined).join(', ')
  const changes = [
    ...(disable === undefined ? [] : [disable ? 'disabled' : 'not disabled']),
    ...(severity === undefined ? [] : [`severity ${severity}`]),
    ...(paths === undefined ? [] : [`for ${paths.join(', ')}`]),
  ]
  const details = [owner, expires && `until ${expires}`].filter(Boolean).join(', ')
  return oneLine(`${about}: ${changes.join(', ')}: ${reason}${details && ` (${details})`}`)
}
