import * as z from 'zod'
import type { YamlDocument } from '../documents/yaml.js'
import { field } from '../member.js'
import type { Diagnostic, Location } from '../model/index.js'
import { once } from '../once.js'
import { envelope } from './formats/envelope.js'
import { requireKind } from './formats/kinds.js'
import { day, identifier, label, pointer, referenceGlob, text } from './formats/words.js'
import { checked, onlyDocument } from './mistakes/check.js'
import { valuesAt } from './mistakes/cross-checks.js'
import { errorAt, placeOf } from './mistakes/places.js'

/** One accepted finding, or a group of them. */
export const waiver = once(() =>
  z.strictObject({
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
    subject: z
      .record(identifier, text)
      .describe('The cluster, node and so on that it holds for; * and ? are wildcards. Default: all.')
      .exactOptional(),
    file: text
      .describe('File of the export that it holds for; * and ? are wildcards. Default: all.')
      .exactOptional(),
    pointer: pointer
      .describe(
        'JSON pointer of the finding inside the resource; or its element as the JSON report gives it (/spec/containers/name=app), which holds when other elements come before it.',
      )
      .exactOptional(),
    reason: text,
    owner: text.describe('Who answers for it.'),
    approvedBy: text.describe('Who has approved it.').exactOptional(),
    approvedOn: day.describe('The day of the approval.').exactOptional(),
    ticket: text.describe('Where the decision is kept: the id or the address of a ticket.').exactOptional(),
    expires: day.describe('The last day on which it holds.'),
  }),
)

/** The file format of waivers. */
export const waiversFormat = once(() =>
  envelope('Waivers', z.strictObject({ waivers: z.array(waiver()) })).meta({
    title: 'Waivers',
    description: 'Accepted findings, each with reason, owner and expiry date.',
  }),
)

/** An accepted finding, and where the waiver is written. */
export type Waiver = z.infer<ReturnType<typeof waiver>> & { readonly location: Location }

/** Whether a value can stand in a list of waivers. */
export function isWaiver(value: unknown): boolean {
  return waiver().safeParse(value).success
}

/** The waivers of a file; throws InputError with every mistake of the file. */
export function parseWaivers(file: string, text: string): Waiver[] {
  const document = onlyDocument(file, text)
  requireKind(document, 'Waivers')
  const { spec } = checked(waiversFormat(), document, [waiversWithoutTarget('/spec/waivers/*')])
  return spec.waivers.map((waiver, i) => ({ ...waiver, location: document.locate(`/spec/waivers/${i}`) }))
}

/** Every waiver at the pattern says what it waives. */
export function waiversWithoutTarget(pattern: string) {
  return (document: YamlDocument): Diagnostic[] =>
    valuesAt(document, pattern)
      .filter(({ value }) => typeof value === 'object' && value !== null)
      .filter(({ value }) => field(value, 'policy') === undefined && field(value, 'guideline') === undefined)
      .map(({ pointer }) =>
        errorAt(
          placeOf(document, pointer),
          'missing-key',
          'the waiver names neither a policy nor a guideline',
          "add 'policy' or 'guideline': a waiver never accepts everything",
        ),
      )
}
