import { append } from '../append.js'
import type { CompiledAdmission, CompiledPolicy } from '../compile/compiled-policy.js'
import type { Context } from '../judge/evaluation.js'
import type { Judgement } from '../judge/judge.js'
import { field, isRecord } from '../member.js'
import type { Finding, Resource } from '../model/index.js'
import { once } from '../once.js'
import type { Binding } from '../policies/index.js'
import { asStored, type Decode, fieldsOf, storedOnce } from './as-stored.js'
import { discover, type GroupVersion } from './discovery.js'
import { type FindNamespace, type FoundNamespace, matchRequest, namespaceLabels } from './match.js'
import { notesOf, notesOnParams } from './notes.js'
import { judgeRequest, obstacle, type Proceeding, refusal, rootsOf } from './occasion.js'
import { findParams, paramResources } from './params.js'
import { type AdmissionRequest, type GivenRequest, requestOf } from './request.js'
import { settle, skipped } from './settle.js'
import type { Doubt } from './stored/doubts.js'

/** What a policy of Kubernetes said of a resource. */
export interface Admission {
  /** Undefined when its matchConstraints leave the resource out. */
  readonly judgement?: Judgement
  /** Errors that failurePolicy Ignore lets pass: no findings, but to be told. */
  readonly ignored: readonly Finding[]
  /** What could not be done as the API server does it. */
  readonly notes: readonly string[]
  /** Fields of the object that policies look at and only a cluster knows. */
  readonly doubts: readonly Doubt[]
}

const leftOut: Admission = { ignored: [], notes: [], doubts: [] }

/**
 * Judges as the API server admits: matchConstraints, then every binding with every one of its parameter resources.
 * @param given what a test case says of the request
 * @param decode how the objects of a request come before expressions
 */
export function admissionBy(
  policy: CompiledPolicy,
  rules: CompiledAdmission,
  context: Context,
  given: GivenRequest = {},
  decode: Decode = asStored,
): (resource: Resource) => Admission {
  const { inventory } = context
  const proceeding: Proceeding = {
    policy,
    rules,
    context,
    given,
    discovery: discover(inventory, rules.beside),
    params: rules.paramKind ? paramResources(rules.paramKind, inventory, rules.beside) : [],
    reads: rootsOf(policy),
    findNamespace: namespaceFinder(context, given),
  }
  const mentions = fieldsOf(policy)
  const paramNotes = once(() => notesOnParams(proceeding.params, mentions))
  return (resource) => {
    const written = requestOf(resource, given, proceeding.discovery)
    if (!written || isExempt(written)) return leftOut
    const request = decode(written, resource.type)
    const match = matchRequest(rules.matchConstraints, request, proceeding.findNamespace)
    const notes = [...notesOf(rules, request, match), ...(match.is === 'no' ? [] : paramNotes())]
    if (match.is === 'no') return notes.length > 0 ? { ...leftOut, notes } : leftOut
    const refused = refusal(proceeding, resource, request)
    if (refused) return { ...leftOut, judgement: refused, notes }
    const judgements =
      match.is === 'unknown'
        ? [obstacle(proceeding, resource, 'matchConstraints', match.why)]
        : judgeBindings(proceeding, resource, request, match.as)
    const { judgement, ignored } = settle(judgements, rules.failurePolicy)
    return { judgement, ignored, notes, doubts: request.doubts(mentions) }
  }
}

/** The API server keeps policies away from what could lock out whoever has to repair them. */
function isExempt({ group, kind }: AdmissionRequest): boolean {
  return (
    group === 'admissionregistration.k8s.io' &&
    /^(Validating|Mutating)(WebhookConfiguration|AdmissionPolicy|AdmissionPolicyBinding)$/.test(kind)
  )
}

function namespaceFinder({ inventory }: Context, { namespaceObject }: GivenRequest): FindNamespace {
  const given = field(namespaceObject, 'metadata', 'name')
  const known = new Map<string, FoundNamespace | undefined>()
  return (name) => {
    if (known.has(name)) return known.get(name)
    const isGiven = namespaceObject !== undefined && (given === undefined || given === name)
    const object = isGiven ? namespaceObject : inventory.get('v1/Namespace', '', name)
    const found = isRecord(object) ? foundNamespace(name, object) : undefined
    known.set(name, found)
    return found
  }
}

/** It has the name that the request says, also where a test case gives its labels alone. */
function foundNamespace(name: string, written: object): FoundNamespace {
  const metadata = field(written, 'metadata')
  const named = { ...written, metadata: isRecord(metadata) ? { ...metadata, name } : (metadata ?? { name }) }
  const stored = storedOnce('v1/Namespace', named)
  const object = stored?.data ?? named
  return { object, refused: stored?.refused ?? [], labels: namespaceLabels(name, object) }
}

/** A policy that nothing binds is judged all the same, with all parameters that there are: tests come before bindings. */
function judgeBindings(
  proceeding: Proceeding,
  resource: Resource,
  request: AdmissionRequest,
  as: GroupVersion | undefined,
): Judgement[] {
  const { rules, params } = proceeding
  if (rules.bindings.length === 0) {
    if (params.length === 0) return [judgeRequest(proceeding, resource, request, as)]
    return params.map((each) => judgeRequest(proceeding, resource, request, as, undefined, each))
  }
  const judgements: Judgement[] = []
  for (const binding of rules.bindings)
    append(judgements, judgeBinding(proceeding, resource, request, as, binding))
  return judgements.length > 0 ? judgements : [skipped('no binding is about it')]
}

function judgeBinding(
  proceeding: Proceeding,
  resource: Resource,
  request: AdmissionRequest,
  as: GroupVersion | undefined,
  binding: Binding,
): Judgement[] {
  const { rules, discovery, params, findNamespace } = proceeding
  if (binding.matchResources) {
    const match = matchRequest(binding.matchResources, request, findNamespace)
    if (match.is === 'no') return []
    if (match.is === 'unknown') return [obstacle(proceeding, resource, 'matchResources', match.why, binding)]
  }
  if (!rules.paramKind || !binding.paramRef) return [judgeRequest(proceeding, resource, request, as, binding)]
  const found = findParams(rules.paramKind, binding.paramRef, params, request, discovery)
  if ('obstacle' in found) return [obstacle(proceeding, resource, 'paramRef', found.obstacle, binding)]
  if (found.resources.length === 0) return [skipped('no parameters, and parameterNotFoundAction is Allow')]
  return found.resources.map((each) => judgeRequest(proceeding, resource, request, as, binding, each))
}
