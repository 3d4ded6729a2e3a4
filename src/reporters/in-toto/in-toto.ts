import { groupByGuideline } from '../../runtime/model/by-guideline.js'
import type { GuidelineSummary, Report } from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { nameOf } from '../../wording/printable.js'
import { safeJson } from '../../wording/safe-json.js'
import type { Rendered } from '../rendered.js'
import { configurationOf } from './configuration.js'
import { bytesOf } from './descriptor.js'

/**
 * An unsigned in-toto statement on the exports: which guidelines they passed, by which policies and settings. Not in it:
 * how long the run took, and when it started, so that the same bytes judged the same way give the same statement.
 * @see https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md
 */
export function inTotoStatement(report: Report): Rendered {
  const without = report.inputs.filter(({ sha256 }) => sha256 === undefined)
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: report.inputs.flatMap(({ file, sha256 }) => bytesOf(file, sha256)),
    predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
    predicate: predicateOf(report),
  }
  return {
    text: safeJson(statement),
    notes: [
      ...(without.length > 0
        ? [`the report knows no digest of ${count(without.length, 'input')}: the statement is not about them`]
        : []),
      ...(statement.subject.length === 0
        ? ['the in-toto statement is about nothing: it has no subject']
        : []),
    ],
  }
}

/** The text of it alone. */
export function inToto(report: Report): string {
  return inTotoStatement(report).text
}

function predicateOf(report: Report) {
  const named = { passed: [] as string[], warned: [] as string[], failed: [] as string[] }
  for (const { guideline } of groupByGuideline(report)) named[outcomeOf(guideline)].push(nameOf(guideline.id))
  const { passed, warned, failed } = named
  const result = isFailed(report, failed) ? 'FAILED' : warned.length > 0 ? 'WARNED' : 'PASSED'
  return {
    result,
    configuration: configurationOf(report),
    passedTests: passed,
    warnedTests: warned,
    failedTests: failed,
  }
}

/** Somebody's word is a warning to whoever reads the statement without the report; what nobody decided is a failure. */
function outcomeOf({ status, accepted }: GuidelineSummary): 'passed' | 'warned' | 'failed' {
  if (status === 'satisfied') return 'passed'
  if (status === 'attested' || status === 'waived') return 'warned'
  return accepted && status !== 'violated' && status !== 'error' ? 'warned' : 'failed'
}

/** A run that judged no guideline has passed nothing. */
function isFailed(
  { couldNotRun, strict = [], guidelines, cases }: Report,
  failed: readonly string[],
): boolean {
  if (couldNotRun || strict.length > 0 || failed.length > 0) return true
  return guidelines.length === 0 || cases.some(({ status }) => status === 'failed')
}
