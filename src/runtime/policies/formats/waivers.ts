import * as z from 'zod'
import { day, envelope, label, pointer, referenceGlob, text } from './words.js'

/** One accepted finding, or a group of them. */
export const waiver = z.strictObject({
  policy: referenceGlob
    .describe('Full id of a policy. A waiver names a policy, a guideline or both.')
    .exactOptional(),
  guideline: referenceGlob.describe('Full id of a guideline.').exactOptional(),
  validation: label.exactOptional(),
  resource: z
    .strictObject({
      type: text.exactOptional(),
      name: text.exactOptional(),
      namespace: text.exactOptional(),
      id: text.exactOptional(),
    })
    .describe('Resources that it holds for; * and ? are wildcards. Default: all.')
    .exactOptional(),
  pointer: pointer.describe('JSON pointer of the finding inside the resource.').exactOptional(),
  reason: text,
  owner: text.describe('Who answers for it.'),
  expires: day.describe('The last day on which it holds.'),
})

/** The file format of waivers. */
export const waiversFormat = envelope('Waivers', z.strictObject({ waivers: z.array(waiver) })).meta({
  title: 'Waivers',
  description: 'Accepted findings, each with reason, owner and expiry date.',
})

export type WaiversDocument = z.infer<typeof waiversFormat>
export type WaiverEntry = z.infer<typeof waiver>
