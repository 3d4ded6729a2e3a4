import { createHash } from 'node:crypto'
import { groupByGuideline, leadingGuideline, worstFirst } from '../../runtime/model/by-guideline.js'
import { identitiesOf } from '../../runtime/model/identity.js'
import {
  type CaseResult,
  type Diagnostic,
  isOpen,
  type Location,
  type Report,
  type Severity,
  type Stop,
} from '../../runtime/model/index.js'
import { count } from '../../wording/count.js'
import { withHint } from '../../wording/diagnostic.js'
import { messageOf, resourceOf } from '../../wording/finding.js'
import { whyUndecided } from '../../wording/guideline.js'
import { nameOf, oneLine } from '../../wording/printable.js'
import { repositoryPath } from '../../wording/repository-path.js'
import { stopSentence } from '../../wording/strict.js'
import { countTimes } from '../../wording/times.js'
import { type Level, levelOf, levels } from '../levels.js'
import { primaryLocation } from '../primary-location.js'

/** One thing that a CI system shows beside a file's lines: a finding, a failed case, a mistake, what nobody decided. */
export interface Mark {
  readonly level: Level
  readonly severity: Severity
  /** The guideline, the policy of a failed case, or the code of a mistake. */
  readonly rule: string
  readonly message: string
  /** A place in the repository, its path from the root; nothing for what stands nowhere in it. */
  readonly location: Location | undefined
  /** The same in every run that has it, whatever line it moves to. */
  readonly identity: string
}

type Unnamed = Omit<Mark, 'identity'>

/** All that a reader of the CI's page has to know, the worst first. A finding whose export is no file of the repository is at its rule. */
export function marksOf(report: Report, folder?: string): readonly Mark[] {
  const { problems = [], cases, strict = [], warnings, inputs } = report
  const others = [
    ...problems.map((problem) => ofDiagnostic(problem)),
    ...cases.filter(({ status }) => status === 'failed').map(ofCase),
    ...strict.map(ofStop),
    ...inputs.flatMap(({ gaps = [] }) => gaps.map((gap) => ofGap(gap))),
    ...warnings.map((warning) => ofDiagnostic(warning)),
    ...groupByGuideline(report).flatMap((group) => {
      const why = whyUndecided(group)
      if (why === undefined) return []
      const { id, status } = group.guideline
      return [mark('info', nameOf(id), `${status}: ${why}`)]
    }),
  ]
  const marks = [...findingMarks(report, folder), ...named(others.map((each) => inRepository(each, folder)))]
  return worstFirst(marks, ({ severity }) => severity)
}

function findingMarks(report: Report, folder?: string): Mark[] {
  const identities = identitiesOf(report)
  const leadOf = leadingGuideline(report)
  return report.findings.filter(isOpen).map((finding) => ({
    ...inRepository(
      {
        level: levelOf(finding),
        severity: finding.severity,
        rule: nameOf(leadOf(finding)),
        message: `${messageOf(finding)} [${resourceOf(finding.resource)}]`,
        location: primaryLocation(finding, folder),
      },
      folder,
    ),
    identity: identities.get(finding) ?? '',
  }))
}

function mark(severity: Severity, rule: string, message: string, location?: Location): Unnamed {
  return { level: levels[severity], severity, rule, message: oneLine(message), location }
}

function ofDiagnostic(diagnostic: Diagnostic): Unnamed {
  const { level, code, location } = diagnostic
  return mark(level === 'error' ? 'high' : 'medium', `policytest/${code}`, withHint(diagnostic), location)
}

function ofCase({ policy, name, location, details = [] }: CaseResult): Unnamed {
  return mark('high', nameOf(`test/${policy}`), `${name}: ${details.join(', ')}`, location)
}

function ofStop(stop: Stop): Unnamed {
  return mark('high', `strict/${stop.code}`, stopSentence(stop), stop.location)
}

function ofGap({
  message,
  hint,
  location,
}: Pick<Stop, 'message' | 'hint'> & { location: Location }): Unnamed {
  return mark('medium', 'policytest/incomplete-input', `${message}; ${hint}`, location)
}

function inRepository(mark: Unnamed, folder?: string): Unnamed {
  const { location } = mark
  const file = location && repositoryPath(location.file, folder)
  return { ...mark, location: location && file !== undefined ? { ...location, file } : undefined }
}

function named(marks: readonly Unnamed[]): Mark[] {
  const timesOf = countTimes()
  return marks.map((mark) => {
    const about = JSON.stringify([mark.rule, mark.location?.file, mark.message])
    const identity = JSON.stringify([about, timesOf(about)])
    return { ...mark, identity: createHash('sha256').update(identity).digest('hex') }
  })
}

/** What a format leaves out that shows nothing but lines of files. */
export function unplacedNote(format: string, marks: readonly Mark[]): string[] {
  const unplaced = marks.filter(({ location }) => location === undefined).length
  if (unplaced === 0) return []
  return [
    `${count(unplaced, 'entry', 'entries')} left out of ${format}, which knows only lines of files: other reports have them`,
  ]
}
