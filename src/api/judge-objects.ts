import { remarkWarnings } from '../runtime/admission/remarks.js'
import { readInputs } from '../runtime/exports/inputs.js'
import type { ObjectsRequest } from '../runtime/exports/objects.js'
import type { Sources } from '../runtime/exports/sources.js'
import type { Library } from '../runtime/library/library.js'
import { policyNamed } from '../runtime/library/policy-named.js'
import type { Diagnostic, Finding, Result, SensitivePart, Verdict } from '../runtime/model/index.js'
import type { ParamLayer } from '../runtime/policies/index.js'
import { idleOf } from '../runtime/scan/idle.js'
import { scan } from '../runtime/scan/scan.js'

/** What policies say of objects. */
export interface Judgement {
  /**
   * The worst of the results: `error`, then `fail`, then `pass`. `skip` where no policy had anything to say, which is no
   * pass: `idle` tells why.
   */
  readonly verdict: Verdict
  /** Each policy on each resource. */
  readonly results: readonly Result[]
  readonly findings: readonly Finding[]
  /** The policies that judged nothing, each with the reason. */
  readonly idle: readonly { readonly policy: string; readonly reason: string }[]
  /** What else there is to know, such as a list that says it is one page of several. */
  readonly warnings: readonly Diagnostic[]
}

/** How objects are judged. */
export interface Occasion {
  readonly now: Date
  readonly sources: Sources
  readonly sensitive: readonly SensitivePart[]
  /** Only these policies: full ids, or names that only one has. Default: all of the chosen profiles. */
  readonly policies?: readonly string[] | undefined
  /** Values by pack, over those that the policies were loaded with. */
  readonly params?: ReadonlyMap<string, ParamLayer> | undefined
  readonly onBug?: ((error: unknown) => void) | undefined
}

/**
 * Judges objects in memory, together: what looks up others sees these.
 * @throws InputError for an object that no source recognises, for an unknown policy, and for unsuitable parameters
 */
export function judgeObjects(
  library: Library,
  request: ObjectsRequest,
  { now, sources, sensitive, policies: names, params, onBug }: Occasion,
): Judgement {
  const policies = names?.map((name) => policyNamed(name, library)) ?? library.policies
  const { sets, warnings } = readInputs([request], { root: '.' }, sources)
  const paramsOf = params ? library.paramsWith(params) : library.paramsOf
  const options = { paramsOf, now, sensitive, keepResults: Number.POSITIVE_INFINITY, onBug }
  const { results, faults, tallies, admission } = scan(policies, sets, options)
  return {
    verdict: worstOf(results),
    results,
    findings: faults.flatMap((fault) => fault.findings),
    idle: policies.flatMap((policy) => {
      const idle = idleOf(policy, tallies.get(policy.id))
      return idle ? [{ policy: policy.id, reason: idle.reason }] : []
    }),
    warnings: [
      ...warnings,
      ...policies.flatMap((policy) => {
        const remarks = admission.get(policy.id)
        return remarks ? remarkWarnings(policy, remarks) : []
      }),
    ],
  }
}

function worstOf(results: readonly Result[]): Verdict {
  const worstFirst: readonly Verdict[] = ['error', 'fail', 'pass']
  return worstFirst.find((verdict) => results.some((result) => result.verdict === verdict)) ?? 'skip'
}
