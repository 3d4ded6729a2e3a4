import type { Acceptance } from '../runtime/model/index.js'
import { oneLine } from './printable.js'

/** `disabled by Platform team until 2027-03-31: no such hosts here` */
export function disabledText({ reason, owner, expires }: Acceptance): string {
  const by = owner === undefined ? '' : ` by ${owner}`
  const until = expires === undefined ? '' : ` until ${expires}`
  return oneLine(`disabled${by}${until}: ${reason}`)
}
