import { failure } from '../cel/index.js'
import type { CompiledAdmission, CompiledPolicy } from '../compiled.js'
import { type Context, type Judgement, judge, type Occasion, refOf } from '../evaluate.js'
import type { AdmissionAnswer, Finding, Resource, Severity } from '../model.js'
import { severities } from '../model.js'
import { child } from '../policies/schema-walk.js'
import type { Binding } from '../policies/validating-admission-policy-binding.js'
import { type Discovery, discover } from './discovery.js'
import { type FindNamespace, type Match, matchRequest } from './match.js'
import { findParams, paramResources } from './params.js'
import { type AdmissionRequest, type GivenRequest, requestOf } from './request.js'
import { settle, skipped } from './settle.js'

/** What a policy of Kubernetes said of a resource. */
export interface Admission {
  /** Undefined when its matchConstraints leave the resource out. */
  readonly judgement?: Judgement
  /** Errors that failurePolicy Ignore lets pass: no findings, but to be told. */
  readonly ignored: readonly Finding[]
  /** What could not be done as the API server does it. */
  readonly notes: readonly string[]
}

const leftOut: Admission = { ignored: [], notes: [] }

/**
 * Judges as the API server admits: matchConstraints, then every binding with every one of its parameter resources.
 * @param given what a test case says of the request
 */
export function admissionBy(
  policy: CompiledPolicy,
  rules: CompiledAdmission,
  context: Context,
  given: GivenRequest = {},
): (resource: Resource) => Admission {
  const discovery = discover(context.inventory, rules.beside)
  const params = rules.paramKind ? paramResources(rules.paramKind, context.inventory, rules.beside) : []
  const situation = {
    policy,
    rules,
    context,
    discovery,
    params,
    findNamespace: namespaceFinder(context, given),
  }
  return (resource) => {
    const request = requestOf(resource, given, discovery)
    if (!request || isExempt(request)) return leftOut
    const match = matchRequest(rules.matchConstraints, request, situation.findNamespace)
    const notes = [...guessNotes(rules, request), ...conversionNotes(match, request)]
    if (match.is === 'no') return { ...leftOut, notes }
    const judgements =
      match.is === 'unknown'
        ? [obstacle({ ...situation, resource, request }, 'matchConstraints', match.why)]
        : judgeBindings({ ...situation, resource, request })
    return { ...settle(judgements, rules.failurePolicy), notes }
  }
}

/** One request, and everything that decides it. */
interface Situation {
  readonly policy: CompiledPolicy
  readonly rules: CompiledAdmission
  readonly context: Context
  readonly discovery: Discovery
  /** All resources of the policy's paramKind. */
  readonly params: readonly Resource[]
  readonly findNamespace: FindNamespace
  readonly resource: Resource
  readonly request: AdmissionRequest
}

/** The API server keeps policies away from what could lock out whoever has to repair them. */
function isExempt({ group, kind }: AdmissionRequest): boolean {
  return (
    group === 'admissionregistration.k8s.io' &&
    /^(Validating|Mutating)(WebhookConfiguration|AdmissionPolicy|AdmissionPolicyBinding)$/.test(kind)
  )
}

function namespaceFinder({ inventory }: Context, { namespaceObject }: GivenRequest): FindNamespace {
  return ({ namespace }) => {
    const name = child(child(namespaceObject, 'metadata'), 'name')
    if (namespaceObject && (name === undefined || name === namespace)) return namespaceObject
    return inventory.get('v1/Namespace', '', namespace)
  }
}

/** A policy that nothing binds is judged all the same, with all parameters that there are: tests come before bindings. */
function judgeBindings(situation: Situation): Judgement[] {
  const { bindings, paramKind } = situation.rules
  if (bindings.length === 0) {
    const params = paramKind && situation.params.length > 0 ? situation.params : [undefined]
    return params.map((resource) => judgeWith(situation, undefined, resource))
  }
  const judgements = bindings.flatMap((binding) => judgeBinding(situation, binding))
  return judgements.length > 0 ? judgements : [skipped('no binding is about it')]
}

