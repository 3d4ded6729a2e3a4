import { admissionBy } from '../admission/admit.js'
import { asStored, asWritten } from '../admission/as-stored.js'
import { readBack } from '../admission/read-back.js'
import { type AdmissionRemarks, mergeRemarks, remarksOf } from '../admission/remarks.js'
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
import type { Gap, Resource, ResourceRef, Result, SensitivePart, Verdict } from '../model/index.js'
import {
  type Fault,
  type JudgedSample,
  mergeOutcomes,
  noOutcome,
  noTally,
  type Outcome,
  type Skips,
  type Tally,
} from './outcome.js'
import { addTo, emptySample, type GrowingSample } from './sample.js'

export interface ScanOptions {
  /** Its parameters, or those of a pack that it comes to use something of. */
  readonly paramsOf: (policy: CompiledPolicy, home?: string) => Readonly<Record<string, unknown>>
  readonly now: Date
  /** What is never quoted. */
  readonly sensitive: readonly SensitivePart[]
  /** Whether to keep the list of policy × resource, which is most of a report's bytes. */
  readonly keepResults: boolean
  readonly observe?: Context['observe']
  readonly costs?: Context['costs']
  readonly trace?: Context['trace']
  /** Told what was thrown where nothing ever should be; the run goes on. */
  readonly onBug?: ((error: unknown) => void) | undefined
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
  return sets.map((set) => scanSet(policies, set, options)).reduce(mergeOutcomes, noOutcome)
}

function scanSet(policies: readonly CompiledPolicy[], set: ExportSet, options: ScanOptions): Outcome {
  const { packs } = set
  const resources = options.undecoded ? set.resources : readBack(set.resources)
  const inventory = buildInventory(resources, set.snapshot)
  const redaction = buildRedaction(inventory, options.sensitive)
  const now = timestamp(options.now)
  const types = new Set([...set.coveredTypes, ...resources.map((resource) => resource.type)])
  const batch = startBatch(types, set.gaps ?? [], options)
  for (const policy of policies) {
    if (packs && policy.pack !== undefined && !packs.includes(policy.pack)) continue
    const obstacle = obstacleOf(policy, types)
    if (obstacle) {
      batch.leaveOut(policy, obstacle)
      continue
    }
    judgeAll(policy, batch, options, {
      params: options.paramsOf(policy),
      homes: new Map(policy.homes.map(({ pack }) => [pack, options.paramsOf(policy, pack)])),
      inventory,
      now,
      redaction,
      ...(options.observe && { observe: options.observe }),
      ...(options.costs && { costs: options.costs }),
      ...(options.trace && { trace: options.trace }),
    })
  }
  return batch.outcome()
}

function judgeAll(policy: CompiledPolicy, batch: Batch, options: ScanOptions, context: Context): void {
  const { inventory } = context
  const admit =
    policy.admission &&
    admissionBy(policy, policy.admission, context, options.request, options.undecoded ? asWritten : asStored)
  const candidates = policy.scope === 'inventory' ? [undefined] : inventory.ofTypes(policy.types)
  const judged = batch.judging(policy, candidates.length)
  const judgeOne = (resource: Resource | undefined): Judgement | undefined => {
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
    if (resource) judged.add(refOf(resource), judgement)
    else judged.add(inventoryRef(policy, inventory), judgement, inventory.ofTypes(policy.types).map(refOf))
    for (const [key, value] of Object.entries(judgement.auditAnnotations ?? {})) options.audit?.(key, value)
  }
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

/** An outcome in the making. */
interface Batch {
  leaveOut(policy: CompiledPolicy, obstacle: Pick<Tally, 'hadData' | 'lacking'>): void
  judging(policy: CompiledPolicy, candidates: number): Judging
  outcome(): Outcome
}

interface Judging {
  /** @param members the resources that were judged together, when it is not one */
  add(resource: ResourceRef, judgement: Judgement, members?: readonly ResourceRef[]): void
  remark(remarks: AdmissionRemarks | undefined): void
}

function startBatch(types: ReadonlySet<string>, gaps: readonly Gap[], { keepResults }: ScanOptions): Batch {
  const tallies = new Map<string, Tally>()
  const faults: Fault[] = []
  const results: Result[] = []
  const admission = new Map<string, AdmissionRemarks>()
  return {
    leaveOut: (policy, obstacle) =>
      tallies.set(policy.id, { ...noTally, ...obstacle, ...gapsOf(policy, gaps) }),
    judging(judged, candidates) {
      const { id: policy } = judged
      const [excluded, skipped] = [new Map<string, GrowingSkips>(), new Map<string, GrowingSkips>()]
      const seen = new Map<string, GrowingJudged>()
      const counts = { pass: 0, fail: 0, error: 0 }
      const tally = {
        ...counts,
        judged: seen,
        excluded,
        skipped,
        candidates,
        hadData: true,
        ...gapsOf(judged, gaps),
      }
      tallies.set(policy, tally)
      return {
        add(resource, { verdict, reason, excludedBy, findings }, members = [resource]) {
          if (keepResults)
            results.push({ policy, resource, verdict, ...(reason !== undefined && { reason }) })
          if (verdict !== 'skip') {
            tally[verdict]++
            for (const member of members) see(seen, member, verdict)
          } else if (excludedBy !== undefined) count(excluded, excludedBy, resource, members)
          else count(skipped, reason ?? '', resource, members)
          if (verdict === 'fail' || verdict === 'error') faults.push({ policy, verdict, resource, findings })
        },
        remark(remarks) {
          if (!remarks) return
          const others = admission.get(policy)
          admission.set(policy, others ? mergeRemarks(others, remarks) : remarks)
        },
      }
    },
    outcome: () => ({ tallies, faults, results, types, admission }),
  }
}

/** The exports that a policy hangs on and that are not all there. */
function gapsOf({ types, requires, looksUp }: CompiledPolicy, gaps: readonly Gap[]): Pick<Tally, 'gaps'> {
  const globs = [...types, ...requires.flat(), ...looksUp]
  const matters = gaps.filter((gap) => gap.types.some((type) => type === '*' || globMatcher(globs)(type)))
  return matters.length === 0 ? {} : { gaps: new Set(matters.map(gapText)) }
}

function gapText({ message, location }: Gap): string {
  return `${location.file}:${location.start.line}: ${message}`
}

type GrowingSkips = Skips & { count: number; readonly members: GrowingSample }
type GrowingJudged = JudgedSample & GrowingSample & { errors: number }

function count(
  skips: Map<string, GrowingSkips>,
  reason: string,
  { file }: ResourceRef,
  members: readonly ResourceRef[],
): void {
  const known = skips.get(reason) ?? { count: 0, first: { file, index: skips.size }, members: emptySample() }
  skips.set(reason, known)
  known.count++
  for (const member of members) addTo(known.members, member)
}

function see(judged: Map<string, GrowingJudged>, member: ResourceRef, verdict: Verdict): void {
  const known = judged.get(member.type) ?? { ...emptySample(), errors: 0 }
  judged.set(member.type, known)
  addTo(known, member)
  if (verdict === 'error') known.errors++
}
