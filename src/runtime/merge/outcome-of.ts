import { remarksFrom } from '../admission/remarks.js'
import type { Finding, PolicySummary, Report, Skipped } from '../model/index.js'
import type { Fault, Outcome, Skips, Tally } from '../scan/outcome.js'
import { sampleFrom } from '../scan/sample.js'

/** More than a report tells of one policy. */
const mostReasons = 1_000_000

/**
 * What came of judging, as its report tells it: what was made of an outcome, read backwards.
 * @param turn which of several reports it is, in the order of the parts of files
 */
export function outcomeOf({ policies, findings, results = [] }: Report, turn: number): Outcome {
  return {
    tallies: new Map(
      policies.flatMap((policy): [string, Tally][] => {
        const tally = tallyOf(policy, turn * mostReasons)
        return tally ? [[policy.id, tally]] : []
      }),
    ),
    faults: findings.map(faultOf),
    results,
    admission: new Map(
      policies.flatMap(({ id, admission }) => (admission ? [[id, remarksFrom(admission)]] : [])),
    ),
  }
}

/** One for each finding, without what a waiver or a baseline makes of it. */
function faultOf({ waiver: _, baseline: __, ...finding }: Finding): Fault {
  const { policy, verdict, resource } = finding
  return { policy, verdict, resource, findings: [finding] }
}

/** Undefined for a policy to which no exports came. */
function tallyOf(
  { status, missing, counts, population, incomplete }: PolicySummary,
  turn: number,
): Tally | undefined {
  if (!population) return undefined
  const { judged, skipped, resources } = population
  const skips = skipped.map((each, i) => ({ each, skips: skipsOf(each, turn + i) }))
  const lacking = status === 'no data' ? missing?.[0] : undefined
  return {
    pass: counts.pass,
    fail: counts.fail + counts.waived,
    error: counts.error,
    judged: new Map(judged.map(({ type, errors, ...members }) => [type, { ...sampleFrom(members), errors }])),
    excluded: new Map(
      skips.flatMap(({ each, skips }) => (each.condition === undefined ? [] : [[each.condition, skips]])),
    ),
    skipped: new Map(
      skips.flatMap(({ each, skips }) => (each.condition === undefined ? [[each.reason ?? '', skips]] : [])),
    ),
    candidates: resources,
    hadData: missing === undefined,
    ...(lacking !== undefined && { lacking }),
    ...(incomplete && { gaps: new Set(incomplete) }),
  }
}

function skipsOf({ count, times = count, listed }: Skipped, turn: number): Skips {
  const [first] = listed
  return {
    count: times,
    first: { file: first?.file ?? '', index: first ? turn : 0 },
    members: sampleFrom({ count, listed }),
  }
}
