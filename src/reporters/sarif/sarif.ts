import { gzipSync } from 'node:zlib'
import { groupByGuideline, worstOf } from '../../runtime/model/by-guideline.js'
import { isOpen, type Report, type ReporterOptions } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { safeJson, safeJsonParts } from '../../wording/safe-json.js'
import type { Rendered } from '../rendered.js'
import { sarifLog } from './log.js'

/**
 * SARIF 2.1.0 for upload to code scanning: a result per open finding. Waived findings are not in it, because code
 * scanning would raise an alert for each of them. What exceeds the limits of an upload is left out, the least severe
 * first; the notes say what, and what code scanning will not show.
 */
export function sarifForUpload(
  report: Report,
  { folder }: Pick<ReporterOptions, 'folder'> = {},
): Required<Rendered> {
  const { text, leftOut, results } = sarifWithin(report, uploadLimits, folder)
  const { shown } = uploadLimits
  const hidden =
    results > shown ? [`code scanning shows only the ${shown} most severe of ${results} results`] : []
  return { text, notes: [...leftOut, ...hidden] }
}

/** The text of it alone. */
export function sarif(report: Report, where?: Pick<ReporterOptions, 'folder'>): string {
  return sarifForUpload(report, where).text
}

/** SARIF 2.1.0 for an archive: all findings, the waived ones marked as suppressed, and what passed. Not for upload. */
export function sarifFull(report: Report, where: Pick<ReporterOptions, 'folder'> = {}): string {
  return [...sarifFullParts(report, where)].join('')
}

/** The same in parts. */
export function sarifFullParts(
  report: Report,
  { folder }: Pick<ReporterOptions, 'folder'> = {},
): Iterable<string> {
  const content = { findings: report.findings, leftOut: [], verdicts: true, folder }
  return safeJsonParts(sarifLog(report, groupByGuideline(report), content))
}

/** https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const uploadLimits = { results: 25_000, shown: 5_000, gzipBytes: 10_000_000 }

/** The SARIF for upload within other limits than those of code scanning, and what it had to leave out. */
export function sarifWithin(
  report: Report,
  limits: { readonly results: number; readonly gzipBytes: number },
  folder?: string,
): { readonly text: string; readonly results: number; readonly leftOut: readonly string[] } {
  const groups = groupByGuideline(report)
  const open = report.findings.filter(isOpen)
  let most = limits.results
  let reason = `${limits.results} results`
  for (;;) {
    const findings = worstOf(open, most)
    const left = open.length - findings.length
    const leftOut =
      left > 0
        ? [`${count(left, 'finding')} left out, the least severe: an upload takes at most ${reason}`]
        : []
    const text = safeJson(sarifLog(report, groups, { findings, leftOut, verdicts: false, folder }))
    const size = uploadSize(text, limits.gzipBytes)
    if (size <= limits.gzipBytes || findings.length === 0) return { text, results: findings.length, leftOut }
    most = Math.floor(findings.length * Math.min(0.9, limits.gzipBytes / size))
    reason = `${limits.gzipBytes} bytes of gzip`
  }
}

/** The size after gzip, as uploads are counted; of a text that is small enough anyway, the plain one or that of a quick gzip. */
function uploadSize(text: string, enough: number): number {
  const plain = Buffer.byteLength(text)
  if (plain <= enough) return plain
  const quick = gzipSync(text, { level: 1 }).length
  return quick <= enough ? quick : gzipSync(text).length
}
