import type { Finding, Result } from '../model/index.js'
import type { ExpectedFinding, TestCase } from '../policies/index.js'
import type { Idle } from '../scan/idle.js'

/** What a policy really said in a case. */
export interface Actual {
  readonly verdict: TestCase['expect']['verdict']
  readonly results: readonly Result[]
  readonly findings: readonly Finding[]
  readonly reason?: string
  /** What policies of Kubernetes have the API server record. */
  readonly auditAnnotations?: ReadonlyMap<string, string>
}

/** The verdict of a case: the worst of its resources; `pass` needs at least one resource that was judged. */
export function actualOf(
  results: readonly Result[],
  findings: readonly Finding[],
  idle: Idle | undefined,
): Actual {
  const has = (verdict: string) => results.some((result) => result.verdict === verdict)
  const worst = has('error')
    ? 'error'
    : has('fail')
      ? 'fail'
      : has('pass')
        ? 'pass'
        : has('skip')
          ? 'skip'
          : 'unmatched'
  const verdict = idle && worst !== 'skip' ? idle.status : worst
  return { verdict, results, findings, ...(idle && { reason: idle.reason }) }
}

/**
 * Compares exactly: a finding too many is as wrong as one too few.
 * @returns the lines that show expected against actual, or undefined when they agree
 */
export function mismatch(
  { verdict, findings: expected, auditAnnotations }: TestCase['expect'],
  actual: Actual,
): string[] | undefined {
  const pairs = expected ? pair(expected, actual.findings) : new Map<ExpectedFinding, Finding>()
  const missing = (expected ?? []).filter((finding) => !pairs.has(finding))
  const matched = new Set(pairs.values())
  const unexpected = expected ? actual.findings.filter((finding) => !matched.has(finding)) : []
  // A policy that skips every resource is unmatched too.
  const agrees = verdict === actual.verdict || (verdict === 'unmatched' && actual.verdict === 'skip')
  const annotations = auditAnnotations ? annotationLines(auditAnnotations, actual) : []
  if (agrees && missing.length === 0 && unexpected.length === 0 && annotations.length === 0) return undefined
  const others = expected ? actual.findings.filter((finding) => matched.has(finding)) : actual.findings
  return [
    `expected: ${verdict}${expected ? `, ${count(expected.length)}` : ''}`,
    `actual:   ${actual.verdict}, ${count(actual.findings.length)}${actual.reason === undefined ? '' : ` (${actual.reason})`}`,
    ...missing.map((finding) => `  missing:    ${describeExpected(finding)}`),
    ...unexpected.flatMap((finding) => describeActual('unexpected: ', finding)),
    ...others.flatMap((finding) => describeActual('found:      ', finding)),
    ...annotations,
    ...(expected
      ? []
      : actual.results
          .filter((r) => r.verdict !== 'skip')
          .map((r) => `  judged:     ${r.resource.type} ${r.resource.id}: ${r.verdict}`)),
  ]
}

/** Every annotation that differs; one too many differs too. */
function annotationLines(expected: Readonly<Record<string, string>>, actual: Actual): string[] {
  const found = actual.auditAnnotations ?? new Map<string, string>()
  const shown = (value: string | undefined) => (value === undefined ? 'none' : JSON.stringify(value))
  const keys = new Set([...Object.keys(expected), ...found.keys()])
  return [...keys].sort().flatMap((key) => {
    const wanted = Object.hasOwn(expected, key) ? expected[key] : undefined
    if (wanted === found.get(key)) return []
    return [`  audit annotation '${key}': expected ${shown(wanted)}, found ${shown(found.get(key))}`]
  })
}

function count(findings: number): string {
  return findings === 1 ? '1 finding' : `${findings} findings`
}

/** Pairs each expectation with a finding of its own, as many as possible (augmenting paths). */
function pair(
  expected: readonly ExpectedFinding[],
  findings: readonly Finding[],
): Map<ExpectedFinding, Finding> {
  const takenBy = new Map<Finding, ExpectedFinding>()
  const place = (wanted: ExpectedFinding, visited: Set<Finding>): boolean => {
    for (const finding of findings) {
      if (visited.has(finding) || !accepts(wanted, finding)) continue
      visited.add(finding)
      const holder = takenBy.get(finding)
      if (holder && !place(holder, visited)) continue
      takenBy.set(finding, wanted)
      return true
    }
    return false
  }
  for (const wanted of expected) place(wanted, new Set())
  return new Map([...takenBy].map(([finding, wanted]) => [wanted, finding]))
}

function accepts(wanted: ExpectedFinding, finding: Finding): boolean {
  const { validation, at, message, resource, line, guideline, binding, params } = wanted
  return (
    validation === finding.validation &&
    (at === undefined || at === finding.pointer || (at !== '' && at === finding.element)) &&
    (message === undefined || message.accepts(finding.message)) &&
    (resource === undefined || resource === finding.resource.name || resource === finding.resource.id) &&
    (line === undefined || line === finding.location.start.line) &&
    (binding === undefined || binding === finding.admission?.binding) &&
    (params === undefined || params === finding.admission?.params) &&
    (guideline === undefined ||
      finding.guidelines.some((id) => id === guideline || id.endsWith(`/${guideline}`)))
  )
}

function describeExpected(expected: ExpectedFinding): string {
  const { validation, at, message, resource, line, guideline, binding, params } = expected
  return [
    validation,
    ...(at === undefined ? [] : [`at '${at}'`]),
    ...(resource === undefined ? [] : [`of ${resource}`]),
    ...(line === undefined ? [] : [`on line ${line}`]),
    ...(guideline === undefined ? [] : [`for ${guideline}`]),
    ...(binding === undefined ? [] : [`by binding ${binding}`]),
    ...(params === undefined ? [] : [`with params ${params}`]),
    ...(message === undefined ? [] : [`saying ${message.written}`]),
  ].join(' ')
}

function describeActual(label: string, finding: Finding): string[] {
  const { validation, pointer, resource, location, message, explanation, admission } = finding
  const by = [
    ...(admission?.binding === undefined ? [] : [` by binding ${admission.binding}`]),
    ...(admission?.params === undefined ? [] : [` with params ${admission.params}`]),
  ].join('')
  const where = `${location.file}:${location.start.line}:${location.start.column}`
  return [
    `  ${label}${validation} at '${pointer}' of ${resource.name}${by} (${where}): ${message}`,
    ...(explanation?.values ?? []).map(({ expression, value }) => `              ${expression} = ${value}`),
  ]
}
