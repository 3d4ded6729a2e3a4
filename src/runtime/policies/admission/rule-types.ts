import { builtInKind, equivalentGroups } from './built-in-kinds.js'
import type { MatchResources, ResourceRule } from './match-resources.js'

/** What is sent to a subresource whose objects are of another kind than the resource. */
const subresourceTypes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    attach: 'v1/PodAttachOptions',
    binding: 'v1/Binding',
    eviction: 'policy/*/Eviction',
    exec: 'v1/PodExecOptions',
    portforward: 'v1/PodPortForwardOptions',
    proxy: 'v1/*ProxyOptions',
    scale: 'autoscaling/*/Scale',
    token: 'authentication.k8s.io/*/TokenRequest',
  }),
)

/** Globs of the types that the rules can be about; `*` where a rule leaves the group open. */
export function typesOfRules({ resourceRules, matchPolicy }: MatchResources): string[] {
  return [...new Set(resourceRules.flatMap((rule) => ruleTypes(rule, matchPolicy)))]
}

function ruleTypes(rule: ResourceRule, matchPolicy: MatchResources['matchPolicy']): string[] {
  return rule.resources.flatMap((written) => {
    const [resource = '', subresource] = written.split('/')
    const sent = subresource === undefined ? undefined : subresourceTypes.get(subresource)
    return rule.apiGroups.flatMap((group) => {
      const groups = matchPolicy === 'Exact' ? [group] : equivalentGroups(group, resource)
      const types = groups.map((each) => typeGlob(each, builtInKind(each, resource)))
      return sent === undefined ? types : [...types, sent]
    })
  })
}

function typeGlob(group: string, kind = '*'): string {
  if (group === '*') return '*'
  return group === '' ? `v1/${kind}` : `${group}/*/${kind}`
}
