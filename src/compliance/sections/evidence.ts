import type { Finding, Report } from '../../runtime/model/index.js'
import { count, cut, messageOf, placeOf, resourceOf, ruleOf, waiverOf } from '../../wording/finding.js'
import { codeSpan, escapeMarkdown } from '../../wording/markdown.js'
import { whyUndecided } from '../../wording/statuses.js'
import type { Chapter, Entry } from '../book.js'
import { table } from '../markdown.js'

/** Findings that one page lists; of the others it says how many there are. */
export const findingsPerPage = 500

/** What a run says of a guideline, in a word. */
export function statusOf({ evidence }: Entry): string {
  return evidence?.guideline.status ?? 'not in the results'
}

/** Which run the evidence is of. */
export function runOf({ startedAt, tool }: Report): string {
  return `${codeSpan(startedAt)} by policytest ${codeSpan(tool.version)}`
}

/** The profile that the run had for the pack of a chapter. */
export function profileOf({ report, folder }: Chapter): string | undefined {
  return report?.packs.find(({ id }) => id === folder)?.profile
}

/** The section of a page that says what a run found, or that there was none. */
export function evidenceSection(entry: Entry, chapter: Chapter): (string | undefined)[] {
  const { report } = chapter
  if (!report) {
    return ['## Evidence', 'No results were given: this page says what is asked for, not whether it is so.']
  }
  const profile = profileOf(chapter)
  const run = `Run of ${runOf(report)}${profile === undefined ? '' : `, profile ${codeSpan(profile)}`}`
  const { evidence } = entry
  if (!evidence) {
    return ['## Evidence', `${run}: **it says nothing of this guideline**, which was not part of it.`]
  }
  const why = whyUndecided(evidence)
  const { open, waived } = evidence
  return [
    '## Evidence',
    `${run}: **${statusOf(entry)}**.`,
    why && escapeMarkdown(why),
    policyTable(evidence.policies),
    ...findingList('Open findings', open, findingItem),
    ...findingList('Waived findings', waived, waivedItem),
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

function findingItem(finding: Finding): string {
  const { resource, pointer, location } = finding
  const error = finding.verdict === 'error' ? 'could not be evaluated: ' : ''
  const where = [cut(resourceOf(resource)), ...(pointer === '' ? [] : [cut(pointer)])]
  return [
    `- ${codeSpan(placeOf(location))} ${escapeMarkdown(cut(error + messageOf(finding)))}`,
    `  <br>${where.map(codeSpan).join(' at ')}, ${codeSpan(ruleOf(finding))}`,
  ].join('\n')
}

function waivedItem(finding: Finding): string {
  const { waiver } = finding
  return waiver
    ? `${findingItem(finding)}\n  <br>${escapeMarkdown(cut(waiverOf(waiver)))}`
    : findingItem(finding)
}
