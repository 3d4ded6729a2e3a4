import type { Report, Stop } from '../runtime/model/index.js'
import { count } from './count.js'
import { placeOf } from './finding.js'
import { nameOf, oneLine } from './printable.js'

/** What a strict run does not let pass: `no-data  images/fixed-tag: no resource of type v1/Pod`, and its place. */
export function stopOf({ about, message, location }: Stop): string {
  const what = about === undefined || about === location?.file ? '' : `${nameOf(about)}: `
  return `${location ? `${placeOf(location)}  ` : ''}${what}${oneLine(message)}`
}

/** The same as one sentence with what to do, for what shows its place elsewhere. */
export function stopSentence({ about, message, hint }: Stop): string {
  return `${about === undefined ? '' : `${about}: `}${message}; ${hint}`
}

/** `3 things were not let pass by --strict`; undefined when the run is not strict, or nothing was in its way. */
export function strictVerdict({ strict = [] }: Report): string | undefined {
  if (strict.length === 0) return undefined
  return `${count(strict.length, 'thing')} that --strict does not let pass`
}

/** Whether a person's word is missing, or no longer holds. */
export function aboutAttestation({ code }: Pick<Stop, 'code'>): boolean {
  return code === 'not-attested' || code === 'attestation-expired'
}

/** How to let it pass all the same. */
export const howToAllow =
  'to let one pass all the same: --allow <name>, or accept it for its guideline (docs/strict.md)'
