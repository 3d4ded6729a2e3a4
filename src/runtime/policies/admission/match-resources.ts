import type * as z from 'zod'
import type { matchResources } from '../formats/match-resources.js'

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
export function matchResourcesOf(written: z.infer<typeof matchResources>): MatchResources {
  return {
    resourceRules: (written.resourceRules ?? []).map(ruleOf),
    excludeResourceRules: (written.excludeResourceRules ?? []).map(ruleOf),
    namespaceSelector: written.namespaceSelector ?? {},
    objectSelector: written.objectSelector ?? {},
    matchPolicy: written.matchPolicy ?? 'Equivalent',
  }
}

function ruleOf(rule: NonNullable<z.infer<typeof matchResources>['resourceRules']>[number]): ResourceRule {
  return { resourceNames: [], scope: '*', ...rule }
}
