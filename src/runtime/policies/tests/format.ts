import * as z from 'zod'
import { once } from '../../once.js'
import { envelope } from '../formats/envelope.js'
import { patternProblem, regexIn } from '../formats/patterns.js'
import { instant, label, paramValues, pointer, reference, subject, text } from '../formats/words.js'

const verdicts = ['pass', 'fail', 'skip', 'error', 'no data', 'unmatched'] as const

function regexProblem(written: string): string | undefined {
  const source = regexIn(written)
  return source === undefined ? undefined : patternProblem(source)
}

/** The file format of `*.test.yaml`. */
export const policyTestFormat = once(() => {
  const given = z.union([
    text,
    z.strictObject({
      path: text.describe('A file or a glob, relative to this file.'),
      source: text.describe('The source that reads it, where its shape does not tell.').exactOptional(),
      subject: subject.exactOptional(),
    }),
  ])

  const inlineResource = z.union([
    z.looseObject({ apiVersion: text, kind: text }).describe('A Kubernetes object.'),
    z
      .strictObject({ type: text, data: z.unknown(), subject: subject.exactOptional() })
      .describe('A resource of any type: its data as they are.'),
    z
      .strictObject({ source: text, data: z.unknown(), subject: subject.exactOptional() })
      .describe('An export: its data (or its text) as the named source reads it.'),
  ])

  const operation = z.strictObject({
    resource: text
      .describe('Name or id of the resource to change; required when the policy judges several.')
      .exactOptional(),
    op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
    path: pointer.describe('JSON pointer inside the resource.'),
    from: pointer.describe('For move and copy.').exactOptional(),
    value: z.unknown().describe('For add, replace and test.').exactOptional(),
  })

  const message = text.refine((written) => regexProblem(written) === undefined, {
    error: (issue) => `is not a regular expression: ${regexProblem(String(issue.input))}`,
  })

  /** A {@link label}; a match condition of Kubernetes may have a prefix: `matchConditions.example.com/name`. */
  const ruleName = z.string().regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?(\/[-A-Za-z0-9_.]+)?$/, {
    error: "is not a name: use letters, digits, '-', '_' and '.'",
  })

  const finding = z.strictObject({
    validation: ruleName,
    at: pointer
      .describe(
        'JSON pointer of the offending value inside the resource, or its element: /spec/containers/name=app.',
      )
      .exactOptional(),
    message: message
      .describe('The whole message, or /a regular expression/ to be found in it.')
      .exactOptional(),
    resource: text.describe('Name or id of the resource.').exactOptional(),
    line: z.int().min(1).describe('The line of the file that the finding points at.').exactOptional(),
    guideline: reference.exactOptional(),
    binding: text.describe('Name of the binding of a ValidatingAdmissionPolicy.').exactOptional(),
    params: text.describe('Id of the parameter resource: namespace/name.').exactOptional(),
  })

  const expectation = z.union([
    z.enum(verdicts),
    z.strictObject({
      verdict: z.enum(verdicts),
      findings: z
        .array(finding)
        .describe('All findings of the case: one too many fails it as one too few.')
        .exactOptional(),
      auditAnnotations: z
        .record(z.string(), z.string())
        .describe('All audit annotations that a ValidatingAdmissionPolicy records, by key.')
        .exactOptional(),
    }),
  ])

  const anyObject = z.record(z.string(), z.unknown())

  const groupVersion = { group: z.string(), version: text }
  const groupVersionKind = z.strictObject({ ...groupVersion, kind: text })
  const groupVersionResource = z.strictObject({ ...groupVersion, resource: text })

  const request = z.strictObject({
    operation: z
      .enum(['CREATE', 'UPDATE', 'DELETE', 'CONNECT'])
      .describe(
        'Default: UPDATE with an oldObject, CREATE without. The object of DELETE is the one it deletes.',
      )
      .exactOptional(),
    name: z.string().exactOptional(),
    namespace: z.string().exactOptional(),
    kind: groupVersionKind.exactOptional(),
    resource: groupVersionResource.exactOptional(),
    subResource: text.exactOptional(),
    requestKind: groupVersionKind.exactOptional(),
    requestResource: groupVersionResource.exactOptional(),
    requestSubResource: z.string().exactOptional(),
    userInfo: z
      .strictObject({
        username: z.string().exactOptional(),
        uid: z.string().exactOptional(),
        groups: z.array(z.string()).exactOptional(),
        extra: z.record(z.string(), z.array(z.string())).exactOptional(),
      })
      .exactOptional(),
    dryRun: z.boolean().exactOptional(),
    options: anyObject.exactOptional(),
  })

  const testCase = z.strictObject({
    name: text.describe('Says the behaviour. Unique in the file.'),
    given: z.array(given).describe('Exports to judge: files or globs.').exactOptional(),
    resources: z.array(inlineResource).describe('Resources to judge, written here.').exactOptional(),
    source: text
      .describe('The source that reads the given files, where their shape does not tell.')
      .exactOptional(),
    subject: subject.exactOptional(),
    params: paramValues.exactOptional(),
    now: instant.describe("The time of this case's run.").exactOptional(),
    namespaceObject: anyObject.describe("The namespace of the case's objects.").exactOptional(),
    oldObject: z
      .union([anyObject, z.null()])
      .describe('For a ValidatingAdmissionPolicy: what the object was before. Makes the request an UPDATE.')
      .exactOptional(),
    request: request
      .describe('For a ValidatingAdmissionPolicy: what the object does not say of the request.')
      .exactOptional(),
    patch: z
      .array(operation)
      .min(1)
      .describe('RFC 6902: changes to the resources before they are judged.')
      .exactOptional(),
    expect: expectation,
  })

  return envelope(
    'PolicyTest',
    z.strictObject({
      policy: reference.describe("The policy's name; of another pack: pack/name."),
      given: z.array(given).describe('For the cases that give nothing of their own.').exactOptional(),
      params: paramValues.exactOptional(),
      now: instant.exactOptional(),
      subject: subject.exactOptional(),
      cases: z.array(testCase).min(1),
    }),
  ).meta({
    title: 'PolicyTest',
    description: 'Cases that say what a policy has to find, and what it must not find.',
  })
})

export type PolicyTestDocument = z.infer<ReturnType<typeof policyTestFormat>>
export type ExpectedVerdict = (typeof verdicts)[number]
