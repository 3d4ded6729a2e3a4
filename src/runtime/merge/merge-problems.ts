import { whoJoins, wholeSnapshots } from '../../wording/joins.js'
import type { FiledReport } from '../history/index.js'
import { groupBy } from '../model/by-guideline.js'
import type { Diagnostic, Report } from '../model/index.js'
import { notOneFile, partsOf } from './file-parts.js'

/** Something that all reports have to agree on, and how it is told where they do not. */
interface Aspect {
  readonly what: string
  readonly hint: string
  readonly of: (report: Report) => unknown
}

const sameRun =
  'merge reports of one run: the same policies, parameters, waivers and configuration for all of them'

const aspects: readonly Aspect[] = [
  {
    what: 'version of policytest',
    hint: 'scan all exports with one version',
    of: ({ tool }) => tool.version,
  },
  {
    what: 'time',
    hint: 'give all of them the same --now, or SOURCE_DATE_EPOCH',
    of: ({ asOf, startedAt }) => asOf ?? startedAt,
  },
  { what: 'packs', hint: sameRun, of: ({ packs, importedPacks }) => [packs, importedPacks] },
  {
    what: 'policies',
    hint: sameRun,
    of: ({ policies }) =>
      policies.map(({ id, file, guidelines, severity, validations, joins, sha256, tests }) => [
        [id, file, guidelines, severity, validations, joins, sha256, tests],
      ]),
  },
  {
    what: 'guidelines',
    hint: sameRun,
    of: ({ guidelines }) => guidelines.map(({ status: _, counts: __, accepted: ___, ...about }) => about),
  },
  { what: 'parameters', hint: sameRun, of: ({ params }) => params },
  {
    what: 'waivers',
    hint: sameRun,
    of: ({ waivers }) => waivers.map(({ status: _, matched: __, ...about }) => about),
  },
  { what: 'acceptances', hint: sameRun, of: ({ acceptances }) => acceptances },
  { what: 'files that say how to judge', hint: sameRun, of: ({ settings }) => settings },
  { what: 'test cases', hint: 'merge reports of scan alone', of: ({ cases }) => cases },
]

/** Why reports cannot be merged; nothing where they can. */
export function mergeProblems(reports: readonly FiledReport[]): Diagnostic[] {
  const unusable = reports.flatMap(unusableReport)
  if (unusable.length > 0) return unusable
  return [
    ...disagreements(reports),
    ...shardProblems(reports),
    ...sharedFiles(reports),
    ...brokenFiles(reports),
    ...splitJoins(reports),
  ]
}

function unusableReport({ file, report }: FiledReport): Diagnostic[] {
  const { couldNotRun, problems = [], policies, baseline } = report
  if (couldNotRun) {
    const [first] = problems
    const more = problems.length > 1 ? ` and ${problems.length - 1} more` : ''
    const why = first === undefined ? '' : `: ${first.message}${more}`
    return [problem(`${file}: mistakes kept the run from judging${why}`, 'correct them, and run it again')]
  }
  if (policies.length === 0) return [problem(`${file} judged by no policy`, sameRun)]
  if (baseline) {
    const hint = 'scan without --baseline, and give it to merge: only there all findings are known'
    return [problem(`${file} is compared with a baseline`, hint)]
  }
  return []
}

function disagreements([first, ...others]: readonly FiledReport[]): Diagnostic[] {
  if (!first) return []
  return aspects.flatMap(({ what, hint, of }) => {
    const expected = JSON.stringify(of(first.report))
    return others
      .filter(({ report }) => JSON.stringify(of(report)) !== expected)
      .slice(0, 3)
      .map(({ file }) => problem(`${first.file} and ${file} do not have the same ${what}`, hint))
  })
}

