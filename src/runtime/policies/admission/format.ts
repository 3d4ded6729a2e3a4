import * as z from 'zod'
import { once } from '../../once.js'
import { trimSpace } from '../../white-space.js'
import { labelSelector, matchResourcesFormat } from './match-resources.js'
import { objectMeta } from './metadata.js'
import { admissionWords, distinct } from './words.js'

/** The versions of the API group that the policies and bindings of a cluster may be written in. */
export const admissionVersions = ['v1', 'v1beta1', 'v1alpha1'].map(
  (version) => `admissionregistration.k8s.io/${version}`,
)

const isBlank = (text: string) => trimSpace(text) === ''

/** A ValidatingAdmissionPolicy as the API server accepts it. */
export const validatingAdmissionPolicyFormat = once(() => {
  const { celName, groupVersion, kindName, qualifiedName } = admissionWords()
  const expression = z.string().refine((source) => !isBlank(source), { error: 'is empty' })

  // What may be left out, and is left out when it is empty; blanks are neither.
  const optionalText = z.string().refine((text) => text === '' || !isBlank(text), { error: 'is blank' })

  const validation = z.strictObject({
    expression,
    message: optionalText
      .refine((message) => !/[\n\r]/.test(trimSpace(message)), { error: 'has more than one line' })
      .exactOptional(),
    messageExpression: optionalText.exactOptional(),
    reason: z.enum(['Forbidden', 'Invalid', 'RequestEntityTooLarge']).exactOptional(),
  })

  const auditAnnotation = z.strictObject({
    key: z.string().regex(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/, {
      error: "is not a key: use letters, digits, '-', '_' and '.'",
    }),
    valueExpression: expression.refine((source) => Buffer.byteLength(trimSpace(source)) <= 5 * 1024, {
      error: 'is longer than 5 KiB',
    }),
  })

  return z.strictObject({
    apiVersion: z.enum(admissionVersions),
    kind: z.literal('ValidatingAdmissionPolicy'),
    metadata: objectMeta(),
    spec: z.strictObject({
      paramKind: z.strictObject({ apiVersion: groupVersion, kind: kindName }).exactOptional(),
      matchConstraints: matchResourcesFormat(),
      failurePolicy: z.enum(['Fail', 'Ignore']).exactOptional(),
      matchConditions: z
        .array(z.strictObject({ name: qualifiedName, expression }))
        .max(64)
        .exactOptional(),
      variables: z.array(z.strictObject({ name: celName, expression })).exactOptional(),
      validations: z.array(validation).exactOptional(),
      auditAnnotations: z.array(auditAnnotation).max(20).exactOptional(),
    }),
    status: z.unknown().exactOptional(),
  })
})

/** A ValidatingAdmissionPolicyBinding as the API server accepts it. */
export const validatingAdmissionPolicyBindingFormat = once(() => {
  const { given, objectName, pathSegment } = admissionWords()
  const paramRef = z.strictObject({
    name: pathSegment.exactOptional(),
    namespace: z.string().exactOptional(),
    selector: labelSelector().exactOptional(),
    parameterNotFoundAction: z.enum(['Allow', 'Deny']),
  })

  const actions = distinct(z.enum(['Deny', 'Warn', 'Audit']), 'stands there already')
    .min(1)
    .refine((list) => !(list.includes('Deny') && list.includes('Warn')), {
      error: 'holds both Deny and Warn: whoever is refused needs no warning',
    })

  return z.strictObject({
    apiVersion: z.enum(admissionVersions),
    kind: z.literal('ValidatingAdmissionPolicyBinding'),
    metadata: objectMeta(),
    spec: z.strictObject({
      policyName: given.pipe(objectName),
      paramRef: paramRef.exactOptional(),
      matchResources: matchResourcesFormat().exactOptional(),
      validationActions: actions,
    }),
    status: z.unknown().exactOptional(),
  })
})