function judgeBinding(situation: Situation, binding: Binding): Judgement[] {
  const { rules, request, discovery, params } = situation
  const match: Match = binding.matchResources
    ? matchRequest(binding.matchResources, request, situation.findNamespace)
    : { is: 'yes' }
  if (match.is === 'no') return []
  if (match.is === 'unknown') return [obstacle(situation, 'matchResources', match.why, binding)]
  if (!rules.paramKind || !binding.paramRef) return [judgeWith(situation, binding, undefined)]
  const found = findParams(rules.paramKind, binding.paramRef, params, request, discovery)
  if ('obstacle' in found) return [obstacle(situation, 'paramRef', found.obstacle, binding)]
  if (found.resources.length === 0) return [skipped('no parameters, and parameterNotFoundAction is Allow')]
  return found.resources.map((resource) => judgeWith(situation, binding, resource))
}

function judgeWith(
  situation: Situation,
  binding: Binding | undefined,
  params: Resource | undefined,
): Judgement {
  const { policy, resource, context, request } = situation
  const { object, oldObject, seen } = request
  const names = {
    object,
    oldObject,
    request: seen,
    params: params?.data ?? null,
    namespaceObject: namespaceObject(situation),
  }
  const masked = () => {
    const { redaction } = context
    const copies = {
      object: redaction.maskAs(resource.type, object),
      oldObject: redaction.maskAs(resource.type, oldObject),
      params: params ? redaction.maskAs(params.type, params.data) : null,
    }
    const isSensitive =
      copies.object !== object || copies.oldObject !== oldObject || copies.params !== names.params
    return isSensitive ? { ...names, ...copies } : names
  }
  const occasion: Occasion = {
    names,
    masked,
    severity: severityOf(policy, binding),
    answer: answerOf(binding, params),
  }
  return judge(policy, resource, context, occasion)
}

/** Null for what lives in no namespace; an error where a namespace is not at hand, so that no rule passes unseen. */
function namespaceObject({ request, findNamespace }: Situation): unknown {
  if (request.namespace === '' || request.resource === 'namespaces') return null
  const found = findNamespace(request)
  if (found !== undefined) return found
  return failure(
    'no-such-namespace',
    `namespace '${request.namespace}' is not at hand: export the namespaces too, or give it as namespaceObject`,
  )
}

/** What does not refuse a request is no worse than low; what is only recorded is for information. */
function severityOf({ severity }: CompiledPolicy, binding: Binding | undefined): Severity {
  if (!binding || binding.actions.includes('Deny')) return severity
  const atMost: Severity = binding.actions.includes('Warn') ? 'low' : 'info'
  return severities.indexOf(severity) < severities.indexOf(atMost) ? atMost : severity
}

function answerOf(binding: Binding | undefined, params: Resource | undefined): AdmissionAnswer {
  return {
    ...(binding && { binding: binding.name }),
    ...(params && { params: params.id }),
    actions: binding?.actions ?? [],
  }
}

/** What the API server calls a configuration error: the request is refused, unless failurePolicy is Ignore. */
function obstacle(
  { policy, rules, resource }: Situation,
  rule: string,
  why: string,
  binding?: Binding,
): Judgement {
  const { location } =
    binding?.paramRef && rule === 'paramRef' ? binding.paramRef.place : (binding ?? rules).place
  const finding: Finding = {
    verdict: 'error',
    policy: policy.id,
    validation: rule,
    guidelines: policy.guidelines,
    severity: policy.severity,
    message: `could not be evaluated: ${why}`,
    resource: refOf(resource),
    pointer: '',
    location: resource.locate(''),
    policyLocation: location,
    admission: answerOf(binding, undefined),
  }
  return { verdict: 'error', findings: [finding] }
}

function guessNotes({ matchConstraints, bindings }: CompiledAdmission, request: AdmissionRequest): string[] {
  const rules = [matchConstraints, ...bindings.flatMap(({ matchResources }) => matchResources ?? [])].flatMap(
    ({ resourceRules, excludeResourceRules }) => [...resourceRules, ...excludeResourceRules],
  )
  const counts = rules.some(
    ({ apiGroups, resources }) =>
      apiGroups.includes(request.group) && resources.some((resource) => !resource.startsWith('*')),
  )
  if (!request.guessed || !counts) return []
  const { kind, group, resource } = request
  return [`kind ${kind} of ${group} is taken for '${resource}', made from its name: its CRD is not at hand`]
}

function conversionNotes(match: Match, { group, version, kind }: AdmissionRequest): string[] {
  if (match.is !== 'yes' || match.as === undefined) return []
  const written = group === '' ? version : `${group}/${version}`
  return [`${kind} is judged as written, in ${written}: the API server would convert it to ${match.as} first`]
}
