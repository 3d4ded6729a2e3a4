import { labelMap, labelsOf, selectorMatches } from '../firewall/labels.js'
import type { Labels } from '../model/index.js'
import type { LabelSelector, MatchResources, ResourceRule } from '../policies/index.js'
import type { GroupVersion } from './discovery.js'
import type { AdmissionRequest } from './request.js'
import type { Mistake } from './stored/store.js'

/** Whether a policy or a binding is about a request; `unknown` where that hangs on what the exports do not hold. */
export type Match =
  | { readonly is: 'no' }
  /** `as`: the group and version that the API server would have converted the object to. */
  | { readonly is: 'yes'; readonly as?: GroupVersion }
  | { readonly is: 'unknown'; readonly why: string }

/** A namespace, with the labels that selectors see. */
export interface FoundNamespace {
  readonly object: unknown
  /** Why there cannot be such a namespace. */
  readonly refused: readonly Mistake[]
  readonly labels: Labels
}

/** Finds a namespace by its name; undefined when it is not at hand. */
export type FindNamespace = (name: string) => FoundNamespace | undefined

const no: Match = { is: 'no' }
const yes: Match = { is: 'yes' }

/** Decides in the order of the API server: selectors, exclusions, rules; what a selector cannot decide counts last. */
export function matchRequest(
  rules: MatchResources,
  request: AdmissionRequest,
  findNamespace: FindNamespace,
): Match {
  const selected = matchNamespace(rules.namespaceSelector, request, findNamespace)
  if (selected.is === 'no' || !matchObject(rules.objectSelector, request)) return no
  if (findRule(rules.excludeResourceRules, rules.matchPolicy, request)) return no
  if (rules.resourceRules.length === 0) return selected
  const found = findRule(rules.resourceRules, rules.matchPolicy, request)
  if (!found) return no
  return selected.is === 'yes' && found.as !== undefined ? { is: 'yes', as: found.as } : selected
}

/** Like the API server, an object outside all namespaces is never exempted, except a Namespace itself. */
function matchNamespace(
  selector: LabelSelector,
  request: AdmissionRequest,
  findNamespace: FindNamespace,
): Match {
  if (request.namespace === '' || isEmpty(selector)) return yes
  const { namespace, object, oldObject } = request
  const isItself = request.resource === 'namespaces' && request.subresource === ''
  const labels = isItself ? namespaceLabels(namespace, object ?? oldObject) : findNamespace(namespace)?.labels
  if (labels) return selectorMatches(selector, labels) ? yes : no
  if (!selectorMatches(certainPart(selector), namespaceLabels(namespace))) return no
  if (!looksAtNamespace(selector)) return yes
  return {
    is: 'unknown',
    why: `its namespaceSelector looks at labels of namespace '${namespace}', which is not at hand`,
  }
}

/** Whether it takes more than the name of a namespace to decide. */
export function looksAtNamespace(selector: LabelSelector): boolean {
  return !isEmpty(uncertainPart(selector))
}

/** The API server puts a namespace's name among its labels. */
const nameLabel = 'kubernetes.io/metadata.name'

/** The labels of a namespace as selectors see them: its name is always among them. */
export function namespaceLabels(name: string, object?: unknown): Labels {
  return new Map([...labelsOf(object), [nameLabel, name]])
}

function certainPart(selector: LabelSelector): LabelSelector {
  return partOf(selector, (key) => key === nameLabel)
}

function uncertainPart(selector: LabelSelector): LabelSelector {
  return partOf(selector, (key) => key !== nameLabel)
}

function partOf(selector: LabelSelector, keeps: (key: string) => boolean): LabelSelector {
  return {
    matchLabels: Object.fromEntries([...labelMap(selector.matchLabels)].filter(([key]) => keeps(key))),
    matchExpressions: (selector.matchExpressions ?? []).filter(({ key }) => keeps(key)),
  }
}

function isEmpty({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0
}

/** Of an update either version may match, so that nothing escapes by a change of labels. */
function matchObject(selector: LabelSelector, { object, oldObject }: AdmissionRequest): boolean {
  if (isEmpty(selector)) return true
  return [object, oldObject].some(
    (version) => version !== null && selectorMatches(selector, labelsOf(version)) === true,
  )
}

const asWritten: { readonly as?: GroupVersion } = {}

function findRule(
  rules: readonly ResourceRule[],
  matchPolicy: MatchResources['matchPolicy'],
  request: AdmissionRequest,
): { readonly as?: GroupVersion } | undefined {
  if (rules.some((rule) => isAbout(rule, request, request.group, request.version))) return asWritten
  if (matchPolicy === 'Exact') return undefined
  for (const rule of rules) {
    const served = request.served ?? rule.apiVersions.map((version) => ({ group: request.group, version }))
    const as = served.find(({ group, version }) => isAbout(rule, request, group, version))
    if (as) return { as }
  }
  return undefined
}

function isAbout(rule: ResourceRule, request: AdmissionRequest, group: string, version: string): boolean {
  return (
    matchesScope(rule, request) &&
    includes(rule.operations, request.operation) &&
    includes(rule.apiGroups, group) &&
    includes(rule.apiVersions, version) &&
    rule.resources.some((resource) => namesResource(resource, request)) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(request.name))
  )
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value)
}

function matchesScope({ scope }: ResourceRule, request: AdmissionRequest): boolean {
  if (scope === '*') return true
  const isNamespaced = request.namespace !== '' && request.resource !== 'namespaces'
  return isNamespaced === (scope === 'Namespaced')
}

function namesResource(written: string, { resource, subresource }: AdmissionRequest): boolean {
  const [name, sub = ''] = written.split('/')
  return (name === '*' || name === resource) && (sub === '*' || sub === subresource)
}
