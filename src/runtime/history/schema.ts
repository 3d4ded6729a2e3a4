import * as z from 'zod'
import { apiVersion, findingAspects, findingChanges, severities } from '../model/index.js'
import { once } from '../once.js'
import { evidenceSchemas } from '../report/evidence-schema.js'
import { reportSchemas } from '../report/schema.js'

/** What `policytest diff -r json` writes. */
export const diffSchema = once(() => {
  const { digest, paramInForce, settingsFile } = evidenceSchemas()
  const { diagnosticSchema, findingSchema, statusSchema } = reportSchemas()
  const text = z.string()
  const whole = z.int().min(0)
  const list = <T extends z.ZodType>(item: T) => z.array(item).readonly()

  /** A value before and after; one of the two is missing where it stands in one run only. */
  const change = <T extends z.ZodType>(value: T) => ({
    before: value.exactOptional(),
    after: value.exactOptional(),
  })

  const findingChange = z
    .object({
      change: z
        .enum(findingChanges)
        .describe(
          '`new`: open, and not found before. `reopened`: open, and a waiver accepted it before. `changed`: found in both, but not the same. `waived`: a waiver accepts it that did not before. `unseen`: not found any more, but its policy is not in force, has nothing to judge or not all there is. `fixed`: not found any more.',
        ),
      identity: text.describe("What names it across runs: SARIF's fingerprint policytest/v2."),
      differs: list(z.enum(findingAspects)).describe('Of a changed one.').exactOptional(),
      isNews: z.boolean().describe('New, reopened, or worse than it was: what fails the command.'),
      ...change(findingSchema),
    })
    .readonly()

  const comparedReport = z
    .object({
      file: text,
      ...digest,
      version: text.describe('Of the policytest that made it.'),
      startedAt: z.iso.datetime(),
      asOf: z.iso.datetime().exactOptional(),
      resources: whole,
      findings: z.object({ open: whole, waived: whole }).readonly(),
      guidelines: z.record(statusSchema, whole).readonly(),
    })
    .readonly()

  const policy = z
    .object({
      file: text,
      severity: z.enum(severities),
      guidelines: list(text),
      sha256: digest.sha256.exactOptional(),
    })
    .readonly()

  const pack = z
    .object({
      imported: z.literal(true).describe('Others use something of it.').exactOptional(),
      profile: text.exactOptional(),
      sha256: digest.sha256.exactOptional(),
      commit: text.exactOptional(),
    })
    .readonly()

  const { value, from, place, isExemption } = paramInForce.unwrap().shape

  return z
    .object({
      apiVersion: z.literal(apiVersion),
      kind: z.literal('ReportDiff'),
      tool: z.object({ name: z.literal('policytest'), version: text }).readonly(),
      before: comparedReport,
      after: comparedReport,
      summary: z.record(z.enum([...findingChanges, 'unchanged']), whole).readonly(),
      findings: list(findingChange),
      guidelines: list(
        z.object({ id: text, title: text, severity: z.enum(severities), ...change(statusSchema) }).readonly(),
      ).describe('Those whose status is not the same.'),
      policies: list(z.object({ id: text, ...change(policy) }).readonly()),
      packs: list(z.object({ id: text, ...change(pack) }).readonly()),
      params: list(
        z
          .object({
            of: text,
            name: text,
            ...change(z.object({ value, from, place, isExemption }).readonly()),
          })
          .readonly(),
      ),
      settings: list(
        z
          .object({
            role: settingsFile.unwrap().shape.role,
            file: text,
            ...change(z.object(digest).readonly()),
          })
          .readonly(),
      ),
      warnings: list(diagnosticSchema),
    })
    .readonly()
})

/** The published JSON Schema: docs/schema/diff.schema.json. It tolerates fields of later versions. */
export function diffJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(diffSchema(), { target: 'draft-7', io: 'input' })
  return { $schema, title: 'policytest diff', ...schema }
}
