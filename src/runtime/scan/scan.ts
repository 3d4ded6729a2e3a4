import { admissionBy } from '../admission/admit.js'
import { admitsAlone } from '../admission/admits-alone.js'
import { asStored, asWritten } from '../admission/as-stored.js'
import { definitionType } from '../admission/discovery.js'
import { readBack } from '../admission/read-back.js'
import { remarksOf } from '../admission/remarks.js'
import type { GivenRequest } from '../admission/request.js'
import { timestamp } from '../cel/index.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { ExportSet } from '../exports/inputs.js'
import { globMatcher } from '../globs.js'
import type { Context } from '../judge/evaluation.js'
import { buildInventory } from '../judge/inventory.js'
import { type Judgement, judge } from '../judge/judge.js'
import { buildRedaction } from '../judge/redaction.js'
import { inventoryRef, refOf } from '../judge/resource-ref.js'
import { surprise } from '../judge/surprise.js'
import type { Resource, SensitivePart } from '../model/index.js'
import { type Batch, startBatch } from './batch.js'
import { mergeOutcomes, type Outcome, type Tally } from './outcome.js'

export interface ScanOptions {
  /** Its parameters, or those of a pack that it comes to use something of. */
  readonly paramsOf: (policy: CompiledPolicy, home?: string) => Readonly<Record<string, unknown>>
  readonly now: Date
  /** What is never quoted. */
  readonly sensitive: readonly SensitivePart[]
  /** How many results (policy × resource) of each policy and verdict are kept at least: they are most of a report's bytes. */
  readonly keepResults: number
  readonly observe?: Context['observe']
  readonly costs?: Context['costs']
  readonly trace?: Context['trace']
  /** Told what was thrown where nothing ever should be; the run goes on. */
  readonly onBug?: ((error: unknown) => void) | undefined
  /** Told how many milliseconds a policy has taken for so many candidates. */
  readonly timed?: ((policy: string, milliseconds: number, candidates: number) => void) | undefined
  /** What a test case says of the request that brings its objects. */
  readonly request?: GivenRequest
  /** Takes objects of built-in kinds for custom resources, which the API server does not decode. */
  readonly undecoded?: boolean
  /** Told what policies of Kubernetes have the API server record. */
  readonly audit?: (key: string, value: string) => void
}

/** Judges every resource by every policy that matches its type; joins see the resources of the same set. */
export function scan(
  policies: readonly CompiledPolicy[],
  sets: readonly ExportSet[],
  options: ScanOptions,
): Outcome {
  return mergeOutcomes(sets.map((set) => scanSet(policies, set, options)))
}

/** Whether the policy judges exports of which only these packs have a say. */
export function isFor({ pack }: CompiledPolicy, packs: readonly string[] | undefined): boolean {
  return packs === undefined || pack === undefined || packs.includes(pack)
}

/** Whether what it says of a resource hangs on no other one. */
export function judgesAlone(policy: CompiledPolicy): boolean {
  const { scope, readsInventory, requires, admission } = policy
  const seesOne = scope === 'resource' && !readsInventory && requires.length === 0
  return seesOne && (!admission || admitsAlone(policy, admission))
}

/** The types of the resources that a policy sees together. */
export function needsOf({ types, requires, looksUp, admission }: CompiledPolicy): string[] {
  return [...types, ...requires.flat(), ...looksUp, ...(admission ? [definitionType] : [])]
}

function scanSet(policies: readonly CompiledPolicy[], set: ExportSet, options: ScanOptions): Outcome {
  const { resources } = set
  const contextOf = contexts(set, options)
  const typesOf = (some: readonly Resource[]) => some.map(({ type }) => type)
  const types = new Set([...set.coveredTypes, ...typesOf(resources.filter(({ deleted }) => !deleted))])
  const typesOfRequests = new Set([...types, ...typesOf(resources)])
  const batch = startBatch(set.gaps ?? [], options)
  for (const policy of policies.filter((policy) => isFor(policy, set.packs))) {
    const obstacle = obstacleOf(policy, policy.admission ? typesOfRequests : types)
    if (obstacle) {
      batch.leaveOut(policy, obstacle)
      continue
    }
    const context = contextOf(policy)
    judgeAll(policy, candidatesOf(policy, context, set), batch, options, context)
  }
  return batch.outcome()
}

