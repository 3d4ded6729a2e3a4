import { whyUndecided } from '../../wording/guideline.js'
import { type Group, groupByGuideline } from '../model/by-guideline.js'
import type { Report, Stop, StrictName, UndecidedName } from '../model/index.js'
import { strictNames, undecidedNames } from '../model/index.js'

/** What a strict run lets pass all the same. */
export interface Strictness {
  readonly allow?: readonly StrictName[]
}

/**
 * The report of a strict run: with everything that was not decided, not read, or without effect, and that is neither
 * allowed by name nor accepted for its guideline. Such a report is not green.
 */
export function strictly(report: Report, { allow = [] }: Strictness): Report {
  return { ...report, strict: stopsOf(report).filter(({ code }) => !allow.includes(code)) }
}

/** Whether a warning of this code is let pass. */
export function isAllowed(code: string, { allow = [] }: Strictness): boolean {
  const name =
    strictNames.find((known) => known === code) ?? (unreadCodes.includes(code) ? 'not-read' : undefined)
  return name === undefined || allow.includes(name)
}

/** The warnings of what lies there and is not read. */
const unreadCodes: readonly string[] = [
  ...['left-out', 'not-an-export', 'parser-missing', 'source-unread', 'source-empty'],
]

/**
 * All that a strict run does not let pass, in the order of the names; what is accepted is not among it.
 * @group Reports
 * @example
 * ```ts
 * import { loadPolicies, stopsOf } from 'policytest'
 *
 * const car = { objects: [{ color: 'red' }], type: 'acme/Car' }
 * console.log(stopsOf(loadPolicies('policies').scan(car)).map(({ code }) => code)) // ["no-data"]
 * ```
 */
export function stopsOf(report: Report): Stop[] {
  return strictNames.flatMap((code) => checks[code](report, code))
}

type Check = (report: Report, code: StrictName) => Stop[]

/** How each is found in a report. */
const checks: Readonly<Record<StrictName, Check>> = {
  'no-data': guidelines('export what its policies need, or choose a profile without it'),
  unmatched: guidelines('give exports to which its policies apply, or correct what they match'),
  partial: guidelines('give its other policies something to judge, and all inputs whole'),
  'not-attested': guidelines("have it confirmed: add an entry to 'attestations'"),
  'attestation-expired': guidelines("have it confirmed again: add an entry to 'attestations'"),
  'not-implemented': guidelines('write a policy for it, or say in the pack what a person has to attest'),
  'idle-policy': idlePolicies,
  'incomplete-input': ({ inputs }, code) =>
    inputs.flatMap(({ file, gaps = [] }) =>
      gaps.map(({ message, hint, location }) => ({ code, about: file, message, hint, location })),
    ),
  'not-read': warnings(...unreadCodes),
  'unknown-type': warnings('unknown-type'),
  'unknown-reference': warnings('unknown-reference'),
  'waiver-unused': warnings('waiver-unused'),
  'accept-unused': warnings('accept-unused'),
  'attestation-unused': warnings('attestation-unused'),
  'override-unused': warnings('override-unused'),
  'param-unused': warnings('param-unused'),
  'exclude-unused': warnings('exclude-unused'),
  'snapshot-age': warnings('snapshot-age'),
  'snapshot-mismatch': warnings('snapshot-mismatch'),
  'evidence-changed': warnings('evidence-changed'),
  'admission-ignored': warnings('admission-ignored'),
  'admission-approximate': warnings('admission-approximate'),
}

/** The name of a status that decides nothing; of any other, undefined. */
export function undecidedName(status: string): UndecidedName | undefined {
  return undecidedNames.find((name) => name === status.replaceAll(' ', '-'))
}

function guidelines(hint: string): Check {
  return (report, code) =>
    groupByGuideline(report).flatMap((group) => {
      const { id, status, accepted } = group.guideline
      if (accepted || undecidedName(status) !== code) return []
      return [{ code, about: id, message: reasonOf(group) ?? status, hint }]
    })
}

/** Why it is not decided, without the name of a policy that stands for itself. */
function reasonOf(group: Group): string | undefined {
  const { id, policies } = group.guideline
  const why = whyUndecided(group)
  return policies.length === 1 && why?.startsWith(`${id}: `) ? why.slice(id.length + 2) : why
}

/** Policies that judged nothing, where the status of no guideline says so. */
function idlePolicies({ policies, guidelines }: Report, code: StrictName): Stop[] {
  const undecided = new Set(
    guidelines.filter(({ status }) => undecidedName(status)).flatMap((guideline) => guideline.policies),
  )
  return policies
    .filter(({ id, status, disabled }) => status !== 'judged' && !disabled && !undecided.has(id))
    .map(({ id, status, reason = status }) => ({
      code,
      about: id,
      message: reason,
      hint: 'give exports to which it applies, or correct what it matches',
    }))
}

/** Warnings by their codes. */
function warnings(...codes: readonly string[]): Check {
  return (report, code) =>
    report.warnings
      .filter((warning) => codes.includes(warning.code))
      .map(({ message, hint = 'correct or remove it', location }) => ({
        code,
        message,
        hint,
        ...(location && { location }),
      }))
}
