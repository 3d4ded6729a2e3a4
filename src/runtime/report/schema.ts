import * as z from 'zod'
import { apiVersion, severities, strictNames, undecidedNames } from '../model/index.js'
import { once } from '../once.js'
import { evidenceSchemas } from './evidence-schema.js'

/** The schemas of a report as JSON, and of parts of it, made when a report is read. */
export const reportSchemas = once(() => {
  const {
    digest,
    importedPack,
    paramInForce,
    policyTests,
    population,
    provenance,
    recordedDigest,
    recordedFiles,
    settingsFile,
  } = evidenceSchemas()

  const text = z.string()
  const number = z.number()
  const whole = z.int().min(0)
  const list = <T extends z.ZodType>(item: T) => z.array(item).readonly()
  const record = <T extends z.ZodType>(value: T) => z.record(text, value).readonly()
  const severity = z.enum(severities)
  const verdict = z.enum(['pass', 'fail', 'skip', 'error'])
  const counts = z
    .object({ pass: whole, fail: whole, error: whole, skip: whole, waived: whole })
    .describe('`fail` and `error` count what is open, `waived` what valid waivers accept.')
    .readonly()

  const position = z.object({ line: z.int().min(1), column: z.int().min(1) }).readonly()
  const locationSchema = z
    .object({ file: text, start: position, end: position })
    .describe('Lines and columns count from 1, columns in UTF-16 code units; `end` is exclusive.')
    .readonly()

  const resource = z
    .object({
      type: text,
      id: text.describe('Identity within its type, stable across runs.'),
      name: text,
      namespace: text.exactOptional(),
      file: text,
      subject: record(text).describe('What the export does not say of itself: cluster, node.'),
    })
    .readonly()

  const explanation = z
    .object({
      expression: text,
      values: list(z.object({ expression: text, offset: whole, value: text }).readonly()),
    })
    .readonly()

  const approval = {
    reason: text,
    owner: text,
    approvedBy: text.exactOptional(),
    approvedOn: text.describe('ISO date.').exactOptional(),
    ticket: text.describe('Where the decision is kept.').exactOptional(),
    expires: text.describe('The last day on which it holds.'),
  }

  const waiver = z
    .object({
      ...approval,
      status: z.enum(['active', 'expired']),
    })
    .readonly()

  const baselineStatus = z
    .enum(['known', 'changed', 'new'])
    .describe(
      'Against the baseline of the run. `known`: open there, too; `changed`: the same with another message or a milder severity; `new`: not there, accepted there by a waiver that no longer holds, or worse now.',
    )

  const findingSchema = z
    .object({
      verdict: z.enum(['fail', 'error']).describe('`error`: the validation could not be evaluated.'),
      policy: text,
      validation: text,
      guidelines: list(text).describe('Most severe first.'),
      severity,
      message: text,
      resource,
      pointer: text.describe('RFC 6901 pointer to the offending element inside the resource.'),
      element: text
        .describe(
          "What tells it from other findings of its rule and resource: of an element of a forEach the pointer with a key of its own in place of each index, which stays the same when others come before it; otherwise ''.",
        )
        .exactOptional(),
      location: locationSchema.describe('Where the offending element stands in the export.'),
      policyLocation: locationSchema.describe('Where the expression stands in the policy file.'),
      explanation: explanation.exactOptional(),
      admission: z
        .object({
          binding: text.exactOptional(),
          params: text.describe('Id of the parameter resource: namespace/name.').exactOptional(),
          actions: list(z.enum(['Deny', 'Warn', 'Audit'])),
          reason: text.exactOptional(),
        })
        .readonly()
        .describe('Of a ValidatingAdmissionPolicy: how the API server would have answered.')
        .exactOptional(),
      waiver: waiver.describe('An expired one does not count: the finding is open.').exactOptional(),
      baseline: baselineStatus.exactOptional(),
    })
    .readonly()

  const result = z.object({ policy: text, resource, verdict, reason: text.exactOptional() }).readonly()

  const attestation = z
    .object({
      guideline: text,
      by: text,
      date: text,
      expires: text,
      result: z.literal('failed').describe('It was looked at and does not hold.').exactOptional(),
      statement: text.exactOptional(),
      evidence: text.exactOptional(),
      evidenceSha256: digest.sha256.describe('Of the evidence when the word was given.').exactOptional(),
    })
    .readonly()

  const statuses = [
    'violated',
    'error',
    'waived',
    'partial',
    'no data',
    'unmatched',
    'satisfied',
    'attested',
    'attestation expired',
    'not attested',
    'not implemented',
  ] as const

  const statusSchema = z.enum(statuses)

  const accepting = { reason: text, owner: text.exactOptional(), expires: text.exactOptional() }
  const acceptance = z.object(accepting).readonly()

  const guideline = z
    .object({
      id: text,
      pack: text.exactOptional(),
      title: text,
      statement: text,
      kind: z.enum(['requirement', 'recommendation', 'provider-default']),
      severity,
      source: z
        .object({ document: text, section: text.exactOptional(), url: text.exactOptional() })
        .readonly()
        .exactOptional(),
      rationale: text.exactOptional(),
      remediation: text.describe('Markdown.').exactOptional(),
      controls: record(list(text)),
      status: statusSchema.describe('`satisfied` needs at least one pass and nothing worse.'),
      counts,
      policies: list(text),
      attestationRequired: text.describe('What a person has to confirm.').exactOptional(),
      attestationDays: whole.describe('How many days one word holds at most.').exactOptional(),
      attestation: attestation.exactOptional(),
      attestationPlace: locationSchema
        .describe("Where the person's word is written; where there is none, where the pack asks for it.")
        .exactOptional(),
      accepted: acceptance.describe('Somebody accepts that it is not decided.').exactOptional(),
      disabled: acceptance.describe('An override has it not judged: why, and by whom.').exactOptional(),
    })
    .readonly()

  const counted = {
    first: z.object({ type: text, id: text, file: text }).readonly(),
    count: whole,
  }

  const admission = z
    .object({
      location: locationSchema,
      sourceLine: text,
      notes: list(text).exactOptional(),
      ignored: list(
        z
          .object({
            ...counted,
            first: z
              .object({
                validation: text,
                message: text,
                resource: counted.first,
                location: locationSchema,
                policyLocation: locationSchema,
              })
              .readonly(),
          })
          .readonly(),
      )
        .describe('Errors that failurePolicy Ignore lets pass, by rule.')
        .exactOptional(),
      doubts: list(z.object({ ...counted, field: text, why: text }).readonly())
        .describe('Fields that only a cluster knows.')
        .exactOptional(),
    })
    .describe('Of a policy of Kubernetes: what its warnings tell, each once.')
    .readonly()

  const policy = z
    .object({
      id: text,
      file: text,
      guidelines: list(text),
      severity,
      validations: list(text),
      inCode: list(text).exactOptional(),
      status: z.enum(['judged', 'unmatched', 'no data']),
      reason: text.exactOptional(),
      missing: list(text)
        .describe('It has nothing to judge because no export holds these types.')
        .exactOptional(),
      incomplete: list(text)
        .describe('Why there may be more to judge than it has seen: the inputs that are not all there.')
        .exactOptional(),
      joins: z
        .literal(true)
        .describe('It sees resources together: what it says of one may hang on others.')
        .exactOptional(),
      counts,
      disabled: acceptance.describe('An override has it not judged: why, and by whom.').exactOptional(),
      ...recordedDigest,
      population: population
        .describe('What it had before it: all of it was judged, or it is said why not.')
        .exactOptional(),
      tests: policyTests.describe('The cases that prove it.').exactOptional(),
      admission: admission.exactOptional(),
    })
    .readonly()

  const document = z
    .object({
      id: text,
      title: text,
      publisher: text.exactOptional(),
      date: text.exactOptional(),
      url: text.exactOptional(),
    })
    .readonly()

  const pack = z
    .object({
      id: text,
      title: text,
      profile: text.exactOptional(),
      documents: list(document),
      ...recordedFiles,
    })
    .readonly()

  const caseResult = z
    .object({
      policy: text,
      test: text,
      name: text,
      status: z.enum(['passed', 'failed']),
      location: locationSchema,
      details: list(text).describe('Expected against actual, as lines.').exactOptional(),
    })
    .readonly()

  const overrideSummary = z
    .object({
      policy: text.describe('Glob over full ids.').exactOptional(),
      guideline: text.describe('Glob over full ids.').exactOptional(),
      severity: severity.exactOptional(),
      disable: z.boolean().exactOptional(),
      paths: list(text).describe('The exports that it is about. Default: all.').exactOptional(),
      reason: text,
      owner: text.exactOptional(),
      expires: text.describe('The last day on which it holds.').exactOptional(),
      location: locationSchema,
      status: z.enum(['active', 'expired', 'unused']),
      policies: list(text).describe('The policies that it is about.'),
    })
    .readonly()

  const waiverSummary = z
    .object({
      policy: text.exactOptional(),
      guideline: text.exactOptional(),
      validation: text.exactOptional(),
      resource: z
        .object({
          type: text.exactOptional(),
          name: text.exactOptional(),
          namespace: text.exactOptional(),
          id: text.exactOptional(),
        })
        .readonly()
        .exactOptional(),
      subject: record(text).exactOptional(),
      file: text.exactOptional(),
      pointer: text.exactOptional(),
      ...approval,
      location: locationSchema,
      status: z.enum(['active', 'expired', 'unused']),
      matched: whole,
    })
    .readonly()

  const diagnosticSchema = z
    .object({
      code: text,
      level: z.enum(['error', 'warning']),
      message: text,
      hint: text.exactOptional(),
      location: locationSchema.exactOptional(),
      sourceLine: text.exactOptional(),
    })
    .readonly()

  const gap = z
    .object({
      types: list(text).describe('The types of which there may be more.'),
      message: text,
      hint: text,
      location: locationSchema,
    })
    .readonly()

  const stop = z
    .object({
      code: z.enum(strictNames).describe('What `--allow` and the configuration call it.'),
      about: text.describe('The guideline, policy or file that it is about.').exactOptional(),
      message: text,
      hint: text,
      location: locationSchema.exactOptional(),
    })
    .readonly()

  const summary = z
    .object({
      verdicts: counts,
      findings: z
        .object({ open: whole, waived: whole, bySeverity: z.record(severity, whole).readonly() })
        .readonly(),
      guidelines: z.record(statusSchema, whole).readonly(),
      policies: z.object({ judged: whole, unmatched: whole, noData: whole }).readonly(),
      cases: z.object({ passed: whole, failed: whole }).readonly(),
      resources: whole,
    })
    .readonly()

  /* A report as JSON: what the `json` reporter writes and other tools read. Unknown fields are dropped, not refused. */
  const reportSchema = z
    .object({
      apiVersion: z.literal(apiVersion),
      kind: z.literal('Report'),
      tool: z.object({ name: z.literal('policytest'), version: text }).readonly(),
      startedAt: z.iso.datetime(),
      durationMs: number.min(0),
      asOf: z.iso
        .datetime()
        .describe('The time that the run judges by, where it is not when it started.')
        .exactOptional(),
      shard: z
        .object({
          index: z.int().min(1),
          of: z.int().min(1),
          files: whole.describe('How many files all shards have between them.'),
          sha256: text.describe('Over their names and sizes.'),
          parts: list(
            z
              .object({
                file: text,
                from: whole,
                next: whole.describe('The offset behind it.'),
                names: text.describe('64 bits for the name of each of its resources, sorted, in base64.'),
              })
              .readonly(),
          )
            .describe('The files of which it has judged some bytes: other shards have judged the others.')
            .exactOptional(),
        })
        .describe('Which part of a run it is: the others have to be merged with it.')
        .readonly()
        .exactOptional(),
      summary,
      inputs: list(
        z
          .object({
            file: text,
            source: text,
            snapshot: text.describe('Folder of the snapshot that it is part of.').exactOptional(),
            resources: whole,
            types: record(whole).describe('How many of each type.').exactOptional(),
            ...recordedDigest,
            ...provenance,
            gaps: list(gap)
              .describe('What it says it does not hold: other pages, other tables.')
              .exactOptional(),
          })
          .readonly(),
      ),
      packs: list(pack),
      importedPacks: list(importedPack).describe('Packs of which those use something.').exactOptional(),
      params: list(paramInForce)
        .describe('All parameters of the packs and policies, with the values in force.')
        .exactOptional(),
      settings: list(settingsFile)
        .describe('The files beside the policies that say how to judge.')
        .exactOptional(),
      baseline: z
        .object({
          file: text,
          ...digest,
          startedAt: z.iso.datetime(),
          open: z.record(baselineStatus, whole).readonly(),
          gone: whole.describe('How many of its open findings this run has not found.'),
        })
        .readonly()
        .describe(
          'The report of an earlier run whose findings are known, and how the open findings of this run stand to it.',
        )
        .exactOptional(),
      guidelines: list(guideline),
      policies: list(policy),
      results: list(result)
        .describe('What each policy said of each resource: of the reporter json-full, not of json.')
        .exactOptional(),
      findings: list(findingSchema),
      cases: list(caseResult),
      waivers: list(waiverSummary),
      overrides: list(overrideSummary)
        .describe('What the configuration says against the packs.')
        .exactOptional(),
      acceptances: list(
        z
          .object({
            guideline: text,
            status: z.enum(undecidedNames),
            ...accepting,
            location: locationSchema,
          })
          .readonly(),
      )
        .describe('Guidelines of which somebody accepts that they are not decided.')
        .exactOptional(),
      warnings: list(diagnosticSchema),
      strict: list(stop).describe('Of a strict run: what it does not let pass.').exactOptional(),
      problems: list(diagnosticSchema)
        .exactOptional()
        .describe(
          'What is wrong with the policies themselves: what lint found, or why nothing could be judged.',
        ),
      couldNotRun: z
        .literal(true)
        .exactOptional()
        .describe('Nothing was judged because of the problems; nothing in the report is a verdict.'),
    })
    .readonly()

  return { locationSchema, findingSchema, statusSchema, diagnosticSchema, reportSchema }
})

/** The published JSON Schema of a report: docs/schema/report.schema.json. It tolerates fields of later versions. */
export function reportJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(reportSchemas().reportSchema, {
    target: 'draft-7',
    io: 'input',
  })
  return { $schema, title: 'policytest report', ...schema }
}
