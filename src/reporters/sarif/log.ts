import { type Group, leadingGuideline } from '../../runtime/model/by-guideline.js'
import { identitiesOf } from '../../runtime/model/identity.js'
import type { Finding, Report } from '../../runtime/model/index.js'
import { sarifAttestations } from './attestations.js'
import { sarifNotifications } from './notifications.js'
import { problemResults, problemRules } from './problems.js'
import { sarifResults } from './results.js'
import { sarifRule } from './rules.js'
import { sarifVerdicts } from './verdicts.js'

/** Where the tool's reader learns more. */
const informationUri = 'https://policytest.dev'

/** What goes into a SARIF file beside what every one has. */
export interface SarifContent {
  readonly findings: readonly Finding[]
  /** Sentences on what does not. */
  readonly leftOut: readonly string[]
  /** Where the working directory lies in the repository. */
  readonly folder?: string | undefined
  /** Whether passed and skipped resources do. */
  readonly verdicts: boolean
}

/**
 * A SARIF 2.1.0 log with one run: a rule per guideline, a result per finding. It has no automationDetails: uploads of
 * one category replace each other, and the upload action takes the user's `category` only where the file names none.
 */
export function sarifLog(
  report: Report,
  groups: readonly Group[],
  { findings, leftOut, verdicts, folder }: SarifContent,
) {
  const { tool, startedAt, packs, problems = [], couldNotRun, strict } = report
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
            informationUri,
            rules: [...groups.map(({ guideline }) => sarifRule(guideline, packs)), ...problemRules(problems)],
          },
        },
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: couldNotRun !== true,
            startTimeUtc: startedAt,
            toolExecutionNotifications: sarifNotifications(report, leftOut, groups, folder),
          },
        ],
        results: oneAfterTheOther(
          sarifResults(findings, identitiesOf(report), leadingGuideline(report), ruleIndexes, folder),
          sarifAttestations(groups, ruleIndexes, { strict, archive: verdicts, folder }),
          problemResults(problems, groups.length, folder),
          verdicts ? sarifVerdicts(report, ruleIndexes, folder) : [],
        ),
      },
    ],
  }
}

/** Made while they are written: there may be a million. */
function* oneAfterTheOther(...lists: readonly Iterable<object>[]): Generator<object> {
  for (const list of lists) yield* list
}
