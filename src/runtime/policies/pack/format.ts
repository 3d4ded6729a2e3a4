import * as z from 'zod'
import { once } from '../../once.js'
import { namedEnvelope } from '../formats/envelope.js'
import { day, definedFunction, name, severity, text, variable } from '../formats/words.js'
import { paramDeclarations } from '../params/schema.js'
import { equivalentMutations } from '../policy/equivalents.js'
import { importFormat } from './imports.js'

/** The file format of pack.yaml. */
export const packFormat = once(() => {
  /** A period in ISO 8601 (`P90D`, `P1Y`) or short (`90d`, `1y`). */
  const period = z.string().regex(/^(P[1-9]\d{0,4}[DWMY]|[1-9]\d{0,4}[dwmy])$/, {
    error: 'is not a period: write it as P90D or 90d (d, w, m or y)',
  })

  const document = z.strictObject({
    id: name,
    title: text,
    publisher: text.exactOptional(),
    date: day.exactOptional(),
    url: z.url({ protocol: /^https?$/, error: 'is not an http(s) URL' }).exactOptional(),
  })

  const guideline = z.strictObject({
    id: name.describe('Unique in the pack; the full id is <pack>/<id>.'),
    title: text,
    statement: text.describe('What is asked for, in one or two sentences.'),
    source: z
      .strictObject({
        document: name.describe('Id of one of the documents.'),
        section: text.exactOptional(),
        url: z.url({ protocol: /^https?$/, error: 'is not an http(s) URL' }).exactOptional(),
      })
      .exactOptional(),
    kind: z
      .enum(['requirement', 'recommendation', 'provider-default'])
      .describe('What kind of statement the document makes. Default: requirement.')
      .exactOptional(),
    severity,
    rationale: text.exactOptional(),
    remediation: text.describe('Markdown: what to do, with the command.').exactOptional(),
    controls: z
      .record(text, z.array(text).min(1))
      .describe('Controls of other catalogues: {nist-800-53: [AC-17]}.')
      .exactOptional(),
    attestation: z
      .union([
        text,
        z.strictObject({
          statement: text,
          every: period.describe('How long one attestation holds: P90D or 90d.').exactOptional(),
        }),
      ])
      .describe('Instead of a policy: what a person has to confirm, and how often.')
      .exactOptional(),
  })

  const profile = z.strictObject({
    id: name,
    title: text.exactOptional(),
    description: text.exactOptional(),
    default: z.boolean().describe('The profile of a run that names none.').exactOptional(),
    guidelines: z.array(text).min(1).describe('Ids of guidelines; * and ? are wildcards.'),
    except: z.array(text).describe('Ids or globs of guidelines to leave out.').exactOptional(),
  })

  return namedEnvelope(
    'Pack',
    z.strictObject({
      title: text,
      description: text.exactOptional(),
      documents: z.array(document).describe('The documents that the guidelines come from.').exactOptional(),
      imports: z.array(importFormat()).min(1).describe('What it takes from other packs.').exactOptional(),
      params: paramDeclarations().exactOptional(),
      variables: z.array(variable).describe('Shared by all policies of the pack.').exactOptional(),
      equivalentMutations: equivalentMutations().exactOptional(),
      functions: z
        .array(definedFunction())
        .describe('Functions in CEL that all policies of the pack call.')
        .exactOptional(),
      guidelines: z
        .array(guideline)
        .min(1)
        .describe('Left out where a pack has only functions and variables, for others to import.')
        .exactOptional(),
      profiles: z.array(profile).min(1).describe('Named choices of the guidelines.').exactOptional(),
    }),
  ).meta({
    title: 'Pack',
    description: 'Guidelines with their sources, parameters and profiles (pack.yaml).',
  })
})

export type PackDocument = z.infer<ReturnType<typeof packFormat>>
