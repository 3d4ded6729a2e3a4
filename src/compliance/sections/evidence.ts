import type {
  Finding,
  Members,
  PolicySummary,
  PolicyTests,
  Report,
  WaiverRef,
} from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { messageOf } from '../../wording/finding.js'
import { findingItem } from '../../wording/finding-item.js'
import { acceptanceOf, whyUndecided } from '../../wording/guideline.js'
import { codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import type { Chapter, Entry } from '../book.js'
import { table } from '../markdown.js'

/** Findings that one page lists; of the others it says how many there are. */
const findingsPerPage = 500

/** As many resources are named in a line; the report names more. */
const namesPerLine = 20

/** What a run says of a guideline, in a word. */
export function statusOf({ evidence }: Entry): string {
  return evidence?.guideline.status ?? 'not in the results'
}

/** Whether an index shows results, and of which run. */
export function resultsLine(report: Report | undefined, profile?: string): string {
  return report ? `Results of the run of ${runOf(report, profile)}.` : noResults('these pages say')
}

function noResults(what: 'this page says' | 'these pages say'): string {
  return `No results were given: ${what} what is asked for, not whether it is so.`
}

function runOf({ startedAt, tool }: Report, profile: string | undefined): string {
  const of = profile === undefined ? '' : `, profile ${codeSpan(profile)}`
  return `${codeSpan(startedAt)} by policytest ${codeSpan(tool.version)}${of}`
}

/** The profile that the run had for the pack of a chapter. */
export function profileOf({ report, folder }: Chapter): string | undefined {
  return report?.packs.find(({ id }) => id === folder)?.profile
}

/** The section of a page that says what a run found, or that there was none. */
export function evidenceSection(entry: Entry, chapter: Chapter): (string | undefined)[] {
  const { report } = chapter
  if (!report) return ['## Evidence', noResults('this page says')]
  const run = `Run of ${runOf(report, profileOf(chapter))}`
  const { evidence } = entry
  if (!evidence) {
    return ['## Evidence', `${run}: **it says nothing of this guideline**, which was not part of it.`]
  }
  const why = whyUndecided(evidence)
  const accepted = acceptanceOf(evidence.guideline)
  const { open, waived } = evidence
  return [
    '## Evidence',
    `${run}: **${statusOf(entry)}**.`,
    why && escapeMarkdown(why),
    accepted && escapeMarkdown(accepted),
    policyTable(evidence.policies),
    ...evidence.policies.flatMap(policyProof),
    ...exportsJudged(evidence.policies, report),
    ...findingList('Open findings', open, (finding) => item(finding)),
    ...findingList('Waived findings', waived, (finding) => item(finding, finding.waiver)),
  ]
}

function policyTable(policies: NonNullable<Entry['evidence']>['policies']): string | undefined {
  return table(
    ['Policy', 'Status', 'Pass', 'Fail', 'Error', 'Waived', 'Skip'],
    policies.map(({ id, status, counts }) => [
      escapeMarkdown(id),
      status,
      counts.pass,
      counts.fail,
      counts.error,
      counts.waived,
      counts.skip,
    ]),
  )
}

/** What a policy had before it, and what proves the policy itself. */
function policyProof({ id, population, tests, sha256 }: PolicySummary): string[] {
  if (!population) return []
  const judged = population.judged.map(
    ({ type, errors, ...members }) =>
      `- judged ${count(members.count, 'resource')} of ${codeSpan(type)}${errors > 0 ? `, ${errors} of them could not be evaluated` : ''}: ${namesOf(members)}`,
  )
  const skipped = population.skipped.map(({ condition, reason = '', ...members }) => {
    const why = condition === undefined ? escapeMarkdown(reason) : `condition ${codeSpan(condition)}`
    return `- left out ${count(members.count, 'resource')} by ${why}: ${namesOf(members)}`
  })
  const version = sha256 === undefined ? '' : `, SHA-256 ${codeSpan(sha256)}`
  return [
    `### ${escapeMarkdown(id)}`,
    `${count(population.resources, 'resource')} of its types, no sample${version}. ${proofOf(tests)}`,
    [...judged, ...skipped].join('\n'),
  ]
}

function namesOf({ count: number, listed }: Members): string {
  const named = listed.flatMap(({ ids }) => ids)
  const left = number - named.length
  return [
    ...named.slice(0, namesPerLine).map((id) => codeSpan(id)),
    ...(left + named.length > namesPerLine ? [`${number - Math.min(named.length, namesPerLine)} more`] : []),
  ].join(', ')
}

function proofOf(tests: PolicyTests | undefined): string {
  if (!tests) return '**No test proves it.**'
  const { cases, files, result, lastPassed } = tests
  const where = files.map((file) => codeSpan(file)).join(', ')
  const when = lastPassed ?? result?.at
  const ran = result
    ? `${result.passed} passed and ${result.failed} failed on ${codeSpan(when ?? '')}`
    : 'which this run did not run'
  return `${count(cases, 'test case')} in ${where}, ${ran}.`
}

/** The exports that hold what was judged, with what makes them exactly these. */
function exportsJudged(policies: readonly PolicySummary[], { inputs }: Report): (string | undefined)[] {
  const files = new Set(
    policies.flatMap(({ population }) =>
      [...(population?.judged ?? []), ...(population?.skipped ?? [])].flatMap(({ listed }) =>
        listed.map(({ file }) => file),
      ),
    ),
  )
  const judged = inputs.filter(({ file, sha256 }) => files.has(file) && sha256 !== undefined)
  if (judged.length === 0) return []
  return [
    '### Exports',
    table(
      ['File', 'Taken', 'SHA-256'],
      judged.map(({ file, taken, sha256 = '' }) => [
        escapeMarkdown(file),
        codeSpan(taken?.at ?? 'unknown'),
        codeSpan(sha256),
      ]),
    ),
    '[More on them](../evidence.md#exports)',
  ]
}

function findingList(
  title: string,
  findings: readonly Finding[],
  item: (finding: Finding) => string,
): string[] {
  if (findings.length === 0) return []
  const left = findings.length - findingsPerPage
  return [
    `### ${title}`,
    findings.slice(0, findingsPerPage).map(item).join('\n'),
    ...(left > 0 ? [`**${count(left, 'more finding')}:** the report has them all.`] : []),
  ]
}

function item(finding: Finding, waiver?: WaiverRef): string {
  const error = finding.verdict === 'error' ? 'could not be evaluated: ' : ''
  const message = error + messageOf(finding)
  return `- ${findingItem(finding, { message, ...(waiver && { waiver }) })}`
}
