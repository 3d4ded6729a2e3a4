import type { Judgement } from '../api/judge-objects.js'
import type { Finding } from '../runtime/model/index.js'
import { policiesInUse } from './policies-in-use.js'

/** A finding that an object is expected to have; what is left out may be anything. */
export interface ExpectedViolation {
  /** The name of the rule. */
  readonly validation?: string
  /** JSON pointer to the offending element. */
  readonly at?: string
  /** The whole message, or a pattern. */
  readonly message?: string | RegExp
}

interface Answer {
  readonly pass: boolean
  readonly message: () => string
  readonly actual?: unknown
  readonly expected?: unknown
}

/** @throws Error where the policy judges nothing, or cannot be evaluated: neither `.toPass` nor `.not.toPass` is right then */
export function toPass(object: unknown, policy: string): Answer {
  const { verdict, findings } = decided(object, policy)
  return {
    pass: verdict === 'pass',
    message: () =>
      verdict === 'pass'
        ? `expected the object to violate ${policy}`
        : [`${policy} is violated:`, ...findings.map(line)].join('\n'),
  }
}

/** @throws Error as {@link toPass} does */
export function toViolate(object: unknown, policy: string, expected: ExpectedViolation = {}): Answer {
  const { verdict, findings } = decided(object, policy)
  const found = findings.filter((finding) => isExpected(finding, expected))
  const shown = findings.map(({ validation, pointer, message }) => ({ validation, at: pointer, message }))
  return {
    pass: verdict === 'fail' && found.length > 0,
    message: () =>
      found.length > 0
        ? [`expected no such finding of ${policy}:`, ...found.map(line)].join('\n')
        : findings.length === 0
          ? `expected the object to violate ${policy}, and it passes`
          : [`no finding of ${policy} is like that. Found:`, ...findings.map(line)].join('\n'),
    ...(findings.length > 0 && { actual: shown, expected: [expected] }),
  }
}

function decided(object: unknown, policy: string): Judgement {
  const judgement = policiesInUse().judge(object, { policies: policy })
  const { verdict, findings, idle } = judgement
  if (verdict === 'skip') {
    const why = idle.map(({ reason }) => reason).join('; ')
    throw new Error(`${policy} has nothing to say of the object${why && `: ${why}`}`)
  }
  if (verdict === 'error')
    throw new Error([`${policy} cannot be evaluated:`, ...findings.map(line)].join('\n'))
  return judgement
}

function isExpected(finding: Finding, { validation, at, message }: ExpectedViolation): boolean {
  return (
    (validation === undefined || validation === finding.validation) &&
    (at === undefined || at === finding.pointer || (at !== '' && at === finding.element)) &&
    (message === undefined ||
      (typeof message === 'string' ? message === finding.message : message.test(finding.message)))
  )
}

function line({ validation, pointer, message }: Finding): string {
  return `  ${validation} at '${pointer}': ${message}`
}
