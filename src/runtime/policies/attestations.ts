import type { YamlDocument } from '../documents/yaml.js'
import type { Diagnostic, Location } from '../model/index.js'
import { checked, onlyDocument } from './mistakes/check.js'
import { valuesAt } from './mistakes/cross-checks.js'
import { type AttestationEntry, attestationsFormat } from './formats/attestations.js'
import { requireKind } from './formats/kinds.js'
import { errorAt, placeOf } from './mistakes/places.js'
import { child } from './mistakes/schema-walk.js'

/** A person's dated word on a guideline, and where it is written. */
export type GivenAttestation = AttestationEntry & { readonly location: Location }

/** The attestations of a file; throws InputError with every mistake of the file. */
export function parseAttestations(file: string, text: string): GivenAttestation[] {
  const document = onlyDocument(file, text)
  requireKind(document, 'Attestations')
  const { spec } = checked(attestationsFormat, document, [attestationsOutOfOrder('/spec/attestations/*')])
  return spec.attestations.map((attestation, i) => ({
    ...attestation,
    location: document.locate(`/spec/attestations/${i}`),
  }))
}

/** No attestation at the pattern expires before it was given. */
export function attestationsOutOfOrder(pattern: string) {
  return (document: YamlDocument): Diagnostic[] =>
    valuesAt(document, pattern).flatMap(({ value, pointer }) => {
      const date = child(value, 'date')
      const expires = child(value, 'expires')
      if (typeof date !== 'string' || typeof expires !== 'string' || expires >= date) return []
      const place = placeOf(document, `${pointer}/expires`)
      return [errorAt(place, 'invalid-value', `the attestation expires before its date, ${date}`)]
    })
}
