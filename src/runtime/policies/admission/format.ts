import * as z from 'zod'
import { expression, text, variable } from '../formats/words.js'
import { labelSelector, matchResourcesFormat } from './match-resources.js'

/** The versions of the API group that the policies and bindings of a cluster may be written in. */
export const admissionVersions = ['v1', 'v1beta1', 'v1alpha1'].map(
  (version) => `admissionregistration.k8s.io/${version}`,
)

/** The metadata of an object that may come out of a cluster: with whatever the API server adds to it. */
const objectMeta = z.looseObject({
  name: z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, {
    error: "is not a name: use lower-case letters, digits, '-' and '.'",
  }),
  labels: z.record(z.string(), z.string()).exactOptional(),
  annotations: z.record(z.string(), z.string()).exactOptional(),
})

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
    matchConstraints: matchResourcesFormat,
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

const actions = z
  .array(z.enum(['Deny', 'Warn', 'Audit']))
  .min(1)
  .refine((list) => !(list.includes('Deny') && list.includes('Warn')), {
    error: 'holds both Deny and Warn: whoever is refused needs no warning',
  })
  .refine((list) => new Set(list).size === list.length, { error: 'names an action twice' })

/** A ValidatingAdmissionPolicyBinding as the API server accepts it. */
export const validatingAdmissionPolicyBindingFormat = z.strictObject({
  apiVersion: z.enum(admissionVersions),
  kind: z.literal('ValidatingAdmissionPolicyBinding'),
  metadata: objectMeta,
  spec: z.strictObject({
    policyName: text,
    paramRef: z
      .strictObject({
        name: text.exactOptional(),
        namespace: text.exactOptional(),
        selector: labelSelector.exactOptional(),
        parameterNotFoundAction: z.enum(['Allow', 'Deny']).exactOptional(),
      })
      .refine(({ name, selector }) => (name === undefined) !== (selector === undefined), {
        error: "needs either 'name' or 'selector'",
      })
      .exactOptional(),
    matchResources: matchResourcesFormat.exactOptional(),
    validationActions: actions,
  }),
  status: z.unknown().exactOptional(),
})
