import { gzipSync } from 'node:zlib'
import type { Finding, Report } from '../runtime/model.js'
import { type Group, groupByGuideline, isWaived, leadingGuideline, worstFirst } from './groups.js'
import { safeJson } from './safe-json.js'
import { sarifNotifications } from './sarif-notifications.js'
import { sarifResults } from './sarif-results.js'
import { sarifRule } from './sarif-rules.js'
import { count } from './words.js'

/**
 * SARIF 2.1.0 for upload to code scanning: a rule per guideline, a result per open finding. Waived findings are not
 * in it, because code scanning would raise an alert for each of them. What exceeds the limits of an upload is left
 * out, the least severe first; `sarifLimits` says what.
 */
export function sarif(report: Report): string {
  return fitting(report).text
}

/** What the SARIF of a report leaves out or code scanning will not show, as sentences for stderr. */
export function sarifLimits(report: Report): readonly string[] {
  const { leftOut, results } = fitting(report)
  return results <= limits.shown
    ? leftOut
    : [...leftOut, `code scanning shows only the ${limits.shown} most severe of ${results} results`]
}

/** https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const limits = { results: 25_000, shown: 5_000, gzipBytes: 10_000_000 }

interface Fitted {
  readonly text: string
  readonly results: number
  readonly leftOut: readonly string[]
}

function fitting(report: Report): Fitted {
  const groups = groupByGuideline(report)
  const open = report.findings.filter((finding) => !isWaived(finding))
  let most = limits.results
  for (;;) {
    const kept = worst(open, most)
    const leftOut = kept.length < open.length ? [sentence(open.length - kept.length, most)] : []
    const text = safeJson(sarifLog(report, groups, kept, leftOut))
    const size = uploadSize(text)
    if (size <= limits.gzipBytes || kept.length === 0) return { text, results: kept.length, leftOut }
    most = Math.floor(kept.length * Math.min(0.9, limits.gzipBytes / size))
  }
}

function worst(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most) return findings
  const kept = new Set(worstFirst(findings, (finding) => finding.severity).slice(0, most))
  return findings.filter((finding) => kept.has(finding))
}

function sentence(left: number, most: number): string {
  const limit = most === limits.results ? `${limits.results} results` : '10 MB'
  return `${count(left, 'finding')} left out, the least severe: code scanning takes at most ${limit} in an upload`
}

/** The size after gzip, as uploads are counted; of a text that is small enough anyway the plain size. */
function uploadSize(text: string): number {
  const plain = Buffer.byteLength(text)
  return plain <= limits.gzipBytes ? plain : gzipSync(text).length
}

function sarifLog(
  report: Report,
  groups: readonly Group[],
  findings: readonly Finding[],
  leftOut: readonly string[],
) {
  const { tool, startedAt, warnings, packs } = report
  const ruleIndexes = new Map(groups.map(({ guideline }, index) => [guideline.id, index]))
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            version: tool.version,
            semanticVersion: tool.version,
            rules: groups.map(({ guideline }) => sarifRule(guideline, packs)),
          },
        },
        // Up to the last slash it is the category: uploads of one category replace each other.
        automationDetails: { id: 'policytest/scan/' },
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            startTimeUtc: startedAt,
            toolExecutionNotifications: sarifNotifications(warnings, leftOut, groups),
          },
        ],
        results: sarifResults(findings, leadingGuideline(report), ruleIndexes),
      },
    ],
  }
}
