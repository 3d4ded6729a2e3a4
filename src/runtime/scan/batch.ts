import { type AdmissionRemarks, mergeRemarks } from '../admission/remarks.js'
import { append } from '../append.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { globMatcher } from '../globs.js'
import type { Judgement } from '../judge/judge.js'
import { refOf } from '../judge/resource-ref.js'
import type { Gap, ResourceRef, Verdict } from '../model/index.js'
import { type Fault, type JudgedSample, noTally, type Outcome, type Skips, type Tally } from './outcome.js'
import { keptResults } from './results.js'
import { addTo, emptySample, type GrowingSample } from './sample.js'

/** An outcome in the making. */
export interface Batch {
  /** What is judged next is in the piece of this number: they come in order, but not all of them to one batch. */
  beginPiece(piece: number): void
  leaveOut(policy: CompiledPolicy, obstacle: Pick<Tally, 'hadData' | 'lacking'>): void
  /** A policy that judges so many candidates, or so many more. */
  judging(policy: CompiledPolicy, candidates: number): Judging
  outcome(): Outcome
  /** Copies the faults behind the first so many: texts in them may keep others in memory of which they are parts. */
  copyFaults(from: number): void
  /** How many findings it has, and how many faults. */
  findings(): number
  faults(): number
}

export interface Judging {
  /**
   * @param resource of which no more than its name is kept
   * @param members the resources that were judged together, when it is not one
   */
  add(resource: ResourceRef, judgement: Judgement, members?: readonly ResourceRef[]): void
  remark(remarks: AdmissionRemarks | undefined): void
}

/** Begins an outcome with nothing in it yet. */
export function startBatch(gaps: readonly Gap[], { keepResults }: { readonly keepResults: number }): Batch {
  const tallies = new Map<string, Tally>()
  const faults: Fault[] = []
  let found = 0
  const results = keptResults(keepResults)
  const admission = new Map<string, AdmissionRemarks>()
  let before = 0
  const begun = new Map<string, { readonly tally: { candidates: number }; readonly judging: Judging }>()
  return {
    beginPiece(piece) {
      before = piece * mostReasons
    },
    leaveOut: (policy, obstacle) =>
      tallies.set(policy.id, { ...noTally, ...obstacle, ...gapsOf(policy, gaps) }),
    judging(judged, candidates) {
      const { id: policy } = judged
      const known = begun.get(policy)
      if (known) {
        known.tally.candidates += candidates
        return known.judging
      }
      const [excluded, skipped] = [new Map<string, GrowingSkips>(), new Map<string, GrowingSkips>()]
      const seen = new Map<string, GrowingJudged>()
      // Nearly always it is of the type of the one before.
      let last = { type: '', sample: growingJudged() }
      const see = (member: ResourceRef, verdict: Verdict) => {
        const { type } = member
        if (last.type !== type) last = { type, sample: seen.get(type) ?? growingJudged() }
        const { sample } = last
        if (sample.count === 0) seen.set(type, sample)
        addTo(sample, member)
        if (verdict === 'error') sample.errors++
      }
      const counts = { pass: 0, fail: 0, error: 0 }
      const keep = results.of(policy)
      let turns = 0
      const turn = () => before + turns++
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
      const judging: Judging = {
        add(resource, { verdict, reason, excludedBy, findings }, members) {
          keep(resource, verdict, reason)
          if (verdict !== 'skip') {
            tally[verdict]++
            if (!members) see(resource, verdict)
            else for (const member of members) see(member, verdict)
          } else if (excludedBy !== undefined) count(excluded, excludedBy, members ?? [resource], turn)
          else count(skipped, reason ?? '', members ?? [resource], turn)
          if (verdict === 'fail' || verdict === 'error') {
            faults.push({ policy, verdict, resource: refOf(resource), findings })
            found += findings.length
          }
        },
        remark(remarks) {
          if (!remarks) return
          const others = admission.get(policy)
          admission.set(policy, others ? mergeRemarks(others, remarks) : remarks)
        },
      }
      begun.set(policy, { tally, judging })
      return judging
    },
    copyFaults(from) {
      if (from < faults.length) append(faults, structuredClone(faults.splice(from)))
    },
    findings: () => found,
    faults: () => faults.length,
    outcome: () => ({ tallies, faults, results: results.all(), admission }),
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

/** More than a policy has for skipping resources. */
const mostReasons = 1_000_000

type GrowingSkips = Skips & { count: number; first: Skips['first']; readonly members: GrowingSample }
type GrowingJudged = JudgedSample & GrowingSample & { errors: number }

function count(
  skips: Map<string, GrowingSkips>,
  reason: string,
  members: readonly ResourceRef[],
  turn: () => number,
): void {
  const file = members.map((member) => member.file).reduce(earlier, '')
  const known = skips.get(reason)
  const first = known && known.first.file <= file ? known.first : { file, index: turn() }
  const skipped = known ?? { count: 0, first, members: emptySample() }
  skips.set(reason, skipped)
  skipped.first = first
  skipped.count++
  for (const member of members) addTo(skipped.members, member)
}

function earlier(a: string, b: string): string {
  return a === '' || b < a ? b : a
}

function growingJudged(): GrowingJudged {
  return { ...emptySample(), errors: 0 }
}
