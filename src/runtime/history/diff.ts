import {
  apiVersion,
  type Change,
  type ChangedGuideline,
  type ChangedPack,
  type ChangedParam,
  type ChangedPolicy,
  type ChangedSettings,
  type ComparedReport,
  type Diagnostic,
  type Digest,
  type FindingChange,
  findingChanges,
  type Report,
  type ReportDiff,
} from '../model/index.js'
import { by } from '../order.js'
import { requireResults } from '../report/parse-report.js'
import { version } from '../report/version.js'
import { compareFindings } from './compare.js'
import { kinshipProblems } from './kinship.js'

/** A report, and the file that holds it. */
export interface FiledReport extends Digest {
  readonly file: string
  readonly report: Report
}

/**
 * What changed between two reports: findings, statuses, and what they rest on.
 * @throws InputError where one is no result of judging, or they have nothing in common
 * @group Reports
 * @example
 * ```ts
 * import { diffReports, loadPolicies } from 'policytest'
 *
 * const digest = { sha256: '0'.repeat(64), bytes: 0 }
 * const policies = loadPolicies('policies')
 * const [before, after] = ['shop', 'ops'].map((team) => policies.scan({
 *   objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { team } } }],
 * }))
 * if (before && after) {
 *   const { findings } = diffReports(
 *     { file: 'before.json', report: before, ...digest },
 *     { file: 'after.json', report: after, ...digest },
 *   )
 *   console.log(findings.map(({ change }) => change)) // ["new"]
 * }
 * ```
 */
export function diffReports(before: FiledReport, after: FiledReport): ReportDiff {
  requireResults(before)
  requireResults(after)
  const { changes, unchanged } = compareFindings(before.report, after.report)
  const counts = findingChanges.map((name) => [name, changes.filter(({ change }) => change === name).length])
  return {
    apiVersion,
    kind: 'ReportDiff',
    tool: { name: 'policytest', version },
    before: compared(before),
    after: compared(after),
    summary: { ...(Object.fromEntries(counts) as Record<FindingChange, number>), unchanged },
    findings: changes,
    guidelines: changedGuidelines(before.report, after.report),
    policies: changedPolicies(before.report, after.report),
    packs: changedPacks(before.report, after.report),
    params: changedParams(before.report, after.report),
    settings: changedSettings(before.report, after.report),
    warnings: [...kinshipProblems(before, after), ...unrecorded(before), ...unrecorded(after)],
  }
}

function compared({ file, sha256, bytes, report }: FiledReport): ComparedReport {
  const { tool, startedAt, asOf, summary } = report
  const { resources, findings, guidelines } = summary
  const { open, waived } = findings
  return {
    file,
    sha256,
    bytes,
    version: tool.version,
    startedAt,
    ...(asOf !== undefined && { asOf }),
    resources,
    findings: { open, waived },
    guidelines,
  }
}

function changedGuidelines(before: Report, after: Report): ChangedGuideline[] {
  const named = (report: Report) => new Map(report.guidelines.map((guideline) => [guideline.id, guideline]))
  const [earlier, later] = [named(before), named(after)]
  return changesIn(earlier, later, ({ status }) => status).flatMap(({ key, ...change }) => {
    const guideline = later.get(key) ?? earlier.get(key)
    return guideline ? [{ id: key, title: guideline.title, severity: guideline.severity, ...change }] : []
  })
}

function changedPolicies(before: Report, after: Report): ChangedPolicy[] {
  const named = (report: Report) => new Map(report.policies.map((policy) => [policy.id, policy]))
  const changes = changesIn(named(before), named(after), ({ file, severity, guidelines, sha256 }) => ({
    file,
    severity,
    guidelines,
    ...(sha256 !== undefined && { sha256 }),
  }))
  return changes.map(({ key, ...change }) => ({ id: key, ...change }))
}

function changedPacks(before: Report, after: Report): ChangedPack[] {
  const named = ({ packs, importedPacks = [] }: Report) =>
    new Map<string, ChangedPack['before'] & object>([
      ...importedPacks.map(
        ({ id, sha256, revision }) =>
          [id, { imported: true as const, sha256, ...commitOf(revision) }] as const,
      ),
      ...packs.map(
        ({ id, profile, sha256, revision }) =>
          [
            id,
            {
              ...(profile !== undefined && { profile }),
              ...(sha256 !== undefined && { sha256 }),
              ...commitOf(revision),
            },
          ] as const,
      ),
    ])
  // The commit of a pack is told with it, but files decide whether it is the same.
  const isSame = ({ commit: _, ...pack }: object & { commit?: string }) => JSON.stringify(pack)
  return changesIn(named(before), named(after), (pack) => pack, isSame).map(({ key, ...change }) => ({
    id: key,
    ...change,
  }))
}

function commitOf(revision: { readonly commit: string } | undefined) {
  return revision && { commit: revision.commit }
}

function changedParams(before: Report, after: Report): ChangedParam[] {
  // A report that records none says nothing of them.
  if (!before.params || !after.params) return []
  const named = ({ params = [] }: Report) =>
    new Map(params.map((param) => [JSON.stringify([param.of, param.name]), param]))
  const changes = changesIn(
    named(before),
    named(after),
    ({ value, from, place, isExemption }) => ({
      value,
      from,
      ...(place && { place }),
      ...(isExemption && { isExemption }),
    }),
    ({ value }) => JSON.stringify(value),
  )
  return changes.map(({ key, ...change }) => {
    const [of, name] = JSON.parse(key) as [string, string]
    return { of, name, ...change }
  })
}

function changedSettings(before: Report, after: Report): ChangedSettings[] {
  if (!before.settings || !after.settings) return []
  const named = ({ settings = [] }: Report) =>
    new Map(settings.map((file) => [JSON.stringify([file.role, file.file]), file]))
  return changesIn(named(before), named(after), ({ sha256, bytes }) => ({ sha256, bytes })).map(
    ({ key, ...change }) => {
      const [role, file] = JSON.parse(key) as [ChangedSettings['role'], string]
      return { role, file, ...change }
    },
  )
}

/** What is in one map only, or is not the same in both, sorted by key. */
function changesIn<Item, Value>(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
  shown: (item: Item) => Value,
  sameness: (value: Value) => string = (value) => JSON.stringify(value),
): (Change<Value> & { readonly key: string })[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .flatMap((key) => {
      const [earlier, later] = [before.get(key), after.get(key)]
      const change = {
        key,
        ...(earlier !== undefined && { before: shown(earlier) }),
        ...(later !== undefined && { after: shown(later) }),
      }
      const isSame =
        change.before !== undefined &&
        change.after !== undefined &&
        sameness(change.before) === sameness(change.after)
      return isSame ? [] : [change]
    })
    .toSorted(by(({ key }) => key))
}

/** Reports of versions before 0.2 say nothing of what they rest on. */
function unrecorded({ file, report }: FiledReport): Diagnostic[] {
  if (report.params) return []
  return [
    {
      code: 'results',
      level: 'warning',
      message: `${file} does not say which parameters and files were in force: whether these changed is not known`,
      hint: 'it is of a version of policytest before 0.2',
    },
  ]
}
