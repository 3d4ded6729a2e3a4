import * as z from 'zod'
import { text } from './words.js'
import { admissionVersions, labelSelector, matchResources, objectMeta } from './match-resources.js'

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
    matchResources: matchResources.exactOptional(),
    validationActions: actions,
  }),
  status: z.unknown().exactOptional(),
})
