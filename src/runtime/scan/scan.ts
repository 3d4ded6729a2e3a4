import { admissionBy } from '../admission/admit.js'
import type { GivenRequest } from '../admission/request.js'
import { admissionWarnings } from '../admission/warnings.js'
import { timestamp } from '../cel/index.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { ExportSet } from '../exports/inputs.js'
import { globMatcher } from '../globs.js'
import type { Context } from '../judge/evaluation.js'
import { buildInventory } from '../judge/inventory.js'
import { judge } from '../judge/judge.js'
import { buildRedaction, type SensitivePart } from '../judge/redaction.js'
import { inventoryRef, refOf } from '../judge/resource-ref.js'
import type { Diagnostic, Finding, Resource, Result } from '../model/index.js'
import { inOrder } from '../policies/index.js'

/** Why a policy had nothing to judge. */
export interface Idle {
  /** `unmatched`: it applies to none of the resources; `no data`: a type that it requires is not among the exports. */
  readonly status: 'unmatched' | 'no data'
  /** Whether no resource of the types that it needs was there at all. */
  readonly withoutData: boolean
  readonly reason: string
}

export interface Judged {
  readonly results: readonly Result[]
  readonly findings: readonly Finding[]
  /** By policy id. */
  readonly idle: ReadonlyMap<string, Idle>
  /** What a policy of Kubernetes could not do as the API server does it. */
  readonly warnings: readonly Diagnostic[]
}

export interface JudgeOptions {
  readonly paramsOf: (policy: CompiledPolicy) => Readonly<Record<string, unknown>>
  readonly now: Date
  readonly redact?: readonly SensitivePart[]
  readonly observe?: Context['observe']
  /** What a test case says of the request that brings its objects. */
  readonly request?: GivenRequest
  /** Told what policies of Kubernetes have the API server record. */
  readonly audit?: (key: string, value: string) => void
}

/** Judges every resource by every policy that matches its type; joins see the resources of the same set. */
export function judgeAll(
  policies: readonly CompiledPolicy[],
  sets: readonly ExportSet[],
  options: JudgeOptions,
): Judged {
  const judged = sets.map((set) => judgeSet(policies, set, options))
  return {
    results: judged.flatMap(({ results }) => results),
    findings: judged.flatMap(({ findings }) => findings),
    warnings: inOrder(judged.flatMap(({ warnings }) => warnings)),
    idle: new Map(
      policies.flatMap(({ id, types }) => {
        const reasons = judged.map(({ idle }) => idle.get(id))
        if (reasons.length === 0) return [[id, noResource(types)]]
        return reasons.includes(undefined) ? [] : [[id, nearest(reasons as Idle[])]]
      }),
    ),
  }
}

/** Of several reasons, the one that came nearest to judging something. */
function nearest(reasons: readonly Idle[]): Idle {
  const found =
    reasons.find(({ withoutData }) => !withoutData) ?? reasons.find(({ status }) => status === 'no data')
  return found ?? (reasons[0] as Idle)
}

function judgeSet(policies: readonly CompiledPolicy[], set: ExportSet, options: JudgeOptions): Judged {
  const { resources } = set
  const inventory = buildInventory(resources, set.snapshot)
  const redaction = buildRedaction(inventory, options.redact)
  const now = timestamp(options.now)
  const covered = new Set([...set.coveredTypes, ...resources.map((resource) => resource.type)])
  const results: Result[] = []
  const findings: Finding[] = []
  const warnings: Diagnostic[] = []
  const idle = new Map<string, Idle>()
  for (const policy of policies) {
    if (set.packs && policy.pack !== undefined && !set.packs.includes(policy.pack)) {
      idle.set(policy.id, noResource(policy.types))
      continue
    }
    const missing = missingType(policy, covered)
    if (missing) {
      idle.set(policy.id, missing)
      continue
    }
    const context: Context = {
      params: options.paramsOf(policy),
      inventory,
      now,
      redaction,
      ...(options.observe && { observe: options.observe }),
    }
    const judged = policy.scope === 'inventory' ? [undefined] : inventory.ofTypes(policy.types)
    const skips = new Map<string, number>()
    const admit = policy.admission && admissionBy(policy, policy.admission, context, options.request)
    const admissions = []
    let count = 0
    for (const resource of judged) {
      const admission = resource && admit?.(resource)
      if (admission && admission.notes.length + admission.ignored.length > 0) admissions.push(admission)
      const judgement = admission ? admission.judgement : judge(policy, resource, context)
      if (!judgement) continue
      count++
      const { verdict, reason, findings: found } = judgement
      for (const [key, value] of Object.entries(judgement.auditAnnotations ?? {})) options.audit?.(key, value)
      const ref = resource ? refOf(resource) : inventoryRef(policy, inventory)
      results.push({ policy: policy.id, resource: ref, verdict, ...(reason !== undefined && { reason }) })
      findings.push(...found)
      if (verdict === 'skip' && reason !== undefined) skips.set(reason, (skips.get(reason) ?? 0) + 1)
    }
    const skipped = [...skips.values()].reduce((sum, count) => sum + count, 0)
    if (skipped === count)
      idle.set(policy.id, { status: 'unmatched', withoutData: false, reason: why(policy, judged, skips) })
    warnings.push(...admissionWarnings(policy, admissions))
  }
  return { results, findings, idle, warnings }
}

/** Nothing to judge at all: neither a resource of the matched types nor the types that a join needs. */
function missingType(policy: CompiledPolicy, covered: ReadonlySet<string>): Idle | undefined {
  const isCovered = (glob: string) => [...covered].some(globMatcher([glob]))
  const required = policy.requires.find((glob) => !isCovered(glob))
  if (required !== undefined) {
    return { status: 'no data', withoutData: true, reason: `needs ${required}, which no export has` }
  }
  if (policy.types.some(isCovered)) return undefined
  return noResource(policy.types)
}

function noResource(types: readonly string[]): Idle {
  return { status: 'unmatched', withoutData: true, reason: `no resource of type ${types.join(', ')}` }
}

function why(
  policy: CompiledPolicy,
  judged: readonly (Resource | undefined)[],
  skips: ReadonlyMap<string, number>,
): string {
  if (skips.size === 0) {
    return policy.admission && judged.length > 0
      ? 'its matchConstraints leave out every resource'
      : 'the exports list no resource of its types'
  }
  const conditions = new Set(policy.matchConditions.map(({ name }) => name))
  if (![...skips.keys()].every((reason) => conditions.has(reason))) {
    return `every resource was skipped: ${[...skips].map(([reason, count]) => `${count}: ${reason}`).join('; ')}`
  }
  const parts = [...skips].map(([condition, count]) => `${count} by '${condition}'`)
  return `every resource was excluded by a match condition: ${parts.join(', ')}`
}
