import { type Group, groupBy, groupByGuideline, leadingGuideline } from '../../runtime/model/by-guideline.js'
import {
  type CaseResult,
  type Finding,
  type InputSummary,
  isOpen,
  type OverrideSummary,
  type Report,
  type ReporterOptions,
  type Severity,
  type Stop,
  type WaiverSummary,
} from '../../runtime/model/index.js'
import { baselineText } from '../../wording/baseline.js'
import { count } from '../../wording/count.js'
import { formatDiagnostic } from '../../wording/diagnostic.js'
import { messageOf, placeOf, resourceOf, ruleOf, waiverOf } from '../../wording/finding.js'
import { acceptanceOf, attestationOf, headingOf, whyUndecided } from '../../wording/guideline.js'
import { foldNoData } from '../../wording/no-data.js'
import { overrideOf } from '../../wording/override.js'
import { nameOf, oneLine } from '../../wording/printable.js'
import { howToAllow, stopOf, strictVerdict } from '../../wording/strict.js'
import { type Paint, painter } from './ansi.js'

/** For people at a terminal: what is wrong, where and why, by guideline; what is missing, apart; the counts last. */
export function console(report: Report, options: ReporterOptions): string {
  return [...consoleParts(report, options)].join('')
}

/** The same in parts. */
export function* consoleParts(report: Report, options: ReporterOptions): Generator<string> {
  if (report.problems) {
    for (const problem of report.problems) yield `${formatDiagnostic(problem)}\n`
    return
  }
  let before = ''
  for (const lines of blocksOf(report, options)) {
    for (const line of lines) {
      yield `${before}${line}`
      before = '\n'
    }
    before = '\n\n'
  }
  yield '\n'
}

/** Lines, and what stands apart. */
type Block = Iterable<string>

function* blocksOf(report: Report, { color, quiet }: ReporterOptions): Generator<Block> {
  const paint = painter(color)
  const groups = groupByGuideline(report)
  const leadOf = leadingGuideline(report)
  for (const group of groups) if (group.open.length > 0) yield violation(group, leadOf, paint)
  yield* failedCases(report.cases, paint)
  if (!quiet) {
    yield* waived(report.findings, paint)
    yield* idleWaivers(report.waivers, paint)
    yield* overridden(report.overrides ?? [], paint)
    yield* undecided(groups, paint)
    yield* satisfied(groups, paint)
  }
  yield* incomplete(report.inputs, paint)
  yield* stopped(report.strict ?? [], paint)
  yield totals(report, paint)
}

const severityColors = {
  critical: 'red',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  info: 'cyan',
} as const satisfies Record<Severity, string>

/** A finding is shown once, under the first guideline that it violates; the others point there. */
function* violation(
  { guideline, open }: Group,
  leadOf: (finding: Finding) => string,
  paint: Paint,
): Generator<string> {
  const { id, title, severity } = guideline
  const mark = paint('red', '✗')
  yield `${mark} ${paint('bold', nameOf(id))}${title === id ? '' : `  ${oneLine(title)}`}  ${paint(severityColors[severity], severity)}`
  for (const [lead, findings] of groupBy(open, (finding) => [leadOf(finding)])) {
    if (lead === id) for (const finding of findings) yield* findingLines(finding, paint)
    else yield `  ${count(findings.length, 'finding')} listed under ${nameOf(lead)}`
  }
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const { location, resource, pointer, explanation, baseline } = finding
  const values = baseline === undefined || baseline === 'new' ? (explanation?.values ?? []) : []
  return [
    `  ${paint('bold', placeOf(location))}  ${messageOf(finding)}`,
    `    ${paint('dim', `${resourceOf(resource)}${pointer && ` ${nameOf(pointer)}`} · ${ruleOf(finding)}`)}`,
    ...values.map(({ expression, value }) => `      ${paint('dim', oneLine(`${expression} = ${value}`))}`),
  ]
}

function failedCases(cases: readonly CaseResult[], paint: Paint): string[][] {
  return cases
    .filter(({ status }) => status === 'failed')
    .map(({ policy, name, location, details = [] }) => [
      `${paint('red', '✗')} ${paint('bold', `${nameOf(policy)} › ${oneLine(name)}`)}  ${placeOf(location)}`,
      ...details.map((line) => `    ${nameOf(line)}`),
    ])
}

function waived(findings: readonly Finding[], paint: Paint): string[][] {
  const lines = findings.flatMap((finding) =>
    finding.waiver && !isOpen(finding)
      ? [
          `  ${placeOf(finding.location)}  ${messageOf(finding)}`,
          `    ${paint('dim', `${resourceOf(finding.resource)} · ${ruleOf(finding)}`)}`,
          `    ${waiverOf(finding.waiver)}`,
        ]
      : [],
  )
  return lines.length > 0 ? [[paint('bold', 'Waived'), ...lines]] : []
}

