import { type AdmissionRemarks, mergeRemarks } from '../admission/remarks.js'
import type { Finding, ResourceRef, Result } from '../model/index.js'
import { by } from '../order.js'
import { mergeSamples, type Sample } from './sample.js'

/**
 * What came of judging a batch of resources. Outcomes merge: whatever the batches and their order, the report is the
 * same. This is the seam at which large exports, several cores and several machines are cut.
 */
export interface Outcome {
  /** What each policy did, by its id. */
  readonly tallies: ReadonlyMap<string, Tally>
  /** What failed or could not be evaluated. */
  readonly faults: readonly Fault[]
  /** Policy × resource, each one; empty unless somebody asked for them. */
  readonly results: readonly Result[]
  /** What policies of Kubernetes could not do as the API server does it, by policy id. */
  readonly admission: ReadonlyMap<string, AdmissionRemarks>
}

/** What one policy did. */
export interface Tally {
  readonly pass: number
  readonly fail: number
  readonly error: number
  /** The resources that it judged, by type. */
  readonly judged: ReadonlyMap<string, JudgedSample>
  /** The resources that each match condition excluded. */
  readonly excluded: ReadonlyMap<string, Skips>
  /** Those that were skipped for another reason, in words. */
  readonly skipped: ReadonlyMap<string, Skips>
  /** Resources of its types, whether its matchConstraints leave them out or not. */
  readonly candidates: number
  /** Whether the exports had, or listed, a type that it judges, and all that it requires. */
  readonly hadData: boolean
  /** A type that it requires and that no export had. */
  readonly lacking?: string | undefined
  /** The exports it hangs on that are not all there, each in a sentence. */
  readonly gaps?: ReadonlySet<string>
}

/** Resources of one type that a policy judged; `errors` of them could not be evaluated. */
export interface JudgedSample extends Sample {
  readonly errors: number
}

/** Resources that a policy skipped for one reason. */
export interface Skips {
  /** How often: once for all that are judged together. */
  readonly count: number
  /** Where the reason stands among others: by the file that is the first, and then by its turn in that. */
  readonly first: { readonly file: string; readonly index: number }
  readonly members: Sample
}

/** In the order of the exports, by the names of their files, whatever order they were judged in. */
export function inTurn(skips: ReadonlyMap<string, Skips>): [string, Skips][] {
  return [...skips].sort(([x, a], [y, b]) => byFirst(a, b) || (x < y ? -1 : 1))
}

/** Orders skips by their first resource. */
const byFirst = by<Skips>(
  ({ first }) => first.file,
  ({ first }) => first.index,
)

/** One policy on one resource, with verdict `fail` or `error`. */
export interface Fault {
  readonly policy: string
  readonly verdict: 'fail' | 'error'
  /** The judged resource; in a join its findings may stand at others. */
  readonly resource: ResourceRef
  readonly findings: readonly Finding[]
}

/** The outcome of batches together; of none, that of judging nothing. */
export function mergeOutcomes(outcomes: readonly Outcome[]): Outcome {
  return {
    tallies: mergeMaps(
      outcomes.map(({ tallies }) => tallies),
      mergeTallies,
    ),
    faults: outcomes.flatMap(({ faults }) => faults),
    results: outcomes.flatMap(({ results }) => results),
    admission: mergeMaps(
      outcomes.map(({ admission }) => admission),
      mergeRemarks,
    ),
  }
}

/** The outcome of judging nothing. */
export const noOutcome: Outcome = mergeOutcomes([])

/** The tally of a policy that has judged nothing. */
export const noTally: Tally = {
  pass: 0,
  fail: 0,
  error: 0,
  judged: new Map(),
  excluded: new Map(),
  skipped: new Map(),
  candidates: 0,
  hadData: false,
}

function mergeTallies(a: Tally, b: Tally): Tally {
  const [lacking] = [a.lacking, b.lacking].filter((type) => type !== undefined).sort()
  return {
    pass: a.pass + b.pass,
    fail: a.fail + b.fail,
    error: a.error + b.error,
    judged: mergeMaps([a.judged, b.judged], mergeJudged),
    excluded: mergeMaps([a.excluded, b.excluded], mergeSkips),
    skipped: mergeMaps([a.skipped, b.skipped], mergeSkips),
    candidates: a.candidates + b.candidates,
    hadData: a.hadData || b.hadData,
    lacking,
    ...((a.gaps || b.gaps) && { gaps: new Set([...(a.gaps ?? []), ...(b.gaps ?? [])]) }),
  }
}

function mergeJudged(a: JudgedSample, b: JudgedSample): JudgedSample {
  return { ...mergeSamples(a, b), errors: a.errors + b.errors }
}

function mergeSkips(a: Skips, b: Skips): Skips {
  return {
    count: a.count + b.count,
    first: byFirst(a, b) <= 0 ? a.first : b.first,
    members: mergeSamples(a.members, b.members),
  }
}

function mergeMaps<Value>(
  maps: readonly ReadonlyMap<string, Value>[],
  merge: (a: Value, b: Value) => Value,
): ReadonlyMap<string, Value> {
  const merged = new Map<string, Value>()
  for (const [key, value] of maps.flatMap((map) => [...map])) {
    const other = merged.get(key)
    merged.set(key, other === undefined ? value : merge(other, value))
  }
  return merged
}