/** Shards of one run are merged together, each once. */
function shardProblems(reports: readonly FiledReport[]): Diagnostic[] {
  const [first] = reports.filter(({ report }) => report.shard)
  const shard = first?.report.shard
  if (!first || !shard) return []
  const hint = 'give the reports of all shards, and of nothing else'
  const strange = reports.find(({ report }) => report.shard?.of !== shard.of)
  if (strange) {
    const other = strange.report.shard ? `one of ${strange.report.shard.of}` : 'none'
    return [problem(`${first.file} is one of ${shard.of} shards, and ${strange.file} ${other}`, hint)]
  }
  const changed = reports.find(({ report }) => report.shard?.sha256 !== shard.sha256)
  if (changed) {
    const message = `${first.file} and ${changed.file} did not find the same files to share between them`
    return [problem(message, 'let all shards see the same files, with the same names and sizes')]
  }
  const byIndex = groupBy(reports, ({ report }) => [String(report.shard?.index ?? 0)])
  const missing = Array.from({ length: shard.of }, (_, i) => i + 1).filter(
    (index) => !byIndex.has(String(index)),
  )
  const twice = [...byIndex].filter(([, given]) => given.length > 1)
  return [
    ...(missing.length > 0
      ? [problem(`of ${shard.of} shards these are missing: ${shortNumbers(missing)}`, hint)]
      : []),
    ...twice.map(([index, given]) =>
      problem(
        `shard ${index} is there ${given.length} times: ${given.map(({ file }) => file).join(', ')}`,
        hint,
      ),
    ),
  ]
}

function shortNumbers(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10).join(', ')
  return numbers.length > 10 ? `${shown} and ${numbers.length - 10} more` : shown
}

/** An export of which the reports do not have the parts that make it whole. */
function brokenFiles(reports: readonly FiledReport[]): Diagnostic[] {
  const inputs = groupBy(
    reports.flatMap(({ report }) => report.inputs),
    ({ file }) => [file],
  )
  return [...partsOf(reports)].flatMap(([file, parts]) => {
    const why = notOneFile(parts, inputs.get(file) ?? [])
    const message = `${file}, of which several shards have judged a part, ${why}`
    return why === undefined ? [] : [problem(message, 'scan it in one run')]
  })
}

/** An export that two reports judge would count twice, unless each has judged a part. */
function sharedFiles(reports: readonly FiledReport[]): Diagnostic[] {
  const seen = new Map<string, string>()
  return reports.flatMap(({ file, report }) => {
    const isPart = new Set(report.shard?.parts?.map((part) => part.file))
    const whole = report.inputs.map((input) => input.file).filter((input) => !isPart.has(input))
    return [...new Set(whole)].flatMap((input) => {
      const other = seen.get(input)
      seen.set(input, file)
      if (other === undefined) return []
      const hint =
        input === '<stdin>'
          ? 'name what comes by standard input: --stdin-name'
          : 'give each export to one of them'
      return [problem(`${input} is in ${other} and in ${file}`, hint)]
    })
  })
}

/** Policies that see resources together have to see them all: those of a snapshot, or all that are in none. */
function splitJoins(reports: readonly FiledReport[]): Diagnostic[] {
  const joining = reports[0]?.report.policies.filter(({ joins }) => joins) ?? []
  if (joining.length === 0) return []
  const seen = new Map<string | undefined, string>()
  return reports.flatMap(({ file, report }) =>
    [...new Set(report.inputs.map(({ snapshot }) => snapshot))].flatMap((snapshot) => {
      const other = seen.get(snapshot)
      if (other === undefined) {
        seen.set(snapshot, file)
        return []
      }
      const what = snapshot === undefined ? 'exports that belong to no snapshot' : `exports of ${snapshot}`
      return [
        problem(
          `${other} and ${file} both have ${what}, which ${whoJoins(joining)} together`,
          wholeSnapshots,
        ),
      ]
    }),
  )
}

function problem(message: string, hint: string): Diagnostic {
  return { code: 'merge', level: 'error', message, hint }
}
