import { definitionType } from '../admission/discovery.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import { moved } from '../documents/pieces/item-places.js'
import type { ExportSet } from '../exports/inputs.js'
import type { PieceJudge } from '../exports/read-share.js'
import { globMatcher } from '../globs.js'
import type { Position, Resource } from '../model/index.js'
import { startBatch } from './batch.js'
import { type Fault, mergeOutcomes, noOutcome, type Outcome } from './outcome.js'
import { contexts, isFor, judgeAll, judgesAlone, type ScanOptions, scan } from './scan.js'

/** A scan that has begun before all is read. */
export interface Scanning extends PieceJudge<Judged> {
  /** Judges what has been kept, and all that is not judged yet. */
  finish(sets: readonly ExportSet[]): Outcome
}

/** What came of pieces of one file: plain data. */
interface Judged {
  readonly outcome: Outcome
  /** How many faults were known when each of these pieces began. */
  readonly faultsBefore: ReadonlyMap<number, number>
}

/**
 * Begins a scan: what is read in pieces is judged at once by the policies that see one resource at a time.
 * @param see told of all resources that are read in pieces
 */
export function startScan(
  policies: readonly CompiledPolicy[],
  options: ScanOptions,
  see: (resources: readonly Resource[]) => void,
): Scanning {
  let outcome = noOutcome
  return {
    begin(set) {
      const own = policies.filter((policy) => isFor(policy, set.packs))
      const alone = own.filter(judgesAlone)
      const types = new Set<string>()
      const batch = startBatch(types, [], options)
      const faultsBefore = new Map<number, number>()
      return {
        needs: globMatcher(own.filter((policy) => !judgesAlone(policy)).flatMap(needsOf)),
        take(resources, piece) {
          see(resources)
          if (!faultsBefore.has(piece)) faultsBefore.set(piece, batch.outcome().faults.length)
          batch.beginPiece(piece)
          const contextOf = contexts({ resources, snapshot: set.snapshot }, options)
          for (const { type } of resources) types.add(type)
          for (const policy of alone) {
            const context = contextOf(policy)
            const candidates = context.inventory.ofTypes(policy.types)
            if (candidates.length > 0) judgeAll(policy, candidates, batch, options, context)
          }
        },
        judged: () => ({ outcome: batch.outcome(), faultsBefore }),
      }
    },
    settle(judged, starts) {
      outcome = mergeOutcomes(outcome, starts ? placed(judged, starts) : judged.outcome)
    },
    finish: (sets) => mergeOutcomes(outcome, scan(policies, sets, options)),
  }
}

/** The outcome with places in the file: those of each piece were told as if it began one. */
function placed({ outcome, faultsBefore }: Judged, starts: ReadonlyMap<number, Position>): Outcome {
  const pieces = [...faultsBefore]
  const faults = pieces.flatMap(([piece, from], i) => {
    const start = starts.get(piece)
    const own = outcome.faults.slice(from, pieces[i + 1]?.[1])
    return start ? own.map((fault) => faultBehind(fault, start)) : own
  })
  return { ...outcome, faults }
}

function faultBehind(fault: Fault, start: Position): Fault {
  const findings = fault.findings.map((finding) => ({
    ...finding,
    location: moved(finding.location, start),
  }))
  return { ...fault, findings }
}

/** The types of the resources that a policy sees together. */
function needsOf({ types, requires, looksUp, admission }: CompiledPolicy): string[] {
  return [...types, ...requires.flat(), ...looksUp, ...(admission ? [definitionType] : [])]
}
