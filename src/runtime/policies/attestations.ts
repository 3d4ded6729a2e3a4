import * as z from 'zod'
import type { YamlDocument } from '../documents/yaml.js'
import { field } from '../member.js'
import type { Diagnostic, Location } from '../model/index.js'
import { once } from '../once.js'
import { envelope } from './formats/envelope.js'
import { requireKind } from './formats/kinds.js'
import { day, reference, text } from './formats/words.js'
import { checked, onlyDocument } from './mistakes/check.js'
import { valuesAt } from './mistakes/cross-checks.js'
import { errorAt, placeOf } from './mistakes/places.js'

/** A person's dated word on a guideline. */
export const attestation = once(() =>
  z.strictObject({
    guideline: reference.describe('Full id of the guideline.'),
    by: text.describe('Who confirms it.'),
    date: day,
    expires: day.describe('The last day on which it holds.'),
    result: z
      .literal('failed')
      .describe('The guideline was looked at and does not hold: a violation until somebody confirms it.')
      .exactOptional(),
    statement: text.describe("What is confirmed. Default: the guideline's own words.").exactOptional(),
    evidence: text
      .describe(
        'Where the evidence is kept; with a digest a file, relative to the one that holds the attestation.',
      )
      .exactOptional(),
    evidenceSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, { error: 'is not a SHA-256 in hexadecimal digits' })
      .describe('Digest of the evidence when the word was given: a scan says when the file is another one.')
      .exactOptional(),
  }),
)

/** The file format of attestations. */
export const attestationsFormat = once(() =>
  envelope('Attestations', z.strictObject({ attestations: z.array(attestation()) })).meta({
    title: 'Attestations',
    description: "People's dated word on guidelines that no export can show.",
  }),
)

/** A person's dated word on a guideline, and where it is written. */
export type GivenAttestation = z.infer<ReturnType<typeof attestation>> & { readonly location: Location }

/** The attestations of a file; throws InputError with every mistake of the file. */
export function parseAttestations(file: string, text: string): GivenAttestation[] {
  const document = onlyDocument(file, text)
  requireKind(document, 'Attestations')
  const { spec } = checked(attestationsFormat(), document, [attestationsOutOfOrder('/spec/attestations/*')])
  return spec.attestations.map((attestation, i) => ({
    ...attestation,
    location: document.locate(`/spec/attestations/${i}`),
  }))
}

/** No attestation at the pattern expires before it was given. */
export function attestationsOutOfOrder(pattern: string) {
  return (document: YamlDocument): Diagnostic[] =>
    valuesAt(document, pattern).flatMap(({ value, pointer }) => {
      const date = field(value, 'date')
      const expires = field(value, 'expires')
      if (typeof date !== 'string' || typeof expires !== 'string' || expires >= date) return []
      const place = placeOf(document, `${pointer}/expires`)
      return [errorAt(place, 'invalid-value', `the attestation expires before its date, ${date}`)]
    })
}
