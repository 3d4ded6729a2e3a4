import {
  type Change,
  type ChangedFinding,
  type ChangedPack,
  type ChangedParam,
  type FindingChange,
  findingChanges,
  type ReportDiff,
} from '../runtime/model/index.js'
import { count } from './count.js'
import { cut } from './cut.js'
import { placeOf } from './finding.js'
import { oneLine } from './printable.js'

/** What became of findings, as headings and in counts. */
const changeWords: Readonly<Record<FindingChange, string>> = {
  new: 'new',
  reopened: 'open again: their waiver no longer holds',
  changed: 'changed',
  waived: 'newly waived',
  unseen: 'no longer judged',
  fixed: 'fixed',
}

/** `2 new, 1 fixed, 40 unchanged`; what there is none of is left out, but `new`. */
export function diffCounts({ summary }: ReportDiff): string {
  const words = { ...changeWords, reopened: 'open again', unchanged: 'unchanged' }
  return [...findingChanges, 'unchanged' as const]
    .filter((name) => name === 'new' || summary[name] > 0)
    .map((name) => `${summary[name]} ${words[name]}`)
    .join(', ')
}

/** The findings of which one thing became, as a report lists them. */
export interface FindingList {
  readonly title: string
  readonly shown: readonly ChangedFinding[]
  /** `2 findings only moved`, of those that are not shown. */
  readonly moved: readonly string[]
}

/** Findings by what became of them, without kinds that there are none of. */
export function findingLists(findings: readonly ChangedFinding[]): FindingList[] {
  return findingChanges.flatMap((name) => {
    const own = findings.filter(({ change }) => change === name)
    if (own.length === 0) return []
    const shown = own.filter((change) => !isMoved(change))
    const left = own.length - shown.length
    return [
      {
        title: `Findings: ${changeWords[name]}`,
        shown,
        moved: left > 0 ? [`${count(left, 'finding')} only moved`] : [],
      },
    ]
  })
}

/** Findings that only moved say nothing new. */
function isMoved({ differs }: ChangedFinding): boolean {
  return differs?.every((aspect) => aspect === 'place') === true
}

/** `severity: low → high; message: it was 'port 22'`; nothing of what is not changed. */
export function differenceOf({ before, after, differs = [] }: ChangedFinding): string | undefined {
  if (!before || !after || differs.length === 0) return undefined
  const words = {
    verdict: `verdict ${before.verdict} → ${after.verdict}`,
    severity: `severity ${before.severity} → ${after.severity}`,
    message: `was: ${cut(before.message, 300)}`,
    place: `was at ${placeOf(before.location)}`,
    waiver: `waiver ${before.waiver?.expires ?? 'none'} → ${after.waiver?.expires ?? 'none'}`,
  }
  return oneLine(differs.map((aspect) => words[aspect]).join('; '))
}

/** Everything that changed beside findings, by what it is. */
export interface ChangeList {
  readonly title: string
  readonly rows: readonly { readonly name: string; readonly how: string }[]
}

/** Statuses, and what the verdicts rest on. */
export function otherChanges(diff: ReportDiff): readonly ChangeList[] {
  const lists: ChangeList[] = [
    {
      title: 'Guidelines',
      rows: diff.guidelines.map(({ id, ...change }) => ({
        name: id,
        how: fromTo(change, (status) => status, 'not asked for'),
      })),
    },
    {
      title: 'Parameters in force',
      rows: diff.params.map(({ of, name, ...change }) => ({
        name: `${of}: ${name}`,
        how: fromTo(change, paramText, 'none'),
      })),
    },
    {
      title: 'Policies',
      rows: diff.policies.map(({ id, ...change }) => ({ name: id, how: policyChange(change) })),
    },
    { title: 'Packs', rows: diff.packs.map((change) => ({ name: change.id, how: packChange(change) })) },
    {
      title: 'Files that say how to judge',
      rows: diff.settings.map(({ role, file, ...change }) => ({
        name: `${role} ${file}`,
        how: addedOr(change, () => 'changed'),
      })),
    },
  ]
  return lists.filter(({ rows }) => rows.length > 0)
}

/** `report of 2026-01-01T00:00:00.000Z (old.json): 3 open findings on 12 resources` */
export function comparedText({ startedAt, asOf, file, findings, resources }: ReportDiff['before']): string {
  const when = asOf === undefined ? startedAt : `${startedAt} as of ${asOf}`
  return oneLine(
    `${when} (${file}): ${count(findings.open, 'open finding')}, ${findings.waived} waived, ${count(resources, 'resource')}`,
  )
}

function fromTo<Value>(
  { before, after }: Change<Value>,
  show: (value: Value) => string,
  none: string,
): string {
  const shown = (value: Value | undefined) => (value === undefined ? none : show(value))
  return oneLine(`${shown(before)} → ${shown(after)}`)
}

function addedOr<Value>({ before, after }: Change<Value>, changed: (a: Value, b: Value) => string): string {
  if (before === undefined) return 'added'
  return after === undefined ? 'gone' : changed(before, after)
}

function paramText({ value, isExemption }: NonNullable<ChangedParam['after']>): string {
  return `${cut(JSON.stringify(value) ?? 'none', 200)}${isExemption ? ' (an exemption)' : ''}`
}

function policyChange(change: Change<NonNullable<ReportDiff['policies'][number]['after']>>): string {
  return addedOr(change, (before, after) => {
    const parts = [
      ...(before.severity === after.severity ? [] : [`severity ${before.severity} → ${after.severity}`]),
      ...(before.guidelines.join() === after.guidelines.join() ? [] : ['other guidelines']),
      ...(before.sha256 === after.sha256 ? [] : ['another text']),
      ...(before.file === after.file ? [] : [`moved to ${after.file}`]),
    ]
    return oneLine(parts.join(', '))
  })
}

function packChange(change: ChangedPack): string {
  return addedOr(change, (before, after) => {
    const commits = [before.commit, after.commit].map((commit) => commit?.slice(0, 12) ?? 'unknown')
    const parts = [
      ...(before.profile === after.profile
        ? []
        : [`profile ${before.profile ?? 'none'} → ${after.profile ?? 'none'}`]),
      ...(before.sha256 === after.sha256 ? [] : ['other files']),
      ...(before.imported === after.imported ? [] : [after.imported ? 'now only imported' : 'now in force']),
      ...(before.commit === after.commit ? [] : [`commit ${commits.join(' → ')}`]),
    ]
    return oneLine(parts.join(', '))
  })
}
