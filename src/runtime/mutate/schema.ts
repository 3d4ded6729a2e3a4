import * as z from 'zod'
import { apiVersion } from '../model/index.js'
import { once } from '../once.js'
import { reportSchemas } from '../report/schema.js'

/** What `policytest mutate -r json` writes. */
export const mutationReportSchema = once(() => {
  const { diagnosticSchema, locationSchema } = reportSchemas()
  const text = z.string()
  const whole = z.int().min(0)
  const list = <T extends z.ZodType>(item: T) => z.array(item).readonly()

  const counts = z
    .object({
      killed: whole.describe('A test failed.'),
      survived: whole.describe('No test failed.'),
      equivalent: whole.describe('Survived, and marked as making no difference: not counted.'),
      invalid: whole.describe('Did not compile: not counted.'),
      score: z
        .number()
        .min(0)
        .max(100)
        .describe('Killed of killed and survived, in percent; not there without either.')
        .exactOptional(),
    })
    .readonly()

  const mutant = z.object({
    policy: text.describe('Id of the policy, or name of the pack whose shared part was changed.'),
    part: text.describe('validations.<name>, variables.<name>, matchConditions.<name>, params.<name>, …'),
    operator: text,
    change: text,
    location: locationSchema,
    sourceLine: text,
    before: text.describe('The whole expression, or the default of a parameter as JSON.'),
    after: text.describe('The same with the change; empty when it is left out.'),
  })

  return z
    .object({
      apiVersion: z.literal(apiVersion),
      kind: z.literal('MutationReport'),
      tool: z.object({ name: z.literal('policytest'), version: text }).readonly(),
      startedAt: z.iso.datetime(),
      durationMs: z.number().min(0),
      summary: counts,
      packs: list(z.object({ id: text, counts }).readonly()),
      policies: list(
        z
          .object({
            id: text,
            pack: text.exactOptional(),
            file: text,
            shared: z.boolean().describe('Whether it stands for the variables and parameters of a pack.'),
            cases: whole.describe('Test cases that could notice a change.'),
            counts,
          })
          .readonly(),
      ),
      survivors: list(mutant.readonly()),
      equivalents: list(mutant.extend({ reason: text }).readonly()),
      warnings: list(diagnosticSchema),
    })
    .readonly()
})

/** The published JSON Schema: docs/schema/mutation-report.schema.json. It tolerates fields of later versions. */
export function mutationReportJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(mutationReportSchema(), { target: 'draft-7', io: 'input' })
  return { $schema, title: 'policytest mutation report', ...schema }
}
