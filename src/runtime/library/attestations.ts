import { InputError } from '../input-error.js'
import type { Attestation, Diagnostic, Location } from '../model/index.js'
import { didYouMean } from '../suggest.js'
import type { Library } from './library.js'

/** A person's dated word, and where it is written. */
export interface GivenAttestation extends Attestation {
  readonly location?: Location
}

/** What attestations are checked against. */
export interface Occasion {
  /** The last day on which a word can have been given. */
  readonly today: Date
  /** Whether other packs than the loaded ones may be meant. */
  readonly isPart: boolean
}

/**
 * Warnings of attestations that no loaded pack asks for, where packs were left out on purpose.
 * @throws InputError for a word on a guideline that is not there, and for one of a day that is yet to come
 */
export function checkAttestations(
  attestations: readonly GivenAttestation[],
  { loaded }: Pick<Library, 'loaded'>,
  { today, isPart }: Occasion,
): Diagnostic[] {
  const packs = new Map(
    loaded.packs.map(({ name, guidelines }) => [name, guidelines.map(({ id }) => `${name}/${id}`)]),
  )
  const ids = [...packs.values()].flat()
  const last = lastDay(today)
  const problems = attestations.flatMap(({ guideline, date, location }): Diagnostic[] => {
    const at = location && { location }
    if (date > last) {
      const message = `the attestation of ${guideline} is of ${date}, which is yet to come`
      const hint = 'a word is given on the day of its date'
      return [{ code: 'invalid-value', level: 'error', message, hint, ...at }]
    }
    if (ids.includes(guideline)) return []
    const [pack = ''] = guideline.split('/')
    if (isPart && !packs.has(pack)) {
      const message = `the attestation of ${guideline} is for a pack that is not loaded`
      return [
        {
          code: 'attestation-unused',
          level: 'warning',
          message,
          hint: 'name the pack with --policies',
          ...at,
        },
      ]
    }
    const hint = didYouMean(guideline, packs.get(pack) ?? ids, 'guidelines')
    const message = `an attestation of the unknown guideline '${guideline}'`
    return [
      { code: 'unknown-reference', level: 'error', message, ...(hint !== undefined && { hint }), ...at },
    ]
  })
  const mistakes = problems.filter(({ level }) => level === 'error')
  if (mistakes.length > 0) throw new InputError(mistakes)
  return problems
}

/** The day on which it is already tomorrow somewhere on earth: dates have no time zone. */
function lastDay(today: Date): string {
  return new Date(today.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)
}
