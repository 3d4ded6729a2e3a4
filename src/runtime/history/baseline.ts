import { identitiesOf } from '../model/identity.js'
import {
  type BaselineStatus,
  type ChangedFinding,
  type Finding,
  isOpen,
  type Report,
} from '../model/index.js'
import { requireResults } from '../report/parse-report.js'
import { withWarnings } from '../report/warnings.js'
import { byIdentity, changeOf } from './compare.js'
import type { FiledReport } from './diff.js'
import { kinshipProblems } from './kinship.js'

/**
 * A report whose findings say whether the baseline knows them.
 * @throws InputError for a baseline that judged nothing, or has nothing in common with the report
 */
export function markAgainst(report: Report, baseline: FiledReport): Report {
  requireResults(baseline)
  const warnings = kinshipProblems(baseline, { file: 'this run', report })
  const known = byIdentity(baseline.report)
  const identities = identitiesOf(report)
  const findings = report.findings.map((finding): Finding & { readonly baseline: BaselineStatus } => {
    const before = known.get(identities.get(finding) ?? '')
    return { ...finding, baseline: before ? statusOf(changeOf(before, finding)) : 'new' }
  })
  const open = findings.filter(isOpen)
  const number = (status: BaselineStatus) => open.filter((finding) => finding.baseline === status).length
  const found = new Set(identities.values())
  const { file, sha256, bytes } = baseline
  return {
    ...withWarnings(report, warnings),
    findings,
    baseline: {
      file,
      sha256,
      bytes,
      startedAt: baseline.report.startedAt,
      open: { known: number('known'), changed: number('changed'), new: number('new') },
      gone: [...known].filter(([identity, finding]) => isOpen(finding) && !found.has(identity)).length,
    },
  }
}

function statusOf(change: Omit<ChangedFinding, 'identity'> | undefined): BaselineStatus {
  if (change?.isNews) return 'new'
  const differs = change?.differs?.some((aspect) => aspect !== 'place' && aspect !== 'waiver')
  return differs ? 'changed' : 'known'
}