/** Waivers that no longer do anything: expired ones, whose findings count, and those that name no finding. */
function idleWaivers(waivers: readonly WaiverSummary[], paint: Paint): string[][] {
  const lines = waivers.flatMap(({ status, policy, guideline, owner, expires, reason, location }) => {
    if (status === 'active') return []
    const about = [policy, guideline].filter((part) => part !== undefined).join(', ') || 'everything'
    const words = `${about}: ${reason} (${owner}, ${expires})`
    return [`  ${paint('yellow', status.padEnd(7))}  ${placeOf(location)}  ${oneLine(words)}`]
  })
  return lines.length > 0 ? [[paint('bold', 'Waivers without effect'), ...lines]] : []
}

/** What the configuration says against the packs, whether it holds or not. */
function overridden(overrides: readonly OverrideSummary[], paint: Paint): string[][] {
  const lines = overrides.map((override) => {
    const { status, location } = override
    return `  ${paint('yellow', status.padEnd(7))}  ${placeOf(location)}  ${overrideOf(override)}`
  })
  return lines.length > 0 ? [[paint('bold', 'Overrides'), ...lines]] : []
}

function undecided(groups: readonly Group[], paint: Paint): string[][] {
  const { named, others } = foldNoData(groups)
  const lines = named.flatMap((group) => {
    const why = whyUndecided(group)
    if (why === undefined) return []
    const { id, title, status } = group.guideline
    const accepted = acceptanceOf(group.guideline)
    return [
      `  ${paint('yellow', status.padEnd(19))}  ${headingOf({ id, title }, '  ')}`,
      `    ${paint('dim', why)}`,
      ...(accepted === undefined ? [] : [`    ${accepted}`]),
    ]
  })
  if (others !== undefined) {
    lines.push(`  ${paint('yellow', 'no data'.padEnd(19))}  ${others}`)
    lines.push(`    ${paint('dim', 'the report of -r markdown names each, that of -r json says why')}`)
  }
  return lines.length > 0 ? [[paint('bold', 'Not decided'), ...lines]] : []
}

function satisfied(groups: readonly Group[], paint: Paint): string[][] {
  const lines = groups.flatMap(({ guideline }) => {
    if (guideline.status !== 'satisfied' && guideline.status !== 'attested') return []
    const { id, title, counts } = guideline
    const how = attestationOf(guideline) ?? `${counts.pass} passed`
    return [`${paint('green', '✓')} ${headingOf({ id, title }, '  ')}  ${paint('dim', how)}`]
  })
  return lines.length > 0 ? [lines] : []
}

/** Inputs that say themselves that they are not all there is. */
function incomplete(inputs: readonly InputSummary[], paint: Paint): string[][] {
  const lines = inputs.flatMap(({ gaps = [] }) =>
    gaps.flatMap(({ location, message, hint }) => [
      `  ${placeOf(location)}  ${oneLine(message)}`,
      `    ${paint('dim', oneLine(hint))}`,
    ]),
  )
  return lines.length > 0 ? [[paint('bold', 'Read in part'), ...lines]] : []
}

/** What a strict run does not let pass, each with what to do. */
function stopped(stops: readonly Stop[], paint: Paint): string[][] {
  if (stops.length === 0) return []
  const lines = stops.flatMap((stop) => [
    `  ${paint('red', stop.code.padEnd(19))}  ${stopOf(stop)}`,
    `    ${paint('dim', oneLine(stop.hint))}`,
  ])
  return [[paint('bold', 'Stopped by --strict'), ...lines, `  ${paint('dim', howToAllow)}`]]
}

/** Counts that are zero are left out, but a run that judged nothing says so. */
function totals(report: Report, paint: Paint): string[] {
  const { summary, guidelines } = report
  const { findings, cases, verdicts, resources } = summary
  const listed = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .filter(([, number]) => number > 0)
      .map(([name, number]) => `${number} ${name}`)
      .join(', ')
  const judged = verdicts.pass + verdicts.fail + verdicts.error + verdicts.waived
  const lines = [
    ...(guidelines.length > 0 ? [`guidelines  ${listed(summary.guidelines)}`] : []),
    ...(resources > 0
      ? [`verdicts    ${listed({ ...verdicts }) || 'none'} on ${count(resources, 'resource')}`]
      : []),
    ...(cases.passed + cases.failed > 0 ? [`cases       ${listed({ ...cases })}`] : []),
    ...(judged + cases.passed + cases.failed === 0 ? [paint('yellow', 'nothing was evaluated')] : []),
  ]
  const problems = findings.open + cases.failed
  const strict = strictVerdict(report)
  const since = baselineText(report)
  const scanned = guidelines.length > 0 || cases.passed + cases.failed === 0
  const bySeverity = findings.open > 0 ? ` (${listed({ ...findings.bySeverity })})` : ''
  const verdict = [
    ...(scanned ? [`${count(findings.open, 'open finding')}${bySeverity}`] : []),
    ...(since === undefined ? [] : [since]),
    ...(findings.waived > 0 ? [`${findings.waived} waived`] : []),
    ...(cases.failed > 0 ? [count(cases.failed, 'failed case')] : scanned ? [] : ['all cases passed']),
    ...(strict === undefined ? [] : [strict]),
  ].join(', ')
  const isGreen = problems === 0 && strict === undefined
  return [...lines, paint(isGreen ? 'bold' : 'red', verdict)]
}
