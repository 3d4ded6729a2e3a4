import type { AdmissionAnswer, Finding, Location, ResourceRef, WaiverRef } from '../runtime/model/index.js'
import { nameOf, oneLine } from './printable.js'

/** `exports/groups.json:42:9` */
export function placeOf({ file, start }: Location): string {
  return `${nameOf(file)}:${start.line}:${start.column}`
}

/** `v1/Pod default/web (cluster: prod)`, with an id that tells no name `ibm.is/SecurityGroup vsi-sg r006-1`; stable. */
export function resourceOf({ type, id, name, subject }: ResourceRef): string {
  const about = Object.entries(subject).map(([key, value]) => `${key}: ${value}`)
  const identity = id === name || id.endsWith(`/${name}`) ? id : `${name} ${id}`
  return nameOf(`${type} ${identity}${about.length > 0 ? ` (${about.join(', ')})` : ''}`)
}

/** `ibm-pag/vsi-inbound-from-gateway/ssh-only-from-gateway` */
export function ruleOf({ policy, validation }: Pick<Finding, 'policy' | 'validation'>): string {
  return nameOf(`${policy}/${validation}`)
}

const baselineWords = { known: 'known', changed: 'known, but changed', new: 'new' } as const

/**
 * What was found, whether a baseline knows it, and under which binding; of an expired waiver it says that it no longer holds.
 */
export function messageOf(finding: Finding): string {
  const { waiver, message, admission, baseline } = finding
  const about = [
    ...(baseline === undefined ? [] : [baselineWords[baseline]]),
    ...(admission?.binding === undefined ? [] : [bindingOf(admission)]),
    ...(waiver?.status === 'expired' ? [waiverOf(waiver)] : []),
  ]
  return oneLine(about.length > 0 ? `${message} (${about.join('; ')})` : message)
}

/** `binding strict, params ops/limits: Warn` */
function bindingOf({ binding, params, actions }: AdmissionAnswer): string {
  return `binding ${binding}${params === undefined ? '' : `, params ${params}`}: ${actions.join(', ')}`
}

/** `waived by ops until 2027-01-31: reason` */
export function waiverOf({ status, owner, expires, reason }: WaiverRef): string {
  const state =
    status === 'active' ? `waived by ${owner} until ${expires}` : `waiver of ${owner} expired ${expires}`
  return oneLine(`${state}: ${reason}`)
}
