import { failure, undecodedCopy } from '../cel/index.js'
import { type CompiledAdmission, type CompiledPolicy, expressionsOf } from '../compile/compiled-policy.js'
import { nameOfElement } from '../judge/element-name.js'
import type { Context } from '../judge/evaluation.js'
import type { Judgement } from '../judge/judge.js'
import { judgeOccasion } from '../judge/judge-occasion.js'
import { refOf } from '../judge/resource-ref.js'
import type { RequestNames } from '../judge/scope.js'
import type { AdmissionAnswer, Finding, Resource, Severity } from '../model/index.js'
import { severities } from '../model/index.js'
import { formatPointer } from '../pointer.js'
import type { Binding } from '../policies/index.js'
import { type StoredRequest, storedData, storedOnce } from './as-stored.js'
import type { Discovery, GroupVersion } from './discovery.js'
import type { FindNamespace } from './match.js'
import type { AdmissionRequest, GivenRequest } from './request.js'
import { namespaceSeen, requestSeen } from './seen.js'
import { wordsOf } from './stored/doubts.js'
import type { Mistake } from './stored/store.js'

/** What is the same for every request that a policy judges. */
export interface Proceeding {
  readonly policy: CompiledPolicy
  readonly rules: CompiledAdmission
  readonly context: Context
  readonly given: GivenRequest
  readonly discovery: Discovery
  /** All resources of the policy's paramKind. */
  readonly params: readonly Resource[]
  /** The names that its expressions look at. */
  readonly reads: ReadonlySet<string>
  readonly findNamespace: FindNamespace
}

/** The names that any expression of a policy looks at. */
export function rootsOf(policy: CompiledPolicy): ReadonlySet<string> {
  return new Set(expressionsOf(policy).flatMap(({ program }) => [...program.references.roots]))
}

/**
 * Judges one request under one binding with one parameter resource.
 * @param as the group and version that the API server would have converted the object to
 */
export function judgeRequest(
  proceeding: Proceeding,
  resource: Resource,
  request: AdmissionRequest,
  as: GroupVersion | undefined,
  binding?: Binding,
  params?: Resource,
): Judgement {
  const { policy, context, reads } = proceeding
  const [mistake] = params ? (storedOnce(params.type, params.data)?.refused ?? []) : []
  if (params && mistake) {
    const why = `there cannot be such a ${params.type} ${params.id}: ${inWords(mistake)}`
    return obstacle(proceeding, resource, 'paramRef', why, binding)
  }
  const names: RequestNames = {
    object: request.object,
    oldObject: request.oldObject,
    request: reads.has('request') ? requestSeen(request, proceeding.given, as) : undefined,
    params: params ? paramData(params) : null,
    namespaceObject: reads.has('namespaceObject') ? namespaceObject(proceeding, request) : undefined,
  }
  return judgeOccasion(policy, resource, context, {
    names,
    masked: () => maskedNames(names, context, resource, params),
    severity: severityOf(policy, binding),
    answer: answerOf(binding, params),
  })
}

const paramsSeen = new WeakMap<object, unknown>()

/** Decoded, but then handed to expressions as a custom resource would be: that shows in its equality alone. */
function paramData({ type, data }: Resource): unknown {
  const stored = storedData(type, data)
  if (typeof stored !== 'object' || stored === null) return stored
  if (!paramsSeen.has(stored)) paramsSeen.set(stored, undecodedCopy(stored))
  return paramsSeen.get(stored)
}

/** The same names when nothing about them is sensitive. */
function maskedNames(
  names: RequestNames,
  { redaction }: Context,
  resource: Resource,
  params: Resource | undefined,
): RequestNames {
  const copies = {
    object: redaction.maskAs(resource, names.object),
    oldObject: redaction.maskAs(resource, names.oldObject),
    params: params ? redaction.maskAs(params, names.params) : null,
  }
  const isSensitive = (['object', 'oldObject', 'params'] as const).some(
    (name) => copies[name] !== names[name],
  )
  return isSensitive ? { ...names, ...copies } : names
}

/** Null for what lives in no namespace; an error where a namespace is not at hand, so that no rule passes unseen. */
function namespaceObject({ findNamespace }: Proceeding, { namespace, resource }: AdmissionRequest): unknown {
  if (namespace === '' || resource === 'namespaces') return null
  const found = findNamespace(namespace)
  const [mistake] = found?.refused ?? []
  if (mistake) return failure('invalid-argument', `namespace '${namespace}' cannot be: ${inWords(mistake)}`)
  if (found) return namespaceSeen(found.object)
  return failure(
    'no-such-namespace',
    `namespace '${namespace}' is not at hand: export the namespaces too, or give it as namespaceObject`,
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
    actions: binding ? binding.actions : [],
  }
}

/** The API server would not even ask its policies: whatever their failurePolicy, the request is refused. */
export function refusal(
  proceeding: Proceeding,
  resource: Resource,
  { refused, refusedOld }: Pick<StoredRequest, 'refused' | 'refusedOld'>,
): Judgement | undefined {
  if (refused.length + refusedOld.length === 0) return undefined
  const finding = (validation: string, mistake: Mistake, pointer: string): Finding => ({
    ...obstacleFinding(proceeding, resource, validation),
    message: `could not be evaluated: the API server would refuse this object: ${inWords(mistake)}`,
    pointer,
    element: nameOfElement(proceeding.context.redaction.mask(resource.data), pointer),
    location: resource.locate(pointer),
  })
  const findings = [
    ...refused.map((mistake) => finding('object', mistake, formatPointer(mistake.path))),
    ...refusedOld.map((mistake) => finding('oldObject', mistake, '')),
  ]
  return { verdict: 'error', findings }
}

function inWords({ path, message }: Mistake): string {
  return `${wordsOf(path)}: ${message}`
}

/** What the API server calls a configuration error: the request is refused, unless failurePolicy is Ignore. */
export function obstacle(
  proceeding: Proceeding,
  resource: Resource,
  rule: 'matchConstraints' | 'matchResources' | 'paramRef',
  why: string,
  binding?: Binding,
): Judgement {
  const { rules } = proceeding
  const place = (rule === 'paramRef' && binding?.paramRef) || binding || rules
  const finding: Finding = {
    ...obstacleFinding(proceeding, resource, rule),
    message: `could not be evaluated: ${why}`,
    policyLocation: place.place.location,
    admission: answerOf(binding, undefined),
  }
  return { verdict: 'error', findings: [finding] }
}

function obstacleFinding(
  { policy, rules }: Proceeding,
  resource: Resource,
  validation: string,
): Omit<Finding, 'message'> {
  return {
    verdict: 'error',
    policy: policy.id,
    validation,
    guidelines: policy.guidelines,
    severity: policy.severity,
    resource: refOf(resource),
    pointer: '',
    element: '',
    location: resource.locate(''),
    policyLocation: rules.place.location,
    admission: answerOf(undefined, undefined),
  }
}
