import * as z from 'zod'
import { text } from './words.js'

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const

const requirement = z
  .strictObject({
    key: text,
    operator: z.enum(operators),
    values: z.array(z.string()).exactOptional(),
  })
  .refine(({ operator, values = [] }) => values.length > 0 || !operator.endsWith('In'), {
    error: "needs 'values' for its operator",
  })
  .refine(({ operator, values = [] }) => values.length === 0 || operator.endsWith('In'), {
    error: "has 'values', which its operator does not take",
  })

/** A label selector of Kubernetes; an empty one selects everything. */
export const labelSelector = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).exactOptional(),
  matchExpressions: z.array(requirement).exactOptional(),
})

/** `*` stands for everything, so it stands alone. */
function listWithWildcard<Item extends z.ZodType<string>>(item: Item) {
  return z
    .array(item)
    .min(1)
    .refine((list: readonly string[]) => !list.includes('*') || list.length === 1, {
      error: "names '*' beside other values",
    })
}

const resources = z
  .array(text)
  .min(1)
  .refine((list) => !list.includes('*/*') || list.length === 1, { error: "names '*/*' beside other values" })
  .refine((list) => !list.includes('*') || list.every((name) => name === '*' || name.includes('/')), {
    error: "names '*' beside other resources",
  })

const resourceRule = z.strictObject({
  apiGroups: listWithWildcard(z.string()),
  apiVersions: listWithWildcard(text),
  operations: listWithWildcard(z.enum(['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'])),
  resources,
  resourceNames: z.array(text).exactOptional(),
  scope: z.enum(['*', 'Cluster', 'Namespaced']).exactOptional(),
})

/** The MatchResources of admissionregistration.k8s.io: which requests a policy or a binding is about. */
export const matchResources = z.strictObject({
  resourceRules: z.array(resourceRule).exactOptional(),
  excludeResourceRules: z.array(resourceRule).exactOptional(),
  namespaceSelector: labelSelector.exactOptional(),
  objectSelector: labelSelector.exactOptional(),
  matchPolicy: z.enum(['Exact', 'Equivalent']).exactOptional(),
})

/** The versions of the API group that the policies and bindings of a cluster may be written in. */
export const admissionVersions = ['v1', 'v1beta1', 'v1alpha1'].map(
  (version) => `admissionregistration.k8s.io/${version}`,
)

/** The metadata of an object that may come out of a cluster: with whatever the API server adds to it. */
export const objectMeta = z.looseObject({
  name: z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, {
    error: "is not a name: use lower-case letters, digits, '-' and '.'",
  }),
  labels: z.record(z.string(), z.string()).exactOptional(),
  annotations: z.record(z.string(), z.string()).exactOptional(),
})
