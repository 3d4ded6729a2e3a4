import * as z from 'zod'
import { once } from '../../once.js'
import { admissionWords, distinct } from './words.js'

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const

/** A label selector of Kubernetes; an empty one selects everything. */
export const labelSelector = once(() => {
  const { labelValue, qualifiedName } = admissionWords()
  const requirement = z
    .strictObject({
      key: qualifiedName,
      operator: z.enum(operators),
      values: z.array(labelValue).exactOptional(),
    })
    .refine(({ operator, values = [] }) => values.length > 0 || !operator.endsWith('In'), {
      error: "needs 'values' for its operator",
    })
    .refine(({ operator, values = [] }) => values.length === 0 || operator.endsWith('In'), {
      error: "has 'values', which its operator does not take",
    })

  return z.strictObject({
    matchLabels: z.record(qualifiedName, labelValue).exactOptional(),
    matchExpressions: z.array(requirement).exactOptional(),
  })
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

/** The API server looks at the last resource without a slash alone: `[pods, '*']` passes, `['*', pods]` does not. */
function isAllOrSubresource(list: readonly string[]): boolean {
  return list.findLast((name) => !name.includes('/')) === '*'
}

/** The wildcard among those before that stands for a subresource, too. */
function coveringWildcard(name: string, before: readonly string[]): string | undefined {
  const slash = name.indexOf('/')
  if (slash < 0) return undefined
  const wildcards = [`${name.slice(0, slash)}/*`, `*${name.slice(slash)}`]
  return wildcards.find((wildcard) => before.includes(wildcard))
}

/** The MatchResources of admissionregistration.k8s.io: which requests a policy or a binding is about. */
export const matchResourcesFormat = once(() => {
  const { given, pathSegment } = admissionWords()
  const resources = z
    .array(given)
    .min(1)
    .refine((list) => !list.includes('*/*') || list.length === 1, {
      error: "names '*/*' beside other values",
    })
    .refine((list) => !list.includes('*') || isAllOrSubresource(list), {
      error: "names '*' beside other resources",
    })
    .superRefine((list, context) => {
      for (const [i, name] of list.entries()) {
        const wildcard = coveringWildcard(name, list.slice(0, i))
        if (wildcard !== undefined)
          context.addIssue({ code: 'custom', path: [i], message: `is covered by '${wildcard}' before it` })
      }
    })

  const resourceRule = z.strictObject({
    apiGroups: listWithWildcard(z.string()),
    apiVersions: listWithWildcard(given),
    operations: listWithWildcard(z.enum(['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'])),
    resources,
    resourceNames: distinct(pathSegment, 'stands there already').exactOptional(),
    scope: z.enum(['*', 'Cluster', 'Namespaced']).exactOptional(),
  })

  return z.strictObject({
    resourceRules: z.array(resourceRule).exactOptional(),
    excludeResourceRules: z.array(resourceRule).exactOptional(),
    namespaceSelector: labelSelector().exactOptional(),
    objectSelector: labelSelector().exactOptional(),
    matchPolicy: z.enum(['Exact', 'Equivalent']).exactOptional(),
  })
})

/** What a rule of matchConstraints or matchResources names. */
export interface ResourceRule {
  readonly apiGroups: readonly string[]
  readonly apiVersions: readonly string[]
  readonly operations: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames: readonly string[]
  readonly scope: '*' | 'Cluster' | 'Namespaced'
}

/** Which requests a policy or a binding is about, with the API server's defaults filled in. */
export interface MatchResources {
  readonly resourceRules: readonly ResourceRule[]
  readonly excludeResourceRules: readonly ResourceRule[]
  readonly namespaceSelector: LabelSelector
  readonly objectSelector: LabelSelector
  readonly matchPolicy: 'Exact' | 'Equivalent'
}

/** A label selector that is checked. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly {
    readonly key: string
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
    readonly values?: readonly string[]
  }[]
}

/** The checked value with the API server's defaults. */
export function matchResourcesOf(written: z.infer<ReturnType<typeof matchResourcesFormat>>): MatchResources {
  return {
    resourceRules: (written.resourceRules ?? []).map(ruleOf),
    excludeResourceRules: (written.excludeResourceRules ?? []).map(ruleOf),
    namespaceSelector: written.namespaceSelector ?? {},
    objectSelector: written.objectSelector ?? {},
    matchPolicy: written.matchPolicy ?? 'Equivalent',
  }
}

function ruleOf(
  rule: NonNullable<z.infer<ReturnType<typeof matchResourcesFormat>>['resourceRules']>[number],
): ResourceRule {
  return { resourceNames: [], scope: '*', ...rule }
}
