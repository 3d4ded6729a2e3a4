import * as z from 'zod'
import { once } from '../../once.js'
import { namedEnvelope } from '../formats/envelope.js'
import {
  expression,
  label,
  name,
  namedExpression,
  requiredTypes,
  severity,
  text,
  typeGlob,
  variable,
} from '../formats/words.js'
import { jsonSchema, paramDeclarations } from '../params/schema.js'
import { equivalentMutations } from './equivalents.js'

/** The parts of a policy. */
const parts = once(() => {
  const validation = z.strictObject({
    name: label.describe('Unique in the policy. Default: validation-<n>, counted from 1.').exactOptional(),
    forEach: expression
      .describe(
        'CEL giving a list or a map: each element is judged as item, with its index (of a list) or key (of a map), and gets its own finding.',
      )
      .exactOptional(),
    expression: expression.describe('CEL giving a bool: true means that the resource is as it should be.'),
    message: text.describe('Says what is wrong when the expression is not true.').exactOptional(),
    messageExpression: expression
      .describe('CEL giving the message as a string; message is the fallback.')
      .exactOptional(),
    at: expression
      .describe(
        'CEL giving the value at which findings point: object.spec.securityContext. Default: the element of forEach, or the value that decided the expression.',
      )
      .exactOptional(),
  })

  const match = z.strictObject({
    resources: z.array(typeGlob).min(1).describe('Types of the resources to judge.'),
    scope: z
      .enum(['resource', 'inventory'])
      .describe('resource (default): judge each one; inventory: judge once, over everything.')
      .exactOptional(),
    schema: jsonSchema()
      .describe(
        'What object has: a JSON Schema, to find misspelt fields and wrong types when the policy is loaded. Without it object is dynamic.',
      )
      .exactOptional(),
  })

  const spec = z.strictObject({
    title: text.exactOptional(),
    description: text.exactOptional(),
    guidelines: z
      .array(name)
      .min(1)
      .describe('Ids of the guidelines of pack.yaml that this policy enforces.')
      .exactOptional(),
    severity: severity
      .describe('For a policy without guidelines; otherwise the guidelines say it. Default: medium.')
      .exactOptional(),
    params: paramDeclarations().exactOptional(),
    match,
    requires: requiredTypes
      .describe(
        'Types that must be among the exports besides the matched ones; without them: no data. Of {anyOf: [a, b]} one is enough.',
      )
      .exactOptional(),
    matchConditions: z
      .array(namedExpression)
      .describe('CEL giving a bool: the policy applies to a resource when all are true.')
      .exactOptional(),
    variables: z.array(variable).exactOptional(),
    validations: z.array(validation).min(1),
    equivalentMutations: equivalentMutations().exactOptional(),
  })

  return { spec, validation }
})

/** The file format of a policy. */
export const policyFormat = once(() =>
  namedEnvelope('Policy', parts().spec).meta({
    title: 'Policy',
    description: 'CEL rules for one kind of resource, or for the whole inventory.',
  }),
)

/** A policy that a program defines: a rule of it may be code, which is read as the word. */
export const definedPolicyFormat = once(() => {
  const { spec, validation } = parts()
  return namedEnvelope(
    'Policy',
    spec.extend({
      looksUp: z.array(typeGlob).exactOptional(),
      object: z.unknown().exactOptional(),
      validations: z
        .array(
          validation.extend({
            expression: expression.exactOptional(),
            check: z.unknown().exactOptional(),
          }),
        )
        .min(1),
    }),
  )
})
