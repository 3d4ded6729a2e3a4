import * as z from 'zod'
import { expression, text, variable } from '../formats/words.js'
import { admissionVersions, matchResources, objectMeta } from '../formats/match-resources.js'

/** `name`, or `example.com/name`. */
const qualifiedName = z
  .string()
  .regex(/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/, {
    error: "is not a name: use letters, digits, '-', '_' and '.'",
  })

const oneLine = text.refine((message) => !/[\n\r]/.test(message.trim()), { error: 'has more than one line' })

const validation = z.strictObject({
  expression,
  message: oneLine.exactOptional(),
  messageExpression: expression.exactOptional(),
  reason: z.enum(['Unauthorized', 'Forbidden', 'Invalid', 'RequestEntityTooLarge']).exactOptional(),
})

const auditAnnotation = z.strictObject({
  key: z.string().regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/, {
    error: "is not a key: use letters, digits, '-', '_' and '.'",
  }),
  valueExpression: expression.refine((source) => Buffer.byteLength(source.trim()) <= 5 * 1024, {
    error: 'is longer than 5 KiB',
  }),
})

/** A ValidatingAdmissionPolicy as the API server accepts it. */
export const validatingAdmissionPolicyFormat = z.strictObject({
  apiVersion: z.enum(admissionVersions),
  kind: z.literal('ValidatingAdmissionPolicy'),
  metadata: objectMeta,
  spec: z.strictObject({
    paramKind: z.strictObject({ apiVersion: text, kind: text }).exactOptional(),
    matchConstraints: matchResources,
    failurePolicy: z.enum(['Fail', 'Ignore']).exactOptional(),
    matchConditions: z
      .array(z.strictObject({ name: qualifiedName, expression }))
      .max(64)
      .exactOptional(),
    variables: z.array(variable).exactOptional(),
    validations: z.array(validation).exactOptional(),
    auditAnnotations: z.array(auditAnnotation).max(20).exactOptional(),
  }),
  status: z.unknown().exactOptional(),
})

export type ValidatingAdmissionPolicyDocument = z.infer<typeof validatingAdmissionPolicyFormat>
