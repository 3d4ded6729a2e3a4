import { type CompiledPolicy, expressionsOf } from '../compile/compiled-policy.js'
import { sha256Of } from '../documents/digest.js'
import { moved } from '../documents/pieces/item-places.js'
import { NotInPieces } from '../documents/pieces/not-in-pieces.js'
import type { ExportSet } from '../exports/inputs.js'
import type { PieceJudge } from '../exports/read-share.js'
import { globMatcher } from '../globs.js'
import type { RedactionUse } from '../judge/redaction.js'
import type { Position } from '../model/index.js'
import { startBatch } from './batch.js'
import { type Fault, mergeOutcomes, type Outcome } from './outcome.js'
import { contexts, isFor, judgeAll, judgesAlone, needsOf, type ScanOptions, scan } from './scan.js'
import { textSharer } from './share-texts.js'

/** A scan that has begun before all is read. */
export interface Scanning extends PieceJudge<Judged> {
  /** How many findings there are so far. */
  findings(): number
  /** Judges what has been kept, and all that is not judged yet. */
  finish(sets: readonly ExportSet[]): Outcome
}

/** What came of pieces of one file: plain data. */
interface Judged {
  readonly outcome: Outcome
  /** How many faults were known when each of these pieces began. */
  readonly faultsBefore: ReadonlyMap<number, number>
  /** By which policies. */
  readonly by: string
  /** The paths to redact that something has. */
  readonly redacted: readonly number[]
}

/**
 * Begins a scan: what is read in pieces is judged at once by the policies that see one resource at a time.
 * @param redactions told of all resources that are read in pieces
 */
export function startScan(
  policies: readonly CompiledPolicy[],
  options: ScanOptions,
  redactions: RedactionUse,
): Scanning {
  const outcomes: Outcome[] = []
  let settled = 0
  let elsewhere = 0
  let current = () => 0
  const by = fingerprint(policies, options)
  const shareTexts = textSharer()
  return {
    begin(set) {
      const own = policies.filter((policy) => isFor(policy, set.packs))
      const alone = own.filter(judgesAlone)
      const batch = startBatch([], options)
      const faultsBefore = new Map<number, number>()
      current = batch.findings
      elsewhere = 0
      return {
        needs: globMatcher(own.filter((policy) => !judgesAlone(policy)).flatMap(needsOf)),
        take(resources, piece, hasParts) {
          redactions.see(resources)
          const before = batch.faults()
          if (!faultsBefore.has(piece)) faultsBefore.set(piece, before)
          batch.beginPiece(piece)
          const contextOf = contexts({ resources, snapshot: set.snapshot }, options)
          for (const policy of alone) {
            const context = contextOf(policy)
            const candidates = context.inventory.ofTypes(policy.types)
            if (candidates.length > 0) judgeAll(policy, candidates, batch, options, context)
          }
          if (hasParts) batch.copyFaults(before)
        },
        findings: batch.findings,
        judged: () => ({ outcome: batch.outcome(), faultsBefore, by, redacted: redactions.seen() }),
      }
    },
    settle(parts, starts) {
      if (parts.some((part) => part.by !== by)) throw new NotInPieces()
      current = () => 0
      elsewhere = 0
      for (const part of parts) {
        for (const { findings } of part.outcome.faults) settled += findings.length
        outcomes.push(starts ? placed(part, starts) : part.outcome)
        redactions.alsoSeen(part.redacted)
      }
    },
    adopt: ({ outcome }) => shareTexts(outcome.faults),
    foundElsewhere(findings) {
      elsewhere = findings
    },
    findings: () => settled + current() + elsewhere,
    finish: (sets) => mergeOutcomes([...outcomes, scan(policies, sets, options)]),
  }
}

/** What tells policies and their parameters from others: a file may change before another thread reads it. */
function fingerprint(policies: readonly CompiledPolicy[], { paramsOf }: ScanOptions): string {
  const all = policies.map((policy) => [
    policy.id,
    expressionsOf(policy).map(({ program }) => program.source),
    policy.checks?.map(({ text }) => text),
    paramsOf(policy),
  ])
  return sha256Of(JSON.stringify(all, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)))
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