/** What a policy judges of a set: not what it has judged while it was read. */
function candidatesOf(
  policy: CompiledPolicy,
  { inventory }: Context,
  { resources, judged }: ExportSet,
): Candidates {
  if (policy.scope === 'inventory') return [undefined]
  const there = inventory.ofTypes(policy.types)
  const deleted = policy.admission ? inventory.deletedOf(policy.types) : []
  const candidates = deleted.length === 0 ? there : [...there, ...deleted]
  if (!judged || judged.size === 0 || !judgesAlone(policy)) return candidates
  const done = new Set(inventory.resources.filter((_, i) => judged.has(resources[i] as Resource)))
  return candidates.filter((resource) => !done.has(resource))
}

/** In what each policy judges resources that are there together. */
export function contexts(
  set: Pick<ExportSet, 'resources'> & { readonly snapshot?: string | undefined },
  { paramsOf, now: time, sensitive, undecoded, observe, costs, trace }: ScanOptions,
): (policy: CompiledPolicy) => Context {
  const inventory = buildInventory(undecoded ? set.resources : readBack(set.resources), set.snapshot)
  const redaction = buildRedaction(inventory, sensitive)
  const now = timestamp(time)
  return (policy) => ({
    params: paramsOf(policy),
    homes: new Map(policy.homes.map(({ pack }) => [pack, paramsOf(policy, pack)])),
    inventory,
    now,
    redaction,
    ...(observe && { observe }),
    ...(costs && { costs }),
    ...(trace && { trace }),
  })
}

/** Resources; undefined stands for the inventory as a whole. */
type Candidates = readonly (Resource | undefined)[]

/** Judges the candidates by one policy. */
export function judgeAll(
  policy: CompiledPolicy,
  candidates: Candidates,
  batch: Batch,
  options: ScanOptions,
  context: Context,
): void {
  const start = options.timed ? performance.now() : 0
  const { inventory } = context
  const admit =
    policy.admission &&
    admissionBy(policy, policy.admission, context, options.request, options.undecoded ? asWritten : asStored)
  const judged = batch.judging(policy, candidates.length)
  const judgeOne = (resource: Resource | undefined): Judgement | undefined => {
    const spared = resource && policy.spares?.(resource.file)
    if (spared !== undefined) return { verdict: 'skip', reason: spared, findings: [] }
    try {
      const admission = resource && admit?.(resource)
      if (admission && resource) judged.remark(remarksOf(admission, resource))
      return admission ? admission.judgement : judge(policy, resource, context)
    } catch (error) {
      options.onBug?.(error)
      return surprise(policy, resource, context)
    }
  }
  for (const resource of candidates) {
    const judgement = judgeOne(resource)
    if (!judgement) continue
    if (resource) judged.add(resource, judgement)
    else judged.add(inventoryRef(policy, inventory), judgement, inventory.ofTypes(policy.types).map(refOf))
    if (options.audit && judgement.auditAnnotations) {
      for (const [key, value] of Object.entries(judgement.auditAnnotations)) options.audit(key, value)
    }
  }
  options.timed?.(policy.id, performance.now() - start, candidates.length)
}

/** Nothing to judge at all: no resource of the matched types, or not the types that a join needs. */
function obstacleOf(
  policy: CompiledPolicy,
  covered: ReadonlySet<string>,
): Pick<Tally, 'hadData' | 'lacking'> | undefined {
  const isCovered = (glob: string) => [...covered].some(globMatcher([glob]))
  const lacking = policy.requires.find((alternatives) => !alternatives.some(isCovered))
  if (lacking !== undefined) return { hadData: false, lacking: lacking.join(' or ') }
  return policy.types.some(isCovered) ? undefined : { hadData: false }
}
