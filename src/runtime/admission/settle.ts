import { type Judgement, worst } from '../judge/judge.js'
import type { Finding } from '../model/index.js'

/** A judgement that the policy has nothing to say here. */
export function skipped(reason: string): Judgement {
  return { verdict: 'skip', reason, findings: [] }
}

/**
 * One judgement of what each binding and parameter resource said. With failurePolicy Ignore the API server lets pass what
 * it cannot evaluate: here that is neither a pass, for nobody has judged, nor a finding, but a skip that names its cause.
 */
export function settle(
  judgements: readonly Judgement[],
  failurePolicy: 'Fail' | 'Ignore',
): { readonly judgement: Judgement; readonly ignored: readonly Finding[] } {
  const [only] = judgements
  const isCertain = failurePolicy === 'Fail' || only?.verdict !== 'error'
  if (only && judgements.length === 1 && isCertain) return { judgement: only, ignored: [] }
  const said = judgements.flatMap(({ findings }) => findings)
  const isIgnored = ({ verdict }: Finding) => failurePolicy === 'Ignore' && verdict === 'error'
  const findings = said.filter((finding) => !isIgnored(finding))
  const ignored = said.filter(isIgnored)
  const auditAnnotations = joined(judgements)
  if (findings.length > 0)
    return { judgement: { verdict: worst(findings), findings, auditAnnotations }, ignored }
  if (ignored.length > 0) {
    const rules = [...new Set(ignored.map(({ validation }) => validation))].join(', ')
    const reason = `${rules} could not be evaluated, and failurePolicy is Ignore`
    return { judgement: { ...skipped(reason), auditAnnotations }, ignored }
  }
  const skip = judgements.every(({ verdict }) => verdict === 'skip') ? judgements[0] : undefined
  return { judgement: skip ?? { verdict: 'pass', findings, auditAnnotations }, ignored }
}

/** Several values of one key are joined, as the API server does; equal ones count once. */
function joined(judgements: readonly Judgement[]): Record<string, string> {
  const values = new Map<string, Set<string>>()
  for (const { auditAnnotations = {} } of judgements) {
    for (const [key, value] of Object.entries(auditAnnotations)) {
      values.set(key, (values.get(key) ?? new Set()).add(value))
    }
  }
  return Object.fromEntries([...values].map(([key, set]) => [key, [...set].join(', ')]))
}
