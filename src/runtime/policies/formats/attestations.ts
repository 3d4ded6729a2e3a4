import * as z from 'zod'
import { day, envelope, reference, text } from './words.js'

/** A person's dated word on a guideline. */
export const attestation = z.strictObject({
  guideline: reference.describe('Full id of the guideline.'),
  by: text.describe('Who confirms it.'),
  date: day,
  expires: day.describe('The last day on which it holds.'),
  statement: text.describe("What is confirmed. Default: the guideline's own words.").exactOptional(),
  evidence: text.describe('Where the evidence is kept.').exactOptional(),
})

/** The file format of attestations. */
export const attestationsFormat = envelope(
  'Attestations',
  z.strictObject({ attestations: z.array(attestation) }),
).meta({ title: 'Attestations', description: "People's dated word on guidelines that no export can show." })

export type AttestationsDocument = z.infer<typeof attestationsFormat>
export type AttestationEntry = z.infer<typeof attestation>
