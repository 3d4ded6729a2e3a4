import { type Group, groupBy, groupByGuideline } from '../../runtime/model/by-guideline.js'
import type { CaseResult, Diagnostic, Finding, Report, Stop } from '../../runtime/model/index.js'
import { messageOf, placeOf, resourceOf, ruleOf, waiverOf } from '../../wording/finding.js'
import { attestationOf, headingOf, whyUndecided } from '../../wording/guideline.js'
import { nameOf, oneLine } from '../../wording/printable.js'
import { safeJson } from '../../wording/safe-json.js'
import { aboutAttestation } from '../../wording/strict.js'

/** One line of a TAP stream, and what stands below it. */
interface Point {
  readonly ok: boolean
  readonly name: string
  /** Why it says neither yes nor no. */
  readonly skip?: string
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * TAP 14: a point for each guideline, test case, mistake and thing that a strict run does not let pass.
 * @see https://testanything.org/tap-version-14-specification.html
 */
export function tap(report: Report): string {
  const { problems = [], cases, strict = [], inputs, couldNotRun } = report
  const words = groupBy(strict.filter(aboutAttestation), ({ about = '' }) => [about])
  const points = [
    ...problems.map(ofProblem),
    ...groupByGuideline(report).map((group) => ofGuideline(group, words.get(group.guideline.id)?.[0])),
    ...cases.map(ofCase),
    ...inputs.flatMap(({ file, gaps = [] }) =>
      gaps.map(({ message, hint }) => ({ ok: true, name: nameOf(file), skip: `${message}; ${hint}` })),
    ),
    ...strict.filter((stop) => !aboutAttestation(stop)).map(ofStop),
  ]
  const plan = points.length === 0 ? '1..0 # SKIP nothing was evaluated' : `1..${points.length}`
  const end = couldNotRun ? ['Bail out! the policies could not be run'] : []
  return `${['TAP version 14', plan, ...points.map(pointText), ...end].join('\n')}\n`
}

function ofGuideline(group: Group, stop: Stop | undefined): Point {
  const { guideline, open, waived } = group
  const name = headingOf(guideline, ': ')
  if (open.length > 0) return { ok: false, name, details: aboutFindings(group) }
  if (stop) return { ...ofStop(stop), name }
  const undecided = whyUndecided(group)
  if (undecided !== undefined) return { ok: true, name, skip: `${guideline.status}: ${undecided}` }
  if (waived.length > 0) {
    const reasons = waived.flatMap(({ waiver }) => (waiver ? [waiverOf(waiver)] : []))
    return { ok: true, name, skip: [...new Set(reasons)].join('; ') }
  }
  const attested = attestationOf(guideline)
  return { ok: true, name, ...(attested !== undefined && { details: { attestation: attested } }) }
}

function aboutFindings({ guideline, open }: Group): Readonly<Record<string, unknown>> {
  return { status: guideline.status, severity: guideline.severity, findings: open.map(aboutFinding) }
}

function aboutFinding(finding: Finding) {
  const { location, resource } = finding
  return {
    at: placeOf(location),
    message: messageOf(finding),
    resource: resourceOf(resource),
    rule: ruleOf(finding),
  }
}

function ofCase({ policy, name, status, location, details = [] }: CaseResult): Point {
  const point = { ok: status === 'passed', name: `${nameOf(`test ${policy}`)} › ${oneLine(name)}` }
  return point.ok ? point : { ...point, details: { at: placeOf(location), message: details.join('\n') } }
}

function ofProblem({ code, message, hint, location }: Diagnostic): Point {
  return {
    ok: false,
    name: oneLine(message),
    details: { code, ...(location && { at: placeOf(location) }), ...(hint !== undefined && { hint }) },
  }
}

function ofStop({ code, about, message, hint, location }: Stop): Point {
  return {
    ok: false,
    name: nameOf(about === undefined ? `strict ${code}` : `strict ${code} › ${about}`),
    details: { message, hint, ...(location && { at: placeOf(location) }) },
  }
}

function pointText({ ok, name, skip, details }: Point, index: number): string {
  const line = `${ok ? 'ok' : 'not ok'} ${index + 1} - ${escaped(name)}${skip === undefined ? '' : ` # SKIP ${oneLine(skip)}`}`
  return details ? [line, '  ---', ...yamlLines(details), '  ...'].join('\n') : line
}

/** `#` begins a directive, and a backslash escapes it. */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('#', '\\#')
}

/** A block of YAML: JSON is YAML too. */
function yamlLines(details: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(details).flatMap(([key, value]) =>
    `${key}: ${safeJson(value).trimEnd()}`.split('\n').map((line) => `  ${line}`),
  )
}
