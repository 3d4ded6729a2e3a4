import { definitionType } from '../admission/discovery.js'
import type { CompiledPolicy } from '../compile/compiled-policy.js'
import type { ExportSet } from '../exports/inputs.js'
import type { PieceJudge } from '../exports/read-by-pieces.js'
import { globMatcher } from '../globs.js'
import type { Resource } from '../model/index.js'
import { startBatch } from './batch.js'
import { mergeOutcomes, type Outcome } from './outcome.js'
import { contexts, isFor, judgeAll, judgesAlone, type ScanOptions, scan } from './scan.js'

/** A scan that has begun before all is read. */
export interface Scanning extends PieceJudge {
  /** Judges what has been kept, and all that is not judged yet. */
  finish(sets: readonly ExportSet[]): Outcome
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
  const outcomes: Outcome[] = []
  return {
    begin(set) {
      const own = policies.filter((policy) => isFor(policy, set.packs))
      const alone = own.filter(judgesAlone)
      const isNeeded = globMatcher(own.filter((policy) => !judgesAlone(policy)).flatMap(needsOf))
      const batch = startBatch([], options)
      return {
        take(resources) {
          see(resources)
          const contextOf = contexts({ resources, snapshot: set.snapshot }, options)
          for (const policy of alone) {
            const context = contextOf(policy)
            const candidates = context.inventory.ofTypes(policy.types)
            if (candidates.length > 0) judgeAll(policy, candidates, batch, options, context)
          }
          return resources.filter(({ type }) => isNeeded(type))
        },
        settle() {
          outcomes.push(batch.outcome())
        },
      }
    },
    finish: (sets) => mergeOutcomes([...outcomes, scan(policies, sets, options)]),
  }
}

/** The types of the resources that a policy sees together. */
function needsOf({ types, requires, looksUp, admission }: CompiledPolicy): string[] {
  return [...types, ...requires.flat(), ...looksUp, ...(admission ? [definitionType] : [])]
}
