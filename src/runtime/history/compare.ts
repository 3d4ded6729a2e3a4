import { identitiesOf } from '../model/identity.js'
import {
  type ChangedFinding,
  type Finding,
  type FindingAspect,
  type FindingChange,
  findingAspects,
  findingChanges,
  isOpen,
  type Report,
  severities,
} from '../model/index.js'

export interface Comparison {
  /** News first, in the order of {@link findingChanges}; within one as the later report has them. */
  readonly changes: readonly ChangedFinding[]
  /** How many are in both reports the same. */
  readonly unchanged: number
}

type Findings = Pick<Report, 'guidelines' | 'findings'>

/** The findings of a run, and what it judged. */
type Judged = Findings & Pick<Report, 'policies'>

/** The findings of two reports by what became of them. */
export function compareFindings(before: Findings, after: Judged): Comparison {
  const known = byIdentity(before)
  const found = byIdentity(after)
  const judged = judgedIn(after)
  const changes = [...new Set([...found.keys(), ...known.keys()])].flatMap((identity) => {
    const [earlier, later] = [known.get(identity), found.get(identity)]
    if (earlier && !later) {
      const change = judged.has(earlier.policy) ? ('fixed' as const) : ('unseen' as const)
      return [{ identity, change, isNews: false, before: earlier }]
    }
    const change = later && changeOf(earlier, later)
    return change === undefined ? [] : [{ identity, ...change }]
  })
  const inBoth = [...found.keys()].filter((identity) => known.has(identity)).length
  const differing = changes.filter((change) => change.before && change.after).length
  const ordered = findingChanges.flatMap((name) => changes.filter(({ change }) => change === name))
  return { changes: ordered, unchanged: inBoth - differing }
}

/** The findings of a report by what names them across runs. */
export function byIdentity(report: Findings): Map<string, Finding> {
  return new Map([...identitiesOf(report)].map(([finding, identity]) => [identity, finding]))
}

/** The policies that judged all there is, and the guidelines that somebody confirmed. */
function judgedIn({ policies, guidelines }: Judged): ReadonlySet<string> {
  return new Set([
    ...policies.filter(({ status, incomplete }) => status === 'judged' && !incomplete).map(({ id }) => id),
    ...guidelines.filter(({ status }) => status === 'attested').map(({ id }) => id),
  ])
}

/** What became of a finding that is there; nothing when it is the same as before. */
export function changeOf(
  before: Finding | undefined,
  after: Finding,
): Omit<ChangedFinding, 'identity'> | undefined {
  if (!before) return { change: isOpen(after) ? 'new' : 'waived', isNews: isOpen(after), after }
  const both = (change: FindingChange, isNews: boolean) => ({ change, isNews, before, after })
  if (isOpen(before) !== isOpen(after)) return isOpen(after) ? both('reopened', true) : both('waived', false)
  const differs = findingAspects.filter((aspect) => aspects[aspect](before) !== aspects[aspect](after))
  if (differs.length === 0) return undefined
  return { ...both('changed', isOpen(after) && isWorse(before, after)), differs }
}

const aspects: Readonly<Record<FindingAspect, (finding: Finding) => unknown>> = {
  verdict: ({ verdict }) => verdict,
  severity: ({ severity }) => severity,
  message: ({ message }) => message,
  place: ({ location: { file, start } }) => `${file}:${start.line}:${start.column}`,
  waiver: ({ waiver }) => JSON.stringify(waiver),
}

/** Who knew of a mild finding knew nothing of a severe one, and of a violation nothing of a rule that says nothing any more. */
function isWorse(before: Finding, after: Finding): boolean {
  const rank = (finding: Finding) => severities.indexOf(finding.severity)
  return rank(after) < rank(before) || (after.verdict === 'error' && before.verdict === 'fail')
}
